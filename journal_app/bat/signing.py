"""BAT, the signature of the whole, from end to end: copy, judge, sign, seal, commit. Without a browser.

Two people at once stand in line; who comes second finds it signed. Killed anywhere, it leaves an unsigned version.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.bat import actions, gate, sealing, store
from journal_app.bat.model import WHOLE, Bat, Signature, State
from journal_app.bat.parcel import FOLDER
from journal_app.bat.standing import last_words
from journal_app.db import Database
from journal_app.freeze.begun import alone
from journal_app.problems import Problem, Refused


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody signs: the version and the hash they were shown, why they sign in spite of each warning."""

    bat_id: str
    sha256: str
    reasons: Mapping[str, str]
    conditions: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where this desk keeps its builds and its issues."""

    instance: Path
    issues: Path


def sign_and_seal(
    database: Database, place: Place, actor: Actor, now: datetime, slug: str, asked: Asked, of_file: Sequence[Problem],
    first: Callable[[Session], None] = lambda db: None,
) -> Signature | list[Problem]:  # fmt: skip
    """Sign the whole and put its parcel into issues/<slug>/bat/, or say what stands against it. Raises Refused.

    `of_file` is what was found in the file; what the rows say is judged here. `first` begins the transaction: a form
    that was sent twice leaves there.
    """
    top = place.issues / slug / "bat"
    with alone(place.instance / "sealing" / slug):
        with database.read() as db:
            row = store.bat(db, asked.bat_id) or _gone()
            folder = place.instance / store.build_folder(db, row) / FOLDER
            signed = [Path(one.folder).name for one in store.versions(db, row.issue_id) if one.folder]
        if row.state == State.SIGNED:
            raise Refused("bat-signed")
        sealing.sweep(top, signed)
        aside = sealing.prepare(folder, row.files, top)
        try:
            with database.write() as db:
                first(db)
                row = store.hold(db, asked.bat_id) or _gone()
                found = [*of_file, *gate.of_rows(db, actor, row)]
                answer = actions.sign_whole(db, actor, now, row.id, asked.sha256, found, asked.reasons,
                                            asked.conditions, folder / row.pdf)  # fmt: skip
                if isinstance(answer, Signature):
                    row.folder = str(sealing.place_of(slug, row.number))
                    told = telling(row, slug, store.signatures(db, row.id))
                    sealing.seal(aside, row.files, told, place.issues / row.folder)
                return answer
        finally:
            sealing.discard(aside)


def _gone() -> Bat:
    raise Refused("bat-moved-on")


def telling(row: Bat, slug: str, signatures: Sequence[Signature]) -> dict[str, Any]:
    """What bat.toml says: the version and its bytes, who signed what, on which conditions, against which warnings."""
    words = last_words(signatures)
    signed = [one for folio in sorted(words) for one in words[folio]]
    whole = next(one for one in signed if one.folio == WHOLE)
    return {
        "issue": slug, "version": row.number, "file": row.pdf, "sha256": row.sha256, "signed": _moment(whole.at),
        "name": whole.name, "conditions": whole.conditions,
        "files": dict(row.files), "reasons": dict(whole.reasons),
        "page": [{"folio": folio, "digest": digest} for folio, digest in enumerate(row.digests, 1)],
        "signature": [
            {"folio": one.folio, "verdict": str(one.verdict), "name": one.name, "at": _moment(one.at),
             "digest": one.digest, "conditions": one.conditions, "carried": one.carried_from is not None}
            for one in signed
        ],
    }  # fmt: skip


def _moment(value: datetime) -> str:
    return value.isoformat(timespec="seconds")
