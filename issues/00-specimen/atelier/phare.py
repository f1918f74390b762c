"""Picture "phare": a lighthouse in a gale. Its light goes out in rings, the sea comes in rows."""

import numpy as np

from linocut import Sheet, ellipse, knife, noise, rays, smooth
from nature import gulls, sea

s = Sheet("phare", (2000, 3000))
ochre, red, green, pale = s.block("ochre", shift=(0.6, 0.4)), s.block("red", shift=(-0.5, 0.3)), s.block("green", shift=(0.4, -0.3)), s.block("paper", salt=0)
key = s.block("ink", full=True, salt=0.4)
plates = (ochre, red, green, pale)
LAMP = (585.0, 312.0)
HORIZON = 1085.0

# The night: rings of light, ochre near the lamp, green further, lost in black.
sky = s.shape([(0, 0), (1000, 0), (1000, HORIZON + 20), (0, HORIZON + 20)])
green.ink(sky)


def far(x, y):
    return np.hypot(x - LAMP[0], (y - LAMP[1]) * 0.96)


def round_(x, y):
    r = far(x, y) + 16 * noise(x, y, 190, 3) + 6 * noise(x, y, 70, 5)
    return r, np.arctan2(y - LAMP[1], x - LAMP[0]) * 330


key.cut(s.hatch(sky, round_, 15, 130, lambda x, y: np.clip(1.08 - far(x, y) / 760, 0.07, 0.95) + 0.16 * noise(x, y, 150, 2), 4, thin=1.4, wobble=0.12, skip=0.05))
halo = s.shape(ellipse(*LAMP, 330, n=160))
warm = s.hatch(halo, round_, 15, 110, lambda x, y: np.clip(1.15 - far(x, y) / 330, 0, 0.95), 8, thin=1.4, wobble=0.12, skip=0.05)
green.cut(warm)
key.cut(warm)
ochre.ink(warm)
for outline, seed in (([LAMP, (-10, 118), (-10, 300)], 1), ([LAMP, (1010, 196), (1010, 330)], 2)):
    beam = s.shape(outline)
    light = s.hatch(beam, rays(*LAMP, 420), 12, 210, lambda x, y: 1.3 - far(x, y) / 900, seed, thin=1.4, wobble=0.1, taper=0.5)
    for b in (*plates, key):
        b.cut(light)
    ochre.ink(s.hatch(beam, rays(*LAMP, 420), 12, 130, 0.36, seed + 4, skip=0.5, thin=1.4))

# The tower, with bands; cut round its drum, lit from the left by the west.
def tower_x(y, side):
    t = (y - 392) / 740
    return 585 + side * (60 + 46 * t**1.5)


ys = np.linspace(392, 1140, 40)
tower = [(tower_x(y, -1), y) for y in ys] + [(tower_x(y, 1), y) for y in ys[::-1]]
body = s.put(key, knife(tower, 0.8, 3, 16), 5)
for b in plates:
    b.cut(body)
pale.ink(body)


def drum(x, y):
    a = (x - 585) / (60 + 46 * np.clip((y - 392) / 740, 0, 1) ** 1.5)
    return y - 17 * np.sqrt(np.clip(1 - a * a, 0, 1)), x


def shade(x, y):
    a = (x - 585) / (60 + 46 * np.clip((y - 392) / 740, 0, 1) ** 1.5)
    return np.clip(0.86 - 0.85 * np.abs(a + 0.42) ** 1.3, 0.03, 0.95)


key.cut(s.hatch(body, drum, 9.5, 80, shade, 5, thin=1.0, wobble=0.12, skip=0.02))
for top, low in ((470, 592), (714, 836), (958, 1080)):
    band = s.shape([(tower_x(y, -1) - 2, y + 17 * (0)) for y in (top, low)] + [(585 + (tower_x(low, 1) - 585) * c, low + 17 * (1 - c * c) ** 0.5) for c in np.linspace(-1, 1, 21)]
                   + [(585 + (tower_x(top, 1) - 585) * c, top + 17 * (1 - c * c) ** 0.5) for c in np.linspace(1, -1, 21)]).within(body)
    pale.cut(band)
    red.ink(band)
for x, y in ((560, 520), (604, 640), (556, 760), (606, 890)):
    win = s.shape(smooth([(x - 9, y + 34), (x - 9, y + 34), (x - 9, y + 8), (x, y - 4), (x + 9, y + 8), (x + 9, y + 34), (x + 9, y + 34)], True))
    key.ink(win, s.cuts([[(x - 15, y + 38), (x + 15, y + 38)]], 6, "line"))
    lit = s.shape([(x - 4, y + 30), (x - 4, y + 9), (x, y + 3), (x + 4, y + 9), (x + 4, y + 30)])
    for b in (*plates, key):
        b.cut(lit)
    ochre.ink(lit)
# Gallery, lantern and cap.
for b in plates:
    b.cut(s.shape([(498, 392), (672, 392), (660, 364), (510, 364)]))
s.put(key, knife([(496, 396), (674, 396), (662, 372), (508, 372)], 0.6, 2, 12), 4)
key.cut(s.cuts([[(502, 390), (600, 391)], [(512, 378), (560, 377)]], 3, "lens"))
rail = [[(x, 372), (x, 334)] for x in np.linspace(512, 658, 11)] + [[(508, 336), (662, 336)], [(508, 353), (662, 353)]]
lantern = s.shape([(546, 372), (624, 372), (620, 262), (550, 262)])
for b in (*plates, key):
    b.cut(lantern)
ochre.ink(lantern)
ochre.cut(s.hatch(lantern, rays(*LAMP, 40), 4.2, 30, lambda x, y: np.clip(1.2 - far(x, y) / 50, 0, 1), 3, thin=0.8))
core = s.shape(ellipse(*LAMP, 19, 24))
ochre.cut(core)
key.ink(s.cuts([[(x, 372), (x + (585 - x) * 0.06, 262)] for x in (547, 566, 585, 604, 623)] + [[(546, 318), (624, 318)]], 4, "line"))
key.ink(s.cuts(rail, 3.4, "line"))
key.cut(s.cuts([[(509, 334), (560, 334)], [(575, 334), (655, 334)]], 1.8, "lens"))
cap = knife(smooth([(534, 264), (534, 264), (546, 240), (566, 216), (583, 206), (588, 206), (606, 217), (626, 241), (638, 264), (638, 264)], True), 0.7, 4, 10)
for b in plates:
    b.cut(s.shape(cap))
m = s.put(key, cap, 4)
red.ink(m)
key.cut(s.hatch(m, rays(586, 190, 60), 8, 60, lambda x, y: np.clip(0.85 - (x - 560) / 60, 0.05, 0.9), 6, thin=1.2))
key.ink(s.cuts([[(586, 208), (586, 160)]], 5, "dart"), s.shape(ellipse(586, 204, 9)), s.cuts([[(586, 172), (612, 166), (630, 171)]], 7, "dart"))

# The rock it stands on.
rock = knife([(330, 1150), (362, 1092), (402, 1082), (428, 1046), (480, 1040), (512, 1076), (560, 1084), (640, 1080), (682, 1040), (724, 1052), (748, 1090), (806, 1098), (836, 1150), (836, 1240), (330, 1240)], 3, 4, 14)
for b in plates:
    b.cut(s.shape(rock))
for b in plates:
    b.cut(s.cuts([[*rock, rock[0], rock[1]]], 10, "line"))
m = s.put(key, rock, 4)
lit = s.relief(m, 30, (-1, -0.8))
facet = lambda x, y: (x + 0.5 * y + 30 * np.round(noise(x, y, 52, 3) * 2), y - 0.4 * x)  # noqa: E731
key.cut(s.hatch(m, facet, 11, 40, lambda x, y: 0.12 + 0.75 * np.clip(noise(x, y, 60, 6) + 0.1, 0, 1) + 0.6 * lit(x, y), 7, thin=1.2, wobble=0.3))


# The sea in the gale, and the spray it throws on the rock.
def gleam(x, y):
    return np.clip(0.95 - np.abs(x - 470 + 0.25 * (y - HORIZON)) / (60 + 0.35 * (y - HORIZON)), 0, 1) * 0.8


back_sea = s.shape([(0, HORIZON - 30), (330, HORIZON - 30), (330, 1500), (0, 1500)])
sea(s, key, green, HORIZON + 4, 1150, seed=3, first=10, grow=1.15, steep=0.8, clear=(ochre, red, pale), foam=1, right=352, fire=gleam, red=red, ochre=ochre)
sea(s, key, green, HORIZON + 8, 1150, seed=6, first=10, grow=1.15, steep=0.8, clear=(ochre, red, pale), foam=1, left=812)
rng = np.random.default_rng(5)
for cx, base, high, n in ((372, 1164, 190, 46), (800, 1166, 150, 36), (545, 1180, 76, 26)):
    jets, sizes, drops = [], [], []
    for _ in range(n):
        a = rng.normal(0.12, 0.42)
        h = high * rng.uniform(0.35, 1) * np.cos(a)
        x = cx + rng.normal(0, 16)
        jets.append(smooth([(x, base), (x + h * np.sin(a) * 0.45, base - h * 0.62), (x + h * np.sin(a) * 1.0, base - h), (x + h * np.sin(a) * 1.35, base - h * 0.9)], step=6))
        sizes.append(rng.uniform(3, 9))
        for _ in range(3):
            r = rng.uniform(1.5, 4.5)
            drops.append(knife(ellipse(x + h * np.sin(a) * 1.3 + rng.normal(0, 22), base - h * rng.uniform(0.7, 1.15), r * 1.2, r, n=9), r * 0.3, 2, 2))
    spray = s.cuts(jets, sizes, "gouge", 3)
    for b in (*plates, key):
        b.cut(spray, s.shape(*drops))
sea(s, key, green, 1172, 1530, seed=9, first=36, grow=1.22, steep=0.85, clear=(ochre, red, pale), foam=1.6, fire=gleam, red=red, ochre=ochre)
gulls(s, key, [(250, 560, 150, 0.5, 0.2), (140, 760, 84, 0.2, -0.15), (836, 600, 110, 0.65, -0.2), (800, 830, 62, 0.3, 0.1), (330, 900, 52, 0.5, 0.2)], plates, 4)
s.save()
