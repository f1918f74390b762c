"""Whatever happens on the desk and in the file: every unit has a fate, and nobody's words are written over."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from journal_app.bitext.model import Article, State
from journal_app.exchange.incoming import Fate, Hand, plan
from journal_app.exchange.outgoing import unit
from journal_app.prepress.model import Block, Run
from journal_app.submissions.content import Content
from journal_app.submissions.plain import from_plain
from journal_app.translation.beads import BODY, Bead, Stage, line, words
from journal_app.translation.rows import Row, rows

SENTENCES = (
    "La mer est froide ce soir, et personne ne dort.", "Le pain arrive à midi, quand la file avance.",
    "À l’aube, les tentes sont prises.", "On attend l’eau, le pain, une prise, un tampon.", "Oui.", "Non, jamais.",
)  # fmt: skip
ENGLISH = ("The sea is cold.", "Bread comes at noon.", "At dawn the tents go.", "People wait.", "Yes.", "No, never.")
HAND = Hand("ana", "2027-03-01T09:00:00+00:00", "r2")
SOURCES = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5)
SAID = st.one_of(st.just(""), st.sampled_from(ENGLISH))


def block(text: str) -> tuple[Block, ...]:
    return (Block("p", (Run(text),)),) if text else ()


def beads(sources: list[str], targets: list[str]) -> list[Bead]:
    stage = Stage.TRANSLATED
    made = [Bead(BODY, block(one), block(said), stage if said else Stage.MISSING)
            for one, said in zip(sources, targets, strict=False)]  # fmt: skip
    return [Bead("headline", line("Titre"), line("Title"), stage), *made]


def translation(held: list[Bead], sources: list[str]) -> list[Row]:
    return rows(held, Content(headline="Titre", body=from_plain("\n\n".join(sources))))


def article(found: list[Row]) -> Article:
    units = tuple(unit(row, f"u{number}") for number, row in enumerate(found) if row.sources)
    return Article("piece", "12-traverser/mer", "fr", "en", "Titre", units)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Row], Article, list[Row]]:
    """The rows when a file was made, the file as it comes back, and the rows as they are by then."""
    sources = draw(SOURCES)
    targets = [draw(SAID) for _ in sources]
    held = beads(sources, targets)
    left = translation(held, sources)
    made = article(left)
    said = {number: draw(st.sampled_from(ENGLISH)) for number in range(len(made.units)) if draw(st.booleans())}
    units = [replace(one, target=(said[n],), state=State.TRANSLATED) if n in said else one
             for n, one in enumerate(made.units)]  # fmt: skip
    after = draw(st.permutations(sources)) if draw(st.booleans()) else [*sources]
    if draw(st.booleans()):
        after = [*after, draw(st.sampled_from(SENTENCES))]
    if len(after) > 1 and draw(st.booleans()):
        after = after[1:]
    meanwhile = [replace(one, targets=block(draw(st.sampled_from(ENGLISH)))) if draw(st.booleans()) and one.targets
                 and one.key == BODY else one for one in held]  # fmt: skip
    return left, replace(made, units=tuple(draw(st.permutations(units)))), translation(meanwhile, after)


@given(histories())
def test_each_unit_has_one_fate_and_nobodys_words_are_written_over(told: tuple[list[Row], Article, list[Row]]) -> None:
    left, came, now = told
    found = plan(came, now, HAND)
    assert [one.unit for one in found.fates] == list(came.units)
    assert len(found.rows) == len(now)
    known = {words(row.targets) for row in left}
    for before, after in zip(now, found.rows, strict=True):
        assert after.sources == before.sources
        if after.targets != before.targets and before.targets:
            assert words(before.targets) in known, "what was changed here meanwhile stays"
    for one in found.fates:
        assert one.fate is not Fate.REFUSED or (one.why and one.typed), "what is refused is told, with its words"


@given(histories())
def test_bringing_the_same_file_twice_writes_over_nothing(told: tuple[list[Row], Article, list[Row]]) -> None:
    left, came, now = told
    known = {words(row.targets) for row in left}
    once = plan(came, now, HAND)
    held = [row.bead for row in once.rows if row.was or row.targets]
    again = translation(held, [words(row.sources) for row in now if row.key == BODY and row.sources])
    twice = plan(came, again, HAND)
    for before, after in zip(again, twice.rows, strict=True):
        same = after.targets == before.targets or not before.targets
        assert same or words(before.targets) in known, "only another paragraph of the same words may be met now"


@given(histories())
def test_what_was_left_as_it_was_changes_nothing(told: tuple[list[Row], Article, list[Row]]) -> None:
    left, _, now = told
    found = plan(article(left), now, HAND)
    assert [words(row.targets) for row in found.rows] == [words(row.targets) for row in now]
