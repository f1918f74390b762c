"""Submissions, what people do with a piece: hand it in, say what it is, take it in hand. Never commits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.activity.actions import record
from journal_app.facts import OriginalSaid, Reaction, tell
from journal_app.issues.model import Issue, IssueState
from journal_app.issues.slugs import free_slug, slug_of
from journal_app.problems import Refused
from journal_app.submissions import store
from journal_app.submissions.content import Content
from journal_app.submissions.finding import index_text
from journal_app.submissions.model import Moment, Origin, Piece, Text
from journal_app.submissions.saving import save


@dataclass(frozen=True, slots=True)
class Facts:
    """What a piece is, without its words."""

    title: str
    kind: str = "essay"
    author: str = ""
    place: str = ""
    status: str = "print"
    web: str = ""
    by_contributor: bool = True


def create_piece(
    db: Session,
    actor: Actor,
    now: datetime,
    issue: Issue,
    facts: Facts,
    *,
    original: str,
    content: Content | None,
    languages: Sequence[str] = (),
    residency_id: str | None = None,
    origin: Origin = Origin.TYPED,
    slug: str = "",
) -> Piece:
    """A new piece with its first revision; `languages` are the others it is wanted in (without: the house's own).

    Without `content` its words are still to come: out of a file, or written down by somebody who listened.
    """
    if issue.state != IssueState.OPEN:
        raise Refused("issue-archived")
    if not actor.brings_to(residency_id or issue.residency_id):
        raise Refused("residency-not-yours")
    piece = Piece(
        issue_id=issue.id, residency_id=residency_id or issue.residency_id, original=original, origin=origin,
        slug=free_slug(slug or slug_of(facts.title) or facts.kind, store.slugs(db, issue.id)),
        title=facts.title, kind=facts.kind, author=facts.author, place=facts.place, status=facts.status, web=facts.web,
        by_contributor=facts.by_contributor, created_at=now, created_by=actor.account_id, changed_at=now,
        card_id=actor.card_id or None,
    )  # fmt: skip
    store.add(db, piece)
    wanted = languages or (issue.languages[:1] if issue.languages else ())
    for language in dict.fromkeys((original, *wanted)):
        store.add(db, Text(piece_id=piece.id, language=language))
    text = store.text(db, piece.id, original)
    assert text is not None
    if content is not None:
        save(db, actor, now, text, content, None, moment=Moment.RECEIVED, origin=origin)
    record(db, actor, now, "piece-received", issue_id=issue.id, piece_id=piece.id, detail={"origin": origin})
    return piece


def describe(db: Session, actor: Actor, now: datetime, piece: Piece, version: int, facts: Facts) -> None:
    """Say what a piece is. `version` is the one its form was made from: a stale form is refused, nothing is lost."""
    if piece.version != version or not store.next_version(db, piece.id, version):
        raise Refused("piece-moved-on")
    piece.title, piece.kind, piece.author, piece.place = facts.title, facts.kind, facts.author, facts.place
    piece.status, piece.web, piece.by_contributor = facts.status, facts.web, facts.by_contributor
    piece.changed_at = now
    record(db, actor, now, "piece-described", issue_id=piece.issue_id, piece_id=piece.id)


def say_original(
    db: Session, actor: Actor, now: datetime, piece: Piece, issue: Issue, language: str, reactions: Iterable[Reaction]
) -> None:
    """Say that the original is in another language than was noted; its words and their history stay as they are.

    One of the house's languages that it had by mistake is then asked for. Refused (`language-taken`) when there are
    words in that language already.
    """
    before, text = piece.original, store.text(db, piece.id, piece.original)
    if text is None or language == before:
        return
    there = store.text(db, piece.id, language)
    if there is not None and there.head_id:
        raise Refused("language-taken")
    if there is not None:
        store.remove(db, there)
    piece.original = text.language = language
    db.flush()
    if before in issue.house:
        store.add(db, Text(piece_id=piece.id, language=before))
    if head := store.heads(db, [text.id]).get(text.id):
        index_text(db, piece, text, head[1])
    tell(db, OriginalSaid(piece.id, issue.id, before, language), now, reactions)
    record(db, actor, now, "original-said", issue_id=piece.issue_id, piece_id=piece.id, detail={"language": language})


def want(db: Session, actor: Actor, now: datetime, piece: Piece, language: str, wanted: bool = True) -> Text:
    """Ask for a piece in a language, or give that language up for this issue. The original is always wanted."""
    text = store.text(db, piece.id, language)
    if text is None:
        text = Text(piece_id=piece.id, language=language, wanted=True)
        store.add(db, text)
    text.wanted = wanted or language == piece.original
    verb = "language-wanted" if text.wanted else "language-given-up"
    record(db, actor, now, verb, issue_id=piece.issue_id, piece_id=piece.id, detail={"language": language})
    return text


def claim(db: Session, actor: Actor, now: datetime, piece: Piece) -> None:
    """Take a piece in hand. Of two at the same moment one gets it and the other is told who."""
    if piece.holder_id == actor.account_id:
        return
    if not store.hold(db, piece.id, actor.own_account, now):
        if store.holder(db, piece.id) == actor.account_id:  # the same person tapped twice
            return
        raise Refused("piece-in-other-hands")
    record(db, actor, now, "piece-claimed", issue_id=piece.issue_id, piece_id=piece.id)


def release(db: Session, actor: Actor, now: datetime, piece: Piece) -> None:
    """Give a piece back; who decides may also free one that somebody forgot."""
    if piece.holder_id is None:
        return
    if piece.holder_id != actor.account_id and not actor.has(Role.COORDINATOR, Role.EDITOR):
        raise Refused("piece-in-other-hands")
    store.let_go(db, piece.id)
    record(db, actor, now, "piece-released", issue_id=piece.issue_id, piece_id=piece.id)
