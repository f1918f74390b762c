"""Spread, "soleil-mer": the sun goes down into the strait. Nothing that matters lies on the fold (x = 500)."""

import numpy as np

from linocut import Sheet, along, ellipse, knife, noise, rays, smooth, wind
from nature import gulls, sea

s = Sheet("soleil-mer", (5200, 3705))
ochre, red, green = s.block("ochre"), s.block("red", shift=(0.4, 0.3)), s.block("green", shift=(-0.3, 0.2))
key = s.block("ink", salt=0.4)
SUN, R, HORIZON = (692.0, 268.0), 122.0, 352.0

# The sky: ochre, opened by rays of paper; further from the sun the rays become black.
sky = s.shape([(0, 0), (1000, 0), (1000, HORIZON), (0, HORIZON)])
ochre.ink(sky)


def far(x, y):
    return np.hypot(x - SUN[0], y - SUN[1])


ochre.cut(s.hatch(sky, rays(*SUN, 330), 11, 120, lambda x, y: np.clip(1.1 - far(x, y) / 420, 0.0, 1.0), 2, thin=0.8, wobble=0.15))
red.ink(s.hatch(sky, rays(*SUN, 330), 11, 90, lambda x, y: np.clip((far(x, y) - 210) / 420, 0, 0.75), 5, thin=0.8, wobble=0.2, skip=0.2))
key.ink(s.hatch(sky, rays(*SUN, 330), 11, 150, lambda x, y: np.clip((far(x, y) - 285) / 330, 0, 1.3) * np.clip((640 - far(x, y)) / 180, 0, 1), 8, thin=0.8,
                wobble=0.2, skip=0.05))
key.ink(s.hatch(sky, rays(*SUN, 330), 5.5, 150, lambda x, y: (np.clip((far(x, y) - 250) / 380, 0, 0.95) + 0.12 * noise(x, y, 120, 3)) * np.clip((far(x, y) - 440) / 150, 0, 1), 9,
                thin=0.8, wobble=0.25, skip=0.04))
ring = s.shape(ellipse(*SUN, R + 11, n=160)).without(s.shape(ellipse(*SUN, R, n=160)))
for b in (ochre, red, key):
    b.cut(ring)
# The sun: vermilion, combed level, lit from its own middle.
disc = s.shape(knife(ellipse(*SUN, R, n=160), 0.7, 4, 9)).within(sky)
red.ink(disc)
key.cut(disc)
ochre.ink(disc)
lines = s.hatch(disc, wind(0, 5, 90, 2), 8.5, 110, lambda x, y: 0.1 + 0.75 * np.clip((SUN[1] - y + 20) / R, 0, 1), 3, thin=0.8, wobble=0.3)
red.cut(lines)
# Bars of cloud across it.
for i, (x, y, w, h) in enumerate([(560, 300, 420, 15), (830, 322, 480, 12), (650, 238, 260, 9), (230, 268, 420, 22), (90, 200, 340, 20), (930, 190, 260, 18), (420, 150, 360, 17), (300, 322, 400, 10)]):
    bar = smooth([(x - w / 2, y + 2), (x - w / 4, y - h * 0.35), (x - w * 0.05, y - h * 0.75), (x + w * 0.14, y - h * 0.4), (x + w * 0.3, y - h * 0.6), (x + w / 2, y),
                  (x + w / 2, y), (x + w * 0.2, y + h * 0.34), (x - w * 0.1, y + h * 0.2), (x - w / 2, y + 2)], True)
    cloud = s.shape(knife(bar, 0.6, i, 7)).within(sky)
    key.ink(cloud)
    red.ink(cloud)
    key.cut(s.hatch(cloud, wind(0, 4, 80, i), 4.4, 46, lambda x, y, y0=y, h=h: np.clip((y - y0 + h * 0.2) / h * 1.5, 0.0, 0.9), 20 + i, thin=0.6))

# The other shore: white cliffs, small; and this one, a cape at the left.
cliff = [(838, HORIZON), (846, 342), (880, 338), (900, 341), (930, 336), (968, 338), (1000, 333), (1000, HORIZON)]
shore = s.shape(knife(cliff, 0.5, 2, 6))
for b in (ochre, red, key):
    b.cut(shore)
key.ink(s.cuts([[(836, 343), (846, 340.5), (880, 336.5), (900, 339.5), (930, 334.5), (968, 336.5), (1000, 331.5)]], 2.6, "line"))
key.ink(s.hatch(shore, lambda x, y: (x + 0.25 * y, y), 4.2, 14, 0.42, 6, thin=0.5, skip=0.3))
cape = smooth([(0, 300), (40, 298), (84, 306), (120, 312), (152, 322), (170, 324), (176, 338), (196, 344), (232, 350), (232, 353), (232, 353), (0, 353), (0, 353)], True)
land = s.shape(knife(cape, 0.6, 5, 6))
key.ink(land)
green.ink(land)
for b in (ochre, red):
    b.cut(land)
key.cut(s.hatch(land, along([(0, 300), (84, 306), (152, 322), (232, 350)]), 5, 40, lambda x, y: 0.25 + 0.3 * noise(x, y, 40, 2), 7, thin=0.6))
face = s.shape([(118, 314), (152, 323), (172, 326), (178, 340), (198, 346), (140, 350)]).within(land)
pale = s.hatch(face, lambda x, y: (x + 0.5 * y, y), 4.6, 22, 0.7, 9, thin=0.6)
key.cut(pale)
green.cut(pale)
key.ink(s.shape([(88, 306), (90, 286), (96, 286), (98, 308)]), s.shape([(88, 286), (98, 286), (97, 281), (89, 281)]))
key.cut(s.cuts([[(94.4, 288), (95.4, 303)]], 1.4, "lens"))

# The sea: black over green, crest behind crest; fire under the sun.
water = s.shape([(0, HORIZON), (1000, HORIZON), (1000, s.h), (0, s.h)])
for b in (ochre, red):
    b.cut(water)


def fire(x, y):
    d = y - HORIZON
    half = 44 + 0.30 * d + 16 * noise(x * 0, y, 15, 5)
    return np.clip(1.15 - np.abs(x - SUN[0] - 10 * noise(x * 0, y, 40, 2)) / half, 0, 1)


sea(s, key, green, HORIZON + 3, s.h + 20, seed=5, first=5.0, grow=1.155, steep=0.62, fire=fire, red=red, ochre=ochre, clear=(red, ochre))

gulls(s, key, [(205, 118, 118, 0.5, 0.12), (330, 214, 66, 0.15, -0.16), (112, 66, 52, 0.7, 0.1), (388, 88, 46, 0.2, 0.25), (566, 118, 38, 0.6, -0.1), (884, 96, 74, 0.3, -0.2),
               (940, 262, 30, 0.5, 0.1), (468, 262, 28, 0.3, 0.0)], (ochre, red), 3)
s.save()
