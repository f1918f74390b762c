"""Errors for people: what happened and what to do, in the page's own style. Absent and forbidden answer alike."""

from flask import Flask, render_template
from werkzeug.exceptions import HTTPException


def install(app: Flask) -> None:
    """One page for every HTTP error."""
    @app.errorhandler(HTTPException)
    def show(error: HTTPException) -> tuple[str, int]:
        code = error.code or 500
        return render_template("error.html", code=404 if code == 403 else code), 404 if code == 403 else code
