"""Picture "oiseaux": geese go over the power lines; small birds sit on them."""


import numpy as np

from forms import bare, thing
from linocut import Sheet, ellipse, knife, noise, smooth, wind

s = Sheet("oiseaux", (2700, 1800))
ochre, red, green, pale = s.block("ochre", shift=(0.5, 0.4)), s.block("red", shift=(-0.4, 0.3)), s.block("green", shift=(0.3, -0.3)), s.block("paper", salt=0)
key = s.block("ink", salt=0.4)
plates = (ochre, red, green, pale)
SUN = (235.0, 560.0)


def far(x, y):
    return np.hypot(x - SUN[0], y - SUN[1])


def round_(x, y):
    r = far(x, y) + 12 * noise(x, y, 160, 2)
    return r, np.arctan2(y - SUN[1], x - SUN[0]) * 380


sky = s.all()
ochre.ink(sky)
ochre.cut(s.hatch(sky, round_, 13, 130, lambda x, y: np.clip(0.1 + far(x, y) / 620, 0, 1.05), 3, thin=1.2, wobble=0.12, skip=0.04))
far_sky = s.hatch(sky, lambda x, y: (round_(x, y)[0] + 6.5, round_(x, y)[1]), 13, 120, lambda x, y: np.clip((far(x, y) - 330) / 480, 0, 0.85), 6, thin=1.2, wobble=0.12, skip=0.06)
green.ink(far_sky)
key.ink(s.hatch(sky, lambda x, y: (round_(x, y)[0] + 6.5, round_(x, y)[1]), 13, 120, lambda x, y: np.clip((far(x, y) - 610) / 420, 0, 0.95), 6, thin=1.2, wobble=0.12, skip=0.1))
disc = thing(s, key, ellipse(*SUN, 92), red, tone=1.2, halo=6, field=wind(0, 4, 60, 2), spacing=9, length=80)
red.cut(s.hatch(disc, wind(0, 4, 60, 2), 9, 80, lambda x, y: np.clip((SUN[1] - y) / 110, 0, 0.7), 2, thin=1))

# Flat land and a canal.
land = s.shape([*smooth([(0, 600), (180, 592), (420, 600), (700, 590), (1000, 598)]), (1000, 668), (0, 668)])
thing(s, key, land, green, field=wind(0, 7, 140, 3), spacing=7, length=90, tone=lambda x, y: 0.42 + 0.3 * noise(x, y * 3, 120, 2), seed=5, thin=1)
key.ink(s.cuts([smooth([(0, 600), (180, 592), (420, 600), (700, 590), (1000, 598)])], 4, "line"))
canal = s.shape(smooth([(190, 597), (250, 597), (330, 628), (520, 668), (520, 669), (180, 669), (180, 668), (210, 630)], True))
thing(s, key, canal, ochre, field=wind(0, 3, 60, 3), spacing=6, length=60, tone=lambda x, y: 1.0 - np.abs(x - 235 - (y - 597) * 0.7) / 130, seed=6)
hut = [(700, 596), (700, 574), (718, 562), (736, 574), (736, 594)]
thing(s, key, hut, None, tone=0.5, spacing=5, length=30, seed=2, halo=1)
rng = np.random.default_rng(3)
for x in (620, 648, 668, 770, 800):
    lines = [smooth([(x, 597), (x + rng.normal(0, 3), 570), (x + rng.normal(0, 12), 548)]) for _ in range(9)]
    key.ink(s.cuts(lines, 2.4, "dart", x))


# Pylons in a row, towards the right and us.
def pylon(x, base, h):
    w = h * 0.13
    arms = [(0.98, 0.10), (0.84, 0.24), (0.70, 0.30)]
    lines, widths = [], []

    def put(a, b, k):
        lines.append([(x + a[0] * h, base - a[1] * h), (x + b[0] * h, base - b[1] * h)])
        widths.append(max(1.3, h * k))

    for side in (-1, 1):
        put((side * w / h, 0), (side * w / h * 0.32, 0.62), 0.012)
        put((side * w / h * 0.32, 0.62), (side * 0.018, 1.0), 0.011)
    steps = [0, 0.14, 0.27, 0.39, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
    for a, b in zip(steps, steps[1:], strict=False):
        wa, wb = (np.interp(q, [0, 0.62, 1], [w / h, w / h * 0.32, 0.018]) for q in (a, b))
        put((-wa, a), (wb, b), 0.006)
        put((wa, a), (-wb, b), 0.006)
    hang = []
    for up, reach in arms:
        for side in (-1, 1):
            put((0, up + 0.045), (side * reach, up), 0.008)
            put((0, up - 0.012), (side * reach, up), 0.008)
            put((side * reach, up), (side * reach, up - 0.05), 0.010)
            hang.append((x + side * reach * h, base - (up - 0.05) * h))
    for b in plates:
        b.cut(s.cuts(lines, [v * 2.2 for v in widths], "line"))
    key.cut(s.cuts(lines, [v * 2.2 for v in widths], "line"))
    key.ink(s.cuts(lines, widths, "line"))
    return hang


ROW = [(352, 598, 120), (448, 600, 186), (596, 606, 300), (866, 622, 520)]
hung = [pylon(*p) for p in ROW]
hung.append([(x + 420, y - 60) for x, y in hung[-1]])
wires = []
for a, b in zip(hung, hung[1:], strict=False):
    for (x1, y1), (x2, y2) in zip(a, b, strict=True):
        sag = abs(x2 - x1) * 0.1
        wires.append([(x1 + (x2 - x1) * t, y1 + (y2 - y1) * t + sag * 4 * t * (1 - t)) for t in np.linspace(0, 1, 24)])
sizes = [0.9] * 6 + [1.2] * 6 + [1.7] * 6 + [2.4] * 6
key.ink(s.cuts(wires, sizes, "line"))


def small(x, y, n, flip):
    raw = smooth([(-9, -2), (-4, 6), (3, 9), (7, 12), (10, 10), (13, 8.6), (10, 7.6), (9, 3), (4, -4), (-4, -6), (-14, -14), (-16, -12), (-9, -2)], True, 4)
    f = -1 if flip else 1
    pts = [(x + f * a * n / 20, y - (b + 6) * n / 20) for a, b in raw]
    bare(s, s.cuts([[*pts, pts[0]]], n * 0.12, "line"))
    key.ink(s.shape(knife(pts, 0.3, int(x), 3)))
    bare(s, s.cuts([[(x - f * 0.3 * n, y - 0.24 * n), (x + f * 0.08 * n, y - 0.3 * n), (x + f * 0.24 * n, y - 0.46 * n)]], n * 0.08, "lens"))


for w in (12, 13, 14, 16, 18, 19, 20, 21):
    line = wires[w]
    n = 14 if w < 18 else 21
    r = np.random.default_rng(w)
    t = r.uniform(1, 4)
    while t < 22:
        x, y = line[int(t)]
        if r.random() < 0.6 and x < 985 and abs(x - 866) > 62 and abs(x - 596) > 40:
            small(x, y, n * r.uniform(0.85, 1.1), r.random() < 0.4)
        t += r.uniform(1.2, 3.4)


# The geese: a V, each with its own beat.
def goose(x, y, n, beat, seed):
    """A goose that flies to the right; `beat` from -0.6 (wings down) to 1 (wings up)."""
    k = n / 100
    spread = 1 + 0.35 * (1 - abs(beat))

    def at(points):
        return [(x + a * k, y - b * k) for a, b in points]

    def wing(points, ox):
        return at(smooth([(ox + (a - ox) * spread, 4 + b * beat if b > 8 else b) for a, b in points], True, 5))

    farw = wing([(26, 3), (27, 24), (24, 46), (14, 66), (6, 78), (4, 70), (3, 58), (-2, 54), (1, 44), (-3, 38), (1, 30), (4, 14), (8, 3)], 18)
    body = at(smooth([(-58, 6), (-50, -1), (-40, -5), (-22, -11), (2, -13), (22, -9), (36, -1), (50, 6), (62, 9), (72, 8), (80, 5), (73, 11.5), (67, 14.5), (59, 14), (46, 10.5), (32, 8), (18, 8), (-4, 8), (-28, 5), (-46, 9), (-58, 11)], True, 5))
    near = wing([(20, 4), (14, 26), (2, 50), (-16, 70), (-34, 82), (-34, 74), (-28, 66), (-40, 66), (-32, 56), (-42, 54), (-34, 44), (-42, 40), (-33, 32), (-38, 26), (-28, 16), (-20, -2), (0, -6), (16, -2)], 4)
    for part in (farw, body, near):
        bare(s, s.cuts([[*part, part[0]]], n * 0.032, "line"))
        m = s.shape(knife(part, n * 0.003, seed, n * 0.06))
        for b in plates:
            b.cut(m)
        key.ink(m)
    feathers = []
    for i in range(6):
        f = i / 5
        line = [(10 - 20 * f, 2 + 22 * f), (0 - 26 * f, 14 + 34 * f), (-18 - 14 * f, 24 + 44 * f)]
        feathers.append(at([(4 + (a - 4) * spread, 4 + b * beat if b > 8 else b) for a, b in line]))
    key.cut(s.cuts(feathers, n * 0.03, "lens", seed))
    key.cut(s.cuts([at(smooth([(-48, 3), (-24, -6), (4, -8), (26, -4)])), at(smooth([(-34, -4), (-10, -10), (10, -10)]))], n * 0.026, "lens", seed))
    bare(s, s.shape(at([(52, 13), (55, 7), (61, 9), (60, 14)])), s.cuts([at([(-57, 8), (-48, 5)])], n * 0.03, "lens"))


lead = (650.0, 104.0)
V = [(lead[0], lead[1], 104)] + [(lead[0] - 118 * i + 2 * i * i, lead[1] + 6 + 13 * i + (9 if i % 2 else 0), 102 - 6 * i) for i in range(1, 6)]
V += [(lead[0] - 40 * i, lead[1] + 74 * i + (-6 if i % 2 else 4), 100 - 7 * i) for i in range(1, 6)]
for i, (x, y, n) in enumerate(sorted(V, key=lambda q: q[2])):
    goose(x, y, n, (0.35, 0.95, -0.45, 0.7, 0.85, -0.25, 0.55)[i % 7], i)
s.save()
