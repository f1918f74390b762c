"""Step 7g: a proof in the press's inks -> the same pages for a screen and a mailbox. It alters nothing but pictures.

Pictures become RGB, their colours halved in each direction as a camera's are: four inks that are each kept whole weigh
three times as much. Text and drawings stay what they are.
"""

import io
import os
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image, ImageCms

QUALITY = 45  # of the pictures: 115 kB a page of the specimen, 364 kB as CMYK; its lines stay sharp
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def lighten(pdf: Path, out: Path, profile: Path | None) -> None:
    """Write the pages of `pdf` to `out`, aside and then renamed. `profile`: of the inks; without, they are guessed."""
    inks = _to_screen(profile)
    with pikepdf.open(pdf) as found:
        for stream in [one for one in found.objects if isinstance(one, pikepdf.Stream)]:
            if stream.get("/ColorSpace") == "/DeviceCMYK" and stream.get("/Filter") == "/DCTDecode":
                _lighter(stream, inks)
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
