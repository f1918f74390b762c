"""Memory, the forms: the words of a paragraph -> what is compared of them. Pure; the same when learning and finding.

Three forms, from near to far: the words as they stand (100 %), their letters and digits alone (99 %), and folded as the
search room folds them, which is what signs are counted in. Marks (①❶) are no words, and no word ends at one.
"""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

from journal_app.languages import LANGUAGES
from journal_app.search.folding import fold, spans

# The signs that marks are written with on the desk, see translation/marks.py; soft hyphens are no words either.
_MARKS = re.compile("[\u2460-\u2473\u2776-\u277f\u24eb-\u24f4\u00ad]")
_BROKEN = re.compile("[\0\ud800-\udfff]")  # what no database takes
# Harakat, Quranic signs and the stretching of a line: the same word is written with and without.
_VOWELS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
LONGEST = 40  # signs of a token that is kept in mind: whole sentences, in scripts without spaces, are not
_ROOM = 5_000  # different signs whose form is kept in mind


def clean(words: str) -> str:
    """Words that a database takes, composed in one way (NFC), with nothing around them."""
    return unicodedata.normalize("NFC", _BROKEN.sub("", words)).strip()


class _Letters(dict[int, str]):
    """A sign -> itself where it is a letter, a mark of one or a digit (by its value), else nothing."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        inside = unicodedata.category(sign)[0] in "LMN"
        kept = (str(unicodedata.digit(sign)) if sign.isdigit() else sign) if inside else ""
        if len(self) < _ROOM:
            self[code] = kept
        return kept


_LETTERS = _Letters()


def bare(words: str) -> str:
    """The letters and digits alone, in no case: the same for a reader. Words that have none stay as they are."""
    said = unicodedata.normalize("NFC", _VOWELS.sub("", _MARKS.sub("", words)).casefold())
    return said.translate(_LETTERS) or clean(words)


def plain(words: str) -> str:
    """The folded words with one space between two; words that have no letter as they are."""
    tokens = _MARKS.sub("", words).split()
    one = _kept if max(map(len, tokens), default=0) <= LONGEST else _token
    return " ".join(filter(None, map(one, tokens))) or " ".join(words.split())


def both(source: str, target: str) -> str:
    """Both sides folded, each with a space around it, so that a phrase can be asked to begin a word."""
    return f" {plain(source)} \n {plain(target)} "


def _token(token: str) -> str:
    return _kept(token) if len(token) <= LONGEST else _folded(token)


def _folded(token: str) -> str:
    return " ".join(" ".join(filter(None, (fold(token[start:end]) for start, end in spans(token)))).split())


@lru_cache(maxsize=20_000)  # about three megabytes: a paper's texts say the same words again and again
def _kept(token: str) -> str:
    return _folded(token)


def likeness(words: str) -> int:
    """A number that two texts share when their bare words are the same; 63 bits, so that any database keeps it."""
    return int.from_bytes(blake2b(bare(words).encode(), digest_size=8).digest(), "big") >> 1


def digest(*told: str) -> bytes:
    """16 bytes that stand for all that was told, in that order."""
    return blake2b("\0".join(told).encode(), digest_size=16).digest()


@lru_cache(maxsize=1_000)
def family(tag: str) -> str:
    """The language of a tag without its region: fr of fr-BE. A script of its own is kept: kmr-Arab is not kmr."""
    first, *rest = tag.replace("_", "-").split("-")
    script = next((part.title() for part in rest if len(part) == 4 and part.isalpha()), "")
    known = LANGUAGES.get(first.lower())
    return first.lower() if not script or (known and known.script == script) else f"{first.lower()}-{script}"
