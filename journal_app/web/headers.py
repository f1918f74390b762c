"""What every answer says to the browser: nothing from elsewhere, nothing inline, nothing kept. One table, tested."""

import base64
import hashlib

from flask import Flask, Response
from flask_login import current_user

CONTENT = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
SCRIPTED = CONTENT + "; script-src 'self'; connect-src 'self'"  # pages of the desk that our own modules help with
# Where a contributor writes and chooses: one module of ours, which shows the chosen pictures before they are sent.
GIVING = SCRIPTED.replace("img-src 'self'", "img-src 'self' blob:")
# A report made by the compiler is one self-contained page with its own style and pictures: it runs nothing, loads
# nothing and, sandboxed, belongs to no origin.
REPORT = (
    "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
)

EVERYWHERE = {
    "Content-Security-Policy": CONTENT,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # no-referrer would make browsers send `Origin: null`
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}
ASKED_AGAIN = "private, no-cache"  # kept by the browser, asked for each time: what is withdrawn is gone at once
# A picture that other sites may show (COEP asks for this), from any cache, for a quarter of an hour.
EMBEDDED = {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "public, max-age=900"}
FOREVER = "private, max-age=31536000, immutable"  # an address that holds its content's mark never changes


def digest_source(script: str) -> str:
    """What a policy says to let exactly this inline script run (CSP 3, 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def install(app: Flask) -> None:
    """Put the table on every answer; a view's own value stays."""

    @app.after_request
    def put(response: Response) -> Response:
        if response.mimetype == "text/html" and current_user and current_user.is_authenticated:
            # in the rooms of the desk its own modules help
            response.headers.setdefault("Content-Security-Policy", SCRIPTED)
        for name, value in EVERYWHERE.items():
            response.headers.setdefault(name, value)
        response.headers.pop("Server", None)
        return response
