"""Cover, "nuit-camp": tents and a line of people under a night sky combed by the wind; a lighthouse sweeps it."""

import numpy as np

from figures import person, tarp, tent
from linocut import Sheet, along, knife, noise, rays, smooth, wind

s = Sheet("nuit-camp", (3484, 4913))
ochre, red, green = s.block("ochre", shift=(0.5, 0.3)), s.block("red", shift=(-0.3, 0.4)), s.block("green", shift=(0.3, -0.3))
pale = s.block("paper", salt=0)
key = s.block("ink", full=True, salt=0.35)

LAMP = (742.0, 604.0)
HORIZON = 862.0

# The sky: green under the black, cut wider and wider as it comes down to the sea.
sky = s.shape([(0, 0), (1000, 0), (1000, HORIZON), (0, HORIZON)])
green.ink(sky)
beam_l = s.shape([LAMP, (-20, 452), (-20, 612)])
beam_r = s.shape([LAMP, (1020, 548), (1020, 628)])


def sky_tone(x, y):
    down = np.clip((y - 330) / 530, 0, 1)
    cloud = noise(x + 0.6 * y, y * 2.4, 210, 4) * 0.5 + 0.5
    return 0.10 + 0.62 * down**1.25 + 0.34 * (cloud - 0.45) * (0.25 + down)


key.cut(s.hatch(sky, wind(-7, 46, 330, 2), 9.5, 120, sky_tone, 5, thin=0.9, wobble=0.3, skip=0.08))
# Clouds lit from under by the town: paper showing in their bellies.
low = s.shape(smooth([(0, 700), (160, 742), (330, 716), (520, 770), (660, 740), (820, 786), (1000, 752), (1000, 752), (1000, HORIZON), (1000, HORIZON),
                      (0, HORIZON), (0, HORIZON)], True))
glow = s.hatch(low, wind(-5, 30, 240, 3), 11, 150, lambda x, y: 0.08 + 0.95 * np.clip((y - 715) / 150, 0, 1) ** 1.3, 9, thin=1.2, skip=0.16)
ochre.ink(glow)
green.cut(glow)
key.cut(glow)
# The beam: rays of paper, strong at the lamp.
for beam, reach, seed in ((beam_l, 760, 1), (beam_r, 280, 2)):
    light = s.hatch(beam, rays(*LAMP, 400), 7.5, 170,
                    lambda x, y, r=reach: 1.25 - 0.85 * np.clip(np.hypot(x - LAMP[0], y - LAMP[1]) / r, 0, 1), seed, thin=1.0, wobble=0.1)
    green.cut(light)
    key.cut(light)
    ochre.ink(s.hatch(beam, rays(*LAMP, 400), 7.5, 120, 0.4, seed + 7, skip=0.55))
# A few stars above, small enough for a nameplate to stand over them.
rng = np.random.default_rng(8)
for _ in range(34):
    x, y = rng.uniform(20, 980), rng.uniform(425, 690)
    if abs(y - LAMP[1]) < 90 and x < 740:
        continue
    r = rng.uniform(1.2, 3.0)
    star = s.shape([(x - r * 2.4, y), (x - r * 0.4, y - r * 0.4), (x, y - r * 2.4), (x + r * 0.4, y - r * 0.4), (x + r * 2.4, y), (x + r * 0.4, y + r * 0.4), (x, y + r * 2.4), (x - r * 0.4, y + r * 0.4)])
    key.cut(star)
    green.cut(star)

# The sea: a dark strip with the beam on it.
sea = s.shape([(0, HORIZON - 1), (1000, HORIZON - 1), (1000, 960), (0, 960)])
key.ink(sea)
green.ink(sea)
water = s.hatch(sea, wind(0, 4, 60, 5), 6.6, 60, lambda x, y: 0.16 + 0.5 * np.exp(-(((x - 690) / 150) ** 2)) + 0.12 * noise(x, y, 90, 3), 12, thin=0.9)
key.cut(water)
bright = s.hatch(sea, wind(0, 4, 60, 5), 6.6, 40, lambda x, y: 0.75 * np.exp(-(((x - 730) / (34 + (y - HORIZON) * 0.7)) ** 2)), 14, thin=0.9)
key.cut(bright)
green.cut(bright)
ochre.ink(bright)
# England: a thread of cliffs, and a ferry with lit windows.
cliffs = smooth([(0, 855), (90, 850), (180, 853), (300, 849), (420, 856), (500, 861), (500, 863), (0, 863)])
key.ink(s.shape(cliffs))
strip = s.cuts([[(8, 858), (200, 856.5)], [(215, 857), (400, 859)]], 2.6, "lens", 4)
key.cut(strip)
green.cut(strip)
ferry = knife([(250, 872), (262, 884), (372, 884), (384, 870), (372, 870), (372, 860), (352, 860), (352, 851), (338, 851), (338, 860), (270, 861), (268, 871)], 0.5, 3)
s.put(key, ferry, 1.6)
lights = [[(x, 866), (x + 5, 866)] for x in range(276, 368, 9)] + [[(x, 875), (x + 3, 875)] for x in range(268, 372, 12)]
lit = s.cuts(lights, 2.6, "line")
key.cut(lit)
green.cut(lit)
ochre.ink(lit)

# The lighthouse on its dune.
dune = smooth([(470, 905), (560, 880), (650, 868), (760, 852), (870, 862), (1010, 838), (1010, 838), (1010, 1010), (1010, 1010), (470, 1010), (470, 1010)], True)
tower = [(714, 868), (722, 640), (762, 640), (771, 868)]
key.ink(s.shape(tower))
pale.ink(s.shape(tower))
key.cut(s.hatch(s.shape(tower), lambda x, y: (y - 0.006 * (x - 742) ** 2, x), 5.2, 60,
                lambda x, y: np.clip(0.3 + (x - 724) / 34, 0.3, 1.1), 3, thin=0.7))
for y in (640, 732, 824):
    band = s.shape([(722 - (y - 640) * 0.035, y), (762 + (y - 640) * 0.04, y), (764 + (y - 640) * 0.04, y + 46), (720 - (y - 640) * 0.035, y + 46)])
    pale.cut(band)
    red.ink(band)
    green.cut(band)
key.ink(s.shape([(712, 640), (772, 640), (768, 630), (716, 630)]), s.shape([(728, 588), (756, 588), (742, 566)]), s.shape([(740, 570), (744, 570), (743, 548), (741, 548)]))
lamp = s.shape([(726, 590), (758, 590), (760, 630), (724, 630)])
key.cut(lamp)
green.cut(lamp)
ochre.ink(s.shape([(731, 592), (753, 592), (755, 628), (729, 628)]))
key.ink(s.cuts([[(733, 590), (732, 630)], [(742, 588), (742, 630)], [(751, 590), (752, 630)], [(722, 590), (762, 590)]], 2.0, "line"))
key.cut(s.cuts([[(711, 635), (773, 635)]], 1.6, "lens"))
door = s.shape(smooth([(735, 868), (735, 848), (742, 842), (750, 848), (751, 868)]))
pale.ink(door)
key.ink(door)
key.ink(s.shape(dune))
ochre.ink(s.shape(dune))
green.cut(s.shape(dune))
key.cut(s.hatch(s.shape(dune), along([(470, 905), (560, 880), (650, 868), (760, 852), (870, 862), (1010, 838)]), 8, 70,
                lambda x, y: np.clip(0.85 - (y - 845) / 120, 0.06, 0.8) * (0.7 + 0.5 * noise(x, y, 80, 2)), 6, thin=0.9))

# The ground: sand and mud, cut in long strokes that follow its swell.
ridge = [(0, 950), (140, 936), (300, 952), (460, 930), (640, 948), (820, 926), (1000, 944)]
ground = s.shape([*smooth(ridge), (1000, 1411), (0, 1411)])
key.ink(ground)
green.cut(ground)
ochre.ink(ground)
key.cut(s.hatch(ground, wind(3, 26, 200, 6), 12, 110,
                lambda x, y: 0.24 + 0.32 * noise(x, y * 1.5, 150, 1) + 0.22 * np.clip((y - 1150) / 150, 0, 1), 21, thin=1.3, wobble=0.35, skip=0.2))

# Tents, far to near.
TENTS = [(92, 985, 130, 74, None, -1), (238, 974, 120, 66, "green", 1), (388, 988, 138, 80, "ochre", 1), (560, 972, 118, 64, None, 1),
         (700, 985, 140, 78, "red", -1), (862, 976, 132, 72, "green", -1), (985, 994, 140, 82, "ochre", -1),
         (20, 1072, 200, 116, "red", 1), (226, 1066, 196, 112, "ochre", 1), (452, 1082, 218, 124, "green", 1), (690, 1070, 204, 116, "ochre", -1),
         (908, 1086, 222, 126, None, -1), (110, 1196, 290, 166, "green", 1), (420, 1206, 300, 172, "red", 1), (728, 1198, 296, 166, "pale", -1), (1010, 1216, 300, 176, "ochre", -1)]
plates = {"ochre": ochre, "red": red, "green": green, "pale": pale}
for i, (cx, base, w, h, colour, side) in enumerate(TENTS):
    key.ink(s.shape(smooth([(cx - w * 0.62, base), (cx, base - h * 0.1), (cx + w * 0.62, base - 2), (cx + w * 0.4, base + h * 0.14), (cx - w * 0.4, base + h * 0.12)], True)))
    cloth = plates[colour] if colour else pale
    if i in (3, 8, 13):
        tarp(s, key, cx, base, w, h, cloth=cloth, seed=30 + i, flip=side > 0, clear=list(plates.values()))
    else:
        tent(s, key, cx, base, w, h, cloth=cloth, seed=30 + i, light=side, glow=ochre if i % 3 == 0 and colour != "ochre" else None,
             deep=0.95 if colour else 0.6, clear=list(plates.values()), open_=i % 5 != 4)

# The line of people, in front, black against the tents.
path = s.shape(smooth([(0, 1330), (200, 1318), (420, 1328), (640, 1312), (820, 1322), (1000, 1306), (1000, 1306), (1000, 1411), (1000, 1411), (0, 1411), (0, 1411)], True))
key.ink(path)
key.cut(s.hatch(path, wind(-2, 16, 160, 3), 10, 90, lambda x, y: 0.10 + 0.6 * np.clip((y - 1330) / 90, 0, 1) + 0.2 * noise(x, y, 90, 6), 41, thin=1.2, wobble=0.35))
LINE = [("walker", 62, 1352, 246, None), ("shawl", 172, 1360, 236, None), ("child", 246, 1362, 146, "red"), ("back", 336, 1350, 250, None), ("blanket", 452, 1358, 244, "red"),
        ("walker", 560, 1350, 252, None), ("carrier", 668, 1360, 240, None), ("back", 764, 1350, 246, "ochre"), ("shawl", 858, 1360, 232, None), ("blanket", 952, 1352, 248, None)]
for i, (pose, x, y, size, colour) in enumerate(LINE):
    shade = s.cuts([[(x - 90, y + 10), (x - 10, y + 4), (x + 40, y + 1)]], 13, "lens", i)
    key.ink(shade)
    person(s, key, pose, x, y, size, seed=60 + i * 7, coat=plates.get(colour) if colour else None, clear=list(plates.values()), light=(0.7, -1), halo=1.0)

s.save()
