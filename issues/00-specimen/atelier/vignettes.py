"""Vignettes for short pieces: a teapot, boots, a candle, a key. One ink, 1 bit, 2000 px for 60 mm (847 ppi)."""

import numpy as np

from forms import axis, bare, bottle_form, limb, thing
from linocut import Sheet, ellipse, rays, rings, smooth, straight

THIN = 3.4  # units of 1000 for 60 mm: 0.2 mm, the finest cut newsprint keeps open


def sheet(slug, w=2000, h=2000):
    s = Sheet(slug, (w, h))
    return s, s.block("ink", salt=0.25)


def theiere():
    s, key = sheet("theiere")
    f, t = bottle_form(500, 250)
    steam = [[(250, 330), (222, 270), (262, 214), (224, 150), (250, 96)], [(300, 316), (282, 258), (318, 200), (290, 130), (316, 60)]]
    for p in steam:
        key.ink(s.cuts([smooth(p)], 26, "lens", 3))
    spout = [(330, 640), (250, 590), (222, 500), (196, 420), (160, 386)]
    w = [150, 108, 74, 58, 44]
    sf, st = axis(spout, w)
    thing(s, key, limb(spout, w, cap=False), None, field=sf, spacing=19, length=150, tone=lambda x, y: st(x, y) * 0.9, seed=2, halo=9, thin=THIN, rough=1.5, facet=20)
    handle = smooth([(694, 430), (800, 400), (880, 450), (892, 560), (840, 660), (720, 710), (704, 668), (790, 620), (830, 550), (818, 480), (770, 452), (706, 476)], True)
    thing(s, key, handle, None, field=rings(780, 560), spacing=18, length=120, tone=lambda x, y: 0.75 - (x - 700) / 400, seed=4, halo=9, thin=THIN, rough=1.5, facet=20)
    pot = smooth([(390, 374), (300, 440), (252, 560), (264, 700), (330, 808), (420, 850), (580, 850), (670, 808), (736, 700), (748, 560), (700, 440), (610, 374)], True)
    thing(s, key, pot, None, field=f, spacing=23, length=170, tone=lambda x, y: np.clip(t(x, y) * 0.95, 0.0, 0.95), seed=5, halo=11, thin=THIN, rough=1.5, facet=22)
    band = smooth([(262, 566), (262, 566), (500, 606), (738, 566), (738, 566), (746, 640), (746, 640), (500, 690), (256, 640), (256, 640)], True)
    thing(s, key, band, None, tone=0, halo=6)
    for _i, x in enumerate(range(290, 730, 58)):
        y = 606 + 42 * (1 - ((x - 500) / 240) ** 2)
        bare(s, s.shape([(x, y - 28), (x + 22, y), (x, y + 28), (x - 22, y)]))
        key.ink(s.shape([(x, y - 11), (x + 9, y), (x, y + 11), (x - 9, y)]))
    lid = smooth([(384, 376), (410, 320), (470, 286), (530, 286), (590, 320), (616, 376), (560, 396), (500, 402), (440, 396)], True)
    thing(s, key, lid, None, field=f, spacing=20, length=120, tone=lambda x, y: np.clip(t(x, y), 0, 0.95), seed=6, halo=10, thin=THIN)
    thing(s, key, ellipse(500, 258, 38, 34, n=40), None, field=f, spacing=16, length=60, tone=lambda x, y: np.clip(0.9 - (x - 480) / 70, 0, 0.9), seed=7, halo=8, thin=THIN)
    thing(s, key, smooth([(410, 846), (410, 846), (396, 886), (604, 886), (590, 846), (590, 846)], True), None, tone=0.3, spacing=16, length=120, halo=8, thin=THIN)
    key.ink(s.cuts([[(150, 900), (500, 908), (860, 898)]], 26, "lens", 3), s.cuts([[(250, 930), (520, 936), (700, 930)]], 14, "lens", 5))
    s.save_line()


def bottes():
    s, key = sheet("bottes")
    for ox, oy, k, seed in ((-140, 8, 0.94, 2), (110, 64, 0.98, 8)):
        def at(points):
            return [(ox + 360 + a * k, oy + 60 + b * k) for a, b in points]

        leg = at(smooth([(20, 20), (20, 20), (28, 180), (24, 330), (4, 450), (-6, 560), (-2, 700), (-2, 700), (30, 722), (400, 722), (400, 722), (414, 680), (400, 610), (330, 556), (262, 524), (236, 470), (238, 330), (252, 180), (258, 20), (258, 20)], True))

        def form(x, y, ox=ox, oy=oy, k=k):
            a, b = (x - ox - 360) / k, (y - oy - 60) / k
            foot = np.clip((b - 430) / 120, 0, 1)
            bow = 26 * np.sqrt(np.clip(1 - ((a - 138) / 130) ** 2, 0, 1))
            return (b - bow) * (1 - foot) + foot * (b - 0.1 * a + 30 * np.sin(a / 130)), a

        thing(s, key, leg, None, field=form, spacing=23, length=150, tone=lambda x, y, ox=ox, k=k, oy=oy: np.clip(0.9 - np.abs((x - ox - 360) / k - 70 - np.clip(((y - oy - 60) / k - 480) / 200, 0, 1) * 120) / 150, 0.0, 0.92), seed=seed, halo=12, thin=THIN, rough=1.6, facet=24)
        mouth = at(ellipse(139, 22, 122, 30, n=50))
        thing(s, key, mouth, None, tone=0, halo=0)
        bare(s, s.cuts([[*mouth, mouth[0]]], 9, "line"))
        bare(s, s.cuts([at(smooth([(26, 92), (140, 122), (252, 92)]))], 10, "lens"))
        for dx in (60, 150, 240, 330):
            key.ink(s.shape(at([(dx - 50, 716), (dx + 30, 716), (dx + 24, 748), (dx - 44, 748)])))
        bare(s, s.cuts([at([(0, 690), (200, 694), (410, 690)])], 10, "worn"), s.cuts([at(smooth([(200, 520), (232, 548), (300, 566)])), at(smooth([(190, 476), (216, 496), (244, 494)]))], 9, "lens"))
    key.ink(s.cuts([[(110, 884), (480, 900), (940, 882)]], 30, "lens", 2), s.cuts([[(60, 836), (110, 840), (180, 834)]], 14, "lens"), s.cuts([[(840, 918), (900, 922), (960, 916)]], 14, "lens"))
    s.save_line()


def bougie():
    s, key = sheet("bougie")
    C = (500.0, 250.0)
    disc = s.shape(ellipse(500, 330, 330, 300, n=120))
    key.ink(disc)
    glow = s.hatch(disc, rays(*C, 220), 26, 90, lambda x, y: np.clip(1.05 - np.hypot(x - C[0], y - C[1]) / 330, 0.05, 0.95), 3, thin=THIN, wobble=0.1, skip=0.02)
    key.cut(glow)
    bare(s, s.shape(ellipse(500, 236, 74, 128, n=60)))
    flame = smooth([(500, 92), (500, 92), (536, 176), (560, 250), (540, 316), (500, 336), (460, 316), (440, 250), (470, 180)], True)
    key.ink(s.cuts([[*flame, flame[0]]], 11, "line"))
    key.ink(s.shape(smooth([(500, 210), (518, 260), (514, 310), (500, 322), (486, 310), (482, 260)], True)))
    bare(s, s.shape(smooth([(500, 244), (508, 276), (504, 306), (496, 306), (492, 276)], True)))
    key.ink(s.cuts([smooth([(500, 396), (496, 360), (506, 318)])], 12, "line"))
    f, t = bottle_form(500, 92)
    wax = smooth([(408, 400), (408, 400), (450, 376), (500, 392), (552, 374), (592, 402), (592, 402), (592, 760), (592, 760), (408, 760), (408, 760)], True)
    thing(s, key, wax, None, field=f, spacing=22, length=110, tone=lambda x, y: np.clip(t(x, y) * 1.1, 0.02, 1.15), seed=4, halo=13, thin=THIN, rough=1.5, facet=22)
    for x, y, n in ((424, 406, 150), (466, 392, 92), (566, 400, 210)):
        drip = smooth([(x - 20, y - 6), (x + 20, y - 6), (x + 18, y + n * 0.6), (x + 24, y + n), (x, y + n + 26), (x - 24, y + n), (x - 18, y + n * 0.6)], True)
        thing(s, key, drip, None, field=straight(90), spacing=16, length=110, tone=lambda a, b, x=x: np.clip(1.2 - (a - x + 14) / 40, 0.2, 1.2), seed=x, halo=6, thin=THIN)
    f2, t2 = bottle_form(500, 280)
    thing(s, key, smooth([(380, 742), (380, 742), (376, 820), (624, 820), (620, 742), (620, 742), (500, 770)], True), None, field=f, spacing=19, length=90, tone=lambda x, y: np.clip(0.7 - (x - 480) / 190, 0, 0.9), seed=6, halo=9, thin=THIN)
    handle = s.shape(ellipse(806, 806, 92, 74, n=60)).without(s.shape(ellipse(806, 806, 58, 42, n=50)))
    key.ink(handle)
    key.cut(s.cuts([[(740, 776), (800, 748), (860, 772)]], 14, "lens"))
    thing(s, key, smooth([(214, 806), (214, 806), (250, 870), (350, 908), (500, 918), (650, 908), (750, 870), (786, 806), (786, 806), (650, 836), (500, 842), (350, 836)], True), None, field=f2, spacing=19, length=140, tone=lambda x, y: np.clip(0.85 - (x - 300) / 440, 0.0, 0.92), seed=7, halo=10, thin=THIN)
    key.ink(s.cuts([[(200, 934), (520, 946), (840, 932)]], 24, "lens", 5))
    s.save_line()


def cle():
    s, key = sheet("cle")

    def turn(points):
        c, n = 0.7660, 0.6428
        return [(310 + c * x - n * y, 330 + n * x + c * y) for x, y in points]

    # The string goes through the bow: the far side first.
    string = smooth([(40, 60), (130, 110), (180, 190), (196, 262), (232, 310)], step=16)
    key.ink(s.cuts([string], 17, "line"))
    bare(s, s.cuts([string], 5.2, "worn"))
    bits = [turn([(560, 20), (622, 20), (622, 172), (596, 172), (596, 130), (560, 130)]), turn([(464, 20), (528, 20), (528, 146), (496, 166), (464, 146)])]
    for b in bits:
        thing(s, key, b, None, field=straight(-50), spacing=19, length=80, tone=0.4, seed=5, halo=9, thin=THIN, rough=1.4, facet=18)
    thing(s, key, turn([(60, -30), (676, -30), (690, 0), (676, 30), (60, 30)]), None, field=straight(40), spacing=19, length=110, tone=lambda x, y: np.clip(0.98 + ((x - 310) * 0.6428 - (y - 330) * 0.766) / 64 - 0.45, 0.0, 0.95), seed=3, halo=10, thin=THIN, rough=1.4, facet=18)
    for x in (96, 144, 400, 634):
        thing(s, key, turn([(x, -46), (x + 26, -46), (x + 26, 46), (x, 46)]), None, field=straight(40), spacing=15, length=50, tone=0.5, seed=x, halo=7, thin=THIN)
    # The bow: three leaves of iron, each a ring.
    for a, r in ((2.0944, 92), (-2.0944, 92), (np.pi, 104)):
        cx, cy = 92 * np.cos(a) + 30, 104 * np.sin(a)
        outer, inner = turn(ellipse(cx, cy, r, r, n=70)), turn(ellipse(cx, cy, r * 0.52, r * 0.52, n=50))
        ring = s.shape(outer).without(s.shape(inner))
        bare(s, s.cuts([[*outer, outer[0]]], 22, "line"), s.shape(inner))
        mx, my = turn([(cx, cy)])[0]
        thing(s, key, ring, None, field=rings(mx, my), spacing=15, length=90, tone=lambda x, y, mx=mx, my=my: np.clip(0.45 - ((x - mx) + (y - my)) / 190, 0.0, 0.92), seed=int(r), halo=0, thin=THIN)
        key.ink(s.cuts([[*outer, outer[0]], [*inner, inner[0]]], 9, "line"))
    heart = turn(ellipse(44, 0, 44, 44, n=40))
    thing(s, key, heart, None, field=straight(40), spacing=15, length=40, tone=0.5, seed=4, halo=8, thin=THIN)
    over = smooth([(232, 310), (262, 352), (244, 420), (180, 440), (120, 400), (84, 330), (60, 240)], step=16)
    bare(s, s.cuts([over], 30, "line"))
    key.ink(s.cuts([over], 17, "line"))
    bare(s, s.cuts([over], 5.2, "worn"))
    key.ink(s.cuts([smooth([(60, 240), (50, 214), (34, 196)]), smooth([(60, 240), (62, 208), (54, 184)]), smooth([(60, 240), (72, 212), (74, 190)])], 8, "dart"))
    shade = [turn(smooth([(180 + 30 * i, 92 + 26 * i), (320, 88 + 26 * i), (430 - 20 * i, 92 + 26 * i)])) for i in range(3)]
    key.ink(s.cuts(shade, 14, "lens", 4))
    s.save_line()


if __name__ == "__main__":
    theiere()
    bottes()
    bougie()
    cle()
