"""Reading a document, whole: its bytes and name -> the document or the reason why not. Pure; run it in `child`."""

from journal_app.documents.docx import read_docx
from journal_app.documents.gate import MOST_CHARACTERS, WHO, Unreadable, open_package
from journal_app.documents.html import plain
from journal_app.documents.model import Document
from journal_app.documents.odt import read_odt
from journal_app.prepress.characters import shown
from journal_app.problems import Problem, blocking


def read_document(data: bytes, filename: str) -> tuple[Document | None, list[Problem]]:
    """A Word file or an OpenDocument text as blocks with its receipt; None and one problem for what is refused."""
    where = shown(filename)
    package, problems = open_package(data, where)
    if package is None:
        return None, problems
    try:
        is_odf = package.has("mimetype") and not package.has("[Content_Types].xml")
        document = read_odt(package) if is_odf else read_docx(package)
    except Unreadable as refusal:
        return None, [refusal.problem]
    except RecursionError:
        return None, [blocking("document-too-deep", where, "", "", WHO)]
    length = len(plain(document.blocks))
    if length > MOST_CHARACTERS:
        return None, [blocking("document-too-long", where, str(length), str(MOST_CHARACTERS), WHO)]
    return document, []
