"""Search, the folding: words of any script -> the plain forms that are compared. Pure; the same for texts and queries.

Two people write one word differently: with or without accents and harakat, with one of three kafs, in their digits.
"""

import re
import unicodedata
from collections.abc import Iterator

# Marks that readers leave out when they search: Latin, Greek and Cyrillic accents, Arabic harakat and Quranic signs.
# Vowel signs of Bengali or Devanagari are letters to their readers, and stay.
_LEFT_OUT = re.compile("[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u2066-\u2069]")
_SAME = {
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("يىېۍئے", "ی"),
    **dict.fromkeys("كڪګ", "ک"),
    **dict.fromkeys("ةۀەۃ", "ه"),
    "ؤ": "و",
    "ء": "",
    **dict.fromkeys("œ", "oe"),
    **dict.fromkeys("æ", "ae"),
    **dict.fromkeys("øð", "o"),
    "đ": "d",
    "ł": "l",
    "ı": "i",
    "ς": "σ",
}
# Ethiopic series that Amharic and Tigrinya writers use for one another; seven or eight syllables each.
for _other, _one in (("ሐ", "ሀ"), ("ኀ", "ሀ"), ("ሠ", "ሰ"), ("ዐ", "አ"), ("ፀ", "ጸ")):
    _SAME |= {chr(ord(_other) + step): chr(ord(_one) + step) for step in range(7)}
_TABLE = str.maketrans(_SAME)
# Scripts written without spaces: Thai, Lao, Myanmar, Khmer, kana, Han. Their words are searched by pairs of letters.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
LONGEST = 60  # characters of a word that are compared


def fold(text: str) -> str:
    """A text in the plain form: no case, no accents, one digit for each value. Its length may change."""
    if text.isascii():  # the same, and ten times as fast: most of what banks write
        return text.lower()
    text = unicodedata.normalize("NFKD", text).casefold()
    text = unicodedata.normalize("NFC", _LEFT_OUT.sub("", text))
    text = "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text)
    return text.translate(_TABLE)


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the words of a text stand: runs of letters, marks and digits, joined by what joins inside a word."""
    start = -1
    for place, character in enumerate(text):
        inside = unicodedata.category(character)[0] in "LMN" or (start >= 0 and character in "\u200c\u200d\u0640\u00ad")
        if inside and start < 0:
            start = place
        elif not inside and start >= 0:
            yield start, place
            start = -1
    if start >= 0:
        yield start, len(text)


def words(text: str) -> list[str]:
    """The folded words of a text, in order; those of scripts without spaces as overlapping pairs."""
    found: list[str] = []
    for start, end in spans(text):
        word = fold(text[start:end])[:LONGEST]
        if _UNSPACED.search(word) and len(word) > 2:
            found += [word[place : place + 2] for place in range(len(word) - 1)]
        elif word:
            found.append(word)
    return found
