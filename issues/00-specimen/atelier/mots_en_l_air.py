"""Picture "mots-en-l-air": letters of many scripts leave a tree in the wind. The faces are those of fonts/installed."""

import math
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from forms import bare, thing
from linocut import Mask, Sheet, along, noise, smooth, straight
from nature import tuft

FACES = Path(__file__).resolve().parents[3] / "fonts" / "installed"
s = Sheet("mots-en-l-air", (2700, 1800))
ochre, red, green, pale = s.block("ochre", shift=(0.5, 0.4)), s.block("red", shift=(-0.4, 0.3)), s.block("green", shift=(0.3, -0.3)), s.block("paper", salt=0)
key = s.block("ink", salt=0.4)
plates = (ochre, red, green, pale)


# The wind, in long cuts that rise to the right.
def gust(x, y):
    b = 40 * np.sin(x / 170 + 0.6) * np.clip(x / 500, 0.2, 1) + 16 * noise(x, y, 190, 3)
    return y + 0.34 * x + b, x - 0.3 * y


ochre.ink(s.hatch(s.all(), gust, 15, 150, lambda x, y: np.clip(0.42 + 0.5 * noise(x, y, 240, 2) + (y - 500) / 500, 0, 1), 3, thin=1.2, wobble=0.14, skip=0.1))
key.ink(s.hatch(s.all(), lambda x, y: (gust(x, y)[0] + 7.5, gust(x, y)[1]), 15, 120, lambda x, y: np.clip(0.05 + 0.35 * noise(x, y, 200, 5) + 0.2 * (y < 90), 0, 0.4), 5, thin=1.2, wobble=0.14, skip=0.3))

# The ground.
line = smooth([(0, 566), (140, 552), (320, 566), (560, 596), (800, 606), (1000, 598)])
ground = s.shape([*line, (1000, 668), (0, 668)])
thing(s, key, ground, green, field=along(line), spacing=8, length=80, tone=lambda x, y: 0.55 - (y - 560) / 240 + 0.2 * noise(x, y, 70, 2), seed=4, wobble=0.3)
key.ink(s.cuts([line], 4, "worn"))
blades = []
for x in range(10, 1000, 26):
    y = float(np.interp(x, [p[0] for p in line], [p[1] for p in line]))
    blades += tuft(x, y + 4, 7, 26 + 12 * math.sin(x), 0.9, x, 0.4)
key.ink(s.cuts(blades, 2.6, "blade", 3))


# The tree, bent by years of the same wind.
def branch(x, y, angle, n, w, depth, rng, out, tips):
    bx, by = x + n * math.sin(angle), y - n * math.cos(angle)
    mid = ((x + bx) / 2 - 0.1 * n * math.cos(angle), (y + by) / 2 - 0.06 * n)
    out.append((smooth([(x, y), mid, (bx, by)], step=6), w))
    if depth == 0:
        tips.append((bx, by))
        return
    for k in range(3):
        t = rng.uniform(0.5, 1.0) if k else 1.0
        branch(x + (bx - x) * t, y + (by - y) * t, angle + 0.17 + rng.normal(0, 0.34) * (1.3 if k else 0.6), n * rng.uniform(0.62, 0.8), w * 0.6, depth - 1, rng, out, tips)


parts, tips = [], []
rng = np.random.default_rng(23)
for a, n, w, x0, y0 in ((-0.2, 96, 25, 166, 330), (0.42, 104, 27, 178, 338), (0.98, 92, 20, 190, 372)):
    branch(x0, y0, a, n, w, 4, rng, parts, tips)
key.ink(s.cuts([p for p, w in parts if w > 4], [w for _, w in parts if w > 4], "twig", 3), s.cuts([p for p, w in parts if w <= 4], [max(1.8, w) for _, w in parts if w <= 4], "dart", 3))
trunk = smooth([(86, 572), (110, 540), (122, 480), (134, 410), (148, 330), (150, 318), (206, 326), (206, 350), (190, 420), (180, 490), (192, 546), (232, 574), (232, 574), (86, 574)], True)
thing(s, key, trunk, red, field=lambda x, y: (x + 0.2 * y + 9 * noise(x, y, 40, 2) - 0.0012 * (y - 450) ** 2, y), spacing=7.5, length=90, tone=lambda x, y: np.clip(0.85 - (x - 110) / 90 + (y - 450) / 900, 0.06, 0.8), seed=4, halo=3, wobble=0.3)


# The letters: big ones are things, with their own light.
def letter(text, face, size, x, y, turn):
    """A letter as a mask: drawn large, turned, reduced."""
    font = ImageFont.truetype(str(FACES / face), int(size * s.k * 2))
    box = font.getbbox(text)
    w, h = box[2] - box[0], box[3] - box[1]
    pad = int(0.12 * max(w, h)) + 4
    tile = Image.new("L", (w + 2 * pad, h + 2 * pad), 0)
    ImageDraw.Draw(tile).text((pad - box[0], pad - box[1]), text, font=font, fill=255)
    tile = tile.rotate(turn, Image.BICUBIC, expand=True)
    tile = tile.crop(tile.getbbox()).reduce(2)
    x0, y0 = int(x * s.k - tile.width / 2), int(y * s.k - tile.height / 2)
    data = np.asarray(tile)
    cx0, cy0, cx1, cy1 = max(0, x0), max(0, y0), min(s.W, x0 + tile.width), min(s.H, y0 + tile.height)
    if cx1 <= cx0 or cy1 <= cy0:
        return None, None
    data = data[cy0 - y0 : cy1 - y0, cx0 - x0 : cx1 - x0]
    fat = Image.fromarray(data)
    grow = Image.new("L", fat.size, 0)
    r = max(1, round(s.k * size * 0.028))
    for dx in range(-r, r + 1, max(1, r // 3)):
        for dy in range(-r, r + 1, max(1, r // 3)):
            if dx * dx + dy * dy <= r * r + 1:
                grow.paste(255, (dx, dy), fat)
    return Mask((cx0, cy0, cx1, cy1), data.copy()), Mask((cx0, cy0, cx1, cy1), np.asarray(grow).copy())


LATIN, SERIF, KUFI, NASKH, NASTALIQ, BENGALI, ETHIOPIC, SOURCE = ("FiraSans_700Bold.ttf", "SourceSerif4_700Bold.ttf", "NotoKufiArabic_800ExtraBold.ttf", "NotoNaskhArabic_700Bold.ttf", "NotoNastaliqUrdu_700Bold.ttf",
                                                                  "NotoSansBengali_800ExtraBold.ttf", "NotoSansEthiopic_800ExtraBold.ttf", "FiraSansExtraCondensed_900Black.ttf")
BIG = [("ع", NASKH, 150, 566, 236, 14, red), ("ሰ", ETHIOPIC, 118, 742, 300, -12, green), ("অ", BENGALI, 128, 900, 142, 10, red), ("é", SERIF, 170, 416, 128, 16, green), ("ї", SERIF, 150, 664, 96, -14, ochre),
       ("ښ", NASKH, 118, 858, 440, 8, ochre), ("ệ", LATIN, 138, 500, 372, -9, ochre), ("Ж", SOURCE, 130, 960, 318, -18, green), ("ڕ", KUFI, 110, 660, 424, 20, red), ("ç", SERIF, 118, 786, 150, 20, red),
       ("ቋ", ETHIOPIC, 84, 950, 520, 14, red), ("ٹ", NASTALIQ, 96, 360, 262, -8, red)]
for i, (text, face, size, x, y, turn, colour) in enumerate(BIG):
    m, around = letter(text, face, size, x, y, turn)
    if m is None:
        continue
    bare(s, around)
    key.ink(m)
    colour.ink(m)
    lit = s.relief(m, size * 0.1, (-1, -0.8))
    key.cut(s.hatch(m, straight(-turn + 28), 6.2, 40, lambda a, b, lit=lit: 0.42 + 0.75 * lit(a, b), i, thin=1.0, wobble=0.16, skip=0.03))
SMALL = "aëêñğşžđñЇєґщюяאبتجحخدرزسشصطفقكگلمنهویێۆھے" + "ሀለመረቀበተአወዘየገ" + "কখগচজডতনপমশহ" + "ăâôơưđ"
SMALL = SMALL.replace("א", "")
rng = np.random.default_rng(31)
for i in range(260):
    t = i / 260
    x = 250 + 760 * t**0.85 + rng.normal(0, 40)
    y = 330 - 120 * math.sin(t * 3.0) + rng.normal(0, 120) * (0.5 + t)
    if not (225 < x < 1010 and 10 < y < 560) or any(math.hypot(x - b[3], y - b[4]) < b[2] * 0.48 + 12 for b in BIG):
        continue
    ch = SMALL[int(rng.integers(len(SMALL)))]
    code = ord(ch)
    face = NASKH if 0x600 <= code < 0x780 else ETHIOPIC if 0x1200 <= code < 0x1400 else BENGALI if 0x980 <= code < 0xA00 else SERIF
    size = rng.uniform(22, 46) * (0.7 + 0.5 * t)
    m, around = letter(ch, face, size, x, y, rng.uniform(-35, 35))
    if m is None:
        continue
    for b in plates:
        b.cut(around)
    key.cut(around)
    key.ink(m)
    colour = (None, None, red, None, green)[i % 5]
    if colour is not None:
        colour.ink(m)
        key.cut(m)
# The last leaves on the tree are letters too.
for i, (x, y) in enumerate(tips[::2]):
    ch = SMALL[(i * 7) % len(SMALL)]
    code = ord(ch)
    face = NASKH if 0x600 <= code < 0x780 else ETHIOPIC if 0x1200 <= code < 0x1400 else BENGALI if 0x980 <= code < 0xA00 else SERIF
    m, around = letter(ch, face, 26, x, y, (i * 37) % 80 - 40)
    if m is None:
        continue
    bare(s, around)
    (green, red, ochre)[i % 3].ink(m)
s.save()
