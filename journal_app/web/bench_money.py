"""The treasurer's benchmark: ten years, thirty issues, 50,000 lines of banks and platforms. Not a test.

`journal bench money`: a desk of its own in a temporary folder, filled with rows; waitress in a process of its own, over
the loopback. Most lines are settled, as after ten years of work; 1,000 of the bank's are open, and what they may be
waits. The last issue's copies are planned, packed and sent by its pages. Then a file of 10,000 lines more comes. Times
are from the question's first byte to the answer's last.
"""

import random
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.budget.model import Expense, Spending
from journal_app.costing.document import read, written
from journal_app.costing.model import FundState
from journal_app.db import Database, new_id, open_database
from journal_app.distribution.model import Kind as Moved
from journal_app.distribution.model import Movement, Place, PlaceKind, Way
from journal_app.distribution.store import places
from journal_app.flatplan.model import Page
from journal_app.funding import noting
from journal_app.funding.model import Allocation, Fund, IssueFunding, Match, Purpose, Source
from journal_app.issues.model import Issue
from journal_app.migrations import upgrade
from journal_app.money import to_decimal
from journal_app.statements.model import Import, Kind, StatementLine
from journal_app.web.bench import peak_mb, person_of, row_of, served, upload
from journal_app.web.bench_translation import Reader

YEARS, ISSUES, LINES = 10, 30, 50_000
OPEN = 1_000  # lines of the bank that nobody has reconciled
GIFTS, PAYOUTS = LINES // 2, 1_250  # payments through forms, and how they were sent on
EXPENSES, ASSOCIATIONS = 3_000, 29
BROUGHT = 10_000  # lines of a file that comes
FIRST, LAST = date(2017, 1, 2), date(2026, 12, 20)
COPIES, PAGES = 4_000, 16
TIMES = 15  # each page is asked for so often
SEED = 7
COLUMNS = ("Date opération", "Date valeur", "Libellé", "Débit", "Crédit")
WORDS = ("VIR COLLECTE DES AMIS", "PRLV ASSURANCE", "CB PAPETERIE", "VIR IMPRIMERIE", "VIR SUBVENTION VILLE")
PRICES = """
[printing]
vat_percent = 10
[printing.estimate]
dated = 2026-11-01
source = "barème d’essai"
range_percent = 15
[[printing.estimate.line]]
label = { fr = "Calage" }
per = "page"
net = 33.00
[[printing.estimate.line]]
label = { fr = "Papier" }
per = "kg"
net = 1.45
[[printing.estimate.line]]
label = { fr = "Roulage" }
per = "thousand"
net = 82.00
[residency]
dated = 2026-11-01
[[residency.line]]
label = { fr = "Repas" }
unit = { fr = "repas" }
slug = "repas"
price = 15.00
quantity = 18
days = 3
"""
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Filled:
    """The desk there is: a session, the issues by their slugs (the oldest first), and some of what is asked for."""

    cookie: str
    csrf: str
    slugs: list[str]
    places: list[str]  # the associations
    open_line: str
    settled_line: str
    import_id: str  # the bank's


def run(tell: Progress) -> list[dict[str, Any]]:
    """The rows: `load`, `what`, `requests`, `median_ms`, `p95_ms`, `slowest_ms`, `aim_ms`; the last is the server's."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "issues").mkdir()
        database = open_database(f"sqlite:///{folder / 'journal.db'}")
        upgrade(database)
        filled = _filled(database, tell)
        database.close()
        with served(folder) as (port, process):
            reader = Reader(HTTPConnection("127.0.0.1", port, timeout=120), filled.cookie, filled.csrf)
            rows = list(_asked(reader, filled, tell))
            peak = peak_mb(process.pid)
    return [*rows, {"what": "server", "peak_mb": peak, "lines": LINES}]


# --- a desk for it ---------------------------------------------------------------------------------------------------


def _filled(database: Database, tell: Progress) -> Filled:
    """Ten years of it."""
    now, dice = datetime.now(UTC), random.Random(SEED)
    with database.write() as db:
        treasurer, cookie, csrf = _treasurer(db, now)
        issues = [_issue(db, number, now) for number in range(1, ISSUES + 1)]
        db.flush()
        tell("fill", 1, 4)
        bank, gifts = (Import(kind=kind, dialect="csv", account="Compte courant" if kind == Kind.BANK else "",
                              name="dix-ans.csv", sha256=kind * 8, lines=LINES // 2, first_day=FIRST, last_day=LAST,
                              made_at=now) for kind in (Kind.BANK, Kind.HELLOASSO))  # fmt: skip
        db.add_all([bank, gifts])
        db.flush()
        settled, opened = _gifts_and_payouts(db, dice, now, issues, bank.id, gifts.id)
        tell("fill", 2, 4)
        _expenses(db, dice, now, issues, bank.id)
        _other_lines(db, dice, bank.id)
        db.flush()
        tell("fill", 3, 4)
        made = _copies(db, dice, now, issues)
        noting.project(db, treasurer, now, [issue.id for issue in issues])
        tell("fill", 4, 4)
        return Filled(cookie, csrf, [issue.slug for issue in issues], made, opened, settled, bank.id)


def _treasurer(db: Session, now: datetime) -> tuple[Actor, str, str]:
    roles = (Role.COORDINATOR, Role.TREASURER)
    account, person = person_of(db, now, "Essai", roles)
    return Actor(account, "Essai", frozenset(roles)), person.cookie, person.csrf


def _issue(db: Session, number: int, now: datetime) -> Issue:
    plan, problems = read(PRICES)
    assert plan is not None, problems
    issue = Issue(
        slug=f"{number:02}-essai", title="Journal des Jungles", number=number, date=_day(number - 1, ISSUES),
        theme={"fr": f"Essai {number}"}, languages=["fr", "en"], printer={"preset": "tabloid-offset"},
        masthead={"association": "Essai"}, costing=written(plan), created_at=now,
    )  # fmt: skip
    db.add(issue)
    db.flush()
    db.add_all(Page(issue_id=issue.id, number=folio, layout="article-2") for folio in range(1, PAGES + 1))
    return issue


def _day(number: int, of: int) -> date:
    """The days of ten years, evenly: the first of so many is the first day."""
    return FIRST + timedelta(days=(LAST - FIRST).days * number // of)


def _line(import_id: str, kind: Kind, number: int, day: date, cents: int, label: str, settled: int, **more: Any) -> Any:
    return StatementLine(
        id=new_id(), import_id=import_id, kind=kind, number=number, dated=day, cents=cents, label=label, raw={},
        fingerprint=f"{kind}-{label}-{number}", settled_cents=settled, folded=label.casefold(),
        account="Compte courant" if kind == Kind.BANK else "", **more,
    )  # fmt: skip


def _gifts_and_payouts(
    db: Session, dice: random.Random, now: datetime, issues: list[Issue], bank: str, gifts: str
) -> tuple[str, str]:
    """25,000 payments; each payout of some is a fund of an issue and a credit at the bank; the last ones are open. The
    first and the last credit."""
    each, credits = GIFTS // PAYOUTS, []
    for payout in range(PAYOUTS):
        day = _day(payout, PAYOUTS)
        parts = [dice.choice((500, 1000, 2000, 5000)) + dice.randrange(100) for _ in range(each)]
        db.add_all(
            _line(gifts, Kind.HELLOASSO, payout * each + place, day - timedelta(days=9), cents, "Don", cents,
                  reference=f"{payout}-{place}", state="Validé", paid_out_on=day, purpose="Imprimer le journal")
            for place, cents in enumerate(parts)
        )  # fmt: skip
        is_open = payout >= PAYOUTS - OPEN // 4
        credit = _line(bank, Kind.BANK, payout, day + timedelta(days=2), sum(parts), "VIR HELLOASSO",
                       0 if is_open else sum(parts))  # fmt: skip
        fund = Fund(
            id=new_id(), source=Source.HELLOASSO, label="HelloAsso · Imprimer le journal", cents=sum(parts),
            settled_cents=credit.settled_cents, state=FundState.PAID_OUT, dated=day, purpose=Purpose.FREE,
            reference=f"helloasso|Imprimer le journal|{day}|{payout}", payments=each, made_at=now,
        )  # fmt: skip
        credits.append(credit.id)
        db.add_all([credit, fund])
        db.flush()
        db.add(Allocation(fund_id=fund.id, issue_id=issues[payout * ISSUES // PAYOUTS].id, cents=fund.cents,
                          move_id=new_id(), at=now))  # fmt: skip
        if not is_open:
            db.add(Match(group_id=new_id(), line_id=credit.id, fund_id=fund.id, cents=fund.cents,
                         line_dated=credit.dated, made_at=now))  # fmt: skip
    return credits[0], credits[-1]


def _expenses(db: Session, dice: random.Random, now: datetime, issues: list[Issue], bank: str) -> None:
    """Invoices and what the bank paid of them; the last ones are not reconciled."""
    for number in range(EXPENSES):
        day, cents = _day(number, EXPENSES), 1000 + dice.randrange(90_000)
        is_open = number >= EXPENSES - OPEN // 4
        debit = _line(bank, Kind.BANK, number, day + timedelta(days=12), -cents, f"CB FOURNISSEUR {number % 40}",
                      0 if is_open else -cents)  # fmt: skip
        expense = Expense(
            id=new_id(), issue_id=issues[number * ISSUES // EXPENSES].id, line=dice.choice(("repas", "printing")),
            label=f"Facture {number}", supplier=f"Fournisseur {number % 40}", cents=cents, vat_cents=cents // 11,
            settled_cents=0 if is_open else cents,
            dated=day, state=Spending.COMMITTED if is_open else Spending.SPENT, account="60", made_at=now,
            spent_on=None if is_open else debit.dated,
        )  # fmt: skip
        db.add_all([debit, expense])
        if not is_open:
            db.add(Match(group_id=new_id(), line_id=debit.id, expense_id=expense.id, cents=cents,
                         line_dated=debit.dated, made_at=now))  # fmt: skip


def _other_lines(db: Session, dice: random.Random, bank: str) -> None:
    """The rest of the bank's lines: settled, but for as many as make the open ones whole. Of these every other one is
    taken back by the next."""
    many = LINES // 2 - PAYOUTS - EXPENSES
    cents = 0
    for number in range(many):
        is_open = number >= many - OPEN // 2
        back = is_open and number % 2 and cents
        cents = -cents if back else dice.choice((-1, 1)) * (100 + dice.randrange(50_000))
        words = f"{'REJET ' if back else ''}{WORDS[number % len(WORDS)]}"
        db.add(_line(bank, Kind.BANK, number, _day(number, many), cents, words, 0 if is_open else cents))


def _copies(db: Session, dice: random.Random, now: datetime, issues: list[Issue]) -> list[str]:
    """Each issue's copies, delivered and given to 29 associations; those of the last are there. The associations."""
    there = {place.kind: place for place in places(db)}
    made = [Place(kind=PlaceKind.ASSOCIATION, name=f"Association d’essai {number:02}", code=f"E-{number:02}",
                  way=Way.CARRIER if number % 3 == 0 else Way.DRIVER, usual=130, stop=number, made_at=now)
            for number in range(1, ASSOCIATIONS + 1)]  # fmt: skip
    db.add_all(made)
    db.flush()
    printer = there[PlaceKind.PRINTER]
    for issue in issues:
        db.add(Movement(issue_id=issue.id, to_id=printer.id, copies=COPIES, kind=Moved.DELIVERED, at=now))
        db.add_all(Movement(issue_id=issue.id, from_id=printer.id, to_id=place.id, copies=100 + dice.randrange(30),
                            kind=Moved.SENT, at=now) for place in made if issue is not issues[-1])  # fmt: skip
        db.add(IssueFunding(issue_id=issue.id, taken_up_at=now, opened_at=now))
    return [place.id for place in made]


# --- what is asked for -----------------------------------------------------------------------------------------------


def _pages(filled: Filled) -> Iterator[tuple[str, str]]:
    slug = filled.slugs[-1]
    last = f"/numeros/{slug}"
    yield "an issue's money", f"{last}/argent"
    yield "what to choose", f"{last}/argent/choisir"
    yield "what choices cost", f"{last}/couts"
    yield "quotes", f"{last}/argent/devis"
    yield "the residency", f"{last}/argent/residence"
    yield "expenses", f"{last}/argent/depenses"
    yield "funds", f"{last}/argent/fonds"
    yield "gifts in kind", f"{last}/argent/en-nature"
    yield "account of an issue", f"{last}/argent/compte"
    yield "figures for a grant", f"{last}/argent/cerfa"
    yield "a year", "/argent/comptes/2025"
    yield "all years", "/argent/comptes"
    yield "statements", "/argent/releves"
    yield "statements, searched", "/argent/releves?q=papeterie"
    yield "a line of a statement", f"/argent/releves/lignes/{filled.settled_line}"
    yield "a line of the bank, by hand", f"/argent/rapprochement/{filled.open_line}"
    yield "imports", "/argent/releves/imports"
    yield "an import", f"/argent/releves/imports/{filled.import_id}"
    yield "to bring a statement", "/argent/releves/apporter"
    yield "funders", "/argent/financeurs"
    yield "copies", f"{last}/exemplaires"
    yield "copies, planned", f"{last}/exemplaires/plan"
    yield "orders and returns", f"{last}/exemplaires/commandes"
    yield "parcels", f"{last}/exemplaires/paquets"
    yield "labels", f"{last}/exemplaires/etiquettes"
    yield "the driver's sheet", f"{last}/exemplaires/tournee"
    yield "sheets to sign", f"{last}/exemplaires/emargement"
    yield "sheets to send back", f"{last}/exemplaires/feuilles"
    yield "carriers", "/transporteurs"
    yield "the public page", f"/soutenir/{slug}"
    yield "its picture", f"/soutenir/{slug}.svg"


def _asked(reader: Reader, filled: Filled, tell: Progress) -> Iterator[dict[str, Any]]:
    pages = list(_pages(filled))
    _sent_off(reader, f"/numeros/{filled.slugs[-1]}/exemplaires", filled.places)
    for place, (what, path) in enumerate(pages):
        reader.ask(path)  # templates and statements are made at the first, and the QRs of labels
        yield _row(what, 150, [reader.ask(path)[1] for _ in range(TIMES)])
        tell("bench", place, len(pages) + 2)
    yield _row("proposals for 1,000 lines", 2000, [reader.ask("/argent/rapprochement")[1] for _ in range(5)])
    tell("bench", len(pages) + 1, len(pages) + 2)
    yield _row("10,000 lines come", 3000, [_brought(reader, number) for number in range(2)])
    tell("bench", len(pages) + 2, len(pages) + 2)


def _sent_off(reader: Reader, copies: str, places: list[str]) -> None:
    """The copies of an issue are planned, packed and leave; each place says on paper what it received and gave out."""
    reader.ask(f"{copies}/plan", {"propose": "1"})
    reader.ask(f"{copies}/paquets", {})
    some = [("csrf", reader.csrf), ("from", PlaceKind.PRINTER), *(("place", place) for place in places)]
    reader.ask(f"{copies}/paquets/partis", body=urlencode(some).encode())
    for place in places:
        reader.ask(f"{copies}/commandes/{place}/papier", {"bundles": "1", "copies": "20", "people": "15"})


def _brought(reader: Reader, number: int) -> float:
    """A bank's file: looked at, and taken. The seconds of both."""
    fields = {"csrf": reader.csrf, "account": "Compte courant"}
    body, kind = upload(fields, ("file", "releve.csv", "text/csv"), _statement(number))
    begun = time.perf_counter()
    page = reader.ask("/argent/releves/apporter", body=body, kind=kind)[0].decode()
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    warned = {"looked": "1"} if 'name="looked"' in page else {}
    reader.ask("/argent/releves/prendre", {name: unescape(value) for name, value in hidden.items()} | warned)
    return time.perf_counter() - begun


def _statement(number: int) -> bytes:
    """The months after the last line: nothing of it is there already."""
    dice = random.Random(SEED + number)
    lines = [";".join(COLUMNS)]
    for place in range(BROUGHT):
        day = (LAST - timedelta(days=200 - 100 * number - place * 90 // BROUGHT)).strftime("%d/%m/%Y")
        amount = str(Decimal(to_decimal(100_000 + place * 3 + dice.randrange(3)))).replace(".", ",")
        lines.append(f"{day};{day};{WORDS[place % len(WORDS)]} {number}-{place};;{amount}")
    return "\r\n".join(lines).encode("cp1252")


def _row(what: str, aim: float, times: list[float]) -> dict[str, Any]:
    return row_of("money", what, times) | {"aim_ms": aim}


def table(rows: list[dict[str, Any]]) -> str:
    """The rows for people."""
    *asked, server = rows
    lines = [f"{'':<32}{'requests':>9}{'median':>11}{'p95':>11}{'aim':>10}"]
    lines += [f"  {row['what']:<30}{row['requests']:>9}{row['median_ms']:>8.1f} ms{row['p95_ms']:>8.1f} ms"
              f"{row['aim_ms']:>7.0f} ms" for row in asked]  # fmt: skip
    return "\n".join([*lines, f"{server['lines']:,} lines; server at most {server['peak_mb']} MB"])
