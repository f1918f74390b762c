"""Step 1p: every character of the issue against the installed faces -> the ones no face has. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from journal_app.prepress.characters import INVISIBLE, name
from journal_app.prepress.model import Article, Block, Picture, Run, Wording
from journal_app.problems import Problem, blocking

Coverage = Mapping[str, Collection[int]]  # language -> the code points of its faces


def uncovered(
    articles: Mapping[str, Article | None], pictures: Mapping[str, Picture | None], coverage: Coverage
) -> Iterator[Problem]:
    """A problem for each text or picture that holds a character no face has, with the first lines it stands on."""
    held = frozenset[int]().union(*coverage.values()) if len(coverage) != 1 else next(iter(coverage.values()))
    for slug, article in articles.items():
        for tag, text in (article.texts if article else {}).items():
            places: dict[str, int] = {}
            for line, words in _words(text.wording, text.blocks):
                lacking = {character for character in set(words) if _lacks(character, held)}
                for character in words if lacking else "":
                    if character in lacking:
                        places.setdefault(character, line)
            if places:
                yield blocking(
                    "character-without-face",
                    f"article:{slug}#{tag}",
                    _listed(places),
                    who="editor",
                    title=article.title(tag) if article else slug,
                )
    for slug, picture in pictures.items():
        if picture is None:
            continue
        printed = "".join((picture.meta.credit, *picture.meta.caption.values()))
        if any(_lacks(c, held) for c in set(printed)):
            found = {c: 0 for c in printed if _lacks(c, held)}
            yield blocking(
                "character-without-face", f"picture:{slug}", _listed(found), who="pictures", title=picture.title()
            )


def _lacks(character: str, held: Collection[int]) -> bool:
    code = ord(character)
    return code not in held and code not in INVISIBLE and not character.isspace()


def _listed(places: Mapping[str, int]) -> str:
    found = [f"{c} {name(c)}" + (f" (l. {line})" if line else "") for c, line in places.items()]
    return ", ".join(found[:8]) + (", …" if len(found) > 8 else "")


def _words(wording: Wording, blocks: Iterable[Block]) -> Iterator[tuple[int, str]]:
    """Every printed string of a text with its line; 0 for what stands in article.toml."""
    yield (
        0,
        "".join(
            (
                wording.headline,
                wording.kicker,
                wording.standfirst,
                wording.short,
                wording.byline,
                wording.translator,
                *wording.quotes,
            )
        ),
    )
    for block in blocks:
        yield from ((block.line, words) for words in _runs(block.runs))


def _runs(runs: Iterable[Run]) -> Iterator[str]:
    for run in runs:
        yield run.text
        yield from _runs(run.note)
