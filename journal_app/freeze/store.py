"""Freeze, the rows: the facts the judgement looks at, in a fixed number of statements; freezes and builds.

It reads what other rooms hold, mostly through their stores, and writes its own tables only.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.consent import store as consents
from journal_app.flatplan.model import Page, Placement, Step
from journal_app.freeze.model import Build, CurrentBuild, Freeze, FreezeKind
from journal_app.freeze.readiness import PictureFacts, PieceFacts, TextFacts
from journal_app.issues import store as issues
from journal_app.issues.model import Issue, IssueState
from journal_app.media import store as media
from journal_app.media.model import Picture
from journal_app.media.needs import missing_of
from journal_app.review.standing import State
from journal_app.submissions import store as submissions
from journal_app.submissions.model import Piece, Revision, Stage, Text
from journal_app.translation import counting as translations

WORKS = ("articles", "pictures")  # the folders of an issue's folder whose files are somebody's

TICK = timedelta(microseconds=1)  # the finest that both databases keep
Places = Mapping[str, str]  # a problem's `where` without its language -> the id of the piece or the picture
Fits = Mapping[tuple[str, str], int]  # (piece's slug, language) -> lines over, of what stands on a page


def facts(db: Session, actor: Actor, issue_id: str, fits: Fits | None = None) -> list[PieceFacts]:
    """Every piece of an issue within the actor's reach, with all that is to be judged; eighteen statements at most."""
    return facts_of(db, actor, submissions.pieces(db, actor, issue_id), fits or {})


def facts_of(db: Session, actor: Actor, pieces: Sequence[Piece], fits: Fits) -> list[PieceFacts]:
    """The same for some pieces."""
    ids = [piece.id for piece in pieces]
    texts = submissions.texts(db, ids)
    text_ids = [text.id for rows in texts.values() for text in rows]
    written = _written(db, text_ids)
    yes, states, _ = translations.states(db, actor, pieces)
    one_pair = issues.one_pair_of_eyes(db, {piece.issue_id for piece in pieces})
    pictures = {key: media.to_print(rows) for key, rows in media.of_pieces(db, actor, ids).items()}
    faces = media.faces(db, [picture.id for rows in pictures.values() for picture in rows])
    works = [("piece", key) for key in ids] + [("picture", p.id) for rows in pictures.values() for p in rows]
    given = consents.answers(db, works)

    def of_text(piece: Piece, text: Text) -> TextFacts:
        original = text.language == piece.original
        return TextFacts(
            text.language, original, text.id not in written,
            None if original else _state(states[piece.id].get(text.language), piece.issue_id in one_pair),
            text.head_id is None or yes.get(text.id) == text.head_id, fits.get((piece.slug, text.language)),
        )  # fmt: skip

    return [
        PieceFacts(
            piece.id, piece.slug, piece.title, piece.kind, Stage(piece.stage), piece.original, piece.author,
            piece.by_contributor, piece.holder_id, piece.version,
            tuple(of_text(piece, text) for text in _in_order(piece, texts.get(piece.id, []))),
            given["piece", piece.id],
            tuple(
                PictureFacts(p.slug, tuple(lack.code for lack in missing_of(p, faces.get(p.id, []), ())),
                             given["picture", p.id])
                for p in pictures.get(piece.id, [])
            ),
        )
        for piece in pieces
    ]  # fmt: skip


def _state(state: State | None, one_pair: bool) -> State | None:
    """Where a translation stands for the press: an issue may do without a second pair of eyes."""
    return State.REVIEWED if one_pair and state is State.TRANSLATED else state


def _in_order(piece: Piece, texts: list[Text]) -> list[Text]:
    """The original first."""
    return sorted(texts, key=lambda text: (text.language != piece.original, text.language))


def _written(db: Session, text_ids: Sequence[str]) -> set[str]:
    """The texts whose head says something that can be printed; the database looks, their words stay where they are."""
    says = (Revision.content["headline"].as_string() != "", func.trim(Revision.content["body"].as_string()) != "")
    asked = select(Revision.text_id).join(Text, Text.head_id == Revision.id).where(Text.id.in_(text_ids), *says)
    return set(db.scalars(asked))


# --- freezes and builds ----------------------------------------------------------------------------------------------


def add_freeze(
    db: Session, issue_id: str, kind: FreezeKind, manifest: dict[str, str], problems: list[Any], actor: Actor,
    now: datetime,
) -> Freeze:  # fmt: skip
    """Note a folder that was written: later than the last one, whatever clock its asker came with."""
    before = last_freeze(db, issue_id, kind)
    now = max(now, before.made_at + TICK) if before else now
    row = Freeze(issue_id=issue_id, kind=kind, manifest=manifest, problems=problems, made_by=actor.account_id,
                 made_at=now)  # fmt: skip
    db.add(row)
    db.flush()
    return row


def last_freeze(db: Session, issue_id: str, kind: FreezeKind) -> Freeze | None:
    """The latest freeze of that kind: its manifest says what the desk wrote."""
    asked = select(Freeze).where(Freeze.issue_id == issue_id, Freeze.kind == kind)
    return db.scalars(asked.order_by(Freeze.made_at.desc(), Freeze.id).limit(1)).first()


def freeze(db: Session, freeze_id: str) -> Freeze | None:
    return db.get(Freeze, freeze_id)


def slug(db: Session, issue_id: str) -> str | None:
    """The name of the issue's folder."""
    return db.scalar(select(Issue.slug).where(Issue.id == issue_id))


def current_build(db: Session, issue_id: str, kind: FreezeKind) -> Build | None:
    """What is shown of an issue."""
    asked = select(Build).join(CurrentBuild, CurrentBuild.build_id == Build.id)
    return db.scalar(asked.where(CurrentBuild.issue_id == issue_id, CurrentBuild.kind == kind))


def shown_freeze(db: Session, issue_id: str, kind: FreezeKind) -> Freeze | None:
    """What the build that is shown was made from."""
    built = current_build(db, issue_id, kind)
    return freeze(db, built.freeze_id) if built else None


def let_go(db: Session, issue_id: str, kind: FreezeKind) -> None:
    """Show no build any more, until the next one is made."""
    db.execute(delete(CurrentBuild).where(CurrentBuild.issue_id == issue_id, CurrentBuild.kind == kind))


def was_let_go(db: Session, issue_id: str, kind: FreezeKind) -> bool:
    """Whether there was a build that is shown no more: something in it was withdrawn."""
    made = select(Build.id).join(Freeze, Freeze.id == Build.freeze_id)
    found = db.scalar(made.where(Freeze.issue_id == issue_id, Freeze.kind == kind).limit(1))
    return found is not None and current_build(db, issue_id, kind) is None


def piece_slug(db: Session, piece_id: str) -> str | None:
    """The name of a piece's folder, whoever asks: a reaction has no actor."""
    return db.scalar(select(Piece.slug).where(Piece.id == piece_id))


def translated_into(db: Session, piece_id: str) -> Sequence[str]:
    """The languages a piece was translated into."""
    asked = select(Text.language).join(Piece, Piece.id == Text.piece_id)
    return db.scalars(asked.where(Piece.id == piece_id, Text.language != Piece.original)).all()


def picture_slug(db: Session, picture_id: str) -> str | None:
    """The name of a picture's file."""
    return db.scalar(select(Picture.slug).where(Picture.id == picture_id))


def places(db: Session, issue_id: str) -> Places:
    """Where a problem's piece or picture has its page."""
    pieces = db.execute(select(Piece.slug, Piece.id).where(Piece.issue_id == issue_id))
    pictures = db.execute(select(Picture.slug, Picture.id).where(Picture.issue_id == issue_id))
    return {f"article:{slug}": key for slug, key in pieces} | {f"picture:{slug}": key for slug, key in pictures}


def changed_since(db: Session, issue_id: str, moment: datetime) -> set[tuple[str, str]]:
    """(piece's slug, language) of each text that was written after that moment."""
    asked = select(Piece.slug, Text.language).join(Text, Text.piece_id == Piece.id)
    asked = asked.join(Revision, Revision.id == Text.head_id)
    rows = db.execute(asked.where(Piece.issue_id == issue_id, Revision.made_at > moment))
    return {(slug, language) for slug, language in rows}


def changed_until(db: Session, until: datetime) -> dict[str, datetime]:
    """When, until then, a text that stands on a page or the plan itself changed last, by open issue."""
    texts = select(Page.issue_id, func.max(Revision.made_at)).join(Placement, Placement.page_id == Page.id)
    texts = texts.join(Text, Text.piece_id == Placement.piece_id).join(Revision, Revision.id == Text.head_id)
    texts = texts.where(Revision.made_at <= until).group_by(Page.issue_id)
    steps = select(Step.issue_id, func.max(Step.made_at)).where(Step.made_at <= until).group_by(Step.issue_id)
    open_ = select(Issue.id).where(Issue.state == IssueState.OPEN)
    asked = (texts.where(Page.issue_id.in_(open_)), steps.where(Step.issue_id.in_(open_)))
    found: dict[str, datetime] = {}
    for issue_id, at in [row for one in asked for row in db.execute(one)]:
        found[issue_id] = max(at, found.get(issue_id, at))
    return found


def changed_between(db: Session, issue_id: str, since: datetime, until: datetime | None = None) -> set[tuple[str, str]]:
    """The texts with a place, by piece and language, whose last version is of this span."""
    asked = select(Placement.piece_id, Text.language, Placement.languages).join(Page, Page.id == Placement.page_id)
    asked = asked.join(Text, Text.piece_id == Placement.piece_id).join(Revision, Revision.id == Text.head_id)
    asked = asked.where(Page.issue_id == issue_id, Revision.made_at > since)
    rows = db.execute(asked.where(Revision.made_at <= until) if until else asked)
    return {(str(piece_id), language) for piece_id, language, placed in rows if language in placed}


def replanned(db: Session, issue_id: str, since: datetime, until: datetime) -> set[str]:
    """The pages that changes of the plan touched in this span."""
    asked = select(Step.before, Step.after).where(Step.issue_id == issue_id)
    asked = asked.where(Step.made_at > since, Step.made_at <= until)
    return {page for before, after in db.execute(asked) for page in (*before, *after)}


def any_taken_back(db: Session, issue_id: str, paths: Iterable[str]) -> bool:
    """Whether one of these files of an issue's folder is of a piece or a picture that was taken back, or is no more."""
    works = works_of(paths)
    return bool(works) and not works <= works_there(db, issue_id)


def works_of(paths: Iterable[str]) -> set[str]:
    """Of which works these files of an issue's folder are: `articles/<slug>` or `pictures/<slug>`."""
    parts = (path.partition("/") for path in paths)
    return {f"{top}/{re.split('[/.]', rest, maxsplit=1)[0]}" for top, _, rest in parts if top in WORKS}


def works_there(db: Session, issue_id: str) -> set[str]:
    """The works of an issue that nobody took back. What is left of an erased one has another name, or none: a build
    that holds something unknown holds something erased, even years after."""
    pieces = db.scalars(select(Piece.slug).where(Piece.issue_id == issue_id, Piece.stage != Stage.WITHDRAWN))
    pictures = db.scalars(select(Picture.slug).where(Picture.issue_id == issue_id, Picture.withdrawn_at.is_(None)))
    return {f"articles/{slug}" for slug in pieces} | {f"pictures/{slug}" for slug in pictures}


def swap(db: Session, issue_id: str, kind: FreezeKind, build: Build) -> None:
    """Show this build from now on: the pointer and what it points to, in one transaction."""
    db.add(build)
    db.flush()
    db.merge(CurrentBuild(issue_id=issue_id, kind=kind, build_id=build.id))


def builds_with_manifests(db: Session, issue_id: str) -> list[tuple[str, dict[str, str], bool]]:
    """Each build's folder, the manifest of the freeze it was made from, and whether it is for press."""
    asked = select(Build.folder, Freeze.manifest, Freeze.kind).join(Freeze, Freeze.id == Build.freeze_id)
    rows = db.execute(asked.where(Build.issue_id == issue_id))
    return [(folder, dict(manifest), kind == FreezeKind.PRESS) for folder, manifest, kind in rows]


def folders(db: Session) -> set[str]:
    """Every folder a build row names: what a janitor must leave."""
    return set(db.scalars(select(Build.folder)))


def jobs_of_builds(db: Session) -> set[str]:
    """The jobs that made what is there."""
    return set(db.scalars(select(Build.job_id)))


def forget_drafts(db: Session, before: datetime, kept: Collection[str] = ()) -> int:
    """Delete the builds of drafts that others took the place of before then; how many. What is shown stays, and so does
    every build for press: somebody may have signed it. `kept`: others that somebody still needs."""
    shown = select(CurrentBuild.build_id)
    drafts = select(Freeze.id).where(Freeze.kind == FreezeKind.DRAFT)
    old = (Build.freeze_id.in_(drafts), Build.id.not_in(shown), Build.made_at < before)
    gone = [key for key in db.scalars(select(Build.id).where(*old)) if key not in kept]
    db.execute(delete(Build).where(Build.id.in_(gone)))
    return len(gone)


def builds(db: Session, issue_ids: Sequence[str]) -> dict[str, list[str]]:
    """Which kinds of build each issue has to show."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in db.scalars(select(CurrentBuild).where(CurrentBuild.issue_id.in_(issue_ids))):
        found[row.issue_id].append(row.kind)
    return dict(found)
