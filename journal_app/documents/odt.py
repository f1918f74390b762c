"""Step 5 of reading an OpenDocument text: all its parts -> a document and its receipt; no part goes unnamed.

Headers and footers are named with their words; macros and embedded objects are never opened. It writes nothing.
"""

import hashlib
import posixpath
from dataclasses import replace

from journal_app.documents.docx import placed
from journal_app.documents.gate import WHO, Package, Unreadable
from journal_app.documents.model import Block, Document, Fate, Picture
from journal_app.documents.names import child, tag
from journal_app.documents.odf import read_odf_styles, words
from journal_app.documents.odt_body import OdtBody
from journal_app.documents.pictures import measured
from journal_app.documents.spoken import main_language, unmarked
from journal_app.documents.tally import Tally
from journal_app.languages import is_rtl
from journal_app.prepress.characters import shown
from journal_app.problems import blocking

TEXTS = ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text-template")
_KINDS = (
    ("/basic/", "macro"), ("/scripts/", "macro"), ("/object", "embedded object"), ("/pictures/", "picture"),
    ("/meta.xml", "properties"), ("/thumbnails/", "properties"), ("/fonts/", "font"), ("signature", "signature"),
)  # fmt: skip
_QUIET = ("mimetype", "meta-inf/manifest.xml")
_ASIDE = {"style:header": "header", "style:footer": "footer", "style:header-left": "header",
          "style:footer-left": "footer", "style:header-first": "header", "style:footer-first": "footer"}  # fmt: skip


def read_odt(package: Package) -> Document:
    """A package that passed the gate -> its document; raises Unreadable for what is no OpenDocument text."""
    _opens(package)
    tally, pictures = Tally(), dict[str, Picture]()
    content = package.xml("content.xml")
    sheet = package.xml("styles.xml") if package.has("styles.xml") else None

    def picture(address: str, alt: str, block: int) -> None:
        name = posixpath.normpath(address)
        data = package.bytes(name) if package.has(name) else b""
        size = measured(data) if data else None
        tally.add("picture", posixpath.basename(address), Fate.KEPT if size else Fate.LEFT_OUT)
        if size:
            sha256 = hashlib.sha256(data).hexdigest()
            pictures.setdefault(sha256, Picture(sha256, *size, tally.cleaned(alt), block, data))

    body = OdtBody(read_odf_styles(iter((content, sheet))), tally, picture)
    text = child(child(content, "office:body"), "office:text")
    if text is None:
        raise Unreadable(blocking("document-damaged", package.where, "content.xml", "", WHO))
    body.walk(text)
    body.finish()
    comments = tuple(placed(comment, body.blocks, tally) for comment in body.comments)
    for one in sheet.iter() if sheet is not None else ():
        if tag(one) in _ASIDE and (said := words(one).strip()):
            tally.add(_ASIDE[tag(one)], said, Fate.LEFT_OUT)
    if sheet is not None:
        tally.add("styles", "", Fate.READ)
    _rest(package, tally)
    language, declared = main_language(body.blocks, body.languages)
    blocks = tuple(_plainly(unmarked(block, language, body.languages), language) for block in body.blocks)
    return Document(language, blocks, tuple(pictures.values()), comments, tally.rows(), declared)


def _plainly(block: Block, language: str) -> Block:
    """Without what goes without saying: LibreOffice says of every paragraph that it runs from left to right."""
    natural = block.dir == "ltr" and not is_rtl(block.lang or language)
    return replace(block, dir="") if natural else block


def _opens(package: Package) -> None:
    """Refuse what is locked, and what says itself that it is no text."""
    said = package.bytes("mimetype").decode("ascii", "replace").strip()
    if said not in TEXTS:
        raise Unreadable(blocking("document-wrong-type", package.where, shown(said), ".docx .odt", WHO))
    if package.has("META-INF/manifest.xml"):
        manifest = package.xml("META-INF/manifest.xml")
        if any(tag(one) == "manifest:encryption-data" for one in manifest.iter()):
            raise Unreadable(blocking("document-encrypted", package.where, "", "", WHO))
    if not package.has("content.xml"):
        raise Unreadable(blocking("document-damaged", package.where, "content.xml", "", WHO))


def _rest(package: Package, tally: Tally) -> None:
    """Every part that nothing made use of, by name."""
    for key, entry in package.entries.items():
        if entry.name in package.read_parts or key in _QUIET:
            continue
        kind = next((named for mark, named in _KINDS if mark in f"/{key}"), "part")
        tally.add(kind, entry.name, Fate.LEFT_OUT)
        if kind == "embedded object" and key.endswith("/content.xml") and (said := _inside(package, entry.name)):
            tally.add(kind, said, Fate.LEFT_OUT)


def _inside(package: Package, name: str) -> str:
    """The words of a chart or an equation; none where its own XML is broken, as the text itself may be sound."""
    try:
        return " ".join(str(text) for text in package.xml(name).itertext() if text.strip())
    except Unreadable:
        return ""
