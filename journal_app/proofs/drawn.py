"""Proofs, what is drawn on demand: pieces of pages, plates, differences; kept by what they are drawn from.

All stands in the issue's cache, which is erased as a whole with whatever is erased. It is no more than MOST_BYTES, and
what was written since it was last tidied: what nobody asked for longest goes first. One answer draws one picture. Who
drew looks again whether it may be shown, and else it is not kept (`if_still`).
"""

import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from threading import BoundedSemaphore, Lock
from time import monotonic
from typing import Any

import numpy as np

from journal_app.durable import ASIDE
from journal_app.prepress import pixels, plates
from journal_app.prepress.sheet import PrinterSheet
from journal_app.problems import Refused
from journal_app.proofs.builds import Proof, Sight
from journal_app.units import Rect

FOLDER = "proofs"  # in the issue's cache; the janitor takes away what nobody asked for in a month
MOST_BYTES = 300_000_000  # of one issue: a thousand pieces of pages, or the plates of two hundred pages
SCREEN_DPI = 96  # at 100 % a page has its real size on a screen of CSS pixels
# 25 times 96 are the 2400 dots an inch of a plate setter: there a pixel of the picture is a dot that it can set, though
# not yet screened. A window has as many pixels at each of them, and takes as long.
ZOOMS = (1, 2, 4, 8, 16, 25)
TALLY_PPI = 100  # what the numbers are counted at: a window of 15 mm2 has 232 pixels
DIFFERENCE_DPI = 50
INKS = (*plates.PROCESS, "total")
MOST_WAITING = 12  # answers that wait for plates, of the 32 that the desk gives at a time: 0.3 s each
FAILED_S = 600.0  # for how long Ghostscript is not asked again for what it gave up: a try may take two minutes
PART = 16  # the room is looked after whenever such a part of it was written
_LINE, _ONE = BoundedSemaphore(MOST_WAITING), Lock()
_COUNTING, _WRITTEN = Lock(), dict[Path, int]()  # bytes since the last time, of each folder; of this process alone
_FAILED = dict[Path, float]()  # what Ghostscript gave up -> when; changed by who is first in the line


class Drawn:
    """The pictures of one issue's proofs."""

    def __init__(self, instance: Path, issue_id: str, most: int = MOST_BYTES) -> None:
        self.folder = instance / "cache" / issue_id / FOLDER
        self.late = False  # whether it took time: what was true when it was asked for may not be so any more
        self._most = most
        self._made: list[Path] = []

    @contextmanager
    def if_still(self, look: Callable[[], object]) -> Iterator[None]:
        """Draw what somebody may see, and `look` again if that took time: whatever it raises, nothing drawn is kept.

        Something may be taken back, and even erased, while one waits; an erasure must not be undone by who was slow.
        """
        try:
            yield
            if self.late:
                look()
        except BaseException:
            for path in self._made:
                path.unlink(missing_ok=True)
            raise

    def _kept(self, name: str, make: Callable[[], bytes]) -> bytes:
        data = _read(self.folder / name)
        if data is None:
            self.late = True
            data = make()
            self._keep(self.folder / name, data)
        return data

    def _keep(self, path: Path, data: bytes) -> None:
        """Keep what was drawn. Where it cannot be kept, on a full disk or in a folder that is erased this very moment,
        who asked has it all the same, and it is drawn again for the next one."""
        aside = path.with_name(f"{ASIDE}{secrets.token_hex(8)}")
        self._made += [aside, path]
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(data)
            aside.replace(path)
            if _is_time(self.folder, len(data), self._most // PART):
                tidy(self.folder, self._most)
        except OSError:
            with suppress(OSError):
                aside.unlink(missing_ok=True)

    # --- pieces of a page --------------------------------------------------------------------------------------------

    def piece(self, sight: Sight, zoom: int, across: int, down: int) -> bytes:
        """A window of a page as WebP: at `zoom` it is so many times smaller than the page, and begins so many halves of
        a window from the top left. ValueError for one that is not on the page."""
        box = window(sight.sheet, zoom, across, down)
        return self._kept(f"{sight.mark}-{zoom}-{across}-{down}.webp",
                          lambda: pixels.piece(sight.pdf, sight.page, box, SCREEN_DPI * zoom))  # fmt: skip

    # --- inks --------------------------------------------------------------------------------------------------------

    def plate(self, sight: Sight, name: str, zoom: int, across: int, down: int) -> bytes | None:
        """The same window of a plate, or of total ink, as WebP, with as many dots; None without Ghostscript. ValueError
        for a window that is not on the page, Refused where too many are being drawn already."""
        box = window(sight.sheet, zoom, across, down)
        key = f"{self._inked(sight)}-{zoom}-{across}-{down}"
        path = self.folder / f"{key}-{name}.webp"
        data = _read(path)
        if data is None:
            self.late = True
            with _in_line():  # who stood before us in it may have wanted another ink of it
                data = _read(path) or self._plates(sight, key, box, SCREEN_DPI * zoom).get(name)
        return data

    def _plates(self, sight: Sight, key: str, box: Rect, ppi: float) -> dict[str, bytes]:
        """All plates of a window at once: Ghostscript makes them all whichever is wanted. None where it fails."""
        inks = _tried(self.folder / key, sight, lambda: plates.window_inks(sight.pdf, sight.page, box, ppi))
        if inks is None:
            return {}
        nothing = np.zeros_like(inks.total)
        made = {name: plates.plate_picture(inks.planes.get(name, nothing), name) for name in plates.PROCESS}
        made["total"] = plates.heat_picture(inks.total, sight.sheet.ink_warn, sight.sheet.ink_limit)
        for name, data in made.items():
            self._keep(self.folder / f"{key}-{name}.webp", data)
        return made

    def tally(self, sight: Sight) -> plates.Tally | None:
        """The inks of a page in numbers; None without Ghostscript, Refused where too many are being drawn already."""
        path = self.folder / f"{self._inked(sight)}-encrage.json"
        data = _read(path)
        if data is None:
            self.late = True
            with _in_line():  # who stood before us in it may have wanted the same
                data = _read(path) or self._counted(sight, path)
        if data is None:
            return None
        read: dict[str, Any] = json.loads(data)
        return plates.Tally(read["worst"], Rect(*read["at"]), read["over"], read["means"],
                            tuple(Rect(*place) for place in read["places"]))  # fmt: skip

    def _counted(self, sight: Sight, path: Path) -> bytes | None:
        inks = _tried(path, sight, lambda: plates.page_inks(sight.pdf, sight.page, TALLY_PPI))
        if inks is None:
            return None
        data = json.dumps(asdict(plates.tally(inks, sight.sheet.ink_limit)), default=dict).encode()
        self._keep(path, data)
        return data

    @staticmethod
    def _inked(sight: Sight) -> str:
        return f"{sight.mark}-{sight.sheet.ink_warn:g}-{sight.sheet.ink_limit:g}"

    # --- differences -------------------------------------------------------------------------------------------------

    def known_difference(self, old: Proof, new: Proof, folio: int) -> pixels.Differing | None:
        """What differs on a page, if it takes no drawing to say: the same mark, or compared before."""
        marks = old.mark(folio), new.mark(folio)
        if marks[0] and marks[0] == marks[1]:
            return pixels.Differing(0.0, ())
        data = _read(self.folder / f"{'-'.join(marks)}-diff.json")
        if data is None:
            return None
        read = json.loads(data)
        return pixels.Differing(read["changed"], tuple(Rect(*box) for box in read["boxes"]))

    def difference(self, old: Proof, new: Proof, folio: int) -> pixels.Differing:
        """What differs on a page, drawn if need be."""
        found = self.known_difference(old, new, folio)
        if found is None:
            self.late = True
            found = pixels.differing(old.pdf, new.pdf, folio, folio, DIFFERENCE_DPI)
            name = f"{old.mark(folio)}-{new.mark(folio)}-diff.json"
            self._keep(self.folder / name, json.dumps({"changed": found.changed, "boxes": found.boxes}).encode())
        return found

    def overlay(self, old: Proof, new: Proof, folio: int) -> bytes:
        """The picture of what left and what came, PNG."""
        return self._kept(f"{old.mark(folio)}-{new.mark(folio)}-diff.png",
                          lambda: pixels.overlay(old.pdf, new.pdf, folio, folio, DIFFERENCE_DPI))  # fmt: skip


def _read(path: Path) -> bytes | None:
    """What is kept there, and asked for now: it goes last."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    with suppress(FileNotFoundError):  # tidied away this very moment
        os.utime(path)
    return data


def _tried(what: Path, sight: Sight, draw: Callable[[], plates.Inks | None]) -> plates.Inks | None:
    """What Ghostscript makes of it; nothing, at once, for what it gave up a moment ago. Who calls is first in line."""
    now = monotonic()
    if plates.program() is None or now - _FAILED.get(what, -FAILED_S) < FAILED_S:
        return None
    found = draw()
    if found is None and sight.pdf.is_file():  # a file that is gone meanwhile has not failed
        for old in [one for one, at in _FAILED.items() if now - at >= FAILED_S]:
            del _FAILED[old]
        _FAILED[what] = monotonic()
    return found


@contextmanager
def _in_line() -> Iterator[None]:
    """One at a time, and no longer line than that: whoever comes to a full one is told so at once (`proof-busy`)."""
    if not _LINE.acquire(blocking=False):
        raise Refused("proof-busy")
    try:
        with _ONE:
            yield
    finally:
        _LINE.release()


def window(sheet: PrinterSheet, zoom: int, across: int, down: int) -> Rect:
    """A window of a page with its bleed, mm from the trim's top left. ValueError where there is none."""
    last = 2 * zoom - 2
    if zoom not in ZOOMS or not 0 <= across <= last or not 0 <= down <= last:
        raise ValueError("no such window")
    width, height = (side + 2 * sheet.bleed for side in sheet.page)
    return Rect(across * width / (2 * zoom) - sheet.bleed, down * height / (2 * zoom) - sheet.bleed, width / zoom,
                height / zoom)  # fmt: skip


def _is_time(folder: Path, wrote: int, part: int) -> bool:
    """Whether so many bytes were written there since the room was last looked after, or this process has not yet."""
    with _COUNTING:
        written = _WRITTEN.get(folder, part) + wrote
        _WRITTEN[folder] = 0 if written > part else written
    return written > part


def tidy(folder: Path, most: int) -> None:
    """Take away what nobody asked for longest, until there are no more bytes than that; what is being written stays."""
    found = []
    for path in folder.iterdir():
        with suppress(FileNotFoundError):  # replaced, or taken away by another one, this very moment
            if not path.name.startswith(ASIDE):
                told = path.stat()
                found.append((told.st_mtime, told.st_size, path))
    spare = sum(size for _, size, _ in found) - most
    for _, size, path in sorted(found):
        if spare <= 0:
            return
        path.unlink(missing_ok=True)
        spare -= size
