"""Exchange, the files: articles -> bytes in the format that somebody works in, and bytes of any of them -> bitexts.

One file an article, because tools take one language from one file; several together in a zip. What is not valid is
refused as it is, with the line and a plain sentence: nothing of it is read.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from lxml import etree

from journal_app.bitext import table, xliff2, xliff12
from journal_app.bitext.model import Article, Bitext
from journal_app.bitext.parse import parse
from journal_app.bitext.table.cells import Read, read_safely
from journal_app.documents.gate import Unreadable, open_package
from journal_app.prepress.characters import shown
from journal_app.problems import Problem, Severity, any_blocking, blocking

XLIFF_12 = "urn:oasis:names:tc:xliff:document:1.2"
VERSIONS = ("2.1", "2.2", "2.0")
WORD = "docx"
FORMATS = ("2.1", "2.2", "2.0", "1.2", "1.2-copied", WORD)  # 1.2-copied: as OmegaT up to 5.4 wants it
ENDINGS = {"1.2": "xlf", "1.2-copied": "xlf", WORD: "docx"}
WHO = "translator"
MANY = "mul"  # BCP 47 (RFC 5646, section 4.1): several languages
ZIP_DAY = (1980, 1, 1, 0, 0, 0)
MOST_FILES = 500
# What makes a file invalid and yet says nothing against its other units: the unit itself is told of it.
OF_ONE_UNIT = frozenset({"xliff2-code-missing"})


@dataclass(frozen=True, slots=True)
class Parcel:
    """What came: bitexts, and tables of Word files as they were read, each with its file's name."""

    bitexts: tuple[tuple[str, Bitext], ...] = ()
    tables: tuple[tuple[str, Read], ...] = ()


# --- out -------------------------------------------------------------------------------------------------------------


def bitext(articles: Sequence[Article], target: str) -> Bitext:
    """Several articles as one; of several source languages where there are several."""
    sources = {one.source for one in articles}
    return Bitext(sources.pop() if len(sources) == 1 else MANY, target, tuple(articles))


def written(articles: Sequence[Article], target: str, kind: str) -> bytes:
    """The articles in one file of that format; a table for Word holds one article alone."""
    if kind == WORD:
        return table.write_table(articles[0])
    if kind.startswith("1.2"):
        return xliff12.write(bitext(articles, target), copied=kind == "1.2-copied")
    return xliff2.write(bitext(articles, target), kind)


def name_of(one: Article, kind: str) -> str:
    """`12-traverser_valise_ps-fr.xlf`: ASCII, and it says what it is."""
    issue, _, piece = one.original.partition("/")
    return f"{issue}_{piece}_{one.source}-{one.target}.{ENDINGS.get(kind, 'xlf')}"


def packed(articles: Iterable[Article], kind: str) -> bytes:
    """A zip of one file an article; the same articles give the same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for one in articles:
            info = zipfile.ZipInfo(name_of(one, kind), ZIP_DAY)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            file.writestr(info, written([one], one.target, kind))
    return out.getvalue()


# --- in --------------------------------------------------------------------------------------------------------------


def read(files: Iterable[tuple[str, bytes]]) -> tuple[Parcel, list[Problem]]:
    """What some files hold, those inside a zip too. With a blocking problem nothing of them is to be used."""
    bitexts: list[tuple[str, Bitext]] = []
    tables: list[tuple[str, Read]] = []
    problems: list[Problem] = []
    for name, data in files:
        for inner, content in _opened(name, data, problems):
            if content[:2] == b"PK":
                cells, told = read_safely(content, inner)
                problems += told
                tables += [(inner, cells)] if cells is not None else []
                continue
            found, told = read_xliff(content, inner)
            problems += told
            if found is not None:
                bitexts.append((inner, found))
    if not (bitexts or tables or problems):
        problems.append(blocking("exchange-nothing", ", ".join(name for name, _ in files) or "—", "", "", WHO))
    return Parcel(tuple(bitexts), tuple(tables)), problems


def _opened(name: str, data: bytes, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    """The file itself; of a zip that is no document, what is in it."""
    if data[:2] != b"PK":
        yield name, data
        return
    package, told = open_package(data, name)
    problems += told
    if package is None:
        return
    if package.has("[Content_Types].xml") or package.has("mimetype"):  # Word, or an OpenDocument text
        yield name, data
        return
    if len(package.entries) > MOST_FILES:
        problems.append(blocking("exchange-too-many", name, len(package.entries), MOST_FILES, WHO))
        return
    try:
        for inner in package.entries:
            if not inner.endswith("/") and not inner.rpartition("/")[2].startswith("."):  # what a Mac puts beside
                yield shown(inner), package.bytes(inner)
    except Unreadable as error:
        problems.append(error.problem)


def read_xliff(data: bytes, name: str) -> tuple[Bitext | None, list[Problem]]:
    """An XLIFF file of any version; nothing, and why, for one that is not valid."""
    version, problems, tree = checked(data, name)
    problems = [replace(one, severity=Severity.WARNING) if one.code in OF_ONE_UNIT else one for one in problems]
    if tree is None or any_blocking(problems):
        return None, problems
    found, told = xliff12.read(tree, name) if version == "1.2" else xliff2.read(tree, name)
    problems += told
    return (None if any_blocking(told) else found), problems


def checked(data: bytes, name: str) -> tuple[str, list[Problem], etree._ElementTree | None]:
    """The version of an XLIFF file ("" when it has none), its problems, and its tree."""
    tree, problems = parse(data, name)
    if tree is None:
        return "", problems, None
    root = tree.getroot()
    space, _, local = str(root.tag).rpartition("}")
    old = space.lstrip("{") == XLIFF_12 or (local == "xliff" and (root.get("version") or "").startswith("1."))
    version, told = xliff12.check(tree, name) if old else xliff2.check(tree, name)
    return version, [*problems, *told], tree

