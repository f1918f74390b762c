"""A drawing is redrawn in process colours, whole; what the press could not show is refused by name."""

import io
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import weasyprint
from lxml import etree
from PIL import Image

from journal_app.prepress.colour import Colour, colour_for
from journal_app.prepress.sheet import preset
from journal_app.prepress.svg import Drawing, draw, press_drawing
from journal_app.problems import Problem, Severity
from tests.prepress.printed import PROFILE, described

PRESS = colour_for(PROFILE if PROFILE.exists() else None, 240)[0]
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 50">'

MAP = HEAD + """
<style>.sea { fill: #2a6f97 } g > path { stroke: black; stroke-width: 2px } #camp { fill: rgb(200 40 30) }</style>
<title>Nom Vrai</title><desc>chez nous</desc>
<defs><circle id="dot" r="5"/><pattern id="sand" width="4" height="4" patternUnits="userSpaceOnUse">
<path d="M0 0L4 4" stroke="orange"/></pattern><clipPath id="edge"><rect width="100" height="50"/></clipPath></defs>
<rect class="sea" width="100" height="50" clip-path="url(#edge)"/>
<g fill="none"><path d="M0 40L100 30"/></g>
<use xlink:href="#dot" x="10" y="10"/><use href="#dot" id="camp" x="30" y="10"/>
<rect x="60" y="5" width="20" height="10" fill="url(#sand)" stroke="gray"/>
<text x="5" y="25" style="font-size: 8px; fill: white">Calais <tspan fill="currentColor">ville</tspan> ici</text>
</svg>"""


def drawn(svg: str, in_colour: bool = True, press: Colour = PRESS) -> tuple[Drawing, list[Problem]]:
    drawing, problems = press_drawing(svg.encode(), press, in_colour, "picture:carte", "La carte")
    assert drawing is not None, problems
    return drawing, problems


def refused(inside: str) -> list[str]:
    drawing, problems = press_drawing(f"{HEAD}{inside}</svg>".encode(), PRESS, True, "picture:carte", "La carte")
    assert drawing is None
    assert all(p.severity is Severity.BLOCKING and p.where == "picture:carte" for p in problems)
    return [p.code for p in problems]


def paints(markup: str) -> list[list[float]]:
    return [[float(v) for v in found.split()] for found in re.findall(r"device-cmyk\(([^)]*)\)", markup)]


def printed(markup: str) -> bytes:
    html = f'<body style="margin:0"><div style="width:100mm;height:50mm">{markup}</div></body>'
    page = weasyprint.CSS(string="@page { size: 100mm 50mm; margin: 0 }")
    return weasyprint.HTML(string=html).write_pdf(stylesheets=[page], output_intent="device-cmyk")


def operators(pdf: bytes) -> set[tuple[str, ...]]:
    """Which colour operators the page and its forms and patterns use, with the colour space set."""
    found = set()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        streams = [opened.pages[0]] + [o for o in opened.objects if isinstance(o, pikepdf.Stream) and "/BBox" in o]
        for stream in streams:
            for operands, operator in pikepdf.parse_content_stream(stream):
                name = str(operator)
                if name in ("rg", "RG", "g", "G", "sh"):
                    found.add((name,))
                elif name in ("cs", "CS"):
                    found.add((name, str(operands[0])))
    return found


def test_every_colour_is_in_process_inks() -> None:
    pdf = printed(drawn(MAP)[0].markup)
    assert operators(pdf) <= {("cs", "/DeviceCMYK"), ("CS", "/DeviceCMYK"), ("cs", "/Pattern"), ("CS", "/Pattern")}
    assert len(pypdfium2.PdfDocument(pdf)) == 1


def test_the_drawing_looks_like_itself() -> None:
    page = _look(drawn(MAP)[0].markup)
    sea, dot, camp, paper = (page.getpixel(at) for at in ((180, 90), (20, 20), (60, 20), (195, 95)))
    assert sea[2] > sea[0] + 40
    assert max(dot) < 60
    assert camp[0] > 150 > camp[1]
    assert paper == sea


def test_a_grey_page_gets_black_ink_alone() -> None:
    found = paints(drawn(MAP, in_colour=False)[0].markup)
    assert found and all(ink[:3] == [0, 0, 0] for ink in found)


def test_greys_and_black_are_black_ink_alone() -> None:
    markup, _ = drawn(f'{HEAD}<rect fill="#000" stroke="#808080"/><rect fill="black"/><rect fill="white"/></svg>')
    assert all(ink[:3] == [0, 0, 0] for ink in paints(markup.markup))


def test_inks_given_as_inks_stay_and_keep_to_the_limit() -> None:
    rich = '<rect fill="device-cmyk(100% 100% 100% 100%)"/>'
    drawing, _ = drawn(f'{HEAD}<rect fill="device-cmyk(0 0.5 1 0.1)"/>{rich}</svg>')
    assert [0, 0.5, 1, 0.1] in paints(drawing.markup)
    assert all(sum(ink) <= 2.4 + 1e-6 for ink in paints(drawing.markup))


def test_what_says_nothing_is_black_and_not_rgb_black() -> None:
    root = etree.fromstring(drawn(f'{HEAD}<path d="M0 0h9v9z"/></svg>')[0].markup.encode())
    assert root.get("fill") == "device-cmyk(0 0 0 1)" and root.get("stroke") == "none"


def test_rules_outdo_attributes_and_style_outdoes_rules() -> None:
    css = "<style>rect { fill: #fff } .a { fill: #000 }</style>"
    shapes = '<rect fill="red"/><rect class="a" fill="red"/><rect class="a" style="fill:none"/>'
    drawing, _ = drawn(f"{HEAD}{css}{shapes}</svg>")
    rects = etree.fromstring(drawing.markup.encode()).findall("{*}rect")
    assert [r.get("fill") for r in rects] == ["device-cmyk(0 0 0 0)", "device-cmyk(0 0 0 1)", "none"]


def test_opacity_becomes_a_tint_on_paper_and_is_said() -> None:
    shapes = '<g opacity=".5"><rect/><rect fill="rgba(0,0,0,.5)"/></g><rect fill-opacity="0"/>'
    drawing, problems = drawn(f"{HEAD}{shapes}</svg>")
    rects = [r.get("fill") for r in etree.fromstring(drawing.markup.encode()).iter("{*}rect")]
    assert rects == [None, "device-cmyk(0 0 0 0.25)", "none"]
    assert "opacity" not in drawing.markup
    assert [(p.code, p.severity) for p in problems] == [("svg-opacity", Severity.WARNING)]


def test_nothing_private_goes_along() -> None:
    extra = '<metadata>Nom Vrai</metadata><!-- Nom Vrai --><g xmlns:i="urn:i" i:label="Nom Vrai" data-who="Nom Vrai"/>'
    markup = drawn(MAP.replace("</defs>", f"</defs>{extra}"))[0].markup
    assert "Nom Vrai" not in markup and "chez nous" not in markup


def test_prefixed_svg_is_svg() -> None:
    markup = drawn('<s:svg xmlns:s="http://www.w3.org/2000/svg" width="20mm" height="10mm"><s:rect/></s:svg>')[0]
    assert "<rect" in markup.markup and markup.aspect == pytest.approx(2)
    assert 'viewBox="0 0 75.5906 37.7953"' in markup.markup


def test_a_gradient_is_refused_where_it_is_used_only() -> None:
    gradient = '<defs><linearGradient id="g"><stop stop-color="red"/></linearGradient></defs>'
    assert refused(gradient + '<rect fill="url(#g)"/>') == ["svg-gradient"]
    assert drawn(f"{HEAD}{gradient}<rect/></svg>")[1] == []


@pytest.mark.parametrize(("inside", "codes"), [
    ('<rect filter="url(#f)"/>', ["svg-unsupported"]),
    ('<rect style="mix-blend-mode:multiply"/>', ["svg-unsupported"]),
    ('<mask id="m"><rect/></mask>', ["svg-unsupported"]),
    ("<text><textPath>x</textPath></text>", ["svg-unsupported"]),
    ("<style>@media print { rect { fill: red } }</style>", ["svg-unsupported"]),
    ("<style>rect { fill: red } @</style>", ["svg-unsupported"]),
    ("<style>rect::before { fill: red }</style>", ["svg-unsupported"]),
    ('<rect fill="rainbow"/>', ["svg-colour"]),
    ('<rect fill="url(#none)"/>', ["svg-colour"]),
    ("<g>" * 80 + "</g>" * 80, ["svg-too-complex"]),
    ("<script>x()</script>", ["svg-script"]),
    ('<image href="file:///etc/passwd"/>', ["svg-picture-inside"]),
    ('<rect fill="url(https://example.org/x#y)"/>', ["svg-reference"]),
    ("<style>@import 'x.css';</style>", ["svg-reference"]),
    ("<rect", ["svg-broken"]),
])
def test_what_the_press_could_not_show_is_refused(inside: str, codes: list[str]) -> None:
    assert refused(inside) == codes


def test_the_line_is_named() -> None:
    _, (problem,) = press_drawing(f'{HEAD}\n\n<rect mask="url(#m)"/></svg>'.encode(), PRESS, True, "picture:carte")
    assert problem.detail.found == "l. 3: <rect> mask"


def test_an_attribute_cannot_break_out() -> None:
    markup = drawn(f"{HEAD}<text font-family='\"&gt;&lt;script&gt;'>&lt;b&gt;</text></svg>")[0].markup
    assert "<script" not in markup and "<b>" not in markup


def test_a_picture_of_the_issue(tmp_path: Path) -> None:
    path = tmp_path / "carte.svg"
    path.write_text(MAP, "utf-8")
    profile = PROFILE if PROFILE.exists() else None
    drawing, problems = draw(described(path, (0, 0), "map"), preset("tabloid-offset"), profile, True)
    assert drawing and drawing.aspect == 2 and problems == []
    kept = draw(described(path, (0, 0), "map"), preset("tabloid-offset"), profile, True, tmp_path / "cache")
    missing = described(path, (0, 0), "map")
    path.unlink()
    assert draw(missing, preset("tabloid-offset"), profile, True, tmp_path / "cache") == kept == (drawing, [])
    assert [p.code for p in draw(missing, preset("tabloid-offset"), profile, True)[1]] == ["svg-broken"]


def _look(markup: str) -> Image.Image:
    """The drawing printed, two pixels a unit."""
    page = pypdfium2.PdfDocument(printed(markup))[0]
    return page.render(scale=200 / page.get_width()).to_pil().convert("RGB")
