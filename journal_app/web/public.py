"""The desk's own files for the screen (style, mark), read once at start and served by the mark of their content."""

import hashlib
from pathlib import Path

from flask import Blueprint, Response, abort, url_for

from journal_app.web.guards import Policy, policy
from journal_app.web.headers import FOREVER

TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
FILES = {path.name: path.read_bytes() for path in sorted((Path(__file__).parent / "static").iterdir())}
MARKS = {name: hashlib.sha256(content).hexdigest()[:12] for name, content in FILES.items()}

blueprint = Blueprint("web", __name__, template_folder="templates")


@blueprint.get("/statique/<mark>/<name>")
@policy(Policy.PUBLIC)
def asset(mark: str, name: str) -> Response:
    """One of the files; any other name or mark is not there."""
    if MARKS.get(name) != mark:
        abort(404)
    answer = Response(FILES[name], content_type=TYPES[Path(name).suffix])
    answer.headers["Cache-Control"] = FOREVER
    return answer


@blueprint.app_template_global()
def asset_url(name: str) -> str:
    """The address of a file of ours in its present state."""
    return url_for("web.asset", mark=MARKS[name], name=name)
