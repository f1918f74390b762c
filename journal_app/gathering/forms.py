"""Gathering, the form: one POST with words and files -> durable files, then rows in one transaction.

Without a script the files come in the form. A script announces them in it instead, by size and SHA-256, names its key
in the header `Idempotency-Key`, is answered in JSON, and sends the bytes in parts after (sending_public.py).

Fsync the file, rename, fsync the folder, commit with the key and the jobs, then answer. The
form's own key makes a form that is sent twice one piece, and its card one card; other words under the same key are
another piece of the same card, never lost.
"""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import jsonify, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from journal_app.accounts.actor import Actor
from journal_app.cards.actions import day_of
from journal_app.cards.hashing import way_in_of
from journal_app.db import new_id
from journal_app.gathering import actions, receiving
from journal_app.gathering.actions import File, Given
from journal_app.issues.model import Issue
from journal_app.jobs.queue import wake
from journal_app.languages import LANGUAGES
from journal_app.messages import translator
from journal_app.problems import Refused, any_blocking
from journal_app.submissions import store as submissions
from journal_app.submissions.plain import clean_plain
from journal_app.uploads import store as uploads
from journal_app.uploads.actions import MOST_BYTES as MOST_OF
from journal_app.uploads.actions import MOST_FILES
from journal_app.uploads.files import Incoming, TooLarge
from journal_app.uploads.model import State, Upload, What
from journal_app.web.desk import database, desk, now
from journal_app.web.forms import Form
from journal_app.web.screen import language

KEY = "key"  # the form's own random key
MOST_BYTES = 80_000_000  # of one form without a script: twenty pictures as phones send them
FIELDS = {What.PHOTO: "photos", What.PAGE: "pages", What.DOCUMENT: "document", What.VOICE: "voice"}
PEN_NAME = 80
CLOSED = "door-closed"  # what a form is refused with that comes too late
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of a form: the piece, and the jobs to wake the worker for. `again`: the form came before, nothing
    was done twice, and the files that came with it now are wanted by no row."""

    piece_id: str
    jobs: Sequence[str]
    again: bool = False


def incoming() -> Incoming:
    """Where files lie until they are opened."""
    return Incoming(desk().config.instance / "incoming")


def key_of_form() -> str:
    """The key the form came with, in a header when a script sends it; empty when it has none."""
    return (_header() or request.form.get(KEY, ""))[:80]


def _header() -> str:
    """The draft standard's header (IETF httpapi, Idempotency-Key): a string, which may stand in quotes."""
    return request.headers.get("Idempotency-Key", "").strip().strip('"')


def by_script() -> bool:
    """Whether a script of the page sends this, which wants a receipt and no page."""
    return bool(_header())


def read_form(form: Form) -> Given | None:
    """The words of the form, cleaned; None when they cannot be taken, which the form then says."""
    tongue = form.choice("tongue", list(LANGUAGES), language())
    author = form.line("author", most=PEN_NAME)
    body, problems = clean_plain(form.values.get("words", ""))
    if any_blocking(problems):
        form.wrong("words", "Ce texte est trop long. L’envoyer en deux fois.")
    return Given(body, tongue, author) if form.fine else None


def files_of_form(form: Form) -> list[tuple[What, FileStorage]]:
    """The files that were chosen, in the order of the fields."""
    found = [(what, file) for what, name in FIELDS.items() for file in request.files.getlist(name) if file.filename]
    if len(found) > MOST_FILES:
        form.wrong("photos", "Vingt fichiers au plus à la fois.")
    return found[:MOST_FILES]


def keep_files(chosen: Sequence[tuple[What, FileStorage]], form: Form) -> list[File]:
    """Make the files durable, each under an id of its own; one that is too large is said at its field."""
    kept: list[File] = []
    for what, file in chosen:
        upload_id = new_id()
        try:
            size, sha256 = incoming().put(upload_id, file.stream, MOST_OF[what])
        except TooLarge:
            form.wrong(FIELDS[what], "Ce fichier est trop lourd.")
            continue
        except BaseException:
            drop(kept)
            raise
        if size:
            kept.append(File(upload_id, what, size, sha256))
        else:
            incoming().remove(upload_id)
    return kept


def announced(form: Form) -> list[File]:
    """The files that a script says will come in parts, under new ids; nothing is on the disk yet."""
    try:
        told = json.loads(form.values.get("files", "[]"))
        return [_announced(one) for one in told[:MOST_FILES]]
    except (ValueError, TypeError, KeyError, RecursionError):
        form.wrong("photos", "Ce fichier ne peut pas être lu.")
        return []


def _announced(told: dict[str, Any]) -> File:
    what, size, sha256 = What(told["what"]), int(told["size"]), str(told["sha256"])
    if not _SHA256.fullmatch(sha256) or not 0 < size <= MOST_OF[what]:
        raise ValueError("no size or no hash")
    return File(new_id(), what, size, sha256, here=False)


def whole(form: Form) -> Given | None:
    """All of the form: its words, and its files, which are durable from now on. None when it says what is wrong.

    When anything is wrong no file of it is kept: the form is sent again, whole.
    """
    given = read_form(form)
    chosen, coming = files_of_form(form), announced(form)
    if given is None or not form.fine:
        return None
    if not given.body and not chosen and not coming:
        form.wrong("words", "Écrire quelque chose, ou choisir un fichier.")
        return None
    files = [*keep_files(chosen, form), *coming]
    if not form.fine or not (given.body or files):
        drop(files)
        form.wrong("photos", "Ce fichier est vide.")
        return None
    for one in coming:
        incoming().begin(one.id)
    return replace(given, files=files)


def keep(given: Given, in_rows: Callable[[Session], Handed]) -> Handed:
    """Write the rows in one transaction, and wake the worker after it. Whether a commit that broke took hold is not
    known: its files stay, and those that no row points to are the janitor's."""
    with database().write() as db:
        handed = in_rows(db)
    if handed.again:
        drop(given.files)
    wake_worker(handed.jobs)
    return handed


def wake_worker(jobs: Sequence[str]) -> None:
    """Tell the worker of these jobs, after the commit."""
    for job_id in jobs:
        wake(desk().config, job_id)


def drop(files: Sequence[File]) -> None:
    """Take files away that no row will point to."""
    for one in files:
        incoming().remove(one.id)


def number_of(key: str, given: Given, actor: Actor) -> str:
    """The receipt's key: of the form's key and of all it brings, so that other words are another piece."""
    told = [given.body, given.language, given.author, [(one.what, one.sha256) for one in given.files]]
    mark = hashlib.sha256(json.dumps(told, ensure_ascii=True).encode()).hexdigest()
    return f"given:{actor.card_id}:{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:32]}:{mark[:32]}"


def hand_in(db: Session, actor: Actor, issue: Issue | None, given: Given, key: str) -> Handed:
    """The piece of this form, its files' rows and their jobs; of a form that came before, the piece it made then.

    `issue`: the open one. Refused `door-closed` when there is none, unless the form came while there was.
    """
    at = now()
    receipt = submissions.claim_receipt(db, number_of(key, given, actor), day_of(at)) if key else None
    if receipt is not None and receipt.answer:
        return Handed(str(receipt.answer["piece"]), (), again=True)
    if issue is None:
        raise Refused(CLOSED)
    piece, rows = actions.hand_in(db, actor, day_of(at), issue, given)
    jobs = [receiving.enqueue(db, at, row) for row in rows if row.state == State.WHOLE]
    if receipt is not None:
        receipt.answer = {"piece": piece.id}
    return Handed(piece.id, jobs)


# --- what a script is answered ---------------------------------------------------------------------------------------


def receipt(handed: Handed, onwards: str) -> Response:
    """What is durable now: the hash of the words as they came, and the way in for each file that was announced.

    `onwards`: the page to go to when all has arrived.
    """
    with database().read() as db:
        rows = uploads.of_pieces(db, [handed.piece_id]).get(handed.piece_id, [])
    words = hashlib.sha256(request.form.get("words", "").encode("utf-8", "replace")).hexdigest()
    files = [{"to": way_in(row), "sha256": row.sha256, "size": row.size, "what": row.what} for row in rows]
    return jsonify(words=words, files=files, onwards=onwards)


def way_in(row: Upload) -> str:
    """Where the bytes of a file are sent: nobody can guess it, and it opens nothing else."""
    return url_for("sending.part", upload_id=row.id, mark=way_in_of(desk().keys, row.id))


def refusal(words: str, status: int, **more: str) -> Response:
    """A sentence for the person, in their language; with a status that tells the script whether to try again."""
    answer = jsonify(say=translator(language()).gettext(words), **more)
    answer.status_code = status
    return answer


def wrong(form: Form) -> Response:
    """What the form says is wrong, to a script."""
    name, words = next(iter(form.errors.items()))
    return refusal(words, 400, field=name)
