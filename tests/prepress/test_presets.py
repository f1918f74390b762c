"""Each printer preset and its K-only variant, as PDF/X-4 and as PDF/X-1a:2003: a small issue pressed and judged.

The newsprint preset names no profile (it is the printer's own): there the installed one stands in, and once none.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from journal_app.prepress.sheet import preset, preset_names
from tests.prepress.real_issue import FLATPLAN, RealIssue, journal

PROFILE = 'profile = "ISOcoated_v2_300_bas.icc"\ncondition = "FOGRA39"\n'
POSTER = """\
[[page]]
layout = "article-2"
slots.main = { article = "la-file", language = "fr" }
slots.photo = { picture = "la-digue" }

[[page]]
layout = "bilingual"
slots.photo = { picture = "soleil" }
slots.main = { article = "le-pain", languages = ["fr", "ar"] }
"""


def pressed(issue: RealIssue, sheet: str) -> tuple[Path, list[dict[str, Any]]]:
    """The press PDF by that sheet, and what preflight says of it."""
    table = ", ".join(sheet.strip().splitlines())
    head, _, tail = (issue.path / "issue.toml").read_text("utf-8").partition("printer = {")
    issue.write("issue.toml", head + f"printer = {{ {table} }}\n" + tail.partition("\n")[2])
    made = issue.press()
    assert made.code == 0, (made.codes(), made.said["problems"])
    path = issue.path.parent / "sheet.toml"
    path.write_text(sheet, "utf-8")
    judged = journal("preflight", made.said["files"][0], "--sheet", path)
    return Path(made.said["files"][0]), judged.said["problems"]


def blocking(problems: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(p["code"], p["where"], p["detail"]["found"]) for p in problems if p["severity"] == "blocking"]


def operators(thing: Any, resources: Any) -> Iterator[tuple[list[Any], str]]:
    """Every operator of a page, those of its forms included."""
    for operands, operator in pikepdf.parse_content_stream(thing):
        yield list(operands), str(operator)
        if str(operator) == "Do":
            form = resources.XObject[str(operands[0])]
            if form.Subtype == "/Form":
                yield from operators(form, form.get("/Resources", resources))


def only_black(pdf: pikepdf.Pdf) -> bool:
    """No C, M or Y in any operator, no colour in any picture. Registration marks are on every plate by intent."""
    for page in pdf.pages:
        for operands, name in operators(page, page.obj.Resources):
            if name in ("k", "K") and any(float(v) for v in operands[:3]):
                return False
            if name in ("rg", "RG"):
                return False
            if name in ("cs", "CS") and str(operands[0]) not in ("/DeviceGray", "/DeviceCMYK", "/Registration"):
                return False
            if name in ("sc", "SC", "scn", "SCN") and len(operands) == 4 and any(float(v) for v in operands[:3]):
                return False
    images = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"]
    return bool(images) and all(one.get("/ImageMask") or one.ColorSpace == "/DeviceGray" for one in images)


@pytest.fixture
def issue(tmp_path: Path) -> RealIssue:
    return RealIssue(tmp_path / "01-la-mer", '{ preset = "a4-booklet" }')


@pytest.mark.parametrize("name", preset_names())
def test_it_is_ready_in_both_flavours(issue: RealIssue, name: str) -> None:
    sheet = preset(name)
    issue.write("flatplan.toml", POSTER if sheet.product == "poster" else FLATPLAN)
    if sheet.product == "poster":
        issue.change("articles/une-breve/article.toml", "original", 'status = "web"\noriginal')
    own = f'preset = "{name}"\n' + ("" if sheet.profile else PROFILE)
    claims = {"pdfx4": ("1.6", None), "pdfx1a": ("1.4", "PDF/X-1a:2003")}
    for flavour, (version, said) in claims.items():
        path, problems = pressed(issue, own + f'flavour = "{flavour}"\n')
        assert blocking(problems) == [], flavour
        with pikepdf.open(path) as pdf:
            assert pdf.pdf_version == version
            assert len(pdf.pages) % sheet.pages_multiple == 0
            assert pdf.docinfo.get("/GTS_PDFXVersion") == said and "/GTS_PDFXConformance" not in pdf.docinfo
            trim = [float(v) for v in pdf.pages[0].TrimBox]
            assert [round((trim[n + 2] - trim[n]) / 72 * 25.4, 1) for n in (0, 1)] == list(sheet.page)
            assert only_black(pdf) == sheet.k_only
            if flavour == "pdfx1a":
                tables = [one for one in pdf.objects if isinstance(one, (pikepdf.Dictionary, pikepdf.Stream))]
                assert not any(key in one for one in tables for key in ("/SMask", "/ca", "/CA", "/BM", "/Group"))


def test_without_a_profile_nothing_is_claimed(issue: RealIssue) -> None:
    path, problems = pressed(issue, 'preset = "tabloid-newsprint"\n')
    assert blocking(problems) == []
    with pikepdf.open(path) as pdf:
        assert "/OutputIntents" not in pdf.Root and "/GTS_PDFXVersion" not in pdf.docinfo
        with pdf.open_metadata() as xmp:
            assert not any("GTS_PDFX" in key for key in xmp)
