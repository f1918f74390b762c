"""The headers every answer carries: no script, nothing from elsewhere, no framing, no index (SECURITY: HTTP)."""

from flask import Flask, Response, request

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
                               "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex",
}


def install(app: Flask) -> None:
    """Put the headers on every answer; pages are not kept by anybody, static files for an hour."""
    @app.after_request
    def add(response: Response) -> Response:
        response.headers.update(HEADERS)
        kept = "public, max-age=3600" if request.endpoint == "static" else "no-store"
        response.headers["Cache-Control"] = kept
        return response
