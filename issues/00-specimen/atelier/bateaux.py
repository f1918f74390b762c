"""Picture "bateaux": a ferry, a trawler and small boats on the strait."""

import numpy as np

from forms import bare, boxed, thing
from linocut import Sheet, along, ellipse, noise, smooth, straight, wind
from nature import gulls, sea

s = Sheet("bateaux", (3000, 1800))
ochre, red, green, pale = s.block("ochre", shift=(0.5, 0.4)), s.block("red", shift=(-0.4, 0.3)), s.block("green", shift=(0.3, -0.3)), s.block("paper", salt=0)
key = s.block("ink", salt=0.4)
plates = (ochre, red, green, pale)
HORIZON = 300.0

# Sky: bands of cloud with bellies in ochre.
sky = s.shape([(0, 0), (1000, 0), (1000, HORIZON + 4), (0, HORIZON + 4)])
ochre.ink(s.hatch(sky, wind(-2, 14, 260, 2), 10, 160, lambda x, y: np.clip((y - 130) / 150, 0, 1.0), 3, thin=1.1, skip=0.05))
green.ink(s.hatch(sky, wind(-2, 14, 260, 2), 9, 140, lambda x, y: np.clip(0.9 - y / 170, 0, 0.9), 5, thin=1.1, skip=0.08))
for i, (y, h, bumps, x0, x1) in enumerate([(74, 60, 7, -40, 560), (52, 46, 6, 590, 1060), (150, 44, 8, 330, 1040), (196, 28, 7, -60, 420), (238, 20, 9, 480, 1060)]):
    xs = np.linspace(x0, x1, 240)
    lobe = np.sqrt(np.abs(np.sin(np.pi * (xs - x0) / (x1 - x0) * bumps + 0.5 * noise(xs, xs * 0, 60, i))))
    env = np.sin(np.pi * (xs - x0) / (x1 - x0)) ** 0.6 * (0.75 + 0.5 * noise(xs, xs * 0 + y, 120, i + 2))
    line = list(zip(xs.tolist(), (y - h * env * (0.5 + 0.5 * lobe)).tolist(), strict=True))
    cloud = [*line, (x1 + 20, y + 3), ((x0 + x1) / 2, y + h * 0.16), (x0 - 20, y + 3)]
    m = thing(s, key, cloud, None, field=along(line), spacing=h * 0.13 + 2.6, length=70, tone=lambda a, b, y=y, h=h: np.clip(0.15 + (y - b) / h * 1.35, 0.06, 1.25), seed=i + 3, halo=2.6, skip=0.02, wobble=0.2)
sun = s.shape(ellipse(168, 284, 52))


def fire(x, y):
    return np.clip(1.0 - np.abs(x - 168 - 8 * noise(x * 0, y, 30, 2)) / (34 + 0.26 * (y - HORIZON)), 0, 1)


thing(s, key, sun, red, field=straight(0), spacing=7, length=50, tone=lambda x, y: 1.1 - np.clip((y - 250) / 130, 0, 0.5), seed=2)
bare(s, s.cuts([[*ellipse(168, 284, 56), ellipse(168, 284, 56)[0]]], 4, "line").within(sky))
water = s.shape([(0, HORIZON), (1000, HORIZON), (1000, s.h), (0, s.h)])
for b in (*plates, key):
    b.cut(water)
sea(s, key, green, HORIZON + 4, 352, seed=7, first=6, grow=1.14, steep=0.5, clear=(ochre, red, pale), fire=fire, red=red, ochre=ochre)


# The ferry.
def ferry():
    hull = smooth([(350, 300), (350, 300), (352, 318), (372, 372), (372, 372), (880, 372), (880, 372), (904, 340), (930, 286), (930, 286), (840, 296), (600, 300)], True)
    thing(s, key, hull, red, field=lambda x, y: (y - 6 * np.cos((x - 640) / 200), x), spacing=7, length=80, tone=lambda x, y: 0.75 - (y - 300) / 130, seed=3, halo=3.5)
    key.ink(s.shape([(352, 322), (918, 312), (908, 334), (360, 340)]))
    bare(s, s.cuts([[(356, 326), (915, 316)]], 3.6, "worn"))
    ports = [ellipse(x, 331 - (x - 380) * 0.008, 3.4, n=12) for x in range(396, 890, 22)]
    bare(s, s.shape(*ports))
    ochre.ink(s.shape(*ports))
    decks = [((372, 300), (846, 258)), ((392, 260), (822, 222)), ((420, 224), (770, 190))]
    for i, ((x0, y1), (x1, y0)) in enumerate(decks):
        thing(s, key, [(x0, y1), (x0 + 6, y0 + 2), (x1 - 16, y0), (x1 + 10, y1 - 2)], None, field=straight(90), spacing=6, length=34, tone=lambda x, y, i=i: np.clip(1.3 - (x - 420) / 520, 0.35, 1.3), seed=i, halo=2)
        key.ink(s.cuts([[(x0 - 4, y0 + 2), (x1 + 2, y0)]], 4, "line"))
        win = [boxed(x, (y0 + y1) / 2 + 1, 12, 15, 0, 3) for x in range(x0 + 24, x1 - 22, 22)]
        key.ink(s.shape(*win))
        lit = s.shape(*[boxed(x, (y0 + y1) / 2 + 1, 7, 10) for k, x in enumerate(range(x0 + 24, x1 - 22, 22)) if (k * 7 + i * 3) % 5 < 3])
        bare(s, lit)
        ochre.ink(lit)
    bridge = [(700, 190), (706, 160), (792, 158), (806, 190)]
    thing(s, key, bridge, None, field=straight(90), spacing=6, length=30, tone=0.85, seed=8, halo=2)
    key.ink(s.shape([(712, 166), (792, 164), (799, 178), (712, 179)]))
    bare(s, s.cuts([[(x, 164), (x + 1, 180)] for x in (728, 746, 764, 781)], 2.4, "line"))
    for x in (470, 560):
        f = [(x, 192), (x + 6, 124), (x + 58, 120), (x + 64, 190)]
        thing(s, key, f, red, field=straight(90), spacing=6.4, length=40, tone=lambda a, b, x=x: 0.95 - (a - x) / 70, seed=x, halo=2.6)
        key.ink(s.shape([(x + 6, 126), (x + 8, 112), (x + 55, 108), (x + 58, 122)]))
        bare(s, s.shape([(x + 4, 150), (x + 61, 147), (x + 62, 160), (x + 3, 163)]))
    smoke = smooth([(500, 106), (476, 84), (440, 82), (424, 62), (382, 66), (352, 50), (300, 58), (250, 48), (262, 60), (316, 74), (352, 68), (380, 84), (416, 82), (432, 100), (468, 100), (490, 114)], True)
    thing(s, key, smoke, None, field=wind(12, 8, 60, 2), spacing=6, length=40, tone=lambda x, y: 0.25 + np.clip((92 - y) / 60, 0, 0.7), seed=4, halo=2.4)
    key.ink(s.cuts([[(750, 158), (752, 96)], [(736, 118), (768, 116)], [(752, 100), (930, 284)], [(752, 100), (626, 122)]], 2.2, "line"))
    flag = smooth([(384, 258), (384, 258), (368, 236), (348, 240), (330, 232), (330, 232), (334, 252), (350, 258), (368, 256)], True)
    boats = [smooth([(x - 16, 250), (x - 16, 250), (x - 13, 258), (x + 13, 258), (x + 16, 250), (x + 16, 250)], True) for x in (480, 540, 600, 660)]
    for b in boats:
        thing(s, key, b, ochre, tone=0.8, spacing=4, length=20, halo=1.6, rough=0.2)
    del flag


ferry()
sea(s, key, green, 372, 470, seed=12, first=15, grow=1.2, steep=0.62, clear=(ochre, red, pale), fire=fire, red=red, ochre=ochre, foam=1.2)


# The trawler, with its nets.
def trawler(x, y, k):
    def at(points):
        return [(x + a * k, y - b * k) for a, b in points]

    key.ink(s.cuts([at([(-34, 30), (-36, 138)]), at([(-36, 132), (-110, 70)]), at([(-36, 132), (70, 60)]), at([(-36, 110), (-78, 122)]), at([(66, 60), (66, 92)]), at([(-36, 138), (-110, 34)])], 2.6 * k, "line"))
    net = [at(smooth([(-78, 122), (-84 - 5 * i, 84), (-96 + 7 * i, 40)])) for i in range(5)]
    key.ink(s.cuts(net, 1.7 * k, "line"))
    thing(s, key, at([(-2, 34), (0, 84), (54, 82), (58, 36)]), None, field=straight(90), spacing=5.4 * k, length=36 * k, tone=0.8, seed=2, halo=2.6)
    thing(s, key, at([(-8, 82), (-4, 94), (60, 91), (64, 80)]), red, tone=0.7, spacing=5, length=30, halo=2)
    w = s.shape(at([(8, 74), (22, 74), (22, 58), (8, 58)]), at([(30, 74), (46, 73), (47, 58), (30, 58)]))
    key.ink(w)
    lit = s.shape(at([(10, 72), (20, 72), (20, 60), (10, 60)]))
    bare(s, lit)
    ochre.ink(lit)
    hull = at(smooth([(-118, 38), (-118, 38), (-112, 10), (-96, -16), (-96, -16), (86, -16), (86, -16), (108, 14), (124, 58), (124, 58), (92, 42), (40, 32), (-40, 30), (-90, 34)], True))
    thing(s, key, hull, ochre, field=lambda a, b: (b + 0.0007 * (a - x) ** 2 / k, a), spacing=7 * k, length=60 * k, tone=lambda a, b: 0.85 - (b - y + 50 * k) / (90 * k), seed=5, halo=3.6)
    bare(s, s.cuts([at(smooth([(-114, 28), (-60, 22), (30, 24), (90, 34), (119, 50)]))], 4 * k, "worn"))
    tyres = [at(ellipse(q, 6, 9, n=20)) for q in (-70, -30, 10, 50)]
    for t in tyres:
        thing(s, key, t, None, tone=0, halo=1.6, rough=0.2)
        bare(s, s.shape([(x + (px - x) * 1, py) for px, py in t]).within(s.shape(ellipse(sum(p[0] for p in t) / len(t), sum(p[1] for p in t) / len(t), 3.4 * k, n=12))))


trawler(230, 486, 1.02)
sea(s, key, green, 494, 512, seed=21, first=32, grow=1.25, steep=0.7, clear=(ochre, red, pale), fire=fire, red=red, ochre=ochre, foam=1.4)


# Small boats: a rowing boat and a dinghy under sail.
def dinghy(x, y, k, colour, sail):
    def at(points):
        return [(x + a * k, y - b * k) for a, b in points]

    if sail is not None:
        key.ink(s.cuts([at([(-4, 10), (0, 128)])], 4 * k, "line"))
        thing(s, key, at(smooth([(2, 124), (2, 124), (26, 80), (60, 30), (60, 30), (4, 22), (4, 22)], True)), sail, field=rings_like(x, y, k), spacing=7 * k, length=50 * k, tone=0.8, seed=3, halo=2.6)
        thing(s, key, at(smooth([(-4, 118), (-4, 118), (-24, 70), (-52, 26), (-52, 26), (-8, 24), (-8, 24)], True)), None, field=straight(-60), spacing=7 * k, length=50 * k, tone=0.95, seed=4, halo=2.6)
    hull = at(smooth([(-66, 24), (-66, 24), (-56, 4), (-44, -10), (-44, -10), (50, -10), (50, -10), (62, 6), (74, 30), (74, 30), (40, 18), (-20, 16)], True))
    thing(s, key, hull, colour, field=lambda a, b: (b + 0.0012 * (a - x) ** 2 / k, a), spacing=6.4 * k, length=50 * k, tone=lambda a, b: 0.9 - (b - y + 24 * k) / (50 * k), seed=int(x), halo=3.2)
    bare(s, s.cuts([at(smooth([(-62, 16), (-10, 9), (40, 11), (70, 22)]))], 3.4 * k, "worn"))


def rings_like(x, y, k):
    return lambda a, b: (0.6 * a + 0.8 * b + 0.002 * (a - x) ** 2, b)


dinghy(612, 520, 1.15, None, ochre)
dinghy(836, 524, 0.92, red, None)
sea(s, key, green, 538, s.h + 10, seed=33, first=40, grow=1.25, steep=0.66, clear=(ochre, red, pale), fire=fire, red=red, ochre=ochre, foam=1.6)
oars = [[(800, 508), (762, 546)], [(872, 508), (908, 550)]]
key.ink(s.cuts(oars, 5, "line"))
bare(s, s.cuts([[(801, 508), (766, 543)], [(872, 509), (905, 546)]], 2.2, "line"))
gulls(s, key, [(120, 132, 84, 0.5, 0.15), (258, 208, 52, 0.2, -0.15), (440, 176, 40, 0.6, 0.2), (940, 112, 66, 0.4, -0.2), (880, 216, 40, 0.7, 0.0), (380, 440, 60, 0.3, 0.1)], plates, 4)
s.save()
