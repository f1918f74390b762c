"""Memory, the signatures: which three signs stand together in a text, as 512 bits, and which of many are alike. Pure.

Two texts that share most of their threes of signs share most of their bits, in every script, with spaces or without.
A signature only proposes: the words themselves are then read and compared.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from mmap import mmap

import numpy as np
from numpy.typing import NDArray

WORDS = 8  # of 64 bits: of 200,000 invented paragraphs, all of the best five that were alike by 75 % are proposed
SIZE = 8 * WORDS + 2  # bytes of a signature, with the length of its text
# From that many signs on, a text has so many threes that nearly all bits would be set: half of the threes are counted,
# and of one twice as long a quarter. A paragraph of the paper has 20 to 600.
THINNED_FROM = 1_500
LONGEST = 65_535  # signs; what is longer counts as that long
CHUNK = 32_768  # rows looked at together: what is counted of them stays near the processor
_A, _B, _C, _MIX = (np.uint32(number) for number in (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F))  # odd, any

Bits = NDArray[np.uint64]


def level(length: int) -> int:
    """How often the threes of a text of this length are halved."""
    return max(0, (length // THINNED_FROM).bit_length())


def signature(plain: str) -> bytes:
    """66 bytes: the bits of a text in its plain form, and its length. Kept in rows: not to be changed without them."""
    length = min(len(plain), LONGEST)
    return bits(plain, level(length)).tobytes() + length.to_bytes(2, "little")


def bits(plain: str, thinned: int) -> Bits:
    """The bits of a text of which so many halves of its threes are left out."""
    codes = np.frombuffer(f" {plain} ".encode("utf-32-le", "replace"), np.dtype("<u4"))
    found = np.zeros(64 * WORDS, np.bool_)
    if len(codes) > 2:
        hashed = codes[:-2] * _A + codes[1:-1] * _B + codes[2:] * _C
        hashed ^= hashed >> np.uint32(15)
        hashed *= _MIX
        hashed ^= hashed >> np.uint32(13)
        if thinned:
            hashed = hashed[(hashed >> np.uint32(9)) & np.uint32((1 << thinned) - 1) == 0]
        found[hashed & np.uint32(64 * WORDS - 1)] = True
    return np.packbits(found, bitorder="little").view(np.dtype("<u8"))


@dataclass(frozen=True, slots=True)
class Run:
    """Some segments, the shortest first. `columns[k]` holds the k-th 64 bits of each; 76 bytes a segment in all."""

    numbers: NDArray[np.int64]
    lengths: NDArray[np.uint16]
    set_bits: NDArray[np.uint16]
    columns: Bits

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(part.nbytes for part in (self.numbers, self.lengths, self.set_bits, self.columns))

    def forget(self, numbers: Iterable[int]) -> None:
        """Let these be like nothing: their rows are gone. Who is just looking meets either; both are right."""
        places = np.flatnonzero(np.isin(self.numbers, np.fromiter(numbers, np.int64)))
        self.set_bits[places] = 0
        self.columns[:, places] = 0


def run_of(rows: Sequence[tuple[int, bytes]]) -> Run:
    """A run of rows: their numbers and signatures."""
    told = np.frombuffer(b"".join(signs for _, signs in rows), np.uint8).reshape(len(rows), SIZE)
    lengths = told[:, -2:].copy().view(np.dtype("<u2")).ravel().astype(np.uint16)
    columns = np.ascontiguousarray(np.ascontiguousarray(told[:, :-2]).view(np.dtype("<u8")).T.astype(np.uint64))
    numbers = np.fromiter((number for number, _ in rows), np.int64, len(rows))
    return _sorted(numbers, lengths, _counted(columns), columns)


def joined(one: Run, other: Run) -> Run:
    """Both, without what is forgotten of either."""
    return _sorted(
        np.concatenate((one.numbers, other.numbers)), np.concatenate((one.lengths, other.lengths)),
        np.concatenate((one.set_bits, other.set_bits)), one.columns, other.columns,
    )  # fmt: skip


def _sorted(
    numbers: NDArray[np.int64], lengths: NDArray[np.uint16], set_bits: NDArray[np.uint16], *columns: Bits
) -> Run:
    order = np.argsort(lengths, kind="stable")
    order = order[set_bits[order] > 0]
    out = _room(len(order))
    for k in range(WORDS):  # one by one: no second copy of the whole is ever held
        out[k] = np.concatenate([part[k] for part in columns])[order]
    return Run(numbers[order], lengths[order], set_bits[order], out)


def _room(many: int) -> Bits:
    """Columns for so many, outside the heap: when two runs are joined, theirs go back to the system at once."""
    return np.frombuffer(mmap(-1, max(1, 8 * WORDS * many)), np.uint64, WORDS * many).reshape(WORDS, many)


def _counted(columns: Bits) -> NDArray[np.uint16]:
    found = np.zeros(columns.shape[1], np.uint16)
    for column in columns:
        found += np.bitwise_count(column)
    return found


def most_alike(
    runs: Sequence[Run], plain: str, shortest: int, longest: int, most: int
) -> list[tuple[int, float]]:
    """The segments whose bits are most alike to a text's: (number, 0 to 1), the best first; `most` of them.

    Only those of `shortest` to `longest` signs. Alike is twice what both have, over what each has.
    """
    best = _Best(most)
    for thinned in range(level(shortest), level(longest) + 1):
        mine = bits(plain, thinned)
        count = int(np.bitwise_count(mine).sum())
        at_least = max(shortest, THINNED_FROM << (thinned - 1) if thinned else 0)
        at_most = min(longest, (THINNED_FROM << thinned) - 1)
        for run in runs:
            begin = int(np.searchsorted(run.lengths, np.uint16(min(at_least, LONGEST)), "left"))
            end = int(np.searchsorted(run.lengths, np.uint16(min(at_most, LONGEST)), "right"))
            for start in range(begin, end, CHUNK):
                _look(run, slice(start, min(start + CHUNK, end)), mine, count, best)
    return best.told()


def _look(run: Run, here: slice, mine: Bits, count: int, best: "_Best") -> None:
    """Offer what is best of a part of a run."""
    differ = np.zeros(here.stop - here.start, np.uint16)
    for k in range(WORDS):
        differ += np.bitwise_count(run.columns[k, here] ^ mine[k])
    all_ = run.set_bits[here] + np.uint16(count)
    alike = (all_ - differ) / np.maximum(all_, 1).astype(np.float32)
    places = np.flatnonzero(alike > best.floor)
    best.take(run.numbers[here][places], alike[places])


class _Best:
    """The best so many of what was offered; `floor` is what the next must be above."""

    def __init__(self, most: int) -> None:
        self.most, self.floor = most, 0.0
        self.numbers, self.alike = np.empty(0, np.int64), np.empty(0, np.float32)

    def take(self, numbers: NDArray[np.int64], alike: NDArray[np.float32]) -> None:
        if not len(numbers):
            return
        self.numbers, self.alike = np.concatenate((self.numbers, numbers)), np.concatenate((self.alike, alike))
        if len(self.numbers) > self.most:
            kept = np.argpartition(self.alike, -self.most)[-self.most :]
            self.numbers, self.alike = self.numbers[kept], self.alike[kept]
            self.floor = float(self.alike.min())

    def told(self) -> list[tuple[int, float]]:
        order = np.lexsort((-self.numbers, -self.alike))  # of two alike, the one that was learnt last
        return [(int(self.numbers[place]), float(self.alike[place])) for place in order]
