"""kill -9 and races, with real processes: no signature over other bytes than those that lie there, none half made."""

import os
import shutil
import signal
import threading
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from journal_app.bat import actions, store
from journal_app.bat.model import WHOLE, Signature, State, Verdict
from journal_app.bat.parcel import Parcel, hash_of
from journal_app.consent.actions import withdraw_piece
from journal_app.freeze import store as freezes
from journal_app.freeze.model import FreezeKind
from journal_app.problems import Refused
from journal_app.reactions import REACTIONS
from tests.bat.signing_room import LATER, SLUG, SigningRoom

SIGNED, REFUSED, OTHER = 0, 3, 4


def child(room: SigningRoom, deed: Callable[[SigningRoom], object], before: Callable[[], None] = lambda: None) -> int:
    """A process that does one deed in that folder, with a database connection of its own, and ends; its id."""
    pid = os.fork()
    if pid:
        return pid
    code = OTHER
    try:
        own = SigningRoom.beside(room.place.instance.parent, room)
        before()
        deed(own)
        code = SIGNED
    except Refused as refused:
        code = REFUSED if refused.code == "bat-signed" else OTHER
    finally:
        os._exit(code)


def ended(pid: int) -> int:
    """Its exit code; -9 when it was killed."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def dying_at(step: int) -> Callable[[], None]:
    """Before what it does to the disk or the database for the n-th time, this process is killed."""
    left = [step]

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **more: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **more)

        return call

    def install() -> None:
        os.fsync = counted(os.fsync)  # type: ignore[assignment]
        os.fchmod = counted(os.fchmod)  # type: ignore[assignment]
        shutil.rmtree = counted(shutil.rmtree)  # type: ignore[assignment]
        Path.rename = counted(Path.rename)  # type: ignore[assignment]
        Path.mkdir = counted(Path.mkdir)  # type: ignore[assignment]
        Session.flush = counted(Session.flush)  # type: ignore[method-assign]
        real = counted(Session.commit)
        Session.commit = lambda self: (real(self), counted(lambda: None)())[0]  # type: ignore[assignment,method-assign]

    return install


def check(room: SigningRoom) -> State:
    """What must hold whenever somebody looks; where the version stands."""
    row, sealed = room.bat(), room.sealed()
    for one in room.signatures(row):
        assert one.digest == (row.sha256 if one.folio == WHOLE else row.digests[one.folio - 1])
    assert hash_of(room.file(row)) == row.sha256
    whole = [one for one in room.signatures(row) if one.folio == WHOLE]
    if row.state == State.SIGNED:
        assert len(whole) == 1 and sealed is not None and row.folder == f"{SLUG}/bat/v01"
        folder = room.place.issues / sealed.folder
        assert {name: hash_of(folder / name) for name in row.files} == row.files
        assert tomllib.loads((folder / "bat.toml").read_text("utf-8"))["sha256"] == row.sha256
    else:
        assert whole == [] and sealed is None and row.folder == ""
    return State(row.state)


def test_killed_before_any_of_its_steps_the_whole_is_signed_with_its_files_or_not_at_all(
    pressed: tuple[Path, SigningRoom], tmp_path: Path
) -> None:
    """Every write to the disk and the database is a step; at each of them one process dies."""
    folder, first = pressed
    base, here = tmp_path / "base", tmp_path / "now"
    shutil.copytree(folder, base, ignore=shutil.ignore_patterns("cache"))  # a copy for each step
    room = SigningRoom.beside(base, first)
    room.sign_all()
    asked, of_file = room.asked(), room.of_file()
    room.desk.database.close()
    ends = []
    for step in range(200):
        shutil.rmtree(here, ignore_errors=True)
        shutil.copytree(base, here)
        room = SigningRoom.beside(here, first)
        room.of_file = lambda: of_file  # type: ignore[method-assign]
        code = ended(child(room, lambda own: own.sign_whole(asked), dying_at(step)))
        assert code in (-signal.SIGKILL, SIGNED), code
        ends.append(check(room))
        if ends[-1] is State.OPEN:  # it can be signed after all, and nothing of the one that died is left
            assert isinstance(room.sign_whole(asked), Signature) and check(room) is State.SIGNED
            assert os.listdir(room.place.issues / SLUG / "bat") == ["v01"]
        room.desk.database.close()
        if code == SIGNED:
            break
    signed = ends.index(State.SIGNED)  # from the commit on, and at no step before
    assert signed > 20 and set(ends[:signed]) == {State.OPEN} and set(ends[signed:]) == {State.SIGNED}
    assert code == SIGNED  # the last one had no step left to die at


def test_killed_at_any_step_a_page_is_signed_over_its_bytes_or_not_at_all(room: SigningRoom) -> None:
    told = []
    for step in range(40):
        before = len(room.signatures())
        room.desk.database.close()
        code = ended(child(room, lambda room: room.sign(1), dying_at(step)))
        check(room)
        told.append(len(room.signatures()) - before)
        if code == SIGNED:
            break
    assert set(told[:-2]) == {0} and told[-1] == 1 and len(told) > 2


def test_of_two_coordinators_at_once_one_signs_and_the_other_is_told(room: SigningRoom) -> None:
    room.sign_all()
    asked = room.asked()
    room.desk.database.close()
    read, write = os.pipe()

    def wait() -> None:
        os.close(write)
        os.read(read, 1)  # until the parent closes its end: both begin at that moment

    pids = [child(room, lambda room: room.sign_whole(asked, who=room.ana), wait),
            child(room, lambda room: room.sign_whole(asked), wait)]  # fmt: skip
    os.close(read)
    os.close(write)
    assert sorted(map(ended, pids)) == [SIGNED, REFUSED]
    assert check(room) is State.SIGNED
    assert sorted(os.listdir(room.place.issues / SLUG / "bat")) == ["v01"]


@pytest.mark.parametrize("turn", range(4))
def test_a_withdrawal_at_the_same_moment_always_wins(room: SigningRoom, turn: int) -> None:
    room.sign_all()
    asked, key = room.asked(), room.piece().id
    start = threading.Barrier(2)

    def take_back() -> None:
        start.wait()
        with room.desk.database.write() as db:
            withdraw_piece(db, room.ana, LATER, key, room.issue_id, REACTIONS)

    thread = threading.Thread(target=take_back)
    thread.start()
    start.wait()
    try:
        answer = room.sign_whole(asked)
        assert isinstance(answer, list | Signature)
    except Refused as refused:
        assert refused.code in ("bat-moved-on", "bat-pages-open")
    thread.join()
    assert room.bat().state == State.VOID and room.sealed() is None


def test_a_page_signed_while_the_next_version_opens_is_carried_over_or_refused(room: SigningRoom) -> None:
    """Nothing that was acknowledged is lost, and nothing is signed of a version that was replaced."""
    with room.desk.database.read() as db:
        build = freezes.current_build(db, room.issue_id, FreezeKind.PRESS)
        assert build is not None
    for turn in range(12):
        row, answers = room.bat(), []
        start = threading.Barrier(2)

        def replace(row=row, start=start, turn=turn) -> None:  # type: ignore[no-untyped-def]
            digests = (f"{turn:064x}", *row.digests[1:])
            parcel = Parcel(row.pdf, f"{turn + 1000:064x}", digests, {row.pdf: f"{turn + 1000:064x}"})
            start.wait()
            with room.desk.database.write() as db:
                actions.open_version(db, LATER, build, row.number + 1, parcel, {}, row.id, None)

        thread = threading.Thread(target=replace)
        thread.start()
        start.wait()
        for folio in (1, 2):
            try:
                with room.desk.database.write() as db:
                    made = _signed(db, room, row.id, folio)
                answers.append((folio, made.number))
            except Refused as refused:
                assert refused.code == "bat-moved-on"
        thread.join()
        with room.desk.database.write() as db:  # its file is not there, only its row: the bytes are another test's
            latest = store.latest(db, room.issue_id)
            assert latest is not None and latest.number == row.number + 1
            latest.sha256 = room.bat(1).sha256
        carried = {one.carried_from for one in room.signatures()}
        for folio, number in answers:
            if folio == 2:
                assert number in carried
            else:
                gone = next(one for one in room.signatures(room.bat(row.number)) if one.number == number)
                assert gone.void_why == "page"


def _signed(db: Session, room: SigningRoom, bat_id: str, folio: int) -> Signature:
    row = store.bat(db, bat_id)
    assert row is not None
    made = actions.sign_page(db, room.editor, LATER, row.id, row.sha256, folio, row.digests[folio - 1], Verdict.GOOD,
                             "", room.file(room.bat(1)))  # fmt: skip
    assert isinstance(made, Signature)
    return made
