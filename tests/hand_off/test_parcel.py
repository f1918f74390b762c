"""The parcel: the very bytes that were signed or none, one by one or in one zip that is always the same."""

import hashlib
import io
import subprocess
import zipfile
from pathlib import Path

import pytest

from journal_app.consent.actions import withdraw_piece
from journal_app.hand_off import door, parcel, store
from journal_app.hand_off.model import PrinterEvent, PrinterLink
from journal_app.hand_off.sending import LOOK_AGAIN
from journal_app.reactions import REACTIONS
from journal_app.tasks.model import Notice
from tests.hand_off.room import DESK, NAME, Shop, pdf

FILES = [f"{NAME}.pdf", f"{NAME}_fiche.pdf", f"{NAME}_preflight.html", f"{NAME}_preflight.json", "SHA256SUMS"]


def test_each_file_is_the_signed_one(shop: Shop) -> None:
    shop.sign()
    path, _ = shop.hand()
    for name in FILES[:-1]:
        answer = shop.outside.post(f"{path}/fichiers/{name}")
        assert answer.data == (shop.signed / name).read_bytes(), name
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert answer.content_length == len(answer.data)
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_zip_holds_what_sha256sum_accepts(shop: Shop, tmp_path: Path) -> None:
    shop.sign()
    path, _ = shop.hand()
    first, second = (shop.outside.post(f"{path}/fichiers/tout").data for _ in range(2))
    assert first == second, "the same parcel is the same bytes"
    with zipfile.ZipFile(io.BytesIO(first)) as opened:
        assert sorted(opened.namelist()) == sorted(f"{NAME}/{name}" for name in FILES)
        assert {one.compress_type for one in opened.infolist()} == {zipfile.ZIP_STORED}
        assert {one.date_time for one in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        opened.extractall(tmp_path)
    told = subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=tmp_path / NAME, capture_output=True,
                          text=True, check=True)  # fmt: skip
    assert told.stdout.count("OK") == len(FILES) - 1


def test_staff_and_places_stay_here(shop: Shop) -> None:
    shop.sign()
    path, _ = shop.hand()
    whole = shop.outside.post(f"{path}/fichiers/tout").data
    assert (shop.signed / "bat.toml").is_file() and b"bat.toml" not in whole and b"places.json" not in whole
    assert b"Mina" not in whole


@pytest.mark.parametrize("name", [f"{NAME}.pdf", f"{NAME}_fiche.pdf", "tout"])
@pytest.mark.parametrize("harm", ["changed", "cut", "gone", "link"])
def test_a_file_that_differs_is_never_sent_and_the_desk_is_told(
    shop: Shop, name: str, harm: str, tmp_path: Path
) -> None:
    shop.sign()
    path, _ = shop.hand()
    hurt = shop.signed / (f"{NAME}_fiche.pdf" if name == "tout" else name)
    data = hurt.read_bytes()
    shop.signed.chmod(0o755)
    hurt.unlink()
    if harm == "changed":
        hurt.write_bytes(bytes([data[0] ^ 1]) + data[1:])
    elif harm == "cut":
        hurt.write_bytes(data[:-1])
    elif harm == "link":
        (tmp_path / "elsewhere").write_bytes(data)
        hurt.symlink_to(tmp_path / "elsewhere")
    answer = shop.outside.post(f"{path}/fichiers/{name}")
    assert answer.status_code == 409 and "n’a pas été envoyé" in answer.text
    assert b"%PDF" not in answer.data
    with shop.desk.database.read() as db:
        row = db.query(PrinterLink).one()
        assert store.taken(db, [row.id], shop.now()) == {}, "what was not sent does not count"
        assert [one.words for one in db.query(PrinterEvent).filter_by(kind="differs")] == [hurt.name]
        assert [one.account_id for one in db.query(Notice).filter_by(code="printer-file-differs")] == [
            shop.mina.account_id
        ]
    assert "ce n’est plus celui qui a été signé" in shop.at_desk.get(DESK).text
    if name != "tout":
        assert shop.outside.post(f"{path}/fichiers/SHA256SUMS").status_code == 200, "the others still are right"


def test_no_link_is_made_to_a_parcel_that_was_changed_on_the_disk(shop: Shop) -> None:
    shop.sign()
    file = shop.signed / f"{NAME}_preflight.html"
    file.chmod(0o644)
    file.write_text("other")
    answer = shop.at_desk.post(f"{DESK}/liens", {"company": "Imprimerie"})
    assert answer.status_code == 303 and "rien n’est remis" in shop.at_desk.get(answer.location).text


def test_nothing_lies_about_after_a_download(shop: Shop) -> None:
    shop.sign()
    path, _ = shop.hand()
    shop.outside.post(f"{path}/fichiers/tout")
    assert list((shop.config.instance / "leaving").iterdir()) == []


def test_the_sums_are_what_sha256sum_reads() -> None:
    digest = hashlib.sha256(b"").hexdigest()
    assert parcel.sums({"a.pdf": digest}) == f"{digest}  a.pdf\n".encode()


@pytest.mark.parametrize("way", ["withdrawn", "revoked"])
def test_what_is_taken_back_while_it_is_on_its_way_does_not_leave_whole(shop: Shop, way: str) -> None:
    heavy = pdf() + b"%" + bytes(3 * LOOK_AGAIN * parcel.CHUNK)
    shop.sign(heavy)
    path, _ = shop.hand()
    answer = shop.outside.post(f"{path}/fichiers/{NAME}.pdf", buffered=False)
    chunks = iter(answer.response)
    came = len(next(chunks))
    with shop.desk.database.write() as db:
        if way == "withdrawn":
            withdraw_piece(db, shop.mina, shop.now(), shop.piece_id, shop.issue.id, REACTIONS)
        else:
            door.revoke(db, shop.mina, shop.now(), db.query(PrinterLink).one())
    came += sum(len(chunk) for chunk in chunks)
    answer.close()
    assert came == LOOK_AGAIN * parcel.CHUNK < len(heavy)
    with shop.desk.database.read() as db:
        assert store.taken(db, [db.query(PrinterLink).one().id], shop.now()) == {}


def test_a_heavy_file_that_nobody_takes_back_leaves_whole(shop: Shop) -> None:
    heavy = pdf() + b"%" + bytes(3 * LOOK_AGAIN * parcel.CHUNK)
    shop.sign(heavy)
    path, _ = shop.hand()
    assert shop.outside.post(f"{path}/fichiers/{NAME}.pdf").data == heavy
