"""The doors of the desk: every route declares who may use it, and every answer carries the same headers."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from journal_app.app import create_app
from journal_app.config import Config
from journal_app.web import errors, guards, headers, screen
from journal_app.web.guards import Policy, policy, policy_of, unguarded
from tests.web.conftest import PAGE, BuiltIssue

OPEN = {
    "/", "/numeros/<slug>/", "/numeros/<slug>/pages/<int:folio>",
    "/numeros/<slug>/pages/<int:folio>/<any(vignette,image):kind>-<state>",
    "/numeros/<slug>/fichiers/<digest>/<name>", "/statique/<mark>/<name>",
    "/premiers-pas", "/connexion", "/connexion/essai", "/connexion/code", "/connexion/code.svg", "/invitation/<token>",
    "/ici", "/ici/<join>", "/retour", "/quitter", "/au-revoir",
    "/envois/<upload_id>/<mark>",
    "/imprimeur/<token>", "/imprimeur/<token>/code", "/imprimeur/<token>/fichiers/<name>", "/imprimeur/<token>/dire",
    "/imprimeur/<token>/devis", "/imprimeur/<token>/fiche", "/imprimeur/<token>/epreuve",
    "/imprimeur/<token>/epreuve/<proof_id>", "/imprimeur/<token>/epreuve/<proof_id>/<int:folio>.png",
    "/exemplaires/<token>", "/exemplaires/<token>/commande", "/exemplaires/<token>/recu",
    "/exemplaires/<token>/distribues", "/soutenir/<slug>", "/soutenir/<slug>.svg", "/soutenir/<slug>.png",
    "/epreuve/<token>", "/epreuve/<token>/pdf",
}  # fmt: skip


def test_what_is_open_to_all_is_this_list() -> None:
    """A new open route fails here until somebody writes it down."""
    app = create_app()
    assert unguarded(app) == []
    assert {rule.rule for rule in app.url_map.iter_rules() if policy_of(app, rule.endpoint) is Policy.PUBLIC} == OPEN


def test_a_route_without_a_policy_stops_the_start() -> None:
    app = Flask("bare", static_folder=None)
    app.add_url_rule("/forgotten", view_func=lambda: "x", endpoint="forgotten")
    with pytest.raises(RuntimeError, match="forgotten"):
        guards.install(app)


def test_only_a_public_module_may_open_a_route() -> None:
    app = Flask("bare", static_folder=None)

    @app.get("/open")
    @policy(Policy.PUBLIC)
    def opened() -> str:
        return "x"

    with pytest.raises(RuntimeError, match="opened"):
        guards.install(app)


def test_a_route_that_slips_in_later_is_refused(built: BuiltIssue, instance: Path) -> None:
    app = create_app(Config(built.folder.parent, instance=instance))
    app.view_functions["web.asset"].__dict__.pop("policy")
    try:
        assert app.test_client().get("/statique/x/desk.css").status_code == 404
    finally:
        app.view_functions["web.asset"].__dict__["policy"] = Policy.PUBLIC


@pytest.mark.parametrize("path", ["/", PAGE, PAGE + "pages/1", "/nowhere", "/statique/x/y", PAGE + "?lang=ar"])
def test_every_answer_carries_the_table_of_headers(visit: FlaskClient, path: str) -> None:
    answer = visit.get(path)
    for name, value in headers.EVERYWHERE.items():
        assert answer.headers[name] == value, name
    assert "Server" not in answer.headers
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_written(visit: FlaskClient, method: str) -> None:
    answer = getattr(visit, method)(PAGE)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "Action impossible ici" in answer.get_data(as_text=True)


@pytest.mark.parametrize(("language", "title"), [("fr", "Page introuvable"), ("en", "Page not found"), ("ar", "غير")])
def test_an_error_is_said_in_the_readers_language(visit: FlaskClient, language: str, title: str) -> None:
    answer = visit.get(f"/nowhere?lang={language}")
    assert answer.status_code == 404
    assert title in answer.get_data(as_text=True)


def test_a_bug_is_a_calm_page_without_a_trace(built: BuiltIssue, instance: Path) -> None:
    app = create_app(Config(built.folder.parent, instance=instance))

    def broken() -> str:
        raise ZeroDivisionError("secret detail")

    app.view_functions["proofs.index"] = policy(Policy.PUBLIC)(broken)
    answer = app.test_client().get("/")
    assert answer.status_code == 500
    assert "Une panne de notre côté" in answer.get_data(as_text=True)
    assert "secret" not in answer.get_data(as_text=True)


def test_the_rooms_share_one_screen() -> None:
    assert screen.OFFERED[0] == "fr"
    assert set(errors.SAID) >= {400, 404, 405, 413, 500}
