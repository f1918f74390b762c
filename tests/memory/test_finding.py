"""What is the same or nearly the same is found, by who may read it, in every process at once. On both databases."""

import random
import threading
from dataclasses import replace
from itertools import pairwise

import pytest

from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.db import Database, open_database
from journal_app.memory import actions, finding, store
from journal_app.memory.bench import fill
from journal_app.memory.model import Stage
from tests.desk import NOW
from tests.memory.room import BREAD, COLD, NOON, SEA, Remembering, lesson

CALM, MIDNIGHT = 93, 94  # how near two sentences of the room are with one of their words changed


@pytest.fixture
def room(database: Database) -> Remembering:
    return Remembering(database)


def test_the_nearest_come_first_and_what_is_too_far_not_at_all(room: Remembering) -> None:
    said = ["Le bus part à midi", "Le bus part à minuit", "Le bus part demain à midi", "Le pain manque"]
    room.learn(lesson("Le bus part à midi.", "4"), *(lesson(one, f"{number}") for number, one in enumerate(said)))
    assert room.told("Le bus part à midi") == [(100, "0"), (99, "4"), (85, "1"), (72, "2")]
    assert room.told("Le bus part à midi", least=95) == [(100, "0"), (99, "4")]
    assert room.told("Le bus part à midi", most=1) == [(100, "0")]
    assert room.told("Tout autre chose est écrit ici") == []
    assert room.told("") == room.told(" … ") == []


def test_of_the_same_words_the_furthest_and_then_the_latest_come_first(room: Remembering) -> None:
    for number, stage in enumerate((Stage.TRANSLATED, Stage.APPROVED, Stage.TRANSLATED)):
        room.learn_file(f"{number}.tmx", [lesson(SEA, f"Sea {number}", stage)])
    assert room.told(SEA) == [(100, "Sea 1"), (100, "Sea 2"), (100, "Sea 0")]
    assert room.exact(SEA) == {SEA: (100, "Sea 1")}


def test_the_same_pair_from_many_places_is_shown_once_and_hides_nothing(room: Remembering) -> None:
    for number in range(150):
        room.learn_file(f"{number}.tmx", [lesson("Lire la suite", "Read on")])
    room.learn(lesson("Lire la fin", "Read the end"))
    assert room.told("Lire la suite") == [(100, "Read on"), (69, "Read the end")]
    assert room.told("Lire la suit") == [(92, "Read on"), (75, "Read the end")]


def test_ones_own_text_is_left_out(room: Remembering) -> None:
    room.learn(lesson(SEA, COLD))
    room.learn(lesson(SEA, "Cold sea."), text=room.other)
    assert room.told(SEA, besides=room.english) == [(100, "Cold sea.")]
    assert room.told(SEA.replace("froide", "calme"), besides=room.english) == [(CALM, "Cold sea.")]
    assert len(room.told(SEA)) == 2


def test_a_region_is_shown_what_is_of_the_language_its_own_first_and_a_script_not(room: Remembering) -> None:
    house, ours = lesson(SEA, "de la France", pair="en fr"), lesson(SEA, "de la Belgique", pair="en fr-BE")
    room.learn_file("a.tmx", [house, ours])
    room.learn_file("b.tmx", [lesson(SEA, "latin", pair="fr kmr"), lesson(SEA, "عەرەبی", pair="fr kmr-Arab")])
    assert [said for _, said in room.told(SEA, "en-GB fr-BE")] == ["de la Belgique", "de la France"]
    assert [said for _, said in room.told(SEA, "en fr")] == ["de la France", "de la Belgique"]
    assert room.told(SEA, "fr kmr-Arab") == [(100, "عەرەبی")]
    assert room.told(SEA, "fr en") == []


SHORT = {
    "fr ar": ("Nous restons ici", "Nous dormons ici"),
    "ar fr": ("ننتظر تحت المطر الطويل", "ننتظر تحت الشجر الطويل"),
    "prs fr": ("می‌خواهم ۱۲ روز بمانم", "میخواهم 13 روز بمانم"),
    "bn fr": ("নদীর ধারে আমরা অপেক্ষা করি", "নদীর পাশে আমরা অপেক্ষা করি"),
    "ti fr": ("ኣብ መንገዲ ብርሃን ኣሎ", "ኣብ መንገዲ ጸላም ኣሎ"),
    "th fr": ("เรารออยู่ริมทะเลทั้งคืน", "เรารออยู่ริมแม่น้ำทั้งคืน"),
    "my fr": ("ကျွန်တော်တို့စောင့်နေတယ်", "ကျွန်တော်တို့ထိုင်နေတယ်"),
    "uk fr": ("Ми чекаємо на світанок", "Ми чекали на світанок"),
}


def test_short_texts_are_found_in_every_script(room: Remembering) -> None:
    with room.database.write() as db:
        fill(db, 1_200)
    for pair, (said, asked) in SHORT.items():
        room.learn_file("a.tmx", [lesson(said, "trouvé", pair=pair)])
        assert [one for one in room.told(asked, pair) if one[1] == "trouvé" and 60 <= one[0] < 99], pair
        assert room.told(said, pair)[0] == (100, "trouvé")


@pytest.mark.parametrize("pair", [("fr", "en"), ("ar", "fr"), ("th", "fr")])
def test_with_one_word_of_twelve_changed_a_paragraph_is_in_the_first_five(
    room: Remembering, pair: tuple[str, str]
) -> None:
    dice = random.Random(5)
    with room.database.write() as db:
        fill(db, 1_500, pairs=[pair])
    long = [one for one in room.all(" ".join(pair)) if len(one.source) > 70]
    for one in dice.sample(long, 25):
        middle = len(one.source) // 2
        changed = one.source[:middle] + one.source[middle + 6 :]
        found = room.matches(changed, " ".join(pair))
        assert one.source in [match.source for match in found]
        assert all(match.percent >= after.percent for match, after in pairwise(found))


def test_many_paragraphs_are_looked_up_at_once(room: Remembering) -> None:
    room.learn(lesson(SEA, COLD), lesson("Chut !", "Hush!"), lesson("Chut !", "Quiet!", Stage.REVIEWED))
    assert room.exact(SEA, "Chut !", "CHUT", "Rien", "", SEA) == {
        SEA: (100, COLD), "Chut !": (100, "Quiet!"), "CHUT": (99, "Quiet!"),
    }  # fmt: skip
    assert room.exact() == {}
    assert len(room.exact(*(f"Rien {number}" for number in range(1_200)), SEA)) == 1


# --- a phrase --------------------------------------------------------------------------------------------------------


PHRASES = {
    "personne ne DORT": [COLD], "sea": [COLD], "froide, ce": [COLD], "l'été": ["Summer"], "ete": ["Summer"],
    "البحر": ["والبحر بارد"], "12 روز": ["می‌مانم ۱۲ روز"], "ริมทะเล": ["เรารออยู่ริมทะเล"],
    "er": ["Eritrea", "Summer", COLD], "zzz": [], "": [], "%": [], "_": [], "\0": [], "①": [], "a" * 500: [],
}  # fmt: skip


def test_a_phrase_is_found_on_either_side_however_it_is_typed(room: Remembering) -> None:
    room.learn(lesson(SEA, COLD), lesson("L’été à Grande-Synthe", "Summer"))
    others = [("Érythrée", "Eritrea"), ("x", "والبحر بارد"), ("y", "می‌مانم ۱۲ روز"), ("q", "เรารออยู่ริมทะเล")]
    room.learn_file("a.tmx", [lesson(*told) for told in others])
    assert {asked: room.phrase(asked) for asked in PHRASES} == PHRASES


def test_a_phrase_that_is_said_again_and_again_hides_no_other(room: Remembering) -> None:
    room.learn(lesson("Le port de nuit", "The port at night"))
    for number in range(120):
        room.learn_file(f"{number}.tmx", [lesson("Le port", "The port")])
    assert room.phrase("port") == ["The port", "The port at night"]


def test_a_phrase_is_looked_for_in_the_languages_asked_for(room: Remembering) -> None:
    room.learn(lesson("Le port", "The port"))
    room.learn_file("a.tmx", [lesson("Le port", "Der Hafen", pair="fr de")])
    assert sorted(room.phrase("port")) == ["Der Hafen", "The port"]
    assert room.phrase("port", "fr de") == ["Der Hafen"] and room.phrase("port", "it de") == []


# --- who may read it -------------------------------------------------------------------------------------------------


def test_who_reads_one_residency_is_shown_nothing_of_another(room: Remembering) -> None:
    room.learn(lesson(SEA, "here"))
    room.learn(lesson(SEA, "elsewhere"), text=room.other)
    room.learn_file("a.tmx", [lesson(SEA, "of a file")])
    facilitator = Actor("f", "F", frozenset({Role.FACILITATOR}), frozenset({room.residency}))
    administrator = Actor("a", "A", frozenset({Role.ADMINISTRATOR}))
    with room.database.read() as db:
        assert finding.exact(db, facilitator, "fr", "en", [SEA])[SEA].target in ("here", "of a file")
    assert sorted(said for _, said in room.told(SEA, actor=facilitator)) == ["here", "of a file"]
    assert sorted(room.phrase("mer", actor=facilitator)) == ["here", "of a file"]
    assert room.told(SEA, actor=administrator) == [] and room.phrase("mer", actor=administrator) == []
    assert len(room.told(SEA)) == 3


# --- the whole -------------------------------------------------------------------------------------------------------


def test_all_is_taken_out_and_counted_by_pairs_of_languages(room: Remembering) -> None:
    room.learn(lesson(SEA, COLD), lesson(BREAD, NOON))
    with room.database.write() as db:
        fill(db, 2_400)
    assert [one.target for one in room.all("fr en")][:2] == [COLD, NOON]
    assert len(room.all()) == sum(room.counts().values())
    assert room.counts()["fr", "en"] == len(room.all("fr-BE en")) > 150
    assert len({one.id for one in room.all()}) == len(room.all())


# --- several processes, several threads ------------------------------------------------------------------------------


def test_another_process_finds_and_loses_it_at_once(room: Remembering, database_url: str) -> None:
    other = open_database(database_url)  # with an index of its own
    asked = SEA.replace("froide", "calme")

    def there() -> list[str]:
        with other.read() as db:
            return [one.target for one in room.within(db, asked)]

    assert there() == []
    room.learn(lesson(SEA, COLD), lesson(BREAD, NOON))
    assert there() == [COLD]
    room.learn(lesson(SEA, "Corrected"), lesson(BREAD, NOON))
    assert there() == ["Corrected"]
    room.withdraw()
    assert there() == []
    room.bring_back()
    room.agree()
    assert there() == ["Corrected"]
    other.close()


def test_what_a_transaction_learnt_it_finds_itself_and_nobody_when_it_fails(room: Remembering) -> None:
    """SQLite gives the numbers of a transaction that failed to the next: they do not stand for the first's words."""
    with pytest.raises(KeyError), room.database.write() as db:
        actions.learn(db, NOW, room.english, [lesson("Courage !", "Courage!")])
        assert [one.target for one in room.within(db, "Courages !")] == ["Courage!"]
        raise KeyError
    assert room.told("Courages !") == []
    room.learn(lesson(BREAD, NOON))
    assert room.told(BREAD.replace("midi", "minuit")) == [(MIDNIGHT, NOON)]


def test_what_takes_the_place_of_other_words_is_found_by_its_own(room: Remembering) -> None:
    room.learn(lesson("Courage !", "Courage!"))
    assert [said for _, said in room.told("Courages !")] == ["Courage!"]
    room.learn(lesson(BREAD, NOON))
    assert room.told("Courages !") == []
    assert room.told(BREAD.replace("midi", "minuit")) == [(MIDNIGHT, NOON)]


def test_what_a_failed_transaction_forgot_is_found_again(room: Remembering) -> None:
    room.learn(lesson(SEA, COLD))
    room.learn(lesson(BREAD, NOON), text=room.other)
    asked = SEA.replace("froide", "calme")
    with pytest.raises(KeyError), room.database.write() as db:
        actions.learn(db, NOW, room.english, [])
        assert room.within(db, asked) == []
        raise KeyError
    assert room.told(asked) == [(CALM, COLD)]


def test_a_reader_of_an_earlier_moment_takes_nothing_away_from_the_others(room: Remembering) -> None:
    asked = SEA.replace("froide", "calme")
    learning = threading.Thread(target=lambda: room.learn(lesson(SEA, COLD)))
    with room.database.read() as early:
        if not room.database.is_sqlite:
            early.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        assert room.within(early, asked) == []
        learning.start()
        learning.join(0.5)  # on an SQLite without WAL its commit waits for every reader
        assert learning.is_alive() or room.told(asked) == [(CALM, COLD)]
        assert room.within(early, asked) == []
    learning.join(20)
    assert room.told(asked) == [(CALM, COLD)]


def test_whoever_commits_first_nobody_misses_what_the_other_learnt(room: Remembering) -> None:
    """Numbers are taken in the order of commits: who saw the second's has not passed over the first's."""
    begun, waiting = threading.Event(), threading.Event()

    def second() -> None:
        begun.wait(20)
        waiting.set()
        room.learn(lesson(BREAD, NOON), text=room.other)

    thread = threading.Thread(target=second)
    thread.start()
    with room.database.write() as db:
        actions.learn(db, NOW, room.english, [lesson(SEA, COLD)])
        begun.set()
        waiting.wait(20)
        thread.join(0.3)  # it waits for this transaction, or its rows are there before this one's
        if not room.database.is_sqlite:
            room.told(BREAD)
    thread.join(20)
    assert room.told(SEA.replace("froide", "calme")) == [(CALM, COLD)]
    assert room.told(BREAD.replace("midi", "minuit")) == [(MIDNIGHT, NOON)]


def test_threads_that_ask_and_learn_at_once_are_each_answered_rightly(room: Remembering) -> None:
    with room.database.write() as db:
        fill(db, 1_000, pairs=[("fr", "en")])
    known = [one for one in room.all("fr en") if len(one.source) > 80][:60]
    wrong: list[str] = []

    def ask(seed: int) -> None:
        dice = random.Random(seed)
        for _ in range(15):
            one = dice.choice(known)
            found = room.matches(one.source[:-8])
            if one.source not in [match.source for match in found]:
                wrong.append(one.source)

    def learn() -> None:
        for number in range(15):
            room.learn(lesson(f"{SEA} {number}", COLD), lesson(f"{number} {BREAD}", NOON))

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(4)] + [threading.Thread(target=learn)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert room.told(f"{SEA} 14") == [(100, COLD)]


def test_a_find_is_read_again_and_says_what_the_row_says(room: Remembering) -> None:
    room.learn(lesson(SEA, COLD))
    (one,) = room.matches(SEA)
    with room.database.read() as db:
        assert store.by_number(db, room.ana, "fr", "en", [one.id], "") == [replace(one, percent=0)]
        assert store.by_number(db, room.ana, "ar", "en", [one.id], "") == []
