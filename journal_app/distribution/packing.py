"""Distribution, the packing: copies x their weight x a volunteer's back -> bundles. Pure; the prices are costing's.

A bundle is what one person lifts: it has one label, and posted it is one parcel. Bundles that are not posted all have
the same round number of copies but the last, so that they are counted without being opened.
"""

from dataclasses import dataclass

BACK_GRAMS = 11_000  # under the 10 to 12 kg that a volunteer's back carries again and again
WRAP_GRAMS = 150  # kraft paper and string
AUTHORS_EACH = 15  # between 10 and 20, to give to those they love
MOST_BUNDLES = 2000  # of one place: more is a slip of the finger
ROUND = ((100, 25), (20, 10), (10, 5))  # from so many copies on, bundles are counted by so many


@dataclass(frozen=True, slots=True)
class Weights:
    """A copy in milligrams, what one bundle may weigh and what its wrapping weighs in grams."""

    copy_milligrams: int
    back_grams: int = BACK_GRAMS
    wrap_grams: int = WRAP_GRAMS
    weighed: bool = False  # a copy was laid on scales; else the printer sheet says it

    def of(self, copies: int) -> int:
        """A bundle of so many copies, in grams, upwards."""
        return -(-copies * self.copy_milligrams // 1000) + self.wrap_grams

    def within(self, grams: int) -> int:
        """How many copies a bundle of at most so many grams holds; 0 when not even one."""
        return max(0, (grams - self.wrap_grams) * 1000 // self.copy_milligrams)


def bundle_size(weights: Weights) -> int:
    """Copies of a full bundle: as many as a back lifts, down to a number that is easily counted; at least one."""
    most = weights.within(weights.back_grams)
    step = next((by for least, by in ROUND if most >= least), 1)
    return max(1, most // step * step)


def bundles(copies: int, size: int) -> list[int]:
    """Copies of each bundle: full ones, and the rest."""
    full, rest = divmod(copies, size)
    return [size] * full + ([rest] if rest else [])
