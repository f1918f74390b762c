"""Costing, the words: a costing report as the lines a person reads in a terminal, in French. Pure values, no clock."""

from collections.abc import Iterator, Sequence

from journal_app.costing.model import FundState
from journal_app.costing.printing import CostLine, PrintingCost
from journal_app.costing.quoted import Way
from journal_app.costing.report import CostingReport
from journal_app.money import shown

BAR = 48  # characters
WIDTH = 44  # of the label column
STATES = {
    FundState.RECONCILED: ("█", "reçu (vu en banque)"),
    FundState.PAID_OUT: ("▓", "versé, pas encore en banque"),
    FundState.DUE: ("▒", "dû"),
    FundState.PLEDGED: ("░", "promis"),
    FundState.ESTIMATED: ("·", "espéré"),
}
WAYS = {
    Way.EXTRA: "prix de {used} exemplaires, et le mille supplémentaire",
    Way.NEXT: "prix de {used} exemplaires, le palier au-dessus",
    Way.LESS: "prix de {used} exemplaires moins le mille : à faire confirmer",
    Way.AT_MOST: "au plus, en proportion du prix de {used} exemplaires : demander un devis",
}
TARGETS = {"printing": "imprimer", "all": "imprimer et tenir la résidence"}


def costing_table(report: CostingReport) -> str:
    """The whole costing as text: weight, printing, residency, what is missing to each target."""
    return "\n".join(_lines(report))


def _lines(report: CostingReport) -> Iterator[str]:
    if report.specimen:
        yield "Chiffres spécimens : ils sont inventés."
    weight = f"{report.copy_grams:.0f} g l’un, {report.run_kg:.0f} kg en tout"
    yield f"{report.copies} exemplaires de {report.pages} pages : {weight}"
    yield ""
    yield from _printing(report.printing)
    yield ""
    yield "Résidence (TTC)"
    yield from _costs(report.residency_lines)
    yield _row("Résidence", report.residency)
    if report.residency_cost.committed or report.residency_cost.spent:
        yield _row("  commandé, pas encore payé", report.residency_cost.committed)
        yield _row("  payé", report.residency_cost.spent)
    yield from _delivery(report)
    if report.printing.kind != "unknown":
        yield ""
        yield _row("Impression et résidence (TTC)", report.made)
        if report.delivery.price.gross:
            yield _row("Avec les envois (hors objectifs)", report.total)
        printed, both = report.per_copy(report.printing.price.gross), report.per_copy(report.made)
        if printed is not None and both is not None:
            yield f"Un exemplaire : {shown(printed)} imprimé, {shown(both)} avec la résidence"
    if report.worth.cents:
        yield f"Donné en nature, compté à part (comptes 86 et 87) : {shown(report.worth.cents)}"
    yield ""
    yield from _bar(report)


def _delivery(report: CostingReport) -> Iterator[str]:
    sent = report.delivery
    if not sent.consignments and not sent.lines:
        return
    yield ""
    yield f"Envois (TTC) : {sent.copies} exemplaires en {sent.parcels} colis"
    for one in sent.consignments:
        label = one.batch.label or {"fr": "Lot"}
        name = label.get("fr") or next(iter(label.values()))
        yield _row(f"  {name}, {one.batch.places} × {one.batch.copies}", one.price.gross)
    yield from _costs(sent.lines)
    yield _row("Envois", sent.price.gross)
    if sent.unsent:
        yield f"  sans prix : {sent.unsent} exemplaires"


def _printing(cost: PrintingCost) -> Iterator[str]:
    if cost.kind == "unknown":
        yield "Impression : ni devis ni estimation"
        return
    if cost.kind == "quote":
        yield f"Impression, DEVIS {cost.source} du {cost.dated}"
        if cost.way in WAYS:
            yield f"  {WAYS[cost.way].format(used=cost.used)}"
    elif cost.anchored:
        yield f"Impression, ESTIMATION d’après le devis {cost.source} du {cost.dated}"
    else:
        yield f"Impression, ESTIMATION du {cost.dated} (HT) : {cost.source}"
        yield from _costs(cost.lines)
    yield _row("Hors taxes", cost.price.net)
    yield _row("TVA", cost.price.vat)
    yield _row("Impression (TTC)", cost.price.gross)
    if cost.low != cost.price.gross and cost.kind == "quote":
        yield f"  à confirmer : entre {shown(cost.low)} et {shown(cost.high)}"
    if cost.kind == "estimate":
        yield f"  estimation : entre {shown(cost.low)} et {shown(cost.high)}, à {cost.range_percent:f} % près"


def _costs(lines: Sequence[CostLine]) -> Iterator[str]:
    for line in lines:
        if line.cents:
            yield _row(f"  {line.label.get('fr') or next(iter(line.label.values()))}", line.cents)


def _bar(report: CostingReport) -> Iterator[str]:
    """Each state by its own character, the surest first; a mark under the place of each target."""
    drawn = ""
    for share in report.bar:
        end = round(BAR * (share.start + share.width) / 100)
        drawn = drawn.ljust(round(BAR * share.start / 100))
        drawn += STATES[share.state][0] * (end - len(drawn))
    yield f"[{drawn:<{BAR}}]"
    marks = [" "] * (BAR + 1)
    for target in report.targets:
        marks[round(BAR * report.at(target.cents) / 100)] = "▲"
    yield f" {''.join(marks)}".rstrip()
    for target in report.targets:
        missing = f"{target.percent} % reçus, il manque {shown(target.missing)}"
        yield f"  {shown(target.cents)} pour {TARGETS[target.slug]} : {missing}"
    for state, cents in report.funds.items():
        sign, label = STATES[state]
        yield _row(f"  {sign} {label}", cents)


def _row(label: str, cents: int) -> str:
    return f"{label[:WIDTH]:<{WIDTH}}{shown(cents):>14}"
