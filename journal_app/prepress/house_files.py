"""Step 2b: the shared files of a folder of layouts: which serve its pages, and what is wrong with them. Draws nothing.

What all pages share stands in `_house/` beside the layouts: styles, parts of pages, fixed words. A folder of layouts
may bring any of these files; for those it does not bring, and for the words it does not say, the house's own serve.
"""

import string
import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from journal_app.problems import Problem, blocking

OWN = Path(__file__).resolve().parents[2] / "layouts" / "_house"
WORDS = "words.toml"
READ = (".css", ".html", ".toml")
Words = Mapping[str, Mapping[str, str]]  # language -> key -> what is printed


def house_files(layouts: Path) -> dict[str, Path]:
    """Every shared file by name: that of `layouts/_house/` where there is one, else the house's own."""
    found = {path.name: path for path in sorted(OWN.iterdir()) if path.suffix in READ}
    theirs = layouts / "_house"
    if theirs.is_dir():
        found |= {path.name: path for path in sorted(theirs.iterdir()) if path.suffix in READ and path.is_file()}
    return dict(sorted(found.items()))


def read_part(path: Path) -> str:
    """A shared file's text; the house's own of that name where it cannot be read, which `wrong_files` has said."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        own = OWN / path.name
        return own.read_text("utf-8") if own.is_file() else ""


def read_words(path: Path) -> Words:
    """The fixed words of that file over the house's own: a language or a key it does not name keeps the house's."""
    own = _own_words()
    theirs, wrong = _table(path) if path.parent != OWN else ({}, [])
    if wrong:
        return own
    return {tag: {**own.get(tag, {}), **theirs.get(tag, {})} for tag in {**own, **theirs}}


def wrong_files(layouts: Path, forbidden: Collection[str]) -> list[Problem]:
    """What keeps the shared files that `layouts` brings from serving; `forbidden` is what no style may say.

    These stop the press: every page is drawn with them.
    """
    problems = []
    for name, path in house_files(layouts).items():
        where = f"layout:_house/{name}"
        if path.parent == OWN:
            continue
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            found = "UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror or ""
            problems.append(blocking("layout-invalid", where, found, who="layout"))
            continue
        if path.suffix == ".css":
            problems += [
                blocking("layout-forbidden-css", where, word.strip("( "), who="layout")
                for word in forbidden
                if word in text
            ]
        elif name == WORDS:
            problems += [blocking("layout-invalid", where, found, who="layout") for found in _table(path)[1]]
    return problems


@cache
def _own_words() -> Words:
    return tomllib.loads((OWN / WORDS).read_text("utf-8"))


def _table(path: Path) -> tuple[Words, list[str]]:
    """The words of a file, and what cannot be printed of them: no table of texts, a value nobody gives."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return {}, [str(error)]
    wrong = []
    for tag, said in table.items():
        for key, text in said.items() if isinstance(said, dict) else [("", said)]:
            if not isinstance(text, str) or not key:
                wrong.append(f'{tag}.{key or "…"} = "…"')
            elif unknown := sorted(_values(text) - _values(_own_words()["fr"].get(key, ""))):
                wrong.append(f"{tag}.{key}: {{{unknown[0]}}}")
    return table, wrong


def _values(text: str) -> set[str]:
    """The names between braces; a brace that stands alone counts as one nobody knows."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return {"…"}
