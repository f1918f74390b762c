"""Picture "chemin": a path between ploughed fields, towards a low sun."""

import numpy as np

from figures import person
from forms import bare, thing
from linocut import Sheet, along, ellipse, noise, smooth, wind
from nature import tuft

s = Sheet("chemin", (2700, 1800))
ochre, red, green, pale = s.block("ochre", shift=(0.5, 0.4)), s.block("red", shift=(-0.4, 0.3)), s.block("green", shift=(0.3, -0.3)), s.block("paper", salt=0)
key = s.block("ink", full=True, salt=0.4)
plates = (ochre, red, green, pale)
SUN, HORIZON = (560.0, 236.0), 288.0

sky = s.shape([(0, 0), (1000, 0), (1000, HORIZON + 10), (0, HORIZON + 10)])
green.ink(sky)


def far(x, y):
    return np.hypot(x - SUN[0], y - SUN[1])


def round_(x, y):
    r = far(x, y) + 14 * noise(x, y, 130, 2)
    return r, np.arctan2(y - SUN[1], x - SUN[0]) * 330


cut = s.hatch(sky, round_, 12, 120, lambda x, y: np.clip(1.1 - far(x, y) / 700, 0.2, 1.0), 3, thin=1.2, wobble=0.12, skip=0.04)
key.cut(cut)
warm = s.hatch(s.shape(ellipse(*SUN, 420)).within(sky), round_, 12, 120, lambda x, y: np.clip(1.15 - far(x, y) / 460, 0, 1.0), 3, thin=1.2, wobble=0.12, skip=0.04)
green.cut(warm)
key.cut(warm)
ochre.ink(warm)
hot = s.hatch(s.shape(ellipse(*SUN, 210)).within(sky), round_, 12, 90, lambda x, y: np.clip(1.1 - far(x, y) / 200, 0, 0.9), 8, thin=1.2, wobble=0.12, skip=0.06)
ochre.cut(hot)
key.cut(hot)
thing(s, key, ellipse(*SUN, 58), red, field=wind(0, 3, 50, 2), spacing=9, length=70, tone=1.15, halo=6, skip=0)

# The land: rows of furrows that run to the horizon, in big patches.
land = s.shape([(0, HORIZON), (1000, HORIZON), (1000, s.h), (0, s.h)])
thing(s, key, land, ochre, field=wind(2, 10, 90, 4), spacing=7, length=50, tone=lambda x, y: 0.34 + 0.3 * noise(x, y, 50, 2), seed=2, wobble=0.35)


def furrows(vx):
    return lambda x, y: ((x - vx) / np.maximum(y - HORIZON + 26, 8) * 210, np.maximum(y - HORIZON, 0) ** 0.5 * 26)


FIELDS = [([(0, HORIZON), (420, HORIZON), (250, 380), (60, 520), (0, 560)], 330, ochre, 0.6), ([(0, 545), (70, 510), (262, 374), (520, HORIZON), (560, HORIZON), (470, 370), (380, 470), (300, 668), (0, 668)], 560, green, 0.62),
          ([(640, HORIZON), (1000, HORIZON), (1000, 402), (820, 350)], 780, green, 0.7), ([(600, HORIZON), (650, HORIZON), (830, 352), (1000, 408), (1000, 668), (690, 668), (600, 470), (560, 370)], 590, ochre, 0.62)]
for i, (outline, vx, colour, tone) in enumerate(FIELDS):
    m = s.shape(outline)
    thing(s, key, m, colour, field=furrows(vx), spacing=13 if i in (1, 3) else 9, length=95, tone=lambda x, y, t=tone: t + 0.22 * noise(x, y, 90, 2) - 0.12 * (y - HORIZON) / 380, seed=i + 3, wobble=0.16, thin=0.8, skip=0.04)
    key.ink(s.cuts([[*outline, outline[0]]], 3, "worn"))

# The path.
left = [(556, 288), (540, 304), (566, 330), (570, 352), (520, 392), (462, 440), (440, 500), (470, 560), (440, 620), (360, 690)]
right = [(564, 288), (556, 304), (594, 328), (606, 356), (572, 400), (540, 448), (552, 500), (620, 560), (650, 620), (640, 690)]
path = [*smooth(left), *smooth(right)[::-1]]
lx, rx = np.array(smooth(left)), np.array(smooth(right))


def bend(x, y):
    a = np.interp(y, lx[:, 1], lx[:, 0])
    b = np.interp(y, rx[:, 1], rx[:, 0])
    return (x - a) / np.maximum(b - a, 4) * np.interp(y, [288, 668], [30, 150]), y


m = thing(s, key, path, None, field=bend, spacing=8.5, length=60, tone=lambda x, y: 0.82 + 0.3 * noise(x, y, 40, 2), seed=5, halo=2, wobble=0.25)
grass = []
rng = np.random.default_rng(6)
for side, p in ((-1, lx), (1, rx)):
    for y in np.arange(330, 668, 9):
        x = float(np.interp(y, p[:, 1], p[:, 0])) + side * rng.uniform(0, 5)
        grass += tuft(x, y + 3, 4, 5 + (y - 300) * 0.085, 0.35, int(y) + side, 0.6)
key.ink(s.cuts(grass, 2.4, "blade", 2))
bare(s, s.cuts([[(x + 1.5, y) for x, y in g] for g in grass[::4]], 1.4, "blade", 2))

# Hills and a church far off, then the bare trees.
hill = smooth([(0, 270), (120, 262), (260, 276), (400, 282), (470, 288), (0, 288)])
thing(s, key, hill, green, field=along(smooth([(0, 270), (120, 262), (260, 276), (400, 282), (470, 288)])), spacing=5, length=60, tone=0.4, seed=2, halo=1)
key.ink(s.shape([(196, 272), (196, 246), (202, 220), (208, 246), (208, 256), (240, 256), (240, 276)]))


def branch(x, y, angle, n, w, depth, rng, out):
    bx, by = x + n * np.sin(angle), y - n * np.cos(angle)
    mid = ((x + bx) / 2 + rng.normal(0, 0.06) * n, (y + by) / 2 + rng.normal(0, 0.04) * n)
    out.append((smooth([(x, y), mid, (bx, by)], step=5), w))
    if depth == 0:
        return
    for k in range(3 if depth > 1 else 2):
        t = rng.uniform(0.45, 1.0) if k else 1.0
        branch(x + (bx - x) * t, y + (by - y) * t, angle + rng.normal(0.08, 0.46) * (1.3 if k else 0.8), n * rng.uniform(0.6, 0.78), w * 0.62, depth - 1, rng, out)


for x, y, n, w, seed in ((118, 452, 120, 26, 3), (262, 378, 66, 14, 4), (352, 332, 36, 8, 9), (884, 470, 128, 28, 7), (742, 372, 62, 13, 8), (668, 326, 32, 7, 11)):
    parts: list = []
    branch(x, y, 0.03, n, w, 5, np.random.default_rng(seed), parts)
    trunk = smooth([(x - w * 1.1, y + 4), (x - w * 0.45, y - n * 0.3), (x - w * 0.34, y - n), (x + w * 0.34, y - n), (x + w * 0.45, y - n * 0.3), (x + w * 1.2, y + 5)], False)
    lines, widths = [p for p, _ in parts[1:]], [max(1.0, q) for _, q in parts[1:]]
    key.ink(s.cuts([p for p, w in zip(lines, widths, strict=True) if w > 3], [w for w in widths if w > 3], "twig", seed))
    key.ink(s.cuts([p for p, w in zip(lines, widths, strict=True) if w <= 3], [w for w in widths if w <= 3], "dart", seed))
    thing(s, key, trunk, red, field=lambda a, b, x=x: (a - x + 4 * noise(a, b, 30, 2), b), spacing=w * 0.24, length=n * 0.4, tone=lambda a, b, x=x, w=w: np.clip(0.1 + (a - x) / w * (0.9 if x < 560 else -0.9), 0, 0.8), seed=seed, halo=1.6, thin=0.8)
    key.ink(s.cuts([[(x, y + 3), (x + (x - 560) * 0.25, y + 12 + n * 0.12), (x + (x - 560) * 0.5, y + 26 + n * 0.26)]], w * 1.1, "dart"))

# The two who walk.
for pose, x, y, size, coat in (("walker", 512, 540, 168, red), ("child", 570, 546, 104, ochre)):
    key.ink(s.cuts([[(x, y + 2), (x - 20, y + 30), (x - 48, y + 84)]], size * 0.13, "dart"))
    person(s, key, pose, x, y, size, seed=3, coat=coat, light=(0.6, -1), halo=1.3, clear=plates)
s.save()
