"""BAT, the opening: a press build that is done becomes the next version, in the transaction that shows it. A job.

What was signed on a page that has not changed is carried over; what changed is measured in pixels. It signs nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from journal_app.bat import actions, store
from journal_app.bat.model import Bat, Why
from journal_app.bat.parcel import FOLDER, Parcel, read_parcel, report_of
from journal_app.durable import make_folder, write_durably
from journal_app.freeze import building
from journal_app.freeze import store as freezes
from journal_app.freeze.model import FreezeKind
from journal_app.jobs.kinds import Kind, Made, Progress
from journal_app.jobs.model import Job
from journal_app.prepress.pixels import differing, piece
from journal_app.units import Rect
from journal_app.workshop import Workshop

PICTURES = Path("build/bat")  # inside a build's folder: the pages as the press file itself has them
LARGE_DPI, SMALL_DPI = 100, 32  # to read on a laptop; to choose by


def build(workshop: Workshop, job: Job, progress: Progress) -> Made:
    """Build for press, then open the version of it."""
    with workshop.database.read() as db:
        frozen = freezes.freeze(db, str(job.arguments["freeze"]))
        number = store.next_number(db, frozen.issue_id) if frozen else 1
        before = store.latest(db, frozen.issue_id) if frozen else None
        last = store.build_folder(db, before) if before else ""
    made = building.build(FreezeKind.PRESS, workshop, job, progress, number)
    if frozen is None or made.swap is None:
        return made
    instance = workshop.config.instance
    folder = instance / str(made.result["build"])
    parcel = read_parcel(folder)
    draw_pages(folder, parcel, progress)
    moved = _moved(before, instance / last, folder, parcel, progress) if before else {}

    def swap(db: Session, job: Job, now: datetime) -> None:
        assert made.swap is not None
        made.swap(db, job, now)
        row = freezes.current_build(db, frozen.issue_id, FreezeKind.PRESS)
        assert row is not None  # it was shown in the line above
        compared = before.id if before else None
        actions.open_version(db, now, row, number, parcel, moved, compared, frozen.made_by)

    return Made(made.result, swap, made.after)


def draw_pages(folder: Path, parcel: Parcel, progress: Progress) -> None:
    """Each page of the press file as two pictures, cut to the trim: what is signed is what is seen."""
    place = folder / PICTURES
    make_folder(place)
    sizes = {page.folio: Rect(0, 0, page.width, page.height) for page in report_of(folder).pages}
    for folio in range(1, len(parcel.digests) + 1):
        for kind, dpi in (("", LARGE_DPI), ("-small", SMALL_DPI)):
            data = piece(folder / FOLDER / parcel.pdf, folio, sizes[folio], dpi)
            write_durably(place / f"p{folio:02d}{kind}.webp", data)
        progress("bat", folio, len(parcel.digests))


def _moved(before: Bat, last: Path, folder: Path, parcel: Parcel, progress: Progress) -> dict[str, Any]:
    """{folio: share of its pixels that moved} of the pages whose bytes changed; empty where the last file is gone."""
    ours, theirs = last / FOLDER / before.pdf, folder / FOLDER / parcel.pdf
    if before.void_why == Why.WITHDRAWN or not ours.is_file():
        return {}
    found: dict[str, Any] = {}
    for folio, digest in enumerate(parcel.digests, 1):
        if folio > len(before.digests) or before.digests[folio - 1] != digest:
            found[str(folio)] = round(differing(ours, theirs, folio, folio).changed, 6)
            progress("bat", folio, len(parcel.digests))
    return found


def kinds(others: Mapping[str, Kind]) -> dict[str, Kind]:
    """The kinds of building, with that for press opening its version."""
    return {**others, f"build-{FreezeKind.PRESS}": build}
