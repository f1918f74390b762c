"""A part of a document: a picture's bytes -> its size and format. It keeps, changes and draws nothing."""

import warnings
from io import BytesIO

from PIL import Image

FORMATS = ("PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP")
Image.init()  # now: where a file is read nothing more may be opened


def measured(data: bytes) -> tuple[int, int, str] | None:
    """Width and height in pixels and the format; None for a drawing (EMF, WMF, SVG) or what is broken."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=FORMATS) as picture:
                return picture.width, picture.height, str(picture.format)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
