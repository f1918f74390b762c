"""Where the desk of these tests is, its clock, and the one way its texts are changed."""

import hashlib
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.config import Config
from journal_app.submissions import actions as submissions
from journal_app.submissions.actions import Saved
from journal_app.submissions.content import Content
from journal_app.submissions.model import Moment, Text
from journal_app.workshop import Workshop


@dataclass(frozen=True)
class Place:
    """Where the desk of these tests is, and what was put there before the first kill."""

    folder: Path
    issue_id: str
    slug: str
    text_ids: tuple[str, ...]
    account_id: str

    @property
    def config(self) -> Config:
        return Config(self.folder / "issues", instance=self.folder / "instance")

    @property
    def actor(self) -> Actor:
        return Actor(self.account_id, "Mina", frozenset({Role.EDITOR}))


class Clock:
    """A life begins an hour after the one before: whatever that one held, its lease is over."""

    ahead = timedelta(0)


def now() -> datetime:
    return datetime.now(UTC) + Clock.ahead


def digest(words: str) -> str:
    """What a whole text carries in its headline: half of it would not match."""
    return hashlib.sha256(words.encode()).hexdigest()


def revise(shop: Workshop, place: Place, text_id: str, chance: random.Random, most: int) -> str:
    """Save a text on what it says now; its revision."""
    words = "<p>" + " ".join(f"{chance.getrandbits(40):x}" for _ in range(chance.randint(10, most))) + "</p>"
    content = Content(headline=digest(words), body=words)
    with shop.database.write() as db:
        text = db.get_one(Text, text_id, with_for_update=True)
        answer = submissions.save(db, place.actor, now(), text, content, text.head_id, moment=Moment.SAVED)
    assert isinstance(answer, Saved)
    return answer.revision.id
