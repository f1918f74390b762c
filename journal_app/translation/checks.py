"""Translation, the checks: the words of a row beside its source -> what a translator should look at. Pure.

Each finding is a note or a warning and blocks nothing. They are tuned to be silent where they cannot know: a check that
cries wolf is read by nobody. Numbers are in numbers.py, names in names.py, signs and letters in signs.py.
"""

import re
from collections.abc import Iterator

from journal_app.languages import language as known
from journal_app.prepress import inclusive as writing
from journal_app.prepress.characters import shown
from journal_app.problems import Problem, warning
from journal_app.translation.names import checked_names
from journal_app.translation.numbers import checked_numbers
from journal_app.translation.signs import checked_signs

WHO = "translator"
MANY_WORDS = 3  # more than so many that are the same are no name
LONG = 120  # signs of a source from which on its length says something
SHORT = 0.6  # of the length that is to be expected. In the specimen's 16 pieces no paragraph is under 0.73 of it
# How long a text is beside its English one, in signs: medians of the specimen's paragraphs over 120 signs; those of
# languages that it does not have are of the same script and family.
_LENGTH = {
    "en": 1.0, "fr": 1.06, "ar": 0.82, "bn": 0.75, "ckb": 0.92, "prs": 0.88, "fa": 0.88, "ur": 0.95, "ps": 0.83,
    "sq": 0.93, "ti": 0.68, "am": 0.68, "uk": 0.81, "ru": 0.85, "vi": 0.89, "de": 1.1, "es": 1.06, "it": 1.06,
}  # fmt: skip
# Languages in which a word said twice is a mistake: the others double words to say more, or each.
_ONCE = frozenset({"fr", "en", "es", "it", "pt", "de", "nl", "ro", "uk", "ru", "sq"})
_DOUBLES = (
    "nous vous had that very bye long très bien bon so oui non no yes ha la na tic tac ja toc boum chut дуже давно"
)
_MAY_DOUBLE = frozenset(_DOUBLES.split())
_SMALL_WORDS = {
    "ar": "في من على إلى عن أن إن التي الذي هذا هذه ما لا كان مع", "fa": "را در که از با این آن و",
    "prs": "را در که از با این آن و", "ps": "په د له چې او", "ckb": "لە بۆ و کە بە", "tr": "ve bir bu için",
    "vi": "và của là một những trong", "ur": "میں سے کے کی کا اور", "bn": "এবং যে এই", "ti": "ናይ ኣብ ካብ", "am": "እና ላይ",
}  # fmt: skip
_WAYS = {"low-dot": "migrant.e.s", "middle-dot": "migrant·e·s", "doublet": "migrantes et migrants"}
_GENDERED = re.compile(r"[^\W\d_](?:[.·•‧(/]|-\w+-)[a-zè]")  # most texts have nothing like it
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ‑-][^\W\d_]+)*")
_DOUBLED = re.compile(r"(?<![\w'’ʼ-])([^\W\d_]+)[ \u00a0\u202f\n]+(?=\1(?![\w'’ʼ-]))", re.IGNORECASE)


def checked(
    source: str, target: str, source_language: str, target_language: str, where: str, inclusive: str = "low-dot"
) -> list[Problem]:
    """What a translator should look at in a row. `source`, `target`: plain words, a line a paragraph; languages: tags.

    `inclusive`: the issue's way of writing French for all genders. Codes: `check-number`, `check-digits`, `check-name`,
    `check-pairs`, `check-quotes`, `check-end`, `check-short`, `check-zwnj`, `check-scripts`, `check-inclusive`,
    `check-untranslated`, `check-twice`. Nothing is said of a row that has no words on one side. Linear in both texts.
    """
    if not source.strip() or not target.strip():
        return []
    both = (source_language, target_language)
    if copied := _untranslated(source, target, *both, where):
        return copied
    return [
        *checked_numbers(source, target, *both, where),
        *checked_names(source, target, *both, where),
        *checked_signs(source, target, *both, where),
        *_short(source, target, *both, where),
        *_inclusive(target, target_language, inclusive, where),
        *_twice(source, target, target_language, where),
    ]


def _base(language: str) -> str:
    found = known(language)
    return found.tag if found else language.split("-")[0]


# --- the whole row ---------------------------------------------------------------------------------------------------


def _untranslated(source: str, target: str, source_language: str, target_language: str, where: str) -> list[Problem]:
    """The same words in another language: more of them than a name has, and not all of them names."""
    if _base(source_language) == _base(target_language) or len(source) > 2 * len(target) + 20:
        return []
    if source.split(maxsplit=1)[0].casefold() != target.split(maxsplit=1)[0].casefold():
        return []
    words, others = _WORD.findall(source), _WORD.findall(target)
    if len(words) <= MANY_WORDS or [word.casefold() for word in words] != [word.casefold() for word in others]:
        return []
    small = [word for word in words if word[0] == word[0].lower()]
    return [warning("check-untranslated", where, shown(target.strip(), 60), "", WHO)] if len(small) > 1 else []


def _short(source: str, target: str, source_language: str, target_language: str, where: str) -> Iterator[Problem]:
    """A translation that is far shorter than such translations are: its end was forgotten."""
    if len(source) <= LONG:
        return
    usual = len(source) * _LENGTH.get(_base(target_language), 1.0) / _LENGTH.get(_base(source_language), 1.0)
    if len(target.strip()) < SHORT * usual:
        yield warning("check-short", where, f"{len(target.strip())}", f"{usual:.0f}", WHO)


def _inclusive(target: str, language: str, setting: str, where: str) -> Iterator[Problem]:
    """French that writes for all genders in another way than the issue does, or in two ways."""
    if _base(language) != "fr" or not _GENDERED.search(target):
        return
    found = {style: word for style, word in writing.forms(target).items() if style != setting}
    if setting != "doublet":
        found.pop("doublet", None)  # good French beside either dot
    if found:
        words = ", ".join(shown(word, 40) for word in found.values())
        yield warning("check-inclusive", where, words, _WAYS.get(setting, setting), WHO)


def _twice(source: str, target: str, language: str, where: str) -> Iterator[Problem]:
    """The same word twice in a row, where the source says none twice."""
    tag = _base(language)
    only = None if tag in _ONCE else frozenset(_SMALL_WORDS.get(tag, "").split())
    for found in _DOUBLED.finditer(target):
        word = found[1].casefold()
        if (word in only) if only is not None else (word not in _MAY_DOUBLE and len(word) > 1):
            if not _DOUBLED.search(source):
                yield warning("check-twice", where, f"{found[1]} {found[1]}", found[1], WHO)
            return
