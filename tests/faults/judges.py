"""Two judges of metadata that are not ours over what the desk makes of files from phones, of texts and of an issue.

`python -m tests.faults.judges EACH [--state FILE]`: so many samples of every kind (tests/media/phones.py), the specimen
issue pressed and proofed, and a small one with a photo in it; the count as JSON; exit 1 when exiftool or mat2 finds
anything that tests/media/allowed_metadata.toml does not allow. Before each kind they are shown one sample as it came:
a judge that finds nothing in that is no judge.
"""

import json
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path

import click

from tests.media.judged import MAT2_READS, exiftool, judged, mat2, named
from tests.media.phones import ENDINGS, MAKERS, sample
from tests.media.served import handed_out, printed, served
from tests.prepress.real_issue import journal

SPECIMEN = Path(__file__).parents[2] / "issues" / "00-specimen"
AT_ONCE = 2  # as many cages as the desk lends
SILENT = ("adts",)  # a bare stream of sound: it has no place for tags


@dataclass
class Count:
    """What was shown. `kinds`: name -> [samples, files made of them]; `before`: what was found in one as it came."""

    kinds: dict[str, list[int]] = field(default_factory=dict)
    before: dict[str, int] = field(default_factory=dict)
    printed: int = 0
    faults: list[str] = field(default_factory=list)


def judge_kind(kind: str, each: int, count: Count) -> None:
    """So many samples of a kind, and one before it is cleaned."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        raw = folder / f"raw.{ENDINGS.get(kind, kind)}"
        raw.write_bytes(sample(kind, 0))
        first, second = exiftool([raw]), mat2([raw])
        count.before[kind] = len(first) + len(second)
        if kind not in SILENT and not (named(first) and (named(second) or raw.suffix[1:] not in MAT2_READS)):
            count.faults.append(f"a judge does not find the name in a {kind} as it came")
        with ThreadPoolExecutor(AT_ONCE) as pool:
            made = pool.map(lambda number: list(served(kind, number, folder)), range(each))
        files = [path for some in made for path in some]
        count.kinds[kind] = [each, len(files)]
        count.faults += [f"{one.judge} in {one.path.name}: {one.tag}: {one.value[:80]}" for one in judged(files)]


def judge_printed(count: Count) -> None:
    """The specimen as a printer and its readers get it, and an issue with a photo."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "small").mkdir()
        files = printed(folder / "small")
        issue = folder / "00-specimen"
        shutil.copytree(SPECIMEN, issue, ignore=shutil.ignore_patterns("build", "atelier"))
        for what in ("press", "proof", "parcel"):
            assert journal(what, issue, "--out", folder / what).code == 0, what
        files += handed_out(folder, *(folder / what for what in ("press", "proof", "parcel")))
        count.printed = len(files)
        count.faults += [f"{one.judge} in {one.path.name}: {one.tag}: {one.value[:80]}" for one in judged(files)]


@click.command()
@click.argument("each", type=int)
@click.option("--state", type=click.Path(path_type=Path), help="where the count is kept: go on from there")
def main(each: int, state: Path | None) -> None:
    """Show so many of each kind to the judges."""
    count = Count(**json.loads(state.read_text("utf-8"))) if state and state.exists() else Count()
    steps = [kind for kind in MAKERS if count.kinds.get(kind, [0])[0] < each]
    for kind in [*steps, *([""] if not count.printed else [])]:
        if kind:
            judge_kind(kind, each, count)
        else:
            judge_printed(count)
        if state:
            state.parent.mkdir(parents=True, exist_ok=True)
            state.write_text(json.dumps(asdict(count)), "utf-8")
        print(json.dumps({kind or "printed": count.kinds.get(kind, count.printed)}), file=sys.stderr, flush=True)
    print(json.dumps(asdict(count), indent=1))
    sys.exit(1 if count.faults else 0)


if __name__ == "__main__":
    main()
