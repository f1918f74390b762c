"""Step 1a: the characters of a text -> the same, fit to print: NFC, balanced isolates, nothing that harms unseen.

Never NFKC (it rewrites digits, ligatures and Arabic forms); ZWNJ, ZWJ and no-break spaces stay as the author put them.
"""

import unicodedata
from dataclasses import dataclass

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
_OPENS = {"\u202a": LRI, "\u202b": RLI, "\u202d": LRI, "\u202e": RLI}  # LRE RLE LRO RLO, UAX #9 2.2
_CLOSE = "\u202c"  # PDF, pop directional formatting
_ISOLATES = {LRI, RLI, FSI}
_BIDI = {*_OPENS, _CLOSE, *_ISOLATES, PDI}
# Characters without a picture of their own that no face needs to hold (Unicode, Default_Ignorable_Code_Point).
INVISIBLE = frozenset(
    {
        0xAD,
        0x34F,
        0x61C,
        0xFEFF,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),
        *range(0xE0100, 0xE01F0),
    }
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text fit to print, and the characters that were `changed` in it, `refused` or `lost` before it came here."""

    text: str
    changed: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def name(character: str) -> str:
    """`U+202E`: how a problem shows a character that cannot be seen."""
    return f"U+{ord(character):04X}"


def clean(text: str) -> Cleaned:
    """NFC; embeddings and overrides become isolates or go; controls, surrogates and non-characters are refused."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return Cleaned(text)
    changed: list[str] = []
    refused: list[str] = []
    lost: list[str] = []
    kept: list[str] = []
    for character in text:
        if character in "\ufeff\u2028\u2029":
            changed.append(character)
            kept.append("" if character == "\ufeff" else " ")
        elif _forbidden(character):
            refused.append(character)
        else:
            if character == "\ufffd":
                lost.append(character)
            kept.append(character)
    result = unicodedata.normalize("NFC", "".join(kept))
    if not _BIDI.isdisjoint(result):
        result, touched = _isolated(result)
        changed += touched
    return Cleaned(result, _once(changed), _once(refused), _once(lost))


def _once(characters: list[str]) -> tuple[str, ...]:
    return tuple(sorted(set(characters)))


def _forbidden(character: str) -> bool:
    """Controls but for tab and line ends, lone surrogates, private use and non-characters: nothing prints them."""
    if character in "\t\n\r\f":
        return False
    code = ord(character)
    return unicodedata.category(character) in ("Cc", "Cs", "Co") or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def _isolated(text: str) -> tuple[str, list[str]]:
    """Pairs of embeddings or overrides become isolates (UAX #9 6.3); what has no partner goes."""
    out = list(text)
    touched: list[str] = []
    opened: list[tuple[int, str]] = []
    for place, character in enumerate(text):
        if character in _OPENS or character in _ISOLATES:
            opened.append((place, character))
        elif character in (_CLOSE, PDI):
            partner = _OPENS if character == _CLOSE else _ISOLATES
            if opened and opened[-1][1] in partner:
                start, began = opened.pop()
                out[start], out[place] = _OPENS.get(began, began), PDI
                touched += [began] if began in _OPENS else []
            else:
                out[place] = ""
                touched.append(character)
    for place, character in opened:
        out[place] = ""
        touched.append(character)
    return "".join(out), touched


def shown(value: object, limit: int = 60) -> str:
    """Anything from outside as one short printable line, for a problem's `found`."""
    text = str(value)[: limit + 1]
    text = "".join(
        c if c.isprintable() and unicodedata.category(c) != "Cf" else name(c) if c not in "\t\n\r" else " "
        for c in text
    )
    return text if len(text) <= limit else text[:limit] + "…"
