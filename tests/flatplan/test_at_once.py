"""Many editors at one plan at the same moment, and kill -9 in the middle of a move: no text is lost, none is twice.

With threads on SQLite and on PostgreSQL, through the same forms as people; and with processes that die.
"""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from journal_app.app import create_app
from journal_app.config import Config
from journal_app.db import Database, open_database
from journal_app.flatplan import store
from journal_app.flatplan.model import Step
from journal_app.flatplan.moving import filling_of, mark_of, move
from journal_app.flatplan.undoing import KEPT, UNDONE
from tests.databases import _server, database_url, postgresql  # noqa: F401
from tests.desk import NOW, TestDesk, Visitor
from tests.flatplan.plan import TITLES, Plan
from tests.flatplan.test_steps import BEFORE, undo
from tests.flatplan.test_views import AT, flashed

SWAPPED = ["article-2 main=Le phare", "article-2 main=Le pain", "article-2 main=La file", "article-2 main=La valise"]
DONE = 0


@pytest.fixture
def shared(tmp_path: Path, database_url: str) -> Iterator[Plan]:  # noqa: F811
    """The small plan, once on each kind of database."""
    (tmp_path / "issues").mkdir()
    app = create_app(Config(tmp_path / "issues", instance=tmp_path / "instance", database=database_url))
    desk = TestDesk(app)
    yield Plan(desk)
    desk.database.close()


def form_of(plan: Plan, came: int, goes: int) -> dict[str, str]:
    """What a hand sends that drags the text of one page to another, as both look now."""
    with plan.desk.database.read() as db:
        one, other = plan.page(db, came), plan.page(db, goes)
        here, there = (filling_of(store.placement(db, page.id, "main")) for page in (one, other))
        to = f"slot:{other.id}/main={mark_of(there)}"
        return {"what": f"slot:{one.id}/main", "to": to, "seen": f"piece:{here.piece_id}"}


def together(*deeds: Callable[[], object]) -> None:
    """Do all of this from the same moment on; what one of them raises is raised here."""
    start, wrong = threading.Barrier(len(deeds)), list[BaseException]()

    def run(deed: Callable[[], object]) -> None:
        start.wait()
        try:
            deed()
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise wrong[0]


def assert_whole(plan: Plan) -> None:
    """What must hold whenever somebody looks: pages count from 1, each text stands in one place at most, and each
    change is a step that knows what was before."""
    with plan.desk.database.read() as db:
        pages = store.pages(db, plan.issue_id)
        assert [page.number for page in pages] == [*range(1, len(pages) + 1)]
        rows = [row for rows in store.placements(db, plan.issue_id).values() for row in rows]
        assert {row.page_id for row in rows} <= {page.id for page in pages}
        often = Counter(row.piece_id for row in rows if row.piece_id)
        assert set(often.values()) <= {1} and set(often) <= set(plan.pieces)
        steps, last = store.steps(db, plan.issue_id, KEPT), store.last_step(db, plan.issue_id)
        assert [one.number for one in steps] == [*range(last, max(0, last - KEPT), -1)]


# --- threads ---------------------------------------------------------------------------------------------------------


def test_of_two_who_drag_the_same_text_at_once_one_moves_it_and_the_other_is_told(shared: Plan) -> None:
    ana, ben = shared.desk.visit(shared.ana), shared.desk.visit(shared.ben)
    for _ in range(5):
        before, told = shared.told(), (form_of(shared, 1, 2), form_of(shared, 1, 3))
        together(
            lambda told=told: ana.post(f"{AT}/deplacer", told[0]),  # type: ignore[misc]
            lambda told=told: ben.post(f"{AT}/deplacer", told[1]),
        )  # type: ignore[misc]
        words = sorted((flashed(ana), flashed(ben)))
        assert any("déplacé entre-temps" in one for one in words) and "C’est fait." in words, words
        one, two = before[:], before[:]
        one[0], one[1] = before[1], before[0]
        two[0], two[2] = before[2], before[0]
        assert shared.told() in (one, two)
        assert_whole(shared)


def test_of_two_who_put_two_texts_in_the_same_place_at_once_the_second_is_asked(shared: Plan) -> None:
    ana, ben = shared.desk.visit(shared.ana), shared.desk.visit(shared.ben)
    one, other = form_of(shared, 1, 4), form_of(shared, 2, 4)
    asked = list[str]()

    def drop(who: Visitor, form: dict[str, str]) -> None:
        asked.append(who.post(f"{AT}/deplacer", form).location)

    together(lambda: drop(ana, one), lambda: drop(ben, other))
    assert sorted("deplacer=" in where for where in asked) == [False, True], asked
    assert shared.told()[3] in ("article-2 main=La file", "article-2 main=Le pain")
    assert_whole(shared)
    assert {one.partition("=")[2] for one in shared.told()} == {*TITLES}, "they changed places, and none has left"


def test_whatever_four_do_at_once_no_text_is_lost_or_twice_and_it_can_all_be_taken_back(shared: Plan) -> None:
    """Texts and pages moved, layouts changed, pages added and taken away, steps taken back: each from what it saw."""
    people = [shared.desk.visit(who) for who in (shared.ana, shared.ben, shared.ana, shared.ben)]
    with shared.desk.database.read() as db:
        begun = store.last_step(db, shared.issue_id)

    def busy(who: Visitor, seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(12):
            answer = one_deed(shared, who, chance, begun)
            assert answer in (303, 404), answer  # 404: of a page that is gone

    together(*(lambda who=who, seed=seed: busy(who, seed) for seed, who in enumerate(people)))  # type: ignore[misc]
    assert_whole(shared)
    with shared.desk.database.read() as db:
        left = [one.id for one in store.steps(db, shared.issue_id, KEPT) if may_go(one, begun)]
    assert len(left) > 12, "they were busy"
    for step in left:
        people[0].post(f"{AT}/annuler/{step}")
        assert_whole(shared)
    assert shared.told() == BEFORE


def may_go(step: Step, begun: int) -> bool:
    """Of this afternoon, not taken back yet, and not the taking back of another."""
    return step.number > begun and not step.undone and step.what != UNDONE


def one_deed(plan: Plan, who: Visitor, chance: random.Random, begun: int) -> int:
    """Something that an editor does on the plan, by what it shows at this moment; the answer's status."""
    with plan.desk.database.read() as db:
        pages = store.pages(db, plan.issue_id)
        steps = [one.id for one in store.steps(db, plan.issue_id, 3) if may_go(one, begun)]
    kind = chance.choice(["text", "text", "text", "page", "add", "drop", "undo"])
    number = chance.randint(1, len(pages))
    if kind == "text":
        to = chance.randint(1, len(pages))
        try:
            return who.post(f"{AT}/deplacer", form_of(plan, number, to)).status_code
        except AssertionError:  # a page is gone between two looks
            return 404
    if kind == "page":
        told = {"what": f"page:{pages[number - 1].id}", "to": f"page:{chance.randint(1, 4)}"}
        return who.post(f"{AT}/deplacer", told).status_code
    if kind == "add":
        return who.post(f"{AT}/pages", {"layout": "article-2", "count": "1", "number": str(number)}).status_code
    if kind == "drop":
        return who.post(f"{AT}/{number}", {"remove": "1"}).status_code
    return who.post(f"{AT}/annuler/{chance.choice(steps)}").status_code if steps else 303


# --- kill -9 ---------------------------------------------------------------------------------------------------------


def child(plan: Plan, deed: Callable[[Database], None], dying: Callable[[Engine], None] = lambda _: None) -> int:
    """A process with a connection of its own that does something to the plan; its id."""
    pid = os.fork()
    if pid:
        return pid
    try:
        own = open_database(str(plan.desk.database.engine.url))
        dying(own.engine)
        deed(own)
        os._exit(DONE)
    except BaseException:
        os._exit(1)


def ended(pid: int) -> int:
    """Its exit code; -9 when it was killed."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def swap(plan: Plan, database: Database, came: int, goes: int) -> None:
    """The texts of two pages change places."""
    with database.write() as db:
        row = store.placement(db, plan.page(db, came).id, "main")
        move(db, plan.ana, NOW, plan.issue(db), filling_of(row), plan.spot(db, came), plan.spot(db, goes), plan.spoken)


def dying_at(step: int) -> Callable[[Engine], None]:
    """Before the n-th thing that is asked of the database, or right after the change is kept, the process is killed."""
    left = [step]

    def count(*_: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def install(engine: Engine) -> None:
        event.listen(engine, "before_cursor_execute", count)
        event.listen(engine, "commit", count)
        event.listen(Session, "after_commit", count)

    return install


def test_killed_at_any_step_a_move_is_made_with_its_step_or_not_at_all(plan: Plan) -> None:
    ends = []
    for step in range(60):
        with plan.desk.database.read() as db:
            noted = store.last_step(db, plan.issue_id)
        plan.desk.database.close()
        code = ended(child(plan, lambda own: swap(plan, own, 1, 3), dying_at(step)))
        assert code in (-signal.SIGKILL, DONE), code
        assert_whole(plan)
        moved = plan.told() == SWAPPED
        with plan.desk.database.read() as db:
            assert store.last_step(db, plan.issue_id) == noted + moved
        assert moved or plan.told() == BEFORE
        ends.append(moved)
        if moved:
            undo(plan)
            assert plan.told() == BEFORE
        if code == DONE:
            break
    kept = ends.index(True)  # from the commit on, and at no step before
    assert kept > 5 and not any(ends[:kept]) and all(ends[kept:]) and code == DONE


def test_killed_at_whatever_moment_no_text_is_lost_and_the_next_hand_goes_on(shared: Plan) -> None:
    """Thirty processes that move texts without end; each dies when it dies, also in the middle of what is kept."""
    chance = random.Random(7)

    def endless(own: Database) -> None:
        for turn in range(100_000):
            swap(shared, own, turn % 3 + 1, turn % 3 + 2)
            if not turn:
                os.write(begun, b".")

    told = list[tuple[str, ...]]()
    for _ in range(30):
        shared.desk.database.close()
        waits, begun = os.pipe()
        pid = child(shared, endless)
        os.close(begun)
        assert os.read(waits, 1), "it moves texts"
        os.close(waits)
        time.sleep(chance.random() / 8)
        os.kill(pid, signal.SIGKILL)
        assert ended(pid) == -signal.SIGKILL
        assert_whole(shared)
        assert {one.partition("=")[2] for one in shared.told()} == {*TITLES}
        told.append(tuple(shared.told()))
    assert len(set(told)) > 3, "they did move"
    swap(shared, shared.desk.database, 1, 2)
    undo(shared)
    assert tuple(shared.told()) == told[-1]
