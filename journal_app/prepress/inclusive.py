"""Step 1l: the inclusive writing of French texts -> a warning where it is not the issue's own way. Pure.

`migrant.e.s` (low dot, the house's habit), `migrant·e·s` (middle dot), `migrantes et migrants` (doublet); brackets,
hyphens and slashes are nobody's setting. It counts forms and never changes one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from journal_app.prepress.characters import shown
from journal_app.prepress.model import Article
from journal_app.problems import Problem, warning

_ENDING = (
    r"(?:e|ne|le|te|se|ve|re|fe|ère|ière|rice|trice|euse|eresse|es|nes|les|tes|ses|ves|rices|trices|euses|ières|ères)"
)
_STEM = r"(?<![\w.·@/-])[^\W\d_]{2,}"
_FORMS = {
    "low-dot": re.compile(rf"{_STEM}\.{_ENDING}(?:\.s)?(?![\w@/-]|\.\w)"),
    "middle-dot": re.compile(rf"{_STEM}[·•‧]{_ENDING}(?:[·•‧]?s)?(?!\w)"),
    "( )": re.compile(rf"{_STEM}\({_ENDING}\)s?(?!\w)"),
    "-": re.compile(rf"{_STEM}-(?:e|ne|rice|trice|euse|le)-s(?!\w)"),
    "/": re.compile(rf"{_STEM}/{_ENDING}(?!\w)"),
}
_PAIR = re.compile(
    r"(?<!\w)([^\W\d_]{5,}) (?:et|ou) (?:(?:les|des|aux|de|d’|d'|l’|l'|le|la|un|une|ses|nos|vos) ?)?([^\W\d_]{5,})"
)
_FEMININE = (
    ("es", "s"),
    ("e", ""),
    ("rices", "eurs"),
    ("euses", "eurs"),
    ("rice", "eur"),
    ("euse", "eur"),
    ("nes", "s"),
    ("ières", "iers"),
    ("ives", "ifs"),
)


def doublets(text: str) -> Iterator[str]:
    """Pairs that name both genders: `habitantes et habitants`."""
    for found in _PAIR.finditer(text):
        one, other = found[1].lower(), found[2].lower()
        for woman, man in _FEMININE:
            for a, b in ((one, other), (other, one)):
                if a.endswith(woman) and b == a.removesuffix(woman) + man:
                    yield found[0]
                    break
            else:
                continue
            break


def forms(text: str) -> dict[str, str]:
    """The ways of writing found in a text, each with its first example."""
    found = {style: match[0] for style, pattern in _FORMS.items() if (match := pattern.search(text))}
    if pair := next(doublets(text), ""):
        found["doublet"] = pair
    return found


def mixtures(articles: Mapping[str, Article | None], setting: str) -> Iterator[Problem]:
    """A warning for each French text that writes inclusively in another way than the issue's setting."""
    for slug, article in articles.items():
        for tag in article.texts if article else ():
            if article is None or tag.split("-")[0] != "fr":
                continue
            others = {style: word for style, word in forms("\n".join(_words(article, tag))).items() if style != setting}
            if setting != "doublet":
                others.pop("doublet", None)  # a doublet beside a dot is good French, and the house's own habit
            if others:
                found = ", ".join(shown(word, 40) for word in others.values())
                yield warning("inclusive-mixed", f"article:{slug}#{tag}", found, setting, "editor", article.title(tag))


def _words(article: Article, tag: str) -> Iterable[str]:
    wording = article.meta.text[tag]
    yield from (wording.headline, wording.kicker, wording.standfirst, *wording.quotes)
    yield from (block.plain for block in article.texts[tag].blocks)
