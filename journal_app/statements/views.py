"""Statements, the pages to look at: lines, one line, imports, one import. An import is taken out again here."""

from datetime import date

from babel.dates import format_date
from babel.numbers import format_currency
from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from journal_app.accounts import store as accounts
from journal_app.accounts.model import Role
from journal_app.funding import cancelling
from journal_app.languages import locale_of
from journal_app.money import SCREENS, to_decimal
from journal_app.reactions import REACTIONS
from journal_app.search.folding import words as folded
from journal_app.statements import actions, masking, store
from journal_app.statements.model import Import, Kind
from journal_app.statements.store import Asked
from journal_app.statements.words import month_of, months
from journal_app.web.desk import actor, database, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.screen import language

AT_ONCE = 50
MOST_HELD = 20  # reconciled lines that are named where they keep an import

blueprint = Blueprint("statements", __name__, template_folder="templates")


@blueprint.app_template_filter("short_day")
def short_day(value: date) -> str:
    """A date in figures, as the screen's language writes them: 03/11/2026."""
    return str(format_date(value, "dd/MM/yyyy", SCREENS.get(language()) or locale_of(language())))


@blueprint.app_template_filter("to_the_cent")
def to_the_cent(cents: int) -> str:
    """A signed amount with its cents, so that amounts stand under one another: +1 412,00 €."""
    locale = SCREENS.get(language()) or locale_of(language())
    pattern = "+¤#,##0.00;-¤#,##0.00" if language() == "en" else "+#,##0.00\u00a0¤;-#,##0.00\u00a0¤"
    shown = str(format_currency(to_decimal(cents), "EUR", pattern, locale, currency_digits=False))
    return shown.replace("-", "\u2212") if cents else shown.lstrip("+")


def may_import() -> bool:
    """Whether this person brings statements in; the others look."""
    return Role.TREASURER in actor().roles


@blueprint.get("/argent/releves")
@policy(Policy.MONEY)
def index() -> str:
    """Lines, the latest first: by words, month, kind, open or not."""
    form = Form(request.args)
    words, kind = form.line("mots", most=100), form.choice("source", ["", *Kind], "")
    month, is_open = form.line("mois", most=7), form.ticked("ouvertes")
    first = form.whole("de", 0, 10**6) if "de" in form.values else 0
    asked = Asked(kind, month_of(month), is_open, tuple(folded(words)[:8]))
    with database().read() as db:
        listed, span = store.page(db, asked, first, AT_ONCE), store.months(db)
    return render_template(
        "statements/index.html", listed=listed, words=words, kind=kind, month=month, is_open=is_open, kinds=list(Kind),
        months=months(*span, language()) if span else [], first=first, may_import=may_import(),
        **_pages(first, listed.total),
    )  # fmt: skip


def _pages(first: int, total: int) -> dict[str, int]:
    return {"after": first + AT_ONCE if first + AT_ONCE < total else 0, "before": max(0, first - AT_ONCE)}


@blueprint.get("/argent/releves/lignes/<line_id>")
@policy(Policy.MONEY)
def line(line_id: str) -> str:
    """One line, with its columns as they were written."""
    with database().read() as db:
        row = store.line(db, line_id) or abort(404)
        told = [(telling, made) for telling, made in store.tellings_of(db, line_id) if made.undone_at is None]
        stands_for = cancelling.stands_for(db, line_id)
    return render_template("statements/line.html", row=row, told=told, stands_for=stands_for,
                           may_import=may_import())  # fmt: skip


@blueprint.post("/argent/releves/lignes/<line_id>/masquer")
@policy(Policy.TREASURY)
def hide(line_id: str) -> Response:
    """Hide a name that no rule could tell, in this line and in all that say it."""
    with database().write() as db:
        row = store.line(db, line_id) or abort(404)
        if row.kind != Kind.BANK:
            abort(404)
        masking.hide(db, actor(), now(), row, Form(request.form).line("name", most=100))
    return done("Ce nom est remplacé par « … » dans toutes les lignes.", "statements.line", line_id=line_id)


@blueprint.get("/argent/releves/imports")
@policy(Policy.MONEY)
def imports() -> str:
    """Every import, also those that were taken out again."""
    form = Form(request.args)
    first = form.whole("de", 0, 10**6) if "de" in form.values else 0
    with database().read() as db:
        rows, total = store.imports(db, first, AT_ONCE)
        names = accounts.names(db, {one for row in rows for one in (row.made_by, row.undone_by) if one})
    return render_template("statements/imports.html", rows=rows, total=total, names=names, first=first,
                           may_import=may_import(), **_pages(first, total))  # fmt: skip


@blueprint.get("/argent/releves/imports/<import_id>")
@policy(Policy.MONEY)
def one_import(import_id: str) -> str:
    """One import with its lines."""
    return _import_page(_found(import_id))


def _found(import_id: str) -> Import:
    with database().read() as db:
        return store.import_of(db, import_id) or abort(404)


def _import_page(made: Import, refused: bool = False) -> str:
    form = Form(request.args)
    first = form.whole("de", 0, 10**6) if "de" in form.values else 0
    with database().read() as db:
        listed = store.page(db, Asked(import_id=made.id), first, AT_ONCE)
        held = actions.holding(db, made.id) if made.undone_at is None else []
        names = accounts.names(db, {one for one in (made.made_by, made.undone_by) if one})
    left: dict[str, list[str]] = {}
    for code, where in made.left_out:
        left.setdefault(code, []).append(where.removeprefix("line:"))
    return render_template(
        "statements/import.html", made=made, listed=listed, held=held[:MOST_HELD], held_count=len(held), names=names,
        left=left, first=first, refused=refused, may_import=may_import(), **_pages(first, listed.total),
    )  # fmt: skip


@blueprint.post("/argent/releves/imports/<import_id>/defaire")
@policy(Policy.TREASURY)
def undo(import_id: str) -> Response | tuple[str, int]:
    """Take an import out again, whole, unless a line of it is reconciled: the page then says which."""
    with database().write() as db:
        made = store.import_of(db, import_id) or abort(404)
        held = made.undone_at is None and bool(actions.holding(db, made.id))
        if not held:
            actions.undo(db, actor(), now(), made, REACTIONS)
    if held:
        return _import_page(_found(import_id), refused=True), 409
    return done("L’import est défait : ses lignes sont retirées.", "statements.one_import", import_id=import_id)
