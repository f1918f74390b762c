"""Draws the pictures of the samples: linocuts by code, from fixed seeds. The build never reads this folder.

    python3 layouts/_house/sample/atelier/draw.py        # writes ../pictures/*.svg and vagues.png, in two seconds

Flat shapes in the house's five inks, and cuts of a gouge through them that show the paper or the ink below.
"""

from math import cos, hypot, pi, sin
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw

OUT = Path(__file__).resolve().parents[1] / "pictures"
INK, RED, SEA = "device-cmyk(0 0 0 1)", "device-cmyk(0 .82 .85 .06)", "device-cmyk(.85 .42 .55 .3)"
OCHRE, TINT, PAPER = "device-cmyk(0 .32 .85 .04)", "device-cmyk(0 .03 .1 .03)", "device-cmyk(0 0 0 0)"
Point = tuple[float, float]


class Sheet:
    """A drawing under way: shapes in the order they are printed."""

    def __init__(self, width: int, height: int, ground: str, seed: int) -> None:
        self.size, self.rng = (width, height), Random(seed)
        self.parts = [f'<rect width="{width}" height="{height}" fill="{ground}"/>']

    def shape(self, points: list[Point], fill: str) -> None:
        self.parts.append(f'<path d="{outline(points)}" fill="{fill}"/>')

    def cuts(self, cuts: list[list[Point]], fill: str) -> None:
        """Many cuts in one colour, as one path."""
        self.parts.append(f'<path d="{"".join(outline(cut) for cut in cuts)}" fill="{fill}"/>')

    def gouge(self, x: float, y: float, angle: float, length: float, width: float) -> list[Point]:
        """One push of the tool: it enters thin, widens, leaves thin, and never quite straight."""
        dx, dy = cos(angle), sin(angle)
        bend = self.rng.uniform(-0.06, 0.06) * length
        left, right = [], []
        for step in range(6):
            t = step / 5
            half = width / 2 * sin(pi * min(1, t * 1.15 + 0.02)) ** 0.8 * self.rng.uniform(0.85, 1.1) if 0 < t < 1 else 0
            off = bend * sin(pi * t)
            cx, cy = x + dx * length * t - dy * off, y + dy * length * t + dx * off
            left.append((cx - dy * half, cy + dx * half))
            right.append((cx + dy * half, cy - dx * half))
        return left + right[-2:0:-1]

    def blob(self, x: float, y: float, rx: float, ry: float, rough: float = 0.04, corners: int = 26) -> list[Point]:
        """A knife's circle: many short straight edges."""
        return [
            (x + rx * k * cos(2 * pi * n / corners), y + ry * k * sin(2 * pi * n / corners))
            for n in range(corners)
            for k in [1 + self.rng.uniform(-rough, rough)]
        ]

    def band(self, y: float, sway: float, depth: float, steps: int = 24) -> list[Point]:
        """Everything below a wavering line."""
        width, height = self.size
        edge = [
            (width * n / steps, y + sway * sin(n * 0.7 + y) + self.rng.uniform(-3, 3)) for n in range(steps + 1)
        ]
        return [*edge, (width, min(height, y + depth)), (0, min(height, y + depth))]

    def save(self, name: str) -> None:
        width, height = self.size
        body = "\n".join(self.parts)
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        (OUT / f"{name}.svg").write_text(f"{svg}\n{body}\n</svg>\n", "utf-8")


def outline(points: list[Point]) -> str:
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points) + "Z"


def ripples(sheet: Sheet, top: float, bottom: float, rows: int, fill: str, reach: float = 1.0) -> None:
    """Water: cuts that lie flat, longer and further apart towards the eye."""
    width, cuts = sheet.size[0], []
    for row in range(rows):
        t = row / rows
        y, x = top + (bottom - top) * t**1.3, sheet.rng.uniform(-120, 0)
        while x < width * reach:
            length = sheet.rng.uniform(40, 90) * (0.5 + 1.6 * t)
            cuts.append(sheet.gouge(x, y + sheet.rng.uniform(-4, 4), 0, length, 3 + 7 * t))
            x += length * sheet.rng.uniform(1.4, 2.4)
    sheet.cuts(cuts, fill)


def tree() -> None:
    """Night: a moon, stars, one tree by the water. Dark above, so that a nameplate can lie over it."""
    sheet = Sheet(1200, 1300, INK, 3)
    rng = sheet.rng
    sheet.cuts([sheet.gouge(rng.uniform(0, 1200), rng.uniform(0, 760), rng.uniform(0, pi), rng.uniform(5, 12), 4)
                for _ in range(150)], TINT)
    sheet.shape(sheet.blob(330, 640, 74, 74, 0.02), OCHRE)
    sheet.cuts([sheet.gouge(330 + r * cos(a), 640 + r * sin(a), a, 16 + r / 9, 5)
                for r in (96, 128, 164) for a in [2 * pi * n / 44 + r for n in range(44)]], OCHRE)
    sheet.shape(sheet.band(985, 10, 400), SEA)
    ripples(sheet, 1010, 1300, 17, TINT)
    sheet.cuts([sheet.gouge(330 - w / 2 + rng.uniform(-30, 30), y, 0, w, 9)
                for y, w in [(1012 + 22 * n, rng.uniform(60, 170)) for n in range(13)]], OCHRE)
    sheet.shape([(420, 1010), (560, 968), (760, 955), (980, 962), (1200, 985), (1200, 1050), (860, 1042), (600, 1034)], INK)
    sheet.cuts([sheet.gouge(rng.uniform(520, 1190), rng.uniform(980, 1030), -pi / 2 + rng.uniform(-0.5, 0.5), 26, 5)
                for _ in range(110)], SEA)
    trunk = [(700, 1000), (716, 900), (712, 800), (660, 730), (676, 722), (726, 775), (736, 700), (752, 700), (756, 780),
             (812, 716), (826, 726), (776, 806), (774, 900), (800, 1000)]
    crown = [(740, 600, 150, 120), (630, 660, 110, 90), (850, 655, 118, 92), (680, 570, 90, 76), (810, 560, 96, 80)]
    for x, y, rx, ry in crown:
        sheet.shape(sheet.blob(x, y, rx, ry), SEA)
    sheet.shape(trunk, RED)
    sheet.cuts([sheet.gouge(rng.uniform(716, 768), rng.uniform(800, 960), pi / 2 + rng.uniform(-0.15, 0.15), 44, 5)
                for _ in range(26)], INK)
    leaves, dark = [], []
    for x, y, rx, ry in crown:
        for _ in range(105):
            a, r = rng.uniform(0, 2 * pi), rng.random() ** 0.5
            px, py = x + rx * r * cos(a), y + ry * r * sin(a)
            lit = (330 - px) * 0.7 - (py - 700) > rng.uniform(-420, 160) - 150
            leaf = sheet.gouge(px, py, rng.uniform(-0.4, 0.9) + pi, rng.uniform(16, 28), 9)
            (leaves if lit else dark).append(leaf)
    sheet.cuts(dark, INK)
    sheet.cuts(leaves, TINT)
    sheet.cuts([sheet.gouge(rng.uniform(570, 930), rng.uniform(520, 720), 0.6, 15, 12) for _ in range(16)], RED)
    sheet.save("arbre")


def pond() -> None:
    """Day, and wide: sun, hills, beds of a garden, a pond with reeds. For a picture across the fold too."""
    sheet = Sheet(1600, 1000, TINT, 11)
    rng = sheet.rng
    sheet.shape(sheet.blob(1120, 250, 105, 105, 0.015), RED)
    sheet.cuts([sheet.gouge(1120 + r * cos(a), 250 + r * sin(a), a, r / 5, 7)
                for n, r in enumerate((135, 190, 255, 335, 430, 540, 670, 820, 990, 1180))
                for a in [2 * pi * (k + n / 2) / 30 for k in range(30)] if 250 + r * sin(a) * 1.2 < 470], OCHRE)
    sheet.shape(sheet.band(430, 32, 300), OCHRE)
    sheet.cuts([sheet.gouge(rng.uniform(0, 1600), rng.uniform(450, 560), 0.25 * sin(n), 60, 6) for n in range(130)], TINT)
    sheet.shape(sheet.band(530, 14, 200), SEA)
    for bed in range(9):
        x0, x1 = 60 + bed * 170, -260 + bed * 240
        sheet.cuts([sheet.gouge(x0 + (x1 - x0) * t + rng.uniform(-8, 8), 545 + 150 * t, -pi / 2 + rng.uniform(-0.7, 0.7),
                                14 + 22 * t, 6 + 5 * t) for t in [k / 16 for k in range(17)] for _ in range(3)],
                   TINT if bed % 2 else OCHRE)
    sheet.shape(sheet.band(700, 9, 400), INK)
    ripples(sheet, 722, 1000, 14, TINT)
    sheet.cuts([sheet.gouge(1120 - w / 2 + rng.uniform(-40, 40), y, 0, w, 11)
                for y, w in [(725 + 21 * n, rng.uniform(60, 230)) for n in range(13)]], RED)
    reeds, heads = [], []
    for _ in range(60):
        x, lean, high = rng.choice((rng.uniform(20, 330), rng.uniform(1330, 1580))), rng.uniform(-0.2, 0.2), rng.uniform(120, 330)
        y = rng.uniform(780, 1010)
        reeds.append(sheet.gouge(x, y, -pi / 2 + lean, high, 9))
        if rng.random() < 0.4:
            heads.append(sheet.blob(x + sin(lean) * high, y - cos(lean) * high, 8, 32, 0.06, 12))
    sheet.cuts(reeds, SEA)
    sheet.cuts(heads, RED)
    sheet.save("bassin")


def can() -> None:
    """A watering can, and what it does."""
    sheet = Sheet(1000, 900, OCHRE, 5)
    rng = sheet.rng
    sheet.cuts([sheet.gouge(rng.uniform(-20, 980), rng.uniform(0, 640), 0.1, rng.uniform(30, 80), 4) for _ in range(120)], TINT)
    sheet.shape(sheet.band(700, 8, 300), INK)
    sheet.cuts([sheet.gouge(rng.uniform(0, 980), rng.uniform(715, 890), 0.05, rng.uniform(20, 60), 6) for _ in range(150)], SEA)
    sheet.shape([(470, 380), (790, 360), (830, 690), (450, 700)], SEA)
    sheet.shape([(468, 600), (452, 690), (250, 372), (190, 330), (206, 306), (290, 350)], SEA)
    sheet.shape(sheet.blob(190, 318, 26, 62, 0.05, 16), INK)
    for ring, fill in (((150, 128), INK), ((118, 98), OCHRE)):
        sheet.parts.append(f'<path d="M{640 - ring[0]} 372A{ring[0]} {ring[1]} 0 0 1 {640 + ring[0]} 362Z" fill="{fill}"/>')
    sheet.cuts([sheet.gouge(x, rng.uniform(390, 430), pi / 2 + (x - 640) / 900, rng.uniform(90, 230), 8)
                for x in range(490, 800, 13)], TINT)
    sheet.cuts([sheet.gouge(280 + 10 * n, 395 + 17 * n, 1.03, 60, 7) for n in range(0, 14, 2)], TINT)
    sheet.cuts([sheet.gouge(170 - spread * t * 60, 330 + t * 330 * rng.uniform(0.9, 1.1), pi / 2 + spread * 0.25, 26, 8)
                for spread in (-1.2, -0.6, 0, 0.6, 1.2, 1.9) for t in [k / 8 for k in range(1, 9)]], PAPER)
    for n, x in enumerate((60, 130, 210, 300)):
        stem = 46 + 22 * (n % 3)
        sheet.cuts([sheet.gouge(x, 712, -pi / 2, stem, 9), sheet.gouge(x, 716 - stem, -2.6, 34, 22),
                    sheet.gouge(x, 716 - stem, -0.5, 34, 22)], RED)
    sheet.save("arrosoir")


def seeds() -> None:
    """Seeds in rows, each kind its own cut: a pattern that any box may crop."""
    sheet = Sheet(1000, 1000, SEA, 8)
    rng = sheet.rng
    for row in range(11):
        cuts, y = [], 48 + row * 91
        for col in range(12):
            x = 10 + col * 91 + (45 if row % 2 else 0)
            if row % 4 == 0:
                cuts.append(sheet.blob(x, y, 19, 30, 0.05, 14))
            elif row % 4 == 1:
                cuts += [sheet.gouge(x, y + 32, -pi / 2 + turn, 62, 17) for turn in (-0.5, 0, 0.5)]
            elif row % 4 == 2:
                cuts.append([p for p in sheet.blob(x, y, 26, 26, 0.04, 16) if hypot(p[0] - x - 30, p[1] - y) > 22])
            else:
                cuts += [sheet.gouge(x - 26, y + d, rng.uniform(-0.2, 0.2), 54, 11) for d in (-15, 0, 15)]
        sheet.cuts(cuts, (TINT, OCHRE, TINT, RED)[row % 4])
        if row % 4 == 0:
            sheet.cuts([sheet.gouge(10 + col * 91 + (45 if row % 2 else 0), y - 18, pi / 2, 36, 7) for col in range(12)], INK)
    sheet.save("graines")


def rain() -> None:
    """A chart: millimetres of rain in a garden's year. The figures are made up, and say so."""
    sheet = Sheet(1200, 900, TINT, 2)
    rng = sheet.rng
    sheet.parts.append(
        '<text x="60" y="84" font-family="Fira Sans" font-weight="700" font-size="40" fill="device-cmyk(0 0 0 1)">'
        "Pluie tombée, mois par mois (mm)</text>"
    )
    for n, (name, mm) in enumerate(zip("JFMAMJJASOND", (62, 48, 51, 40, 55, 34, 21, 27, 49, 78, 90, 81), strict=True)):
        x, high = 70 + n * 91, mm * 6.6
        sheet.shape([(x, 790), (x + 2, 790 - high), (x + 66, 792 - high), (x + 65, 790)], SEA)
        sheet.cuts([sheet.gouge(x + rng.uniform(6, 56), 790 - high * rng.uniform(0.1, 0.98), pi / 2 + 0.12, 24, 6)
                    for _ in range(mm // 3)], TINT)
        for y, size, said in ((836, 30, name), (775 - high, 26, str(mm))):
            sheet.parts.append(f'<text x="{x + 33}" y="{y:.0f}" font-family="Fira Sans" font-weight="600" font-size="{size}" '
                               f'text-anchor="middle" fill="{INK}">{said}</text>')
    sheet.shape([(50, 790), (1160, 789), (1160, 795), (50, 795)], INK)
    sheet.parts.append(f'<text x="60" y="880" font-family="Fira Sans" font-size="24" fill="{INK}">Chiffres inventés</text>')
    sheet.save("pluie")


def waves() -> None:
    """The one raster: a woodcut of waves in four flat colours, so the file stays small."""
    width, height, rng = 900, 600, Random(4)
    ink, sea, tint, ochre = (22, 19, 15), (31, 79, 76), (246, 239, 224), (224, 166, 60)
    picture = Image.new("RGB", (width, height), tint)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((590, 60, 730, 200), fill=ochre)
    for n in range(34):
        y = 20 + n * 8
        x = rng.randint(-60, 40)
        while x < width:
            pen.line((x, y, x + rng.randint(20, 70), y), fill=ochre, width=2)
            x += rng.randint(90, 200)
    for row in range(7):
        base, long = 235 + row * 56, 130 + row * 26
        crest = [(x, base + (14 + row * 3) * (abs((x + row * 47) % long - long / 2) / long * 4 - 1)) for x in range(0, width + 1, 6)]
        pen.polygon([*crest, (width, height), (0, height)], fill=sea if row % 2 else ink)
        for depth in range(1, 5):
            for n in range(0, len(crest) - 3, 3):
                if rng.random() < 0.75 - depth * 0.12:
                    (x0, y0), (x1, y1) = crest[n], crest[n + 2]
                    pen.line((x0, y0 + depth * 9, x1, y1 + depth * 9), fill=tint, width=max(1, 4 - depth))
    picture.quantize(16).save(OUT / "vagues.png", optimize=True, dpi=(300, 300))


if __name__ == "__main__":
    for draw in (tree, pond, can, seeds, rain, waves):
        draw()
