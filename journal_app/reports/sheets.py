"""Reports, the sheets: accounts as tables of words and numbers, for files. Pure; `say` is the reader's language.

No row is a person: lines, sources, places by kind. What was typed of one expense or one gift is not in them.
"""

from collections.abc import Callable, Sequence

from journal_app.costing.model import FundState
from journal_app.costing.targets import SURE_FIRST
from journal_app.reports.drawn import Step
from journal_app.reports.figures import Account, Amounts, Copies, Each, Group, Post, Words, Year, awaited
from journal_app.reports.grants import Entry, Form, Line, Part, Side
from journal_app.reports.tables import Cell, Column, Holds, Table

Say = Callable[[str], str]
Tell = Callable[[Words], str]  # words given per language -> the reader's
GUESSED = ("Estimation, au moins", "Estimation, au plus")  # columns that are there where something is estimated
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
    names, whole = ["Prévu", "Engagé, pas encore payé", "Payé", "Reste"], account.amounts
    names += GUESSED if whole.guessed else ()
    rows = [[post_name(post, say, tell), *_amounts(post.amounts)] for post in account.posts]
    told = [*zip(rows, (post.amounts for post in account.posts), strict=True)]
    told.append(([say("En tout"), *_amounts(whole)], whole))
    *body, sums = (_with_range(row, one, whole, say) for row, one in told)
    return Table(say("Compte"), (Column(say("Poste")), *(Column(say(name), Holds.CENTS) for name in names)), body, sums)


def _amounts(one: Amounts) -> list[Cell]:
    return [one.planned, one.committed, one.spent, one.left]


def _with_range(row: list[Cell], one: Amounts, whole: Amounts, say: Say) -> list[Cell]:
    """A row of a table whose last two columns are an estimate's range, where anything in it is estimated; the words it
    begins with say so, too."""
    if not whole.guessed:
        return row
    return [guess(str(row[0]), one.guessed, say), *row[1:], *_range(one)]


def guess(words: str, guessed: int, say: Say) -> str:
    """Words that say of what they name that it is an estimate."""
    return f"{words} ({say('ESTIMATION')})" if guessed else words


def _range(one: Amounts | Line | Entry) -> list[Cell]:
    return [one.planned - one.below, one.planned + one.above] if one.guessed else [None, None]


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
    guessed = account.amounts.guessed
    columns = (
        Column(say("Pour")), Column(say("Combien"), Holds.COUNT), Column(say("Prévu"), Holds.RATE),
        Column(say("Engagé et payé"), Holds.RATE),
        *(Column(say(name), Holds.RATE) for name in GUESSED if guessed),
    )  # fmt: skip
    rows: list[list[Cell]] = []
    told: tuple[tuple[str, int, Each], ...] = (
        ("Un exemplaire", account.copies.count, account.per_copy), ("Une page", account.pages, account.per_page),
        ("Un article", account.articles, account.per_article),
    )  # fmt: skip
    for words, many, one in told:
        row: list[Cell] = [guess(say(words), guessed, say), many, one.planned, one.engaged]
        rows.append([*row, *((one.low, one.high) if guessed else ())])
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
        *(Column(say(name), Holds.CENTS) for name in GUESSED if account.amounts.guessed),
    )  # fmt: skip
    head: list[Cell] = [account.number, account.dated]
    rows: list[list[Cell]] = []

    def put(
        part: str, name: str, measure: str, cents: int | None = None, count: int | None = None,
        between: Sequence[Cell] = (None, None),
    ) -> None:  # fmt: skip
        row: list[Cell] = [*head, say(part), name, say(measure), cents, count]
        rows.append([*row, *between] if account.amounts.guessed else row)

    for post in account.posts:
        one, name = post.amounts, post_name(post, say, tell)
        put("Compte", name, "Prévu", one.planned, None, _range(one))
        put("Compte", name, "Engagé, pas encore payé", one.committed)
        put("Compte", name, "Payé", one.spent)
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
        *(Column(say(name), Holds.COUNT) for name in ("Livrés", "Donnés", "Personnes rencontrées")),
        *(Column(f"{say(what)} : {say(name).lower()}", Holds.CENTS)
          for what in ("Impression", "Prévu en tout") for name in GUESSED if year.amounts.guessed),
    )  # fmt: skip
    rows: list[list[Cell]] = [
        [one.number or None, guess(title_of(one, say, tell), one.amounts.guessed, say),
         one.dated if one.slug else None, *_money(one, one.worth), *_counts(one.copies), *_ranges(one, year)]
        for one in year.accounts
    ]  # fmt: skip
    sums: list[Cell] = [None, guess(say("En tout"), year.amounts.guessed, say), None, *_money(year, year.worth),
                        *_counts(year.copies), *_ranges(year, year)]  # fmt: skip
    return Table(str(year.year), columns, rows, sums)


def _money(one: Account | Year, worth: int) -> list[int]:
    whole = one.amounts
    planned = [one.of(group).planned for group in list(Group)[:3]]
    return [*planned, whole.planned, whole.committed, whole.spent, *_states(one.states), worth]


def _ranges(one: Account | Year, year: Year) -> list[Cell]:
    """Between what printing and the whole may cost, where any of the year's issues is estimated."""
    return [*_range(one.of(Group.PRINTING)), *_range(one.amounts)] if year.amounts.guessed else []


def _states(held: dict[FundState, int]) -> list[int]:
    return [held[state] for state in SURE_FIRST]


def _counts(copies: Copies) -> list[int]:
    return [copies.delivered, copies.given, copies.people]


# --- the forms -------------------------------------------------------------------------------------------------------


def of_form(form: Form, say: Say, tell: Tell) -> list[Table]:
    """The lines of both forms, with their sums; and what has no account, where there is something."""
    cents, euros = ("Prévu", "Réalisé", "Écart"), ("Prévu, en euros", "Réalisé, en euros", "Écart, en euros")
    columns = (
        Column(say("Compte")), Column(say("Intitulé")), *(Column(say(name), Holds.CENTS) for name in cents),
        Column("%", Holds.PERCENT), *(Column(say(name), Holds.EUROS) for name in euros),
        *(Column(say(name), Holds.CENTS) for name in GUESSED if form.guessed),
    )  # fmt: skip
    rows: list[list[Cell]] = []

    def _row(account: str, words: str, line: Line) -> list[Cell]:
        told: list[Cell] = [account, guess(words, line.guessed, say), line.planned, line.done, line.gap, line.percent,
                            line.planned_euros, line.done_euros, line.gap_euros]  # fmt: skip
        return [*told, *_range(line)] if form.guessed else told

    for part, words in ((form.charges, "Total des charges"), (form.products, "Total des produits"),
                        (form.used, ""), (form.given, "")):  # fmt: skip
        rows += [_row(line.account, say(f"form:{line.account}"), line) for line in part.lines]
        rows += [_row("", say(words), part.sum)] if words else []
    rows.append(_row("", say("Total général des charges"), form.whole(Side.CHARGE)))
    rows.append(_row("", say("Total général des produits"), form.whole(Side.PRODUCT)))
    found = [Table(say("Comptes"), columns, rows)]
    return [*found, _unknown(form.unknown, say, tell)] if form.unknown else found


def unknown_name(entry: Entry, say: Say, tell: Tell) -> str:
    """What an entry without an account is called."""
    if entry.label:
        return tell(entry.label)
    kind = {"fund": "source", "in-kind": "form"}.get(entry.what)
    if kind:
        return say(f"{kind}:{entry.key}")
    return say(f"group:{entry.key if entry.key in set(Group) else Group.OTHER}")  # a line that is planned no more


def _unknown(entries: Sequence[Entry], say: Say, tell: Tell) -> Table:
    guessed = any(one.guessed for one in entries)
    columns = (
        Column(say("Numéro"), Holds.COUNT), Column(say("Quoi")), Column(say("Compte noté")),
        *(Column(say(name), Holds.CENTS) for name in ("Prévu", "Réalisé", "En attente")),
        *(Column(say(name), Holds.CENTS) for name in GUESSED if guessed),
    )  # fmt: skip
    rows: list[list[Cell]] = [
        [one.number or None, guess(unknown_name(one, say, tell), one.guessed, say), one.noted, one.planned, one.done,
         one.waiting, *(_range(one) if guessed else [])]
        for one in entries
    ]  # fmt: skip
    return Table(say("Sans compte"), columns, rows)


def parts(form: Form) -> Sequence[tuple[str, Part, str]]:
    """The form as a page shows it: heading, lines, the words of its sum."""
    return (
        ("Charges", form.charges, "Total des charges"), ("Produits", form.products, "Total des produits"),
        ("Emplois des contributions en nature", form.used, ""),
        ("Contributions volontaires en nature", form.given, ""),
    )  # fmt: skip
