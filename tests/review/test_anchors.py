"""A passage through later revisions: it moves with its block, shrinks with its words, and is gone when they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.review.anchors import WHOLE, Follower, Passage, field_block, find, put, words_of
from journal_app.submissions.blocks import blocks_of
from journal_app.submissions.content import Content
from journal_app.submissions.plain import from_plain, to_plain

BASE = "Un jour à Calais.\n\nLa mer est très froide ici.\n\nNous partons demain((à l’aube)) matin."


def text(body: str, **fields: str) -> Content:
    return Content(**fields, body=from_plain(body))  # type: ignore[arg-type]


def followed(words: str, new: str, block: int = 1, old: str = BASE) -> str | None:
    passage = find(text(old), block, words)
    assert passage is not None
    there = Follower(text(old), text(new)).follow(passage)
    assert there is None or words_of(text(new), there.block)[there.start : there.end] == there.words
    return f"{there.block}:{there.words}" if there else None


@pytest.mark.parametrize(
    ("words", "new", "there"),
    [
        ("très froide", BASE, "1:très froide"),
        ("très froide", "Neuf.\n\n" + BASE, "2:très froide"),
        ("très froide", BASE.replace("La mer", "Aujourd’hui, la mer"), "1:très froide"),
        ("très froide", BASE.replace("très ", ""), "1:froide"),
        ("très froide", BASE.replace("très froide", "très, très froide"), "1:très, très froide"),
        ("très froide", BASE.replace("très froide ", ""), None),
        ("très froide", BASE.replace("La mer est très froide ici.\n\n", ""), None),
        (
            "très froide",
            "La mer est très froide ici.\n\n" + BASE.replace("La mer est très froide ici.\n\n", ""),
            "0:très froide",
        ),
    ],
)
def test_a_passage_is_followed(words: str, new: str, there: str | None) -> None:
    assert followed(words, new) == there


def test_a_passage_of_a_footnote_and_of_a_field_is_followed() -> None:
    assert followed("l’aube", "Neuf.\n\n" + BASE.replace("l’aube", "l’aube grise"), block=2) == "3:l’aube"
    old, new = text(BASE, headline="La mer froide"), text(BASE, headline="Une mer froide")
    passage = find(old, field_block("headline"), "mer froide")
    assert passage is not None
    assert Follower(old, new).follow(passage) == Passage(field_block("headline"), 4, 14, "mer froide")


def test_the_whole_text_is_always_there_and_a_wrong_place_never() -> None:
    follower = Follower(text(BASE), text("Autre."))
    assert follower.follow(Passage()) == Passage(WHOLE)
    assert follower.follow(Passage(7, 0, 3, "xxx")) is None
    assert follower.follow(Passage(0, 5, 500, "x")) is None
    assert find(text(BASE), 0, "absent") is None


sentences = st.lists(
    st.sampled_from(["La mer", "froide", "ici", "سلام", "水火", "*mot*", "((note))", "fin"]), min_size=1, max_size=5
)
bodies = st.lists(sentences.map(" ".join), min_size=1, max_size=5).map("\n\n".join)


@given(bodies, bodies, st.data())
def test_a_followed_passage_holds_only_words_it_had_or_that_came_between(
    old: str, new: str, data: st.DataObject
) -> None:
    before, after = text(old), text(new)
    block = data.draw(st.integers(0, len(blocks_of(before.body)) - 1))
    words = words_of(before, block)
    start = data.draw(st.integers(0, len(words) - 1))
    passage = Passage(block, start, data.draw(st.integers(start + 1, len(words))), "")
    assert Follower(before, before).follow(passage) == Passage(block, start, passage.end, words[start : passage.end])
    there = Follower(before, after).follow(passage)
    if there is not None:
        assert there.words == words_of(after, there.block)[there.start : there.end]
        assert there.words[0] in words[passage.start : passage.end]
        assert there.words[-1] in words[passage.start : passage.end]


@pytest.mark.parametrize(
    ("block", "words", "other", "result"),
    [
        (0, "jour", "soir", "Un soir à Calais."),
        (2, "à l’aube", "au soir", "Nous partons demain((au soir)) matin."),
        (2, "à l’aube", "", "Nous partons demain matin."),
    ],
)
def test_other_words_take_a_passages_place(block: int, words: str, other: str, result: str) -> None:
    passage = find(text(BASE), block, words)
    assert passage is not None
    expected = BASE.split("\n\n")
    expected[block] = result
    assert to_plain(put(text(BASE), passage, other).body).split("\n\n") == expected


def test_the_new_words_keep_the_marks() -> None:
    content = text("Un *jour de* **mai** ici.")
    passage = find(content, 0, "jour de mai")
    assert passage is not None
    assert to_plain(put(content, passage, "soir").body) == "Un *soir* ici."


def test_other_words_in_a_field() -> None:
    content = Content("La mer", quotes=("un", "deux"))
    assert put(content, Passage(field_block("headline"), 3, 6), "terre").headline == "La terre"
    assert put(content, Passage(field_block("quotes"), 3, 7), "trois").quotes == ("un", "trois")


@given(bodies, st.data())
def test_only_the_passage_changes(body: str, data: st.DataObject) -> None:
    content = text(body)
    block = data.draw(st.integers(0, len(blocks_of(content.body)) - 1))
    words = words_of(content, block)
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    kept = words_of(put(content, Passage(block, start, end), "XYZ"), block)
    if "(" not in words[start:end] and ")" not in words[start:end] and words[start:end] != " ":
        assert "".join(kept.split()) == "".join((words[:start] + "XYZ" + words[end:]).split())
