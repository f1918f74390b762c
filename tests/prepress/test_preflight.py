"""Preflight beyond one fault a rule: colour wherever it hides, addresses, broken files, and no traceback ever."""

import random
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from journal_app import messages
from journal_app.prepress import plates
from journal_app.prepress.preflight import Places, Report, ink, inspect, preflight, report
from journal_app.prepress.preflight.pictures import jpeg_metadata
from journal_app.prepress.preflight.places import Item, read_places
from journal_app.prepress.preflight.xmp import read_xmp
from journal_app.problems import Severity
from journal_app.units import Rect
from tests.findings_builder import NOTDEF, Draft, icc, recipe, sheet, x, y

RGB_BOX = "1 0 0 rg 0 0 40 40 re f"


def judged(draft: Draft, tmp_path: Path, **options: object) -> Report:
    return inspect(draft.write(tmp_path / "draft.pdf"), ink=False, **options)  # type: ignore[arg-type]


def codes(draft: Draft, tmp_path: Path, **options: object) -> set[str]:
    return {p.code for p in judged(draft, tmp_path, **options).problems}


# --- RGB, wherever it hides ---------------------------------------------------------------------------------------


def in_image(draft: Draft) -> str:
    draft.resources.XObject.I = draft.image(300, 300, b"\xff\0\0", ColorSpace=Name.DeviceRGB)
    return draft.place("I", 20, 100, 20, 20)


def in_indexed_image(draft: Draft) -> str:
    space = Array([Name.Indexed, Name.DeviceRGB, 1, String(b"\0\0\0\xff\0\0")])
    draft.resources.XObject.I = draft.image(300, 300, b"\0", ColorSpace=space)
    return draft.place("I", 20, 100, 20, 20)


def in_inline_image(draft: Draft) -> str:
    return f"q 1 0 0 1 {x(20)} {y(110)} cm BI /W 2 /H 1 /CS /RGB /BPC 8 ID abcdef EI Q"


def in_form(draft: Draft) -> str:
    draft.resources.XObject.O = draft.form(RGB_BOX)
    return f"q 1 0 0 1 {x(20)} {y(120)} cm /O Do Q"


def in_pattern(draft: Draft) -> str:
    cell = draft.form(
        RGB_BOX,
        Type=Name.Pattern,
        PatternType=1,
        PaintType=1,
        TilingType=1,
        BBox=Array([0, 0, 9, 9]),
        XStep=9,
        YStep=9,
        Resources=Dictionary(),
    )
    draft.resources.Pattern = Dictionary(P=cell)
    return draft.rectangle(20, 100, 20, 20, "/Pattern cs /P scn")


def _shading() -> Dictionary:
    change = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 1], N=1)
    return Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([0, 0, 99, 99]), Function=change)


def in_shading(draft: Draft) -> str:
    draft.resources.Shading = Dictionary(S=_shading())
    return f"q {x(20)} {y(120)} 30 30 re W n /S sh Q"


def in_shading_pattern(draft: Draft) -> str:
    draft.resources.Pattern = Dictionary(P=Dictionary(PatternType=2, Shading=_shading()))
    return draft.rectangle(20, 100, 20, 20, "/Pattern cs /P scn")


def in_soft_mask(draft: Draft) -> str:
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    draft.resources.ExtGState.M = Dictionary(
        SMask=Dictionary(S=Name.Luminosity, G=draft.form("1 0 0 rg 0 0 900 900 re f", Group=group))
    )
    return "q /M gs " + draft.rectangle(20, 100, 20, 20, "0 0 0 0.5 k") + " Q"


def in_type3_glyph(draft: Draft) -> str:
    recipe("font-type3").spoil(draft)
    draft.resources.Font.T.CharProcs.a = draft.pdf.make_stream(b"600 0 d0 1 0 0 rg 0 0 500 500 re f")
    return ""


def in_spot_alternate(draft: Draft) -> str:
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 1, 1], C1=[0, 0, 0], N=1)
    draft.resources.ColorSpace.B = Array([Name.Separation, Name.Black, Name.DeviceRGB, tint])
    return draft.rectangle(20, 100, 20, 20, "/B cs 0.5 scn")


def in_icc(draft: Draft) -> str:
    draft.resources.ColorSpace.I = Array([Name.ICCBased, draft.pdf.make_stream(icc(b"RGB "), N=3)])
    return draft.rectangle(20, 100, 20, 20, "/I cs 1 0 0 scn")


def in_a_default_space(draft: Draft) -> str:
    draft.resources.ColorSpace.DefaultGray = Array([Name.CalRGB, Dictionary(WhitePoint=[0.95, 1, 1.09])])
    return draft.rectangle(20, 100, 20, 20, "0.5 g")


def in_page_group(draft: Draft) -> str:
    draft.page.obj.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    return ""


def in_stroke(draft: Draft) -> str:
    return f"q 1 0 0 RG 2 w {x(20)} {y(110)} m {x(40)} {y(110)} l S Q"


HIDDEN = [
    in_image,
    in_indexed_image,
    in_inline_image,
    in_form,
    in_pattern,
    in_shading,
    in_shading_pattern,
    in_soft_mask,
    in_type3_glyph,
    in_spot_alternate,
    in_icc,
    in_a_default_space,
    in_page_group,
    in_stroke,
]


@pytest.mark.parametrize("hide", HIDDEN, ids=lambda f: f.__name__)
def test_rgb_is_found_wherever_it_hides(hide: Callable[[Draft], str], tmp_path: Path) -> None:
    draft = Draft()
    draft.content["hidden"] = hide(draft)
    assert "colour-rgb" in codes(draft, tmp_path) <= {"colour-rgb", "font-type3"}


def test_what_lies_outside_the_bleed_is_nobodys_business(tmp_path: Path) -> None:
    draft = Draft()
    draft.content["note"] = draft.rectangle(-12, -12, 5, 5, "1 0 0 rg")
    assert codes(draft, tmp_path) == set()


# --- transparency against the flavour -----------------------------------------------------------------------------


def x1a() -> Draft:
    draft = Draft()
    draft.version = "1.4"
    draft.xmp = {}
    draft.info |= {"GTS_PDFXVersion": "PDF/X-1:2003", "GTS_PDFXConformance": "PDF/X-1a:2003"}
    return draft


def test_a_clean_x1a_file_has_no_finding(tmp_path: Path) -> None:
    assert codes(x1a(), tmp_path) == set()
    assert codes(x1a(), tmp_path, sheet=sheet(flavour="pdfx1a")) == set()


@pytest.mark.parametrize("state", [{"ca": 0.4}, {"BM": Name.Multiply}, {"CA": 0.4}])
def test_x1a_has_no_transparency_and_x4_may(state: dict[str, object], tmp_path: Path) -> None:
    for draft, expected in ((x1a(), {"transparency"}), (Draft(), set())):
        draft.resources.ExtGState.T = Dictionary(**state)
        draft.content["box"] = f"q /T gs 0.5 0 0 0 K 0.5 0 0 0 k 3 w {x(20)} {y(120)} 30 30 re B Q"
        assert codes(draft, tmp_path) == expected


def test_x1a_has_no_soft_masked_picture_and_no_object_streams(tmp_path: Path) -> None:
    draft = x1a()
    draft.resources.XObject.Photo.SMask = draft.image(10, 10, b"\x80", ColorSpace=Name.DeviceGray)
    draft.version, draft.save["object_stream_mode"] = "1.5", pikepdf.ObjectStreamMode.generate
    draft.raw = lambda data: data.replace(b"%PDF-1.5", b"%PDF-1.4")  # the header lies
    assert codes(draft, tmp_path) == {"transparency", "pdf-version"}


# --- numbers ------------------------------------------------------------------------------------------------------


def test_a_line_is_measured_after_every_matrix(tmp_path: Path) -> None:
    draft = Draft()
    draft.resources.XObject.O = draft.form("4 0 0 0.25 0 0 cm 1 w 0 0 0 1 K 5 5 m 9 5 l S")
    draft.content["line"] = f"q 0.1 0 0 0.1 {x(20)} {y(100)} cm /O Do Q"
    (problem,) = judged(draft, tmp_path).problems
    assert (problem.code, problem.detail.found, problem.severity) == ("line-thin", "0.10 pt", Severity.WARNING)


def test_a_hairline_stops_the_press_and_a_thin_rectangle_is_a_line(tmp_path: Path) -> None:
    draft = Draft()
    draft.content["line"] = f"0 w 0 0 0 1 K {x(20)} {y(90)} m {x(80)} {y(90)} l S"
    assert [p.severity for p in judged(draft, tmp_path).problems] == [Severity.BLOCKING]
    draft = Draft()
    draft.content["line"] = draft.rectangle(20, 100, 40, 0.05, "0 0 0 1 k")
    assert codes(draft, tmp_path) == {"line-thin"}


def test_ppi_says_how_wide_the_picture_may_be(tmp_path: Path) -> None:
    draft = Draft()
    recipe("picture-ppi-low").spoil(draft)
    (problem,) = judged(draft, tmp_path).problems
    assert (problem.detail.found, problem.detail.allowed, problem.detail.who) == (
        "90 ppi, 2.82 cm",
        "1.7 cm",
        "pictures",
    )


def test_ink_is_a_mean_over_fifteen_square_millimetres() -> None:
    total = np.full((200, 200), 100, dtype=np.float32)
    total[50, 50] = 400  # one pixel is no problem
    assert plates.heaviest(total, ink.PPI)[0] < 110
    total[100:120, 60:80] = 320
    worst, at = plates.heaviest(total, ink.PPI)
    assert worst == pytest.approx(320)
    assert 60 * 25.4 / ink.PPI <= at.x <= 72 * 25.4 / ink.PPI and at.w == pytest.approx(15**0.5, rel=0.06)


def test_ink_is_measured_on_the_right_page_of_many(tmp_path: Path) -> None:
    draft = Draft()
    for _ in range(5):
        draft.add_page()
    draft.content["box"] = draft.rectangle(20, 100, 20, 20, "1 1 1 1 k")
    problems = preflight(draft.write(tmp_path / "six.pdf"))
    assert [(p.code, p.where, p.detail.found) for p in problems] == [("ink-over-limit", "p6", "400 %")]


def test_a_k_page_takes_grey_and_refuses_a_cmyk_picture(tmp_path: Path) -> None:
    grey = sheet(colour_pages="none", ink_limit=100, ink_warn=100)
    draft = Draft()
    assert codes(draft, tmp_path, sheet=grey) == {"colour-on-k-page"}
    draft = Draft()
    draft.resources.XObject.Photo = draft.image(1300, 700, b"\x80", ColorSpace=Name.DeviceGray)
    assert codes(draft, tmp_path, sheet=grey) == set()


# --- addresses ----------------------------------------------------------------------------------------------------

PLACES = Places(
    (
        (
            Item("lead", "article", "la-file", "fr", "La file", Rect(10, 70, 80, 60)),
            Item("photo", "picture", "tente", "", "Tente", Rect(-3, -3, 106, 53)),
        ),
    )
)


def test_a_finding_names_the_article_and_the_worst_number_speaks(tmp_path: Path) -> None:
    draft = Draft()
    draft.content["text"] = "\n".join(draft.text(20, down, size) for down, size in ((80, 5), (90, 4.5), (100, 5.5)))
    found = judged(draft, tmp_path, places=PLACES)
    (problem,) = found.problems
    assert (problem.where, problem.detail.title, problem.detail.found) == ("p1/lead", "La file", "4.5 pt")
    assert len(found.found[0].boxes) == 3
    assert messages.sentence(problem, "fr").startswith("p. 1, « La file » : texte de 4.5 pt")


def test_the_page_count_is_that_of_the_map(tmp_path: Path) -> None:
    draft = Draft()
    draft.add_page()
    assert codes(draft, tmp_path, places=PLACES) == {"page-count"}


def test_a_map_is_read_or_noted(tmp_path: Path) -> None:
    path = tmp_path / "places.json"
    path.write_text(
        '{"pages":[{"folio":3,"layout":"front","items":[{"slot":"lead","kind":"article","slug":"s","language":'
        '"fr","title":"T","rect":[1,2,3,4],"blocks":[]}]}]}'
    )
    places, problems = read_places(path)
    assert problems == [] and places is not None
    assert places.folio(1) == 3 and places.item(1, Rect(1, 2, 1, 1)).title == "T"  # type: ignore[union-attr]
    for bad in ("", "[]", '{"pages":[{"items":[{"slot":"a"}]}]}', '{"pages":[{"items":[{"slot":"a","rect":[1]}]}]}'):
        path.write_text(bad)
        assert [p.code for p in read_places(path)[1]] == ["places-unreadable"]


# --- broken files: a problem, never a traceback -------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"\0" * 4000, b"%PDF-1.4\ntrailer<</Root 1 0 R>>"])
def test_what_is_no_pdf_is_a_problem(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(data)
    assert [p.code for p in preflight(path)] == ["pdf-unreadable"]


def test_an_absent_file_and_a_folder_are_problems(tmp_path: Path) -> None:
    assert [p.code for p in preflight(tmp_path / "absent.pdf")] == ["pdf-unreadable"]
    assert [p.code for p in preflight(tmp_path)] == ["pdf-unreadable"]


def test_a_file_with_a_password_is_encrypted(tmp_path: Path) -> None:
    draft = Draft()
    draft.version = "2.0"
    draft.save = {"encryption": pikepdf.Encryption(owner="o", user="secret")}
    assert codes(draft, tmp_path) == {"pdf-encrypted"}


def test_truncated_files_never_raise(tmp_path: Path) -> None:
    whole = Draft().write(tmp_path / "whole.pdf").read_bytes()
    path = tmp_path / "cut.pdf"
    for length in range(0, len(whole), len(whole) // 25):
        path.write_bytes(whole[:length])
        assert preflight(path, ink=False)


def test_scrambled_files_never_raise(tmp_path: Path) -> None:
    draft = Draft()
    for code in (
        "font-type3",
        "layers",
        "annotation",
        "form-fields",
        "colour-devicen",
        "transparency",
        "picture-metadata",
    ):
        recipe(code).spoil(draft)
    draft.save |= {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.all, "qdf": True}
    draft.resources.XObject.Photo = draft.image(4, 4, b"\x20\x10\x30\x05")
    whole = draft.write(tmp_path / "whole.pdf").read_bytes()
    path, dice = tmp_path / "scrambled.pdf", random.Random(8)
    words = [b"<<", b"null", b"-1", b"/X", b"[", b"(", b"1e99", b"endobj", b"99999999999999999999", b" 0 R"]
    for _ in range(120):
        data = bytearray(whole)
        for _ in range(6):
            at = dice.randrange(len(data))
            data[at : at + dice.randrange(6)] = dice.choice(words)
        path.write_bytes(data)
        found = inspect(path, sheet(), ink=False)
        assert all(messages.sentence(p) for p in found.problems)


def test_forms_without_end_are_noted(tmp_path: Path) -> None:
    draft = Draft()
    loop = draft.form("/O Do /O Do")
    loop.Resources = Dictionary(XObject=Dictionary(O=loop))
    draft.resources.XObject.O = loop
    draft.content["loop"] = "/O Do"
    assert codes(draft, tmp_path) == {"content-broken"}


def test_forms_that_multiply_are_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journal_app.prepress.preflight.content.MOST_OPERATORS", 5000)
    draft = Draft()
    inner = draft.form("0 0 1 1 re n")
    for _ in range(9):
        inner = draft.form("/O Do " * 10, Resources=Dictionary(XObject=Dictionary(O=inner)))
    draft.resources.XObject.O = inner
    draft.content["many"] = "/O Do"
    assert codes(draft, tmp_path) == {"content-broken"}


def test_a_decompression_bomb_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journal_app.prepress.preflight.streams.SMALL_RAW", 1000)
    monkeypatch.setattr("journal_app.prepress.preflight.streams.MOST_BYTES", 1_000_000)
    draft = Draft()
    bomb = draft.form("")
    bomb.write(zlib.compress(b" " * 9_000_000, 9), filter=Name.FlateDecode)
    draft.resources.XObject.O = bomb
    draft.content["bomb"] = "/O Do"
    (problem,) = judged(draft, tmp_path).problems
    assert problem.code == "content-broken" and "more than" in problem.detail.found


def test_xmp_follows_no_entity() -> None:
    packet = b"""<!DOCTYPE x [<!ENTITY e "told">]><x xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:title>a&e;b</dc:title></x>"""
    assert "told" not in read_xmp(packet).get("dc:title", "")
    assert read_xmp(b"<not xml") == {} and read_xmp(b"\xff\xfe") == {}


def test_jpeg_headers_that_lie_are_survived() -> None:
    for data in (
        b"",
        b"\xff\xd8",
        b"\xff\xd8\xff\xe1\xff\xff",
        b"\xff\xd8\xff\xe1\x00\x00Exif\0\0",
        b"\xff\xd8" + b"\xff" * 50,
    ):
        assert isinstance(jpeg_metadata(data), str)


def test_a_page_no_press_could_hold_is_not_drawn_whole(tmp_path: Path) -> None:
    draft = Draft()
    draft.page.obj.TrimBox = draft.page.obj.BleedBox = draft.page.obj.MediaBox = Array([0, 0, 300, 2_000_000])
    path = draft.write(tmp_path / "strip.pdf")
    found = inspect(path)
    assert "ink-unmeasured" in {p.code for p in found.problems}
    assert len(report.as_html(found)) < 400_000


# --- the report ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_report_says_its_verdict_boxes_the_place_and_loads_nothing(language: str, tmp_path: Path) -> None:
    draft = Draft()
    draft.content["text"] = draft.text(20, 80, 10, shown=NOTDEF)
    places = Places(((Item("lead", "article", "s", "fr", "<script>alert(1)</script>", Rect(10, 70, 80, 60)),),))
    found = judged(draft, tmp_path, places=places)
    html = report.as_html(found, language)
    assert report.verdict(found, language) in html and "data:image/jpeg" in html and '<i class="blocking"' in html
    assert "<script" not in html and "http" not in html.replace("http-equiv", "")
    assert report.as_table(found)["ready"] is False


def test_the_verdict_counts_what_stops_the_press(tmp_path: Path) -> None:
    assert report.verdict(judged(Draft(), tmp_path)) == "Prêt pour l’imprimeur"
    draft = Draft()
    draft.content["text"] = draft.text(20, 80, 10, shown=NOTDEF)
    assert report.verdict(judged(draft, tmp_path)) == "1 anomalie bloquante"
    report.write(judged(draft, tmp_path), tmp_path / "out" / "r.html", tmp_path / "out" / "r.json")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["r.html", "r.json"]
