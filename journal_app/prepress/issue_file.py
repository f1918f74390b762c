"""Step 1m: issue.toml -> the issue's own facts and its printer sheet, or problems. It reads no other file."""

import string
from datetime import date

from pydantic import ValidationError

from journal_app.languages import LANGUAGES
from journal_app.prepress.characters import shown
from journal_app.prepress.model import IssueFile
from journal_app.prepress.reading import FILE
from journal_app.prepress.sheet import PrinterSheet, from_table, preset_names
from journal_app.prepress.tables import Source, nearest
from journal_app.problems import Problem, blocking

WHO = "coordinator"
# What a press can be asked for, generously: a typing mistake outside would stop the compiler instead of a person.
# Sizes in mm (a sheet of paper is under 3 m), ink in % of four inks, weight in g/m2.
BOUNDS = {
    "closed": (20, 3000),
    "open": (20, 3000),
    "page": (20, 3000),
    "bleed": (0, 20),
    "safe": (0, 100),
    "margin_unprinted": (0, 100),
    "pages_multiple": (1, 64),
    "gsm": (10, 1000),
    "ink_limit": (50, 400),
    "ink_warn": (0, 400),
    "quantity": (0, 10_000_000),
    "overs": (0, 50),
    "colour_pages": (1, 10_000),
    "resolution": (1, 10_000),
    "minimums": (0, 72),
}
_NAMING: dict[str, object] = {"number": 1, "first": 1, "last": 16, "version": 1, "state": "BAT", "slug": "00-x"}
_NAMING["date"] = date(2026, 11, 30)


def read_issue_file(text: str) -> tuple[tuple[IssueFile, PrinterSheet] | None, list[Problem]]:
    """The source of issue.toml as values; None when something in it must be put right first."""
    source = Source(text, "issue.toml", WHO)
    file, problems = source.model(IssueFile)
    if file is None:
        return None, problems
    problems += _languages(file, source)
    sheet, found = _sheet(file, source)
    problems += found
    return ((file, sheet) if sheet else None), problems


def _languages(file: IssueFile, source: Source) -> list[Problem]:
    where = source.at(("languages",))
    problems = [
        blocking("language-unknown", where, tag, nearest(tag, LANGUAGES), WHO)
        for tag in file.languages
        if tag not in LANGUAGES
    ]
    twice = sorted({tag for tag in file.languages if file.languages.count(tag) > 1})
    if twice or not file.languages:
        found = f"languages = [{', '.join(twice)}]"
        problems.append(blocking("toml-value-wrong", where, found, 'languages = ["fr", "ar", …]', WHO))
    if not file.theme.get("fr"):
        problems.append(blocking("toml-key-missing", source.at(("theme",)), "theme.fr", 'fr = "…"', WHO))
    problems += [
        blocking("language-unknown", source.at(("theme", tag)), tag, nearest(tag, LANGUAGES), WHO)
        for tag in file.theme
        if tag not in LANGUAGES
    ]
    if not file.title:
        problems.append(blocking("toml-key-missing", source.at(("title",)), "title", 'title = "…"', WHO))
    return problems


def _sheet(file: IssueFile, source: Source) -> tuple[PrinterSheet | None, list[Problem]]:
    """The printer sheet: a preset, or a table on top of one."""
    where = source.at(("printer",))
    try:
        sheet = from_table(file.printer)
    except KeyError as error:
        name = str(error.args[0])
        return None, [blocking("printer-preset-unknown", where, shown(name), nearest(name, preset_names()), WHO)]
    except ValidationError as error:
        return None, source.wrong(error, PrinterSheet, ("printer",))
    except (TypeError, ValueError):  # a table where the preset has a number, and the like
        return None, [blocking("toml-value-wrong", where, "printer", "{ preset = … }", WHO)]
    problems = [_outside(key, value, source) for key, value in _values(sheet) if not _within(key, value)]
    if sheet.profile is not None and not FILE.fullmatch(sheet.profile):
        problems.append(blocking("path-outside", source.at(("printer", "profile")), shown(sheet.profile), who=WHO))
    if not _named(sheet.naming):
        allowed = " ".join(f"{{{key}}}" for key in _NAMING)
        problems.append(
            blocking("printer-naming-wrong", source.at(("printer", "naming")), shown(sheet.naming, 90), allowed, WHO)
        )
    if sheet.web_base and not (sheet.web_base.startswith(("https://", "http://")) and len(sheet.web_base) <= 200):
        problems.append(
            blocking(
                "toml-value-wrong",
                source.at(("printer", "web_base")),
                f"web_base = {shown(sheet.web_base)}",
                "https://…",
                WHO,
            )
        )
    return (None if problems else sheet), problems


def _values(sheet: PrinterSheet) -> list[tuple[str, float]]:
    """Every number of the sheet that has bounds, by key."""
    found: list[tuple[str, float]] = []
    for key in BOUNDS:
        value = getattr(sheet, key)
        if isinstance(value, (list, tuple)):
            found += [(key, one) for one in value]
        elif isinstance(value, (int, float)):
            found.append((key, value))
        elif not isinstance(value, str):
            found += [(f"{key}.{name}", one) for name, one in value.model_dump().items()]
    return found


def _within(key: str, value: float) -> bool:
    least, most = BOUNDS[key.split(".")[0]]
    return least <= value <= most


def _outside(key: str, value: float, source: Source) -> Problem:
    least, most = BOUNDS[key.split(".")[0]]
    where = source.at(("printer", *key.split(".")))
    return blocking("toml-value-wrong", where, f"printer.{key} = {value:g}", f"{least}–{most}", WHO)


def _named(pattern: str) -> bool:
    """Whether a file name's pattern asks only for what a parcel knows, and makes a plain ASCII name."""
    try:
        for _, key, spec, conversion in string.Formatter().parse(pattern):
            if key is not None and (key not in _NAMING or conversion or len(spec or "") > (16 if key == "date" else 3)):
                return False
        return bool(FILE.fullmatch(pattern.format(**_NAMING)))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return False
