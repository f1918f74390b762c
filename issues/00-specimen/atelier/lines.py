"""Atelier: lines, outlines, noise, and the directions in which to cut. Everything is in units, y down."""

import math
from collections.abc import Callable, Sequence

import numpy as np

Points = Sequence[tuple[float, float]]
Field = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]
Tone = float | Callable[[np.ndarray, np.ndarray], np.ndarray]

_TABLE = np.random.default_rng(20).uniform(-1, 1, (8, 256, 256)).astype(np.float32)


# --- noise and lines -----------------------------------------------------------------------------------------------


def noise(x: np.ndarray | float, y: np.ndarray | float, scale: float, seed: int = 0) -> np.ndarray:
    """Smooth value noise in -1..1, one bump every `scale` units."""
    table = _TABLE[seed % 8]
    gx = np.asarray(x, np.float32) / scale + seed * 13.7
    gy = np.asarray(y, np.float32) / scale + seed * 7.3
    ix, iy = np.floor(gx).astype(np.int32), np.floor(gy).astype(np.int32)
    fx, fy = gx - ix, gy - iy
    fx, fy = fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy)
    ix0, ix1, iy0, iy1 = ix & 255, (ix + 1) & 255, iy & 255, (iy + 1) & 255
    top = table[iy0, ix0] * (1 - fx) + table[iy0, ix1] * fx
    low = table[iy1, ix0] * (1 - fx) + table[iy1, ix1] * fx
    return top * (1 - fy) + low * fy


def smooth(points: Points, closed: bool = False, step: int = 8) -> list[tuple[float, float]]:
    """Catmull-Rom curve through the points; a point given twice in a row is a corner."""
    p = [np.array(q, float) for q in points]
    n = len(p)
    out: list[tuple[float, float]] = []
    for i in range(n if closed else n - 1):
        if closed:
            a, b, c, d = p[i - 1], p[i], p[(i + 1) % n], p[(i + 2) % n]
        else:
            a, b, c, d = p[max(i - 1, 0)], p[i], p[i + 1], p[min(i + 2, n - 1)]
        if np.allclose(b, c):
            continue
        for t in np.arange(step) / step:
            q = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
            out.append((float(q[0]), float(q[1])))
    if not closed:
        out.append((float(p[-1][0]), float(p[-1][1])))
    return out


def resample(points: Points, step: float) -> np.ndarray:
    """The polyline with a point every `step` units (both ends kept)."""
    p = np.asarray(points, float)
    length = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(p, axis=0).T))])
    count = max(2, int(length[-1] / step) + 1)
    at = np.linspace(0, length[-1], count)
    return np.stack([np.interp(at, length, p[:, 0]), np.interp(at, length, p[:, 1])], 1)


def knife(points: Points, rough: float = 0.6, seed: int = 0, facet: float = 6.0) -> list[tuple[float, float]]:
    """A closed outline as a knife leaves it: short straight facets, each a little off."""
    p = resample([*points, points[0]], facet)[:-1]
    p[:, 0] += rough * noise(p[:, 0] + 31, p[:, 1], facet * 1.3, seed)
    p[:, 1] += rough * noise(p[:, 0], p[:, 1] + 57, facet * 1.3, seed + 1)
    return [(float(x), float(y)) for x, y in p]


def _profile(profile: str, p: np.ndarray, width: float, seed: int) -> np.ndarray:
    """The half width of a cut at each of its points."""
    t = np.linspace(0, 1, len(p))
    if profile == "gouge":  # goes in fast, comes out slowly
        w = np.minimum(1, t / 0.16) ** 0.6 * np.minimum(1, (1 - t) / 0.5) ** 0.8
    elif profile == "lens":
        w = np.sin(np.pi * t) ** 0.7
    elif profile == "dart":
        w = (1 - t) ** 0.8
    elif profile == "twig":  # a branch, as wide at its end as the next one begins
        w = 1 - 0.42 * t
    elif profile == "blade":  # a blade of grass
        w = np.minimum(1, 0.3 + t / 0.3) * (1 - t) ** 0.75
    elif profile == "worn":  # a contour cut by hand: it thins, swells and stops
        w = 0.5 + 0.7 * noise(p[:, 0], p[:, 1], width * 9 + 4, seed + 1)
    else:
        w = np.ones_like(t)
    return width / 2 * w * (1 + 0.22 * noise(t * 9 + seed * 3.1, t * 0 + seed, 1, seed))


def ribbons(points: Points, width: float, profile: str = "gouge", seed: int = 0) -> list[list[tuple[float, float]]]:
    """One cut of a tool along a line, as polygons. A worn cut is in pieces: where it would be a hair, there is none."""
    p = resample(points, max(width * 0.5, 0.8))
    w = _profile(profile, p, width, seed)
    d = np.gradient(p, axis=0)
    d /= np.hypot(d[:, 0], d[:, 1])[:, None] + 1e-9
    n = np.stack([-d[:, 1], d[:, 0]], 1) * w[:, None]
    runs = [(0, len(p))]
    if profile == "worn":
        flags = np.concatenate([[0], (w > 0.17 * width).astype(np.int8), [0]])
        edge = np.flatnonzero(np.diff(flags))
        runs = [(a, b) for a, b in zip(edge[::2], edge[1::2], strict=True) if b - a > 3]
    out = []
    for a, b in runs:
        q, m = p[a:b], n[a:b].copy()
        if profile == "worn" and b - a < len(p):  # pieces end in a point
            ease = np.minimum(1, np.minimum(np.arange(b - a), np.arange(b - a)[::-1]) / 3)
            m *= ease[:, None]
        out.append([(float(x), float(y)) for x, y in np.concatenate([q + m, (q - m)[::-1]])])
    return out


def ribbon(points: Points, width: float, profile: str = "gouge", seed: int = 0) -> list[tuple[float, float]]:
    """One cut of a tool along a line, as one polygon. Profiles: gouge, lens, dart, twig, blade, line."""
    return ribbons(points, width, profile, seed)[0]


def ellipse(cx: float, cy: float, rx: float, ry: float | None = None, turn: float = 0, n: int = 72) -> list[tuple[float, float]]:
    a = np.linspace(0, 2 * math.pi, n, endpoint=False)
    x, y = rx * np.cos(a), (rx if ry is None else ry) * np.sin(a)
    c, s = math.cos(turn), math.sin(turn)
    return [(float(cx + c * u - s * v), float(cy + s * u + c * v)) for u, v in zip(x, y, strict=True)]


def place(points: Points, x: float, y: float, size: float, flip: bool = False, turn: float = 0) -> list[tuple[float, float]]:
    """Points drawn with y up around (0, 0), put at (x, y), `size` units for 100."""
    k, c, s = size / 100, math.cos(turn), math.sin(turn)
    out = []
    for px, py in points:
        px = -px if flip else px
        out.append((x + k * (c * px - s * py), y - k * (s * px + c * py)))
    return out


# --- directions in which to cut ------------------------------------------------------------------------------------


def straight(angle: float) -> Field:
    """Parallel cuts at `angle` (degrees, 0 = level)."""
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return lambda x, y: (-s * x + c * y, c * x + s * y)


def wind(angle: float, bend: float, scale: float, seed: int = 0) -> Field:
    """Parallel cuts bent by slow noise: `bend` units every `scale` units."""
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))

    def field(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        b = bend * (noise(x, y * 1.6, scale, seed) + 0.4 * noise(x, y * 1.6, scale / 2.7, seed + 1))
        return -s * x + c * y + b, c * x + s * y

    return field


def rings(cx: float, cy: float, squash: float = 1.0) -> Field:
    """Cuts round a centre."""

    def field(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        r = np.hypot(x - cx, (y - cy) / squash)
        return r, np.arctan2((y - cy) / squash, x - cx) * np.maximum(r.mean(), 1)

    return field


def rays(cx: float, cy: float, at: float) -> Field:
    """Cuts that leave a centre; spacing is as asked at `at` units from it."""
    return lambda x, y: (np.arctan2(y - cy, x - cx) * at, np.hypot(x - cx, y - cy))


def along(points: Points) -> Field:
    """Cuts that follow a line y(x) given by points from left to right, offset up and down."""
    p = np.asarray(points, float)

    def field(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return y - np.interp(x, p[:, 0], p[:, 1]).astype(np.float32), x

    return field
