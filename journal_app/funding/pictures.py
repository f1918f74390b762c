"""Funding, the bar as a PNG: the shapes of the drawing -> pixels, twice as many for sharp screens. It reads faces only.

Letters are set by Raqm, so that Arabic joins and runs from right to left.
"""

import io
from functools import cache, lru_cache
from unicodedata import category

from PIL import Image, ImageDraw, ImageFont

from journal_app.funding.drawing import HEIGHT, WIDTH, Box, Dot, Shape, Stroke
from journal_app.prepress.faces import INSTALLED, code_points

SCALE = 2
_LATIN = ("FiraSans_400Regular.ttf", "FiraSans_600SemiBold.ttf")
_ARABIC = ("NotoNaskhArabic_400Regular.ttf", "NotoNaskhArabic_700Bold.ttf")
_OTHERS = (("NotoSansEthiopic_400Regular.ttf", "NotoSansEthiopic_700Bold.ttf"),
           ("NotoSerifBengali_400Regular.ttf", "NotoSerifBengali_700Bold.ttf"))  # fmt: skip
FACES = {False: (_LATIN, _ARABIC, *_OTHERS), True: (_ARABIC, _LATIN, *_OTHERS)}  # the first that has the letters
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
_TURNED = {"start": "end", "middle": "middle", "end": "start"}


def _face(rtl: bool, bold: bool, size: int, text: str) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The face that has most of the letters: an issue's theme may be in any script."""
    letters = {ord(sign) for sign in text if category(sign) not in ("Cf", "Zs")}
    there = [pair[bold] for pair in FACES[rtl] if (INSTALLED / pair[bold]).is_file()]
    file = min(there, key=lambda one: len(letters - code_points(one)), default=FACES[rtl][0][bold])
    return _opened(file, size)


@cache
def _opened(file: str, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    path = INSTALLED / file
    if not path.is_file():  # a desk that was not set up for print: Pillow's own face
        return ImageFont.load_default(size)
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.RAQM)


@lru_cache(64)  # every site that shows it asks for the same
def as_png(shapes: tuple[Shape, ...], language: str, rtl: bool) -> bytes:
    """The picture as PNG, without any metadata."""
    whole = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), "white")
    pen = ImageDraw.Draw(whole)
    for shape in shapes:
        _draw(pen, shape, language, rtl)
    out = io.BytesIO()
    whole.quantize(64, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw(pen: ImageDraw.ImageDraw, shape: Shape, language: str, rtl: bool) -> None:
    if isinstance(shape, Box):
        box = _scaled(shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
        if box[2] > box[0] and box[3] > box[1]:
            pen.rectangle(box, fill=shape.fill or None, outline=shape.stroke or None, width=SCALE)
    elif isinstance(shape, Stroke):
        pen.line(_scaled(shape.x1, shape.y1, shape.x2, shape.y2), fill=shape.colour, width=round(shape.width * SCALE))
    elif isinstance(shape, Dot):
        pen.ellipse(_scaled(shape.x - shape.radius, shape.y - shape.radius, shape.x + shape.radius,
                            shape.y + shape.radius), fill=shape.fill)  # fmt: skip
    else:
        face = _face(rtl, shape.bold, round(shape.size * SCALE), shape.text)
        anchor = _ANCHORS[_TURNED[shape.anchor] if rtl else shape.anchor]
        pen.text((shape.x * SCALE, shape.y * SCALE), shape.text, fill=shape.colour, font=face, anchor=anchor,
                 direction="rtl" if rtl else "ltr", language=language)  # fmt: skip


def _scaled(*lengths: float) -> tuple[float, ...]:
    return tuple(round(one * SCALE, 2) for one in lengths)
