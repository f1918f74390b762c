"""Makes real Word files for the tests, one construct at a time."""

import zipfile
from io import BytesIO

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


def part(root: str, inside: str) -> str:
    """One part of a Word file."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {NAMESPACES}>{inside}</w:{root}>'


def word_file(body: str, picture: bytes = b"", **parts: str) -> bytes:
    """A .docx: its body and other parts by kind (`footnotes="..."`), each already XML inside its root."""
    links = "".join(f'<Relationship Id="{kind}" Type="{R}/{kind}" Target="{kind}.xml"/>' for kind in parts)
    links += f'<Relationship Id="picture" Type="{R}/image" Target="media/a.png"/>' if picture else ""
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels",
            f'<Relationships><Relationship Id="a" Type="{R}/officeDocument" Target="word/document.xml"/>'
            "</Relationships>",
        )
        archive.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships>{links}</Relationships>")
        if picture:
            archive.writestr("word/media/a.png", picture)
        for kind, inside in parts.items():
            root = "hdr" if kind == "header" else kind
            archive.writestr(f"word/{kind}.xml", part(root, inside))
    return held.getvalue()


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of runs already written."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run of words."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
