"""Atelier: weather, water and plants, as lines and fields for the blocks of linocut.py."""

import math

import numpy as np

from linocut import Block, Points, Sheet, Tone, knife, noise, smooth


def rain(sheet: Sheet, count: int, angle: float, length: float, seed: int, box: tuple[float, float, float, float] | None = None) -> list[Points]:
    """Falling lines, `angle` degrees from the vertical."""
    rng = np.random.default_rng(seed)
    x0, y0, x1, y1 = box or (0, 0, sheet.w, sheet.h)
    lean = math.tan(math.radians(angle))
    out: list[Points] = []
    for _ in range(count):
        x, y, n = rng.uniform(x0 - 60, x1 + 60), rng.uniform(y0 - length, y1), length * rng.uniform(0.4, 1.2)
        out.append([(x, y), (x + lean * n * 0.5 + 0.4, y + n * 0.5), (x + lean * n, y + n)])
    return out


def tuft(x: float, y: float, count: int, height: float, wind: float, seed: int, spread: float = 0.25) -> list[Points]:
    """A tuft of marram: blades that rise, then bend with the wind (-1..1)."""
    rng = np.random.default_rng(seed)
    blades: list[Points] = []
    for _ in range(count):
        h = height * rng.uniform(0.5, 1.1)
        fan = rng.normal(0, spread) + 0.25 * wind
        bend = wind * rng.uniform(0.35, 1.0)
        foot = x + rng.normal(0, 0.05) * height
        a = (foot + h * 0.42 * math.sin(fan), y - h * 0.42 * math.cos(fan))
        b = (a[0] + h * 0.34 * math.sin(fan + bend * 0.7), a[1] - h * 0.34 * math.cos(fan + bend * 0.7))
        c = (b[0] + h * 0.36 * math.sin(fan + bend * 1.7), b[1] - h * 0.36 * math.cos(fan + bend * 1.7))
        blades.append(smooth([(foot, y), a, b, c], step=6))
    return blades


def gull(x: float, y: float, span: float, beat: float = 0.4, turn: float = 0.0) -> tuple[Points, list[Points]]:
    """A gull on the wing, seen from the side and a little below: its outline, and the dark ends of its wings."""
    raw = [(-50, 10 + 30 * beat), (-34, 18 + 26 * beat), (-16, 10 + 12 * beat), (-3, 4), (4, 5), (14, 12 + 16 * beat), (32, 22 + 34 * beat), (52, 16 + 40 * beat),
           (52, 16 + 40 * beat), (34, 12 + 26 * beat), (18, 2 + 8 * beat), (10, -3), (20, -5), (24, -9), (14, -9.5), (0, -9), (-10, -6), (-20, -8), (-21, -4),
           (-9, 0), (-20, 5 + 8 * beat), (-34, 10 + 20 * beat), (-50, 10 + 30 * beat)]
    k, c, s = span / 100, math.cos(turn), math.sin(turn)

    def at(points: Points) -> list[tuple[float, float]]:
        return [(x + k * (c * px - s * py), y - k * (s * px + c * py)) for px, py in points]

    tips = [[(-50, 10 + 30 * beat), (-42, 13 + 26 * beat), (-36, 14 + 23 * beat)], [(52, 16 + 40 * beat), (44, 16 + 36 * beat), (37, 17 + 31 * beat)]]
    return at(smooth(raw, True, 5)), [at(t) for t in tips]


def gulls(sheet: Sheet, key: Block, flock: list[tuple[float, float, float, float, float]], under: tuple[Block, ...] = (), seed: int = 0) -> None:
    """White gulls drawn by their shaded side: each (x, y, span, beat, turn)."""
    for i, (x, y, span, beat, turn) in enumerate(flock):
        body, tips = gull(x, y, span, beat, turn)
        body = knife(body, span * 0.004, seed + i, span * 0.05)
        mask = sheet.shape(body)
        for plate in under:
            plate.cut(mask)
        key.cut(mask)
        key.ink(sheet.cuts([[*body, body[0]]], span * 0.022, "worn", seed + i), sheet.cuts(tips, span * 0.05, "lens", seed + i))
        low = [(x - span * 0.02 + 0 * span, y + span * 0.055), (x + span * 0.1, y + span * 0.05), (x + span * 0.18, y + span * 0.06)]
        key.ink(sheet.cuts([low], span * 0.03, "lens", i))


def sea(sheet: Sheet, key: Block, green: Block, top: float, bottom: float, *, seed: int, first: float = 5.0, grow: float = 1.16, steep: float = 0.6,
        fire: Tone | None = None, red: Block | None = None, ochre: Block | None = None, clear: tuple[Block, ...] = (), foam: float = 1.0,
        left: float = 0.0, right: float | None = None, bright: float = 0.85) -> None:
    """A sea in rows of crests, small at `top` and large at `bottom`, each cut along its own swell. `fire` is light lying on it (0..1)."""
    rng = np.random.default_rng(seed)
    right = sheet.w if right is None else right
    y0, gap, i = top, first, 0
    while y0 - gap < bottom:
        lam, amp = gap * rng.uniform(3.2, 4.2), gap * steep
        xs = np.linspace(left - 4, right + 4, 900)
        xw = xs + 0.3 * lam * noise(xs, xs * 0 + y0, lam * 1.4, seed + i) + 0.12 * lam * np.sin(2 * np.pi * xs / lam)
        cusp = (1 - np.abs(np.sin(np.pi * xw / lam + rng.uniform(0, 3)))) ** 1.25
        high = np.clip(0.62 + 0.6 * noise(xs, xs * 0 + y0 * 3, lam * 1.9, seed + i + 1), 0.12, 1.3)
        ys = y0 - amp * cusp * high * (0.35 if i == 0 else 1) + 0.1 * gap * noise(xs, xs * 0, lam * 0.4, i)
        crest = list(zip(xs.tolist(), ys.tolist(), strict=True))
        body = sheet.shape([*crest, (right + 4, y0 + 2.6 * gap), (left - 4, y0 + 2.6 * gap)])
        for plate in clear:
            plate.cut(body)
        key.ink(body)
        green.ink(body)

        def across(x: np.ndarray, y: np.ndarray, xs: np.ndarray = xs, ys: np.ndarray = ys) -> tuple[np.ndarray, np.ndarray]:
            d = y - np.interp(x, xs, ys)
            return d, x + 0.5 * d

        def shade(x: np.ndarray, y: np.ndarray, xs: np.ndarray = xs, ys: np.ndarray = ys, gap: float = gap) -> np.ndarray:
            d = (y - np.interp(x, xs, ys)) / gap
            return bright * np.exp(-0.75 * d) * (0.8 + 0.5 * noise(x, y, gap * 3, seed)) * (d < 2.2)

        spacing, length = max(2.3, gap * 0.19), lam * 0.5
        key.cut(sheet.hatch(body, across, spacing, length, shade, seed + i, thin=0.55, wobble=0.22, skip=0.05))
        if fire is not None and red is not None and ochre is not None:
            gx, gy = np.meshgrid(np.linspace(left, right, 200), np.linspace(y0 - gap, y0 + 2.6 * gap, 12))
            lit_x = gx[0][(np.asarray(fire(gx, gy) if callable(fire) else gx * 0 + fire) > 0.02).any(0)]
            if not len(lit_x):
                lit_x = np.array([left, left])
            lane = body.within(sheet.shape([(lit_x[0] - 12, y0 - 2 * gap), (lit_x[-1] + 12, y0 - 2 * gap), (lit_x[-1] + 12, y0 + 3 * gap), (lit_x[0] - 12, y0 + 3 * gap)]))
            for plate, part, low in ((red, 1.15, 0.08), (ochre, 1.0, 0.34), (None, 0.72, 0.6)):

                def burn(x: np.ndarray, y: np.ndarray, part: float = part, low: float = low) -> np.ndarray:
                    f = np.clip(fire(x, y) - low, 0, 1) if callable(fire) else np.full_like(x, fire)
                    return part * np.clip(f * 2.4, 0, 1) * (0.75 + 0.3 * noise(x, y, spacing * 6, seed))  # noqa: B023

                lit = sheet.hatch(lane, across, spacing, length * (0.3 + 0.25 * part), burn, seed + i + (0 if low < 0.3 else 3), thin=0.6, wobble=0.22, skip=0.04)
                key.cut(lit)
                green.cut(lit)
                red.cut(lit)
                ochre.cut(lit)
                if plate is not None:
                    plate.ink(lit)
        thick = np.clip(cusp * high - 0.22, 0, 1) * gap * 0.24 * (0.75 + 0.5 * noise(xs, xs * 0, gap * 0.7, seed + 2))
        for a, b in _runs(thick > 0.32):
            lip = [*crest[a:b], *[(x, y + w) for x, y, w in zip(xs[a:b][::-1], ys[a:b][::-1], thick[a:b][::-1], strict=True)]]
            cut = sheet.shape(lip)
            for plate in (key, green, *clear):
                plate.cut(cut)
        drops = []
        for a in np.flatnonzero((cusp * high > 0.75) & (np.arange(len(xs)) % 3 == 0)):
            for _ in range(round(foam * (gap > 16) * rng.uniform(0, 3))):
                r = rng.uniform(0.02, 0.055) * gap
                px, py = xs[a] + rng.normal(0.1, 0.35) * gap, ys[a] - rng.exponential(0.2) * gap
                drops.append(knife([(px + r * 1.3 * math.cos(q), py + r * math.sin(q)) for q in np.linspace(0, 6.28, 8)[:-1]], r * 0.3, i, 1.2))
        if drops:
            spots = sheet.shape(*drops)
            key.cut(spots)
            green.cut(spots)
        y0, gap, i = y0 + gap, gap * grow, i + 1


def _runs(flags: np.ndarray) -> list[tuple[int, int]]:
    """Stretches of True, as (start, end)."""
    edge = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in zip(edge[::2], edge[1::2], strict=True) if b - a > 2]


def leaves(points: Points, size: float, seed: int, side: float = 1.0) -> list[Points]:
    """Leaves along a twig, as outlines."""
    rng = np.random.default_rng(seed)
    out: list[Points] = []
    for i, (x, y) in enumerate(points):
        a = rng.uniform(-0.5, 0.5) + (0.9 if i % 2 else -0.9) * side
        n = size * rng.uniform(0.7, 1.2)
        c, s = math.cos(a), math.sin(a)
        raw = [(0, 0), (0.35, 0.24), (0.75, 0.16), (1, 0), (0.7, -0.2), (0.3, -0.2)]
        out.append([(x + n * (c * u - s * v), y + n * (s * u + c * v)) for u, v in raw])
    return out
