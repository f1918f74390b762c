"""Articles as they leave the desk, for the tests of this folder. People and texts are invented."""

from dataclasses import replace

from hypothesis import strategies as st

from journal_app.bitext.model import (
    Article,
    Bitext,
    Code,
    End,
    Kind,
    Match,
    Note,
    Part,
    Span,
    State,
    Term,
    Unit,
    Words,
    joined,
)

EMPHASIS = Span(Kind.EMPHASIS, ("①", "❶"), ("<em>", "</em>"), "", True)
ADDRESS = "https://exemple.org/?a=1&b"
LINK = Span(Kind.LINK, ("②", "❷"), ('<a href="https://exemple.org/?a=1&amp;b">', "</a>"), ADDRESS, True)
FOOTNOTE = Span(Kind.NOTE, ("③", "❸"), ("<small>", "</small>"), "", True)
LINE = Span(Kind.BREAK, ("↵", ""), ("<br>", ""))
PARAGRAPH = Span(Kind.BREAK, ("¶", ""), ("</p><p>", ""))


def opened(name: str) -> Code:
    return Code(name, End.OPEN)


def shut(name: str) -> Code:
    return Code(name, End.CLOSE)


HEADLINE = Unit(
    "headline", "headline", ("La file du matin",), None, State.INITIAL, {}, (Note("headline · titre", "desk"),),
    "a1" * 16, "", 40, (Match("La file", "Radha e pritjes", 80, "11-seuils"),),
    (Term("file", (("radhë", "preferred"), ("rresht", "forbidden")), "des gens qui attendent"),),
)  # fmt: skip
BODY = Unit(
    "p1", "body",
    ("On attend ", opened("m1"), "tous", shut("m1"), " les matins, ", opened("m2"), "ici", shut("m2"), " ; ",
     opened("m1.2"), "tous", shut("m1.2"), ".", Code("br"), "Puis on rentre.", opened("m3"), "En 2024.", shut("m3")),
    ("Presim ", opened("m1"), "të gjithë", shut("m1"), " çdo mëngjes."), State.NEEDS_WORK,
    {"m1": EMPHASIS, "m2": LINK, "m1.2": EMPHASIS, "m3": FOOTNOTE, "br": LINE}, (), "a2" * 16, "b2" * 16,
)  # fmt: skip
TWO = Unit("p2", "body", ("Deuxième.", Code("para"), "2\u202f000 € <b> & fin."), ("I dyti.",), State.MACHINE,
           {"para": PARAGRAPH}, (), "a3" * 16, "b3" * 16)  # fmt: skip
LAST = Unit("p3", "body", ("Le soir, on recommence.",), None, State.INITIAL, {}, (), "a4" * 16)
QUEUE = Article("01HX", "12-attente/la-file", "fr", "sq", "La file du matin", (HEADLINE, BODY, TWO, LAST),
                (Note("Tout le numéro est au présent.", "desk"),), 900)  # fmt: skip
LETTER = Article(
    "01HY", "12-attente/risala", "ar", "sq", "رسالة",
    (Unit("p1", "body", ("كتبنا ", opened("m1"), "على الشاطئ", shut("m1"), " رسالةً."), None, State.INITIAL,
          {"m1": EMPHASIS}, (), "c1" * 16),),
)  # fmt: skip
ISSUE = Bitext("mul", "sq", (QUEUE, LETTER))


def unlined(bitext: Bitext) -> Bitext:
    """The same without what only reading adds: a version, and lines."""
    articles = (replace(one, units=tuple(replace(unit, line=0) for unit in one.units)) for one in bitext.articles)
    return replace(bitext, version="", articles=tuple(articles))


# --- any words: pairs that stand in one another, that cross, and single codes ----------------------------------------

LETTERS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"], exclude_characters="\ufffe\uffff"),
                  min_size=1, max_size=12)  # fmt: skip
MARKS = ("1", "2", "3", "4")
KINDS = {"1": Kind.EMPHASIS, "2": Kind.LINK, "3": Kind.NOTE, "4": Kind.BREAK}


@st.composite
def texts(
    draw: st.DrawFn, once: bool = False, nested: bool = False, letters: st.SearchStrategy[str] = LETTERS
) -> Words:
    """`once`: no code stands twice in a text, as TMX wants it; `nested`: no pair crosses another, as signs want it."""
    parts: list[Part] = []
    begun: list[str] = []
    free = list(MARKS[:3])
    for step in draw(st.lists(st.sampled_from(["words", "open", "shut", "alone"]), max_size=10)):
        if step == "words":
            parts.append(draw(letters))
        elif step == "open" and free:
            begun.append(free.pop(draw(st.integers(0, len(free) - 1))))
            parts.append(opened(begun[-1]))
        elif step == "shut" and begun:
            parts.append(shut(begun.pop(-1 if nested else draw(st.integers(0, len(begun) - 1)))))
        elif step == "alone" and not (once and Code("4") in parts):
            parts.append(Code("4"))
    while begun:
        parts.append(shut(begun.pop()))
    return joined(parts)


def spans_of(*sides: Words) -> dict[str, Span]:
    used = {part.id for words in sides for part in words if isinstance(part, Code)}
    return {mark: Span(KINDS[mark], data=(f"<{mark}>", "" if mark == "4" else f"</{mark}>")) for mark in sorted(used)}
