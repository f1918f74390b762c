"""Step 6a: blocks of text -> escaped HTML for the engine. Pure; it never decides where a text stands."""

from collections.abc import Iterable, Sequence
from html import escape

from journal_app.languages import LANGUAGES, is_rtl
from journal_app.prepress.model import Block, Run

DROP_SCRIPTS = ("Latn", "Cyrl", "Grek")  # scripts whose first letter may stand over three lines alone
OPENING = "«“‘\"'(—–-\u202f\u00a0 "


def direction(language: str) -> str:
    """`rtl` or `ltr`: the writing direction of a language."""
    return "rtl" if is_rtl(language) else "ltr"


def inline(runs: Iterable[Run], language: str) -> str:
    """Runs as phrasing HTML. A run in another language keeps the line's height: its own box would break the grid."""
    return "".join(_run(run, language) for run in runs)


def _run(run: Run, language: str) -> str:
    if run.br:
        return "<br>"
    if run.note:
        return f'<span class="note">{inline(run.note, language)}</span>'
    html = escape(run.text, quote=False)
    if run.em:
        html = f"<em>{html}</em>"
    if run.strong:
        html = f"<strong>{html}</strong>"
    if run.nobreak:
        html = f'<span class="whole">{html}</span>'
    if run.lang and run.lang != language:
        way = run.dir or direction(run.lang)
        return f'<span class="foreign" lang="{escape(run.lang)}" dir="{way}">{html}</span>'
    if run.dir:
        return f'<span class="run" dir="{run.dir}">{html}</span>'
    return f"<bdi>{html}</bdi>" if run.isolate else html


def block(item: Block, language: str, name: str, extra: str = "") -> str:
    """One block as an element with the id `name`; `extra` is more classes."""
    tag = {"p": "p", "h2": "h2", "li": "p", "quote": "p"}[item.kind]
    classes = [item.kind if item.kind != "p" else "para", extra]
    if item.kind == "p" and _all_strong(item.runs):
        classes.append("question")
    bullet = ""
    if item.kind == "li":
        classes.append(f"level{max(item.level, 1)}")
        mark = f"{item.number}." if item.ordered else "•"
        bullet = f'<span class="bullet">{mark}</span>'
    own = f' lang="{escape(item.lang)}"' if item.lang and item.lang != language else ""
    way = f' dir="{item.dir}"' if item.dir else f' dir="{direction(item.lang)}"' if own else ""
    inner = bullet + inline(item.runs, language)
    return f'<{tag} id="{name}" class="{" ".join(filter(None, classes))}"{own}{way}>{inner}</{tag}>'


def _all_strong(runs: Sequence[Run]) -> bool:
    words = [run for run in runs if run.text.strip()]
    return bool(words) and all(run.strong for run in words)


def blocks(items: Sequence[Block], language: str, drop_cap: bool = False) -> str:
    """A body: its blocks in order, named b0, b1...; the first paragraph may open with a drop cap."""
    html = []
    after_head = True
    for index, item in enumerate(items):
        opened = drop_cap and index == 0 and item.kind == "p"
        extra = "first" if after_head and item.kind == "p" else ""
        html.append(
            _dropped(item, language) if opened and can_drop(language) else block(item, language, f"b{index}", extra)
        )
        after_head = item.kind in ("h2", "quote")
    return "\n".join(html)


def can_drop(language: str) -> bool:
    """Whether a text in this language may open with a drop cap."""
    found = LANGUAGES.get(language)
    return found is not None and found.script in DROP_SCRIPTS


def _dropped(item: Block, language: str) -> str:
    """The first block with its first letter as a floated span (a floated ::first-letter would crash the engine)."""
    first, *rest = item.runs
    text = first.text.lstrip(OPENING)
    if not text or not text[0].isalpha() or first.em or first.strong:
        return block(item, language, "b0", "first")
    letter, lead = text[0], first.text[: len(first.text) - len(text)]
    size = 2 if len(text) > 1 and text[1] in "'’" else 1  # L’eau: the apostrophe stands with its letter
    letter = text[:size]
    opening = f'<span class="drop">{escape(lead.strip() + letter, quote=False)}</span>'
    body = escape(text[size:], quote=False) + inline(rest, language)
    return f'<p id="b0" class="para first dropped">{opening}{body}</p>'


def head(parts: Sequence[tuple[str, str]], language: str, level: str = "") -> str:
    """A text's own head: (class, plain words) in order, empty ones left out."""
    lines = "".join(f'<p class="{name}">{escape(words, quote=False)}</p>' for name, words in parts if words)
    return f'<div class="heads {level}" lang="{escape(language)}" dir="{direction(language)}">{lines}</div>'


def table(columns: Sequence[tuple[str, Sequence[Block]]], heads: Sequence[str]) -> str:
    """Texts side by side, paragraph by paragraph: one row a block, so translations start on the same line."""
    rows = []
    if any(heads):
        cells = "".join(
            f'<td data-column="{language}" lang="{language}" dir="{direction(language)}">{head_}</td>'
            for (language, _), head_ in zip(columns, heads, strict=True)
        )
        rows.append(f'<tr class="heads">{cells}</tr>')
    for index in range(max((len(items) for _, items in columns), default=0)):
        cells = ""
        for language, items in columns:
            html = block(items[index], language, f"{language}-b{index}", "first") if index < len(items) else ""
            cells += f'<td data-column="{language}" lang="{language}" dir="{direction(language)}">{html}</td>'
        rows.append(f"<tr>{cells}</tr>")
    width = f"{100 / max(len(columns), 1):.4f}%"
    cols = "".join(f'<col style="width:{width}">' for _ in columns)
    way = direction(columns[0][0]) if columns else "ltr"
    return f'<table class="{way}"><colgroup>{cols}</colgroup>{"".join(rows)}</table>'
