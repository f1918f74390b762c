"""Who may do what, measured on a running desk by real requests: every route, method, subject and relation.

    python -m tests.web.matrix            compares journal_app/web/MATRIX.md with the desk
    python -m tests.web.matrix --write    writes it anew; read the difference before committing it

What the requests are filled with stands in matrix_samples.py.
"""

import re
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from journal_app.app import create_app
from journal_app.config import Config
from journal_app.web import guests, sessions
from journal_app.web.guards import policy_of
from tests.desk import TestDesk
from tests.web.matrix_samples import (
    FORMS,
    OBJECTS,
    RELATIONS,
    SPECIMEN,
    SUBJECTS,
    TRANSLATED,
    VALUES,
    WITH_SPECIMEN,
    Subject,
    World,
    build,
)

TABLE = Path(__file__).parents[2] / "journal_app" / "web" / "MATRIX.md"
IN, ABSENT, SIGN_IN, FORBIDDEN, AGAIN = "✓", "·", "→", "✗", "↻"
RENEW = "python -m tests.web.matrix --write"
Key = tuple[str, str]  # method, address (with the word specimen)
Table = dict[Key, tuple[str, ...]]  # one cell a subject
Look = Callable[[Rule, Subject, TestResponse], None]

HEAD = f"""# Who may do what

Each row is a route, each column somebody who asks. `tests/web/test_matrix.py` asks every cell of a running desk and
compares: a new route, or one that lets in somebody else, fails there until this table says so
(`{RENEW}`; read the difference before committing it).

A cell has one sign when the answer does not depend on whose the thing is. Else it has five, always in this order:

1. **own**: what the person made and holds (of the residency; an issue it made; itself, for an account),
2. **same residency**: of the first residency, made and held by nobody,
3. **other residency**: of another residency and its issue,
4. **gone**: a withdrawn piece or picture, an archived issue, a closed account, an invitation taken back,
   a cancelled job,
5. **nonexistent**.

| sign | the desk answers |
|---|---|
| `{IN}` | lets in; the form may still say what is missing in it, or that it is not the moment (400, 409, 412, 428) |
| `{ABSENT}` | not there (404): forbidden and absent answer alike |
| `{SIGN_IN}` | sends to the sign-in page, or to where a return code is typed |
| `{FORBIDDEN}` | refuses (403) |
| `{AGAIN}` | asks for the password again |

`anon` nobody in particular · `adm` administrator · `coo` coordinator · `tre` coordinator with the treasurer's
permission · `edi` editor · `tra` translator · `fac` facilitator of the first residency · `far` facilitator of another
one · `con` contributor with a return code of the first residency · `pri` printer. The last two have no account; what
a printer's link opens it opens to whoever has its address, as each of these people has here. A policy with `*` asks for
the password again when the last time is ten minutes ago; the people asked here have just given it. What needs a
half-finished sign-in, or a desk without anybody in it, is not there for any of them.
"""
SHORT = ("anon", "adm", "coo", "tre", "edi", "tra", "fac", "far", "con", "pri")


@dataclass
class Kept:
    """The desk's database as it was built: put back after each request that changed it."""

    world: World
    aside: Path

    @property
    def path(self) -> Path:
        return self.aside.parent / "instance" / "journal.db"

    def state(self) -> list[tuple[int, int]]:
        files = (self.path, self.path.with_name("journal.db-wal"))
        return [(file.stat().st_mtime_ns, file.stat().st_size) for file in files if file.exists()]

    def keep(self) -> None:
        self.world.desk.database.close()
        shutil.copyfile(self.path, self.aside)
        self.known = self.state()

    def put_back(self) -> None:
        if self.state() != self.known:
            self.world.desk.database.close()
            for name in ("journal.db-wal", "journal.db-shm", "journal.db-journal"):
                self.path.with_name(name).unlink(missing_ok=True)
            shutil.copyfile(self.aside, self.path)
            self.known = self.state()


def open_world(folder: Path) -> tuple[World, Kept]:
    """A desk with everything in it, in that empty folder."""
    issues = folder / "issues"
    issues.mkdir()
    app = create_app(Config(issues_folder=issues, instance=folder / "instance"))
    world = build(TestDesk(app), issues)
    kept = Kept(world, folder / "aside.db")
    kept.keep()
    return world, kept


def routes(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every rule with each of its methods; HEAD and OPTIONS answer as GET does."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint.split(".")[0], rule.rule)):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method


def kind_of(rule: Rule, name: str) -> str | None:
    """Which kind of object a parameter names; None when it says the same whoever asks."""
    if f"{rule.endpoint}:{name}" in VALUES:
        return None
    if name == "slug" and {"piece_id", "picture_id"} & rule.arguments:
        return "issue of a piece"
    return OBJECTS.get(f"{rule.endpoint}:{name}") or (None if name in VALUES else OBJECTS.get(name))


def objects_of(rule: Rule) -> list[str]:
    """The parameters that name an object, in the order of the address."""
    return [name for name in re.findall(r"<(?:[^>]*:)?(\w+)>", rule.rule) if kind_of(rule, name)]


def filled(world: World, rule: Rule, relation: str, subject: Subject) -> dict[str, object]:
    """The parameters of a rule for something that stands so to the subject."""
    values: dict[str, object] = {}
    for name in objects_of(rule)[1:] if relation == "mixed" else []:
        values[name] = world.find(kind_of(rule, name) or "", "other residency", subject)
    for name in rule.arguments - values.keys():
        key = f"{rule.endpoint}:{name}"
        if kind := kind_of(rule, name):
            values[name] = specimen(world, kind) if relation == "specimen" else world.find(kind, relation, subject)
        elif key in VALUES or name in VALUES:
            values[name] = VALUES.get(key, VALUES.get(name))
        else:
            raise LookupError(f"{rule.rule}: say in tests/web/matrix_samples.py what <{name}> is filled with")
    return values


def specimen(world: World, kind: str) -> str:
    return SPECIMEN if kind == "issue" else world.ids[kind]["specimen"]


def ask(world: World, subject: Subject, method: str, address: str, fields: dict[str, str]) -> TestResponse:
    """One real request of a subject."""
    client = world.desk.app.test_client()
    near = IPv4Address(127 << 24 | secrets.randbits(24))  # a place of its own: nobody's earlier guesses slow it
    client.environ_base["REMOTE_ADDR"] = str(near)
    token, csrf = world.sessions.get(subject.name, ("", ""))
    if token:
        client.set_cookie((guests if subject.name == "contributor" else sessions).cookie_name(False), token)
    if method == "GET":
        return client.get(address)
    return client.open(address, method=method, data={"csrf": csrf} | fields)


def sign(answer: TestResponse) -> str:
    """What an answer means; a crash is none of the signs."""
    if answer.status_code >= 500:
        raise RuntimeError(f"{answer.request.method} {answer.request.path}: {answer.status}")
    where = urlsplit(answer.headers.get("Location", ""))
    if answer.status_code in (302, 303) and where.path == "/connexion" and "next" in parse_qs(where.query):
        return SIGN_IN
    if answer.status_code in (302, 303) and where.path == "/retour":
        return SIGN_IN
    if answer.status_code in (302, 303, 307) and where.path == "/confirmer" and "next" in parse_qs(where.query):
        return AGAIN
    return {403: FORBIDDEN, 404: ABSENT}.get(answer.status_code, IN)


def measure(world: World, kept: Kept, only: str = "", look: Look = lambda *given: None) -> Table:
    """Every cell of the table, or the cells of one address. `look` is shown each answer with its rule and who asked."""
    table: Table = {}
    app = world.desk.app
    for rule, method in routes(app):
        if only and rule.rule != only:
            continue
        for suffix, relations, instead in _variants(rule, method):
            cells = []
            for subject in SUBJECTS:
                signs = ""
                for relation in relations:
                    values = filled(world, rule, relation, subject) | instead
                    with app.test_request_context():
                        address = app.url_for(rule.endpoint, **values)  # type: ignore[arg-type]
                    fields = FORMS[rule.endpoint](world, subject, relation) if rule.endpoint in FORMS else {}
                    answer = ask(world, subject, method, address, fields)
                    look(rule, subject, answer)
                    signs += sign(answer)
                    kept.put_back()
                cells.append(signs if len(set(signs)) > 1 else signs[0])
            table[method, rule.rule + suffix] = tuple(cells)
    return table


def _variants(rule: Rule, method: str) -> list[tuple[str, tuple[str, ...], dict[str, object]]]:
    """The rows of a route: words after its address, the relations asked, and parameters that are said otherwise."""
    objects = objects_of(rule)
    everything = RELATIONS if objects else ("own",)
    found: list[tuple[str, tuple[str, ...], dict[str, object]]] = [("", everything, {})]
    if "language" in rule.arguments and method != "GET" and len(objects) == 1:
        found.append((" of a translation", everything, {"language": TRANSLATED}))
    if rule.endpoint in WITH_SPECIMEN:
        found.append((" of a specimen", ("specimen",), {}))
    elif len(objects) > 1:
        found.append((f" with another residency's {objects[-1]}", ("mixed",), {}))
    return found


def written(app: Flask, table: Table) -> str:
    """The table as the file says it, a section for each room."""
    lines, room = [HEAD], ""
    for rule, method in routes(app):
        if (name := rule.endpoint.split(".")[0]) != room:
            room = name
            lines += ["", f"## {room}", "", "| route | policy | " + " | ".join(SHORT) + " |", "|---" * 12 + "|"]
        view = app.view_functions[rule.endpoint]
        told = f"{policy_of(app, rule.endpoint)}{'*' if getattr(view, 'step_up', False) else ''}"
        for suffix, _, _ in _variants(rule, method):
            cells = table[method, rule.rule + suffix]
            shown = " | ".join(f"`{cell}`" for cell in cells)
            lines.append(f"| {method} `{rule.rule}`{suffix} | {told} | {shown} |")
    return "\n".join(lines) + "\n"


def read_table(text: str) -> Table:
    """The cells that the file holds."""
    table: Table = {}
    for line in text.splitlines():
        columns = [column.strip() for column in line.strip("|").split(" | ")]
        if len(columns) == len(SHORT) + 2 and columns[0].split(" ")[0].isupper() and "`" in columns[0]:
            method, address = columns[0].split(" ", 1)
            table[method, address.replace("`", "")] = tuple(column.strip("`") for column in columns[2:])
    return table


def differences(told: Table, found: Table) -> list[str]:
    """What the file and the desk say differently, a line each."""
    lines = []
    for method, address in sorted(told.keys() | found.keys()):
        before, after = told.get((method, address)), found.get((method, address))
        if before is None:
            lines.append(f"{method} {address}: not in the table; the desk answers {after}")
        elif after is None:
            lines.append(f"{method} {address}: in the table, but the desk has no such route")
        else:
            lines += [
                f"{method} {address}, {subject.name}: the table says {was}, the desk answers {now}"
                for subject, was, now in zip(SUBJECTS, before, after, strict=True)
                if was != now
            ]
    return lines


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        world, kept = open_world(Path(folder))
        found = measure(world, kept)
        told = read_table(TABLE.read_text("utf-8")) if TABLE.exists() else {}
        for line in differences(told, found):
            print(line)
        if "--write" in sys.argv[1:]:
            TABLE.write_text(written(world.desk.app, found), "utf-8")
            return 0
        world.desk.database.close()
        return 1 if told != found else 0


if __name__ == "__main__":
    sys.exit(main())
