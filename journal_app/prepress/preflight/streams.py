"""Step 8, reading a stream's facts without trusting it: image dictionaries, matrices, sizes bounded. Judges nothing."""

import zlib
from typing import Any

from pikepdf import Array, Dictionary, Name, PdfError, PdfInlineImage, Stream

from journal_app.prepress.preflight.geometry import IDENTITY, Matrix, six
from journal_app.prepress.preflight.marks import Image
from journal_app.prepress.preflight.spaces import CMYK, GRAY, RGB, Space, space_of

MOST_BYTES = 200_000_000  # of one content stream once decompressed
SMALL_RAW = 100_000  # Flate grows at most 1,032-fold (zlib, technical details): below this nothing can be a bomb
# what malformed PDF objects make pikepdf and the arithmetic on them raise
BROKEN = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    PdfError,
    ArithmeticError,
    RuntimeError,
    NotImplementedError,
    OSError,
)


def bounded(stream: Any) -> None:
    """Raise ValueError for a stream that would not fit in memory once decompressed."""
    if not isinstance(stream, Stream):
        return
    raw = stream.read_raw_bytes()
    filters = filters_of(stream)
    if len(filters) > 2 or filters.count("FlateDecode") > 1:
        raise ValueError("filters upon filters")
    if len(raw) > SMALL_RAW and filters == ["FlateDecode"]:
        inflater = zlib.decompressobj()
        try:
            inflater.decompress(raw, MOST_BYTES)
        except zlib.error as error:
            raise ValueError("damaged stream") from error
        if inflater.unconsumed_tail:
            raise ValueError(f"more than {MOST_BYTES} bytes")


def filters_of(stream: Any) -> list[str]:
    """The stream's filter names, outermost first, without the slash."""
    value = stream.get("/Filter")
    listed = value if isinstance(value, Array) else [] if value is None else [value]
    return [str(name).removeprefix("/") for name in listed]


def matrix_of(value: Any) -> Matrix:
    """A /Matrix entry; the identity where there is none."""
    return six(float(v) for v in value) if isinstance(value, Array) else IDENTITY


def first_line(error: BaseException) -> str:
    """An error's first words, short enough for a report."""
    said = error.strerror or "" if isinstance(error, OSError) else str(error)
    return (said.splitlines() or [type(error).__name__])[0][:80]


def image_of(thing: Any, named: Any) -> Image:
    """An image XObject's facts."""
    mask = bool(thing.get("/ImageMask", False))
    space = None if mask else space_of(thing.get("/ColorSpace"), named)
    soft = thing.get("/SMask")
    has_soft = isinstance(soft, Stream) or int(thing.get("/SMaskInData", 0)) > 0
    return Image(
        int(thing.get("/Width", 0)),
        int(thing.get("/Height", 0)),
        space,
        1 if mask else int(thing.get("/BitsPerComponent", 8)),
        mask,
        thing,
        space_of(soft.get("/ColorSpace"), named) if isinstance(soft, Stream) else None,
        has_soft,
    )


_INLINE: dict[str, Space] = {"/DeviceGray": GRAY, "/DeviceRGB": RGB, "/DeviceCMYK": CMYK}


def inline_image(value: PdfInlineImage, named: Any) -> Image:
    """An inline image's facts; its colour space may be named in the resources."""
    space: Space | None = None
    if not value.image_mask:
        name = str(value.colorspace or "")
        space = Space("Indexed", 1, (), GRAY) if value.indexed else _INLINE.get(name)
        if isinstance(named, Dictionary) and space is None and name in named:
            space = space_of(Name(name), named)
    return Image(
        int(value.width),
        int(value.height),
        space,
        1 if value.image_mask else int(value.bits_per_component),
        bool(value.image_mask),
    )
