"""Picture files, judged by their headers: real ones pass, and each broken or hostile one is told apart."""

import struct
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from journal_app.prepress.picture_files import MOST_BYTES, inspect_picture
from journal_app.prepress.svg_files import inspect_svg
from tests.prepress.conftest import chunk, png

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'


def saved(mode: str, kind: str, size: tuple[int, int] = (30, 20), **options: object) -> bytes:
    out = BytesIO()
    Image.new(mode, size).save(out, kind, **options)
    return out.getvalue()


def codes(path: Path, data: bytes) -> list[str]:
    path.write_bytes(data)
    header, problems = inspect_picture(path, "pictures/x")
    assert (header is None) == bool(problems)
    return [p.code for p in problems]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.png", saved("RGB", "PNG")),
        ("x.png", saved("RGBA", "PNG")),
        ("x.png", saved("P", "PNG")),
        ("x.png", saved("1", "PNG")),
        ("x.png", saved("I;16", "PNG")),
        ("x.jpg", saved("RGB", "JPEG")),
        ("x.jpeg", saved("L", "JPEG")),
        ("x.JPG", saved("CMYK", "JPEG")),
        ("x.tif", saved("CMYK", "TIFF")),
        ("x.tiff", saved("I;16", "TIFF")),
        ("x.webp", saved("RGBA", "WEBP")),
    ],
    ids=str,
)
def test_the_pictures_people_have(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    header, problems = inspect_picture(path, "pictures/x")
    assert problems == []
    assert header is not None and header.size == (30, 20) and len(header.sha256) == 64


def test_a_turned_photo_has_its_upright_size(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    for name, kind in (("x.jpg", "JPEG"), ("x.png", "PNG"), ("x.webp", "WEBP")):
        path = tmp_path / name
        path.write_bytes(saved("RGB", kind, exif=exif.tobytes()))
        header, _ = inspect_picture(path, "x")
        assert header is not None and header.size == (20, 30), name


def test_a_changed_picture_is_judged_again(tmp_path: Path) -> None:
    assert codes(tmp_path / "x.png", png(3, 3)) == []
    assert codes(tmp_path / "x.png", png(3, 3)[:-20]) == ["picture-broken"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("x.jpg", png(3, 3), "picture-type-differs"),
        ("x.png", saved("P", "GIF"), "picture-type-differs"),
        ("x.gif", saved("P", "GIF"), "picture-type-unknown"),
        ("x", png(3, 3), "picture-type-unknown"),
        ("x.pdf", b"%PDF-1.7", "picture-type-unknown"),
        ("x.png", b"", "picture-broken"),
        ("x.jpg", b"hello", "picture-broken"),
        ("x.png", png(3, 3)[:40], "picture-broken"),
        ("x.jpg", saved("RGB", "JPEG", (300, 300))[:-60], "picture-broken"),
        ("x.webp", saved("RGB", "WEBP")[:-8], "picture-broken"),
        ("x.tif", saved("RGB", "TIFF")[:-30], "picture-broken"),
        ("x.png", png(3, 3).replace(b"IDAT", b"IDAX"), "picture-broken"),
        ("x.tif", b"II*\0\xff\xff\xff\xff", "picture-broken"),
    ],
)
def test_broken_and_disguised(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    assert codes(tmp_path / name, data) == [code]


def test_a_moving_picture(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    out = BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    assert codes(tmp_path / "x.webp", out.getvalue()) == ["picture-animated"]


@pytest.mark.parametrize("side", [8000, 12_000, 60_000])
def test_a_decompression_bomb_is_never_decoded(tmp_path: Path, side: int) -> None:
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")
    path = tmp_path / "x.png"
    path.write_bytes(bomb)
    _, (problem,) = inspect_picture(path, "pictures/x.png")
    assert (problem.code, problem.detail.found, problem.detail.allowed) == (
        "picture-too-many-pixels",
        f"{side * side / 1e6:.0f} MP",
        "50 MP",
    )


def test_a_heavy_file_is_never_opened(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1_000_000)
    _, (problem,) = inspect_picture(path, "x")
    assert (problem.code, problem.detail.found, problem.detail.allowed) == ("picture-too-large", "26.0 MB", "25 MB")


# --- drawings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "inner",
    [
        "",
        '<path d="M0 0h9v9z" fill="#000"/>',
        '<defs><g id="a"><rect/></g></defs><use xlink:href="#a"/><use href="#a"/>',
        '<rect fill="url(#g)" style="stroke:url( \'#g\' )"/><style>.a{fill:url(#g)}</style>',
        "<text>a &amp; b</text>",
    ],
)
def test_drawings_that_stand_alone(inner: str) -> None:
    assert inspect_svg(SVG.format(inner).encode()) == ()


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        ('<image href="https://example.org/x.png"/>', "svg-picture-inside"),
        ('<image xlink:href="data:image/png;base64,AA"/>', "svg-picture-inside"),
        ("<script>x()</script>", "svg-script"),
        ('<rect onload="x()"/>', "svg-script"),
        ("<foreignObject/>", "svg-script"),
        ('<use href="other.svg#a"/>', "svg-reference"),
        ('<a xlink:href="javascript:x()"/>', "svg-reference"),
        ('<rect fill="url(https://example.org/#a)"/>', "svg-reference"),
        ('<rect style="fill:url(x.svg)"/>', "svg-reference"),
        ("<style>@import 'x.css';</style>", "svg-reference"),
        ("<style>a{fill:u\\72l(x)}</style>", "svg-reference"),
        ('<g xml:base="https://example.org/"/>', "svg-reference"),
        ("<?xml-stylesheet href='x.css'?>", "svg-reference"),
        ("<rect>", "svg-broken"),
        ("&a;", "svg-broken"),
    ],
)
def test_drawings_that_reach_out(inner: str, code: str) -> None:
    assert code in [one[0] for one in inspect_svg(SVG.format(inner).encode())]


def test_drawings_that_are_none() -> None:
    assert (
        inspect_svg(b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SVG.format("&a;").encode())[0][0]
        == "svg-declaration"
    )
    assert inspect_svg(SVG.format("").encode("utf-16"))[0][0] == "svg-declaration"
    assert inspect_svg(b"<html/>")[0][0] == "svg-broken"
    assert inspect_svg(b"")[0][0] == "svg-broken"
    assert inspect_svg(b'<?xml version="1.0" encoding="nope"?><svg/>')[0][0] == "svg-broken"
    assert inspect_svg(b'<svg xmlns="http://www.w3.org/2000/svg"/>')[0][0] == "svg-without-size"
    assert inspect_svg(b'<?xml-stylesheet href="x"?>' + SVG.format("").encode())[0][0] == "svg-reference"
    assert inspect_svg(b'<svg xmlns="http://www.w3.org/2000/svg" width="9mm" height="9mm"/>') == ()


def test_drawings_that_multiply() -> None:
    lines = ['<g id="a0"><rect/></g>'] + [
        f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 9)
    ]
    assert inspect_svg(SVG.format("".join(lines)).encode())[0][0] == "svg-too-complex"
    assert inspect_svg(SVG.format('<g id="a"><use href="#a"/></g>').encode())[0][0] == "svg-too-complex"
    assert inspect_svg(SVG.format("<g>" * 150 + "</g>" * 150).encode())[0][0] == "svg-too-complex"
    assert inspect_svg(SVG.format("<g>" * 5000 + "</g>" * 5000).encode())[0][0] in ("svg-broken", "svg-too-complex")


def test_a_drawing_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "x.svg"
    path.write_text(SVG.format("<rect/>"))
    header, problems = inspect_picture(path, "x")
    assert header is not None and header.size == (0, 0) and problems == []
