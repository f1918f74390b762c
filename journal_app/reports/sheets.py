"""Reports, the sheets: accounts as tables of words and numbers, for files. Pure; `say` is the reader's language.

No row is a person: lines, sources, places by kind. What was typed of one expense or one gift is not in them.
"""

from collections.abc import Callable, Iterable, Sequence

from journal_app.costing.model import FundState
from journal_app.costing.targets import SURE_FIRST
from journal_app.reports.drawn import Step
from journal_app.reports.figures import Account, Copies, Each, Group, Post, Words, Year, awaited
from journal_app.reports.grants import Entry, Form, Line, Part, Side
from journal_app.reports.tables import Cell, Column, Holds, Table

Say = Callable[[str], str]
Tell = Callable[[Words], str]  # words given per language -> the reader's
COPIES = ("ordered", "delivered", "served", "handed_out", "kept", "left_over", "recycled", "lost")


def post_name(post: Post, say: Say, tell: Tell) -> str:
    """A line's own words, else its group's."""
    return tell(post.label) if post.label else say(f"group:{post.group}")


def title_of(account: Account, say: Say, tell: Tell) -> str:
    """An issue as a row is called."""
    return tell(account.title) if account.slug else say("Hors numéro")


# --- an issue --------------------------------------------------------------------------------------------------------


def of_issue(account: Account, steps: Sequence[Step], say: Say, tell: Tell) -> list[Table]:
    """The sheets of an issue's workbook, without the forms."""
    found = [_budget(account, say, tell), _funds(account, say), _each(account, say), _copies(account, say)]
    return [*found, _time(steps, say)] if steps else found


def _budget(account: Account, say: Say, tell: Tell) -> Table:
    names = ("Prévu", "Engagé, pas encore payé", "Payé", "Reste")
    rows: list[list[Cell]] = [[post_name(post, say, tell), *_amounts(post)] for post in account.posts]
    whole = account.amounts
    sums: list[Cell] = [say("En tout"), whole.planned, whole.committed, whole.spent, whole.left]
    return Table(say("Compte"), (Column(say("Poste")), *(Column(say(name), Holds.CENTS) for name in names)), rows, sums)


def _amounts(post: Post) -> list[int]:
    one = post.amounts
    return [one.planned, one.committed, one.spent, one.left]


def _funds(account: Account, say: Say) -> Table:
    """Each source by state. The last column sums what the bank has not seen: no sum here is more than there is."""
    columns = [Column(say("Source")), *(Column(say(f"fund-state:{state}"), Holds.CENTS) for state in SURE_FIRST)]
    rows: list[list[Cell]] = [
        [say(f"source:{source}"), *(held[state] for state in SURE_FIRST), awaited(held)]
        for source, held in account.sources.items()
    ]
    sums: list[Cell] = [say("En tout"), *(account.states[state] for state in SURE_FIRST), account.awaited]
    return Table(say("Fonds"), (*columns, Column(say("Pas encore reçu"), Holds.CENTS)), rows, sums)


def _each(account: Account, say: Say) -> Table:
    columns = (
        Column(say("Pour")), Column(say("Combien"), Holds.COUNT), Column(say("Prévu"), Holds.RATE),
        Column(say("Engagé et payé"), Holds.RATE),
    )  # fmt: skip
    rows: list[list[Cell]] = []
    told: tuple[tuple[str, int, Each], ...] = (
        ("Un exemplaire", account.copies.count, account.per_copy), ("Une page", account.pages, account.per_page),
        ("Un article", account.articles, account.per_article),
    )  # fmt: skip
    for words, many, one in told:
        rows.append([say(words), many, one.planned, one.engaged])
    return Table(say("Coûts"), columns, rows)


def _copies(account: Account, say: Say) -> Table:
    columns = (Column(say("Quoi")), Column(say("Exemplaires"), Holds.COUNT), Column(say("Personnes"), Holds.COUNT))
    rows: list[list[Cell]] = [[say(f"copies:{name}"), getattr(account.copies, name), None] for name in COPIES]
    rows.append([say("Personnes rencontrées"), None, account.copies.people])
    return Table(say("Exemplaires"), columns, rows)


def _time(steps: Sequence[Step], say: Say) -> Table:
    names = ("Commandé ce jour", "Payé ce jour", "Commandé depuis le début", "Payé depuis le début")
    rows: list[list[Cell]] = [[one.day, one.engaged, one.paid, one.engaged_so_far, one.paid_so_far] for one in steps]
    columns = (Column(say("Jour"), Holds.DAY), *(Column(say(name), Holds.CENTS) for name in names))
    return Table(say("Au fil du temps"), columns, rows)


def tidy(account: Account, say: Say, tell: Tell) -> Table:
    """Every figure of an issue's account on a row of its own: one table, for a file that can hold only one."""
    columns = (
        Column(say("Numéro"), Holds.COUNT), Column(say("Parution"), Holds.DAY), Column(say("Partie")),
        Column(say("Poste")), Column(say("Mesure")), Column(say("Montant"), Holds.CENTS),
        Column(say("Nombre"), Holds.COUNT),
    )  # fmt: skip
    head: list[Cell] = [account.number, account.dated]
    rows: list[list[Cell]] = []

    def put(part: str, name: str, measure: str, cents: int | None = None, count: int | None = None) -> None:
        rows.append([*head, say(part), name, say(measure), cents, count])

    for post in account.posts:
        for measure, cents in zip(("Prévu", "Engagé, pas encore payé", "Payé"), _amounts(post), strict=False):
            put("Compte", post_name(post, say, tell), measure, cents)
    for source, held in account.sources.items():
        for state in SURE_FIRST:
            put("Fonds", say(f"source:{source}"), f"fund-state:{state}", held[state])
    for number, cents in account.worth_given.items():
        put("En nature", say(f"form:{number}"), "Valeur", cents)
    for name in COPIES:
        put("Exemplaires", say(f"copies:{name}"), "Exemplaires", None, getattr(account.copies, name))
    put("Exemplaires", say("Personnes rencontrées"), "Personnes", None, account.copies.people)
    put("Pages", say("Pages"), "Pages", None, account.pages)
    put("Pages", say("Articles"), "Articles", None, account.articles)
    return Table(say("Compte"), columns, rows)


# --- a year ----------------------------------------------------------------------------------------------------------


def of_year(year: Year, say: Say, tell: Tell) -> Table:
    """A row an issue; the sums stand in the last."""
    columns = (
        Column(say("Numéro"), Holds.COUNT), Column(say("Thème")), Column(say("Parution"), Holds.DAY),
        *(Column(f"{say('Prévu')} : {say(f'group:{group}').lower()}", Holds.CENTS) for group in list(Group)[:3]),
        *(Column(say(name), Holds.CENTS) for name in ("Prévu en tout", "Engagé, pas encore payé", "Payé")),
        *(Column(say(f"fund-state:{state}"), Holds.CENTS) for state in SURE_FIRST),
        Column(say("En nature"), Holds.CENTS),
        *(Column(say(name), Holds.COUNT) for name in ("Livrés", "Distribués", "Personnes rencontrées")),
    )  # fmt: skip
    rows: list[list[Cell]] = [
        [one.number or None, title_of(one, say, tell), one.dated if one.slug else None,
         *_money(one, one.worth), *_counts(one.copies)]
        for one in year.accounts
    ]  # fmt: skip
    sums: list[Cell] = [None, say("En tout"), None, *_money(year, year.worth), *_counts(year.copies)]
    return Table(str(year.year), columns, rows, sums)


def _money(one: Account | Year, worth: int) -> list[int]:
    whole = one.amounts
    planned = [one.of(group).planned for group in list(Group)[:3]]
    return [*planned, whole.planned, whole.committed, whole.spent, *_states(one.states), worth]


def _states(held: dict[FundState, int]) -> list[int]:
    return [held[state] for state in SURE_FIRST]


def _counts(copies: Copies) -> list[int]:
    return [copies.delivered, copies.distributed, copies.people]


# --- the forms -------------------------------------------------------------------------------------------------------


def of_form(form: Form, say: Say, tell: Tell) -> list[Table]:
    """The lines of both forms, with their sums; and what has no account, where there is something."""
    cents, euros = ("Prévu", "Réalisé", "Écart"), ("Prévu, en euros", "Réalisé, en euros", "Écart, en euros")
    columns = (
        Column(say("Compte")), Column(say("Intitulé")), *(Column(say(name), Holds.CENTS) for name in cents),
        Column("%", Holds.PERCENT), *(Column(say(name), Holds.EUROS) for name in euros),
    )  # fmt: skip
    rows: list[list[Cell]] = []
    for part, words in ((form.charges, "Total des charges"), (form.products, "Total des produits"),
                        (form.used, ""), (form.given, "")):  # fmt: skip
        rows += [_row(line.account, say(f"form:{line.account}"), line) for line in part.lines]
        rows += [_row("", say(words), part.sum)] if words else []
    rows.append(_row("", say("Total général des charges"), form.whole(Side.CHARGE)))
    rows.append(_row("", say("Total général des produits"), form.whole(Side.PRODUCT)))
    found = [Table(say("Comptes"), columns, rows)]
    return [*found, _unknown(form.unknown, say, tell)] if form.unknown else found


def _row(account: str, words: str, line: Line) -> list[Cell]:
    return [account, words, line.planned, line.done, line.gap, line.percent, line.planned_euros, line.done_euros,
            line.gap_euros]  # fmt: skip


def unknown_name(entry: Entry, say: Say, tell: Tell) -> str:
    """What an entry without an account is called."""
    if entry.label:
        return tell(entry.label)
    kind = {"fund": "source", "in-kind": "form"}.get(entry.what)
    known = entry.key in set(Group)
    return say(f"{kind}:{entry.key}") if kind else say(f"group:{entry.key}") if known else entry.key


def _unknown(entries: Iterable[Entry], say: Say, tell: Tell) -> Table:
    columns = (
        Column(say("Numéro"), Holds.COUNT), Column(say("Quoi")), Column(say("Compte noté")),
        *(Column(say(name), Holds.CENTS) for name in ("Prévu", "Réalisé", "En attente")),
    )  # fmt: skip
    rows: list[list[Cell]] = [
        [one.number or None, unknown_name(one, say, tell), one.noted, one.planned, one.done, one.waiting]
        for one in entries
    ]
    return Table(say("Sans compte"), columns, rows)


def parts(form: Form) -> Sequence[tuple[str, Part, str]]:
    """The form as a page shows it: heading, lines, the words of its sum."""
    return (
        ("Charges", form.charges, "Total des charges"), ("Produits", form.products, "Total des produits"),
        ("Emplois des contributions en nature", form.used, ""),
        ("Contributions volontaires en nature", form.given, ""),
    )  # fmt: skip
