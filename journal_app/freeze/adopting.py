"""Freeze, backwards: an issue folder that can be read -> an issue of the desk, with all it holds. It never commits.

What a folder prints was cleared before it was written: consents are noted as such (`folder`), and every text as read.
Of its costing the values come in, never the text: a comment may hold a name.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.consent.actions import ASKED, note_answers
from journal_app.consent.model import How, Use
from journal_app.costing.document import written
from journal_app.costing.folder import read_costing
from journal_app.flatplan.model import Page, Placement
from journal_app.freeze import store as freezes
from journal_app.freeze.disk import on_disk
from journal_app.freeze.drawings import pixels_of
from journal_app.freeze.model import FreezeKind
from journal_app.issues import store as issues
from journal_app.issues.actions import Settings, make_issue
from journal_app.issues.model import Issue
from journal_app.media import actions as media
from journal_app.media.blobs import Blobs
from journal_app.media.covers import Box
from journal_app.media.intake import CleanPicture, clean_picture
from journal_app.media.model import FaceAnswer
from journal_app.prepress import model as folders
from journal_app.prepress.issue import read_issue
from journal_app.prepress.writing import fragment_of
from journal_app.problems import Problem, Refused, Severity
from journal_app.review.actions import decide, note_answer
from journal_app.review.model import Answer
from journal_app.review.stages import Verb
from journal_app.submissions import store as submissions
from journal_app.submissions.actions import Facts, create_piece, save
from journal_app.submissions.cleaning import clean_fragment
from journal_app.submissions.content import Content
from journal_app.submissions.model import Moment, Origin, Piece
from journal_app.translation.learning import teach

AT_ONCE = 2  # pictures at a time: the machine of an association has two cores
EVERYWHERE = Box(0.0, 0.0, 1.0, 1.0)  # a folder says that a face is agreed to, not where it is


@dataclass(frozen=True, slots=True)
class Gathered:
    """A folder, read: what it says, its pictures' clean bytes (kept), its costing written anew, and its files."""

    issue: folders.Issue
    kept: Mapping[str, media.Kept]
    costing: str = ""
    found: Mapping[str, str] = field(default_factory=dict)  # path -> SHA-256 of each file it was read from


@dataclass(slots=True)
class _Made:
    """What was made so far, by the folder's own names."""

    pieces: dict[str, Piece] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)


def gather(folder: Path, blobs: Blobs) -> tuple[Gathered | None, list[Problem]]:
    """Read the folder and keep its pictures, cleaned like any other. Slow: never inside a transaction.

    A costing that cannot be read keeps the folder out, like any other file of it: the lines to correct are told.
    """
    issue, problems = read_issue(folder)
    costing, told = read_costing(folder)
    wrong = [one for one in told if one.severity is Severity.BLOCKING]
    if issue is None or wrong:
        return None, problems + wrong
    files, kept = on_disk(folder, _files(issue)), {}
    with ThreadPoolExecutor(AT_ONCE) as several:  # each is cleaned in a process of its own
        cleaned = several.map(_clean, issue.pictures.values())
        for slug, (clean, found) in zip(issue.pictures, cleaned, strict=True):
            problems += found
            if clean is not None:
                kept[slug] = media.keep(blobs, clean)
    return Gathered(issue, kept, written(costing) if costing else "", files), problems


def _files(issue: folders.Issue) -> list[str]:
    """The paths in a folder of what an issue was read from."""
    texts = [
        f"articles/{one.slug}/{name}"
        for one in issue.articles.values()
        for name in ("article.toml", *(f"{language}.html" for language in one.texts))
    ]
    pictures = [f"pictures/{name}" for one in issue.pictures.values() for name in (f"{one.slug}.toml", one.path.name)]
    return ["issue.toml", "flatplan.toml", "costing.toml", *texts, *pictures]


def _clean(picture: folders.Picture) -> tuple[CleanPicture | None, list[Problem]]:
    data = pixels_of(picture) if picture.path.suffix == ".svg" else picture.path.read_bytes()
    return clean_picture(data, picture.path.name)


def adopt(
    db: Session, actor: Actor, now: datetime, gathered: Gathered, residency_id: str | None = None, *, own: bool = False
) -> Issue:
    """Make the issue and all it holds. Refused (`issue-there`) when the desk has one of that name.

    `own`: the folder stands where the desk will write this issue; its files are the desk's from now on, and
    only what is changed by hand after this is a conflict.
    """
    source, made = gathered.issue, _Made()
    if source.slug in issues.slugs(db):
        raise Refused("issue-there")
    file = source.file
    printer = {"preset": file.printer} if isinstance(file.printer, str) else dict(file.printer)
    settings = Settings(file.number, file.date, file.theme, file.languages, printer,
                        file.masthead.model_dump(mode="json"), title=file.title, inclusive=file.inclusive,
                        specimen=file.specimen, residency_id=residency_id)  # fmt: skip
    issue = make_issue(db, actor, now, settings, source.slug)
    issue.costing = gathered.costing
    for article in source.articles.values():
        made.pieces[article.slug] = _piece(db, actor, now, issue, article)
    for picture in source.pictures.values():
        if kept := gathered.kept.get(picture.slug):
            made.pictures[picture.slug] = _picture(db, actor, now, issue, picture, kept, made)
    for number, page in enumerate(source.pages, start=1):
        _page(db, issue, number, page, made)
    db.flush()
    teach(db, actor, now, made.pieces.values())
    if own:
        freezes.add_freeze(db, issue.id, FreezeKind.PRESS, dict(gathered.found), [], actor, now)
    record(db, actor, now, "issue-adopted", issue_id=issue.id, detail={"pieces": len(made.pieces)})
    return issue


def _content(text: folders.Text) -> Content:
    said = text.wording
    body, _ = clean_fragment(fragment_of(text.blocks))
    return Content(said.headline, said.kicker, said.standfirst, said.short, said.byline, tuple(said.quotes), body)


def _piece(db: Session, actor: Actor, now: datetime, issue: Issue, article: folders.Article) -> Piece:
    """One article with its texts, cleared as the folder was."""
    meta, texts = article.meta, article.texts
    facts = Facts(article.title(), meta.kind, meta.author, meta.place, meta.status, meta.web)
    original = texts[meta.original]
    piece = create_piece(db, actor, now, issue, facts, original=meta.original, languages=list(texts), slug=article.slug,
                         content=_content(original), origin=Origin.FOLDER)  # fmt: skip
    rows = {row.language: row for row in submissions.texts(db, [piece.id])[piece.id]}
    first = rows[meta.original].head_id
    assert first is not None
    for language, text in texts.items():
        row = rows[language]
        if language != meta.original:
            save(db, actor, now, row, _content(text), None, moment=Moment.IMPORTED, origin=Origin.FOLDER)
            row.source_id = first
        row.translator, row.reviewed = text.wording.translator, text.wording.reviewed
    note_answers(db, actor, now, ("piece", piece.id), issue.id, dict.fromkeys(ASKED["piece"], True), how=How.FOLDER,
                 piece_id=piece.id)  # fmt: skip
    note_answer(db, actor, now, piece, rows[meta.original], first, Answer.YES, how=How.FOLDER)
    decide(db, actor, now, piece, Verb.ACCEPT)
    return piece


def _picture(
    db: Session, actor: Actor, now: datetime, issue: Issue, picture: folders.Picture, kept: media.Kept, made: _Made
) -> str:
    """One picture with its words and its answers; returns its id. It belongs to the article of the same name."""
    meta, piece = picture.meta, made.pieces.get(picture.slug)
    row, _ = media.add_picture(db, actor, now, issue.id, issue.residency_id, kept, piece.id if piece else None)
    row.slug = picture.slug
    media.describe(db, actor, now, row, row.version, meta.credit, meta.kind)
    media.say(db, actor, now, row, row.version, meta.caption, meta.alt)
    media.focus(db, actor, now, row, row.version, *meta.focal)
    if meta.faces != "unanswered":
        faces = [media.MarkedFace(EVERYWHERE, FaceAnswer.AGREED)] if meta.faces == "agreed" else []
        media.note_faces(db, actor, now, row, row.version, faces, media.Covered((), kept), none=not faces)
    uses = dict.fromkeys([*(Use(use) for use in meta.uses), Use.NAME, Use.FACE], True)
    note_answers(db, actor, now, ("picture", row.id), issue.id, uses, how=How.FOLDER)
    return row.id


def _page(db: Session, issue: Issue, number: int, page: folders.PlannedPage, made: _Made) -> None:
    """One page and what stands in its slots."""
    row = Page(issue_id=issue.id, number=number, layout=page.layout, direction=page.direction, language=page.language,
               head=dict(page.head), shorter=dict(page.shorter))  # fmt: skip
    db.add(row)
    db.flush()
    for slot, fill in page.slots.items():
        piece = made.pieces.get(fill.article or "")
        languages = fill.languages or ([fill.language] if fill.language else [])
        db.add(Placement(page_id=row.id, slot=slot, piece_id=piece.id if piece else None, languages=languages,
                         picture_id=made.pictures.get(fill.picture or ""), continues=fill.continues, quote=fill.quote,
                         hole=fill.hole is not None, words=dict(fill.text or {}),
                         tighter=fill.tighter.model_dump(exclude_none=True) if fill.tighter else {}))  # fmt: skip
