"""The other language is one click away on every page, also on one that answers a form which says what is missing."""

import html
import re
from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from tests.web import matrix
from tests.web.matrix_samples import FORMS, SUBJECTS, World

ADMINISTRATOR, COORDINATOR = SUBJECTS[1], SUBJECTS[2]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, matrix.Kept]]:
    world, kept = matrix.open_world(tmp_path_factory.mktemp("languages"))
    yield world, kept
    world.desk.database.close()


def other_languages(answer: TestResponse) -> list[str]:
    """Where the page leads to in other languages."""
    if answer.mimetype != "text/html":
        return []
    found = re.findall(r'<a href="([^"]*)" lang="\w+" hreflang', answer.get_data(as_text=True))
    return [html.unescape(address) for address in found]


def test_every_answer_leads_to_itself_in_another_language(running: tuple[World, matrix.Kept]) -> None:
    world, kept = running
    app, seen = world.desk.app, 0
    for rule, method in matrix.routes(app):
        for who in (ADMINISTRATOR, COORDINATOR):
            values = matrix.filled(world, rule, "specimen" if rule.endpoint.startswith("proofs.") else "own", who)
            with app.test_request_context():
                address = app.url_for(rule.endpoint, **values)  # type: ignore[arg-type]
            fields = FORMS[rule.endpoint](world, who, "own") if rule.endpoint in FORMS else {}
            answer = matrix.ask(world, who, method, address, fields)
            links = other_languages(answer) if answer.status_code != 404 else []
            for link in links:
                there = matrix.ask(world, who, "GET", link, {})
                assert there.status_code < 400, f"{method} {address} -> {link}: {there.status}"
            seen += bool(links) and method == "POST"
            kept.put_back()
    assert seen > 15, "few forms were answered with a page: they say what is missing in them"


@pytest.mark.parametrize(
    ("sent_to", "read_at"), [("/compte/mot-de-passe", "/compte"), ("/equipe/invitations", "/equipe")]
)
def test_a_form_that_was_answered_leads_to_the_page_it_stands_on(
    running: tuple[World, matrix.Kept], sent_to: str, read_at: str
) -> None:
    world, _ = running
    links = other_languages(matrix.ask(world, ADMINISTRATOR, "POST", sent_to, {}))
    assert [link.split("?")[0] for link in links] == [read_at, read_at]
