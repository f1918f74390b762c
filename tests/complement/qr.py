"""Reads a QR code from a picture that a press would print: no correction of errors, since print files have none.

ISO/IEC 18004: the masks, the walk and the blocks of versions 1 to 8 at level M, bytes and alphanumerics.
"""

from collections.abc import Iterator
from itertools import groupby

from PIL import Image

# codewords of correction a block, and of data in each; level M
BLOCKS = {1: (10, [16]), 2: (16, [28]), 3: (26, [44]), 4: (18, [32, 32]), 5: (24, [43, 43]), 6: (16, [27] * 4),
          7: (18, [31] * 4), 8: (22, [38, 38, 39, 39])}  # fmt: skip
ALIGNED = {1: [], 2: [6, 18], 3: [6, 22], 4: [6, 26], 5: [6, 30], 6: [6, 34], 7: [6, 22, 38], 8: [6, 24, 42]}
MASKS = (
    lambda i, j: (i + j) % 2 == 0, lambda i, j: i % 2 == 0, lambda i, j: j % 3 == 0, lambda i, j: (i + j) % 3 == 0,
    lambda i, j: (i // 2 + j // 3) % 2 == 0, lambda i, j: i * j % 2 + i * j % 3 == 0,
    lambda i, j: (i * j % 2 + i * j % 3) % 2 == 0, lambda i, j: ((i + j) % 2 + i * j % 3) % 2 == 0,
)  # fmt: skip
SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
LEVEL_M = 0


def located(image: Image.Image) -> Image.Image:
    """The part of a picture that a code fills: between the middles of its three finders, and half a finder around."""
    import numpy

    dark = numpy.asarray(image.convert("L")) < 128
    found = [(x, y, size) for y in range(dark.shape[0]) for x, size in _finders(dark[y])
             if any(abs(y - other) < size for other, _ in _finders(dark[:, x]))]  # fmt: skip
    side = 3.5 * sorted(size for _, _, size in found)[len(found) // 2]
    xs, ys = [x for x, _, _ in found], [y for _, y, _ in found]
    return image.crop((round(min(xs) - side), round(min(ys) - side), round(max(xs) + side), round(max(ys) + side)))


def _finders(line: object) -> list[tuple[int, float]]:
    """Where a line crosses dark and light as 1:1:3:1:1: the middle, and a module's size."""
    runs = [(dark, len(list(group))) for dark, group in groupby(line)]  # type: ignore[call-overload]
    found, at = [], 0
    for n, (dark, length) in enumerate(runs):
        five = [many for _, many in runs[n : n + 5]]
        size = sum(five) / 7
        apart = [abs(many - size * wanted) for many, wanted in zip(five, (1, 1, 3, 1, 1), strict=False)]
        if dark and len(five) == 5 and size >= 3 and max(apart) <= size / 2:
            found.append((at + sum(five) // 2, size))
        at += length
    return found


def modules(image: Image.Image) -> list[list[bool]]:
    """The code's modules; the picture holds nothing dark but the code."""
    dark = image.convert("L").point([255 if v < 128 else 0 for v in range(256)])
    box = dark.getbbox()
    assert box is not None
    code = dark.crop(box)
    run = next(x for x in range(code.width) if not code.getpixel((x, 2)))  # the finder's upper edge: seven modules
    many = round(code.width / (run / 7))
    assert many % 4 == 1 and abs(code.width - code.height) <= 2
    side = code.width / many
    return [[bool(code.getpixel((int((x + 0.5) * side), int((y + 0.5) * side)))) for x in range(many)]
            for y in range(many)]  # fmt: skip


def read(image: Image.Image) -> str:
    """What the code says."""
    found = modules(image)
    many = len(found)
    version = (many - 17) // 4
    told = sum(found[8][x] << (14 - n) for n, x in enumerate((0, 1, 2, 3, 4, 5, 7, 8))) >> 10 << 10
    told |= sum(found[8][x] << (14 - n) for n, x in enumerate((0, 1, 2, 3, 4)))
    head = (told ^ 0b101010000010010) >> 10
    assert head >> 3 == LEVEL_M
    mask = MASKS[head & 7]
    bits = [found[i][j] ^ mask(i, j) for i, j in _walk(many, version)]
    words = [int("".join("01"[bit] for bit in bits[at : at + 8]), 2) for at in range(0, len(bits) - 7, 8)]
    return _said(_joined(words, version), version)


def _walk(many: int, version: int) -> Iterator[tuple[int, int]]:
    """The modules of data, in their order: pairs of columns from the right, up and down by turns."""
    taken = {(i, 6) for i in range(many)} | {(6, j) for j in range(many)}
    taken |= {(i, j) for i in range(9) for j in (*range(9), *range(many - 8, many))}
    taken |= {(i, j) for i in range(many - 8, many) for j in range(9)}
    last = many - 7
    for i in ALIGNED[version]:
        for j in ALIGNED[version]:
            if (i, j) not in ((6, 6), (6, last), (last, 6)):
                taken |= {(i + di, j + dj) for di in range(-2, 3) for dj in range(-2, 3)}
    if version >= 7:
        taken |= {(i, j) for i in range(6) for j in range(many - 11, many - 8)}
        taken |= {(j, i) for i in range(6) for j in range(many - 11, many - 8)}
    up = True
    for right in (*range(many - 1, 6, -2), 5, 3, 1):
        for i in range(many - 1, -1, -1) if up else range(many):
            yield from ((i, j) for j in (right, right - 1) if (i, j) not in taken)
        up = not up


def _joined(words: list[int], version: int) -> list[int]:
    sizes = BLOCKS[version][1]
    blocks: list[list[int]] = [[] for _ in sizes]
    rest = iter(words)
    for at in range(max(sizes)):
        for block, size in zip(blocks, sizes, strict=True):
            if at < size:
                block.append(next(rest))
    return [word for block in blocks for word in block]


def _said(words: list[int], version: int) -> str:
    bits = "".join(f"{word:08b}" for word in words)
    place = 0

    def take(many: int) -> int:
        nonlocal place
        place += many
        return int(bits[place - many : place] or "0", 2)

    said = ""
    while kind := take(4):
        if kind == 4:
            said += bytes(take(8) for _ in range(take(8))).decode()
        elif kind == 2:
            left = take(9)
            while left > 1:
                pair = take(11)
                said += SIGNS[pair // 45] + SIGNS[pair % 45]
                left -= 2
            said += SIGNS[take(6)] if left else ""
        else:
            raise AssertionError(kind)
    assert version in BLOCKS
    return said
