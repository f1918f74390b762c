"""BAT, where a version stands: the last word of each person on each page, and what that makes of it. Pure values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from journal_app.bat.model import WHOLE, Bat, Signature, Verdict, Why

Words = Mapping[int, Sequence[Signature]]
NOT_ON_PAPER = (Why.REPLACED, Why.WITHDRAWN, Why.ANSWER, Why.REFUSED)  # whatever day the settings say


def last_words(signatures: Iterable[Signature]) -> dict[int, list[Signature]]:
    """What holds now, by folio: of each person the latest, by the order of signing and never by the clock."""
    found: dict[int, dict[str, Signature]] = defaultdict(dict)
    for one in sorted(signatures, key=lambda one: one.number):
        if one.void_at is None:
            found[one.folio].pop(one.account_id, None)  # the latest stands last
            found[one.folio][one.account_id] = one
    return {folio: list(rows.values()) for folio, rows in found.items() if rows}


def verdict(words: Sequence[Signature]) -> Verdict | None:
    """What a page's last words come to: one no is a no, one correction is open; None when nobody signed."""
    said = {Verdict(one.verdict) for one in words}
    return next((one for one in (Verdict.REFUSED, Verdict.AFTER, Verdict.GOOD) if one in said), None)


def to_sign(words: Words, pages: int) -> list[int]:
    """The folios that are not signed "bon à tirer" yet, in order."""
    return [folio for folio in range(1, pages + 1) if verdict(words.get(folio, ())) is not Verdict.GOOD]


def unsaid(words: Words, folios: Iterable[int], account_id: str | None) -> list[int]:
    """Those of the folios of which this person has not said their word: a no is a word, too."""
    return [folio for folio in folios if all(one.account_id != account_id for one in words.get(folio, ()))]


def whole(words: Words) -> Signature | None:
    """The signature "bon à tirer" over the whole file, if there is one that holds."""
    return next((one for one in words.get(WHOLE, ()) if one.verdict == Verdict.GOOD), None)


def against(words: Words) -> list[Signature]:
    """What people said of the whole that is not "bon à tirer", and holds."""
    return [one for one in words.get(WHOLE, ()) if one.verdict != Verdict.GOOD]


def on_paper(row: Bat, printed_on: date | None) -> bool:
    """Whether a version was printed: the hand-off said so, or the issue's settings say so of what was signed then."""
    if row.printed_at is not None:
        return True
    return bool(row.signed_at and printed_on and row.void_why not in NOT_ON_PAPER)
