"""Routes are closed unless their module is a `public.py`: a route nobody thought of cannot be opened by mistake."""

from flask import Flask


def install(app: Flask) -> None:
    """Refuse to start with an endpoint that no policy covers."""
    closed = [rule.endpoint for rule in app.url_map.iter_rules() if not is_open(app, rule.endpoint)]
    if closed:
        raise RuntimeError(f"these routes declare no policy: {', '.join(sorted(closed))}")


def is_open(app: Flask, endpoint: str) -> bool:
    """Whether anybody may ask for this endpoint: static files, and the views of a public.py."""
    return endpoint == "static" or app.view_functions[endpoint].__module__.endswith(".public")
