"""Chart "graphique-attente": hours of waiting in a day. Every figure is specimen data and the chart says so."""

import math

import numpy as np

from linocut import COLOURS, OUT, knife, noise, ribbon, smooth

HEX = {name: "#{:02x}{:02x}{:02x}".format(*rgb) for name, rgb in COLOURS.items()}
W, H = 1000, 640
ROWS = [("Eau", "Water", 1.5, "green"), ("Douche", "Shower", 2.0, "green"), ("Téléphone", "Phone charging", 3.0, "red"), ("Repas", "Meal", 1.0, "ochre"), ("Médecin", "Doctor", 2.5, "red")]
X0, STEP, TOP, ROW, BAR = 262.0, 208.0, 118.0, 88.0, 54.0  # left of the bars, an hour, first row, row height, bar height


def d(points) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def paths(shapes, fill: str) -> str:
    return f'<path d="{"".join(d(q) for q in shapes)}" fill="{HEX[fill]}"/>'


def text(x, y, words, size, anchor="start", weight=400, fill="ink", style="") -> str:
    more = ' font-style="italic"' if style else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-family="Fira Sans" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" fill="{HEX[fill]}"{more}>{words}</text>'


def hours(value: float) -> str:
    whole, rest = int(value), round((value - int(value)) * 60)
    return f"{whole} h {rest:02d}" if rest else f"{whole} h"


out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {W} {H}" width="{W}" height="{H}">', f'<rect x="0" y="0" width="{W}" height="{H}" fill="{HEX["paper"]}"/>']
# The scale: an hour, two, three; half hours by a short tick.
grid, ticks = [], []
for hour in range(4):
    x = X0 + hour * STEP
    grid.append(ribbon([(x, TOP - 18), (x + 0.5, TOP + 230), (x, TOP + 5 * ROW - 20)], 1.6, "line"))
    out.append(text(x, TOP - 30, f"{hour} h", 19, "middle"))
    if hour < 3:
        ticks.append(ribbon([(x + STEP / 2, TOP - 18), (x + STEP / 2, TOP - 8)], 1.6, "line"))
out.append(paths(grid + ticks, "ink"))
# The bars: inked blocks with cuts; their length is exact, only the edges are worn.
for i, (fr, en, value, colour) in enumerate(ROWS):
    y, w = TOP + i * ROW, value * STEP
    bar = knife([(X0, y), (X0 + w, y), (X0 + w, y + BAR), (X0, y + BAR)], 0.7, i + 2, 11)
    out.append(paths([bar], colour))
    cuts = []
    rng = np.random.default_rng(40 + i)
    for k in range(5):
        yy = y + 8 + k * (BAR - 14) / 4.4
        x = X0 + rng.uniform(6, 30)
        while x < X0 + w - 26:
            n = min(rng.uniform(40, 110), X0 + w - 8 - x)
            bow = 1.6 * float(noise(x, yy, 60, 2))
            cuts.append(ribbon(smooth([(x, yy), (x + n / 2, yy + bow), (x + n, yy + 0.6)], step=4), rng.uniform(1.6, 3.4), "gouge", int(x)))
            x += n + rng.uniform(8, 22)
    out.append(paths(cuts, "paper"))
    edge = ribbon([(X0 + w, y - 1), (X0 + w, y + BAR + 1)], 4.0, "line")
    out.append(paths([edge], "ink"))
    out.append(text(X0 - 52, y + 25, fr, 23, "end", 600))
    out.append(text(X0 - 52, y + 47, en, 17, "end", 400, style="italic"))
    out.append(text(X0 + w + 14, y + 36, hours(value), 23, "start", 700))


# A small sign for each row.
def drop(x, y):
    return [smooth([(x, y - 17), (x, y - 17), (x + 11, y + 2), (x, y + 14), (x - 11, y + 2)], True)]


def shower(x, y):
    head = [[(x - 12, y - 4), (x + 12, y - 4), (x + 8, y - 12), (x - 8, y - 12)], [(x - 2, y - 18), (x + 2, y - 18), (x + 2, y - 12), (x - 2, y - 12)]]
    return head + [ribbon([(x + q, y), (x + q * 1.25, y + 15)], 3, "lens") for q in (-9, -3, 3, 9)]


def phone(x, y):
    return [[(x - 9, y - 17), (x + 9, y - 17), (x + 9, y - 13), (x - 9, y - 13)], [(x - 9, y + 11), (x + 9, y + 11), (x + 9, y + 17), (x - 9, y + 17)], [(x - 9, y - 17), (x - 6, y - 17), (x - 6, y + 17), (x - 9, y + 17)],
            [(x + 6, y - 17), (x + 9, y - 17), (x + 9, y + 17), (x + 6, y + 17)], [(x + 2, y - 10), (x - 5, y + 1), (x - 0.6, y + 1), (x - 2, y + 9), (x + 5, y - 2), (x + 0.6, y - 2)]]


def bowl(x, y):
    return [smooth([(x - 16, y), (x - 16, y), (x - 9, y + 12), (x + 9, y + 12), (x + 16, y), (x + 16, y)], True), ribbon(smooth([(x - 5, y - 4), (x - 8, y - 9), (x - 4, y - 14)]), 2.8, "lens"),
            ribbon(smooth([(x + 5, y - 4), (x + 2, y - 9), (x + 6, y - 14)]), 2.8, "lens")]


def heart(x, y):
    return [smooth([(x, y + 15), (x, y + 15), (x - 15, y), (x - 14, y - 11), (x - 6, y - 13), (x, y - 6), (x, y - 6), (x + 6, y - 13), (x + 14, y - 11), (x + 15, y)], True)]


for i, sign in enumerate((drop, shower, phone, bowl, heart)):
    out.append(paths(sign(X0 - 24, TOP + i * ROW + BAR / 2), "ink"))
out.append(text(20, 40, "Une journée d’attente", 27, "start", 700))
out.append(text(20, 64, "A day of waiting", 19, "start", 400, style="italic"))
# The notice: these are not measurements.
stamp = knife([(20, 574), (980, 574), (980, 618), (20, 618)], 1.0, 3, 12)
out.append(paths([stamp], "ink"))
out.append(text(500, 603, "DONNÉES DE SPÉCIMEN, inventées  ·  SPECIMEN DATA, made up", 20, "middle", 600, "paper"))
out.append("</svg>")
path = OUT / "graphique-attente.svg"
path.write_text("\n".join(out) + "\n", "utf-8")
print(f"{path.name}: {path.stat().st_size / 1e3:.0f} kB")
assert math.isclose(sum(r[2] for r in ROWS), 10.0)
