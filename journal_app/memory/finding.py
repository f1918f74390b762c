"""Memory, the finding: some words and a pair of languages -> what was made of the same or nearly the same. Reads only.

Nothing that was found in memory is believed: each row is read again, as the actor may read it in this transaction.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from rapidfuzz.distance import Levenshtein
from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.memory import store
from journal_app.memory.forms import bare, both, clean, family, likeness, plain
from journal_app.memory.model import Found
from journal_app.memory.nearest import nearest

SAME, NEARLY = 100, 99  # per cent: the same words and marks; the same words
FIRST, MOST = 60, 480  # proposals that are compared; that are read, where many say the same or may not be shown
# Comparing two texts takes the product of their lengths: of long ones fewer are compared. 60 of 2,000 signs take 4 ms,
# 6 of 20,000 take 27.
SIGNS = 120_000
LONGEST = 20_000  # signs of a paragraph that is compared: beyond, only the same words are found
PAGE = 1_000  # rows read at a time, when all are taken out
LONGEST_PHRASE = 200
TINY = 1e-9  # of a share that a computer writes a little too small
TIMES, PAGES = 5, 20  # times the wanted that are read, to show first where a phrase begins a word; how often, at most


def percent(asked: str, has: str) -> int:
    """How much two texts are alike: 100 to the sign, 99 in all their words, below by the signs of their folded words
    that stay (Levenshtein, of the longer one, rounded down)."""
    if clean(asked) == clean(has):
        return SAME
    if bare(asked) == bare(has):
        return NEARLY
    return min(NEARLY - 1, int(100 * Levenshtein.normalized_similarity(plain(asked), plain(has)) + TINY))


def matches(
    db: Session, actor: Actor, source_language: str, target_language: str, words: str, *, most: int = 5,
    least: int = 60, besides: str = "",
) -> list[Found]:  # fmt: skip
    """The best translations of these words and of words like them, the best first; of the same words, the furthest.

    `words`: plain, with signs for their marks. `least`: per cent. `besides`: the text that is being translated.
    """
    source, target = family(source_language), family(target_language)
    same = store.alike(db, actor, source, target, [likeness(words)], besides, each=most)
    found = [replace(one, percent=percent(words, one.source)) for one in same]
    found += _near(db, actor, (source, target), words, max(least, 1), besides, {one.id for one in same})
    return _best((one for one in found if one.percent >= least), target_language)[:most]


def _near(
    db: Session, actor: Actor, pair: tuple[str, str], words: str, least: int, besides: str, known: set[int]
) -> Iterator[Found]:  # fmt: skip
    """What is proposed, read and compared. Rows that say the same as one before, or may not be read, make room."""
    folded = plain(words)
    if not 0 < len(folded) <= LONGEST:
        return
    index = nearest(db, *pair)
    shortest, longest = len(folded) * least // 100, len(folded) * 100 // least + 1
    left = [number for number, _ in index.propose(db, folded, shortest, longest, MOST) if number not in known]
    wanted, said = max(5, min(FIRST, SIGNS // len(folded))), set[tuple[str, str]]()
    while left and len(said) < wanted:
        some, left = left[:FIRST], left[FIRST:]
        rows = store.by_number(db, actor, *pair, some, besides)
        if len(rows) < len(some):
            index.gone(db, set(some) - {one.id for one in rows})
        for one in sorted(rows, key=lambda row: some.index(row.id)):
            if (one.source, one.target) not in said and len(said) < wanted:
                said.add((one.source, one.target))
                alike = Levenshtein.normalized_similarity(folded, plain(one.source), score_cutoff=least / 100)
                if alike:
                    yield replace(one, percent=percent(words, one.source))


def _best(found: Iterable[Found], language: str) -> list[Found]:
    """In order: the most alike, in the very language asked for, the furthest, the latest; each pair of words once."""
    order = sorted(found, key=lambda one: (-one.percent, one.target_language != language, -one.stage, -one.id))
    return list({(one.source, one.target): one for one in reversed(order)}.values())[::-1]


def exact(
    db: Session, actor: Actor, source_language: str, target_language: str, many: Iterable[str], *, besides: str = ""
) -> dict[str, Found]:
    """For each of these words that the memory has, the best translation of the same: 100 or 99 per cent.

    One statement for some hundred paragraphs. What the memory does not have is not in the answer.
    """
    asked: dict[int, list[str]] = {}
    for words in dict.fromkeys(many):
        asked.setdefault(likeness(words), []).append(words)
    rows = store.alike(db, actor, family(source_language), family(target_language), asked, besides)
    by_likeness: dict[int, list[Found]] = {}
    for one in rows:
        by_likeness.setdefault(likeness(one.source), []).append(one)
    return {
        words: _best((replace(one, percent=percent(words, one.source)) for one in by_likeness[key]), target_language)[0]
        for key, all_ in asked.items() if key in by_likeness for words in all_
    }  # fmt: skip


def concordance(
    db: Session, actor: Actor, phrase: str, source_language: str = "", target_language: str = "", *, most: int = 20
) -> list[Found]:
    """The segments that say a phrase on either side, folded as the search room folds; the latest, and first those in
    which it begins a word. Without languages: of any. Looks through all of the pair: a quarter of a second for
    200,000 that do not say it.
    """
    asked = plain(clean(phrase[:LONGEST_PHRASE]))
    if not asked:
        return []
    source, target = (family(tag) if tag else "" for tag in (source_language, target_language))
    found: dict[tuple[str, str], Found] = {}
    before = None
    for _ in range(PAGES):
        rows = store.with_phrase(db, actor, source, target, asked, before, TIMES * most)
        found = {(one.source, one.target): one for one in reversed(rows)} | found
        if len(rows) < TIMES * most or len(found) >= most:
            break
        before = rows[-1].id
    order = sorted(found.values(), key=lambda one: (f" {asked}" not in both(one.source, one.target), -one.id))
    return order[:most]


def entries(db: Session, source_language: str = "", target_language: str = "") -> Iterator[Found]:
    """All segments of a pair of languages (or of all), in the order in which they were learnt, a thousand at a time.

    Of every residency: for who may read all. Nothing of a piece that its author took back.
    """
    source, target = (family(tag) if tag else "" for tag in (source_language, target_language))
    number = 0
    while rows := store.after(db, source, target, number, PAGE):
        yield from rows
        number = rows[-1].id


def counts(db: Session) -> dict[tuple[str, str], int]:
    """How many segments of each pair of languages there are to be found."""
    return store.counted(db)
