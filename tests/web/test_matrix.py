"""The committed table of who may do what is what the running desk does, cell by cell."""

from collections.abc import Iterator

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from journal_app.web import headers
from journal_app.web.guards import Policy, policy_of
from tests.web import matrix
from tests.web.matrix import TABLE, Kept, Table
from tests.web.matrix_samples import RELATIONS, SUBJECTS, Subject, World

# rooms where what is gone is still shown: an archive is there to be read, a closed account to be opened again, a place
# that is asked for copies no more to be asked again, and the association's books keep what was taken out of them
BOOKS = ("<funder_id>", "<campaign_id>", "/argent/rapprochement/<line_id>", "/argent/releves/")
SHOWN_WHEN_GONE = ("<slug>", "<account_id>", "<residency_id>", "<job_id>", "<join>", "/lieux/<place_id>", *BOOKS)
NO_ACCOUNT = {"anonymous", "contributor", "printer"}
SCRIPTED = {"/ici/<join>", "/moi/donner", "/retour"}  # where one gives, and where a card's QR opens
ASSETS = "/statique/<mark>/<name>"
EMBEDDED = ("/soutenir/<slug>.svg", "/soutenir/<slug>.png")  # pictures that other sites show
IN_GRACE = ("/moi/<piece_id>", "/moi/<piece_id>/rendre")  # its author may change their mind for a day


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Kept]]:
    world, kept = matrix.open_world(tmp_path_factory.mktemp("matrix"))
    yield world, kept
    world.desk.database.close()


@pytest.fixture(scope="module")
def told() -> Table:
    return matrix.read_table(TABLE.read_text("utf-8"))


def unlike_the_table(rule: Rule, subject: Subject, answer: TestResponse) -> Iterator[str]:
    """The headers of an answer that are not those of headers.EVERYWHERE; a script for somebody who has no account."""
    varied = {"Content-Security-Policy", "Cache-Control"}
    for name, value in headers.EVERYWHERE.items():
        if rule.rule in EMBEDDED and answer.status_code == 200:
            value = headers.EMBEDDED.get(name, value)
        if answer.headers.get(name) != value and name not in varied:
            yield f"{rule.rule}: {name} is {answer.headers.get(name)}"
    content = answer.headers.get("Content-Security-Policy", "")
    if content not in (headers.CONTENT, headers.SCRIPTED, headers.GIVING, headers.REPORT) and rule.rule != "/retour":
        yield f"{rule.rule}: {content}"
    if "script-src" in content and subject.name in NO_ACCOUNT and rule.rule not in SCRIPTED:
        yield f"{rule.rule}: a script for {subject.name}"
    kept = answer.headers.get("Cache-Control")
    allowed = (headers.FOREVER if rule.rule == ASSETS else headers.ASKED_AGAIN, "no-store")
    if rule.rule in EMBEDDED:
        allowed = (headers.EMBEDDED["Cache-Control"] if answer.status_code == 200 else "no-store",)
    if kept not in allowed:
        yield f"{rule.rule}: {kept}"


def test_the_table_is_what_the_desk_does(running: tuple[World, Kept], told: Table) -> None:
    """A new route, or one that lets in somebody else, fails here until the table says so."""
    world, kept = running
    odd: set[str] = set()
    found = matrix.measure(world, kept, look=lambda *given: odd.update(unlike_the_table(*given)))
    assert not odd, "\n".join(sorted(odd))
    wrong = matrix.differences(told, found)
    assert not wrong, "\n".join([*wrong, f"if that is meant: {matrix.RENEW}, and read the difference"])
    assert TABLE.read_text("utf-8") == matrix.written(world.desk.app, found), f"a policy changed: {matrix.RENEW}"


def test_a_door_left_open_is_seen(running: tuple[World, Kept], told: Table) -> None:
    world, kept = running
    view = world.desk.app.view_functions["accounts.team"]
    closed = policy_of(world.desk.app, "accounts.team")
    view.__dict__["policy"] = Policy.SIGNED_IN
    try:
        found = matrix.measure(world, kept, only="/equipe")
    finally:
        view.__dict__["policy"] = closed
    wrong = matrix.differences({key: told[key] for key in found}, found)
    assert any("editor" in line and "✓" in line for line in wrong), wrong


def test_a_route_or_a_row_too_many_is_named(told: Table) -> None:
    fewer = {key: cells for key, cells in told.items() if key != ("GET", "/equipe")}
    assert matrix.differences(fewer, told) == [
        f"GET /equipe: not in the table; the desk answers {told['GET', '/equipe']}"
    ]
    assert "no such route" in matrix.differences(told, fewer)[0]


def signs(cell: str) -> dict[str, str]:
    """A cell's answer for each relation."""
    return dict(zip(RELATIONS, cell if len(cell) > 1 else cell * len(RELATIONS), strict=True))


def test_what_is_not_there_lets_nobody_in(told: Table) -> None:
    for (method, address), cells in told.items():
        for subject, cell in zip(SUBJECTS, cells, strict=True):
            if len(cell) > 1:
                assert signs(cell)["nonexistent"] != matrix.IN, (method, address, subject.name)


def test_what_was_withdrawn_looks_as_if_it_had_never_been(told: Table) -> None:
    for (method, address), cells in told.items():
        if not any(name in address for name in SHOWN_WHEN_GONE) and address not in IN_GRACE:
            for subject, cell in zip(SUBJECTS, cells, strict=True):
                assert signs(cell)["gone"] == signs(cell)["nonexistent"], (method, address, subject.name)


def test_who_has_no_account_enters_no_room(told: Table) -> None:
    for (method, address), cells in told.items():
        by_name = dict(zip((subject.name for subject in SUBJECTS), cells, strict=True))
        assert by_name["printer"] == by_name["anonymous"], (method, address)
        if not address.startswith("/moi/"):
            assert by_name["contributor"] == by_name["anonymous"], (method, address)


def test_a_code_opens_the_own_pieces_and_nothing_else(told: Table) -> None:
    """For everybody else, whoever is signed in, these pages ask for a code and tell nothing."""
    own = {key: cells for key, cells in told.items() if key[1].startswith("/moi/")}
    assert own
    for key, cells in own.items():
        by_name = dict(zip((subject.name for subject in SUBJECTS), cells, strict=True))
        assert {by_name[subject.name] for subject in SUBJECTS if subject.name != "contributor"} == {"→"}, key
        for relation in ("same residency", "other residency", "nonexistent"):
            if "<piece_id>" in key[1]:
                assert signs(by_name["contributor"])[relation] == matrix.ABSENT, key


def test_a_facilitator_reads_no_piece_of_another_residency(told: Table) -> None:
    """Not even one they made or hold: reach follows the role, and ends with it."""
    for (method, address), cells in told.items():
        by_name = dict(zip((subject.name for subject in SUBJECTS), cells, strict=True))
        if any(name in address for name in ("<piece_id>", "<picture_id>")):
            assert matrix.IN not in by_name["facilitator of another"], (method, address)
            assert signs(by_name["facilitator of the residency"])["other residency"] != matrix.IN, (method, address)
            assert matrix.IN not in by_name["administrator"], (method, address)
