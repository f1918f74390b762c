"""Distribution, a carrier's table: pasted lines (weight; price) -> the steps of a grid, or what is wrong line by line.

Pure. Nothing is guessed and nothing half taken: one line that cannot be read, and there are no steps. Weights are whole
grams, prices whole cents; no float is met.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from journal_app.hand_off.amounts import MOST_CENTS, Unclear, cents
from journal_app.money import from_net, plain

MOST_STEPS = 40  # as many as a plan of costs takes (costing.model.Carrier)
LEAST_GRAMS, MOST_GRAMS = 10, 1_000_000  # a plan counts kilograms by hundredths
_LEAD = re.compile(r"(?i)^(?:jusqu['’]?\s*[àa]|up to|max(?:i|imum)?\.?|≤|<=?)\s*")
_RANGE = re.compile(r"(?i)^(?:de\s+)?[\d.,]+\s*(?:kg|g)?\s*(?:-|–|—|à|to)\s*(?=\d)")
_WEIGHT = re.compile(r"(?i)(\d+)(?:[.,](\d{1,3}))?(kg|kilos?|gr?|grammes?)?")
_SPACED = re.compile(r"(?i)^(.*?\d\s*(?:kg|kilos?|gr?|grammes?))\s+(\S.*)$")  # `2 kg 9,55 €`, without any other sign

NO_PRICE = "Il manque le prix, ou le signe entre le poids et le prix : un point-virgule ou une tabulation."
TOO_MANY = "Il y a plus de deux colonnes : ne garder que le poids et le prix."
NO_WEIGHT = "Ce poids ne se lit pas. Écrire par exemple 2 ou 0,5 kg ou 500 g."
BOUNDS = "Un poids va de 10 g à 1 000 kg."
FREE = "Le prix est zéro."
TOO_DEAR = "Avec la TVA, ce prix dépasse dix millions d’euros : une faute de frappe ?"
TWICE = "Ce poids est déjà à la ligne %(line)s."
CHEAPER = "C’est moins cher que %(price)s € pour un poids moindre, à la ligne %(line)s : une faute de frappe ?"
TOO_LONG = "Une grille a quarante lignes au plus."
EMPTY = "Il n’y a aucune ligne à lire."

Step = tuple[int, int]  # grams, cents


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line that cannot be taken: its number from 1, what stands there, and why as a message id with its values."""

    line: int
    text: str
    words: str
    values: dict[str, str] = field(default_factory=dict)


def read_lines(pasted: str, rate: Decimal = Decimal(0)) -> tuple[tuple[Step, ...], list[Wrong]]:
    """The steps by weight; none when a line is wrong. Lines of titles above the first figure are passed over. `rate`:
    the VAT in percent that comes on top of the prices."""
    found: list[tuple[int, int, int]] = []  # grams, cents, line
    wrong: list[Wrong] = []
    for number, raw in enumerate(pasted.splitlines(), 1):
        text = " ".join(unicodedata.normalize("NFKC", raw.replace("\t", ";")).strip("\ufeff ;|").split())
        if not text or (not found and not wrong and not re.search(r"\d", text)):
            continue
        try:
            found.append((*_step(text, rate), number))
        except Unclear as unclear:
            wrong.append(Wrong(number, text[:80], str(unclear)))
    wrong += _unlike(found)
    if not found and not wrong:
        wrong.append(Wrong(1, "", EMPTY))
    elif len(found) > MOST_STEPS:
        wrong.append(Wrong(found[MOST_STEPS][2], "", TOO_LONG))
    steps = () if wrong else tuple(sorted(one[:2] for one in found))
    return steps, sorted(wrong, key=lambda one: one.line)


def shown(steps: Sequence[Step]) -> str:
    """The steps as lines that `read_lines` reads again: `2;9,55`."""
    return "\n".join(f"{kilograms(grams)};{plain(price).replace('.', ',')}" for grams, price in steps)


def kilograms(grams: int) -> str:
    """2500 g is `2,5`."""
    return f"{Decimal(grams).scaleb(-3).normalize():f}".replace(".", ",")


def grams_of(typed: str) -> int:
    """A weight as people type it, in grams; kilograms when nothing else is said. Raises Unclear."""
    bare = re.sub(r"\s", "", _RANGE.sub("", _LEAD.sub("", typed.strip())))
    match = _WEIGHT.fullmatch(bare)
    if not match or len(match[1]) > 7:
        raise Unclear(NO_WEIGHT)
    whole, part, unit = int(match[1]), match[2] or "", (match[3] or "kg").lower()
    if unit.startswith("g"):
        if part.strip("0"):
            raise Unclear(NO_WEIGHT)
        grams = whole
    else:
        grams = whole * 1000 + int(part.ljust(3, "0"))
    if not LEAST_GRAMS <= grams <= MOST_GRAMS:
        raise Unclear(BOUNDS)
    return grams


def _step(text: str, rate: Decimal) -> Step:
    cells = [one.strip() for one in re.split(r"[;|]", text)]
    if len(cells) == 1 and (apart := _SPACED.fullmatch(text)):
        cells = [apart[1], apart[2]]
    if len(cells) < 2:
        raise Unclear(NO_PRICE)
    if len(cells) > 2:
        raise Unclear(TOO_MANY)
    grams, price = grams_of(cells[0]), cents(cells[1])
    if not price:
        raise Unclear(FREE)
    if from_net(price, rate).gross > MOST_CENTS:
        raise Unclear(TOO_DEAR)
    return grams, price


def _unlike(found: Sequence[tuple[int, int, int]]) -> list[Wrong]:
    """Weights that stand there twice, and heavier parcels that would cost less than lighter ones."""
    wrong: list[Wrong] = []
    first: dict[int, int] = {}
    dearest: tuple[int, int] | None = None  # cents, line
    for grams, price, line in sorted(found, key=lambda one: (one[0], one[2])):
        text = f"{kilograms(grams)} kg"
        if grams in first:
            wrong.append(Wrong(line, text, TWICE, {"line": str(first[grams])}))
            continue
        first[grams] = line
        if dearest and price < dearest[0]:
            shown_price = plain(dearest[0]).replace(".", ",")
            wrong.append(Wrong(line, text, CHEAPER, {"price": shown_price, "line": str(dearest[1])}))
        else:
            dearest = (price, line)
    return wrong
