"""Atelier: a linocut workshop in code. Blocks are inked, carved and printed one colour over another.

A `Sheet` is measured in units (its width is `units` wide, y down); a `Block` is one colour's plate, a coverage from
0 to 255 a pixel. Everything is drawn from fixed seeds: the same script gives the same bytes. `LINO_SCALE=0.4` in the
environment draws a smaller trial proof, `LINO_OUT` puts it elsewhere. The lines and directions come from lines.py.
"""

import math
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from lines import (
    Field,
    Points,
    Tone,
    along,
    ellipse,
    knife,
    noise,
    place,
    rays,
    resample,
    ribbon,
    ribbons,
    rings,
    smooth,
    straight,
    wind,
)

__all__ = [
    "COLOURS", "OUT", "Block", "Field", "Mask", "Points", "Sheet", "Tone", "along", "ellipse", "knife", "noise", "place", "rays",
    "resample", "ribbon", "ribbons", "rings", "smooth", "straight", "wind",
]

COLOURS = {
    "ink": (0x16, 0x13, 0x0F),
    "red": (0xD8, 0x45, 0x2A),
    "green": (0x1F, 0x4F, 0x4C),
    "ochre": (0xE0, 0xA6, 0x3C),
    "paper": (0xF6, 0xEF, 0xE0),
}
PICTURES = Path(__file__).resolve().parent.parent / "pictures"
SCALE = float(os.environ.get("LINO_SCALE", "1"))
OUT = Path(os.environ.get("LINO_OUT", str(PICTURES)))
Box = tuple[int, int, int, int]

_HASH = np.random.default_rng(21).uniform(0, 1, 4096).astype(np.float32)


# --- blocks and the sheet ------------------------------------------------------------------------------------------


class Block:
    """One plate: `ink` adds, `cut` takes away. Arguments are masks, or outlines in units."""

    def __init__(self, sheet: "Sheet", colour: str, full: bool, shift: tuple[float, float], salt: float) -> None:
        self.sheet, self.colour, self.shift, self.salt = sheet, COLOURS[colour], shift, salt
        self.mask = np.full((sheet.H, sheet.W), 255 if full else 0, np.uint8)

    def ink(self, *what: "Mask | Points") -> "Block":
        for m in self.sheet.masks(what):
            x0, y0, x1, y1 = m.box
            np.maximum(self.mask[y0:y1, x0:x1], m.data, out=self.mask[y0:y1, x0:x1])
        return self

    def cut(self, *what: "Mask | Points") -> "Block":
        for m in self.sheet.masks(what):
            x0, y0, x1, y1 = m.box
            np.minimum(self.mask[y0:y1, x0:x1], 255 - m.data, out=self.mask[y0:y1, x0:x1])
        return self


class Mask:
    """A piece of coverage: its pixel box (x0, y0, x1, y1) and the uint8 data of that box."""

    def __init__(self, box: Box, data: np.ndarray) -> None:
        self.box, self.data = box, data

    def within(self, other: "Mask") -> "Mask":
        x0, y0 = max(self.box[0], other.box[0]), max(self.box[1], other.box[1])
        x1, y1 = max(x0, min(self.box[2], other.box[2])), max(y0, min(self.box[3], other.box[3]))
        mine = self.data[y0 - self.box[1] : y1 - self.box[1], x0 - self.box[0] : x1 - self.box[0]]
        its = other.data[y0 - other.box[1] : y1 - other.box[1], x0 - other.box[0] : x1 - other.box[0]]
        return Mask((x0, y0, x1, y1), np.minimum(mine, its))

    def without(self, other: "Mask") -> "Mask":
        data = self.data.copy()
        x0, y0 = max(self.box[0], other.box[0]), max(self.box[1], other.box[1])
        x1, y1 = min(self.box[2], other.box[2]), min(self.box[3], other.box[3])
        if x1 > x0 and y1 > y0:
            its = other.data[y0 - other.box[1] : y1 - other.box[1], x0 - other.box[0] : x1 - other.box[0]]
            part = data[y0 - self.box[1] : y1 - self.box[1], x0 - self.box[0] : x1 - self.box[0]]
            np.minimum(part, 255 - its, out=part)
        return Mask(self.box, data)


class Sheet:
    """A sheet of paper of `pixels`, `units` wide. Blocks print in the order they were made."""

    def __init__(self, slug: str, pixels: tuple[int, int], units: float = 1000, paper: str = "paper") -> None:
        self.slug = slug
        self.W, self.H = round(pixels[0] * SCALE), round(pixels[1] * SCALE)
        self.k = self.W / units  # pixels a unit
        self.w, self.h = units, self.H / self.k
        self.paper = COLOURS[paper]
        self.blocks: list[Block] = []

    def block(self, colour: str, full: bool = False, shift: tuple[float, float] = (0, 0), salt: float = 0.5) -> Block:
        made = Block(self, colour, full, shift, salt)
        self.blocks.append(made)
        return made

    def masks(self, what: Sequence["Mask | Points"]) -> list[Mask]:
        return [w if isinstance(w, Mask) else self.shape(w) for w in what if isinstance(w, Mask) or len(w) > 2]

    def all(self) -> Mask:
        return Mask((0, 0, self.W, self.H), np.full((self.H, self.W), 255, np.uint8))

    def grid(self, box: Box) -> tuple[np.ndarray, np.ndarray]:
        x = (np.arange(box[0], box[2], dtype=np.float32) + 0.5) / self.k
        y = (np.arange(box[1], box[3], dtype=np.float32) + 0.5) / self.k
        return np.meshgrid(x, y)

    def shape(self, *outlines: Points) -> Mask:
        """The union of closed outlines (units) as coverage, antialiased three times three."""
        arrays = [np.asarray(o, float) * self.k for o in outlines if len(o) > 2]
        if not arrays:
            return Mask((0, 0, 0, 0), np.zeros((0, 0), np.uint8))
        low, high = np.min([a.min(0) for a in arrays], 0), np.max([a.max(0) for a in arrays], 0)
        x0, y0 = max(0, int(low[0]) - 1), max(0, int(low[1]) - 1)
        x1, y1 = min(self.W, int(high[0]) + 2), min(self.H, int(high[1]) + 2)
        if x1 <= x0 or y1 <= y0:
            return Mask((0, 0, 0, 0), np.zeros((0, 0), np.uint8))
        n = 3 if (x1 - x0) * (y1 - y0) < 6_000_000 else 2
        image = Image.new("L", ((x1 - x0) * n, (y1 - y0) * n), 0)
        draw = ImageDraw.Draw(image)
        for a in arrays:
            draw.polygon([((x - x0) * n, (y - y0) * n) for x, y in a], fill=255)
        return Mask((x0, y0, x1, y1), np.asarray(image.reduce(n)))

    def cuts(self, lines: Sequence[Points], width: float | Sequence[float], profile: str = "gouge", seed: int = 0) -> Mask:
        """Many cuts of one tool, as one mask."""
        widths = [width] * len(lines) if isinstance(width, int | float) else list(width)
        return self.shape(*[q for i, (p, w) in enumerate(zip(lines, widths, strict=True)) for q in ribbons(p, w, profile, seed + i)])

    def hatch(self, inside: Mask, field: Field, spacing: float, length: float, tone: Tone, seed: int = 0,
              wobble: float = 0.22, skip: float = 0.0, thin: float = 0.45, taper: float = 0.35) -> Mask:
        """Rows of gouge cuts `spacing` apart and about `length` long, along `field`, as wide as `tone` asks (0..1).

        `tone` is the share of a row that is cut at its widest; over 1 the rows meet. Cuts narrower than `thin` units are not
        made; `skip` is the share of cuts left out.
        """
        if inside.data.size == 0:
            return inside
        x, y = self.grid(inside.box)
        u, v = field(x, y)
        u = u / spacing + wobble * noise(x, y, spacing * 5, seed + 2)
        gy, gx = np.gradient(u) if min(u.shape) > 1 else (np.zeros_like(u), np.ones_like(u) / self.k)
        slope = np.clip(np.hypot(gx, gy), 1e-4, 1.0)
        row = np.floor(u).astype(np.int32)
        off = np.abs(u - row - 0.5)
        h1 = _HASH[(row * 131 + seed * 977) & 4095]
        t = v / (length * (0.55 + 0.9 * h1)) + h1 * 17
        part = np.floor(t).astype(np.int32)
        t -= part
        h2 = _HASH[(row * 1009 + part * 2477 + seed * 31) & 4095]
        width = np.minimum(1, t / 0.1) ** 0.6 * np.minimum(1, (1 - t) / taper) ** 0.8 * (0.72 + 0.5 * h2)
        width *= tone(x, y) if callable(tone) else tone
        width[(width < thin / spacing) | (h2 < skip)] = 0
        cover = np.clip((width / 2 - off) / slope + 0.5, 0, 1) * (width > 0)
        return Mask(inside.box, np.minimum(inside.data, (cover * 255).astype(np.uint8)))

    def relief(self, inside: Mask, depth: float, light: tuple[float, float]) -> Tone:
        """Light on a swollen shape, as a tone: 1 where its edge (within `depth` units) faces `light` (x, y), else 0."""
        x0, y0, x1, y1 = inside.box
        step = max(1, round(depth * self.k / 8))
        pad = round(3 * depth * self.k / step) + 2
        small = Image.fromarray(inside.data).reduce(step)
        wide = Image.new("F", (small.width + 2 * pad, small.height + 2 * pad), 0)
        wide.paste(small.convert("F"), (pad, pad))
        a = np.asarray(wide) / 255
        radius = max(1, round(depth * self.k / step / 1.7))
        for _ in range(3):
            for axis in (0, 1):
                total = np.cumsum(np.concatenate([np.zeros_like(a.take([0], axis)), a], axis), axis)
                width = 2 * radius + 1
                n = a.shape[axis]
                high = np.clip(np.arange(n) + radius + 1, 0, n)
                low = np.clip(np.arange(n) - radius, 0, n)
                a = (total.take(high, axis) - total.take(low, axis)) / width
        gy, gx = np.gradient(a)
        norm = math.hypot(*light)
        lit = np.clip(-(gx * light[0] + gy * light[1]) / norm * radius * 3.2, 0, 1)[pad:-pad, pad:-pad]
        full = np.asarray(Image.fromarray(lit.astype(np.float32)).resize((x1 - x0, y1 - y0), Image.BILINEAR))
        k = self.k

        def tone(x: np.ndarray, y: np.ndarray) -> np.ndarray:
            ix = np.clip((x[0] * k).astype(int) - x0, 0, full.shape[1] - 1)
            iy = np.clip((y[:, 0] * k).astype(int) - y0, 0, full.shape[0] - 1)
            return full[iy][:, ix]

        return tone

    def put(self, block: Block, outline: Points, halo: float = 0.0) -> Mask:
        """A shape in front of what is there: a cut ring `halo` wide round it, then ink. Gives its mask."""
        if halo:
            block.cut(self.cuts([[*outline, outline[0], outline[1]]], halo * 2, "worn"))
        m = self.shape(outline)
        block.ink(m)
        return m

    # --- printing ----------------------------------------------------------------------------------------------

    def proof(self) -> np.ndarray:
        """All blocks printed on the paper: an RGB array."""
        out = np.empty((self.H, self.W, 3), np.uint8)
        out[:] = self.paper
        for number, b in enumerate(self.blocks):
            mask = b.mask
            dx, dy = round(b.shift[0] * self.k), round(b.shift[1] * self.k)
            if dx or dy:
                mask = np.roll(mask, (dy, dx), (0, 1))
            mask = self._salted(mask, b.salt, number)
            some = np.flatnonzero(mask.any(1))
            if not len(some):
                continue
            for y in range(int(some[0]), int(some[-1]) + 1, 256):
                a = mask[y : y + 256, :, None].astype(np.uint16)
                part = out[y : y + 256]
                part[:] = ((part * (255 - a) + np.array(b.colour, np.uint16) * a + 127) // 255).astype(np.uint8)
        return out

    def _salted(self, mask: np.ndarray, salt: float, seed: int) -> np.ndarray:
        """Places the roller missed: small flecks, in patches."""
        if salt <= 0:
            return mask
        out = mask.copy()
        for y0 in range(0, self.H, 512):
            x, y = self.grid((0, y0, self.W, min(self.H, y0 + 512)))
            grain = noise(x, y, 1.1, seed) + 0.5 * noise(x, y, 2.3, seed + 3)
            patch = noise(x, y, 70, seed + 5)
            fleck = np.clip((grain - (1.33 - 0.16 * salt - 0.13 * patch)) * 6 * self.k, 0, 1)
            part = out[y0 : y0 + 512]
            np.minimum(part, 255 - (fleck * 255).astype(np.uint8), out=part)
        return out

    def save(self) -> Path:
        """Print to a palette PNG of at most 32 colours: the five inks and steps between pairs of them."""
        rgb = self.proof()
        base = [COLOURS[c] for c in COLOURS]
        inks = [np.array(c, float) for c in base]
        steps = list(base)
        for i in range(len(inks)):
            for j in range(i + 1, len(inks)):
                for t in ((0.25, 0.5, 0.75) if i == 0 else (1 / 3, 2 / 3)):
                    steps.append(tuple(int(round(v)) for v in inks[i] * (1 - t) + inks[j] * t))
        palette = np.array(steps, np.int32)
        cube = np.stack(np.meshgrid(*[np.arange(32)] * 3, indexing="ij"), -1).reshape(-1, 3) * 8 + 4
        nearest = np.argmin(((cube[:, None, :] - palette[None]) ** 2).sum(2), 1).astype(np.uint8)
        c = (rgb >> 3).astype(np.int32)
        index = nearest[(c[..., 0] << 10) | (c[..., 1] << 5) | c[..., 2]]
        image = Image.fromarray(index, "P")
        image.putpalette([v for colour in steps for v in colour])
        return write(image, self.slug)

    def save_line(self) -> Path:
        """Print as a 1-bit picture: ink or paper, nothing between."""
        dark = self.proof().sum(2) < 384
        return write(Image.fromarray(np.where(dark, 0, 255).astype(np.uint8)).convert("1", dither=Image.NONE), self.slug)


def write(image: Image.Image, slug: str) -> Path:
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / f"{slug}.png"
    image.save(path, optimize=True, bits=5 if image.mode == "P" else None)
    print(f"{path.name}: {image.width} x {image.height}, {path.stat().st_size / 1e6:.2f} MB")
    return path
