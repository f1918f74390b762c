"""What the matrix asks with: people, one object for each relation, and how a route's parameters and forms are filled.

To add a route: when its parameters stand in VALUES or OBJECTS below, `python -m tests.web.matrix --write` is all. A new
parameter needs one line in VALUES (the same for all) or in OBJECTS (what it is of whom). A form whose view answers 404
for empty fields needs what it minimally brings in FORMS. Then read the difference before it is committed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal_app.accounts import actions as accounts
from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Account, Invitation, Role
from journal_app.accounts.store import hash_of
from journal_app.cards import actions as cards
from journal_app.cards import hashing
from journal_app.consent.actions import withdraw_picture, withdraw_piece
from journal_app.flatplan.model import Page
from journal_app.glossary import actions as glossary
from journal_app.glossary.concepts import Concept, Term
from journal_app.issues.model import Issue, IssueState, Residency
from journal_app.jobs.model import Job, JobState
from journal_app.media.model import Blob, Picture, Recording
from journal_app.proofs.folder import mark
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
from tests.desk import TestDesk
from tests.prepress.conftest import png
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
    Subject("printer"),  # comes without an account, by a link to one file: no route takes one yet
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
            return "nulle-part"
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
    "fitting.column:language": TRANSLATED, "fitting.column:name": "0" * 24,
    "language": LANGUAGE, "tag": "ps", "lang": LANGUAGE, "folio": 1, "size": "ecran", "proofs.picture:kind": "image",
    "use": "print", "flatplan.change:number": 1, "flatplan.place:number": 1, "flatplan.place:slot": "main",
}  # fmt: skip
# an object of somebody, by "endpoint:name" or by name -> its kind
OBJECTS: dict[str, str] = {
    "slug": "issue", "piece_id": "piece", "picture_id": "picture", "recording_id": "recording",
    "residency_id": "residency", "job_id": "job",
    "account_id": "account", "invitation_id": "invitation", "doors.invitation:token": "invitation link",
    "proofs.picture:state": "page picture", "proofs.download:digest": "file digest",
    "proofs.download:name": "file name", "join": "door code",
    "revision_id": "revision", "comment_id": "comment", "decision_id": "decision",
    "concept_id": "concept",
}  # fmt: skip
# fields without which a form's view has nothing to look for
FORMS: dict[str, Callable[["World", Subject, str], dict[str, str]]] = {
    "board.together": lambda world, subject, relation: {"action": "claim"},
    "folders.take_in": lambda world, subject, relation: {"slug": SPECIMEN},
    "doors.sign_in_demo": lambda world, subject, relation: {"account": world.ids["account"]["demo"]},
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
    _built(world)
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


def _built(world: World) -> None:
    """A built folder for each issue, and a specimen's, which is open to all."""
    states, digests, names = (world.ids.setdefault(k, {}) for k in ("page picture", "file digest", "file name"))
    with world.desk.database.write() as db:
        for slug in world.ids["issue"].values():
            issue = db.scalars(select(Issue).where(Issue.slug == slug)).first()
            if issue is not None:
                db.add(Page(issue_id=issue.id, number=1, layout="article-2"))
    for key, slug in [*world.ids["issue"].items(), ("specimen", SPECIMEN)]:
        built = BuiltIssue(world.issues, slug, specimen=key == "specimen")
        listed = built.report["files"][0]
        states[key] = mark(built.build / built.report["pages"][0]["reading"])
        digests[key], names[key] = listed["sha256"], listed["name"]
