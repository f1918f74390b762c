"""Distribution, what its pages share: the issue of an address, and numbers of copies as people type them. No rule."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import abort, flash, redirect
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from journal_app.distribution import store
from journal_app.distribution.looks import Look, look
from journal_app.distribution.model import Place
from journal_app.hand_off.amounts import Unclear
from journal_app.hand_off.amounts import copies as read_copies
from journal_app.issues import store as issues
from journal_app.issues.model import Issue
from journal_app.web.desk import actor, database, now, said
from journal_app.web.forms import Form
from journal_app.web.screen import page_url

PLACE = "/numeros/<slug>/exemplaires"


def issue_of(db: Session, slug: str) -> Issue:
    """The issue of an address, or a page that is not there."""
    return issues.issue(db, actor(), slug) or abort(404)


def seen(slug: str) -> Look:
    """An issue's copies, as they are now."""
    with database().read() as db:
        return look(db, actor(), issue_of(db, slug), now().date())


Options = list[tuple[str, str]]  # value, words


def options(places: Iterable[Place]) -> Options:
    """Places to choose from."""
    return [(one.id, f"{one.code} {place_name(one)}" if one.code else place_name(one)) for one in places]


def place_name(place: Place) -> str:
    """What a coordinator reads of a place: its own name, or its kind's."""
    return place.name or said(f"place:{place.kind}")


@dataclass(frozen=True, slots=True)
class Changing:
    """An issue inside a transaction that changes something."""

    db: Session
    issue: Issue


@contextmanager
def changing(slug: str) -> Iterator[Changing]:
    """One transaction; committed when the block ends. Whoever changes an issue's copies stands in line before looking:
    what is looked at holds until then."""
    with database().write() as db:
        issue = issue_of(db, slug)
        store.hold(db, issue.id)
        yield Changing(db, issue)


def copies(form: Form, name: str, required: bool = False) -> int | None:
    """A number as people write it: "4 120", "4.120"; empty is none."""
    typed = form.line(name)
    if not typed:
        if required:
            form.wrong(name, "À remplir.")
        return None
    try:
        return read_copies(typed)
    except Unclear as unclear:
        form.wrong(name, str(unclear))
        return None


def counted(words: str, endpoint: str, slug: str, n: int = 0) -> Response:
    """After a change: a sentence with its number, and on to a page that can be reloaded."""
    flash(said(words, n=n))
    return redirect(page_url(endpoint, slug=slug), 303)
