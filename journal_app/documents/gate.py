"""Step 1 of reading a document: its bytes -> a package whose parts may be parsed. It never writes a file or a name.

The zip gate runs before any parser: what a zip says of itself is compared with what it is, and its real size counted
while it is inflated. The XML gate takes no document type, no entity and no more elements than a text can need.
"""

import codecs
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise

from lxml import etree

from journal_app.prepress.characters import shown
from journal_app.problems import Problem, blocking

MOST_BYTES = 10_000_000  # docx/odt 10 MB, 60 MB really inflated, 2,000 entries, 2,000,000 characters
MOST_INFLATED = 60_000_000
MOST_ENTRIES = 2_000
MOST_CHARACTERS = 2_000_000
MOST_ELEMENTS = 500_000  # of all parts that are parsed: about 200 MB as a tree. A book of 2,000,000 letters has fewer
MOST_ATTRIBUTES = 1_500_000
WHO = "editor"

for _codec in ("cp437", "utf-16-le", "utf-8", "ascii"):
    codecs.lookup(_codec)  # now: where a file is read nothing more may be opened
_LOCAL = struct.Struct("<4s5H3L2H")
_END, _SIGNATURE = b"PK\x05\x06", b"PK\x03\x04"
_END_SIZE = 22
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _UTF8 = 0x1, 0x800
_CHUNK = 1 << 16
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = {
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "RAR",
    b"MZ": "EXE",
    b"\x7fELF": "ELF",
    b"<!DOCTYPE": "HTML",
    b"<html": "HTML",
    b"<?xml": "XML",
    b"MSCF": "CAB",
}


class Unreadable(Exception):
    """Stops the reading from anywhere inside it; the problem is returned at its edge, `read.read_document`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Entry:
    """One part of the zip: where its packed bytes stand in the file."""

    name: str
    start: int
    packed: int
    size: int
    method: int
    crc: int


@dataclass(slots=True)
class Package:
    """A zip that passed the gate. Parts are inflated when they are asked for, and found in any case of letters."""

    data: bytes
    where: str
    entries: dict[str, Entry]
    read_parts: set[str] = field(default_factory=set)  # names that something made use of
    elements: int = 0
    attributes: int = 0

    def has(self, name: str) -> bool:
        return name.lower() in self.entries

    def bytes(self, name: str) -> bytes:
        """A part's bytes; the gate has counted them."""
        entry = self.entries[name.lower()]
        self.read_parts.add(entry.name)
        return b"".join(_inflated(self.data, entry))

    def xml(self, name: str) -> etree._Element:
        """A part as an XML tree, through the XML gate."""
        data = self.bytes(name)
        self.elements += data.count(b"<") - data.count(b"</")
        self.attributes += data.count(b'="') + data.count(b"='")
        if self.elements > MOST_ELEMENTS or self.attributes > MOST_ATTRIBUTES:
            few = self.elements <= MOST_ELEMENTS
            counts = (self.attributes, MOST_ATTRIBUTES) if few else (self.elements, MOST_ELEMENTS)
            found, allowed = (f"{count:,}".replace(",", "\u00a0") for count in counts)
            raise Unreadable(blocking("document-too-many-parts", self.where, found, allowed, WHO))
        return parse(data, self.where, name)


def parse(data: bytes, where: str, name: str) -> etree._Element:
    """XML -> its root element. No document type, no entity, no network, no more depth than libxml2 allows.

    Raises MemoryError where the process has too little: the cage tells it from a broken file.
    """
    if b"<!DOCTYPE" in data[:_CHUNK] and data.find(b"<!DOCTYPE") < _root(data):
        raise Unreadable(blocking("document-entities", where, shown(name), "", WHO))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        if isinstance(error, etree.XMLSyntaxError) and error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error  # lxml calls it a fault of the file
        found = f"{shown(name)}: {shown(str(error), 80)}"
        raise Unreadable(blocking("document-xml-broken", where, found, "", WHO)) from None
    if root.getroottree().docinfo.internalDTD is not None:  # hidden by another encoding
        raise Unreadable(blocking("document-entities", where, shown(name), "", WHO))
    return root


def _root(data: bytes) -> int:
    """Where the first element begins, as far as bytes can tell."""
    place = data.find(b"<")
    while 0 <= place < len(data) - 1 and data[place + 1 : place + 2] in b"?!":
        ends = data.find(b"-->" if data.startswith(b"<!--", place) else b">", place)
        if data.startswith((b"<!DOCTYPE", b"<!ENTITY"), place) or ends < 0:
            return len(data)
        place = data.find(b"<", ends)
    return place if place >= 0 else len(data)


def open_package(data: bytes, where: str) -> tuple[Package | None, list[Problem]]:
    """The zip gate: a package, or the one reason why the file may not be parsed."""
    try:
        return _opened(data, where), []
    except Unreadable as refusal:
        return None, [refusal.problem]


def _opened(data: bytes, where: str) -> Package:
    if len(data) > MOST_BYTES:
        raise Unreadable(
            blocking("document-too-large", where, f"{len(data) / 1e6:.1f} MB", f"{MOST_BYTES / 1e6:g} MB", WHO)
        )
    _magic(data, where)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, struct.error, EOFError) as error:
        raise Unreadable(blocking("document-damaged", where, shown(str(error), 80), "", WHO)) from None
    if len(infos) > MOST_ENTRIES:
        raise Unreadable(blocking("document-too-many-entries", where, str(len(infos)), str(MOST_ENTRIES), WHO))
    package = Package(data, where, {})
    spans: list[tuple[int, int]] = []
    for info in infos:
        entry = _entry(data, info, where)
        spans.append((info.header_offset, entry.start + entry.packed))
        if info.is_dir():
            continue
        if entry.name.lower() in package.entries:
            raise Unreadable(blocking("document-entry-refused", where, shown(entry.name), "", WHO))
        package.entries[entry.name.lower()] = entry
    spans.sort()
    if any(end > start for (_, end), (start, _) in pairwise(spans)):
        raise Unreadable(blocking("document-bomb", where, "", f"{MOST_INFLATED / 1e6:g} MB", WHO))
    _count(package)
    return package


def _magic(data: bytes, where: str) -> None:
    """What the first bytes and the last say the file is; a file that is two things at once is refused."""
    if not data:
        raise Unreadable(blocking("document-empty", where, "", "", WHO))
    if data.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        code = "document-encrypted" if locked else "document-old-word"
        raise Unreadable(_blocked(code, where))
    if not data.startswith(_SIGNATURE):
        kind = next((name for magic, name in _OTHERS.items() if data.lstrip()[:9].startswith(magic)), "")
        raise Unreadable(blocking("document-wrong-type", where, kind, ".docx .odt", WHO))
    if b"%PDF-" in data[:1024]:
        raise Unreadable(blocking("document-polyglot", where, "PDF", "", WHO))
    end = data.rfind(_END)
    if end < 0 or end + _END_SIZE > len(data):
        raise Unreadable(blocking("document-damaged", where, "zip", "", WHO))
    rest = len(data) - end - _END_SIZE - int.from_bytes(data[end + 20 : end + 22], "little")
    size, begin = struct.unpack_from("<2L", data, end + 12)
    if rest < 0:
        raise Unreadable(blocking("document-damaged", where, "zip", "", WHO))
    if rest > 0 or (begin != 0xFFFFFFFF and begin + size > end):
        raise Unreadable(blocking("document-polyglot", where, "zip", "", WHO))


def _blocked(code: str, where: str) -> Problem:
    if code == "document-encrypted":
        return blocking("document-encrypted", where, "", "", WHO)
    return blocking("document-old-word", where, ".doc", ".docx .odt", WHO)


def _entry(data: bytes, info: zipfile.ZipInfo, where: str) -> Entry:
    """An entry whose local header says what the central directory says."""
    raw = info.orig_filename
    name = raw.replace("\\", "/")

    def refused(found: str) -> Unreadable:
        return Unreadable(blocking("document-entry-refused", where, shown(found), "", WHO))

    if info.flag_bits & _ENCRYPTED:
        raise Unreadable(blocking("document-encrypted", where, "", "", WHO))
    if stat.S_ISLNK(info.external_attr >> 16) or info.compress_type not in (_STORED, _DEFLATED):
        raise refused(raw)
    parts = name.rstrip("/").split("/")
    if not all(name.isprintable() and part not in ("", ".", "..") for part in parts) or ":" in parts[0]:
        raise refused(raw)
    try:
        fixed = _LOCAL.unpack_from(data, info.header_offset)
    except struct.error:
        raise Unreadable(blocking("document-damaged", where, shown(raw), "", WHO)) from None
    if fixed[0] != _SIGNATURE:
        raise Unreadable(blocking("document-damaged", where, shown(raw), "", WHO))
    begin = info.header_offset + _LOCAL.size
    start = begin + fixed[9] + fixed[10]
    local = data[begin : begin + fixed[9]].decode("utf-8" if fixed[2] & _UTF8 else "cp437", "replace")
    if local != raw or fixed[3] != info.compress_type or start + info.compress_size > len(data):
        raise refused(raw)
    return Entry(name, start, info.compress_size, info.file_size, info.compress_type, info.CRC)


def _inflated(data: bytes, entry: Entry) -> Iterator[bytes]:
    """A part's bytes, a piece at a time: a bomb never stands in memory as a whole."""
    packed = memoryview(data)[entry.start : entry.start + entry.packed]
    if entry.method == _STORED:
        for place in range(0, len(packed), _CHUNK):
            yield bytes(packed[place : place + _CHUNK])
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for place in range(0, len(packed), _CHUNK):
        rest = bytes(packed[place : place + _CHUNK])
        while rest:
            yield inflater.decompress(rest, 4 * _CHUNK)
            rest = inflater.unconsumed_tail
    yield inflater.flush()
    if not inflater.eof:
        raise zlib.error("truncated")


def _count(package: Package) -> None:
    """Inflate everything once and keep nothing: its real size, its real checksums."""
    total = 0
    for entry in package.entries.values():
        size = check = 0
        try:
            for piece in _inflated(package.data, entry):
                size += len(piece)
                check = zlib.crc32(piece, check)
                if total + size > MOST_INFLATED:
                    allowed = f"{MOST_INFLATED / 1e6:g} MB"
                    raise Unreadable(blocking("document-bomb", package.where, "", allowed, WHO))
        except zlib.error:
            raise Unreadable(blocking("document-damaged", package.where, shown(entry.name), "", WHO)) from None
        if (size, check) != (entry.size, entry.crc):
            raise Unreadable(blocking("document-damaged", package.where, shown(entry.name), "", WHO))
        total += size
