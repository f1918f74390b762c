"""Review, remarks: comments on passages, and suggestions to accept or refuse. It never commits.

An accepted suggestion is a new revision; what it would replace stays in the history. Typography is only ever proposed.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.prepress.normal import Dropped, clean_text
from journal_app.problems import Problem, Refused, blocking
from journal_app.review import store
from journal_app.review.actions import hold, may_write, took_effect
from journal_app.review.anchors import WHOLE, Follower, Passage, find, put, words_of
from journal_app.review.model import Comment, Suggestion, SuggestionState
from journal_app.review.proposals import typography
from journal_app.submissions.actions import Saved, Stale, keep, save
from journal_app.submissions.cleaning import clean_line
from journal_app.submissions.content import Content, from_json
from journal_app.submissions.model import Moment, Piece, Text
from journal_app.submissions.store import heads, lock, revision
from journal_app.tasks.actions import notify

MOST = 5000  # characters of a comment
WORDS, TYPOGRAPHY = "words", "typography"


# --- comments --------------------------------------------------------------------------------------------------------


def comment(
    db: Session,
    actor: Actor,
    now: datetime,
    piece: Piece,
    text: Text,
    revision_id: str,
    passage: Passage,
    body: str,
    parent_id: str = "",
    to_author: bool = False,
) -> Comment | Problem:
    """Remark on a passage of a revision, or answer a remark. An empty one is a Problem. `to_author`: a question that
    the piece's author reads."""
    hold(db, piece)
    said = clean_text(body.replace("\r\n", "\n"), Dropped()).strip()
    if not said:
        return blocking("comment-empty", "comment")
    if len(said) > MOST:
        return blocking("text-too-long", "comment", len(said), MOST)
    on = keep(db, text, revision_id)
    parent = store.comment(db, text.id, parent_id)
    if on is None or (parent_id and parent is None):
        raise Refused("text-moved-on")
    first = store.comment(db, text.id, parent.parent_id) if parent and parent.parent_id else parent
    place = passage if _there(from_json(on.content), passage) and first is None else Passage()
    row = Comment(text_id=text.id, revision_id=on.id, block=place.block, start=place.start, end=place.end,
                  passage=place.words, body=said, parent_id=first.id if first else None, made_by=actor.account_id,
                  to_author=to_author and bool(piece.card_id), made_at=now)  # fmt: skip
    db.add(row)
    record(db, actor, now, "commented", issue_id=piece.issue_id, piece_id=piece.id, object_id=text.id,
           detail={"language": text.language})  # fmt: skip
    told = {piece.holder_id, first.made_by if first else None, text_maker(db, text)} - {actor.account_id}
    notify(db, now, told, "commented", issue_id=piece.issue_id, piece_id=piece.id, detail={"language": text.language})
    return row


def text_maker(db: Session, text: Text) -> str | None:
    """Who wrote the text's head."""
    head = revision(db, text, text.head_id)
    return head.made_by if head else None


def _there(content: Content, passage: Passage) -> bool:
    words = words_of(content, passage.block)
    return passage.block != WHOLE and bool(passage.words) and words[passage.start : passage.end] == passage.words


def import_comments(
    db: Session, now: datetime, text: Text, revision_id: str, remarks: Iterable[tuple[int, str, str]]
) -> int:
    """Keep a document's comments, (block, passage, body) each, on the revision it became; nobody is named."""
    on = keep(db, text, revision_id)
    count = 0
    for block, passage, body in remarks:
        said = clean_text(body, Dropped()).strip()[:MOST]
        if on is None or not said:
            continue
        place = find(from_json(on.content), block, clean_line(passage)[0]) or Passage()
        db.add(Comment(text_id=text.id, revision_id=on.id, block=place.block, start=place.start, end=place.end,
                       passage=place.words or passage, body=said, imported=True, made_at=now))  # fmt: skip
        count += 1
    return count


def resolve(db: Session, actor: Actor, now: datetime, piece: Piece, row: Comment, done: bool = True) -> None:
    """Close a remark and the answers to it, or open it again."""
    hold(db, piece)
    row.resolved_at, row.resolved_by = (now, actor.account_id) if done else (None, None)


# --- suggestions -----------------------------------------------------------------------------------------------------


def suggest(
    db: Session,
    actor: Actor,
    now: datetime,
    piece: Piece,
    text: Text,
    revision_id: str,
    passage: Passage,
    words: str,
) -> Suggestion | Problem:
    """Propose other words for a passage of a revision."""
    hold(db, piece)
    on = keep(db, text, revision_id)
    line, problems = clean_line(words, "suggestion", MOST)
    if problems and problems[-1].code == "text-too-long":
        return problems[-1]
    if on is None or not _there(from_json(on.content), passage):
        return blocking("passage-missing", "suggestion")
    if line == passage.words:
        return blocking("suggestion-same", "suggestion")
    row = _row(text, on.id, passage, line, WORDS, actor, now)
    db.add(row)
    notify(db, now, {piece.holder_id, text_maker(db, text)} - {actor.account_id}, "suggested", issue_id=piece.issue_id,
           piece_id=piece.id, detail={"language": text.language})  # fmt: skip
    return row


def _row(
    text: Text, revision_id: str, passage: Passage, words: str, reason: str, actor: Actor, now: datetime
) -> Suggestion:
    return Suggestion(text_id=text.id, revision_id=revision_id, block=passage.block, start=passage.start,
                      end=passage.end, passage=passage.words, replacement=words, reason=reason,
                      made_by=actor.account_id, made_at=now)  # fmt: skip


def propose_typography(db: Session, actor: Actor, now: datetime, piece: Piece, text: Text) -> int:
    """Propose what the language's typography asks for; what was refused before is not proposed again."""
    hold(db, piece)
    lock(db, text)
    if text.head_id is None:
        return 0
    found = heads(db, [text.id])[text.id]
    before = [row for row in store.suggestions(db, text.id) if row.reason == TYPOGRAPHY]
    refused = {(row.passage, row.replacement) for row in before if row.state == SuggestionState.REFUSED}
    open_ = {(place.block, place.start) for row, place in followed(db, text) if row.reason == TYPOGRAPHY and place}
    count = 0
    for passage, words in typography(found[1], text.language):
        if (passage.words, words) in refused or (passage.block, passage.start) in open_:
            continue
        db.add(_row(text, found[0].id, passage, words, TYPOGRAPHY, actor, now))
        count += 1
    if count:
        keep(db, text, found[0].id)
    return count


def followed(db: Session, text: Text) -> list[tuple[Suggestion, Passage | None]]:
    """The open suggestions with where their passage stands now; None when it is gone, or says something else."""
    head = heads(db, [text.id]).get(text.id)
    rows = store.open_suggestions(db, text.id)
    if head is None:
        return []
    places = follow(db, text, head[1], {row.id: (row.revision_id, _passage(row)) for row in rows})
    return [(row, place if place and place.words == row.passage else None)
            for row in rows for place in (places[row.id],)]  # fmt: skip


def _passage(row: Suggestion | Comment) -> Passage:
    return Passage(row.block, row.start, row.end, row.passage)


def placed_comments(db: Session, text: Text) -> list[tuple[Comment, Passage | None]]:
    """The comments of a text with where their passage stands now."""
    head = heads(db, [text.id]).get(text.id)
    rows = store.comments(db, text.id)
    if head is None:
        return [(row, None) for row in rows]
    places = follow(db, text, head[1], {row.id: (row.revision_id, _passage(row)) for row in rows})
    return [(row, places[row.id]) for row in rows]


def follow(
    db: Session, text: Text, now_says: Content, marked: dict[str, tuple[str, Passage]]
) -> dict[str, Passage | None]:
    """Passages of many revisions, each carried to the head; a revision is compared once for all its passages."""
    followers: dict[str, Follower] = {}
    found: dict[str, Passage | None] = {}
    for key, (revision_id, passage) in marked.items():
        if revision_id not in followers:
            on = revision(db, text, revision_id)
            followers[revision_id] = Follower(from_json(on.content) if on else Content(), now_says)
        found[key] = followers[revision_id].follow(passage)
    return found


def accept(db: Session, actor: Actor, now: datetime, piece: Piece, text: Text, wanted: Iterable[str]) -> Saved | None:
    """Put suggestions into the text, all in one revision. One whose passage says something else by now is gone."""
    hold(db, piece)
    if not may_write(actor, piece, text.language):
        raise Refused("not-yours")
    lock(db, text)
    head = heads(db, [text.id]).get(text.id)
    chosen = [(row, place) for row, place in followed(db, text) if row.id in set(wanted)]
    if head is None or not chosen:
        return None
    content, last = head[1], (0, 0)
    taken: list[Suggestion] = []
    for row, place in sorted(chosen, key=lambda one: _order(one[1]), reverse=True):
        overlaps = place is not None and place.block == last[0] and place.end > last[1] and bool(taken)
        if place is None or overlaps:
            _answer(row, actor, now, SuggestionState.GONE)
            continue
        content, last = put(content, place, row.replacement), (place.block, place.start)
        taken.append(row)
    if not taken:
        return None
    moment = Moment.TYPOGRAPHY if all(row.reason == TYPOGRAPHY for row in taken) else Moment.SUGGESTION
    answer = save(db, actor, now, text, content, head[0].id, moment=moment, minor=moment is Moment.TYPOGRAPHY)
    if isinstance(answer, Stale):
        raise Refused("text-moved-on")  # cannot be: the text is locked since its head was read
    for row in taken:
        _answer(row, actor, now, SuggestionState.ACCEPTED)
    took_effect(db, actor, now, piece, text, answer)
    return answer


def _order(place: Passage | None) -> tuple[int, int]:
    return (place.block, place.start) if place else (-99, 0)


def _answer(row: Suggestion, actor: Actor, now: datetime, state: SuggestionState) -> None:
    row.state, row.answered_by, row.answered_at = state, actor.account_id, now


def refuse(db: Session, actor: Actor, now: datetime, piece: Piece, text: Text, wanted: Iterable[str]) -> int:
    """Say no to suggestions; the text stays as it is. Who made one may take it back so."""
    hold(db, piece)
    rows = [row for row in store.open_suggestions(db, text.id) if row.id in set(wanted)]
    if not may_write(actor, piece, text.language) and any(row.made_by != actor.account_id for row in rows):
        raise Refused("not-yours")
    for row in rows:
        _answer(row, actor, now, SuggestionState.REFUSED)
    return len(rows)
