"""Step 6d: the plain values a page template draws: contents, captions, jump lines, teasers, masthead, codes. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import segno
from markupsafe import Markup

from journal_app.languages import LANGUAGES
from journal_app.prepress.boxes import Boxes, boxes_of
from journal_app.prepress.layouts import Layout, Slot, grid_of
from journal_app.prepress.markup import direction
from journal_app.prepress.model import Fill, Issue
from journal_app.prepress.threads import Jump, Thread, origin
from journal_app.prepress.typography import set_words
from journal_app.prepress.words import Wording, printed_date
from journal_app.units import Rect


@dataclass(frozen=True, slots=True)
class Facts:
    """What pages say about other pages: where each article begins, its threads, its jumps; and the words to say it."""

    folios: Mapping[str, int]
    threads: tuple[Thread, ...]
    jumps: Mapping[int, tuple[tuple[Thread, Jump], ...]]
    contents: tuple[dict[str, Any], ...]
    words: Wording


def facts(issue: Issue, layouts: Mapping[str, Layout], found: Sequence[Thread], words: Wording) -> Facts:
    """Gathered once an issue from its threads."""
    folios: dict[str, int] = {}
    for thread in found:
        folios.setdefault(thread.article, thread.folio)
    jumps: dict[int, list[tuple[Thread, Jump]]] = {}
    for thread in found:
        for jump in thread.jumps:
            jumps.setdefault(jump.place.folio, []).append((thread, jump))
    told = {folio: tuple(said) for folio, said in jumps.items()}
    return Facts(folios, tuple(found), told, tuple(_contents(issue, found, folios)), words)


def _contents(issue: Issue, found: Sequence[Thread], folios: Mapping[str, int]) -> list[dict[str, Any]]:
    printed: dict[str, list[str]] = {}
    for thread in found:
        printed.setdefault(thread.article, []).extend(thread.languages)
    house = issue.file.languages[0]
    entries = []
    for slug in sorted(folios, key=lambda slug: (folios[slug], slug)):
        article = issue.articles[slug]
        language = house if house in article.meta.text else article.meta.original
        wording = article.meta.text[language]
        own = article.meta.original
        entries.append(
            {
                "page": folios[slug],
                "headline": set_words(wording.short or wording.headline, language),
                "kicker": set_words(wording.kicker, language),
                "author": article.meta.author,
                "language": language,
                "dir": direction(language),
                "languages": list(dict.fromkeys(printed[slug])),
                "original": {
                    "language": own,
                    "dir": direction(own),
                    "headline": set_words(article.meta.text[own].short or article.meta.text[own].headline, own),
                },
            }
        )
    return entries


def at(rect: Rect) -> str:
    """A box as an inline style, mm from the trim's top left."""
    return f"left:{rect.x:.3f}mm;top:{rect.y:.3f}mm;width:{rect.w:.3f}mm;height:{rect.h:.3f}mm"


def values(issue: Issue, layout: Layout, folio: int, known: Facts) -> dict[str, Any]:
    """What page.html may use; layouts/README.md lists it, name by name."""
    page = issue.pages[folio - 1]
    language = page.language
    boxes = boxes_of(layout, page, issue.sheet)
    slots = {
        name: _slot(issue, name, slot, page.slots.get(name), folio, language, boxes[name], known)
        for name, slot in layout.file.slots.items()
    }
    width, height = issue.sheet.page
    jumps = [_jump(thread, jump, known.words) for thread, jump in known.jumps.get(folio, ())]

    def word(key: str, language: str = language, **more: Any) -> str:
        return known.words(language, key, **more)

    return {
        "page": {
            "number": folio,
            "side": "recto" if folio % 2 else "verso",
            "direction": page.direction,
            "language": language,
            "head": set_words(_in(page.head, language), language),
            "width": width,
            "height": height,
            "bleed": issue.sheet.bleed,
            "bare": layout.file.bare,
            "margin": grid_of(issue.sheet).margin,
            "top": grid_of(issue.sheet).top,
        },
        "issue": {
            "title": issue.file.title,
            "number": issue.file.number,
            "specimen": issue.file.specimen,
            "theme": {k: set_words(v, k) for k, v in issue.file.theme.items()},
            "date": printed_date(issue.file.date, language),
            "year": issue.file.date.year,
            "languages": [
                {"tag": tag, "name": LANGUAGES[tag].name if tag in LANGUAGES else tag, "dir": direction(tag)}
                for tag in issue.file.languages
            ],
            "unreviewed": _unreviewed(issue),
        },
        "masthead": issue.file.masthead.model_dump(),
        "quantity": issue.sheet.quantity,
        "credits": _credits(issue),
        "contents": known.contents,
        "slots": slots,
        "jumps": jumps,
        "word": word,
    }


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("fr") or next(iter(texts.values()), "")


def _told(texts: Mapping[str, str]) -> str:
    """The language to fall back on: French where there is a text in it, else the first there is."""
    return "fr" if "fr" in texts or not texts else next(iter(texts))


def _unreviewed(issue: Issue) -> list[str]:
    tags = {tag for a in issue.articles.values() for tag, wording in a.meta.text.items() if not wording.reviewed}
    return [LANGUAGES[tag].name if tag in LANGUAGES else tag for tag in issue.file.languages if tag in tags]


def _credits(issue: Issue) -> list[str]:
    return sorted({picture.meta.credit for picture in issue.pictures.values()})


def _jump(thread: Thread, jump: Jump, words: Wording) -> dict[str, Any]:
    language = thread.languages[0]
    return {
        "at": at(jump.place.rect),
        "language": language,
        "dir": direction(language),
        "page": jump.other,
        "said": _in_each(thread.languages, words, "continued_on", jump.other),
    }


def _in_each(languages: Sequence[str], words: Wording, key: str, page: int) -> list[dict[str, str]]:
    """The same words about a page for the readers of each text, in their own language."""
    return [{"language": tag, "dir": direction(tag), "text": words(tag, key, page=page)} for tag in languages]


def _slot(
    issue: Issue, name: str, slot: Slot, fill: Fill | None, folio: int, language: str, boxes: Boxes, known: Facts
) -> dict[str, Any]:
    first = boxes.at or boxes.head or (boxes.frames[0] if boxes.frames else None)
    found: dict[str, Any] = {
        "name": name,
        "role": slot.role,
        "filled": fill is not None,
        "style": slot.style,
        "language": language,
        "dir": direction(language),
        "at": at(first) if first else "",
        "head_at": at(boxes.head) if boxes.head else "",
        "caption_at": at(boxes.caption) if boxes.caption else "",
        "frames_at": [at(rect) for rect in boxes.frames],
        "columns": len(boxes.frames),
    }
    if fill is None:
        return found
    if fill.hole is not None:
        empty = found["frames_at"] or [found["at"]]
        return found | {"filled": False, "hole": fill.hole, "hole_at": [box for box in empty if box]}
    if fill.picture:
        picture = issue.pictures[fill.picture]
        tag = fill.language or language
        tag = tag if tag in picture.meta.caption else _told(picture.meta.caption)
        found |= {
            "caption": set_words(picture.meta.caption.get(tag, ""), tag),
            "credit": picture.meta.credit,
            "language": tag,
            "dir": direction(tag),
            "captions": [
                {"language": t, "dir": direction(t), "text": set_words(picture.meta.caption[t], t)}
                for t in (fill.languages or [tag])
                if t in picture.meta.caption
            ],
        }
    if fill.article:
        found |= _article(issue, name, fill, folio, known)
    if fill.text:
        found["text"] = [
            {"language": tag, "dir": direction(tag), "text": set_words(text, tag)} for tag, text in fill.text.items()
        ]
    return found


def _article(issue: Issue, name: str, fill: Fill, folio: int, known: Facts) -> dict[str, Any]:
    article = issue.articles[fill.article or ""]
    tag = fill.language or (fill.languages or [article.meta.original])[0]
    wording = article.meta.text.get(tag) or article.meta.text[article.meta.original]
    found: dict[str, Any] = {
        "language": tag,
        "dir": direction(tag),
        "kicker": set_words(wording.kicker, tag),
        "headline": set_words(wording.headline, tag),
        "short": set_words(wording.short or wording.headline, tag),
        "standfirst": set_words(wording.standfirst, tag),
        "author": article.meta.author,
        "kind": article.meta.kind,
        "page": known.folios.get(article.slug),
        "original": article.meta.original,
    }
    if fill.quote is not None and fill.quote < len(wording.quotes):
        found["quote"] = set_words(wording.quotes[fill.quote], tag)
    if fill.continues:
        thread = next((t for t in known.threads if t.article == article.slug and tag in t.languages), None)
        found["from_page"] = origin(thread, folio, name) if thread else None
        if found["from_page"]:  # begun on the same page, or nowhere: there is no page to name
            found["continued"] = _in_each(fill.languages or [tag], known.words, "continued_from", found["from_page"])
    if article.meta.web and issue.sheet.web_base:
        address = issue.sheet.web_base.rstrip("/") + "/" + article.meta.web.lstrip("/")
        found |= {"address": address.removeprefix("https://"), "qr": qr(address)}
    return found


@lru_cache(maxsize=256)
def qr(address: str) -> Markup:
    """A QR code as one black path (level M, two modules of quiet zone), drawn in K only."""
    matrix = segno.make(address, error="m", micro=False).matrix
    size = len(matrix) + 4
    path = "".join(f"M{x + 2} {y + 2}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark)
    return Markup(
        f'<svg viewBox="0 0 {size} {size}" width="100%" height="100%" role="img">'
        f'<path d="{path}" fill="device-cmyk(0 0 0 1)"/></svg>'
    )
