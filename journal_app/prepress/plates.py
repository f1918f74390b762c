"""Step 7f: a PDF -> its plates, one a printing ink, by Ghostscript; and how they look and what they add up to.

Ghostscript reads the file in a process of its own, with -dSAFER and a time limit, and writes only to a temporary
folder. Where it is absent there are no plates; nothing is guessed from the colours of a screen.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt
import pikepdf
from PIL import Image, UnidentifiedImageError

from journal_app.prepress.pixels import regions
from journal_app.units import Rect, mm_to_pt

WINDOW_MM2 = 15.0  # GWG 2015, Total Ink Area Coverage: the mean over 15 mm2
SECONDS = 120
WINDOW_S = 20  # of one window of a page: 0.3 s on the house's machine, whatever the resolution
MOST_PIXELS = 8_000_000  # of one window and plate: 128 MB as numbers, four inks
WORKERS = 2
SLACK = 0.5  # %: 8-bit plates add up to 4 x 0.2
PROCESS = ("cyan", "magenta", "yellow", "black")
# How each plate is shown on white paper: its ink, dark enough to be seen, yellow above all.
TONES = {"cyan": (0, 122, 168), "magenta": (178, 0, 104), "yellow": (158, 122, 0), "black": (22, 19, 15)}
OTHER = (70, 52, 120)  # an ink that is none of the four
# Total ink in steps, each darker than the one before: without colour one still sees where it is heavy.
STEPS = ((244, 241, 234), (216, 211, 198), (176, 172, 162), (224, 138, 30), (143, 20, 4))
DRAWING = Lock()  # one page's plates at a time: Ghostscript takes a core and up to 300 MB

Plane = npt.NDArray[np.float32]  # rows x columns, ink in %


@dataclass(frozen=True, slots=True)
class Inks:
    """The plates of one page, in % of ink per pixel. `ppi`: pixels an inch."""

    planes: Mapping[str, Plane]
    ppi: float

    @property
    def total(self) -> Plane:
        """All plates added."""
        return _sum(list(self.planes.values()))


@dataclass(frozen=True, slots=True)
class Tally:
    """What the inks of a page come to, in %. `worst`: the highest mean over 15 mm2, at `at` (mm from the trim's top
    left); `over`: the share of the page, 0 to 1, that is above the limit; `means`: of each ink over the whole page;
    `places`: where the mean over 15 mm2 is above the limit, what lies close in one box, the highest on the page first.
    """

    worst: float
    at: Rect
    over: float
    means: Mapping[str, float]
    places: tuple[Rect, ...] = ()


def program() -> str | None:
    """Where Ghostscript is, if it is."""
    return shutil.which("gs")


def page_inks(pdf: Path, page: int, ppi: float) -> Inks | None:
    """The plates of one page, counted from 1, cut to its trim; None without Ghostscript or when it gave up."""
    found = program()
    if found is None:
        return None
    with DRAWING, tempfile.TemporaryDirectory(prefix="plates-") as folder:
        return _read(Path(folder), ppi) if draw(found, pdf, Path(folder), page, page, ppi) else None


def window_inks(pdf: Path, page: int, box: Rect, ppi: float) -> Inks | None:
    """The plates of a region of a page, mm from its trim's top left; None as above, or where there is no such page.

    Raises ValueError for a region with too many pixels. The page is cut out before Ghostscript sees it: what it keeps
    in memory is the region's, however fine.
    """
    if not 0 < box.w * box.h / 25.4**2 * ppi**2 <= MOST_PIXELS:
        raise ValueError("too many pixels")
    found = program()
    if found is None:
        return None
    with DRAWING, tempfile.TemporaryDirectory(prefix="plates-") as folder:
        cut = Path(folder) / "cut.pdf"
        if not _cut_out(pdf, page, box, cut):
            return None
        drawn = _ended(_started(found, cut, Path(folder), 1, 1, ppi), WINDOW_S)
        return _read(Path(folder), ppi) if drawn else None


def _cut_out(pdf: Path, page: int, box: Rect, out: Path) -> bool:
    """That page alone, as large as the region; False for a page that is not there, or a file that is no PDF."""
    try:
        with pikepdf.open(pdf) as source, pikepdf.new() as made:
            if not 1 <= page <= len(source.pages):
                return False
            made.pages.append(source.pages[page - 1])
            one = made.pages[0]
            left, _, _, top = (float(value) for value in one.trimbox.as_list())
            x, y = left + mm_to_pt(box.x), top - mm_to_pt(box.y)
            edges = pikepdf.Array([x, y - mm_to_pt(box.h), x + mm_to_pt(box.w), y])
            for name in ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"):
                one.obj[name] = edges
            made.save(out)
    except pikepdf.PdfError:
        return False
    return True


def _read(folder: Path, ppi: float) -> Inks | None:
    """The plates that Ghostscript wrote there."""
    planes = {}
    for path in sorted(folder.glob("*(*).tif")):
        plane = _plane(path)
        if plane is not None:
            planes[path.stem.partition("(")[2].rstrip(")").lower()] = plane
    named = (*PROCESS, *sorted(planes.keys() - set(PROCESS)))
    return Inks({name: planes[name] for name in named if name in planes}, ppi) if planes else None


def plates(found: str, path: Path, folder: Path, pages: int, ppi: float) -> bool:
    """The plates of every page as 8-bit TIFFs named `<any>-<page>(Cyan).tif`, cut to the trim; False when it failed."""
    share = -(-pages // (WORKERS if pages > 4 else 1))
    firsts = range(1, pages + 1, share)
    running = [_started(found, path, folder, first, min(first + share - 1, pages), ppi) for first in firsts]
    well = [_ended(process) for process in running]
    for first in firsts[1:]:  # Ghostscript counts its output from 1 in each run
        for plate in sorted(folder.glob(f"{first}-*.tif")):
            head, dash, rest = plate.name.partition("-")
            number = rest[: len(rest) - len(rest.lstrip("0123456789"))]
            plate.rename(folder / f"r{head}{dash}{int(number) + first - 1}{rest[len(number) :]}")
    return all(well)


def draw(found: str, path: Path, folder: Path, first: int, last: int, ppi: float) -> bool:
    """The plates of some pages, numbered from 1 whatever the first is."""
    return _ended(_started(found, path, folder, first, last, ppi))


def _started(found: str, path: Path, folder: Path, first: int, last: int, ppi: float) -> subprocess.Popen[bytes]:
    told = (
        "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-dUseTrimBox", "-sDEVICE=tiffsep", f"-r{ppi:g}",
        "-sCompression=none", "-dMaxSeparations=12", f"-dFirstPage={first}", f"-dLastPage={last}",
        f"-sOutputFile={folder}/{first}-%d.tif", str(path.absolute()),
    )  # fmt: skip
    quiet = subprocess.DEVNULL
    return subprocess.Popen([found, *told], stdin=quiet, stdout=quiet, stderr=quiet)


def _ended(process: subprocess.Popen[bytes], seconds: float = SECONDS) -> bool:
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return False


def _plane(plate: Path) -> Plane | None:
    """One plate in % of ink."""
    try:
        with Image.open(plate) as picture:
            return (255 - np.asarray(picture.convert("L"), dtype=np.float32)) * np.float32(100 / 255)
    except (OSError, UnidentifiedImageError):
        return None


# --- what they add up to ---------------------------------------------------------------------------------------------


def coverage(plates: Sequence[Path]) -> Plane | None:
    """Total ink in % per pixel, all plates added; None where there is no plate."""
    planes = [plane for plane in map(_plane, plates) if plane is not None]
    return _sum(planes) if planes else None


def _sum(planes: Sequence[Plane]) -> Plane:
    return np.asarray(np.sum(planes, axis=0), dtype=np.float32)


def means(total: Plane, ppi: float) -> tuple[npt.NDArray[np.float64], int]:
    """The mean over each square of 15 mm2, by the place of its corner; and the square's side in pixels."""
    side = max(1, min(round(WINDOW_MM2**0.5 / 25.4 * ppi), *total.shape))
    sums = np.zeros((total.shape[0] + 1, total.shape[1] + 1), dtype=np.float64)
    sums[1:, 1:] = total.cumsum(0, dtype=np.float64).cumsum(1)
    return (sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]) / side**2, side


def heaviest(total: Plane, ppi: float) -> tuple[float, Rect]:
    """The highest mean over a square of 15 mm2 anywhere on the page, and that square in mm."""
    found, side = means(total, ppi)
    row, column = np.unravel_index(int(found.argmax()), found.shape)
    pixel = 25.4 / ppi
    return float(found[row, column]), Rect(float(column) * pixel, float(row) * pixel, side * pixel, side * pixel)


def tally(inks: Inks, limit: float) -> Tally:
    """The inks of a page in numbers."""
    total = inks.total
    worst, at = heaviest(total, inks.ppi)
    over = float((total > limit + SLACK).mean())
    means_ = {name: float(plane.mean()) for name, plane in inks.planes.items()}
    return Tally(worst, at, over, means_, heavy(total, inks.ppi, limit))


def heavy(total: Plane, ppi: float, limit: float) -> tuple[Rect, ...]:
    """Where the mean over a square of 15 mm2 is above the limit, in mm; what lies close in one box."""
    found, side = means(total, ppi)
    pixel = 25.4 / ppi
    return tuple(Rect(box.x, box.y, round(box.w + (side - 1) * pixel, 2), round(box.h + (side - 1) * pixel, 2))
                 for box in regions(found > limit + SLACK, pixel))  # fmt: skip


# --- how they look ---------------------------------------------------------------------------------------------------


def plate_picture(plane: Plane, name: str) -> bytes:
    """A plate in its own ink on white, as WebP."""
    tone = np.array(TONES.get(name, OTHER), dtype=np.float32)
    share = np.clip(plane, 0, 100)[:, :, None] / 100
    return _webp((255 - share * (255 - tone)).round().astype(np.uint8))


def heat_picture(total: Plane, warn: float, limit: float) -> bytes:
    """Total ink in steps: none, up to 100 %, up to the limit of warning, up to the limit, above it. As WebP."""
    edges = sorted((0.5, min(100.0, warn), warn + SLACK, limit + SLACK))
    return _webp(np.array(STEPS, dtype=np.uint8)[np.digitize(total, edges)])


def _webp(pixels: npt.NDArray[np.uint8]) -> bytes:
    out = BytesIO()
    Image.fromarray(pixels).save(out, "WEBP", quality=80, method=2)
    return out.getvalue()
