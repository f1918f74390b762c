"""Freeze, a folder on its way in: its pictures are cleaned, then one transaction makes the issue. A kind of job."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts import store as accounts
from journal_app.freeze.adopting import adopt, gather
from journal_app.issues import store as issues
from journal_app.jobs.kinds import Made, Progress
from journal_app.jobs.model import Job
from journal_app.messages import as_json
from journal_app.workshop import Workshop

KIND = "adopt"


def work(shop: Workshop, job: Job, progress: Progress) -> Made:
    """Read the folder and its pictures; the issue stands once the job is closed. What cannot be read is told."""
    slug = str(job.arguments["slug"])
    progress("pictures")
    gathered, problems = gather(shop.config.issues_folder / slug, shop.blobs)
    if gathered is None:
        return Made({"problems": [as_json(problem) for problem in problems]})

    def swap(db: Session, job: Job, now: datetime) -> None:
        account = accounts.account(db, job.made_by or "")
        if account is not None and slug not in issues.slugs(db):  # it came in by another way meanwhile
            adopt(db, accounts.actor_of(account), now, gathered, job.arguments.get("residency") or None, own=True)

    return Made({"slug": slug}, swap)


KINDS = {KIND: work}
