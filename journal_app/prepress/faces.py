"""Step 0: the faces of the press: which files, which for a language, and a private fontconfig that sees no others.

Reads fonts/fonts.toml and the installed files; writes only fonts/installed/fonts.conf. It renders nothing.
"""

import hashlib
import os
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

FONTS = Path(__file__).resolve().parents[2] / "fonts"
INSTALLED = FONTS / "installed"
PROFILES = FONTS / "profiles"


@dataclass(frozen=True, slots=True)
class Face:
    """One font file as fonts.toml lists it."""

    family: str
    weight: int
    style: str
    languages: tuple[str, ...]
    file: str
    version: str
    sha256: str
    licence: str
    package: str

    @property
    def path(self) -> Path:
        return INSTALLED / self.file


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((FONTS / "fonts.toml").read_text("utf-8"))


@cache
def faces() -> tuple[Face, ...]:
    """Every face the press may use, in the order of fonts.toml."""
    return tuple(Face(**(entry | {"languages": tuple(entry["languages"])})) for entry in _table()["face"])


def languages() -> list[str]:
    """The languages that have faces."""
    return list(_table()["languages"])


def _language(tag: str) -> dict[str, Any]:
    known = _table()["languages"]
    found: dict[str, Any] = known.get(tag) or known.get(tag.split("-")[0]) or known["fr"]
    return found


def text_families(tag: str) -> list[str]:
    """The families of running text in this language; the first that has a letter draws it."""
    return list(_language(tag)["text"])


def head_families(tag: str) -> list[str]:
    """The families of headlines in this language."""
    return list(_language(tag)["head"])


def factors(tag: str) -> tuple[float, float]:
    """(size, leading) of this language's text relative to Latin text."""
    found = _language(tag)
    return float(found["size"]), float(found["leading"])


def digests() -> dict[str, str]:
    """SHA-256 by file name of the faces fonts.toml names."""
    return {face.file: face.sha256 for face in faces()}


def of_languages(tags: Iterable[str]) -> dict[str, str]:
    """SHA-256 by file name of the faces that text and heads in these languages use, and the furniture (French)."""
    families = {name for tag in ("fr", *tags) for name in (*text_families(tag), *head_families(tag))}
    return {face.file: face.sha256 for face in sorted(faces(), key=lambda face: face.file) if face.family in families}


@cache
def digest() -> str:
    """One SHA-256 over the table of faces: changes when any face, list or factor does."""
    return hashlib.sha256((FONTS / "fonts.toml").read_bytes()).hexdigest()


def missing() -> list[str]:
    """Files of fonts.toml that are not installed, or not with the bytes it names: set-up puts them there."""
    return [face.file for face in faces() if not face.path.is_file() or _sha256(face.path) != face.sha256]


def _sha256(path: Path) -> str:
    """Read again only when the file has changed."""
    facts = path.stat()
    return _sha256_then(path, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=128)
def _sha256_then(path: Path, _mtime: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def code_points(file: str) -> frozenset[int]:
    """The characters a face can draw."""
    from fontTools.ttLib import TTFont

    with TTFont(INSTALLED / file, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def coverage(tag: str) -> frozenset[int]:
    """The characters the text faces of this language can draw together."""
    families = set(text_families(tag))
    return frozenset().union(*(code_points(face.file) for face in faces() if face.family in families))


@cache
def private_fontconfig() -> Path:
    """The fontconfig file that sees only the installed faces; made anew, since the paths in it are absolute."""
    INSTALLED.mkdir(parents=True, exist_ok=True)
    path = INSTALLED / "fonts.conf"
    text = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f"  <dir>{escape(str(INSTALLED))}</dir>\n"
        f"  <cachedir>{escape(str(INSTALLED / 'cache'))}</cachedir>\n</fontconfig>\n"
    )
    if not path.exists() or path.read_text("utf-8") != text:
        aside = path.with_name(f".fonts.conf.{os.getpid()}.part")  # two builds may start at once
        aside.write_text(text, "utf-8")
        aside.replace(path)
    return path


def free_profile() -> Path | None:
    """The free CMYK profile that set-up installs, where it could."""
    return next(iter(sorted(PROFILES.glob("*.icc"))), None)
