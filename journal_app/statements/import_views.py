"""Statements, the pages of a file that is brought: looked at, its columns asked, what becomes of each line, then taken.

Nothing is kept before the last button but, for an hour, the file without its columns about people, sealed (waiting.py).
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from journal_app.prepress.characters import shown
from journal_app.problems import Problem, Refused, Severity, blocking
from journal_app.reactions import REACTIONS
from journal_app.search.folding import fold
from journal_app.statements import actions, parcels, store, waiting
from journal_app.statements.comparing import Fate, Plan
from journal_app.statements.model import Kind
from journal_app.statements.parcels import Parcel
from journal_app.statements.readers import read
from journal_app.statements.readers.columns import MEANINGS, NEEDED, Columns, missing, nameless
from journal_app.statements.readers.discreet import discreet, of_a_file
from journal_app.statements.readers.model import MOST_BYTES, WHO, Reading, Table, words
from journal_app.statements.summing import summed
from journal_app.statements.words import told
from journal_app.web.desk import actor, database, desk, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.once import led_to, once
from journal_app.web.screen import HERE, language

Page = str | Response | tuple[str, int]
MOST_SENT = MOST_BYTES + 4_100_000  # of one request: a file, or pasted words of 4 MB at most
MOST_ASKED = 200  # lines that are asked one by one; the others together
SHOWN = 20  # new lines that are shown before they are taken
SAMPLE = 5  # rows shown where columns are asked
FIRST_ACCOUNT = "Compte courant"

blueprint = Blueprint("statement_files", __name__, template_folder="templates")


@blueprint.get("/argent/releves/apporter")
@policy(Policy.TREASURY)
def bring() -> str:
    """A form for a file, or for words."""
    return _bring(Form({}))


def _bring(form: Form, problems: list[Problem] | None = None, over: bool = False) -> str:
    with database().read() as db:
        known = store.accounts(db)
    return render_template(
        "statements/bring.html", form=form, known=known, first=known[0] if known else FIRST_ACCOUNT, over=over,
        today=_today(), stopped=told(problems or [], language()),
    )  # fmt: skip


def _today() -> date:
    return now().astimezone(HERE).date()


@blueprint.post("/argent/releves/apporter")
@policy(Policy.TREASURY, most_bytes=MOST_SENT)
def look() -> Page:
    """What the file is and what would become of it. Nothing of it is taken."""
    form = Form(request.form)
    account, day = form.line("account", most=60), form.day("read", required=False) or _today()
    file = request.files.get("file")
    data, name = (file.stream.read(MOST_BYTES + 1), of_a_file(shown(file.filename or "", 80))) if file else (b"", "")
    if not data:
        data, name = request.form.get("pasted", "").strip().encode("utf-8", "replace"), ""
    if not data:
        return _bring(form, [blocking("statement-nothing", "file", "", "", WHO)]), 400
    if day > _today():
        form.wrong("read", "Ce jour n’est pas encore là.")
        return _bring(form), 400
    if of_a_file(account) != account or re.search(r"\d{8,}", account):
        form.wrong("account", "Un nom pour le compte, pas son numéro.")
        return _bring(form), 400
    found, problems = read.look(data, _today(), day)
    if found is None:
        return _bring(form, problems), 422
    return _shown(_put(Parcel(name, found, _account(account), read=day)))


def _account(typed: str) -> str:
    """The account as the team has called it before, whatever the capitals."""
    typed = " ".join(typed.split()) or FIRST_ACCOUNT
    with database().read() as db:
        known = {fold(one): one for one in store.accounts(db)}
    return known.get(fold(typed), typed)


@dataclass(frozen=True, slots=True)
class _Held:
    """A parcel and the ticket it waits under."""

    parcel: Parcel
    ticket: str


def _instance() -> Path:
    return desk().config.instance


def _put(parcel: Parcel) -> _Held:
    waiting.sweep(_instance(), now())
    return _Held(parcel, waiting.put(_instance(), parcels.as_values(parcel)))


def _held() -> _Held | None:
    """What this page's ticket stands for; None when its hour is over."""
    ticket = request.form.get("ticket", "")
    values = waiting.get(_instance(), ticket, now())
    return _Held(parcels.of_values(values), ticket) if values else None


def _over() -> Page:
    return _bring(Form({}), over=True), 409


def _columns(parcel: Parcel, table: Table) -> Columns:
    """The columns as a person said here, or said of such a file before, or by their names."""
    if parcel.columns:
        return read.columns_of(table, parcel.kind, parcel.columns)
    return read.columns_of(table, parcel.kind)


def _recalled(parcel: Parcel) -> Parcel:
    """The parcel with what was said of such a header last time."""
    table = parcel.found.table
    if table is None or parcel.columns or parcel.kind:
        return parcel
    with database().read() as db:
        row = store.mapping(db, read.fingerprint_of(table))
        known = (row.kind, row.columns, row.options) if row else None
    return parcels.renamed(parcel, kind=known[0], columns=known[1], options=known[2]) if known else parcel


def _reading(parcel: Parcel) -> Reading | None:
    """What the parcel says; None when its columns are to be asked."""
    table = parcel.found.table
    if table is None:
        return parcel.found.reading
    columns = _columns(parcel, table)
    return None if columns.missing else read.understood(table, columns, parcel.options, _today(), parcel.found.dropped)


def _shown(held: _Held, words_: str = "", status: int = 200) -> Page:
    """The preview, or the question which column is what."""
    parcel = _recalled(held.parcel)
    if (reading := _reading(parcel)) is None:
        return _ask(held)
    stops = [problem for problem in reading.problems if problem.severity is Severity.BLOCKING]
    with database().read() as db:
        twin = store.living(db, parcel.found.sha256)
        plan = actions.plan(db, reading, _of(parcel, reading), parcel.read or _today())
    asked = plan.of(Fate.ASKED)
    takes = not stops and twin is None and bool(asked or plan.of(Fate.NEW) or plan.of(Fate.MOVED))
    page = render_template(
        "statements/preview.html", parcel=parcel, ticket=held.ticket, reading=reading, plan=plan, twin=twin,
        stops=told(stops, language()), asks=told(_of_severity(reading, Severity.WARNING), language()),
        notes=told(_of_severity(reading, Severity.NOTE), language()), asked=asked[:MOST_ASKED],
        asked_more=max(0, len(asked) - MOST_ASKED), fates=list(Fate), sums=summed(plan), takes=takes, message=words_,
        new=plan.of(Fate.NEW)[:SHOWN], moved=plan.of(Fate.MOVED)[:SHOWN],
        warned=bool(_of_severity(reading, Severity.WARNING) or plan.of(Fate.HELD)),
        account=_of(parcel, reading),
    )  # fmt: skip
    return page, 422 if status == 200 and (stops or twin is not None) else status


def _of_severity(reading: Reading, severity: Severity) -> list[Problem]:
    return [problem for problem in reading.problems if problem.severity is severity]


def _of(parcel: Parcel, reading: Reading) -> str:
    """The account: only a bank's lines are of one."""
    return parcel.account if reading.kind == Kind.BANK else ""


def _ask(held: _Held, message: str = "", status: int = 200, kind: str = "") -> Page:
    """Which column is what, with the first rows to see it by."""
    table = held.parcel.found.table or abort(404)
    columns = read.columns_of(table, kind) if kind else _columns(held.parcel, table)
    meanings = [(meaning, meaning in NEEDED[Kind(columns.kind)]) for meaning in MEANINGS[Kind(columns.kind)]]
    return render_template(
        "statements/columns.html", parcel=held.parcel, ticket=held.ticket, header=table.header, columns=columns,
        rows=[[discreet(words(cell)) for cell in row.cells] for row in table.rows[:SAMPLE]], meanings=meanings,
        message=message, kinds=list(MEANINGS), sign=held.parcel.options.get("sign", ""),
    ), status  # fmt: skip


@blueprint.post("/argent/releves/colonnes")
@policy(Policy.TREASURY)
def columns() -> Page:
    """Which column is what, as a person says; remembered for the next file with this header."""
    held = _held()
    if held is None or held.parcel.found.table is None:
        return _over()
    table, form = held.parcel.found.table, Form(request.form)
    kind = form.choice("kind", list(MEANINGS), Kind.BANK)
    if not form.ticked("said"):
        return _ask(held, kind=kind if "kind" in request.form else "")
    places = _places(form, kind, len(table.header))
    told_ = parcels.renamed(
        held.parcel, kind=kind, columns={meaning: table.header[place] for meaning, place in places.items()},
        options={"sign": form.choice("sign", ["", ",", "."], "")},
    )  # fmt: skip
    if missing(kind, places) or len(set(places.values())) < len(places) or _columns(told_, table).missing:
        return _ask(_Held(told_, held.ticket), "columns-lacking", 422)
    if not nameless(table.header):
        with database().write() as db:
            actions.remember(db, now(), read.fingerprint_of(table), kind, dict(told_.columns), dict(told_.options))
    waiting.remove(_instance(), held.ticket)
    return _shown(_put(told_))


def _places(form: Form, kind: str, width: int) -> dict[str, int]:
    found = {}
    for meaning in MEANINGS[Kind(kind)]:
        told_ = form.values.get(f"column-{meaning}", "")
        if told_.isascii() and told_.isdigit() and len(told_) < 5 and int(told_) < width:
            found[meaning] = int(told_)
    return found


@blueprint.post("/argent/releves/prendre")
@policy(Policy.TREASURY)
def take() -> Page:
    """Take the file in as it was shown: all of it in one transaction, or nothing when it comes to something else."""
    with database().write() as db:
        once(db)
    held = _held()
    if held is None:
        return _over()
    parcel = _recalled(held.parcel)
    reading = _reading(parcel)
    if reading is None:
        return _ask(held)
    form = Form(request.form, {"take": request.form.getlist("take")})
    try:
        with database().write() as db:
            once(db)
            plan = actions.plan(db, reading, _of(parcel, reading), parcel.read or _today())
            if plan.mark != form.values.get("mark", ""):
                return _shown(held, "moved-on", 409)
            if _to_look_at(reading, plan) and not form.ticked("looked"):
                return _shown(held, "look-first", 422)
            made = actions.take(
                db, actor(), now(), parcel.name, parcel.found.sha256, _of(parcel, reading), reading, plan,
                _taken(form, plan), REACTIONS,
            )  # fmt: skip
            answer = led_to(db, done("C’est importé.", "statements.one_import", import_id=made.id))
    except Refused as refused:
        if refused.code not in ("statement-same-file", "statement-nothing-new", "statement-stopped"):
            raise
        return _shown(held, refused.code, 409)
    waiting.remove(_instance(), held.ticket)
    return answer


def _to_look_at(reading: Reading, plan: Plan) -> bool:
    return bool(_of_severity(reading, Severity.WARNING) or plan.of(Fate.HELD))


def _taken(form: Form, plan: Plan) -> set[int]:
    """The numbers of the asked lines that are wanted: those ticked, and the rest together."""
    ticked = {int(one) for one in form.lists["take"] if one.isascii() and one.isdigit() and len(one) < 9}
    rest = plan.of(Fate.ASKED)[MOST_ASKED:]
    return ticked | ({one.line.number for one in rest} if form.ticked("take_rest") else set())


@blueprint.post("/argent/releves/laisser")
@policy(Policy.TREASURY)
def leave() -> Response:
    """Do not take it: what waited is gone at once."""
    waiting.remove(_instance(), request.form.get("ticket", ""))
    return done("Rien n’est importé, rien n’est gardé.", "statements.index")
