"""Glossary, the endings: a word -> the forms it is compared by, in the ways its language bends words. Pure.

Two tables, not a grammar: endings that a word of the text may have more than the glossary's, and what may stand before
it in Arabic and Ethiopic script. Only what is met in newspapers is listed; a word with another ending is not found, and
nothing is said of it. All is compared as search folds it (case, accents, letters written in several ways).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from journal_app.search.folding import fold

LEAST = 3  # letters that must be left of a word
# Endings, folded, each is tried. Sources: the declension tables of each language's school
# grammar, cut to three letters but where plural and case stand together.
_SLAVIC_UK = (
    "а у ю і и о е я ї ом ем єм ям ам ою ею єю ів їв ев ові еві єві ах ях ами ями ій ої ого ому им их ими ий ем их ь ьо"
)
_SLAVIC_RU = "а у ю и ы о е я ом ем ой ей ою ею ов ев ам ям ах ях ами ями ого ему ому их им ых ым ыми ими ий ый ь ие ые"
_TURKISH = (
    "i u a e yi yu ya ye da de ta te dan den tan ten in un nin nun la le yla yle m im um n si su ini unu ina une inda "
    "inde unda unde lik luk li lu ca ce miz imiz umuz"
)
_PERSIAN = "ها های هایی هایم هایش هایشان ان ی یی ام ات اش مان تان شان گان گانی"
_SAID = {
    "sq": "i u it ut in un e a ja je en es et at ve eve ave sh ash esh ra re te ne t n s",
    "uk": _SLAVIC_UK, "ru": _SLAVIC_RU,
    "tr": " ".join([_TURKISH, "lar ler", *(f"{many}{case}" for many in ("lar", "ler") for case in _TURKISH.split())]),
    "kmr": "e a i o an en in ek eke ekî yan yen ye ya",
    "ar": "ون ین ان ات ه ها هم نا ی", "fa": _PERSIAN, "prs": _PERSIAN,
    "ps": "ان انو انی ه ی و ونه ونو یان یانو گان گانو وال",
    "ckb": "ان انی هکان هکانی هکه هکهی ێک ێکی یک یکی ی هوه هکانیان م ت", "ur": "وں یں ی ان ات",
    "ti": "ታት ት ን ኡ ኦም ና", "am": "ዎች ች ን ው ዋ ና ዎችን",
    "es": "s es a as o os", "pt": "s es a as o os", "it": "i e o a", "nl": "en s e",
    "de": "e en er ern es n s in innen",
    "ro": "i ul ului a ei e ele elor ii iilor lor le ilor", "so": "ka ga ta da yaal o ayaal ha",
    "om": "n ni tti f oota icha", "bn": "র রা দের কে ের টি গুলো তে ে",
}  # fmt: skip
_ENDINGS = {tag: tuple(dict.fromkeys(fold(one) for one in said.split())) for tag, said in _SAID.items()}
_VOWELS = {"uk": "аеиіоуюяїєьй", "ru": "аеиоуыюяьй", "it": "aeio", "es": "aeo", "pt": "aeo", "ro": "aeu", "sq": "ei",
           "ar": "ه", "fa": "ه", "prs": "ه", "ps": "هی", "kmr": "ei", "so": "a", "om": "aou"}  # fmt: skip
# What Arabic writes together with the word that follows: and/so, then in/for/like, then the article (lam takes it in).
_BEFORE = {
    "ar": tuple(f"{one}{two}" for one in ("", "و", "ف") for two in ("", "ب", "ل", "ك", "ال", "بال", "كال", "لل")),
    "ti": ("ን", "ብ", "ዝ", "ካብ"), "am": ("የ", "ለ", "በ", "ከ", "ስለ"),
}  # fmt: skip
_BEFORE["ar"] = tuple(fold(one) for one in _BEFORE["ar"] if one)


@lru_cache(maxsize=20_000)  # some megabytes: an issue's texts say the same words again and again
def seen(word: str, language: str) -> tuple[str, ...]:
    """The forms that a word of a text may be a form of: itself, folded, then without what it may have more."""
    return tuple(dict.fromkeys(_seen(word, language)))


@lru_cache(maxsize=20_000)
def wanted(word: str, language: str) -> frozenset[str]:
    """The forms by which a term's word is found."""
    if language in _BENT:
        return frozenset(_seen(word, language))
    return frozenset(_wanted(word, language))


def _seen(word: str, language: str) -> Iterator[str]:
    if language == "vi":
        yield _toned(word)
        return
    whole = _plain(word)
    yield whole
    if bend := _BENT.get(language):
        yield from (_plain(form) for form in bend(unicodedata.normalize("NFC", word).lower()))
        return
    for form in (whole, *_without_before(whole, language)):
        yield form
        for ending in _ENDINGS.get(language, ()):
            if form.endswith(ending) and len(form) - len(ending) >= LEAST:
                yield form[: -len(ending)]


def _plain(word: str) -> str:
    return word.lower() if word.isascii() else fold(word)  # half of a European text's words: three times as fast


def _wanted(word: str, language: str) -> Iterator[str]:
    if language == "vi":
        yield _toned(word)
        return
    whole = _plain(word)
    if language == "ar" and whole.startswith("ال") and len(whole) >= LEAST + 2:
        yield whole[2:]
    yield whole
    if len(whole) > LEAST and whole[-1] in _VOWELS.get(language, ""):
        yield whole[:-1]
    if language in _CHANGES:
        for end, other in _CHANGES[language]:
            if whole.endswith(end) and len(whole) - len(end) >= 2:
                yield whole[: -len(end)] + other


# What changes inside when an ending comes: Ukrainian's and Turkish's, the most usual ones.
_CHANGES: dict[str, tuple[tuple[str, str], ...]] = {
    "uk": (("ець", "ц"), ("ок", "к"), ("ень", "н"), ("ір", "ор"), ("ір", "ер"), ("іг", "ог"), ("ід", "од"),
           ("ік", "ок")),
    "ru": (("ец", "ц"), ("ок", "к"), ("ень", "н")),
    "tr": (("k", "g"), ("t", "d"), ("p", "b"), ("c", "c")),
}  # fmt: skip


def _without_before(word: str, language: str) -> Iterator[str]:
    for before in _BEFORE.get(language, ()):
        if word.startswith(before) and len(word) - len(before) >= LEAST:
            yield word[len(before) :]


def _toned(word: str) -> str:
    """Vietnamese: the tones and marks make the word; only where they stand on it is not told apart (hoà, hòa)."""
    apart = unicodedata.normalize("NFD", word.lower())
    return fold(word) + "".join(sorted(c for c in apart if unicodedata.combining(c) or c == "đ"))


# --- French and English: plurals and the feminine, on both sides -----------------------------------------------------

_FEMININE = (("trice", "teur"), ("euse", "eur"), ("eux", "eur"), ("ère", "er"), ("ive", "if"), ("nne", "n"),
             ("lle", "l"), ("tte", "t"), ("aux", "al"))  # fmt: skip


def _french(word: str) -> Iterator[str]:
    """Without the plural, and as the masculine is written."""
    many = word[-1:] in ("s", "x") and (not word.endswith(("aux", "eux")) or word.endswith(("eaux", "ieux")))
    one = word[:-1] if many and len(word) > LEAST else word
    yield one
    if one.endswith(("ée", "ie", "ue")) and len(one) > LEAST:
        yield one[:-1]
    if len(one) < 6:
        return
    for end, other in _FEMININE:
        if one.endswith(end):
            yield one[: -len(end)] + other
            return
    if one.endswith("e"):
        shorter = one[:-1]
        if len(shorter) >= 6:
            yield shorter
            yield shorter.removesuffix("s")


def _english(word: str) -> Iterator[str]:
    """Without the plural."""
    if len(word) > LEAST and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        yield word[:-1]
        if word.endswith("ies") and len(word) > 4:
            yield word[:-3] + "y"
        elif re.search(r"(?:s|x|z|ch|sh)es$", word):
            yield word[:-2]


_BENT = {"fr": _french, "en": _english}
