"""Step 10: what the commands and the desk ask for: fit, proof, press, and all of an issue at once. Writes last."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

from journal_app.messages import as_json
from journal_app.prepress import sheet as sheets
from journal_app.prepress.build import Fit, Progress, Source, Workshop, build, write_press
from journal_app.prepress.light import lighten
from journal_app.prepress.model import IssueFile
from journal_app.prepress.naming import file_name
from journal_app.prepress.preflight import preflight
from journal_app.prepress.preflight.places import read_places
from journal_app.prepress.proofs import page_pictures
from journal_app.prepress.unchanged import last_build, made_from
from journal_app.problems import Problem, any_blocking, blocking

PROOF_DPI = 100  # a page at reading size on a laptop
THUMB_DPI = 32


def measure(source: Source, cache: Path, tell: Progress) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Lines over and under for each article and language."""
    shop = Workshop(cache)
    made = build(source, shop, "proof", marks=False, tell=tell)
    shop.close()
    return [fit_row(row) for row in made.fit], list(made.problems)


def fit_row(row: Fit) -> dict[str, Any]:
    """A fit as plain values for JSON."""
    return {
        "article": row.article,
        "title": row.title,
        "language": row.language,
        "over": row.over,
        "under": row.under,
        "size_pt": row.size_pt,
        "tracking": row.tracking,
        "pages": list(row.pages),
    }


def fit_table(rows: Sequence[dict[str, Any]]) -> str:
    """The fits as a table for people."""
    lines = [f"{'article':<22}{'langue':<7}{'pages':<8}{'corps':>7}{'en trop':>9}{'libres':>8}"]
    for row in rows:
        pages = ",".join(map(str, row["pages"]))
        lines.append(
            f"{row['article'][:21]:<22}{row['language']:<7}{pages:<8}{row['size_pt']:>6.1f}{row['over']:>9}{row['under']:>8}"
        )
    return "\n".join(lines)


def make_press(
    source: Source, cache: Path, out: Path, tell: Progress, version: int = 1
) -> tuple[dict[str, Any], list[Problem]]:
    """The press PDF in `out`; a blocking problem keeps the previous one untouched. `version` is in its name."""
    started = perf_counter()
    shop = Workshop(cache)
    made = build(source, shop, "press", marks=True, tell=tell)
    shop.close()
    empty: dict[str, Any] = {"files": [], "pages": len(made.pages), "sha256": "", "seconds": made.seconds}
    if any_blocking(made.problems):
        return empty, list(made.problems)
    path, digest = write_press(source, made, out, file_name(source.issue, version))
    seconds = made.seconds | {"total": round(perf_counter() - started, 3)}
    return {
        "files": [str(path), str(out / "places.json")],
        "pages": len(made.pages),
        "sha256": digest,
        "seconds": seconds,
    }, list(made.problems)


def make_proof(
    source: Source, cache: Path, out: Path, tell: Progress, inks: bool = False, dated: str = ""
) -> tuple[dict[str, Any], list[Problem]]:
    """A light PDF (pictures at screen resolution) and a PNG a page; an overset text is shown as it stands.

    `inks`: also the same pages in the inks of the press, `encres.pdf`, whose separations can be looked at. `dated`:
    when what it shows was frozen; without, the issue's own day stands on it.
    """
    shop = Workshop(cache)
    made = build(source, shop, "proof", marks=False, tell=tell)
    shop.close()
    # no output intent: a megabyte that screens do not look at, and a proof promises no printer anything
    heavy, _ = write_press(replace(source, profile=None), made, out, "encres")
    pictures = page_pictures(heavy, out / "pages", source.issue.sheet, PROOF_DPI, THUMB_DPI, tell)
    path = out / "epreuve.pdf"
    lighten(heavy, path, source.profile, not_for_press(source.issue.file, dated))
    if not inks:
        heavy.unlink()
    return {
        "files": [str(path), *(str(p) for p in pictures)],
        "pages": len(made.pages),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "inks": str(heavy) if inks else "",
        "seconds": made.seconds,
        "fit": [fit_row(row) for row in made.fit],
    }, list(made.problems)


def not_for_press(issue: IssueFile, dated: str) -> str:
    """What a light proof says of itself, in the two languages of who gets it by a link."""
    day = f"épreuve du {dated}" if dated else f"numéro du {issue.date:%d.%m.%Y}"
    told = f"{issue.title} n° {issue.number} · {day}"
    return f"ÉPREUVE, pas pour l’impression · proof, not for press · {told}"


def judge(pdf: Path, sheet: Path | None) -> tuple[dict[str, Any], list[Problem]]:
    """Any PDF against a printer sheet, or against the offset defaults."""
    wanted = None
    if sheet is not None:
        try:
            wanted = sheets.load(sheet)
        except (OSError, ValueError, KeyError) as error:
            problem = blocking("sheet-invalid", sheet.name, str(error).splitlines()[0][:160], "", "printer")
            return {"file": pdf.name, "ready": False}, [problem]
    beside = pdf.with_name("places.json")
    places = read_places(beside)[0] if beside.is_file() else None
    problems = preflight(pdf, wanted, places)
    return {"file": pdf.name, "ready": not any_blocking(problems)}, problems


def build_draft(
    source: Source, folder: Path, tell: Progress, cache: Path | None = None, dated: str = ""
) -> tuple[dict[str, str], list[Problem]]:
    """The proof of an issue that is still being made, into its build folder, with the report the desk shows."""
    proof, problems = make_proof(source, cache or folder / "cache", folder / "proof", tell, inks=True, dated=dated)
    _write_report(_report(source, folder, {"kinds": [], "seconds": {}}, proof, problems), folder)
    return {"proof": proof["files"][0]}, problems


def _write_report(report: dict[str, Any], folder: Path) -> None:
    aside = folder / ".report.part"
    aside.write_text(json.dumps(report, ensure_ascii=False, indent=1), "utf-8")
    aside.replace(folder / "report.json")


def build_all(
    source: Source, folder: Path, tell: Progress, cache: Path | None = None, version: int = 1, dated: str = ""
) -> tuple[dict[str, str], list[Problem]]:
    """Everything of an issue into its build folder, with the report the desk shows; nothing when nothing changed."""
    from journal_app.prepress.parcel import make_parcel

    key = made_from(source.issue.folder, source.house.folder)
    if last := last_build(folder, key):
        return last
    cache = cache or folder / "cache"
    parcel, problems = make_parcel(source, cache, folder / "parcel", tell, version)
    proof, found = make_proof(source, cache, folder / "proof", tell, dated=dated)
    problems = list(dict.fromkeys([*problems, *found]))
    report = _report(source, folder, parcel, proof, problems) | {"made_from": key}
    _write_report(report, folder)
    said = {kind: str(path) for kind, path in [*parcel["kinds"], ("proof", proof["files"][0])]}
    return said, problems


def _report(
    source: Source, folder: Path, parcel: dict[str, Any], proof: dict[str, Any], problems: Sequence[Problem]
) -> dict[str, Any]:
    issue = source.issue
    pages = []
    for folio, page in enumerate(issue.pages, 1):
        pages.append(
            {
                "folio": folio,
                "layout": page.layout,
                "colour": issue.sheet.in_colour(folio),
                "reading": f"proof/pages/p{folio:02d}.webp",
                "thumb": f"proof/pages/p{folio:02d}-small.webp",
                "width": issue.sheet.page[0],
                "height": issue.sheet.page[1],
            }
        )
    files = [(kind, Path(path)) for kind, path in parcel["kinds"]] + [("proof", Path(proof["files"][0]))]
    files += [("inks", Path(proof["inks"]))] if proof["inks"] else []
    return {
        "slug": issue.slug,
        "title": issue.file.title,
        "number": issue.file.number,
        "date": str(issue.file.date),
        "specimen": issue.file.specimen,
        "pages": pages,
        "fit": proof["fit"],
        "problems": [as_json(p) for p in problems],
        "files": [
            {
                "kind": kind,
                "name": path.name,
                "path": str(path.relative_to(folder)),
                "bytes": path.stat().st_size,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }
            for kind, path in files
        ],
        "seconds": parcel["seconds"],
    }
