"""BAT, the last gate: all that stands against signing the whole, each with where it is mended. It writes nothing.

What the compiler found in the file itself comes from the build's report; what people have not answered is read from the
rows in the transaction that signs, so that nothing slips in between.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.bat import store
from journal_app.bat.marks import Warned, digest, warned
from journal_app.bat.model import Bat, Signature, Verdict
from journal_app.bat.standing import Words, against, last_words, verdict
from journal_app.consent import store as consents
from journal_app.consent.model import Use
from journal_app.consent.store import Answers
from journal_app.freeze import store as freezes
from journal_app.freeze.gates import EDITOR, FACILITATOR, IN_MONEY, PICTURES, of_no_page, of_piece
from journal_app.freeze.nowhere import Roles, nowhere, printed_by
from journal_app.freeze.readiness import PieceFacts, What, missing
from journal_app.media import store as media
from journal_app.media.model import Picture
from journal_app.media.needs import FACES, faces_word, missing_of
from journal_app.problems import Problem, Severity, blocking, warning
from journal_app.proofs import store as proofs
from journal_app.proofs.model import Report

# Loi du 29 juillet 1881: art. 3, the printer's name and address on every print; art. 5 and 6, the director of
# publication. The other mentions can be argued, and ask for a written reason.
BY_LAW = ("masthead.printer", "masthead.director", "masthead.association")
MENTIONS = "masthead"  # the role of the slot that prints them
ORDER = (Severity.BLOCKING, Severity.WARNING)
NAMED = ("gate-real-name", "gate-name-page", *IN_MONEY.values())  # a name that must never be printed
# What people said is to be corrected: it stands not against "bon après corrections", which asks for that very thing.
SAID = ("bat-page-after", "bat-page-refused", "bat-whole-after", "bat-whole-refused")


def of_file(report: Report, roles: Roles) -> list[Problem]:
    """What the compiler and the preflight found in the file."""
    found = [_strict(told.problem()) for told in report.problems if told.severity is not Severity.NOTE]
    if not any(MENTIONS in roles(page.layout).values() for page in report.pages):
        found.append(warning("bat-mentions-nowhere", "flatplan", who=EDITOR))
    return found


def of_texts(
    plan: Sequence[Mapping[str, Any]], paths: Iterable[str], languages: Collection[str], roles: Roles,
    titles: Mapping[str, str],
) -> list[Problem]:  # fmt: skip
    """The finished texts that were frozen with the file and stand on none of its pages. `plan`: its pages, `paths`: of
    the frozen folder, `titles`: of texts by their folder."""
    written: dict[str, list[str]] = {}
    for parts in (path.split("/") for path in sorted(paths)):
        if parts[0] == "articles" and len(parts) > 2 and parts[2].endswith(".html"):
            written.setdefault(parts[1], []).append(parts[2].removesuffix(".html"))
    there = printed_by(plan, roles)
    return [of_no_page(slug, tag, there[slug], titles.get(slug, slug))
            for slug, tags in written.items() for tag in nowhere(tags, there.get(slug, {}), languages)]  # fmt: skip


def _strict(problem: Problem) -> Problem:
    must = problem.code == "masthead-missing" and problem.detail.found in BY_LAW
    return replace(problem, severity=Severity.BLOCKING) if must else problem


def of_desk(wanted: Mapping[str, str], frozen: Mapping[str, str]) -> list[Warned]:
    """What the desk would write now and what the file was made from: a text or picture that changed since.

    Both are {path: SHA-256} of an issue folder.
    """
    changed = sorted({path for path in {*wanted, *frozen} if wanted.get(path) != frozen.get(path)})
    by_place: dict[str, list[str]] = {}
    for path in changed:
        by_place.setdefault(_where(path), []).append(f"{path} {wanted.get(path)}")
    return [warned(warning("bat-changed-since", where, who=EDITOR), *now) for where, now in by_place.items()]


def of_plan(before: Sequence[Any], after: Sequence[Any]) -> list[Warned]:
    """What the flatplan says of pages that the file does not: how many they are, their order, what stands on them.

    `before`: the pages as the file has them; `after`: as the desk has them now.
    """
    if len(before) != len(after):
        return [warned(warning("bat-plan-pages", "flatplan", len(after), len(before), EDITOR), digest(after))]
    differ = [folio for folio, (was, now) in enumerate(zip(before, after, strict=True), 1) if was != now]
    moved = [folio for folio in differ if before[folio - 1] in after and after[folio - 1] in before]
    filled = [folio for folio in differ if folio not in moved]
    return [warned(warning(code, "flatplan", ", ".join(map(str, folios)), "", EDITOR),
                   *(digest([folio, after[folio - 1]]) for folio in folios))
            for code, folios in (("bat-plan-order", moved), ("bat-plan-filled", filled)) if folios]  # fmt: skip


def _where(path: str) -> str:
    """A path of an issue folder as something one can point at."""
    parts = path.split("/")
    if parts[0] == "articles" and len(parts) > 2:
        name, _, ending = parts[2].rpartition(".")
        return f"article:{parts[1]}#{name}" if ending == "html" else f"article:{parts[1]}"
    return f"picture:{parts[1].split('.')[0]}" if parts[0] == "pictures" and len(parts) > 1 else path


def of_rows(db: Session, actor: Actor, row: Bat) -> list[Problem]:
    """What people have not answered, of the pieces and pictures that are in the file, and the pages not signed."""
    parts = [path.split("/") for path in store.manifest(db, row)]
    pieces = store.pieces_in(db, row.issue_id, {one[1] for one in parts if one[0] == "articles" and len(one) > 2})
    slugs = {one[1].rpartition(".")[0] for one in parts if one[0] == "pictures" and len(one) > 1}
    found = [problem for facts in freezes.facts_of(db, actor, pieces, {}) for problem in _of_piece(facts, slugs)]
    pictures = [one for one in media.pictures(db, actor, row.issue_id) if one.slug in slugs]
    faces = media.faces(db, [one.id for one in pictures])
    for picture in pictures:
        for lack in missing_of(picture, faces.get(picture.id, []), ()):
            who = FACILITATOR if lack.code == What.FACE else PICTURES
            title = str(picture.caption.get("fr") or picture.slug)
            found.append(blocking(f"gate-{lack.code}", f"picture:{picture.slug}", "", "", who, title))
    said = consents.answers(db, [("picture", one.id) for one in pictures])
    for picture in pictures:
        found += _said_no(picture, faces_word(picture, faces.get(picture.id, [])), said["picture", picture.id])
    ids = [piece.id for piece in pieces]
    talks = {"bat-remarks-open": store.open_remarks(db, ids), "bat-suggestions-open": store.open_suggestions(db, ids)}
    for code, piece in product(talks, pieces):
        for language, said_of in sorted(talks[code].get(piece.id, {}).items()):
            where = f"article:{piece.slug}#{language}"
            found.append(warned(warning(code, where, len(said_of), "", EDITOR, piece.title), *said_of))
    open_ = [one.id for one in proofs.page_remarks(db, row.issue_id) if one.resolved_at is None]
    if open_:  # on pictures and on whole pages
        found.append(warned(warning("bat-remarks-open", "flatplan", len(open_), "", EDITOR), *sorted(open_)))
    words = last_words(store.signatures(db, row.id))
    return found + of_pages(words, len(row.digests)) + of_whole(words, actor.account_id)


def _said_no(picture: Picture, shown: FACES, given: Answers) -> Iterator[Problem]:
    """A no to a face that the file shows blocks; one to a name wants to be looked at: a credit is not always one."""
    where, title = f"picture:{picture.slug}", str(picture.caption.get("fr") or picture.slug)
    if shown == "agreed" and given.get((Use.FACE, "*")) is False:
        yield blocking("bat-face-no", where, "", "", FACILITATOR, title)
    if picture.credit and given.get((Use.NAME, "*")) is False:
        yield warned(warning("bat-credit-no", where, picture.credit, "", PICTURES, title), picture.id)


def _of_piece(facts: PieceFacts, slugs: Iterable[str]) -> Iterator[Problem]:
    yield from of_piece(replace(facts, pictures=()))
    for one in missing(replace(facts, texts=())):  # the consents of its pictures, of those that are printed
        if one.what is What.CONSENT and one.detail.partition(" ")[2] in slugs:
            yield blocking("gate-consent", f"article:{facts.slug}", one.detail, "", FACILITATOR, facts.title)


def of_pages(words: Words, pages: int) -> list[Problem]:
    """The pages that do not stand "bon à tirer"."""
    codes = {None: "bat-page-unsigned", Verdict.AFTER: "bat-page-after", Verdict.REFUSED: "bat-page-refused"}
    found = []
    for folio in range(1, pages + 1):
        code = codes.get(verdict(words.get(folio, ())))
        if code:
            found.append(blocking(code, f"p{folio}", _said(words.get(folio, ())), "", EDITOR))
    return found


def of_whole(words: Words, account_id: str | None) -> list[Problem]:
    """What others said of the whole: their no is a no until they, or a coordinator, take it back. One's own is replaced
    by what one signs next."""
    return [blocking(f"bat-whole-{one.verdict}", "whole", _said([one]), "", EDITOR)
            for one in against(words) if one.account_id != account_id]  # fmt: skip


def open_to(problems: Iterable[Problem], said: Verdict) -> list[Problem]:
    """What keeps somebody from saying this of the whole. A no is always open; corrections may be asked for once every
    page was looked at and nothing blocks but what is to be corrected."""
    if said is Verdict.REFUSED:
        return []
    stops = [one for one in problems if one.severity is Severity.BLOCKING]
    return stops if said is Verdict.GOOD else [one for one in stops if one.code not in SAID]


def _said(words: Sequence[Signature]) -> str:
    """What is asked for on a page, in the words of who asks."""
    return " · ".join(f"{one.name} : {one.conditions}" for one in words if one.verdict != Verdict.GOOD)


def in_order(problems: Iterable[Problem]) -> dict[Severity, dict[str, list[Problem]]]:
    """What blocks, then what warns, each by its code: one reason answers a code."""
    found: dict[Severity, dict[str, list[Problem]]] = {severity: {} for severity in ORDER}
    for one in dict.fromkeys(problems):
        if one.severity in found:
            found[one.severity].setdefault(one.code, []).append(one)
    return found


def about_rows(problems: Iterable[Problem]) -> list[Problem]:
    """Of a freeze's gates, those that need the bytes: the rest is judged by the rows themselves."""
    bytes_ = (*NAMED, "gate-metadata", "gate-hole")
    return [one for one in problems if one.code in bytes_]
