"""Step 1k: what must be settled before pictures, texts and the masthead may be printed -> problems. Pure.

Faces and uses block the press: consent is per work and per use, and no face is shown by default; the rest is
for a person to weigh.
"""

from collections.abc import Collection, Iterator, Mapping

from journal_app.prepress.model import Article, IssueFile, Picture
from journal_app.prepress.placements import Placed
from journal_app.problems import Problem, blocking, note, warning

# Loi du 29 juillet 1881, art. 5 and 6; LCEN art. 1-1. Price and form have defaults.
MENTIONS = (
    "association",
    "form",
    "seat",
    "representative",
    "director",
    "editor",
    "printer",
    "legal_deposit",
    "price",
    "issn",
)


def masthead(file: IssueFile) -> Iterator[Problem]:
    """A warning for each legal mention that is empty."""
    for key in MENTIONS:
        if not getattr(file.masthead, key):
            yield warning("masthead-missing", "issue.toml", f"masthead.{key}", f'{key} = "…"', "coordinator")


def pictures(
    all_: Mapping[str, Picture | None], fills: Collection[Placed], languages: Collection[str]
) -> Iterator[Problem]:
    """Faces, uses, credits, and the words a placed picture lacks."""
    for slug, picture in all_.items():
        if picture is None:
            continue
        where, title = f"picture:{slug}", picture.title()
        places = [one for one in fills if one.fill.picture == slug]
        if picture.meta.faces == "unanswered":
            yield blocking("face-unanswered", where, 'faces = "unanswered"', "none, agreed, covered", "pictures", title)
        if places and "print" not in picture.meta.uses:
            uses = ", ".join(picture.meta.uses) or "-"
            yield blocking("picture-not-for-print", where, uses, "print", "coordinator", title)
        if not picture.meta.credit:
            yield warning("credit-missing", where, allowed='credit = "…"', who="pictures", title=title)
        if not places:
            yield note("picture-unplaced", where, slug, who="layout", title=title)
        missing: dict[tuple[str, str], str] = {}
        for one in places:
            for tag in (tag for tag in one.spoken if tag in languages):
                for code, words in (("caption-missing", picture.meta.caption), ("alt-missing", picture.meta.alt)):
                    if not words.get(tag):
                        missing.setdefault((code, tag), one.where)
        for (code, tag), place in missing.items():
            yield warning(code, f"{where}#{tag}", place, tag, "translator", title)


def texts(articles: Mapping[str, Article | None]) -> Iterator[Problem]:
    """Texts that nobody has proofread, and headlines without words."""
    for slug, article in articles.items():
        for tag, wording in (article.meta.text if article else {}).items():
            where, title = f"article:{slug}#{tag}", article.title(tag) if article else slug
            if not wording.headline:
                yield warning("headline-missing", where, allowed='headline = "…"', who="editor", title=title)
            if not wording.reviewed:
                who = "editor" if article and tag == article.meta.original else "translator"
                yield note("text-unreviewed", where, tag, "reviewed = true", who, title)
