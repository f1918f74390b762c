"""Upkeep, the janitor: takes away what nobody can reach any more. Once a day by the worker, or by `journal janitor`.

It decides by age alone and leaves a day: an upload whose row is about to be written is not an orphan. What a person
made it never touches, nor what was built for press, nor what is shown of an issue.
"""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from journal_app.accounts import store as accounts
from journal_app.bat import erasing as bats
from journal_app.complement.making import ASIDE as SITES
from journal_app.durable import ASIDE
from journal_app.freeze import store as freeze
from journal_app.freeze.building import builds
from journal_app.freeze.columns import FOLDER as COLUMNS
from journal_app.hand_off import store as printers
from journal_app.jobs import store as jobs
from journal_app.jobs.kinds import Made, Progress
from journal_app.jobs.model import Job
from journal_app.jobs.runner import utc_now
from journal_app.proofs import store as proofs
from journal_app.proofs.drawn import FOLDER as PICTURES
from journal_app.statements import masking, waiting
from journal_app.submissions import store as submissions
from journal_app.upkeep import store
from journal_app.upkeep.backup import SAVING
from journal_app.uploads import store as uploads
from journal_app.uploads.files import Incoming
from journal_app.workshop import Workshop

DAY = timedelta(days=1)
UNUSED = timedelta(days=30)  # of the cache
RECEIPTS = timedelta(days=7)  # an idempotency key gets the same receipt for seven days
JOBS = timedelta(days=30)
LINKS = timedelta(days=30)  # after they were over: they name for whom they were


def tidy(shop: Workshop, now: datetime) -> dict[str, int]:
    """Tidy up; how many of each kind were taken away."""
    with shop.database.read() as db:
        telling = masking.telling(db)  # lines of the bank from before a rule was tightened
    with shop.database.write() as db:
        masking.mask_again(db, telling)
        accounts.forget_old(db, now)
        submissions.forget_receipts(db, now - RECEIPTS)
        proofs.forget_links(db, now - LINKS)
        drafts = freeze.forget_drafts(db, now - DAY, proofs.kept_builds(db))
        forgotten = jobs.forget(db, now - JOBS, freeze.jobs_of_builds(db) | printers.jobs_of_proofs(db))
    aside = shop.blobs.sweep(now - DAY) + _sweep(shop.config.instance, now - DAY)
    folders = _folders(shop, now - DAY) + _columns(shop.config.instance / COLUMNS, now - DAY)
    for place in (SITES, SAVING):
        folders += _columns(shop.config.instance / place, now - DAY)
    folders += _sealings(shop.config.issues_folder, now - DAY)
    aside += _incoming(shop, now - DAY) + _signed(shop) + waiting.sweep(shop.config.instance, now)
    folders += _lives(shop.config.instance / "cache", now - DAY)
    aside += _unused(shop.config.instance / "cache", now - UNUSED)
    return {"files": aside, "blobs": _orphans(shop, now - DAY), "jobs": forgotten, "drafts": drafts, "builds": folders}


def _incoming(shop: Workshop, before: datetime) -> int:
    """Take away the files that came and that no row waits for: of a form that broke off, or opened before a kill."""
    incoming = Incoming(shop.config.instance / "incoming")
    old = list(incoming.left(before))
    with shop.database.read() as db:
        wanted = uploads.known(db, old)
    gone = [name for name in old if name not in wanted]
    for name in gone:
        incoming.remove(name)
    return len(gone)


def _folders(shop: Workshop, before: datetime) -> int:
    """Take away the folders of builds that no row names: of a worker that was killed, or forgotten above; how many."""
    instance, taken = shop.config.instance, 0
    with shop.database.read() as db:
        named = freeze.folders(db)
    for folder in builds(instance).glob("*"):
        if folder.name not in {Path(one).name for one in named} and folder.stat().st_mtime < before.timestamp():
            shutil.rmtree(folder, ignore_errors=True)
            taken += 1
    return taken


def _signed(shop: Workshop) -> int:
    """Take away the signed files that an erasure was killed before it took away; how many."""
    with shop.database.read() as db:
        gone = bats.left(db, shop.config.issues_folder)
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _lives(cache: Path, before: datetime) -> int:
    """Take away the folders in which desks that are gone kept issues warm; one that is there makes its own anew."""
    old = [path for path in cache.glob("*/live-*") if path.stat().st_mtime < before.timestamp()]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return len(old)


def _unused(cache: Path, before: datetime) -> int:
    """Take away what the compiler kept, and what was drawn of proofs, and nobody asked for since: it is made again when
    somebody does."""
    kept = [path for place in ("??", PICTURES) for path in cache.glob(f"*/{place}/*")]
    old = [path for path in kept if _older(path, before)]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _older(path: Path, than: datetime) -> bool:
    """Whether it was there before; not if it is gone, or came anew, this very moment."""
    try:
        return path.stat().st_mtime < than.timestamp()
    except FileNotFoundError:
        return False


def _sealings(issues: Path, before: datetime) -> int:
    """Take away the copies that a signature which was killed left beside the signed ones; nobody looks at them."""
    old = [path for path in issues.glob(f"*/bat/{ASIDE}*") if path.is_dir() and _older(path, before)]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return len(old)


def _columns(folder: Path, before: datetime) -> int:
    """Take away what a fit, a backup or the making of a site that was killed left of somebody's words; how many."""
    old = [path for path in folder.glob("*") if _older(path, before)]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return len(old)


def _orphans(shop: Workshop, before: datetime) -> int:
    """Take away the blobs that nobody asks for, unless they were put (again) since; how many."""
    old = [name for name, at in shop.blobs.names() if at < before]
    with shop.database.read() as db:
        wanted = store.wanted_blobs(db)
    return sum(shop.blobs.delete(name, unless_since=before) for name in old if name not in wanted)


def _sweep(folder: Path, before: datetime) -> int:
    """What writes that never ended left in the instance folder."""
    left = [path for path in folder.rglob(f"{ASIDE}*") if path.is_file() and path.stat().st_mtime < before.timestamp()]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def work(tools: Workshop, job: Job, progress: Progress) -> Made:
    """The same as a job."""
    return Made(dict(tidy(tools, utc_now())))
