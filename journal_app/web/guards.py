"""Who may ask for what: every route declares a policy or the desk refuses to start; what is not open is not there.

Absent and forbidden answer alike (404). Only a module named `public.py` may open a route to all.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, request

View = TypeVar("View", bound=Callable[..., Any])


class Policy(StrEnum):
    """Who a route answers. Staff and contributors come with the accounts."""

    PUBLIC = "public"  # anybody; the loader still shows only what may be shown


def policy(value: Policy) -> Callable[[View], View]:
    """Declare a view's policy: stands right above the function, below its route."""

    def mark(view: View) -> View:
        view.__dict__["policy"] = value
        return view

    return mark


def policy_of(app: Flask, endpoint: str | None) -> Policy | None:
    """What the endpoint's view declares; None is refused."""
    view = app.view_functions.get(endpoint or "")
    return getattr(view, "policy", None)


def unguarded(app: Flask) -> list[str]:
    """The endpoints that declare nothing, or are open to all from a module that is not public.py."""
    found = []
    for rule in app.url_map.iter_rules():
        declared = policy_of(app, rule.endpoint)
        module = app.view_functions[rule.endpoint].__module__
        if declared is None or (declared is Policy.PUBLIC and not module.endswith(".public")):
            found.append(rule.endpoint)
    return sorted(set(found))


def install(app: Flask) -> None:
    """Refuse to start with an unguarded route, and refuse each request that no policy lets in."""
    if wrong := unguarded(app):
        raise RuntimeError(f"routes without a policy, or public outside public.py: {', '.join(wrong)}")

    @app.before_request
    def guard() -> None:
        if request.endpoint is not None and policy_of(app, request.endpoint) is not Policy.PUBLIC:
            abort(404)
