"""Statements, masking: a name is hidden in the bank's lines that are here; older lines follow today's rules. No commit.

What no rule can tell from an association's name a person can. A line stays known under its fingerprint, so that the
same file again does not bring the name back.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.activity.actions import record
from journal_app.problems import Refused
from journal_app.search.folding import fold
from journal_app.statements import store
from journal_app.statements.comparing import base_of, plain, print_of
from journal_app.statements.model import StatementLine
from journal_app.statements.readers.discreet import discreet, of_a_file

LEAST = 3  # letters of what is hidden: fewer are in every word
HIDDEN = "…"
_WORDS = re.compile(r"[\W_]+")


def without(text: str, name: str) -> str:
    """A text with "…" in place of these words, whatever their accents, capitals and the signs between them."""
    wanted = [fold(word) for word in _WORDS.split(name) if word]
    found = [(one.start(), one.end(), fold(one[0])) for one in re.finditer(r"[^\W_]+", text)]
    parts, place, done = [], 0, 0
    while place < len(found):
        run = found[place : place + len(wanted)]
        if wanted and [word for _, _, word in run] == wanted:
            parts += [text[done : run[0][0]], HIDDEN]
            done, place = run[-1][1], place + len(wanted)
        else:
            place += 1
    return "".join(parts) + text[done:]


def hide(db: Session, actor: Actor, now: datetime, line: StatementLine, name: str) -> int:
    """Hide a name in this line of the bank and in every other that says it; how many lines.

    Refused (`statement-name-none`): too short to be a name, or not in this line.
    """
    if sum(sign.isalpha() for sign in name) < LEAST or without(line.label, name) == line.label:
        raise Refused("statement-name-none")
    many = 0
    for row in store.saying(db, [plain(word) for word in _WORDS.split(name) if word]):
        many += _rewritten(row, lambda text: without(text, name))
    record(db, actor, now, "statement-name-hidden", object_id=line.id, detail={"lines": many})
    db.flush()
    return many


def _rewritten(row: StatementLine, change: Callable[[str], str]) -> bool:
    """Change the words of a line, its columns as written, and what is searched; whether anything was changed."""
    label, raw = change(row.label), {key: change(str(value)) for key, value in row.raw.items()}
    reference = change(row.reference)
    if (label, raw, reference) == (row.label, row.raw, row.reference):
        return False
    row.label, row.raw, row.reference = label, raw, reference
    row.folded = store.search_words(label, reference, row.purpose)
    return True


def telling(db: Session) -> list[str]:
    """The ids of the bank's lines that hold what today's rules would mask: they came before a rule did."""
    return [
        id_ for id_, label, reference, raw in store.bank_words(db)
        if any(discreet(one) != one for one in (" ".join(label.split()), reference, *map(str, raw.values())))
    ]  # fmt: skip


def mask_again(db: Session, ids: Iterable[str]) -> int:
    """Mask these lines, and the names of files, as they would be today; how many lines. They are known anew by
    their words, so that the same file is still known."""
    for made in store.every_import(db):
        if (name := of_a_file(made.name)) != made.name:
            made.name = name
    many, moved = 0, []
    for row in store.lines(db, ids):
        before = row.label
        many += _rewritten(row, discreet)
        if row.label != before and row.fingerprint.startswith(base_of(row.account, row, before)):
            moved.append(row)
    taken: Counter[str] = Counter()
    for row in moved:  # first out of the way: two could change places
        row.fingerprint = f"moved-{row.id}"
    db.flush()
    for row in moved:
        base = base_of(row.account, row, row.label)
        taken[base] = taken[base] or store.many_under(db, base)
        row.fingerprint = print_of(base, taken[base])
        taken[base] += 1
    db.flush()
    return many
