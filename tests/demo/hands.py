"""Hands on a page: a mouse, and a keyboard alone. The walks give them what else they need."""

from playwright.sync_api import FilePayload, Locator, expect

MOST_TABS = 400  # on the way to something: a plan of sixteen pages has some two hundred links


class Mouse:
    """What a person does who has a mouse."""

    def press(self, one: Locator) -> None:
        one.click()

    def tick(self, one: Locator) -> None:
        one.check()

    def write(self, one: Locator, words: str) -> None:
        one.fill(words)

    def choose(self, one: Locator, value: str) -> None:
        one.select_option(value)

    def pick(self, one: Locator, words: str) -> None:
        """Of a list, what these words stand for."""
        one.select_option(label=words)

    def give(self, one: Locator, file: FilePayload) -> None:
        one.set_input_files(file)


class Keys(Mouse):
    """What a person does who has a keyboard and nothing else."""

    def press(self, one: Locator) -> None:
        tab_to(one)
        one.page.keyboard.press("Enter")

    def tick(self, one: Locator) -> None:
        tab_to(one)
        one.page.keyboard.press("Space")
        expect(one).to_be_checked()

    def write(self, one: Locator, words: str) -> None:
        tab_to(one)
        if one.get_attribute("type") == "date":
            year, month, day = words.split("-")
            one.page.keyboard.type(f"{month}{day}{year}")  # the browser's own order
            expect(one).to_have_value(words)
        else:
            one.page.keyboard.press("Control+A")
            one.page.keyboard.type(words)

    def choose(self, one: Locator, value: str) -> None:
        tab_to(one)
        one.page.keyboard.press("Home")
        for _ in range(one.locator("option").count()):
            if one.input_value() == value:
                break
            one.page.keyboard.press("ArrowDown")
        expect(one).to_have_value(value)

    def pick(self, one: Locator, words: str) -> None:
        value = one.locator("option").filter(has_text=words).first.get_attribute("value")
        assert value is not None
        self.choose(one, value)

    def give(self, one: Locator, file: FilePayload) -> None:
        with one.page.expect_file_chooser() as asked:
            self.press(one)
        asked.value.set_files(file)


def tab_to(one: Locator) -> None:
    """Press Tab until this has the focus."""
    expect(one).to_be_visible()
    for _ in range(MOST_TABS):
        if one.evaluate("(one) => one === document.activeElement"):
            return
        one.page.keyboard.press("Tab")
    raise AssertionError(f"no way by Tab to {one}")
