"""What is said of the whole, in a real browser: with the keyboard alone, and by two people at once."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.bat.model import State, Verdict
from journal_app.bat.opening import kinds
from journal_app.freeze.building import KINDS
from journal_app.jobs import runner
from journal_app.jobs.model import Job, JobState
from tests.bat.at_screen import Keys, at_bat
from tests.bat.signing_room import SLUG, SigningRoom
from tests.browser import serving

KEYS = Keys()
GATE = "/controle"
SIGN = "Signer\u00a0: bon à tirer"
REASON = "L’ours est dans le texte de la page 4."


def wont_print(page: Page, word: str, words: str) -> None:
    """Fill what the last gate asks of who does not find it good to print; it is not sent yet."""
    KEYS.say(page.get_by_label(word, exact=True))
    KEYS.write(page.get_by_label("Ce qui doit changer"), words)


def words_of(page: Page, name: str = "") -> Locator:
    """What is said of the whole on that page, by that person."""
    return page.get_by_role("region", name="Ce qui est dit du tout").get_by_role("listitem").filter(has_text=name)


def undo(page: Page, why: str, name: str = "") -> None:
    """Take back what that person says of the whole, with a reason."""
    words = words_of(page, name)
    KEYS.press(words.locator("summary"))
    KEYS.write(words.get_by_label("Pourquoi"), why)
    KEYS.press(words.get_by_role("button", name="Défaire"))
    expect(page.get_by_role("status")).to_have_text("La signature ne tient plus.")


def said(room: SigningRoom) -> list[Verdict]:
    """What was said of the whole of the version at hand, in the order of saying; what was taken back too."""
    return [Verdict(one.verdict) for one in room.signatures() if not one.folio]


def colleague(room: SigningRoom) -> Actor:
    return room.desk.account(Role.COORDINATOR, name="Colin")


# --- with the keyboard alone -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_whole_is_refused_and_the_refusal_taken_back(room: SigningRoom, browser: Browser, script: bool) -> None:
    room.sign_all()
    with serving(room.desk.app) as address:
        coralie = at_bat(browser, room, room.coordinator, address, java_script_enabled=script)
        KEYS.press(coralie.get_by_role("link", name="Passer le dernier contrôle"))
        wont_print(coralie, "refusé", "Le titre est faux.")
        KEYS.press(coralie.get_by_role("button", name="Signer ce mot"))
        expect(coralie.get_by_role("status")).to_have_text("C’est dit\u00a0: refusé. Rien n’est remis à l’imprimeur.")
        expect(coralie.get_by_text("Le tout est refusé")).to_be_visible()
        expect(words_of(coralie)).to_contain_text("Le titre est faux.")

        edith = at_bat(browser, room, room.editor, address, java_script_enabled=script)
        KEYS.press(edith.get_by_role("link", name="Boîte"))
        KEYS.press(edith.get_by_role("button", name="Ouvrir Le tout est refusé"))
        expect(edith.get_by_text("Le tout est refusé")).to_be_visible()
        expect(words_of(edith)).to_contain_text("Le titre est faux.")
        expect(edith.get_by_text("Défaire cette signature")).to_have_count(0)  # it is not hers

        undo(coralie, "J’avais mal lu.")
        expect(coralie.get_by_text("Toutes les pages sont bonnes à tirer")).to_be_visible()
        expect(coralie.get_by_role("link", name="Passer le dernier contrôle")).to_be_visible()


def test_corrections_are_asked_for_and_the_next_version_is_signed(room: SigningRoom, browser: Browser) -> None:
    room.sign_all()
    with serving(room.desk.app) as address:
        coralie = at_bat(browser, room, room.coordinator, address, GATE)
        wont_print(coralie, "bon après corrections", "La fin du texte, page 1.")
        KEYS.press(coralie.get_by_role("button", name="Signer ce mot"))
        expect(coralie.get_by_text("Le tout est bon après corrections")).to_be_visible()

        room.edit("Une autre fin.")
        KEYS.press(coralie.get_by_role("link", name="Corriger, puis geler de nouveau"))
        KEYS.press(coralie.get_by_role("button", name="Geler pour l’imprimeur"))
        expect(coralie.get_by_text("C’est gelé. Les pages se fabriquent.")).to_be_visible()
        build_what_waits(room)

        edith = at_bat(browser, room, room.editor, address)
        expect(edith.locator("h1")).to_have_text("BAT v02")
        expect(edith.get_by_text("1 page reste à signer")).to_be_visible()  # the others are what they were
        KEYS.press(edith.get_by_role("link", name="Regarder et signer la page 1"))
        KEYS.say(edith.get_by_label("bon à tirer", exact=True))
        KEYS.press(edith.get_by_role("button", name="Signer la page"))
        expect(edith.get_by_text("Toutes les pages sont bonnes à tirer")).to_be_visible()

        coralie.goto(f"{address}/numeros/{SLUG}/bat")
        KEYS.press(coralie.get_by_role("link", name="Passer le dernier contrôle"))
        expect(coralie.get_by_text("Votre dernier mot sur le tout")).to_have_count(0)  # it was of other bytes
        KEYS.write(coralie.get_by_label("Pourquoi signer malgré cela"), REASON)
        KEYS.press(coralie.get_by_role("button", name=SIGN))
        expect(coralie.get_by_text("Signé\u00a0: bon à tirer")).to_be_visible()
        assert (room.bat().number, room.bat().state, said(room)) == (2, State.SIGNED, [Verdict.GOOD])


def build_what_waits(room: SigningRoom) -> None:
    """What the worker does."""
    with room.desk.database.read() as db:
        (waiting,) = db.scalars(select(Job.id).where(Job.state == JobState.WAITING))
    assert runner.run(room.workshop, kinds(KINDS), waiting) == JobState.DONE


# --- two people at once ----------------------------------------------------------------------------------------------


def test_who_is_about_to_sign_is_told_that_another_has_just_refused(room: SigningRoom, browser: Browser) -> None:
    room.sign_all()
    with serving(room.desk.app) as address:
        coralie = at_bat(browser, room, room.coordinator, address, GATE)
        colin = at_bat(browser, room, colleague(room), address, GATE)
        coralie.get_by_label("Pourquoi signer malgré cela").fill(REASON)
        wont_print(colin, "refusé", "Trop sombre.")
        colin.get_by_role("button", name="Signer ce mot").click()
        expect(colin.get_by_text("Le tout est refusé")).to_be_visible()

        coralie.get_by_role("button", name=SIGN).click()
        expect(coralie.get_by_role("status")).to_contain_text("Rien n’est signé")
        blocks = coralie.get_by_role("region", name="Ce qui bloque")
        expect(blocks).to_contain_text("Quelqu’un d’autre refuse le tout\u00a0: Colin\u00a0: Trop sombre.")
        expect(coralie.get_by_role("button", name=SIGN)).to_have_count(0)
        expect(coralie.get_by_text(REASON)).to_be_visible()  # what was typed is not lost
        assert (room.bat().state, room.sealed(), said(room)) == (State.OPEN, None, [Verdict.REFUSED])


def test_two_people_refuse_the_whole_at_once_and_each_is_heard(room: SigningRoom, browser: Browser) -> None:
    room.sign_all()
    with serving(room.desk.app) as address:
        pages = [at_bat(browser, room, who, address, GATE) for who in (room.coordinator, colleague(room))]
        say_at_once(pages, "Le titre est faux.")
        coralie = pages[0]
        coralie.reload()
        expect(words_of(coralie)).to_have_count(2)
        for name in ("Coralie", "Colin"):
            expect(words_of(coralie, name)).to_contain_text("Le titre est faux.")
        undo(coralie, "Il est juste.", "Coralie")
        expect(coralie.get_by_text("Le tout est refusé")).to_be_visible()  # the other still says so
        undo(coralie, "Vu avec Colin.", "Colin")
        expect(coralie.get_by_text("Toutes les pages sont bonnes à tirer")).to_be_visible()


def test_one_person_refuses_at_two_screens_at_once_and_it_counts_once(room: SigningRoom, browser: Browser) -> None:
    """On the telephone, where nothing seemed to happen, and again at the desk."""
    room.sign_all()
    with serving(room.desk.app) as address:
        pages = [at_bat(browser, room, room.coordinator, address, GATE) for _ in range(2)]
        say_at_once(pages, "Le titre est faux.")
        for page in pages:
            expect(words_of(page)).to_have_count(1)
        undo(pages[0], "Il est juste.")
        expect(pages[0].get_by_text("Toutes les pages sont bonnes à tirer")).to_be_visible()


def say_at_once(pages: list[Page], words: str) -> None:
    """Each refuses the whole with these words, and none waits for the answer of another."""
    for page in pages:
        wont_print(page, "refusé", words)
    for page in pages:
        page.get_by_role("button", name="Signer ce mot").click(no_wait_after=True)
    for page in pages:
        expect(page.get_by_text("Le tout est refusé")).to_be_visible()
