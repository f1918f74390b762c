"""Gathering, the form: one POST with words and files -> durable files, then rows in one transaction. No script runs.

SECURITY, durability: fsync the file, rename, fsync the folder, commit with the key and the jobs, then answer. The
form's own key makes a form that is sent twice one piece, and its card one card; other words under the same key are
another piece of the same card, never lost.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from flask import request
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from journal_app.accounts.actor import Actor
from journal_app.cards.actions import day_of
from journal_app.db import new_id
from journal_app.gathering import actions, receiving
from journal_app.gathering.actions import File, Given
from journal_app.issues.model import Issue
from journal_app.jobs.queue import wake
from journal_app.languages import LANGUAGES
from journal_app.problems import any_blocking
from journal_app.submissions import store as submissions
from journal_app.submissions.plain import clean_plain
from journal_app.uploads.actions import MOST_BYTES as MOST_OF
from journal_app.uploads.actions import MOST_FILES
from journal_app.uploads.files import Incoming, TooLarge
from journal_app.uploads.model import What
from journal_app.web.desk import database, desk, now
from journal_app.web.forms import Form
from journal_app.web.screen import language

KEY = "key"  # the form's own random key
MOST_BYTES = 80_000_000  # of one form without a script: twenty pictures as phones send them
FIELDS = {What.PHOTO: "photos", What.PAGE: "pages", What.DOCUMENT: "document", What.VOICE: "voice"}
PEN_NAME = 80


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
    """The key the form came with; empty when it has none."""
    return request.form.get(KEY, "")[:80]


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


def whole(form: Form) -> Given | None:
    """All of the form: its words, and its files, which are durable from now on. None when it says what is wrong.

    When anything is wrong no file of it is kept: the form is sent again, whole.
    """
    given = read_form(form)
    chosen = files_of_form(form)
    if given is None or not form.fine:
        return None
    if not given.body and not chosen:
        form.wrong("words", "Écrire quelque chose, ou choisir un fichier.")
        return None
    files = keep_files(chosen, form)
    if not form.fine or not (given.body or files):
        drop(files)
        form.wrong("photos", "Ce fichier est vide.")
        return None
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


def hand_in(db: Session, actor: Actor, issue: Issue, given: Given, key: str) -> Handed:
    """The piece of this form, its files' rows and their jobs; of a form that came before, the piece it made then."""
    at = now()
    receipt = submissions.claim_receipt(db, number_of(key, given, actor), day_of(at)) if key else None
    if receipt is not None and receipt.answer:
        return Handed(str(receipt.answer["piece"]), (), again=True)
    piece, rows = actions.hand_in(db, actor, day_of(at), issue, given)
    jobs = [receiving.enqueue(db, at, row) for row in rows]
    if receipt is not None:
        receipt.answer = {"piece": piece.id}
    return Handed(piece.id, jobs)
