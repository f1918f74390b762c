"""BAT, what is done: a version is opened, its pages are signed, then the whole; and it becomes void. It never commits.

Every signature is over bytes: the file is hashed inside the action, in the transaction that adds the signature. Only a
no is said of the hash that was shown, whatever became of the file.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from journal_app.accounts import store as accounts
from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.activity.actions import record
from journal_app.bat import covering, gate, store
from journal_app.bat.marks import unseen
from journal_app.bat.model import WHOLE, Bat, Signature, State, Verdict, Why
from journal_app.bat.parcel import Parcel, hash_of
from journal_app.bat.standing import against, last_words, on_paper, to_sign
from journal_app.freeze.model import Build
from journal_app.issues import store as issues
from journal_app.issues.model import IssueState
from journal_app.problems import Problem, Refused, Severity, any_blocking, blocking
from journal_app.tasks.actions import notify

SIGNS = (Role.EDITOR, Role.COORDINATOR)
MOST = 2000  # characters of conditions, or of a reason
CONFIRMABLE = (Why.REPLACED, Why.ANSWER, Why.REFUSED)  # void, and perhaps on paper all the same


# --- versions --------------------------------------------------------------------------------------------------------


def open_version(
    db: Session, now: datetime, build: Build, number: int, parcel: Parcel, moved: Mapping[str, Any],
    compared: str | None, by: str | None,
) -> Bat:  # fmt: skip
    """A press build that is shown becomes the next version, and takes the place of the one before.

    The same frozen folder built again to the same bytes is the same version: what was signed of it stands.
    """
    last = store.latest(db, build.issue_id)
    before = store.hold(db, last.id) if last else None
    row = Bat(issue_id=build.issue_id, number=number, build_id=build.id, pdf=parcel.pdf, sha256=parcel.sha256,
              digests=list(parcel.digests), files=dict(parcel.files), state=State.OPEN, made_at=now)  # fmt: skip
    if before is not None:
        same = before.sha256 == row.sha256 and store.manifest(db, before) == store.manifest(db, row)
        if same and before.state != State.VOID:
            return before
        row.before_id = before.id
        row.moved = dict(moved) if compared == before.id else {}
    db.add(row)
    db.flush()
    if before is not None:
        _carry(db, now, before, row)
    record(db, None, now, "bat-opened", issue_id=row.issue_id, object_id=row.id, detail={"version": row.number})
    notify(db, now, {*accounts.with_roles(db, SIGNS)} - {by}, "bat-opened", issue_id=row.issue_id)
    return row


def _carry(db: Session, now: datetime, before: Bat, row: Bat) -> None:
    """What was signed on a page whose bytes are the same holds for the new version too; the rest is void."""
    gone: set[str] = set()
    for one in store.signatures(db, before.id):
        if one.void_at is not None:
            continue
        if one.folio == WHOLE and one.verdict != Verdict.GOOD and before.sha256 == row.sha256:
            _carried(db, one, row)  # a no to these very bytes
        elif one.folio == WHOLE:
            if not before.printed_at:
                why = Why.REPLACED if before.sha256 == row.sha256 else Why.FILE
                one.void_at, one.void_why = now, why
                gone.add(one.account_id)
        elif one.folio <= len(row.digests) and row.digests[one.folio - 1] == one.digest:
            _carried(db, one, row)
        else:
            one.void_at, one.void_why = now, Why.PAGE
            gone.add(one.account_id)
    if before.state != State.VOID and not before.printed_at:
        before.state, before.void_at, before.void_why = State.VOID, now, Why.REPLACED
    notify(db, now, gone, "bat-signature-void", issue_id=row.issue_id)


def _carried(db: Session, one: Signature, row: Bat) -> None:
    db.add(Signature(bat_id=row.id, folio=one.folio, digest=one.digest, verdict=one.verdict, conditions=one.conditions,
                     account_id=one.account_id, name=one.name, at=one.at, carried_from=one.number))  # fmt: skip
    db.flush()  # in the order in which they were signed


def void(db: Session, now: datetime, row: Bat, why: Why) -> None:
    """A version holds no longer; what was signed of its pages keeps its words. Those concerned are told."""
    if row.state == State.VOID:
        row.void_why = why  # what was replaced before it was withdrawn is shown no more, either
        return
    row.state, row.void_at, row.void_why = State.VOID, now, why
    for one in store.signatures(db, row.id):
        if one.folio == WHOLE and one.void_at is None:
            one.void_at, one.void_why = now, why
    concerned = store.signatories(db, [row.id]) | {*accounts.with_roles(db, SIGNS)}
    notify(db, now, concerned, f"bat-{why}", issue_id=row.issue_id)
    record(db, None, now, "bat-void", issue_id=row.issue_id, object_id=row.id, detail={"version": row.number})


def printed(db: Session, actor: Actor, now: datetime, bat_id: str) -> None:
    """Somebody of the paper says that it is on paper: from now on its files are archived, and nothing erases them.

    Refused (`bat-moved-on`) when it was never signed, or when something in it was withdrawn before.
    """
    row = store.hold(db, bat_id)
    if row is None or not row.signed_at or (row.state == State.VOID and row.void_why not in CONFIRMABLE):
        raise Refused("bat-moved-on")
    if row.printed_at is None:
        row.printed_at = now
        row.void_why = Why.ANSWER_LATE if row.void_why == Why.ANSWER else row.void_why
        record(db, actor, now, "bat-printed", issue_id=row.issue_id, object_id=row.id, detail={"version": row.number})


def not_printed(db: Session, actor: Actor, now: datetime, bat_id: str) -> None:
    """That was said too soon: it is as if it had never been said. Refused (`bat-moved-on`) when it was not.

    What was withdrawn meanwhile, and only kept because it was thought to be on paper, is erased at the next round.
    """
    row = store.hold(db, bat_id)
    if row is None or row.printed_at is None:
        raise Refused("bat-moved-on")
    row.printed_at = None
    record(db, actor, now, "bat-not-printed", issue_id=row.issue_id, object_id=row.id, detail={"version": row.number})
    issue = issues.any_issue(db, row.issue_id)
    if on_paper(row, issue.printed_on if issue else None):  # the settings say so, too
        return
    if row.void_why == Why.WITHHELD:
        row.void_why, row.erased_at = Why.WITHDRAWN, row.erased_at or now
    elif row.void_why == Why.ANSWER_LATE:
        row.void_why = Why.ANSWER
    last = store.latest(db, row.issue_id)
    if row.state != State.VOID and last is not None and last.id != row.id:  # kept beside its successor as printed
        row.state, row.void_at, row.void_why = State.VOID, now, Why.REPLACED


def erased(db: Session, now: datetime, rows: Iterable[Bat]) -> None:
    """Their bytes are being taken away; the hashes stay."""
    for row in rows:
        row.erased_at = row.erased_at or now


# --- signatures ------------------------------------------------------------------------------------------------------


def _signable(
    db: Session, actor: Actor, bat_id: str, sha256: str, file: Path | None, roles: Sequence[Role], late: bool = False
) -> Bat:
    """The version, held for this transaction, if this person may sign it and its bytes are those that were shown.

    `file`: None for a no, which is said of a damaged file, too. `late`: also when the whole is signed, as long as it is
    not on paper.
    """
    if not actor.has(*roles):
        raise Refused("not-yours")
    row = store.hold(db, bat_id)
    last = store.latest(db, row.issue_id) if row else None
    if row is None or last is None or last.id != row.id or row.state == State.VOID:
        raise Refused("bat-moved-on")
    issue = issues.any_issue(db, row.issue_id)
    if issue is None or issue.state != IssueState.OPEN:
        raise Refused("issue-archived")
    if row.state == State.SIGNED and not late:
        raise Refused("bat-signed")
    if on_paper(row, issue.printed_on):
        raise Refused("bat-printed")
    if sha256 != row.sha256:
        raise Refused("bat-moved-on")
    if file is not None and hash_of(file) != row.sha256:
        raise Refused("bat-bytes-changed")
    return row


def sign_page(
    db: Session, actor: Actor, now: datetime, bat_id: str, sha256: str, folio: int, digest: str, verdict: Verdict,
    conditions: str, file: Path,
) -> Signature | Problem:  # fmt: skip
    """Say of a page what one thinks of it. `sha256` and `digest` are those that the page showed, `file` the press file.

    A Problem when a correction or a no comes without a word.
    """
    row = _signable(db, actor, bat_id, sha256, file, SIGNS)
    if not 1 <= folio <= len(row.digests) or row.digests[folio - 1] != digest:
        raise Refused("bat-moved-on")
    if verdict is not Verdict.GOOD and not conditions:
        return blocking("bat-conditions-missing", f"p{folio}")
    made = _signature(row, actor, now, folio, digest, verdict, conditions)
    db.add(made)
    db.flush()
    record(db, actor, now, f"bat-page-{verdict}", issue_id=row.issue_id, object_id=row.id, detail={"page": folio})
    return made


def sign_whole(
    db: Session, actor: Actor, now: datetime, bat_id: str, sha256: str, found: Sequence[Problem],
    reasons: Mapping[str, str], conditions: str, file: Path, verdict: Verdict = Verdict.GOOD, seen: State = State.OPEN,
    listed: Collection[str] = (), places: covering.Standing = MappingProxyType({}),
) -> Signature | list[Problem]:  # fmt: skip
    """Say of the whole file what one thinks of it. `found` is what the last gate found in this very transaction;
    `reasons` are by code, and are said of the warnings that the page listed, whose marks are `listed`; `seen` is the
    state that the page showed: who refuses what is signed must know that it is. `places`: where what is warned about
    stands, which is kept with its reason.
    Only "bon à tirer" lets it be handed out: the others keep it here until somebody says that.

    The problems that stand against it, when there are any: what blocks, pages without a yes, warnings without a reason
    or that came since the page was shown, a correction or a no without a word.
    """
    no = verdict is Verdict.REFUSED
    late = no and seen is State.SIGNED
    row = _signable(db, actor, bat_id, sha256, None if no else file, (Role.COORDINATOR,), late)
    against = gate.open_to(found, verdict)
    if verdict is not Verdict.GOOD:
        if against or not conditions:
            return against or [blocking("bat-conditions-missing", "whole")]
        return _not_good(db, row, actor, now, verdict, conditions)
    open_pages = to_sign(last_words(store.signatures(db, row.id)), len(row.digests))
    warned = dict.fromkeys(one.code for one in found if one.severity is Severity.WARNING)
    if open_pages and not any_blocking(found):
        raise Refused("bat-pages-open")
    against += [blocking("bat-reason-missing", code) for code in warned if not reasons.get(code)]
    against += [blocking("bat-warning-new", one.code) for one in unseen(found, listed)]
    if against:
        return against
    made = _signature(row, actor, now, WHOLE, row.sha256, verdict, conditions)
    made.reasons = covering.kept(found, reasons, places)
    row.state, row.signed_at = State.SIGNED, now
    _keep(db, row, actor, now, made, "bat-signed")
    _tell(db, row, actor, now, "bat-signed")
    return made


def _not_good(db: Session, row: Bat, actor: Actor, now: datetime, verdict: Verdict, conditions: str) -> Signature:
    """A correction or a no, in words. After it was signed, a no makes the version void: its files stay, unused.

    The same words again, from another screen of the same person, are what was said already.
    """
    standing = [one for one in against(last_words(store.signatures(db, row.id))) if one.account_id == actor.own_account]
    if row.state == State.OPEN and [(one.verdict, one.conditions) for one in standing] == [
        (verdict, conditions[:MOST])
    ]:
        return standing[0]
    made = _signature(row, actor, now, WHOLE, row.sha256, verdict, conditions)
    if row.state == State.SIGNED:
        void(db, now, row, Why.REFUSED)
    else:
        _tell(db, row, actor, now, f"bat-whole-{verdict}")
    _keep(db, row, actor, now, made, f"bat-whole-{verdict}")
    return made


def _keep(db: Session, row: Bat, actor: Actor, now: datetime, made: Signature, code: str) -> None:
    db.add(made)
    db.flush()
    record(db, actor, now, code, issue_id=row.issue_id, object_id=row.id, detail={"version": row.number})


def _tell(db: Session, row: Bat, actor: Actor, now: datetime, code: str) -> None:
    """Whoever signs, and whoever signed something of it."""
    told = {*accounts.with_roles(db, SIGNS)} | store.signatories(db, [row.id])
    notify(db, now, told - {actor.account_id}, code, issue_id=row.issue_id)


def _signature(
    row: Bat, actor: Actor, now: datetime, folio: int, digest: str, verdict: Verdict, conditions: str
) -> Signature:
    return Signature(bat_id=row.id, folio=folio, digest=digest, verdict=verdict, conditions=conditions[:MOST],
                     account_id=actor.own_account, name=actor.name, at=now)  # fmt: skip


def take_back(db: Session, actor: Actor, now: datetime, bat_id: str, number: int, why: str) -> Signature | Problem:
    """A signature on a page, or a no to the whole, of an open version holds no longer: by who signed, or by a
    coordinator, with a reason. What that person had said of it before was replaced, and does not come back."""
    row = store.hold(db, bat_id)
    one = store.signature(db, bat_id, number)
    if row is None or one is None or row.state != State.OPEN or one.void_at is not None:
        raise Refused("bat-moved-on")
    if one.account_id != actor.account_id and not actor.has(Role.COORDINATOR):
        raise Refused("not-yours")
    if not why:
        return blocking("bat-why-missing", f"p{one.folio}" if one.folio else "whole")
    for word in store.signatures(db, bat_id):
        same = (word.folio, word.account_id) == (one.folio, one.account_id)
        if same and word.number <= one.number and word.void_at is None:
            word.void_at, word.void_why = now, Why.TAKEN_BACK
    record(db, actor, now, "bat-taken-back", issue_id=row.issue_id, object_id=row.id, detail={"page": one.folio},
           reason=why[:MOST])  # fmt: skip
    notify(db, now, {one.account_id} - {actor.account_id}, "bat-signature-void", issue_id=row.issue_id)
    return one
