"""The memory's benchmark: how long a match takes in a memory of so many segments, and what a process holds. Not a test.

`python -m journal_app.memory.bench [SEGMENTS [DATABASE]]` prints it. The words are invented, out of the letters of six
scripts, used as unevenly as real ones; one segment in eight is an earlier one with a word changed.
"""

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import accumulate
from typing import TypeVar

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.db import Database, open_database
from journal_app.memory import store
from journal_app.memory.actions import learn_file
from journal_app.memory.finding import concordance, exact, matches
from journal_app.memory.model import Found, Lesson, Stage
from journal_app.memory.nearest import nearest
from journal_app.migrations import upgrade

SEED = 12  # the same memory each time
WORDS, LONGEST = 8_000, 12  # of a language; letters of its longest word
LEAST, MOST = 3, 90  # words of a paragraph: some 20 to 600 signs
NEAR = 8  # one in so many is nearly an earlier one
NOW = datetime(2027, 3, 1, tzinfo=UTC)
READER = Actor(None, "", frozenset({Role.TRANSLATOR}))
PAIRS = (("fr", "en"), ("fr", "ar"), ("fr", "ps"), ("fr", "ti"), ("fr", "bn"), ("fr", "uk"), ("ar", "fr"),
         ("prs", "fr"), ("ti", "fr"), ("uk", "fr"), ("bn", "en"), ("th", "fr"))  # fmt: skip
_LETTERS = {
    "fr": "eeeaaissntrulodcmpévqfbghjxàèêç", "en": "eeetaaoinshrdlcumwfgypbvk", "ar": "اليمونتربعدسفهكقحجشصخط",
    "ps": "اويرنهلمدتسبکښځړېپغګ", "prs": "ایرندهوتسمبکگشزخفقپچ", "ti": "ነተመለከበረሰአየዘዝትንምርስብክል",
    "bn": "ারকনতসলমপবদিেোুীযহগজ", "uk": "оаинвтерсклудмпязьбгйчїєі", "th": "านรเกอยมลวดทสตะปคหแพช",
}  # fmt: skip
_UNSPACED = frozenset({"th"})
Asked = TypeVar("Asked")


@lru_cache
def _vocabulary(language: str) -> tuple[list[str], list[float]]:
    """Words, and how often each is used, added up: the tenth word a tenth as often as the first."""
    dice = random.Random(f"{SEED} {language}")
    found = ["".join(dice.choices(_LETTERS[language], k=min(LONGEST, 1 + int(dice.expovariate(0.2)))))
             for _ in range(WORDS)]  # fmt: skip
    return found, list(accumulate(1 / (place + 3) for place in range(WORDS)))


def _paragraph(dice: random.Random, language: str, many: int) -> str:
    words, weights = _vocabulary(language)
    said = dice.choices(words, cum_weights=weights, k=many)
    if many > 12:
        for place in range(dice.randrange(8, 12), many, 12):
            said[place] += dice.choice(".,،؟") if language not in _UNSPACED else ""
        place = dice.randrange(many)
        said[place] = f"①{said[place]}❶" if dice.random() < 0.2 else str(dice.randrange(2_000))
    return ("" if language in _UNSPACED else " ").join(said).capitalize()


def _lessons(many: int, seed: int, pairs: Sequence[tuple[str, str]]) -> Iterator[Lesson]:
    dice = random.Random(seed)
    before: dict[tuple[str, str], list[str]] = {}
    for number in range(many):
        pair = pairs[number % len(pairs)]
        latest = before.setdefault(pair, [])
        if latest and dice.randrange(NEAR) == 0:
            said = _changed(dice, dice.choice(latest), pair[0])
        else:
            said = _paragraph(dice, pair[0], round(LEAST * (MOST / LEAST) ** dice.random()))
        latest[dice.randrange(500) :] = [said]
        target = _paragraph(dice, pair[1], max(LEAST, said.count(" ") or len(said) // 5))
        yield Lesson(*pair, said, target, dice.choice(list(Stage)), "body")


def _changed(dice: random.Random, said: str, language: str) -> str:
    """The same with one word changed; a stretch of five signs where words have no spaces."""
    other = dice.choice(_vocabulary(language)[0])
    if language in _UNSPACED:
        place = dice.randrange(max(1, len(said) - 5))
        return said[:place] + other + said[place + 5 :]
    words = said.split(" ")
    words[dice.randrange(len(words))] = other
    return " ".join(words)


def fill(db: Session, many: int, seed: int = SEED, pairs: Sequence[tuple[str, str]] = PAIRS) -> int:
    """So many invented segments more, as of a file; how many were new. The same seed gives the same segments."""
    return learn_file(db, NOW, f"essai-{seed}.tmx", _lessons(many, seed, pairs)).added


# --- how long it takes -----------------------------------------------------------------------------------------------


def run(database: Database, many: int, pairs: Sequence[tuple[str, str]] = (("fr", "en"),)) -> dict[str, float]:
    """Milliseconds in a memory of so many segments, all of few pairs of languages: the worst case. MB of the index."""
    took = {"segments": float(many)}
    began = time.perf_counter()
    with database.write() as db:
        fill(db, many, SEED, pairs)
    took["fill_s"] = time.perf_counter() - began
    source, target = pairs[0]
    dice = random.Random(SEED)
    with database.read() as db:
        known = [one.source for one in _some(db, source, target, 200, dice)]
        began = time.perf_counter()
        matches(db, READER, source, target, "rien")
        took["start_s"] = time.perf_counter() - began
        took["index_mb"] = nearest(db, source, target).size / 1e6
    near = [_changed(dice, words, source) for words in known]
    new = [_paragraph(dice, source, round(LEAST * (MOST / LEAST) ** dice.random())) for _ in known]
    took |= _times("near", near, database, lambda db, words: matches(db, READER, source, target, words))
    took |= _times("new", new, database, lambda db, words: matches(db, READER, source, target, words))
    pages = [known[start : start + 40] for start in range(0, 200, 40)]
    took |= _times("page of 40, exact", pages, database, lambda db, page: exact(db, READER, source, target, page))
    phrases = [" ".join(words.split()[:2]) for words in known[:40]]
    took |= _times("phrase", phrases, database, lambda db, phrase: concordance(db, READER, phrase, source, target))
    return took


def _some(db: Session, source: str, target: str, many: int, dice: random.Random) -> list[Found]:
    highest = store.last(db)
    numbers = [dice.randrange(1, highest + 1) for _ in range(3 * many)]
    return store.by_number(db, READER, source, target, numbers, "")[:many]


def _times(
    name: str, asked: Sequence[Asked], database: Database, work: Callable[[Session, Asked], object]
) -> dict[str, float]:
    found = []
    for one in asked:
        with database.read() as db:
            began = time.perf_counter()
            work(db, one)
            found.append((time.perf_counter() - began) * 1000)
    return {f"{name}: median ms": statistics.median(found), f"{name}: p95 ms": sorted(found)[int(0.95 * len(found))]}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        opened = open_database(sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{folder}/journal.db")
        upgrade(opened)
        told = run(opened, int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
        opened.close()
    print(json.dumps({name: round(value, 2) for name, value in told.items()}, indent=1))
