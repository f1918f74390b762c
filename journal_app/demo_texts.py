"""Demo, the texts: two dozen short pieces that somebody invented, so that the demo's board has work in progress.

Specimen: no person, place or fact of them is real. Each is in the light writing of submissions/plain.py.
"""

from dataclasses import dataclass

from journal_app.glossary.concepts import Concept, Status, Term


@dataclass(frozen=True, slots=True)
class Sample:
    """One piece. `then`: decisions in order; `yes`: uses agreed to; `holder`: who has it in hand."""

    title: str
    kind: str
    language: str
    author: str
    headline: str
    body: str
    wanted: tuple[str, ...] = ("fr", "en")
    then: tuple[str, ...] = ()
    yes: str = ""
    holder: str = ""
    english: str = ""


ALL = "print pdf web archive translation edits name"
PRINT = "print pdf translation name"

SAMPLES = (
    Sample(
        "Le linge",
        "testimony",
        "fr",
        "La Dame au fil",
        "Le linge sèche où il peut",
        "Entre deux pins, une corde. Chacun reconnaît ses chaussettes.\n\nQuand il pleut, on recommence.",
        ("fr", "en", "ar"),
        ("take-up",),
        ALL,
        "editor",
        "Between two pines, a line. Everybody knows their own socks.\n\nWhen it rains, we begin again.",
    ),
    Sample(
        "Numéro de téléphone",
        "testimony",
        "ar",
        "ابن الريح",
        "رقم أحفظه",
        "ضاع الهاتف في الماء، لكن الرقم بقي في رأسي.\n\nأكتبه كل صباح على ورقة حتى لا أنساه.",
        ("ar", "fr", "en"),
        ("take-up",),
        PRINT,
        "translator",
    ),
    Sample(
        "Bottes",
        "short",
        "fr",
        "Pointure 43",
        "Cherche bottes",
        "Cherche bottes, pointure 43. Même dépareillées.",
        ("fr",),
        ("accept",),
        ALL,
    ),
    Sample(
        "The bus driver",
        "letter",
        "en",
        "Seat 12",
        "To the driver of the first bus",
        "You waited for me. You did not ask for the ticket twice.\n\nI still keep it.",
        ("en", "fr"),
        ("take-up", "ask-yes"),
        ALL,
    ),
    Sample(
        "Soupe de lentilles",
        "recipe",
        "tr",
        "Mutfak",
        "Mercimek çorbası",
        "Bir bardak mercimek, bir soğan, bolca su.\n\nSabırla karıştırın, limonla içilir.",
        ("tr", "fr"),
        ("take-up",),
        PRINT,
        "translator",
    ),
    Sample(
        "Ce que dit la pluie",
        "poem",
        "fr",
        "Anonyme du mardi",
        "Ce que dit la pluie",
        "La pluie ne demande pas les papiers.\nElle entre.\n\nElle s’assied sur le lit\net raconte la mer.",
        ("fr", "en", "ar"),
        ("accept",),
        ALL,
        "",
        "The rain asks for no papers.\nIt comes in.\n\nIt sits down on the bed\nand tells of the sea.",
    ),
    Sample(
        "Apprendre vélo",
        "testimony",
        "uk",
        "Дві педалі",
        "Я вчуся їздити",
        "Мені сорок років, і я вчуся їздити на велосипеді.\n\nДіти сміються, а потім тримають сідло.",
        ("uk", "fr"),
        (),
        "",
    ),
    Sample(
        "Le terrain de foot",
        "report",
        "fr",
        "Onze sans maillot",
        "Onze sans maillot",
        "Le terrain est un parking. Les buts sont deux vestes.\n\n## La règle\n\nOn s’arrête quand une voiture passe.",
        ("fr", "en"),
        ("take-up", "ask-changes"),
        PRINT,
        "editor",
    ),
    Sample(
        "Lettre à ma sœur",
        "letter",
        "prs",
        "برگ سبز",
        "نامه به خواهرم",
        "خواهرم، این‌جا باد تند است.\n\nمن خوبم و چای گرم دارم.",
        ("prs", "fr"),
        ("take-up",),
        "print",
    ),
    Sample(
        "Glossaire du matin",
        "glossary",
        "fr",
        "",
        "Mots du matin",
        "- **Bonjour** : on le dit même à ceux qu’on ne connaît pas.\n- **File** : des gens qui attendent ensemble.",
        ("fr", "en"),
        ("take-up", "accept"),
        ALL,
    ),
    Sample(
        "Le coiffeur",
        "interview",
        "fr",
        "Ciseaux d’or",
        "Coiffeur sous le pont",
        "**Depuis quand coupez-vous les cheveux ?**\n\nDepuis toujours. Ici, depuis l’automne.\n\n"
        "**Et le miroir ?**\n\nUn téléphone que quelqu’un tient.",
        ("fr", "en"),
        ("take-up",),
        PRINT,
    ),
    Sample(
        "Night bus",
        "poem",
        "en",
        "Window Seat",
        "Night bus",
        "Four stops.\nThree names for the same town.\n\nI get off at the last one.",
        ("en", "fr"),
        ("reject",),
        "",
    ),
    Sample(
        "Ma grand-mère",
        "testimony",
        "sq",
        "Gjyshja",
        "Fustani i gjyshes",
        "Gjyshja kishte një fustan të kuq.\n\nE kujtoj sa herë shoh një derë të kuqe.",
        ("sq", "fr"),
        (),
        PRINT,
    ),
    Sample(
        "Dessin légendé",
        "captions",
        "fr",
        "Le Crayon",
        "Légendes",
        "Le phare. La dune. La bâche bleue.",
        ("fr",),
        (),
        "",
    ),
    Sample(
        "La machine à café",
        "short",
        "fr",
        "Gobelet",
        "Deux sucres",
        "La machine rend la monnaie en sourires. Deux sucres, merci.",
        ("fr", "en"),
        ("take-up", "accept"),
        ALL,
        "",
        "The machine gives change in smiles. Two sugars, thank you.",
    ),
    Sample(
        "Le vent", "poem", "ar", "ظل النخلة", "الريح", "الريح تعرف الطريق\nولا تحمل حقيبة.", ("ar", "fr", "en"), (), ALL
    ),
    Sample(
        "Cours de français",
        "testimony",
        "vi",
        "Cây bút",
        "Giờ học tiếng Pháp",
        "Cô giáo viết chữ “bonjour” trên bảng.\n\nCả lớp đọc to, rồi cười.",
        ("vi", "fr"),
        ("take-up",),
        "print pdf",
    ),
    Sample(
        "Droit au compte",
        "rights",
        "fr",
        "",
        "Ouvrir un compte",
        "Toute personne qui vit en France peut demander un compte.\n\n1. Demander une lettre de refus.\n2. La garder.",
        ("fr", "en", "ar"),
        ("take-up",),
        ALL,
        "editor",
    ),
    Sample(
        "L’interprète",
        "interview",
        "fr",
        "Deux langues",
        "Entre deux chaises",
        "On m’appelle quand personne ne comprend. Je m’assois entre deux chaises.",
        ("fr", "en"),
        ("take-up", "ask-yes"),
        PRINT,
    ),
    Sample(
        "Carte postale",
        "letter",
        "es",
        "Barco de papel",
        "Postal desde la playa",
        "Aquí el mar es gris, pero la gente saluda.\n\nGuardo una piedra para ti.",
        ("es", "fr"),
        (),
        PRINT,
    ),
    Sample(
        "La clé",
        "testimony",
        "fr",
        "Porte 7",
        "La clé de chez moi",
        "J’ai gardé la clé. La porte n’existe plus.\n\nLa clé pèse pareil.",
        ("fr", "en"),
        ("take-up",),
        ALL,
        "coordinator",
        "I kept the key. The door is gone.\n\nThe key weighs the same.",
    ),
    Sample(
        "Édito de travail",
        "editorial",
        "fr",
        "",
        "Traverser, ensemble",
        "Ce numéro parle de traverser : une rue, une langue, une nuit.",
        ("fr", "en"),
        ("take-up",),
        ALL,
    ),
    Sample(
        "Recette du thé",
        "recipe",
        "ar",
        "كأس ثالثة",
        "شاي بالنعناع",
        "ماء يغلي، حفنة نعناع، وسكر كثير.\n\nيُشرب مع الجيران.",
        ("ar", "fr"),
        (),
        "print",
    ),
    Sample(
        "Retirée",
        "testimony",
        "fr",
        "Sans nom",
        "Une nuit",
        "Une nuit que son auteur garde pour lui.",
        ("fr",),
        (),
        PRINT,
    ),
)
WITHDRAWN = "Retirée"
PEN_NAMES = tuple(dict.fromkeys(sample.author for sample in SAMPLES if sample.author))

# Some words of the house, to see how a glossary helps: in the source, and against a translation.
CONCEPTS = (
    Concept("", "Qui a dû quitter son pays.", (
        Term("fr", "exilé"), Term("fr", "clandestin", Status.FORBIDDEN), Term("en", "exile"),
        Term("en", "exiled person", Status.ADMITTED), Term("en", "illegal immigrant", Status.FORBIDDEN),
        Term("ar", "منفي"),
    ), note="On dit ce qui est arrivé aux gens, jamais qu’ils sont illégaux."),
    Concept("", "Des personnes qui attendent l’une derrière l’autre.", (
        Term("fr", "file"), Term("fr", "file d’attente", Status.ADMITTED), Term("en", "queue"),
        Term("en", "line", Status.ADMITTED), Term("ar", "طابور"),
    )),
    Concept("", "Récipient d’eau ou d’essence, qu’on pose pour garder sa place.", (
        Term("fr", "bidon"), Term("en", "can"), Term("en", "jerrycan", Status.ADMITTED), Term("ar", "صفيحة"),
    )),
    Concept("", "Obligation de quitter le territoire français.", (Term("fr", "OQTF", Status.KEPT),)),
    Concept("", "Règlement européen : l’asile se demande dans le premier pays d’arrivée.", (
        Term("fr", "Dublin", Status.KEPT),
    )),
)  # fmt: skip
