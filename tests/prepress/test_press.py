"""The specimen issue through the compiler: the file a printer gets, and that it never differs by itself."""

import io
import json
import os
import shutil
from pathlib import Path

import pikepdf
import pytest

from journal_app.prepress import build, engine
from journal_app.prepress.outputs import make_press
from journal_app.prepress.preflight import preflight
from journal_app.prepress.preflight.places import read_places
from journal_app.problems import Severity, any_blocking

SPECIMEN = Path(__file__).resolve().parents[2] / "issues" / "00-specimen"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the specimen issue, without what was built."""
    copy = tmp_path_factory.mktemp("issues") / "00-specimen"
    shutil.copytree(SPECIMEN, copy, ignore=shutil.ignore_patterns("build", "atelier"))
    return copy


@pytest.fixture(scope="module")
def pressed(folder: Path) -> tuple[Path, dict[str, object]]:
    source, problems = build.read(folder)
    assert source is not None, problems
    made, found = make_press(source, folder / "build" / "cache", folder / "out", build.quiet)
    assert not any_blocking([*problems, *found]), found
    return Path(made["files"][0]), made


def test_the_press_file_passes_preflight(pressed: tuple[Path, dict[str, object]], folder: Path) -> None:
    source, _ = build.read(folder)
    assert source is not None
    found = preflight(pressed[0], source.issue.sheet, read_places(pressed[0].with_name("places.json"))[0])
    assert [p for p in found if p.severity is Severity.BLOCKING] == []


def test_the_same_folder_gives_the_same_bytes(
    pressed: tuple[Path, dict[str, object]], folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twice from nothing, however many workers share it."""
    monkeypatch.setattr(os, "cpu_count", lambda: 2 if os.environ.get("PYTEST_XDIST_WORKER") else 1)
    source, _ = build.read(folder)
    assert source is not None
    again, _ = make_press(source, tmp_path / "cache", tmp_path / "out", build.quiet)
    assert again["sha256"] == pressed[1]["sha256"]


def test_boxes_intent_and_colour(pressed: tuple[Path, dict[str, object]]) -> None:
    with pikepdf.open(pressed[0]) as pdf:
        for page in pdf.pages:
            trim, bleed = [float(v) for v in page.TrimBox], [float(v) for v in page.BleedBox]
            assert round((trim[2] - trim[0]) / 72 * 25.4, 2) == 289
            assert round((trim[0] - bleed[0]) / 72 * 25.4, 2) == 3
            assert "/Annots" not in page
        intent = pdf.Root.OutputIntents[0]
        assert str(intent.OutputConditionIdentifier) == "FOGRA39"
        assert intent.DestOutputProfile.N == 4


def test_places_say_where_each_text_landed(pressed: tuple[Path, dict[str, object]]) -> None:
    places = json.loads(pressed[0].with_name("places.json").read_text("utf-8"))
    slugs = {item["slug"] for page in places["pages"] for item in page["items"]}
    assert {"la-file", "fenetre", "phare"} <= slugs
    first = next(item for item in places["pages"][3]["items"] if item["slug"] == "la-file" and item["blocks"])
    assert first["blocks"][0]["id"] == "fr-b0"


def test_a_text_too_long_is_counted_and_stops_the_press(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "00-specimen"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("out"))
    text = copy / "articles" / "la-file" / "fr.html"
    text.write_text(text.read_text("utf-8") * 3, "utf-8")
    source, _ = build.read(copy)
    assert source is not None
    made, problems = make_press(source, copy / "build" / "cache", tmp_path / "out", build.quiet)
    overset = [p for p in problems if p.code == "text-overset"]
    assert overset and int(overset[0].detail.found) > 10
    assert made["files"] == [] and not list((tmp_path / "out").glob("*.pdf"))


def test_nothing_is_fetched_while_rendering() -> None:
    """The whole press is watched in test_reads_nothing_else; here, that the engine says what it refused."""
    html = (
        '<p class=body>a</p><img src="file:///etc/hostname"><img src="http://127.0.0.1:9/x.png">'
        '<link rel=stylesheet href="file:///etc/passwd">'
    )
    css = "@import url(http://127.0.0.1:9/a.css); p{color:device-cmyk(0 0 0 1)}"
    made = engine.typeset(engine.Job(html, (css,), ((80, 80),)))
    assert sum("nothing is fetched while rendering" in message for _, message in made.log) == 4, made.log
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})
