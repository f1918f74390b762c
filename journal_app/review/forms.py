"""Review, the form: what the text page sends -> a cleaned revision. Pure; too long is said and nothing of it is kept.

The body and the fields come in the light writing and as plain lines; whatever they hold, words stay words.
"""

from collections.abc import Mapping

from journal_app.prepress.fragments import MOST_CHARACTERS
from journal_app.problems import Problem, blocking
from journal_app.submissions.cleaning import LINE, MOST_QUOTES, STANDFIRST, clean_line
from journal_app.submissions.content import Content, from_json
from journal_app.submissions.plain import clean_plain, to_plain

LINES = ("kicker", "headline", "standfirst", "short", "byline")
NO_BASE = "none"  # the base of a text that had no version yet when its page was opened
STOPS = frozenset({"text-too-long", "quotes-many"})  # what cannot be saved; anything else can be mended later


def read(form: Mapping[str, str]) -> tuple[Content | None, list[Problem]]:
    """The revision in a form, and what a person should know; None when it cannot be saved as it is."""
    given = form.get("body", "")
    if len(given) > MOST_CHARACTERS:
        return None, [blocking("text-too-long", "body", len(given), MOST_CHARACTERS, "editor")]
    body, problems = clean_plain(given, "body")
    values: dict[str, object] = {"body": body}
    for field in LINES:
        values[field], found = clean_line(form.get(field, ""), field, STANDFIRST if field == "standfirst" else LINE)
        problems += found
    lines = [clean_line(line, "quotes") for line in form.get("quotes", "").splitlines()]
    quotes = [line for line, _ in lines if line]
    problems += [one for _, found in lines for one in found]
    if len(quotes) > MOST_QUOTES:
        problems.append(blocking("quotes-many", "quotes", len(quotes), MOST_QUOTES, "editor"))
    if any(problem.code in STOPS for problem in problems):
        return None, problems
    return from_json(values | {"quotes": quotes}), problems


def written(content: Content) -> dict[str, str]:
    """A revision as the form shows it; `read` gives the same revision back."""
    lines = {field: str(getattr(content, field)) for field in LINES}
    return lines | {"quotes": "\n".join(content.quotes), "body": to_plain(content.body)}
