"""The printer's own proof: taken in by the byte, opened in the cage, compared by page; hostile ones are told off."""

import io
import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from journal_app.consent.actions import withdraw_piece
from journal_app.hand_off import comparing, returning
from journal_app.hand_off.model import PrinterProof
from journal_app.jobs import runner
from journal_app.jobs.model import Job
from journal_app.reactions import REACTIONS
from journal_app.upkeep import janitor
from tests.hand_off.room import DESK, Shop, pdf


@pytest.fixture
def path(shop: Shop) -> str:
    shop.sign()
    return shop.hand()[0]


def bring(shop: Shop, path: str, data: bytes, **more: str):  # type: ignore[no-untyped-def]
    return shop.outside.post(f"{path}/epreuve", data={"file": (io.BytesIO(data), "epreuve.pdf")} | more)


def work(shop: Shop) -> PrinterProof:
    """The worker does what waits."""
    with shop.desk.database.read() as db:
        waiting = [row.id for row in db.query(Job).filter_by(kind=returning.KIND, state="waiting")]
    for job_id in waiting:
        runner.run(shop.tools(), returning.KINDS, job_id)
    return proof(shop)


def proof(shop: Shop) -> PrinterProof:
    with shop.desk.database.read() as db:
        return db.query(PrinterProof).order_by(PrinterProof.given_at.desc()).first()  # type: ignore[return-value]


def test_the_same_file_is_the_same_on_every_page(shop: Shop, path: str) -> None:
    assert bring(shop, path, pdf()).status_code == 303
    found = work(shop)
    assert found.state == "compared" and [row["changed"] for row in found.result["rows"]] == [0, 0, 0, 0]
    assert "Toutes les pages sont comme" in shop.outside.get(f"{path}/epreuve/{found.id}").text
    assert list((shop.config.instance / "returned").iterdir()) == [], "the bytes are gone once compared"


def test_a_page_that_differs_is_shown_to_both(shop: Shop, path: str) -> None:
    bring(shop, path, pdf(4, [(3, 100, 100)]))
    found = work(shop)
    assert [row["page"] for row in found.result["rows"] if row["changed"]] == [3]
    for browser, page in ((shop.outside, f"{path}/epreuve/{found.id}"), (shop.at_desk, f"{DESK}/epreuves/{found.id}")):
        text = browser.get(page).text
        assert "1 page diffère" in text and text.count("pareille") == 3
        picture = browser.get(f"{page}/3.png")
        assert picture.mimetype == "image/png" and picture.data.startswith(b"\x89PNG")
        assert browser.get(f"{page}/1.png").status_code == 404


def test_a_missing_page_and_another_size_are_told(shop: Shop, path: str) -> None:
    bring(shop, path, pdf(3))
    found = work(shop)
    assert [row["changed"] for row in found.result["rows"]] == [0, 0, 0, 1]
    assert "Notre fichier a 4 pages, l’épreuve en a 3" in shop.outside.get(f"{path}/epreuve/{found.id}").text
    bring(shop, path, pdf(4, size=(210, 297)))
    found = work(shop)
    assert [row["changed"] for row in found.result["rows"]] == [1, 1, 1, 1]
    assert "210 × 297 mm" in shop.outside.get(f"{path}/epreuve/{found.id}").text


# --- hostile files ---------------------------------------------------------------------------------------------------


def encrypted() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(1))) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


def many_pages(count: int = 100_000) -> bytes:
    """A page tree whose every leaf is the same page: 100,000 pages in a few kilobytes a thousand."""
    kids = b" ".join([b"3 0 R"] * count)
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[" + kids + b"]/Count "
        + str(count).encode() + b">>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 819 1162]>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )  # fmt: skip


def with_content(content: bytes) -> bytes:
    made = pikepdf.open(io.BytesIO(pdf(4)))
    made.pages[0].Contents = made.make_stream(content)
    out = io.BytesIO()
    made.save(out, compress_streams=True)
    return out.getvalue()


@pytest.mark.parametrize(("made", "code"), [
    (lambda: b"%PDF-1.7 nothing of the kind", "proof-broken"), (lambda: b"PK\x03\x04" + bytes(500), "proof-broken"),
    (lambda: b"", "proof-broken"), (lambda: pdf()[:400], "proof-broken"), (encrypted, "proof-encrypted"),
    (many_pages, "proof-too-many-pages"), (lambda: pdf(0), "proof-broken"),
], ids=["words", "zip", "empty", "cut", "encrypted", "100,000-pages", "no-page"])  # fmt: skip
def test_a_hostile_file_gets_a_clear_answer(shop: Shop, path: str, made, code: str) -> None:  # type: ignore[no-untyped-def]
    assert bring(shop, path, made()).status_code == 303
    found = work(shop)
    assert (found.state, found.problem) == ("refused", code)
    for browser, page in ((shop.outside, f"{path}/epreuve/{found.id}"), (shop.at_desk, f"{DESK}/epreuves/{found.id}")):
        text = browser.get(page).text
        assert 'role="alert"' in text and "problem:" not in text and "{found}" not in text
    assert list((shop.config.instance / "returned").iterdir()) == []
    assert bring(shop, path, pdf()).status_code == 303, "another one can be sent"


def test_a_bomb_hurts_one_page_alone(shop: Shop, path: str) -> None:
    """Seconds of drawing in a few kilobytes: pdfium cuts off nested forms, not millions of strokes."""
    bomb = with_content(b"0.1 w " + b"0 0 m 819 1162 l 5 900 l 800 3 l s " * 3_000_000)
    bring(shop, path, bomb)
    found = work(shop)
    assert found.state == "compared"
    first, *others = found.result["rows"]
    assert first["changed"] is None or first["changed"] > 0
    assert [row["changed"] for row in others] == [0, 0, 0]


def test_javascript_is_told_and_not_run(shop: Shop, path: str) -> None:
    made = pikepdf.open(io.BytesIO(pdf()))
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    names = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("a"), made.make_indirect(action)]))
    made.Root.Names = pikepdf.Dictionary(JavaScript=names)
    out = io.BytesIO()
    made.save(out)
    bring(shop, path, out.getvalue())
    found = work(shop)
    assert found.result["javascript"] is True
    assert "n’a pas été exécuté" in shop.outside.get(f"{path}/epreuve/{found.id}").text


def test_what_is_too_large_is_refused_before_it_is_read(shop: Shop, path: str) -> None:
    """2 GB are announced and not one byte of them is there: nobody waited for any."""
    answer = shop.outside.post(f"{path}/epreuve", content_type="multipart/form-data; boundary=x",
                               environ_overrides={"CONTENT_LENGTH": str(2 * 10**9)})  # fmt: skip
    assert answer.status_code == 413 and "trop lourd" in answer.text and "Revenir" in answer.text
    assert not (shop.config.instance / "returned").exists()
    with shop.desk.database.read() as db:
        assert db.query(PrinterProof).count() == 0


def test_one_proof_at_a_time_and_ten_in_all(shop: Shop, path: str) -> None:
    assert bring(shop, path, pdf(1)).status_code == 303
    assert bring(shop, path, pdf(1)).status_code == 409
    for _ in range(returning.MOST_PROOFS - 1):
        with shop.desk.database.write() as db:
            db.query(PrinterProof).update({"state": "compared"})
        assert bring(shop, path, pdf(1)).status_code == 303
    with shop.desk.database.write() as db:
        db.query(PrinterProof).update({"state": "compared"})
    assert bring(shop, path, pdf(1)).status_code == 409


class Body(io.BytesIO):
    """A form with a file, as the network brings it: before its first byte something happens."""

    def __init__(self, first: Callable[[], object]) -> None:
        head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="e.pdf"\r\n\r\n'
        super().__init__(head + pdf(1) + b"\r\n--x--\r\n")
        self.first, self.waited = first, False

    def read(self, *much: int | None) -> bytes:
        if not self.waited:
            self.waited = True
            self.first()
        return super().read(*much)

    def readinto(self, into: Any) -> int:
        data = self.read(len(memoryview(into)))
        memoryview(into)[: len(data)] = data
        return len(data)


def send_slowly(shop: Shop, path: str, first: Callable[[], object]) -> int:
    """Bring a proof of which the first byte comes when `first` is done; the answer's status."""
    body = Body(first)
    told = {"wsgi.input": body, "CONTENT_LENGTH": str(len(body.getvalue())),
            "CONTENT_TYPE": "multipart/form-data; boundary=x"}  # fmt: skip
    return shop.desk.app.test_client().post(f"{path}/epreuve", environ_overrides=told).status_code


def test_of_eight_at_once_one_is_taken_and_nothing_of_the_others_stays(shop: Shop, path: str) -> None:
    """All of them are let in before any is noted; what is refused then is not kept for a day."""
    here, answers = threading.Barrier(8), []
    threads = [threading.Thread(target=lambda: answers.append(send_slowly(shop, path, lambda: here.wait(30))))
               for _ in range(8)]  # fmt: skip
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(answers) == [303] + [409] * 7
    assert [one.name for one in (shop.config.instance / "returned").iterdir()] == [proof(shop).id]


def test_a_file_for_a_link_that_ended_meanwhile_is_not_kept(shop: Shop, path: str) -> None:
    def take_back() -> None:
        with shop.desk.database.write() as db:
            withdraw_piece(db, shop.mina, shop.now(), shop.piece_id, shop.issue.id, REACTIONS)

    assert send_slowly(shop, path, take_back) == 410
    assert list((shop.config.instance / "returned").iterdir()) == []


# --- comparing that does not come to its end -------------------------------------------------------------------------


def pages(shop: Shop, path: str) -> list[str]:
    key = proof(shop).id
    return [shop.at_desk.get(f"{DESK}/epreuves/{key}").text, shop.outside.get(f"{path}/epreuve/{key}").text]


def test_when_its_time_is_over_what_was_compared_is_shown_and_the_rest_is_said(
    shop: Shop, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(shop, path, pdf(4, [(1, 50, 50), (4, 50, 50)]))
    with shop.desk.database.read() as db:
        job = db.query(Job).filter_by(kind=returning.KIND).one()

    def told(label: str, done: int = 0, total: int = 0) -> None:
        if done == 2:
            monkeypatch.setattr(returning, "MOST_S", 0.0)  # two pages took all of it

    made = returning.work(shop.tools(), job, told)
    assert made.swap and made.after is None
    with shop.desk.database.write() as db:
        made.swap(db, job, shop.now())
        db.get_one(Job, job.id).state = "done"
    found = proof(shop)
    assert found.state == "unfinished" and [row["changed"] is None for row in found.result["rows"]] == [0, 0, 1, 1]
    for text in pages(shop, path):
        assert "pas allée au bout\u00a0: 2 pages comparées sur 4" in text and text.count("à regarder à l’œil") == 2
        assert "Pages comparées" not in text and "% des pixels" in text, "the page that differs is shown"
    assert "comparaison inachevée" in shop.at_desk.get(DESK).text
    assert shop.at_desk.get(f"{DESK}/epreuves/{found.id}/1.png").status_code == 200
    returning.tidy(shop.tools(), job, lambda *told: None)
    monkeypatch.undo()
    assert "Comparer encore une fois" in pages(shop, path)[0]
    assert shop.at_desk.post(f"{DESK}/epreuves/{found.id}/encore").status_code == 303
    found = work(shop)
    assert found.state == "compared" and [row["changed"] > 0 for row in found.result["rows"]] == [1, 0, 0, 1]
    assert list((shop.config.instance / "returned").iterdir()) == []
    assert shop.at_desk.post(f"{DESK}/epreuves/{found.id}/encore").status_code == 409, "it is compared"


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_a_job_that_gave_up_leaves_nobody_waiting(shop: Shop, path: str, state: str) -> None:
    bring(shop, path, pdf())
    with shop.desk.database.write() as db:
        db.query(Job).filter_by(kind=returning.KIND).update({"state": state})
    for text in pages(shop, path):
        assert "aucune page n’a été comparée" in text and "Pages comparées" not in text
    assert "comparaison inachevée" in shop.at_desk.get(DESK).text
    assert "comparaison inachevée" in shop.outside.get(path).text
    first = proof(shop).id
    assert bring(shop, path, pdf(1)).status_code == 303, "the printer need not wait for it"
    assert shop.at_desk.post(f"{DESK}/epreuves/{first}/encore").status_code == 303
    work(shop)
    with shop.desk.database.read() as db:
        assert {row.state for row in db.query(PrinterProof)} == {"compared"}


def test_what_is_not_compared_again_is_kept_for_two_weeks_and_not_longer(shop: Shop, path: str) -> None:
    bring(shop, path, pdf())
    with shop.desk.database.write() as db:
        db.query(Job).filter_by(kind=returning.KIND).update({"state": "failed"})
    kept = shop.config.instance / "returned" / proof(shop).id
    for days, there in ((13, True), (15, False)):
        old = (datetime.now(UTC) - timedelta(days=days)).timestamp()
        os.utime(kept, (old, old))
        returning.tidy(shop.tools(), Job(), lambda *told: None)  # type: ignore[arg-type]
        assert kept.exists() is there
    assert "Demander à l’imprimeur de l’envoyer encore une fois" in pages(shop, path)[0]
    assert shop.at_desk.post(f"{DESK}/epreuves/{kept.name}/encore").status_code == 409


def test_the_janitor_leaves_the_jobs_that_proofs_are_about(shop: Shop, path: str) -> None:
    bring(shop, path, pdf())
    work(shop)
    janitor.tidy(shop.tools(), shop.now() + timedelta(days=40))
    assert proof(shop).state == "compared"


def test_the_same_form_twice_brings_one_proof(shop: Shop, path: str) -> None:
    bring(shop, path, pdf(1), once="w")
    with shop.desk.database.write() as db:
        db.query(PrinterProof).update({"state": "compared"})
    assert "dit=twice" in bring(shop, path, pdf(1), once="w").location
    assert len(list((shop.config.instance / "returned").iterdir())) == 1


def test_a_kill_in_the_middle_compares_again(shop: Shop, path: str) -> None:
    """What the first attempt left: ours behind theirs, and a picture."""
    bring(shop, path, pdf(4, [(1, 50, 50)]))
    waiting = shop.config.instance / "returned" / proof(shop).id
    waiting.write_bytes(waiting.read_bytes() + b"half of ours")
    assert [row["changed"] > 0 for row in work(shop).result["rows"]] == [True, False, False, False]


def test_a_withdrawal_takes_the_proofs_away(shop: Shop, path: str) -> None:
    bring(shop, path, pdf(4, [(3, 100, 100)]))
    found = work(shop)
    folder = returning.pictures(shop.config.instance, found.id)
    assert (folder / "3.png").is_file()
    with shop.desk.database.write() as db:
        withdraw_piece(db, shop.mina, shop.now(), shop.piece_id, shop.issue.id, REACTIONS)
    for page in (f"{DESK}/epreuves/{found.id}", f"{DESK}/epreuves/{found.id}/3.png"):
        assert shop.at_desk.get(page).status_code == 404
    listed = shop.at_desk.get(DESK).text
    assert "retirée" in listed and f"epreuves/{found.id}" not in listed, "no button leads to a page that is not there"
    assert shop.outside.get(f"{path}/epreuve/{found.id}/3.png").status_code == 410
    returning.tidy(shop.tools(), Job(), lambda *told: None)  # type: ignore[arg-type]
    assert not folder.exists()


def test_a_withdrawal_during_the_comparison_shows_nothing(shop: Shop, path: str) -> None:
    bring(shop, path, pdf())
    with shop.desk.database.read() as db:
        job = db.query(Job).filter_by(kind=returning.KIND).one()
    made = returning.work(shop.tools(), job, lambda *told: None)  # type: ignore[arg-type]
    with shop.desk.database.write() as db:
        withdraw_piece(db, shop.mina, shop.now(), shop.piece_id, shop.issue.id, REACTIONS)
    assert made.swap
    with shop.desk.database.write() as db:
        made.swap(db, job, shop.now())
    assert proof(shop).state == "gone" and proof(shop).result == {}


def test_the_cage_opens_no_file_of_ours(tmp_path: Path) -> None:
    """A PDF that names a file beside it draws nothing of it: once the cage is closed nothing can be opened."""
    both = tmp_path / "both"
    theirs, ours = pdf(1), pdf(1)
    both.write_bytes(theirs + ours)
    with both.open("rb") as file:
        looked, problems = comparing.look(file, len(theirs))
        assert problems == [] and looked is not None and looked.pages == 1
        found, picture, problems = comparing.compare(file, len(theirs), 1)
        assert (found and found.changed, picture, problems) == (0, b"", [])
