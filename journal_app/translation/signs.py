"""Translation, the signs: quotes, brackets, ends of sentences, joiners and letters that a translation has wrong. Pure.

Each language's own habits are in the tables; what the source has in the same way (a quotation that goes on in the next
paragraph) is not told of. Places are told by the words around them.
"""

import re
from collections.abc import Iterator, Mapping

from journal_app.prepress.typography import script_of
from journal_app.problems import Problem, note, warning

WHO = "translator"
AROUND = 12  # signs shown on each side of a place
# The quotation marks of each language, outer and inner ones. Sources: CLDR delimiters; for French the Lexique des
# règles typographiques; for the others what the paper's own texts use. A language that is not here may use any.
_QUOTES: Mapping[str, str] = {
    "fr": "«»“”‹›", "en": "“”‘’", "es": "«»“”", "it": "«»“”", "pt": "«»“”", "de": "„“»«‚‘", "nl": "“”„‘’", "ro": "„”«»",
    "sq": "«»“”„", "uk": "«»„“”", "ru": "«»„“”", "tr": "“”‘’«»", "vi": "“”«»", "so": "“”", "om": "“”‘’", "ti": "«»‹›“”",
    "am": "«»‹›“”", "ar": "«»“”", "fa": "«»“”‹›", "prs": "«»“”‹›", "ps": "«»“”", "ur": "“”‘’", "ckb": "«»“”",
    "kmr": "“”«»", "bn": "“”‘’",
}  # fmt: skip
_SHOWN = {
    "fr": "«\u00a0…\u00a0»",
    "en": "“…”",
    "ur": "“…”",
    "vi": "“…”",
    "tr": "“…”",
    "bn": "“…”",
    "so": "“…”",
    "de": "„…“",
}
_FOREIGN = re.compile('[«»“”„‟‹›"]')  # single ones are apostrophes as often as not
_STRAIGHT = re.compile(r'(?<!\d)"')  # after a digit it says inches
_PAIRS = (("«", "»"), ("(", ")"), ("[", "]"), ("“", "”"))
_LISTED = re.compile(r"(?m)^[ \t]*\w{1,3}\)|(?<=[\s(])[:;]-?\)")  # `a)` before an item, a face made of signs
END = ".!?…:؟۔።।፧፦⸮"
_CLOSES = " \t\u00a0\u202f»”’›\"')]}\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069*†‡¹²³⁴"  # after an end sign
FEW = 3  # words that need no end: a label, an abbreviation
_ARABIC = "\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff"
_JOINER = "\u200c"
_EDGE = r"\s.,;:!?،؛؟۔…«»()\[\]\"\u200c"  # what a half-space joins nothing to; digits and Latin letters it may
_LOOSE = re.compile(rf"(?:(?<=[{_EDGE}])|^){_JOINER}+|{_JOINER}+(?:(?=[{_EDGE}])|$)")
# The two verbal prefixes that stand apart from their verb as a typing mistake; `می` alone is wine.
_APART = re.compile(rf"(?<![{_ARABIC}{_JOINER}])(ن?می) ([{_ARABIC}]+(?:م|ی|د|ت|یم|ید|ند))(?![{_ARABIC}{_JOINER}])")
_ARABIC_LETTERS = {"fa": "يك", "prs": "يك", "ur": "يك", "ckb": "يك", "ar": "یک"}  # of each language: another's letters
_RIGHT = str.maketrans({"ي": "ی", "ك": "ک"})
_RIGHT_IN_ARABIC = str.maketrans({"ی": "ي", "ک": "ك"})
_LETTERS = re.compile(rf"[{_ARABIC}{_JOINER}\u064b-\u0652]*")
_LONGEST = 40  # letters of a word that is shown
_WORD = re.compile(r"[^\W\d_]*")
_LATIN, _GREEK, _CYRILLIC = "A-Za-zÀ-ÖØ-öø-ɏ\u1e00-\u1eff", "\u0370-\u03ff", "\u0400-\u052f"
_MIXED = re.compile("|".join(
    f"[{one}](?=[{other}{third}])" for one, other, third in
    ((_LATIN, _GREEK, _CYRILLIC), (_GREEK, _LATIN, _CYRILLIC), (_CYRILLIC, _LATIN, _GREEK))
))  # fmt: skip


def checked_signs(source: str, target: str, source_language: str, target_language: str, where: str) -> list[Problem]:
    """`check-pairs`, `check-quotes`, `check-end`, `check-zwnj`, `check-scripts`."""
    own = target_language if target_language in _QUOTES else target_language.split("-")[0]
    return [
        *_pairs(source, target, own, where), *_quotes(target, own, where), *_end(source, target, where),
        *_joiners(target, own, where), *_scripts(target, own, where),
    ]  # fmt: skip


def around(text: str, begin: int, end: int) -> str:
    """A place with some signs on each side of it, on one line."""
    left, right = max(0, begin - AROUND), min(len(text), end + AROUND)
    words = text[left:right].replace("\n", " ")
    return f"{'…' if left else ''}{words}{'…' if right < len(text) else ''}"


# --- what goes in pairs ----------------------------------------------------------------------------------------------


def _pairs(source: str, target: str, language: str, where: str) -> Iterator[Problem]:
    """Quotes and brackets of which one is missing or stands the wrong way round, unless the source is the same."""
    odd, before = _unpaired(target, language), _unpaired(source, "")
    if odd and not before:
        place = min(odd)
        yield warning("check-pairs", where, around(target, place, place + 1), target[place], WHO)


def _unpaired(text: str, language: str) -> list[int]:
    """The places of signs without their partner."""
    text = _LISTED.sub(lambda found: "\0" * len(found[0]), text)
    odd: list[int] = []
    for opening, closing in _PAIRS:
        if (opening not in text and closing not in text) or (opening == "“" and ("„" in text or language == "de")):
            continue
        depth: list[int] = []
        for found in re.finditer(f"[{re.escape(opening + closing)}]", text):
            if found[0] == opening:
                depth.append(found.start())
            elif depth:
                depth.pop()
            elif not (closing == "»" and language == "de"):
                odd.append(found.start())
        odd += [] if closing == "»" and language == "de" else depth
    if "„" in text and text.count("„") != text.count("“") + text.count("”"):
        odd.append(text.index("„"))
    straight = [found.start() for found in _STRAIGHT.finditer(text)]
    if len(straight) % 2:
        odd.append(straight[-1])
    return odd


def _quotes(target: str, language: str, where: str) -> Iterator[Problem]:
    """The first quotation mark that the language does not have. Inches and minutes after a digit are no quotes."""
    own = _QUOTES.get(language)
    if not own:
        return
    for found in _FOREIGN.finditer(target):
        if found[0] not in own and not target[: found.start()][-1:].isdigit():
            told = _SHOWN.get(language, "«…»" if "«" in own else "“…”")
            yield note("check-quotes", where, around(target, found.start(), found.end()), told, WHO)
            return
    if language == "fr" and "“" in target and "«" not in target:
        place = target.index("“")
        yield note("check-quotes", where, around(target, place, place + 1), _SHOWN["fr"], WHO)


# --- where it ends ---------------------------------------------------------------------------------------------------


def _end(source: str, target: str, where: str) -> Iterator[Problem]:
    """A paragraph whose sentence ends in one language and not in the other. Of several, the first that does so."""
    lines, others = source.strip().split("\n"), target.strip().split("\n")
    if len(lines) != len(others):
        lines, others = lines[-1:], others[-1:]
    for line, other in zip(lines, others, strict=True):
        if max(len(line.split()), len(other.split())) > FEW and other.strip() and line.strip():
            own, end = other.rstrip(_CLOSES), line.rstrip(_CLOSES)
            if (own[-1:] in END) != (end[-1:] in END):
                yield warning("check-end", where, f"…{own[-AROUND:]}", f"…{end[-AROUND:]}", WHO)
                return


# --- letters ---------------------------------------------------------------------------------------------------------


def _joiners(target: str, language: str, where: str) -> Iterator[Problem]:
    """A half-space that joins nothing, and the verbal prefixes that want one. Only where it is written at all."""
    if language not in ("fa", "prs", "ps", "ur", "ckb"):
        return
    if loose := _LOOSE.search(target):
        place = around(target, loose.start(), loose.end())
        yield note("check-zwnj", where, place.replace(_JOINER, "⸱"), place.replace(_JOINER, ""), WHO)
    if language in ("fa", "prs") and (apart := _APART.search(target)):
        yield note("check-zwnj", where, apart[0], f"{apart[1]}{_JOINER}{apart[2]}", WHO)


def _scripts(target: str, language: str, where: str) -> Iterator[Problem]:
    """Letters of two scripts in one word, and Arabic letters in Persian or the other way round: they look the same."""
    mixed = _MIXED.search(target) if script_of(language) in ("Latn", "Cyrl") else None
    if mixed:
        word = _word_at(target, mixed.start(), _WORD)
        yield warning("check-scripts", where, word, _own_letters(word, language), WHO)
    wrong = _ARABIC_LETTERS.get(language, "")
    if wrong and (letter := re.search(f"[{wrong}]", target)):
        word = _word_at(target, letter.start(), _LETTERS)
        right = word.translate(_RIGHT_IN_ARABIC if language == "ar" else _RIGHT)
        yield note("check-scripts", where, word, right, WHO)


def _word_at(text: str, place: int, letters: re.Pattern[str]) -> str:
    """The word that a letter is of, as far as it is shown."""
    left = letters.match(text[:place][: -_LONGEST - 1 : -1])
    right = letters.match(text[place : place + _LONGEST])
    return f"{left[0][::-1] if left else ''}{right[0] if right else ''}"


_LOOKS = dict(zip("aAbBcCeEhHiIkKmMoOpPtTxXyY", "аАЬВсСеЕһНіІкКмМоОрРтТхХуУ", strict=True))


def _own_letters(word: str, language: str) -> str:
    """The word with the look-alikes of its own script."""
    if script_of(language) == "Cyrl":
        return "".join(_LOOKS.get(c, c) for c in word)
    back = {other: own for own, other in _LOOKS.items()}
    return "".join(back.get(c, c) for c in word)
