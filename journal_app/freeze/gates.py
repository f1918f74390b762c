"""Freeze, the gates: what must not leave the desk for the press, each with its piece and who can mend it. Pure.

The draft freeze shows the same list and warns; the press freeze refuses what blocks. Overset and layout are the
compiler's to refuse: it measures them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from journal_app.costing.document import read, typed_words
from journal_app.flatplan.model import Page, Placement
from journal_app.freeze.folder import Gathered, costing, holes
from journal_app.freeze.nowhere import Roles, finished, nowhere, printed
from journal_app.freeze.readiness import Missing, PieceFacts, What, missing
from journal_app.issues.guarded import Digest, met
from journal_app.issues.model import Issue
from journal_app.media.bare import foreign
from journal_app.problems import Problem, Severity, blocking, warning
from journal_app.submissions.finding import plain_words
from journal_app.submissions.model import Stage

EDITOR, COORDINATOR, FACILITATOR, PICTURES = "editor", "coordinator", "facilitator", "pictures"
# A listed name among the words of the money, by the part that is corrected.
IN_MONEY = {
    "estimate": "gate-name-estimate", "quote": "gate-name-quote", "residency": "gate-name-residency",
    "delivery": "gate-name-delivery", "funds": "gate-name-funds",
}  # fmt: skip


def gates(
    rows: Gathered, facts: Mapping[str, PieceFacts], guarded: Mapping[str, int], digest: Callable[[str], str],
    roles: Roles,
) -> list[Problem]:  # fmt: skip
    """Every reason why this folder may not go to press, and what would be missed on paper; `facts` by piece id,
    `guarded` as issues.store gives them, `roles` of a layout's slots."""
    found: list[Problem] = []
    there = printed(rows.pages, rows.placements, roles)
    for key, piece in rows.pieces.items():
        if key in facts:
            found += of_piece(facts[key])
            found += unplaced(facts[key], there.get(key, {}), rows.issue.languages)
        for text, said in piece.texts:
            told = "\n".join((plain_words(said), piece.piece.author))
            if text.wanted and _any((told, piece.piece.place, text.translator), guarded, digest):
                where = f"article:{piece.piece.slug}#{text.language}"
                found.append(blocking("gate-real-name", where, "", "", EDITOR, piece.piece.title))
    for picture in rows.pictures.values():
        row = picture.picture
        where, title = f"picture:{row.slug}", _words(row.caption) or row.slug
        if left := foreign(picture.data):
            found.append(blocking("gate-metadata", where, ", ".join(left[:3]), "", PICTURES, title))
        told = "\n".join((row.credit, *map(str, row.caption.values()), *map(str, row.alt.values())))
        if met(told, guarded, digest):
            found.append(blocking("gate-real-name", where, "", "", PICTURES, title))
        if picture.faces == "unanswered":
            found.append(blocking("gate-face", where, "", "", FACILITATOR, title))
        if not row.credit.strip():
            found.append(blocking("gate-credit", where, "", "", PICTURES, title))
    found += of_money(rows.issue, guarded, digest)
    numbers = holes(rows)
    for number, page in enumerate(rows.pages, 1):
        found += of_words(number, page, rows.placements.get(page.id, ()), guarded, digest)
        for one in rows.placements.get(page.id, ()):
            if one.hole:
                found.append(blocking("gate-hole", f"p{number}/{one.slot}", numbers[one.id], "", EDITOR))
    return list(dict.fromkeys(found))


def of_words(
    number: int, page: Page, held: Sequence[Placement], guarded: Mapping[str, int], digest: Digest
) -> Iterator[Problem]:  # fmt: skip
    """A listed name in words that are of no text: a page's running head, what was typed straight into a slot."""
    there = ((f"p{number}", page.head), *((f"p{number}/{one.slot}", one.words) for one in held))
    for where, words in there:
        if _any(map(str, words.values()), guarded, digest):
            yield blocking("gate-name-page", where, number, "", EDITOR)


def _any(words: Iterable[str], guarded: Mapping[str, int], digest: Digest) -> bool:
    """Whether one of them holds a listed name; each by itself, since the end of one and the start of another are no
    name."""
    return any(met(one, guarded, digest) for one in words)


def of_money(issue: Issue, guarded: Mapping[str, int], digest: Digest) -> Iterator[Problem]:
    """The listed names in what would be frozen of the costs: labels, units, sources and references are anybody's
    words."""
    plan, _ = read(costing(issue)) if guarded else (None, [])
    for part, words in (typed_words(plan) if plan else {}).items():
        if met(words, guarded, digest):
            yield blocking(IN_MONEY[part], f"costing:{part}", "", "", COORDINATOR)


def warned(problems: list[Problem]) -> list[Problem]:
    """The same list for a draft: nothing of it stops."""
    return [replace(problem, severity=Severity.WARNING) for problem in problems]


def _words(words: Mapping[str, object]) -> str:
    return str(words.get("fr") or next(iter(words.values()), ""))


def unplaced(piece: PieceFacts, there: Mapping[str, int], languages: Collection[str]) -> Iterator[Problem]:
    """Its texts that are finished and on no page: a warning, with the page beside which they would stand."""
    for tag in nowhere(finished(piece), there, languages):
        yield of_no_page(piece.slug, tag, there, piece.title)


def of_no_page(slug: str, language: str, there: Mapping[str, int], title: str) -> Problem:
    """A finished text that would be missed on paper."""
    return warning("gate-unplaced", f"article:{slug}#{language}", min(there.values()), "", EDITOR, title)


def of_piece(piece: PieceFacts) -> Iterator[Problem]:
    """What a piece lacks, its own words only; its pictures and its fit are told elsewhere."""
    where = f"article:{piece.slug}"
    if piece.stage is not Stage.ACCEPTED:
        yield blocking("gate-not-accepted", where, piece.stage, "", EDITOR, piece.title)
    for one in missing(piece):
        if made := _lack(piece, one, f"{where}#{one.language}" if one.language else where):
            yield made


def _lack(piece: PieceFacts, one: Missing, where: str) -> Problem | None:
    """A lack as a gate's problem; a picture's own and the fit are told elsewhere."""
    if one.what is What.CONSENT:
        return blocking("gate-consent", where, one.detail, "", FACILITATOR, piece.title)
    if one.what is What.AUTHORS_YES:
        return blocking("gate-authors-yes", where, "", "", FACILITATOR, piece.title)
    if one.what is What.TEXT:
        return blocking("gate-text", where, "", "", EDITOR, piece.title)
    if one.what is What.TRANSLATION:
        return blocking("gate-translation", where, one.detail, "", EDITOR, piece.title)
    return None
