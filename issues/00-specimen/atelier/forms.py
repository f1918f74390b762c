"""Atelier: things. A thing clears what lies under it, is inked, and is opened by cuts that follow its form."""

import math

import numpy as np

from linocut import Block, Field, Mask, Points, Sheet, Tone, knife, noise, resample, smooth, straight


def thing(sheet: Sheet, key: Block, outline: Points | Mask, colour: Block | None = None, *, field: Field | None = None, spacing: float = 6.0,
          length: float = 50.0, tone: Tone = 0.5, seed: int = 0, halo: float = 2.0, thin: float = 0.8, rough: float = 0.5, facet: float = 7.0,
          wobble: float = 0.2, skip: float = 0.03) -> Mask:
    """One object in front of the others, in `colour` (None: paper), its shading cut out of the ink by `tone`."""
    edge = None
    if isinstance(outline, Mask):
        mask = outline
    else:
        edge = knife(outline, rough, seed, facet) if rough else list(outline)
        mask = sheet.shape(edge)
    for block in sheet.blocks:
        block.cut(mask)
    if edge and halo:
        ring = sheet.cuts([[*edge, edge[0], edge[1]]], halo * 2, "worn")
        for block in sheet.blocks:
            block.cut(ring)
    key.ink(mask)
    if colour is not None:
        colour.ink(mask)
    if field is not None or tone:
        key.cut(sheet.hatch(mask, field or straight(0), spacing, length, tone, seed, wobble=wobble, skip=skip, thin=thin))
    if edge:
        key.ink(sheet.cuts([[*edge, edge[0]]], spacing * 0.42, "line"))
    return mask


def bare(sheet: Sheet, *what: Mask | Points) -> None:
    """Cut through every block: the paper shows."""
    for block in sheet.blocks:
        block.cut(*what)


def limb(line: Points, widths: list[float], cap: bool = True, heel: bool = False) -> list[tuple[float, float]]:
    """A rounded shape along a line, `widths` wide at its points: a finger, an arm, a handle. `heel` rounds its start too."""
    p = resample(smooth(line, step=10), 2.0)
    t = np.linspace(0, 1, len(p))
    w = np.interp(t, np.linspace(0, 1, len(widths)), widths) / 2
    d = np.gradient(p, axis=0)
    d /= np.hypot(d[:, 0], d[:, 1])[:, None] + 1e-9
    n = np.stack([-d[:, 1], d[:, 0]], 1) * w[:, None]
    left, right = (p + n).tolist(), (p - n).tolist()
    end = []
    if cap:
        a0 = math.atan2(n[-1][1], n[-1][0])
        end = [(p[-1][0] + w[-1] * math.cos(a0 - q), p[-1][1] + w[-1] * math.sin(a0 - q)) for q in np.linspace(0.2, math.pi - 0.2, 9)]
    start = []
    if heel:
        a0 = math.atan2(-n[0][1], -n[0][0])
        start = [(p[0][0] + w[0] * math.cos(a0 - q), p[0][1] + w[0] * math.sin(a0 - q)) for q in np.linspace(0.2, math.pi - 0.2, 9)]
    return [(float(x), float(y)) for x, y in [*left, *end, *right[::-1], *start]]


def axis(line: Points, widths: list[float]) -> tuple[Field, Tone]:
    """Cuts across a limb, bulging over it; with the tone of light from the upper left."""
    p = resample(smooth(line, step=10), 3.0)
    s = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(p, axis=0).T))])
    w = np.interp(np.linspace(0, 1, len(p)), np.linspace(0, 1, len(widths)), widths) / 2
    d = np.gradient(p, axis=0)
    d /= np.hypot(d[:, 0], d[:, 1])[:, None] + 1e-9

    def where(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        best = np.full(x.shape, 1e9, np.float32)
        along, across, half = np.zeros_like(x), np.zeros_like(x), np.ones_like(x)
        for i in range(0, len(p), 2):
            ex, ey = x - p[i, 0], y - p[i, 1]
            q = ex * ex + ey * ey
            m = q < best
            best[m] = q[m]
            along[m] = (s[i] + ex * d[i, 0] + ey * d[i, 1])[m]
            across[m] = (-ex * d[i, 1] + ey * d[i, 0])[m]
            half[m] = w[i]
        return along, across, half

    def field(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        along, across, half = where(x, y)
        return along + 0.35 * half * (1 - np.clip(across / half, -1, 1) ** 2), across

    k = len(p) // 2
    side = 1.0 if (-d[k, 1] * -0.5 + d[k, 0] * -0.85) > 0 else -1.0

    def tone(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        _, across, half = where(x, y)
        return np.clip(0.66 + 0.75 * side * across / half, 0.0, 1.1)

    return field, tone


def bottle_form(cx: float, half: float) -> tuple[Field, Tone]:
    """Level cuts round a turned form (cup, pot, can) of axis x = cx, lit from the left."""

    def field(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        a = np.clip((x - cx) / half, -1, 1)
        return y - 0.22 * half * np.sqrt(1 - a * a), x

    return field, lambda x, y: np.clip(0.75 - 0.85 * (x - cx) / half, 0.03, 1.05)


def grain(angle: float, seed: int, scale: float = 130.0) -> Field:
    """The grain of a plank."""
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))

    def field(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        a, b = c * x + s * y, -s * x + c * y
        return b + 9 * noise(a * 0.35, b, scale * 0.4, seed), a

    return field


def boxed(cx: float, cy: float, w: float, h: float, turn: float = 0.0, radius: float = 0.0) -> list[tuple[float, float]]:
    """A rectangle with round corners, turned by `turn` degrees."""
    pts = []
    r = min(radius, w / 2, h / 2)
    for sx, sy, a0 in ((1, -1, -90), (1, 1, 0), (-1, 1, 90), (-1, -1, 180)):
        ox, oy = sx * (w / 2 - r), sy * (h / 2 - r)
        for q in (0, 30, 60, 90) if r else (0,):
            a = math.radians(a0 + q)
            pts.append((ox + r * math.cos(a), oy + r * math.sin(a)))
    c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    return [(cx + c * x - s * y, cy + s * x + c * y) for x, y in pts]


def turned(points: Points, cx: float, cy: float, angle: float, size: float = 1.0) -> list[tuple[float, float]]:
    """Points drawn round (0, 0) with y down, turned (degrees), scaled and put at (cx, cy)."""
    c, s = math.cos(math.radians(angle)) * size, math.sin(math.radians(angle)) * size
    return [(cx + c * x - s * y, cy + s * x + c * y) for x, y in points]
