"""Step 8, the report a person reads (one HTML file, pages with the places boxed) and the JSON a machine reads."""

import json
from html import escape
from pathlib import Path

from journal_app.messages import RIGHT_TO_LEFT, Translator, as_json, isolated, sentence, translator
from journal_app.prepress.preflight import RULES, Report
from journal_app.prepress.preflight.finding import Addressed
from journal_app.prepress.preflight.thumbnails import thumbnails
from journal_app.problems import Severity

STYLE = """
:root{color-scheme:light;--ink:#1d1b19;--soft:#6d675f;--line:#ddd8d0;--blocking:#a3261d;--warning:#9a6200;--note:#3c5a78}
*{box-sizing:border-box}
body{margin:0 auto;padding:2rem 1.25rem 4rem;max-width:76rem;
 font:16px/1.5 Georgia,"Noto Serif","Noto Naskh Arabic",serif;
 color:var(--ink);background:#fbfaf8}
header{border-top:6px solid var(--ink);padding-top:.75rem;margin-bottom:2rem}
header.stopped{border-color:var(--blocking)}header.ready{border-color:#2c6b45}
h1{font-size:2.1rem;line-height:1.15;margin:.1rem 0 .35rem;font-weight:600}
.kicker,.facts,.source,.counts{color:var(--soft);font:14px/1.45 system-ui,"Noto Sans",sans-serif;margin:0}
.page{display:grid;grid-template-columns:minmax(12rem,21rem) 1fr;gap:1.5rem;
 border-top:1px solid var(--line);padding:1.25rem 0}
h2{font-size:1.1rem;margin:0 0 .6rem}
figure{margin:0;position:relative;border:1px solid var(--line);background:#fff;align-self:start}
figure img{display:block;width:100%;height:auto}
figure i{position:absolute;border:2px solid;min-width:6px;min-height:6px;border-radius:2px;background:currentColor;
 background:color-mix(in srgb,currentColor 12%,transparent)}
figure b{position:absolute;inset-block-end:100%;inset-inline-start:-2px;
 font:600 11px/1.3 system-ui,sans-serif;color:#fff;background:var(--mark);padding:0 .3em}
ol{list-style:none;margin:0;padding:0}
li{padding-block:.5rem;border-inline-start:4px solid;margin-bottom:.4rem;
 padding-inline-start:.9rem}
li p{margin:0;color:var(--ink)}li .source{font-size:12.5px}
.blocking{--mark:var(--blocking);color:var(--blocking)}.warning{--mark:var(--warning);color:var(--warning)}
.note{--mark:var(--note);color:var(--note)}
@media(max-width:40rem){.page{grid-template-columns:1fr}figure{max-width:20rem}}
@media print{body{max-width:none;background:#fff}.page{break-inside:avoid}}
"""


def as_table(report: Report, language: str = "fr") -> dict[str, object]:
    """The report as plain values for JSON: the verdict, the problems, and where each lies in mm from the trim."""
    return {
        "file": report.pdf.name,
        "ready": report.ready,
        "pages": len(report.sizes),
        "claim": report.claim,
        "sheet": report.sheet,
        "problems": [as_json(problem, language) for problem in report.problems],
        "boxes": [{"page": a.page, "mm": [list(box) for box in a.boxes]} for a in report.found],
    }


def write(report: Report, html: Path, data: Path | None = None, language: str = "fr") -> None:
    """Both reports, each written aside and then renamed."""
    _replace(html, as_html(report, language))
    if data:
        _replace(data, json.dumps(as_table(report, language), ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def _replace(path: Path, words: str) -> None:
    aside = path.with_name(f".{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    aside.write_text(words, "utf-8")
    aside.replace(path)


def verdict(report: Report, language: str = "fr") -> str:
    """`Prêt pour l'imprimeur`, or how many problems stop the press."""
    stopping = sum(p.severity is Severity.BLOCKING for p in report.problems)
    told = translator(language)
    return (
        told.ngettext("preflight:stopped", "preflight:stopped", stopping).format(count=stopping)
        if stopping
        else told.gettext("preflight:ready")
    )


def as_html(report: Report, language: str = "fr") -> str:
    """One self-contained page: the verdict first, then each page with its findings beside its picture."""
    told = translator(language)
    numbered = list(enumerate(sorted(report.found, key=lambda a: a.page), 1))  # as they are read, page by page
    pages = sorted({a.page for _, a in numbered})
    pictures = thumbnails(report.pdf, [page for page in pages if page])
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    sections = [
        _section(page, [pair for pair in numbered if pair[1].page == page], report, pictures, told) for page in pages
    ]
    nothing = f"<p>{escape(told.gettext('preflight:nothing'))}</p>"
    return (
        f'<!doctype html>\n<html lang="{language}" dir="{direction}">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(report.pdf.name)}</title>\n'
        f"<style>{STYLE}</style>\n{_header(report, told)}\n{''.join(sections) or nothing}</html>\n"
    )


def _header(report: Report, told: Translator) -> str:
    size = "{:.4g} × {:.4g} mm".format(*report.sizes[0]) if report.sizes else "—"
    claim = report.claim or told.gettext("preflight:unclaimed")
    facts = told.gettext("preflight:facts").format(
        pages=len(report.sizes), size=isolated(size, told.language), claim=isolated(claim, told.language)
    )
    against = (
        told.gettext("preflight:sheet").format(name=report.sheet)
        if report.sheet
        else told.gettext("preflight:stranger")
    )
    counts = " · ".join(
        f"{told.gettext('preflight:' + kind)} : {n}"
        for kind in ("blocking", "warning", "note")
        if (n := sum(p.severity == kind for p in report.problems))
    )
    return (
        f'<header class="{"ready" if report.ready else "stopped"}">'
        f'<p class="kicker">{escape(told.gettext("preflight:heading"))}'
        f" · <bdi>{escape(report.pdf.name)}</bdi></p><h1>{escape(verdict(report, told.language))}</h1>"
        f'<p class="facts">{escape(facts)} · {escape(against)}</p><p class="counts">{escape(counts)}</p></header>'
    )


def _section(
    page: int, found: list[tuple[int, Addressed]], report: Report, pictures: dict[int, str], told: Translator
) -> str:
    title = told.gettext("preflight:page").format(number=page) if page else told.gettext("place:document")
    figure = "<div></div>"
    if page in pictures:
        boxes = "".join(_boxes(number, a, report.sizes[page - 1]) for number, a in found)
        figure = f'<figure dir="ltr"><img src="{pictures[page]}" alt="{escape(title)}">{boxes}</figure>'
    rows = "".join(
        f'<li class="{a.problem.severity}"><p><strong>{number}.</strong> '
        f"{escape(sentence(a.problem, told.language))}</p>"
        f'<p class="source">{escape(told.gettext("preflight:rule"))} <bdi>{escape(a.problem.code)}</bdi>'
        f" · <bdi>{escape(_source(a.problem.code, told))}</bdi></p></li>"
        for number, a in found
    )
    return f'<section class="page">{figure}<div><h2>{escape(title)}</h2><ol>{rows}</ol></div></section>\n'


def _source(code: str, told: Translator) -> str:
    """Where a rule comes from: a standard by its name, the house or the printer's sheet in the reader's words."""
    name = RULES[code].source.split(":")[0] if code in RULES else ""
    return told.gettext(f"source:{name}").removeprefix("source:")


def _boxes(number: int, addressed: Addressed, size: tuple[float, float]) -> str:
    """The boxes of one finding over the page's picture, in percent of the trim; only the first carries the number."""
    drawn: list[str] = []
    width, height = (max(side, 1e-6) for side in size)
    for box in addressed.boxes:
        left, top = max(box.x, 0), max(box.y, 0)
        right, bottom = min(box.right, width), min(box.bottom, height)
        label = "" if drawn else f"<b>{number}</b>"
        drawn.append(
            f'<i class="{addressed.problem.severity}" style="left:{left / width:.2%};top:{top / height:.2%};'
            f'width:{max(right - left, 0) / width:.2%};height:{max(bottom - top, 0) / height:.2%}">{label}</i>'
        )
    return "".join(drawn)
