"""Pictures made for tests, and how they look once printed: in a PDF, drawn by pdfium, which knows nothing of us."""

import hashlib
import io
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image

from journal_app.prepress.model import Picture, PictureFile
from journal_app.prepress.pictures import Prepared

PROFILE = Path(__file__).parents[2] / "fonts" / "profiles" / "ISOcoated_v2_300_bas.icc"


def picture(folder: Path, image: Image.Image, ending: str = "png", kind: str = "photo", **options: Any) -> Picture:
    """The image saved in `folder`, as the reading of an issue describes it."""
    path = folder / f"la-file.{ending}"
    image.save(path, **options)
    return described(path, image.size, kind)


def described(path: Path, size: tuple[int, int], kind: str = "photo") -> Picture:
    meta = PictureFile.model_validate({"file": path.name, "kind": kind, "credit": "Essai",
                                       "caption": {"fr": "La file d'attente"}})
    return Picture(path.stem, meta, path, size, hashlib.sha256(path.read_bytes()).hexdigest())


def patches(*colours: tuple[int, ...], mode: str = "RGB", side: int = 200) -> Image.Image:
    """Squares of flat colour side by side."""
    made = Image.new(mode, (side * len(colours), side))
    for number, colour in enumerate(colours):
        made.paste(colour, (number * side, 0, (number + 1) * side, side))
    return made


def noise(width: int, height: int, strength: float = 120) -> Image.Image:
    """The hardest thing for an encoder: three channels that know nothing of each other."""
    return Image.merge("RGB", [Image.effect_noise((width, height), strength) for _ in range(3)])


def decoded(prepared: Prepared) -> Image.Image:
    """What a reader of the PDF finds in the stream: CMYK or L pixels (255 is paper in L)."""
    pdf = pikepdf.new()
    image = pikepdf.PdfImage(_stream(pdf, prepared))
    if prepared.filter == "DCTDecode":
        return Image.open(io.BytesIO(prepared.data))
    data = image.read_bytes()
    mode = "CMYK" if prepared.colourspace == "DeviceCMYK" else "L"
    return Image.frombytes(mode, (prepared.width, prepared.height), data)


def seen(prepared: Prepared, width: int = 200, height: int = 200) -> Image.Image:
    """The picture over a whole page of that many points, on white paper, one pixel a point."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(width, height))
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=_stream(pdf, prepared)))
    page.obj.Contents = pdf.make_stream(f"q 0 0 0 1 k {width} 0 0 {height} 0 0 cm /P Do Q".encode())
    data = io.BytesIO()
    pdf.save(data)
    return pypdfium2.PdfDocument(data.getvalue())[0].render(scale=1).to_pil().convert("RGB")


def _stream(pdf: pikepdf.Pdf, prepared: Prepared) -> pikepdf.Stream:
    keys = pikepdf.Object.parse(prepared.dictionary)
    stream = pdf.make_stream(prepared.data)
    for key in list(keys.keys()):
        stream[key] = keys[key]
    return stream
