"""Review, the looks: how its pages show moments and spaces nobody can see. It reads nothing."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from markupsafe import Markup, escape

from journal_app.languages import LANGUAGES
from journal_app.messages import translator
from journal_app.money import SCREENS
from journal_app.web.screen import language, tongue

ZONE = ZoneInfo("Europe/Paris")  # the association's own clock
SPACES = {"\u202f": "⍽", "\u00a0": "°"}  # as word processors show them


def clock(moment: datetime) -> str:
    """A moment as people say it: the day and the minute."""
    return format_datetime(moment.astimezone(ZONE), "d MMM y, HH:mm", locale=SCREENS.get(language(), language()))


def spaces(words: str) -> Markup:
    """Words with their no-break spaces to be seen, for eyes only: what is copied or read aloud stays as it is."""
    html = str(escape(words))
    for space, sign in SPACES.items():
        html = html.replace(space, f'<span class="space" data-sign="{sign}">{space}</span>')
    return Markup(html)


def spoken_in() -> list[tuple[str, str]]:
    """What a text can have been read aloud in, for a list to choose from."""
    return [("", translator(language()).gettext("pas lu à voix haute")), *((tag, tongue(tag)) for tag in LANGUAGES)]
