"""The desk's own files for the screen (style, mark), read once at start and served by the mark of their content."""

import gzip
import hashlib
from pathlib import Path

from flask import Blueprint, Response, abort, request, url_for

from journal_app.web.guards import Policy, policy
from journal_app.web.headers import FOREVER

TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
FILES = {path.name: path.read_bytes() for path in sorted((Path(__file__).parent / "static").iterdir())}
# A third of the weight on a slow network. Only these: pages hold secrets and are not compressed (BREACH).
SMALL = {name: gzip.compress(content, 9, mtime=0) for name, content in FILES.items()}
MARKS = {name: hashlib.sha256(content).hexdigest()[:12] for name, content in FILES.items()}

blueprint = Blueprint("web", __name__, template_folder="templates")


@blueprint.get("/statique/<mark>/<name>")
@policy(Policy.PUBLIC)
def asset(mark: str, name: str) -> Response:
    """One of the files; any other name or mark is not there."""
    if MARKS.get(name) != mark:
        abort(404)
    small = request.accept_encodings.find("gzip") >= 0
    answer = Response((SMALL if small else FILES)[name], content_type=TYPES[Path(name).suffix])
    if small:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Cache-Control"] = FOREVER
    return answer


@blueprint.app_template_global()
def asset_url(name: str) -> str:
    """The address of a file of ours in its present state."""
    return url_for("web.asset", mark=MARKS[name], name=name)
