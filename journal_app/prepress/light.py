"""Step 7g: a proof in the press's inks -> the same pages for a screen and a mailbox. It alters nothing but pictures.

Pictures become RGB, their colours halved in each direction as a camera's are: four inks that are each kept whole weigh
three times as much. Text and drawings stay what they are. Below each page, outside of what is printed, a line says that
the file is not for press: the paper grows by that line, and it lies over nothing.
"""

import io
import os
from copy import copy
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image, ImageCms

STRIP_PT = 20.0  # of paper below the bleed for the line, 7 mm; its letters are as high as a caption's
LINE_PT, LEAST_PT = 7.0, 4.0
WIDE = 0.56  # of its size, at most, is a letter of Helvetica wide on average in such a line
FONT = "/NotForPress"  # Helvetica, which every reader of PDF has (PDF 32000-1, 9.6.2.2)
QUALITY = 45  # of the pictures: 115 kB a page of the specimen, 364 kB as CMYK; its lines stay sharp
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def lighten(pdf: Path, out: Path, profile: Path | None, line: str = "") -> None:
    """Write the pages of `pdf` to `out`, aside and then renamed. `profile`: of the inks; without, they are guessed.

    `line`: what stands below each page, with its number after it; Latin letters.
    """
    inks = _to_screen(profile)
    with pikepdf.open(pdf) as found:
        for stream in [one for one in found.objects if isinstance(one, pikepdf.Stream)]:
            if stream.get("/ColorSpace") == "/DeviceCMYK" and stream.get("/Filter") == "/DCTDecode":
                _lighter(stream, inks)
        if line:
            _tell(found, line)
        aside = out.with_name(f".{out.name}.{os.getpid()}")
        found.save(aside, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    aside.replace(out)


def _to_screen(profile: Path | None) -> Any:
    if profile is None:
        return None
    own = ImageCms.ImageCmsProfile(io.BytesIO(profile.read_bytes()))
    return ImageCms.buildTransform(own, _SRGB, "CMYK", "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC,
                                   ImageCms.Flags.BLACKPOINTCOMPENSATION)  # fmt: skip


def _lighter(stream: pikepdf.Stream, inks: Any) -> None:
    """A picture as encode.py wrote it: CMYK, inverted, as Adobe does; Pillow turns it right again."""
    with Image.open(io.BytesIO(stream.read_raw_bytes())) as image:
        shown = (ImageCms.applyTransform(image, inks) if inks else None) or image.convert("RGB")
    data = io.BytesIO()
    shown.save(data, "JPEG", quality=QUALITY, subsampling="4:2:0", optimize=True)
    if len(data.getvalue()) >= len(stream.read_raw_bytes()):
        return
    stream.write(data.getvalue(), filter=pikepdf.Name.DCTDecode)
    stream.ColorSpace = pikepdf.Name.DeviceRGB
    if "/Decode" in stream:
        del stream.Decode


def _tell(pdf: pikepdf.Pdf, line: str) -> None:
    """The line below each page, as something that is no part of it (PDF 32000-1, 14.8.2.2.2: an artifact)."""
    font = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1,
                             BaseFont=pikepdf.Name.Helvetica, Encoding=pikepdf.Name.WinAnsiEncoding))  # fmt: skip
    for number, page in enumerate(pdf.pages, 1):
        left, bottom, right, top = (float(value) for value in page.mediabox.as_list())
        page.obj.TrimBox = page.trimbox  # said before the paper grows, by a page that had only its paper
        x = max(float(page.trimbox.as_list()[0]), left + LINE_PT)
        words = f"{line} · {number}/{len(pdf.pages)}"
        size = max(min(LINE_PT, (right - x) / (WIDE * len(words))), LEAST_PT)
        shown = words.encode("cp1252", "replace").hex()
        place = f"{x:.3f} {bottom - STRIP_PT * 0.6:.3f} Td"
        drawn = f"q /Artifact BMC BT {FONT} {size:.2f} Tf 0.3 g {place} <{shown}> Tj ET EMC Q"
        page.contents_add(b"q", prepend=True)  # whatever state the page leaves, the line does not begin in it
        page.contents_add(f"Q {drawn}".encode())
        own = copy(page.resources)  # pages may share one
        own.Font = copy(own.Font) if "/Font" in own else pikepdf.Dictionary()
        own.Font[FONT] = font
        page.obj.Resources = own
        page.obj.MediaBox = pikepdf.Array([left, bottom - STRIP_PT, right, top])
        if "/CropBox" in page.obj:
            page.obj.CropBox = page.obj.MediaBox
