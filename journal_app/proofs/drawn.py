"""Proofs, what is drawn on demand: pieces of pages, plates, differences; kept by what they are drawn from.

All stands in the issue's cache, which is erased as a whole with whatever is erased. It is never more than MOST_BYTES:
what nobody asked for longest goes first. One answer draws one picture.
"""

import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any

import numpy as np

from journal_app.prepress import pixels, plates
from journal_app.prepress.sheet import PrinterSheet
from journal_app.problems import Refused
from journal_app.proofs.builds import Proof, Sight
from journal_app.units import Rect

MOST_BYTES = 300_000_000  # of one issue: a thousand pieces of pages, or the plates of two hundred pages
SCREEN_DPI = 96  # at 100 % a page has its real size on a screen of CSS pixels
# 25 times 96 are the 2400 dots an inch of a plate setter: there a pixel of the picture is a dot that it can set, though
# not yet screened. A window has as many pixels at each of them, and takes as long.
ZOOMS = (1, 2, 4, 8, 16, 25)
TALLY_PPI = 100  # what the numbers are counted at: a window of 15 mm2 has 232 pixels
DIFFERENCE_DPI = 50
INKS = (*plates.PROCESS, "total")
MOST_WAITING = 12  # answers that wait for plates, of the 32 that the desk gives at a time: 0.3 s each
_LINE, _ONE = BoundedSemaphore(MOST_WAITING), Lock()


class Drawn:
    """The pictures of one issue's proofs."""

    def __init__(self, instance: Path, issue_id: str) -> None:
        self.folder = instance / "cache" / issue_id / "proofs"

    def _kept(self, name: str, make: Callable[[], bytes]) -> bytes:
        path = self.folder / name
        try:
            data = path.read_bytes()
            os.utime(path)  # asked for now: it goes last
            return data
        except FileNotFoundError:
            pass
        data = make()
        self._keep(path, data)
        return data

    def _keep(self, path: Path, data: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        aside.write_bytes(data)
        aside.replace(path)
        if path.name[0] == "0":  # one page in sixteen looks after the room there is
            tidy(self.folder, MOST_BYTES)

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
        if not path.is_file():
            with _in_line():
                if not path.is_file():  # who stood before us in the line may have wanted another ink of it
                    self._plates(sight, key, box, SCREEN_DPI * zoom)
        return path.read_bytes() if path.is_file() else None

    def _plates(self, sight: Sight, key: str, box: Rect, ppi: float) -> None:
        """All plates of a window at once: Ghostscript makes them all whichever is wanted."""
        inks = plates.window_inks(sight.pdf, sight.page, box, ppi)
        if inks is None:
            return
        nothing = np.zeros_like(inks.total)
        for name in plates.PROCESS:
            self._keep(self.folder / f"{key}-{name}.webp", plates.plate_picture(inks.planes.get(name, nothing), name))
        heat = plates.heat_picture(inks.total, sight.sheet.ink_warn, sight.sheet.ink_limit)
        self._keep(self.folder / f"{key}-total.webp", heat)

    def tally(self, sight: Sight) -> plates.Tally | None:
        """The inks of a page in numbers."""
        path = self.folder / f"{self._inked(sight)}-encrage.json"
        try:
            read: dict[str, Any] = json.loads(path.read_bytes())
        except FileNotFoundError:
            with _in_line():
                inks = plates.page_inks(sight.pdf, sight.page, TALLY_PPI)
            if inks is None:
                return None
            told = plates.tally(inks, sight.sheet.ink_limit)
            self._keep(path, json.dumps(asdict(told), default=dict).encode())
            return told
        return plates.Tally(read["worst"], Rect(*read["at"]), read["over"], read["means"],
                            tuple(Rect(*place) for place in read["places"]))  # fmt: skip

    @staticmethod
    def _inked(sight: Sight) -> str:
        return f"{sight.mark}-{sight.sheet.ink_warn:g}-{sight.sheet.ink_limit:g}"

    # --- differences -------------------------------------------------------------------------------------------------

    def known_difference(self, old: Proof, new: Proof, folio: int) -> pixels.Differing | None:
        """What differs on a page, if it takes no drawing to say: the same mark, or compared before."""
        marks = old.mark(folio), new.mark(folio)
        if marks[0] and marks[0] == marks[1]:
            return pixels.Differing(0.0, ())
        path = self.folder / f"{'-'.join(marks)}-diff.json"
        if not path.is_file():
            return None
        read = json.loads(path.read_bytes())
        return pixels.Differing(read["changed"], tuple(Rect(*box) for box in read["boxes"]))

    def difference(self, old: Proof, new: Proof, folio: int) -> pixels.Differing:
        """What differs on a page, drawn if need be."""
        found = self.known_difference(old, new, folio)
        if found is None:
            found = pixels.differing(old.pdf, new.pdf, folio, folio, DIFFERENCE_DPI)
            name = f"{old.mark(folio)}-{new.mark(folio)}-diff.json"
            self._keep(self.folder / name, json.dumps({"changed": found.changed, "boxes": found.boxes}).encode())
        return found

    def overlay(self, old: Proof, new: Proof, folio: int) -> bytes:
        """The picture of what left and what came, PNG."""
        return self._kept(f"{old.mark(folio)}-{new.mark(folio)}-diff.png",
                          lambda: pixels.overlay(old.pdf, new.pdf, folio, folio, DIFFERENCE_DPI))  # fmt: skip


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


def tidy(folder: Path, most: int) -> None:
    """Take away what nobody asked for longest until there is no more than so many bytes."""
    found = sorted((path.stat().st_mtime, path.stat().st_size, path) for path in folder.iterdir() if path.is_file())
    spare = sum(size for _, size, _ in found) - most
    for _, size, path in found:
        if spare <= 0:
            return
        path.unlink(missing_ok=True)
        spare -= size
