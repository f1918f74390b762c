"""Bad input, end to end: `journal check` and `journal press` on a real folder with one thing wrong in it.

Each answers with a problem that has a place, exits with 1, and says nothing but JSON; nothing is pressed.
"""

import json
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from tests.prepress.conftest import chunk
from tests.prepress.real_issue import FLATPLAN, RealIssue, journal, picture

Change = Callable[[RealIssue], object]
TEXT, PICTURE = "articles/la-file/fr.html", "pictures/la-digue.png"
BREAD = "articles/le-pain/article.toml"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" viewBox="0 0 3 4">{}</svg>'


@pytest.fixture
def issue(tmp_path: Path) -> RealIssue:
    return RealIssue(tmp_path / "01-la-mer")


def text(source: str | bytes) -> Change:
    return lambda made: made.write(TEXT, source)


def drawing(inside: str, before: str = "") -> Change:
    return lambda made: made.write("pictures/soleil.svg", before + SVG.format(inside))


def png(side: int, pixels: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def link(name: str, to: str) -> Change:
    def change(made: RealIssue) -> None:
        (made.path / name).unlink(missing_ok=True)
        (made.path / name).symlink_to(to)
    return change


def pipe(made: RealIssue) -> None:
    made.remove(TEXT)
    os.mkfifo(made.path / TEXT)


def a_file(name: str) -> Change:
    def change(made: RealIssue) -> None:
        shutil.rmtree(made.path / name)
        made.write(name, "x")
    return change


def a_folder(name: str) -> Change:
    def change(made: RealIssue) -> None:
        made.remove(name)
        (made.path / name).mkdir()
    return change


def emptied(made: RealIssue) -> None:
    shutil.rmtree(made.path)
    made.path.mkdir()


def replaced(made: RealIssue) -> None:
    shutil.rmtree(made.path)
    made.path.write_text("x")


def profiled(data: bytes) -> Change:
    def change(made: RealIssue) -> None:
        made.change("issue.toml", '"a4-booklet"', '{ preset = "a4-booklet", profile = "x.icc" }')
        made.write("printer/x.icc", data)
    return change


def sheet(words: str) -> Change:
    return lambda made: made.change("issue.toml", '"a4-booklet"', f'{{ preset = "a4-booklet", {words} }}')


def words(name: str, old: str, new: str) -> Change:
    return lambda made: made.change(name, old, new)


# what is wrong: (how it came about, code, where, what is found, what would be right)
WRONG: dict[str, tuple[Change, str, str, str, str]] = {
    "unknown key": (words("issue.toml", "number", "nomber"), "toml-key-unknown", "issue.toml:2", "nomber", "number"),
    "no TOML": (lambda i: i.write("issue.toml", "a = 1\nb = ["), "toml-broken", "issue.toml", "Invalid value", ""),
    "null bytes": (lambda i: i.write("issue.toml", bytes(90)), "toml-broken", "issue.toml:1", "", ""),
    "empty issue.toml": (lambda i: i.write("issue.toml", b""), "toml-key-missing", "issue.toml", "title", "title = "),
    "empty flatplan.toml": (lambda i: i.write("flatplan.toml", b""), "toml-key-missing", "flatplan.toml", "page", ""),
    "empty article.toml": (lambda i: i.write(BREAD, b""), "toml-key-missing", BREAD, "kind", "kind = "),
    "text missing": (lambda i: i.remove(TEXT), "text-file-missing", TEXT, "fr", "[text.fr]"),
    "text empty": (text(b""), "text-empty", TEXT, "", ""),
    "text in UTF-16": (text("<p>é</p>".encode("utf-16")), "file-not-utf8", f"{TEXT}:1", "UTF-16", "UTF-8"),
    "text in Latin-1": (text("<p>a</p>\n<p>é</p>".encode("latin-1")), "file-not-utf8", f"{TEXT}:2", "0xE9", "UTF-8"),
    "TOML in Latin-1": (lambda i: i.write("issue.toml", 'a = "é"'.encode("latin-1")), "file-not-utf8", "issue.toml:1",
                        "0xE9", "UTF-8"),
    "script": (text("<p>a</p>\n<script>alert(1)</script>"), "text-script", f"{TEXT}:2", "<script>", ""),
    "handler": (text('<p onclick="a()">a</p>'), "text-script", f"{TEXT}:1", "onclick", ""),
    "style attribute": (text('<p>a</p>\n<p style="color:red">b</p>'), "text-script", f"{TEXT}:2", "style", ""),
    "style element": (text("<style>p{}</style><p>a</p>"), "text-script", f"{TEXT}:1", "<style>", ""),
    "picture from elsewhere": (text('<p><img src="http://x.example/a.png"></p>'), "text-address", f"{TEXT}:1",
                               "http://x.example/a.png", ""),
    "sheet from elsewhere": (text('<link href="//x.example/a.css"><p>a</p>'), "text-address", f"{TEXT}:1", "link", ""),
    "link to a script": (text('<p><a href="javascript:a()">a</a></p>'), "text-link-refused", f"{TEXT}:1", "javascript:",
                         "https://"),
    "link to a file": (text('<p><a href="file:///etc/passwd">a</a></p>'), "text-link-refused", f"{TEXT}:1", "file:",
                       "https://"),
    "text too long": (text("<p>" + "mot " * 60_000), "text-too-long", TEXT, "240003", "200000"),
    "text far too long": (text("<p>" + "mot " * 400_000), "file-too-large", TEXT, "1.6 MB", "1 MB"),
    "endless word": (text(f"<p>a</p>\n<p>{'m' * 200}</p>"), "text-word-endless", f"{TEXT}:2", "(200)", "120"),
    "endless paragraph": (text(f"<p>{'mot ' * 6000}</p>"), "text-paragraph-endless", f"{TEXT}:1", "23999", "20000"),
    "endless text": (text("<p>a</p>" * 1001), "text-paragraphs-many", f"{TEXT}:1", "1001", "1000"),
    "endless headline": (words("articles/la-file/article.toml", "La file", "m" * 9000), "toml-value-wrong",
                         "articles/la-file/article.toml:6", "(9010)", "5000"),
    "text linked from outside": (link(TEXT, "/etc/hostname"), "path-outside", TEXT, "fr.html", ""),
    "issue.toml linked": (link("issue.toml", "/etc/hostname"), "path-outside", "issue.toml", "issue.toml", ""),
    "build linked": (link("build", "/tmp"), "path-outside", "build", "build", ""),
    "text is a folder": (a_folder(TEXT), "file-unreadable", TEXT, "", ""),
    "text is a pipe": (pipe, "file-unreadable", TEXT, "", ""),
    "path upwards": (words("pictures/la-digue.toml", "la-digue.png", "../../a.png"), "path-outside",
                     "pictures/la-digue.toml:1", "../../a.png", ""),
    "picture linked from outside": (link(PICTURE, "/etc/hostname"), "path-outside", "pictures/la-digue.toml:1", "", ""),
    "picture cut off": (lambda i: i.write(PICTURE, picture("RGB")[:-300]), "picture-broken", PICTURE, "PNG", ""),
    "picture empty": (lambda i: i.write(PICTURE, b""), "picture-broken", PICTURE, "", ""),
    "decompression bomb": (lambda i: i.write(PICTURE, png(30_000, b"x")), "picture-too-many-pixels", PICTURE, "900 MP",
                           "50 MP"),
    "SVG with a gradient": (drawing('<defs><linearGradient id="g"/></defs>\n<rect fill="url(#g)"/>'), "svg-gradient",
                            "pictures/soleil.svg", "l. 2: <rect> url(#g)", ""),
    "SVG with a blur": (drawing('<rect filter="url(#f)"/>'), "svg-unsupported", "pictures/soleil.svg", "filter", ""),
    "SVG with a mask": (drawing("<mask><rect/></mask>"), "svg-unsupported", "pictures/soleil.svg", "<mask>", ""),
    "SVG in no colour": (drawing('<rect fill="rainbow"/>'), "svg-colour", "pictures/soleil.svg", "rainbow", "#rrggbb"),
    "SVG with a picture": (drawing('<image href="http://x.example/a.png"/>'), "svg-picture-inside",
                           "pictures/soleil.svg", "<image>", ""),
    "SVG with a sheet": (drawing("<style>@import url(http://x.example/a.css);</style>"), "svg-reference",
                         "pictures/soleil.svg", "@import", "#id"),
    "SVG with a part from elsewhere": (drawing('<use x:href="http://x.example/a.svg#a"/>'), "svg-reference",
                                       "pictures/soleil.svg", "http://x.example", "#id"),
    "SVG with an entity": (drawing("<text>&a;</text>", '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
                           "svg-declaration", "pictures/soleil.svg", "", ""),
    "SVG empty": (lambda i: i.write("pictures/soleil.svg", b""), "svg-broken", "pictures/soleil.svg", "", ""),
    "unknown language": (words("flatplan.toml", 'language = "fr" }', 'language = "xx" }'), "language-unknown",
                         "flatplan.toml:9", "xx", "fr"),
    "no face for a letter": (text("<p>a</p>\n<p>𓀀</p>"), "character-without-face", "article:la-file#fr",
                             "U+13000 (l. 2)", ""),
    "five pages": (lambda i: i.write("flatplan.toml", FLATPLAN + '\n[[page]]\nlayout = "suite"\n'),
                   "pages-not-multiple", "flatplan.toml", "5", "4"),
    "article nowhere": (words("flatplan.toml", 'slots.main = { article = "une-breve", language = "fr" }', ""),
                        "article-unplaced", "article:une-breve", "une-breve", "web"),
    "article twice": (words("flatplan.toml", "une-breve", "la-file"), "article-twice", "p4/main", "flatplan.toml:21",
                      "p2/main"),
    "language twice": (words("flatplan.toml", '["fr", "ar"] }', '["fr", "fr"] }'), "toml-value-wrong",
                       "flatplan.toml:16", "fr, fr", "fr"),
    "original without text": (words(BREAD, '"ar"', '"ps"'), "original-missing", f"{BREAD}:2", "ps", "fr, ar"),
    "quote without number": (words("flatplan.toml", '"la-digue" }', '"la-digue" }\nslots.quote.article = "la-file"'),
                             "quote-missing", "flatplan.toml:11", "-", "-"),
    "code too long": (words("articles/une-breve/article.toml", "kind", f'web = "{"a" * 4000}"\nkind'),
                      "toml-value-wrong", "articles/une-breve/article.toml:1", "web = ", "200"),
    "profile not one": (profiled(b"not a profile"), "profile-unusable", "printer/x.icc", "?", "ICC CMYK"),
    "profile empty": (profiled(b""), "profile-unusable", "printer/x.icc", "?", "ICC CMYK"),
    "profile linked": (lambda i: (profiled(b"")(i), link("printer/x.icc", "/etc/hostname")(i)), "path-outside",
                       "printer/x.icc", "x.icc", ""),
    "profile upwards": (sheet('profile = "../x.icc"'), "path-outside", "issue.toml:5", "../x.icc", ""),
    "page of a mile": (sheet("page = [1609344, 10]"), "toml-value-wrong", "issue.toml:5", "printer.page", "3000"),
    "folder empty": (emptied, "file-missing", "issue.toml", "", ""),
    "folder missing": (lambda i: shutil.rmtree(i.path), "folder-missing", "01-la-mer", "", ""),
    "folder is a file": (replaced, "folder-missing", "01-la-mer", "", ""),
    "articles is a file": (a_file("articles"), "folder-expected", "articles", "articles", "articles/<slug>"),
    "pictures is a file": (a_file("pictures"), "folder-expected", "pictures", "pictures", "pictures/<slug>"),
    "article is a file": (a_file("articles/la-file"), "article-unknown", "flatplan.toml:9", "la-file", "le-pain"),
    "record of faces wrong": (lambda i: i.write("faces.toml", "x = 1"), "toml-key-unknown", "faces.toml:1", "x",
                              "face"),
}


@pytest.mark.parametrize("case", WRONG)
def test_it_is_named_and_nothing_is_pressed(issue: RealIssue, case: str) -> None:
    change, code, where, found, allowed = WRONG[case]
    change(issue)
    checked = issue.check()
    problem = checked.problem(code)
    assert (checked.code, problem["severity"], problem["where"]) == (1, "blocking", where)
    assert found in problem["detail"]["found"] and allowed in problem["detail"]["allowed"]
    assert problem["message"] and problem["detail"]["who"]
    pressed = issue.press()
    assert pressed.code == 1 and pressed.problem(code) and pressed.said["files"] == []
    assert not issue.out.exists()


# What only shows when pages are made: what is wrong, its code and its place.
WRONG_WHEN_MADE: dict[str, tuple[Change, str, str]] = {
    "overset": (lambda i: i.write("articles/une-breve/fr.html", "<p>Le bateau part à six heures.</p>\n" * 90),
                "text-overset", "p4/main#fr"),
    "headline overset": (words("articles/la-file/article.toml", "La file", "La file " * 99), "head-overset", "p2/main"),
    "picture with false pixels": (lambda i: i.write(PICTURE, png(1200, b"xxxxxx")), "picture-broken", "p2/photo"),
    "picture too small": (lambda i: i.write(PICTURE, picture("RGB", size=(60, 80))), "picture-below-ppi", "p2/photo"),
}


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_build_that_fails_leaves_what_was_made(issue: RealIssue) -> None:
    """One after another on the same folder: each is named, and the good files before it stay byte for byte."""
    parcel = issue.path.parent / "parcel"
    assert issue.press().code == 0
    assert journal("parcel", issue.path, "--out", parcel).code == 0
    before = files(issue.out), files(parcel)
    assert len(before[0]) == 2 and len(before[1]) == 6
    good = files(issue.path)
    for case, (change, code, where) in WRONG_WHEN_MADE.items():
        change(issue)
        pressed = issue.press()
        assert (pressed.code, pressed.said["files"]) == (1, []), case
        assert pressed.problem(code)["where"] == where, case
        parcelled = journal("parcel", issue.path, "--out", parcel)
        assert (parcelled.code, parcelled.said["files"]) == (1, []), case
        for name, data in good.items():
            issue.write(name, data)
    issue.remove(TEXT)
    assert issue.press().code == 1
    assert (files(issue.out), files(parcel)) == before
    assert sorted(p.name for p in parcel.parent.iterdir()) == ["01-la-mer", "out", "parcel"]


def test_pictures_of_every_kind_are_pressed(issue: RealIssue) -> None:
    """Alpha, 16 bits, CMYK, grey, palette: opaque, 8 bits, in inks, and no word against them."""
    kinds = {"alpha": ("RGBA", "PNG"), "deep": ("I;16", "PNG"), "process": ("CMYK", "JPEG"), "tiff": ("CMYK", "TIFF"),
             "grey": ("L", "PNG"), "palette": ("P", "PNG"), "greyalpha": ("LA", "PNG"), "webp": ("RGBA", "WEBP")}
    form = (issue.path / "pictures/la-digue.toml").read_text("utf-8")
    for slug, (mode, kind) in kinds.items():
        ending = {"JPEG": "jpg", "TIFF": "tif"}.get(kind, kind.lower())
        issue.write(f"pictures/{slug}.{ending}", picture(mode, kind, (1700, 1700)))
        issue.write(f"pictures/{slug}.toml", form.replace("la-digue.png", f"{slug}.{ending}"))
    first, second = list(kinds)[:6], list(kinds)[6:]
    names = ("one", "two", "three", "four", "five", "six")
    walls = [('[[page]]\nlayout = "wall"\n' + "".join(f'slots.{name} = {{ picture = "{slug}" }}\n'
              for name, slug in zip(names, part, strict=False))) for part in (first, second)]
    issue.write("flatplan.toml", FLATPLAN + "\n" + "\n".join(walls) + '\n[[page]]\nlayout = "wall"\n' * 2)
    pressed = issue.press()
    assert pressed.code == 0 and len(pressed.said["files"]) == 2, pressed.codes()
    flattened = {p["where"] for p in pressed.said["problems"] if p["code"] == "picture-flattened"}
    assert flattened == {"p5/one", "p6/one", "p6/two"}
    judged = journal("preflight", pressed.said["files"][0], "--sheet", sheet_of(issue))
    assert judged.said["ready"] and not judged.codes()
    with pikepdf.open(pressed.said["files"][0]) as pdf:
        images = [image for page in pdf.pages for image in page.get_images().values()]
        assert len(images) == 9
        assert {str(image.ColorSpace) for image in images} <= {"/DeviceCMYK", "/DeviceGray"}
        assert all(int(image.BitsPerComponent) == 8 and "/SMask" not in image for image in images)


def sheet_of(issue: RealIssue) -> Path:
    path = issue.path.parent / "sheet.toml"
    path.write_text('preset = "a4-booklet"\n', "utf-8")
    return path


LAYOUTS = Path(__file__).resolve().parents[2] / "layouts"
# What breaks the engine (or could): what is added to a layout's style sheet or page, and the code it gives.
LAYOUT_FAULTS = {
    "gradient": ("page.css", ".back{background:linear-gradient(red,blue)}", "layout-forbidden-css"),
    "first letter": ("page.css", ".back p::first-letter{float:left}", "layout-forbidden-css"),
    "gradient in the page": ("page.html", '<p style="position:absolute;background:linear-gradient('
                             'device-cmyk(1 0 0 0),device-cmyk(0 1 0 0))">a</p>', "engine-broke"),
    "unknown name": ("page.html", "{{ nobody }}", "layout-template-broken"),
    "no template": ("page.html", "{% if %}", "layout-template-broken"),
    "out of the sandbox": ("page.html", "{{ ().__class__.__mro__ }}", "layout-template-broken"),
    "division": ("page.html", "{{ 1 / 0 }}", "layout-template-broken"),
    "no TOML": ("layout.toml", "= =", "layout-invalid"),
    "no box": ("layout.toml", '[slots.nowhere]\nrole = "article"\n', "layout-slot-without-box"),
}


def test_a_faulty_layout_is_named(issue: RealIssue) -> None:
    layouts = issue.path.parent / "layouts"
    for case, (name, fault, code) in LAYOUT_FAULTS.items():
        shutil.rmtree(layouts, ignore_errors=True)
        shutil.copytree(LAYOUTS, layouts)
        path = layouts / "back" / name
        path.write_text(path.read_text("utf-8") + fault + "\n", "utf-8")
        pressed = journal("press", issue.path, "--layouts", layouts, "--out", issue.out)
        where = pressed.problem(code)["where"]
        assert pressed.code == 1 and (where.startswith("layout:back") or where == "p4"), case
        assert not issue.out.exists(), case


@pytest.mark.parametrize("name", ["empty", "unreadable", "forbidden"])
def test_a_layout_in_the_making_warns_and_stops_only_a_page_that_uses_it(issue: RealIssue, name: str) -> None:
    layouts = issue.path.parent / "layouts"
    shutil.copytree(LAYOUTS, layouts)
    new, code = layouts / "new", {"empty": "layout-incomplete", "unreadable": "layout-invalid"}
    shutil.copytree(LAYOUTS / "back", new)
    if name == "empty":
        (new / "page.css").unlink()
    elif name == "unreadable":
        (new / "layout.toml").write_text("= =")
    else:
        (new / "page.css").write_text(".new{background:linear-gradient(red,blue)}")
    unused = journal("press", issue.path, "--layouts", layouts, "--out", issue.out)
    said = unused.problem(code.get(name, "layout-forbidden-css"))
    assert (unused.code, said["severity"], said["where"]) == (0, "warning", "layout:new")
    issue.change("flatplan.toml", '"back"', '"new"')
    used = journal("press", issue.path, "--layouts", layouts, "--out", issue.out)
    assert used.code == 1 and used.codes() == ["layout-unknown"]
    assert used.problem("layout-unknown")["where"] == "flatplan.toml:19"


def test_where_nothing_can_be_written(issue: RealIssue) -> None:
    issue.out.write_text("x")
    pressed = issue.press()
    assert (pressed.code, pressed.problem("output-unwritable")["where"]) == (1, "out")
    assert journal("parcel", issue.path, "--out", issue.out).problem("output-unwritable")["where"] == "out"
    assert issue.out.read_text() == "x"
    shutil.rmtree(issue.path / "build")
    issue.write("build", "x")
    assert issue.press().problem("output-unwritable")


@pytest.mark.parametrize("case", ["missing", "empty", "text", "folder"])
def test_preflight_of_what_is_no_pdf(tmp_path: Path, case: str) -> None:
    path = tmp_path / "a.pdf"
    if case == "folder":
        path.mkdir()
    elif case != "missing":
        path.write_text("" if case == "empty" else "hello")
    judged = journal("preflight", path)
    assert judged.code == 1 and judged.codes() == ["pdf-unreadable"] and judged.said["ready"] is False


@pytest.mark.parametrize("words", [b"= =", b'preset = "nobody"', b"preset = 3", b"page = [1]", b"a = 1", b'"\xe9'])
def test_a_printer_sheet_that_cannot_be_read(tmp_path: Path, words: bytes) -> None:
    path = tmp_path / "sheet.toml"
    path.write_bytes(words)
    judged = journal("preflight", tmp_path / "a.pdf", "--sheet", path)
    assert judged.code == 1 and judged.codes() == ["sheet-invalid"]


def test_as_a_program_of_its_own(issue: RealIssue) -> None:
    """The real command in a real process: JSON alone on standard output, 1 for refused input and 2 for wrong use."""
    issue.remove(TEXT)
    command = [sys.executable, "-m", "journal_app.cli"]
    done = subprocess.run([*command, "check", str(issue.path), "--json"], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and done.stderr == ""
    assert [p["code"] for p in json.loads(done.stdout)["problems"]] == ["text-file-missing"]
    done = subprocess.run([*command, "check"], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and done.stdout == "" and "Traceback" not in done.stderr
