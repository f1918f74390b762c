"""Step 4, pictures: a picture file x the box it fills x the printer sheet -> an image ready for the press PDF.

Cropped by its focal point, brought down to the press's resolution (never up), separated by the printer's profile,
kept to the ink limit, encoded. A pure function of its inputs; the cache folder only saves time. SVG is for svg.py.
"""

import hashlib
import json
import os
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, NamedTuple

from PIL import Image
from PIL import __version__ as pillow_version

from journal_app.prepress import colour, encode, ink, raster
from journal_app.prepress.cache import Cache, key_of
from journal_app.prepress.model import Picture
from journal_app.prepress.sheet import PrinterSheet
from journal_app.problems import Problem, blocking, warning

VERSION = "7"  # of the way pictures are prepared: a change here renews every cached picture
PROOF_PPI = 100  # as many as a screen shows of a page at full size
FLAT_KINDS = ("drawing", "map", "chart", "line")

Half = Literal["verso", "recto"]
_Made = tuple[encode.Stream, dict[str, Any]]  # a stream and what else is known of it
Purpose = Literal["press", "proof"]


class Reach(NamedTuple):
    """How wide a picture may be printed, in cm: without a word, and at all."""

    warn: float
    error: float


@dataclass(frozen=True, slots=True)
class Prepared:
    """An image XObject to be: its keys, and its stream, which stays in the cache until it is asked for.

    `digest` is the stream's SHA-256; `ppi` is the file's effective resolution in its box.
    """

    digest: str
    width: int
    height: int
    bits: int
    colourspace: str
    filter: str
    parms: str
    decode: tuple[int, ...]
    is_mask: bool
    ink: float
    ink_mean: float
    ppi: float
    line: bool = False  # judged as line art: a stencil at press, grey in a proof
    notes: tuple[str, ...] = ()
    stored: Path = field(default=Path(), compare=False)

    @property
    def data(self) -> bytes:
        """The stream, read from the cache."""
        return self.stored.read_bytes().partition(b"\n")[2]

    @property
    def dictionary(self) -> bytes:
        """The image XObject's keys as PDF source, /Length left to the writer.

        A 1-bit drawing is a stencil: the page sets the ink it is painted in (`0 0 0 1 k`) before `Do`.
        """
        keys = [f"/Type /XObject /Subtype /Image /Width {self.width} /Height {self.height}",
                f"/BitsPerComponent {self.bits} /Filter /{self.filter}"]
        keys += ["/ImageMask true"] if self.is_mask else [f"/ColorSpace /{self.colourspace}"]
        if self.parms:
            keys.append(f"/DecodeParms {self.parms}")
        if self.decode:
            keys.append(f"/Decode [{' '.join(map(str, self.decode))}]")
        return f"<< {' '.join(keys)} >>".encode()


def prepare(picture: Picture, frame_mm: tuple[float, float], sheet: PrinterSheet, profile: Path | None, in_colour: bool,
            purpose: Purpose, cache: Path, half: Half | None = None) -> tuple[Prepared | None, list[Problem]]:
    """The picture for a box of that width and height (mm, bleed included), or None and why not.

    With `half` the picture crosses the fold and the box is that of one page with its bleed on all sides: `verso` is
    the left part and `recto` the right one, whatever way the page is read; both show the bleed's width beyond the fold.
    """
    where, title = f"picture:{picture.slug}", picture.title()
    press, problems = colour.colour_for(profile, ink_aim(sheet))
    aims = (PROOF_PPI, PROOF_PPI) if purpose == "proof" else (sheet.resolution.aim, sheet.resolution.line_aim)
    key = key_of(VERSION, pillow_version, picture.sha256, press.sha256, json.dumps(
        [picture.meta.focal, picture.meta.kind, frame_mm, sheet.bleed if half else 0, half, aims,
         sheet.resolution.line_error, press.ink_limit, in_colour, purpose]))
    store = Cache(cache)
    prepared = _load(store.path(key, "picture"))
    if prepared is None:
        made, found = _make(picture, frame_mm, sheet, press, in_colour, purpose, aims, half)
        problems = problems + found
        if made is None:
            return None, problems
        prepared = _put(store, key, *made)
    problems = problems + raster.notes(prepared.notes, where, title)
    return prepared, problems + _resolution(prepared, frame_mm[0], sheet, where, title)


def ink_aim(sheet: PrinterSheet) -> float:
    """Ink our own pictures keep to, in %: what the sheet would warn of (newsprint aims at 220 and refuses 240)."""
    return min(sheet.ink_limit, sheet.ink_warn)


def good_up_to(picture: Picture, sheet: PrinterSheet) -> Reach:
    """How wide, in cm, the whole picture may be printed; a drawing from SVG at any width."""
    width = picture.size[0]
    if not width:
        return Reach(float("inf"), float("inf"))
    return Reach(centimetres(width, sheet.resolution.warn), centimetres(width, sheet.resolution.error))


def crop_box(size: tuple[int, int], frame: tuple[float, float], focal: tuple[float, float], bleed: float = 0,
             half: Half | None = None) -> raster.Crop:
    """What of a picture of that size fills the frame (cover), its focal point as near the middle as can be."""
    width, height = size
    across = 2 * (frame[0] - bleed) if half else frame[0]
    scale = min(width / across, height / frame[1])  # pixels a mm
    crop = across * scale, frame[1] * scale
    left, top = (max(min(f * full - part / 2, full - part), 0) for f, full, part in zip(focal, size, crop, strict=True))
    right, bottom = min(left + crop[0], width), min(top + crop[1], height)  # a sum of floats may step outside
    if half == "verso":
        right = left + frame[0] * scale
    elif half == "recto":
        left = right - frame[0] * scale
    return left, top, right, bottom


def _make(picture: Picture, frame: tuple[float, float], sheet: PrinterSheet, press: colour.Colour, in_colour: bool,
          purpose: Purpose, aims: tuple[int, int], half: Half | None) -> tuple[_Made | None, list[Problem]]:
    where, title = f"picture:{picture.slug}", picture.title()
    expected = crop_box(picture.size, frame, picture.meta.focal, sheet.bleed, half) if all(picture.size) else None
    smallest = (0, 0)
    if expected and picture.meta.kind != "line":
        enlarged = _ppi(frame[0], aims[0]) / (expected[2] - expected[0])
        smallest = tuple(round(side * enlarged) for side in picture.size) if enlarged < 1 else (0, 0)  # type: ignore
    read, problems = raster.read(picture.path, where, title, smallest)
    if read is None:
        return None, problems
    image, icc, notes = read.image, read.icc, read.notes
    del read  # a picture is large: never held twice
    crop = crop_box(image.size, frame, picture.meta.focal, sheet.bleed, half)
    drafted = picture.size[0] / image.width if all(picture.size) else 1.0
    ppi = (crop[2] - crop[0]) / (frame[0] / 25.4)
    line = _is_line(picture, image) and (image.mode == "1" or ppi >= sheet.resolution.line_error)
    stencil = line and purpose == "press"
    image = _resized(image, crop, frame, aims[1] if stencil else aims[0], stencil)
    flat = picture.meta.kind in FLAT_KINDS and raster.is_flat(image)
    if stencil:
        inked = image.convert("L").point([0 if v < 128 else 255 for v in range(256)], "1")
    else:
        inked = _inked(image, icc, press, in_colour, flat)
    del image
    stream = encode.encode(inked, press.ink_limit, min(ppi, aims[0]), purpose, flat)
    return (stream, {"ppi": round(ppi * drafted, 1), "line": line, "notes": notes}), problems


def _is_line(picture: Picture, image: Image.Image) -> bool:
    """Black and white only: a 1-bit file, or a drawing said to be line art without colour."""
    if image.mode == "1":
        return True
    return picture.meta.kind == "line" and (image.mode == "L" or (image.mode == "RGB" and colour.is_neutral(image)))


def _resized(image: Image.Image, crop: raster.Crop, frame: tuple[float, float], aim: int, stencil: bool) -> Image.Image:
    """The crop at the wanted resolution; at its own, uninterpolated, where that is no more."""
    size = max(1, round(_ppi(frame[0], aim))), max(1, round(_ppi(frame[1], aim)))
    if crop[2] - crop[0] <= size[0]:
        left, top = round(crop[0]), round(crop[1])
        right, bottom = max(left + 1, round(crop[2])), max(top + 1, round(crop[3]))
        box = left, top, min(right, image.width), min(bottom, image.height)
        return image if box == (0, 0, *image.size) else image.crop(box)
    if image.mode == "1":
        image = image.convert("L")
    return image.resize(size, Image.Resampling.BOX if stencil else Image.Resampling.LANCZOS, box=crop, reducing_gap=3.0)


def _inked(image: Image.Image, icc: bytes | None, press: colour.Colour, in_colour: bool, flat: bool) -> Image.Image:
    """In process colours, or in black alone: on grey pages, and wherever a picture is nothing but grey.

    In flat drawings the greys alone are black ink alone, so that a black line is one plate and stays sharp.
    """
    if image.mode == "1":
        image = image.convert("L")
    if not in_colour or image.mode == "L" or (image.mode == "RGB" and colour.is_neutral(image)):
        return press.to_grey(image, icc)
    inked = Image.new("CMYK", image.size)
    for top, strip in ink.strips(image):
        inked.paste(_separated(strip, icc, press, flat), (0, top))
    return inked


def _separated(image: Image.Image, icc: bytes | None, press: colour.Colour, flat: bool) -> Image.Image:
    inks = press.to_cmyk(image, icc)
    if flat and image.mode == "RGB":
        none = Image.new("L", image.size)
        black = press.to_grey(image, icc).point([255 - v for v in range(256)])
        inks = Image.composite(Image.merge("CMYK", [none, none, none, black]), inks, colour.neutral_mask(image))
    return inks


def _resolution(prepared: Prepared, width_mm: float, sheet: PrinterSheet, where: str, title: str) -> list[Problem]:
    """`picture-below-ppi`, blocking or warning: found as ppi at the printed width, allowed as a width."""
    limits = sheet.resolution
    error, warn = (limits.line_error, limits.line_warn) if prepared.line else (limits.error, limits.warn)
    if prepared.ppi >= warn:
        return []
    severity, wanted = (blocking, error) if prepared.ppi < error else (warning, warn)
    pixels = prepared.ppi * width_mm / 25.4
    found = f"{int(prepared.ppi)} ppi, {_length(width_mm / 10)}"
    return [severity("picture-below-ppi", where, found, _length(centimetres(pixels, wanted)), "pictures", title)]


def _ppi(mm: float, ppi: float) -> float:
    return mm / 25.4 * ppi


def centimetres(pixels: float, ppi: float) -> float:
    """Rounded down to the mm."""
    return int(pixels / ppi * 25.4) / 10


def _length(cm: float) -> str:
    return f"{cm:.1f}".removesuffix(".0") + " cm"


def _put(store: Cache, key: str, stream: encode.Stream, more: dict[str, Any]) -> Prepared:
    """The picture as the cache keeps it: a line of JSON, then the stream."""
    values = {f.name: getattr(stream, f.name) for f in fields(stream) if f.name != "data"} | more
    values["digest"] = hashlib.sha256(stream.data).hexdigest()
    head = json.dumps(values | {"length": len(stream.data)}).encode()
    return Prepared(**values, stored=store.put(key, "picture", head + b"\n" + stream.data))


def _load(path: Path) -> Prepared | None:
    """What the cache holds under that name; None for nothing, or a file that is not whole and is made again."""
    try:
        with path.open("rb") as file:
            head = file.readline(100_000)
            values = json.loads(head)
            whole = os.fstat(file.fileno()).st_size == len(head) + values.pop("length")
        values |= {"decode": tuple(values["decode"]), "notes": tuple(values["notes"])}
        return Prepared(**values, stored=path) if whole else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
