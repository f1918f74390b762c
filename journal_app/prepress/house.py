"""Step 6c: what all pages share: the stylesheets and the faces of every language. Read once, then plain values."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from journal_app.prepress import faces


@dataclass(frozen=True, slots=True)
class House:
    """The shared parts of every page, as text: palettes, faces per language, text styles, furniture styles."""

    folder: Path
    colours: str
    tints: str
    faces_css: str
    text_css: str
    furniture_css: str
    sha256: str

    def palette(self, colour: bool) -> str:
        """The palette in process colours, or in tints of black for a page printed 1/1."""
        return self.colours if colour else self.tints


@cache
def read_house(layouts: Path) -> House:
    """`layouts/_house/` and the faces' table."""
    parts = [
        (layouts / "_house" / f"{name}.css").read_text("utf-8")
        for name in ("palette-colour", "palette-k", "text", "furniture")
    ]
    templates = [p.read_text("utf-8") for p in sorted((layouts / "_house").glob("*.html"))]
    css = faces_css()
    digest = hashlib.sha256("\0".join([*parts, *templates, css]).encode()).hexdigest()
    return House(layouts, parts[0], parts[1], css, parts[2], parts[3], digest)


def faces_css() -> str:
    """One rule a language: its text faces, and its heads' faces for what is set large.

    The rule is for the element that says its language; what it holds inherits, so that bold in a sans line stays sans.
    """

    def stack(families: list[str]) -> str:
        return ",".join(f'"{family}"' for family in families)

    rules = [f"body{{font-family:{stack(faces.text_families('fr'))}}}"]
    for language in faces.languages():
        rules.append(f'[lang="{language}"]{{font-family:{stack(faces.text_families(language))}}}')
        heads = stack(faces.head_families(language))
        rules.append(f".headline:lang({language}),.label:lang({language}){{font-family:{heads}}}")
    return "\n".join(rules)
