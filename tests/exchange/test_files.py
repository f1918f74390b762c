"""A translation in each format: it leaves, is worked on as that format's tools do, and comes back whole."""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from lxml import etree

from journal_app.bitext.model import State, Unit
from journal_app.db import open_database
from journal_app.exchange import files
from journal_app.exchange.actions import Brought
from journal_app.exchange.bringing import bring_all
from journal_app.exchange.telling import as_values
from journal_app.issues.model import Issue, IssueState
from journal_app.migrations import upgrade
from tests.exchange.room import Abroad, translated
from tests.exchange.test_bringing import SAID, TEXT
from tests.translation.room import LATER

XLIFFS = ("2.0", "2.1", "2.2", "1.2", "1.2-copied")
Change = Callable[[bytes], bytes]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Abroad]:
    database = open_database(f"sqlite:///{tmp_path / 'journal.db'}")
    upgrade(database)
    yield Abroad(database)
    database.close()


def in_a_tool(data: bytes) -> bytes:
    """Targets as a tool writes them: beside each source, with the source's own codes around the words."""
    tree = etree.fromstring(data)
    space = {"x": etree.QName(tree).namespace}
    for source in tree.iterfind(".//x:source", space):
        holder = source.getparent()
        if etree.QName(holder).localname not in ("segment", "trans-unit"):
            continue
        for old in holder.findall("x:target", space):
            holder.remove(old)
        target = etree.SubElement(holder, etree.QName(space["x"], "target"))
        source.addnext(target)
        text = "".join(source.itertext())
        code = next(iter(source), None)
        said = next(said for plain, said in SAID.items() if plain == text)
        before, _, rest = said.partition("①")
        inside, _, after = rest.partition("❶")
        target.text = before
        if code is not None and rest:
            made = etree.SubElement(target, code.tag, dict(code.attrib))
            made.text, made.tail = inside, after
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8")


def in_word(data: bytes) -> bytes:
    document = docx.Document(io.BytesIO(data))
    for row in document.tables[0].rows[1:]:
        bare = row.cells[1].text.replace("①", "").replace("❶", "")
        row.cells[2].paragraphs[0].add_run(next(said for plain, said in SAID.items() if plain == bare))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def back(room: Abroad, name: str, data: bytes, expected: str = "12-traverser") -> tuple[list[Brought], list[str]]:
    parcel, problems = files.read([(name, data)])
    with room.desk.database.write() as db:
        _, brought, told = bring_all(db, room.ana, LATER, parcel, expected=expected)
    return brought, [problem.code for problem in (*problems, *told)]


@pytest.mark.parametrize(("kind", "work"), [*((kind, in_a_tool) for kind in XLIFFS), ("docx", in_word)])
def test_it_comes_back_whole(room: Abroad, kind: str, work: Change) -> None:
    data = files.written([room.leaving()], "en", kind)
    brought, told = back(room, f"a.{kind}", work(data))
    assert told == []
    assert as_values("", brought)["units"] == {"taken": 4}
    assert room.says_in() == TEXT
    assert room.standings() == ["translated"] * 4


@pytest.mark.parametrize("kind", files.FORMATS)
def test_what_nobody_worked_on_changes_nothing(room: Abroad, kind: str) -> None:
    room.type({SAID_SOURCE: SAID[SAID_SOURCE] for SAID_SOURCE in list(SAID)[:2]})
    before = room.text().head_id
    brought, told = back(room, f"a.{kind}", files.written([room.leaving()], "en", kind))
    assert told == [] and set(as_values("", brought)["units"]) <= {"same", "empty"}
    assert room.text().head_id == before


def read_again(data: bytes, name: str = "a.xlf") -> Unit:
    found, problems = files.read_xliff(data, name)
    assert problems == [] and found is not None
    return found.articles[0].units[1]


@pytest.mark.parametrize("kind", ("2.0", "2.1", "2.2", "1.2"))
@pytest.mark.parametrize("state", State)
def test_states_hashes_and_limits_go_along(room: Abroad, kind: str, state: State) -> None:
    made = translated(room.leaving(), {**SAID}, state)
    made = replace(made, limit=400, units=tuple(replace(unit, limit=100, target_hash="b" * 32) for unit in made.units))
    unit = read_again(files.written([made], "en", kind))
    assert (unit.state, unit.limit, unit.key) == (state, 100, "body")
    assert (unit.source_hash, unit.target_hash) == (made.units[1].source_hash, "b" * 32)


def test_a_zip_has_one_file_an_article_and_the_same_bytes_each_time(room: Abroad) -> None:
    other = replace(room.leaving(), id="abcdefghjkmn", original="12-traverser/autre")
    data = files.packed([room.leaving(), other], "2.1")
    assert data == files.packed([room.leaving(), other], "2.1")
    slug = room.leaving().original.partition("/")[2]
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert opened.namelist() == [f"12-traverser_{slug}_fr-en.xlf", "12-traverser_autre_fr-en.xlf"]
    brought, told = back(room, "en.zip", data)
    assert told == ["exchange-article-unknown"] and len(brought) == 2


def test_articles_from_several_languages_in_one_file(room: Abroad) -> None:
    """Each of them keeps its own source language, whatever the file as a whole says."""
    one, other = room.leaving(), replace(room.leaving(), id="abcdefghjkmn", original="12-traverser/b", source="ar")
    for kind in ("2.0", "2.1", "2.2", "1.2"):
        found, problems = files.read_xliff(files.written([one, other], "en", kind), "en.xlf")
        assert problems == [] and found is not None
        assert [article.source for article in found.articles] == ["fr", "ar"], kind


@pytest.mark.parametrize(("name", "data", "code"), [
    ("a.xlf", b"", "xml-broken"),
    ("a.xlf", b"Bonjour", "xml-broken"),
    ("a.xlf", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><xliff>&a;</xliff>', "xml-entities"),
    ("a.zip", b"PK\x03\x04 and nothing", "document-damaged"),
    ("a.docx", None, "exchange-table-unknown"),
])  # fmt: skip
def test_what_is_no_file_for_it_is_refused_with_a_sentence(
    room: Abroad, name: str, data: bytes | None, code: str
) -> None:
    if data is None:
        out = io.BytesIO()
        docx.Document().save(out)
        data = out.getvalue()
    brought, told = back(room, name, data)
    assert told == [code] and brought == []


def test_one_bad_file_in_a_zip_stops_all_of_it(room: Abroad) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("good.xlf", files.written([translated(room.leaving(), SAID)], "en", "2.1"))
        made.writestr("bad.xlf", b"<xliff>")
    parcel, problems = files.read([("both.zip", out.getvalue())])
    assert [problem.code for problem in problems] == ["xml-broken"] and problems[0].where == "bad.xlf:1"
    assert parcel.bitexts


def test_another_issues_file_is_put_nowhere(room: Abroad) -> None:
    made = replace(translated(room.leaving(), SAID), original="11-dublin/valise")
    assert back(room, "a.xlf", files.written([made], "en", "2.1")) == ([], ["exchange-other-issue"])
    assert room.says_in() == ""


def test_an_archived_issue_takes_nothing(room: Abroad) -> None:
    data = files.written([translated(room.leaving(), SAID)], "en", "2.1")
    with room.desk.database.write() as db:
        db.query(Issue).one().state = IssueState.ARCHIVED
    assert back(room, "a.xlf", data) == ([], ["exchange-issue-closed"])


def test_nobody_is_named_in_a_file(room: Abroad) -> None:
    room.type({source: said for source, said in SAID.items() if "①" not in said})
    for kind in files.FORMATS:
        data = files.written([room.leaving()], "en", kind)
        said = data
        if kind == files.WORD:
            with zipfile.ZipFile(io.BytesIO(data)) as opened:
                said = b"".join(opened.read(one) for one in opened.namelist())
        assert b"Ana" not in said and str(room.ana.account_id).encode() not in said, kind




def test_a_lost_code_is_told_at_its_unit_and_stops_nothing_else(room: Abroad) -> None:
    """The file is not valid XLIFF 2 without it; the other units of an evening's work are not lost for that."""
    tree = etree.fromstring(files.written([translated(room.leaving(), SAID)], "en", "2.1"))
    for target in tree.iterfind(".//{*}target"):
        etree.strip_tags(target, "{*}pc")
    brought, told = back(room, "a.xlf", etree.tostring(tree))
    assert "xliff2-code-missing" in told and "mark-lost" in told
    assert as_values("", brought)["units"] == {"taken": 4}
