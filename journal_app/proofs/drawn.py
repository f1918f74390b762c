"""Proofs, what is drawn on demand: pieces of pages, plates, differences; kept by what they are drawn from.

All stands in the issue's cache, which is erased as a whole with whatever is erased. It is never more than MOST_BYTES:
what nobody asked for longest goes first. One answer draws one picture.
"""

import json
import os
import secrets
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from journal_app.prepress import pixels, plates
from journal_app.proofs.builds import Proof
from journal_app.units import Rect

MOST_BYTES = 300_000_000  # of one issue: a thousand pieces of pages, or the plates of two hundred pages
SCREEN_DPI = 96  # at 100 % a page has its real size on a screen of CSS pixels
ZOOMS = (1, 2, 4, 8)
PLATE_PPI = 100
DIFFERENCE_DPI = 50
INKS = (*plates.PROCESS, "total")


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

    def piece(self, proof: Proof, folio: int, zoom: int, across: int, down: int) -> bytes:
        """A window of a page as WebP: at `zoom` it is so many times smaller than the page, and begins so many halves of
        a window from the top left. ValueError for one that is not on the page."""
        box = window(proof, zoom, across, down)
        return self._kept(f"{proof.mark(folio)}-{zoom}-{across}-{down}.webp",
                          lambda: pixels.piece(proof.pdf, folio, box, SCREEN_DPI * zoom))  # fmt: skip

    # --- inks --------------------------------------------------------------------------------------------------------

    def plate(self, proof: Proof, folio: int, name: str) -> bytes | None:
        """A plate, or total ink, as WebP; None without Ghostscript."""
        key = self._inked(proof, folio)
        path = self.folder / f"{key}-{name}.webp"
        if not path.is_file():
            (self.folder / f"{key}-inks.json").unlink(missing_ok=True)  # its pictures went before it: all anew
            self.tally(proof, folio)
        return path.read_bytes() if path.is_file() else None

    def tally(self, proof: Proof, folio: int) -> plates.Tally | None:
        """The inks of a page in numbers; their pictures are made on the way."""
        key = self._inked(proof, folio)
        path = self.folder / f"{key}-inks.json"
        if not path.is_file():
            inks = plates.page_inks(proof.pdf, folio, PLATE_PPI)
            if inks is None:
                return None
            for name, plane in inks.planes.items():
                self._keep(self.folder / f"{key}-{name}.webp", plates.plate_picture(plane, name))
            heat = plates.heat_picture(inks.total, proof.sheet.ink_warn, proof.sheet.ink_limit)
            self._keep(self.folder / f"{key}-total.webp", heat)
            told = asdict(plates.tally(inks, proof.sheet.ink_limit))
            self._keep(path, json.dumps(told, default=dict).encode())
        read: dict[str, Any] = json.loads(path.read_bytes())
        return plates.Tally(read["worst"], Rect(*read["at"]), read["over"], read["means"])

    @staticmethod
    def _inked(proof: Proof, folio: int) -> str:
        return f"{proof.mark(folio)}-{proof.sheet.ink_warn:g}-{proof.sheet.ink_limit:g}"

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


def window(proof: Proof, zoom: int, across: int, down: int) -> Rect:
    """A window of a page with its bleed, mm from the trim's top left. ValueError where there is none."""
    last = 2 * zoom - 2
    if zoom not in ZOOMS or not 0 <= across <= last or not 0 <= down <= last:
        raise ValueError(f"{zoom} {across} {down}")
    bleed = proof.sheet.bleed
    width, height = (side + 2 * bleed for side in proof.sheet.page)
    return Rect(across * width / (2 * zoom) - bleed, down * height / (2 * zoom) - bleed, width / zoom, height / zoom)


def tidy(folder: Path, most: int) -> None:
    """Take away what nobody asked for longest until there is no more than so many bytes."""
    found = sorted((path.stat().st_mtime, path.stat().st_size, path) for path in folder.iterdir() if path.is_file())
    spare = sum(size for _, size, _ in found) - most
    for _, size, path in found:
        if spare <= 0:
            return
        path.unlink(missing_ok=True)
        spare -= size
