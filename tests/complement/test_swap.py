"""A folder is swapped in whole: never half, never over what is not ours, never lost by a crash."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from journal_app.complement import swap
from journal_app.complement.building import make_site
from journal_app.complement.site import SUMS, Told, sums
from journal_app.complement.swap import ASIDE, foreign, recover, swap_in
from tests.complement.paper import paper, source


def site(**files: str) -> dict[str, bytes]:
    made = {f"{name}.html": text.encode() for name, text in files.items()} | {"n/x.css": b""}
    return made | {SUMS: sums(made).encode()}


def there(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def beside(out: Path) -> list[str]:
    return [path.name for path in out.parent.iterdir() if path.name.startswith(ASIDE)]


def test_a_site_takes_the_place_of_the_last_one(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "web"
    for files in (site(a="1", b="2"), site(a="3")):
        assert foreign(out) == []
        swap_in(files, out)
        assert there(out) == files and beside(out) == []


@pytest.mark.parametrize("what", ["other", "changed", "link", "file", "dangling"])
def test_what_is_not_ours_is_never_replaced(tmp_path: Path, what: str) -> None:
    out = tmp_path / "web"
    if what == "file":
        out.write_text("notes")
    else:
        swap_in(site(a="1"), out)
        if what == "other":
            (out / "CNAME").write_text("journal.example")
        elif what == "changed":
            (out / "a.html").write_text("corrigé à la main")
        elif what == "link":
            (out / "lien").symlink_to(tmp_path)
        else:
            (out / "a.html").unlink()
            (out / "a.html").symlink_to(tmp_path / "nowhere")
    (problem,) = foreign(out)
    assert problem.code == "web-out-foreign"


def test_a_broken_folder_leaves_the_last_site_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "web"
    swap_in(site(a="1"), out)
    before = there(out)
    folder = paper(tmp_path)
    path = folder / "articles/cafe/article.toml"
    path.write_text(path.read_text("utf-8").replace('"n0/cafe"', '"n0/pain"'), "utf-8")
    made, problems = make_site(source(folder), out, Told())
    assert made["files"] == [] and "web-address-twice" in [problem.code for problem in problems]
    assert there(out) == before and beside(out) == []


def test_a_disk_that_is_full_leaves_the_last_site_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "web"
    swap_in(site(a="1"), out)
    before = there(out)
    with pytest.raises(OSError):
        swap_in(
            site(a="3") | {"a.html/impossible": b""}, out
        )  # a file where a folder is needed: as a full disk, at any file
    assert there(out) == before and beside(out) == []


def test_a_crash_between_two_names_is_put_right_by_the_next_run(tmp_path: Path) -> None:
    out = tmp_path / "web"
    swap_in(site(a="1"), out)
    out.rename(swap._before(out))
    recover(out)
    assert "a.html" in there(out)


def test_where_two_names_cannot_change_places_at_once_they_do_in_two_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap, "EXCHANGE", 1 << 30)  # a flag that no file system knows
    out = tmp_path / "web"
    for files in (site(a="1"), site(a="2")):
        swap_in(files, out)
    assert there(out) == site(a="2") and beside(out) == []


KILLED = """
import itertools, sys
from pathlib import Path
from tests.complement.test_swap import site
from journal_app.complement.swap import swap_in
print("ready", flush=True)
for turn in itertools.count():
    swap_in(site(a=str(turn), b=str(turn)), Path(sys.argv[1]))
"""


def test_whoever_is_killed_leaves_one_whole_site(tmp_path: Path) -> None:
    out = tmp_path / "web"
    swap_in(site(a="0", b="0"), out)
    for _ in range(12):
        child = subprocess.Popen([sys.executable, "-c", KILLED, str(out)], stdout=subprocess.PIPE)
        assert child.stdout is not None and child.stdout.readline()
        for _ in range(3):  # while it works, a reader finds a whole site each time
            assert (out / SUMS).is_file()
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        child.stdout.close()
        found = there(out)
        assert found["a.html"] == found["b.html"] and foreign(out) == []
