"""Copyfit on the ladder: the loosest rung that fits is found, whatever is known of the text from before."""

from dataclasses import replace

import pytest

from journal_app.prepress import engine
from journal_app.prepress.engine import typeset
from journal_app.prepress.job import Before, Job, Setting
from tests.prepress.test_columns import job

LADDER = tuple(Setting(round(10.4 - step * 0.2, 1), 13) for step in range(9))


def text(sentences: int) -> Job:
    """Three columns of 40 lines that may be set from 10.4 to 8.8 pt, wished at 9.6."""
    return replace(job(sentences), ladder=LADDER, wished=4, grow=True, factors=(("fr", 1.0, 1.0),))


@pytest.fixture
def renders(monkeypatch: pytest.MonkeyPatch) -> list[Setting]:
    """The settings that the engine really renders, in order; the engine itself is the real one."""
    done: list[Setting] = []
    render = engine._render

    def counted(job: Job, setting: Setting | None, *more: engine.Limits) -> object:
        if setting:
            done.append(setting)
        return render(job, setting, *more)

    monkeypatch.setattr(engine, "_render", counted)
    return done


@pytest.mark.parametrize("sentences", [30, 52, 54, 57, 70])
def test_what_is_known_from_before_changes_no_byte(sentences: int) -> None:
    cold = typeset(text(sentences))
    for rung in range(len(LADDER)):
        assert typeset(text(sentences), Before(rung, cold.rise)) == cold


def test_the_rung_found_fits_and_the_next_looser_does_not() -> None:
    made = typeset(text(54))
    assert made.rung is not None and made.rung > 0 and made.over == {}
    looser = typeset(replace(text(54), ladder=LADDER[made.rung - 1 : made.rung], wished=0, grow=False))
    assert looser.over != {}


def test_a_sentence_more_is_set_in_two_or_three_renders(renders: list[Setting]) -> None:
    before = typeset(text(54))
    assert before.rung is not None
    renders.clear()
    typeset(text(55), Before(before.rung, before.rise))
    assert 2 <= len(renders) <= 3


def test_a_text_far_too_long_is_told_so_at_once(renders: list[Setting]) -> None:
    made = typeset(text(200))
    assert made.over["fr"] > 100 and made.rung == len(LADDER) - 1
    assert len(renders) == 2
