"""Issues, what every page of an issue has above it: the ways to the issue's other rooms that exist and are open."""

from typing import Any

from flask import Blueprint, current_app
from flask_login import current_user

from journal_app.web.desk import said
from journal_app.web.guards import Policy, allowed, policy_of
from journal_app.web.screen import here_at, page_url

# name on screen, address: the rooms of an issue in the order of the work
_ROOMS = (
    ("Tableau", "/numeros/<slug>/tableau"),
    ("Nouvelle contribution", "/numeros/<slug>/contributions/nouvelle"),
    ("Importer", "/numeros/<slug>/importer"),
    ("Traductions", "/numeros/<slug>/traductions"),
    ("Images", "/numeros/<slug>/images"),
    ("Chemin de fer", "/numeros/<slug>/chemin-de-fer"),
    ("Coûts", "/numeros/<slug>/couts"),
    ("Gel", "/numeros/<slug>/gel"),
    ("Pages", "/numeros/<slug>/"),
    ("Épreuves", "/numeros/<slug>/epreuves"),
    ("BAT", "/numeros/<slug>/bat"),
    ("Imprimeur", "/numeros/<slug>/imprimeur"),
    ("Exemplaires", "/numeros/<slug>/exemplaires"),
    ("Argent", "/numeros/<slug>/argent"),
    ("Site", "/numeros/<slug>/site"),
    ("Journal", "/numeros/<slug>/journal"),
    ("Réglages", "/numeros/<slug>/reglages"),
)

PAGES = "Pages"  # every address of the issue is below its own
COSTS = "Coûts"  # the same as in "Argent", without the money: for who has only the former


def install(blueprint: Blueprint) -> None:
    """Give the templates `issue_rooms(slug)`, `may(policy)` and `way(endpoint)`."""
    for teach in (issue_rooms, may, way):
        blueprint.add_app_template_global(teach, teach.__name__)


def may(word: str) -> bool:
    """Whether who reads the page reaches views of that policy: what they cannot do is not offered."""
    return bool(current_user and current_user.is_authenticated) and allowed(Policy(word), current_user.actor)


def way(endpoint: str, **values: Any) -> str:
    """The address of another room's page; empty when this desk does not have that room."""
    return page_url(endpoint, **values) if endpoint in current_app.view_functions else ""


def issue_rooms(slug: str) -> list[tuple[str, str, str]]:
    """The issue's rooms this person may enter: name, address, whether one is there ("page") or below it ("true")."""
    found = []
    for name, endpoint in _endpoints():
        policy = policy_of(current_app, endpoint)
        if policy and allowed(policy, current_user.actor) and not (name == COSTS and may(Policy.MONEY)):
            address = page_url(endpoint, slug=slug)
            here = here_at(address)
            found.append((said(name), address, here if name != PAGES or here == "page" else ""))
    return found


def _endpoints() -> list[tuple[str, str]]:
    """The rooms that this desk has, looked up once: a page of issues asks for every issue."""
    known: dict[str, list[tuple[str, str]]] = current_app.extensions
    if "issue rooms" not in known:
        there = {rule.rule: rule.endpoint for rule in current_app.url_map.iter_rules() if "GET" in (rule.methods or ())}
        known["issue rooms"] = [(name, there[address]) for name, address in _ROOMS if address in there]
    return known["issue rooms"]
