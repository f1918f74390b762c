"""What people read of a command's answer: the gravest last, how many, and not the same note ten times."""

from click.testing import CliRunner

from journal_app.cli import main
from journal_app.problems import blocking, note, warning
from journal_app.terminal import told

NOTES = [note("text-unreviewed", f"article:a{n}#fr", "fr", title=f"Titre {n}") for n in range(4)]
STOP = blocking("text-overset", "p1/main", "+3", "0", title="La file")
LOOK = warning("profile-missing", "issue.toml:printer", "x.icc")


def test_the_gravest_stands_last_and_all_are_counted() -> None:
    lines = told([STOP, LOOK, *NOTES], every=True)
    assert [line[0] for line in lines] == ["·", "·", "·", "·", "!", "✗", "1"]
    assert lines[-1] == "1 anomalie bloquante · 1 point à regarder · 4 notes"


def test_one_note_stands_for_many_of_its_kind() -> None:
    lines = told([*NOTES, STOP], every=False)
    assert [line[:3] for line in lines] == ["· «", "  (", "✗ L", "1 a"]
    assert lines[1] == "  (et 3 autres du même genre)"
    assert len(told(NOTES[:2], every=False)) == 3


def test_nothing_wrong_says_nothing() -> None:
    assert told([], every=False) == []


def test_what_is_wrong_stands_on_standard_output_with_the_answer() -> None:
    said = CliRunner().invoke(main, ["check", "nowhere"])
    assert said.exit_code == 1 and said.stdout.endswith("1 anomalie bloquante\n") and said.stderr == ""
