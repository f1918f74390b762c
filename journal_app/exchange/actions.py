"""Exchange, what is done: files that came back are put into translations, all of them or none. It never commits.

Each article of a file is opened as it is now and kept from others; what becomes of each of its units is decided by
incoming.py. An article that cannot be put anywhere is refused as a whole, with its reason, and stops no other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.bitext.model import Article, Bitext
from journal_app.exchange.gathering import may_leave
from journal_app.exchange.incoming import Fate, Hand, Plan, plan
from journal_app.exchange.outgoing import DESK
from journal_app.issues.model import Issue
from journal_app.prepress.normal import Dropped, clean_text
from journal_app.problems import Problem, Refused, blocking, warning
from journal_app.review.actions import may_write
from journal_app.review.remarks import MOST
from journal_app.submissions import store as submissions
from journal_app.submissions.model import Moment, Piece
from journal_app.translation.actions import keep, named, open_translation, second_eyes
from journal_app.translation.asking import ask, asked_before
from journal_app.translation.reading import Opened

WHO = "translator"
OURS = frozenset({DESK, "glossary"})  # who notes that left the desk are from
MOST_NOTES = 50  # of one article: each is a remark that people are told of
NOBODY = ""  # who brings a file at the command line without a name: their words are drafts


@dataclass(frozen=True, slots=True)
class Brought:
    """One article of a file: its translation as it is now with what became of each unit, or why not."""

    article: Article
    piece: Piece | None = None
    plan: Plan | None = None
    problems: tuple[Problem, ...] = ()


def issue_of(files: Sequence[tuple[str, Bitext]]) -> str:
    """The one issue that these files say they belong to, by slug; nothing when they say several, or none."""
    told = {article.original.partition("/")[0] for _, one in files for article in one.articles}
    return told.pop() if len(told) == 1 else ""


def foreign(files: Sequence[tuple[str, Bitext]], slug: str) -> list[Problem]:
    """Files of another issue, and articles that come twice: nothing of such a parcel is put anywhere."""
    found: list[Problem] = []
    seen: dict[tuple[str, str], str] = {}
    for name, one in files:
        for article in one.articles:
            told = article.original.partition("/")[0]
            if told != slug:
                found.append(blocking("exchange-other-issue", name, told, slug, WHO, article.title))
            key = article.id, article.target
            if key in seen:
                found.append(blocking("exchange-article-twice", name, seen[key], "", WHO, article.title))
            seen[key] = name
    return found


def bring(
    db: Session, actor: Actor, now: datetime, issue: Issue, articles: Sequence[Article], *, finished: bool = True
) -> list[Brought]:
    """Put translations that came back in their places. `finished`: what came without a state is translated."""
    known = {piece.id: piece for piece in submissions.pieces(db, actor, issue.id)}
    return [_one(db, actor, now, known.get(article.id), article, finished) for article in articles]


def _one(db: Session, actor: Actor, now: datetime, piece: Piece | None, article: Article, finished: bool) -> Brought:
    found = _opened(db, actor, piece, article)
    if isinstance(found, Problem) or piece is None:
        return Brought(article, piece, None, (found,) if isinstance(found, Problem) else ())
    seen = found.source.head.id if found.source.head else ""
    stamp = now.isoformat(timespec="seconds")
    hand = Hand(actor.account_id or NOBODY, stamp, seen, finished, second_eyes(db, piece))
    made = plan(article, found.rows, hand)
    told = tuple(problem for one in made.fates for problem in one.problems)
    told += tuple(_remark(db, actor, now, found, made))
    if made.changes:
        kept = keep(db, actor, now, found, list(made.rows), Moment.SAVED)
        told += kept.problems
        taken = sum(one.fate in (Fate.TAKEN, Fate.MINOR, Fate.STALE) for one in made.fates)
        record(db, actor, now, "translation-brought", issue_id=piece.issue_id, piece_id=piece.id,
               object_id=found.target.text.id, detail={"language": article.target, "rows": taken})  # fmt: skip
    return Brought(article, piece, made, told)


def _remark(db: Session, actor: Actor, now: datetime, here: Opened, made: Plan) -> list[Problem]:
    """Notes that somebody wrote outside become remarks on the original, each once; our own are not taken for theirs."""
    notes = [(one.row, note) for one in made.fates for note in one.unit.notes if note.by not in OURS]
    if not notes:
        return []
    rows, before, where = named(made.rows), asked_before(db, here), f"article:{here.piece.slug}"
    problems = []
    for name, note in notes[:MOST_NOTES]:
        body = clean_text(note.text.replace("\r\n", "\n"), Dropped()).strip()[:MOST].strip()
        if body and body not in before:
            before.add(body)
            asked = ask(db, actor, now, here, rows.get(name), body)
            problems += [asked] if isinstance(asked, Problem) else []
    if len(notes) > MOST_NOTES or any(len(note.text) > MOST for _, note in notes):
        problems.append(warning("exchange-notes-cut", where, len(notes), MOST_NOTES, WHO, here.piece.title))
    return problems


def _opened(db: Session, actor: Actor, piece: Piece | None, article: Article) -> Opened | Problem:
    """The translation that an article is of, or why there is none."""
    where = f"article:{article.original.partition('/')[2] or article.id}#{article.target}"
    if piece is None:
        return blocking("exchange-article-unknown", where, article.id, "", WHO, article.title)
    if not may_write(actor, piece, article.target):
        return blocking("exchange-not-yours", where, "", "", WHO, article.title)
    if not may_leave(db, [piece], article.target):
        return blocking("exchange-language-unwanted", where, article.target, "", WHO, article.title)
    try:
        found = open_translation(db, actor, piece, article.target)
    except Refused:
        return blocking("exchange-language-unwanted", where, article.target, "", WHO, article.title)
    if found.source.language != article.source:
        return blocking("exchange-other-source", where, article.source, found.source.language, WHO, article.title)
    return found
