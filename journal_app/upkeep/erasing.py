"""Upkeep, the erasure: what was taken back and whose hours of grace are over is gone from rows, index, disk and pages.

Daily by the worker, or `journal erase --due`. The order is the ledger, the rows in one transaction, then the bytes: a
kill in between leaves rows to be erased again, or bytes without rows, which are noted and go next time. Of a piece a
tombstone stays (an id, its issue, the day): the numbered holes of an issue keep their number. What was taken back is
due by the hour that its withdrawal noted; what is kept no longer for other reasons, retention.py says.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from journal_app.bat import erasing as bats
from journal_app.facts import Fact, PictureErased, PieceErased, Reaction, tell
from journal_app.freeze import store as freezes
from journal_app.freeze.disk import sha256
from journal_app.issues import store as issues
from journal_app.jobs.kinds import Kind, Made, Progress
from journal_app.jobs.model import Job
from journal_app.jobs.runner import utc_now
from journal_app.media import store as media
from journal_app.sober import sober
from journal_app.submissions import store as submissions
from journal_app.upkeep import ledger, retention, unfinished
from journal_app.uploads import store as uploads
from journal_app.uploads.files import Incoming
from journal_app.workshop import Workshop

log = logging.getLogger(__name__)
SHAPES = ("svg", "png", "jpg", "jpeg", "webp", "toml")  # how a picture and its words are called in an issue's folder


@dataclass(frozen=True, slots=True)
class Due:
    """Something to erase, and where its bytes are: blobs, files on their way in, files and folders on disk."""

    fact: PieceErased | PictureErased
    blobs: tuple[str, ...] = ()
    incoming: tuple[str, ...] = ()
    paths: tuple[Path, ...] = field(default=())

    @property
    def kind(self) -> str:
        return "piece" if isinstance(self.fact, PieceErased) else "picture"

    @property
    def id(self) -> str:
        return self.fact.piece_id if isinstance(self.fact, PieceErased) else self.fact.picture_id


def due(shop: Workshop, now: datetime) -> list[Due]:
    """What is to be erased now; nothing is changed."""
    with shop.database.read() as db:
        pieces: list[Fact] = [PieceErased(row.id, row.issue_id) for row in submissions.due(db, now)]
        pictures: list[Fact] = [PictureErased(row.id, row.issue_id) for row in media.due(db, now)]
        pieces += retention.unplaced(db, now.date())
        return [found for fact in (*pieces, *pictures) if (found := _gathered(db, shop, fact))]


def again(shop: Workshop, path: Path) -> list[Due]:
    """What a ledger names and this desk has (again): after a backup of earlier was put back."""
    found: list[Due] = []
    with shop.database.read() as db:
        for line in ledger.read(path):
            there = submissions.has_words(db, line.id) if line.kind == "piece" else media.known(db, line.id)
            if there:
                fact = (PieceErased if line.kind == "piece" else PictureErased)(line.id, line.issue_id)
                if one := _gathered(db, shop, fact):
                    found.append(one)
    return found


def _gathered(db: Session, shop: Workshop, fact: Fact) -> Due | None:
    if isinstance(fact, PieceErased):
        pictures = media.all_of_piece(db, fact.piece_id)
        blobs = media.blobs_of(db, [row.id for row in pictures], fact.piece_id)
        names = [f"articles/{freezes.piece_slug(db, fact.piece_id)}", *_files([row.slug for row in pictures])]
        waiting = [row.id for row in uploads.of_pieces(db, [fact.piece_id]).get(fact.piece_id, [])]
        return Due(fact, tuple(blobs), tuple(waiting), tuple(_paths(db, shop, fact.issue_id, names)))
    if isinstance(fact, PictureErased):
        slug = freezes.picture_slug(db, fact.picture_id) or ""
        blobs = media.blobs_of(db, [fact.picture_id])
        return Due(fact, tuple(blobs), (), tuple(_paths(db, shop, fact.issue_id, _files([slug]))))
    return None


def _files(slugs: Sequence[str]) -> list[str]:
    return [f"pictures/{slug}.{shape}" for slug in slugs for shape in SHAPES]


def _paths(db: Session, shop: Workshop, issue_id: str, names: Sequence[str]) -> list[Path]:
    """What of an issue's folders holds it. Once it is printed its press folder and builds stay, served to nobody."""
    issue = issues.any_issue(db, issue_id)
    if issue is None:
        return []
    instance = shop.config.instance
    tops = [instance / "drafts" / issue.slug]
    tops += [] if issue.printed_on else [shop.config.issues_folder / issue.slug]
    found = [top / name for top in tops for name in names]
    found += bats.files_with(db, shop.config.issues_folder, issue, names)
    for build, manifest, press in freezes.builds_with_manifests(db, issue_id):
        holds = any(path == name or path.startswith(f"{name}/") for path in manifest for name in names)
        if holds and not (press and issue.printed_on):
            found.append(instance / build)
    return [path for path in (*found, instance / "cache" / issue_id) if path.exists()]


def erase(shop: Workshop, now: datetime, found: Sequence[Due], reactions: Sequence[Reaction]) -> int:
    """Erase these; how many. What is erased twice is erased once.

    One that fails is told to the log, by its id and the kind of error alone, and does not keep the others waiting. Its
    rows are as they were, so that it is due again at the next round; or they are gone, and unfinished.py has its bytes.
    """
    done = 0
    unfinished.end_all(shop, {one.id for one in found})
    for one in found:
        try:
            _erase(shop, now, one, reactions)
            done += 1
        except Exception as error:
            log.error(
                "%s %s is not erased yet; it is tried again at the next round\n%s", one.kind, one.id, sober(error)
            )
    return done


def _erase(shop: Workshop, now: datetime, one: Due, reactions: Sequence[Reaction]) -> None:
    hashes = {path.name: _hash(path) for path in _all_files(one.paths)}
    line = ledger.Erased(one.kind, one.id, one.fact.issue_id, now.date().isoformat(), hashes)
    ledger.note(shop.config.instance, line)
    unfinished.note(shop.config.instance, one.id, one.kind, unfinished.Bytes(one.blobs, one.incoming, one.paths))
    with shop.database.write() as db:
        tell(db, one.fact, now, tuple(reversed(reactions)))  # downstream first: what points to it goes before it
        media.forget_unused(db, one.blobs)
    unfinished.end(shop, one.id)


def _hash(path: Path) -> str:
    """Of a file that goes; nothing for one that cannot be read: it goes all the same."""
    try:
        return sha256(path.read_bytes())
    except OSError:
        return ""


def ended(shop: Workshop, now: datetime) -> retention.Ended:
    """The files and links that are at their end; nothing is changed."""
    with shop.database.read() as db:
        return retention.ended(db, now.date())


def end(shop: Workshop, found: retention.Ended) -> None:
    """Forget them, then take the files' bytes away."""
    with shop.database.write() as db:
        retention.end(db, found)
    for upload_id in found.uploads:
        Incoming(shop.config.instance / "incoming").remove(upload_id)


def _all_files(paths: Sequence[Path]) -> list[Path]:
    return [file for path in paths for file in (path.rglob("*") if path.is_dir() else [path]) if file.is_file()]


def kinds(reactions: Sequence[Reaction]) -> dict[str, Kind]:
    """The daily job."""

    def work(tools: Workshop, job: Job, progress: Progress) -> Made:
        now = utc_now()
        found = due(tools, now)
        erased = erase(tools, now, found, reactions)
        links = ended(tools, now)
        end(tools, links)
        return Made({"erased": erased, "left": len(found) - erased, "ended": links.count})

    return {"erase": work}
