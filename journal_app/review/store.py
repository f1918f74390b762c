"""Review, the rows: finds comments, suggestions, decisions, answers, and how texts stand. It decides nothing."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.issues.model import Issue, IssueState
from journal_app.review.model import AuthorAnswer, Comment, Decision, Suggestion, SuggestionState
from journal_app.review.standing import State, Step, translation, yes_holds
from journal_app.submissions.model import Moment, Piece, Revision, Stage, Text


def steps(db: Session, text_ids: Iterable[str]) -> dict[str, list[Step]]:
    """The revisions of texts without their words, oldest first, in one statement."""
    rows = db.execute(
        select(Revision.text_id, Revision.id, Revision.moment, Revision.origin, Revision.minor, Revision.made_by)
        .where(Revision.text_id.in_(list(text_ids)), Revision.folded_into.is_(None), Revision.moment != Moment.ASIDE)
        .order_by(Revision.text_id, Revision.number)
    )
    found: dict[str, list[Step]] = {}
    for text_id, key, moment, origin, minor, maker in rows:
        found.setdefault(text_id, []).append(Step(key, moment, origin, minor, maker))
    return found


def latest_answers(db: Session, text_ids: Iterable[str]) -> dict[str, AuthorAnswer]:
    """What the author said last to each revision of these texts, by revision."""
    rows = db.scalars(
        select(AuthorAnswer).where(AuthorAnswer.text_id.in_(list(text_ids))).order_by(AuthorAnswer.number)
    )
    return {row.revision_id: row for row in rows}


def standing(db: Session, piece_ids: Iterable[str]) -> tuple[dict[str, str], dict[str, dict[str, State]]]:
    """How the texts of these pieces stand, in three statements, however many: author's yes, translations' states.

    The yes is {text: the last revision it holds for}, a text without any left out: one whose head that is needs none
    any more. The states are {piece: {language: state}}, of the translations alone.
    """
    wanted = list(piece_ids)
    columns = (Text.id, Text.piece_id, Text.language, Text.head_id, Text.wanted, Text.reviewed, Text.source_id)
    asked = select(*columns, Piece.original).join(Piece).where(Text.piece_id.in_(wanted)).order_by(Text.language)
    texts = db.execute(asked).all()
    ids = [text.id for text in texts]
    taken = steps(db, ids)
    said = {key: row.answer for key, row in latest_answers(db, ids).items()}
    yes = {text.id: yes_holds(taken.get(text.id, []), said, text.language == text.original) for text in texts}
    sources = {text.piece_id: taken.get(text.id, []) for text in texts if text.language == text.original}
    found: dict[str, dict[str, State]] = {piece: {} for piece in wanted}
    for text in texts:
        if text.language != text.original:
            found[text.piece_id][text.language] = translation(
                text.head_id, text.wanted, text.reviewed, text.source_id, sources.get(text.piece_id, []), yes[text.id]
            )
    return {key: revision for key, revision in yes.items() if revision}, found


def answers(db: Session, text_id: str) -> Sequence[AuthorAnswer]:
    """What the author said to this text, the latest first."""
    asked = select(AuthorAnswer).where(AuthorAnswer.text_id == text_id)
    return db.scalars(asked.order_by(AuthorAnswer.number.desc())).all()


def comments(db: Session, text_id: str) -> Sequence[Comment]:
    """The comments of a text, oldest first."""
    return db.scalars(
        select(Comment)
        .where(Comment.text_id == text_id)
        .order_by(Comment.made_at, Comment.block, Comment.start, Comment.id)
    ).all()


def comments_of(db: Session, text_ids: Iterable[str]) -> dict[str, list[Comment]]:
    """The comments of several texts, oldest first, in one statement; a text without any is left out."""
    asked = select(Comment).where(Comment.text_id.in_(list(text_ids))).order_by(Comment.made_at, Comment.id)
    found: dict[str, list[Comment]] = {}
    for row in db.scalars(asked):
        found.setdefault(row.text_id, []).append(row)
    return found


def any_comment(db: Session, comment_id: str) -> Comment | None:
    """A comment of whatever text: who asks looks up first whether they reach it."""
    return db.get(Comment, comment_id)


def comment(db: Session, text_id: str, comment_id: str) -> Comment | None:
    """A comment of this text; None for another text's."""
    found = db.get(Comment, comment_id) if comment_id else None
    return found if found is not None and found.text_id == text_id else None


def questions(db: Session, text_ids: Iterable[str]) -> dict[str, list[tuple[Comment, list[Comment]]]]:
    """What the authors of these texts are asked, by text: each question with their answers, oldest first.

    Of all that is said about a text this alone is for its author: nothing that is not marked so is read here.
    """
    wanted = list(text_ids)
    rows = db.scalars(
        select(Comment)
        .where(Comment.text_id.in_(wanted), or_(Comment.to_author, Comment.by_author))
        .order_by(Comment.made_at, Comment.id)
    ).all()
    found: dict[str, list[tuple[Comment, list[Comment]]]] = {text_id: [] for text_id in wanted}
    for row in rows:
        if row.to_author:
            answers = [one for one in rows if one.by_author and one.parent_id in (row.id, row.parent_id or row.id)]
            found[row.text_id].append((row, answers))
    return found


def suggestions(db: Session, text_id: str) -> Sequence[Suggestion]:
    """Every suggestion of a text, answered ones too, in the order of its words."""
    return db.scalars(
        select(Suggestion).where(Suggestion.text_id == text_id).order_by(Suggestion.block, Suggestion.start)
    ).all()


def open_suggestions(db: Session, text_id: str) -> list[Suggestion]:
    """The suggestions nobody has answered."""
    return [row for row in suggestions(db, text_id) if row.state == SuggestionState.OPEN]


def decisions(db: Session, piece_id: str) -> Sequence[Decision]:
    """The decisions about a piece, the latest first."""
    return db.scalars(select(Decision).where(Decision.piece_id == piece_id).order_by(Decision.number.desc())).all()


def decision(db: Session, decision_id: str) -> Decision | None:
    """A decision by its id."""
    return db.scalar(select(Decision).where(Decision.id == decision_id))


def erase(db: Session, piece_id: str) -> None:
    """Forget all that was said and decided about a piece: what points to another row goes before it."""
    texts = select(Text.id).where(Text.piece_id == piece_id)
    said = Comment.text_id.in_(texts)
    db.execute(delete(Comment).where(said, Comment.parent_id.is_not(None)))
    for gone in (Comment, Suggestion, AuthorAnswer):
        db.execute(delete(gone).where(gone.text_id.in_(texts)))
    db.execute(delete(Decision).where(Decision.piece_id == piece_id, Decision.undoes.is_not(None)))
    db.execute(delete(Decision).where(Decision.piece_id == piece_id))


def issue_open(db: Session, piece: Piece) -> bool:
    """Whether the piece's issue is still being made."""
    return db.scalar(select(Issue.state).where(Issue.id == piece.issue_id)) == IssueState.OPEN


def neighbours(db: Session, actor: Actor, piece: Piece, language: str) -> tuple[str | None, str | None]:
    """The pieces before and after this one in its issue that exist in a language and that the actor may read."""
    asked = select(Piece.id).join(Text).where(Piece.issue_id == piece.issue_id, Text.language == language)
    asked = asked.where(Piece.stage != Stage.WITHDRAWN)
    if not actor.reads_all:
        asked = asked.where(Piece.residency_id.in_(actor.residencies))
    ids = list(db.scalars(asked.order_by(Piece.created_at, Piece.id)))
    if piece.id not in ids:
        return None, None
    place = ids.index(piece.id)
    return (ids[place - 1] if place else None), (ids[place + 1] if place + 1 < len(ids) else None)
