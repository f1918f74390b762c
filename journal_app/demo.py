"""Demo: a desk with an issue in progress to try everything on: people, forty pieces, pages. Only into an empty desk.

Everybody and everything in it is invented and marked so; its accounts sign in on the machine itself only.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from journal_app.accounts import store as accounts
from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Account, Grant, Role
from journal_app.config import Config
from journal_app.consent.actions import note_answers, withdraw_piece
from journal_app.consent.model import How, Use
from journal_app.demo_texts import CONCEPTS, PEN_NAMES, SAMPLES, WITHDRAWN, Sample
from journal_app.distribution.specimens import add_associations
from journal_app.flatplan import store as flatplan
from journal_app.flatplan.actions import Filling, place
from journal_app.freeze.adopting import Gathered, adopt, gather
from journal_app.freeze.building import drafts
from journal_app.freeze.freezing import Tools, freeze
from journal_app.freeze.model import FreezeKind
from journal_app.glossary import actions as glossary
from journal_app.issues.actions import Stay, add_pen_name, make_residency
from journal_app.issues.model import Issue
from journal_app.keys import open_keys
from journal_app.migrations import upgrade
from journal_app.reactions import REACTIONS
from journal_app.review.actions import decide
from journal_app.review.anchors import Passage
from journal_app.review.remarks import comment, propose_typography, suggest
from journal_app.submissions import store
from journal_app.submissions.actions import Facts, claim, create_piece, save
from journal_app.submissions.blocks import blocks_of, full_text
from journal_app.submissions.content import Content
from journal_app.submissions.model import Moment, Piece
from journal_app.submissions.plain import from_plain
from journal_app.workshop import Workshop, open_workshop

PEOPLE: dict[str, tuple[str, tuple[Role, ...]]] = {
    "coordinator": ("Camille Specimen", (Role.COORDINATOR, Role.TREASURER)),
    "editor": ("Dominique Specimen", (Role.EDITOR,)),
    "editor-2": ("Sacha Specimen", (Role.EDITOR,)),
    "translator": ("Noor Specimen", (Role.TRANSLATOR,)),
    "translator-2": ("Elif Specimen", (Role.TRANSLATOR,)),
    "facilitator": ("Andrea Specimen", (Role.FACILITATOR,)),
    "administrator": ("Claude Specimen", (Role.ADMINISTRATOR,)),
}
SLUG, NUMBER, THEME = "01-traverser", 1, {"fr": "Traverser", "en": "Crossing", "ar": "العبور"}
# What becomes of some of the pieces that came with the folder: not everything is ready.
CHANGED = {"valise": "ask-changes", "oiseaux": "ask-yes"}
EMPTIED = "lettres"  # its place on the pages waits for what somebody brings

Tell = Callable[[str], None]


def fill(config: Config, specimen: Path, tell: Tell) -> bool:
    """Fill an empty desk; False when somebody is there already or it is open to a network, and nothing is touched."""
    if config.secure or config.proxies:
        return False
    config.instance.mkdir(parents=True, exist_ok=True)
    tools = open_workshop(config)
    try:
        upgrade(tools.database)
        with tools.database.read() as db:
            if not accounts.nobody_yet(db):
                return False
        tell("les images du numéro d’essai")
        gathered, _ = gather(specimen, tools.blobs)
        if gathered is None:
            return False
        tell("quarante contributions, sept personnes")
        coordinator = _filled(tools, gathered)
        if coordinator is None:
            return False
        desk = Tools(tools.database, tools.blobs.get, open_keys(config.instance / "keys").digest,
                     drafts(config.instance), config.issues_folder)  # fmt: skip
        freeze(desk, coordinator, datetime.now(UTC), SLUG, FreezeKind.DRAFT)  # the worker builds it once it is up
        return True
    finally:
        tools.database.close()


def _filled(tools: Workshop, gathered: Gathered) -> Actor | None:
    """Everybody and everything in one transaction; the coordinator, or None when somebody was there first."""
    now = datetime.now(UTC).replace(microsecond=0)
    with tools.database.write() as db:
        if not accounts.nobody_yet(db):  # somebody came while the pictures were made
            return None
        people = _people(db, now)
        issue = _issue(db, people, now, gathered)
        for number, sample in enumerate(SAMPLES):
            _sample(db, people, now - timedelta(hours=3 * (len(SAMPLES) - number)), issue, sample)
        _unsettle(db, people, now, issue)
        for concept in CONCEPTS:
            glossary.make(db, people["editor"], now, concept)
        add_associations(db, people["coordinator"], now)
    return people["coordinator"]


def _people(db: Session, now: datetime) -> dict[str, Actor]:
    """An account for each role; their residency comes after them."""
    rows = {}
    for login, (name, roles) in PEOPLE.items():
        rows[login] = Account(login=f"demo-{login}", name=name, password_hash="-", demo=True, created_at=now)
        rows[login].grants = [Grant(role=role, granted_at=now) for role in roles if role is not Role.FACILITATOR]
    db.add_all(rows.values())
    db.flush()
    stay = Stay("Résidence d’essai (spécimen)", "sur le littoral", now.date() - timedelta(12),
                now.date() - timedelta(10), languages=["fr", "en", "ar", "ps", "ti"])  # fmt: skip
    residency = make_residency(db, accounts.actor_of(rows["coordinator"]), now, stay)
    for name in PEN_NAMES:
        add_pen_name(db, residency.id, name)
    rows["facilitator"].grants = [Grant(role=Role.FACILITATOR, residency_id=residency.id, granted_at=now)]
    db.flush()
    return {login: accounts.actor_of(row) for login, row in rows.items()}


def _issue(db: Session, people: dict[str, Actor], now: datetime, gathered: Gathered) -> Issue:
    """The specimen's articles, pictures and pages as an issue in progress of its own."""
    file = gathered.issue.file.model_copy(
        update={"number": NUMBER, "theme": {**gathered.issue.file.theme, **THEME}, "date": now.date() + timedelta(21)}
    )
    source = replace(gathered.issue, slug=SLUG, file=file)
    (place,) = people["facilitator"].residencies
    issue = adopt(db, people["coordinator"], now - timedelta(days=6), replace(gathered, issue=source), place)
    issue.press_close = now + timedelta(days=9, hours=5)
    return issue


def _sample(db: Session, people: dict[str, Actor], now: datetime, issue: Issue, sample: Sample) -> None:
    """One typed piece, as far as it has come."""
    editor, others = people["editor"], tuple(tag for tag in sample.wanted if tag != sample.language)
    facts = Facts(sample.title, sample.kind, sample.author, "", by_contributor=bool(sample.author))
    content = Content(sample.headline, body=from_plain(sample.body))
    piece = create_piece(db, people["facilitator"], now, issue, facts, original=sample.language, content=content,
                         languages=others or (sample.language,))  # fmt: skip
    if sample.english:
        text = store.text(db, piece.id, "en")
        original = store.text(db, piece.id, sample.language)
        assert text is not None and original is not None
        english = Content(sample.title, body=from_plain(sample.english))
        save(db, people["translator"], now, text, english, None, moment=Moment.SAVED)
        text.source_id, text.reviewed = original.head_id, True
    given = {Use(use): True for use in sample.yes.split()}
    if given and sample.author:
        note_answers(db, people["facilitator"], now, ("piece", piece.id), issue.id, given, how=How.SPOKEN,
                     read_in=sample.language, piece_id=piece.id)  # fmt: skip
    for verb in sample.then:
        decide(db, editor, now, piece, verb, "Trop long pour la page." if verb in ("reject", "ask-changes") else "")
    if sample.holder:
        claim(db, people[sample.holder], now, piece)
    if sample.title == WITHDRAWN:
        withdraw_piece(db, people["facilitator"], now, piece.id, issue.id, REACTIONS)


def _unsettle(db: Session, people: dict[str, Actor], now: datetime, issue: Issue) -> None:
    """Remarks, suggestions and second thoughts: what an issue looks like ten days before press close."""
    editor, other = people["editor"], people["editor-2"]
    pieces = {piece.slug: piece for piece in store.pieces(db, editor, issue.id)}
    for slug, verb in CHANGED.items():
        decide(db, editor, now, pieces[slug], verb, "La fin n’est pas claire." if verb == "ask-changes" else "")
    _empty(db, people["coordinator"], now, issue, pieces[EMPTIED])
    _remark(db, other, now, pieces["le-linge"], "Très juste. On garde tel quel ?")
    _remark(db, editor, now, pieces["valise"], "Qui raconte ici : elle, ou sa mère ?")
    _suggest(db, other, now, pieces["le-coiffeur"], "depuis l’automne", "depuis cet automne")
    typed = pieces["le-coiffeur"]
    text = store.text(db, typed.id, typed.original)
    if text is not None:
        propose_typography(db, editor, now, typed, text)


def _empty(db: Session, actor: Actor, now: datetime, issue: Issue, piece: Piece) -> None:
    """Take a piece off the pages."""
    held = flatplan.placements(db, issue.id)
    for page in flatplan.pages(db, issue.id):
        for row in [row for row in held.get(page.id, []) if row.piece_id == piece.id]:
            place(db, actor, now, issue, page, row.slot, Filling())


def _remark(db: Session, actor: Actor, now: datetime, piece: Piece, words: str) -> None:
    text = store.text(db, piece.id, piece.original)
    if text is not None and text.head_id:
        comment(db, actor, now, piece, text, text.head_id, Passage(), words)


def _suggest(db: Session, actor: Actor, now: datetime, piece: Piece, passage: str, words: str) -> None:
    text = store.text(db, piece.id, piece.original)
    if text is None or text.head_id is None:
        return
    blocks: Sequence[str] = [full_text(block) for block in blocks_of(store.heads(db, [text.id])[text.id][1].body)]
    for number, said in enumerate(blocks):
        if (start := said.find(passage)) >= 0:
            place = Passage(number, start, start + len(passage), passage)
            suggest(db, actor, now, piece, text, text.head_id, place, words)
            return
