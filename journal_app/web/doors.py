"""Web, doors: what every page behind a link without an account shares. No script; a refusal is one calm page.

Who comes in has a link and nothing else: a printer, an association. Each room says its languages and its words.
"""

from collections.abc import Callable, Sequence

from flask import Blueprint, g, request
from werkzeug.wrappers import Response

from journal_app.problems import Refused
from journal_app.web.errors import status_of
from journal_app.web.headers import CONTENT


def behind_a_link(
    blueprint: Blueprint, audience: str, languages: Sequence[str], told_off: Callable[[str, int], tuple[str, int]]
) -> Blueprint:
    """Let a blueprint's pages be those of a link: in these languages, without script, even for who is signed in here.

    `told_off`: the room's page for a refusal, from a message id and a status.
    """

    @blueprint.before_request
    def in_its_language() -> None:
        g.audience = audience
        if "screen" not in g:
            g.screen = request.accept_languages.best_match(languages, languages[0])

    @blueprint.after_request
    def no_script(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", CONTENT)
        response.headers.setdefault("Vary", "Accept-Language, Cookie")
        return response

    @blueprint.errorhandler(Refused)
    def not_now(refusal: Refused) -> tuple[str, int]:
        return told_off(f"refused:{refusal.code}", status_of(refusal))

    return blueprint
