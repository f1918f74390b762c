"""A finished translation that the file does not have: the last gate tells it, and it is signed with a reason or not."""

import pytest

from journal_app.bat import covering, gate
from journal_app.bat.model import Signature
from tests.bat.signing_room import SigningRoom
from tests.desk import TestDesk
from tests.freeze.test_gates import into_english

CONTROL = "/numeros/12-essai/bat/controle"


@pytest.fixture
def bilingual(desk: TestDesk) -> SigningRoom:
    room = SigningRoom(desk)
    into_english(room)
    room.press()
    room.sign_all()
    return room


def test_it_is_signed_with_a_written_reason_alone(bilingual: SigningRoom) -> None:
    room = bilingual
    coralie = room.desk.visit(room.coordinator)
    page = coralie.get(CONTROL).text
    assert '<a href="/numeros/12-essai/chemin-de-fer#p2"><bdi>Le pain</bdi></a> (anglais)' in page
    assert 'name="reason-gate-unplaced"' in page
    listed = page.partition('name="listed" value="')[2].partition('"')[0]
    form = {"bat": room.bat().id, "sha256": room.bat().sha256, "verdict": "good",
            "reason-bat-mentions-nowhere": "Dans le texte.", "listed": listed}  # fmt: skip
    refused = coralie.post(CONTROL, form)
    assert refused.status_code == 422 and "Écrire pourquoi on signe malgré cela." in refused.text
    assert room.sealed() is None
    assert coralie.post(CONTROL, form | {"reason-gate-unplaced": "Elle paraît sur le site."}).status_code == 303
    assert room.sealed() is not None
    (whole,) = [one for one in room.signatures() if not one.folio]
    assert isinstance(whole, Signature) and covering.whys(whole.reasons)["gate-unplaced"] == "Elle paraît sur le site."


PLAN = [
    {"layout": "a", "slots": {"main": {"article": "pain", "language": "fr"}}},
    {"layout": "a", "slots": {"said": {"article": "pain", "language": "ar", "quote": 0}, "more": {"text": {}}}},
    {"layout": "b", "slots": {"first": {"article": "mer", "languages": ["fr", "en"]}}},
]
PATHS = [f"articles/{name}.html" for name in ("pain/fr", "pain/ar", "pain/ti", "mer/fr", "mer/en", "loin/fr")]


def test_the_file_is_asked_what_it_prints_and_a_quote_is_not_the_text() -> None:
    roles = {"a": {"main": "article", "said": "quote", "more": "words"}}
    found = gate.of_texts(PLAN, PATHS, ("fr", "en", "ar"), lambda layout: roles.get(layout, {}), {"pain": "Le pain"})
    assert [(one.code, one.where, one.detail.found, one.detail.title) for one in found] == [
        ("gate-unplaced", "article:pain#ar", "1", "Le pain")
    ], "Tigrinya is no language of the issue, and a piece on no page is told otherwise"
    assert gate.of_texts([], PATHS, ("fr",), lambda _: {}, {}) == []
