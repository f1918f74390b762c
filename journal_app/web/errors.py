"""What people read when something cannot be shown: one calm page per kind of error, never a traceback."""

from typing import Any

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from journal_app.db import no_room
from journal_app.messages import translator
from journal_app.problems import Refused
from journal_app.sober import sober
from journal_app.web.screen import language

# status -> title and what to do, in French: the screen's msgids
SAID = {
    400: ("Demande illisible", "L’adresse ou le formulaire est incomplet. Revenir en arrière et recommencer."),
    403: ("Demande refusée", "Elle ne vient pas d’une page ouverte ici. Recharger la page et recommencer."),
    404: ("Page introuvable", "Elle n’existe pas, ou n’est pas ouverte à tous. Vérifier l’adresse."),
    405: ("Action impossible ici", "Cette page se lit, et rien d’autre. Revenir à l’accueil."),
    409: ("Pas possible maintenant", "Quelqu’un d’autre a peut-être été plus rapide. Revenir et regarder."),
    413: ("Envoi trop lourd", "L’envoi dépasse ce que cette page accepte. Le découper en plusieurs fois."),
    500: ("Une panne de notre côté", "Rien n’est perdu. Réessayer dans un moment ; si cela dure, prévenir l’équipe."),
    503: ("Pas encore enregistré", "La base est occupée. Revenir en arrière, où le texte est encore, et réessayer."),
    507: ("Pas enregistré : plus de place", "Revenir en arrière, garder le texte, et prévenir qui tient la machine."),
}
AGAIN_S = 10  # what a busy desk asks people to wait


REFUSED = {"not-yours": 403, "base-missing": 428}  # any other is a conflict with what is there now


def status_of(refused: Refused) -> int:
    """The status of what is not allowed now."""
    return REFUSED.get(refused.code, 409)


def install(app: Flask) -> None:
    """One page for every HTTP error; an unforeseen one is answered as 500 and logged by its place in the code."""

    def log_exception(broke: Any) -> None:
        app.logger.error("%s broke\n%s", request.endpoint, sober(broke[1]))  # Flask would write the path, with its code

    app.log_exception = log_exception  # type: ignore[method-assign,assignment]

    def page(status: int, words: str = "") -> str:
        told = translator(language())
        title, advice = SAID.get(status, SAID[500 if status >= 500 else 400])
        said = words or told.gettext(advice)
        return render_template("web/error.html", status=status, title=told.gettext(title), advice=said)

    @app.errorhandler(HTTPException)
    def refuse(error: HTTPException) -> ResponseReturnValue:
        status = error.code or 500
        if status < 400:  # a redirection of the router is no error
            return error.get_response()
        headers = [(name, value) for name, value in error.get_headers() if name == "Allow"]
        return page(status), status, headers

    @app.errorhandler(Refused)
    def not_now(refusal: Refused) -> ResponseReturnValue:
        key = f"refused:{refusal.code}"
        said = translator(language()).gettext(key)
        status = status_of(refusal)
        return page(status if status in SAID else 409, said if said != key else ""), status

    @app.errorhandler(OSError)
    @app.errorhandler(OperationalError)
    def not_kept(error: Exception) -> ResponseReturnValue:
        if no_room(error):
            return page(507), 507
        if isinstance(error, OperationalError):
            app.logger.warning("the database is busy or away: %s", type(error.orig).__name__)
            return page(503), 503, {"Retry-After": str(AGAIN_S)}
        raise error
