"""Step 1n: articles/<slug>/ -> articles, or problems. It reads article.toml and <language>.html only."""

from functools import lru_cache
from pathlib import Path

from journal_app.languages import LANGUAGES
from journal_app.prepress.characters import shown
from journal_app.prepress.fragments import parse_fragment
from journal_app.prepress.model import Article, ArticleFile, Text
from journal_app.prepress.reading import SLUG, Folder
from journal_app.prepress.tables import Source, nearest
from journal_app.problems import Problem, any_blocking, blocking, note

WHO = "editor"
KEPT_CHARACTERS = 50_000  # of a text that stays parsed; longer ones are no article of a newspaper


def read_articles(folder: Folder) -> tuple[dict[str, Article | None], list[Problem]]:
    """Every article by slug, sorted; None for one that is there and cannot be used."""
    articles: dict[str, Article | None] = {}
    problems: list[Problem] = []
    for path in folder.names("articles"):
        where = folder.where(path)
        if not path.is_dir():
            problems.append(note("file-unknown", where, shown(path.name), "articles/<slug>/article.toml", WHO))
        elif not SLUG.fullmatch(path.name):
            problems.append(blocking("name-refused", where, shown(path.name), "a-z 0-9 -", WHO))
        elif not folder.inside(path):
            problems.append(blocking("path-outside", where, shown(path.name), who=WHO))
        else:
            articles[path.name], found = _article(folder, path)
            problems += found
    return articles, problems


def _article(folder: Folder, path: Path) -> tuple[Article | None, list[Problem]]:
    text, problems = folder.text(path / "article.toml", WHO)
    if text is None:
        return None, problems
    source = Source(text, folder.where(path / "article.toml"), WHO)
    meta, found = source.model(ArticleFile)
    problems += found
    if meta is None:
        return None, problems
    tags = {"original": meta.original} | {f"text.{tag}": tag for tag in meta.text}
    problems += [
        blocking("language-unknown", source.at(tuple(key.split(".", 1))), shown(tag), nearest(tag, LANGUAGES), WHO)
        for key, tag in tags.items()
        if tag not in LANGUAGES
    ]
    if not meta.text:
        problems.append(blocking("toml-key-missing", source.where, "text", '[text.fr] headline = "…"', WHO))
    if meta.text and meta.original in LANGUAGES and meta.original not in meta.text:
        where, have = source.at(("original",)), ", ".join(meta.text)
        title = next(iter(meta.text.values())).headline
        problems.append(blocking("original-missing", where, meta.original, have, WHO, title))
    problems += _strays(folder, path, meta)
    texts = {}
    for tag, wording in meta.text.items():
        if tag in LANGUAGES:
            blocks, found = _body(folder, path / f"{tag}.html", meta.text[tag].headline)
            problems += found
            texts[tag] = Text(tag, wording, blocks)
    article = Article(path.name, meta, texts)
    return (None if any_blocking(problems) else article), problems


def _body(folder: Folder, path: Path, title: str) -> tuple[tuple, list[Problem]]:  # type: ignore[type-arg]
    where = folder.where(path)
    if folder.inside(path) and not path.exists():
        return (), [blocking("text-file-missing", where, path.stem, f"[text.{path.stem}]", "translator", title)]
    text, problems = folder.text(path, WHO)
    if text is None:
        return (), problems
    blocks, found = _parsed(text, where) if len(text) <= KEPT_CHARACTERS else parse_fragment(text, where)
    return blocks, list(found)


@lru_cache(maxsize=512)
def _parsed(text: str, where: str) -> tuple[tuple, tuple[Problem, ...]]:  # type: ignore[type-arg]
    """A fragment parsed once a process: who writes changes one text of many."""
    blocks, problems = parse_fragment(text, where)
    return blocks, tuple(problems)


def _strays(folder: Folder, path: Path, meta: ArticleFile) -> list[Problem]:
    """Texts without a headline in article.toml, and files that nothing reads."""
    problems = []
    for file in folder.names(path.relative_to(folder.root).as_posix()):
        where = folder.where(file)
        if file.name == "article.toml" or (file.suffix == ".html" and file.stem in meta.text):
            continue
        if file.suffix == ".html" and file.stem in LANGUAGES:
            problems.append(blocking("wording-missing", where, file.stem, f'[text.{file.stem}] headline = "…"', WHO))
        elif file.suffix == ".html":
            problems.append(blocking("language-unknown", where, shown(file.stem), nearest(file.stem, LANGUAGES), WHO))
        else:
            problems.append(note("file-unknown", where, shown(file.name), "article.toml, fr.html", WHO))
    return problems
