"""Composition root of the desk: create_app() puts the rooms together. The only module that imports views."""

from flask import Flask

from journal_app.config import Config, from_environment
from journal_app.proofs import public as proofs
from journal_app.web import errors, guards, headers, speech


def create_app(config: Config | None = None) -> Flask:
    """The desk. Refuses to start when a route has no declared policy."""
    told = config or from_environment()
    app = Flask("journal_app.web", static_folder="static", template_folder="templates")
    app.config["MAX_CONTENT_LENGTH"] = told.max_content_length
    app.extensions["journal"] = told
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.register_blueprint(proofs.pages)
    speech.install(app)
    errors.install(app)
    headers.install(app)
    guards.install(app)
    return app
