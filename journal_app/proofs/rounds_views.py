"""Proofs, the rounds: open one for some people, see who has seen what, compare two proofs, end it."""

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from journal_app.issues.model import Issue
from journal_app.problems import Problem, blocking
from journal_app.proofs import actions, store
from journal_app.proofs.builds import Proof
from journal_app.proofs.rounds_pages import (
    compared,
    difference_page,
    index_page,
    people,
    round_or_404,
    round_page,
    since_before,
    still,
)
from journal_app.proofs.viewer_pages import drawing, issue_of, proof_of
from journal_app.web.desk import actor, database, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.headers import ASKED_AGAIN
from journal_app.web.once import led_to, once

ALL = "/numeros/<slug>/epreuves"

blueprint = Blueprint("rounds", __name__, template_folder="templates")


@blueprint.get(ALL)
@policy(Policy.READ)
def index(slug: str) -> str:
    """The rounds, the present proof, what is open."""
    with database().read() as db:
        return index_page(db, issue_of(db, slug), _number("jusqu"))


@blueprint.post(ALL)
@policy(Policy.DECIDE)
def begin(slug: str) -> ResponseReturnValue:
    """Open a round on the present proof."""
    form = Form(request.form, request.form.to_dict(flat=False))
    until = form.moment("until")
    with database().write() as db:
        issue = issue_of(db, slug)
        once(db)
        found = proof_of(db, issue)
        wanted = form.several("readers", list(people(db, issue)))
        made: object = blocking("proof-missing", "build")
        if found is not None and form.fine:
            made = actions.open_round(db, actor(), now(), issue, found.build_id, until, wanted,
                                      form.values.get("note", ""))  # fmt: skip
        if form.fine and not isinstance(made, Problem):
            number = store.next_number(db, issue.id) - 1
            return led_to(db, done("Le tour d’épreuves est ouvert.", "rounds.show", slug=slug, number=number))
    with database().read() as db:
        problem = made if isinstance(made, Problem) and form.fine else None
        return index_page(db, issue_of(db, slug), 0, form, problem), 422


@blueprint.get(ALL + "/<int:number>")
@policy(Policy.READ)
def show(slug: str, number: int) -> str:
    """One round: pages by people, what changed since the one before, what is open."""
    with database().read() as db:
        issue = issue_of(db, slug)
        round_or_404(db, issue, number)
        pair = since_before(db, issue, number)
    since = compared(issue, pair)
    with database().read() as db:
        return round_page(db, issue, number, since if still(db, issue, pair) else [])


@blueprint.post(ALL + "/<int:number>/fin")
@policy(Policy.DECIDE)
def end(slug: str, number: int) -> ResponseReturnValue:
    """End a round."""
    with database().write() as db:
        row = round_or_404(db, issue_of(db, slug), number)
        actions.close_round(db, actor(), now(), row)
    return done("Le tour d’épreuves est fini.", "rounds.show", slug=slug, number=number)


def _number(name: str) -> int:
    told = request.args.get(name, "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 6 else 0


@blueprint.get(ALL + "/difference")
@policy(Policy.READ)
def difference(slug: str) -> str:
    """What differs between two proofs, page by page."""
    old, new = _number("avant"), _number("apres")
    with database().read() as db:
        issue = issue_of(db, slug)
        first, second = proof_of(db, issue, old), proof_of(db, issue, new)
    pair = (first, second) if first and second else None
    found = compared(issue, pair)
    with database().read() as db:
        return difference_page(db, issue, old, new, still(db, issue, pair), found)


@blueprint.get(ALL + "/difference/<int:folio>")
@policy(Policy.READ)
def overlay(slug: str, folio: int) -> Response:
    """The picture of what left and what came on a page."""
    issue, old, new = _two(slug, folio)
    pictures = drawing(issue)
    try:
        with pictures.if_still(lambda: _two(slug, folio)):
            answer = Response(pictures.overlay(old, new, folio), content_type="image/png")
            answer.set_etag(f"{old.mark(folio)}-{new.mark(folio)}")
    except OSError:  # its files went this very moment; else it is the disk's fault
        _two(slug, folio)
        raise
    answer.headers["Cache-Control"] = ASKED_AGAIN
    return answer.make_conditional(request)  # type: ignore[return-value]


def _two(slug: str, folio: int) -> tuple[Issue, Proof, Proof]:
    """The proofs whose page is compared; 404 where one of them is not for the actor, or no more."""
    with database().read() as db:
        issue = issue_of(db, slug)
        old, new = proof_of(db, issue, _number("avant")), proof_of(db, issue, _number("apres"))
    if old is None or new is None or folio not in {*old.folios, *new.folios} - old.hidden - new.hidden:
        abort(404)
    return issue, old, new
