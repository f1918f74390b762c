"""A small issue that really goes through the compiler: four pages of real layouts, three texts, two pictures. And the
`journal` command run on it, as a person or a machine would."""

import json
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from PIL import Image

from journal_app.cli import main
from tests.prepress.conftest import ISSUE, IssueFolder

FLATPLAN = """\
[[page]]
layout = "front"
slots.cover = { picture = "soleil" }
slots.contents = {}

[[page]]
layout = "article-2"
head = { fr = "Digue" }
slots.main = { article = "la-file", language = "fr" }
slots.photo = { picture = "la-digue" }

[[page]]
layout = "bilingual"
head = { fr = "Deux langues" }
slots.photo = { picture = "soleil" }
slots.main = { article = "le-pain", languages = ["fr", "ar"] }

[[page]]
layout = "back"
slots.photo = { picture = "soleil" }
slots.main = { article = "une-breve", language = "fr" }
"""

QUEUE = """\
kind = "essay"
original = "fr"
author = "Une plume"

[text.fr]
headline = "La file d’attente"
standfirst = "On attend, et la mer attend avec nous."
"""

BREAD = """\
kind = "recipe"
original = "ar"

[text.fr]
headline = "Le pain"

[text.ar]
headline = "الخبز"
"""

SHORT = """\
kind = "short"
original = "fr"

[text.fr]
headline = "Une brève"
"""

PICTURE = """\
file = "{file}"
kind = "drawing"
credit = "Le Journal"
faces = "none"
uses = ["print"]
caption = {{ fr = "{caption}", ar = "البحر" }}
alt = {{ fr = "Une digue sous la pluie", ar = "سد تحت المطر" }}
"""

SUN = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 400">
<rect width="300" height="400" fill="#2a6f97"/><circle cx="150" cy="90" r="50" fill="#f4a261"/>
<text x="20" y="380" font-size="8" fill="#000">la mer</text></svg>
"""


RAIN = "<p>Il pleut sur la digue.</p>\n"


@dataclass(frozen=True)
class Answer:
    """What the command said: its exit code, the JSON on its standard output, and what stood on standard error."""

    code: int
    said: dict[str, Any]
    errors: str

    def codes(self, severity: str = "blocking") -> list[str]:
        return [p["code"] for p in self.said["problems"] if p["severity"] == severity]

    def problem(self, code: str) -> dict[str, Any]:
        found: dict[str, Any] = next((p for p in self.said["problems"] if p["code"] == code), {})
        assert found, [(p["code"], p["where"], p["detail"]["found"]) for p in self.said["problems"]]
        return found


def journal(*words: str | Path) -> Answer:
    """`journal ... --json`: never an exception, and nothing but JSON on standard output."""
    done = CliRunner().invoke(main, [*map(str, words), "--json"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    said = json.loads(done.stdout)
    assert "Traceback" not in done.stderr
    assert "compiler-broke" not in [p["code"] for p in said["problems"]], said["problems"]
    return Answer(done.exit_code, said, done.stderr)


class RealIssue(IssueFolder):
    """The folder on disk; `preset` is its printer sheet, `out` where tests let it be pressed to."""

    def __init__(self, path: Path, printer: str = '"a4-booklet"') -> None:
        self.path = path
        self.out = path.parent / "out"
        self.write("issue.toml", ISSUE.replace('"tabloid-offset"', printer))
        self.write("flatplan.toml", FLATPLAN)
        self.write("articles/la-file/article.toml", QUEUE)
        self.write("articles/la-file/fr.html", "<p>On attend <em>longtemps</em>.</p>\n" + RAIN * 8)
        self.write("articles/le-pain/article.toml", BREAD)
        self.write("articles/le-pain/fr.html", "<p>Pétrir la pâte.</p>\n<p>Attendre une heure.</p>\n")
        self.write("articles/le-pain/ar.html", "<p>اعجن العجين.</p>\n<p>انتظر ساعة.</p>\n")
        self.write("articles/une-breve/article.toml", SHORT)
        self.write("articles/une-breve/fr.html", "<p>Le bateau part à six heures.</p>\n")
        self.write("pictures/la-digue.toml", PICTURE.format(file="la-digue.png", caption="La digue"))
        self.write("pictures/la-digue.png", picture("RGB"))
        self.write("pictures/soleil.toml", PICTURE.format(file="soleil.svg", caption="Le soleil"))
        self.write("pictures/soleil.svg", SUN)

    def check(self) -> Answer:
        return journal("check", self.path)

    def press(self) -> Answer:
        return journal("press", self.path, "--out", self.out)


def picture(mode: str, kind: str = "PNG", size: tuple[int, int] = (2000, 2400), **options: Any) -> bytes:
    """A picture of that mode, large enough for its box: two flat colours, so that it costs nothing."""
    out = BytesIO()
    made = Image.new("RGB", size, (42, 111, 151))
    made.paste((244, 162, 97), (200, 200, 800, 800))
    if mode in ("RGBA", "LA"):
        made = made.convert(mode[:-1] if mode == "LA" else "RGB")
        made.putalpha(Image.linear_gradient("L").resize(size))
    elif mode == "I;16":
        made = made.convert("L").convert("I").point(lambda v: v * 257).convert("I;16")
    else:
        made = made.convert(mode)
    made.save(out, kind, **options)
    return out.getvalue()
