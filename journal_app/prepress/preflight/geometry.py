"""Step 8, plane geometry of PDF user space in points: matrices as six numbers, boxes as four. Only arithmetic."""

from collections.abc import Iterable
from math import hypot, sqrt

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]  # left, bottom, right, top in points

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(m: Matrix, n: Matrix) -> Matrix:
    """`m` applied first, then `n` (PDF 32000-1, 8.3.4)."""
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    """The point in the space that `m` leads to."""
    return (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])


def box_of(points: Iterable[tuple[float, float]]) -> Box:
    """The smallest box around the points (at least one)."""
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def moved(m: Matrix, box: Box) -> Box:
    """The box around `box` once transformed."""
    x0, y0, x1, y1 = box
    return box_of(apply(m, x, y) for x, y in ((x0, y0), (x1, y0), (x0, y1), (x1, y1)))


def shared(a: Box | None, b: Box | None) -> Box | None:
    """What two boxes share; None as an argument is the whole plane, as an answer is nothing."""
    if a is None or b is None:
        return a or b
    box = (max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3]))
    return box if box[0] <= box[2] and box[1] <= box[3] else None


def joined(a: Box | None, b: Box) -> Box:
    """The box around both."""
    return b if a is None else (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))


def inside(inner: Box, outer: Box, slack: float = 0.01) -> bool:
    """Whether `inner` lies within `outer`, give or take `slack` points (0.01 pt is far below what a plate shows)."""
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def touches(a: Box, b: Box) -> bool:
    """Whether the boxes share more than an edge, or a line of `a` runs within `b`."""
    return a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]


def scale(m: Matrix) -> float:
    """How much a length grows, as the root of the area's growth: for line widths."""
    return sqrt(abs(m[0] * m[3] - m[1] * m[2]))


def spans(m: Matrix) -> tuple[float, float]:
    """The lengths of the unit square's two sides once transformed: an image's printed width and height."""
    return hypot(m[0], m[1]), hypot(m[2], m[3])


def six(values: Iterable[float]) -> Matrix:
    """Six numbers as a matrix; anything else is the identity."""
    numbers = tuple(values)
    return numbers if len(numbers) == 6 else IDENTITY
