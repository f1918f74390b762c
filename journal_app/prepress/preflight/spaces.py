"""Step 8, colour spaces and colours of a PDF as values: which inks a colour prints with. Judges nothing."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pikepdf import Array, Name, Stream

PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
_SHORT = {"/G": "/DeviceGray", "/RGB": "/DeviceRGB", "/CMYK": "/DeviceCMYK", "/I": "/Indexed"}  # inline images
_DEVICE = {"/DeviceGray": 1, "/CalGray": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/Lab": 3, "/DeviceCMYK": 4, "/Pattern": 0}


@dataclass(frozen=True, slots=True)
class Space:
    """A colour space: its family (`DeviceCMYK`, `ICCBased` ...), components, spot names and the space beneath."""

    family: str
    n: int
    names: tuple[str, ...] = ()
    base: "Space | None" = None

    @property
    def family_below(self) -> str:
        """The family of the space that holds the colours: Indexed and Pattern name the one beneath."""
        return self.base.family_below if self.base and self.family in ("Indexed", "Pattern") else self.family

    @property
    def below(self) -> "Space":
        """The space that holds the colours."""
        return self.base.below if self.base and self.family in ("Indexed", "Pattern") else self

    @property
    def label(self) -> str:
        """What a person reads: `ICC RGB`, `DeviceRGB`, `Separation Pantone 300`."""
        here = self.below
        if here.family == "ICCBased":
            return {1: "ICC gris", 3: "ICC RGB", 4: "ICC CMYK"}.get(here.n, "ICC")
        return " ".join((here.family, *here.names[:4])) if here.names else here.family


GRAY = Space("DeviceGray", 1)
RGB = Space("DeviceRGB", 3)
CMYK = Space("DeviceCMYK", 4)
UNKNOWN = Space("unknown", 0)


@dataclass(frozen=True)  # no slots: its answers are kept beside it
class Colour:
    """A colour as the content sets it. `pattern` is the pattern object where the colour is one."""

    space: Space
    values: tuple[float, ...] = ()
    pattern: Any = None

    @cached_property
    def inks(self) -> dict[str, float] | None:
        """Ink amounts 0..1 by name; None where the space does not say (RGB, Lab, ICC, patterns)."""
        family, v = self.space.family, self.values
        if self.pattern is not None or len(v) < self.space.n:
            return None
        if family in ("DeviceGray", "CalGray"):
            return {"Black": 1 - v[0]}
        if family == "DeviceCMYK":
            return dict(zip(PROCESS, v, strict=False))
        if family in ("Separation", "DeviceN"):
            return {name: value for name, value in zip(self.space.names, v, strict=False) if name != "None"}
        return None

    @cached_property
    def printing(self) -> dict[str, float]:
        """The inks that print, above half a percent."""
        return {name: value for name, value in (self.inks or {}).items() if value > 0.005}

    @cached_property
    def white(self) -> bool:
        """Whether nothing prints: paper white."""
        if self.inks is not None:
            return bool(self.inks) and not self.printing
        return self.space.family in ("DeviceRGB", "CalRGB") and bool(self.values) and min(self.values) > 0.995

    @cached_property
    def black_only(self) -> bool:
        """Solid black and no other ink."""
        return set(self.printing) == {"Black"} and self.printing["Black"] > 0.95

    @cached_property
    def looks_black(self) -> bool:
        """Dark and neutral to the eye: each of red, green and blue under 20 % by the simple complement."""
        inks = self.inks
        if inks is None or not set(inks) <= set(PROCESS):
            return False
        black = 1 - inks.get("Black", 0)
        return all((1 - inks.get(name, 0)) * black <= 0.2 for name in PROCESS[:3])

    @cached_property
    def label(self) -> str:
        """`C0 M0 Y0 K100` and the like, for a person."""
        if self.space.family == "DeviceCMYK" and len(self.values) == 4:
            return " ".join(
                f"{n[0] if n != 'Black' else 'K'}{v * 100:.0f}" for n, v in zip(PROCESS, self.values, strict=True)
            )
        if self.space.family == "DeviceGray" and self.values:
            return f"K{(1 - self.values[0]) * 100:.0f}"
        amounts = " ".join(f"{value * 100:.0f}" for value in self.values)
        return f"{self.space.label} {amounts}".strip()


def initial(space: Space) -> Colour:
    """The colour a space starts with (PDF 32000-1, 8.6)."""
    if space.family == "DeviceCMYK":
        return Colour(space, (0.0, 0.0, 0.0, 1.0))
    start = 1.0 if space.family in ("Separation", "DeviceN") else 0.0
    return Colour(space, (start,) * space.n)


def space_of(value: Any, named: Any = None, depth: int = 0) -> Space:
    """The colour space an object describes; `named` is the resources' /ColorSpace dictionary for names."""
    if value is None or depth > 6:
        return UNKNOWN
    if isinstance(value, Name):
        text = _SHORT.get(str(value), str(value))
        if text in _DEVICE:
            return Space(text[1:], _DEVICE[text])
        if named is not None and value in named:
            return space_of(named[value], None, depth + 1)
        return UNKNOWN
    if not isinstance(value, Array) or len(value) == 0:
        return UNKNOWN
    family = _SHORT.get(str(value[0]), str(value[0]))
    if len(value) == 1:
        return space_of(value[0], named, depth + 1)
    if family == "/ICCBased" and isinstance(value[1], Stream):
        return Space("ICCBased", int(value[1].get("/N", 0)))
    if family == "/Indexed":
        return Space("Indexed", 1, (), space_of(value[1], named, depth + 1))
    if family == "/Pattern":
        return Space("Pattern", 0, (), space_of(value[1], named, depth + 1))
    if family == "/Separation":
        base = space_of(value[2], named, depth + 1) if len(value) > 2 else None
        return Space("Separation", 1, (_plain(value[1]),), base)
    if family == "/DeviceN":
        names = tuple(_plain(name) for name in value[1])
        base = space_of(value[2], named, depth + 1) if len(value) > 2 else None
        return Space("DeviceN", len(names), names, base)
    return Space(family[1:], _DEVICE[family]) if family in _DEVICE else UNKNOWN


def _plain(name: Any) -> str:
    return str(name).removeprefix("/")
