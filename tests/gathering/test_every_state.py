"""Every state of a contributor's page on the smallest phone, in every language: axe finds nothing, nothing is too wide.

Beside the pages that addresses alone open (tests/web/test_every_page.py): what is shown after a form that was wrong, to
a minor alone, of an edited text with a question, of what was taken back, to whoever leaves, comes late or has a handle.
"""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from journal_app.accounts.model import Role
from journal_app.cards import hashing
from journal_app.cards.model import Card, Visit
from journal_app.review import actions as review
from journal_app.review.anchors import Passage
from journal_app.review.remarks import comment
from journal_app.submissions import store as submissions
from journal_app.submissions.content import Content
from journal_app.submissions.model import Piece
from journal_app.web import guests
from journal_app.web.screen import CONTRIBUTORS
from tests.browser import browser, serving  # noqa: F401
from tests.desk import NOW, TestDesk, desk  # noqa: F401
from tests.gathering.people import Camp, open_camp

WORDS = "We wait for the boat. (specimen)"


@pytest.fixture
def camp(desk: TestDesk) -> Iterator[Camp]:  # noqa: F811
    return open_camp(desk)


class Look:
    """A small phone that shows one state after the other; `wrong` is what was found."""

    def __init__(self, browser: Browser, here: str, tongue: str, cookies: list[dict[str, str]]) -> None:  # noqa: F811
        self.here, self.tongue, self.wrong = here, tongue, list[str]()
        self.context = browser.new_context(viewport={"width": 320, "height": 568}, bypass_csp=True)
        self.context.add_cookies(cookies)  # type: ignore[arg-type]
        self.page: Page = self.context.new_page()

    def go(self, path: str) -> None:
        self.page.goto(f"{self.here}{path}{'&' if '?' in path else '?'}lang={self.tongue}")

    def send(self, form: str, **fields: str) -> None:
        """Send the page's form with these fields, however its controls look."""
        with self.page.expect_navigation():
            self.page.evaluate(
                """([form, fields]) => { const one = document.querySelector(form);
                   for (const [name, value] of Object.entries(fields)) {
                     let field = one.querySelector(`[name="${name}"]`);
                     if (!field || field.type === "radio") {
                       field = one.appendChild(document.createElement("input"));
                       field.type = "hidden"; field.name = name }
                     field.value = value }
                   HTMLFormElement.prototype.submit.call(one) }""",
                [form, fields],
            )  # fmt: skip

    def at(self, state: str) -> None:
        """Look at what stands there now."""
        assert self.page.locator("html").get_attribute("lang") == self.tongue, state
        found = Axe().run(self.page).response["violations"]
        self.wrong += [f"{state}: {rule['id']} {node['target']}" for rule in found for node in rule["nodes"]]
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        self.wrong += [f"{state}: {wide} px too wide"] if wide > 0 else []


def edited_and_asked(camp: Camp, piece_id: str) -> None:
    """An editor changed the words and asks something."""
    editor = camp.desk.account(Role.EDITOR)
    with camp.desk.database.write() as db:
        piece = db.get_one(Piece, piece_id)
        review.decide(db, editor, NOW, piece, "take-up")
        text = submissions.text(db, piece.id, "en")
        assert text is not None
        changed = Content(headline="Waiting", body="<p>We wait for the last boat +33 6 12. (specimen)</p>")
        review.revise(db, editor, NOW, piece, text, changed, text.head_id)
        comment(db, editor, NOW, piece, text, text.head_id or "", Passage(), "Which boat? +33 6 12", to_author=True)


def crowded(look: Look, code: str) -> None:
    """Somebody comes back while the line at the door of codes is full."""
    look.go("/retour")
    for _ in range(hashing.LONGEST_LINE):
        assert hashing._LINE.acquire(blocking=False)
    look.send("main form", code=code)
    for _ in range(hashing.LONGEST_LINE):
        hashing._LINE.release()
    look.at("many people")


def over(look: Look, camp: Camp) -> None:
    """A visit ends while somebody writes."""
    look.go(f"/ici/{camp.join}")
    look.send("main form[enctype]", words=WORDS)
    look.go("/moi/donner")
    with camp.desk.database.write() as db:
        db.query(Visit).update({"ends": NOW.replace(year=2020)})
    look.send("main form[enctype]", words=WORDS)
    assert WORDS in look.page.content()
    look.at("a visit that is over")


@pytest.mark.parametrize("tongue", CONTRIBUTORS)
def test_every_state_is_fine(camp: Camp, browser: Browser, tongue: str) -> None:  # noqa: F811
    phone = camp.phone()
    phone.give(WORDS)
    piece = phone.pieces()[0]
    code = phone.code()
    edited_and_asked(camp, piece)
    own = phone.client.get_cookie(guests.cookie_name(False))
    assert own is not None
    with serving(camp.desk.app) as here:
        look = Look(browser, here, tongue, [{"name": guests.cookie_name(False), "value": own.value, "url": here}])
        look.go("/ici")
        look.at("the code on the poster")
        look.send("main form", code="12")
        look.at("a poster's code that cannot be")
        look.go("/retour")
        look.send("main form", code="12345")
        look.at("a return code that cannot be")
        look.go(f"/ici/{camp.join}")
        look.send("main form[enctype]", words="")
        look.at("nothing written, nothing chosen")
        look.go(f"/moi/{piece}")
        look.at("edited, with a question")
        look.go(f"/moi/{piece}/accords/qui")
        look.send("main form", age="alone", reader="self")
        look.at("a minor alone")
        look.go(f"/moi/{piece}")
        look.send("form[action*=reprendre]")
        look.at("taken back")
        camp.staff.post(f"/residences/{camp.residency.id}/entree", {"do": "pause"})
        look.go(f"/ici/{camp.join}")
        look.at("a pause")
        with camp.desk.database.write() as db:
            db.query(Card).update({"cut": True})
        look.go("/moi/")
        look.at("a handle")
        look.send(".top form")
        look.at("gone")
        crowded(look, code)
        camp.staff.post(f"/residences/{camp.residency.id}/entree", {"do": "resume"})
        over(look, camp)
        look.context.close()
    assert look.wrong == []
