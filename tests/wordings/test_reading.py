"""Native readers sign what contributors read: flagged until then, for staff to see, never for contributors."""

import re
from io import BytesIO

import pytest
from babel.messages.pofile import read_po

from journal_app.accounts.model import Role
from journal_app.messages import catalogue
from journal_app.web.screen import CONTRIBUTORS
from tests.desk import TestDesk, Visitor

PAGE = "/mots/ps"
ALL = len(catalogue("en", "gathering"))


@pytest.fixture
def reader(desk: TestDesk) -> Visitor:
    return desk.visitor(Role.TRANSLATOR)


def names(page: str) -> list[str]:
    """What the form calls the sentences on a page, in their order."""
    return re.findall(r'name="seen-(\w+)"', page)


def left(page: str) -> int:
    """How many are to be read, as the page says."""
    found = re.search(r"À relire\s:\s(\d+)", page)
    assert found
    return int(found[1])


def test_each_language_is_there_and_flagged_whole_at_first(reader: Visitor) -> None:
    page = reader.get("/mots").text
    for tag in CONTRIBUTORS:
        assert f'href="/mots/{tag}"' in page
    assert page.count(f'<span class="chip missing">{ALL}</span>') == len(CONTRIBUTORS)


def test_what_is_signed_is_no_longer_flagged_and_the_next_ones_come(reader: Visitor) -> None:
    first, second, *_ = names(reader.get(PAGE).text)
    reader.post(PAGE, {"speaks": "1", f"right-{first}": "1", f"right-{second}": "1"})
    page = reader.get(PAGE).text
    assert left(page) == ALL - 2 and first not in names(page)
    assert first in names(reader.get(f"{PAGE}?etat=right").text)
    assert left(reader.get("/mots/fa").text) == ALL, "another language is signed by its own readers"


def test_only_who_speaks_the_language_signs(reader: Visitor) -> None:
    first, *_ = names(reader.get(PAGE).text)
    refused = reader.post(PAGE, {f"seen-{first}": "1", f"right-{first}": "1"})
    assert refused.status_code == 400 and "Cocher d’abord" in refused.text
    assert left(reader.get(PAGE).text) == ALL


def test_said_better_is_kept_beside_and_goes_into_the_catalogue(reader: Visitor) -> None:
    words = "د ورځپاڼې لپاره ولیکئ"
    first, *_ = names(reader.get(PAGE).text)
    reader.post(PAGE, {"speaks": "1", f"better-{first}": words, f"right-{first}": "1"})
    page = reader.get(f"{PAGE}?etat=better").text
    assert f"<ins>{words}</ins>" in page and left(page) == ALL - 1
    made = reader.get(f"{PAGE}/gathering.po")
    found = {one.id: one for one in read_po(BytesIO(made.data)) if one.id}
    assert found.keys() == catalogue("en", "gathering").keys()
    better = [one for one in found.values() if one.string == words]
    assert len(better) == 1 and "said better by a native reader" in better[0].user_comments


def test_places_for_numbers_must_stay(reader: Visitor) -> None:
    page, at = reader.get(PAGE).text, 0
    while "%(n)s" not in page:
        at += 20
        page = reader.get(f"{PAGE}?de={at}").text
    fieldset = next(one for one in page.split("<fieldset") if "%(n)s" in one)
    (name,) = names(fieldset)
    refused = reader.post(PAGE, {"speaks": "1", f"seen-{name}": "1", f"better-{name}": "بې له شمېرې"})
    assert refused.status_code == 400 and "Garder tel quel" in refused.text and "بې له شمېرې" in refused.text


def test_a_signature_can_be_taken_back(reader: Visitor) -> None:
    first, *_ = names(reader.get(PAGE).text)
    reader.post(PAGE, {"speaks": "1", f"right-{first}": "1"})
    reader.post(f"{PAGE}?etat=right", {f"open-{first}": "1"})
    assert left(reader.get(PAGE).text) == ALL


def test_a_sentence_that_changed_since_is_flagged_again(reader: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *_ = names(reader.get(PAGE).text)
    reader.post(PAGE, {"speaks": "1", f"right-{first}": "1"})
    key = next(iter(catalogue("en", "gathering")))
    other = dict(catalogue("ps", "gathering")) | {key: "بل ډول"}
    monkeypatch.setattr("journal_app.wordings.actions.catalogue",
                        lambda tag, room: other if tag == "ps" else catalogue(tag, room))  # fmt: skip
    assert left(reader.get(PAGE).text) == ALL


def test_the_flags_are_seen_at_the_entrance_and_never_by_contributors(desk: TestDesk, reader: Visitor) -> None:
    stay = desk.residency("mars", ("ps", "om"))
    coordinator = desk.visitor(Role.COORDINATOR)
    page = coordinator.get(f"/residences/{stay.id}/entree").text
    assert f"{ALL} phrases pas encore relues" in page and "oromo" in page
    visitor = desk.app.test_client()
    before = visitor.get("/retour?lang=ps").text
    first, *_ = names(reader.get(PAGE).text)
    reader.post(PAGE, {"speaks": "1", f"right-{first}": "1"})
    assert visitor.get("/retour?lang=ps").text == before
    assert desk.app.test_client().get(PAGE).status_code == 302, "and the page of the flags asks who is there"
