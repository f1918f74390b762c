"""What the matrix asks with: people, one object for each relation, and how a route's parameters and forms are filled.

To add a route: when its parameters stand in VALUES or OBJECTS below, `python -m tests.web.matrix --write` is all. A new
parameter needs one line in VALUES (the same for all) or in OBJECTS (what it is of whom). A form whose view answers 404
for empty fields needs what it minimally brings in FORMS. Then read the difference before it is committed.
"""

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
from sqlalchemy import select
from sqlalchemy.orm import Session

from journal_app.accounts import actions as accounts
from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Account, Invitation, Role
from journal_app.accounts.store import hash_of
from journal_app.bat.model import Bat, Signature, State, Verdict, Why
from journal_app.cards import actions as cards
from journal_app.cards import hashing
from journal_app.consent.actions import withdraw_picture, withdraw_piece
from journal_app.db import new_id
from journal_app.distribution import answering, grids, ledger, places
from journal_app.distribution import door as copies_door
from journal_app.distribution.model import Parcel as Bundle
from journal_app.distribution.model import Place as CopyPlace
from journal_app.distribution.model import PlaceKind
from journal_app.flatplan.model import Page, Step
from journal_app.freeze.model import Build, Freeze, FreezeKind
from journal_app.freeze.store import swap
from journal_app.glossary import actions as glossary
from journal_app.glossary.concepts import Concept, Term
from journal_app.hand_off import door
from journal_app.hand_off.model import PrinterCorrection, PrinterEvent, PrinterProof, PrinterRequest, ProofState, Told
from journal_app.issues.model import Issue, IssueState, Residency
from journal_app.jobs.model import Job, JobState
from journal_app.media.model import Blob, Picture, Recording
from journal_app.prepress.page_digest import page_digests
from journal_app.proofs.builds import MARK
from journal_app.proofs.folder import mark
from journal_app.proofs.links import new_token
from journal_app.proofs.model import PageRemark, ProofLink, Round
from journal_app.reactions import REACTIONS
from journal_app.review.actions import decide
from journal_app.review.anchors import Passage
from journal_app.review.remarks import comment
from journal_app.submissions import store as submissions
from journal_app.submissions.actions import Facts, create_piece
from journal_app.submissions.content import Content
from journal_app.submissions.model import Piece
from journal_app.translation.beads import digest, line
from journal_app.web.desk import Desk
from journal_app.web.public import MARKS
from tests.budget.samples import planned_money
from tests.desk import NOW, TestDesk
from tests.funding.samples import money_that_came_in
from tests.prepress.conftest import png
from tests.statements.samples import imports_for
from tests.web.conftest import BuiltIssue

RELATIONS = ("own", "same residency", "other residency", "gone", "nonexistent")
LANGUAGE, TRANSLATED = "fr", "en"
HEADLINE = "La mer"
THEIRS = ("own contributor", "gone")  # what the contributor's code opens


@dataclass(frozen=True)
class Subject:
    """Somebody who asks: the column's head, the roles, and which of the residencies a facilitator has."""

    name: str
    roles: tuple[Role, ...] = ()
    residency: str = ""  # "here", "elsewhere": of the three, or none


SUBJECTS = (
    Subject("anonymous"),
    Subject("administrator", (Role.ADMINISTRATOR,)),
    Subject("coordinator", (Role.COORDINATOR,)),
    Subject("coordinator with treasury", (Role.COORDINATOR, Role.TREASURER)),
    Subject("editor", (Role.EDITOR,)),
    Subject("translator", (Role.TRANSLATOR,)),
    Subject("facilitator of the residency", (Role.FACILITATOR,), "here"),
    Subject("facilitator of another", (Role.FACILITATOR,), "elsewhere"),
    Subject("contributor"),  # comes without an account, by a return code
    Subject("printer"),  # comes without an account, by a link whose address is all there is to it
)


@dataclass
class World:
    """A desk with one object for each relation, and the sessions of the subjects. `ids[kind][relation or subject]`."""

    desk: TestDesk
    issues: Path
    ids: dict[str, dict[str, str]] = field(default_factory=dict)
    sessions: dict[str, tuple[str, str]] = field(default_factory=dict)  # subject -> cookie, form token

    def find(self, kind: str, relation: str, subject: Subject) -> str:
        """The id of an object that stands so to the subject; who has no account made what nobody made."""
        if relation == "mixed":  # the others are of elsewhere: see filled()
            relation = "same residency"
        if kind == "issue of a piece":  # there even when the piece is not
            return self.ids["issue"]["other residency" if relation == "other residency" else "same residency"]
        if relation == "nonexistent":
            return "0" if kind in ("signature", "copy movement") else "nulle-part"
        known = self.ids[kind]
        return known[f"own {subject.name}"] if relation == "own" else known[relation]


# --- the route's parameters ------------------------------------------------------------------------------------------

# the same whoever asks, by "endpoint:name" or by name
VALUES: dict[str, str | int] = {
    "web.asset:mark": MARKS["desk.css"], "web.asset:name": "desk.css",
    "sending.part:upload_id": "abcdefghjkmn", "sending.part:mark": "0" * 32,  # a way in is nobody's but who was told it
    **{f"translation.{name}:language": TRANSLATED for name in ("room", "save", "hands", "made_from", "ask")},
    "fitting.measure:language": TRANSLATED, "fitting.measured:language": TRANSLATED,
    **{f"remembering.{name}:language": TRANSLATED for name in ("row", "take", "fill")},
    **{f"remembering.{name}:name": f"headline-{digest(line(HEADLINE))}" for name in ("row", "take")},
    "exchange.one_out:language": TRANSLATED, "memory.out:source": LANGUAGE, "memory.out:target": TRANSLATED,
    "copyfit.column:name": "0" * 24,
    "bat.picture:number": 2, "bat.picture:kind": "image", "bat.download:name": "SHA256SUMS",
    "printer.download:name": "tout",
    "language": LANGUAGE, "tag": "ps", "lang": LANGUAGE, "folio": 1, "size": "ecran", "proofs.picture:kind": "image",
    "use": "print", "leaf.place:slot": "main", "live.picture:key": "0" * 64, "live.picture:kind": "thumb",
    **{f"leaf.{name}:number": 1 for name in ("show", "change", "place", "cut", "others", "swap", "lower")},
    "tighter.take:number": 1,
}  # fmt: skip
# the pages that a printer's link opens
PRINTERS = (
    *(f"printer.{name}" for name in ("show", "give_pin", "download", "say")),
    *(f"printer_quote.{name}" for name in ("write", "give")), *(f"printer_sheet.{name}" for name in ("write", "give")),
    *(f"printer_proof.{name}" for name in ("bring", "show", "picture")),
)  # fmt: skip
# and, of these, those that are about a signed parcel
PARCELS = ("printer.download", "printer.say", *(one for one in PRINTERS if one.startswith("printer_proof.")))
VALUES |= {"zoom": 100, "across": 0, "down": 0, "ink": "black"}
VALUES |= {f"{room}:number": 1 for room in ("rounds.show", "rounds.end", "proof_links.make", "proof_links.end")}
# an object of somebody, by "endpoint:name" or by name -> its kind
OBJECTS: dict[str, str] = {
    "slug": "issue", "piece_id": "piece", "picture_id": "picture", "recording_id": "recording",
    "residency_id": "residency", "job_id": "job",
    "account_id": "account", "invitation_id": "invitation", "doors.invitation:token": "invitation link",
    "proofs.picture:state": "page picture", "proofs.download:digest": "file digest",
    "proofs.download:name": "file name", "join": "door code",
    "page_id": "page", "step_id": "step", "revision_id": "revision", "comment_id": "comment", "decision_id": "decision",
    "concept_id": "concept", "bat.take_back:number": "signature",
    "viewer.piece:mark": "page mark", "viewer.plate:mark": "page mark", "remark_id": "page remark",
    "link_id": "printer link", "correction_id": "printer correction", "proof_id": "printer proof",
    **{f"{room}:token": "printer token" for room in PRINTERS},
    **{f"{room}:token": "parcel token" for room in PARCELS}, "bat_id": "delivered bat",
}  # fmt: skip
OBJECTS |= {"quote_id": "mail quote", "expense_id": "expense", "gift_id": "gift", "template_id": "budget template"}
VALUES |= {"budget.undo:number": 1}
OBJECTS |= {"fund_id": "fund", "funder_id": "funder", "campaign_id": "campaign", "group_id": "match"}
OBJECTS |= {"matching.line:line_id": "bank line", "matching.new_fund:line_id": "bank line"}
OBJECTS |= {"statements.line:line_id": "bank line", "import_id": "statement import"}
OBJECTS |= {"statements.hide:line_id": "bank line"}
OBJECTS |= {"place_id": "copy place", "parcel_id": "copy parcel", "answer_id": "copy answer"}
OBJECTS |= {"carrier_id": "carrier grid"}
OBJECTS |= {"distribution.undo:number": "copy movement", "distribution_orders.revoke:link_id": "copy link"}
OBJECTS |= {"proof_links.end:link_id": "proof link"}
OBJECTS |= {f"proof_door.{name}:token": "proof token" for name in ("show", "download")}
OBJECTS |= {f"copies.{name}:token": "copy token" for name in ("show", "order", "received", "handed_out")}
VALUES |= {f"{room}.{name}:kind": "csv" for room in ("reports", "reports_years") for name in ("file", "forms_file")}
VALUES |= {"year": 2027}
# fields without which a form's view has nothing to look for
FORMS: dict[str, Callable[["World", Subject, str], dict[str, str]]] = {
    "board.together": lambda world, subject, relation: {"action": "claim"},
    "flatplan.put": lambda world, subject, relation: {
        "what": f"page:{world.find('page', relation, subject)}", "to": "page:1"},
    "flatplan.drop_section": lambda world, subject, relation: {"count": "1", "from": "1-x"},
    "leaf.cut": lambda world, subject, relation: {"piece": world.find("piece", relation, subject),
                                                  "language": LANGUAGE, "place": "0"},
    "leaf.lower": lambda world, subject, relation: {"slot": "photo", "lines": "1", "version": "1"},
    "leaf.swap": lambda world, subject, relation: {"layout": "bilingual", "version": "1"},
    "tighter.take": lambda world, subject, relation: {"slot": "main", "how": ""},
    "jumps.take": lambda world, subject, relation: {"what": "slot:none/main", "to": "slot:none/main"},
    "folders.take_in": lambda world, subject, relation: {"slug": SPECIMEN},
    "doors.sign_in_demo": lambda world, subject, relation: {"account": world.ids["account"]["demo"]},
    "viewer.remark": lambda world, subject, relation: {"spot": "page"},
    "viewer.seen": lambda world, subject, relation: {"build": world.find("proof build", relation, subject)},
    "printer.say": lambda world, subject, relation: {"kind": "received", "back": "1"},
    "hand_off_answers.printed": lambda world, subject, relation: {"printed": "yes"},
    "budget_residency.start": lambda world, subject, relation: {"template": "shipped"},
    "budget_estimate.start": lambda world, subject, relation: {"start": "shipped"},
    "versions.settled": lambda world, subject, relation: {"theirs": world.find("revision", relation, subject)},
}
# routes that also answer for a specimen, which is open to all
SPECIMEN = "00-essai"
WITH_SPECIMEN = ("proofs.issue", "proofs.page", "proofs.picture", "proofs.download")


# --- the objects -----------------------------------------------------------------------------------------------------


def build(desk: TestDesk, issues: Path) -> World:
    """The world: two residencies with an issue each, and a third one where only a facilitator is."""
    world = World(desk, issues)
    here, there, elsewhere = (desk.residency(name).id for name in ("ici", "là-bas", "ailleurs"))
    places = {"here": here, "elsewhere": elsewhere}
    everyone = {
        one.name: desk.account(*one.roles, residency=places.get(one.residency), name=one.name.replace(" ", "-"))
        for one in SUBJECTS
        if one.roles
    }
    for name, person in everyone.items():
        visitor = desk.visit(person)
        cookie = visitor.client.get_cookie("desk")
        world.sessions[name] = (cookie.value if cookie else "", visitor.csrf)
    world.ids["residency"] = {"same residency": here, "other residency": there, "gone": "fermee"}
    for one in SUBJECTS:
        world.ids["residency"][f"own {one.name}"] = places.get(one.residency, here)
    _cards(world, everyone["coordinator"])
    _accounts(world, everyone, here, there)
    _issues(world, everyone, here, there)
    _pieces(world, everyone)
    _pictures(world, everyone)
    _jobs(world, everyone)
    _concepts(world, everyone)
    _printers(world, everyone)
    _built(world)
    _bats(world, everyone)
    _parcels(world, everyone)
    _proofs(world, everyone)
    _copies(world, everyone)
    account = everyone["coordinator with treasury"].account_id
    world.ids |= money_that_came_in(world.desk.database, world.ids["issue"], _keys(), account, datetime.now(UTC))
    world.ids |= planned_money(world.desk.database, world.ids["issue"], _keys(), account, datetime.now(UTC))
    world.ids["statement import"] = imports_for(world.desk.database, _keys(), account)
    return world


def _cards(world: World, coordinator: Actor) -> None:
    """The doors of the residencies, and a contributor's card of the first one, shown on a visit."""
    running: Desk = world.desk.app.extensions["desk"]
    at, token, doors = datetime.now(UTC), "matrix", world.ids.setdefault("door code", {})
    secret = hashing.secret_of(running.keys, token)
    digest = hashing.digest_of(running.keys, secret)
    with world.desk.database.write() as db:
        for key in ("same residency", "other residency"):
            row = db.get_one(Residency, world.ids["residency"][key])
            row.starts = row.ends = at.date()
            doors[key] = cards.open_door(db, coordinator, at, row).code
        card = cards.make_card(db, at, world.ids["residency"]["same residency"], LANGUAGE, digest)
        cards.begin_visit(db, at, token, card)
        world.ids["card"] = {"contributor": card.id}
    paused = world.desk.residency("en pause")
    with world.desk.database.write() as db:
        door = cards.open_door(db, coordinator, at, paused)
        cards.pause_door(db, coordinator, at, door, paused=True)
        doors["gone"] = door.code
    for one in SUBJECTS:
        doors[f"own {one.name}"] = doors["same residency"]
    world.sessions["contributor"] = (token, hashing.csrf_of(running.keys, token))


def _accounts(world: World, everyone: dict[str, Actor], here: str, there: str) -> None:
    desk = world.desk
    closed = desk.account(Role.EDITOR, name="parti")
    demo = desk.account(Role.EDITOR, name="essai")
    desk.account(Role.ADMINISTRATOR, name="second")  # so that the first one is not the last
    with desk.database.write() as db:
        db.get_one(Account, closed.account_id).active = False
        db.get_one(Account, demo.account_id).demo = True
    world.ids["account"] = {
        "same residency": desk.account(Role.FACILITATOR, residency=here, name="voisine").account_id,
        "other residency": desk.account(Role.FACILITATOR, residency=there, name="lointain").account_id,
        "gone": closed.account_id, "demo": demo.account_id,
    }  # fmt: skip
    other = desk.account(Role.TRANSLATOR, name="quelqu-un")
    for one in SUBJECTS:
        world.ids["account"][f"own {one.name}"] = everyone.get(one.name, other).account_id
    rows, links = world.ids.setdefault("invitation", {}), world.ids.setdefault("invitation link", {})
    for key in ("same residency", "other residency", "gone", *(f"own {one.name}" for one in SUBJECTS)):
        maker = everyone.get(key.removeprefix("own "), everyone["administrator"])
        place = there if key == "other residency" else here
        with desk.database.write() as db:
            at = datetime.now(UTC)
            links[key] = accounts.invite(db, maker, at, name="Invitée", roles=[(Role.FACILITATOR, place)])
            row = db.query(Invitation).filter_by(token_hash=hash_of(links[key])).one()
            rows[key] = row.id
            if key == "gone":
                accounts.revoke_invitation(db, maker, at, row.id)


def _issues(world: World, everyone: dict[str, Actor], here: str, there: str) -> None:
    slugs = {"same residency": "12-ici", "other residency": "13-la-bas", "gone": "11-archive"}
    slugs |= {f"own {one.name}": f"2{number}-numero" for number, one in enumerate(SUBJECTS)}
    world.ids["issue"] = slugs
    for key, slug in slugs.items():
        row = world.desk.issue(slug, there if key == "other residency" else here)
        with world.desk.database.write() as db:
            issue = db.get_one(Issue, row.id)
            maker = everyone.get(key.removeprefix("own "))
            issue.created_by = maker.account_id if maker else None
            issue.state = IssueState.ARCHIVED if key == "gone" else IssueState.OPEN


def _issue(world: World, key: str) -> tuple[str, str | None]:
    """The id and residency of the issue that objects of this relation stand in."""
    slug = world.ids["issue"]["other residency" if key == "other residency" else "same residency"]
    with world.desk.database.read() as db:
        row = db.query(Issue).filter_by(slug=slug).one()
        return row.id, row.residency_id


def _keys() -> list[str]:
    return ["same residency", "other residency", "gone", *(f"own {one.name}" for one in SUBJECTS)]


def _pieces(world: World, everyone: dict[str, Actor]) -> None:
    pieces = world.ids.setdefault("piece", {})
    at, coordinator = datetime.now(UTC), everyone["coordinator"]
    for number, key in enumerate(_keys()):
        issue_id, residency = _issue(world, key)
        maker = everyone.get(key.removeprefix("own ")) if key.startswith("own ") else None
        with world.desk.database.write() as db:
            piece = create_piece(
                db, coordinator, at, db.get_one(Issue, issue_id), Facts(f"La mer {number}", author="A. (spécimen)"),
                original=LANGUAGE, content=Content(headline=HEADLINE, body="<p>La mer est froide.</p>"),
                languages=[TRANSLATED], residency_id=residency,
            )  # fmt: skip
            pieces[key] = piece.id
            _said(world, db, coordinator, at, piece, key)
            piece.created_by = piece.holder_id = maker.account_id if maker else None
            piece.held_since = at if maker else None
            piece.card_id = world.ids["card"]["contributor"] if key in THEIRS else None
            if key == "gone":
                withdraw_piece(db, coordinator, at, piece.id, issue_id, REACTIONS)


def _said(world: World, db: Session, actor: Actor, at: datetime, piece: Piece, key: str) -> None:
    """A piece's first revision, a remark on it, and a decision."""
    text = submissions.text(db, piece.id, LANGUAGE)
    assert text is not None
    remark = comment(db, actor, at, piece, text, text.head_id or "", Passage(), "Vraiment ?")
    made = decide(db, actor, at, piece, "take-up")
    db.flush()
    world.ids.setdefault("revision", {})[key] = text.head_id or ""
    world.ids.setdefault("comment", {})[key] = getattr(remark, "id", "")
    world.ids.setdefault("decision", {})[key] = getattr(made, "id", "")


def _pictures(world: World, everyone: dict[str, Actor]) -> None:
    pictures, voices = world.ids.setdefault("picture", {}), world.ids.setdefault("recording", {})
    running: Desk = world.desk.app.extensions["desk"]
    content, at = png(60, 40), datetime.now(UTC)
    sha256 = running.blobs.put(content)
    with world.desk.database.write() as db:
        db.add(Blob(sha256=sha256, size=len(content), media_type="image/png", made_at=at))
    for number, key in enumerate(_keys()):
        issue_id, residency = _issue(world, key)
        maker = everyone.get(key.removeprefix("own ")) if key.startswith("own ") else None
        with world.desk.database.write() as db:
            row = Picture(
                issue_id=issue_id, piece_id=world.ids["piece"]["same residency" if key == "gone" else key],
                residency_id=residency, slug=f"digue-{number}", blob=sha256, thumb=sha256, width=60, height=40,
                caption={}, alt={}, created_at=at, created_by=maker.account_id if maker else None,
            )  # fmt: skip
            row.card_id = world.ids["card"]["contributor"] if key in THEIRS else None
            db.add(row)
            voice = Recording(
                piece_id=world.ids["piece"][key], residency_id=residency, card_id=row.card_id, blob=sha256, seconds=1.0,
                peaks=[9], created_at=at,
            )  # fmt: skip
            db.add(voice)
            db.flush()
            pictures[key], voices[key] = row.id, voice.id
            if key == "gone":
                withdraw_picture(db, everyone["coordinator"], at, row.id, issue_id, REACTIONS)


def _jobs(world: World, everyone: dict[str, Actor]) -> None:
    jobs = world.ids.setdefault("job", {})
    for key in _keys():
        issue_id, _ = _issue(world, key)
        maker = everyone.get(key.removeprefix("own "), everyone["coordinator"])
        with world.desk.database.write() as db:
            row = Job(
                kind="build-draft", key=f"matrix {key}", arguments={}, issue_id=issue_id, made_by=maker.account_id,
                state=JobState.CANCELLED if key == "gone" else JobState.DONE,
                made_at=datetime.now(UTC) - timedelta(minutes=1),
            )  # fmt: skip
            db.add(row)
            db.flush()
            jobs[key] = row.id


def _concepts(world: World, everyone: dict[str, Actor]) -> None:
    """Words of the house are everybody's: the same concept for each relation, but for one that was taken out."""
    at, coordinator = datetime.now(UTC), everyone["coordinator"]
    told = Concept("", "De l’eau.", (Term(LANGUAGE, "la mer"),))
    with world.desk.database.write() as db:
        here, gone = (glossary.make(db, coordinator, at, told).id for _ in range(2))
        glossary.take_out(db, coordinator, at, gone, 1)
    world.ids["concept"] = dict.fromkeys(_keys(), here) | {"gone": gone}


def _printers(world: World, everyone: dict[str, Actor]) -> None:
    """A link of each issue to a request for quotation, and a sheet that was corrected through it."""
    tokens, links, sheets = (
        world.ids.setdefault(kind, {}) for kind in ("printer token", "printer link", "printer correction")
    )
    at, coordinator = datetime.now(UTC), everyone["coordinator"]
    for key in _keys():
        with world.desk.database.write() as db:
            issue = db.scalars(select(Issue).where(Issue.slug == world.ids["issue"][key])).one()
            request = PrinterRequest(issue_id=issue.id, reference="D-1", need={"pages": "8"}, quantities=[4000],
                                     made_at=at)  # fmt: skip
            db.add(request)
            db.flush()
            rights = door.Rights(quote=True, sheet=True, request_id=request.id)
            token, state, issue.state = door.new_token(), issue.state, IssueState.OPEN
            row = door.make(db, coordinator, at, issue.id, "Imprimerie", rights, token, "")
            sheet = PrinterCorrection(issue_id=issue.id, link_id=row.id, before={}, wanted={"bleed": "4"}, given_at=at)
            db.add(sheet)
            issue.state = state
            db.flush()
            tokens[key], links[key], sheets[key] = token, row.id, sheet.id
            if key == "gone":
                door.revoke(db, coordinator, at, row)


def _built(world: World) -> None:
    """A built folder for each issue, and a specimen's, which is open to all."""
    states, digests, names = (world.ids.setdefault(k, {}) for k in ("page picture", "file digest", "file name"))
    pages, steps = (world.ids.setdefault(kind, {}) for kind in ("page", "step"))
    with world.desk.database.write() as db:
        for key, slug in world.ids["issue"].items():
            issue = db.scalars(select(Issue).where(Issue.slug == slug)).first()
            if issue is not None:
                page = Page(issue_id=issue.id, number=1, layout="article-2")
                step = Step(issue_id=issue.id, number=1, made_at=NOW, what="page-changed")
                db.add_all([page, step])
                db.flush()
                pages[key], steps[key] = page.id, step.id
    for key, slug in [*world.ids["issue"].items(), ("specimen", SPECIMEN)]:
        built = BuiltIssue(world.issues, slug, specimen=key == "specimen")
        listed = built.report["files"][0]
        states[key] = mark(built.build / built.report["pages"][0]["reading"])
        digests[key], names[key] = listed["sha256"], listed["name"]


def _bats(world: World, everyone: dict[str, Actor]) -> None:
    """Three versions of the BAT for each issue: delivered and replaced; handed out; with one page signed once."""
    running: Desk = world.desk.app.extensions["desk"]
    at, coordinator, signed = datetime.now(UTC), everyone["coordinator"], world.ids.setdefault("signature", {})
    bats, delivered = world.ids.setdefault("bat", {}), world.ids.setdefault("delivered bat", {})
    for key, slug in world.ids["issue"].items():
        place = running.config.instance / "builds" / f"{slug}-press"
        shutil.copytree(world.issues / slug / "build", place / "build")
        sealed = running.config.issues_folder / slug / "bat" / "v01"
        for folder, name, data in ((sealed, "SHA256SUMS", b"0  x\n"), (sealed, "a.pdf", b"%PDF"),
                                   (place / "build/bat", "p01.webp", png(20, 28)),
                                   (place / "build/parcel", "a.pdf", b"%PDF")):  # fmt: skip
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        with world.desk.database.write() as db:
            issue = db.scalars(select(Issue).where(Issue.slug == slug)).first()
            if issue is None:
                continue
            job = Job(kind="build-press", key=f"bat {key}", arguments={}, issue_id=issue.id, state=JobState.DONE,
                      made_by=coordinator.account_id, made_at=at)  # fmt: skip
            frozen = Freeze(issue_id=issue.id, kind=FreezeKind.PRESS, manifest={}, made_at=at)
            db.add_all([job, frozen])
            db.flush()
            made = Build(issue_id=issue.id, freeze_id=frozen.id, job_id=job.id, folder=f"builds/{slug}-press",
                         made_at=at)  # fmt: skip
            db.add(made)
            db.flush()
            common = {"issue_id": issue.id, "build_id": made.id, "pdf": "a.pdf", "sha256": hash_of("%PDF"),
                      "digests": ["0" * 64] * 4, "files": {"SHA256SUMS": hash_of("0  x\n")}, "made_at": at}  # fmt: skip
            before = Bat(number=1, state=State.VOID, void_why=Why.REPLACED, signed_at=at, void_at=at, **common)
            handed = Bat(number=2, state=State.SIGNED, folder=f"{slug}/bat/v01", signed_at=at, **common)
            now = Bat(number=3, **common)
            db.add_all([before, handed, now])
            db.flush()
            word = Signature(bat_id=now.id, folio=1, digest="0" * 64, verdict=Verdict.GOOD, at=at,
                             account_id=coordinator.own_account, name=coordinator.name)  # fmt: skip
            db.add(word)
            db.flush()
            signed[key], bats[key], delivered[key] = str(word.number), handed.id, before.id


def _parcels(world: World, everyone: dict[str, Actor]) -> None:
    """A link to the signed parcel of each issue, and a proof of it; the version before was said to be delivered."""
    running: Desk = world.desk.app.extensions["desk"]
    at, coordinator = datetime.now(UTC), everyone["coordinator"]
    tokens, proofs = (world.ids.setdefault(kind, {}) for kind in ("parcel token", "printer proof"))
    for key in _keys():
        with world.desk.database.write() as db:
            issue = db.scalars(select(Issue).where(Issue.slug == world.ids["issue"][key])).one()
            mark = hash_of("%PDF")
            rights = door.Rights(bat_id=world.ids["bat"][key], sha256=mark, files=(("a.pdf", mark),))
            token, state, issue.state = door.new_token(), issue.state, IssueState.OPEN
            row = door.make(db, coordinator, at, issue.id, "Imprimerie", rights, token, "")
            db.add(PrinterEvent(issue_id=issue.id, link_id=row.id, bat_id=world.ids["delivered bat"][key], at=at,
                                kind=Told.DELIVERED, quantity=4000))  # fmt: skip
            said = {"ours": 4, "theirs": 4, "sizes": [[289, 410]] * 4, "rows": [
                {"page": 1, "changed": 0.1, "places": 1, "picture": True, "problem": ""},
                *({"page": n, "changed": None, "problem": "proof-out-of-time"} for n in (2, 3, 4)),
            ]}  # fmt: skip
            proof = PrinterProof(id=new_id(), issue_id=issue.id, link_id=row.id, bat_id=row.bat_id, size=4,
                                 sha256=mark, state=ProofState.UNFINISHED, result=said, given_at=at)  # fmt: skip
            db.add(proof)
            issue.state = state
            db.flush()
            tokens[key], proofs[key] = token, proof.id
            if key == "gone":
                door.revoke(db, coordinator, at, row)
        for top, name, data in (("returned", proof.id, b"%PDF"), (f"compared/{proof.id}", "1.png", png(20, 28))):
            (running.config.instance / top).mkdir(parents=True, exist_ok=True)
            (running.config.instance / top / name).write_bytes(data)


def _copies(world: World, everyone: dict[str, Actor]) -> None:
    """The copies of each issue: some that left for a place, what it said, and its link. Places are all issues'."""
    at, coordinator, ids = datetime.now(UTC), everyone["coordinator"], world.ids
    with world.desk.database.write() as db:
        here, gone = (
            places.make(db, coordinator, at, PlaceKind.ASSOCIATION, places.Facts(name)).id for name in ("ici", "parti")
        )
        places.retire(db, coordinator, at, db.get_one(CopyPlace, gone), back=False)
        carrier, undone = (
            grids.add(db, coordinator, at, grids.Facts(name, at.date(), ((2000, 955),))).carrier_id
            for name in ("Ici", "Annulé")
        )
        grids.undo(db, coordinator, at, undone, 1)
    ids["copy place"] = dict.fromkeys(_keys(), here) | {"gone": gone}
    ids["carrier grid"] = dict.fromkeys(_keys(), carrier) | {"gone": undone}
    kinds = ("copy parcel", "copy answer", "copy movement", "copy link", "copy token")
    parcels, answers, movements, links, tokens = (ids.setdefault(kind, {}) for kind in kinds)
    for key in _keys():
        with world.desk.database.write() as db:
            issue = db.scalars(select(Issue).where(Issue.slug == ids["issue"][key])).one()
            place = db.get_one(CopyPlace, here)
            ledger.delivered(db, coordinator, at, issue.id, 4000, "stock")
            bundle = Bundle(issue_id=issue.id, place_id=here, number=1, copies=100, grams=7000, way="driver",
                            made_at=at)  # fmt: skip
            db.add(bundle)
            db.flush()
            left = ledger.move(db, coordinator, at, issue.id, "stock", here, 100, parcel=bundle)
            token = copies_door.new_token()
            link = copies_door.make(db, coordinator, at, issue.id, place, token)
            told = answering.handed_out(db, at, issue.id, place, answering.By(link=link), 10, 20)
            if key == "gone":
                copies_door.revoke(db, coordinator, at, link)
                answering.take_back(db, coordinator, at, issue.id, told)
                ledger.undo(db, coordinator, at, issue.id, left.number)
            parcels[key], answers[key], movements[key] = bundle.id, told.id, str(left.number)
            links[key], tokens[key] = link.id, token


def _proofs(world: World, everyone: dict[str, Actor]) -> None:
    """A draft with real pages for each issue, a round on it with a link to its PDF, and a remark on a page."""
    running: Desk = world.desk.app.extensions["desk"]
    kinds = ("page mark", "page remark", "proof build", "proof link", "proof token")
    at, (marks, remarks, builds, links, tokens) = datetime.now(UTC), (world.ids.setdefault(kind, {}) for kind in kinds)
    for key, slug in world.ids["issue"].items():
        folder = running.config.instance / "builds" / f"{slug}-draft"
        shutil.copytree(world.issues / slug, folder)
        pdf, told = folder / "build" / "epreuve.pdf", folder / "build" / "report.json"
        with pikepdf.new() as made:
            for _ in range(4):
                made.add_blank_page(page_size=(820 + len(marks), 1163))  # no issue has another's pages
            made.save(pdf)
        report = json.loads(told.read_bytes())
        report["files"] = [one for one in report["files"] if one["kind"] == "proof"]
        data = pdf.read_bytes()
        listed = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        report["files"][0] |= listed
        told.write_text(json.dumps(report), "utf-8")
        marks[key] = page_digests(pdf)[0][:MARK]
        with world.desk.database.write() as db:
            issue = db.scalars(select(Issue).where(Issue.slug == slug)).first()
            if issue is None:
                continue
            job = Job(kind="build-draft", key=f"proof {key}", arguments={}, issue_id=issue.id, state=JobState.DONE,
                      made_by=everyone["coordinator"].account_id, made_at=at)  # fmt: skip
            frozen = Freeze(issue_id=issue.id, kind=FreezeKind.DRAFT, manifest={}, made_at=at)
            db.add_all([job, frozen])
            db.flush()
            build = Build(issue_id=issue.id, freeze_id=frozen.id, job_id=job.id, folder=f"builds/{slug}-draft",
                          made_at=at)  # fmt: skip
            swap(db, issue.id, FreezeKind.DRAFT, build)
            said = PageRemark(issue_id=issue.id, body="Trop serré.", made_at=at)
            going_on = Round(issue_id=issue.id, number=1, build_id=build.id, opened_at=at)
            db.add_all([going_on, said])
            db.flush()
            tokens[key] = new_token()
            over = {"ended_at": at, "ended_why": "revoked"} if key == "gone" else {}
            link = ProofLink(issue_id=issue.id, round_id=going_on.id, token_hash=hash_of(tokens[key]), made_at=at,
                             label="Une lectrice", sha256=listed["sha256"], expires_at=at + timedelta(days=7),
                             **over)  # fmt: skip
            db.add(link)
            db.flush()
            remarks[key], builds[key], links[key] = said.id, build.id, link.id
