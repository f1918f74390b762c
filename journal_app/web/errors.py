"""What people read when something cannot be shown: one calm page per kind of error, never a traceback."""

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from journal_app.messages import translator
from journal_app.problems import Refused
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
}


def install(app: Flask) -> None:
    """One page for every HTTP error; an unforeseen one is logged by Flask and answered as 500."""

    @app.errorhandler(HTTPException)
    def refuse(error: HTTPException) -> ResponseReturnValue:
        status = error.code or 500
        if status < 400:  # a redirection of the router is no error
            return error.get_response()
        title, advice = SAID.get(status, SAID[500 if status >= 500 else 400])
        told = translator(language())
        page = render_template("web/error.html", status=status, title=told.gettext(title), advice=told.gettext(advice))
        headers = [(name, value) for name, value in error.get_headers() if name == "Allow"]
        return page, status, headers

    @app.errorhandler(Refused)
    def not_now(refusal: Refused) -> ResponseReturnValue:
        told, key = translator(language()), f"refused:{refusal.code}"
        title, advice = SAID[409]
        said = told.gettext(key)
        words = said if said != key else told.gettext(advice)
        return render_template("web/error.html", status=409, title=told.gettext(title), advice=words), 409
