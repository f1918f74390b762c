"""Picture "valise": an open suitcase seen from above, and what was put in it."""

import numpy as np

from forms import bare, bottle_form, boxed, grain, limb, thing, turned
from linocut import Sheet, ellipse, noise, rays, rings, smooth, straight

s = Sheet("valise", (2700, 2025))
ochre, red, green, pale = s.block("ochre", shift=(0.5, 0.4)), s.block("red", shift=(-0.4, 0.3)), s.block("green", shift=(0.3, -0.3)), s.block("paper", salt=0)
key = s.block("ink", full=True, salt=0.4)

# The floor: planks.
ochre.ink(s.all())
for i, y in enumerate(range(-30, 760, 94)):
    plank = s.shape([(0, y + 3), (1000, y + 3), (1000, y + 91), (0, y + 91)])
    key.cut(s.hatch(plank, grain(0, i, 150), 8, 130, lambda x, y: 0.3 + 0.3 * noise(x, y * 2, 130, 2), i, thin=1.1, wobble=0.3, skip=0.15))
    for x in (120 + 240 * (i % 3), 660 + 90 * (i % 4)):
        key.ink(s.cuts([[(x, y), (x, y + 94)]], 4, "line"))

# The shell: two halves, joined by hinges along the middle.
key.ink(s.shape(boxed(514, 398, 930, 660, 0, 60)))
for cx in (270, 730):
    shell = thing(s, key, boxed(cx, 376, 440, 636, 0, 46), red, field=rings(cx, 376, 1.4), spacing=9, length=70, tone=lambda x, y: 0.62 + 0.3 * noise(x, y, 90, 3), seed=cx, halo=5, facet=12)
    for _b in (8,):
        bare(s, s.cuts([boxed(cx, 376, 412, 608, 0, 38) + boxed(cx, 376, 412, 608, 0, 38)[:2]], 2.4, "worn"))
    inner = thing(s, key, boxed(cx, 376, 390, 586, 0, 30), green, field=straight(45 if cx < 500 else -45), spacing=15, length=600, tone=0.16, seed=cx + 1, halo=3, facet=12, skip=0, thin=1)
    for y in range(110, 660, 42):
        for x in range(int(cx) - 168, int(cx) + 190, 42):
            q = x + (21 if (y // 42) % 2 else 0)
            if q < cx + 180:
                bare(s, s.shape(ellipse(q, y, 2.6, n=9)).within(inner))
for y in (180, 376, 572):
    thing(s, key, boxed(500, y, 44, 62, 0, 6), ochre, field=straight(90), spacing=6, length=40, tone=0.6, seed=y, halo=2.5)
    for dy in (-20, 0, 20):
        key.ink(s.shape(ellipse(489, y + dy, 3, n=10), ellipse(511, y + dy, 3, n=10)))
for cx in (270, 730):
    for x, y in ((cx - 214, 64), (cx + 214, 64), (cx - 214, 688), (cx + 214, 688)):
        sx, sy = (1 if x < cx else -1), (1 if y < 376 else -1)
        thing(s, key, smooth([(x - sx * 8, y - sy * 8), (x - sx * 8, y - sy * 8), (x + sx * 58, y - sy * 8), (x + sx * 50, y + sy * 8), (x + sx * 18, y + sy * 22), (x + sx * 6, y + sy * 52), (x - sx * 8, y + sy * 60)], True), ochre,
              field=rays(x - sx * 8, y - sy * 8, 50), spacing=8, length=40, tone=0.6, seed=int(x + y), halo=2.5)

# Left half: a folded shirt, a photograph, letters, a key.
shirt = thing(s, key, smooth([(112, 120), (112, 120), (190, 104), (232, 122), (262, 128), (296, 120), (330, 104), (408, 122), (408, 122), (416, 300), (412, 372), (412, 372), (110, 374), (110, 374), (104, 260)], True), None,
              field=lambda x, y: (x + 6 * noise(x, y, 70, 2), y), spacing=17, length=260, tone=0.78, seed=4, halo=4, skip=0, wobble=0.1)
key.ink(s.hatch(shirt, straight(0), 7, 40, lambda x, y: np.clip((y - 330) / 70, 0, 0.7) + np.clip((130 - x) / 40, 0, 0.5), 5))
for f in (-1, 1):
    thing(s, key, smooth([(262, 130), (262 + f * 34, 118), (262 + f * 68, 104), (262 + f * 62, 150), (262 + f * 34, 186), (262 + f * 34, 186)], True), None, field=straight(60 * f), spacing=7, length=40, tone=0.75, seed=6, halo=2)
key.ink(s.cuts([[(262, 150), (263, 372)]], 3, "line"))
for y in (206, 256, 306, 352):
    key.ink(s.shape(ellipse(272, y, 6.5, n=18)))
    bare(s, s.shape(ellipse(270, y - 1, 2, n=8)))
pocket = [(318, 222), (384, 222), (384, 276), (351, 292), (318, 276)]
thing(s, key, pocket, None, field=straight(90), spacing=17, length=100, tone=0.72, seed=7, halo=1.5)
photo = boxed(176, 488, 150, 182, -8, 0)
thing(s, key, photo, pale, tone=1.5, seed=2, halo=4)
view = boxed(174, 478, 122, 128, -8, 0)
m = thing(s, key, view, ochre, field=straight(-8), spacing=7, length=50, tone=lambda x, y: 1.1 - (y - 415) / 120, seed=3, halo=0)
hills = s.shape(turned([(-61, 20), (-34, -22), (-14, 6), (12, -38), (40, -2), (61, -16), (61, 64), (-61, 64)], 174, 478, -8)).within(m)
thing(s, key, hills, green, field=straight(50), spacing=6, length=36, tone=0.4, seed=4)
snow = s.shape(turned([(12, -38), (0, -20), (8, -14), (14, -22), (20, -12), (26, -20)], 174, 478, -8), turned([(-34, -22), (-42, -8), (-36, -4), (-30, -10), (-24, -4)], 174, 478, -8))
bare(s, snow.within(m))
house = s.shape(turned([(-22, 62), (-22, 34), (4, 18), (30, 34), (30, 62)], 174, 478, -8)).within(m)
thing(s, key, house, red, tone=0.7, field=straight(82), spacing=6, length=30)
key.ink(s.shape(turned([(0, 62), (0, 44), (10, 44), (10, 62)], 174, 478, -8)))
# Letters tied with a string.
for i, (dx, dy, r) in enumerate(((10, 10, 9), (4, 5, 4), (0, 0, 6))):
    thing(s, key, boxed(348 + dx, 478 + dy, 146, 98, r), None if i % 2 == 0 else ochre, field=straight(r), spacing=9, length=80, tone=1.05 if i == 2 else 0.7, seed=i, halo=2.5)
key.ink(s.cuts([turned([(-72, -48), (0, 8), (72, -48)], 348, 478, 6), turned([(-72, 48), (-16, -2)], 348, 478, 6), turned([(72, 48), (16, -2)], 348, 478, 6)], 2.6, "line"))
thing(s, key, boxed(400, 450, 24, 30, 6), red, tone=0.8, spacing=5, length=20, halo=1)
string = [turned([(-78, 14), (0, 16), (78, 12)], 348, 478, 6), turned([(-20, -54), (-18, 0), (-20, 54)], 348, 478, 6), turned(smooth([(-20, 14), (-48, -8), (-40, 22), (-20, 15), (4, -10), (6, 20), (-20, 15)]), 348, 478, 6)]
key.ink(s.cuts(string, 6, "line"))
bare(s, s.cuts(string, 2.6, "line"))
# The key, with its ring.
kx, ky = 300, 606
ring = s.shape(ellipse(kx - 62, ky, 34, 30)).without(s.shape(ellipse(kx - 60, ky, 18, 15)))
stem = s.shape(boxed(kx + 30, ky, 132, 14, 0, 4), boxed(kx + 76, ky + 17, 13, 30), boxed(kx + 54, ky + 14, 12, 24), boxed(kx - 22, ky, 14, 24))
for part in (ring, stem):
    thing(s, key, part, ochre, field=straight(90), spacing=6, length=30, tone=lambda x, y: 0.95 - (y - 585) / 70, seed=3)
for part in (ellipse(kx - 62, ky, 34, 30), ellipse(kx - 60, ky, 18, 15), boxed(kx + 30, ky, 132, 14, 0, 4)):
    bare(s, s.cuts([[*part, part[0]]], 2.4, "worn"))

# Right half: a book, a teapot, a telephone, shoes, a paper bird.
thing(s, key, boxed(646, 214, 172, 236, 5, 5), red, field=straight(5), spacing=8, length=70, tone=lambda x, y: 0.75 - (x - 560) / 400, seed=8, halo=4)
bare(s, s.cuts([boxed(648, 214, 146, 210, 5, 4) + boxed(648, 214, 146, 210, 5, 4)[:2]], 2.6, "worn"))
sun = thing(s, key, turned(ellipse(0, 0, 42), 648, 196, 0), ochre, tone=1.3, halo=3)
key.ink(s.cuts([[(648 + 52 * np.cos(a), 196 + 52 * np.sin(a)), (648 + 66 * np.cos(a), 196 + 66 * np.sin(a))] for a in np.linspace(0, 6.28, 17)[:-1]], 6, "lens"))
bare(s, s.cuts([turned([(-44, 78), (44, 78)], 648, 206, 5), turned([(-30, 92), (30, 92)], 648, 206, 5)], 6, "lens"))
key.ink(s.cuts([turned([(-76, -118), (-76, 118)], 646, 214, 5)], 5, "line"))
# Teapot.
tx, ty = 816, 250
spout = limb([(tx - 50, ty + 30), (tx - 86, ty + 8), (tx - 98, ty - 34), (tx - 116, ty - 48)], [40, 26, 18, 14], cap=False)
thing(s, key, spout, ochre, field=straight(40), spacing=7, length=30, tone=0.6, seed=3, halo=3)
handle = s.shape(ellipse(tx + 62, ty + 4, 46, 50)).without(s.shape(ellipse(tx + 58, ty + 4, 28, 32)))
thing(s, key, handle, ochre, field=rings(tx + 62, ty + 4), spacing=6, length=40, tone=0.7, seed=4)
for e in (ellipse(tx + 62, ty + 4, 46, 50), ellipse(tx + 58, ty + 4, 28, 32)):
    bare(s, s.cuts([[*e, e[0]]], 2.6, "worn"))
pot = smooth([(tx - 34, ty - 56), (tx - 60, ty - 34), (tx - 72, ty + 6), (tx - 62, ty + 50), (tx - 40, ty + 72), (tx + 40, ty + 72), (tx + 62, ty + 50), (tx + 72, ty + 6), (tx + 60, ty - 34), (tx + 34, ty - 56)], True)
f, t = bottle_form(tx, 72)
thing(s, key, pot, ochre, field=f, spacing=8, length=50, tone=t, seed=5, halo=4)
thing(s, key, smooth([(tx - 40, ty - 54), (tx - 26, ty - 76), (tx, ty - 84), (tx + 26, ty - 76), (tx + 40, ty - 54), (tx, ty - 46)], True), ochre, field=f, spacing=7, length=40, tone=t, seed=6, halo=3)
thing(s, key, ellipse(tx, ty - 92, 12), red, tone=0.8, spacing=5, length=14, halo=2)
# Telephone.
thing(s, key, boxed(620, 452, 92, 172, -10, 14), None, field=straight(80), spacing=6, length=60, tone=0.2, seed=7, halo=4)
scr = thing(s, key, boxed(620, 448, 74, 132, -10, 4), green, field=straight(-10), spacing=8, length=50, tone=0.65, seed=8, halo=2)
bare(s, s.cuts([turned([(-22, -30), (10, -30)], 620, 448, -10), turned([(-22, -12), (24, -12)], 620, 448, -10), turned([(-10, 12), (26, 12)], 620, 448, -10), turned([(0, 30), (26, 30)], 620, 448, -10)], 8, "line"))
# Small shoes.
for x, y, r in ((748, 452, -14), (816, 444, 8)):
    sole = turned(smooth([(-24, 76), (-32, 30), (-26, -6), (-34, -46), (-22, -84), (2, -94), (24, -82), (32, -44), (24, -4), (28, 32), (20, 76), (-2, 88)], True), x, y, r, 0.8)
    thing(s, key, sole, red, field=straight(r), spacing=7, length=36, tone=lambda a, b, x=x: 0.75 - (a - x) / 110, seed=x, halo=3.5)
    thing(s, key, turned(smooth([(-17, 68), (-22, 32), (-12, 4), (12, 4), (19, 34), (15, 68), (-1, 76)], True), x, y, r, 0.8), None, field=straight(r), spacing=6, length=30, tone=0.25, seed=2, halo=1.5)
    laces = [turned([(-22, -12 - 17 * i), (20, -20 - 17 * i)], x, y, r, 0.8) for i in range(3)] + [turned([(-20, -20 - 17 * i), (22, -12 - 17 * i)], x, y, r, 0.8) for i in range(3)]
    bare(s, s.cuts(laces, 4, "lens"))
# Paper bird.
bx, by = 716, 604
for pts, col, ang, tn in (([(-96, -10), (-30, -8), (-8, 26), (-50, 30)], None, 10, 0.9), ([(-30, -8), (20, -78), (34, -6), (-8, 26)], None, 60, 1.1), ([(34, -6), (-8, 26), (30, 42), (84, 0)], None, -30, 0.55),
                          ([(-30, -8), (-66, -70), (6, -30), (0, 10)], ochre, 50, 0.8), ([(84, 0), (112, -36), (92, -32), (60, -2)], None, 0, 1.0), ([(112, -36), (130, -24), (106, -22)], red, 0, 1.0)):
    thing(s, key, turned(pts, bx, by, -4, 1.05), col, field=straight(ang), spacing=7, length=50, tone=tn, seed=int(ang), halo=2, rough=0.3)
# A ball of wool and its thread... a scarf rolled.
wx, wy = 868, 596
for k, e in enumerate((62, 46, 30, 15)):
    thing(s, key, ellipse(wx, wy, e, e * 0.92), red if k % 2 == 0 else None, field=rings(wx, wy), spacing=6, length=22, tone=0.65, seed=k, halo=2)
s.save()
