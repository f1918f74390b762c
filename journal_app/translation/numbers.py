"""Translation, the numbers: those of a source that its translation does not have, and digits of the wrong kind. Pure.

١٢, ۱۲, ১২ and 12 are one number; so are 4 000, 4,000 and 4.000 where a language writes them so, 10h30 and 10:30, and
15h and 3 pm. A number in words is as good as one in digits: of a small one only a note is made, of another one a
warning, since nobody can look for all the ways of writing four thousand. Silent is better than wrong: what can be read
in two ways is taken so that it fits.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from journal_app.languages import language as known
from journal_app.prepress.order import KEPT, parted
from journal_app.prepress.typography import DIGITS
from journal_app.problems import Problem, note, warning

WHO = "translator"
SMALL = 12  # up to here newspapers write numbers in words
_MOST = 8  # numbers that one sentence names
_SPACES = " \u00a0\u202f\u2009"
# What is one number, the longest first: a telephone number, a date, thousands in groups, digits with a fraction.
_NUMBER = re.compile(
    rf"(?=[+\d])(?:(?P<phone>(?<!\d)(?:\+\d{{1,3}}[{_SPACES}.-]?|0)\d{{1,4}}"
    rf"(?:(?:[{_SPACES}-]\d{{2,4}}){{2,6}}|(?:\.\d{{2,4}}){{3,6}})(?!\d))"
    r"|(?P<date>(?<![\d.,/-])(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2}))(?![\d/]|\.\d))"
    rf"|(?P<groups>(?<![\d.,])\d{{1,3}}(?:[{_SPACES}'’]\d{{3}})+(?!\d)(?:[.,]\d{{1,2}}(?!\d))?)"
    r"|(?P<marked>(?<![\d.,])\d{1,3}(?:(?:,\d{3})+(?:\.\d+)?|(?:\.\d{3})+(?:,\d+)?)(?![\d]))"
    r"|(?P<plain>\d+(?:[.,]\d+)?))"
)
_PLAIN = {ord(c): str(unicodedata.decimal(c)) for c in map(chr, range(0x660, 0x20000)) if c.isdecimal()}
_OTHER = re.compile(r"(?![0-9])\d|[٫٬]")
_PLAIN |= {ord("٫"): ".", ord("٬"): ","}
_ROMAN = re.compile(r"(?<![\w’'])([IVXLC]{2,7})(?=(?:e|è|ème|ᵉ|th)?\b)")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
# Words that stand for thousands after digits, in the paper's languages.
_THOUSAND = re.compile(
    r"(\d{1,6}(?:[.,]\d)?)[ \u00a0\u202f]?(?:mille|mil|thousand|k\b|nghìn|ngàn|bin\b|mijë|тисяч|тыс|ألف|آلاف|الف|هزار"
    r"|زره|هەزار|হাজার|ሽሕ|ሺሕ|ሺ|kun\b|kuma)", re.IGNORECASE,
)  # fmt: skip
# The house's two languages: the words of small numbers, by value, and the beginnings of any number's word.
_IN_WORDS = {
    "fr": ("zéro|aucun", "une?\\b|premi", "deux|second", "trois", "quatr", "cinq", "six", "sept", "huit", "neuf|neuv",
           "dix|dizaine", "onz", "douz|midi|minuit"),
    "en": ("zero|no", "one|an?\\b|first|once", "two|second|twice|both|pair", "three|third|thrice", "four", "five|fifth",
           "six", "seven", "eight", "nine|ninth", "ten", "eleven", "twelve|twelfth|dozen|noon|midday|midnight"),
}  # fmt: skip
_ANY = {
    "fr": re.compile(
        r"\b(?:zéro|deux|trois|quatr|cinq|six|sept|huit|neuf|neuv|dix|diz|onz|douz|treiz|quator|quinz|seiz|vingt|trent|"
        r"quarant|soixant|cent|mill|premi|second|demi|moitié|quart|tiers|midi|minuit|double|tripl)", re.IGNORECASE),
    "en": re.compile(
        r"\b(?:zero|two|three|third|four|five|fif|six|seven|eight|nin|ten|eleven|twel|thirt|fort|twent|hundred|thousand|"
        r"million|billion|first|second|half|halves|quarter|dozen|noon|midday|midnight|once|twice|both|pair|double|score)",
        re.IGNORECASE),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text as it stands there. `means`: what it may be, of which one must be met; `parts`: what else it
    answers for; `soft`: nobody misses it."""

    shown: str
    means: frozenset[str]
    parts: frozenset[str] = frozenset()
    soft: bool = False


def checked_numbers(source: str, target: str, source_language: str, target_language: str, where: str) -> list[Problem]:
    """`check-number` and `check-digits`. Linear in both texts."""
    there, here = numbers(source), numbers(target)
    offered, asked = _answers(here, target), _answers(there, source)
    missing = [one for one in there if not one.soft and not _met(one, offered) and not _afternoon(one, offered)]
    more = [one for one in here if not one.soft and not _met(one, asked) and not _afternoon(one, asked)]
    missing = [one for one in missing if not _said(one, target, target_language)]
    problems = [one for one in (_told(missing, more, source, source_language, target_language, where),) if one]
    return [*problems, *_digits(target, target_language, where)]


def _told(
    missing: list[Number], more: list[Number], source: str, source_language: str, target_language: str, where: str
) -> Problem | None:
    """One problem for all numbers of a row."""
    found, allowed = _listed(more), _listed(missing)
    if missing:
        small = all(_small(one) for one in missing) and not more
        if small and target_language.split("-")[0] not in _IN_WORDS:
            return note("check-number", where, found, allowed, WHO)
        return warning("check-number", where, found, allowed, WHO)
    words = _ANY.get(source_language.split("-")[0])
    more = [one for one in more if not one.means & {"0", "1"}]
    if more and words and not words.search(source) and not _ROMAN.search(source):
        return note("check-number", where, _listed(more), allowed, WHO)
    return None


def _listed(found: Iterable[Number]) -> str:
    shown = list(dict.fromkeys(one.shown for one in found))
    return ", ".join([*shown[:_MOST], *["…"][: len(shown) > _MOST]]) or "–"


# --- numbers of a text -----------------------------------------------------------------------------------------------


def plain_digits(text: str) -> str:
    """The text with every decimal digit as 0 to 9 and Arabic's separators as ours; as long as before."""
    return text.translate(_PLAIN) if _OTHER.search(text) else text


def numbers(text: str) -> list[Number]:
    """The numbers of a text, in order; one that is written again in the same way is told once."""
    found = {text[one.start() : one.end()]: one for one in _NUMBER.finditer(plain_digits(text))}
    return [number for shown, one in found.items() for number in _read(one[0], shown, one.lastgroup or "")]


def _read(words: str, shown: str, kind: str) -> Iterator[Number]:
    """What stands there, by the kind of number it looks like. `words`: with plain digits."""
    if kind == "date":
        yield from _date(words, shown)
    elif kind == "phone":
        digits = re.sub(r"\D", "", words)
        yield Number(shown, frozenset({digits, digits[-9:]}), frozenset(re.findall(r"\d+", words)))
    elif kind == "groups":
        yield _one(shown, re.sub(rf"[{_SPACES}'’]", "", words), set(re.findall(r"\d+", words)))
    elif kind == "marked":
        yield _marked(words, shown)
    else:
        yield _one(shown, words, set(re.split(r"[.,]", words)))


def _one(shown: str, words: str, parts: set[str]) -> Number:
    """Digits, perhaps with a fraction: 1,5 is 1.5, and answers for 1 and 5, as 10.30 does for an hour."""
    whole, _, fraction = words.replace(",", ".").partition(".")
    value = _plain(whole) + (f".{fraction.rstrip('0')}" if fraction.strip("0") else "")
    soft = words.strip("0") == "" and len(words) > 1  # the minutes of ten o'clock
    decade = {value[2:]} if len(value) == 4 and value[:2] in ("19", "20") and value[-1] == "0" else set()
    return Number(shown, frozenset({value} | decade), frozenset(_plain(part) for part in parts), soft)


def _marked(words: str, shown: str) -> Number:
    """4,000 and 4.000 are four thousand to one and four to another."""
    groups = re.split(r"[.,]", words)
    last = max(words.rfind("."), words.rfind(","))
    fraction = words[last + 1 :].rstrip("0")
    either = {_plain("".join(groups)), f"{_plain(re.sub('[.,]', '', words[:last]))}.{fraction}".rstrip(".")}
    return Number(shown, frozenset(either), frozenset(_plain(part) for part in groups))


def _date(words: str, shown: str) -> Iterator[Number]:
    """Day and year; the month is a word as often as not, and an American writes it first."""
    parts = re.split(r"[-/.]", words)
    year, month, day = parts if len(parts[0]) == 4 else (parts[2], parts[1], parts[0])
    if int(month) > SMALL:
        month, day = day, month
    yield Number(shown, frozenset({_plain(day)}), frozenset({_plain(month)}), soft=int(day) <= SMALL and "/" in words)
    yield Number(shown, frozenset({_plain(month)}), frozenset({_plain(day)}), soft=True)
    yield Number(shown, frozenset({year, year[-2:]}), frozenset({f"20{year}"} if len(year) == 2 else set()))


def _plain(digits: str) -> str:
    return digits.lstrip("0") or "0"


def _answers(found: Iterable[Number], text: str) -> set[str]:
    """All that the numbers of a text answer for, thousands in words and centuries in Roman digits with them."""
    answers: set[str] = set()
    for one in found:
        answers |= one.means | one.parts
    for before in _THOUSAND.finditer(plain_digits(text)):
        answers.add(f"{float(before[1].replace(',', '.')) * 1000:.0f}")
    return answers | {str(_roman(one[1])) for one in _ROMAN.finditer(text)}


def _roman(letters: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in letters]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _met(one: Number, answers: set[str]) -> bool:
    """Whether the other side has it: as it is, or in parts, as 10.30 is 10h30."""
    parts = {part for part in one.parts if part != "0"}
    return bool(one.means & answers) or (len(parts) > 1 and parts <= answers)


def _afternoon(one: Number, answers: set[str]) -> bool:
    """15h is 3 pm, and 3.30 pm is 15h30."""
    for told in [{value} for value in one.means] + [set(one.parts)]:
        for hour in (value for value in told if value.isdigit() and len(value) < 3 and 1 <= int(value) <= 24):
            other = {str(int(hour) + 12), str(int(hour) - 12)} & answers
            if other and told - {hour} - {"0"} <= answers:
                return True
    return False


def _small(one: Number) -> bool:
    return any(value.isdigit() and len(value) < 3 and int(value) <= SMALL for value in one.means)


def _said(one: Number, target: str, language: str) -> bool:
    """Whether a small number stands in words in the translation, where we know the words."""
    words = _IN_WORDS.get(language.split("-")[0])
    values = [int(value) for value in one.means if value.isdigit() and len(value) < 3 and int(value) <= SMALL]
    return bool(words) and any(re.search(rf"\b(?:{words[value]})", target, re.IGNORECASE) for value in values)  # type: ignore[index]


# --- digits ----------------------------------------------------------------------------------------------------------


def _digits(target: str, tag: str, where: str) -> Iterator[Problem]:
    """Two kinds of digits in one text, or another language's. What keeps its own order (addresses, Latin names) is not
    looked at; western digits are at home everywhere."""
    if target.isascii():
        return
    found = known(tag)
    own = found.digits if found else "western"
    text = "".join(part for part, kept in parted(target, KEPT) if not kept or not re.search(r"[A-Za-z+@]", part))
    used = [name for name, pattern in DIGITS.items() if pattern.search(text)]
    strange = [name for name in used if name not in (own, "western")]
    if strange or (len(used) > 1 and found and found.rtl):
        examples = ", ".join(_example(text, name) for name in used)
        yield warning("check-digits", where, examples, {"arabic": "٠١٢٣", "persian": "۰۱۲۳"}.get(own, "0123"), WHO)


def _example(text: str, name: str) -> str:
    found = re.search(f"(?:{DIGITS[name].pattern})+", text)
    return found[0] if found else ""
