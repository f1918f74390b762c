"""Typography as proposals: each stands on its own words, and all of them together are what the compiler would print."""

from hypothesis import given
from hypothesis import strategies as st

from journal_app.prepress.typography import set_words
from journal_app.review.anchors import put, words_of
from journal_app.review.proposals import typography
from journal_app.submissions.blocks import blocks_of
from journal_app.submissions.content import Content
from journal_app.submissions.plain import from_plain


def told(body: str, language: str = "fr") -> list[str]:
    return [f"{p.words}|{new}".replace("\u202f", "~").replace("\xa0", "_")
            for p, new in typography(Content(body=from_plain(body)), language)]  # fmt: skip


def test_what_is_proposed_for_french() -> None:
    assert told("Il dit: «ici» ?") == ["dit|dit_", "«|«_", "» |_»~"]
    assert told("L'eau à 5 km...") == ["L'eau|L’eau", " |_", "...|…"]
    assert told("https://a.org: 10:30, migrant.e.s") == []
    assert told("mot((Vrai ?))") == [" |~"]
    assert told("*mot* !") == [" |~"]
    assert told("«((a))»") == []  # what stands only for the eye is no passage


def test_other_languages_and_foreign_words_keep_their_own() -> None:
    assert told("Where to ?", "en") == []
    assert told("[[ar]] أين ?") == []
    assert told("Il dit [[en|where to ?]] !") == [" |~"]


pieces = st.sampled_from(["Où", "l'eau", " ", "?", " ?", "«", "»", " :", ";", "...", "5 km", "10:30", "\n", "\n\n"])


@given(st.lists(pieces, max_size=15).map("".join))
def test_all_proposals_together_are_what_is_printed(body: str) -> None:
    old = content = Content("Titre ?", body=from_plain(body))
    found = typography(content, "fr")
    for passage, _ in found:
        assert words_of(content, passage.block)[passage.start : passage.end] == passage.words
    for passage, words in sorted(found, key=lambda one: (one[0].block, one[0].start), reverse=True):
        content = put(content, passage, words)
    assert content.headline == set_words("Titre ?", "fr")
    for one, other in zip(blocks_of(old.body), blocks_of(content.body), strict=True):
        assert [run.text for run in other.runs] == [set_words(run.text, "fr") for run in one.runs]
