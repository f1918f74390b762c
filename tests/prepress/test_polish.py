"""Small black text overprints wherever it stands, in a drawing's groups too; nothing else does."""

from pathlib import Path

import pytest

from journal_app.prepress.assemble import Piece, assemble
from journal_app.prepress.engine import Job, typeset
from journal_app.prepress.polish import polish
from journal_app.prepress.preflight import preflight
from journal_app.prepress.sheet import preset
from journal_app.units import Rect

BLACK, WHITE = "device-cmyk(0 0 0 1)", "device-cmyk(0 0 0 0)"
TEXT = '<text x="9" y="{y}" font-size="{size}" fill="{fill}">{words}</text>'
UNSAID = '<text x="9" y="9" font-size="9">corps</text>'
GROUP = '<g opacity=".999">{}</g>'  # the engine makes a form of it


def words(size: float, fill: str = BLACK, y: int = 40) -> str:
    return TEXT.format(y=y, size=size, fill=fill, words=f"corps {size:g}")


def found(tmp_path: Path, drawing: str, polished: bool = True) -> dict[str, str]:
    """What preflight says of a drawing of 100 x 100 mm, each unit of it a point."""
    page = f'<html><body style="margin:0"><svg viewBox="0 0 283.46 283.46">{drawing}</svg></body></html>'
    css = "svg{display:block;width:100mm;height:100mm}text{font-family:'Fira Sans'}"
    pdf = typeset(Job(page, (css,), ((100, 100),))).pdf
    path = tmp_path / "a.pdf"
    sheet = preset("a4-booklet")
    path.write_bytes(assemble(sheet, [], [Piece(polish(pdf) if polished else pdf, 0, Rect(20, 20, 100, 100))], False))
    return {p.code: p.detail.found for p in preflight(path, sheet, ink=False)}


@pytest.mark.parametrize("drawing", [
    words(8),
    GROUP.format(words(8)),
    GROUP.format(GROUP.format(words(8)) + words(9, y=80)),
    GROUP.format(f'<g transform="scale(.4)">{words(24)}</g>'),
    f'<g transform="scale(.4)">{GROUP.format(words(24))}</g>',
    f'<g fill="{BLACK}">{GROUP.format(UNSAID)}</g>',
    words(8) + GROUP.format(words(20, y=90)) + words(7, y=120),
], ids=["plain", "group", "groups", "scaled inside", "scaled outside", "inherited ink", "between others"])  # fmt: skip
def test_small_black_text_overprints(tmp_path: Path, drawing: str) -> None:
    assert "text-black-knocks-out" in found(tmp_path, drawing, polished=False)
    assert "text-black-knocks-out" not in found(tmp_path, drawing)


def test_white_never_overprints(tmp_path: Path) -> None:
    ground = '<rect width="283" height="283" fill="device-cmyk(1 0 0 0)"/>'
    for drawing in (words(8) + words(8, WHITE, 80), GROUP.format(words(8) + words(8, WHITE, 80)),
                    words(8) + GROUP.format(words(14, WHITE, 80)), GROUP.format(words(8)) + words(14, WHITE, 80)):
        assert "white-overprints" not in found(tmp_path, ground + drawing)


def test_large_text_stays_as_it_is() -> None:
    page = f'<html><body style="margin:0"><svg viewBox="0 0 100 100">{GROUP.format(words(14))}</svg></body></html>'
    pdf = typeset(Job(page, ("svg{display:block;width:100pt;height:100pt}",), ((100, 100),))).pdf
    assert b"JOverprint" not in polish(pdf)
