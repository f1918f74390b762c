"""Every letter of every language of the paper has a face, in text and in headlines; the engine sees no other faces."""

import hashlib
import shutil
import unicodedata
from pathlib import Path

import pytest

from journal_app.languages import LANGUAGES
from journal_app.prepress import faces

LATIN = "abcdefghijklmnopqrstuvwxyz"
PERSIAN = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئءأؤۀًٌٍَُِّْ،؛؟«»"
# The first letter of each row of the syllabary; a row is its seven orders, from the first one's code point on.
ROWS_AM = "ሀለሐመሠረሰሸቀበተቸኀነኘአከኸወዐዘዠየደጀገጠጨጰጸፀፈፐቨ"
LABIALISED = "ቋኳጓኋቈኰጐሏሟሯሷሿቧቷቿኗኟዟዷጇጧጯጿፏ"

# What a writer of the language needs, small letters (the test adds capitals); digits of its own script apart.
ALPHABETS = {
    "fr": LATIN + "àâæçéèêëîïôœùûüÿ«»’…–—·€°№\u00a0", "en": LATIN + "éï‘’“”—…£",
    "es": LATIN + "áéíñóúü¿¡«»ªº", "it": LATIN + "àèéìîòóù«»’", "pt": LATIN + "áâãàçéêíóôõúü«»ªº",
    "de": LATIN + "äöüß„“‚‘»«", "nl": LATIN + "áäéëíïóöúü‘’“”", "ro": LATIN + "ăâîșț„”«»",
    "sq": LATIN + "çë„“«»", "tr": LATIN + "çğıöşüâîûİ’“”", "so": LATIN + "'’", "om": LATIN + "'’",
    "kmr": LATIN + "çêîşû’“”",
    "vi": "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ“”…₫",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’«»—„“", "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя«»—№",
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيٱًٌٍَُِّْٰـ،؛؟«»",
    "fa": PERSIAN, "prs": PERSIAN,
    "ps": "آابپتټثجځچڅحخدډذرړزژږسشښصضطظعغفقکګلمنڼوهءيېیۍئأؤًَُِّْ،؛؟«»",
    "ckb": "ئابپتجچحخدرڕزژسشعغفڤقکگلڵمنوۆهھەیێء،؛؟«»", "kmr-Arab": "ئابپتجچحخدرڕزژسشصطعغفڤقکگلڵمنوۆۊهھەیێءحغ،؛؟",
    "ur": "آأابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوؤہھۂۃءیئےۓًَُِّٰ۔،؛؟‘’“”",
    "am": ROWS_AM + LABIALISED + "፡።፣፤፥፦«»", "ti": ROWS_AM + "ቐ" + LABIALISED + "ቛ፡።፣፤፥፦«»",
    "bn": "অআইঈউঊঋএঐওঔকখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহড়ঢ়য়ৎংঃঁািীুূৃেৈোৌ্ৗ।৳“”",
}
DIGITS = {"arabic": "٠١٢٣٤٥٦٧٨٩٪٫٬", "persian": "۰۱۲۳۴۵۶۷۸۹٪٫٬", "bn": "০১২৩৪৫৬৭৮৯"}


def letters(tag: str) -> set[str]:
    """The alphabet as it is printed: with capitals, whole rows of syllables, and the language's own digits."""
    found = set(ALPHABETS[tag])
    found |= {capital for letter in found if len(capital := letter.upper()) == 1}
    rows = [row for row in found if row in ROWS_AM + "ቐ"]
    found |= {chr(ord(row) + order) for row in rows for order in range(7)}
    found |= set(DIGITS.get(tag, DIGITS.get(LANGUAGES[tag].digits, "0123456789")))
    return {letter for letter in found if not unicodedata.category(letter).startswith("C")}


def lacking(tag: str, families: list[str]) -> dict[str, str]:
    """File name -> the letters it cannot draw, for every weight and style of these families."""
    found = {}
    for face in faces.faces():
        if face.family in families:
            lacked = sorted(c for c in letters(tag) if ord(c) not in faces.code_points(face.file))
            if lacked:
                found[face.file] = "".join(lacked)
    return found


@pytest.mark.parametrize("tag", sorted(LANGUAGES))
def test_the_first_text_face_of_a_language_holds_its_alphabet(tag: str) -> None:
    assert lacking(tag, faces.text_families(tag)[:1]) == {}


@pytest.mark.parametrize("tag", sorted(LANGUAGES))
def test_the_first_headline_face_of_a_language_holds_its_alphabet(tag: str) -> None:
    assert lacking(tag, faces.head_families(tag)[:1]) == {}


@pytest.mark.parametrize("tag", sorted(LANGUAGES))
def test_arrows_and_latin_words_find_a_face_in_every_list(tag: str) -> None:
    """A jump line, an acronym, a web address: any text of the paper may hold them."""
    for families in (faces.text_families(tag), faces.head_families(tag)):
        held = set().union(*(faces.code_points(face.file) for face in faces.faces() if face.family in families))
        assert {c for c in LATIN + LATIN.upper() + "0123456789→←↑↓@/&%+" if ord(c) not in held} == set()


def test_the_languages_of_the_paper_are_those_of_the_table_of_faces() -> None:
    assert set(faces.languages()) == set(LANGUAGES) == set(ALPHABETS)


def test_every_family_of_a_list_is_a_face_of_the_table() -> None:
    known = {face.family for face in faces.faces()}
    for tag in faces.languages():
        assert {*faces.text_families(tag), *faces.head_families(tag)} <= known, tag


def test_an_unknown_language_takes_its_first_part_else_the_faces_of_french() -> None:
    assert faces.text_families("fr-BE") == faces.text_families("fr") == faces.text_families("xx")
    assert faces.text_families("ar-TN") == faces.text_families("ar")


def test_scripts_that_need_it_are_larger_and_looser_than_latin() -> None:
    for tag, language in LANGUAGES.items():
        size, leading = faces.factors(tag)
        if language.script == "Arab":
            assert 1.1 <= size <= 1.2 and leading >= (1.5 if tag == "ur" else 1.25), tag
        elif language.script in ("Latn", "Cyrl"):
            assert (size, leading) == (1.0, 1.0), tag


def test_the_installed_faces_are_the_bytes_of_the_table() -> None:
    assert faces.missing() == []
    assert {path.name for path in faces.INSTALLED.glob("*.ttf")} == set(faces.digests())


def test_a_face_with_other_bytes_or_none_counts_as_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, *rest = faces.faces()
    for face in rest:
        shutil.copy(face.path, tmp_path / face.file)
    (tmp_path / first.file).write_bytes(b"another face")
    monkeypatch.setattr(faces, "INSTALLED", tmp_path)
    assert faces.missing() == [first.file, second.file]


def test_the_engine_sees_the_installed_faces_only() -> None:
    text = faces.private_fontconfig().read_text("utf-8")
    assert text.count("<dir>") == 1 and f"<dir>{faces.INSTALLED}</dir>" in text
    assert "<include" not in text


def test_every_face_says_where_it_comes_from() -> None:
    for face in faces.faces():
        assert face.licence == "OFL-1.1" and face.package.startswith("@")
        assert len(face.sha256) == hashlib.sha256().digest_size * 2
        assert set(face.languages) <= set(LANGUAGES), face.file
