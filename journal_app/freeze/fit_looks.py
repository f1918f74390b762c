"""Freeze, the look of a fit: how a text sits on its page, in a sentence, with a picture of its columns. It saves
nothing: the text page and the translation's say the same of what is being typed.
"""

import hashlib
import threading
from collections import OrderedDict

from flask import Response, abort, jsonify

from journal_app.freeze.typed import Standing, Told, told
from journal_app.prepress.column import Fitted
from journal_app.submissions.model import Piece
from journal_app.web.desk import actor, columns, said
from journal_app.web.screen import number, page_url

KEPT = 64  # pictures of columns in memory: each is looked at once, a moment later
NOWHERE = "Pas encore sur une page : aucune limite à tenir."
UNKNOWN = "Rien n’a pu être mesuré : l’épreuve le dira."
_PICTURES: OrderedDict[str, bytes] = OrderedDict()
_LOCK = threading.Lock()


def measured(stands: Standing, piece: Piece, language: str, drawn: bool = False) -> Told:
    """How the text fits, asked of the desk's process. A later question of the same person about it overtakes this."""
    place = f"{piece.id} {language} {actor().account_id}"
    return told(stands, lambda folder: columns().fit(folder, piece.slug, language, place, drawn=drawn))


def answer(found: Told, piece_id: str, language: str) -> Response:
    """For the script of a page: a few words, the lines, and where the picture is if one was drawn; or that it may be
    asked again (`late`)."""
    told_so: dict[str, object] = {"placed": found.placed, "words": sentence(found)}
    if found.late:
        told_so["late"] = True
    if found.fitted:
        told_so |= {"over": found.fitted.over, "under": found.fitted.under}
    if found.fitted and found.fitted.png:
        name = _keep(piece_id, language, found.fitted.png)
        told_so["picture"] = page_url("copyfit.column", piece_id=piece_id, language=language, name=name)
    return jsonify(told_so)


def sentence(found: Told) -> str:
    """Lines over or left, where, and at which size; calmly that there is no limit, or that nothing is known."""
    if not found.placed:
        return said(NOWHERE)
    return _lines(found.fitted) if found.fitted else said(UNKNOWN)


def _lines(fitted: Fitted) -> str:
    pages = ", ".join(str(page) for page in fitted.pages)
    if fitted.over:
        many = "%(n)s lignes de trop (p. %(pages)s)" if fitted.over > 1 else "1 ligne de trop (p. %(pages)s)"
        return said(many, n=number(fitted.over), pages=pages)
    return said("Tient sur la page %(pages)s, en %(size)s pt ; lignes libres : %(n)s",
                n=number(fitted.under), pages=pages, size=number(fitted.size_pt, 1))  # fmt: skip


def _keep(piece_id: str, language: str, png: bytes) -> str:
    name = hashlib.sha256(png).hexdigest()[:24]
    with _LOCK:
        _PICTURES[f"{piece_id} {language} {name}"] = png
        while len(_PICTURES) > KEPT:
            _PICTURES.popitem(last=False)
    return name


def picture(piece_id: str, language: str, name: str) -> bytes:
    """The picture of a column that was just measured; else 404."""
    with _LOCK:
        return _PICTURES.get(f"{piece_id} {language} {name}") or abort(404)
