"""Map "carte-littoral": the coast from Cherbourg to Dunkerque and the strait, simplified from memory, as flat SVG."""

import math

import numpy as np

from linocut import COLOURS, OUT, knife, noise, resample, ribbon, smooth

W, H = 1000, 664
WEST, EAST, NORTH, SOUTH = -2.12, 3.30, 51.42, 49.12
HEX = {name: "#{:02x}{:02x}{:02x}".format(*rgb) for name, rgb in COLOURS.items()}

FRANCE = [(-1.66, 49.0), (-1.72, 49.22), (-1.80, 49.37), (-1.88, 49.52), (-1.84, 49.64), (-1.95, 49.72), (-1.76, 49.68), (-1.62, 49.65), (-1.46, 49.70), (-1.26, 49.695),
          (-1.27, 49.58), (-1.19, 49.48), (-1.23, 49.37), (-1.10, 49.385), (-0.88, 49.37), (-0.62, 49.345), (-0.40, 49.335), (-0.25, 49.285), (-0.08, 49.295), (0.08, 49.37), (0.23, 49.42),
          (0.42, 49.45), (0.30, 49.475), (0.11, 49.485), (0.07, 49.53), (0.20, 49.71), (0.37, 49.765), (0.71, 49.87), (1.08, 49.93), (1.37, 50.06), (1.48, 50.13), (1.63, 50.19), (1.56, 50.235),
          (1.54, 50.30), (1.57, 50.41), (1.58, 50.52), (1.60, 50.63), (1.60, 50.72), (1.60, 50.80), (1.575, 50.87), (1.71, 50.915), (1.85, 50.96), (2.11, 51.01), (2.37, 51.055), (2.54, 51.09),
          (2.75, 51.16), (3.1, 51.29), (3.45, 51.39)]
ENGLAND = [(-2.3, 50.60), (-2.06, 50.58), (-1.95, 50.61), (-1.95, 50.68), (-1.78, 50.73), (-1.55, 50.71), (-1.33, 50.82), (-1.40, 50.89), (-1.27, 50.84), (-1.10, 50.79), (-0.92, 50.78), (-0.79, 50.725),
           (-0.60, 50.79), (-0.37, 50.81), (-0.14, 50.82), (0.05, 50.78), (0.25, 50.735), (0.36, 50.80), (0.58, 50.85), (0.76, 50.92), (0.98, 50.912), (0.99, 50.99), (1.08, 51.06), (1.18, 51.08), (1.32, 51.12),
           (1.39, 51.16), (1.41, 51.24), (1.38, 51.31), (1.44, 51.37), (1.30, 51.385), (1.05, 51.37), (0.9, 51.36), (0.74, 51.48), (0.74, 51.6)]
WIGHT = [(-1.58, 50.665), (-1.45, 50.72), (-1.30, 50.765), (-1.16, 50.73), (-1.07, 50.69), (-1.17, 50.64), (-1.30, 50.58), (-1.42, 50.63)]
TOWNS = [("Grande-Synthe", 2.30, 51.012, "br", 1), ("Dunkerque", 2.38, 51.035, "tr", 1), ("Calais", 1.86, 50.945, "br", 1), ("Boulogne-sur-Mer", 1.615, 50.725, "r", 0), ("Dieppe", 1.085, 49.915, "br", 0),
         ("Le Havre", 0.14, 49.50, "r", 0), ("Ouistreham", -0.25, 49.27, "b", 1), ("Cherbourg", -1.62, 49.635, "b", 1), ("Dover", 1.305, 51.135, "tl", 0), ("Folkestone", 1.165, 51.095, "l", 0)]


def at(lon: float, lat: float) -> tuple[float, float]:
    return (lon - WEST) / (EAST - WEST) * W, (NORTH - lat) / (NORTH - SOUTH) * H


def coast(points, seed):
    """The shore with the small unevenness of a knife."""
    p = resample(smooth([at(*q) for q in points], step=6), 5)
    p[:, 0] += 1.3 * noise(p[:, 0], p[:, 1], 11, seed)
    p[:, 1] += 1.3 * noise(p[:, 1], p[:, 0], 11, seed + 1)
    return [(float(x), float(y)) for x, y in p]


def d(points) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def paths(shapes, fill: str) -> str:
    return f'<path d="{"".join(d(s) for s in shapes)}" fill="{HEX[fill]}"/>'


france, england = coast(FRANCE, 2), coast(ENGLAND, 4)
wight = knife(smooth([at(*q) for q in WIGHT], True), 1.0, 3, 6)
land_f = [*france, (W + 60, H + 60), (france[0][0], H + 60)]
land_e = [*england, (england[-1][0], -60), (-60, -60), (-60, england[0][1])]


def inside(x: float, y: float, poly) -> bool:
    p = np.asarray(poly)
    x1, y1 = p[:, 0], p[:, 1]
    x2, y2 = np.roll(x1, -1), np.roll(y1, -1)
    hit = (y1 > y) != (y2 > y)
    return bool((hit & (x < (x2 - x1) * (y - y1) / np.where(hit, y2 - y1, 1) + x1)).sum() % 2)


shore = np.array([*france, *england, *wight])
keep_clear = [(338, 290, 230, 74), (632, 250, 44, 90), (322, 452, 110, 50)]  # the sea's names, the ferry
rng = np.random.default_rng(6)

# Waves: rows of short cuts, closer to each other along the shores, as an engraver rounds a coast.
waves = []
for y in np.arange(10, H, 13.0):
    x = rng.uniform(-20, 20)
    while x < W:
        n = rng.uniform(16, 44)
        cx = x + n / 2
        yy = y + 4 * float(noise(cx, y, 60, 1))
        near = float(np.min(np.hypot(shore[:, 0] - cx, shore[:, 1] - yy)))
        free = all(abs(cx - a) > w / 2 + n / 2 or abs(yy - b) > h / 2 for a, b, w, h in keep_clear)
        if near > 15 and free and rng.random() < 0.42 and not any(inside(q, yy, poly) for q in (x, x + n) for poly in (land_f, land_e, wight)):
            amp = 2.6
            line = [(x + t * n, yy + amp * math.sin(t * 6.3)) for t in np.linspace(0, 1, 7)]
            waves.append(ribbon(smooth(line, step=4), 1.3 + 1.1 * min(1, near / 90), "lens", int(x + y)))
        x += n + rng.uniform(7, 16)
# Two water lines that follow the shore.
lines = []
for poly, own in ((france, land_f), (england, land_e), ([*wight, wight[0]], wight)):
    p = resample(poly, 6)
    t = np.gradient(p, axis=0)
    t /= np.hypot(t[:, 0], t[:, 1])[:, None] + 1e-9
    n = np.stack([t[:, 1], -t[:, 0]], 1)
    if inside(*(p[len(p) // 2] + n[len(p) // 2] * 6), own):
        n = -n
    for off, width, dash in ((7.0, 2.0, 14), (13.0, 1.4, 9)):
        q = p + n * off
        i = int(rng.integers(0, 5))
        while i < len(q) - 4:
            k = int(rng.integers(dash // 2, dash))
            part = q[i : i + k]
            if len(part) > 2 and not any(inside(*r, z) for r in part for z in (land_f, land_e, wight)) and np.all(np.hypot(*np.diff(part, axis=0).T) < 14):
                lines.append(ribbon(smooth([tuple(r) for r in part], step=3), width, "lens", i))
            i += k + 1
# Hachures on the land, away from the sea: a hint of relief along the cliffs and the hills.
hachures = []
for poly, own, step in ((france, land_f, 7.0), (england, land_e, 7.0), ([*wight, wight[0]], wight, 8.0)):
    p = resample(poly, step)
    t = np.gradient(p, axis=0)
    t /= np.hypot(t[:, 0], t[:, 1])[:, None] + 1e-9
    n = np.stack([t[:, 1], -t[:, 0]], 1)
    if not inside(*(p[len(p) // 2] + n[len(p) // 2] * 6), own):
        n = -n
    for i, (a, m) in enumerate(zip(p, n, strict=True)):
        long = 6 + 7 * (0.5 + 0.5 * float(noise(a[0], a[1], 60, 2))) + rng.uniform(-1, 2)
        b = a + m * long + (p[min(i + 1, len(p) - 1)] - a) * 0.3
        hachures.append(ribbon([tuple(a), tuple((a + b) / 2), tuple(b)], 1.9, "dart", i))
# Small woods and fields inland.
fields = []
for _ in range(900):
    x, y = rng.uniform(0, W), rng.uniform(0, H)
    poly = land_f if inside(x, y, land_f) else land_e if inside(x, y, land_e) else None
    near = float(np.min(np.hypot(shore[:, 0] - x, shore[:, 1] - y)))
    if poly is None or near < 66 or float(noise(x, y, 90, 4)) < 0.18:
        continue
    fields.append(ribbon([(x, y), (x + 5, y - 1.4), (x + 11, y - 0.4)], 1.5, "lens", int(x)))

SEINE = [(0.42, 49.45), (0.52, 49.49), (0.72, 49.50), (0.74, 49.42), (0.9, 49.36), (1.0, 49.42), (1.08, 49.36), (1.05, 49.28), (1.2, 49.30), (1.2, 49.2), (1.35, 49.14), (1.4, 49.0)]
SOMME = [(1.63, 50.19), (1.83, 50.10), (2.1, 49.98), (2.3, 49.90), (2.6, 49.91), (2.95, 49.92)]
ORNE = [(-0.25, 49.285), (-0.34, 49.19), (-0.40, 49.1), (-0.42, 49.0)]
rivers = [ribbon(smooth([at(*q) for q in r], step=6), w, "twig" if r is not SEINE else "dart", 4) for r, w in ((SEINE, 7.0), (SOMME, 3.4), (ORNE, 3.0))]
border = [ribbon(resample([at(*a), at(*b)], 3).tolist()[::1], 1.6, "line") for a, b in (((2.545, 51.085), (2.57, 51.055)), ((2.575, 51.04), (2.60, 51.01)), ((2.605, 50.995), (2.62, 50.96)),
                                                                                         ((2.625, 50.945), (2.66, 50.92)), ((2.67, 50.905), (2.71, 50.88)), ((2.73, 50.87), (2.80, 50.85)), ((2.82, 50.84), (2.90, 50.80)), ((2.915, 50.785), (2.93, 50.74)), ((2.945, 50.73), (3.02, 50.765)),
          ((3.04, 50.772), (3.12, 50.785)), ((3.14, 50.78), (3.19, 50.74)), ((3.2, 50.73), (3.25, 50.69)))]


def crossing(a, b, bow: float) -> list:
    """A ferry's way, in dashes."""
    (x1, y1), (x2, y2) = at(*a), at(*b)
    mid = ((x1 + x2) / 2 + bow, (y1 + y2) / 2)
    p = resample(smooth([(x1, y1), mid, (x2, y2)]), 4.0)
    return [ribbon([tuple(q) for q in p[i : i + 3]], 1.9, "line") for i in range(2, len(p) - 3, 4)]


ways = crossing((1.85, 50.965), (1.33, 51.118), -3) + crossing((2.30, 51.055), (1.345, 51.125), 8) + crossing((1.09, 49.94), (0.055, 50.775), 10) + crossing((-0.25, 49.30), (-1.08, 50.77), 14) \
    + crossing((-1.61, 49.67), (-1.13, 50.77), -20)
fx, fy = 322, 452  # a ferry on the western sea
ferry = [(fx - 34, fy), (fx - 24, fy + 13), (fx + 28, fy + 13), (fx + 36, fy - 1), (fx + 26, fy - 1), (fx + 25, fy - 10), (fx + 12, fy - 10), (fx + 11, fy - 18), (fx + 3, fy - 18), (fx + 3, fy - 10), (fx - 20, fy - 9), (fx - 21, fy)]
portholes = [ribbon([(x, fy - 4.6), (x + 4, fy - 4.6)], 2.4, "line") for x in range(fx - 15, fx + 22, 7)]
wash = [ribbon(smooth([(fx - 40, fy + 15), (fx - 8, fy + 18), (fx + 24, fy + 15), (fx + 44, fy + 17)]), 3, "lens", 2), ribbon(smooth([(fx - 66, fy + 8), (fx - 52, fy + 11), (fx - 40, fy + 9)]), 2.2, "lens", 3)]

out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {W} {H}" width="{W}" height="{H}">',
       f'<rect x="0" y="0" width="{W}" height="{H}" fill="{HEX["green"]}"/>', paths(waves, "paper")]


def clip(poly):
    """Keep a polygon near the sheet (its far corners only)."""
    return [(min(max(x, -60), W + 60), min(max(y, -60), H + 60)) for x, y in poly]


def heavy(poly, w: float, closed: bool = False):
    """The shore as one thick worn line of ink."""
    return ribbon([*poly, poly[0]] if closed else poly, w, "line", 3)


out += [paths([clip(land_f), clip(land_e), wight], "paper"), paths(fields, "ochre"), paths(hachures, "ink"), paths(lines, "paper"), paths(rivers, "green"),
        paths([heavy(france, 3.4), heavy(england, 3.4), heavy(wight, 3.0, True)], "ink"), paths(border, "ink"), paths(ways, "ochre"), paths([ferry], "paper"), paths(portholes, "ink"), paths(wash, "paper")]


def text(x, y, words, size, anchor="start", weight=400, fill="ink", style="normal", spacing=0) -> str:
    more = f' letter-spacing="{spacing}"' if spacing else ""
    more += ' font-style="italic"' if style == "italic" else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-family="Fira Sans" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" fill="{HEX[fill]}"{more}>{words}</text>'


dots, rings, labels = [], [], []
for name, lon, lat, where, big in TOWNS:
    x, y = at(lon, lat)
    r = 7.0 if big else 5.4
    dots.append(knife([(x + r * math.cos(a), y + r * math.sin(a)) for a in np.linspace(0, 6.283, 15)[:-1]], 0.5, int(x), 4))
    rings.append(knife([(x + (r + 2.4) * math.cos(a), y + (r + 2.4) * math.sin(a)) for a in np.linspace(0, 6.283, 17)[:-1]], 0.5, int(y), 4))
    size = 16 if name == "Cherbourg" else 19 if big else 17
    dx, dy, anchor = {"r": (15, 6, "start"), "l": (-14, 6, "end"), "b": (0, 29, "middle"), "br": (10, 25, "start"), "tr": (13, 2, "start"), "tl": (-12, -6, "end")}[where]
    if name == "Grande-Synthe":
        dx, dy, anchor = 12, 22, "start"
    if name == "Dunkerque":
        dx, dy, anchor = 14, 4, "start"
    if name == "Calais":
        dx, dy, anchor = 0, 29, "middle"
    if name == "Cherbourg":
        dx, dy, anchor = 8, 32, "middle"
    if name == "Le Havre":
        dx, dy, anchor = 18, -6, "start"
    if name == "Dover":
        dx, dy, anchor = -13, -4, "end"
    if name == "Folkestone":
        dx, dy, anchor = -14, 6, "end"
    labels.append((x + dx, y + dy, name, size, anchor, 600 if big else 400))
pads = []
for x, y, name, size, anchor, _weight in labels:  # a clean patch of land under each name
    w = len(name) * size * 0.56
    x0 = x - 4 if anchor == "start" else x - w - 4 if anchor == "end" else x - w / 2 - 4
    pads.append(knife([(x0, y - size * 0.82), (x0 + w + 8, y - size * 0.82), (x0 + w + 8, y + size * 0.3), (x0, y + size * 0.3)], 0.8, int(x), 7))
out += [paths(pads, "paper"), paths(rings, "ink"), paths(dots, "red")]
out += [text(x, y, name, size, anchor, weight) for x, y, name, size, anchor, weight in labels]
out += [text(338, 288, "LA MANCHE", 24, "middle", 600, "paper", spacing=3), text(338, 313, "The Channel", 21, "middle", 400, "paper", "italic")]
out += [text(120, 62, "ENGLAND", 20, "start", 400, "ink", spacing=5), text(730, 540, "FRANCE", 22, "start", 400, "ink", spacing=7), text(962, 166, "BELGIQUE", 13, "middle")]
# Scale: 50 km at this latitude; north.
km = W / ((EAST - WEST) * 111.32 * math.cos(math.radians(50.3)))
x0, y0, n = 30.0, 628.0, 50 * km
bar = [[(x0, y0), (x0 + n / 2, y0), (x0 + n / 2, y0 + 7), (x0, y0 + 7)], [(x0 + n / 2, y0 + 3.5), (x0 + n, y0 + 3.5), (x0 + n, y0 + 7), (x0 + n / 2, y0 + 7)], [(x0 + n - 1.4, y0), (x0 + n, y0), (x0 + n, y0 + 7), (x0 + n - 1.4, y0 + 7)]]
pad = knife([(18, 596), (x0 + n + 14, 596), (x0 + n + 14, 646), (18, 646)], 1, 3, 9)
out += [paths([pad], "paper"), paths(bar, "ink"), text(x0, y0 - 8, "0", 15), text(x0 + n, y0 - 8, "50 km", 15, "end")]
nx, ny = 632, 262
out += [paths([[(nx, ny - 30), (nx + 8, ny), (nx, ny - 6), (nx - 8, ny)], [(nx - 1.6, ny), (nx + 1.6, ny), (nx + 1.2, ny + 20), (nx - 1.2, ny + 20)]], "paper"), text(nx, ny - 36, "N", 21, "middle", 600, "paper")]
out.append("</svg>")
path = OUT / "carte-littoral.svg"
path.write_text("\n".join(out) + "\n", "utf-8")
print(f"{path.name}: {path.stat().st_size / 1e3:.0f} kB")
