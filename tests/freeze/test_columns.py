"""A text while it is typed, in its own column: so many lines over, or left, before anything is frozen."""

from collections.abc import Iterator

import pytest

from journal_app.flatplan import store as flatplan
from journal_app.freeze.columns import MOST_SIGNS, Columns, asked
from journal_app.freeze.folder import Gathered, PieceRows
from journal_app.freeze.model import FreezeKind
from journal_app.issues.model import Issue
from journal_app.submissions import store as submissions
from journal_app.submissions.content import Content
from tests.desk import TestDesk
from tests.freeze.test_freezing import Press
from tests.freeze.test_pages import fits

LINE = "<p>On attend, et la file avance d’un pas quand quelqu’un raconte la mer.</p>"


@pytest.fixture
def press(desk: TestDesk) -> Press:
    return Press(desk)


@pytest.fixture(scope="module")
def columns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Columns]:
    place = tmp_path_factory.mktemp("columns")
    found = Columns(place)
    yield found
    assert list(place.iterdir()) == [], "nothing of anybody's words is left"
    found.close()


def folder(press: Press, body: str, language: str = "fr") -> dict[str, bytes] | None:
    piece = press.piece()
    with press.desk.database.read() as db:
        texts = submissions.texts(db, [piece.id])[piece.id]
        heads = submissions.heads(db, [text.id for text in texts])
        said = tuple((text, heads[text.id][1] if text.id in heads else Content()) for text in texts)
        rows = Gathered(db.get_one(Issue, press.issue_id), flatplan.pages(db, press.issue_id),
                        flatplan.placements(db, press.issue_id), {piece.id: PieceRows(piece, said, {})})  # fmt: skip
    return asked(rows, piece.id, language, Content(headline="La file", body=body))


def test_it_says_how_many_lines_are_left_or_over(press: Press, columns: Columns) -> None:
    told = []
    for many in (1, 2, 300, 301):
        wanted = folder(press, LINE * many)
        assert wanted is not None
        fitted = columns.fit(wanted, "texte-1", "fr", "x")
        assert fitted is not None and fitted.pages == (1,) and fitted.png.startswith(b"\x89PNG")
        told.append((fitted.over, fitted.under))
    one, two, many, more = told
    assert one[0] == two[0] == 0 and one[1] > two[1] > 0
    assert 0 < many[0] < more[0]


def test_it_agrees_with_a_build(press: Press, columns: Columns) -> None:
    """The same folder, frozen and composed, has the same lines over."""
    press.edit("</p><p>".join([LINE[3:-4]] * 300))
    job_id = press.freeze(FreezeKind.DRAFT)
    assert job_id
    press.work(job_id)
    built = press.built(FreezeKind.DRAFT)
    assert built is not None
    wanted = folder(press, LINE * 300)
    assert wanted is not None
    fitted = columns.fit(wanted, "texte-1", "fr", "x")
    assert fitted is not None and fitted.over == fits(press)["texte-1", "fr"] > 0


def test_a_text_that_is_not_written_yet_has_its_lines(press: Press, columns: Columns) -> None:
    wanted = folder(press, "")
    assert wanted is not None
    fitted = columns.fit(wanted, "texte-1", "fr", "x")
    assert fitted is not None and fitted.over == 0 and fitted.under > 10


def test_what_stands_nowhere_or_never_ends_is_not_asked(press: Press) -> None:
    assert folder(press, LINE, "en") is None
    assert folder(press, "a" * (MOST_SIGNS + 1)) is None


def test_a_process_that_dies_is_begun_again(press: Press, columns: Columns) -> None:
    wanted = folder(press, LINE)
    assert wanted is not None
    assert columns.fit(wanted, "texte-1", "fr", "x") is not None
    columns.close()
    assert columns.fit(wanted, "texte-1", "fr", "x") is not None
    assert columns.fit({"issue.toml": b"not = [toml"}, "texte-1", "fr", "x") is None
    assert columns.fit(wanted, "nowhere", "fr", "x") is None
