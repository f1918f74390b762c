"""Glossary, what its forms bring: a concept with its terms, a row of fields each, as typed. It stores nothing."""

from collections.abc import Sequence
from dataclasses import replace

from journal_app.glossary.concepts import LONGEST, MOST_WORDS, Concept, Status, Term, has_letters, one_line, wrong
from journal_app.languages import LANGUAGES
from journal_app.web.forms import Form

BLANK = 3  # rows for new terms; who needs more saves, and has three again
MOST_TERMS = 200  # of one concept: 26 languages, some of them with several
NOTHING = "Il faut au moins un terme."
TOO_MUCH = "Un terme a une lettre au moins, et 120 signes au plus."
TWICE = "Ce terme est déjà là, dans la même langue."
EMPTY = "À remplir, ou cocher « Retirer »."


def read(form: Form, concept_id: str = "", version: int = 1) -> Concept:
    """The concept that was typed; what cannot be taken has its sentence in `form.errors`, by the field's name."""
    definition = one_line(form.values.get("definition", ""))
    if not definition:
        form.wrong("definition", "À remplir.")
    note = one_line(form.values.get("note", ""))
    for name, words in (("definition", definition), ("note", note)):
        if len(words) > MOST_WORDS:
            form.wrong(name, "Trop long.")
    terms: list[Term] = []
    for number in range(_rows(form)):
        term = _term(form, number)
        if term is None:
            continue
        if not has_letters(term.text) or len(term.text) > LONGEST:
            form.wrong(f"text-{number}", TOO_MUCH)
        elif any(one.key == term.key for one in terms):
            form.wrong(f"text-{number}", TWICE)
        terms.append(term)
    if not terms:
        form.wrong("text-0", NOTHING)
    assert form.errors or not wrong(terms, concept_id)
    return Concept(concept_id, definition[:MOST_WORDS], tuple(terms), note[:MOST_WORDS], version)


def _rows(form: Form) -> int:
    """How many rows of fields came."""
    told = form.values.get("rows", "")
    return min(int(told), MOST_TERMS) if told.isascii() and told.isdigit() and len(told) < 5 else 0


def _term(form: Form, number: int) -> Term | None:
    """What a row says; nothing when it is empty or taken out."""
    text, own = one_line(form.values.get(f"text-{number}", "")), form.values.get(f"term-{number}", "")[:12]
    if form.ticked(f"drop-{number}") or (not text and not own):
        return None
    if not text:
        form.wrong(f"text-{number}", EMPTY)
    tag = form.choice(f"language-{number}", list(LANGUAGES), "fr")
    status = form.choice(f"status-{number}", list(Status), Status.PREFERRED)
    return Term(tag, text[: LONGEST + 1], status, own)


def shown(concept: Concept, typed: Form) -> list[Term]:
    """The rows of the form: what was typed where it could not be taken, else what is there; then blank ones."""
    blank = Term("fr", "")
    if not typed.values:
        return [*concept.terms, *[blank] * BLANK]
    rows = [_as_typed(typed, number) for number in range(_rows(typed))]
    return rows or [blank] * BLANK


def _as_typed(form: Form, number: int) -> Term:
    status = form.values.get(f"status-{number}", "")
    return Term(form.values.get(f"language-{number}", "fr"), one_line(form.values.get(f"text-{number}", ""))[:500],
                Status(status) if status in list(Status) else Status.PREFERRED,
                form.values.get(f"term-{number}", "")[:12])  # fmt: skip


def with_known_ids(told: Concept, known: Sequence[Term]) -> Concept:
    """The same, its terms' ids only those that are this concept's own: a form may bring any."""
    own = {term.id for term in known}
    return replace(told, terms=tuple(term if term.id in own else replace(term, id="") for term in told.terms))
