"""Complement, step 2a: the fixed words of the site and the tagged PDF, per language, marked where they are French."""

import tomllib
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

from journal_app.prepress.house_files import Words as Table
from journal_app.prepress.markup import direction
from journal_app.prepress.typography import set_words

OWN = Path(__file__).with_name("words.toml")
SOURCE = "fr"


class Words:
    """The paper's words, and the site's over them."""

    def __init__(self, paper: Table) -> None:
        own = _own()
        self.table = {tag: {**paper.get(tag, {}), **own.get(tag, {})} for tag in {**paper, **own}}

    def plain(self, language: str, key: str, **values: object) -> tuple[str, str]:
        """The words and the language they are in. Raises KeyError for a key that French does not have."""
        tag = language if key in self.table.get(language, {}) else SOURCE
        return set_words(self.table[tag][key].format(**values), tag), tag

    def __call__(self, language: str, key: str, **values: object) -> Markup:
        """The words as HTML: French ones among another language say that they are French."""
        words, tag = self.plain(language, key, **values)
        if tag == language:
            return escape(words)
        return Markup('<span lang="{}" dir="{}">{}</span>').format(tag, direction(tag), words)


@cache
def _own() -> Table:
    return tomllib.loads(OWN.read_text("utf-8"))
