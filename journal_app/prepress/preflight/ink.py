"""Step 8, total ink measured on Ghostscript's plates, a mean over 15 mm2 (GWG 2015, Total Ink Area Coverage).

Ghostscript reads the file in a process of its own, with -dSAFER and a time limit, and writes only to a temporary
folder. Where it is absent, ink is not measured and a note says so.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError

from journal_app.prepress.preflight.finding import Finding, Rule
from journal_app.prepress.preflight.subject import Subject
from journal_app.problems import Severity
from journal_app.units import Rect

TOTAL = Rule("ink-over-limit", Severity.BLOCKING, "pictures", "GWG 2015, Total Ink Area Coverage: mean over 15 mm2")
UNMEASURED = Rule("ink-unmeasured", Severity.NOTE, "technician", "house: ink is measured with Ghostscript")
RULES = (TOTAL, UNMEASURED)

WINDOW_MM2 = 15.0
PPI = 50  # a 15 mm2 window is then 7.6 pixels wide: enough for a mean
SLACK = 0.5  # %: 8-bit plates add up to 4 x 0.2
SECONDS = 120
LARGEST_MM = 2000  # a page longer than any press sheet would fill the memory with its plates
WORKERS = 2


def judge(subject: Subject, path: Path) -> Iterator[Finding]:
    """Pages whose ink passes the limit, with the place of the worst window."""
    program = shutil.which("gs")
    if program is None or not subject.pages:
        yield UNMEASURED.at(found="gs")
        return
    longest = max(side for page in subject.pages for side in page.size())
    if longest > LARGEST_MM:
        yield UNMEASURED.at(found=f"gs, {longest:.0f} mm")
        return
    with tempfile.TemporaryDirectory(prefix="ink-") as folder:
        if not _plates(program, path, Path(folder), len(subject.pages)):
            yield UNMEASURED.at(found="gs")
        warn, limit = subject.limits.ink
        for page in subject.pages:
            total = coverage(sorted(Path(folder).glob(f"*-{page.number}(*).tif")))
            if total is None:
                continue
            worst, at = heaviest(total)
            if worst > warn + SLACK:
                severity, allowed = (Severity.BLOCKING, limit) if worst > limit + SLACK else (Severity.WARNING, warn)
                yield TOTAL.at(page.number, at, f"{worst:.0f} %", f"{allowed:.0f} %", worst, severity)


def _plates(program: str, path: Path, folder: Path, pages: int) -> bool:
    """The plates of every page as 8-bit TIFFs named `<first>-<page>(Cyan).tif`, cut to the trim."""
    share = -(-pages // (WORKERS if pages > 4 else 1))
    running = []
    for first in range(1, pages + 1, share):
        last = min(first + share - 1, pages)
        running.append(
            (
                first,
                last,
                subprocess.Popen(
                    [
                        program,
                        "-q",
                        "-dSAFER",
                        "-dBATCH",
                        "-dNOPAUSE",
                        "-dUseTrimBox",
                        "-sDEVICE=tiffsep",
                        f"-r{PPI}",
                        "-sCompression=none",
                        "-dMaxSeparations=12",
                        f"-dFirstPage={first}",
                        f"-dLastPage={last}",
                        f"-sOutputFile={folder}/{first}-%d.tif",
                        str(path.absolute()),
                    ],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                ),
            )
        )
    well = True
    for first, _, process in running:
        try:
            well = process.wait(SECONDS) == 0 and well
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            well = False
        if first > 1:  # Ghostscript counts its output from 1 in each run
            for plate in sorted(folder.glob(f"{first}-*.tif")):
                head, dash, rest = plate.name.partition("-")
                number = rest[: len(rest) - len(rest.lstrip("0123456789"))]
                plate.rename(folder / f"r{head}{dash}{int(number) + first - 1}{rest[len(number) :]}")
    return well


def coverage(plates: Sequence[Path]) -> npt.NDArray[np.float32] | None:
    """Total ink in % per pixel, all plates added; None where there is no plate."""
    total: npt.NDArray[np.float32] | None = None
    for plate in plates:
        try:
            with Image.open(plate) as picture:
                ink = (255 - np.asarray(picture.convert("L"), dtype=np.float32)) * np.float32(100 / 255)
        except (OSError, UnidentifiedImageError):
            continue
        total = ink if total is None else total + ink
    return total


def heaviest(total: npt.NDArray[np.float32]) -> tuple[float, Rect]:
    """The highest mean over a square of 15 mm2 anywhere on the page, and that square in mm."""
    pixel = 25.4 / PPI
    side = max(1, min(round(WINDOW_MM2**0.5 / pixel), *total.shape))
    sums = np.zeros((total.shape[0] + 1, total.shape[1] + 1), dtype=np.float64)
    sums[1:, 1:] = total.cumsum(0, dtype=np.float64).cumsum(1)
    means = (sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]) / side**2
    row, column = np.unravel_index(int(means.argmax()), means.shape)
    return float(means[row, column]), Rect(float(column) * pixel, float(row) * pixel, side * pixel, side * pixel)
