"""The words of a translated row beside its source: what a translator would thank for, and silence about the rest."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from journal_app.languages import LANGUAGES
from journal_app.messages import sentence
from journal_app.prepress.issue import read_issue
from journal_app.translation.beads import words
from journal_app.translation.checks import checked
from tests.growth import LINEAR, grows

SPECIMEN = Path(__file__).parents[2] / "issues" / "00-specimen"
SEA = "La mer est froide ce soir."


def told(source: str, target: str, pair: str = "fr en", **more: str) -> list[tuple[str, str, str]]:
    """The code, what was found and what is allowed, of each finding; `pair`: the two languages."""
    found = checked(source, target, *pair.split(), "body:3", **more)
    assert all(one.where == "body:3" and one.severity in ("note", "warning") for one in found)
    assert all(one.code not in sentence(one, tag) for one in found for tag in ("fr", "en", "ar"))
    return [(one.code, one.detail.found, one.detail.allowed) for one in found]


def codes(source: str, target: str, pair: str = "fr en", **more: str) -> list[str]:
    return [code for code, *_ in told(source, target, pair, **more)]


# --- numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("source", "target", "pair"), [
    ("Il y a 12 tentes.", "هناك ١٢ خيمة.", "fr ar"), ("Il y a 12 tentes.", "۱۲ خیمه هست.", "fr fa"),
    ("Il y a 12 tentes.", "সেখানে ১২টি তাঁবু আছে।", "fr bn"), ("هناك ١٢ خيمة.", "There are 12 tents.", "ar en"),
    ("Il faut 4 000 euros.", "It takes 4,000 euros.", "fr en"),
    ("Il faut 4\u202f000 euros.", "Duhen 4.000 euro.", "fr sq"),
    ("Il faut 4 000 euros.", "يلزم ٤٬٠٠٠ يورو.", "fr ar"),
    ("It takes 1,250,000.50 euros.", "Il faut 1 250 000,50 euros.", "en fr"),
    ("Il faut 1,5 litre.", "It takes 1.5 litres.", "fr en"), ("Il faut 1,5 litre.", "يلزم ١٫٥ لتر.", "fr ar"),
    ("Il faut 20 000 euros.", "Cần 20 nghìn euro.", "fr vi"), ("À 50 % au moins.", "At least 50%.", "fr en"),
    ("À 10h30, on part.", "We leave at 10:30.", "fr en"), ("À 10 h 30, on part.", "We leave at 10.30.", "fr en"),
    ("On part à 15h.", "We leave at 3 pm.", "fr en"),
    ("We leave at 3.30 p.m. today.", "On part à 15h30 aujourd’hui.", "en fr"),
    ("À 10h00, on part.", "We leave at 10.", "fr en"),
    ("Le 20/11/2026, on part.", "We leave on 20 November 2026.", "fr en"),
    ("Le 3 mars 2027, on part.", "We leave on 03/03/2027.", "fr en"), ("Le 1er mars.", "On 1 March.", "fr en"),
    ("We leave on 2026-11-20.", "On part le 20.11.2026.", "en fr"), ("Au 19e siècle.", "In the 19th century.", "fr en"),
    ("Au XIXe siècle.", "In the 19th century.", "fr en"),
    ("The 21st century is here.", "Le XXIe siècle est là.", "en fr"),
    ("Appeler le 06 12 34 56 78.", "Call 06.12.34.56.78.", "fr en"),
    ("Appeler le 06 12 34 56 78.", "Call +33 6 12 34 56 78.", "fr en"),
    ("Il a 3 enfants.", "He has three children.", "fr en"),
    ("She came on day 2.", "Elle est venue le deuxième jour.", "en fr"),
    ("Les années 90 sont loin.", "The 1990s are far away.", "fr en"),
    ("Quarante bidons attendent.", "40 cans wait.", "fr en"),
    ("Un camp de 800 à 1 000 personnes.", "A camp of 800–1,000 people.", "fr en"),
    ("Ouvert 24h/24.", "Open 24/24.", "fr en"),
])  # fmt: skip
def test_one_number_is_written_in_many_ways(source: str, target: str, pair: str) -> None:
    assert told(source, target, pair) == []


@pytest.mark.parametrize(("source", "target", "pair", "found", "allowed"), [
    ("Il y a 12 tentes.", "There are 21 tents.", "fr en", "21", "12"),
    ("Il y a 120 tentes.", "هناك خيام.", "fr ar", "–", "120"),
    ("Il faut 4 000 euros.", "It takes 400 euros.", "fr en", "400", "4 000"),
    ("Il y a 15 et 20.", "There are 15.", "fr en", "–", "20"),
    ("À 10h30, on part.", "We leave at 10:50.", "fr en", "50", "30"),
    ("En 2015, le camp.", "In 2016, the camp.", "fr en", "2016", "2015"),
    ("Il a 3 enfants.", "He has five children.", "fr en", "–", "3"),
    ("La mer est froide.", "The sea was cold in 2019.", "fr en", "2019", "–"),
])  # fmt: skip
def test_a_number_that_is_missing_or_another_is_told(
    source: str, target: str, pair: str, found: str, allowed: str
) -> None:
    assert told(source, target, pair) == [("check-number", found, allowed)]


def test_a_small_number_that_may_be_in_words_is_only_noted() -> None:
    (small,) = checked("Il a 3 enfants.", "لديه ثلاثة أطفال.", "fr", "ar", "")
    (large,) = checked("Il a 300 brebis.", "لديه ثلاثمئة نعجة.", "fr", "ar", "")
    assert (small.severity, large.severity) == ("note", "warning")


@pytest.mark.parametrize(("target", "language", "there"), [
    ("١٢ و 13", "ar", True), ("١٢ و ۱۳", "ar", True), ("۱۲", "ar", True), ("١٢", "fa", True), ("12 et ١٣", "fr", True),
    ("١٢ و ١٣", "ar", False), ("12 و 13", "ar", False), ("۱۲", "ps", False),
    ("١٢ على www.exemple.org/2024", "ar", False),
    ("١٢ في OQTF 2024", "ar", False),
])  # fmt: skip
def test_digits_are_of_one_kind_and_the_languages_own(target: str, language: str, there: bool) -> None:
    assert ("check-digits" in codes("12, 13, 2024", target, f"en {language}")) is there


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("source", "target", "pair", "missing"), [
    ("On attend devant l’Ofpra depuis lundi.", "We have been waiting since Monday.", "fr en", "Ofpra"),
    ("Il a vu Zohra et Zmaray hier.", "He saw Zohra yesterday.", "fr en", "Zmaray"),
    ("On attend devant l’Ofpra.", "Presim para Ofpra-s.", "fr sq", ""),
    ("Le bus va à Calais.", "Autobusi shkon në Kale.", "fr sq", ""),
    ("Il part pour Londres et Douvres.", "He leaves for London and Dover.", "fr en", ""),
    ("We speak Pashto on Mondays.", "Nous parlons pachto le lundi.", "en fr", ""),
    ("Il est Afghan, d’Afghanistan.", "He comes from there.", "fr en", ""),
    ("La Croix-Rouge est là.", "The Red Cross is here.", "fr en", ""),
    ("He said: “Nobody knows.” Then I left.", "Il a dit « personne ne sait ». Puis je suis parti.", "en fr", ""),
    ("The Rights of Everybody Who Waits", "Les droits de qui attend", "en fr", ""),
    ("Das Zelt und der Regen.", "La tente et la pluie.", "de fr", ""),
    ("On attend devant l’Ofpra.", "ننتظر أمام المكتب.", "fr ar", ""),
    ("Le vent souffle à Grande-Synthe.", "The wind blows there.", "fr en", "Grande-Synthe"),
])  # fmt: skip
def test_a_name_that_is_gone_is_told_and_others_are_let_be(source: str, target: str, pair: str, missing: str) -> None:
    found = [allowed for code, _, allowed in told(source, target, pair) if code == "check-name"]
    assert found == ([missing] if missing else [])


# --- signs -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("target", "pair", "wanted"), [
    ("“We wait.”", "fr en", []), ("He said «no».", "fr en", ["check-quotes"]),
    ('Il a dit "non" hier.', "en fr", ["check-quotes"]),
    ("Il a dit “non” hier.", "en fr", ["check-quotes"]), ("« Il a dit “non” hier. »", "en fr", []),
    ("Er sagte „nein“ gestern.", "fr de", []),
    ("قال «لا» أمس.", "fr ar", []), ("قال “لا” أمس.", "fr ar", []), ("Він сказав „ні“ вчора.", "fr uk", []),
    ("A 6\" pipe was here.", "fr en", []),
    ("« Il a dit non hier.", "en fr", ["check-pairs"]), ("Il a dit (non hier.", "en fr", ["check-pairs"]),
    ("قال »لا« أمس الأول.", "fr ar", ["check-pairs"]), ("a) Il a dit non hier.", "en fr", []),
    ("Il a dit non :-) hier.", "en fr", []),
])  # fmt: skip
def test_quotes_and_brackets_are_the_languages_own_and_whole(target: str, pair: str, wanted: list[str]) -> None:
    found = codes("“Nobody (none) said no.”", target, pair)
    assert [code for code in found if code in ("check-quotes", "check-pairs")][:1] == wanted


def test_a_quotation_that_goes_on_in_the_next_paragraph_is_open_in_both() -> None:
    assert codes("« Je pars, dit-elle.", "“I am leaving, she says.") == []


@pytest.mark.parametrize(("source", "target", "pair", "there"), [
    (SEA, "The sea is cold tonight", "fr en", True),
    ("La mer, le soir, le froid", "The sea, the night, the cold.", "fr en", True),
    (SEA, "هل البحر بارد الليلة؟", "fr ar", False), (SEA, "ባሕሪ ሎሚ ምሸት ዝሑል እዩ።", "fr ti", False),
    (SEA, "আজ রাতে সমুদ্র ঠান্ডা।", "fr bn", False),
    (SEA, "سمندر آج رات ٹھنڈا ہے۔", "fr ur", False),
    ("Elle dit : « La mer est froide. »", "She says: “The sea is cold.”", "fr en", False),
    ("La mer est froide.¹", "The sea is cold.", "fr en", False), ("Page suiv.", "Next page", "fr en", False),
    ("Elle part ce soir.\nElle revient demain matin.", "She leaves tonight\nShe comes back tomorrow.", "fr en", True),
    ("Deux lignes ici.\nEt une autre.", "One line here, and another.", "fr en", False),
])  # fmt: skip
def test_a_sentence_ends_on_both_sides(source: str, target: str, pair: str, there: bool) -> None:
    assert ("check-end" in codes(source, target, pair)) is there


def test_a_translation_that_stops_half_way_is_told_by_its_length() -> None:
    long = (
        f"{SEA} Personne ne dort, et la file avance lentement vers le robinet où l’eau a gelé pendant la nuit d’hier."
    )
    whole = "The sea is cold tonight. Nobody sleeps, and the queue moves slowly to the tap that froze last night."
    assert codes(long, whole) == [] and codes(long, "The sea is cold tonight.") == ["check-short"]
    assert codes(SEA, "Cold.") == [], "of a short text the length says nothing"
    assert codes(long, "ባሕሪ ዝሑል እዩ፤ ዝድቅስ የለን፤ መስርዕ ድማ ብቀስታ ናብቲ ዝበረደ ቡምባ ማይ ይቕጽል ኣሎ።", "fr ti") == []


@pytest.mark.parametrize(("target", "language", "found"), [
    ("او می شود.", "fa", "می شود"), ("آن‌ها نمی روند.", "prs", "نمی روند"), ("می ناب و می سرخ.", "fa", ""),
    ("او می‌شود.", "fa", ""),
    ("کتاب‌ ها.", "fa", "کتاب⸱ ها."), ("کتاب‌، خانه.", "ur", "کتاب⸱، خانه."), ("۲۰‌ساله است.", "fa", ""),
    ("PDF‌ها اینجاست.", "fa", ""),
    ("ئەو دە‌چێت.", "ckb", ""), ("می شود.", "ar", ""),
])  # fmt: skip
def test_a_half_space_joins_and_verbs_have_theirs(target: str, language: str, found: str) -> None:
    assert [one for code, one, _ in told("Il.", target, f"fr {language}") if code == "check-zwnj"] == (
        [found] if found else []
    )


@pytest.mark.parametrize(("target", "language", "found", "right"), [
    ("Мoре холодне.", "uk", "Мoре", "Море"), ("Thе sea is cold.", "en", "Thе", "The"),
    ("SMS-повідомлення, Wi-Fi.", "uk", "", ""),
    ("كتاب خوب است.", "fa", "كتاب", "کتاب"), ("علي آمد.", "prs", "علي", "علی"),
    ("الکتاب هنا.", "ar", "الکتاب", "الكتاب"),
    ("زه ښوونکي يم.", "ps", "", ""), ("عندي OQTF وPDF.", "ar", "", ""), ("Niño, ça, über, đường, ẵ.", "fr", "", ""),
])  # fmt: skip
def test_letters_that_only_look_alike_are_told(target: str, language: str, found: str, right: str) -> None:
    assert [(one, good) for code, one, good in told("x.", target, f"{'vi' if language != 'vi' else 'fr'} {language}")
            if code == "check-scripts"] == ([(found, right)] if found else [])  # fmt: skip


# --- the whole row ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("target", "setting", "found"), [
    ("Les migrant.e.s arrivent.", "low-dot", ""), ("Les migrant·e·s arrivent.", "low-dot", "migrant·e·s"),
    ("Les migrant·e·s arrivent.", "middle-dot", ""), ("Les migrant(e)s arrivent.", "low-dot", "migrant(e)s"),
    ("Les migrant.e.s et les habitant·e·s.", "low-dot", "habitant·e·s"),
    ("Les habitantes et les habitants.", "low-dot", ""),
    ("Les migrant.e.s.", "doublet", "migrant.e.s"),
])  # fmt: skip
def test_inclusive_writing_is_the_issues(target: str, setting: str, found: str) -> None:
    assert [one for code, one, _ in told("They come.", target, "en fr", inclusive=setting)
            if code == "check-inclusive"] == ([found] if found else [])  # fmt: skip
    assert "check-inclusive" not in codes("Les.", target, "fr en", inclusive=setting)


@pytest.mark.parametrize(("words_", "there"), [
    (SEA, True), ("Zohra, Zmaray, Anna, Bo", False), ("www.exemple.org 2024", False), ("La mer ici", False),
])  # fmt: skip
def test_what_is_still_the_source_is_told_alone(words_: str, there: bool) -> None:
    assert codes(words_, words_) == (["check-untranslated"] if there else [])
    assert codes(words_, words_, "fr fr") == []


@pytest.mark.parametrize(("target", "language", "found"), [
    ("The the sea is cold.", "en", "The The"), ("The sea\nsea is cold.", "en", "sea sea"),
    ("He had had enough.", "en", ""),
    ("Nous nous levons.", "fr", ""), ("Loin, loin d’ici.", "fr", ""), ("البحر في في الليل.", "ar", "في في"),
    ("واحدًا واحدًا.", "ar", ""),
    ("Từ từ thôi.", "vi", ""), ("Biển và và đêm.", "vi", "và và"), ("Yavaş yavaş.", "tr", ""),
])  # fmt: skip
def test_a_word_said_twice_is_told_where_the_language_does_not_double(target: str, language: str, found: str) -> None:
    pair = f"{'en' if language == 'fr' else 'fr'} {language}"
    assert [one for code, one, _ in told("x y", target, pair) if code == "check-twice"] == ([found] if found else [])
    assert "check-twice" not in codes("pas à pas, vite vite", target, pair), "the source does it, too"


@pytest.mark.parametrize(("source", "target"), [("", "x"), ("x", ""), (" \n", "\u200c"), ("x", "\u00a0")])
def test_nothing_is_said_of_a_row_without_words(source: str, target: str) -> None:
    assert told(source, target) == [] or target == "\u200c"


# --- all together ----------------------------------------------------------------------------------------------------


def test_the_specimen_has_next_to_nothing_to_look_at() -> None:
    """16 pieces in 12 languages, every paragraph with every other: two findings, and both are one that people check."""
    issue, _ = read_issue(SPECIMEN)
    assert issue is not None
    found, rows = [], 0
    for slug, article in issue.articles.items():
        for source, text in article.texts.items():
            for target, other in article.texts.items():
                if source != target and len(text.blocks) == len(other.blocks):
                    for one, its in zip(text.blocks, other.blocks, strict=True):
                        rows += 1
                        found += [(slug, problem.code, problem.detail)
                                  for problem in checked(words([one]), words([its]), source, target, "")]  # fmt: skip
    assert rows > 450
    assert {(slug, code) for slug, code, _ in found} <= {("droits", "check-number")}, found
    assert len(found) <= 2


@given(
    some.text(max_size=200),
    some.text(max_size=200),
    some.sampled_from(sorted(LANGUAGES)),
    some.sampled_from(sorted(LANGUAGES)),
)
def test_any_words_are_answered(source: str, target: str, one: str, other: str) -> None:
    for problem in checked(source, target, one, other, "body"):
        assert sentence(problem, "ar")


@pytest.mark.parametrize("hostile", [
    " " * 20_000 + "a", "1" * 20_000, "111 " * 5_000, "1,111," * 3_000, "\n" * 20_000 + "a)", "»" * 20_000,
    "«" * 20_000, "a" * 20_000, "ا" * 20_000, "ا" + "\u200c" * 20_000, "Ab " * 6_000, "می " * 6_000, "a a " * 5_000,
    "e.e." * 5_000, "+33 " * 5_000, "XIX " * 5_000, "mot\u00a0" * 5_000,
])  # fmt: skip
def test_no_text_takes_long(hostile: str) -> None:
    """A paragraph of 20,000 signs takes some 12 ms; eight times as much takes about eight times as long."""

    def work(many: int) -> None:
        words = hostile[:many]
        for source, target in (("fr", "en"), ("en", "fr"), ("fr", "fa"), ("en", "uk")):
            checked(words, words[::-1], source, target, "")
            checked("Un, deux, trois mots.", words, source, target, "")

    assert grows(work, len(hostile)) < LINEAR
