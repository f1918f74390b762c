"""Issues, what people do: make an issue, set it up, archive it; make a residency and its names. Never commits."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.issues import guarded, store
from journal_app.issues.model import GuardedName, Issue, IssueState, PenName, Precision, Residency
from journal_app.issues.slugs import free_slug, slug_of
from journal_app.prepress.model import IssueFile
from journal_app.problems import Refused

TITLE = "Journal des Jungles"


@dataclass(frozen=True, slots=True)
class Settings:
    """What an issue is: what issue.toml will say, and when it closes."""

    number: int
    date: date
    theme: Mapping[str, str]
    languages: Sequence[str]
    printer: Mapping[str, Any]
    masthead: Mapping[str, Any]
    title: str = TITLE
    inclusive: str = "low-dot"
    specimen: bool = False
    second_eyes: bool = True
    press_close: datetime | None = None
    residency_id: str | None = None

    def wrong(self) -> list[str]:
        """The keys that issue.toml's own model refuses."""
        try:
            IssueFile.model_validate({
                "title": self.title, "number": self.number, "date": self.date, "theme": dict(self.theme),
                "languages": list(self.languages), "specimen": self.specimen, "inclusive": self.inclusive,
                "masthead": dict(self.masthead), "printer": dict(self.printer),
            })  # fmt: skip
        except ValidationError as error:
            return [".".join(str(part) for part in found["loc"]) for found in error.errors()]
        empty = {"theme.fr": not self.theme.get("fr"), "languages": not self.languages}
        return [key for key, missing in empty.items() if missing]


def make_issue(
    db: Session, actor: Actor, now: datetime, settings: Settings, slug: str = "", taken: Sequence[str] = ()
) -> Issue:
    """A new issue. `taken` are names of folders that exist without being in the desk."""
    _checked(settings)
    wanted = slug or f"{settings.number:02d}-{slug_of(settings.theme['fr'])}".strip("-")
    free = free_slug(wanted, store.slugs(db) | set(taken))
    row = Issue(slug=free, state=IssueState.OPEN, created_at=now, created_by=actor.account_id)
    _put(row, settings)
    store.add(db, row)
    record(db, actor, now, "issue-made", issue_id=row.id, detail={"slug": row.slug})
    return row


def change_issue(db: Session, actor: Actor, now: datetime, issue: Issue, version: int, settings: Settings) -> None:
    """Other settings. `version` is the one the form was made from: a stale form is refused and loses nothing."""
    _open(issue)
    _checked(settings)
    if issue.version != version or not store.next_version(db, issue.id, version):
        raise Refused("issue-moved-on")
    _put(issue, settings)
    record(db, actor, now, "issue-changed", issue_id=issue.id)


def archive(db: Session, actor: Actor, now: datetime, issue: Issue, reason: str = "") -> None:
    """From now on the issue is read and changes no more."""
    _open(issue)
    issue.state, issue.archived_at = IssueState.ARCHIVED, now
    record(db, actor, now, "issue-archived", issue_id=issue.id, reason=reason)


def reopen(db: Session, actor: Actor, now: datetime, issue: Issue) -> None:
    """Take an issue out of the archive."""
    if issue.state != IssueState.ARCHIVED:
        return
    issue.state, issue.archived_at = IssueState.OPEN, None
    record(db, actor, now, "issue-reopened", issue_id=issue.id)


def say_printed(db: Session, actor: Actor, now: datetime, issue: Issue, day: date | None) -> None:
    """The day it was printed, or that it was not: authors are told what can still be taken back. Not in the future."""
    if day is not None and day > now.date():
        raise Refused("printed-in-the-future")
    if issue.printed_on != day:
        issue.printed_on = day
        record(db, actor, now, "issue-printed" if day else "issue-not-printed", issue_id=issue.id)


def _open(issue: Issue) -> None:
    if issue.state != IssueState.OPEN:
        raise Refused("issue-archived")


def _checked(settings: Settings) -> None:
    if settings.wrong():
        raise Refused("issue-settings-wrong")


def _put(row: Issue, settings: Settings) -> None:
    row.title, row.number, row.date = settings.title, settings.number, settings.date
    row.theme, row.languages = dict(settings.theme), list(settings.languages)
    row.printer, row.masthead = dict(settings.printer), dict(settings.masthead)
    row.inclusive, row.specimen, row.press_close = settings.inclusive, settings.specimen, settings.press_close
    row.second_eyes = settings.second_eyes
    row.residency_id = settings.residency_id


# --- residencies -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stay:
    """What a residency is; `place` is as precise as `precision` says, and no more."""

    name: str
    place: str
    starts: date
    ends: date
    precision: Precision = Precision.TOWN
    languages: Sequence[str] = field(default_factory=tuple)


def make_residency(db: Session, actor: Actor, now: datetime, stay: Stay) -> Residency:
    """A new residency."""
    row = Residency(created_at=now)
    _stay(row, stay)
    store.add(db, row)
    record(db, actor, now, "residency-made", object_id=row.id, detail={"name": stay.name})
    return row


def change_residency(db: Session, actor: Actor, now: datetime, row: Residency, stay: Stay) -> None:
    """Other days, another place, other languages."""
    _stay(row, stay)
    record(db, actor, now, "residency-changed", object_id=row.id, detail={"name": stay.name})


def _stay(row: Residency, stay: Stay) -> None:
    if stay.ends < stay.starts:
        raise Refused("residency-days-wrong")
    row.name, row.place, row.precision = stay.name, stay.place, stay.precision
    row.starts, row.ends, row.languages = stay.starts, stay.ends, list(stay.languages)


def add_pen_name(db: Session, residency_id: str, name: str, language: str = "") -> None:
    """A name somebody of the residency signs with; one that is there already adds nothing."""
    if name and all(one.name != name for one in store.pen_names(db, residency_id)):
        store.add(db, PenName(residency_id=residency_id, name=name, language=language))


def drop_pen_name(db: Session, row: Residency, name_id: str) -> None:
    """Offer a name no more; what is signed with it stays signed."""
    if found := store.pen_name(db, row.id, name_id):
        store.remove(db, found)


def guard_names(
    db: Session, actor: Actor, now: datetime, row: Residency, names: Sequence[str], digest: Callable[[str], str]
) -> int:
    """Keep the hashes of real names that must never be printed; how many are new. The names are kept nowhere."""
    listed = set(store.guarded(db, row.id))
    count = 0
    for name in names:
        mark, words = guarded.kept(name, digest)
        if words and mark not in listed:
            store.add(db, GuardedName(residency_id=row.id, digest=mark, words=words, added_at=now))
            listed.add(mark)
            count += 1
    if count:
        record(db, actor, now, "names-guarded", object_id=row.id, detail={"count": count})
    return count
