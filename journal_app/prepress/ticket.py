"""Step 9b: the job ticket (fiche de fabrication): one A4 page in black, in French and English. It checks nothing.

A workshop pins it to the job: each fact is named in both languages and stands there once, said twice where it is words.
"""

import io
from collections.abc import Sequence
from html import escape

import pikepdf

from journal_app.prepress.build import Source
from journal_app.prepress.engine import typeset
from journal_app.prepress.finish import PRODUCER
from journal_app.prepress.job import Job
from journal_app.prepress.polish import polish

A4 = (210, 297)  # mm
STANDARDS = {"pdfx4": "PDF/X-4", "pdfx1a": "PDF/X-1a:2003"}
TITLE = ("Fiche de fabrication", "Job ticket")
CSS = (
    "body{margin:18mm 20mm;color:device-cmyk(0 0 0 1);font:11pt/15.5pt 'Fira Sans'}"
    "h1{font:800 28pt/30pt 'Fira Sans Extra Condensed';margin:0 0 6mm}h1 span{font-weight:400}"
    "table{width:170mm;border-collapse:collapse;table-layout:fixed}th{text-align:left;width:50mm;vertical-align:top}"
    "td,th{border-bottom:.5pt solid device-cmyk(0 0 0 .4);padding:3pt 0;font-weight:400;overflow-wrap:anywhere}"
    "th b{font-weight:600;display:block}th span,td span{display:block}td{vertical-align:top}"
    "td.long{font-size:8.5pt}"
)
Words = tuple[str, str]  # French, English
Row = tuple[Words, Words]


def ticket(source: Source, name: str, digest: str) -> bytes:
    """The ticket of a press file of this name and SHA-256, as a PDF."""
    body = "".join(_row(label, value) for label, value in rows(source, name, digest) if any(value))
    html = (f'<html lang="fr"><body class="text"><h1>{TITLE[0]} <span lang="en">{TITLE[1]}</span></h1>'
            f"<table>{body}</table></body></html>")  # fmt: skip
    return _signed(polish(typeset(Job(html, (CSS,), (A4,))).pdf))


def rows(source: Source, name: str, digest: str) -> Sequence[Row]:
    """What the ticket says, in the order in which a workshop asks. Sizes in mm, width first; weights in g/m2."""
    issue, sheet = source.issue, source.issue.sheet
    title, number = issue.file.title, issue.file.number
    return [
        (("Titre", "Title"), (f"{title} n° {number}", f"{title} no. {number}")),
        (("Fichier", "File"), _same(name)),
        (("SHA-256", ""), _same(digest)),
        (("Pages", ""), _same(str(len(issue.pages)))),
        (("Format fini", "Trim size"), _size(sheet.closed)),
        (("Format ouvert", "Open size"), _size(sheet.open)),
        (("Fonds perdus", "Bleed"), _unit(sheet.bleed, "mm")),
        (("Papier", "Paper"), _paper(sheet.paper, sheet.gsm)),
        (("Encres", "Inks"), _inks(sheet.colour_pages)),
        (("Encrage maximal", "Total ink, at most"), _unit(sheet.ink_limit, "%")),
        (("Norme", "Standard"), _standard(sheet.flavour if source.profile else "plain")),
        (("Condition d’impression", "Printing condition"),
         _same(" — ".join(part for part in (sheet.condition, sheet.condition_info) if part))),
        (("Tirage", "Print run"), _run(sheet.quantity, sheet.overs)),
        (("Échéance", "Deadline"), _same(sheet.deadline) if sheet.deadline else ("à convenir", "to be agreed")),
        (("Contact", ""), _same(issue.file.masthead.contact)),
    ]  # fmt: skip


def _same(value: str) -> Words:
    return value, value


def _number(value: float) -> Words:
    """Decimals with a comma, and with a point."""
    told = f"{value:g}"
    return told.replace(".", ","), told


def _unit(value: float, unit: str) -> Words:
    french, english = _number(value)
    return f"{french}\u00a0{unit}", f"{english}{'' if unit == '%' else chr(0xA0)}{unit}"


def _size(size: tuple[float, float]) -> Words:
    (wide, width), (high, height) = map(_number, size)
    return f"{wide} × {high} mm", f"{width} × {height} mm"


def _paper(name: str, gsm: float) -> Words:
    """With its weight, unless its name says it."""
    french, english = _unit(gsm, "g/m²")
    if name and f"{gsm:g} g" in name:
        return _same(name)
    return f"{name}, {french}".strip(", "), f"{name}, {english}".strip(", ")


def _inks(colour_pages: str | list[int]) -> Words:
    """Inks on one side and the other: four, or black alone."""
    if colour_pages == "all":
        return _same("4/4")
    if not colour_pages or colour_pages == "none":
        return _same("1/1")
    folios = ", ".join(map(str, colour_pages))
    return f"4/4\u00a0: p. {folios}\u202f; 1/1 ailleurs", f"4/4: p. {folios}; 1/1 elsewhere"


def _standard(flavour: str) -> Words:
    return _same(STANDARDS[flavour]) if flavour in STANDARDS else ("PDF sans norme", "PDF, no standard")


def _run(copies: int, overs: float) -> Words:
    french, english = f"{copies:,}".replace(",", "\u202f"), f"{copies:,}"
    more = _unit(overs, "%")
    return f"{french} exemplaires, passe ± {more[0]}", f"{english} copies, overs ± {more[1]}"


def _row(label: Words, value: Words) -> str:
    """One fact: its names, then what it is, once where both languages write it alike."""
    head = f"<b>{escape(label[0])}</b>" + (f'<span lang="en">{escape(label[1])}</span>' if label[1] else "")
    alike = value[0].replace("\u00a0", "").replace(",", ".") == value[1].replace("\u00a0", "").replace(",", ".")
    said = escape(value[0]) if alike else f'{escape(value[0])}<span lang="en">{escape(value[1])}</span>'
    kind = ' class="long"' if len(value[0]) > 50 and " " not in value[0] else ""
    return f"<tr><th>{head}</th><td{kind}>{said}</td></tr>"


def _signed(pdf: bytes) -> bytes:
    """By the newspaper, as the press file is: which version of what set it is nobody's business."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.trailer.Info = opened.make_indirect(pikepdf.Dictionary(Producer=pikepdf.String(PRODUCER)))
        out = io.BytesIO()
        opened.save(out, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()
