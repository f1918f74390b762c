"""Glossary, the page of a file that is brought: each row's fate is shown first, then all of it is taken in, or nothing.

What was read travels in the page's own form, so that nothing of a file is kept that nobody confirmed.
"""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response as Answer

from journal_app.glossary import actions, importing, sheets, store, tbx
from journal_app.glossary.importing import Entry, Fate, Plan
from journal_app.glossary.views import changing
from journal_app.messages import sentence
from journal_app.prepress.characters import shown
from journal_app.problems import Problem
from journal_app.web.desk import actor, database, done, now
from journal_app.web.guards import Policy, policy
from journal_app.web.once import led_to, once
from journal_app.web.screen import language

Page = str | Answer | tuple[str, int]
MOST_FILE = 6_000_000  # bytes: 5,000 concepts in four languages are 4.8 MB of TBX, and 0.75 of a table
MOST_SENT = 7_000_000  # of one request
SHOWN = 2_000  # rows of which the fate is told one by one

blueprint = Blueprint("glossary_files", __name__, template_folder="templates")


@blueprint.get("/glossaire/importer")
@policy(Policy.TRANSLATE)
def bring() -> str:
    """A form for a file."""
    changing()
    return _page()


def _page(plan: Plan | None = None, problems: list[Problem] | None = None, carried: str = "") -> str:
    told = [sentence(one, language()) for one in problems or []]
    return render_template("glossary/import.html", plan=plan, problems=told, carried=carried, fates=list(Fate),
                           mark=importing.mark(plan) if plan else "",
                           most=SHOWN, say=lambda one: sentence(one, language()))  # fmt: skip


@blueprint.post("/glossaire/importer")
@policy(Policy.TRANSLATE, most_bytes=MOST_SENT)
def look() -> Page:
    """What would become of each row of the file. Nothing is stored."""
    changing()
    file = request.files.get("file")
    data, name = (file.stream.read(MOST_FILE + 1), shown(file.filename or "", 80)) if file else (b"", "")
    if not data:
        return _page(problems=[importing.nothing(name)]), 400
    if len(data) > MOST_FILE:
        return _page(problems=[importing.too_large(name, len(data), MOST_FILE)]), 413
    entries, problems = (tbx.read if _is_xml(data) else sheets.read)(data, name)
    if problems or not entries:
        return _page(problems=problems or [importing.nothing(name)]), 422
    return _look(entries)


def _is_xml(data: bytes) -> bool:
    """By what the file begins with, not by its name. UTF-16 is XML's alone here."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or data[:2] in (b"\xff\xfe", b"\xfe\xff")


def _look(entries: list[Entry]) -> Page:
    plan = _plan(entries, replaces=False)
    return _page(plan, carried=sheets.write(entries).decode("utf-8-sig")), 422 if plan.problems else 200


def _plan(entries: list[Entry], *, replaces: bool) -> Plan:
    with database().read() as db:
        return importing.plan(entries, store.concepts(db), store.gone(db), replaces=replaces)


@blueprint.post("/glossaire/importer/tout")
@policy(Policy.TRANSLATE, most_bytes=MOST_SENT)
def take_in() -> Page:
    """Take in what was shown: all of it, or nothing when it comes to something else by now."""
    changing()
    entries, problems = sheets.read(request.form.get("rows", "").encode("utf-8", "replace"), "")
    if problems or not entries:
        return _page(problems=problems or [importing.nothing("")]), 422
    replaces = bool(request.form.get("replaces"))
    with database().write() as db:
        once(db)
        known, gone = store.concepts(db), store.gone(db)
        plan = importing.plan(entries, known, gone, replaces=replaces)
        if importing.mark(importing.plan(entries, known, gone)) != request.form.get("mark", ""):
            plan = importing.plan(entries, known, gone)
            return _page(plan, [importing.moved_on()], sheets.write(entries).decode("utf-8-sig")), 409
        if not plan.problems:
            actions.take_in(db, actor(), now(), plan.concepts)
            return led_to(db, done("Le fichier est entré dans le glossaire.", "glossary.index"))
    return _look(entries)
