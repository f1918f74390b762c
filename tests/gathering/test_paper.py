"""The questions on paper: one sheet in each language, and typed in as what was asked on it."""

from datetime import UTC, datetime
from io import BytesIO

import pypdfium2
import pytest
from playwright.sync_api import Browser

from journal_app.accounts.model import Role
from journal_app.consent import store
from journal_app.consent.model import How
from journal_app.gathering.consent_views import ORDER
from journal_app.messages import translator
from journal_app.submissions.actions import Facts, create_piece
from journal_app.submissions.content import Content
from journal_app.web.screen import CONTRIBUTORS
from tests.browser import serving
from tests.desk import TestDesk

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
A4 = (595, 842)  # pt



def test_the_blank_sheet_is_one_page_in_every_language(desk: TestDesk, browser: Browser) -> None:
    stay, visitor = desk.residency("mars"), desk.visitor(Role.COORDINATOR)
    with serving(desk.app) as here:
        context = browser.new_context()
        signed_in = visitor.client.get_cookie("desk")
        assert signed_in is not None
        context.add_cookies([{"name": "desk", "value": signed_in.value, "url": here}])
        page = context.new_page()
        for tag in CONTRIBUTORS:
            page.goto(f"{here}/residences/{stay.id}/accords/papier?en={tag}")
            made = pypdfium2.PdfDocument(BytesIO(page.pdf(prefer_css_page_size=True)))
            assert len(made) == 1, tag
            assert tuple(round(side) for side in made[0].get_size()) == A4
            shown = page.locator(".sheet")
            for use in ORDER:
                assert translator(tag).gettext(f"plain-ask:{use}") in shown.inner_text(), (tag, use)
            assert page.locator("html").get_attribute("lang") == tag
        context.close()


def test_the_sheet_of_a_piece_says_its_title_and_asks_nothing_that_does_not_concern_it(desk: TestDesk) -> None:
    piece, visitor = a_piece(desk), desk.visitor(Role.EDITOR)
    page = visitor.get(f"/contributions/{piece}/accords/papier").text
    assert "La file" in page and 'lang="ps"' in page and "plain-1" in page
    assert page.count('<span class="box"><svg') == 2 * 7, "seven uses of a text, and no face"


def a_piece(desk: TestDesk) -> str:
    issue, editor = desk.issue(), desk.account(Role.EDITOR)
    with desk.database.write() as db:
        words = Content(headline="La file", body="<p>On attend.</p>")
        return create_piece(db, editor, NOW, db.merge(issue), Facts("La file"), original="ps", content=words).id


@pytest.mark.parametrize(("how", "wording"), [("paper", "plain-1"), ("spoken", "1")])
def test_what_was_ticked_is_typed_in_with_the_questions_that_were_read(desk: TestDesk, how: str, wording: str) -> None:
    piece, visitor = a_piece(desk), desk.visitor(Role.FACILITATOR, Role.EDITOR)
    told = {f"piece-{piece}-print": "yes", f"piece-{piece}-web": "no", "how": how, "read_in": "ps",
            "read_by": "friend", "beside": "referent"}  # fmt: skip
    assert visitor.post(f"/contributions/{piece}/accords", told).status_code == 303
    with desk.database.read() as db:
        rows = store.history(db, ("piece", piece))
    assert {(row.use, row.yes) for row in rows} == {("print", True), ("web", False)}
    for row in rows:
        assert (row.how, row.wording, row.read_in) == (How(how), wording, "ps")
        assert (row.read_by, row.guardian) == ("friend", "referent")
