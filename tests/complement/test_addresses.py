"""The codes that compose prints lead to the very files of the site: read from the printed page, not from the values."""

from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
import pytest
import segno

from journal_app.complement.selection import select
from journal_app.complement.site import files
from journal_app.complement.words import Words
from journal_app.prepress import engine
from journal_app.prepress.compose import compose
from journal_app.prepress.layouts import grid_of
from journal_app.prepress.threads import threads
from tests.complement import qr
from tests.complement.paper import TOLD, paper, source

MM = 72 / 25.4


@pytest.mark.parametrize(
    "base", ["https://journal.example/", "https://journal.example", "https://asso.example/jdj/web"]
)
@pytest.mark.parametrize(
    "web", ["00/marche", "/n0/marche/", "12/une-adresse-bien-plus-longue-que-les-autres/et-un-dossier.html"]
)
def test_the_code_on_the_back_page_leads_to_its_article(tmp_path: Path, base: str, web: str) -> None:
    folder = paper(tmp_path)
    for path, before, after in (
        (folder / "articles/marche/article.toml", 'web = "00/marche"', f'web = "{web}"'),
        (folder / "issue.toml", 'web_base = "https://journal.example/"', f'web_base = "{base}"'),
    ):
        text = path.read_text("utf-8")
        assert before in text
        path.write_text(text.replace(before, after), "utf-8")
    read = source(folder)
    issue = read.issue
    made = compose(issue, read.layouts, read.house, threads(issue, read.layouts))
    page = pypdfium2.PdfDocument(engine.typeset(made.pages[15]).pdf)[0]
    slot = read.layouts["back"].file.slots["code"]
    assert slot.frame is not None
    box = grid_of(issue.sheet).rect(slot.frame, issue.pages[15].direction == "rtl")
    scale, bleed = 8, issue.sheet.bleed
    scale, bleed = 8, issue.sheet.bleed
    left, top, width, height = ((v + b) * MM * scale for v, b in zip(box, (bleed, bleed, 0, 0), strict=True))
    printed_slot = (
        page.render(scale=scale).to_pil().crop((round(left), round(top), round(left + width), round(top + height)))
    )
    printed = qr.read(qr.located(printed_slot))

    selection, _ = select(issue, read.layouts)
    assert selection is not None
    piece = next(one for one in selection.pieces if one.article.slug == "marche")
    assert printed == selection.url(piece.address)
    served, _ = files(selection, Words(read.house.words.table), TOLD, b"", {})
    path = urlsplit(printed).path.removeprefix(urlsplit(base).path.rstrip("/")).strip("/")
    assert (path if path.endswith(".html") else f"{path}/index.html") in served
    assert f'<link rel="canonical" href="{printed}">' in served[piece.file].decode()


@pytest.mark.parametrize("many", [10, 25, 40, 60, 80, 100, 120, 140])
def test_the_reader_reads_what_another_program_wrote(tmp_path: Path, many: int) -> None:
    from PIL import Image

    words = ("https://journal.example/" + "a1-b2/" * 30)[:many]
    segno.make(words, error="m", micro=False, boost_error=False).save(str(tmp_path / "code.png"), scale=5)
    with Image.open(tmp_path / "code.png") as image:
        assert qr.read(image) == words
