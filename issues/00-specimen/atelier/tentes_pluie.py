"""Picture "tentes-pluie": tents under slanting rain, one with a light in it."""

import math

import numpy as np

from figures import tarp, tent
from forms import bare, thing
from linocut import Sheet, ellipse, noise, smooth, straight, wind
from nature import rain

s = Sheet("tentes-pluie", (2700, 2025))
ochre, red, green, pale = s.block("ochre", shift=(0.5, 0.4)), s.block("red", shift=(-0.4, 0.3)), s.block("green", shift=(0.3, -0.3)), s.block("paper", salt=0)
key = s.block("ink", full=True, salt=0.4)
plates = (ochre, red, green, pale)

sky = s.shape([(0, 0), (1000, 0), (1000, 430), (0, 430)])
green.ink(sky)
key.cut(s.hatch(sky, wind(-3, 22, 260, 3), 12, 150, lambda x, y: 0.3 + 0.42 * noise(x, y * 2, 210, 5) + 0.35 * np.clip((y - 230) / 150, 0, 1), 3, thin=1.3, wobble=0.3, skip=0.06))
# Trees, black, with the rope of the tarpaulin between them.
rng = np.random.default_rng(2)
for x, w, lean in ((70, 26, 8), (205, 15, -6), (640, 17, 6), (880, 30, -10), (968, 14, 4)):
    trunk = smooth([(x - w * 0.8, 450), (x - w * 0.4, 330), (x - w * 0.3 + lean, 120), (x - w * 0.2 + lean * 2, -20), (x + w * 0.2 + lean * 2, -20), (x + w * 0.35 + lean, 120), (x + w * 0.5, 330), (x + w * 0.9, 450)])
    thing(s, key, trunk, None, field=lambda a, b, x=x: (a - x + 3 * noise(a, b, 40, 2), b), spacing=5.5, length=46, tone=lambda a, b, x=x, w=w: np.clip(0.3 - (a - x) / w * 0.7, 0, 0.7), seed=x, halo=2.2, skip=0.25)
    limbs, sizes = [], []
    for _ in range(15):
        y = rng.uniform(0, 240)
        side = rng.choice([-1, 1])
        n = rng.uniform(40, 130)
        limbs.append(smooth([(x + lean * 1.2, y + 50), (x + side * n * 0.4, y + 22), (x + side * n * 0.75, y - 4), (x + side * n, y - 34)]))
        sizes.append(w * rng.uniform(0.2, 0.42))
    key.ink(s.cuts(limbs, sizes, "dart"))
# Ground.
ground = s.shape([*smooth([(0, 420), (250, 410), (520, 422), (760, 408), (1000, 418)]), (1000, 751), (0, 751)])
for b in plates:
    b.cut(ground)
key.ink(ground)
ochre.ink(ground)
key.cut(s.hatch(ground, wind(1, 18, 170, 5), 10, 90, lambda x, y: 0.34 + 0.3 * noise(x, y * 2, 120, 2) - 0.18 * np.clip((y - 600) / 150, 0, 1), 9, thin=1.2, wobble=0.35, skip=0.12))


def puddle(cx, cy, w, h, seed):
    m = thing(s, key, smooth([(cx - w / 2, cy), (cx - w * 0.25, cy - h * 0.8), (cx + w * 0.2, cy - h), (cx + w / 2, cy - h * 0.1), (cx + w * 0.2, cy + h * 0.8), (cx - w * 0.25, cy + h)], True), green,
              field=straight(0), spacing=5.5, length=70, tone=lambda x, y: 0.62 + 0.35 * noise(x, y * 3, 60, seed), seed=seed, halo=1.6)
    r = np.random.default_rng(seed)
    for _ in range(int(w / 34)):
        a, q = r.uniform(-0.36, 0.36) * w, r.uniform(-0.45, 0.45) * h
        for k in (5, 11):
            ring = s.cuts([ellipse(cx + a, cy + q, k, k * 0.36, n=26)], 1.5, "worn").within(m)
            key.cut(ring)
            green.cut(ring)


tarp(s, key, 480, 452, 250, 150, cloth=green, seed=5, flip=True, deep=0.8, clear=plates)
key.ink(s.shape(smooth([(40, 560), (300, 530), (560, 560), (420, 590), (160, 592)], True)), s.shape(smooth([(500, 640), (740, 600), (1000, 640), (900, 668), (600, 668)], True)))
tent(s, key, 258, 566, 400, 236, cloth=red, seed=8, light=1, glow=None, clear=plates, deep=0.95)
puddle(300, 690, 330, 22, 3)
puddle(88, 622, 180, 12, 4)
tent(s, key, 720, 640, 500, 300, cloth=ochre, seed=3, light=-1, glow=None, clear=plates, deep=0.8)
# The light inside: paper in the door, and its reflection in front.
door = s.shape([(x, y) for x, y in smooth([(612, 654), (622, 576), (668, 486), (704, 456), (732, 492), (762, 578), (768, 658)])])
thing(s, key, door, pale, field=straight(90), spacing=9, length=90, tone=lambda x, y: 0.85 + 0.5 * (y - 440) / 200, seed=6, thin=1.2)
key.ink(s.cuts([smooth([(612, 654), (622, 576), (668, 486), (704, 456), (732, 492), (762, 578), (768, 658)])], 5, "line"))
flap = smooth([(735, 496), (786, 560), (806, 610), (794, 662), (768, 660), (762, 578)])
thing(s, key, flap, ochre, field=lambda x, y: (x - 0.3 * y, y), spacing=7, length=60, tone=0.5, seed=4)
thing(s, key, smooth([(586, 520), (640, 480), (690, 440), (702, 458), (668, 488), (624, 578), (612, 650), (590, 652)], True), ochre, field=lambda x, y: (x + 0.4 * y, y), spacing=7, length=60, tone=0.6, seed=5)
light = s.shape([(616, 668), (770, 668), (850, 751), (520, 751)])
glow = s.hatch(light, straight(0), 9, 70, lambda x, y: 0.95 - np.abs(x - 690) / (90 + (y - 668) * 0.9), 5, thin=1.2, wobble=0.3)
for b in (*plates, key):
    b.cut(glow)
puddle(560, 716, 240, 13, 9)
puddle(880, 708, 190, 17, 7)


def boot(x, y, k, flip):
    f = -1 if flip else 1
    pts = [(x + f * a * k, y - b * k) for a, b in smooth([(-9, 40), (-9, 40), (-8, 24), (-10, 8), (-10, 2), (-10, 0), (-10, 0), (18, 0), (18, 0), (19, 5), (15, 10), (8, 13), (6, 20), (8, 40), (8, 40)], True)]
    thing(s, key, pts, red, field=straight(84), spacing=4.2 * k / 2, length=22 * k, tone=lambda a, b: np.clip(0.8 - f * (a - x) / (30 * k), 0.25, 0.95), seed=int(x), halo=2, thin=0.9)
    bare(s, s.shape(ellipse(x - f * 0.5 * k, y - 40 * k, 7.5 * k, 1.8 * k, n=20)))
    key.ink(s.shape(ellipse(x - f * 0.5 * k, y - 39.6 * k, 6.6 * k, 1.3 * k, n=20)))
    key.ink(s.cuts([[(x - f * 11 * k, y - 1 * k), (x + f * 19 * k, y - 1 * k)]], 2.4 * k, "line"))


boot(806, 690, 1.75, False)
boot(846, 700, 1.75, False)
# A line with washing forgotten under the rain.
rope = smooth([(640, 250), (700, 272), (780, 280), (868, 262)])
key.ink(s.cuts([rope], 3, "line"))
bare(s, s.cuts([[(x, y - 2) for x, y in rope]], 1.6, "worn"))
for x, y, c, w in ((684, 266, red, 44), (742, 277, pale, 52), (806, 276, ochre, 40)):
    thing(s, key, [(x - w / 2, y), (x + w / 2, y + 1), (x + w * 0.58, y + 62), (x + w * 0.2, y + 56), (x - w * 0.1, y + 64), (x - w * 0.42, y + 58)], c, field=straight(78), spacing=6, length=44, tone=0.55, seed=x, halo=1.6)
# The rain, in front of everything; drops burst on the canvas.
fall = rain(s, 320, -17, 92, 4)
wide = np.random.default_rng(4).uniform(1.0, 2.7, len(fall))
bare(s, s.cuts(fall, list(wide), "lens", 3))
bursts = []
rng = np.random.default_rng(9)
for cx, base, w, h in ((258, 566, 400, 236), (720, 640, 500, 300)):
    for _ in range(20):
        a = rng.uniform(0.15, 2.95)
        x, y = cx + w * 0.49 * math.cos(a), base - h * math.sin(a) ** 0.9 - 3
        for turn in (-0.8, -0.1, 0.7):
            n = rng.uniform(5, 13)
            bursts.append([(x, y), (x + n * math.sin(turn) * 0.6, y - n * 0.6), (x + n * math.sin(turn), y - n * 0.9)])
bare(s, s.cuts(bursts, 1.9, "lens", 1))
s.save()
