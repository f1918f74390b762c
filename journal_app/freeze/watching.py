"""Freeze, the watch: texts that were saved, or whose page changed -> who has one in hand is told when it is too long.

The worker looks for them. A text is measured once it has been quiet for a while, so that nobody is told of what they
are still typing; an issue has one such job at a time, however often people save. It keeps nothing but its last row.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from journal_app.flatplan import store as flatplan
from journal_app.freeze import overset, store
from journal_app.freeze.columns import FOLDER, Columns
from journal_app.freeze.overset import Measured, TextKey
from journal_app.freeze.typed import Told, standing, told
from journal_app.jobs import actions as jobs
from journal_app.jobs import store as rows
from journal_app.jobs.kinds import Kind, Made, Progress
from journal_app.jobs.model import Job, JobState
from journal_app.prepress.column import Fitted
from journal_app.submissions import store as submissions
from journal_app.submissions.model import Stage
from journal_app.workshop import Workshop

KIND = "copyfit"
QUIET = timedelta(seconds=60)  # a page saves what is typed every few seconds, at the latest every fifteen
NEVER = datetime(1, 1, 1, tzinfo=UTC)


def ask(shop: Workshop, now: datetime) -> None:
    """Ask for the measuring of every issue in which something changed since the last time and is quiet now."""
    until = now - QUIET
    with shop.database.read() as db:
        changed = store.changed_until(db, until)
        due = [key for key, at in changed.items() if _due(rows.latest(db, KIND, key), at)]
    for issue_id in due:
        with shop.database.write() as db:
            last = rows.latest(db, KIND, issue_id)
            if _due(last, changed[issue_id]):
                jobs.enqueue(db, None, now, KIND, issue_id, _arguments(last, until))
                if last is not None:
                    rows.remove(db, last.id)


def _due(last: Job | None, changed: datetime) -> bool:
    """Whether there was such a change since the last job, which is over."""
    return last is None or (last.state not in rows.BEGUN and changed > _moment(last, "until"))


def _arguments(last: Job | None, until: datetime) -> dict[str, object]:
    """What the next job looks at: changes of this span, and which texts were too long before. One that failed is taken
    up with what it should have looked at."""
    done = last is not None and last.state == JobState.DONE
    since = _moment(last, "until" if done else "since") if last else NEVER
    known = (last.result if done else last.arguments).get("over", []) if last else []
    return {"since": since.isoformat(), "until": until.isoformat(), "over": known}


def _moment(job: Job, name: str) -> datetime:
    return datetime.fromisoformat(str(job.arguments[name]))


def work(shop: Workshop, job: Job, progress: Progress) -> Made:
    """Measure what changed; in the end tell whom it concerns. What cannot be measured now stays as it was."""
    issue_id, known = job.key, {(str(piece), str(tag)) for piece, tag in job.arguments["over"]}
    with shop.database.read() as db:
        wanted = sorted(_wanted(db, issue_id, known, _moment(job, "since"), _moment(job, "until")))
    measured: dict[TextKey, Measured] = {}
    with _process(shop) as columns:
        for number, key in enumerate(wanted):
            progress(KIND, number, len(wanted))
            if (found := _measured(shop, columns, key)) is not None:
                measured[key] = found
    over = {key for key in known if key not in measured} | {key for key, one in measured.items() if one.over}

    def swap(db: Session, _: Job, now: datetime) -> None:
        overset.tell_of(db, now, issue_id, measured, known)

    return Made({"over": sorted(map(list, over))}, swap)


def _wanted(db: Session, issue_id: str, known: Collection[TextKey], since: datetime, until: datetime) -> set[TextKey]:
    """The placed texts that changed in this span, and those of pages that did; none that somebody is at."""
    found = store.changed_between(db, issue_id, since, until)
    if pages := store.replanned(db, issue_id, since, until):
        held = flatplan.placements(db, issue_id)
        found |= {(one.piece_id, tag) for page in pages for one in held.get(page, ()) if one.piece_id
                  for tag in one.languages}  # fmt: skip
        found |= {*known, *overset.told(db, issue_id)}  # what is too long may stand elsewhere now, or nowhere
    return found - store.changed_between(db, issue_id, until)


@contextmanager
def _process(shop: Workshop) -> Iterator[Columns]:
    """The process that measures, for this job alone: the worker keeps no faces, and breaks off a text that takes too
    long."""
    columns = Columns(shop.config.instance / FOLDER)
    try:
        yield columns
    finally:
        columns.close()


def _measured(shop: Workshop, columns: Columns, key: TextKey) -> Measured | None:
    """Lines over, and on which pages; nothing when it cannot be told."""
    piece_id, language = key
    with shop.database.read() as db:
        piece = submissions.any_piece(db, piece_id)
        if piece is None or piece.stage == Stage.WITHDRAWN:
            return Measured(0, ())  # nobody shortens what was taken back
        stands, slug = standing(db, piece, language), piece.slug

    def fit(folder: Mapping[str, bytes]) -> Fitted | None:
        return columns.fit(folder, slug, language, "", drawn=False)

    found: Told = told(stands, lambda folder: fit(folder) or fit(folder))  # the machine may have been at other work
    if not found.placed:
        return Measured(0, ())
    return Measured(found.fitted.over, found.fitted.pages) if found.fitted else None


KINDS: dict[str, Kind] = {KIND: work}
