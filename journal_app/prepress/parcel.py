"""Step 9: what is handed to the printer: the press PDF, a one-page job ticket, the preflight report and SHA256SUMS."""

import hashlib
import io
import os
import shutil
from errno import ENOTDIR
from html import escape
from pathlib import Path
from typing import Any

import pikepdf

from journal_app.prepress.build import Progress, Source
from journal_app.prepress.engine import typeset
from journal_app.prepress.finish import PRODUCER
from journal_app.prepress.job import Job
from journal_app.prepress.naming import file_name
from journal_app.prepress.outputs import make_press
from journal_app.prepress.polish import polish
from journal_app.prepress.preflight import inspect, report
from journal_app.prepress.preflight.places import read_places
from journal_app.problems import Problem, any_blocking

STANDARDS = {"pdfx4": "PDF/X-4", "pdfx1a": "PDF/X-1a:2003", "plain": "PDF sans norme"}


def make_parcel(
    source: Source, cache: Path, out: Path, tell: Progress, version: int = 1
) -> tuple[dict[str, Any], list[Problem]]:
    """The parcel in `out`, made aside and swapped in whole; a blocking problem leaves the previous one untouched."""
    if out.exists() and not out.is_dir():
        raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR), str(out))
    aside = out.with_name(f".{out.name}.{os.getpid()}")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        aside.mkdir(parents=True)
        made, problems = _fill(source, cache, aside, tell, version)
        if any_blocking(problems):
            return made | {"files": [], "kinds": []}, problems
        _swap(aside, out)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    name = file_name(source.issue, version)
    kinds = [("press", f"{name}.pdf"), ("preflight", f"{name}_preflight.html"),
             ("preflight-json", f"{name}_preflight.json"), ("ticket", f"{name}_fiche.pdf"), ("sums", "SHA256SUMS")]
    return made | {"files": [str(out / p) for _, p in kinds] + [str(out / "places.json")],
                   "kinds": [(kind, str(out / p)) for kind, p in kinds]}, problems


def _fill(
    source: Source, cache: Path, aside: Path, tell: Progress, version: int
) -> tuple[dict[str, Any], list[Problem]]:
    """Every file of the parcel in the folder `aside`; only the press file's problems when there is none."""
    made, problems = make_press(source, cache, aside, tell, version)
    if not made["files"]:
        return made, problems
    pdf = Path(made["files"][0])
    judged = inspect(pdf, source.issue.sheet, read_places(aside / "places.json")[0])
    name = file_name(source.issue, version)
    report.write(judged, aside / f"{name}_preflight.html", aside / f"{name}_preflight.json")
    (aside / f"{name}_fiche.pdf").write_bytes(ticket(source, pdf, made["sha256"]))
    kept = sorted(p for p in aside.iterdir() if p.name != "SHA256SUMS")
    sums = "".join(f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}\n" for p in kept)
    (aside / "SHA256SUMS").write_text(sums, "ascii")
    return made, list(dict.fromkeys([*problems, *judged.problems]))


def _swap(aside: Path, out: Path) -> None:
    """Put the new parcel where the previous one was."""
    old = out.with_name(f".{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    aside.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def ticket(source: Source, pdf: Path, digest: str) -> bytes:
    """The job ticket (fiche de fabrication): one A4 page, in black."""
    issue, sheet = source.issue, source.issue.sheet
    some = f"4/4 : p. {sheet.colour_pages} ; 1/1 ailleurs"
    inks = "4/4" if sheet.colour_pages == "all" else "1/1" if sheet.k_only else some
    rows = [
        ("Titre", f"{issue.file.title} n° {issue.file.number}"), ("Fichier", pdf.name), ("SHA-256", digest),
        ("Pages", str(len(issue.pages))), ("Format fini", f"{sheet.closed[0]:g} × {sheet.closed[1]:g} mm"),
        ("Format ouvert", f"{sheet.open[0]:g} × {sheet.open[1]:g} mm"), ("Fonds perdus", f"{sheet.bleed:g} mm"),
        ("Papier", f"{sheet.paper} ({sheet.gsm:g} g/m²)"), ("Encres", inks),
        ("Encrage maximal", f"{sheet.ink_limit:g} %"),
        ("Norme", STANDARDS[sheet.flavour if source.profile else "plain"]),
        ("Condition d’impression", f"{sheet.condition} — {sheet.condition_info}"),
        ("Tirage", f"{sheet.quantity} exemplaires, passe ± {sheet.overs:g} %"),
        ("Échéance", sheet.deadline or "à convenir"),
        ("Contact", issue.file.masthead.contact),
    ]
    body = "".join(f"<tr><th>{escape(label)}</th><td>{escape(value)}</td></tr>" for label, value in rows if value)
    html = f'<html lang="fr"><body class="text"><h1>Fiche de fabrication</h1><table>{body}</table></body></html>'
    css = ("body{margin:20mm;color:device-cmyk(0 0 0 1);font:10pt/15pt 'Fira Sans'}"
           "h1{font:800 28pt/32pt 'Fira Sans Extra Condensed'}"
           "table{width:170mm;border-collapse:collapse}th{text-align:left;width:48mm;font-weight:600;vertical-align:top}"
           "td,th{border-bottom:.5pt solid device-cmyk(0 0 0 .4);padding:4pt 0;overflow-wrap:anywhere}")
    return _signed(polish(typeset(Job(html, (css,), ((210, 297),))).pdf))


def _signed(pdf: bytes) -> bytes:
    """By the newspaper, as the press file is: which version of what set it is nobody's business."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.trailer.Info = opened.make_indirect(pikepdf.Dictionary(Producer=pikepdf.String(PRODUCER)))
        out = io.BytesIO()
        opened.save(out, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()
