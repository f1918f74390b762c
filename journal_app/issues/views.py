"""Issues, the pages: one's own work, the issues, their settings, the archive. They hold no rule."""

from pathlib import Path

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from journal_app.issues import actions, room, sheets, store
from journal_app.issues.model import Issue, IssueState
from journal_app.languages import LANGUAGES
from journal_app.prepress.model import Masthead
from journal_app.prepress.sheet import preset, preset_names
from journal_app.submissions import store as submissions
from journal_app.tasks import store as tasks
from journal_app.web.desk import actor, database, desk, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, policy
from journal_app.web.once import led_to, once

Page = str | Response | tuple[str, int]
INCLUSIVE = ("low-dot", "middle-dot", "doublet")
MASTHEAD = tuple(name for name in Masthead.model_fields if name != "recycling")
MOST_LANGUAGES = 24
AT_HOME = 12  # open issues on one's own page, the next to close first; the others are one click away

blueprint = Blueprint("issues", __name__, template_folder="templates")
room.install(blueprint)


def found(slug: str) -> Issue:
    """The issue of an address, or a page that is not there."""
    with database().read() as db:
        return store.issue(db, actor(), slug) or abort(404)


@blueprint.get("/accueil")
@policy(Policy.SIGNED_IN)
def home() -> str:
    """What the person holds, what waits, which issues close when."""
    with database().read() as db:
        held = submissions.held(db, actor())
        issues = store.issues(db, actor()) if actor().roles else []
        notices = [one for one in tasks.inbox(db, actor().own_account, 8) if one.read_at is None]
        about = [one.piece_id for one in notices if one.piece_id]
        pieces = {row.id: row for row in submissions.some(db, actor(), about)}
    names = {one.id: one for one in issues}
    return render_template("issues/home.html", held=held, issues=issues[:AT_HOME], many=len(issues), notices=notices,
                           pieces=pieces, names=names, nobody=not actor().roles)  # fmt: skip


@blueprint.get("/numeros")
@policy(Policy.READ)
def index() -> str:
    """The open issues."""
    with database().read() as db:
        issues = store.issues(db, actor())
    return render_template("issues/index.html", issues=issues, archived=False)


@blueprint.get("/archives")
@policy(Policy.READ)
def archives() -> str:
    """The issues that are done."""
    with database().read() as db:
        issues = store.issues(db, actor(), IssueState.ARCHIVED)
    return render_template("issues/index.html", issues=issues, archived=True)


# --- settings --------------------------------------------------------------------------------------------------------


def _read(form: Form, before: Issue | None) -> actions.Settings | None:
    """The settings a form says; None when something in it has to be corrected first."""
    languages = form.several("languages", list(LANGUAGES))
    first = form.choice("first", ["", *LANGUAGES], "")
    languages = [tag for tag in dict.fromkeys((first, *languages)) if tag]
    if not languages:
        form.wrong("languages", "Choisir au moins une langue.")
    theme = {tag: words for tag in LANGUAGES if (words := form.line(f"theme_{tag}"))}
    if "fr" not in theme:
        form.wrong("theme_fr", "À remplir.")
    masthead: dict[str, object] = {name: form.line(name, most=500) for name in MASTHEAD}
    if not masthead["association"]:
        form.wrong("association", "À remplir.")
    printer, wrong = sheets.read(form.line("preset"), {key: form.line(f"sheet_{key}") for key in sheets.KEYS})
    for key, words in wrong.items():
        form.wrong(f"sheet_{key}" if key in sheets.KEYS else key, words)
    day, close = form.day("date"), form.moment("press_close")
    with database().read() as db:
        places = ["", *(row.id for row in store.reached(db, actor()))]
    residency = form.choice("residency", places, (before and before.residency_id) or "")
    number = form.whole("number", 0, 9999)
    inclusive = form.choice("inclusive", INCLUSIVE, "low-dot")
    if not form.fine or day is None:
        return None
    settings = actions.Settings(
        number, day, theme, languages, printer, masthead | {"recycling": form.ticked("recycling")},
        title=form.line("title") or actions.TITLE, inclusive=inclusive, specimen=form.ticked("specimen"),
        second_eyes=form.ticked("second_eyes"),
        press_close=close, residency_id=residency or None,
    )  # fmt: skip
    for key in settings.wrong():
        form.wrong(key.rpartition(".")[2], "Cette valeur ne convient pas.")
    return settings if form.fine else None


def _shown(issue: Issue | None) -> dict[str, str]:
    """The fields of the form for an issue, or for a new one."""
    if issue is None:
        with database().read() as db:
            number = store.numbers(db) + 1
        return {"number": str(number), "date": "", "title": actions.TITLE, "preset": preset_names()[-2], "first": "fr",
                "inclusive": "low-dot", "recycling": "1", "second_eyes": "1"}  # fmt: skip
    values = {"number": str(issue.number), "date": issue.date.isoformat(), "title": issue.title,
              "preset": str(issue.printer.get("preset", "")), "first": issue.languages[0] if issue.languages else "",
              "inclusive": issue.inclusive, "specimen": "1" if issue.specimen else "",
              "second_eyes": "1" if issue.second_eyes else "",
              "residency": issue.residency_id or ""}  # fmt: skip
    values |= {f"theme_{tag}": words for tag, words in issue.theme.items()}
    values |= {f"sheet_{key}": words for key, words in sheets.typed(issue.printer).items()}
    values |= {name: str(issue.masthead.get(name, "")) for name in MASTHEAD}
    return values | {"recycling": "1" if issue.masthead.get("recycling", True) else ""}


def _form(form: Form, issue: Issue | None) -> str:
    fresh = not form.values
    values = _shown(issue) if fresh else form.values
    ticked = (issue.languages if issue else ["fr", "en"]) if fresh else form.lists.get("languages", [])
    with database().read() as db:
        places = store.reached(db, actor())
    presets = [(name, preset(name).label) for name in preset_names()]
    return render_template(
        "issues/settings.html", form=form, issue=issue, values=values, ticked=ticked, places=places, presets=presets,
        languages=LANGUAGES, sheet_keys=sheets.KEYS, of_preset=sheets.of_preset(str(values.get("preset", ""))),
        masthead=MASTHEAD, inclusive=INCLUSIVE,
    )  # fmt: skip


@blueprint.get("/numeros/nouveau")
@policy(Policy.ISSUES)
def new() -> str:
    """A new issue from a printer's preset."""
    return _form(Form({}), None)


@blueprint.post("/numeros/nouveau")
@policy(Policy.ISSUES)
def make() -> Page:
    """Make it."""
    form = Form(request.form, request.form.to_dict(flat=False))
    settings = _read(form, None)
    if settings is None:
        return _form(form, None), 400
    taken = [path.name for path in Path(desk().config.issues_folder).iterdir()]
    with database().write() as db:
        once(db)
        issue = actions.make_issue(db, actor(), now(), settings, taken=taken)
        return led_to(
            db, done("Le numéro est ouvert. Il attend ses contributions.", "issues.settings", slug=issue.slug)
        )


@blueprint.get("/numeros/<slug>/reglages")
@policy(Policy.READ)
def settings(slug: str) -> str:
    """What an issue is; who may not change it reads it."""
    return _form(Form({}), found(slug))


@blueprint.post("/numeros/<slug>/reglages")
@policy(Policy.ISSUES)
def change(slug: str) -> Page:
    """Other settings."""
    form, issue = Form(request.form, request.form.to_dict(flat=False)), found(slug)
    told, version = _read(form, issue), form.whole("version", 1, 10**6)
    if told is None or not form.fine:
        return _form(form, issue), 400
    with database().write() as db:
        row = store.issue(db, actor(), slug) or abort(404)
        actions.change_issue(db, actor(), now(), row, version, told)
    return done("Les réglages sont enregistrés.", "issues.settings", slug=slug)


@blueprint.post("/numeros/<slug>/imprime")
@policy(Policy.ISSUES)
def printed(slug: str) -> Page:
    """Say which day an issue was printed; empty: it was not."""
    form = Form(request.form)
    day = form.day("printed_on", required=False)
    if not form.fine:
        return _form(form, found(slug)), 400
    with database().write() as db:
        actions.say_printed(db, actor(), now(), store.issue(db, actor(), slug) or abort(404), day)
    return done("C’est enregistré.", "issues.settings", slug=slug)


@blueprint.post("/numeros/<slug>/archiver")
@policy(Policy.ISSUES)
def archive(slug: str) -> Response:
    """Put an issue into the archive, or take it out."""
    again, reason = request.form.get("open") == "1", Form(request.form).line("reason", most=500)
    with database().write() as db:
        row = store.issue(db, actor(), slug) or abort(404)
        if again:
            actions.reopen(db, actor(), now(), row)
        else:
            actions.archive(db, actor(), now(), row, reason)
    said = "Le numéro est rouvert." if again else "Le numéro est archivé : il se lit et ne change plus."
    return done(said, "issues.settings", slug=slug)
