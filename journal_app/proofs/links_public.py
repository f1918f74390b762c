"""Proofs, the door: a round's light PDF behind a link, without an account and without a script. It holds no rule.

A GET changes nothing: the previews that mail programs make burn nothing. What opens nothing is one page and the same
bytes; guesses are counted as the house counts failures, and keep nobody out who has a link.
"""

from flask import Blueprint, Response, abort, make_response, render_template, request, send_file
from werkzeug.wrappers import Response as Answer

from journal_app.lasting import to_end
from journal_app.messages import translator
from journal_app.proofs import links, store
from journal_app.proofs.model import ProofLink
from journal_app.web.desk import database, desk, now
from journal_app.web.doors import behind_a_link
from journal_app.web.guards import Policy, policy
from journal_app.web.headers import EVERYWHERE
from journal_app.web.screen import OFFERED, language


def _told_off(words: str, status: int) -> tuple[str, int]:
    """A calm page that says why not."""
    return render_template("viewer/door_closed.html", words=translator(language()).gettext(words)), status


blueprint = behind_a_link(Blueprint("proof_door", __name__, template_folder="templates"), "public", OFFERED, _told_off)


def _closed(status: int = 404) -> Answer:
    """The one answer to whatever opens nothing."""
    return make_response(render_template("viewer/door_closed.html", words=""), status)


def _gone() -> Answer:
    """To who has the right link, and comes when its pages are there no more."""
    return make_response(render_template("viewer/door_gone.html"), 410)


def _enter(token: str) -> ProofLink:
    """The link of this address; else the request ends here."""
    at, attempts, place = now(), desk().attempts, request.remote_addr or ""
    with database().read() as db:
        row = links.known(db, token)
    if row is None:
        wait = attempts.wait("proof-link", place, at)
        attempts.failed("proof-link", place, at)
        closed = _closed(429 if wait else 404)
        if wait:
            closed.headers["Retry-After"] = str(wait)
        abort(closed)
    if to_end(row, at):
        with database().write() as db:
            store.run_out(db, at)
    if links.taken_back(row, at):
        abort(_gone())
    return row if links.lives(row, at) else abort(_closed())


@blueprint.get("/epreuve/<token>")
@policy(Policy.PUBLIC)
def show(token: str) -> str | Answer:
    """What the link gives, and that it is for nobody else."""
    row = _enter(token)
    with database().read() as db:
        found = links.given(db, desk().config.instance, row)
    if found is None:
        return _gone()
    issue, of, light = found
    return render_template("viewer/door.html", token=token, link=row, issue=issue, of=of, light=light,
                           left=links.MOST_TAKEN - row.taken)  # fmt: skip


@blueprint.post("/epreuve/<token>/pdf")
@policy(Policy.PUBLIC)
def download(token: str) -> Response | Answer:
    """The light PDF, looked at and counted before its first byte leaves."""
    row = _enter(token)
    with database().write() as db:
        found = links.given(db, desk().config.instance, row)
        taken = found is not None and links.take(db, now(), row)
    if found is None:
        return _gone()
    if not taken:
        return _closed()
    light = found[2]
    answer = send_file(light.path, "application/pdf", as_attachment=True, download_name=light.file.name, etag=False,
                       conditional=False)  # fmt: skip
    answer.headers["Cache-Control"] = EVERYWHERE["Cache-Control"]
    answer.headers.pop("Last-Modified", None)
    return answer
