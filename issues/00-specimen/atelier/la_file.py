"""Picture "la-file": people wait at a water tank; the cans hold their owners' places."""

import numpy as np

from figures import JERRY, person, tent
from linocut import Sheet, along, knife, noise, place, smooth, straight, wind

s = Sheet("la-file", (3000, 2000))
ochre, red, green, pale = s.block("ochre", shift=(0.5, 0.4)), s.block("red", shift=(-0.4, 0.3)), s.block("green", shift=(0.3, -0.3)), s.block("paper", salt=0)
key = s.block("ink", salt=0.4)
plates = (ochre, red, green, pale)

# A winter sky: ochre low down, black combed by the wind above.
sky = s.shape([(0, 0), (1000, 0), (1000, 380), (0, 380)])
ochre.ink(s.shape([(0, 120), (1000, 60), (1000, 380), (0, 380)]))
ochre.cut(s.hatch(sky, wind(4, 26, 260, 4), 11, 130, lambda x, y: np.clip(1.15 - np.abs(y - 330) / 150, 0.0, 1.0) + np.clip((200 - y) / 110, 0, 1.2), 3, thin=1, skip=0.1))
key.ink(s.hatch(sky, wind(4, 26, 260, 4), 8.6, 120, lambda x, y: np.clip(1.12 - y / 250 + 0.45 * noise(x, y * 2, 190, 3), 0, 1.25), 6, thin=0.9, wobble=0.3))
# Bare poplars, a fence, the port's cranes.
back = smooth([(0, 352), (150, 344), (330, 350), (520, 340), (760, 350), (1000, 342)])
rng = np.random.default_rng(4)
for x in (28, 62, 104, 150, 512, 548, 592, 880, 918, 960):
    top = rng.uniform(120, 190)
    key.ink(s.cuts([[(x, 352), (x + 1, 260), (x + rng.uniform(-3, 3), top)]], 6, "dart"))
    twigs, sizes = [], []
    for _ in range(26):
        y = rng.uniform(top + 4, 318)
        n = (14 + (y - top) * 0.16) * rng.uniform(0.7, 1.2)
        side = rng.choice([-1, 1])
        twigs.append(smooth([(x, y), (x + side * n * 0.3, y - n * 0.7), (x + side * n * 0.42 + 3, y - n * 1.6)], step=4))
        sizes.append(rng.uniform(1.6, 2.6))
    key.ink(s.cuts(twigs, sizes, "dart"))
for x in (690, 770):  # cranes
    key.ink(s.cuts([[(x, 350), (x + 10, 232)], [(x + 26, 350), (x + 18, 232)], [(x - 42, 232), (x + 84, 220)], [(x + 14, 232), (x + 20, 190)], [(x + 20, 192), (x + 84, 220)], [(x + 20, 192), (x - 40, 232)],
                    [(x + 3, 300), (x + 23, 270)], [(x + 5, 270), (x + 22, 300)], [(x + 66, 224), (x + 66, 262)]], 2.2, "line"))
ground = s.shape([*back, (1000, 668), (0, 668)])
for b in (*plates, key):
    b.cut(ground)
key.ink(ground)
ochre.ink(s.shape([*back, (1000, 470), (0, 470)]))
key.cut(s.hatch(s.shape([*back, (1000, 470), (0, 470)]), along(back), 6.4, 90, lambda x, y: 0.85 - np.clip((y - 350) / 190, 0, 0.6) + 0.2 * noise(x, y, 120, 2), 8, thin=0.8, wobble=0.35, skip=0.06))
for i, (cx, base, w, h, cloth, side) in enumerate([(70, 418, 150, 80, green, 1), (222, 408, 128, 70, red, -1), (420, 416, 140, 78, ochre, 1), (610, 404, 112, 62, pale, -1)]):
    key.ink(s.shape(smooth([(cx - w * 0.62, base), (cx, base - 8), (cx + w * 0.62, base), (cx + w * 0.4, base + 9), (cx - w * 0.4, base + 9)], True)))
    tent(s, key, cx, base, w, h, cloth=cloth, seed=i + 3, light=side, clear=plates, deep=1.0)
# The ground in front: mud, with water standing in the ruts.
front = s.shape(smooth([(0, 462), (200, 470), (420, 458), (640, 468), (820, 456), (1000, 464), (1000, 464), (1000, 668), (1000, 668), (0, 668), (0, 668)], True))
for b in plates:
    b.cut(front)
key.ink(front)
key.cut(s.hatch(front, wind(1, 14, 150, 5), 8.4, 80, lambda x, y: 0.5 + 0.32 * noise(x, y * 2, 110, 2) - 0.2 * np.clip((y - 600) / 60, 0, 1), 9, thin=1.0, wobble=0.35, skip=0.08))
for cx, cy, w, h in ((150, 640, 210, 15), (520, 652, 260, 12), (905, 646, 230, 17)):
    pool = s.shape(knife(smooth([(cx - w / 2, cy), (cx - w * 0.2, cy - h), (cx + w * 0.2, cy - h * 0.7), (cx + w / 2, cy), (cx + w * 0.15, cy + h * 0.9), (cx - w * 0.25, cy + h * 0.7)], True), 0.8, 2, 6))
    key.ink(pool)
    green.ink(pool)
    key.cut(s.hatch(pool, straight(0), 4.6, 50, 0.75, 4, thin=0.7))

# The tank: a cube of pale plastic in its cage, on a pallet, half full.
X0, X1, Y0, Y1 = 790.0, 962.0, 300.0, 498.0
tank = s.shape(knife([(X0, Y0 + 6), (X0 + 8, Y0), (X1 - 8, Y0), (X1, Y0 + 6), (X1, Y1), (X0, Y1)], 0.6, 2, 9))
for b in (*plates, key):
    b.cut(tank)
water = s.shape([(X0, 398), (X1, 398), (X1, Y1), (X0, Y1)])
green.ink(water)
green.cut(s.hatch(water, wind(0, 5, 40, 2), 6.2, 60, lambda x, y: np.clip(0.75 - (y - 398) / 120, 0.05, 0.8), 5, thin=0.7))
key.ink(s.hatch(tank, straight(90), 4.6, 60, lambda x, y: np.clip((x - 898) / 66, 0, 0.8), 6, thin=0.7))
bars = [[(x, Y0 - 3), (x, Y1 + 4)] for x in np.linspace(X0, X1, 8)] + [[(X0 - 3, y), (X1 + 3, y)] for y in np.linspace(Y0, Y1, 7)]
key.ink(s.cuts(bars, 3.0, "worn"), s.cuts(bars, 2.0, "line"))
cap = s.shape(knife([(858, 300), (858, 289), (894, 289), (894, 300)], 0.5))
key.ink(cap)
red.cut(cap)
board = [[(X0 - 12, 504), (X1 + 12, 504)], [(X0 - 12, 528), (X1 + 12, 528)]]
key.ink(s.cuts(board, 9, "line"), *[s.shape([(x, 504), (x + 26, 504), (x + 26, 528), (x, 528)]) for x in (780, 860, 946)])
key.cut(s.cuts([[(784, 503), (860, 503.4)], [(880, 504), (968, 503)], [(784, 527), (970, 527.6)]], 2.2, "lens"))
tap = s.shape(knife([(784, 478), (770, 478), (766, 482), (766, 494), (758, 494), (758, 478), (764, 470), (774, 470), (774, 464), (768, 464), (768, 460), (784, 460), (784, 464), (778, 464), (778, 470), (786, 470)], 0.4))
for b in (*plates, key):
    b.cut(s.shape([(754, 458), (790, 458), (790, 497), (754, 497)]))
red.ink(tap)
key.ink(s.cuts([[(784, 478), (770, 478), (766, 482), (766, 494), (758, 494), (758, 478), (764, 470), (774, 470), (786, 470)]], 1.5, "line"))
jet = s.cuts([[(762, 495), (761, 530), (762, 580)], [(759.6, 496), (757.6, 580)], [(764, 496), (766, 580)]], 3.0, "line")
key.ink(s.shape([(752, 495), (772, 495), (776, 582), (748, 582)]))
key.cut(jet)
pale.ink(jet)

# The cans in line on the ground.
cans = [(764, 618, 190, False, green), (668, 648, 170, True, None), (568, 644, 160, False, ochre), (470, 650, 168, False, None), (366, 646, 158, True, red), (196, 652, 168, False, None), (92, 646, 160, True, green)]

# The people.
LINE = [("walker", 36, 612, 300, None, False), ("shawl", 148, 620, 282, None, False), ("child", 226, 622, 176, ochre, False), ("back", 318, 610, 300, None, False), ("blanket", 432, 616, 292, red, False),
        ("walker", 536, 612, 304, None, False), ("shawl", 634, 618, 282, green, False), ("back", 712, 612, 298, None, False)]
for i, (pose, x, y, size, coat, flip) in enumerate(LINE):
    key.ink(s.cuts([[(x - 70, y + 8), (x, y + 3), (x + 60, y + 2)]], 12, "lens", i))
    person(s, key, pose, x, y, size, seed=20 + i * 5, coat=coat, light=(1, -0.5), halo=1.1, clear=plates, flip=flip, coat_part=2)
for i, (x, y, size, flip, colour) in enumerate(cans):
    outline = knife(smooth(place([(a, b * 0.9) for a, b in JERRY], x, y, size * 1.6, flip), True, 3), 0.5, i, 5)
    hole = place([(-5, 19), (-1, 19), (-2, 22), (-5, 22)], x, y, size * 1.6, flip)
    for b in plates:
        b.cut(s.shape(outline), s.cuts([[*outline, outline[0]]], 3, "line"))
    body = s.put(key, outline, 1.6)
    if colour:
        colour.ink(body)
    k = size * 0.016
    key.cut(s.hatch(body, straight(90), 3.6 * k * 0.9, 15 * k, lambda a, b, x=x, k=k: np.clip(0.85 - (a - x + 7 * k) / (17 * k), 0.06, 0.95) if colour else np.clip(0.6 - (a - x + 7 * k) / (15 * k), 0.0, 0.9), i, thin=0.7))
    key.ink(s.cuts([place([(-6, 5), (6, 16)], x, y, size * 1.6), place([(6, 5), (-6, 16)], x, y, size * 1.6)], 1.8 * k, "lens"))
    key.cut(s.shape(hole))
s.save()
