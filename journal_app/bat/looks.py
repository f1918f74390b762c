"""BAT, what its pages show: the one next thing to do, each page at a glance, each problem with where it is mended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from journal_app.bat import gate
from journal_app.bat.model import Bat, Signature, State, Verdict, Why
from journal_app.bat.standing import Words, against, to_sign, verdict
from journal_app.freeze.store import Places
from journal_app.messages import sentence
from journal_app.problems import Detail, Problem, Severity
from journal_app.proofs.model import BuiltPage
from journal_app.web.desk import said
from journal_app.web.screen import language, page_url

HIDDEN = (Why.WITHDRAWN, Why.WITHHELD)  # of such a version no page is shown any more
# What a gate found is a code; the words it has elsewhere on the screens.
REMARKED, ON_PLAN = "bat-remarks-open", ("gate-unplaced", "gate-name-page")
CODES = {"gate-not-accepted": "piece", "gate-consent": "use", "gate-translation": "state"}
ELSEWHERE = {
    "whole": "bat.show", "issue.toml": "issues.settings", "flatplan": "flatplan.show", "flatplan.toml": "flatplan.show",
    "costing:estimate": "budget_estimate.show", "costing:quote": "budget_quotes.index",
    "costing:residency": "budget_residency.show", "costing:delivery": "distribution.show",
    "costing:funds": "budget.show",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a version as it is shown."""

    page: BuiltPage
    verdict: Verdict | None
    words: Sequence[Signature]
    moved: float | None  # share of its pixels that moved since the version before; None where its bytes are the same


def leaves(row: Bat, pages: Sequence[BuiltPage], words: Words) -> list[Leaf]:
    """Every page of the version."""
    return [
        Leaf(page, verdict(words.get(page.folio, ())), words.get(page.folio, ()), row.moved.get(str(page.folio)))
        for page in pages
    ]


def step(row: Bat | None, words: Words) -> str:
    """The one next thing to do: `freeze`, `page`, `whole`, `mend` after a no to the whole, or `hand-off` when all is
    signed."""
    if row is None or row.state == State.VOID:
        return "freeze"
    if row.state == State.SIGNED:
        return "hand-off"
    if against(words):
        return "mend"
    return "page" if to_sign(words, len(row.digests)) else "whole"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that stands against the BAT: where it is mended, in which language, and in words."""

    problem: Problem
    address: str  # empty where there is no page to mend it on
    name: str  # of what it is about
    language: str
    words: str


def groups(
    problems: Sequence[Problem], slug: str, places: Places, titles: Mapping[str, str]
) -> dict[Severity, list[tuple[str, list[Row]]]]:
    """The problems by how much they matter, then by their code. `titles`: of texts, by their folder."""
    return {
        severity: [(code, [_row(one, slug, places, titles) for one in rows]) for code, rows in by_code.items()]
        for severity, by_code in gate.in_order(problems).items()
    }


def _row(problem: Problem, slug: str, places: Mapping[str, str], titles: Mapping[str, str]) -> Row:
    at, _, tag = problem.where.partition("#")
    code, _, of = problem.detail.found.partition(" ")
    kind = CODES.get(problem.code, "")
    told = " · ".join(part for part in (said(f"{kind}:{code}"), of) if part) if kind else problem.detail.found
    shown = replace(problem, detail=replace(problem.detail, who="", found=told))
    words = sentence(shown, language(), desk=True)
    return Row(problem, _address(problem, at, tag, slug, places), _name(problem, at, titles), tag, words)


def named(code: str) -> str:
    """A kind of warning in words, when which ones they were is not told: its sentence, with "…" for what was found."""
    words = sentence(Problem(Severity.WARNING, code, "…", Detail("…", "…", "", "…")), language(), desk=True)
    return code if words == f"problem:{code}" else words.replace("….", "…")


def _name(problem: Problem, at: str, titles: Mapping[str, str]) -> str:
    """What a link to it is called."""
    if problem.detail.title:
        return problem.detail.title
    if _folio(at):
        return said("Page %(n)s", n=_folio(at))
    if (problem.code, at) == (REMARKED, "flatplan"):
        return said("Pages et images")
    if at == "whole":
        return said("Le tout")
    kind, _, name = at.partition(":")
    return titles.get(name, name) if kind in ("article", "picture") else ""


def _folio(at: str) -> int:
    number = at.split("/")[0][1:]
    return int(number) if at.startswith("p") and number.isdigit() else 0


def _address(problem: Problem, at: str, tag: str, slug: str, places: Mapping[str, str]) -> str:
    """The page on which it is mended."""
    if problem.code in ON_PLAN:
        return page_url("flatplan.show", slug=slug) + f"#p{problem.detail.found}"
    key = places.get(at)
    if key is None:
        if problem.code == REMARKED:  # on pages and pictures
            return page_url("rounds.index", slug=slug) + "#remarques"
        if problem.code.startswith("bat-page-"):
            return page_url("bat.page", slug=slug, folio=_folio(at))
        place = "flatplan.show" if _folio(at) else ELSEWHERE.get(at, "")
        return page_url(place, slug=slug) if place else ""
    if at.startswith("picture:"):
        return page_url("media.picture", picture_id=key)
    if problem.code == "gate-consent":
        return page_url("consent.piece", piece_id=key)
    if tag:
        return page_url("review.text", piece_id=key, language=tag)
    return page_url("submissions.piece", piece_id=key)
