"""The language of the screen: `?lang=`, French when nothing is asked. Strings come from journal_app/messages."""

from typing import Any

from flask import Flask, request, url_for

from journal_app import messages
from journal_app.languages import LANGUAGES, is_rtl


def current() -> str:
    """The language asked for, if there are screens in it; else French."""
    asked = request.args.get("lang", "")
    return asked if asked in messages.languages() else messages.SOURCE


def install(app: Flask) -> None:
    """Give templates `_`, the language, and the same address in the other languages."""
    @app.context_processor
    def values() -> dict[str, Any]:
        language = current()
        told = messages.translator(language)
        kept = {} if language == messages.SOURCE else {"lang": language}

        def link(endpoint: str, **more: Any) -> str:
            return url_for(endpoint, **more, **kept)

        choices = [{"tag": tag, "name": LANGUAGES[tag].name, "dir": "rtl" if is_rtl(tag) else "ltr", "here": tag == language}
                   for tag in messages.languages()]
        return {"_": told.gettext, "language": language, "dir": "rtl" if is_rtl(language) else "ltr", "link": link,
                "choices": choices, "path": request.path}
