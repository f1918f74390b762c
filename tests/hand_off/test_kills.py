"""kill -9 with real processes: a comparison that is killed is done after all, an upload that is killed is not there."""

import hashlib
import io
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from journal_app.app import create_app
from journal_app.hand_off import returning
from journal_app.hand_off.model import PrinterEvent, PrinterProof, ProofState
from journal_app.jobs.model import Job
from tests.hand_off.room import Shop, pdf
from tests.served import ROOT, Served, soon

KILLED, TAKEN, REFUSED = -signal.SIGKILL, 0, 3


@pytest.fixture
def path(shop: Shop) -> str:
    shop.sign(pdf(12))
    return shop.hand()[0]


def bring(shop: Shop, path: str, data: bytes) -> int:
    return shop.outside.post(f"{path}/epreuve", data={"file": (io.BytesIO(data), "e.pdf")}).status_code


def proofs(shop: Shop) -> list[PrinterProof]:
    with shop.desk.database.read() as db:
        return db.query(PrinterProof).order_by(PrinterProof.given_at).all()


def came(shop: Shop) -> Path:
    return shop.config.instance / "returned"


# --- the worker, while it compares -----------------------------------------------------------------------------------


@pytest.fixture
def worker(shop: Shop) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts a worker process over the shop's desk."""
    running: list[subprocess.Popen[bytes]] = []
    own = {"JOURNAL_ISSUES": str(shop.config.issues_folder), "JOURNAL_INSTANCE": str(shop.config.instance)}

    def start() -> subprocess.Popen[bytes]:
        running.append(subprocess.Popen([sys.executable, "-m", "tests.hand_off.quick_worker"], env=os.environ | own,
                                        cwd=ROOT, stderr=subprocess.DEVNULL))  # fmt: skip
        return running[-1]

    yield start
    for one in running:
        one.kill()
        one.wait()


def pages_done(shop: Shop) -> int:
    with shop.desk.database.read() as db:
        job = db.query(Job).filter_by(kind=returning.KIND).one()
        return job.done if job.state == "running" else -1


def test_a_worker_killed_while_it_compares_leaves_the_upload_whole_and_the_next_one_ends_it(
    shop: Shop, path: str, worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    assert bring(shop, path, pdf(12, [(5, 100, 100)])) == 303
    (sent,) = proofs(shop)
    for page in (1, 3, 6):  # three times in the middle, each further on
        one = worker()
        soon(lambda page=page: pages_done(shop) >= page)
        one.kill()
        one.wait()
        (left,) = proofs(shop)
        assert (left.state, left.result) == (ProofState.WHOLE, {}), "nothing half compared is shown"
        with (came(shop) / sent.id).open("rb") as file:  # ours may stand behind it
            assert hashlib.sha256(file.read(sent.size)).hexdigest() == sent.sha256
        with shop.desk.database.write() as db:  # as if its half minute of lease were over
            db.query(Job).filter_by(kind=returning.KIND).update({"lease_until": shop.now(), "done": 0})
    worker()
    soon(lambda: proofs(shop)[0].state != ProofState.WHOLE)
    (done,) = proofs(shop)
    assert done.state == ProofState.COMPARED
    assert [row["page"] for row in done.result["rows"] if row["changed"] != 0] == [5]
    soon(lambda: list(came(shop).iterdir()) == [])


# --- the server, in the middle of an upload --------------------------------------------------------------------------


def whole(shop: Shop, path: str) -> None:
    """What must hold whenever somebody looks: what is offered is there, whole, said once, and its job waits."""
    rows = proofs(shop)
    for row in rows:
        if row.state == ProofState.WHOLE:
            data = (came(shop) / row.id).read_bytes()
            assert (len(data), hashlib.sha256(data).hexdigest()) == (row.size, row.sha256)
    with shop.desk.database.read() as db:
        assert db.query(PrinterEvent).filter_by(kind="proof").count() == len(rows)
        assert db.query(Job).filter_by(kind=returning.KIND).count() == len(rows)
    assert shop.outside.get(path).text.count(f"{path}/epreuve/") == len(rows)


def begin(port: int, path: str, data: bytes, part: float) -> socket.socket:
    """Send a part of a form with this file to a desk's server; the line stays open."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="e.pdf"\r\n\r\n'
    body = head + data + b"\r\n--x--\r\n"
    line = socket.create_connection(("127.0.0.1", port), timeout=30)
    asked = (
        f"POST {path}/epreuve HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    line.sendall(asked.encode() + body[: round(len(body) * part)])
    return line


def test_a_server_killed_while_a_proof_comes_has_nothing_of_it_and_takes_it_again(
    shop: Shop, path: str, tmp_path: Path
) -> None:
    """20 MB: cut at a half, just before the end, and in the moments after the last byte, when it is written down."""
    data = pdf(2) + os.urandom(20_000_000)
    for part, pause in ((0.5, 0.2), (0.999, 0.2), (1, 0.0), (1, 0.02), (1, 0.05), (1, 0.1)):
        served = Served(tmp_path)
        line = begin(served.port, path, data, part)
        time.sleep(pause)
        served.process.kill()
        served.process.wait()
        line.close()
        whole(shop, path)
        if part < 1:
            assert proofs(shop) == [] and not [one for one in came(shop).glob("*") if not one.name.startswith(".")]
        with shop.desk.database.write() as db:  # what had come whole is somebody's who waits no more
            db.query(PrinterProof).filter_by(state=ProofState.WHOLE).update({"state": ProofState.COMPARED})
    assert bring(shop, path, pdf(2)) == 303, "the printer sends it again"
    whole(shop, path)


def dying_at(step: int) -> None:
    """Before what this process does to the disk or the database for the n-th time, it is killed."""
    left = [step]

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **more: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **more)

        return call

    os.fsync = counted(os.fsync)  # type: ignore[assignment]
    os.replace = counted(os.replace)  # type: ignore[assignment]
    os.open = counted(os.open)  # type: ignore[assignment]
    Session.flush = counted(Session.flush)  # type: ignore[method-assign]
    real = counted(Session.commit)
    Session.commit = lambda self: (real(self), counted(lambda: None)())[0]  # type: ignore[assignment,method-assign]


def upload_and_die(shop: Shop, path: str, data: bytes, step: int) -> int:
    """A process of its own takes the upload in, and dies at that step; how it ended."""
    pid = os.fork()
    if not pid:
        code = REFUSED
        try:
            client = create_app(shop.config).test_client()
            dying_at(step)
            answer = client.post(f"{path}/epreuve", data={"file": (io.BytesIO(data), "e.pdf")})
            code = TAKEN if answer.status_code == 303 else REFUSED
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def test_killed_at_any_step_an_upload_is_there_whole_or_not_at_all(shop: Shop, path: str) -> None:
    """Every write to the disk and the database is a step; at each of them one process dies."""
    shop.outside.get(path)
    shop.desk.database.close()
    there = []
    for step in range(60):
        code = upload_and_die(shop, path, pdf(1), step)
        assert code in (KILLED, TAKEN), code
        whole(shop, path)
        there.append(len(proofs(shop)))
        with shop.desk.database.write() as db:
            for row in db.query(PrinterProof):
                db.delete(row)
            db.query(PrinterEvent).filter_by(kind="proof").delete()
            db.flush()
            db.query(Job).filter_by(kind=returning.KIND).delete()
        shop.desk.database.close()
        if code == TAKEN:
            break
    first = there.index(1)
    assert first > 5 and set(there[:first]) == {0} and set(there[first:]) == {1} and code == TAKEN
    for one in came(shop).iterdir():  # what the dead left is nobody's, and goes after a day
        old = (datetime.now(UTC) - timedelta(days=2)).timestamp()
        os.utime(one, (old, old))
    returning.tidy(shop.tools(), Job(), lambda *told: None)  # type: ignore[arg-type]
    assert list(came(shop).iterdir()) == []
