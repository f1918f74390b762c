"""Picture "cuisine-bolani": a table seen from above, with dough, leeks and a pan."""

import math

import numpy as np

from forms import axis, bare, boxed, grain, limb, thing, turned
from linocut import Sheet, ellipse, knife, noise, rings, smooth, straight

s = Sheet("cuisine-bolani", (2700, 2025))
ochre, red, green, pale = s.block("ochre", shift=(0.5, 0.4)), s.block("red", shift=(-0.4, 0.3)), s.block("green", shift=(0.3, -0.3)), s.block("paper", salt=0)
key = s.block("ink", full=True, salt=0.4)

# The cloth: vermilion with a border of triangles, on a dark table.
red.ink(s.all())
key.cut(s.hatch(s.all(), straight(0), 9, 140, lambda x, y: 0.68 + 0.2 * noise(x, y, 150, 2), 3, thin=1.1, wobble=0.16, skip=0.03))
for y, f in ((34, 1), (717, -1)):
    key.ink(s.shape([(0, y - 17), (1000, y - 17), (1000, y + 17), (0, y + 17)]))
    tri = [[(x, y - 12 * f), (x + 34, y - 12 * f), (x + 17, y + 13 * f)] for x in range(-10, 1000, 40)]
    bare(s, s.shape(*tri))
    ochre.ink(s.shape(*[[(x + 22, y + 12 * f), (x + 37, y - 5 * f), (x + 52, y + 12 * f)] for x in range(-10, 1000, 40)]))
    key.cut(s.shape(*[[(x + 22, y + 12 * f), (x + 37, y - 5 * f), (x + 52, y + 12 * f)] for x in range(-10, 1000, 40)]))

# The board, with flour and the dough rolled out.
thing(s, key, boxed(240, 306, 400, 400, -4, 20), ochre, field=grain(-4, 3, 150), spacing=8.5, length=130, tone=0.62, seed=2, halo=6, wobble=0.3)
key.ink(s.cuts([boxed(240, 306, 376, 376, -4, 14) + boxed(240, 306, 376, 376, -4, 14)[:2]], 3, "worn"))
rng = np.random.default_rng(5)
flour = []
for _ in range(230):
    a, d = rng.uniform(0, 6.28), rng.normal(0, 1)
    r = abs(rng.normal(1.6, 1.2)) + 0.8
    flour.append(knife(ellipse(226 + 150 * d * math.cos(a), 300 + 140 * d * math.sin(a), r, r * 0.9, n=8), r * 0.3, 1, 1.5))
bare(s, s.shape(*flour))
sheet_of_dough = knife([(218 + (132 + 6 * math.sin(5 * a)) * math.cos(a), 268 + (118 + 5 * math.sin(4 * a + 1)) * math.sin(a)) for a in np.linspace(0, 6.28, 80)[:-1]], 1.2, 4, 9)
thing(s, key, sheet_of_dough, None, field=rings(190, 240), spacing=11, length=90, tone=lambda x, y: np.clip(1.25 - (np.hypot(x - 200, y - 250) / 150) ** 3 * 0.7, 0.3, 1.3), seed=4, halo=5)
half = smooth([(100, 280), (160, 262), (230, 262), (300, 272), (340, 288), (318, 330), (270, 364), (210, 376), (150, 358), (112, 322)], True)
m = thing(s, key, half, green, field=straight(30), spacing=7, length=14, tone=lambda x, y: 0.75 + 0.5 * noise(x, y, 14, 2), seed=5, halo=2, skip=0.2)
bits = []
for _ in range(90):
    x, y, a = rng.uniform(110, 330), rng.uniform(266, 368), rng.uniform(0, 3.1)
    bits.append([(x, y), (x + 5 * math.cos(a), y + 5 * math.sin(a)), (x + 11 * math.cos(a), y + 11 * math.sin(a))])
bits = s.cuts(bits, 4.4, "lens").within(m)
bare(s, bits)
# The rolling pin.
pin = ([(92, 452), (390, 432)], [36, 38, 36])
field, tone = axis(*pin)
for a, b in (((60, 454), (94, 452)), ((388, 432), (424, 430))):
    thing(s, key, limb([a, b], [15, 17], heel=True), red, field=straight(86), spacing=5, length=14, tone=0.6, seed=4, halo=3)
thing(s, key, limb(*pin, heel=True), None, field=lambda x, y: field(x, y)[::-1], spacing=7, length=80, tone=tone, seed=6, halo=5)
# The ball of dough.
ball = smooth([((x - 505) * 0.86 + 490, (y - 540) * 0.86 + 466) for x, y in [(430, 520), (462, 486), (510, 478), (556, 494), (576, 536), (562, 580), (520, 604), (468, 598), (434, 566)]], True)
thing(s, key, ball, None, field=rings(470, 448), spacing=9, length=60, tone=lambda x, y: np.clip(1.5 - np.hypot(x - 472, y - 450) / 72, 0.1, 1.4), seed=7, halo=6)
key.ink(s.cuts([smooth([(490, 452), (506, 462), (518, 480)]), smooth([(464, 486), (482, 482), (498, 490)])], 5, "lens"))

# The pan, oil shining, two bolani.
PX, PY, PR = 738.0, 262.0, 200.0
thing(s, key, limb([(PX + 138, PY + 142), (PX + 200, PY + 210), (PX + 262, PY + 276)], [46, 34, 42]), None, field=straight(47), spacing=9, length=90, tone=0.3, seed=2, halo=6)
bare(s, s.shape(ellipse(PX + 258, PY + 270, 9)))
key.ink(s.shape(ellipse(PX + 258, PY + 270, 5)))
thing(s, key, ellipse(PX, PY, PR, PR, n=120), None, field=rings(PX, PY), spacing=8, length=110, tone=lambda x, y: np.clip(0.55 - ((x - PX) + (y - PY)) / 420, 0.05, 1.0), seed=3, halo=7)
thing(s, key, ellipse(PX, PY, PR - 30, PR - 30, n=120), None, field=rings(PX, PY), spacing=9, length=70, tone=lambda x, y: 0.12 + 0.3 * np.clip(((x - PX) + (y - PY)) / 300, 0, 1), seed=5, halo=3)
for cx, cy, turn, seed in ((PX - 8, PY - 62, 172, 4), (PX + 6, PY + 62, -9, 6)):
    shape = turned(smooth([(-140, -14), (-140, -14), (-60, -26), (40, -24), (140, -10), (140, -10), (128, 34), (86, 72), (20, 88), (-54, 82), (-112, 46)], True), cx, cy, turn, 0.92)
    m = thing(s, key, shape, ochre, field=rings(cx, cy - 30), spacing=9, length=40, tone=lambda x, y: 0.95 + 0.4 * noise(x, y, 50, 2), seed=seed, halo=5)
    r = np.random.default_rng(seed)
    spots = [knife(turned(ellipse(r.uniform(-100, 100), r.uniform(0, 62), r.uniform(5, 16), r.uniform(4, 9), n=14), cx, cy, turn, 0.92), 1.6, i, 4) for i in range(17)]
    brown = s.shape(*spots).within(m)
    red.ink(brown)
    key.ink(s.hatch(brown, straight(40), 4, 12, 0.5, seed))
    crimp = [turned([(146 * math.cos(a) * 0.92, 4 + 84 * math.sin(a) * 0.92), (134 * math.cos(a) * 0.92, 4 + 72 * math.sin(a) * 0.9)], cx, cy, turn, 0.92) for a in np.linspace(0.25, 2.9, 26)]
    key.ink(s.cuts(crimp, 5, "dart"))
    bare(s, s.cuts([turned(smooth([(-110, -10), (0, -18), (110, -8)]), cx, cy, turn, 0.92)], 5, "lens"))
bub = np.random.default_rng(8)
for _ in range(44):
    a, d = bub.uniform(0, 6.28), bub.uniform(120, 164)
    x, y, r = PX + d * math.cos(a), PY + d * math.sin(a), bub.uniform(2.5, 6)
    bare(s, s.shape(ellipse(x, y, r, n=14)))
    key.ink(s.cuts([[*ellipse(x, y, r, n=14), (x + r, y)]], 1.6, "line"))


# Leeks, across the bottom.
def leek(x, y, turn, n, seed):
    def at(points):
        return turned(points, x, y, turn, n)

    r = np.random.default_rng(seed)
    roots = [at(smooth([(-150, 0), (-168, r.uniform(-14, 14)), (-186 - r.uniform(0, 16), r.uniform(-24, 24))])) for _ in range(13)]
    bare(s, s.cuts(roots, 3.4, "dart"))
    for k, (spread, up) in enumerate(((-46, 18), (44, 20), (-22, 10), (22, 6), (0, 0))):
        blade = at(smooth([(90, -13), (150, -22 + spread * 0.35), (230, spread - 18), (312 + up, spread * 1.5 - 6), (318 + up, spread * 1.55), (236, spread + 15), (150, 20 + spread * 0.35), (90, 13)], True))
        thing(s, key, blade, green, field=straight(turn + spread * 0.28), spacing=7.5 * n, length=110, tone=0.62 + 0.06 * k, seed=seed + k, halo=3.2, wobble=0.14)
    shaft = at(smooth([(-156, -14), (-150, -19), (-120, -17), (60, -19), (120, -24), (140, -8), (134, 10), (118, 24), (60, 19), (-120, 17), (-150, 19), (-156, 13)], True))
    c, sn = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    m = thing(s, key, shaft, None, field=straight(turn), spacing=6.5 * n, length=130, tone=lambda a, b: np.clip(1.1 - (-(a - x) * sn + (b - y) * c + 12 * n) / (34 * n), 0.15, 1.3), seed=seed, halo=4, wobble=0.1)
    tint = s.shape(at([(60, -26), (150, -26), (150, 26), (60, 26), (90, 0)])).within(m)
    green.ink(s.hatch(tint, straight(turn), 6.5 * n, 60, 0.8, seed))


leek(300, 640, -6, 1.0, 4)
leek(270, 588, 3, 0.92, 9)
# Knife, slices, salt, a chilli.
slices = [(520, 652, 22), (562, 672, 20), (598, 646, 21), (548, 628, 15)]
for i, (x, y, r) in enumerate(slices):
    thing(s, key, ellipse(x, y, r, r * 0.93, n=30), green, tone=0, halo=3)
    thing(s, key, ellipse(x, y, r * 0.86, r * 0.8, n=30), None, field=rings(x, y), spacing=5, length=200, tone=0.62, seed=i, halo=0, wobble=0.08, skip=0)
blade = turned(smooth([(-120, -6), (-120, -6), (60, -16), (116, -8), (134, 10), (134, 10), (60, 14), (-120, 14), (-120, 14)], True), 826, 552, 8, 0.95)
thing(s, key, blade, None, field=straight(8), spacing=6, length=140, tone=lambda x, y: np.clip(1.25 - (y - 545) / 34, 0.3, 1.3), seed=4, halo=5)
thing(s, key, turned(boxed(-166, 3, 104, 27, 0, 9), 826, 552, 8, 0.95), ochre, field=straight(8), spacing=6, length=70, tone=0.6, seed=5, halo=4)
for q in (-196, -166, -136):
    key.ink(s.shape(turned(ellipse(q, 3, 4.4, n=12), 826, 552, 8, 0.95)))
thing(s, key, ellipse(884, 646, 62, 54, n=60), green, field=rings(884, 646), spacing=7, length=70, tone=lambda x, y: np.clip(0.7 - (x - 884) / 130, 0.1, 1.0), seed=6, halo=5)
thing(s, key, ellipse(884, 644, 46, 39, n=50), None, field=rings(872, 634), spacing=9, length=44, tone=lambda x, y: np.clip(1.3 - np.hypot(x - 872, y - 634) / 80, 0.4, 1.3), seed=7, halo=2.5)
key.ink(s.cuts([smooth([(858, 650), (880, 630), (904, 640), (898, 660), (880, 656)])], 4, "lens"))
for x, y, turn, sd in ((706, 636, 18, 3), (730, 668, -14, 5)):
    chil = ([turned([(-60, 0)], x, y, turn)[0], turned([(-20, -12)], x, y, turn)[0], turned([(24, -10)], x, y, turn)[0], turned([(64, 8)], x, y, turn)[0]], [15, 19, 15, 4])
    f2, t2 = axis(*chil)
    bare(s, s.cuts([limb(*chil) + limb(*chil)[:2]], 7, "line"))
    thing(s, key, limb(*chil), red, field=lambda a, b, f2=f2: f2(a, b)[::-1], spacing=5, length=50, tone=t2, seed=sd, halo=0)
    thing(s, key, limb([turned([(-58, 0)], x, y, turn)[0], turned([(-84, -12)], x, y, turn)[0]], [9, 5]), green, tone=0.7, spacing=4, length=20, halo=2)
s.save()
