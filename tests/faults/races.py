"""Withdrawals against everybody who reads at the same moment: what is asked after the answer shows nothing of it.

`python -m tests.faults.races RACES [--state FILE]`: the count as JSON; exit 1 on a leak. In each race a piece with a
word of its own is read without pause, by its author and the team, as page, text, file, picture and search result,
while its author takes it back. A request that began after the withdrawal was answered must not hold the word.
"""

import json
import secrets
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path

import click

from journal_app.app import create_app
from journal_app.config import Config
from journal_app.media.model import Picture
from journal_app.submissions.export import TYPE
from tests.desk import TestDesk
from tests.gathering.people import Camp, Phone, file, open_camp
from tests.gathering.test_giving import photo

WITH_A_PHOTO = 20  # one race of so many also has a photo that the worker opens meanwhile: that takes a process


@dataclass
class Count:
    """What was done and found. `late`: requests that began after the answer, each of which could have leaked."""

    races: int = 0
    reads: int = 0
    late: int = 0
    shown: int = 0  # reads before the withdrawal that held the word: the readers do read
    leaks: list[str] = field(default_factory=list)


class Race:
    """One piece, its readers, and its withdrawal."""

    def __init__(self, camp: Camp, phone: Phone, csrf: str, count: Count, number: int) -> None:
        self.camp, self.phone, self.csrf, self.count, self.number = camp, phone, csrf, count, number
        self.word = f"mot{secrets.token_hex(6)}"
        self.answered, self.over, self.lock = threading.Event(), threading.Event(), threading.Lock()

    def run(self) -> None:
        pictured = self.number % WITH_A_PHOTO == 0
        words = {"csrf": self.csrf, "words": f"{self.word} (spécimen)", "tongue": "en", "key": secrets.token_hex(12)}
        given = self.phone.post("/moi/donner", words | ({"photos": file(photo())} if pictured else {}))
        piece = given.location.split("/")[2].split("?")[0]
        with ThreadPoolExecutor(8) as pool:
            readers = [pool.submit(self.read, name, ask) for name, ask in self.asks(piece).items()]
            worker = pool.submit(self.camp.work) if pictured else None
            answer = self.phone.post(f"/moi/{piece}/reprendre", {"csrf": self.csrf})
            self.answered.set()
            if answer.status_code != 303:
                self.count.leaks.append(f"not withdrawn: {answer.status_code}")
            for reader in readers:
                reader.result()
            if worker is not None:
                worker.result()
        if pictured:
            with self.camp.desk.database.read() as db:
                if db.query(Picture).filter(Picture.piece_id == piece, Picture.withdrawn_at.is_(None)).count():
                    self.count.leaks.append(f"a picture of {piece} is shown")
        self.count.races += 1

    def asks(self, piece: str) -> dict[str, Callable[[], str]]:
        staff, mine, issue = self.camp.staff, f"/moi/{piece}", self.camp.issue.slug
        own = Phone(self.camp, self.camp.desk.app.test_client(), "en")
        cookie = self.phone.client.get_cookie("visit")
        assert cookie is not None
        own.client.set_cookie("visit", cookie.value)
        clients = [self.camp.desk.app.test_client() for _ in range(3)]
        token = staff.client.get_cookie("desk")
        assert token is not None
        for client in clients:
            client.set_cookie("desk", token.value)
        return {
            "file": lambda: (own.get(f"{mine}/texte-en.docx").content_type == TYPE and f"{self.word} (sp") or "",
            "text": lambda: clients[0].get(f"/contributions/{piece}/en").text,
            "board": lambda: clients[1].get(f"/numeros/{issue}/tableau").text,
            "search": lambda: clients[2].get(f"/recherche?q={self.word}").text,
        }

    def read(self, name: str, ask: Callable[[], str]) -> None:
        """Until once after the withdrawal was answered."""
        late = 0
        while late < 1:
            after = self.answered.is_set()
            said = ask()
            found = f"{self.word} (sp" in said
            with self.lock:
                self.count.reads += 1
                self.count.late += after
                self.count.shown += found and not after
                if found and after:
                    self.count.leaks.append(f"{name} of race {self.number}")
            late += after


def run(races: int, first: int = 0) -> Count:
    """So many races on one desk."""
    count = Count()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "issues").mkdir()
        app = create_app(Config(issues_folder=Path(folder) / "issues", instance=Path(folder) / "instance"))
        camp = open_camp(TestDesk(app))
        phone = camp.phone()
        phone.give()
        csrf = phone.csrf()
        for number in range(first, first + races):
            Race(camp, phone, csrf, count, number).run()
        app.extensions["desk"].database.close()
    return count


@click.command()
@click.argument("races", type=int)
@click.option("--state", type=click.Path(path_type=Path), help="where the count is kept: go on from there")
def main(races: int, state: Path | None) -> None:
    """Run so many races."""
    kept = json.loads(state.read_text("utf-8")) if state and state.exists() else asdict(Count())
    while kept["races"] < races and not kept["leaks"]:
        more = asdict(run(min(250, races - kept["races"]), kept["races"]))
        kept = {name: kept[name] + more[name] for name in kept}
        if state:
            state.parent.mkdir(parents=True, exist_ok=True)
            state.write_text(json.dumps(kept), "utf-8")
        print(json.dumps({name: kept[name] for name in ("races", "late")}), file=sys.stderr, flush=True)
    print(json.dumps(kept, indent=1))
    sys.exit(1 if kept["leaks"] else 0)


if __name__ == "__main__":
    main()
