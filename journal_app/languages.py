"""Kernel: the languages of the paper: their names, scripts, directions and habits. Plain values, no I/O."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

RTL_SCRIPTS = frozenset({"Arab", "Hebr", "Thaa", "Syrc"})
HYPHENATED = frozenset(
    ["fr", "en", "es", "it", "pt", "de", "nl", "uk", "ru", "sq", "ro"]
)  # dictionaries that pyphen brings


@dataclass(frozen=True, slots=True)
class Language:
    """One language: BCP 47 tag, its own name, French and English names, ISO 15924 script, digits it is read with."""

    tag: str
    name: str
    french: str
    english: str
    script: str = "Latn"
    digits: str = "western"  # or "arabic", "persian": the author's are kept, mixtures are warned of
    locale: str = ""  # the CLDR locale for dates and numbers, when it is not the tag

    @property
    def rtl(self) -> bool:
        return self.script in RTL_SCRIPTS

    @property
    def hyphenated(self) -> bool:
        """Whether the engine has a hyphenation dictionary for it."""
        return self.tag in HYPHENATED


_ALL = (
    Language("fr", "français", "français", "French"),
    Language("en", "English", "anglais", "English"),
    Language("ar", "العربية", "arabe", "Arabic", "Arab", "arabic"),
    Language("ps", "پښتو", "pachto", "Pashto", "Arab", "persian"),
    Language("prs", "دری", "dari", "Dari", "Arab", "persian", "fa_AF"),
    Language("fa", "فارسی", "persan", "Persian", "Arab", "persian"),
    Language("ckb", "کوردیی ناوەندی", "sorani", "Sorani Kurdish", "Arab", "arabic"),
    Language("kmr", "kurmancî", "kurmandji", "Kurmanji Kurdish", locale="ku"),
    Language("kmr-Arab", "کورمانجی", "kurmandji (arabe)", "Kurmanji (Arabic)", "Arab", "arabic", "ku"),
    Language("ti", "ትግርኛ", "tigrigna", "Tigrinya", "Ethi"),
    Language("am", "አማርኛ", "amharique", "Amharic", "Ethi"),
    Language("om", "Afaan Oromoo", "oromo", "Oromo"),
    Language("vi", "Tiếng Việt", "vietnamien", "Vietnamese"),
    Language("sq", "shqip", "albanais", "Albanian"),
    Language("bn", "বাংলা", "bengali", "Bengali", "Beng"),
    Language("ur", "اردو", "ourdou", "Urdu", "Arab", "persian"),
    Language("so", "Soomaali", "somali", "Somali"),
    Language("tr", "Türkçe", "turc", "Turkish"),
    Language("uk", "українська", "ukrainien", "Ukrainian", "Cyrl"),
    Language("ru", "русский", "russe", "Russian", "Cyrl"),
    Language("es", "español", "espagnol", "Spanish"),
    Language("it", "italiano", "italien", "Italian"),
    Language("pt", "português", "portugais", "Portuguese"),
    Language("de", "Deutsch", "allemand", "German"),
    Language("nl", "Nederlands", "néerlandais", "Dutch"),
    Language("ro", "română", "roumain", "Romanian"),
)
LANGUAGES: Mapping[str, Language] = MappingProxyType({language.tag: language for language in _ALL})


def language(tag: str) -> Language | None:
    """The language of this tag, or of its first part (`fr-BE` is French); None when it is unknown."""
    return LANGUAGES.get(tag) or LANGUAGES.get(tag.split("-")[0])


def is_rtl(tag: str) -> bool:
    """Whether the language is written from right to left; an unknown one is not."""
    found = language(tag)
    return bool(found and found.rtl)


def locale_of(tag: str) -> str:
    """The CLDR locale that dates and numbers of this language take."""
    found = language(tag)
    return (found.locale or found.tag.replace("-", "_")) if found else "fr"
