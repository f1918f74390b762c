"""The site as files: what may not be there is nowhere, links lead somewhere, pictures are pixels, words are words."""

import hashlib
import io
import re
import subprocess
import tempfile
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from posixpath import join, normpath

import pypdfium2
import pytest
from lxml import etree
from PIL import Image

from journal_app.complement.building import built
from journal_app.languages import is_rtl
from tests.complement.paper import KEPT_BACK, KEPT_PICTURE, NOT_IN_PDF, TOLD, Made, paper, source

ATOM = "{http://www.w3.org/2005/Atom}"


class Page(HTMLParser):
    """What a page links to, names, and loads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self.tags.append((tag, given))
        self.ids += [given["id"]] if "id" in given else []
        if tag == "a":
            self.links.append(given["href"])
        self.loads += [given["src"]] if "src" in given else []
        self.loads += [part.split()[0] for part in given.get("srcset", "").split(",") if part]
        if tag == "link" and given["rel"] not in ("canonical",):
            self.loads.append(given["href"])

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def pages(made: Made) -> dict[str, Page]:
    return {path: Page(data.decode()) for path, data in made[1].items() if path.endswith(".html")}


def target(at: str, link: str) -> str:
    """The file a relative link leads to."""
    return normpath(join(str(PurePosixPath(at).parent), link))


@pytest.mark.parametrize("words", [*KEPT_BACK, *KEPT_PICTURE])
def test_what_may_not_be_on_the_web_is_in_no_file_and_no_name(made: Made, words: str) -> None:
    _, files = made
    pdf = files["00-specimen/00-specimen.pdf"]
    assert not [path for path in files if words in path]
    assert not [path for path, data in files.items() if words.encode() in data]
    told = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    assert words not in re.sub(r"\s+", " ", told)


def test_a_picture_that_no_pdf_may_show_is_on_the_web_alone(made: Made) -> None:
    _, files = made
    assert NOT_IN_PDF in files["n0/valise/index.html"].decode()
    assert "00-specimen/valise-400x300.webp" in files
    assert NOT_IN_PDF.encode("utf-16-be") not in files["00-specimen/00-specimen.pdf"]


def test_every_link_leads_to_a_file_and_a_place_in_it(made: Made, pages: dict[str, Page]) -> None:
    _, files = made
    assert len(pages) == 16 + 3  # the articles; the index, at home and at the root; what is not there
    for at, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), at
        for link in page.links:
            path, _, place = link.partition("#")
            if at == "404.html" or path.startswith("https://"):
                continue
            file = target(at, path) if path else at
            assert file in files, (at, link)
            assert not place or place in pages[file].ids, (at, link)
        for load in page.loads:
            assert at == "404.html" or target(at, load) in files, (at, load)


def test_a_page_for_what_is_absent_works_at_any_depth(pages: dict[str, Page]) -> None:
    page = pages["404.html"]
    assert {one for one in page.links if not one.startswith("#")} == {"/"}
    assert page.loads == ["/00-specimen/style.css", "/00-specimen/mark.svg"]


def test_nothing_runs_and_nothing_comes_from_elsewhere(made: Made, pages: dict[str, Page]) -> None:
    for at, page in pages.items():
        assert {"script", "style", "iframe", "form", "object"}.isdisjoint(tag for tag, _ in page.tags), at
        assert not [key for _, given in page.tags for key in given if key.startswith("on") or key == "style"], at
        assert not [load for load in page.loads if ":" in load or load.startswith("//")], at
        links = [given for tag, given in page.tags if tag == "a" and given["href"].startswith("http")]
        assert all("noreferrer" in given["rel"] for given in links)
    assert not re.search(rb"url\(|@import|@font-face", made[1]["00-specimen/style.css"])


def test_every_language_says_what_it_is_and_which_way_it_runs(made: Made, pages: dict[str, Page]) -> None:
    selection, _ = made
    for piece in selection.pieces:
        page = pages[piece.file]
        html = next(given for tag, given in page.tags if tag == "html")
        assert html["lang"] == piece.language
        texts = [given for tag, given in page.tags if tag == "article"]
        assert [given["lang"] for given in texts] == list(piece.languages)
        for given in (html, *texts):
            assert given["dir"] == ("rtl" if is_rtl(given["lang"]) else "ltr")


def test_what_did_not_fit_in_print_says_so(pages: dict[str, Page]) -> None:
    other = pages["n0/en-ligne/ailleurs.html"]
    assert "En ligne seulement" in other.words  # Tigrinya has no word for it here, so it is said in French, marked so
    assert ("span", {"lang": "fr", "dir": "ltr"}) in other.tags
    assert "imprimé page 10" in pages["00/marche/index.html"].words
    assert "online" in pages["index.html"].ids


def test_words_are_words(made: Made) -> None:
    html = made[1]["n0/en-ligne/ailleurs.html"].decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html and "<script" not in html
    assert '<a href="https://exemple.org/?a=1&amp;b=2" rel="noopener noreferrer">un lien</a>' in html
    assert '<ul><li>un<ol><li value="1">un un</li><li value="2">un deux</li></ol></li><li>deux</li></ul>' in html
    assert '<bdi lang="ar" dir="rtl">قالها أحد</bdi>' in html


def test_a_note_and_its_call_lead_to_each_other(pages: dict[str, Page]) -> None:
    page = pages["n0/en-ligne/ailleurs.html"]
    assert {"#fr-n1", "#fr-c1"} <= set(page.links) and {"fr-n1", "fr-c1"} <= set(page.ids)


def test_hostile_names_are_escaped_everywhere(tmp_path: Path) -> None:
    folder = paper(tmp_path)
    for path in folder.rglob("*.toml"):
        if path.parent.name == "pictures" or path.name in ("article.toml", "issue.toml"):
            text = re.sub(r'(?m)^(headline|kicker|standfirst|author|place|credit|title|contact|seat) = "[^"]*"',
                          r"""\1 = '"><img src=x onerror=alert(1)>{{ 7*7 }}]]>'""", path.read_text())  # fmt: skip
            text = re.sub(r'(?m)^(fr|en|ar) = "', r"\g<0><svg onload=alert(2)>", text)
            path.write_text(text, "utf-8")
    (_, files), problems = built(source(folder), TOLD)
    assert not [problem for problem in problems if problem.severity.value == "blocking"]
    for path, data in files.items():
        if path.endswith(".html"):
            tags = Page(data.decode()).tags
            assert not [given for _, given in tags if {"onerror", "onload"} & set(given)], path
            assert "49]]" not in data.decode()
    assert etree.fromstring(files["feed.xml"]).findall(f"{ATOM}entry")


def test_pictures_come_in_sizes_and_hold_pixels_alone(made: Made, tmp_path: Path) -> None:
    _, files = made
    found = {path: data for path, data in files.items() if path.endswith((".webp", ".jpg"))}
    assert {"00-specimen/la-file-400x267.webp", "00-specimen/la-file-800x533.webp"} <= set(found)
    for path, data in found.items():
        with Image.open(io.BytesIO(data)) as image:
            width, height = map(int, re.search(r"-(\d+)x(\d+)\.", path).groups())  # type: ignore[union-attr]
            assert image.size == (width, height)
            assert not {"exif", "icc_profile", "comment", "xmp"} & set(image.info), path
    for number, data in enumerate(found.values()):
        (tmp_path / f"{number}.{'jpg' if data[:2] == bytes((0xFF, 0xD8)) else 'webp'}").write_bytes(data)
    told = subprocess.run(["exiftool", "-a", "-G", "-EXIF:all", "-XMP:all", "-IPTC:all", "-Comment", str(tmp_path)],
                          capture_output=True, text=True, check=False).stdout  # fmt: skip
    assert not [line for line in told.splitlines() if line.startswith("[")]


def test_a_heavy_drawing_is_pixels_and_a_light_one_is_bare(made: Made, tmp_path: Path) -> None:
    _, files = made
    assert [path for path in files if path.startswith("00-specimen/carte-littoral-") and path.endswith(".webp")]
    folder = paper(tmp_path)
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><!-- Jeanne --><title>Jeanne</title>'
        "<metadata>Jeanne</metadata><style>/* Jeanne */ .a{fill:red}</style>"
        '<path class="a" data-who="Jeanne" d="M0 0h9v9z"/><text x="1" y="9" font-family="Fira Sans">a</text></svg>'
    )
    (folder / "pictures/carte-littoral.svg").write_text(svg, "utf-8")
    (_, small), _ = built(source(folder), TOLD)
    drawn = small["00-specimen/carte-littoral.svg"].decode()
    assert "Jeanne" not in drawn and 'class="a"' in drawn and "Fira Sans, sans-serif" in drawn
    assert 'width="20" height="10"' in small["n0/glossaire/index.html"].decode()


def test_an_image_says_what_it_shows_in_a_language_it_names(pages: dict[str, Page]) -> None:
    for at, page in pages.items():
        language = next(given["lang"] for tag, given in page.tags if tag == "html")
        for tag, given in page.tags:
            if tag == "img":
                assert given["alt"].strip() and int(given["width"]) > 0 and int(given["height"]) > 0, at
                assert given.get("lang", language) in ("fr", "en", language), at


def test_who_answers_for_the_site_is_said(pages: dict[str, Page]) -> None:
    words = pages["index.html"].words
    for said in (
        TOLD.host,
        TOLD.licence,
        "Camille Specimen",
        "00 rue de l’Exemple, 59000 Lille",
        "redaction@journal.example",
    ):
        assert said in words
    assert all(
        any(link.endswith("#mentions") for link in page.links) for at, page in pages.items() if at.startswith("n0")
    )


def test_the_feed_names_the_very_addresses_of_the_codes(made: Made) -> None:
    selection, files = made
    feed = etree.fromstring(files["feed.xml"])
    assert [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")] == [
        selection.url(piece.address) for piece in selection.pieces
    ]


def test_the_same_folder_gives_the_same_bytes(made: Made, tmp_path: Path) -> None:
    (_, again), _ = built(source(paper(tmp_path)), TOLD)
    assert {path: hashlib.sha256(data).hexdigest() for path, data in again.items()} == {
        path: hashlib.sha256(data).hexdigest() for path, data in made[1].items()
    }


def test_a_page_is_light(made: Made, pages: dict[str, Page]) -> None:
    """Its words and their look, without pictures, before a server presses them: what a phone waits for first."""
    for at in pages:
        assert len(made[1][at]) + len(made[1]["00-specimen/style.css"]) < 60_000, at


def test_a_site_with_drawings_is_made_in_the_folder_that_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, place = paper(tmp_path), tmp_path / "place"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere/at/all")
    (_, files), _ = built(source(folder), TOLD, place=place)
    heavy = [path for path in files if path.startswith("00-specimen/carte-littoral-")]
    assert heavy and any(path.endswith(".pdf") for path in files) and list(place.iterdir()) == []
