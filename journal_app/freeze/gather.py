"""Freeze, the gathering: one moment of an issue’s rows and bytes, all its folder is made from. It decides nothing."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.consent import store as consents
from journal_app.consent.model import Use
from journal_app.flatplan import store as flatplan
from journal_app.freeze.folder import Gathered, PictureRows, PieceRows
from journal_app.issues.model import Issue
from journal_app.media import store as media
from journal_app.media.actions import press_name
from journal_app.media.needs import faces_word
from journal_app.submissions import store as submissions
from journal_app.submissions.content import Content


def gather(db: Session, actor: Actor, issue: Issue, read: Callable[[str], bytes]) -> Gathered:
    """The rows of an issue as they are now; `read` gives a blob's bytes. Only what stands on a page, or on the web."""
    pages, placements = flatplan.pages(db, issue.id), flatplan.placements(db, issue.id)
    placed = [one for rows in placements.values() for one in rows]
    piece_ids = {one.piece_id for one in placed if one.piece_id}
    pieces = [p for p in submissions.pieces(db, actor, issue.id) if p.id in piece_ids or p.status == "web"]
    texts = submissions.texts(db, [piece.id for piece in pieces])
    heads = submissions.heads(db, [text.id for rows in texts.values() for text in rows])
    wanted = {one.picture_id for one in placed if one.picture_id}
    pictures = [picture for picture in media.pictures(db, actor, issue.id) if picture.id in wanted]
    faces = media.faces(db, [picture.id for picture in pictures])
    types = media.media_types(db, [press_name(picture) for picture in pictures])
    given = consents.answers(db, [("piece", p.id) for p in pieces] + [("picture", p.id) for p in pictures])
    own = {piece.id for piece in pieces if not piece.by_contributor}
    return Gathered(
        issue, pages, placements,
        {
            piece.id: PieceRows(
                piece,
                tuple((text, heads[text.id][1] if text.id in heads else Content()) for text in texts.get(piece.id, [])),
                given["piece", piece.id],
            )
            for piece in pieces
            if piece.id in piece_ids or not piece.by_contributor or consents.allows(given["piece", piece.id], Use.WEB)
        },
        {
            picture.id: PictureRows(
                picture, faces_word(picture, faces.get(picture.id, [])), types[press_name(picture)],
                read(press_name(picture)), given["picture", picture.id],
                picture.piece_id is not None and picture.piece_id not in own,
            )
            for picture in pictures
        },
    )  # fmt: skip
