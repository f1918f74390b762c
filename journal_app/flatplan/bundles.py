"""Flatplan, the bundles: a text with its languages and pictures x the free slots of a page -> how it would stand there.

Pure; it measures no text and moves nothing.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from journal_app.flatplan.actions import Filling
from journal_app.flatplan.fitting import WHOLE, Roles, as_in
from journal_app.flatplan.remedies import Fitting
from journal_app.prepress.layouts import Layout

ECHO = "echo"  # the style of a slot that says the text beside it in another language
ROOMY = 10  # lines that stay free: so many more or fewer are the same to the eye


@dataclass(frozen=True, slots=True)
class Bundle:
    """A text that waits for a place: the languages it can stand in, the wished ones first, and its pictures."""

    piece_id: str
    languages: tuple[str, ...]
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Where:
    """A page that could hold it; without an id it is a new one at the end."""

    page_id: str
    number: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A place that was tried: a free slot of a page, or (without a slot) a page of its own with that layout."""

    fitting: Fitting
    pages: tuple[Where, ...]
    slot: str = ""


def laid(bundle: Bundle, layout: Layout, free: Set[str], slot: str = "", pictured: bool = True) -> dict[str, Filling]:
    """The bundle in the slots of a layout that are `free`; nothing where no whole text has room.

    `slot`: where the text is to go; without, where most of its languages have room. `pictured`: its pictures come
    along.
    """
    roles = {name: one.role for name, one in layout.file.slots.items() if name in free}
    main = slot or _main(bundle, roles)
    if roles.get(main) not in WHOLE or not bundle.languages:
        return {}
    put = {main: as_in(roles[main], _text(bundle, bundle.languages), bundle.languages)}
    rest = [tag for tag in bundle.languages if tag not in put[main].languages]
    echoes = [name for name, role in roles.items() if role == "article" and name != main
              and ECHO in layout.file.slots[name].style.split()]  # fmt: skip
    if roles[main] == "article" and not slot:
        put |= {name: as_in("article", _text(bundle, (tag,)), bundle.languages)
                for name, tag in zip(echoes, rest, strict=False)}  # fmt: skip
    if pictured:
        places = [name for name, role in roles.items() if role == "picture"]
        put |= {name: Filling(picture_id=one, languages=put[main].languages)
                for name, one in zip(places, bundle.pictures, strict=False)}  # fmt: skip
    return put


def _main(bundle: Bundle, roles: Roles) -> str:
    """Texts side by side for several languages, one column of text for one; else what there is."""
    wished = "aligned" if len(bundle.languages) > 1 else "article"
    found = [name for name, role in roles.items() if role == wished]
    return next(iter(found or [name for name, role in roles.items() if role in WHOLE]), "")


def _text(bundle: Bundle, languages: Sequence[str]) -> Filling:
    return Filling(bundle.piece_id, languages=tuple(languages))


def unplaced(bundle: Bundle, put: Mapping[str, Filling]) -> tuple[list[str], int]:
    """The languages, and how many pictures, that would stand nowhere."""
    told = {tag for one in put.values() if one.piece_id for tag in one.languages}
    shown = {one.picture_id for one in put.values() if one.picture_id}
    return [tag for tag in bundle.languages if tag not in told], sum(one not in shown for one in bundle.pictures)


def best_first(offers: Sequence[Offer]) -> list[Offer]:
    """Those that fit first; of these what leaves nothing out, then what needs no page more, then what leaves least
    room, then what is set largest. Of those that do not, what leaves no language out, then what is nearest to it."""
    return sorted(offers, key=lambda one: (
        not one.fitting.fits, len(one.fitting.unsaid), len(one.fitting.left), one.fitting.over,
        not one.pages[0].page_id,
        one.fitting.under // ROOMY,
        -one.fitting.size_pt, one.pages[0].number, one.fitting.layout,
    ))  # fmt: skip
