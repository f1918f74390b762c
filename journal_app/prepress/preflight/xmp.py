"""Step 8, the XMP packet: what a file says of itself in XML. Follows no entity and no address; judges nothing."""

from typing import Any

from lxml import etree
from pikepdf import Pdf, Stream

from journal_app.prepress.preflight.streams import BROKEN

_NAMESPACES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://ns.adobe.com/pdfx/1.3/": "pdfx",
    "http://www.npes.org/pdfx/ns/id/": "pdfxid",
}


def packet(pdf: Pdf) -> bytes:
    """The document's XMP packet, or nothing."""
    stream = pdf.Root.get("/Metadata")
    try:
        return stream.read_bytes() if isinstance(stream, Stream) else b""
    except BROKEN:
        return b""


def read_xmp(raw: bytes) -> dict[str, str]:
    """The plain values of an XMP packet by `dc:title`-like names. Entities and the network are never followed."""
    if not raw:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(raw.strip(b"\0 \r\n"), parser)
    except etree.XMLSyntaxError:
        return {}
    values: dict[str, str] = {}
    for element in root.iter(etree.Element) if root is not None else []:
        name = _short(element.tag)
        words = " ".join("".join(element.itertext()).split())
        if name and words:
            values.setdefault(name, words)
        for key, value in element.attrib.items():
            if _short(key):
                values.setdefault(_short(key), value)
    return values


def _short(tag: Any) -> str:
    uri, _, local = str(tag).removeprefix("{").partition("}")
    return f"{_NAMESPACES[uri]}:{local}" if uri in _NAMESPACES else ""
