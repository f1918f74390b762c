"""The difference between two versions: right in every script, never inside a word, in bounded time."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.review.diff import Kind, compare, spans
from journal_app.review.words import words
from journal_app.submissions.blocks import blocks_of
from journal_app.submissions.content import Content
from journal_app.submissions.plain import from_plain
from tests.growth import LINEAR, grows

SHOWN = {Kind.SAME: "", Kind.GONE: "-", Kind.NEW: "+"}


def told(old: str, new: str) -> str:
    """The difference as one line: words, [-gone], [+new]."""
    return "".join(s.text if s.kind is Kind.SAME else f"[{SHOWN[s.kind]}{s.text}]" for s in spans(old, new))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("L’eau, aujourd'hui.", ["L’eau", ",", " ", "aujourd'hui", "."]),
        ("migrant.e.s à 10:30, 1,5 km", ["migrant.e.s", " ", "à", " ", "10:30", ",", " ", "1,5", " ", "km"]),
        ("می\u200cروم خانه", ["می\u200cروم", " ", "خانه"]),
        ("مُحَمَّد، سلام", ["مُحَمَّد", "،", " ", "سلام"]),
        ("پښتو ژبه", ["پښتو", " ", "ژبه"]),
        ("ไปบ้าน", ["ไ", "ป", "บ้", "า", "น"]),
        ("ភាសាខ្មែរ", ["ភា", "សា", "ខ្មែ", "រ"]),
        ("မြန်မာ", ["မြ", "န်", "မာ"]),
        ("我们走吧。", ["我", "们", "走", "吧", "。"]),
        ("ክ፡በ። ትግርኛ", ["ክ", "፡", "በ", "።", " ", "ትግርኛ"]),
        ("বাংলা ক্ষেত", ["বাংলা", " ", "ক্ষেত"]),
        ("a 👩\u200d👧 b", ["a", " ", "👩\u200d👧", " ", "b"]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
        ("a  \n b", ["a", "  \n ", "b"]),
        ("", []),
    ],
)
def test_words_of_every_script(text: str, parts: list[str]) -> None:
    assert words(text) == parts


@given(st.text(st.characters() | st.sampled_from("é\u0301 ا\u064eب\u200c\u200dন্กข្م့.,’一👩"), max_size=40))
def test_words_together_are_the_text(text: str) -> None:
    assert "".join(words(text)) == text
    assert all(not unicodedata.category(word[0]).startswith("M") for word in words(text)[1:])


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("La mer est froide.", "La mer est grise.", "La mer est [-froide][+grise]."),
        ("La mer.", "La mer bleue.", "La mer[+ bleue]."),
        ("un deux trois quatre", "un zwei drei quatre", "un [-deux trois][+zwei drei] quatre"),
        ("l’été", "l’hiver", "[-l’été][+l’hiver]"),
        ("الطريق إلى البحر", "الطريق من البحر", "الطريق [-إلى][+من] البحر"),
        ("زه کور ته ځم", "زه ښار ته ځم", "زه [-کور][+ښار] ته ځم"),
        ("我们走吧", "我们不走吧", "我们[+不]走吧"),
        ("ไปบ้านกัน", "ไปบ้าน", "ไปบ้าน[-กัน]"),
        ("", "neuf", "[+neuf]"),
        ("vieux", "", "[-vieux]"),
    ],
)
def test_the_difference_of_a_block(old: str, new: str, shown: str) -> None:
    assert told(old, new) == shown


texts = st.lists(st.sampled_from(["la", "mer", " ", "  ", ",", "سلام", "می\u200cروم", "水", "\n"]), max_size=25).map(
    "".join
)


@given(texts, texts)
def test_both_versions_can_be_read_from_it(old: str, new: str) -> None:
    found = spans(old, new)
    assert "".join(s.text for s in found if s.kind is not Kind.NEW) == old
    assert "".join(s.text for s in found if s.kind is not Kind.GONE) == new
    for one, other in pairwise(found):
        assert one.kind is not other.kind
    whole = {*words(old), *words(new)}
    assert all(word in whole for span in found for word in words(span.text) if not word.isspace())


def test_a_whole_text_is_compared_block_by_block() -> None:
    old = Content("La mer", body=from_plain("Un.\n\nDeux mots.\n\n[[ar]] سلام"))
    new = Content("Mer", "Calais", body=from_plain("Un.\n\nDeux *mots*.\n\nNeuf.\n\n[[ar]] سلام"))
    found = compare(old, new)
    assert [(c.field, c.kind and c.kind.value, c.changed, c.marks) for c in found] == [
        ("kicker", "new", True, False), ("headline", None, True, False), ("body", "same", False, False),
        ("body", "same", True, True), ("body", "new", True, False), ("body", "same", False, False),
    ]  # fmt: skip
    assert found[-1].lang == "ar"


WORST = {
    "one changed word in each of a hundred paragraphs": (
        "\n\n".join(f"{n} " + "la mer est grande " * 110 for n in range(100)),
        "\n\n".join(f"{n} " + "la mer est grande " * 55 + "grise " + "la mer est grande " * 55 for n in range(100)),
    ),
    "one paragraph, all other words": (
        " ".join(f"a{n % 999}" for n in range(30_000)),
        " ".join(f"b{n % 99}" for n in range(30_000)),
    ),
    "one paragraph, the same few words": ("la mer le sel " * 14_000, "sel la le mer mer " * 11_000),
    "no spaces": ("水火木金土" * 40_000, "土水木火" * 50_000),
    "many short paragraphs": (
        "\n\n".join(f"ligne {n}" for n in range(9000)),
        "\n\n".join(f"ligne {n * 3}" for n in range(9000)),
    ),
    "backwards": (
        "\n\n".join(f"ligne {n}" for n in range(1000)),
        "\n\n".join(f"ligne {n}" for n in range(1000, 0, -1)),
    ),
}


def part(text: str, size: int) -> Content:
    """The first so many signs, as the body of a text."""
    return Content(body="".join(f"<p>{paragraph}</p>" for paragraph in text[:size].split("\n\n")))


@pytest.mark.parametrize("name", WORST)
def test_two_hundred_thousand_characters_take_bounded_time(name: str) -> None:
    assert all(blocks_of(part(text, 150_000).body) for text in WORST[name])
    assert grows(lambda size: compare(*(part(text, size) for text in WORST[name])), 150_000) < LINEAR


def test_a_number_changes_whole_in_a_right_to_left_sentence() -> None:
    """Pieces of it, each in its place of the line, would be read in the wrong order."""
    assert told("زما شمېره +33 6 12 34 56 ده", "زما شمېره +33 6 99 34 56 ده") == (
        "زما شمېره [-+33 6 12 34 56][++33 6 99 34 56] ده"
    )
    assert told("په 12/03/2027 نېټه", "په 13/03/2027 نېټه") == "په [-12/03/2027][+13/03/2027] نېټه"
    assert told("le 06 12 34", "le 06 99 34") == "le 06 [-12][+99] 34"
