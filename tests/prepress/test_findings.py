"""Every rule of preflight has a folder that breaks it and nothing else; the file without a fault breaks none."""

from pathlib import Path

import pytest

from journal_app import messages
from journal_app.prepress import preflight
from tests import findings_builder


@pytest.mark.parametrize("sheet", [None, findings_builder.sheet()], ids=["stranger", "sheet"])
def test_a_clean_file_has_no_finding(tmp_path: Path, sheet: preflight.PrinterSheet | None) -> None:
    path = findings_builder.Draft().write(tmp_path / "clean.pdf")
    assert preflight.preflight(path, sheet) == []


@pytest.mark.parametrize("code", findings_builder.codes())
def test_a_spoiled_file_has_exactly_its_finding(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, sheet = findings_builder.build(code, tmp_path / f"{code}.pdf")
    if code == "ink-unmeasured":
        monkeypatch.setenv("PATH", str(tmp_path))
    ink = code.startswith("ink-")  # Ghostscript takes 0.3 s a file: only where it matters
    assert {p.code for p in preflight.preflight(path, sheet, ink=ink)} == {code}


def test_every_rule_has_a_folder_and_every_folder_a_rule() -> None:
    assert set(findings_builder.codes()) == set(preflight.RULES)


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_every_rule_has_a_sentence_in_its_own_words(language: str) -> None:
    told = messages.translator(language)
    without = [c for c in (*preflight.RULES, "places-unreadable") if told.gettext(f"problem:{c}") == f"problem:{c}"]
    assert without == []
    if language != "fr":
        french = messages.translator("fr")
        same = [c for c in preflight.RULES if told.gettext(f"problem:{c}") == french.gettext(f"problem:{c}")]
        assert same == []
