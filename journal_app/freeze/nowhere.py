"""Freeze, texts on no page: what is finished in a language of the issue, of a piece that is printed, and stands in no
slot. Pure; it places nothing.

Nothing waits for such a text, so that it would be missed on paper only: the plan and the freeze tell of it by the rows,
the BAT by the plan that was frozen with the file.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from journal_app.flatplan.fitting import WHOLE
from journal_app.flatplan.model import Page, Placement
from journal_app.freeze.readiness import PieceFacts, What, missing
from journal_app.review.standing import State

Roles = Callable[[str], Mapping[str, str]]  # layout -> slot -> role; of one that is not known every slot counts
Printed = Mapping[str, Mapping[str, int]]  # a piece -> language -> the first page that a whole text of it stands on
Standing = tuple[int, str, str, str, Iterable[str]]  # folio, layout, slot, piece, languages


def printed(pages: Iterable[Page], held: Mapping[str, Sequence[Placement]], roles: Roles) -> Printed:
    """Where each text stands whole, by the rows; `held` by page id, pieces by id."""
    return _printed(
        ((page.number, page.layout, row.slot, row.piece_id, row.languages)
         for page in sorted(pages, key=lambda one: one.number) for row in held.get(page.id, ())
         if row.piece_id and row.quote is None),
        roles,
    )  # fmt: skip


def printed_by(plan: Sequence[Mapping[str, object]], roles: Roles) -> Printed:
    """The same by the tables of a flatplan.toml, pieces by the names of their folders."""
    return _printed(
        ((folio, str(page.get("layout", "")), slot, fill["article"], fill.get("languages") or [fill.get("language")])
         for folio, page in enumerate(plan, 1) for slot, fill in _slots(page).items()
         if isinstance(fill, Mapping) and fill.get("article") and fill.get("quote") is None),
        roles,
    )  # fmt: skip


def _slots(page: Mapping[str, object]) -> Mapping[str, object]:
    slots = page.get("slots")
    return slots if isinstance(slots, Mapping) else {}


def _printed(standing: Iterable[Standing], roles: Roles) -> Printed:
    """A quote or an announcement of a text is not the text."""
    found: dict[str, dict[str, int]] = {}
    for folio, layout, slot, piece, languages in standing:
        if roles(layout).get(slot, WHOLE[0]) in WHOLE:
            for tag in languages:
                found.setdefault(piece, {}).setdefault(str(tag), folio)
    return found


def finished(piece: PieceFacts) -> tuple[str, ...]:
    """The languages in which a piece may be printed as far as its words go: the press waits for the others."""
    awaited = {one.language for one in missing(piece) if one.what is What.TRANSLATION}
    return tuple(text.language for text in piece.texts
                 if not text.empty and text.state is not State.GIVEN_UP and text.language not in awaited)  # fmt: skip


def nowhere(written: Iterable[str], there: Collection[str], languages: Collection[str]) -> tuple[str, ...]:
    """Of what is written of a piece, the languages of the issue that stand on no page; none where it stands on none at
    all, which is told as a piece without a place. `there`: the languages that stand on a page."""
    return tuple(tag for tag in written if there and tag in languages and tag not in there)
