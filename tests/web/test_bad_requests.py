"""What no browser sends, to the running desk (waitress on loopback): a clear page, 4xx, bounded time and memory, and
nothing of what was there is lost. Damaged pictures and documents have tests of their own, in their rooms."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from urllib.parse import quote, urlencode

import pytest

from journal_app.submissions import store
from journal_app.submissions.content import Content
from journal_app.web.sessions import cookie_name
from tests.media import files
from tests.served import answering
from tests.web import matrix
from tests.web.matrix_samples import FORMS, SUBJECTS, Subject, World

ADMINISTRATOR, COORDINATOR = SUBJECTS[1], SUBJECTS[2]
HANGS_S = 60.0  # no answer after so long, on a busy machine
APP = Path(matrix.__file__).parents[2] / "journal_app"
NUMBERS = [b"--5", b"-", "٣".encode(), "²".encode(), b"9" * 4000, b"1e999", b"0000-00-00"]
ODD = [
    *NUMBERS,
    b"\0", b"a\0b", b"\xed\xa0\x80", b"\xff\xfe", "\u202eevitcefe\u2066".encode(), b"NaN",
    b"../../../etc/passwd", b"\r\nSet-Cookie: x=y", b"' OR 1=1 --",
    b"{{7*7}}%s%n",
    b"<script>alert(1)</script>", b"x" * 30_000, b"9999-12-31T23:59",
]  # fmt: skip


@dataclass
class Answer:
    status: int
    words: str


@dataclass
class Running:
    """A desk behind its server, with everything in it."""

    world: World
    kept: matrix.Kept
    port: int

    def send(self, who: Subject, method: str, path: str, body: bytes | Iterator[bytes] = b"", **headers: str) -> Answer:
        """One request as bytes on a connection of its own."""
        token = self.world.sessions.get(who.name, ("", ""))[0]
        connection = HTTPConnection("127.0.0.1", self.port, timeout=HANGS_S)
        told = {"Cookie": f"{cookie_name(False)}={token}"} | {key.replace("_", "-"): v for key, v in headers.items()}
        try:
            connection.request(method, path, body, told, encode_chunked="Transfer-Encoding" in told)
            answer = connection.getresponse()
            words = answer.headers.get_content_maintype() == "text"  # a file that is handed out is none
            return Answer(answer.status, answer.read().decode("utf-8" if words else "latin-1"))
        finally:
            connection.close()

    def form(self, who: Subject, path: str, fields: list[tuple[str, bytes]]) -> Answer:
        """A form with its token, as browsers encode it."""
        token = ("csrf", self.world.sessions[who.name][1].encode())
        return self.send(who, "POST", path, urlencode([token, *fields]).encode(),
                         Content_Type="application/x-www-form-urlencoded")  # fmt: skip

    def sent_files(self, path: str, *sent: tuple[str, bytes]) -> Answer:
        """A form with files, their names as they are given."""
        token = self.world.sessions[COORDINATOR.name][1].encode()
        parts = [b'--edge\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n' + token]
        head = b'--edge\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n'
        head += b"Content-Type: image/png\r\n\r\n"
        parts += [head % name.encode("utf-8", "replace") + data for name, data in sent]
        body = b"\r\n".join([*parts, b"--edge--\r\n"])
        return self.send(COORDINATOR, "POST", path, body, Content_Type="multipart/form-data; boundary=edge")

    def address(self, endpoint: str, who: Subject = COORDINATOR) -> str:
        rule = next(rule for rule in self.world.desk.app.url_map.iter_rules() if rule.endpoint == endpoint)
        values = matrix.filled(self.world, rule, "own", who)
        with self.world.desk.app.test_request_context():
            return self.world.desk.app.url_for(endpoint, **values)  # type: ignore[arg-type]

    def body(self) -> str:
        """What the coordinator's own piece says now."""
        piece = self.world.ids["piece"]["own coordinator"]
        with self.world.desk.database.read() as db:
            text = store.text(db, piece, "fr")
            assert text is not None
            found: Content = store.heads(db, [text.id])[text.id][1]
            return found.body

    def base(self) -> bytes:
        with self.world.desk.database.read() as db:
            text = store.text(db, self.world.ids["piece"]["own coordinator"], "fr")
            assert text is not None and text.head_id is not None
            return text.head_id.encode()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    world, kept = matrix.open_world(tmp_path_factory.mktemp("bad"))
    with answering(world.desk.app) as port:
        yield Running(world, kept, port)
    world.desk.database.close()


@pytest.fixture(autouse=True)
def put_back(running: Running) -> Iterator[None]:
    """Each test starts from the same desk, and leaves one that still answers and lost nothing."""
    yield
    assert running.send(COORDINATOR, "GET", running.address("review.text")).status == 200
    running.kept.put_back()
    assert "La mer est froide." in running.body()


def field_names() -> list[str]:
    """Every field that a view asks a form for."""
    asked = r'(?:line|get|choice|several|ticked|whole|day|moment|secret|getlist)\(\s*f?"([a-z][\w-]*)(?:\{\w+\})?"'
    found = {name for path in APP.rglob("*.py") for name in re.findall(asked, path.read_text("utf-8"))}
    return sorted((found | {"caption-fr", "alt-fr", "x-0", "y-0", "w-0", "h-0", "theme_fr", "choice-0"}) - {"csrf"})


def changing(running: Running) -> Iterator[tuple[str, str, Subject]]:
    for rule, method in matrix.routes(running.world.desk.app):
        if method == "POST" and rule.endpoint not in ("accounts.sign_out", "accounts.renew_code"):
            yield rule.endpoint, running.address(rule.endpoint), (
                ADMINISTRATOR if rule.endpoint.startswith("accounts.") else COORDINATOR)  # fmt: skip


def deal(words: list[bytes]) -> list[dict[str, bytes]]:
    """Odd words for every field: each number in all of them, then all kinds mixed, the same at each run."""
    names, dice = field_names(), Random(3)
    mixed = [dict(zip(names, dice.choices(words, k=len(names)), strict=True)) for _ in range(3)]
    return [*(dict.fromkeys(names, number) for number in NUMBERS), *mixed]


@pytest.mark.parametrize("odd", deal(ODD), ids=lambda odd: ascii(odd["block"][:12]))
def test_odd_words_in_every_field_of_every_form(running: Running, odd: dict[str, bytes]) -> None:
    """All of them odd, then with what it takes to get further into the view."""
    assert len(odd) > 40
    wrong = []
    for endpoint, address, who in changing(running):
        sure = FORMS[endpoint](running.world, who, "own") if endpoint in FORMS else {}
        sure |= {"version": "1", "base": running.base().decode(), "sure": "1"}
        further = [(name, sure[name].encode() if name in sure else word) for name, word in odd.items()]
        for fields in (list(odd.items()), further) if len(set(odd.values())) > 1 else (further,):
            answer = running.form(who, address, fields)
            if answer.status >= 500 or "<script>alert" in answer.words:
                wrong.append((endpoint, answer.status))
        running.kept.put_back()
    assert wrong == []


@pytest.mark.parametrize("odd", [odd for odd in ODD if len(odd) < 5000], ids=lambda odd: ascii(odd[:12]))
def test_an_odd_word_in_every_address_and_question(running: Running, odd: bytes) -> None:
    said = quote(odd, safe="")
    for rule, method in matrix.routes(running.world.desk.app):
        if method == "GET" and (names := sorted(rule.arguments)):
            for name in names:
                path = re.sub(rf"<(?:[^>:]*:)?{name}>", said, rule.rule)
                path = re.sub(r"<[^>]*>", "x", path)
                assert running.send(COORDINATOR, "GET", path).status < 500, path
    for endpoint in ("board.board", "search.find", "issues.index", "review.text", "doors.sign_in"):
        if endpoint in running.world.desk.app.view_functions:
            questions = ("lang", "next", "mots", "langue", "etape", "q", "stage", "page")
            asked = "&".join(f"{name}={said}" for name in questions)
            assert running.send(COORDINATOR, "GET", f"{running.address(endpoint)}?{asked}").status < 500, endpoint


WRONG_TYPES = [
    ("application/json", b'{"csrf": 1}'), ("text/plain", b"csrf=x"), ("multipart/form-data", b"--x"), ("", b"a=b"),
    ("multipart/form-data; boundary=x", b"--x\r\nno header"), ("multipart/form-data; boundary=x", b"--x\r\n" * 20_000),
    ("multipart/form-data; boundary=" + "x" * 5000, b"--x--"), ("application/x-www-form-urlencoded", b"%%%=%zz&&&==="),
    ("application/x-www-form-urlencoded; charset=utf-7", b"csrf=+AGE-"), ("\xff/\xfe", b"x"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="files"; filename="a'),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "body"), WRONG_TYPES)
def test_a_body_that_is_no_form_changes_nothing(running: Running, kind: str, body: bytes) -> None:
    for endpoint in ("review.save", "imports.take_in", "media.upload", "submissions.make", "doors.sign_in"):
        answer = running.send(COORDINATOR, "POST", running.address(endpoint), body, Content_Type=kind)
        assert 400 <= answer.status < 500, endpoint
        assert "<h1" in answer.words


@pytest.mark.parametrize(("fields", "size"), [(200_000, 1), (20_000, 20), (3, 300_000)])
def test_a_form_of_too_many_fields_is_refused_at_once(running: Running, fields: int, size: int) -> None:
    answer = running.form(COORDINATOR, running.address("issues.make"), [("x", b"y" * size)] * fields)
    assert answer.status in (400, 413)
    parts = b"".join(b'--x\r\nContent-Disposition: form-data; name="x"\r\n\r\ny\r\n' for _ in range(5_000))
    answer = running.send(COORDINATOR, "POST", running.address("media.upload"), parts + b"--x--\r\n",
                          Content_Type="multipart/form-data; boundary=x")  # fmt: skip
    assert answer.status == 413


# --- the text editor -------------------------------------------------------------------------------------------------

LONG = {"latin": "déjà vu hier ", "arabic": "رأينا البحر أمس ", "khmer": "យើងឃើញ សមុទ្រ ម្សិលមិញ "}


@pytest.mark.parametrize(("script", "refused"), [("latin", 422), ("arabic", 422), ("khmer", 413)])
def test_a_hundred_thousand_words_are_refused_and_stay_in_the_form(running: Running, script: str, refused: int) -> None:
    """What takes more than 4 MB on the way stays only in the browser, and the page says to go back to it."""
    words = (LONG[script] * 33_334).strip()
    answer = running.form(COORDINATOR, running.address("review.save"), [
        ("base", running.base()), ("headline", b"Long"), ("body", words.encode()),
    ])  # fmt: skip
    assert answer.status == refused
    if refused == 413:
        assert "Envoi trop lourd" in answer.words
        return
    assert "200" in answer.words and answer.words.count(words[:100]) > 0, "what was pasted is still there"
    assert len(answer.words) > len(words)


@pytest.mark.parametrize("script", LONG)
def test_the_longest_text_is_kept_in_any_script(running: Running, script: str) -> None:
    """190,000 characters: up to nine bytes each on the way."""
    words = (LONG[script] * (190_000 // len(LONG[script]))).strip()
    answer = running.form(COORDINATOR, running.address("review.save"), [
        ("base", running.base()), ("headline", b"Long"), ("body", words.encode()),
    ])  # fmt: skip
    assert answer.status == 303
    assert len(running.body()) >= len(words)


HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
    "<a href='javascript:x'>a</a>", "[a](javascript:alert(1))",
    "<style>*{display:none}</style>", "<" * 20_000, "<b>" * 20_000, "[" * 20_000,
    "*" * 20_000, "((" * 10_000, "> " * 20_000, "- " * 20_000 + "x", "[[ar|" * 5_000, "&" * 20_000, "\\" * 20_001,
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: words[:16])
def test_hostile_words_are_only_words(running: Running, words: str) -> None:
    address = running.address("review.save")
    answer = running.form(COORDINATOR, address, [("base", running.base()), ("headline", words[:200].encode()),
                                                 ("body", words.encode())])  # fmt: skip
    assert answer.status in (303, 422)
    page = running.send(COORDINATOR, "GET", address)
    assert page.status == 200
    assert not re.search(r"<(script>|img src=x|svg/|style>)|<a[^>]*href=.?javascript", page.words)


def test_overrides_of_direction_become_isolates(running: Running) -> None:
    words = "avant \u202etxet\u202c milieu \u202bعربي\u202c après \u2067fin"
    answer = running.form(COORDINATOR, running.address("review.save"), [
        ("base", running.base()), ("headline", b"Sens"), ("body", words.encode()),
    ])  # fmt: skip
    assert answer.status == 303
    body = running.body()
    assert not re.search("[\u202a-\u202e]", body)
    assert sum(body.count(sign) for sign in "\u2066\u2067\u2068") == body.count("\u2069")


# --- files -----------------------------------------------------------------------------------------------------------


def zipped(name: str = "word/document.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "<x/>")
    return out.getvalue()


POLYGLOTS = {
    "zip behind a picture": files.png(files.drawing()) + zipped(),
    "page behind a picture": files.png(files.drawing()) + b"<script>alert(1)</script>",
    "gif that is a script": b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)",
    "pdf": b"%PDF-1.7\n" + bytes(500), "page": b"<!doctype html><script>alert(1)</script>",
    "drawing with a script": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "document": zipped(), "program": b"\x7fELF" + bytes(500), "nothing": b"", "zeros": bytes(100_000),
    "postscript": b"%!PS-Adobe-3.0\n(/etc/passwd) (r) file",
}  # fmt: skip


@pytest.mark.parametrize("kind", POLYGLOTS)
def test_what_only_looks_like_a_picture_leaves_nothing_of_itself(running: Running, kind: str) -> None:
    answer = running.sent_files(running.address("media.upload"), ("photo.png", POLYGLOTS[kind]))
    assert answer.status == (200 if kind.endswith("behind a picture") else 422)
    assert "photo.png" in answer.words
    parts = running.world.desk.app.extensions["desk"].blobs
    kept = [parts.get(name) for name, _ in parts.names()]
    assert not any(b"alert(1)" in data or b"document.xml" in data for data in kept)


NAMES = ["../../../../tmp/escaped.png", "..\\..\\escaped.png", "/etc/escaped.png", "a\0escaped.png",
         "\u202egnp.escaped", "x" * 4000 + ".png", "<img src=x onerror=alert(1)>.png",
         "CON", ".", "\ud800.png"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name[:20]))
def test_a_files_name_leads_nowhere(running: Running, name: str) -> None:
    before = {path.name for path in running.world.issues.parent.rglob("*")}
    for endpoint in ("media.upload", "imports.take_in"):
        answer = running.sent_files(running.address(endpoint), (name, files.png(files.drawing())))
        assert answer.status < 500
        assert "<img src=x" not in answer.words
    new = {path.name for path in running.world.issues.parent.rglob("*")} - before
    assert all(re.fullmatch(r"[0-9a-f]{2,64}|journal\.db-\w+", one) for one in new), new


def resident() -> int:
    """Bytes of memory of this process, in which the desk runs too."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096


@pytest.mark.parametrize("endpoint", ["media.upload", "imports.take_in", "review.save", "doors.sign_in"])
@pytest.mark.parametrize("told", [True, False], ids=["its length told", "in pieces"])
def test_two_hundred_megabytes_are_refused_without_being_held(running: Running, endpoint: str, told: bool) -> None:
    size, piece = 201_000_000, bytes(1_000_000)
    began = resident()
    most = [began]

    def pieces() -> Iterator[bytes]:
        for _ in range(size // len(piece)):
            most[0] = max(most[0], resident())
            yield piece

    length = {"Content_Length": str(size)} if told else {"Transfer_Encoding": "chunked"}
    try:
        answer = running.send(COORDINATOR, "POST", running.address(endpoint), pieces(),
                              Content_Type="multipart/form-data; boundary=x", **length)  # fmt: skip
    except (BrokenPipeError, ConnectionResetError):  # refused before it had all come
        return
    assert answer.status == 413
    assert "Envoi trop lourd" in answer.words
    assert most[0] - began < 50_000_000
