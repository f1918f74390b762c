"""Proofs, the pages of rounds: who has seen what, what is open, what changed between two proofs. They change nothing.

A comparison draws what was never compared before for as long as PATIENCE_S; the rest waits for the next look.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

from flask import abort, render_template
from flask_login import current_user
from sqlalchemy.orm import Session

from journal_app.accounts.model import Role
from journal_app.accounts.store import names, with_roles
from journal_app.issues.model import Issue
from journal_app.messages import sentence
from journal_app.prepress.pixels import Differing
from journal_app.problems import Problem
from journal_app.proofs import links, places, store
from journal_app.proofs.builds import Proof
from journal_app.proofs.drawn import Drawn
from journal_app.proofs.model import BuiltFile, Round, Seen
from journal_app.proofs.pins import Reach, Remark, remarks
from journal_app.proofs.viewer_pages import drawing, gone, proof_of
from journal_app.web.desk import actor, database, desk, now
from journal_app.web.forms import Form
from journal_app.web.guards import ROLES, Policy
from journal_app.web.screen import language, page_url

SHOWN = 20  # rounds at once; those before stand on pages of their own
PATIENCE_S = 4.0  # of drawing in one answer: a dozen pages whose pixels are to be compared
Pair = tuple[Proof, Proof]  # the earlier one first


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a page between two proofs; `found` is not known while it waits to be drawn."""

    folio: int
    found: Differing | None
    before: bool = True
    after: bool = True

    @property
    def same(self) -> bool:
        return self.found is not None and not self.found.boxes


def changes(pictures: Drawn, old: Proof, new: Proof, patience_s: float = PATIENCE_S,
            clock: Callable[[], float] = monotonic) -> list[Change]:  # fmt: skip
    """Every page of either proof, compared; what is not known when the patience is over waits."""
    late = clock() + patience_s
    found = []
    for folio in sorted({*old.folios, *new.folios} - old.hidden - new.hidden):
        known = pictures.known_difference(old, new, folio)
        if known is None and clock() < late:
            known = pictures.difference(old, new, folio)
        found.append(Change(folio, known, folio in old.folios, folio in new.folios))
    return found


def people(db: Session, issue: Issue) -> dict[str, str]:
    """Who may be asked to look: everybody who reads this issue's pages, by name."""
    roles = ROLES[Policy.READ]
    found = set(with_roles(db, roles - {Role.FACILITATOR}))
    if issue.residency_id:
        found |= set(with_roles(db, [Role.FACILITATOR], issue.residency_id))
    return dict(sorted(names(db, found).items(), key=lambda pair: pair[1].casefold()))


def index_page(
    db: Session, issue: Issue, until: int = 0, form: Form | None = None, problem: Problem | None = None
) -> str:
    """The latest rounds of an issue, or those until that number, what is open, and the way to open another. What it
    takes does not grow with the rounds there were: no proof of the past is opened."""
    present, going_on = proof_of(db, issue), store.open_round(db, issue.id)
    rounds = store.rounds(db, issue.id, SHOWN, until)
    found = open_remarks(db, issue, present)
    known = people(db, issue)
    older = store.number_before(db, issue.id, rounds[-1].number) if rounds else 0
    return render_template(
        "viewer/rounds.html", issue=issue, present=present, rounds=rounds, going_on=going_on, older=older,
        newer=_newer(db, issue, rounds),
        remarks=found, people=known, light=_light(issue.slug, present), form=form or Form({}), typed=form is not None,
        wrong=sentence(problem, language()) if problem else "", where=problem.where if problem else "",
        names=names(db, {row.opened_by for row in rounds} | {one.made_by for one in found}),
        there=store.kept(db, issue.id, rounds),
    )  # fmt: skip


def _newer(db: Session, issue: Issue, rounds: Sequence[Round]) -> int | None:
    """Until which number the page goes that comes after these rounds: 0 for the latest; None when these are they."""
    latest = store.next_number(db, issue.id) - 1
    if not rounds or rounds[0].number == latest:
        return None
    until = rounds[0].number + SHOWN
    return 0 if until >= latest else until


def _light(slug: str, present: Proof | None) -> list[tuple[BuiltFile, str]]:
    """The proof to take along, with its address."""
    files = [file for file in present.report.files if file.kind == "proof"] if present else []
    return [(file, page_url("proofs.download", slug=slug, digest=file.sha256, name=file.name)) for file in files]


def open_remarks(db: Session, issue: Issue, present: Proof | None) -> list[Remark]:
    """Every remark of the issue that nobody ticked off, by page; those that stand on no page last."""
    pages = (
        {folio: places.spots(present.shown.folder, present.pdf, folio) for folio in present.folios} if present else {}
    )
    found = [row for row in remarks(db, Reach(db, actor(), issue.id), present, pages, whole=True) if row.open]
    if not actor().reads_all:  # a page they may not see is not spoken of either
        found = [row for row in found if row.piece or row.picture or row.folio in pages]
    return sorted(found, key=lambda row: (not row.folio, row.folio, row.made_at, row.id))


@dataclass(frozen=True, slots=True)
class Row:
    """One page of a round: what became of it since the round before, who has seen it, what is open on it."""

    folio: int
    change: Change | None
    seen: Mapping[str, str]  # account -> "seen", "changed" (since they saw it)
    open: int


def round_page(
    db: Session, issue: Issue, number: int, since: Sequence[Change], form: Form | None = None,
    problem: Problem | None = None,
) -> str:  # fmt: skip
    """A round: pages by people. `since`: what became of its pages since the round before; `form`, `problem`: of a link
    that could not be made."""
    row = store.round_of(db, issue.id, number) or abort(404)
    found, present = proof_of(db, issue, number), proof_of(db, issue)
    ticked, wanted = store.seen(db, row.id), store.readers(db, row.id)
    looked = present if row.closed_at is None and present else found
    others = {account for account, _ in ticked} - wanted
    known = names(db, {*wanted, *others, row.opened_by})
    faces = sorted(wanted, key=lambda key: known.get(key, "").casefold()) + sorted(others)
    said = open_remarks(db, issue, present)
    return render_template(
        "viewer/round.html", issue=issue, row=row, proof=found, present=present, since=since,
        before=store.number_before(db, issue.id, number),
        rows=[_row(folio, since, ticked, faces, looked, said) for folio in (looked.folios if looked else [])],
        people=faces, wanted=wanted, names=known, remarks=said, me=actor().account_id,
        moved=bool(present and found and present.marks != found.marks),
        **_links(db, issue, row, known, form, problem),
    )  # fmt: skip


def _links(
    db: Session, issue: Issue, row: Round, known: Mapping[str, str], form: Form | None, problem: Problem | None
) -> dict[str, Any]:
    """The links to a round's light PDF, for who may make them."""
    at, made = now(), store.links(db, row.id)
    return {
        "links": [(one, links.lives(one, at)) for one in made], "link_form": form or Form({}), "at": at,
        "link_makers": {**names(db, {one.made_by for one in made}), **known}, "link_most": links.MOST_TAKEN,
        "light": links.light(db, desk().config.instance, issue, row), "link_until": (at + links.LASTS).date(),
        "link_last": (at + links.LONGEST).date(), "link_wrong": sentence(problem, language()) if problem else "",
        "link_where": problem.where if problem else "", "stepped_up": current_user.is_stepped_up(at),
    }  # fmt: skip


def _row(
    folio: int, since: Sequence[Change], ticked: Mapping[tuple[str, int], Seen], faces: Sequence[str],
    looked: Proof | None, said: Sequence[Remark],
) -> Row:  # fmt: skip
    mark = looked.mark(folio) if looked else ""
    marks = {who: ticked[who, folio].page_mark for who in faces if (who, folio) in ticked}
    seen = {who: "seen" if told == mark else "changed" for who, told in marks.items()}
    change = next((one for one in since if one.folio == folio), None)
    return Row(folio, change, seen, sum(one.folio == folio for one in said))


def since_before(db: Session, issue: Issue, number: int) -> Pair | None:
    """The proof of the round before and this round's, if both are still there."""
    earlier = store.number_before(db, issue.id, number)
    old, new = proof_of(db, issue, earlier) if earlier else None, proof_of(db, issue, number)
    return (old, new) if old and new else None


class _TakenBack(Exception):
    """Something on the pages that are compared was taken back meanwhile."""


def compared(issue: Issue, pair: Pair | None) -> list[Change]:
    """What differs between two proofs; no database is held open meanwhile. Nothing, and nothing is kept, where one of
    them was taken back while they were drawn."""
    if pair is None:
        return []

    def look() -> None:
        with database().read() as db:
            if not still(db, issue, pair):
                raise _TakenBack

    pictures = drawing(issue)
    try:
        with pictures.if_still(look):
            return changes(pictures, *pair)
    except _TakenBack:
        return []
    except OSError:  # its files went this very moment; else it is the disk's fault
        with database().read() as db:
            if still(db, issue, pair):
                raise
        return []


def still(db: Session, issue: Issue, pair: Pair | None) -> Pair | None:
    """The two proofs, if nothing on either was taken back since they were found."""
    return None if pair is None or any(gone(db, issue, one) for one in pair) else pair


def difference_page(
    db: Session, issue: Issue, old: int, new: int, pair: Pair | None, found: Sequence[Change]
) -> str:
    """Two proofs, page by page; number 0 is the present one. To choose from: the latest, and those there are."""
    latest = store.rounds(db, issue.id, SHOWN)
    there = store.kept(db, issue.id, latest) | ({old, new} - {0} if pair else set())
    return render_template(
        "viewer/difference.html", issue=issue, old=old, new=new, pair=pair, changes=found,
        rounds=sorted(there, reverse=True),
        waiting=sum(one.found is None for one in found),
    )  # fmt: skip


def round_or_404(db: Session, issue: Issue, number: int) -> Round:
    return store.round_of(db, issue.id, number) or abort(404)
