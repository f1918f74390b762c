"""BAT, the names in the file: those that must never be printed, in the words it was frozen with. Pure.

What the desk says now the freeze's gates judge. The file may still say what was mended there since, and a name may be
listed only since.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from journal_app.freeze.gates import EDITOR
from journal_app.issues.guarded import Digest, met
from journal_app.problems import Problem, blocking
from journal_app.proofs.since import planned
from journal_app.submissions.blocks import plain_of

PLAN = "flatplan.toml"
# The words that are printed; a folder's name is made from a working title, which is not.
WRITTEN = {"articles": ("author", "place", "text"), "pictures": ("credit", "caption", "alt")}


def of_frozen(
    texts: Mapping[str, str], listed: Mapping[str, int], digest: Digest, told: Collection[str]
) -> list[Problem]:
    """Where the frozen words hold a listed name. `texts`: the folder's readable files by path; `told`: the places of
    which the desk says so already, which are not said twice."""
    known = {_whole(where) for where in told}
    found = [blocking("bat-name-frozen", where, "", "", EDITOR)
             for path, text in sorted(texts.items()) if listed for where, words in _places(path, text)
             if _whole(where) not in known and met(words, listed, digest)]  # fmt: skip
    return list(dict.fromkeys(found))


def _whole(where: str) -> str:
    """The page, text or picture that a place is of."""
    return re.split("[#/]", where)[0]


def _places(path: str, text: str) -> Iterator[tuple[str, str]]:
    """(where, words) of one file: what a person wrote in it, each piece of words by itself."""
    parts = path.split("/")
    keys = WRITTEN.get(parts[0], ())
    if path == PLAN:
        for folio, page in enumerate(planned(text), 1):
            yield from ((f"p{folio}", words) for words in _words([page.get("head"), _typed(page.get("slots"))]))
    elif keys and path.endswith(".html"):
        yield f"article:{parts[1]}#{parts[-1].removesuffix('.html')}", plain_of(text)
    elif keys and path.endswith(".toml"):
        table, at = _read(text), f"{parts[0].removesuffix('s')}:{parts[1].removesuffix('.toml')}"
        yield from ((at, words) for words in _words([table.get(key) for key in keys]))


def _typed(slots: Any) -> list[Any]:
    """What was typed into a page's slots."""
    fills = slots.values() if isinstance(slots, Mapping) else ()
    return [fill.get("text") for fill in fills if isinstance(fill, Mapping)]


def _words(value: Any) -> Iterator[str]:
    """Every string among plain values, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _words(one)


def _read(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}
