"""The specimen with small pictures, of which some pieces may be on the web and some may not: what the tests build."""

import shutil
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from journal_app.complement.building import built
from journal_app.complement.selection import Selection
from journal_app.complement.site import Told
from journal_app.prepress import build
from journal_app.prepress.build import Source

SPECIMEN = Path(__file__).resolve().parents[2] / "issues" / "00-specimen"
TOLD = Told("Hébergeur Exemple, 1 rue du Port, 59000 Lille, 03 00 00 00 00", "CC BY-NC-ND 4.0")
# Words of what may not be on the web; none of them stands anywhere else in the specimen.
KEPT_BACK = ("Quatre lettres sans timbre", "Four letters without a stamp", "n0/lettres", "gardent leur timbre")
KEPT_PICTURE = ("Il compte jusqu’à cinq", "phare-secret", "une image que personne ne doit voir en ligne")
NOT_IN_PDF = "l’image d’une valise que le PDF ne montre pas"
ELSEWHERE = """\
kind = "poem"
original = "ti"
author = "Cercle du quai"
status = "web"
web = "n0/en-ligne/ailleurs.html"

[text.ti]
headline = "ሓደ ሰዓት"

[text.fr]
headline = "Une heure de plus"
translator = "Atelier du Phare"
"""
BODY = """\
<p>Un mot <em>penché</em>, un <strong>fort</strong>, <a href="https://exemple.org/?a=1&amp;b=2">un lien</a>.<small>Une
note <em>au</em> bas.</small></p>
<h2>Une liste</h2>
<ul><li>un<ol><li>un un</li><li>un deux</li></ol></li><li>deux</li></ul>
<blockquote><p>Une phrase <bdi lang="ar" dir="rtl">قالها أحد</bdi> d’ailleurs.</p></blockquote>
<p>Après &lt;script&gt;alert(1)&lt;/script&gt; et « & ».</p>
"""


def paper(top: Path, name: str = "00-specimen") -> Path:
    """The folder, anew."""
    folder = top / name
    shutil.copytree(SPECIMEN, folder, ignore=shutil.ignore_patterns("build", "atelier", "*.png", "costing.toml"))
    for path in SPECIMEN.glob("pictures/*.png"):
        (folder / "pictures" / path.name).write_bytes(_small(path))
    for path in folder.glob("articles/*/article.toml"):
        text = path.read_text("utf-8")
        if "\nweb = " not in text and path.parent.name != "lettres":
            path.write_text(text.replace("\n[text.", f'\nweb = "n0/{path.parent.name}"\n\n[text.', 1), "utf-8")
    _change(folder / "pictures/phare.toml", '"web"', '"pdf"', KEPT_PICTURE[2])
    _change(folder / "pictures/valise.toml", '"print", "pdf", "web"', '"print", "web"', NOT_IN_PDF)
    other = folder / "articles/ailleurs"
    other.mkdir()
    (other / "article.toml").write_text(ELSEWHERE, "utf-8")
    (other / "ti.html").write_text("<p>ሓደ ሰዓት ገጽ። ንጽበ ኣሎና።</p>\n", "utf-8")
    (other / "fr.html").write_text(BODY, "utf-8")
    return folder


def _change(path: Path, before: str, after: str, alt: str) -> None:
    """Other uses, and an alternative text one can look for."""
    text = path.read_text("utf-8")
    assert before in text
    head, _, _ = text.replace(before, after, 1).partition("[alt]")
    path.write_text(f'{head}[alt]\nfr = "{alt}"\n', "utf-8")


@cache
def _small(path: Path) -> bytes:
    with Image.open(path) as image:
        image.thumbnail((900, 900))
        out = BytesIO()
        image.convert("RGB").quantize(24).save(out, "PNG", optimize=True)
        return out.getvalue()


def source(folder: Path) -> Source:
    """The folder, read."""
    found, problems = build.read(folder)
    assert found is not None, problems
    return found


Made = tuple[Selection, dict[str, bytes]]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The site of the paper, built once for all that only look at it."""
    result, problems = built(source(paper(tmp_path_factory.mktemp("paper"))), TOLD)
    assert [problem for problem in problems if problem.severity.value != "note"] == []
    return result
