"""Accounts, the doors: the first run, signing in, an invitation. Open to all; no script, no third party, no trace."""

import io
from datetime import datetime, timedelta
from ipaddress import ip_address

import segno
from flask import Blueprint, abort, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.accounts import actions, codes, known, passwords, store
from journal_app.accounts.model import NEED_TOTP, Account, Role, SignIn, Stage
from journal_app.lasting import over
from journal_app.problems import Refused
from journal_app.web.desk import database, desk, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, ours, policy, same
from journal_app.web.screen import language, page_url
from journal_app.web.sessions import cookie, give_cookie

blueprint = Blueprint("doors", __name__, template_folder="templates")
Page = str | Response | tuple[str, int]


def on_this_machine() -> bool:
    """Whether the request comes from this machine, through no proxy, to an address of this machine."""
    host = request.host.rsplit(":", 1)[0].strip("[]")
    forwarded = any(name.lower().startswith(("x-forwarded", "forwarded", "x-real-ip")) for name, _ in request.headers)
    try:
        near = ip_address(request.remote_addr or "0.0.0.0").is_loopback and not desk().config.proxies
        return near and not forwarded and (host == "localhost" or ip_address(host).is_loopback)
    except ValueError:
        return False


def needs_code(account: Account) -> bool:
    """Whether a role of the account asks for a second factor, or the person set one up."""
    roles = {Role(grant.role) for grant in account.grants}
    return bool(account.totp_sealed) or (not account.demo and bool(roles & NEED_TOTP))


def _begin(db: Session, account: Account, at: datetime) -> tuple[str, Stage]:
    """A session for somebody whose password was right: whole, or waiting for the six digits."""
    stage = Stage.CODE if needs_code(account) else Stage.IN
    return actions.start(db, account, at, stage), stage


def _go_on(token: str, stage: Stage) -> Response:
    after = ours(request.args.get("next", "/"))
    address = page_url("doors.code", next=after) if stage is Stage.CODE else after
    return give_cookie(redirect(address, 303), token)


# --- the first run ---------------------------------------------------------------------------------------------------


@blueprint.route("/premiers-pas", methods=["GET", "POST"])
@policy(Policy.PUBLIC)
def first_run() -> Page:
    """Make the first administrator, while there is nobody: from this machine, or with instance/keys/setup."""
    with database().read() as db:
        if not store.nobody_yet(db):
            abort(404)
    form = Form(request.form)
    if request.method == "POST":
        name, login = form.line("name", required=True, most=80), form.line("login", required=True, most=80)
        if not on_this_machine() and not same(form.secret("setup"), desk().keys.setup):
            form.wrong("setup", "Ce n’est pas la clé d’installation.")
        password = new_password(form, login, name)
        if form.fine:
            hashed = passwords.hash_password(password)
            with database().write() as db:
                account = actions.first_account(db, now(), login=login, name=name, password_hash=hashed,
                                                language=language())  # fmt: skip
                token, stage = _begin(db, account, now())
            return _go_on(token, stage)
    page = render_template("accounts/first_run.html", form=form, near=on_this_machine())
    return page, 200 if form.fine else 400


def new_password(form: Form, *names: str) -> str:
    """A new password, twice the same and hard to guess; what is wrong with it is said at its field."""
    password = form.secret("password")
    if words := passwords.weakness(password, *names):
        form.wrong("password", words)
    elif passwords.folded(password) != passwords.folded(form.secret("again")):
        form.wrong("again", "Les deux ne sont pas les mêmes.")
    return password


# --- signing in ------------------------------------------------------------------------------------------------------


@blueprint.route("/connexion", methods=["GET", "POST"])
@policy(Policy.PUBLIC)
def sign_in() -> Page:
    """Name and password. A name that is not there costs the same work and is told the same."""
    form, at, status = Form(request.form), now(), 200
    with database().read() as db:
        if store.nobody_yet(db):
            return redirect(page_url("doors.first_run"), 303)
    if request.method == "POST":
        login = store.login_of(form.line("login", most=80))
        place, attempts = _place(login), desk().attempts
        if wait := attempts.wait(login, place, at):
            return render_template("accounts/sign_in.html", form=form, wait=wait, demo=demo_people()), 429
        with database().read() as db:
            found = store.by_login(db, login)
            whose = found if found is not None and found.active and not found.demo else None
            kept = whose.password_hash if whose else None
        if passwords.verify(kept, form.secret("password")) and whose is not None:
            attempts.succeeded(login, place, at)
            with database().write() as db:
                store.forget_old(db, at)
                account = store.account(db, whose.id) or abort(404)
                token, stage = _begin(db, account, at)
            return _remembered(_go_on(token, stage), login)
        attempts.failed(login, place, at)
        form.wrong("login", "Ce nom et ce mot de passe ne vont pas ensemble.")
        status = 401
    return render_template("accounts/sign_in.html", form=form, wait=0, demo=demo_people()), status


def _place(login: str) -> str:
    """Where a try for this name comes from."""
    told = request.cookies.get(known.COOKIE, "")[:200]
    return known.place(desk().keys, login, told, request.remote_addr or "")


def _remembered(response: Response, login: str) -> Response:
    """Let the browser be known for this name: its failures are counted apart from others' at the same address."""
    response.set_cookie(
        known.COOKIE, known.mark(desk().keys, login), max_age=timedelta(days=known.DAYS), path="/connexion",
        secure=request.is_secure, httponly=True, samesite="Strict",
    )  # fmt: skip
    return response


def demo_people() -> list[Account]:
    """The demo's people, for who is at this machine itself; nobody for everybody else."""
    if not on_this_machine():
        return []
    with database().read() as db:
        return list(store.demo_accounts(db))


@blueprint.post("/connexion/essai")
@policy(Policy.PUBLIC)
def sign_in_demo() -> Response:
    """Come in as one of the demo's people: on this machine only."""
    if not on_this_machine():
        abort(404)
    with database().write() as db:
        account = store.account(db, request.form.get("account", ""))
        if account is None or not account.demo or not account.active:
            abort(404)
        token, stage = _begin(db, account, now())
    return _go_on(token, stage)


def _waiting(db: Session) -> tuple[SignIn, Account]:
    """The session of this browser that waits for its six digits, and whose it is."""
    row = store.sign_in(db, cookie(request))
    account = store.account(db, row.account_id) if row else None
    if row is None or account is None or not account.active or row.stage != Stage.CODE or row.expires_at <= now():
        abort(404)
    return row, account


@blueprint.route("/connexion/code", methods=["GET", "POST"])
@policy(Policy.PUBLIC)
def code() -> Page:
    """The six digits; the first time, setting up what makes them."""
    form, keys, at = Form(request.form), desk().keys, now()
    with database().write() as db:
        row, account = _waiting(db)
        enrols = not account.totp_sealed
        if enrols and not row.seed_sealed:
            row.seed_sealed = keys.sealed(codes.new_seed())
        sealed = row.seed_sealed if enrols else account.totp_sealed
        account_id, login, last = account.id, account.login, account.totp_step
    seed = keys.unsealed(sealed)
    if seed is None:
        abort(404)
    status = 200
    if request.method == "POST":
        key, attempts, place = f"code:{account_id}", desk().attempts, request.remote_addr or ""
        step = None if attempts.wait(key, place, at) else codes.used_step(seed, form.line("code"), at.timestamp(), last)
        if step is not None:
            attempts.succeeded(key, place, at)
            if token := _complete(step, sealed if enrols else ""):
                return _go_on(token, Stage.IN)
        attempts.failed(key, place, at)
        form.wrong("code", "Ce code n’est pas le bon, ou a déjà servi. Attendre le suivant.")
        status = 401
    secret = " ".join(seed[place : place + 4] for place in range(0, len(seed), 4)) if enrols else ""
    return render_template("accounts/code.html", form=form, secret=secret, login=login), status


def _complete(step: int, sealed: str) -> str:
    """The digits were right: a new session in the place of the waiting one; empty when the code was used meanwhile."""
    with database().write() as db:
        row, account = _waiting(db)
        if not store.use_step(db, account.id, step):
            return ""
        if sealed:
            account.totp_sealed = sealed
        db.delete(row)
        return actions.start(db, account, now(), Stage.IN)


@blueprint.get("/connexion/code.svg")
@policy(Policy.PUBLIC)
def code_picture() -> Response:
    """The seed as a QR, for the browser that is setting it up."""
    with database().read() as db:
        row, account = _waiting(db)
        seed = desk().keys.unsealed(row.seed_sealed) if row.seed_sealed and not account.totp_sealed else None
    if seed is None:
        abort(404)
    picture = io.BytesIO()
    segno.make(codes.address(seed, account.login), error="m").save(picture, kind="svg", border=2, scale=6)
    return Response(picture.getvalue(), content_type="image/svg+xml")


# --- invitations -----------------------------------------------------------------------------------------------------


@blueprint.route("/invitation/<token>", methods=["GET", "POST"])
@policy(Policy.PUBLIC)
def invitation(token: str) -> Page:
    """Use an invitation: choose a name to sign in with and a password. Once, within 48 hours."""
    at = now()
    with database().read() as db:
        row = store.invitation(db, token)
        open_ = store.open_invitation(db, row.id, at) if row else None
    if row is not None and row.used_at is None and row.revoked_at is None and over(row, at):
        with database().write() as db:
            store.run_out(db, at)
    with database().read() as db:
        if row is None or open_ is None:
            return render_template("accounts/invitation_over.html"), 404
        whose = store.account(db, row.account_id) if row.account_id else None
    form = Form(request.form)
    if request.method == "POST":
        name = whose.name if whose else form.line("name", required=True, most=80)
        login = whose.login if whose else form.line("login", required=True, most=80)
        password = new_password(form, login, name)
        if form.fine:
            hashed = passwords.hash_password(password)
            try:
                with database().write() as db:
                    account = actions.accept_invitation(db, now(), token, login=login, name=name,
                                                        password_hash=hashed, language=language())  # fmt: skip
                    made, stage = _begin(db, account, now())
                return _go_on(made, stage)
            except Refused as refusal:
                if refusal.code != "login-taken":
                    return render_template("accounts/invitation_over.html"), 404
                form.wrong("login", "Ce nom est déjà pris : en choisir un autre.")
    page = render_template("accounts/invitation.html", form=form, invitation=row, known=whose)
    return page, 200 if form.fine else 400
