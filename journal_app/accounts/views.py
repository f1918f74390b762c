"""Accounts, the rooms: one's own settings, the password again before what cannot be undone, and the team."""

import json

from flask import Blueprint, abort, redirect, render_template, request
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from journal_app.accounts import actions, codes, passwords, store
from journal_app.accounts.model import GIVEN, Role
from journal_app.accounts.public import Page, new_password
from journal_app.issues import store as issues
from journal_app.issues.model import Residency
from journal_app.web.desk import actor, database, desk, done, now
from journal_app.web.forms import Form
from journal_app.web.guards import Policy, ours, policy
from journal_app.web.once import answer, answered
from journal_app.web.qr import qr
from journal_app.web.screen import STAFF
from journal_app.web.sessions import cookie, give_cookie

blueprint = Blueprint("accounts", __name__, template_folder="templates")


@blueprint.post("/deconnexion")
@policy(Policy.SIGNED_IN)
def sign_out() -> Response:
    """End this session."""
    with database().write() as db:
        actions.end(db, cookie(request))
    return give_cookie(redirect("/", 303), "")


@blueprint.route("/confirmer", methods=["GET", "POST"])
@policy(Policy.SIGNED_IN)
def confirm() -> Page:
    """The password or a code again, before what cannot be undone; good for ten minutes in this session.

    A form that was sent too late comes along (guards.py, `to`): its fields are kept in the page, nowhere else, and are
    sent by the button after the password.
    """
    form, at = Form(request.form), now()
    back, to = ours(request.args.get("next", "/")), ours(request.args.get("to", ""))
    came = request.method == "POST" and "to" in request.args and "kept" not in request.form
    kept = _fields(request.form) if came else _kept(request.form)
    status = 200
    if request.method == "POST" and not came:
        key, place, attempts = f"confirm:{actor().own_account}", request.remote_addr or "", desk().attempts
        if not attempts.wait(key, place, at) and _known_again(form):
            attempts.succeeded(key, place, at)
            with database().write() as db:
                row = store.sign_in(db, cookie(request))
                if row is not None:
                    row.stepped_up_at = at
            if kept:
                return render_template("accounts/go_on.html", to=to, back=back, kept=kept)
            return redirect(back, 303)
        attempts.failed(key, place, at)
        form.wrong("password", "Ce n’est ni votre mot de passe, ni le code du moment.")
        status = 401
    return render_template("accounts/confirm.html", form=form, kept=kept), status


def _fields(typed: MultiDict[str, str]) -> list[tuple[str, str]]:
    """The fields of the form that was sent too late."""
    return [(name, value) for name, value in typed.items(multi=True) if name != "csrf"]


def _kept(typed: MultiDict[str, str]) -> list[tuple[str, str]]:
    """The same, as this page kept them."""
    try:
        return [(str(name), str(value)) for name, value in json.loads(typed.get("kept", "[]"))]
    except (ValueError, TypeError):  # no page of ours wrote it
        return []


def _known_again(form: Form) -> bool:
    """Whether what was typed is this person's password, or the code that their authenticator shows now."""
    typed = form.secret("password")
    with database().read() as db:
        account = store.account(db, actor().own_account) or abort(404)
    if account.demo:
        return True
    if len(typed.replace(" ", "")) == 6 and account.totp_sealed:
        seed = desk().keys.unsealed(account.totp_sealed)
        step = codes.used_step(seed, typed, now().timestamp(), account.totp_step) if seed else None
        if step is not None:
            with database().write() as db:
                return store.use_step(db, account.id, step)
    return passwords.verify(account.password_hash, typed)


# --- one's own settings ----------------------------------------------------------------------------------------------


@blueprint.get("/compte")
@policy(Policy.SIGNED_IN)
def profile() -> str:
    """Name, language, password, sessions."""
    return _profile(Form({}))


def _profile(form: Form) -> str:
    with database().read() as db:
        account = store.account(db, actor().own_account) or abort(404)
        sessions = store.sign_ins(db, account.id, now())
    return render_template("accounts/profile.html", form=form, account=account, sessions=sessions,
                           this=current_user.token_hash)  # fmt: skip


@blueprint.post("/compte")
@policy(Policy.SIGNED_IN)
def change_profile() -> Page:
    """Another name, language or address for notices."""
    form = Form(request.form)
    name, email = form.line("name", required=True, most=80), form.line("email", most=200)
    screen = form.choice("language", STAFF, STAFF[0])
    if email and ("@" not in email or " " in email):
        form.wrong("email", "Une adresse a la forme nom@exemple.org.")
    if not form.fine:
        return _profile(form), 400
    with database().write() as db:
        actions.set_profile(db, actor(), name=name, language=screen, email=email)
    return done("C’est enregistré.", "accounts.profile")


@blueprint.post("/compte/mot-de-passe")
@policy(Policy.SIGNED_IN)
def change_password() -> Page:
    """A new password: the old one first. Other sessions end."""
    form = Form(request.form)
    with database().read() as db:
        account = store.account(db, actor().own_account) or abort(404)
    if account.demo:
        abort(404)
    password = new_password(form, account.login, account.name)
    if not passwords.verify(account.password_hash, form.secret("old")):
        form.wrong("old", "Ce n’est pas votre mot de passe actuel.")
    if not form.fine:
        return _profile(form), 400
    hashed = passwords.hash_password(password)
    with database().write() as db:
        actions.set_password(db, actor(), now(), hashed, current_user.token_hash)
    return done("Le mot de passe est changé ; les autres sessions sont fermées.", "accounts.profile")


@blueprint.post("/compte/code")
@policy(Policy.SIGNED_IN, step_up=True)
def renew_code() -> Response:
    """Another authenticator: the old one stops now, the new one is set up at the next sign-in."""
    with database().write() as db:
        actions.renew_code(db, actor(), now())
    return give_cookie(redirect("/connexion", 303), "")


@blueprint.post("/compte/sessions")
@policy(Policy.SIGNED_IN)
def end_others() -> Response:
    """End every other session of this account."""
    with database().write() as db:
        store.end_sign_ins(db, actor().own_account, current_user.token_hash)
    return done("Les autres sessions sont fermées.", "accounts.profile")


# --- the team --------------------------------------------------------------------------------------------------------


@blueprint.get("/equipe")
@policy(Policy.ACCOUNTS)
def team() -> str:
    """Everybody, their roles, and the invitations that can still be used."""
    return _team(Form({}))


def _team(form: Form, link: str = "") -> str:
    with database().read() as db:
        people, invitations = store.accounts(db), store.open_invitations(db, now())
        residencies = issues.residencies(db)
    picture = qr(link) if link else ""
    return render_template("accounts/team.html", form=form, people=people, invitations=invitations, link=link,
                           picture=picture, residencies=residencies, roles=GIVEN)  # fmt: skip


def _roles(form: Form, residencies: list[Residency]) -> list[tuple[Role, str | None]]:
    """The roles that were ticked; a facilitator's with the residency chosen beside."""
    place = form.choice("residency", ["", *(row.id for row in residencies)], "")
    found: list[tuple[Role, str | None]] = []
    for role in form.several("roles", GIVEN):
        found.append((role, place or None) if role is Role.FACILITATOR else (role, None))
    if not found:
        form.wrong("roles", "Choisir au moins un rôle.")
    if any(role is Role.FACILITATOR for role, _ in found) and not place:
        form.wrong("roles", "Choisir la résidence que cette personne anime.")
    kinds = {role for role, _ in found}
    if Role.TREASURER in kinds and Role.COORDINATOR not in kinds:
        form.wrong("roles", "La trésorerie va avec la coordination.")
    return found


def _form() -> tuple[Form, list[tuple[Role, str | None]]]:
    form = Form(request.form, request.form.to_dict(flat=False))
    with database().read() as db:
        residencies = list(issues.residencies(db))
    return form, _roles(form, residencies)


def _somebody(account_id: str) -> None:
    with database().read() as db:
        if store.account(db, account_id) is None:
            abort(404)


def _take_back(db: Session) -> None:
    """The same form again: its first link was shown on an answer that nobody has any more."""
    before = store.invitation_by_hash(db, answered(db).get("token", ""))
    if before is not None and store.open_invitation(db, before.id, now()):
        actions.revoke_invitation(db, actor(), now(), before.id)


@blueprint.post("/equipe/invitations")
@policy(Policy.ACCOUNTS, step_up=True)
def invite() -> Page:
    """A new invitation; its link is shown once, on this answer."""
    form, roles = _form()
    name = form.line("name", required=True, most=80)
    if not form.fine:
        return _team(form), 400
    with database().write() as db:
        _take_back(db)
        token = actions.invite(db, actor(), now(), name=name, roles=roles)
        answer(db, {"token": store.hash_of(token)})
    return _team(Form({}), f"{request.host_url.rstrip('/')}/invitation/{token}")


@blueprint.post("/equipe/invitations/<invitation_id>/retirer")
@policy(Policy.ACCOUNTS)
def revoke(invitation_id: str) -> Response:
    """Take an invitation back."""
    with database().write() as db:
        if store.open_invitation(db, invitation_id, now()) is None:
            abort(404)
        actions.revoke_invitation(db, actor(), now(), invitation_id)
    return done("L’invitation est retirée.", "accounts.team")


@blueprint.post("/equipe/<account_id>/roles")
@policy(Policy.ACCOUNTS, step_up=True)
def set_roles(account_id: str) -> Page:
    """Give these roles and no others; the person's sessions end."""
    _somebody(account_id)
    form, roles = _form()
    if not form.fine:
        return _team(form), 400
    with database().write() as db:
        actions.set_roles(db, actor(), now(), account_id, roles)
    return done("Les rôles sont changés ; cette personne doit se reconnecter.", "accounts.team")


@blueprint.post("/equipe/<account_id>/acces")
@policy(Policy.ACCOUNTS, step_up=True)
def set_active(account_id: str) -> Response:
    """Close an account, or open it again."""
    _somebody(account_id)
    with database().write() as db:
        actions.set_active(db, actor(), now(), account_id, request.form.get("open") == "1")
    return done("C’est enregistré.", "accounts.team")


@blueprint.post("/equipe/<account_id>/invitation")
@policy(Policy.ACCOUNTS, step_up=True)
def invite_again(account_id: str) -> Page:
    """A new way in for somebody who lost the password or the authenticator."""
    with database().write() as db:
        account = store.account(db, account_id)
        if account is None or not account.active:
            abort(404)
        _take_back(db)
        token = actions.invite(db, actor(), now(), name=account.name, roles=[], account_id=account_id)
        answer(db, {"token": store.hash_of(token)})
    return _team(Form({}), f"{request.host_url.rstrip('/')}/invitation/{token}")
