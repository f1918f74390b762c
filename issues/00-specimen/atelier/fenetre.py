"""Picture "fenetre": an open window at night, a curtain in the draught, basil on the sill."""

import math

import numpy as np

from forms import bare, bottle_form, boxed, grain, thing
from linocut import Sheet, ellipse, noise, rings, smooth, straight
from nature import sea

s = Sheet("fenetre", (2100, 2800))
ochre, red, green, pale = s.block("ochre", shift=(0.5, 0.4)), s.block("red", shift=(-0.4, 0.3)), s.block("green", shift=(0.3, -0.3)), s.block("paper", salt=0)
key = s.block("ink", full=True, salt=0.4)
H = s.h

# The wall: dark, with a wallpaper of cut leaves.
red.ink(s.all())
rng = np.random.default_rng(4)
for row, y in enumerate(range(20, 1360, 66)):
    for x in range(0, 1040, 80):
        q = x + (40 if row % 2 else 0)
        for a in (-0.7, 0.0, 0.7):
            n = 21 if a == 0 else 16
            tip = (q + n * math.sin(a), y - n * math.cos(a))
            key.cut(s.cuts([[(q, y), ((q + tip[0]) / 2, (y + tip[1]) / 2), tip]], 7, "lens"))
        key.cut(s.cuts([[(q, y + 3), (q, y + 18)]], 3.4, "dart"))

# The view.
X0, X1, Y0, Y1 = 210.0, 790.0, 150.0, 1010.0
hole = s.shape([(X0, Y0), (X1, Y0), (X1, Y1), (X0, Y1)])
thing(s, key, hole, green, tone=0, halo=0)
MOON = (600.0, 380.0)


def far(x, y):
    return np.hypot(x - MOON[0], y - MOON[1])


def round_(x, y):
    r = far(x, y) + 12 * noise(x, y, 120, 2)
    return r, np.arctan2(y - MOON[1], x - MOON[0]) * 260


night = s.hatch(hole, round_, 13, 110, lambda x, y: np.clip(0.95 - far(x, y) / 620, 0.1, 0.9), 3, thin=1.3, wobble=0.12, skip=0.04)
key.cut(night)
halo = s.hatch(s.shape(ellipse(*MOON, 170)).within(hole), round_, 13, 90, lambda x, y: np.clip(1.05 - far(x, y) / 170, 0, 0.9), 3, thin=1.3, wobble=0.12)
green.cut(halo)
ochre.ink(halo)
disc = thing(s, key, ellipse(*MOON, 78), None, field=straight(-20), spacing=9, length=40, tone=2.0, halo=6, skip=0)
key.ink(s.hatch(disc, rings(MOON[0] - 40, MOON[1] - 30), 8, 60, lambda x, y: np.clip((far(x + 34, y + 20) - 62) / 60, 0, 0.6), 5, thin=1))
for x, y, r in ((578, 352, 15), (624, 402, 20), (592, 420, 9), (632, 346, 8)):
    key.ink(s.cuts([[*ellipse(x, y, r, r * 0.9), (x + r, y)]], 3, "worn").within(disc))
for _ in range(26):
    x, y, r = rng.uniform(X0, X1), rng.uniform(Y0, 620), rng.uniform(2, 4.5)
    if far(x, y) > 130:
        bare(s, s.shape([(x - r * 2, y), (x - r * 0.4, y - r * 0.4), (x, y - r * 2), (x + r * 0.4, y - r * 0.4), (x + r * 2, y), (x + r * 0.4, y + r * 0.4), (x, y + r * 2), (x - r * 0.4, y + r * 0.4)]).within(hole))


def glint(x, y):
    return np.clip(1.0 - np.abs(x - 600) / (40 + 0.3 * (y - 690)), 0, 1)


sea(s, key, green, 694, 850, seed=4, first=8, grow=1.2, steep=0.55, clear=(ochre, red, pale), fire=glint, red=ochre, ochre=ochre, left=X0, right=X1)
roofs = [(190, 800, 150, 70), (330, 830, 130, 56), (450, 806, 140, 74), (590, 850, 120, 52), (690, 820, 140, 70)]
for i, (x, y, w, h) in enumerate(roofs):
    wall = s.shape([(x, y), (x + w, y), (x + w, 1010), (x, 1010)]).within(hole)
    thing(s, key, wall, None, field=straight(0), spacing=10, length=40, tone=0.12, seed=i, thin=1)
    roof = s.shape([(x - 10, y + 4), (x + w * 0.2, y - h), (x + w * 0.84, y - h), (x + w + 10, y + 4)]).within(hole)
    thing(s, key, roof, red, field=lambda a, b: (b + 3 * np.abs(np.sin(a / 9)), a), spacing=10, length=60, tone=0.5 - 0.1 * (i % 2), seed=i + 4, thin=1)
    chim = s.shape([(x + w * 0.62, y - h + 6), (x + w * 0.62, y - h - 30), (x + w * 0.76, y - h - 30), (x + w * 0.76, y - h + 6)]).within(hole)
    thing(s, key, chim, red, tone=0.4, spacing=6, length=20)
    for k in range(2):
        if (i + k) % 3 == 0:
            continue
        win = s.shape([(x + 26 + 52 * k, y + 24), (x + 52 + 52 * k, y + 24), (x + 52 + 52 * k, y + 62), (x + 26 + 52 * k, y + 62)]).within(hole)
        bare(s, win)
        ochre.ink(win)
        key.ink(s.cuts([[(x + 39 + 52 * k, y + 24), (x + 39 + 52 * k, y + 62)], [(x + 26 + 52 * k, y + 42), (x + 52 + 52 * k, y + 42)]], 3, "line").within(hole))
bare(s, s.cuts([smooth([(427, 746), (436, 704), (416, 672), (436, 630), (410, 590), (426, 556)])], 9, "lens"))

# The frame: wood, with the grain cut along it.
for outline, ang in (([(170, 110), (830, 110), (790, 150), (210, 150)], 0), ([(170, 110), (210, 150), (210, 1010), (170, 1050)], 90), ([(830, 110), (830, 1050), (790, 1010), (790, 150)], 90)):
    thing(s, key, outline, ochre, field=grain(ang, 3, 90), spacing=7, length=110, tone=0.62, seed=int(ang) + 2, halo=3, wobble=0.25)
# The right leaf, open into the room, with its panes.
leaf = [(790, 152), (948, 96), (948, 1086), (790, 1008)]
thing(s, key, leaf, ochre, field=grain(90, 5, 80), spacing=7, length=110, tone=0.5, seed=9, halo=4)
for t0, t1 in ((0.05, 0.34), (0.37, 0.66), (0.69, 0.955)):
    def edge(t, side):
        x = 806 if side == 0 else 930
        f = (x - 790) / 158
        top, low = 152 - 56 * f, 1008 + 78 * f
        return x, top + (low - top) * t

    pane = [edge(t0, 0), edge(t0, 1), edge(t1, 1), edge(t1, 0)]
    m = thing(s, key, pane, green, field=straight(62), spacing=13, length=140, tone=lambda x, y: 0.3 + 0.5 * noise(x, y, 110, 3), seed=int(t0 * 100), halo=2)
    bare(s, s.cuts([[(edge(t0, 0)[0] + 22, edge(t0, 0)[1] + 70), (edge(t0, 0)[0] + 70, edge(t0, 0)[1] + 18)], [(edge(t0, 0)[0] + 30, edge(t0, 0)[1] + 120), (edge(t0, 0)[0] + 106, edge(t0, 0)[1] + 30)]], 8, "lens").within(m))
thing(s, key, boxed(812, 560, 17, 64, 4, 7), None, field=straight(0), spacing=6, length=20, tone=0.9, halo=2)

# The sill.
sill = [(120, 1012), (880, 1012), (930, 1072), (70, 1072)]
thing(s, key, sill, ochre, field=grain(0, 7, 120), spacing=8, length=150, tone=0.7, seed=11, halo=3)
thing(s, key, [(70, 1072), (930, 1072), (930, 1112), (70, 1112)], ochre, field=grain(0, 4, 120), spacing=8, length=150, tone=0.28, seed=12, halo=2)

# The curtain, drawn into the room by the wind.
rod = [[(40, 84), (960, 84)]]
key.ink(s.cuts(rod, 18, "line"))
bare(s, s.cuts([[(44, 80), (956, 80)]], 4, "worn"))
curtain = smooth([(70, 86), (70, 86), (330, 90), (330, 90), (318, 220), (336, 380), (392, 540), (452, 690), (478, 800), (452, 870), (452, 870), (420, 846), (384, 884), (346, 850), (304, 890), (262, 850), (216, 884), (176, 846), (130, 880), (130, 880),
                  (140, 700), (104, 500), (78, 300)], True)


def folds(x, y):
    t = np.clip((y - 86) / 790, 0, 1)
    left = 70 + 70 * t**1.2
    right = 326 + 150 * t**1.5
    a = (x - left) / np.maximum(right - left, 40)
    return a * 300 + 10 * np.sin(a * 22), y


thing(s, key, curtain, None, field=folds, spacing=12, length=190, tone=lambda x, y: np.clip(0.72 + 0.42 * np.sin(folds(x, y)[0] / 300 * 38), 0.12, 1.2), seed=6, halo=5, wobble=0.1, skip=0.01)
for k in range(9):
    x = 84 + 30 * k
    thing(s, key, ellipse(x, 84, 8, 15, n=24), ochre, tone=0.8, spacing=5, length=20, halo=1.6, rough=0)
# On the sill: the basil and a glass of tea.
f, t = bottle_form(330, 70)
pot = [(262, 912), (398, 912), (380, 1046), (280, 1046)]
thing(s, key, pot, red, field=f, spacing=9, length=60, tone=t, seed=8, halo=4)
thing(s, key, boxed(330, 906, 160, 34, 0, 4), red, field=f, spacing=8, length=60, tone=t, seed=9, halo=3)
r2 = np.random.default_rng(12)
for k in range(64):
    a, d = r2.uniform(-1.35, 1.35), r2.uniform(10, 130) * (1 - k / 130)
    x, y = 330 + d * 0.95 * math.sin(a), 872 - d * 1.05 * math.cos(a) + r2.uniform(-6, 6)
    n, q = r2.uniform(28, 44), a + r2.uniform(-0.7, 0.7)
    raw = [(0, 0), (0.3, 0.26), (0.65, 0.24), (1, 0), (0.65, -0.24), (0.3, -0.26)]
    pts = smooth([(x + n * (math.sin(q) * u + math.cos(q) * v), y - n * (math.cos(q) * u - math.sin(q) * v)) for u, v in raw], True, 4)
    thing(s, key, pts, green, field=straight(math.degrees(-q) + 20), spacing=6, length=22, tone=0.95, seed=k, halo=1.8, rough=0.3)
    key.ink(s.cuts([[(x, y), (x + n * 0.85 * math.sin(q), y - n * 0.85 * math.cos(q))]], 2.2, "dart"))
    if k % 3 == 0:
        bare(s, s.cuts([[(x + 4, y - 4), (x + n * 0.7 * math.sin(q) + 4, y - n * 0.7 * math.cos(q))]], 2.4, "lens"))
gx = 600
f, t = bottle_form(gx, 46)
glass = smooth([(gx - 44, 914), (gx - 44, 914), (gx - 36, 970), (gx - 40, 1010), (gx - 26, 1048), (gx + 26, 1048), (gx + 40, 1010), (gx + 36, 970), (gx + 44, 914), (gx + 44, 914)], True)
thing(s, key, glass, None, field=f, spacing=8, length=40, tone=lambda x, y: np.clip(1.3 - (x - gx + 46) / 90, 0.3, 1.2), seed=3, halo=4)
tea = smooth([(gx - 40, 946), (gx - 36, 972), (gx - 39, 1010), (gx - 26, 1044), (gx + 26, 1044), (gx + 39, 1010), (gx + 36, 972), (gx + 40, 946), (gx, 954)], True)
thing(s, key, tea, red, field=f, spacing=7, length=40, tone=t, seed=5, halo=0)
bare(s, s.cuts([[*ellipse(gx, 914, 44, 9), (gx + 44, 914)]], 4, "line"), s.cuts([smooth([(gx - 28, 930), (gx - 22, 980), (gx - 26, 1016)])], 6, "lens"))
bare(s, s.cuts([smooth([(gx - 8, 896), (gx - 24, 860), (gx, 830), (gx - 16, 790)]), smooth([(gx + 14, 896), (gx + 2, 862), (gx + 26, 834), (gx + 12, 806)])], 9, "lens"))
s.save()
