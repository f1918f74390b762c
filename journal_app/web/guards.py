"""Who may ask for what: every route declares a policy or the desk refuses to start; what is not allowed is not there.

Absent and forbidden answer alike (404). Only a module named `public.py` or `…_public.py` may open a route to all.
A policy says which roles reach the view; which rows they reach there is the loader's to say (own residency, not
withdrawn).
"""

import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, redirect, request
from flask_login import current_user

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import GIVEN, Role
from journal_app.web.guests import CONTRIBUTORS, HANDLE, guest, recognise
from journal_app.web.screen import page_url

View = TypeVar("View", bound=Callable[..., Any])
# 200,000 characters, and 100,000 words to be told of that they are too many: a letter takes up to nine bytes on the way
TEXT_BYTES = 4_000_000
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Policy(StrEnum):
    """Who a route answers, in one word; the roles of each are below."""

    PUBLIC = "public"  # anybody; the loader still shows only what may be shown
    SIGNED_IN = "signed-in"  # any account: its own inbox, its own settings
    ACCOUNTS = "accounts"  # people, roles, invitations, the machine's health
    ISSUES = "issues"  # make and set up issues and residencies, archive them
    MONEY = "money"  # prices, quotes, funds: see and plan them
    TREASURY = "treasury"  # statements, reconciliation, moving a balance
    READ = "read"  # the board, pieces, pictures, history, search: what is within the actor's reach
    WRITE = "write"  # enter and import pieces, change originals, upload pictures, note consents and the author's yes
    TRANSLATE = "translate"  # change a translation, comment, suggest, claim
    DECIDE = "decide"  # stages, bulk decisions, undo, placing, draft freeze
    PRESS = "press"  # the press freeze
    OWN_PIECE = "own-piece"  # a contributor with the piece's return code
    HANDED_FILE = "handed-file"  # a printer with a link to one file


ROLES: dict[Policy, frozenset[Role]] = {
    Policy.PUBLIC: frozenset(Role),
    Policy.SIGNED_IN: frozenset(GIVEN),
    Policy.ACCOUNTS: frozenset({Role.ADMINISTRATOR}),
    Policy.ISSUES: frozenset({Role.COORDINATOR}),
    Policy.MONEY: frozenset({Role.COORDINATOR, Role.TREASURER}),
    Policy.TREASURY: frozenset({Role.TREASURER}),
    Policy.READ: frozenset({Role.COORDINATOR, Role.EDITOR, Role.TRANSLATOR, Role.FACILITATOR}),
    Policy.WRITE: frozenset({Role.COORDINATOR, Role.EDITOR, Role.FACILITATOR}),
    Policy.TRANSLATE: frozenset({Role.COORDINATOR, Role.EDITOR, Role.TRANSLATOR, Role.FACILITATOR}),
    Policy.DECIDE: frozenset({Role.COORDINATOR, Role.EDITOR}),
    Policy.PRESS: frozenset({Role.COORDINATOR}),
    Policy.OWN_PIECE: frozenset({Role.AUTHOR}),
    Policy.HANDED_FILE: frozenset(),
}


def policy(
    value: Policy, *, step_up: bool = False, most_bytes: int | None = None,
    visit_over: Callable[[], Any] | None = None,
) -> Callable[[View], View]:  # fmt: skip
    """Declare a view's policy: stands right above the function, below its route. `step_up`: the password again.

    `most_bytes`: how much a request may bring here, for those whom the policy lets in, where files or texts are sent.
    `visit_over`: what answers a contributor whose visit ended while they were writing, so that no word is lost.
    """

    def mark(view: View) -> View:
        view.__dict__["policy"] = value
        view.__dict__["step_up"] = step_up
        view.__dict__["most_bytes"] = most_bytes
        view.__dict__["visit_over"] = visit_over
        return view

    return mark


def policy_of(app: Flask, endpoint: str | None) -> Policy | None:
    """What the endpoint's view declares; None is refused."""
    view = app.view_functions.get(endpoint or "")
    return getattr(view, "policy", None)


def unguarded(app: Flask) -> list[str]:
    """The endpoints that declare nothing, or are open to all from a module that does not say so by its name."""
    found = []
    for rule in app.url_map.iter_rules():
        declared = policy_of(app, rule.endpoint)
        module = app.view_functions[rule.endpoint].__module__
        own = (declared is Policy.OWN_PIECE) and rule.endpoint.split(".")[0] not in CONTRIBUTORS
        if declared is None or own or (declared is Policy.PUBLIC and not module.endswith((".public", "_public"))):
            found.append(rule.endpoint)
    return sorted(set(found))


def same_origin() -> bool:
    """Whether a change was asked for by one of our own pages, as far as the browser tells."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or origin in (f"http://{request.host}", f"https://{request.host}")


def install(app: Flask) -> None:
    """Refuse to start with an unguarded route, and refuse each request that no policy lets in."""
    if wrong := unguarded(app):
        raise RuntimeError(f"routes without a policy, or public outside public.py: {', '.join(wrong)}")

    @app.before_request
    def guard() -> Any:
        if request.endpoint is None:
            return None
        if any("\0" in words for words in (request.path, *request.args.values())):
            abort(404)  # no name of ours holds one, and PostgreSQL takes none
        asked = policy_of(app, request.endpoint)
        if request.blueprint in CONTRIBUTORS:
            return _of_contributors(asked)
        g.audience = "staff" if asked is not Policy.PUBLIC or request.blueprint == "doors" else "public"
        signed_in = bool(current_user and current_user.is_authenticated)
        if request.method in CHANGING:
            if not same_origin():
                abort(403)
            most = getattr(app.view_functions[request.endpoint], "most_bytes", None)
            if most and signed_in and asked is not None and allowed(asked, current_user.actor):
                request.max_content_length = most  # before the form is read for its token
                request.max_form_memory_size = min(most, TEXT_BYTES)
            if signed_in and not same(request.form.get("csrf", ""), current_user.csrf):
                abort(403)
        if asked is None:  # slipped in after the start
            abort(404)
        if asked is Policy.PUBLIC:
            return None
        if not signed_in:
            if request.method == "GET" and "doors.sign_in" in app.view_functions:
                return redirect(page_url("doors.sign_in", next=request.full_path.rstrip("?")))
            abort(404)
        if not allowed(asked, current_user.actor):
            abort(404)
        view = app.view_functions[request.endpoint]
        if getattr(view, "step_up", False) and not current_user.is_stepped_up(datetime.now(UTC)):
            return _again()
        return None


def _again() -> Any:
    """To the page that asks for the password again. What was typed goes along: 307 has the browser send it there."""
    here = request.full_path.rstrip("?")
    if request.method == "GET":
        return redirect(page_url("accounts.confirm", next=here), 303)
    back = ours(request.headers.get("Referer", ""))
    if request.files:  # is not sent a second time
        return redirect(page_url("accounts.confirm", next=back), 303)
    return redirect(page_url("accounts.confirm", next=back, to=here), 307)


def _of_contributors(asked: Policy | None) -> Any:
    """The pages of contributors: for all, or for the card of a visit. Who is signed in at the desk is nobody here."""
    g.audience = "contributors"
    recognise()
    there, view = guest(), current_app.view_functions[request.endpoint or ""]
    if request.method in CHANGING:
        if not same_origin():
            abort(403)
        if most := getattr(view, "most_bytes", None):
            request.max_content_length, request.max_form_memory_size = most, TEXT_BYTES
    if asked is Policy.PUBLIC:
        return None
    if asked is not Policy.OWN_PIECE:
        abort(404)
    if there is None or there.actor is None:
        over = getattr(view, "visit_over", None)
        return over() if over else redirect(page_url("gathering.come_back"), 303)
    if there.cut and request.endpoint not in HANDLE:
        return redirect(page_url("mine.index"), 303) if request.method == "GET" else abort(404)
    if request.method in CHANGING and not same(_told_token(), there.csrf):
        over = getattr(view, "visit_over", None)
        return over() if over else abort(403)
    return None


def _told_token() -> str:
    """The visit's token that a change brings in its form."""
    return request.form.get("csrf", "")


def allowed(asked: Policy, actor: Actor) -> bool:
    """Whether one of the actor's roles reaches a view of that policy; who has no role yet reaches the own settings."""
    return asked is Policy.SIGNED_IN or bool(actor.roles & ROLES[asked])


def same(told: str, known: str) -> bool:
    """Whether a secret that was sent is the known one; how long it takes tells nothing of it."""
    return hmac.compare_digest(told.encode("utf-8", "replace"), known.encode())


def ours(address: str) -> str:
    """An address of this desk as a path; anything else is the first page: nobody is sent elsewhere from here."""
    try:
        parts = urlsplit(address)
    except ValueError:  # as in `//[`
        return "/"
    if (parts.netloc and parts.netloc != request.host) or (parts.scheme and parts.scheme not in ("http", "https")):
        return "/"
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    plain = path.isprintable() and not any(sign in path for sign in "\\")
    return path if path.startswith("/") and not path.startswith("//") and plain else "/"
