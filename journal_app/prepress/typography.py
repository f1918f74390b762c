"""Step 3: spaces, quotes, whole words and bidi isolation, per language. Pure; doing it twice changes nothing.

French: U+202F before ; ! ? and U+00A0 before : and inside « » (Lexique des règles typographiques, Imprimerie
nationale). Inclusive forms are kept whole. Latin runs and numbers in right-to-left text are isolated (UAX 9).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from journal_app.languages import LANGUAGES, is_rtl
from journal_app.prepress.model import Block, Run
from journal_app.prepress.order import RTL_RUN, isolated, parted
from journal_app.problems import Problem, warning

NARROW, FIXED, JOINER = "\u202f", "\u00a0", "\u2060"
ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+")
TIME_OR_RATIO = re.compile(r"\d+:\d+")
INCLUSIVE = re.compile(
    r"\b\w+(?:[.·]e(?:[.·]?s)?|[.·]ne(?:[.·]?s)?|[.·](?:rice|euse|ère|ve|le|te)(?:[.·]?s)?)\b", re.IGNORECASE
)
UNITS = re.compile(r"(?<=\d) (?=(?:km|m|cm|mm|kg|g|l|ml|h|min|ans|euros|€|%|°C|€)(?![\w]))")
DIGITS = {"western": re.compile(r"[0-9]"), "arabic": re.compile(r"[٠-٩]"), "persian": re.compile(r"[۰-۹]")}


def set_words(text: str, language: str) -> str:
    """A few words (headline, caption) with the spaces and apostrophes of their language."""
    if language == "fr":
        return _french(text)
    if language in ("en", "it", "sq", "so", "tr", "om", "vi"):
        return _apostrophes(text)
    if language in ("ti", "am"):
        return re.sub("፡(?=[^\u200b\\s])", "፡\u200b", text)
    return text


def _apostrophes(text: str) -> str:
    return re.sub(r"(?<=\w)'(?=\w)", "’", text)


def _french(text: str) -> str:
    done = []
    for part, whole in parted(text, re.compile(f"{ADDRESS.pattern}|{TIME_OR_RATIO.pattern}")):
        if not whole:
            part = _apostrophes(part).replace("...", "…")
            part = re.sub(rf"[ {FIXED}{NARROW}]*([;!?]+)", rf"{NARROW}\1", part) if part else part
            part = re.sub(rf"(?<=\S)[ {FIXED}{NARROW}]*(:+)(?=\s|$|»)", rf"{FIXED}\1", part)
            part = re.sub(rf"«[ {FIXED}{NARROW}]*", f"«{FIXED}", part)
            part = re.sub(rf"[ {FIXED}{NARROW}]*»", f"{FIXED}»", part)
            part = UNITS.sub(FIXED, part)
            part = re.sub(r"\b(p|n°|art|M|Mme|Dr)(\.?) (?=\d|[A-Z])", rf"\1\2{FIXED}", part)
        done.append(part)
    joined = "".join(done)
    new = joined.startswith(NARROW) and not text.startswith((NARROW, FIXED, " "))  # nothing stands before the sign
    return joined[1:] if new else joined


def set_block(block: Block, language: str, inclusive: str = "low-dot") -> tuple[Block, list[Problem]]:
    """One block with its runs set for print, and what a person should look at."""
    made, problems = _set_block(block, language)
    return made, list(problems)


@lru_cache(maxsize=8192)
def _set_block(block: Block, language: str) -> tuple[Block, tuple[Problem, ...]]:
    """Set once a process: who writes changes one block of many."""
    own = block.lang or language
    runs = tuple(piece for run in block.runs for piece in _set_run(run, own))
    problems = []
    used = [name for name, pattern in DIGITS.items() if pattern.search(block.plain)]
    if len(used) > 1 and is_rtl(own):
        problems.append(warning("digits-mixed", f"#{language}:{block.line}", ", ".join(used), "1", "translator"))
    return replace(block, runs=runs), tuple(problems)


def _set_run(run: Run, language: str) -> Iterator[Run]:
    if run.br:
        yield run
        return
    if run.note:
        yield replace(run, note=tuple(piece for note in run.note for piece in _set_run(note, language)))
        return
    own = run.lang or language
    text = set_words(run.text, own)
    if run.isolate or run.nobreak or (run.lang and run.lang != language):
        yield replace(run, text=text)
        return
    if is_rtl(language):
        yield from isolated(replace(run, text=text))
        return
    pattern = RTL_RUN if _may_hold_rtl(text) else INCLUSIVE if language == "fr" else None
    if pattern is None:
        yield replace(run, text=text)
        return
    for part, whole in parted(text, pattern):
        if not part:
            continue
        if not whole:
            yield replace(run, text=part)
        elif pattern is INCLUSIVE:
            yield replace(run, text=part, nobreak=True)
        else:
            yield replace(run, text=part, isolate=True, lang="ar", dir="rtl")


def _may_hold_rtl(text: str) -> bool:
    return bool(RTL_RUN.search(text))


def script_of(language: str) -> str:
    """ISO 15924 script of a language, Latin when unknown."""
    return LANGUAGES[language].script if language in LANGUAGES else "Latn"
