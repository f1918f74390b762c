"""Files as they come from people's phones: everything in them that tells of somebody, different in each, made here.

Places, makers, days, names, serial numbers, notes of the maker, small pictures, films behind the picture, profiles
named after a device, tags of recordings, properties of documents. Number n is the same file each time.
"""

import random
import struct
from collections.abc import Callable
from io import BytesIO

import pillow_heif
from PIL import Image, ImageCms, TiffImagePlugin
from PIL.PngImagePlugin import PngInfo

from tests.documents.hostile import repacked, whole_docx, whole_odt
from tests.media.files import CANARY, drawing, photo, saved, segment
from tests.media.voices import PHONES, voice
from tests.prepress.conftest import chunk

_PHONES = (("Apple", "iPhone 12"), ("samsung", "SM-A125F"), ("Xiaomi", "Redmi Note 9"), ("TECNO", "KE5"),
           ("HUAWEI", "ELE-L29"), ("Google", "Pixel 6a"), ("OPPO", "CPH2219"))  # fmt: skip
_NOTES = (b"Apple iOS\0\0\x01MM", b"SAMSUNG\0", b"OPPO\0", b"HUAWEI\0\0", b"")


def _pictured(rng: random.Random) -> Image.Image:
    size = rng.choice(((320, 240), (240, 320), (403, 302), (200, 200)))
    return rng.choice((photo, lambda *given: drawing("RGB", given)))(*size)  # type: ignore[operator, no-any-return]


def _day(rng: random.Random) -> str:
    return f"{rng.randint(2015, 2026)}:{rng.randint(1, 12):02}:{rng.randint(1, 28):02} {rng.randint(0, 23):02}:04:05"


def _exif(rng: random.Random) -> Image.Exif:
    """Of the picture, of the moment, of the place (Exif 2.32, 4.6)."""
    made, day = Image.Exif(), _day(rng)
    made[0x010F], made[0x0110] = rng.choice(_PHONES)
    made[0x0112], made[0x0132] = rng.randint(1, 8), day
    made[0x0131], made[0x013B], made[0x8298], made[0x013C] = "Camera 3.1", CANARY, CANARY, "le téléphone"
    made[0x010E] = made[0x9C9D] = CANARY  # description; the author as Windows writes it
    details = made.get_ifd(0x8769)
    details.update({0x9003: day, 0x9004: day, 0x9011: "+02:00", 0x9286: b"ASCII\0\0\0" + CANARY.encode()})
    details.update({0xA430: CANARY, 0xA431: f"SN{rng.randrange(10**9)}", 0xA434: "back camera 4.2mm"})
    details[0xA420] = f"{rng.randrange(16**8):x}"
    details[0x927C] = rng.choice(_NOTES) + rng.randbytes(rng.randrange(20, 400))
    place = made.get_ifd(0x8825)
    north, east = ((degrees, rng.randrange(60) * 1.0, rng.randrange(6000) / 100) for degrees in (50.0, 1.0))
    place.update({1: "N", 2: north, 3: "E", 4: east})
    place.update({5: b"\0", 6: 12.0, 7: (3.0, 4.0, 5.0), 29: day[:10]})
    return made


def _xmp(rng: random.Random) -> bytes:
    words = (
        f"<dc:creator><rdf:Seq><rdf:li>{CANARY}</rdf:li></rdf:Seq></dc:creator><photoshop:City>Calais</photoshop:City>"
        f"<exif:GPSLatitude>50,59.{rng.randrange(99)}N</exif:GPSLatitude><xmp:CreateDate>2026-10-02</xmp:CreateDate>"
        "<GCamera:MotionPhoto>1</GCamera:MotionPhoto><aux:SerialNumber>SN1</aux:SerialNumber>"
    )
    spaces = "".join(f' xmlns:{short}="{name}"' for short, name in (
        ("dc", "http://purl.org/dc/elements/1.1/"), ("exif", "http://ns.adobe.com/exif/1.0/"),
        ("photoshop", "http://ns.adobe.com/photoshop/1.0/"), ("xmp", "http://ns.adobe.com/xap/1.0/"),
        ("GCamera", "http://ns.google.com/photos/1.0/camera/"), ("aux", "http://ns.adobe.com/exif/1.0/aux/"))
    )  # fmt: skip
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about=""{spaces}>{words}</rdf:Description></rdf:RDF></x:xmpmeta>'
    ).encode()


def _profile(rng: random.Random) -> bytes:
    """A real profile that is named after a telephone."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain = plain[:24] + struct.pack(">6H", 2026, 10, 2, 3, 4, 5) + plain[36:]  # when it was made
    return plain.replace("sRGB built-in".encode("utf-16-be"), f"Tel de Ali {rng.randrange(99):02}".encode("utf-16-be"))


def _iptc() -> bytes:
    fields = b"".join(b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(words)) + words
                      for number, words in ((80, CANARY.encode()), (90, b"Calais"), (120, CANARY.encode()))
    )  # fmt: skip
    return b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(fields)) + fields + b"\0" * (len(fields) % 2)


def _jpeg(rng: random.Random) -> bytes:
    """With a small picture, notes, a film behind its end or a tail of the maker's."""
    told = {"exif": _exif(rng), "comment": CANARY.encode(), "icc_profile": _profile(rng)}
    plain = saved(_pictured(rng), "JPEG", quality=88, **told)
    more = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + _xmp(rng)) + segment(0xED, _iptc())
    more += segment(0xE0, b"JFXX\0\x10" + saved(drawing(size=(64, 48)), "JPEG", comment=CANARY.encode()))
    more += segment(0xEB, CANARY.encode()) if rng.random() < 0.5 else b""
    film = voice("ipod", 1) if rng.random() < 0.5 else b"SEFH" + CANARY.encode() + b"SEFT"
    return plain[:2] + more + plain[2:] + film


def _png(rng: random.Random) -> bytes:
    told = PngInfo()
    for name in ("Author", "Comment", "Software", "Creation Time"):
        told.add_text(name, CANARY, zip=rng.random() < 0.5)
    told.add_itxt("XML:com.adobe.xmp", _xmp(rng).decode())
    plain = saved(_pictured(rng), "PNG", pnginfo=told, exif=_exif(rng), icc_profile=_profile(rng))
    return plain[:33] + chunk(b"tIME", struct.pack(">HBBBBB", 2026, 10, 2, 3, 4, 5)) + plain[33:] + CANARY.encode()


def _webp(rng: random.Random) -> bytes:
    return saved(_pictured(rng), "WEBP", exif=_exif(rng), xmp=_xmp(rng), icc_profile=_profile(rng))


def _tiff(rng: random.Random) -> bytes:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[270] = tags[315] = tags[33432] = CANARY
    tags[271], tags[272] = rng.choice(_PHONES)
    tags[306], tags[700] = _day(rng), _xmp(rng)
    return saved(_pictured(rng), "TIFF", tiffinfo=tags, icc_profile=_profile(rng))


def _gif(rng: random.Random) -> bytes:
    words = f"{CANARY} {rng.randrange(10**6)}".encode()
    return saved(drawing("P"), "GIF", comment=words, save_all=True, append_images=[drawing("P").rotate(90)])


def _heic(rng: random.Random) -> bytes:
    out = BytesIO()
    pillow_heif.from_pillow(_pictured(rng)).save(out, quality=80, exif=_exif(rng).tobytes(), xmp=_xmp(rng))
    return out.getvalue()


def _avif(rng: random.Random) -> bytes:
    return saved(_pictured(rng), "AVIF", exif=_exif(rng), xmp=_xmp(rng), icc_profile=_profile(rng))


def _recording(container: str) -> Callable[[random.Random], bytes]:
    def make(rng: random.Random) -> bytes:
        maker, model = rng.choice(_PHONES)
        more = {"make": maker, "model": model, "date": _day(rng), "encoder": model, "album": f"Ali {rng.randrange(99)}"}
        return voice(container, 1, tags=more)

    return make


def _word(rng: random.Random) -> bytes:
    company = f"<Properties><Company>{CANARY}</Company><Manager>{CANARY}</Manager></Properties>"
    place = f'<property name="place"><vt:lpwstr>{CANARY} {rng.randrange(9999)}</vt:lpwstr></property>'
    custom, embedded = f"<Properties>{place}</Properties>", _png(rng)
    return repacked(whole_docx(), lambda name, part: embedded if "media/" in name else part,
                    **{"docProps/app.xml": company.encode(), "docProps/custom.xml": custom.encode()})  # fmt: skip


def _open_document(rng: random.Random) -> bytes:
    embedded = _jpeg(rng)
    return repacked(whole_odt(), lambda name, part: embedded if name.startswith("Pictures/") else part)


MAKERS: dict[str, Callable[[random.Random], bytes]] = {
    "jpg": _jpeg, "png": _png, "webp": _webp, "tif": _tiff, "gif": _gif, "heic": _heic, "avif": _avif,
    **{container: _recording(container) for container in PHONES}, "docx": _word, "odt": _open_document,
}  # fmt: skip
ENDINGS = {"ipod": "m4a", "adts": "aac"}  # where the kind is not the ending of its files


def sample(kind: str, number: int) -> bytes:
    """Number so many of a kind."""
    return MAKERS[kind](random.Random(f"{kind} of a phone {number}"))
