"""Cards, the code: one secret, many spellings: twenty digits in any script, or six words. Pure; it looks nothing up.

60 random bits and 6 of checksum. The number is the secret times 61, a prime: a wrong digit, two
neighbours swapped or one doubled for another are never a multiple of it, and a blind guess is one in 61. Twenty digits
hold it (61 x 2^60 < 10^20), and so do six words of a list of 2,048 (66 bits).
"""

import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from mnemonic import Mnemonic

BITS, CHECK = 60, 61
DIGITS, GROUP = 20, 5  # four groups of five
WORDS, LIST = 6, 2048
# The lists of BIP 39: no two words of one share their first four letters, all are common. Those of the languages of the
# contributors' pages alone: in Spanish and Portuguese together six words could be read in two ways. No list is made up
# here for a language whose speakers have not checked one.
LISTS: Mapping[str, str] = {"fr": "french", "en": "english", "tr": "turkish"}
LEAST_LETTERS = 4
NUMERALS: Mapping[str, str] = {"western": "0123456789", "arabic": "٠١٢٣٤٥٦٧٨٩", "persian": "۰۱۲۳۴۵۶۷۸۹"}


class Slip(StrEnum):
    """What is wrong with what was typed, before anything is looked up."""

    EMPTY = "empty"
    SHORT = "short"  # digits or words are missing
    LONG = "long"  # there are too many
    TYPING = "typing"  # as many as wanted, and one of them is another one
    WORD = "word"  # a word that is in no list


@dataclass(frozen=True, slots=True)
class Misread:
    """A typing mistake. `count`: digits or words that were read; `word`: the one that no list has."""

    slip: Slip
    count: int = 0
    word: str = ""


def new_secret() -> int:
    """60 random bits."""
    return secrets.randbits(BITS)


def digits(secret: int, numerals: str = "western") -> tuple[str, ...]:
    """The code in groups of five digits, Western, Arabic-Indic or Persian; to be shown left to right, isolated."""
    whole = f"{secret * CHECK:0{DIGITS}}"
    if numerals != "western":
        whole = whole.translate(str.maketrans(NUMERALS["western"], NUMERALS[numerals]))
    return tuple(whole[place : place + GROUP] for place in range(0, DIGITS, GROUP))


def words(secret: int, tag: str) -> tuple[str, ...]:
    """The code as six words of that language; empty when it has no list."""
    if tag not in LISTS:
        return ()
    number, found = secret * CHECK, []
    for _ in range(WORDS):
        number, place = divmod(number, LIST)
        found.append(_list(tag)[place])
    return tuple(reversed(found))


def read(typed: str) -> int | Misread:
    """The secret behind what was typed: digits of any script, or words, in any case, with any marks and spaces."""
    plain = unicodedata.normalize("NFKC", typed)
    found = "".join(str(unicodedata.digit(sign)) for sign in plain if unicodedata.category(sign) == "Nd")
    if found:
        return _from_digits(found)
    tokens = _tokens(plain)
    return _from_words(tokens) if tokens else Misread(Slip.EMPTY)


def recalls(secret: int, typed: str) -> bool:
    """Whether somebody has the code before them: all of it, its last group of digits, or one of its words."""
    if read(typed) == secret:
        return True
    plain = unicodedata.normalize("NFKC", typed)
    found = "".join(str(unicodedata.digit(sign)) for sign in plain if unicodedata.category(sign) == "Nd")
    tokens = _tokens(plain)
    known = {_bare(word) for tag in LISTS for word in words(secret, tag)}
    return found == digits(secret)[-1] or (bool(tokens) and not found and all(token in known for token in tokens))


def _from_digits(found: str) -> int | Misread:
    if len(found) != DIGITS:
        return Misread(Slip.SHORT if len(found) < DIGITS else Slip.LONG, len(found))
    return _checked(int(found), DIGITS)


def _checked(number: int, count: int) -> int | Misread:
    secret, rest = divmod(number, CHECK)
    return Misread(Slip.TYPING, count) if rest or secret >> BITS else secret


def _from_words(tokens: Sequence[str]) -> int | Misread:
    """In whichever language all of them are found, whole words before their beginnings; in the order they stand in."""
    closest, unknown = -1, ""
    mistyped = False
    for tag, whole in [(tag, whole) for whole in (True, False) for tag in LISTS]:
        places = [_place(tag, token, whole) for token in tokens]
        if None not in places:
            if len(tokens) != WORDS:
                return Misread(Slip.SHORT if len(tokens) < WORDS else Slip.LONG, len(tokens))
            number = 0
            for place in places:
                number = number * LIST + (place or 0)
            answer = _checked(number, WORDS)
            if not isinstance(answer, Misread):
                return answer
            mistyped = True
        known = len(places) - places.count(None)
        if known > closest and None in places:
            closest, unknown = known, tokens[places.index(None)]
    return Misread(Slip.TYPING, len(tokens)) if mistyped else Misread(Slip.WORD, len(tokens), unknown)


def _place(tag: str, token: str, whole: bool) -> int | None:
    """Where a word stands in its list; unless it is to be whole its first four letters are enough."""
    place = _places(tag).get(token)
    if place is None and not whole and len(token) >= LEAST_LETTERS:
        return _begins(tag).get(token[:LEAST_LETTERS])
    return place


@cache
def _list(tag: str) -> tuple[str, ...]:
    """The list as it is shown, composed."""
    return tuple(unicodedata.normalize("NFC", word) for word in Mnemonic(LISTS[tag]).wordlist)


@cache
def _places(tag: str) -> Mapping[str, int]:
    """Each word, folded -> its place."""
    return {_bare(word): place for place, word in enumerate(_list(tag))}


@cache
def _begins(tag: str) -> Mapping[str, int]:
    """The first four letters of each word -> its place."""
    return {word[:LEAST_LETTERS]: place for word, place in _places(tag).items() if len(word) >= LEAST_LETTERS}


def _bare(word: str) -> str:
    """A word without case and marks; the dotless i of Turkish is an i."""
    plain = unicodedata.normalize("NFKD", word.casefold().replace("ı", "i"))
    return "".join(sign for sign in plain if unicodedata.category(sign).startswith("L"))


def _tokens(plain: str) -> list[str]:
    """The words of what was typed; apostrophes, hyphens and commas part them as spaces do."""
    apart = "".join(sign if unicodedata.category(sign)[0] in "LM" else " " for sign in plain)
    return [bare for word in apart.split() if (bare := _bare(word))]
