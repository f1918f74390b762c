"""Exchange, the limits: where a translation stands on the pages -> how many signs its body may have there.

Before the first word of it is written: the frames are filled with the like of what will stand in them, a text of the
same language, in their own face. Filling them takes a tenth of a second, so what was told of one place holds for its
like: the same slots, with as much left under their heads.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from journal_app.flatplan import store as flatplan
from journal_app.freeze.columns import Columns, asked
from journal_app.freeze.folder import Gathered, PieceRows
from journal_app.issues.model import Issue
from journal_app.submissions.blocks import plain_of
from journal_app.submissions.content import Content
from journal_app.translation.reading import Opened, Whole

LEAST = 3_000  # signs that the frames are filled with: more than a column, so that lines count, not their last words
MORE = 1.5  # of the source's signs
ALMOST_EMPTY = "<p>…</p>"  # a body that says how much its frames hold: a quarter of the time that filling them takes
FINE = 1_000_000  # so many signs are said to stand there, that no line is lost in rounding


@dataclass(frozen=True, slots=True)
class Asked:
    """What the measuring process is asked: the files of the text alone, its names, the signs of its body.

    `bare`: the same with next to no body. `alike`: what its place has in common with others.
    """

    folder: Mapping[str, bytes]
    bare: Mapping[str, bytes]
    slug: str
    language: str
    signs: int
    alike: Hashable


def pages_of(db: Session, issue: Issue) -> Gathered:
    """The issue's pages with what stands where, read once for all its texts."""
    return Gathered(issue, flatplan.pages(db, issue.id), flatplan.placements(db, issue.id))


def ask(pages: Gathered, all_: Whole, here: Opened, like: str) -> Asked | None:
    """The question about a translation; nothing while it stands on no page. `like`: a body in its language, the longer
    the better."""
    content = here.target.content
    measure = _filled(content.body if len(content.body) > len(like) else like or here.source.content.body,
                      max(LEAST, int(MORE * len(plain_of(here.source.content.body)))))  # fmt: skip
    headline = content.headline or here.source.content.headline
    told = replace(content if content.headline else here.source.content, headline=headline, body=measure)
    texts = tuple((side.text, side.content) for side in all_.sides.values())
    rows = replace(pages, pieces={here.piece.id: PieceRows(here.piece, texts, {})})
    language = here.target.language
    folder = asked(rows, here.piece.id, language, told)
    bare = asked(rows, here.piece.id, language, replace(told, body=ALMOST_EMPTY))
    if folder is None or bare is None:
        return None
    return Asked(folder, bare, here.piece.slug, language, _signs(told), (_place(pages, here), measure))


def _place(pages: Gathered, here: Opened) -> Hashable:
    """The slots where a piece stands, in their order. With another language beside it, they are like no others."""
    slots = tuple(
        (page.layout, tuple(page.shorter.items()), page.direction, page.language, one.slot, tuple(one.languages),
         tuple(one.tighter.items()), one.continues, one.quote)
        for page in pages.pages for one in pages.placements.get(page.id, ()) if one.piece_id == here.piece.id
    )  # fmt: skip
    alone = all(len(languages) < 2 for *_, languages, _, _, _ in slots)
    return here.piece.kind, here.piece.status, slots, "" if alone else here.piece.id


class Limits:
    """The limits of some translations, one after the other; slow, so never inside a transaction."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._known: dict[Hashable, int] = {}

    def ask(self, question: Asked) -> Callable[[], int | None]:
        """Begin with a question; what is returned waits for the signs."""
        held = self._columns.room(question.bare, question.slug, question.language, FINE)
        return lambda: self._answered(question, held())

    def _answered(self, question: Asked, held: int | None) -> int | None:
        key = question.alike, held
        if held is None or key in self._known:
            return self._known.get(key)
        found = self._columns.room(question.folder, question.slug, question.language, question.signs)()
        if found is not None:
            self._known[key] = found
        return found


def _filled(body: str, signs: int) -> str:
    """A body of at least so many signs, by saying the same again."""
    once = len(plain_of(body))
    return body if not once else body * max(1, -(-signs // once))


def _signs(content: Content) -> int:
    return len(plain_of(content.body))
