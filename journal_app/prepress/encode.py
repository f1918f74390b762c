"""Step 4d: pixels in the press's inks -> the stream of a PDF image. Converts no colour; what it writes is measured.

Photographs become baseline JPEG, 4:4:4, flat drawings lossless Flate where that is not much larger, black and white
drawings 1-bit stencils (CCITT G4 or Flate, whichever is smaller). No profile, no density, no comment goes in.

CMYK in JPEG: Pillow writes the inks inverted with an Adobe marker, as Photoshop does. PDF readers do not look at the
marker, so the image needs /Decode [1 0 1 0 1 0 1 0] (checked with Ghostscript and pdfium; WeasyPrint adds the same).
"""

import io
import zlib
from dataclasses import dataclass

from PIL import Image, ImageChops

from journal_app.prepress import ink

QUALITY = {"press": 92, "proof": 85}
LOSSLESS_WORTH = 1.5  # a flat drawing stays lossless up to this many times its JPEG's weight
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
    photo = _jpeg(image, limit, ppi, purpose)
    if photo is not None and not flat:
        return photo
    drawing = _lossless(image, limit, ppi)
    return drawing if photo is None or len(drawing.data) <= LOSSLESS_WORTH * len(photo.data) else photo


def _jpeg(image: Image.Image, limit: float, ppi: float, purpose: str) -> Stream | None:
    """None when no round kept to the limit. A proof is encoded once and not verified."""
    target = limit
    for number in range(1, ROUNDS + 1):
        limited = ink.limit(image, target) if image.mode == "CMYK" else image
        data = io.BytesIO()
        limited.save(data, "JPEG", quality=QUALITY[purpose], subsampling=0, optimize=True)
        if purpose == "proof":
            found = ink.measure(limited, ppi)
        else:
            with Image.open(data) as decoded:
                found = ink.measure(decoded, ppi)
        if image.mode == "L" or purpose == "proof" or found.most <= limit:
            decode = (1, 0) * 4 if image.mode == "CMYK" else ()
            return Stream(data.getvalue(), *image.size, 8, _space(image), "DCTDecode", "", decode,
                          ink=found.most, ink_mean=found.mean)
        target -= number * (found.most - limit) + 1
    return None


def _lossless(image: Image.Image, limit: float, ppi: float) -> Stream:
    if image.mode == "CMYK":
        image = ink.limit(image, limit)
    found = ink.measure(image, ppi)
    plain = zlib.compress(image.tobytes(), 9)
    moved = Image.new(image.mode, image.size)
    moved.paste(image, (1, 0))
    colours = len(image.getbands())
    # TIFF predictor 2 (PDF 32000-1, 7.4.4.4): each sample less its left neighbour, modulo 256
    bands = [ImageChops.subtract_modulo(a, b) for a, b in zip(image.split(), moved.split(), strict=True)]
    predicted = zlib.compress((Image.merge(image.mode, bands) if colours > 1 else bands[0]).tobytes(), 9)
    parms = f"<< /Predictor 2 /Colors {colours} /BitsPerComponent 8 /Columns {image.width} >>"
    data, parms = (predicted, parms) if len(predicted) < len(plain) else (plain, "")
    return Stream(data, *image.size, 8, _space(image), "FlateDecode", parms, ink=found.most, ink_mean=found.mean)


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
