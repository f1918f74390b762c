"""Review, the versions: the history of a text, any two compared, and the choice between two people's words."""

import re

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from journal_app.accounts.store import names
from journal_app.issues.model import Issue
from journal_app.problems import Refused
from journal_app.review.actions import hold, may_write, took_effect
from journal_app.review.diff import compare
from journal_app.review.pages import TEXT, choice_page, is_open_aside, open_text, version
from journal_app.review.reading import way
from journal_app.submissions.actions import Saved, Stale, restore, settle
from journal_app.submissions.content import from_json
from journal_app.submissions.merging import Choice
from journal_app.submissions.store import asides, history, revision
from journal_app.web.desk import actor, database, done, now
from journal_app.web.guards import Policy, policy
from journal_app.web.screen import page_url

blueprint = Blueprint("versions", __name__, template_folder="templates")


@blueprint.get(TEXT + "/historique")
@policy(Policy.READ)
def past(piece_id: str, language: str) -> str:
    """The versions of a text, and what changed from one to another."""
    with database().read() as db:
        piece, row = open_text(db, piece_id, language)
        rows = history(db, row.id)
        by_id = {one.id: one for one in rows}
        new = by_id.get(request.args.get("a", "")) or (rows[0] if rows else None)
        below = next((one for one in rows if new is not None and one.number < new.number), None)
        old = by_id.get(request.args.get("de", "")) or below
        changes = compare(from_json(old.content), from_json(new.content)) if old and new else ()
        return render_template(
            "review/history.html",
            piece=piece, issue=db.get(Issue, piece.issue_id), text=row, rows=rows, old=old, new=new, changes=changes,
            way=way, asides=asides(db, row.id), may_write=may_write(actor(), piece, language),
            names=names(db, {one.made_by for one in rows}),
        )  # fmt: skip


@blueprint.post(TEXT + "/historique/<revision_id>")
@policy(Policy.TRANSLATE)
def again(piece_id: str, language: str, revision_id: str) -> ResponseReturnValue:
    """Say again what an old version said, as a new one."""
    with database().write() as db:
        piece, row = open_text(db, piece_id, language)
        hold(db, piece)
        if not may_write(actor(), piece, language):
            raise Refused("not-yours")
        saved = restore(db, actor(), now(), row, version(db, row, revision_id), request.form.get("base", ""))
        if isinstance(saved, Saved):
            took_effect(db, actor(), now(), piece, row, saved)
    return done("Cette version est de nouveau celle du texte.", "review.text", piece_id=piece_id, language=language)


@blueprint.get(TEXT + "/versions/<revision_id>")
@policy(Policy.TRANSLATE)
def choose(piece_id: str, language: str, revision_id: str) -> ResponseReturnValue:
    """A version that was set aside, beside what the text says now."""
    with database().read() as db:
        piece, row = open_text(db, piece_id, language)
        aside = version(db, row, revision_id)
        theirs = version(db, row, row.head_id or "")
        if not is_open_aside(aside):
            return redirect(page_url("review.text", piece_id=piece_id, language=language), 303)
        return choice_page(db, piece, row, aside, theirs)


@blueprint.post(TEXT + "/versions/<revision_id>")
@policy(Policy.TRANSLATE)
def settled(piece_id: str, language: str, revision_id: str) -> ResponseReturnValue:
    """Save what was chosen."""
    choices = {int(name[7:]): Choice(value) for name, value in request.form.items()
               if re.fullmatch(r"choice-[0-9]{1,6}", name) and value in list(Choice)}  # fmt: skip
    with database().write() as db:
        piece, row = open_text(db, piece_id, language)
        hold(db, piece)
        if not may_write(actor(), piece, language):
            raise Refused("not-yours")
        aside, theirs = version(db, row, revision_id), revision(db, row, request.form.get("theirs"))
        if theirs is None or not is_open_aside(aside):
            raise Refused("text-moved-on")
        answer = settle(db, actor(), now(), row, aside, theirs, choices, request.form.get("key", ""))
        if isinstance(answer, Saved):
            took_effect(db, actor(), now(), piece, row, answer)
    if isinstance(answer, Stale):
        with database().read() as db:
            return choice_page(db, *open_text(db, piece_id, language), answer.mine, answer.theirs), 412
    return done("Enregistré : les deux versions sont réunies.", "review.text", piece_id=piece_id, language=language)
