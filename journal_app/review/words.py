"""Review, the words: a text -> its words, signs and spaces, in any script. Pure; joined they are the text again.

A word is letters with their marks, joiners (ZWNJ, ZWJ) and digits, so that no change is ever shown inside one: that
would break the shapes of joined letters. Scripts that put no spaces between words are cut into what is drawn as one
sign (UAX #29, grapheme clusters, as far as a comparison needs them).
"""

import re
import unicodedata
from functools import lru_cache

INNER = frozenset("'’.·•‧:,\u05f3\u05f4")  # inside a word when a letter follows: aujourd’hui, migrant.e.s, 1,5, 10:30
MARKS = frozenset("\u200c\u2060\u00ad\u034f")  # with what is before them, like accents
STACKERS = frozenset("\u1039\u17d2")  # Myanmar virama and Khmer coeng: the next letter is drawn under this one
# Scripts without spaces: Thai, Lao, Tibetan, Myanmar, Khmer, Tai Tham, Japanese and Chinese (Unicode blocks).
UNSPACED = (
    (0x0E00, 0x0EFF), (0x0F00, 0x0FFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x19E0, 0x19FF), (0x1A20, 0x1AAF),
    (0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3040, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
    (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F), (0xF900, 0xFAFF), (0x20000, 0x3FFFF),
)  # fmt: skip
_LETTERS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl"})

# On the kinds of the characters, one sign each: w a word's, u of an unspaced script, m a mark, z the ZWJ, k a stacker,
# s a space, i may stand inside a word, p anything else.
_WORD = re.compile(
    r"w[wmzk]*+(?:iw[wmzk]*+)*+"
    r"|u[mz]*+(?:k[mz]*+u[mz]*+)*+k?+"
    r"|s++"
    r"|[pi]m*+(?:z++p?+m*+)*+k?+"
    r"|[mzk]++"
)


@lru_cache(maxsize=8192)
def _kind(character: str) -> str:
    category = unicodedata.category(character)
    if character == "\u200d":
        return "z"
    if character in STACKERS:
        return "k"
    if category[0] == "M" or character in MARKS or 0x1F3FB <= ord(character) <= 0x1F3FF:
        return "m"
    if category in _LETTERS:
        return "u" if any(first <= ord(character) <= last for first, last in UNSPACED) else "w"
    if character.isspace():
        return "s"
    return "i" if character in INNER else "p"


def words(text: str) -> list[str]:
    """The words, signs and spaces of a text in order."""
    kinds = "".join(map(_kind, text))
    return [text[found.start() : found.end()] for found in _WORD.finditer(kinds)]
