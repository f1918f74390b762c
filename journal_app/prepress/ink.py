"""Step 4c: total ink kept to the printer's limit, in pixels and in flat colours. Knows no file and no profile.

Too much ink on one spot does not dry, sets off on the next sheet and tears newsprint. Two things push a picture over
the limit: the profile itself, made for another paper, and JPEG, whose rounding adds up to 9 points (measured, and
more on noise). So the limit is applied to the pixels, then the *encoded* picture is decoded and measured.

What is held: after decoding, the heaviest single pixel keeps to the limit. That is stricter than what printers
judge (the mean over 15 mm2, ISO 12647 / GWG 2015), which therefore holds too; both are reported.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageMath

CMYK = tuple[float, float, float, float]

PATCH_MM2 = 15.0  # GWG 2015: ink is judged as a mean over an area of 15 mm2
_STRIP = 1 << 20  # pixels worked on at a time: ImageMath uses 4 bytes a pixel for each value it holds


@dataclass(frozen=True, slots=True)
class Ink:
    """Total area coverage in %: the heaviest pixel, and the heaviest patch of 15 mm2."""

    most: float
    mean: float


def measure(image: Image.Image, ppi: float) -> Ink:
    """The ink of a CMYK picture printed at that resolution, or of a grey one (255 is paper)."""
    return measure_patches(image, patch_side(image, ppi))


def measure_patches(image: Image.Image, side: int) -> Ink:
    """The same, of patches of that many pixels a side, the first at the top left."""
    if image.mode == "L":
        least, patch = image.getextrema()[0], image.reduce(side).getextrema()[0]
        return Ink(_percent(255 - float(least)), _percent(255 - float(patch)))  # type: ignore[arg-type]
    most = max(_most(strip) for _, strip in strips(image))
    return Ink(_percent(most), _percent(_most(image.reduce(side))))


def patch_side(image: Image.Image, ppi: float) -> int:
    """How many pixels of the picture make the side of a patch of 15 mm2."""
    return max(1, min(round(math.sqrt(PATCH_MM2) / 25.4 * ppi), *image.size))


def limit(image: Image.Image, percent: float) -> Image.Image:
    """A CMYK picture no pixel of which carries more than `percent`: a new one if anything had to change.

    First grey is exchanged (GCR): as much of C, M and Y alike as is needed gives way to as much K, which takes away
    twice that and keeps hue and depth. What is then still too much is taken from C, M and Y in proportion; K stays.
    """
    ceiling = int(percent * 2.55)
    limited: Image.Image | None = None
    for top, strip in strips(image):
        if _most(strip) > ceiling:
            limited = limited or image.copy()
            limited.paste(_limit_strip(strip, ceiling), (0, top))
    return limited or image


def limit_flat(colour: CMYK, percent: float) -> CMYK:
    """The same for one flat colour, inks 0..1."""
    c, m, y, k = colour
    over = c + m + y + k - percent / 100
    if over <= 0:
        return colour
    grey = min(over / 2, c, m, y, 1 - k)
    c, m, y, k = c - grey, m - grey, y - grey, k + grey
    room = max(percent / 100 - k, 0.0)
    scale = min(1.0, room / (c + m + y)) if c + m + y else 1.0
    return c * scale, m * scale, y * scale, k


def _limit_strip(strip: Image.Image, ceiling: int) -> Image.Image:
    names = dict(zip("cmyk", strip.split(), strict=True))
    grey = ImageMath.lambda_eval(
        lambda a: a["min"](
            a["max"]((a["c"] + a["m"] + a["y"] + a["k"] - ceiling + 1) / 2, 0),
            a["min"](a["min"](a["c"], a["m"]), a["min"](a["y"], 255 - a["k"])),
        ), **names)
    key = ImageMath.lambda_eval(lambda a: a["k"] + a["g"], k=names["k"], g=grey)
    cmy = ImageMath.lambda_eval(lambda a: a["c"] + a["m"] + a["y"] - a["g"] * 3, g=grey, **names)
    room = ImageMath.lambda_eval(lambda a: a["min"](a["max"](ceiling - a["k"], 0), a["s"]), k=key, s=cmy)
    # Integer division rounds down, so that rounding never adds ink; 0/0 is 0.
    inks = [
        ImageMath.lambda_eval(lambda a: a["convert"]((a["i"] - a["g"]) * a["r"] / a["s"], "L"),
                              i=names[ink], g=grey, r=room, s=cmy)
        for ink in "cmy"
    ]
    return Image.merge("CMYK", [*inks, key.convert("L")])


def strips(image: Image.Image, step: int = 1) -> Iterator[tuple[int, Image.Image]]:
    """The picture from top to bottom, about a megapixel at a time: what works pixel by pixel needs no more memory.

    Strips begin at multiples of `step` rows.
    """
    width, height = image.size
    rows = max(1, _STRIP // width // step) * step
    for top in range(0, height, rows):
        yield top, image.crop((0, top, width, min(height, top + rows)))


def _most(image: Image.Image) -> float:
    c, m, y, k = image.split()
    total = ImageMath.lambda_eval(lambda a: a["c"] + a["m"] + a["y"] + a["k"], c=c, m=m, y=y, k=k)
    return float(total.getextrema()[1])


def _percent(levels: float) -> float:
    return round(levels / 2.55, 1)
