"""Picture "enfants-cerf-volant": children run on the beach with kites; they have no faces, only hats and speed."""

import math

import numpy as np

from forms import axis, bare, limb, thing, turned
from linocut import Sheet, ellipse, noise, place, smooth, straight
from nature import gulls, sea

s = Sheet("enfants-cerf-volant", (2700, 2025))
ochre, red, green, pale = s.block("ochre", shift=(0.5, 0.4)), s.block("red", shift=(-0.4, 0.3)), s.block("green", shift=(0.3, -0.3)), s.block("paper", salt=0)
key = s.block("ink", salt=0.4)
plates = (ochre, red, green, pale)
HORIZON = 470.0


# A sky that moves: long cuts bent over each other.
def gust(x, y):
    b = 30 * np.sin((x + 0.6 * y) / 140) + 20 * noise(x, y * 1.4, 210, 2) + 7 * noise(x, y, 80, 4)
    return y - 0.12 * x + b, x + 0.2 * y


sky = s.shape([(0, 0), (1000, 0), (1000, HORIZON + 4), (0, HORIZON + 4)])
green.ink(s.hatch(sky, gust, 13, 150, lambda x, y: np.clip(0.95 - y / 420 + 0.3 * noise(x, y, 200, 3), 0.0, 1.05), 3, thin=1.2, wobble=0.14, skip=0.06))
ochre.ink(s.hatch(sky, lambda x, y: (gust(x, y)[0] + 6.5, gust(x, y)[1]), 13, 150, lambda x, y: np.clip((y - 200) / 240, 0, 0.95), 5, thin=1.2, wobble=0.14, skip=0.06))
key.ink(s.hatch(sky, lambda x, y: (gust(x, y)[0] + 6.5, gust(x, y)[1]), 13, 110, lambda x, y: np.clip(0.35 - y / 300 + 0.3 * noise(x, y, 180, 6), 0, 0.6), 6, thin=1.2, wobble=0.14, skip=0.15))
sea(s, key, green, HORIZON + 3, 560, seed=5, first=8, grow=1.18, steep=0.6, clear=(ochre, red, pale))

# The beach: wet sand with the last of a wave, then ripples.
shore = smooth([(0, 556), (140, 548), (300, 562), (470, 546), (640, 560), (820, 544), (1000, 556)])
beach = s.shape([*shore, (1000, 751), (0, 751)])
thing(s, key, beach, ochre, field=lambda x, y: (y + 5 * np.sin(x / 46 + y / 9) * np.clip((y - 540) / 140, 0, 1) + 6 * noise(x, y, 90, 3), x), spacing=9.5, length=80,
      tone=lambda x, y: 0.86 - 0.22 * np.clip((y - 640) / 110, 0, 1) + 0.2 * noise(x, y, 110, 2), seed=8, wobble=0.2, skip=0.04)
foam = s.shape([*shore, *[(x, y + 7 + 9 * float(noise(x, y, 40, 2))) for x, y in reversed(shore)]])
bare(s, foam)
key.ink(s.cuts([[(x, y + 16 + 8 * float(noise(x, y, 40, 2))) for x, y in shore]], 3, "worn"))


# Running children: joints drawn with y up, feet near 0, 100 high.
POSES = {
    "a": {"back": [(0, 44), (-7, 24), (-25, 8)], "back_shoe": -52, "front": [(7, 44), (25, 39), (22, 16)], "front_shoe": 12, "far": [(8, 74), (24, 64), (37, 74)], "near": [(4, 75), (-11, 64), (-26, 78)]},
    "b": {"back": [(0, 44), (-9, 27), (-32, 30)], "back_shoe": -118, "front": [(6, 44), (22, 28), (36, 8)], "front_shoe": 24, "far": [(6, 74), (-12, 62), (-27, 70)], "near": [(9, 76), (26, 84), (40, 100)]},
}
COAT = [(2, 83), (-6, 73), (-8, 58), (-12, 44), (-18, 34), (-18, 34), (-4, 31), (10, 32), (19, 37), (19, 37), (17, 52), (17, 66), (15, 77), (10, 83)]
SHOE = [(-5, 6), (-5, 6), (-5, -1), (-4, -4), (-4, -4), (13, -4), (13, -4), (14, -1), (10, 2), (4, 4), (4, 7), (4, 7)]


def child(pose, x, y, size, colour, boots, seed):
    joints, k = POSES[pose], size / 100

    def up(points):
        return place(points, x, y, size)

    def part(outline, plate, tone, field, halo=1.3):
        thing(s, key, outline, plate, field=field, spacing=3.1 * k, length=17 * k, tone=tone, seed=seed, halo=halo * k, rough=0.35 * k, facet=4.5 * k, thin=0.5 * k)

    def leg(name):
        line = up(joints[name])
        part(limb([line[0], line[0], line[1], line[1], line[2]], [15 * k, 15 * k, 12.5 * k, 11.5 * k, 8.5 * k]), None, lambda a, b: np.clip(0.1 + (a - line[1][0]) / (26 * k), 0.0, 0.5), straight(80))
        turn = math.radians(joints[name + "_shoe"])
        shoe = place(smooth(SHOE, True, 3), line[2][0], line[2][1], size * 1.05, turn=turn)
        part(shoe, boots, 0.55, straight(10))

    def arm(name, light):
        line = up(joints[name])
        hand = line[2]
        part(ellipse(hand[0], hand[1], 5.2 * k, 4.8 * k, n=18), None, 0.0, straight(0))
        short = (line[1][0] + (hand[0] - line[1][0]) * 0.8, line[1][1] + (hand[1] - line[1][1]) * 0.8)
        pts, w = [line[0], line[0], line[1], line[1], short], [12 * k, 12.5 * k, 10.5 * k, 10 * k, 9 * k]
        f, t = axis(pts, w)
        part(limb(pts, w), colour, lambda a, b: light * t(a, b), f)

    key.ink(s.cuts([smooth([(x - size * 0.3, y + size * 0.03), (x + size * 0.1, y + size * 0.05), (x + size * 0.75, y + size * 0.09)])], size * 0.07, "lens"))
    arm("far", 0.6)
    leg("back")
    leg("front")
    scarf = up(smooth([(4, 80), (-10, 84), (-24, 79), (-38, 85), (-52, 80), (-51, 75), (-38, 79), (-24, 73), (-10, 77), (4, 74)], True))
    part(scarf, boots, 0.7, straight(90))
    coat = up(smooth(COAT, True, 6))
    m = s.shape(coat)
    lit = s.relief(m, size * 0.1, (-0.7, -1))
    part(coat, colour, lambda a, b: 0.5 + 0.8 * lit(a, b) - (a - x) / (90 * k), straight(82))
    key.ink(s.cuts([up(smooth([(3, 80), (5, 58), (3, 33)]))], 1.6 * k, "worn"), s.shape(*[ellipse(*up([(7, q)])[0], 1.4 * k, n=10) for q in (70, 60, 50, 41)]))
    part(up(smooth([(0, 82), (4, 87), (12, 87), (17, 82), (13, 77), (4, 77)], True)), boots, 0.7, straight(60))
    part(up(ellipse(11, 92, 9.4, 9.8, n=30)), None, lambda a, b: np.clip((x + 6 * k - a) / (12 * k), 0, 0.7), straight(20))
    part(up(smooth([(0, 91), (1, 98), (7, 103.5), (15, 102.5), (21, 96), (21.4, 92), (21.4, 92), (11, 94)], True)), boots, lambda a, b: np.clip(0.9 - (a - x) / (30 * k), 0.3, 0.9), straight(84))
    part(up(ellipse(9, 106.4, 4, n=14)), None, 1.0, straight(30))
    arm("near", 1.0)
    return up([joints["near"][2]])[0]


def kite(x, y, size, turn, colours, seed):
    def at(points):
        return turned(points, x, y, turn, size / 100)

    top, low, left, right, mid = (0, -70), (0, 84), (-52, -14), (52, -14), (0, -14)
    for i, (tri, ang) in enumerate((((top, left, mid), 50), ((top, right, mid), -40), ((low, left, mid), -52), ((low, right, mid), 60))):
        thing(s, key, at(list(tri)), colours[i % len(colours)], field=straight(turn + ang), spacing=8.5, length=60, tone=(0.95, 0.62, 0.7, 0.45)[i], seed=seed + i, halo=2.4, rough=0.5)
    bare(s, s.cuts([at([top, low]), at([left, right])], 3.4, "worn"))
    tail = smooth(at([(0, 84), (16, 112), (-14, 142), (18, 172), (-8, 204), (14, 232)]))
    key.ink(s.cuts([tail], 2.6, "line"))
    for k, i in enumerate((8, 16, 24, 32)):
        if i >= len(tail):
            continue
        px, py = tail[i]
        for f in (-1, 1):
            bow = turned([(0, 0), (f * 17, -9), (f * 20, 7)], px, py, turn + 10 * k, size / 100)
            thing(s, key, bow, colours[k % len(colours)], tone=0.8, spacing=5, length=20, halo=1.8, seed=k)


RUNNERS = [("a", 262, 706, 236, red, pale, 3), ("a", 560, 676, 206, green, red, 4), ("b", 812, 702, 226, ochre, red, 8)]
HANDS = [place([POSES[p]["near"][2]], x, y, size)[0] for p, x, y, size, *_ in RUNNERS]
KITES = [(152, 128, 150, -24, (red, ochre), 2), (474, 172, 128, -14, (ochre, None, green), 22), (866, 150, 172, 24, (green, None, red, ochre), 12)]
strings = []
for (hx, hy), (kx, ky, *_r) in zip(HANDS, KITES, strict=True):
    strings.append(smooth([(hx, hy), ((hx * 2 + kx) / 3, (hy * 2 + ky) / 3 + 22), ((hx + 2 * kx) / 3, (hy + 2 * ky) / 3 + 14), (kx, ky)], step=16))
for _i, p in enumerate(strings):
    bare(s, s.cuts([p], 4.4, "line"))
    key.ink(s.cuts([p], 1.9, "line"))
for k in KITES:
    kite(*k)
for r in RUNNERS:
    child(*r)
prints = [ellipse(x, y + (6 if i % 2 else -6), 9, 4, 0.1, n=12) for i, (x, y) in enumerate([(20, 728), (58, 724), (96, 730), (136, 722), (174, 728), (376, 700), (412, 694), (452, 700), (640, 718), (676, 712)])]
key.ink(s.shape(*prints))
gulls(s, key, [(660, 92, 60, 0.5, -0.1), (704, 330, 44, 0.2, 0.15), (300, 300, 46, 0.6, 0.1), (330, 60, 36, 0.3, 0)], plates, 5)
s.save()
