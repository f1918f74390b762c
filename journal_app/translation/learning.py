"""Translation, the learning: what was translated elsewhere than on its page is taught to the memory, too.

A translation that came whole, from a folder or a document, is taken as its paragraphs stand beside the original's: only
where both have the same shapes in the same order, so that no pair is a guess. The worker does it once a day.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.issues import store as issues
from journal_app.jobs.kinds import Made, Progress
from journal_app.jobs.model import Job
from journal_app.jobs.runner import utc_now
from journal_app.memory import actions as memory
from journal_app.submissions import store as submissions
from journal_app.submissions.model import Piece
from journal_app.translation.beads import BODY
from journal_app.translation.reading import Opened, opened, wholes
from journal_app.translation.teaching import lessons
from journal_app.workshop import Workshop

KIND = "learn"
TOGETHER = 5  # pieces of one transaction: nobody who saves waits for longer than a tenth of a second
TEACHER = Actor(None, "", frozenset({Role.COORDINATOR}))


def teach(db: Session, actor: Actor, now: datetime, pieces: Iterable[Piece]) -> int:
    """Let the memory hold what these pieces' translations say now; how many translations it could learn from."""
    many = 0
    for all_ in wholes(db, actor, list(pieces)).values():
        for language in all_.sides:
            here = opened(all_, language)
            if here is not None and here.target.head is not None and _sure(here):
                memory.learn(db, now, here.target.text.id, lessons(here.source.language, language, here.rows))
                many += 1
    return many


def _sure(here: Opened) -> bool:
    """Whether a person has paired its paragraphs, or both sides have the same shapes in the same order."""
    if here.row is not None and here.row.beads:
        return True
    body = [row for row in here.rows if row.key == BODY]
    return all([one.kind for one in row.was] == [one.kind for one in row.targets] and len(row.was) == 1 for row in body)


def work(tools: Workshop, job: Job, progress: Progress) -> Made:
    """Once a day, of the issues that people work on."""
    with tools.database.read() as db:
        open_ = issues.issues(db, TEACHER)
        ids = [piece.id for issue in open_ for piece in submissions.pieces(db, TEACHER, issue.id)]
    many = 0
    for done in range(0, len(ids), TOGETHER):
        with tools.database.write() as db:
            many += teach(db, TEACHER, utc_now(), submissions.some(db, TEACHER, ids[done : done + TOGETHER]))
        progress(KIND, min(done + TOGETHER, len(ids)), len(ids))
    return Made({"translations": many})
