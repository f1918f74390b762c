"""What becomes of a stranger's files on the desk, as files that a judge can be shown: every part kept and handed out.

Each goes the way of uploads; a text comes out again as the Word file of the desk, its pictures as the desk keeps them;
a photo stands in an issue that is pressed and proofed.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
from PIL import Image

from journal_app.media.hearing import clean_sound
from journal_app.media.intake import clean_picture
from journal_app.submissions.bringing import read_upload
from journal_app.submissions.export import word_file
from tests.media.phones import sample
from tests.media.voices import PHONES
from tests.prepress.real_issue import RealIssue, journal

_PICTURE_ENDINGS = {"image/jpeg": "jpg", "image/png": "png"}


def served(kind: str, number: int, folder: Path) -> Iterator[Path]:
    """The files that the desk makes of one sample; `own-...` are those that a contributor's page shows."""
    data, stem = sample(kind, number), f"{kind}-{number}"
    if kind in PHONES:
        sound, problems = clean_sound(data)
        assert sound is not None, problems
        yield _written(folder / f"{stem}.mp3", sound.data)
    elif kind in ("docx", "odt"):
        brought, problems = read_upload(data, f"texte.{kind}")
        assert brought is not None, problems
        yield _written(folder / f"{stem}-export.docx", word_file(brought.content, brought.language or "fr"))
        for place, (picture, _) in enumerate(brought.pictures):
            yield from _parts(picture, folder, f"{stem}-{place}")
    else:
        yield from _parts(data, folder, stem)


def _parts(data: bytes, folder: Path, stem: str) -> Iterator[Path]:
    made, problems = clean_picture(data)
    assert made is not None, problems
    yield _written(folder / f"{stem}-data.{_PICTURE_ENDINGS[made.media_type]}", made.data)
    yield _written(folder / f"{stem}-own-view.jpg", made.view)
    yield _written(folder / f"{stem}-own-thumb.jpg", made.thumb)


def printed(folder: Path) -> list[Path]:
    """The press PDF and the proof of an issue with a cleaned photo in it, its page pictures, and the photos inside."""
    issue = RealIssue(folder / "01-issue")
    issue.remove("pictures/la-digue.png")
    issue.change("pictures/la-digue.toml", "la-digue.png", "la-digue.jpg")
    photo, problems = clean_picture(_large(sample("jpg", 1)))
    assert photo is not None, problems
    issue.write("pictures/la-digue.jpg", photo.data)
    assert journal("parcel", issue.path, "--out", issue.out).code == 0
    assert journal("proof", issue.path, "--out", folder / "proof").code == 0
    return handed_out(folder, folder / "out", folder / "proof")


def handed_out(inside: Path, *folders: Path) -> list[Path]:
    """PDFs and pictures of pages in these folders, and the photos inside the PDFs, written beside as `.jpeg`."""
    found = [path for folder in folders for path in sorted(folder.rglob("*.*"))]
    pdfs = [path for path in found if path.suffix == ".pdf"]
    photos = [photo for pdf in pdfs for photo in _photos(pdf, inside)]
    return [path for path in found if path.suffix in (".pdf", ".png", ".webp")] + photos


def _large(data: bytes) -> bytes:
    """The same file in size for a page, with all that it tells."""
    out = BytesIO()
    with Image.open(BytesIO(data)) as image:
        image.resize((2000, 2400)).save(out, "JPEG", exif=image.getexif(), comment=image.info["comment"])
    return out.getvalue()


def _photos(pdf: Path, folder: Path) -> Iterator[Path]:
    with pikepdf.open(pdf) as opened:
        for number, one in enumerate(opened.objects):
            if isinstance(one, pikepdf.Stream) and one.get("/Filter") == pikepdf.Name.DCTDecode:
                yield _written(folder / f"{pdf.stem}-{number}.jpeg", one.read_raw_bytes())


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
