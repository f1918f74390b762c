"""Gathering, the work: a whole file is opened in the cage, and what came of it swapped into its piece. Job `receive`.

The job's row goes with the swap: when it was done would tell when somebody handed something in. The file goes after the
commit: what was opened is kept as new pixels, words or sound, and nothing else of it (the originals are never served).
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import IO

from sqlalchemy.orm import Session

from journal_app.cards import store as cards
from journal_app.cards.actions import day_of, holder
from journal_app.cards.model import Card
from journal_app.issues import store as issues
from journal_app.jobs import actions as jobs
from journal_app.jobs import store as job_rows
from journal_app.jobs.kinds import Kind, Made, Progress
from journal_app.jobs.model import Job
from journal_app.media import actions as media
from journal_app.media.hearing import clean_sound
from journal_app.media.intake import clean_picture
from journal_app.problems import Problem, Refused, any_blocking
from journal_app.submissions import store as submissions
from journal_app.submissions.actions import save
from journal_app.submissions.bringing import Brought, read_upload
from journal_app.submissions.content import from_json
from journal_app.submissions.model import Moment, Origin, Piece, Stage
from journal_app.uploads import actions as uploads
from journal_app.uploads import store
from journal_app.uploads.files import Incoming
from journal_app.uploads.model import State, Upload, What
from journal_app.workshop import Workshop

KIND = "receive"
Swap = Callable[[Session, Upload, Piece, datetime], None]
# a file, opened -> what to do with its piece, and what has to be said of it
Opener = Callable[[Workshop, Upload, IO[bytes]], tuple[Swap | None, list[Problem]]]


def enqueue(db: Session, now: datetime, row: Upload) -> str:
    """The job that opens a file; its id. It carries no issue: another piece's withdrawal must not cancel it."""
    return jobs.enqueue(db, None, now, KIND, row.id, {"upload": row.id}).id


def work(tools: Workshop, job: Job, told: Progress) -> Made:
    """Open one file. One whose piece was taken back meanwhile waits unopened for the hours of grace."""
    incoming = Incoming(tools.config.instance / "incoming")
    with tools.database.read() as db:
        row = store.upload(db, str(job.arguments["upload"]))
        piece = submissions.any_piece(db, row.piece_id) if row else None
    if row is None or piece is None or row.state != State.WHOLE or piece.stage == Stage.WITHDRAWN:
        return Made(swap=_forget)
    told("Ouvrir un fichier")
    try:
        with incoming.open(row.id) as file:
            swap, problems = OPENERS[What(row.what)](tools, row, file)
    except FileNotFoundError:
        swap, problems = None, []
    code = next((one.code for one in problems if any_blocking([one])), "upload-lost")

    def show(db: Session, job: Job, now: datetime) -> None:
        found = store.upload(db, row.id)
        its = submissions.any_piece(db, row.piece_id)
        if found is not None and its is not None and found.state == State.WHOLE and its.stage != Stage.WITHDRAWN:
            if swap is None:
                uploads.refused(found, code)
            else:
                _try(db, swap, found, its, now)
        _forget(db, job, now)

    def after() -> None:
        with tools.database.read() as db:
            if store.known(db, [row.id]):  # taken back in this very moment: it may be brought back
                return
        incoming.remove(row.id)

    return Made(swap=show, after=after)


KINDS: Mapping[str, Kind] = {KIND: work}


def _forget(db: Session, job: Job, now: datetime) -> None:
    job_rows.remove(db, job.id)


def _try(db: Session, swap: Swap, row: Upload, piece: Piece, now: datetime) -> None:
    try:
        swap(db, row, piece, day_of(now))
    except Refused as refused:  # before it changed anything: such as a picture that was taken back
        uploads.refused(row, refused.code)


# --- what a file can be ----------------------------------------------------------------------------------------------


def _picture(tools: Workshop, row: Upload, file: IO[bytes]) -> tuple[Swap | None, list[Problem]]:
    clean, problems = clean_picture(file)
    if clean is None:
        return None, problems
    kept, page = media.keep(tools.blobs, clean), row.what == What.PAGE

    def swap(db: Session, row: Upload, piece: Piece, now: datetime) -> None:
        card = cards.card(db, piece.card_id)
        if card is not None:
            made, _ = media.add_picture(db, holder(card), now, piece.issue_id, piece.residency_id, kept, piece.id,
                                        page=page)  # fmt: skip
            uploads.opened(row, made.id)

    return swap, problems


def _document(tools: Workshop, row: Upload, file: IO[bytes]) -> tuple[Swap | None, list[Problem]]:
    data = file.read()
    name = (
        "texte.docx" if data.startswith(b"PK") else "texte.txt"
    )  # what it was called is not kept; .odt says so itself
    brought, problems = read_upload(data, name)
    if brought is None:
        return None, problems
    kept = []
    for picture, _ in brought.pictures:
        clean, found = clean_picture(picture)
        problems += [one for one in found if not any_blocking([one])]
        if clean is not None:
            kept.append(media.keep(tools.blobs, clean))

    def swap(db: Session, row: Upload, piece: Piece, now: datetime) -> None:
        revision = _write(db, piece, brought, now)
        card = cards.card(db, piece.card_id)
        for one in kept:
            _add(db, card, piece, one, now)
        uploads.opened(row, revision)

    return swap, problems


def _add(db: Session, card: Card | None, piece: Piece, kept: media.Kept, now: datetime) -> None:
    """A picture that came inside a document; one its author took back before stays away."""
    if card is not None:
        with suppress(Refused):
            media.add_picture(db, holder(card), now, piece.issue_id, piece.residency_id, kept, piece.id)


def _write(db: Session, piece: Piece, brought: Brought, now: datetime) -> str:
    """A document's words as the piece's own, after those that were typed; the revision's id."""
    text = submissions.text(db, piece.id, piece.original)
    card = cards.card(db, piece.card_id)
    issue = issues.any_issue(db, piece.issue_id)
    if text is None or card is None or issue is None:
        raise Refused("upload-lost")
    head = submissions.revision(db, text, text.head_id)
    content = brought.content
    if head is not None:
        before = from_json(head.content)
        content = replace(before, body="\n".join(part for part in (before.body, content.body) if part))
    moment = Moment.IMPORTED if head else Moment.RECEIVED
    answer = save(db, holder(card), now, text, content, head.id if head else None, moment=moment,
                  origin=Origin.CONTRIBUTOR)  # fmt: skip
    if head is None:
        piece.title = brought.title or piece.title
    return answer.revision.id if hasattr(answer, "revision") else ""


def _voice(tools: Workshop, row: Upload, file: IO[bytes]) -> tuple[Swap | None, list[Problem]]:
    clean, problems = clean_sound(file)
    if clean is None:
        return None, problems
    kept = media.keep_sound(tools.blobs, clean)

    def swap(db: Session, row: Upload, piece: Piece, now: datetime) -> None:
        card = cards.card(db, piece.card_id)
        if card is not None:
            made = media.add_recording(db, holder(card), now, piece.id, piece.issue_id, piece.residency_id, kept)
            uploads.opened(row, made.id)

    return swap, problems


OPENERS: Mapping[What, Opener] = {
    What.PHOTO: _picture, What.PAGE: _picture, What.DOCUMENT: _document, What.VOICE: _voice,
}  # fmt: skip
