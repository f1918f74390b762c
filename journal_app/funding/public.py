"""Funding, for everybody: how an issue is funded, a page and a picture for other sites, while it is open. No rule.

No script, nothing from elsewhere, nothing kept of who looks. The picture alone may be shown by other sites.
"""

import hashlib
from collections.abc import Callable
from decimal import Decimal

from flask import Blueprint, Response, abort, g, render_template, request
from werkzeug.http import quote_etag

from journal_app.costing.model import FundState
from journal_app.funding import store
from journal_app.funding.drawing import ALONE, SWATCH, WIDTH, Bar, alone, as_svg, drawn, swatch
from journal_app.funding.pictures import as_png
from journal_app.funding.publishing import Shown, address, shown
from journal_app.issues.model import Issue
from journal_app.languages import is_rtl
from journal_app.messages import isolated
from journal_app.money import shown as money
from journal_app.web.desk import database, said
from journal_app.web.guards import Policy, policy
from journal_app.web.headers import CONTENT, EMBEDDED
from journal_app.web.screen import OFFERED, language, worded

GIFTS = (500, 2000, 5000)  # cents: what a gift does is told for these
STATES = {
    FundState.RECONCILED: "Reçu", FundState.PAID_OUT: "En chemin vers la banque", FundState.DUE: "Dû",
    FundState.PLEDGED: "Promis", FundState.ESTIMATED: "Espéré",
}  # fmt: skip

blueprint = Blueprint("support", __name__, template_folder="templates")


@blueprint.before_request
def in_the_readers_language() -> None:
    """As the browser asks for; the picture is asked for by other sites, and is French unless its address says so."""
    if "screen" not in g and request.endpoint == "support.show":
        g.screen = request.accept_languages.best_match(OFFERED, OFFERED[0])


@blueprint.after_request
def no_script(response: Response) -> Response:
    """Even for who is signed in here."""
    response.headers.setdefault("Content-Security-Policy", CONTENT)
    if request.endpoint == "support.show":
        response.headers.setdefault("Vary", "Accept-Language, Cookie")
    return response


def _open(slug: str) -> tuple[Issue, Shown, str, list[str]]:
    """An issue whose page is open, its money, where to give, who wishes to be named; else a page that is not there."""
    with database().read() as db:
        found = store.open_issue(db, slug) or abort(404)
        issue, page = found
        names = store.named_givers(db, issue.id)
    return issue, shown(issue) or abort(404), address(page.give_url), names


@blueprint.get("/soutenir/<slug>")
@policy(Policy.PUBLIC)
def show(slug: str) -> str:
    """The page."""
    issue, plan, give_url, names = _open(slug)
    bar = _bar(issue, plan)
    return render_template(
        "funding/support.html", issue=issue, plan=plan, give_url=give_url, names=names, states=STATES,
        picture=as_svg(alone(bar), bar.sentence, language(), bar.rtl, (WIDTH, ALONE)),
        swatches={state: as_svg(swatch(state), "", language(), False, SWATCH) for state in plan.states},
        gifts=[(cents, plan.copies_for(cents)) for cents in GIFTS if plan.copies_for(cents)], sentence=bar.sentence,
    )  # fmt: skip


@blueprint.get("/soutenir/<slug>.svg")
@policy(Policy.PUBLIC)
def svg(slug: str) -> Response:
    """The picture as SVG."""
    issue, plan, _, _ = _open(slug)
    bar = _bar(issue, plan)
    return _embedded(as_svg(drawn(bar), alt(bar), language(), bar.rtl).encode(), "image/svg+xml; charset=utf-8")


@blueprint.get("/soutenir/<slug>.png")
@policy(Policy.PUBLIC)
def png(slug: str) -> Response:
    """The picture as PNG."""
    issue, plan, _, _ = _open(slug)
    bar = _bar(issue, plan)
    return _embedded(as_png(tuple(drawn(bar)), language(), bar.rtl), "image/png")


def _embedded(content: bytes, content_type: str) -> Response:
    """An answer that other sites may show, asked for again after a quarter of an hour."""
    answer = Response(content, content_type=content_type)
    answer.headers.update(EMBEDDED)
    answer.headers["ETag"] = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    return answer.make_conditional(request)  # type: ignore[return-value]


def _bar(issue: Issue, plan: Shown) -> Bar:
    """The bar with its words, in the language of this answer."""
    here = language()

    def euros(value: int | Decimal) -> str:
        return isolated(money(value, here), here)

    sentence = _sentence(plan, euros)
    title = said("N° %(n)s · %(theme)s", n=issue.number, theme=isolated(worded(issue.theme), here))
    if issue.specimen:
        title = f"{title} · {said('Spécimen')}"
    a_copy = said("%(amount)s imprime un exemplaire", amount=euros(plan.a_copy)) if plan.a_copy else ""
    return Bar(
        printing=plan.printing, whole=plan.whole, states=plan.states, title=title, sentence=sentence,
        printing_said="" if plan.printing == 0 else said("imprimer : %(amount)s", amount=euros(plan.printing)),
        whole_said="" if plan.whole == plan.printing else said(
            "imprimer et tenir la résidence : %(amount)s", amount=euros(plan.whole)),
        legend=[(state, said("%(state)s : %(amount)s", state=said(STATES[state]), amount=euros(cents)))
                for state, cents in plan.states.items()],
        foot=" · ".join(one for one in (a_copy, "Journal des Jungles") if one), rtl=is_rtl(here),
        can_print=plan.print_target.raised,
    )  # fmt: skip


def _sentence(plan: Shown, euros: Callable[[int], str]) -> str:
    """Where it stands, in one sentence; a target of nothing is none, and nobody is thanked for it."""
    if plan.whole == 0:
        return said("Aucun objectif n’est encore fixé pour ce numéro.")
    if plan.whole == plan.printing:
        return said("L’impression est payée. Merci !") if plan.to_print == 0 else said(
            "Il manque %(amount)s pour imprimer.", amount=euros(plan.to_print))  # fmt: skip
    if plan.printing == 0:
        return said("La résidence est payée. Merci !") if plan.to_all == 0 else said(
            "Il manque %(amount)s pour la résidence.", amount=euros(plan.to_all))  # fmt: skip
    if plan.to_all == 0:
        return said("L’impression et la résidence sont payées. Merci !")
    if plan.to_print == 0:
        return said("L’impression est payée ; il manque %(amount)s pour la résidence.", amount=euros(plan.to_all))
    return said("Il manque %(first)s pour imprimer, et %(second)s avec la résidence.",
                first=euros(plan.to_print), second=euros(plan.to_all))  # fmt: skip


def alt(bar: Bar) -> str:
    """What the picture says, in words: the alternative text to paste beside it."""
    return f"{bar.title}. {bar.sentence} " + " ; ".join(words for _, words in bar.legend) + "."
