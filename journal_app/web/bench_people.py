"""The desk's benchmark, the people: what each of twenty does in turn over real connections, and how long each act took.

They write nothing but what a person types; a round is: own work, a board, one of the other rooms, a piece, its text,
three autosaves, a save (and the page it leads to), a search, the history.
"""

import json
import random
import re
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode

# The pages that are asked for, by what they are called in the table.
ISSUE_ROOMS = {"flatplan": "chemin-de-fer", "freeze": "gel", "log": "journal", "pictures": "images"}
ROOMS = ("home", "board", "piece", "text", "history", "inbox", *ISSUE_ROOMS)
AUTOSAVES = 3
PARAGRAPHS = 6
_BASE = re.compile(rb'name="base" value="([^"]*)"')

Times = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Person:
    """A visitor with a session: the cookie's value and the token of its forms."""

    cookie: str
    csrf: str


@dataclass(slots=True)
class Filled:
    """What a full desk holds that its visitors ask for."""

    people: list[Person] = field(default_factory=list)
    slugs: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)  # pieces with a text in French
    words: list[str] = field(default_factory=list)  # what is searched for and typed


class Over(Exception):
    """The time is over."""


@dataclass(slots=True)
class Visitor:
    """One person at a browser."""

    connection: HTTPConnection
    person: Person
    dice: random.Random
    until: float
    pause: tuple[float, float]
    taken: Times = field(default_factory=dict)

    def ask(self, what: str, address: str, form: dict[str, str] | None = None, rests: bool = True) -> bytes:
        """Think, ask, and note how long the whole answer took; an error is noted under a name of its own."""
        if rests:
            time.sleep(self.dice.uniform(*self.pause))
        if time.monotonic() > self.until:
            raise Over
        headers = {"Cookie": f"desk={self.person.cookie}", "Content-Type": "application/x-www-form-urlencoded"}
        started = time.perf_counter()
        sent = urlencode(form | {"csrf": self.person.csrf}) if form else None
        self.connection.request("POST" if form else "GET", address, sent, headers)
        answer = self.connection.getresponse()
        body = answer.read()
        seconds = time.perf_counter() - started
        self.taken.setdefault(what if answer.status < 400 else f"{what}: {answer.status}", []).append(seconds)
        return body


def at_work(port: int, filled: Filled, seconds: float, pause: tuple[float, float], seed: int) -> Times:
    """Everybody works for so many seconds; seconds of each act, by what was asked for."""
    until = time.monotonic() + seconds
    visitors = [
        Visitor(HTTPConnection("127.0.0.1", port, timeout=60), person, random.Random(seed + number), until, pause)
        for number, person in enumerate(filled.people)
    ]
    threads = [threading.Thread(target=_work, args=(visitor, filled)) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken: Times = {}
    for visitor in visitors:
        visitor.connection.close()
        for what, times in visitor.taken.items():
            taken.setdefault(what, []).extend(times)
    return taken


def _work(visitor: Visitor, filled: Filled) -> None:
    time.sleep(visitor.dice.uniform(0, visitor.pause[1]))  # not all at the same instant
    try:
        while True:
            _round(visitor, filled)
    except Over:
        pass


def _round(visitor: Visitor, filled: Filled) -> None:
    dice = visitor.dice
    slug, piece = dice.choice(filled.slugs), f"/contributions/{dice.choice(filled.texts)}"
    room, place = dice.choice([*ISSUE_ROOMS.items(), ("inbox", "")])
    visitor.ask("home", "/accueil")
    visitor.ask("board", f"/numeros/{slug}/tableau")
    visitor.ask(room, f"/numeros/{slug}/{place}" if place else "/boite")
    visitor.ask("piece", piece)
    base = _BASE.search(visitor.ask("text", f"{piece}/fr"))
    if base:
        _write(visitor, f"{piece}/fr", base[1].decode(), filled.words)
    visitor.ask("search", "/recherche?" + urlencode({"mots": " ".join(dice.sample(filled.words, 2))}))
    visitor.ask("history", f"{piece}/fr/historique")


def _write(visitor: Visitor, address: str, base: str, words: list[str]) -> None:
    """Type a text: it grows from one autosave to the next, and is then saved under a name."""
    for form in _typed(visitor.dice, words):
        said = visitor.ask("autosave", f"{address}/brouillon", form | {"base": base})
        base = json.loads(said).get("base", base)
    visitor.ask("save", address, form | {"base": base})
    visitor.ask("text", address, rests=False)  # where the save leads


def _typed(dice: random.Random, words: list[str]) -> Iterator[dict[str, str]]:
    paragraphs = [" ".join(dice.choices(words, k=60)) for _ in range(PARAGRAPHS)]
    for _ in range(AUTOSAVES):
        paragraphs[-1] += " " + " ".join(dice.choices(words, k=12))
        yield {"headline": "La file", "body": "\n\n".join(paragraphs), "key": secrets.token_hex(8)}
