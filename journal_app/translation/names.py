"""Translation, the names: those of a source of which its translation has nothing that looks like them. Pure.

Only between languages of one script with capitals, and not from German, which has them everywhere. Countries, peoples,
languages, days and months have other names in other languages. Where the translation has a capital that the source does
not explain, that is taken for the name's translation: better silent than wrong.
"""

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache

from babel import Locale, UnknownLocaleError

from journal_app.languages import language as known
from journal_app.languages import locale_of
from journal_app.prepress.typography import script_of
from journal_app.problems import Problem, warning

WHO = "translator"
MOST = 5  # names that are looked at one by one, and told of
COMPARED = 40  # names of a text that are compared letter by letter: no paragraph has more
ALIKE = 0.6  # Dunkerque and Dunkirk are 0.63
_EVERYWHERE = ("de",)  # languages that write every noun with a capital
_ACCENTS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CAPITAL = re.compile(r"(?<![\w-])(?=[^\W\d_a-zß-öø-ÿ])[^\W\d_]+(?:-[^\W\d_]+)*")  # most small letters are no match
_ROMAN = re.compile(r"[IVXLC]+(?:e|er|ème|th)?")
_BEFORE = 12  # signs before a word that tell whether a sentence begins with it
_BEGINS = re.compile(r"(?:^|[.!?…:;\n«»“”„\"(\[–—•]|\d)[\s\u00a0\u202f'‘’“«\"(–—-]*$")


def checked_names(
    source: str, target: str, source_language: str, target_language: str, where: str
) -> Iterator[Problem]:
    """`check-name`: a name inside a sentence of the source of which the translation has nothing that looks like it."""
    tag, script = _tag(source_language), script_of(_tag(source_language))
    if script not in ("Latn", "Cyrl") or script_of(_tag(target_language)) != script or tag in _EVERYWHERE:
        return
    told = _inside(source, tag)
    if not told or _titled(source):
        return
    others = _WORD.findall(target)
    told = list(dict.fromkeys(told))
    there = set(others)
    missing = [word for word in told if word not in there]
    if not missing:
        return
    plain = set(_WORD.findall(_plain(target)))
    beginnings = {word[:size] for word in plain for size in (3, 4)}
    missing = [word for word in missing if not _there(_plain(word), plain, beginnings)][:MOST]
    own = {_plain(word) for word in told}
    capitals = [word for word in dict.fromkeys(others) if word[0].isupper() and _plain(word) not in own]
    missing = [word for word in missing if not any(_like(word, other) for other in capitals[:COMPARED])]
    if any(word.isupper() and len(word) > 1 for word in capitals):  # OFII may be said with other letters
        missing = [word for word in missing if not word.isupper()]
    if missing and not _other_name(target, _tag(target_language), told):
        yield warning("check-name", where, "", ", ".join(missing), WHO)


def _other_name(target: str, language: str, told: list[str]) -> bool:
    """Whether the translation has a capital that no name of the source explains."""
    own = {_plain(word) for word in told}
    inside = [word for word in dict.fromkeys(_inside(target, language)) if _plain(word) not in own][:COMPARED]
    return any(not any(_like(word, one) for one in told[:COMPARED]) for word in inside)


def _plain(text: str) -> str:
    """Without case and accents, of which languages take or leave some in one name."""
    return text.lower() if text.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFD", text).casefold())


def _tag(language: str) -> str:
    found = known(language)
    return found.tag if found else language


def _inside(text: str, language: str) -> list[str]:
    """The names of a text: capitalised words that do not begin a sentence, a quotation or a line, and are no others."""
    found, no_names = [], _no_names(language)
    for word in _CAPITAL.finditer(text):
        begin = word.start()
        before = text[begin - _BEFORE : begin] if begin >= _BEFORE else f"\n{text[:begin]}"
        if word[0][0].isupper() and not _BEGINS.search(before):
            found.append(word[0])
    found = [word for word in found if len(word) > 2 and not _ROMAN.fullmatch(word)]
    return [word for word in found if not {_plain(word), _plain(word).removesuffix("s")} & no_names]  # on Mondays


@cache
def _no_names(language: str) -> frozenset[str]:
    """What is written with a capital in a language and is said otherwise in another: from CLDR, and what it lacks."""
    try:
        locale = Locale.parse(locale_of(language))
    except (UnknownLocaleError, ValueError):
        return frozenset()
    calendars = [*locale.months["format"]["wide"].values(), *locale.days["format"]["wide"].values()]
    names = [*locale.territories.values(), *locale.languages.values(), *locale.scripts.values(), *calendars]
    words = {_plain(word) for name in names for word in _WORD.findall(str(name))}
    return frozenset(words | {_plain(word) for word in _CAPITALS.get(language, "").split()})


_CAPITALS = {
    "en": (
        "God Mr Mrs Ms Earth Internet England Scotland Wales Roma Christmas Easter Ramadan Eid Channel Sea "
        "Mediterranean Afghan Afghans Albanian Albanians Iranian Iranians Iraqi Iraqis Syrian Syrians Eritrean "
        "Eritreans Ethiopian Ethiopians Sudanese Somali Somalis Ukrainian Ukrainians Kurd Kurds Vietnamese "
        "British Briton Britons Englishman Englishmen Frenchman Frenchmen European Europeans African Africans "
        "American Americans Belgian Belgians Italian Italians Christian Christians Muslim Muslims Jew Jews Jewish "
        "Islamic Catholic"
    ),
    "fr": (
        "Dieu État États Europe Angleterre Écosse Manche Méditerranée République Terre Noël Pâques Aïd Ramadan "
        "Nord Sud Est Ouest Mme Londres Bruxelles Douvres Afghan Afghans Afghane Afghanes Albanais Iranien "
        "Iraniens Irakien Irakiens Syrien Syriens Syrienne Syriennes Érythréen Érythréens Éthiopien Éthiopiens "
        "Soudanais Somalien Somaliens Ukrainien Ukrainiens Ukrainienne Kurde Kurdes Vietnamien Vietnamiens "
        "Anglais Britannique Britanniques Européen Européens Africain Africains Américain Américains Belge Belges "
        "Français Françaises Italien Italiens"
    ),
}


def _there(word: str, words: set[str], beginnings: set[str]) -> bool:
    """Whether a name is in the translation, perhaps with another ending."""
    return word in words or (len(word) > 3 and word[:4] in beginnings) or (len(word) <= 3 and word[:3] in beginnings)


def _like(one: str, other: str) -> bool:
    """Whether two names are one in two languages: Londres and London."""
    first, second = _plain(one), _plain(other)
    return first[:1] == second[:1] and SequenceMatcher(None, first, second).ratio() >= ALIKE


def _titled(text: str) -> bool:
    """Whether a text has capitals as English headlines do: then they tell nothing. A sentence has a full stop."""
    words = [word for word in _WORD.findall(text) if len(word) > 3]
    least = 3 if text.rstrip()[-1:] in ".!?" else 1
    return len(words) > least and sum(unicodedata.category(word[0]) == "Lu" for word in words) * 2 > len(words)
