"""Step 9b: a press PDF -> one SHA-256 a page, of all that page is drawn from. It reads the file and nothing else.

A page's digest covers its boxes, its resources and the bytes of its streams, and what the file says of the inks and of
the layers, without which a page would print otherwise. It does not depend on how objects are numbered, shared or laid
out in the file, nor on any other page: what changes on page 7 changes the seventh digest alone.
"""

import hashlib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

METHOD = b"page digest 1\n"  # another way to compute it would be another number: old signatures stay readable
INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")  # ISO 32000-1, table 30: may stand on a parent
# Where a page stands among others is not what it shows: its parent, and its number in the tree of tags.
APART = frozenset({"/Parent", "/StructParents", "/StructParent"})
OF_ALL = ("/OutputIntents", "/OCProperties")  # what the catalogue says of every page's inks and layers


def page_digests(pdf: Path) -> tuple[str, ...]:
    """Each page's digest in hex, from the first. pikepdf.PdfError when it is no PDF; OSError when it is not there."""
    with Pdf.open(pdf) as document:
        walk = _Walk()
        common = b"".join(walk.encoded(document.Root.get(key)) for key in OF_ALL)
        return tuple(hashlib.sha256(METHOD + common + walk.page(page.obj)).hexdigest() for page in document.pages)


class _Walk:
    """Values -> bytes that say the same for the same meaning: a tree of hashes, each shared object hashed once.

    An object that holds itself (by way of others) is met again below itself: it is then written as how far up it
    stands, and what lies between is not remembered, since elsewhere that distance would be another.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bytes] = {}
        self._above: list[tuple[int, int]] = []
        self._lowest = 0  # the smallest depth a reference upwards has pointed at, in the object being walked

    def page(self, page: pikepdf.Object) -> bytes:
        """A page with what it inherits."""
        found = {key: value for key, value in page.items() if key not in APART}
        for key in INHERITED:
            node: Any = page
            for _ in range(64):  # a tree of pages is a few levels deep; a file that says otherwise ends here
                node = node.get("/Parent")
                if key in found or node is None:
                    break
                if key in node:
                    found[key] = node[key]
        self._above, self._lowest = [page.objgen], 1
        return self._table(found)

    def encoded(self, value: Any) -> bytes:
        """Any value. What is plain is written out, what holds others is a hash."""
        if isinstance(value, bool):
            return b"t" if value else b"f"
        if isinstance(value, int | Decimal):
            return _told(b"n", _number(value))
        if value is None:
            return b"z"
        if isinstance(value, Name):
            return _told(b"/", str(value).encode("utf-8", "surrogateescape"))
        if isinstance(value, String):
            return _told(b"(", bytes(value))
        if isinstance(value, Dictionary | Array | Stream):
            return self._shared(value) if value.is_indirect else self._holding(value)
        return _told(b"?", value.unparse())  # an operator or an inline image: only ever inside a stream's bytes

    def _shared(self, value: Any) -> bytes:
        key = value.objgen
        if key in self._known:
            return self._known[key]
        if key in self._above:
            depth = self._above.index(key)
            self._lowest = min(self._lowest, depth)
            return _told(b"^", str(len(self._above) - depth).encode())
        if isinstance(value, Dictionary) and value.get("/Type") == Name.Page:
            self._lowest = 0  # met below that page itself, it would be written as a way up
            return b"p"  # a link to another page: which one is no matter of this page's bytes
        before, self._lowest = self._lowest, len(self._above)
        self._above.append(key)
        made = self._holding(value)
        self._above.pop()
        if self._lowest >= len(self._above):  # nothing in it points above it
            self._known[key] = made
        self._lowest = min(before, self._lowest)
        return made

    def _holding(self, value: Any) -> bytes:
        if isinstance(value, Array):
            return b"A" + hashlib.sha256(b"".join(map(self.encoded, value))).digest()
        if isinstance(value, Stream):
            table = self._table({key: one for key, one in value.items() if key not in APART and key != "/Length"})
            return b"S" + hashlib.sha256(table + hashlib.sha256(value.read_raw_bytes()).digest()).digest()
        return self._table({key: one for key, one in value.items() if key not in APART})

    def _table(self, table: dict[str, Any]) -> bytes:
        """A dictionary: a key whose value is null is not there (ISO 32000-1, 7.3.7)."""
        parts = [_told(b"/", key.encode("utf-8", "surrogateescape")) + self.encoded(table[key])
                 for key in sorted(table) if table[key] is not None]  # fmt: skip
        return b"D" + hashlib.sha256(b"".join(parts)).digest()


def _told(kind: bytes, data: bytes) -> bytes:
    """Data with its kind and its length before it: no two different values are written alike."""
    return b"%b%d:%b" % (kind, len(data), data)


def _number(value: int | Decimal) -> bytes:
    """1, 1.0 and 1.00 are one number."""
    made = format(Decimal(value).normalize(), "f")
    return b"0" if made == "-0" else made.encode()
