"""The language of the screen: which one is asked for, its direction, and how it writes amounts, sizes and dates.

French, or the signed-in person's, unless `?lang=` says otherwise; every link carries it on, so no cookie is needed.
"""

from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal
from flask import Flask, current_app, g, has_request_context, request, url_for
from jinja2 import pass_context
from jinja2.runtime import Context
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from journal_app.languages import is_rtl, locale_of
from journal_app.languages import language as known
from journal_app.messages import SOURCE, isolated, languages, translator
from journal_app.money import SCREENS, shown
from journal_app.prepress.order import ordered

STAFF = ("fr", "en")
# The catalogues are package data: they do not change while the desk runs. What is open to all is in those that have
# the desk's own words; the pages of contributors in every one that has theirs.
OFFERED = tuple(languages("desk"))
CONTRIBUTORS = tuple(languages("gathering"))


def language() -> str:
    """The language this request is answered in."""
    if not has_request_context():
        return SOURCE
    own = _own()
    asked = request.args.get("lang") or own
    return asked if asked in offered() else own


def _own() -> str:
    """The language without `?lang=`: the person's, on the pages of contributors else the browser's, else French."""
    if "screen" not in g and g.get("audience") == "contributors":
        g.screen = request.accept_languages.best_match(CONTRIBUTORS, SOURCE)
    found: str = g.get("screen", SOURCE)
    return found


def offered() -> tuple[str, ...]:
    """The languages this page exists in: the rooms of staff are in two, what is open to all in more."""
    audience = g.get("audience", "public") if has_request_context() else "public"
    return {"staff": STAFF, "contributors": CONTRIBUTORS}.get(audience, OFFERED)


def _locale() -> str:
    """The CLDR locale that numbers and dates of this screen take."""
    return SCREENS.get(language()) or locale_of(language())


# The digits that the sentences of a screen are written in, where they are not 0 to 9: a number among them is the same.
_DIGITS = {tag: str.maketrans("0123456789", own) for tag, own in {
    "fa": "۰۱۲۳۴۵۶۷۸۹", "prs": "۰۱۲۳۴۵۶۷۸۹", "ps": "۰۱۲۳۴۵۶۷۸۹", "ckb": "٠١٢٣٤٥٦٧٨٩", "bn": "০১২৩৪৫৬৭৮৯",
}.items()}  # fmt: skip


def _own_digits(text: str) -> str:
    return text.translate(_DIGITS.get(language(), {}))


def number(value: float | Decimal, digits: int = 0) -> str:
    """A number as the screen's language writes it, with at most so many decimals."""
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    return _own_digits(format_decimal(value, pattern, _locale()))


def size(count: int) -> str:
    """A file's weight, as people say it: kB under a megabyte."""
    told = translator(language()).gettext
    if count < 1_000_000:
        return told("%(n)s ko") % {"n": number(max(1, count / 1000))}
    return told("%(n)s Mo") % {"n": number(count / 1e6, 1)}


def day(value: date) -> str:
    """A date in words."""
    return _own_digits(format_date(value, "long", _locale()))


def _here() -> tzinfo:
    """The clock on the wall: the paper is made and printed in France. A machine without a zone table shows UTC."""
    try:
        return ZoneInfo("Europe/Paris")
    except ZoneInfoNotFoundError:
        return UTC


HERE = _here()


def moment(value: datetime) -> str:
    """A day and an hour, as the clock on the wall shows them."""
    return _own_digits(format_datetime(value.astimezone(HERE), "d MMM y HH:mm", locale=_locale()))


def until(value: datetime) -> str:
    """How long until a moment, or since it, in words: "dans 6 jours"."""
    left = value - datetime.now(UTC)
    return _own_digits(format_timedelta(left, add_direction=True, threshold=1.2, locale=_locale()))


def local_input(value: datetime | None) -> str:
    """A moment as a `datetime-local` field holds it."""
    return value.astimezone(HERE).strftime("%Y-%m-%dT%H:%M") if value else ""


def tongue(tag: str) -> str:
    """A language's name in the screen's language; in Arabic its own name."""
    found = known(tag)
    if found is None:
        return tag
    return {"fr": found.french, "en": found.english}.get(language(), found.name)


def worded(words: dict[str, str]) -> str:
    """Words given per language: the screen's, else French, else any."""
    return words.get(language()) or words.get(SOURCE) or next(iter(words.values()), "")


def page_url(endpoint: str, **values: Any) -> str:
    """The address of a page in the language of this one."""
    return _address(endpoint, values, language())


def same_page(tag: str) -> str:
    """This page in another language; an error's page leads to the first page, an answered form's to where it is."""
    endpoint, values = request.endpoint, dict(request.view_args or {})
    if endpoint is None:
        endpoint, values = "proofs.index", {}
    elif request.method == "POST":
        endpoint, values = _read_at(request.path, values)
    return _address(endpoint, values, tag)


def here_at(address: str, *, room: bool = False) -> str:
    """What `aria-current` says of a link on the page that is asked for: "page" on its own page, "true" on one below it
    (of a `room`: on any page whose address begins as the room's does), else nothing."""
    here, there = request.path.rstrip("/"), address.partition("?")[0].rstrip("/")
    if here == there:
        return "page"
    above = "/".join(there.split("/")[:2]) if room else there
    return "true" if len(above) > 1 and f"{here}/".startswith(f"{above}/") else ""


def _read_at(path: str, known: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The nearest page at or above an address that can be read: what a form was sent to often cannot.

    `known`: what the address names. A page of anything else only looks alike, as `/decision` does a language's.
    """
    addresses = current_app.create_url_adapter(request)
    assert addresses is not None  # there is always one in a request
    while True:
        try:
            endpoint, values = addresses.match(path, method="GET")
            if values.items() <= known.items():
                return str(endpoint), dict(values)
        except RequestRedirect:
            path += "/"
            continue
        except HTTPException:  # not there, or only for forms; "/" is always there
            pass
        path = path.rstrip("/").rpartition("/")[0] or "/"


def _address(endpoint: str, values: dict[str, Any], tag: str) -> str:
    own = _own()
    return url_for(endpoint, **(values if tag == own else values | {"lang": tag}))


@pass_context
def _say(page: Context, words: str) -> str:
    """A template's sentence in the language its page was begun in: a page asks a thousand times."""
    return translator(page.get("lang") or language()).gettext(words)


@pass_context
def _say_many(page: Context, one: str, many: str, n: int) -> str:
    return translator(page.get("lang") or language()).ngettext(one, many, n)


def install(app: Flask) -> None:
    """Teach the templates to speak."""
    told = app.jinja_env
    told.add_extension("jinja2.ext.i18n")
    told.policies["ext.i18n.trimmed"] = True
    told.trim_blocks = told.lstrip_blocks = True
    told.install_gettext_callables(_say, _say_many, newstyle=True)  # type: ignore[attr-defined]
    told.filters.update(
        money=lambda amount: shown(amount, language()),
        euros=lambda amount: shown(Decimal(amount), language()),
        rounded=lambda cents: round(cents, -3),  # an estimate is told to ten euros
        number=number,
        size=size,
        day=day,
        moment=moment,
        until=until,
        local_input=local_input,
        tongue=tongue,
        worded=worded,
        is_rtl=is_rtl,
        ordered=ordered,
        said_in=lambda words, tag: translator(tag).gettext(words),
        isolated=lambda words: isolated(words, language()),
    )
    told.globals.update(page_url=page_url, same_page=same_page, here_at=here_at)

    @app.context_processor
    def speech() -> dict[str, Any]:
        asked = language()
        names = [(tag, found.name if (found := known(tag)) else tag) for tag in offered()]
        own_name = dict(names).get(asked, asked)
        return {"lang": asked, "dir": "rtl" if is_rtl(asked) else "ltr", "screens": names, "own_name": own_name}
