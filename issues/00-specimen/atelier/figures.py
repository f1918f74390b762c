"""Atelier: people and tents as cut shapes. People have no face. Outlines are drawn with y up, feet at (0, 0), 100 high."""

from collections.abc import Sequence

import numpy as np

from linocut import Block, Mask, Points, Sheet, ellipse, knife, place, smooth, straight

# Each part: (outline, folds). Parts go from back to front; a fold is a line of light, cut where cloth turns.
Part = tuple[Points, Sequence[Points]]

LEG_BACK = [(-9, 44), (-10, 28), (-12, 14), (-14.5, 4), (-14.5, 0), (-14.5, 0), (-4, 0), (-4, 0), (-4.5, 3), (-7, 5),
            (-5, 16), (-2, 30), (2, 44)]
LEG_FRONT = [(-3, 44), (0, 28), (2.5, 14), (2.5, 5), (2, 0), (2, 0), (14, 0), (14, 0), (13.5, 2.6), (9, 5), (8.6, 14),
             (10, 28), (11, 44)]
COAT = [(-3, 86), (-9, 82), (-13, 74), (-14, 60), (-14.5, 48), (-16, 37), (-16, 37), (-6, 35.5), (4, 36), (13.5, 38), (13.5, 38),
        (13.5, 50), (13, 62), (12, 72), (9, 80), (4, 86)]
SLEEVE = [(-4, 81), (-8.5, 74), (-9, 63), (-6, 53), (0, 47), (7, 44), (10.5, 46), (9, 50), (4, 54), (1, 60), (2, 70), (1.5, 78)]
HOOD = [(-5, 79), (-9, 86), (-8.5, 94), (-4, 99), (2, 100), (6, 97.5), (7.6, 94.5), (6.6, 92), (7.2, 89), (6.4, 87.6),
        (6.4, 85), (3, 83), (2, 79)]
PACK = [(-11, 82), (-17, 81.5), (-22, 77), (-24, 66), (-23, 55), (-20, 51), (-12, 51.5), (-9, 60), (-8.5, 74)]

WALKER: list[Part] = [
    (LEG_BACK, []),
    (LEG_FRONT, [[(9, 40), (7, 28), (7, 14)], [(12.5, 1.8), (8, 3)]]),
    (COAT, [[(11, 74), (11.8, 60), (11.5, 44)], [(-2, 46), (-3, 41), (-6, 38)], [(6, 45), (7, 40)], [(-10, 50), (-12, 41)]]),
    (PACK, [[(-12, 79), (-18, 78), (-21, 70)], [(-21, 64), (-16, 65.5), (-11, 65)], [(-20, 60), (-15, 61)], [(-21, 56), (-15, 55)]]),
    (SLEEVE, [[(0, 77), (0.6, 68), (-1, 60)], [(-3, 66), (-5, 60), (-2, 54)], [(-2.5, 58), (2, 52), (7, 47)]]),
    (HOOD, [[(-4, 82), (-6.6, 88), (-5, 94)], [(1, 98.4), (5, 96.4), (6, 94)], [(2.5, 96), (1, 90), (3, 85)]]),
]
BACK: list[Part] = [  # seen from behind: woollen hat, padded jacket
    ([(-11, 46), (-11, 24), (-11.5, 8), (-14, 2), (-14, 0), (-14, 0), (-4.5, 0), (-4.5, 0), (-4, 10), (-2, 28), (0, 44)],
     [[(-6.5, 42), (-7, 26), (-7, 10)]]),
    ([(0, 46), (1.5, 28), (4, 10), (4.5, 0), (4.5, 0), (14, 0), (14, 0), (14, 2), (11.5, 8), (11, 24), (11, 46)],
     [[(7.5, 42), (7.8, 26), (8, 10)], [(13, 1.5), (9, 2)]]),
    ([(-5, 85), (-12, 82.5), (-16, 75), (-18, 62), (-18.5, 50), (-15, 46), (-13, 50), (-12, 41), (-12, 41), (0, 39.5), (12, 41), (12, 41),
      (13, 50), (15, 46), (18.5, 50), (18, 62), (16, 75), (12, 82.5), (5, 85)],
     [[(-11, 76), (0, 74.4), (11, 76)], [(-11.5, 69), (0, 67.2), (11.5, 69)], [(-11.5, 62), (0, 60), (11.5, 62)],
      [(-11.5, 55), (0, 53), (11.5, 55)], [(-11, 48), (0, 46.2), (11, 48)], [(13.5, 77), (15.4, 64), (15.6, 54)],
      [(-13.2, 72), (-14.2, 62)]]),
    ([(-4.5, 83), (-6.5, 88), (-7, 93), (-5, 98), (0, 100), (5, 98), (7, 93), (6.5, 88), (4.5, 83)],
     [[(-6, 91), (0, 90), (6, 91)], [(0, 99), (1.5, 95), (1.4, 91.5)], [(3.6, 97.5), (4.6, 94.5), (4.4, 91.8)], [(3, 84.5), (5, 88)]]),
]
SHAWL: list[Part] = [  # headscarf and long coat
    ([(-8, 16), (-9, 5), (-10, 0), (-10, 0), (0, 0), (0, 0), (-1, 4), (0, 16)], []),
    ([(2, 16), (3, 4), (3, 0), (3, 0), (13, 0), (13, 0), (12.5, 2.4), (8, 4.6), (8.5, 16)], []),
    ([(-4, 84), (-11, 77), (-13, 64), (-13, 50), (-16, 30), (-19, 11), (-19, 11), (-8, 9), (4, 9.6), (14, 12), (14, 12), (13, 30), (12.5, 50),
      (12.5, 66), (10, 77), (4, 84)],
     [[(10, 64), (10.6, 48), (11.5, 26)], [(5, 46), (6, 30), (8, 14)], [(-2, 44), (-4, 28), (-5, 13)], [(-9, 44), (-12, 28), (-14, 14)]]),
    ([(-3, 77), (-8, 70), (-8, 60), (-3, 55), (6, 55), (12, 57), (12, 61), (5, 61), (1, 64), (2, 72)],
     [[(-1, 73), (-3, 65), (0, 60)], [(0, 58.4), (9, 58.6)]]),
    ([(-6, 70), (-10, 80), (-8.6, 92), (-4, 98.4), (2, 99.6), (6, 96.5), (7.4, 91.5), (6.6, 88), (6.4, 84), (8.5, 78), (8, 73), (1, 69.5)],
     [[(1, 98), (-3.6, 92), (-4.4, 84)], [(4.6, 95), (2, 88), (1, 81)], [(6, 79), (0, 76.5), (-6, 78)], [(5.6, 75.4), (0, 73), (-5, 73.6)]]),
]
BLANKET: list[Part] = [  # a blanket round the shoulders
    (LEG_BACK, []),
    (LEG_FRONT, [[(9, 30), (7.4, 22), (7, 12)], [(12.5, 1.8), (8, 3)]]),
    ([(-3, 87), (-12, 82), (-17, 70), (-18, 54), (-20, 40), (-24, 22), (-24, 22), (-17, 27), (-10, 23), (-3, 29), (4, 25), (10, 30), (10, 30), (12, 44),
      (14, 58), (12.5, 72), (8, 82), (3, 87)],
     [[(10, 76), (11.8, 62), (9.6, 48), (9, 36)], [(4, 74), (5, 56), (3, 32)], [(-3, 72), (-3, 52), (-5, 32)], [(-9, 70), (-11, 50), (-14, 30)],
      [(-14, 62), (-16, 48), (-19, 32)], [(9, 81), (3, 78), (-4, 80)]]),
    (HOOD, [[(-4, 83), (-6.6, 88), (-5, 94)], [(1, 98.4), (5, 96.4), (6, 94)], [(2.5, 96), (1, 90), (3, 85)]]),
]
JERRY = [(-8, 22), (-8, 3), (-7, 1), (7, 1), (8, 3), (8, 18), (4, 23), (0, 23), (-1, 26), (-7, 26)]
CARRIER: list[Part] = [  # a can of water in the hand
    (LEG_BACK, []),
    (LEG_FRONT, [[(9, 40), (7, 28), (7, 14)], [(12.5, 1.8), (8, 3)]]),
    (COAT, [[(11, 74), (11.8, 60), (11.5, 44)], [(-4, 46), (-5, 38)], [(4, 47), (6, 39)], [(-10, 52), (-13, 41)]]),
    ([(x + 3, y + 6) for x, y in JERRY], [[(-2, 20), (8, 20)], [(-3, 10), (-3, 22)], [(9, 10), (9, 21)], [(0, 11), (6, 17)], [(6, 11), (0, 17)]]),
    ([(-4, 81), (-8, 73), (-7, 60), (-5, 46), (-3.6, 36), (-3.6, 31), (1, 31), (1.6, 36), (1.4, 48), (2.6, 60), (2.6, 72), (1.5, 78)],
     [[(0, 77), (1, 68), (0, 56), (-1, 42)], [(-5, 66), (-4.4, 58)]]),
    ([(-4.5, 82), (-7, 88), (-7, 94), (-3, 99), (2, 100), (6, 97), (7, 93), (6, 91.6), (7, 89), (6, 87), (5.4, 84), (1, 82)],
     [[(-6.6, 92.6), (0, 91.6), (6.4, 93)], [(0, 98.6), (-1.4, 95), (-1, 92.6)], [(4, 97.6), (3, 95), (3.4, 93)], [(-2, 83.4), (-4.4, 88)]]),
]
CHILD: list[Part] = [  # stands about 60 high beside the others; drawn here 100 high
    ([(-9, 34), (-10, 14), (-12, 3), (-12, 0), (-12, 0), (-1, 0), (-1, 0), (-2, 12), (0, 34)], []),
    ([(0, 34), (2, 12), (2, 0), (2, 0), (14, 0), (14, 0), (13, 4), (9, 6), (10, 34)], [[(7, 28), (6.4, 12)]]),
    ([(-5, 74), (-13, 69), (-17, 55), (-17, 42), (-18, 28), (-18, 28), (-4, 25), (10, 26), (16, 29), (16, 29), (16, 44), (15, 58), (11, 69), (5, 74)],
     [[(-14, 44), (0, 41.6), (13.6, 44)], [(-14, 36), (0, 33.6), (13.6, 36)], [(11, 64), (13, 52), (13.4, 46)]]),
    ([(-4, 68), (-9, 60), (-8, 48), (-3, 42), (4, 43), (3, 50), (2, 60), (2, 66)], [[(-1, 64), (-2.4, 55), (0, 47)]]),
    ([(-7, 70), (-12, 78), (-12, 89), (-7, 97), (0, 100), (7, 97), (10.5, 90), (9.6, 86), (10.4, 82), (9, 78), (8, 73), (3, 70)],
     [[(-11.6, 86), (-2, 84.6), (10, 88)], [(0, 98.6), (-1.6, 92), (-1.4, 86.4)], [(6, 95.6), (5, 91), (5.4, 88.4)], [(-4, 72), (-9, 79)]]),
]
POSES = {"walker": WALKER, "back": BACK, "shawl": SHAWL, "blanket": BLANKET, "carrier": CARRIER, "child": CHILD}


def person(sheet: Sheet, key: Block, pose: str, x: float, y: float, size: float, *, flip: bool = False, seed: int = 0,
           halo: float = 1.4, light: tuple[float, float] = (1, -0.6), coat: Block | None = None, coat_part: int = 2,
           line: float = 1.6, glow: float = 0.8, lean: float = 0.0, clear: Sequence[Block] = ()) -> Mask:
    """Cut one person. With `coat`, the part `coat_part` is printed in that block's colour and only shaded in ink."""
    whole = []
    rate = size / 100
    for number, (outline, folds) in enumerate(POSES[pose]):
        curve = place(smooth(outline, True, 6), x, y, size, flip, lean)
        curve = knife(curve, 0.32 * rate, seed + number, 4.2 * rate)
        whole.append(curve)
        for plate in clear:
            plate.cut(sheet.shape(curve), sheet.cuts([[*curve, curve[0]]], halo * rate * 1.6, "line"))
        mask = sheet.put(key, curve, halo * rate)
        lines = [place(smooth(f), x, y, size, flip, lean) for f in folds]
        if coat is not None and number == coat_part:
            coat.ink(mask)
            lit = sheet.relief(mask, 9 * rate, light)
            inner = sheet.hatch(mask, straight(90 + 14 * (-1 if flip else 1)), 3.1 * rate, 26 * rate,
                                lambda a, b, lit=lit: 0.72 + 1.2 * lit(a, b), seed, thin=0.5 * rate)
            key.cut(inner.without(sheet.cuts(lines, 1.5 * line * rate, "lens", seed)))
            key.ink(sheet.cuts([[*curve, curve[0], curve[1]]], 1.1 * rate, "line"))
            continue
        if glow:
            lit = sheet.relief(mask, 6 * rate, light)
            key.cut(sheet.hatch(mask, straight(22 if not flip else -22), 2.3 * rate, 9 * rate,
                                lambda a, b, lit=lit: glow * (lit(a, b) - 0.25) * 1.3, seed + 5, thin=0.45 * rate, skip=0.12))
        key.cut(sheet.cuts(lines, line * rate, "lens", seed))
    return sheet.shape(*whole)


def tent(sheet: Sheet, key: Block, cx: float, base: float, w: float, h: float, *, cloth: Block | None, seed: int,
         light: float = 1.0, glow: Block | None = None, deep: float = 0.9, clear: Sequence[Block] = (), open_: bool = True) -> Mask:
    """A dome tent seen from a corner: a lit face with its door, and a side in shade. `light` is the lit side (-1 left, 1 right).

    Blocks in `clear` are cut away under it first.
    """
    flip = light > 0

    def at(points: Points, curve: bool = True) -> list[tuple[float, float]]:
        q = smooth(points) if curve else points
        return [(cx + (-x if flip else x) * w, base - y * h) for x, y in q]

    rng = np.random.default_rng(seed)
    sag = rng.uniform(-0.03, 0.03, 8)
    left = [(-0.5, 0), (-0.475, 0.26), (-0.39, 0.52 + sag[0]), (-0.25, 0.78 + sag[1]), (-0.06, 0.97), (0.05, 1.0)]
    right = [(0.05, 1.0), (0.17, 0.95), (0.31, 0.76 + sag[2]), (0.42, 0.48 + sag[3]), (0.485, 0.2), (0.5, 0.02)]
    pole = [(0.05, 1.0), (0.155, 0.8), (0.205, 0.5 + sag[4]), (0.21, 0.2), (0.19, -0.07)]
    whole = at(left) + at(right) + at([(0.5, 0.02), (0.34, -0.03), (0.19, -0.07)], False) + at([(0.19, -0.07), (-0.15, -0.05), (-0.5, 0)], False)
    outline = knife(whole, h * 0.006, seed, h * 0.05)
    for plate in clear:
        plate.cut(sheet.shape(outline))
    body = sheet.put(key, outline, h * 0.02)
    if cloth is not None:
        cloth.ink(body)
    face = sheet.shape(at(left) + at(pole) + at([(-0.15, -0.05)], False)).within(body)
    side = body.without(face)
    apex = at([(0.05, 1.06)], False)[0]

    def down(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        up = np.clip((apex[1] + 1.4 * h - y) / h, 0.05, 2)
        spread = 0.34 + 0.66 * np.sqrt(np.clip(1.4 - up, 0.0, 2))
        return (x - apex[0]) / np.maximum(spread, 0.2), y

    def level(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        a = (x - cx) / w * (-1 if flip else 1)
        return y + h * (0.5 * (a - 0.3) ** 2 * 4 - 0.22 * (a - 0.2)), x

    def lit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        a = (x - cx) / w * (-1 if flip else 1)
        up = (base - y) / h
        return np.clip(deep * (0.62 - 0.75 * a + 0.28 * up - 0.3 * (up < 0.12)), 0.05, 1.12)

    key.cut(sheet.hatch(face, down, h * 0.05, h * 0.42, lit, seed, thin=h * 0.009, wobble=0.16))
    key.cut(sheet.hatch(side, level, h * 0.052, h * 0.3, lambda x, y: deep * (0.2 + 0.34 * (base - y) / h), seed + 1, thin=h * 0.009, wobble=0.2))
    seam = [at([(0.05, 1.0), (-0.1, 0.84), (-0.22, 0.5), (-0.27, 0.2), (-0.28, -0.03)]), at(pole)]
    key.ink(sheet.cuts(seam, h * 0.034, "line", seed))
    key.cut(sheet.cuts([[(x - (h * 0.012 if not flip else -h * 0.012), y) for x, y in q] for q in seam[1:]], h * 0.022, "worn", seed))
    if open_:
        hole = sheet.put(key, knife(at([(-0.22, -0.045), (-0.2, 0.2), (-0.1, 0.52), (-0.02, 0.62), (0.03, 0.5), (0.09, 0.2), (0.1, -0.06)]), h * 0.005, seed, h * 0.05), h * 0.013)
        if glow is not None:
            if cloth is not None:
                cloth.cut(hole)
            glow.ink(hole)
            key.cut(sheet.hatch(hole, straight(90), h * 0.045, h * 0.5, lambda x, y: 1.1 - 1.2 * (base - y) / h, seed, thin=h * 0.008))
        flap = at([(0.03, 0.52), (0.13, 0.36), (0.17, 0.14), (0.13, -0.06)]) + at([(0.1, -0.06), (0.09, 0.2), (0.03, 0.5)])
        key.ink(sheet.shape(flap))
        key.cut(sheet.cuts([at([(0.06, 0.45), (0.115, 0.28), (0.12, 0.02)]), at([(0.1, 0.34), (0.145, 0.2), (0.14, 0.02)])], h * 0.016, "lens", seed))
    rope = [at([(-0.37, 0.56), (-0.66, -0.04)], False), at([(0.4, 0.52), (0.68, -0.06)], False), at([(0.2, 0.42), (0.3, -0.16)], False)]
    key.ink(sheet.cuts(rope, h * 0.013, "line", seed))
    return body


def tarp(sheet: Sheet, key: Block, cx: float, base: float, w: float, h: float, *, cloth: Block | None, seed: int, flip: bool = False,
         deep: float = 0.9, clear: Sequence[Block] = ()) -> Mask:
    """A tarpaulin over a rope: a dark mouth, a sagging ridge, a long side that catches the light."""

    def at(points: Points, curve: bool = True) -> list[tuple[float, float]]:
        q = smooth(points) if curve else points
        return [(cx + (-x if flip else x) * w, base - y * h) for x, y in q]

    ridge = at([(-0.3, 1.0), (0.0, 0.87), (0.22, 0.9)])
    cloth_line = ridge + at([(0.22, 0.9), (0.36, 0.5), (0.54, 0.0)]) + at([(0.54, 0.0), (0.2, 0.05), (-0.02, -0.06)]) + at([(-0.02, -0.06), (-0.12, 0.5), (-0.3, 1.0)])
    mouth = at([(-0.3, 1.0), (-0.12, 0.5), (-0.02, -0.06)]) + at([(-0.5, -0.02), (-0.42, 0.45), (-0.3, 1.0)])
    for plate in clear:
        plate.cut(sheet.shape(cloth_line), sheet.shape(mouth))
    sheet.put(key, knife(mouth, h * 0.006, seed, h * 0.06), h * 0.02)
    key.cut(sheet.cuts([at([(-0.3, 0.96), (-0.4, 0.45), (-0.46, 0.02)]), at([(-0.3, 0.9), (-0.36, 0.45), (-0.4, 0.02)])], h * 0.02, "gouge", seed))
    body = sheet.put(key, knife(cloth_line, h * 0.006, seed, h * 0.06), h * 0.02)
    if cloth is not None:
        cloth.ink(body)

    def fall(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        up = np.clip((base - y) / h, 0, 1)
        return x + (-1 if flip else 1) * w * 0.34 * up + 0.02 * w * np.sin(up * 5), y

    key.cut(sheet.hatch(body, fall, h * 0.062, h * 0.5,
                        lambda x, y: deep * np.clip(0.45 + 0.55 * (base - y) / h + 0.3 * np.sin(x / w * 17 + seed), 0.08, 1.15), seed, thin=h * 0.009, wobble=0.25))
    key.ink(sheet.cuts([at([(-0.3, 1.0), (-0.72, 0.0)], False), at([(0.22, 0.9), (0.66, 0.02)], False)], h * 0.015, "line"))
    return body


def moon(sheet: Sheet, cx: float, cy: float, r: float) -> Mask:
    return sheet.shape(knife(ellipse(cx, cy, r), r * 0.02, 3, r * 0.25))
