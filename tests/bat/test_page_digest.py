"""A page's digest: what shows on a page changes it, and neither how the file is laid out nor another page does."""

import io
import json
import os
import random
import shutil
from decimal import Decimal
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf

from journal_app.prepress import build
from journal_app.prepress.outputs import make_press
from journal_app.prepress.page_digest import page_digests

SPECIMEN = Path(__file__).resolve().parents[2] / "issues" / "00-specimen"
Pixels = npt.NDArray[np.uint8]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the specimen issue, without what was built."""
    copy = tmp_path_factory.mktemp("issues") / "00-specimen"
    shutil.copytree(SPECIMEN, copy, ignore=shutil.ignore_patterns("build", "atelier", "bat"))
    return copy


def press(folder: Path, out: str) -> Path:
    source, problems = build.read(folder)
    assert source is not None, problems
    made, found = make_press(source, folder / "build" / "cache", folder / out, build.quiet)
    assert made["files"], found
    return Path(made["files"][0])


@pytest.fixture(scope="module")
def file(folder: Path) -> Path:
    """The specimen's press file."""
    return press(folder, "out")


@pytest.fixture(scope="module")
def two_pages(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its seventh and eighth pages as a file of their own, small enough to be drawn often."""
    path = tmp_path_factory.mktemp("two") / "two.pdf"
    with Pdf.open(file) as pdf:
        del pdf.pages[8:]
        del pdf.pages[:6]
        pdf.remove_unreferenced_resources()
        pdf.save(path, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return path


def test_a_sentence_on_one_page_changes_that_pages_digest_alone(folder: Path, file: Path) -> None:
    """The whole way: an article that stands on one page is edited, the issue is compiled again."""
    pages = json.loads(file.with_name("places.json").read_text("utf-8"))["pages"]
    where: dict[str, set[int]] = {}
    for page in pages:
        for item in page["items"]:
            if item["kind"] == "article":
                where.setdefault(item["slug"], set()).add(page["folio"])
    slug, folios = next((slug, folios) for slug, folios in sorted(where.items()) if len(folios) == 1)
    before = page_digests(file)
    article = folder / "articles" / slug / "fr.html"
    text = article.read_text("utf-8")
    article.write_text(text.replace(" le ", " ce ", 1), "utf-8")
    assert article.read_text("utf-8") != text
    after = page_digests(press(folder, "again"))
    article.write_text(text, "utf-8")
    assert len(before) == len(set(before)) == len(pages)
    assert {n for n in range(1, len(pages) + 1) if before[n - 1] != after[n - 1]} == folios


def saved(pdf: Pdf, path: Path, **how: object) -> Path:
    pdf.save(path, **({"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.none} | how))  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("how", [
    {"object_stream_mode": pikepdf.ObjectStreamMode.generate}, {"linearize": True}, {"qdf": True},
    {"object_stream_mode": pikepdf.ObjectStreamMode.disable, "force_version": "2.0"},
], ids=["object streams", "linearized", "qdf", "version"])  # fmt: skip
def test_how_the_objects_are_numbered_and_laid_out_is_no_matter(file: Path, tmp_path: Path, how: object) -> None:
    with Pdf.open(file) as pdf:
        again = saved(pdf, tmp_path / "again.pdf", **how)  # type: ignore[arg-type]
    assert again.read_bytes() != file.read_bytes() and page_digests(again) == page_digests(file)


def test_pages_in_another_order_have_their_own_digests_in_that_order(file: Path, tmp_path: Path) -> None:
    with Pdf.open(file) as pdf:
        pdf.pages.reverse()
        again = saved(pdf, tmp_path / "again.pdf")
    assert page_digests(again) == page_digests(file)[::-1]


def test_a_page_that_goes_or_comes_leaves_the_others(file: Path, tmp_path: Path) -> None:
    with Pdf.open(file) as pdf:
        del pdf.pages[6]
        pdf.add_blank_page()
        again = saved(pdf, tmp_path / "again.pdf")
    before = page_digests(file)
    assert page_digests(again)[:-1] == before[:6] + before[7:]


def test_another_profile_changes_every_page(file: Path, tmp_path: Path) -> None:
    """The same numbers are other inks: what was looked at is not what is printed."""
    with Pdf.open(file) as pdf:
        pdf.Root.OutputIntents = Array([Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFX)])
        again = saved(pdf, tmp_path / "again.pdf")
    assert all(one != two for one, two in zip(page_digests(again), page_digests(file), strict=True))


# --- any byte --------------------------------------------------------------------------------------------------------


def drawn(data: bytes) -> list[Pixels]:
    with pypdfium2.PdfDocument(data) as document:
        return [np.array(page.render(scale=1).to_numpy()) for page in document]


@settings(max_examples=int(os.environ.get("BYTES", "25")))
@given(seed=st.integers(0, 2**64 - 1))
def test_any_byte_that_shows_on_a_page_changes_its_digest(two_pages: Path, seed: int) -> None:
    """One byte of the file is another: where a page is drawn otherwise, its digest is another one. Two in five show."""
    chance, whole = random.Random(seed), two_pages.read_bytes()  # evenly: hypothesis itself prefers the first bytes
    changed = bytearray(whole)
    changed[chance.randrange(len(whole))] ^= chance.randint(1, 255)
    before, pictures = _known(two_pages)
    try:
        after = page_digests(_file(bytes(changed)))
        now = drawn(bytes(changed))
    except (pikepdf.PdfError, pypdfium2.PdfiumError):
        return  # no file any more: nobody can sign it
    for folio, picture in enumerate(pictures):
        shown = now[folio] if folio < len(now) else None
        same = shown is not None and shown.shape == picture.shape and bool((shown == picture).all())
        if not same:
            assert folio >= len(after) or after[folio] != before[folio]


_KNOWN: dict[Path, tuple[tuple[str, ...], list[Pixels]]] = {}


def _known(path: Path) -> tuple[tuple[str, ...], list[Pixels]]:
    if path not in _KNOWN:
        _KNOWN[path] = page_digests(path), drawn(path.read_bytes())
    return _KNOWN[path]


def _file(data: bytes) -> Path:
    return io.BytesIO(data)  # type: ignore[return-value]  # pikepdf opens both


Numbers = st.one_of(st.integers(-9999, 9999), st.decimals(-9999, 9999, places=3))
Plain = st.one_of(Numbers, st.booleans(), st.text("abcXYZ é", max_size=5))
Values = st.recursive(
    Plain,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from("ABCDE"), inner, max_size=4)),
    max_leaves=12,
)


def page_with(value: object, other: object = None, shared: bool = False) -> tuple[str, ...]:
    """A file of two pages, the first with this value among its resources, the second with another."""
    pdf = Pdf.new()
    for one in (value, other):
        page = pdf.add_blank_page(page_size=(200, 200))
        made = _made(one)
        page.obj["/Resources"] = Dictionary(Properties=pdf.make_indirect(made) if shared and _holds(made) else made)
        page.obj["/Contents"] = pdf.make_stream(b"0 0 9 9 re f")
    out = io.BytesIO()
    pdf.save(out)
    return page_digests(_file(out.getvalue()))


def _holds(value: object) -> bool:
    return isinstance(value, Array | Dictionary)


def _made(value: object) -> object:
    if isinstance(value, dict):
        return Dictionary({f"/{key}": _made(one) for key, one in value.items()})
    if isinstance(value, list):
        return Array([_made(one) for one in value])
    return value if value is not None else Dictionary()


def _same(one: object, two: object) -> bool:
    """Whether two values say the same: 1 and 1.0 do, 1 and true do not."""
    if isinstance(one, bool) or isinstance(two, bool):
        return one is two
    if isinstance(one, int | Decimal) and isinstance(two, int | Decimal):
        return one == two
    if isinstance(one, dict) and isinstance(two, dict):
        return one.keys() == two.keys() and all(_same(one[key], two[key]) for key in one)
    if isinstance(one, list) and isinstance(two, list):
        return len(one) == len(two) and all(map(_same, one, two))
    return type(one) is type(two) and one == two


@settings(max_examples=150)
@given(one=Values, two=Values)
def test_two_pages_have_one_digest_when_they_say_the_same_and_then_only(one: object, two: object) -> None:
    assert (page_with(one)[0] == page_with(two)[0]) == _same(one, two)


@settings(max_examples=60)
@given(value=Values, other=Values)
def test_neither_the_next_page_nor_sharing_changes_it(value: object, other: object) -> None:
    assert page_with(value, other)[0] == page_with(value)[0] == page_with(value, other, shared=True)[0]


@given(box=st.sampled_from(["/MediaBox", "/TrimBox", "/BleedBox", "/CropBox"]), side=st.integers(0, 3),
       by=st.decimals(Decimal("0.001"), 5, places=3))  # fmt: skip
@settings(max_examples=40)
def test_a_box_moved_by_a_thousandth_of_a_point_is_another_page(box: str, side: int, by: Decimal) -> None:
    def made(moved: Decimal) -> tuple[str, ...]:
        pdf = Pdf.new()
        for number in range(2):
            page = pdf.add_blank_page(page_size=(200, 200))
            edges = [Decimal(10), Decimal(10), Decimal(190), Decimal(190)]
            edges[side] += moved if number == 1 else 0
            page.obj[box] = Array(edges)
        out = io.BytesIO()
        pdf.save(out)
        return page_digests(_file(out.getvalue()))

    (same, before), (first, after) = made(Decimal(0)), made(by)
    assert same == first and before != after


def test_what_a_page_inherits_is_its_own(tmp_path: Path) -> None:
    """A box on the tree's root shows on every page that has none."""

    def made(width: int) -> tuple[str, ...]:
        pdf = Pdf.new()
        for _ in range(2):
            pdf.add_blank_page(page_size=(200, 200))
        del pdf.pages[0].obj["/MediaBox"]
        pdf.Root.Pages["/MediaBox"] = Array([0, 0, width, 200])
        out = io.BytesIO()
        pdf.save(out)
        return page_digests(_file(out.getvalue()))

    assert made(200)[0] == made(200)[1] and made(100)[0] != made(200)[0] and made(100)[1] == made(200)[1]


def test_objects_that_hold_each_other_are_walked_once_and_apart() -> None:
    """An annotation that names its page, a link to another one, a form that holds itself."""

    def made(words: str, first: bool) -> tuple[str, ...]:
        pdf = Pdf.new()
        for _ in range(2):
            pdf.add_blank_page(page_size=(200, 200))
        one, two = (page.obj for page in pdf.pages)
        note = pdf.make_indirect(Dictionary(Type=Name.Annot, Contents=pikepdf.String(words)))
        note.P, note.Next = two, one
        two.Annots = Array([note])
        form = pdf.make_stream(b"/Me Do")
        form.Resources = Dictionary(XObject=Dictionary(Me=form))
        two.Resources = Dictionary(XObject=Dictionary(Me=form))
        if first:
            one.Resources = Dictionary(Properties=Dictionary(Note=note))
        out = io.BytesIO()
        pdf.save(out)
        return page_digests(_file(out.getvalue()))

    assert made("a", False)[1] == made("a", True)[1] != made("b", False)[1]
    assert made("a", False)[0] == made("b", False)[0] and made("a", True)[0] != made("b", True)[0]
