"""Budget, what every page of an issue's money has: the issue, the ways between the pages, the report. No rule."""

from typing import Any

from flask import Blueprint, abort, current_app
from flask_login import current_user
from sqlalchemy.orm import Session

from journal_app.budget.forms import shown_cents
from journal_app.issues import store as issues
from journal_app.issues.model import Issue
from journal_app.money import each
from journal_app.web.desk import actor, said
from journal_app.web.guards import allowed, policy_of
from journal_app.web.screen import here_at, page_url

OVERVIEW = "Vue d’ensemble"  # the others are below it
# name on screen, address: the pages of an issue's money in the order of the work; other rooms' stand among them
_ROOMS = (
    (OVERVIEW, "/numeros/<slug>/argent"),
    ("Choisir", "/numeros/<slug>/argent/choisir"),
    ("money:quotes", "/numeros/<slug>/argent/devis"),
    ("Résidence", "/numeros/<slug>/argent/residence"),
    ("Dépenses", "/numeros/<slug>/argent/depenses"),
    ("Fonds", "/numeros/<slug>/argent/fonds"),
    ("En nature", "/numeros/<slug>/argent/en-nature"),
    ("Compte", "/numeros/<slug>/argent/compte"),
)


def install(blueprint: Blueprint) -> None:
    """Give the templates `money_rooms(slug)`, and figures as fields and addresses hold them."""
    blueprint.add_app_template_global(money_rooms, "money_rooms")
    blueprint.add_app_template_filter(lambda value: f"{value:f}", "plain_decimal")
    blueprint.add_app_template_filter(shown_cents, "field_euros")
    blueprint.add_app_template_filter(each, "per")


def issue_of(db: Session, slug: str) -> Issue:
    """The issue of an address, or a page that is not there."""
    return issues.issue(db, actor(), slug) or abort(404)


def money_rooms(slug: str) -> list[tuple[str, str, str]]:
    """The pages of an issue's money that this person may enter: name, address, and "page" when it is this one, "true"
    when this one is below it."""
    found: list[tuple[str, str, str]] = []
    for name, endpoint in _endpoints():
        policy = policy_of(current_app, endpoint)
        if policy and allowed(policy, current_user.actor):
            address = page_url(endpoint, slug=slug)
            here = here_at(address)
            found.append((said(name), address, here if name != OVERVIEW or here == "page" else ""))
    return found


def _endpoints() -> list[tuple[str, str]]:
    """The pages that this desk has, looked up once."""
    known: dict[str, Any] = current_app.extensions
    if "money rooms" not in known:
        there = {rule.rule: rule.endpoint for rule in current_app.url_map.iter_rules() if "GET" in (rule.methods or ())}
        known["money rooms"] = [(name, there[address]) for name, address in _ROOMS if address in there]
    found: list[tuple[str, str]] = known["money rooms"]
    return found
