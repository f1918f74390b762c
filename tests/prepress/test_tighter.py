"""A text set tighter than its layout allows: what the house allows beyond, what it gives, what `check` refuses."""

import re
from functools import cache
from pathlib import Path

import pytest

from journal_app.messages import sentence
from journal_app.prepress import build, engine
from journal_app.prepress.column import measure
from journal_app.prepress.copyfit import WAYS, further, ladder, tightened
from journal_app.prepress.job import Setting
from journal_app.prepress.layouts import Slot
from journal_app.prepress.model import Tighter
from journal_app.prepress.tighter import Closer, closer_texts
from journal_app.prepress.trial import try_page
from journal_app.problems import blocking
from tests.prepress.real_issue import RealIssue, journal

ROOT = Path(__file__).parents[2]
SLOT = Slot(role="article", frames=[(1, 1, 4, 24)], size=(8.8, 9.4, 10.0), leading=(13.0, 13.0), tracking=-8)


@cache
def layouts() -> dict[str, dict[str, Slot]]:
    source, problems = build.read(ROOT / "issues" / "00-specimen")
    assert source is not None, problems
    return {name: one.file.slots for name, one in source.layouts.items()}


def test_the_house_allows_a_tenth_of_the_letters_and_a_line_of_air_in_thirteen() -> None:
    found = further(SLOT, ["fr"])
    assert found["size"] == (8.6, 8.4, 8.2, 8.0)
    assert found["leading"] == (12.8, 12.6, 12.4, 12.2, 12.0)
    assert found["tracking"] == (-9, -10, -11, -12, -13, -14, -15)


@pytest.mark.parametrize("languages", [["ar"], ["bn"], ["am"], ["fr", "ar"], ["ps", "en"]])
def test_letters_that_join_or_need_air_only_become_smaller(languages: list[str]) -> None:
    assert set(further(SLOT, languages)) == {"size"}


def test_no_text_of_any_layout_may_become_smaller_than_seven_points_and_a_half() -> None:
    for name, slots in layouts().items():
        for slot in slots.values():
            for values in further(slot, ["fr"]).values():
                assert list(values) == sorted(values, reverse=True), name
            assert min(further(slot, ["fr"]).get("size", (8.0,))) >= 7.5, name
            assert slot.role in ("article", "aligned") or not further(slot, ["fr"])


def test_it_makes_the_ladder_longer_and_changes_nothing_of_its_loose_end() -> None:
    before, wished, _ = ladder(SLOT, ["fr"])
    after, wished_then, _ = ladder(tightened(SLOT, Tighter(size=8.2)), ["fr"])
    assert after[: len(before)] == before and wished == wished_then, "a text that fits is set as it was"
    assert after[len(before) :] == tuple(Setting(size, 13.0, -8) for size in (8.6, 8.4, 8.2))
    closer, _, _ = ladder(tightened(SLOT, Tighter(leading=12.6)), ["fr"])
    assert closer[len(before) :] == (Setting(8.8, 12.8, -8), Setting(8.8, 12.6, -8))


def test_beyond_the_house_it_stays_at_its_limit_and_looser_than_the_layout_is_nothing() -> None:
    assert tightened(SLOT, Tighter(size=3, leading=2, tracking=-90)) == SLOT.model_copy(
        update={"size": (8.0, 9.4, 10.0), "leading": (12.0, 13.0), "tracking": -15})  # fmt: skip
    assert tightened(SLOT, Tighter(size=20, leading=30, tracking=-1)) == SLOT == tightened(SLOT, None)


# --- the folder ------------------------------------------------------------------------------------------------------

LONG = f"<p>{'Pétrir la pâte, longtemps, et attendre que la mer se retire du sable. ' * 7}</p>\n"


def baked(folder: Path, paragraphs: int) -> RealIssue:
    """The small issue; on its page 2 a text alone, of so many paragraphs."""
    issue = RealIssue(folder / "01-la-mer")
    issue.write("articles/la-file/fr.html", LONG * paragraphs)
    return issue


def allowed(issue: RealIssue, told: str) -> None:
    """What the flatplan says of the text of page 2."""
    plan = (issue.path / "flatplan.toml").read_text("utf-8")
    plan = re.sub(r', tighter = \{[^}]*\}|, tighter = \w+', "", plan)
    mine = 'slots.main = { article = "la-file", language = "fr"'
    assert plan.count(mine) == 1
    issue.write("flatplan.toml", plan.replace(mine, f"{mine}{', ' if told else ''}{told}"))


def over(issue: RealIssue) -> int:
    return sum(lines for one in try_page(issue.path, 2) or [] for lines in one.over.values())


@pytest.fixture
def overset(tmp_path: Path) -> RealIssue:
    """With the fewest paragraphs that are too many."""
    for paragraphs in range(2, 40):
        issue = baked(tmp_path, paragraphs)
        if over(issue):
            return issue
    raise AssertionError("no text is too long")


def closer(issue: RealIssue) -> dict[str, Closer]:
    return {one.way: one for one in closer_texts(issue.path, 2) or []}


def test_each_way_is_tried_and_what_is_proposed_is_what_comes(overset: RealIssue) -> None:
    before, found = over(overset), closer(overset)
    assert found and set(found) <= set(WAYS) and any(one.over == 0 for one in found.values())
    for way, one in found.items():
        assert (one.article, one.folio, one.slot, one.languages) == ("la-file", 2, "main", ("fr",))
        assert one.over < before and one.value < one.now
        allowed(overset, f"tighter = {{ {way} = {one.value:g} }}")
        assert over(overset) == one.over
        fitted = measure(overset.path, "la-file", "fr", drawn=False)
        assert fitted is not None and fitted.over == one.over, "what is being typed is measured so, too"


def test_the_least_that_does_it_is_proposed(overset: RealIssue) -> None:
    one = closer(overset)["size"]
    assert one.over == 0
    looser = round(one.value + 0.2, 1)
    if looser < one.now:
        allowed(overset, f"tighter = {{ size = {looser} }}")
        assert over(overset) > 0


def test_once_one_way_is_taken_the_others_are_tried_on_top_of_it(tmp_path: Path, overset: RealIssue) -> None:
    text = (overset.path / "articles/la-file/fr.html").read_text("utf-8")
    while (found := closer(overset)) and any(one.over == 0 for one in found.values()):
        overset.write("articles/la-file/fr.html", text := text + LONG)
    assert "size" in found, "more is wanted than one way gives"
    allowed(overset, f"tighter = {{ size = {found['size'].value:g} }}")
    then = closer(overset)
    assert "size" not in then and then["leading"].over < found["leading"].over


def test_a_text_that_fits_asks_for_nothing_and_one_far_too_long_is_not_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert closer_texts(baked(tmp_path, 1).path, 2) == []
    issue, tried = baked(tmp_path, 60), []
    typeset = engine.typeset
    monkeypatch.setattr(engine, "typeset", lambda job, *a, **k: tried.append(job) or typeset(job, *a, **k))
    assert closer_texts(issue.path, 2) == [] and len(tried) == 1, "only how much it is too long"


def size_of(issue: RealIssue) -> float:
    """At which size the text of page 2 is set, in pt."""
    row = next(row for row in journal("fit", issue.path).said["fit"] if row["article"] == "la-file")
    return float(row["size_pt"])


def test_it_is_printed_so_and_grows_again_by_itself(overset: RealIssue) -> None:
    assert overset.press().code == 1
    one = closer(overset)["size"]
    allowed(overset, f"tighter = {{ size = {one.value:g} }}")
    assert overset.press().code == 0 and size_of(overset) == pytest.approx(one.value)
    overset.write("articles/la-file/fr.html", LONG)
    assert size_of(overset) > one.now, "what it may is no more than it needs"


@pytest.mark.parametrize(("told", "code", "found"), [
    ("tighter = { size = 6.0 }", "text-too-tight", "size = 6"),
    ("tighter = { leading = 8 }", "text-too-tight", "leading = 8"),
    ("tighter = { tracking = -40 }", "text-too-tight", "tracking = -40"),
    ("tighter = { size = 12 }", "text-too-tight", "size = 12"),
    ("tighter = { size = 0 }", "toml-value-wrong", ""), ("tighter = { tracking = 3 }", "toml-value-wrong", ""),
    ('tighter = { size = "petit" }', "toml-value-wrong", ""), ("tighter = { corps = 8 }", "toml-key-unknown", "corps"),
    ("tighter = 8", "toml-value-wrong", ""),
])  # fmt: skip
def test_check_refuses_what_cannot_be(tmp_path: Path, told: str, code: str, found: str) -> None:
    issue = baked(tmp_path, 2)
    allowed(issue, told)
    answer = issue.check()
    assert answer.code == 1
    problem = answer.problem(code)
    assert problem["severity"] == "blocking" and found in problem["detail"]["found"]
    assert code != "text-too-tight" or problem["where"] == "p2/main"


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_what_is_refused_is_said_in_three_languages(language: str) -> None:
    problem = blocking("text-too-tight", "p2/main", "size = 6", "8–8.6", "layout", "article-2")
    told = sentence(problem, language)
    assert "size = 6" in told and "8–8.6" in told and "text-too-tight" not in told
    assert "flatplan.toml" not in sentence(problem, language, desk=True)
