"""Chart "alphabets": one letter for each language of the paper, cut on its own tile."""

import numpy as np

from linocut import COLOURS, OUT, knife, ribbon, smooth

HEX = {name: "#{:02x}{:02x}{:02x}".format(*rgb) for name, rgb in COLOURS.items()}
W, H, COLUMNS, TILE_W, TILE_H, GAP = 1000, 784, 4, 232.0, 244.0, 16.0
# Letters alone are text (the engine does not join letters inside an SVG), so the languages' names are in Latin script.
ARABIC, ETHIOPIC, BENGALI, LATIN = "Noto Naskh Arabic", "Noto Sans Ethiopic", "Noto Sans Bengali", "Fira Sans"
TILES = [("é", LATIN, 156, 2, "français"), ("w", LATIN, 156, -6, "anglais"), ("ع", ARABIC, 150, -34, "arabe"), ("ښ", ARABIC, 140, -24, "pachto"),
         ("چ", ARABIC, 150, -40, "dari"), ("ڕ", ARABIC, 150, -36, "kurde sorani"), ("ቋ", ETHIOPIC, 126, -2, "tigrinya"), ("ሀ", ETHIOPIC, 132, -2, "amharique"),
         ("ї", LATIN, 152, 2, "ukrainien"), ("ệ", LATIN, 138, -18, "vietnamien"), ("ক", BENGALI, 138, 4, "bengali"), ("ë", LATIN, 154, 2, "albanais")]
INKS = ["red", "green", "ink", "ochre", "green", "ink", "ochre", "red", "ink", "ochre", "red", "green"]


def d(points) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def text(x, y, words, face, size, weight, fill) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-family="{face}" font-size="{size}" font-weight="{weight}" text-anchor="middle" fill="{HEX[fill]}">{words}</text>'


out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {W} {H}" width="{W}" height="{H}">', f'<rect x="0" y="0" width="{W}" height="{H}" fill="{HEX["paper"]}"/>']
for i, ((letter, face, size, lift, name), ink) in enumerate(zip(TILES, INKS, strict=True)):
    x, y = GAP + (i % COLUMNS) * (TILE_W + GAP) + 2, GAP + (i // COLUMNS) * (TILE_H + GAP) - 4
    tile = knife([(x, y), (x + TILE_W, y), (x + TILE_W, y + TILE_H), (x, y + TILE_H)], 1.1, i, 14)
    out.append(f'<path d="{d(tile)}" fill="{HEX[ink]}"/>')
    # Cuts that leave the letter room: rays towards the corners, longer where they are further from the middle.
    rng = np.random.default_rng(70 + i)
    cuts = []
    cx, cy = x + TILE_W / 2, y + 104
    for k in range(54):
        a = 2 * np.pi * k / 54 + rng.normal(0, 0.02)
        r0 = 98 + rng.uniform(0, 9)
        far = min(abs((TILE_W / 2 - 9) / (np.cos(a) or 1e-6)), abs(((104 - 9) if np.sin(a) < 0 else (TILE_H - 104 - 58)) / (np.sin(a) or 1e-6)))
        if far - r0 < 9:
            continue
        p = [(cx + r * np.cos(a), cy + r * np.sin(a)) for r in (far, (far + r0) / 2, r0)]
        cuts.append(ribbon(smooth(p, step=3), rng.uniform(3.0, 4.6), "gouge", k))
    if cuts:
        out.append(f'<path d="{"".join(d(c) for c in cuts)}" fill="{HEX["paper"]}"/>')
    strip = knife([(x + 10, y + TILE_H - 50), (x + TILE_W - 10, y + TILE_H - 50), (x + TILE_W - 10, y + TILE_H - 10), (x + 10, y + TILE_H - 10)], 0.9, i + 4, 11)
    out.append(f'<path d="{d(strip)}" fill="{HEX["paper"]}"/>')
    out.append(text(cx, y + 154 + lift, letter, face, size, 700, "ink" if ink == "ochre" else "paper"))
    out.append(text(cx, y + TILE_H - 22, name, LATIN, 23, 600, "ink"))
out.append("</svg>")
path = OUT / "alphabets.svg"
path.write_text("\n".join(out) + "\n", "utf-8")
print(f"{path.name}: {path.stat().st_size / 1e3:.0f} kB")
