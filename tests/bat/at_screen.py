"""The people of the signing room at a screen: each in a browser of their own, with a keyboard and nothing else."""

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from journal_app.accounts.actor import Actor
from tests.bat.signing_room import SLUG, SigningRoom
from tests.demo import hands


def signed_in(browser: Browser, room: SigningRoom, who: Actor, address: str, **how: object) -> BrowserContext:
    """A browser of that person; it needs no script."""
    cookie = room.desk.visit(who).client.get_cookie("desk")
    assert cookie is not None
    context = browser.new_context(**({"java_script_enabled": False, "accept_downloads": True} | how))  # type: ignore[arg-type]
    context.add_cookies([{"name": "desk", "value": cookie.value, "url": address}])
    return context


def at_bat(browser: Browser, room: SigningRoom, who: Actor, address: str, where: str = "", **how: object) -> Page:
    """That person before a page of the BAT. `where`: what follows its address, `/controle`."""
    page = signed_in(browser, room, who, address, **how).new_page()
    page.goto(f"{address}/numeros/{SLUG}/bat{where}")
    return page


class Keys(hands.Keys):
    """A keyboard that also chooses among words of which one is said."""

    def say(self, one: Locator) -> None:
        """Tab leads into the words, to the one that is ticked or else the first; arrows lead from one to the next."""
        words = one.locator("xpath=ancestor::fieldset").get_by_role("radio")
        ticked = [word for word in words.all() if word.is_checked()]
        hands.tab_to(ticked[0] if ticked else words.first)
        one.page.keyboard.press("Space")
        for _ in range(words.count()):
            if one.is_checked():
                break
            one.page.keyboard.press("ArrowDown")
        expect(one).to_be_checked()
