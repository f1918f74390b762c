"""Every letter of every language of the paper has a face, in text and in headlines."""

import pytest

from journal_app.prepress import faces

ALPHABETS = {
    "fr": "abcdefghijklmnopqrstuvwxyzàâæçéèêëîïôœùûüÿ«»’…–—€°\u00a0", "en": "abcdefghijklmnopqrstuvwxyz‘’“”—",
    "sq": "abcçdeëfghijklmnopqrstuvxyz", "tr": "abcçdefgğhıijklmnoöprsştuüvyzİ", "so": "abcdefghijklmnopqrstuwxy'",
    "om": "abcdefghijklmnopqrstuvwxyz'", "kmr": "abcçdeêfghiîjklmnopqrsştuûvwxyz",
    "vi": "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’", "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيًٌٍَُِّْ،؛؟٠١٢٣٤٥٦٧٨٩",
    "fa": "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئء۰۱۲۳۴۵۶۷۸۹", "prs": "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئء۰۱۲۳۴۵۶۷۸۹",
    "ps": "آابپتټثجځچڅحخدډذرړزژږسشښصضطظعغفقکګلمنڼوهءيېیۍئ۰۱۲۳۴۵۶۷۸۹", "ckb": "ئابپتجچحخدرڕزژسشعغفڤقکگلڵمنوۆهەیێ٠١٢٣٤٥٦٧٨٩",
    "ur": "آابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیے۔،؟", "am": "ሀለሐመሠረሰሸቀበተቸኀነኘአከኸወዐዘዠየደጀገጠጨጰጸፀፈፐ፡።፣፤",
    "ti": "ሀለሐመሠረሰሸቀቐበተቸኀነኘአከኸወዐዘዠየደጀገጠጨጰጸፀፈፐ፡።፣", "bn": "অআইঈউঊঋএঐওঔকখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহৎংঃঁ০১২৩৪৫৬৭৮৯।",
}


@pytest.mark.parametrize("language", sorted(ALPHABETS))
def test_the_first_faces_of_a_language_hold_its_alphabet(language: str) -> None:
    letters = set(ALPHABETS[language])
    for family in (faces.text_families(language)[0], faces.head_families(language)[0]):
        for face in faces.faces():
            if face.family == family:
                digits = set("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹০১২৩৪৫৬৭৮৯") if family not in faces.text_families(language) else set()
                assert {c for c in letters - digits if ord(c) not in faces.code_points(face.file)} == set(), face.file


def test_every_language_of_the_table_is_checked() -> None:
    assert {tag for tag in faces.languages()} - set(ALPHABETS) <= {"es", "it", "pt", "de", "nl", "ro", "kmr-Arab"}


def test_the_engine_sees_the_installed_faces_only() -> None:
    text = faces.private_fontconfig().read_text("utf-8")
    assert str(faces.INSTALLED) in text and "/usr" not in text
