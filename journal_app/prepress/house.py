"""Step 6c: what all pages share: styles, parts of pages, fixed words, the faces of every language. It sets no text."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from journal_app.prepress import faces
from journal_app.prepress.house_files import WORDS, house_files, read_part, read_words
from journal_app.prepress.words import Wording


@dataclass(frozen=True, slots=True)
class House:
    """The shared parts of every page, as text: palettes, faces per language, text styles, furniture styles."""

    folder: Path
    colours: str
    tints: str
    faces_css: str
    text_css: str
    furniture_css: str
    templates: tuple[tuple[str, str], ...]  # parts of pages that page.html may include: name, source
    words: Wording

    def palette(self, colour: bool) -> str:
        """The palette in process colours, or in tints of black for a page printed 1/1."""
        return self.colours if colour else self.tints


def read_house(layouts: Path) -> House:
    """What `layouts/_house/` and the house share, and the faces' table; read again when one of the files changed."""
    files = house_files(layouts)
    stats = [(path, path.stat()) for path in files.values()]
    return _read(layouts, tuple((path, stat.st_mtime_ns, stat.st_size, stat.st_ino) for path, stat in stats))


@lru_cache(maxsize=4)
def _read(layouts: Path, files: tuple[tuple[Path, int, int, int], ...]) -> House:
    named = {path.name: path for path, *_ in files}
    texts = {name: read_part(path) for name, path in named.items()}
    styles = [texts[f"{name}.css"] for name in ("palette-colour", "palette-k", "text", "furniture")]
    templates = tuple((name, text) for name, text in texts.items() if name.endswith(".html"))
    css = faces_css()
    wording = Wording(read_words(named[WORDS]))
    return House(layouts, styles[0], styles[1], css, styles[2], styles[3], templates, wording)


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
