"""Picture "telephone": a charging station, many phones and cables."""

import math

import numpy as np

from forms import bare, boxed, grain, thing, turned
from linocut import Sheet, ellipse, noise, rings, smooth, straight

s = Sheet("telephone", (2700, 1800))
ochre, red, green, pale = s.block("ochre", shift=(0.5, 0.4)), s.block("red", shift=(-0.4, 0.3)), s.block("green", shift=(0.3, -0.3)), s.block("paper", salt=0)
key = s.block("ink", full=True, salt=0.4)
H = s.h

# The table: a door on trestles, its planks across.
ochre.ink(s.all())
for i, x in enumerate(range(0, 1000, 167)):
    plank = s.shape([(x + 3, 0), (x + 164, 0), (x + 164, H), (x + 3, H)])
    key.cut(s.hatch(plank, grain(90, i, 160), 9, 150, lambda a, b: 0.42 + 0.26 * noise(a, b, 120, 2), i, thin=1.2, wobble=0.3, skip=0.08))
    for y in (22, 646):
        key.ink(s.shape(ellipse(x + 20, y, 5), ellipse(x + 146, y, 5)))

# Two power strips.
STRIPS = [(290, 322, 500, -3), (748, 362, 400, 4)]
SOCKETS = []
for cx, cy, n, turn in STRIPS:
    count = n // 68
    for k in range(count):
        SOCKETS.append((*turned([(-n / 2 + 40 + (n - 80) * k / (count - 1), 0)], cx, cy, turn)[0], turn))

rng = np.random.default_rng(11)
PHONES = []
for row, (y, count) in enumerate(((118, 9), (566, 9))):
    for k in range(count):
        PHONES.append((66 + 108.5 * k + rng.uniform(-7, 7), y + rng.uniform(-16, 16), rng.uniform(-11, 11) + (0 if row == 0 else 180), rng.uniform(0.9, 1.06), (row * 9 + k)))


def cable(points, colour, w, seed):
    line = smooth(points, step=14)
    bare(s, s.cuts([line], w * 2.1, "line"))
    m = s.cuts([line], w * 1.5, "line")
    key.ink(m)
    if colour is not None:
        core = s.cuts([line], w * 0.86, "line")
        key.cut(core)
        colour.ink(core)


# Cables, from each phone to a socket, crossing as they like.
order = rng.permutation(len(SOCKETS))
jobs = []
for i, (x, y, _turn, k, _n) in enumerate(PHONES):
    sx, sy, st = SOCKETS[order[i % len(SOCKETS)]]
    if i >= len(SOCKETS):
        sx, sy = sx + 12, sy + 6
    down = -1 if y < H / 2 else 1
    px, py = turned([(0, 0)], x, y - down * 84 * k, 0)[0]
    tangle = rng.uniform(-70, 70)
    jobs.append(([(px, py), (px + rng.uniform(-14, 14), py - down * 44), ((px + sx) / 2 + tangle, (py + sy) / 2 - down * rng.uniform(-24, 30)), (sx + rng.uniform(-26, 26), sy + down * rng.uniform(40, 66)), (sx, sy + down * 6)], (None, red, green, None, pale, red)[i % 6]))
for i, (points, colour) in enumerate(jobs):
    cable(points, colour, 6.2 if colour is not None else 5.0, i)

for i, (cx, cy, n, turn) in enumerate(STRIPS):
    thing(s, key, boxed(cx, cy, n, 66, turn, 14), None, field=straight(turn), spacing=8, length=120, tone=lambda x, y, c=cy: np.clip(1.2 - (y - c + 33) / 80, 0.25, 1.2), seed=i, halo=5)
    thing(s, key, turned(boxed(n / 2 - 18, 0, 20, 32, 0, 4), cx, cy, turn), red, tone=0.9, spacing=5, length=20, halo=2)
for i, (x, y, turn) in enumerate(SOCKETS):
    thing(s, key, ellipse(x, y, 24, n=40), None, field=rings(x, y), spacing=6, length=60, tone=0.25, seed=i, halo=2)
    used = i % 7 != 3
    if used:  # a plug in its socket
        thing(s, key, boxed(x, y, 32, 30, turn + (i * 37) % 14, 8), (None, red, green, ochre)[i % 4], field=straight(turn + 90), spacing=5.5, length=30, tone=0.7, seed=i, halo=2.5)
        key.ink(s.shape(ellipse(x, y, 6.5, n=16)))
    else:
        bare(s, s.shape(ellipse(x - 8, y, 3.6, n=12), ellipse(x + 8, y, 3.6, n=12), ellipse(x, y - 11, 3, n=12)))
for i, (points, colour) in enumerate(jobs):  # the last bit of each cable, over its plug
    cable(points[-1:] + [(points[-1][0], points[-1][1] + (points[-2][1] - points[-1][1]) * 0.25), points[-2]], colour, 6.2 if colour is not None else 5.0, i)
# The long lead that feeds the strips.
cable([(50, 340), (24, 372), (36, 420), (-10, 450)], None, 9, 3)
cable([(946, 378), (974, 392), (980, 352), (1010, 340)], None, 9, 4)


def phone(x, y, turn, k, n):
    w, h = 78 * k, 150 * k
    shell = boxed(x, y, w, h, turn, 13 * k)
    thing(s, key, shell, (None, red, None, green, None, None)[n % 6], field=straight(turn + 90), spacing=5, length=60, tone=0.35, seed=n, halo=4.5)
    colour = (green, ochre, red, None, green, red, ochre)[n % 7]
    tone = (0.62, 0.95, 0.72, 1.1, 0.5, 0.6, 0.7)[n % 7]
    screen = boxed(*turned([(0, -2 * k)], x, y, turn)[0], w * 0.82, h * 0.8, turn, 5 * k)
    dark = n in (2, 7, 12, 16)
    m = thing(s, key, screen, colour, field=straight(turn + (0, 35, -35, 90)[n % 4]), spacing=7, length=44, tone=0.16 if dark else tone, seed=n + 3, halo=1.5, wobble=0.12)

    def at(points):
        return turned(points, x, y, turn, k)

    if n % 4 == 0:  # a battery that fills
        frame = at(boxed(0, 0, 34, 56, 0, 4))
        bare(s, s.shape(frame), s.shape(at(boxed(0, -32, 14, 7, 0, 2))))
        key.ink(s.shape(at(boxed(0, 0, 27, 49, 0, 2))))
        level = s.shape(at([(-11, 22), (11, 22), (11, 22 - 9 * (1 + n % 5)), (-11, 22 - 9 * (1 + n % 5))]))
        bare(s, level)
        (red if n % 5 < 2 else ochre).ink(level)
    elif n % 4 == 1:  # a message
        for _j, (q, wd, yy) in enumerate(((-1, 34, -36), (1, 30, -14), (-1, 40, 8), (1, 22, 30))):
            bubble = at(boxed(q * (27 - wd / 2), yy, wd, 15, 0, 6))
            (bare(s, s.shape(bubble)) if q < 0 else key.ink(s.shape(bubble)))
    elif n % 4 == 2:  # a flash of lightning: charging
        bolt = at([(6, -36), (-18, 6), (-2, 6), (-8, 38), (18, -8), (2, -8)])
        bare(s, s.cuts([[*bolt, bolt[0]]], 4 * k, "line"), s.shape(bolt))
        if not dark:
            key.ink(s.shape(bolt))
    else:  # a call: handset and waves
        hand = at(smooth([(-18, -22), (-10, -28), (-2, -18), (-8, -8), (0, 8), (10, 14), (20, 10), (26, 20), (18, 28), (2, 26), (-16, 6), (-22, -12)], True))
        key.ink(s.shape(hand))
        bare(s, s.cuts([[*hand, hand[0]]], 2.6 * k, "line"))
        for r in (14, 24):
            key.ink(s.cuts([at([(4 + r * math.cos(a), -14 + r * math.sin(a)) for a in np.linspace(-1.5, 0.1, 9)])], 4 * k, "lens"))
    end = at(boxed(0, 78, 15, 18, 0, 3))
    thing(s, key, end, None, tone=0.9, spacing=5, length=14, halo=2)
    bare(s, s.cuts([at([(-10, -68.5), (10, -68.5)])], 3 * k, "line"))
    if n in (4, 13):  # a cracked screen
        bare(s, s.cuts([at([(30, -50), (6, -20), (-14, -26), (-30, -4)]), at([(6, -20), (10, 8), (-6, 34)]), at([(10, 8), (30, 16)])], 2.6, "line").within(m))
    if n in (1, 9, 15):  # a name on a strip of tape
        tape = at(boxed(0, 44, 62, 18, 4))
        thing(s, key, tape, None, tone=1.5, spacing=6, length=40, halo=1.5)
        key.ink(s.cuts([at(smooth([(-22 + 8 * j, 46 + 4 * (-1) ** j) for j in range(6)]))], 2.6, "line"))


for p in PHONES:
    phone(*p)
s.save()
