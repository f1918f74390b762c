"""The decision of a freeze: what to write, delete or stop at; and that carrying it out can be broken off anywhere."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.freeze.disk import apply, on_disk, sha256
from journal_app.freeze.plan import Conflict, Plan, plan_freeze

HASHES = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["1", "2", "3"]))


@pytest.mark.parametrize(
    ("wanted", "manifest", "there", "plan"),
    [
        ({"a": "1"}, {}, {}, Plan(("a",), (), ())),
        ({"a": "2"}, {"a": "1"}, {"a": "1"}, Plan(("a",), (), ())),
        ({"a": "1"}, {"a": "1"}, {"a": "1"}, Plan((), (), ())),
        ({}, {"a": "1"}, {"a": "1"}, Plan((), ("a",), ())),
        ({}, {"a": "1"}, {}, Plan((), (), ())),
        ({"a": "2"}, {"a": "1"}, {"a": "3"}, Plan((), (), (Conflict("a", "1", "3"),))),  # edited by hand
        ({"a": "2"}, {"a": "1"}, {"a": "2"}, Plan((), (), ())),  # by hand, to the same
        ({"a": "1"}, {"a": "1"}, {}, Plan((), (), (Conflict("a", "1", ""),))),  # deleted by hand
        ({"a": "1"}, {}, {"a": "3"}, Plan((), (), (Conflict("a", "", "3"),))),  # somebody else's file
        ({}, {"a": "1"}, {"a": "3"}, Plan((), (), (Conflict("a", "1", "3"),))),
    ],
)
def test_each_case(wanted: dict[str, str], manifest: dict[str, str], there: dict[str, str], plan: Plan) -> None:
    assert plan_freeze(wanted, manifest, there) == plan


@pytest.mark.parametrize(
    ("wanted", "manifest", "there", "plan"),
    [
        ({"a": "3"}, {"a": "1"}, {"a": "2"}, Plan(("a",), (), ())),  # killed after writing 2, which nobody wants now
        ({"a": "3"}, {}, {"a": "2"}, Plan(("a",), (), ())),
        ({}, {}, {"a": "2"}, Plan((), ("a",), ())),
        ({"a": "3"}, {"a": "1"}, {}, Plan(("a",), (), ())),  # killed after deleting it
        ({"a": "3"}, {"a": "1"}, {"a": "4"}, Plan((), (), (Conflict("a", "1", "4"),))),  # by hand all the same
    ],
)
def test_what_a_killed_freeze_left_is_not_taken_for_somebodys_hand(
    wanted: dict[str, str], manifest: dict[str, str], there: dict[str, str], plan: Plan
) -> None:
    assert plan_freeze(wanted, manifest, there, {"a": ["", "2"]}) == plan


@given(HASHES, HASHES, HASHES)
def test_nothing_is_decided_twice_and_nobodys_file_is_touched(
    wanted: dict[str, str], manifest: dict[str, str], there: dict[str, str]
) -> None:
    plan = plan_freeze(wanted, manifest, there)
    named = [*plan.write, *plan.delete, *(one.path for one in plan.conflicts)]
    assert len(named) == len(set(named))
    assert all(manifest.get(path) == there.get(path) for path in (*plan.write, *plan.delete))
    assert all(path in manifest for path in plan.delete)


@given(HASHES, HASHES, st.integers(0, 4))
def test_a_freeze_that_was_broken_off_is_finished_by_the_next(
    wanted: dict[str, str], manifest: dict[str, str], done: int
) -> None:
    """Some of its files were written when it was killed, and the manifest is still the old one."""
    plan = plan_freeze(wanted, manifest, manifest)
    there = dict(manifest)
    for path in [*plan.write, *plan.delete][:done]:
        there[path] = wanted.get(path, "")
    again = plan_freeze(wanted, manifest, {path: mark for path, mark in there.items() if mark})
    assert again.conflicts == ()
    assert len(again.write) + len(again.delete) == max(0, len(plan.write) + len(plan.delete) - done)


def test_a_plan_is_carried_out_and_leaves_strangers_alone(tmp_path: Path) -> None:
    folder = tmp_path / "12"
    (folder / "articles" / "old").mkdir(parents=True)
    (folder / "articles" / "old" / "fr.html").write_bytes(b"old")
    (folder / "notes.txt").write_bytes(b"mine")
    wanted = {"issue.toml": b"new", "articles/file/fr.html": b"words"}
    hashes = {path: sha256(data) for path, data in wanted.items()}
    manifest = {"articles/old/fr.html": sha256(b"old")}
    plan = plan_freeze(hashes, manifest, on_disk(folder, {*hashes, *manifest}))
    apply(plan, folder, wanted)
    assert on_disk(folder, hashes) == hashes
    assert not (folder / "articles" / "old").exists() and (folder / "notes.txt").read_bytes() == b"mine"
    assert not list(folder.rglob(".*.part"))
    with pytest.raises(ValueError, match="conflicts"):
        apply(Plan((), (), (Conflict("a", "", "1"),)), folder, {})


def test_a_link_in_the_folder_is_never_written_through(tmp_path: Path) -> None:
    outside = tmp_path / "outside.toml"
    outside.write_bytes(b"precious")
    (tmp_path / "12").mkdir()
    (tmp_path / "12" / "issue.toml").symlink_to(outside)
    there = on_disk(tmp_path / "12", ["issue.toml"])
    assert plan_freeze({"issue.toml": "1"}, {}, there).conflicts == (Conflict("issue.toml", "", "link"),)
