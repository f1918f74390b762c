"""Part of reading a document: its marked languages, else its letters and words -> its language. It changes none."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from journal_app.documents.model import Block
from journal_app.languages import language

# The commonest small words of a language, those that its neighbours do not have.
_WORDS = {
    "fr": "le la les des est une dans pour que qui et du pas",
    "en": "the and of to is that in was for with are this",
    "es": "el los las que una por con para es del y",
    "it": "il che di per una sono con non della gli",
    "pt": "o os que uma não com para do da em",
    "de": "der die und das ist nicht ein mit den auf",
    "nl": "de het een van en niet dat met zijn op",
    "ro": "și este nu că pe cu din pentru care",
    "tr": "ve bir bu için ile çok da de olarak",
    "sq": "dhe të në është për një nga me që",
    "so": "iyo waa in ka ku ah oo waxaa",
    "om": "fi kan akka irraa keessa jira hin",
    "vi": "và của là không một những người được có",
    "kmr": "û li ji bi di ew ku ez",
}
_SCRIPTS = {"ARABIC": "ar", "ETHIOPIC": "am", "BENGALI": "bn", "CYRILLIC": "ru"}
_LETTERS = {"ټډړښځڅې": "ps", "ٹڈے": "ur", "ەڵۆێ": "ckb", "پچژگی": "fa", "іїєґ": "uk"}
_SAMPLE = 5_000  # characters: enough to tell


def main_language(blocks: Iterable[Block], marked: Counter[str]) -> tuple[str, bool]:
    """The language most of the words are marked with, and True; a guess, and False, when none is or it cannot be."""
    told = marked.most_common(1)[0][0] if marked else ""
    sample = " ".join(block.text for block in blocks)[:_SAMPLE]
    if told and not contradicted(told, sample):
        return told, True
    return guessed(sample), False


def unmarked(block: Block, main: str, marked: Counter[str]) -> Block:
    """The block without a mark that says nothing: the document's language, or one that is not to be believed."""
    told = marked.most_common(1)[0][0] if marked else ""
    untrue = told != main and block.lang == told and guessed(block.text) != told
    return replace(block, lang="") if block.lang == main or untrue else block


def contradicted(told: str, text: str) -> bool:
    """Whether a text cannot be in the language it is marked with: programs mark what nobody chose (en-US, most often).

    Its letters are of another script, or the small words of another language come six times as often, and five times
    at least. Of languages that are not known here nothing is doubted.
    """
    found, guess = language(told), language(guessed(text))
    if found is None or guess is None or found.tag == guess.tag:
        return False
    if found.script != guess.script:
        return True
    scores = _scores(text)
    return found.tag in scores and scores[guess.tag] >= max(5, 6 * scores[found.tag])


def guessed(text: str) -> str:
    """A language among those of the paper by script, telling letters and small words; empty when nothing tells."""
    scripts = Counter(unicodedata.name(c, "").split(" ")[0] for c in text if c.isalpha())
    if not scripts:
        return ""
    script = scripts.most_common(1)[0][0]
    if script in _SCRIPTS:
        for letters, tag in _LETTERS.items():
            if sum(text.count(letter) for letter in letters) * 100 > len(text):
                return tag
        return _SCRIPTS[script]
    scores = _scores(text)
    best = max(scores, key=lambda tag: scores[tag])
    return best if scores[best] else ""


def _scores(text: str) -> dict[str, int]:
    """How many of each language's small words there are."""
    found = Counter(re.findall(r"\w+", text.lower()))
    return {tag: sum(found[word] for word in words.split()) for tag, words in _WORDS.items()}
