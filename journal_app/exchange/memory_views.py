"""Exchange, the memory's own page: how something was said before, and memories out to TMX files and in from them."""

from collections.abc import Iterator

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from journal_app.activity.actions import record
from journal_app.bitext import tmx
from journal_app.bitext.tmx import Segment
from journal_app.exchange.memories import lessons, segments
from journal_app.languages import LANGUAGES
from journal_app.memory import actions, finding, store
from journal_app.memory.model import Found, Lesson
from journal_app.messages import sentence
from journal_app.prepress.characters import shown
from journal_app.problems import Problem, Refused, any_blocking
from journal_app.web.desk import actor, database, done, now, said
from journal_app.web.guards import Policy, policy
from journal_app.web.screen import language, number

MOST_SENT = 20_000_000  # of one TMX file: some 50,000 paragraphs
TOGETHER = 500  # pairs that are learnt in one transaction

blueprint = Blueprint("memory", __name__, template_folder="templates")


@blueprint.get("/memoire")
@policy(Policy.READ)
def index() -> str:
    """What was said before, and what the memory holds."""
    return _page()


def _page(told: list[str] | None = None) -> str:
    phrase, source, target = (request.args.get(name, "").strip() for name in ("q", "de", "vers"))
    with database().read() as db:
        found = finding.concordance(db, actor(), phrase, source, target) if phrase else []
        counts = finding.counts(db) if actor().reads_all else {}
        files = store.files(db) if actor().reads_all else {}
    return render_template("exchange/memory.html", phrase=phrase, source=source, target=target, found=found,
                           counts=counts, files=files, languages=LANGUAGES, told=told or [])  # fmt: skip


@blueprint.get("/memoire/<source>-vers-<target>.tmx")
@policy(Policy.TRANSLATE)
def out(source: str, target: str) -> Response:
    """All that the memory holds of two languages; nothing of what was taken back."""
    _all()
    if source not in LANGUAGES or target not in LANGUAGES:
        abort(404)
    with database().read() as db:
        data = tmx.write(segments(finding.entries(db, source, target)), source)
    answer = Response(data, mimetype="application/x-tmx+xml")
    answer.headers["Content-Disposition"] = f'attachment; filename="memoire_{source}-{target}.tmx"'
    return answer


def _all() -> None:
    """The memory as a whole is for who may read all pieces."""
    if not actor().reads_all:
        raise Refused("not-yours")


@blueprint.post("/memoire")
@policy(Policy.TRANSLATE, most_bytes=MOST_SENT)
def bring() -> ResponseReturnValue:
    """Add what a TMX file holds; the same file again adds nothing."""
    _all()
    file = request.files.get("file")
    name = shown(file.filename or "", 80) if file else ""
    read = list(tmx.stream(file.stream.read(), name)) if file and name else []
    problems = [one for one in read if isinstance(one, Problem)]
    pairs = [one for one in read if isinstance(one, Segment)]
    if any_blocking(problems) or not pairs:
        told = [sentence(one, language()) for one in problems]
        return _page(told or [said("Aucune paire de textes dans ce fichier.")]), 422
    added = sum(_learnt(name, some) for some in _unknown(list(lessons(pairs))))
    return done(said("La mémoire a appris %(n)s paires.", n=number(added)), "memory.index")


def _unknown(found: list[Lesson]) -> Iterator[list[Lesson]]:
    """The pairs that no text of the desk says already, some at a time: those are its author's to take back."""
    for start in range(0, len(found), TOGETHER):
        some = found[start : start + TOGETHER]
        asked: dict[tuple[str, str], list[str]] = {}
        for one in some:
            asked.setdefault((one.source_language, one.target_language), []).append(one.source)
        with database().read() as db:
            known = {pair: finding.exact(db, actor(), *pair, words) for pair, words in asked.items()}
        yield [one for one in some
               if not _of_a_text(one, known[one.source_language, one.target_language].get(one.source))]  # fmt: skip


def _of_a_text(one: Lesson, match: Found | None) -> bool:
    return match is not None and not match.from_file and match.target == one.target


def _learnt(name: str, some: list[Lesson]) -> int:
    """Learn some pairs, in a transaction of their own: nobody who saves waits for a whole file."""
    with database().write() as db:
        learnt = actions.learn_file(db, now(), name, some)
        if learnt.added:
            record(db, actor(), now(), "memory-brought", detail={"pairs": learnt.added})
    return learnt.added


@blueprint.post("/memoire/oublier")
@policy(Policy.DECIDE)
def forget() -> ResponseReturnValue:
    """Forget what came out of a file; it can be brought again."""
    with database().write() as db:
        many = actions.forget_file(db, request.form.get("file", ""))
        record(db, actor(), now(), "memory-forgot", detail={"pairs": many})
    return done(said("Oublié : %(n)s paires.", n=number(many)), "memory.index")
