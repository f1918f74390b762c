"""Statements, columns: which header cell means what, by its name. What it does not know it asks; it reads no row.

Names are compared without accents, case, signs and the spaces around. Of two columns that could mean the same the one
whose name stands first below is taken; of two with the very same name neither.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from journal_app.search.folding import fold
from journal_app.statements.model import Kind

# meaning -> the names that banks and the platform give it, the surest first
BANK: dict[str, tuple[str, ...]] = {
    "dated": ("date operation", "date de l operation", "date d operation", "date de comptabilisation", "date comptable",
              "date compta", "date ope", "date op", "dateop", "booking date", "transaction date", "date de transaction",
              "date d ecriture", "date"),
    "valued": ("date valeur", "date de valeur", "date val", "dateval", "value date", "valeur"),
    "label": ("libelle operation", "libelle de l operation", "libelle complet", "libelle", "libelle simplifie",
              "libelle ecriture", "nature de l operation", "intitule", "description", "label", "operation"),
    "more": ("libelle complementaire", "informations complementaires", "information complementaire", "detail",
             "details", "motif", "communication", "commentaire"),
    "debit": ("debit", "montant debit", "debits", "montant au debit", "sorties", "depenses"),
    "credit": ("credit", "montant credit", "credits", "montant au credit", "entrees", "recettes"),
    "amount": ("montant", "montant operation", "montant de l operation", "amount", "montant signe"),
    "side": ("sens", "sens operation", "d c", "debit credit", "debit ou credit"),
    "balance": ("solde", "solde comptable", "balance", "solde apres operation", "nouveau solde", "accountbalance"),
    "currency": ("devise", "currency", "monnaie", "code devise"),
    "reference": ("reference", "reference operation", "reference de l operation", "numero d operation",
                  "n d operation", "numero operation", "ref", "identifiant", "numero d ecriture"),
    "sort": ("type operation", "type d operation", "type de l operation", "type", "categorie", "sous categorie"),
}  # fmt: skip
HELLOASSO: dict[str, tuple[str, ...]] = {
    "reference": ("reference du paiement", "reference paiement", "reference de paiement", "numero du paiement",
                  "numero de paiement", "id paiement", "identifiant du paiement", "payment reference"),
    "order": ("reference commande", "reference de la commande", "numero de commande", "numero commande"),
    "amount": ("montant total", "montant du paiement", "montant paye", "montant total du paiement", "montant"),
    "dated": ("date du paiement", "date de paiement", "date paiement", "date"),
    "state": ("statut du paiement", "statut de paiement", "statut paiement", "etat du paiement", "statut", "etat"),
    "paid_out": ("verse", "versement effectue", "verse a l association", "versement"),
    "paid_out_on": ("date du versement", "date de versement", "date versement"),
    "purpose": ("campagne", "nom de la campagne", "intitule de la campagne", "formulaire", "nom du formulaire"),
    "label": ("type", "type de paiement", "type de campagne", "type de don", "formule", "tarif"),
    "means": ("moyen de paiement", "mode de paiement"),
    "currency": ("devise", "currency", "monnaie"),
}  # fmt: skip
MEANINGS = {Kind.BANK: BANK, Kind.HELLOASSO: HELLOASSO}
NEEDED = {Kind.BANK: ("dated", "label"), Kind.HELLOASSO: ("reference", "amount", "dated", "state")}
_PEOPLE = re.compile(
    r"\b(?:nom|noms|prenom|prenoms|name|surname|payeur|donateur|donatrice|acheteur|adherent|participant|titulaire|"
    r"beneficiaire|emetteur|contrepartie|tiers|debiteur|crediteur|email|e mail|mail|courriel|adresse|address|ville|"
    r"code postal|cp|pays|telephone|tel|portable|mobile|phone|naissance|age|iban|bic|rib|compte|raison sociale|siren|"
    r"societe|entreprise|profession|message|carte|attestation|recu)\b"
)
_EURO_TAIL = re.compile(r"\s(?:en )?(?:eur|euro|euros)$")
_OTHER_TAIL = re.compile(r"\s(?:en )?(?:usd|gbp|chf|cad|mad|tnd|dzd|xof|xaf|dollars?|livres?|dirhams?)$")
_SIGNS = re.compile(r"[^\w€$£]+|_")


@dataclass(frozen=True, slots=True)
class Columns:
    """What each column means: {meaning: place}. `missing`: what is needed and was not found."""

    kind: str
    places: Mapping[str, int]
    missing: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def folded(header: str) -> str:
    """A header cell in the plain form that is compared; euros in its name are the default and left out."""
    plain = _SIGNS.sub(" ", fold(header).replace("€", " eur ").replace("$", " usd ").replace("£", " gbp "))
    return _EURO_TAIL.sub("", " ".join(plain.split()))


def other_money(header: str) -> bool:
    """Whether a column says itself that it counts another currency."""
    return bool(_OTHER_TAIL.search(f" {folded(header)}"))


def counts_other_money(header: Sequence[str]) -> str:
    """The column that would be an amount, were it not in another currency; "" where there is none."""
    amounts = {name for meaning in ("amount", "debit", "credit") for name in BANK[meaning]} | {*HELLOASSO["amount"]}
    return next((one for one in header if other_money(one) and _OTHER_TAIL.sub("", folded(one)) in amounts), "")


def header_hash(header: Sequence[str]) -> str:
    """What a header is remembered by."""
    return hashlib.sha256(json.dumps([folded(cell) for cell in header]).encode()).hexdigest()


def nameless(header: Sequence[str]) -> bool:
    """Whether a table has no header: what is said of its columns is not remembered, since the next may be another."""
    return all(folded(name) == f"colonne {place}" for place, name in enumerate(header, 1))


def about_people(header: str) -> bool:
    """Whether a column's name says that it is about a person: it is dropped before anything else is done."""
    return bool(_PEOPLE.search(folded(header))) and not any(
        folded(header) in names for known in MEANINGS.values() for names in known.values()
    )


def known_cells(cells: Sequence[str]) -> int:
    """How many different things these cells name: a row with three of them is a header."""
    plain = {folded(cell) for cell in cells}
    return max(sum(bool(plain & set(names)) for names in known.values()) for known in MEANINGS.values())


def recognised(header: Sequence[str], wanted: str = "") -> Columns:
    """The columns of a header by their names. `wanted`: the kind that a person said, else what fits best."""
    if wanted in (Kind.BANK, Kind.HELLOASSO):
        return _as(Kind(wanted), header)
    platform = _as(Kind.HELLOASSO, header)
    if {"reference", "state"} <= platform.places.keys() or "paid_out_on" in platform.places:
        return platform
    return _as(Kind.BANK, header)


def _as(kind: Kind, header: Sequence[str]) -> Columns:
    plain = [folded(cell) for cell in header]
    places: dict[str, int] = {}
    for meaning, names in MEANINGS[kind].items():
        for name in names:
            if plain.count(name) == 1 and plain.index(name) not in places.values():
                places[meaning] = plain.index(name)
            if name in plain:
                break
    return Columns(kind, places, missing(kind, places))


def missing(kind: str, places: Mapping[str, int]) -> tuple[str, ...]:
    """What is needed and not there: of a bank also an amount, signed or in two columns."""
    lacking = [meaning for meaning in NEEDED[Kind(kind)] if meaning not in places]
    if kind == Kind.BANK and "amount" not in places and not {"debit", "credit"} <= places.keys():
        lacking.append("amount")
    return tuple(lacking)


def remembered(header: Sequence[str], kind: str, columns: Mapping[str, str]) -> Columns:
    """The columns as a person said last time, by the names of the header cells."""
    plain = [folded(cell) for cell in header]
    places = {
        meaning: plain.index(folded(name))
        for meaning, name in columns.items()
        if meaning in MEANINGS[Kind(kind)] and plain.count(folded(name)) == 1
    }
    return Columns(kind, places, missing(kind, places))
