"""What tests of the hand-off start from: a desk, an issue whose BAT is signed in the bat room, a printer outside."""

import hashlib
import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
from flask.testing import FlaskClient

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.bat import actions as bat
from journal_app.bat import sealing
from journal_app.bat.model import Bat, Verdict
from journal_app.bat.parcel import Parcel
from journal_app.config import Config
from journal_app.freeze.model import Build, Freeze, FreezeKind
from journal_app.jobs.model import Job
from journal_app.media.blobs import open_blobs
from journal_app.prepress.page_digest import page_digests
from journal_app.submissions.actions import Facts, create_piece
from journal_app.submissions.content import Content
from journal_app.submissions.model import Piece
from journal_app.web.desk import Desk
from journal_app.workshop import Workshop
from tests.desk import TestDesk, Visitor

SLUG = "12-traverser"
DESK = f"/numeros/{SLUG}/imprimeur"
NAME = "JDJ_n12_2027-03_p01-04_v01_BAT"
TABLOID = (289, 410)  # mm
MM = 72 / 25.4


def pdf(pages: int = 4, marks: Sequence[tuple[int, float, float]] = (), size: tuple[float, float] = TABLOID) -> bytes:
    """A PDF of grey bars, one more on each page; `marks`: (page, x mm, y mm) of black squares of 10 mm."""
    made = pikepdf.new()
    width, height = (side * MM for side in size)
    for number in range(1, pages + 1):
        made.add_blank_page(page_size=(width, height))
        drawn = ["0.6 g"] + [f"{20 * MM} {(380 - 20 * row) * MM} {200 * MM} {8 * MM} re f" for row in range(number)]
        drawn += ["0 g"] + [f"{x * MM} {y * MM} {10 * MM} {10 * MM} re f" for on, x, y in marks if on == number]
        page = made.pages[number - 1]
        page.Contents = made.make_stream(" ".join(drawn).encode())
        page.TrimBox = pikepdf.Array([0, 0, round(width, 4), round(height, 4)])
    out = io.BytesIO()
    made.save(out, static_id=True)
    return out.getvalue()


class Shop:
    """The desk of the tests, with an issue to be printed."""

    def __init__(self, desk: TestDesk) -> None:
        self.desk = desk
        self.running: Desk = desk.app.extensions["desk"]
        self.config: Config = self.running.config
        self.issue = desk.issue(SLUG)
        self.mina: Actor = desk.account(Role.COORDINATOR, name="Mina")
        self.at_desk: Visitor = desk.visit(self.mina)
        self.outside: FlaskClient = desk.app.test_client()
        self.piece_id = ""

    # --- the signed parcel -------------------------------------------------------------------------------------------

    def sign(self, data: bytes = b"", number: int = 1) -> str:
        """A BAT of these bytes, each page and the whole signed; its id."""
        data = data or pdf()
        with self.desk.database.write() as db:
            piece = create_piece(db, self.mina, self.now(), self.issue, Facts(f"La mer {number}", author="A."),
                                 original="fr", content=Content(headline="La mer", body="<p>Froide.</p>"),
                                 languages=[])  # fmt: skip
            self.piece_id, slug = piece.id, piece.slug
            job = Job(kind="build-press", key=f"b{number}", arguments={}, issue_id=self.issue.id, made_at=self.now())
            freeze = Freeze(issue_id=self.issue.id, kind=FreezeKind.PRESS, made_by=self.mina.account_id,
                            manifest={f"articles/{slug}/fr.html": "0" * 64, "issue.toml": "1" * 64},
                            made_at=self.now())  # fmt: skip
            db.add_all([job, freeze])
            db.flush()
            build = Build(issue_id=self.issue.id, freeze_id=freeze.id, job_id=job.id, folder=f"builds/{number}",
                          made_at=self.now())  # fmt: skip
            db.add(build)
            db.flush()
            folder = self.config.instance / build.folder / "build" / "parcel"
            parcel = self._parcel(folder, data)
            row = bat.open_version(db, self.now(), build, number, parcel, {}, None, None)
            file = folder / parcel.pdf
            for folio, digest in enumerate(parcel.digests, 1):
                bat.sign_page(db, self.mina, self.now(), row.id, row.sha256, folio, digest, Verdict.GOOD, "", file)
            place = sealing.place_of(SLUG, number)
            top = self.config.issues_folder / SLUG / "bat"
            aside = sealing.prepare(folder, parcel.files, top)
            sealing.seal(aside, parcel.files, {"version": number}, self.config.issues_folder / place)
            row.folder = str(place)
            assert bat.sign_whole(db, self.mina, self.now(), row.id, row.sha256, [], {}, "", file)
            return row.id

    def _parcel(self, folder: Path, data: bytes) -> Parcel:
        folder.mkdir(parents=True)
        files = {
            f"{NAME}.pdf": data, f"{NAME}_fiche.pdf": pdf(1, size=(210, 297)),
            f"{NAME}_preflight.html": "<p>Rien à dire.</p>".encode(), f"{NAME}_preflight.json": b"{}",
            "places.json": b"{}",
        }  # fmt: skip
        for name, content in files.items():
            (folder / name).write_bytes(content)
        sums = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
        told = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
        (folder / "SHA256SUMS").write_text(told, "ascii")
        digests = page_digests(folder / f"{NAME}.pdf")
        return Parcel(f"{NAME}.pdf", sums[f"{NAME}.pdf"], tuple(digests),
                      sums | {"SHA256SUMS": hashlib.sha256(told.encode()).hexdigest()})  # fmt: skip

    @property
    def signed(self) -> Path:
        """The folder of the signed parcel."""
        return self.config.issues_folder / sealing.place_of(SLUG, 1)

    def void(self, bat_id: str) -> None:
        """Another version takes its place."""
        with self.desk.database.write() as db:
            row = db.get_one(Bat, bat_id)
            from journal_app.bat.model import Why

            bat.void(db, self.now(), row, Why.REPLACED)

    def piece(self) -> Piece:
        with self.desk.database.read() as db:
            return db.get_one(Piece, self.piece_id)

    # --- links -------------------------------------------------------------------------------------------------------

    def hand(self, pin: bool = False, company: str = "Imprimerie de l’exemple") -> tuple[str, str]:
        """A link to the signed files, made at the desk: its path and its PIN."""
        return self._made(self.at_desk.post(f"{DESK}/liens", {"company": company} | ({"pin": "1"} if pin else {})).text)

    def ask(self, pin: bool = False, **typed: str) -> tuple[str, str]:
        """A link to a request for quotation and to the sheet."""
        form = {"company": "Imprimerie de l’exemple", "quote": "1", "sheet": "1", "reference": "JDJ-12-1",
                "quantities": "3000 ; 4 000 ; 5 000", "closed": "289 × 410 mm", "pages": "16", "paper": "offset 80 g",
                "inks": "4/4", "delivery": "A 2 000, B 2 000", "deadline": "2027-03-10"} | typed  # fmt: skip
        return self._made(self.at_desk.post(f"{DESK}/demandes", form | ({"pin": "1"} if pin else {})).text)

    def _made(self, page: str) -> tuple[str, str]:
        path = re.search(r"/imprimeur/[\w-]{32}", page)
        pin = re.search(r"(\d{3}) (\d{3})</p>", page)
        assert path, page
        return path.group(), "".join(pin.groups()) if pin else ""

    def tools(self) -> Workshop:
        """What the worker has."""
        return Workshop(self.config, self.desk.database, open_blobs(self.config.blobs_url))

    def now(self) -> datetime:
        return datetime.now(UTC)
