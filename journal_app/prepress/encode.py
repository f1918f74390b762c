"""Step 4d: pixels in the press's inks -> the stream of a PDF image. Converts no colour; what it writes is measured.

Photographs become baseline JPEG, 4:4:4, flat drawings lossless Flate where that is not much larger, black and white
drawings 1-bit stencils (CCITT G4 or Flate, whichever is smaller). No profile, no density, no comment goes in.

CMYK in JPEG: Pillow writes the inks inverted with an Adobe marker, as Photoshop does. PDF readers do not look at the
marker, so the image needs /Decode [1 0 1 0 1 0 1 0] (checked with Ghostscript and pdfium; WeasyPrint adds the same).
"""

import io
import math
import zlib
from dataclasses import dataclass

from PIL import Image, ImageChops

from journal_app.prepress import ink

QUALITY = {"press": 92, "proof": 45}  # a proof goes by mail and telephone: a page of it is 300 kB
LOSSLESS_WORTH = 1.5  # a flat drawing stays lossless up to this many times its JPEG's weight
OPTIMIZED_PIXELS = 8_000_000  # optimal Huffman tables hold all coefficients, 8 bytes a CMYK pixel, to save 3-5 %
DEFLATE_LEVEL = 6  # level 9 takes five times as long to save an eighth (measured on the specimen's drawings)
ROUNDS = 5  # of lowering the limit until what comes out of the JPEG keeps to it; 1 or 2 are usual


@dataclass(frozen=True, slots=True)
class Stream:
    """An encoded image and the keys that say how to read it. `parms` is the DecodeParms dictionary as PDF source."""

    data: bytes
    width: int
    height: int
    bits: int
    colourspace: str  # DeviceCMYK or DeviceGray; a stencil has none
    filter: str
    parms: str = ""
    decode: tuple[int, ...] = ()
    is_mask: bool = False
    ink: float = 0.0  # heaviest pixel after decoding, %
    ink_mean: float = 0.0  # heaviest 15 mm2 after decoding, %


def encode(image: Image.Image, limit: float, ppi: float, purpose: str, flat: bool) -> Stream:
    """A CMYK or L picture as a stream whose pixels carry at most `limit` % of ink once decoded."""
    if image.mode == "1":
        return _stencil(image)
    drawing = _lossless(image, limit, ppi) if flat else None
    if drawing and len(drawing.data) <= LOSSLESS_WORTH * _jpeg_weight(image, purpose):
        return drawing
    return _jpeg(image, limit, ppi, purpose) or drawing or _lossless(image, limit, ppi)


def _jpeg(image: Image.Image, limit: float, ppi: float, purpose: str) -> Stream | None:
    """None when no round kept to the limit. A proof is encoded once and not verified."""
    target = limit
    for number in range(1, ROUNDS + 1):
        limited = ink.limit(image, target) if image.mode == "CMYK" else image
        found = ink.measure(limited, ppi) if purpose == "proof" else _decoded(limited, ppi, purpose)
        if image.mode == "L" or purpose == "proof" or found.most <= limit:
            decode = (1, 0) * 4 if image.mode == "CMYK" else ()
            optimize = image.width * image.height <= OPTIMIZED_PIXELS
            return Stream(_saved(limited, purpose, optimize), *image.size, 8, _space(image), "DCTDecode", "", decode,
                          ink=found.most, ink_mean=found.mean)
        target -= number * (found.most - limit) + 1
    return None


def _decoded(image: Image.Image, ppi: float, purpose: str) -> ink.Ink:
    """The ink of what comes out of the JPEG, strip by strip: at 4:4:4 each block of 8 x 8 pixels stands alone."""
    side = ink.patch_side(image, ppi)
    found = []
    for _, strip in ink.strips(image, math.lcm(8, side)):
        with Image.open(io.BytesIO(_saved(strip, purpose, False))) as decoded:
            found.append(ink.measure_patches(decoded, side))
    return ink.Ink(max(one.most for one in found), max(one.mean for one in found))


def _jpeg_weight(image: Image.Image, purpose: str) -> int:
    """About how many bytes the picture would have as a JPEG."""
    return sum(len(_saved(strip, purpose, False)) for _, strip in ink.strips(image, 8))


def _saved(image: Image.Image, purpose: str, optimize: bool) -> bytes:
    data = io.BytesIO()
    try:
        image.save(data, "JPEG", quality=QUALITY[purpose], subsampling=0, optimize=optimize)
    except OSError:  # Pillow guesses how large an optimized file gets; noise is larger, and needs no optimum
        data = io.BytesIO()
        image.save(data, "JPEG", quality=QUALITY[purpose], subsampling=0)
    return data.getvalue()


def _lossless(image: Image.Image, limit: float, ppi: float) -> Stream:
    if image.mode == "CMYK":
        image = ink.limit(image, limit)
    found = ink.measure(image, ppi)
    predict = len(_deflated(image, True, 1)) < len(_deflated(image, False, 1))  # the quickest level tells which
    colours = len(image.getbands())
    parms = f"<< /Predictor 2 /Colors {colours} /BitsPerComponent 8 /Columns {image.width} >>" if predict else ""
    data = _deflated(image, predict, DEFLATE_LEVEL)
    return Stream(data, *image.size, 8, _space(image), "FlateDecode", parms, ink=found.most, ink_mean=found.mean)


def _deflated(image: Image.Image, predict: bool, level: int) -> bytes:
    """The samples compressed, a strip at a time; with TIFF predictor 2 if wanted."""
    press = zlib.compressobj(level)
    parts = [press.compress((_predicted(strip) if predict else strip).tobytes()) for _, strip in ink.strips(image)]
    return b"".join([*parts, press.flush()])


def _predicted(image: Image.Image) -> Image.Image:
    """TIFF predictor 2 (PDF 32000-1, 7.4.4.4): each sample less its left neighbour, modulo 256."""
    moved = Image.new(image.mode, image.size)
    moved.paste(image, (1, 0))
    bands = [ImageChops.subtract_modulo(a, b) for a, b in zip(image.split(), moved.split(), strict=True)]
    return Image.merge(image.mode, bands) if len(bands) > 1 else bands[0]


def _stencil(image: Image.Image) -> Stream:
    """Black on nothing, painted in whatever ink the page sets; sample 0 paints (PDF 32000-1, 8.9.6.2)."""
    flate = zlib.compress(image.tobytes(), 9)  # Pillow packs 8 pixels a byte, 1 is white
    data = io.BytesIO()
    image.save(data, "TIFF", compression="group4", strip_size=image.width * image.height + 8)
    with Image.open(data) as tiff:
        (offset,), (length,) = tiff.tag_v2[273], tiff.tag_v2[279]  # type: ignore[attr-defined]
        black_is_one = tiff.tag_v2[262] == 1  # type: ignore[attr-defined]
    fax = data.getvalue()[offset:offset + length]
    if len(fax) >= len(flate):
        return Stream(flate, *image.size, 1, "DeviceGray", "FlateDecode", is_mask=True, ink=100.0, ink_mean=100.0)
    parms = f"<< /K -1 /Columns {image.width} /Rows {image.height} /BlackIs1 {'true' if black_is_one else 'false'} >>"
    return Stream(fax, *image.size, 1, "DeviceGray", "CCITTFaxDecode", parms, is_mask=True, ink=100.0, ink_mean=100.0)


def _space(image: Image.Image) -> str:
    return "DeviceCMYK" if image.mode == "CMYK" else "DeviceGray"
