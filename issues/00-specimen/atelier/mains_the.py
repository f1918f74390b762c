"""Picture "mains-the": two hands round a glass of tea."""

import numpy as np

from forms import axis, bare, bottle_form, limb, thing
from linocut import Sheet, ellipse, noise, rays, smooth, straight

s = Sheet("mains-the", (2700, 2025))
ochre, red, green, pale = s.block("ochre", shift=(0.5, 0.4)), s.block("red", shift=(-0.4, 0.3)), s.block("green", shift=(0.3, -0.3)), s.block("paper", salt=0)
key = s.block("ink", full=True, salt=0.4)
C = (500.0, 330.0)

# Warmth: rays from the glass, green in the black.
green.ink(s.all())
key.cut(s.hatch(s.all(), rays(*C, 420), 15, 120, lambda x, y: np.clip(0.78 - np.hypot(x - C[0], y - C[1]) / 900, 0.1, 0.8) + 0.1 * noise(x, y, 120, 2), 3, thin=1.5, wobble=0.12, skip=0.05))
# The steam: three curls.
for i, (_x0, pts, w) in enumerate([(0, [(478, 262), (440, 214), (462, 168), (520, 132), (506, 84), (452, 66), (430, 92), (452, 112), (474, 98)], [26, 24, 21, 18, 15, 10, 5]),
                                  (0, [(528, 258), (574, 222), (568, 180), (540, 148), (566, 104), (618, 92), (634, 122), (612, 140), (596, 126)], [24, 22, 19, 16, 13, 9, 4]),
                                  (0, [(500, 256), (512, 220), (490, 190), (498, 150), (476, 34), (500, -10)], [12, 14, 12, 10, 8, 5])]):
    curl = limb(pts, w)
    thing(s, key, curl, None, field=axis(pts, w)[0], spacing=9, length=40, tone=2.2, seed=i, halo=0, rough=0.4, skip=0)
    field, tone = axis(pts, w)
    key.ink(s.hatch(s.shape(curl), lambda x, y, f=field: f(x, y)[::-1], 7, 60, 0.26, i + 5, thin=1.0, skip=0.4))

# The table edge and its cloth.
cloth = s.shape([(0, 640), (1000, 640), (1000, 751), (0, 751)])
thing(s, key, cloth, red, field=straight(0), spacing=9, length=120, tone=lambda x, y: 0.62 + 0.25 * noise(x, y, 90, 2), seed=4)
key.ink(s.cuts([[(0, 641), (1000, 641)]], 5, "line"))
for x in range(-20, 1040, 62):
    key.ink(s.shape([(x, 694), (x + 17, 672), (x + 34, 694), (x + 17, 716)]))
    bare(s, s.shape([(x + 9, 694), (x + 17, 684), (x + 25, 694), (x + 17, 704)]))
saucer = ellipse(500, 650, 190, 30)
thing(s, key, saucer, None, field=lambda x, y: (np.hypot((x - 500) / 6.3, y - 650), x), spacing=7, length=90, tone=lambda x, y: np.clip(1.0 - (x - 440) / 300, 0.2, 1.1), seed=5, halo=3)

# The sleeves and the back of the hands; the far hand is drawn first.
SLEEVE_L = smooth([(-20, 470), (110, 432), (214, 436), (258, 470), (252, 560), (214, 612), (80, 640), (-20, 680), (-20, 680)], True)
SLEEVE_R = [(1000 - x, y + 6) for x, y in SLEEVE_L]
HAND_L = smooth([(196, 452), (262, 402), (326, 352), (372, 322), (404, 318), (424, 344), (432, 420), (436, 520), (424, 590), (386, 622), (318, 622), (252, 596), (206, 566)], True)
HAND_R = [(1000 - x, y + 4) for x, y in HAND_L]
# Fingers from the knuckle (side) to the tip (front of the glass).
LEFT = [([(350, 380), (420, 366), (476, 372), (524, 384)], [54, 52, 46, 40, 33]), ([(346, 438), (420, 428), (484, 430), (538, 440)], [57, 55, 49, 43, 35]),
        ([(346, 498), (418, 494), (478, 494), (530, 500)], [55, 53, 48, 42, 34]), ([(350, 554), (412, 556), (462, 556), (506, 558)], [49, 47, 42, 37, 29])]
RIGHT = [([(1000 - x, y + 22) for x, y in p], w) for p, w in LEFT]
THUMB_L = ([(300, 424), (330, 366), (372, 318), (410, 276), (428, 248)], [84, 66, 54, 46, 38, 31])
THUMB_R = ([(1000 - x, y + 6) for x, y in THUMB_L[0]], THUMB_L[1])


def skin(outline, field, tone, seed, spacing=7.2, light=1.0):
    m = thing(s, key, outline, ochre, field=field, spacing=spacing, length=60, tone=lambda x, y: tone(x, y) * light, seed=seed, halo=3.0, rough=0.4, facet=9, wobble=0.14, skip=0.02, thin=1.0)
    return m


def sleeve(outline, colour, flip, seed):
    f = -1 if flip else 1
    m = thing(s, key, outline, colour, field=lambda x, y: (0.92 * y + 0.3 * f * x - 16 * np.abs(((f * x / 15) % 2) - 1), x), spacing=12, length=15, tone=lambda x, y: np.clip(1.0 - (y - 460) / 260, 0.25, 0.95), seed=seed, halo=3, wobble=0.05, skip=0.0, thin=1.2)
    cuff = [(198, 440), (232, 428), (262, 452), (266, 520), (250, 584), (216, 618), (190, 600), (204, 540), (206, 480)]
    cuff = smooth([(1000 - x, y + 6) if flip else (x, y) for x, y in cuff], True)
    thing(s, key, cuff, colour, field=lambda x, y: (y + 0.1 * f * x, x), spacing=11, length=52, tone=lambda x, y: np.clip(1.05 - (y - 440) / 240, 0.3, 0.95), seed=seed + 1, halo=2.4, wobble=0.1, skip=0.0)
    return m


def back(flip):
    f = -1 if flip else 1
    ox = 1000 if flip else 0

    def field(x, y):
        a = ox + f * x
        return 0.5 * a + 0.86 * y + 0.0009 * (a - 330) * (y - 470), a - y

    def tone(x, y):
        a = ox + f * x
        ridge = 0.16 * np.cos((y - 380) / 60 * 6.28) * np.clip((a - 280) / 80, 0, 1)
        base = 0.95 - (y - 350) / 300 if not flip else 0.72 - (y - 350) / 320
        return np.clip(base + ridge, 0.05, 1.0)

    return field, tone


# Glass first (it stands behind the fingers), then the right hand, then the left.
GLASS = smooth([(404, 256), (404, 256), (398, 300), (414, 350), (432, 400), (434, 470), (422, 540), (424, 610), (446, 642), (554, 642), (576, 610), (578, 540), (566, 470), (568, 400), (586, 350), (602, 300), (596, 256), (596, 256)], True)
glass = thing(s, key, GLASS, None, field=bottle_form(500, 100)[0], spacing=8, length=60, tone=lambda x, y: np.clip(1.2 - np.abs(x - 470) / 90, 0.1, 1.2), seed=6, halo=4)
tea = s.shape(smooth([(402, 302), (414, 350), (432, 400), (434, 470), (422, 540), (424, 610), (446, 640), (554, 640), (576, 610), (578, 540), (566, 470), (568, 400), (586, 350), (598, 302), (560, 314), (500, 318), (440, 314)], True))
thing(s, key, tea, red, field=bottle_form(500, 100)[0], spacing=8.4, length=60, tone=lambda x, y: np.clip(1.05 - np.abs(x - 476) / 120, 0.15, 1.05), seed=7, halo=0)
rim = s.shape(ellipse(500, 256, 97, 21)).without(s.shape(ellipse(500, 256, 90, 15)))
inner = thing(s, key, ellipse(500, 257, 92, 16), None, tone=0, halo=0)
bare(s, rim)
key.cut(s.hatch(inner, straight(0), 6, 60, lambda x, y: np.clip((x - 420) / 150, 0, 1), 3))
top = s.shape(ellipse(500, 304, 93, 14))
thing(s, key, top, red, tone=lambda x, y: np.clip((x - 430) / 130, 0.2, 1.1), spacing=5.5, length=70, seed=3, halo=0)
bare(s, s.cuts([smooth([(420, 276), (424, 330), (446, 390)])], 8, "lens"), s.cuts([smooth([(582, 278), (576, 330), (562, 372)])], 4, "lens"))
for flip, hand, sleeve_pts, colour, fingers, thumb, seed in ((True, HAND_R, SLEEVE_R, green, RIGHT, THUMB_R, 30), (False, HAND_L, SLEEVE_L, red, LEFT, THUMB_L, 10)):
    skin(limb(*thumb), *axis(*thumb), seed, light=0.9 if not flip else 0.8)
    f, t = back(flip)
    skin(hand, f, t, seed + 1, 8)
    for i, (p, w) in enumerate(fingers):
        field, tone = axis(p, w)
        skin(limb(p, w, heel=True), field, tone, seed + 3 + i, light=1.0 if not flip else 0.85)
        key.cut(s.cuts([smooth([(p[0][0] - (-1 if flip else 1) * w[0] * 0.3, p[0][1] - w[0] * 0.28), (p[0][0] - (-1 if flip else 1) * w[0] * 0.42, p[0][1]), (p[0][0] - (-1 if flip else 1) * w[0] * 0.3, p[0][1] + w[0] * 0.2)])], 6, "lens", i))
        # the nail, and the folds of the joint
        tx, ty = p[-1]
        d = -1 if flip else 1
        nail = smooth([(tx - d * 4, ty - w[-1] * 0.36), (tx + d * 11, ty - w[-1] * 0.3), (tx + d * 15, ty), (tx + d * 11, ty + w[-1] * 0.26), (tx - d * 4, ty + w[-1] * 0.3), (tx - d * 7, ty)], True)
        m = s.shape(nail)
        key.cut(m)
        key.ink(s.cuts([[*nail, nail[0]]], 2.2, "worn"))
        for q in (0.36, 0.66):
            k = int(q * 3)
            jx, jy = p[0][0] + (p[-1][0] - p[0][0]) * q, np.interp(q, [0, 1 / 3, 2 / 3, 1], [z[1] for z in p])
            key.ink(s.cuts([smooth([(jx - d * 2, jy - w[2] * 0.3), (jx + d * 4, jy), (jx - d * 2, jy + w[2] * 0.3)]), smooth([(jx + d * 5, jy - w[2] * 0.22), (jx + d * 10, jy), (jx + d * 5, jy + w[2] * 0.22)])], 2.6, "lens", i))
    # the thumb's nail
    tx, ty = thumb[0][-1]
    d = -1 if flip else 1
    nail = smooth([(tx - d * 12, ty + 14), (tx - d * 4, ty + 3), (tx + d * 8, ty - 12), (tx + d * 14, ty - 6), (tx + d * 10, ty + 8), (tx - d * 1, ty + 20)], True)
    key.cut(s.shape(nail))
    key.ink(s.cuts([[*nail, nail[0]]], 2.4, "worn"))
    sleeve(sleeve_pts, colour, flip, seed + 12)
s.save()
