"""Kernel: the sentences people read, per language, from the .po catalogues beside this file.

One folder a language, one .po a room (`fr/preflight.po`). A problem's sentence has the msgid `problem:<code>` and
may use {where} {place} {found} {allowed} {title}, and what `_named` says; a role that can fix it has `who:<slug>`;
screen strings use their French text as msgid. The catalogues are package data, read once; nothing else is read.
"""

import gettext
import re
from collections.abc import Callable, Collection, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from babel.messages.pofile import read_po

from journal_app.languages import language as known
from journal_app.problems import Detail, Problem, Severity

FOLDER = Path(__file__).parent
RIGHT_TO_LEFT = ("ar", "fa", "prs", "ps", "ur", "ckb")  # of the languages screens may come to exist in
SOURCE = "fr"  # screen strings are written in French first


class Translator(gettext.NullTranslations):
    """The sentences of one language, falling back to French and then to the message itself."""

    def __init__(
        self, language: str, sentences: Mapping[str, Any], plurals: Mapping[str, str], owned: Collection[str]
    ) -> None:
        super().__init__()
        self.language = language
        self._owned = owned
        self._sentences = sentences
        self._plurals = plurals

    def gettext(self, message: str) -> str:
        found = self._sentences.get(message)
        return (found[0] if isinstance(found, tuple) else found) or super().gettext(message)

    def own(self, message: str) -> str:
        """The sentence in this very language; empty where it would be another's."""
        return str(self._sentences.get(message, "")) if message in self._owned else ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        found = self._sentences.get(msgid1)
        if isinstance(found, tuple) and any(found):
            return str(found[min(_plural_rule(self._plurals[msgid1])(n), len(found) - 1)])
        return super().ngettext(msgid1, msgid2, n)


@cache
def _plural_rule(expression: str) -> Callable[[int], int]:
    """A count -> which msgstr, by the Plural-Forms of the catalogue's own header."""
    rule: Callable[[int], int] = gettext.c2py(expression)
    return rule


@cache
def translator(language: str) -> Translator:
    """The translator of `language` (`fr`, `en`, `ar`); an unknown one answers in French."""
    sentences: dict[str, Any] = {}
    plurals: dict[str, str] = {}
    owned: set[str] = set()
    for name in (SOURCE, language):
        for path in sorted((FOLDER / name).glob("*.po")):
            with path.open("rb") as file:
                catalog = read_po(file)
            told = {_key(m.id): m.string for m in catalog if m.id and m.string and not m.fuzzy}
            sentences.update(told)
            owned |= told.keys() if name == language else set()
            plurals.update({key: catalog.plural_expr for key, string in told.items() if isinstance(string, tuple)})
    return Translator(language, sentences, plurals, owned)


def _key(msgid: Any) -> str:
    return str(msgid[0] if isinstance(msgid, (tuple, list)) else msgid)


@cache
def catalogue(language: str, room: str) -> Mapping[str, str]:
    """What one catalogue says, sentence by sentence in its order, without what another would say instead."""
    with (FOLDER / language / f"{room}.po").open("rb") as file:
        return MappingProxyType({_key(one.id): str(one.string) for one in read_po(file) if one.id and one.string})


def languages(room: str = "*") -> list[str]:
    """The languages the screens exist in, French first; `room`: those of one catalogue."""
    found = sorted(p.name for p in FOLDER.iterdir() if p.is_dir() and any(p.glob(f"{room}.po")))
    return sorted(found, key=lambda name: (name != SOURCE, name))


def sentence(problem: Problem, language: str = SOURCE, *, desk: bool = False) -> str:
    """What a person reads of a problem: the sentence of its code with what was found, allowed and who can fix it.

    `desk`: for somebody who sees no file. Where a sentence speaks of one, its code has a second (`problem:<code>@desk`)
    that says what to do on the desk's screens; and a place in a file is told as what it is of.
    """
    told = translator(language)
    template = (told.own(f"problem:{problem.code}@desk") if desk else "") or told.gettext(f"problem:{problem.code}")
    detail = problem.detail
    title = _titled(problem, language)
    stands = place(problem.where, title, language)
    text = template.format(
        where=isolated(on_desk(problem.where, language) if desk else problem.where, language),
        place=stands if not desk or stands != problem.where else on_desk(stands, language),
        found=isolated(detail.found, language),
        allowed=isolated(detail.allowed, language),
        title=isolated(title, language),
        **_named(detail, language),
    )
    return f"{text} ({told.gettext('who:' + detail.who)})" if detail.who else text


def _titled(problem: Problem, language: str) -> str:
    """The title of what is concerned; with its language by name where one slot of a page holds several."""
    tag = re.match(r"p\d+/[^#]+#(.+)$", problem.where)
    if not tag or not problem.detail.title:
        return problem.detail.title
    return f"{problem.detail.title} ({tongue(tag[1], language)})"


def tongue(tag: str, language: str = SOURCE) -> str:
    """A language's name in French or English; elsewhere its own name. The tag of one that nobody knows."""
    told = known(tag)
    return {"fr": told.french, "en": told.english}.get(language, told.name) if told else tag


def _named(detail: Detail, language: str) -> dict[str, str]:
    """What was found and what is allowed by its name, where it is a language, a place, a slot or a mention."""
    found, allowed = detail.found, detail.allowed
    return {
        "found_tongue": isolated(tongue(found, language), language),
        "allowed_tongue": isolated(tongue(allowed, language), language),
        "found_place": isolated(place(found, "", language), language),
        "allowed_place": isolated(place(allowed, "", language), language),
        "found_slot": isolated(slot_name(found, language), language),
        "found_mention": isolated(mention_name(found, language), language),
    }


def slot_name(slot: str, language: str = SOURCE) -> str:
    """A layout's slot by its name: `photo2` is "image 2". The slot itself where no catalogue has a word for it."""
    told, parts = translator(language), re.match(r"([a-z-]+?)-?(\d*)$", slot)
    key = f"slot-named:{parts[1]}" if parts else ""
    words = told.gettext(key) if key else ""
    return slot if not parts or words == key else f"{words} {parts[2]}".strip()


def mention_name(key: str, language: str = SOURCE) -> str:
    """A field of the masthead by the name it has in the settings: `masthead.seat` is "Siège"."""
    label = f"masthead:{key.removeprefix('masthead.')}"
    words = translator(language).gettext(label)
    return key if words == label else words


def on_desk(where: str, language: str = SOURCE) -> str:
    """What a place in an issue's folder is of, for who sees no file: `articles/la-file/fr.html:3` is "la-file
    (français)"."""
    told = translator(language)
    for file, words in (("issue.toml", "place:settings"), ("flatplan.toml", "place:plan")):
        if where.startswith(file):
            return told.gettext(words)
    text = re.match(r"article(?:s/|:)([^/#]+)(?:[/#]([A-Za-z-]+)(?:\.html|$))?", where)
    if text:
        return f"{text[1]} ({tongue(text[2], language)})" if text[2] else text[1]
    picture = re.match(r"picture(?:s/|:)([^/.:#]+)", where)
    return picture[1] if picture else place(where, "", language)


def isolated(words: str, language: str) -> str:
    """Words from elsewhere inside a sentence read from right to left keep their own direction (Unicode TR 9, FSI)."""
    return f"\u2068{words}\u2069" if words and language in RIGHT_TO_LEFT else words


def place(where: str, title: str = "", language: str = SOURCE) -> str:
    """Where something is, in words: `p6/lead` is "p. 6", with the piece's title when it has one."""
    told = translator(language)
    page = re.match(r"p(\d+)(?:/|$)", where)
    if page:
        template = told.gettext("place:page-title" if title else "place:page")
        return template.format(number=page[1], title=isolated(title, language))
    return told.gettext("place:document") if where == "document" else where


def as_json(problem: Problem, language: str = SOURCE) -> dict[str, Any]:
    """A problem in the shape every JSON answer of the `journal` command has."""
    d = problem.detail
    return {
        "severity": problem.severity.value,
        "code": problem.code,
        "where": problem.where,
        "detail": {"found": d.found, "allowed": d.allowed, "who": d.who, "title": d.title},
        "message": sentence(problem, language),
    }


def from_json(told: Mapping[str, Any]) -> Problem:
    """The problem that `as_json` told: to say it again in another language."""
    return Problem(Severity(told["severity"]), told["code"], told["where"], Detail(**told["detail"]))
