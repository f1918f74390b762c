"""Hand-off, the sheet: what the issue's sheet says against what the printer types -> differences; then yes or no.

The printer's own sheet wins, but a coordinator says so: accepting goes through the issues room's action. A file name is
a pattern with few words, since it comes from outside.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.hand_off import door, store
from journal_app.hand_off.model import PrinterCorrection, PrinterLink, Told
from journal_app.issues import actions as issues
from journal_app.issues import sheets
from journal_app.issues.model import Issue
from journal_app.problems import Refused

KEYS = ("closed", "open", "page", "bleed", "safe", "ink_limit", "paper", "gsm", "naming", "deadline")
MOST_LINE, MOST_WORDS = 200, 2000
MOST_CORRECTIONS = 20  # of one link, each with a profile of up to 5 MB: more is no correction any more
# What no press is beyond, mm, % and g/m2: a slip of the finger is said before a coordinator sees it.
BOUNDS = {"bleed": (0, 20), "safe": (0, 60), "ink_limit": (80, 400), "gsm": (30, 500),
          "closed": (50, 2000), "open": (50, 2000), "page": (50, 2000)}  # fmt: skip
_NAMING = re.compile(
    r"(?:[A-Za-z0-9._-]|\{(?:number|first|last|version)(?::0[1-4]d)?\}|\{date(?::(?:%[Ymd]|[-_.])+)?\}|\{(?:state|slug)\})+"
)


@dataclass(frozen=True, slots=True)
class Change:
    """One key that is to be otherwise."""

    key: str
    before: str
    after: str


def present(printer: Mapping[str, Any]) -> dict[str, str]:
    """What the issue's sheet says, key by key, as people type it."""
    return {key: (sheets.of_preset(str(printer.get("preset", ""))) | sheets.typed(printer)).get(key, "")
            for key in (*KEYS, "profile")}  # fmt: skip


def wanted(typed: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """The keys that were typed otherwise; an empty field leaves what there is."""
    found = {key: " ".join(typed.get(key, "").split())[:MOST_LINE] for key in KEYS}
    return {key: words for key, words in found.items() if words and _same(words) != _same(before.get(key, ""))}


def _same(words: str) -> str:
    """Sizes are compared without their spaces, `x` and `×` being one."""
    return re.sub(r"\s+|mm|%", "", words.casefold().replace("×", "x").replace("*", "x").replace(",", "."))


def judged(printer: Mapping[str, Any], changes: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The sheet with these changes, and what is wrong by key as message ids."""
    wrong = {}
    if "naming" in changes and not _NAMING.fullmatch(changes["naming"]):
        wrong["naming"] = "Des lettres, des chiffres, et les mots entre accolades montrés ; ni espace ni accent."
    plain = {key: re.sub(r"\s*(mm|%|g/m2|g/m²)$", "", words) for key, words in changes.items()}
    for key in BOUNDS.keys() & plain.keys():
        if not _within(plain[key], *BOUNDS[key], parts=2 if key in ("closed", "open", "page") else 1):
            wrong[key] = "Cette valeur ne convient pas."
    table, refused = sheets.read(str(printer.get("preset", "")), sheets.typed(printer) | plain)
    return table, refused | wrong


def _within(words: str, least: int, most: int, parts: int) -> bool:
    """Whether words are so many plain numbers, each within bounds."""
    told = [part.replace(",", ".") for part in re.split(r"\s*[x×*;]\s*", words)]
    plain = all(re.fullmatch(r"\d{1,5}(\.\d{1,3})?", part) for part in told)
    return plain and len(told) == parts and all(least <= Decimal(part) <= most for part in told)


def differences(row: PrinterCorrection) -> list[Change]:
    """What the printer would have otherwise, in the order of the sheet."""
    found = [Change(key, str(row.before.get(key, "")), str(row.wanted[key])) for key in KEYS if key in row.wanted]
    if row.profile:
        found.append(Change("profile", str(row.before.get("profile", "")), str(row.profile.get("label", ""))))
    return found


def may_propose(db: Session, row: PrinterLink) -> None:
    """Refused before anything is taken in: `printer-too-many`."""
    if sum(one.link_id == row.id for one in store.corrections(db, row.issue_id)) >= MOST_CORRECTIONS:
        raise Refused("printer-too-many")


def propose(
    db: Session, now: datetime, row: PrinterLink, before: dict[str, str], changes: dict[str, str],
    profile: dict[str, Any], words: str,
) -> PrinterCorrection:  # fmt: skip
    """Keep what the printer would have otherwise. Refused: `printer-no-sheet`, `printer-nothing-changed`,
    `printer-too-many`."""
    if not row.sheet:
        raise Refused("printer-no-sheet")
    if not changes and not profile and not words:
        raise Refused("printer-nothing-changed")
    store.hold(db, row.id)  # two at once: one after the other
    may_propose(db, row)
    made = PrinterCorrection(issue_id=row.issue_id, link_id=row.id, before=before, wanted=changes, profile=profile,
                             words=words, given_at=now)  # fmt: skip
    store.add(db, made)
    door.tell(db, row, now, Told.SHEET)
    door.tell_desk(db, now, row.issue_id, "printer-sheet")
    return made


def accept(
    db: Session, actor: Actor, now: datetime, issue: Issue, row: PrinterCorrection, version: int, profile: str = ""
) -> None:
    """The printer's sheet wins: the issue's settings become these. `profile`: the file it now lies in.

    Refused: `correction-decided`, `issue-moved-on`, `issue-settings-wrong`.
    """
    _decided(db, actor, now, row, True)
    changes = {key: str(words) for key, words in row.wanted.items()} | ({"profile": profile} if profile else {})
    table, wrong = judged(issue.printer, changes)
    if wrong:
        raise Refused("issue-settings-wrong")
    settings = issues.Settings(
        issue.number, issue.date, issue.theme, issue.languages, table, issue.masthead, title=issue.title,
        inclusive=issue.inclusive, specimen=issue.specimen, second_eyes=issue.second_eyes,
        press_close=issue.press_close, residency_id=issue.residency_id,
    )  # fmt: skip
    issues.change_issue(db, actor, now, issue, version, settings)
    record(db, actor, now, "printer-sheet-accepted", issue_id=issue.id, object_id=row.id)


def decline(db: Session, actor: Actor, now: datetime, row: PrinterCorrection) -> None:
    """Leave the sheet as it is. Refused (`correction-decided`) when somebody decided before."""
    _decided(db, actor, now, row, False)
    record(db, actor, now, "printer-sheet-declined", issue_id=row.issue_id, object_id=row.id)


def _decided(db: Session, actor: Actor, now: datetime, row: PrinterCorrection, accepted: bool) -> None:
    if not store.decide(db, row.id, actor.account_id, accepted, now):
        raise Refused("correction-decided")
