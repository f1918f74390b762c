"""The way through the compiler: an issue folder -> pages, fit, places, problems. It calls each step and writes last.

Whatever did not change is taken from the cache by the hash of what makes it; so one changed sentence costs one text,
one page and the merge.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from time import perf_counter
from typing import Any

from journal_app.prepress import engine, faces
from journal_app.prepress.assemble import assemble
from journal_app.prepress.boxes import too_low
from journal_app.prepress.cache import Cache, key_of
from journal_app.prepress.compose import Composition, compose
from journal_app.prepress.copyfit import too_tight
from journal_app.prepress.finish import Identity, finish
from journal_app.prepress.house import House, read_house
from journal_app.prepress.issue import read_issue
from journal_app.prepress.job import BROKEN, Before, Job, Typeset
from journal_app.prepress.layouts import Layout, read_layouts
from journal_app.prepress.model import Issue
from journal_app.prepress.pages import Parts, Spot, Texts, parts_of, photographs, prepare_one
from journal_app.prepress.pictures import Purpose
from journal_app.prepress.polish import polish
from journal_app.prepress.threads import holes, threads, unreached
from journal_app.problems import Problem, blocking, warning
from journal_app.processes import pool
from journal_app.units import Rect

LAYOUTS = Path(__file__).resolve().parents[2] / "layouts"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Fit:
    """How one language of a text sits in its frames: lines over, lines left, the size it is set in."""

    article: str
    title: str
    language: str
    over: int
    under: int
    size_pt: float
    tracking: float
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """An issue folder, read, with its layouts and house: all that the next steps look at."""

    issue: Issue
    layouts: Mapping[str, Layout]
    house: House
    profile: Path | None


@dataclass(frozen=True, slots=True)
class Build:
    """The pages of an issue as files of the cache, in reading order, with what was found on the way."""

    pages: tuple[Path, ...]
    fit: tuple[Fit, ...]
    places: dict[str, Any]
    problems: tuple[Problem, ...]
    seconds: dict[str, float] = field(default_factory=dict)


def quiet(_: str, __: int, ___: int) -> None:
    """Progress for those who do not look."""


def read(folder: Path, layouts_folder: Path = LAYOUTS) -> tuple[Source | None, list[Problem]]:
    """Steps 1 and 2: the issue and its layouts, validated against each other."""
    layouts, problems = _layouts(layouts_folder)
    if lacking := faces.missing():
        return None, [blocking("face-not-installed", "fonts", ", ".join(lacking[:3]), "make setup", "technician")]
    known = {name: {slot: s.role for slot, s in layout.file.slots.items()} for name, layout in layouts.items()}
    issue, found = read_issue(folder, _coverage(), known, faces.digests())
    problems += found
    if issue is None:
        return None, problems
    profile, found = _profile(issue)
    problems += [*found, *holes(issue, layouts), *too_low(issue, layouts), *too_tight(issue, layouts)]
    return Source(issue, layouts, read_house(layouts_folder), profile), problems


def _layouts(folder: Path) -> tuple[dict[str, Layout], list[Problem]]:
    """The layouts, read again when one of their files changed."""
    stats = [(str(path), path.stat()) for path in sorted(folder.glob("*/*.*"))]
    layouts, problems = _layouts_then(folder, tuple((name, s.st_mtime_ns, s.st_size, s.st_ino) for name, s in stats))
    return dict(layouts), list(problems)


@lru_cache(maxsize=4)
def _layouts_then(folder: Path, _: tuple[tuple[str, int, int, int], ...]) -> tuple[dict[str, Layout], list[Problem]]:
    return read_layouts(folder)


@cache
def _coverage() -> dict[str, frozenset[int]]:
    """What the installed faces can draw, all together."""
    return {"": frozenset[int]().union(*(faces.coverage(tag) for tag in faces.languages()))}


def _profile(issue: Issue) -> tuple[Path | None, list[Problem]]:
    """The printer's profile: the issue's own, else the installed free one of that name."""
    name = issue.sheet.profile
    if not name or issue.sheet.flavour == "plain":
        return None, []
    for folder in (issue.folder / "printer", faces.PROFILES):
        if (path := folder / Path(name).name).is_file():
            return path, []
    return None, [warning("profile-missing", "issue.toml:printer", name, "", "printer")]


class Workshop:
    """What a process keeps between builds: the cache, and workers that have their faces read."""

    def __init__(self, cache: Path, workers: int = 2) -> None:
        self.cache = Cache(cache)
        self.pictures = Cache(cache / "pictures")
        self.workers = min(workers, os.cpu_count() or 1)
        self._pool: ProcessPoolExecutor | None = None

    def map(self, work: Callable[[Any], Any], items: Sequence[Any], tell: Progress, label: str) -> Iterator[Any]:
        """The work on each item, in the workers when there is enough of it; one by one, as each is done and kept."""
        if len(items) <= 2 or self.workers < 2:
            results: Any = map(work, items)
        else:
            self._pool = self._pool or pool(self.workers)
            results = self._pool.map(work, items)
        for count, result in enumerate(results, 1):
            yield result
            tell(label, count, len(items))

    def __enter__(self) -> "Workshop":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._pool:
            self._pool.shutdown()
            self._pool = None


def typeset_one(asked: tuple[Job, Before | None]) -> tuple[bytes, str]:
    """One document, typeset and polished, as the cache keeps it; asked with what is known from the last time."""
    job, before = asked
    try:
        made = engine.typeset(job, before)
        return polish(made.pdf), made.dump()
    except MemoryError:
        raise
    except (
        Exception
    ) as error:  # CSS that the engine cannot draw makes it break off anywhere: the layout is to be mended
        made = engine.broken(job, error)
        return made.pdf, made.dump()


def typeset_all(jobs: Sequence[Job], shop: Workshop, tell: Progress, drawings: int = 0) -> list[tuple[str, Typeset]]:
    """Each job typeset, or taken from the cache, with its key. The first ones may be drawings: pictures, kept so."""
    keys = [key_of(engine.VERSION, faces.digest(), repr(job)) for job in jobs]
    caches = dict.fromkeys(keys, shop.cache) | dict.fromkeys(keys[:drawings], shop.pictures)
    wanted = {key: job for key, job in zip(keys, jobs, strict=True) if not caches[key].has(key, "json")}
    asked = [(job, _before(job, shop.cache)) for job in wanted.values()]
    made: dict[str, Typeset] = {}
    for (key, job), (pdf, facts) in zip(wanted.items(), shop.map(typeset_one, asked, tell, "typeset"), strict=True):
        made[key] = Typeset.load(pdf, facts)
        if not made[key].broken:
            caches[key].put(key, "pdf", pdf)
            caches[key].put(key, "json", facts.encode())
            if job.ladder:
                before = json.dumps([made[key].rung, made[key].rise])
                shop.cache.put(_place_key(job), "before", before.encode())
    for key in keys:
        if key not in made:
            stored, told = caches[key].get(key, "pdf"), caches[key].get(key, "json")
            assert stored is not None and told is not None  # `wanted` are those that are not there
            made[key] = Typeset.load(stored, told.decode())
    return [(key, made[key]) for key in keys]


def _place_key(job: Job) -> str:
    """The same place and head, whatever the text: where it ended is where its next version will end, or near."""
    return key_of("before", engine.VERSION, faces.digest(), repr(replace(job, html="")))


def _before(job: Job, cache: Cache) -> Before | None:
    told = cache.get(_place_key(job), "before") if job.ladder else None
    return Before(*json.loads(told)) if told else None


def build(
    source: Source, shop: Workshop, purpose: Purpose = "press", marks: bool = True, tell: Progress = quiet
) -> Build:
    """Steps 3 to 7: every page of the issue as a PDF in the cache."""
    started = perf_counter()
    issue, seconds = source.issue, {}
    found = threads(issue, source.layouts)
    made: Composition = compose(issue, source.layouts, source.house, found)
    rasters, drawings, problems = photographs(
        issue, source.layouts, source.house, source.profile, purpose, shop.pictures.folder
    )
    problems += made.problems
    seconds["compose"] = perf_counter() - started
    jobs = [job for _, job in drawings] + [job for _, job in made.texts] + list(made.pages)  # the longest first
    typeset = typeset_all(jobs, shop, tell, len(drawings))
    drawn = [(spot, done) for (spot, _), done in zip(drawings, typeset, strict=False)]
    texts = [
        (thread.risen(done[1].rise), done) for (thread, _), done in zip(made.texts, typeset[len(drawn) :], strict=False)
    ]
    pages = typeset[len(drawn) + len(texts) :]
    seconds["typeset"] = perf_counter() - started - seconds["compose"]
    prepared = list(shop.map(prepare_one, [photo.args for photo in rasters], tell, "pictures"))
    photos = [(photo, made) for photo, (made, _) in zip(rasters, prepared, strict=True) if made]
    for photo, (_, said) in zip(rasters, prepared, strict=True):
        problems += [Problem(p.severity, p.code, f"p{photo.folio}/{photo.slot}", p.detail) for p in said]
    seconds["pictures"] = perf_counter() - started - seconds["compose"] - seconds["typeset"]
    problems += _said(issue, texts, pages)
    for spot, (_, drawing) in drawn:
        problems += _log(drawing, f"p{spot.folio}/{spot.slot}", spot.args[0].title())
    files = []
    for folio in range(1, len(issue.pages) + 1):
        files.append(_page(source, shop, parts_of(folio, issue.sheet, texts, pages[folio - 1], photos, drawn), marks))
        tell("pages", folio, len(issue.pages))
    seconds["total"] = perf_counter() - started
    return Build(
        tuple(files),
        tuple(_fit(issue, texts)),
        _places(source, texts, rasters, drawn),
        tuple(dict.fromkeys(problems)),
        {k: round(v, 3) for k, v in seconds.items()},
    )


def _page(source: Source, shop: Workshop, parts: Parts, marks: bool) -> Path:
    """One page from its parts, or from the cache when none of them changed."""
    sheet = source.issue.sheet
    key = key_of("page 3", sheet.model_dump_json(), str(marks), parts.under_key, parts.over_key)
    path = shop.cache.path(key, "page.pdf")
    if not shop.cache.has(key, "page.pdf"):
        shop.cache.put(key, "page.pdf", assemble(sheet, parts.images(), [*parts.under(), *parts.over()], marks))
    return path


def _fit(issue: Issue, texts: Texts) -> list[Fit]:
    rows = []
    for thread, (_, made) in texts:
        setting = made.setting
        article = issue.articles[thread.article]
        for language in thread.languages:
            size = (setting.size if setting else 0) * faces.factors(language)[0]
            rows.append(
                Fit(
                    thread.article,
                    article.title(language),
                    language,
                    made.over.get(language, 0),
                    made.free.get(language, made.under),
                    round(size, 2),
                    setting.tracking if setting else 0,
                    tuple(dict.fromkeys(place.folio for place in thread.frames)),
                )
            )
    return rows


def _said(issue: Issue, texts: Texts, pages: Sequence[tuple[str, Typeset]]) -> list[Problem]:
    """What typesetting found: texts that are too long, heads too tall, glyphs no face has."""
    problems = []
    for thread, (_, made) in texts:
        article = issue.articles[thread.article]
        for language, lines in sorted(made.over.items()):
            problems.append(
                blocking(
                    "text-overset", f"{thread.where}#{language}", f"+{lines}", "0", "editor", article.title(language)
                )
            )
        if made.head_over:
            problems.append(
                blocking("head-overset", thread.where, "", "", "editor", article.title(thread.languages[0]))
            )
        problems += unreached(thread, made.frames, article.title(thread.languages[0])) if not made.broken else []
        problems += _log(made, thread.where, article.title(thread.languages[0]))
    for folio, (_, made) in enumerate(pages, 1):
        if made.over:
            problems.append(blocking("page-overset", f"p{folio}", str(1 + sum(made.over.values())), "1", "layout"))
        problems += _log(made, f"p{folio}", "")
    return problems


def _log(made: Typeset, where: str, title: str) -> list[Problem]:
    found = []
    for level, message in made.log:
        code = "glyph-missing" if "glyph" in message.lower() or "font" in message.lower() else "engine-said"
        code = "engine-broke" if level == BROKEN else code
        make = warning if code == "engine-said" else blocking
        found.append(make(code, where, message[:120], "", "layout", title))
    return found


def _places(source: Source, texts: Texts, rasters: Sequence[Spot], drawn: Sequence[Any]) -> dict[str, Any]:
    """places.json: where each article and picture landed, mm from the trim's top left."""
    issue = source.issue
    pages: list[dict[str, Any]] = [{"folio": n, "layout": p.layout, "items": []} for n, p in enumerate(issue.pages, 1)]
    for spot in [*rasters, *(photo for photo, _ in drawn)]:
        picture = spot.args[0]
        pages[spot.folio - 1]["items"].append(
            {
                "slot": spot.slot,
                "kind": "picture",
                "slug": picture.slug,
                "language": "",
                "title": picture.title(),
                "rect": _mm(spot.rect),
                "blocks": [],
            }
        )
    for thread, (_, made) in texts:
        title = issue.articles[thread.article].title(thread.languages[0])
        common = {"kind": "article", "slug": thread.article, "language": "+".join(thread.languages), "title": title}
        if thread.head:
            pages[thread.head.folio - 1]["items"].append(
                {"slot": thread.head.slot, **common, "rect": _mm(thread.head.rect), "blocks": []}
            )
        for index, place in enumerate(thread.frames[: made.frames]):
            x, y = place.rect.x, place.rect.y
            blocks = [
                {"id": name, "rect": _mm(Rect(x + r.x, y + r.y, r.w, r.h))}
                for name, frame, r in made.blocks
                if frame == index
            ]
            pages[place.folio - 1]["items"].append(
                {"slot": place.slot, **common, "rect": _mm(place.rect), "blocks": blocks}
            )
    return {"pages": pages}


def _mm(rect: Rect) -> list[float]:
    return [round(v, 2) for v in rect]


def write_press(source: Source, made: Build, out: Path, name: str) -> tuple[Path, str]:
    """Step 7c: the pages as one PDF under `out`, with places.json beside it; and its SHA-256."""
    issue = source.issue
    identity = Identity(f"{issue.file.title} n° {issue.file.number}", issue.file.date)
    path = out / f"{name}.pdf"
    digest = finish(made.pages, issue.sheet, identity, source.profile, path)
    aside = out / ".places.part"
    aside.write_text(json.dumps(made.places, ensure_ascii=False, indent=1), "utf-8")
    aside.replace(out / "places.json")
    return path, digest
