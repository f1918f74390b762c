"""BAT, the signature of the whole, from end to end: copy, judge, sign, seal, commit. Without a browser.

Two people at once stand in line; who comes second finds it signed. Killed anywhere, it leaves an unsigned version.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.bat import actions, covering, gate, sealing, store
from journal_app.bat.finding import read
from journal_app.bat.model import Bat, Signature, State, Verdict
from journal_app.bat.parcel import FOLDER
from journal_app.bat.standing import last_words, whole
from journal_app.db import Database
from journal_app.facts import BatRefused, Reaction, tell
from journal_app.freeze.begun import alone
from journal_app.problems import Problem, Refused
from journal_app.proofs.since import planned
from journal_app.proofs.within import PLAN


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody signs: the version, the hash and the state they were shown, why they sign in spite of each warning,
    what they say of the whole, and the marks of the warnings that were listed (`marks.mark`)."""

    bat_id: str
    sha256: str
    reasons: Mapping[str, str]
    conditions: str = ""
    verdict: Verdict = Verdict.GOOD
    seen: State = State.OPEN
    listed: Collection[str] = ()


Also = Callable[[Session], object]  # what is done besides in the transaction that signs
Finding = Callable[[], Sequence[Problem]]  # looks for what stands against the file, at the moment it is asked


def nothing(db: Session) -> None:
    """Nothing besides."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where this desk keeps its builds and its issues."""

    instance: Path
    issues: Path


def sign_and_seal(
    database: Database, place: Place, actor: Actor, now: datetime, slug: str, asked: Asked, of_file: Finding,
    first: Also = nothing, last: Also = nothing,
) -> Signature | list[Problem]:  # fmt: skip
    """Sign the whole and put its parcel into issues/<slug>/bat/, or say what stands against it. Raises Refused.

    `of_file` looks for what stands against the file; it is asked in the transaction that signs, when nobody else writes
    any more: copying the files and waiting for one's turn take their time. What the rows say is judged here. `first`
    begins the transaction: a form that was sent twice leaves there; `last` ends it when it was signed: what the form
    led to is kept.
    """
    top = place.issues / slug / "bat"
    with alone(place.instance / "sealing" / slug):
        with database.read() as db:
            row = store.bat(db, asked.bat_id) or _gone()
            build = place.instance / store.build_folder(db, row)
            signed = [Path(one.folder).name for one in store.versions(db, row.issue_id) if one.folder]
        if row.state != State.OPEN:
            with database.write() as db:
                first(db)
                raise Refused("bat-signed" if row.state == State.SIGNED else "bat-moved-on")
        folder, places = build / FOLDER, covering.standing(planned(read(build, PLAN)))
        sealing.sweep(top, signed)
        aside = sealing.prepare(folder, row.files, top)
        try:
            with database.write() as db:
                first(db)
                row = store.hold(db, asked.bat_id) or _gone()
                found = [*of_file(), *gate.of_rows(db, actor, row)]
                answer = actions.sign_whole(db, actor, now, row.id, asked.sha256, found, asked.reasons,
                                            asked.conditions, folder / row.pdf, listed=asked.listed,
                                            places=places)  # fmt: skip
                if isinstance(answer, Signature):
                    row.folder = str(sealing.place_of(slug, row.number))
                    told = telling(row, slug, store.signatures(db, row.id), store.of_the_whole(db, row.issue_id))
                    last(db)
                    sealing.seal(aside, row.files, told, place.issues / row.folder)
                return answer
        finally:
            sealing.discard(aside)


def say_of_whole(
    database: Database, place: Place, actor: Actor, now: datetime, asked: Asked, of_file: Finding,
    first: Also = nothing, last: Also = nothing, reactions: Sequence[Reaction] = (),
) -> Signature | list[Problem]:  # fmt: skip
    """Ask for corrections, or refuse: over the same bytes, with the same gate. No file is copied, none handed out.

    As `sign_and_seal`, whose place nobody takes meanwhile: the row is held. `reactions` answer the refusal of what was
    signed.
    """
    with database.write() as db:
        first(db)
        row = store.hold(db, asked.bat_id) or _gone()
        file = place.instance / store.build_folder(db, row) / FOLDER / row.pdf
        found = [*of_file(), *gate.of_rows(db, actor, row)]
        answer = actions.sign_whole(db, actor, now, row.id, asked.sha256, found, asked.reasons, asked.conditions, file,
                                    asked.verdict, asked.seen)  # fmt: skip
        if row.state == State.VOID:
            tell(db, BatRefused(row.id, row.issue_id), now, reactions)
        if isinstance(answer, Signature):
            last(db)
        return answer


def _gone() -> Bat:
    raise Refused("bat-moved-on")


def telling(
    row: Bat, slug: str, signatures: Sequence[Signature], of_whole: Sequence[tuple[int, Signature]]
) -> dict[str, Any]:
    """What bat.toml says: the version and its bytes, who signed what, on which conditions, and why in spite of which
    warnings: each reason by its code, and in `[[warning]]` all that it was said of.

    `of_whole`: (version, signature) of all that was ever said of the whole, of this version and those before it: the
    last word of `[[whole]]` is the one that counts. All of it as it was when it was signed: it is never written again.
    """
    words = last_words(signatures)
    signed = [one for folio in sorted(words) for one in words[folio]]
    good = whole(words)
    assert good is not None
    became = _became(one for _, one in of_whole)
    return {
        "issue": slug, "version": row.number, "file": row.pdf, "sha256": row.sha256, "verdict": str(good.verdict),
        "signed": _moment(good.at), "name": good.name, "conditions": good.conditions,
        "files": dict(row.files), "reasons": covering.whys(good.reasons),
        "warning": covering.of_toml(good.reasons),
        "whole": [
            {"version": version, "sha256": one.digest, "verdict": str(one.verdict), "name": one.name,
             "at": _moment(one.at), "conditions": one.conditions, "void": became[one.number]}
            for version, one in of_whole if one.carried_from is None
        ],
        "page": [{"folio": folio, "digest": digest} for folio, digest in enumerate(row.digests, 1)],
        "signature": [
            {"folio": one.folio, "verdict": str(one.verdict), "name": one.name, "at": _moment(one.at),
             "digest": one.digest, "conditions": one.conditions, "carried": one.carried_from is not None}
            for one in signed
        ],
    }  # fmt: skip


def _became(of_whole: Iterable[Signature]) -> dict[int, str]:
    """Why each word holds no longer, by its number; empty while it holds. One that was carried to later versions is
    what its last copy became. `of_whole` in signing order."""
    first: dict[int, int] = {}
    why: dict[int, str] = {}
    for one in of_whole:
        first[one.number] = one.number if one.carried_from is None else first[one.carried_from]
        why[first[one.number]] = one.void_why
    return why


def _moment(value: datetime) -> str:
    return value.isoformat(timespec="seconds")
