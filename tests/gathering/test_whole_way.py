"""One person's whole way, on a small phone without a script: give, come back, accept an edit, see the page, leave it.

The code is typed in Persian digits; after the withdrawal the page holds a numbered hole.
"""

from collections.abc import Iterator

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.flatplan import actions as flatplan
from journal_app.flatplan.actions import Filling
from journal_app.freeze import store as freezes
from journal_app.freeze.building import KINDS
from journal_app.freeze.model import FreezeKind
from journal_app.issues.model import Issue
from journal_app.jobs import runner
from journal_app.jobs.model import Job, JobState
from journal_app.review import actions as review
from journal_app.submissions import store as submissions
from journal_app.submissions.content import Content
from journal_app.submissions.model import Piece, Stage
from tests.browser import browser, serving  # noqa: F401
from tests.desk import NOW, TestDesk, desk  # noqa: F401
from tests.gathering.people import Camp, open_camp
from tests.gathering.test_browser import open_phone
from tests.upkeep.test_erasing import shop_of

WORDS = "سمندر نن شپه سوړ دی. (نمونه)"
EDITED = "سمندر نن شپه ډېر سوړ دی. (نمونه)"


@pytest.fixture
def camp(desk: TestDesk) -> Iterator[Camp]:  # noqa: F811
    return open_camp(desk)


def edit_and_place(camp: Camp, editor: Actor) -> None:
    """An editor adds a word, gives it a headline and puts it on the first page of a small booklet."""
    with camp.desk.database.write() as db:
        piece = db.query(Piece).one()
        review.decide(db, editor, NOW, piece, "take-up")
        text = submissions.text(db, piece.id, "ps")
        assert text is not None
        review.revise(db, editor, NOW, piece, text, Content(headline="سمندر", body=f"<p>{EDITED}</p>"), text.head_id)
        issue = db.get_one(Issue, camp.issue.id)
        issue.printer, issue.languages = {"preset": "a4-booklet-k"}, ["fr", "ps"]
        for number in range(4):
            page = flatplan.add_page(db, editor, NOW, issue, "article-2")
            if number == 0:
                flatplan.place(db, editor, NOW, issue, page, "main", Filling(piece.id, languages=("ps",)))


def built_page(camp: Camp) -> str:
    """The words of the first page of a new proof."""
    staff = camp.desk.visitor(Role.EDITOR, Role.COORDINATOR)
    assert staff.post(f"/numeros/{camp.issue.slug}/gel/epreuve").status_code == 303
    shop = shop_of(camp)
    with camp.desk.database.read() as db:
        waiting = [row.id for row in db.query(Job).filter(Job.state == JobState.WAITING, Job.kind.in_(list(KINDS)))]
    for job_id in waiting:
        runner.run(shop, KINDS, job_id)
    with camp.desk.database.read() as db:
        row = freezes.current_build(db, camp.issue.id, FreezeKind.DRAFT)
        assert row is not None
    pdf = pypdfium2.PdfDocument(next((shop.config.instance / row.folder / "build").rglob("*.pdf")))
    return str(pdf[0].get_textpage().get_text_range())


def come_back(page: Page, here: str, digits: str) -> None:
    page.goto(f"{here}/retour")
    page.get_by_label("رمز عودتي").fill(digits)
    page.get_by_role("button", name="فتح").click()
    page.locator("article a").first.click()


def test_from_a_text_to_a_hole(browser: Browser, camp: Camp) -> None:  # noqa: F811
    editor = camp.desk.account(Role.EDITOR, Role.COORDINATOR)
    with serving(camp.desk.app) as here:
        page = open_phone(browser, "ar")
        page.goto(f"{here}/ici/{camp.join}")
        page.get_by_label("نصّي", exact=True).fill(WORDS)
        page.locator("details.more summary").click()
        page.locator("#tongue").select_option("ps")
        page.get_by_role("button", name="إرسال").click()
        digits = page.locator(".digits.persian").inner_text()
        assert any(one in digits for one in "۰۱۲۳۴۵۶۷۸۹")
        page.get_by_role("button", name="خروج").click()
        edit_and_place(camp, editor)
        assert "retiré" not in built_page(camp)

        page = open_phone(browser, "ar")
        come_back(page, here, digits)
        expect(page.locator("ins").last).to_contain_text("ډېر")
        expect(page.locator(".my-pages img")).to_have_js_property("complete", True)
        assert page.locator(".my-pages img").evaluate("image => image.naturalWidth") > 200
        page.locator("button[name=answer][value=yes]").click()
        expect(page.locator("button[name=answer]")).to_have_count(0)
        with camp.desk.database.read() as db:
            assert db.query(Piece).one().stage == Stage.ACCEPTED
        page.get_by_role("button", name="استرداده الآن").click()
        expect(page.locator("[role=status]")).to_contain_text("فراغًا مرقّمًا")
        words = built_page(camp)
        assert "retiré par son auteur·rice" in words and "1" in words
