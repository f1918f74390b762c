"""Wordings, what is done: sentences are signed off, said better, or opened again. A catalogue is never changed here."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from io import BytesIO
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.messages import SOURCE, catalogue
from journal_app.wordings import store
from journal_app.wordings.model import Reading, Verdict

ROOM = "gathering"  # the catalogue of what contributors read
PLACES = re.compile(r"%\(\w+\)s")


class State(StrEnum):
    """How far a sentence is."""

    UNREAD = "unread"  # flagged: no native reader has signed it as it stands
    BETTER = "better"  # flagged: somebody proposed other words
    RIGHT = "right"


TOLD = {State.UNREAD: "not read by a native reader yet", State.BETTER: "said better by a native reader",
        State.RIGHT: "signed off by a native reader"}  # fmt: skip


class Sentence(NamedTuple):
    """One sentence in one language, beside its source. `name` is what a form calls it."""

    key: str
    source: str  # French
    english: str
    said: str
    state: State
    better: str = ""
    read_by: str | None = None

    @property
    def name(self) -> str:
        return sha256(self.key.encode()).hexdigest()[:16]


def sentences(db: Session, language: str) -> list[Sentence]:
    """Every sentence that contributors read in this language, in the catalogue's order, with how far it is."""
    source, english, own = (_said(tag) for tag in (SOURCE, "en", language))
    read = store.latest(db, language)
    return [_sentence(key, source[key], words, own.get(key, ""), read.get(key)) for key, words in english.items()]


def _said(language: str) -> Mapping[str, str]:
    """key -> what is said; a French sentence is its own key, but for those that have a name."""
    own = catalogue(language, ROOM)
    return own if language != SOURCE else {key: own.get(key, key) for key in catalogue("en", ROOM)}


def _sentence(key: str, source: str, english: str, said: str, row: Reading | None) -> Sentence:
    if row is None or row.said != said or row.verdict == Verdict.OPEN:
        return Sentence(key, source, english, said, State.UNREAD)
    return Sentence(key, source, english, said, State(row.verdict), row.better, row.account_id)


def counts(of: Sequence[Sentence]) -> dict[str, int]:
    """How many sentences are in each state."""
    return {state.value: sum(one.state is state for one in of) for state in State}


def flagged(db: Session, language: str) -> int:
    """How many sentences no native reader has signed off."""
    found = counts(sentences(db, language))
    return found[State.UNREAD] + found[State.BETTER]


def note(
    db: Session, actor: Actor, now: datetime, language: str, told: Mapping[str, tuple[Verdict, str]],
) -> int:  # fmt: skip
    """Keep what was said of sentences: name -> (verdict, better words). Returns how many rows that made."""
    known = {one.name: one for one in sentences(db, language)}
    fresh = [(known[name], *said) for name, said in told.items() if name in known]
    for one, verdict, better in fresh:
        db.add(Reading(language=language, key=one.key, said=one.said, verdict=verdict, better=better,
                       account_id=actor.account_id, at=now))  # fmt: skip
    return len(fresh)


def places_kept(sentence: Sentence, better: str) -> bool:
    """Whether proposed words keep the places that numbers and dates go to, such as %(n)s."""
    return sorted(PLACES.findall(better)) == sorted(PLACES.findall(sentence.source))


def as_po(of: Sequence[Sentence], language: str, now: datetime) -> bytes:
    """The sentences as an ordinary .po file, proposals in their places, for whoever keeps the catalogues.

    A comment says of each whether it is signed off, and what stood there before it was said better.
    """
    made = Catalog(locale=language.replace("-", "_"), project="Journal des Jungles", fuzzy=False, creation_date=now,
                   revision_date=now)  # fmt: skip
    for one in of:
        before = [f"was: {one.said}"] if one.better else []
        made.add(one.key, one.better or one.said, user_comments=[TOLD[one.state], *before])
    out = BytesIO()
    write_po(out, made, width=0)
    return out.getvalue()
