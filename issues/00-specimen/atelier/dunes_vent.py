"""Picture "dunes-vent": dunes, marram and wind; one person walks against it, the sea behind."""

import numpy as np

from figures import person
from linocut import Sheet, knife, noise, smooth
from nature import gulls, sea, tuft

s = Sheet("dunes-vent", (3000, 1500))
ochre, red, green, pale = s.block("ochre", shift=(0.5, 0.4)), s.block("red"), s.block("green", shift=(-0.3, 0.3)), s.block("paper", salt=0)
key = s.block("ink", salt=0.4)
plates = (ochre, red, green, pale)

# Wind in the sky.
sky = s.shape([(0, 0), (1000, 0), (1000, 250), (0, 250)])


def gusts(x, y):
    a = 26 * noise(x - 0.5 * y, y * 1.4, 210, 2) + 9 * noise(x, y * 1.3, 84, 5)
    return y + 0.05 * x + a, x


green.ink(s.hatch(sky, gusts, 9, 150, lambda x, y: np.clip(0.85 - y / 240 + 0.4 * noise(x, y * 2, 190, 1), 0, 1.05), 3, thin=0.9, wobble=0.15, skip=0.06))
key.ink(s.hatch(sky, lambda x, y: (gusts(x, y)[0] + 3, x), 9, 120, lambda x, y: np.clip(0.75 - y / 130 + 0.6 * noise(x, y * 2, 230, 4), 0, 1.0), 7, thin=0.9, wobble=0.15, skip=0.06))
ochre.ink(s.hatch(s.shape([(0, 130), (1000, 130), (1000, 240), (0, 240)]), gusts, 9, 130, lambda x, y: np.clip((y - 140) / 90, 0, 0.9), 9, thin=0.9, skip=0.1))
sea(s, key, green, 206, 262, seed=2, first=5, grow=1.18, steep=0.6, clear=(ochre, red, pale), left=380)

# Three dunes, each cut along its own back.
DUNES = [([(0, 236), (120, 214), (260, 190), (400, 208), (520, 240), (700, 252), (860, 236), (1000, 214)], 0.9, 11),
         ([(0, 296), (150, 318), (330, 300), (500, 262), (640, 236), (740, 240), (860, 282), (1000, 318)], 0.8, 12),
         ([(0, 352), (130, 330), (290, 350), (460, 400), (640, 418), (820, 384), (1000, 352)], 0.75, 13)]


def dune(points, full, seed):
    line = smooth(points)
    m = s.shape([*line, (1000, 502), (0, 502)])
    for b in (*plates, key):
        b.cut(m)
    ochre.ink(m)
    key.ink(m)
    p = np.array(line)
    slope = np.gradient(p[:, 1], p[:, 0])

    def light(x, y):
        d = y - np.interp(x, p[:, 0], p[:, 1])
        lee = np.interp(x, p[:, 0], slope)  # rises to the right: faces the light
        return np.clip(full * (0.62 - 2.2 * lee) * np.exp(-d / 190) + 0.34 + 0.16 * noise(x, y, 90, seed), 0.05, 1.12)

    def fall(x, y):
        d = y - np.interp(x, p[:, 0], p[:, 1])
        return d * 0.85 + 5 * noise(x, y, 70, seed) + 0.16 * x * np.clip(d / 120, 0, 1), x + 0.7 * d

    key.cut(s.hatch(m, fall, 7.4, 70, light, seed, thin=0.8, wobble=0.3, skip=0.05))
    top = s.hatch(m, fall, 7.4, 60, lambda x, y: 0.75 * np.clip(light(x, y) - 0.72, 0, 1) * 2.2, seed + 5, thin=0.8, wobble=0.3, skip=0.1)
    ochre.cut(top)
    key.cut(top)
    return p


def grass(spots, seed, ground):
    rng = np.random.default_rng(seed)
    for x, size in sorted(spots, key=lambda q: q[1]):
        y = float(np.interp(x, ground[:, 0], ground[:, 1])) + size * rng.uniform(0.02, 0.3)
        w = max(1.5, size * 0.042)
        key.ink(s.cuts([[(x - size * 0.16, y + 1), (x + size * 0.3, y + size * 0.05), (x + size * 0.75, y + size * 0.09)]], w * 2.4, "dart"))
        m = s.cuts(tuft(x, y, 26, size, 0.85, seed + int(x), 0.5), w * 1.3, "blade", seed)
        for b in plates:
            b.cut(m)
        key.ink(m)
        g = s.cuts(tuft(x + size * 0.02, y - 1, 15, size * 0.95, 0.9, seed + int(x) + 1, 0.46), w, "blade", seed)
        key.cut(g)
        ochre.cut(g)
        green.ink(g)
        lit = s.cuts(tuft(x - size * 0.02, y - 1, 6, size * 1.02, 0.85, seed + int(x) + 2, 0.42), w * 0.8, "blade", seed)
        for b in (key, green, ochre):
            b.cut(lit)


rng = np.random.default_rng(3)
d1 = dune(*DUNES[0])
grass([(x, rng.uniform(22, 40)) for x in (30, 70, 150, 196, 236, 262, 300, 350, 930, 966, 990)], 3, d1)
d2 = dune(*DUNES[1])
# The walker leans into the wind, between the dunes.
y = float(np.interp(566, d2[:, 0], d2[:, 1]))
key.ink(s.cuts([[(572, y + 8), (640, y + 13), (720, y + 30)]], 9, "dart"))
person(s, key, "walker", 566, y + 12, 118, flip=True, seed=4, coat=red, light=(-1, -0.6), halo=1.6, clear=plates, lean=0.17)
scarf = smooth([(556, y - 84), (582, y - 93), (604, y - 86), (630, y - 98), (656, y - 90), (655, y - 84), (630, y - 89), (604, y - 77), (582, y - 84), (558, y - 76)], True)
for b in (*plates, key):
    b.cut(s.shape(knife(scarf, 0.4, 2, 4)))
red.ink(s.shape(knife(scarf, 0.4, 2, 4)))
key.ink(s.cuts([[*scarf, scarf[0]]], 1.3, "worn"), s.cuts([[(580, y - 86), (604, y - 82), (636, y - 90)]], 1.6, "lens"))
grass([(x, rng.uniform(44, 76)) for x in (40, 96, 128, 208, 420, 452, 700, 742, 770, 884, 930, 985)], 5, d2)
d3 = dune(*DUNES[2])
grass([(x, rng.uniform(100, 165)) for x in (18, 66, 118, 150, 196, 262, 310, 420, 640, 742, 806, 850, 902, 948, 990)], 7, d3)
grass([(x, rng.uniform(130, 175)) for x in (40, 92, 240, 800, 872, 968)], 8, d3 + np.array([0, 70]))
# Sand that flies off the ridges.
blown = s.shape([(0, 180), (1000, 180), (1000, 420), (0, 420)])
rng = np.random.default_rng(12)
lines = []
for points, _, _ in DUNES[:2]:
    p = np.array(smooth(points))
    for _ in range(46):
        x = rng.uniform(120, 940)
        y0 = float(np.interp(x, p[:, 0], p[:, 1])) - rng.exponential(6) - 1
        n = rng.uniform(14, 46)
        lines.append(smooth([(x, y0), (x + n * 0.5, y0 - 2), (x + n, y0 - n * 0.05)], step=4))
key.ink(s.cuts(lines, 1.2, "lens", 3))
gulls(s, key, [(150, 92, 74, 0.5, -0.25), (274, 136, 42, 0.2, -0.2), (824, 118, 62, 0.6, -0.3), (905, 60, 36, 0.3, -0.1)], plates, 2)
s.save()
