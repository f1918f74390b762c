"""Funding, words: a bank's label or a funder's name -> the words it can be recognised by. Pure."""

import re
import unicodedata
from functools import lru_cache

# words of every label, that tell nobody from anybody
COMMON = frozenset({
    "virement", "sepa", "recu", "emis", "pour", "inst", "instantane", "prlv", "prelevement", "cheque", "cheq",
    "carte", "paiement", "facture", "remise", "association", "asso", "ville", "mairie", "commune", "conseil",
    "departement", "region", "fondation", "dons", "subvention", "solde", "acompte", "motif", "client", "euro",
    "journal", "jungles", "imprimerie", "societe", "sarl",
})  # fmt: skip
LEAST = 4  # letters


def folded(text: str) -> str:
    """Small letters without accents; everything else is a space."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[\W_]+", " ", "".join(sign for sign in plain if not unicodedata.combining(sign))).strip()


@lru_cache(4096)  # the same labels are asked for by every page of a list
def words_of(text: str) -> frozenset[str]:
    """The words that tell: long enough, not common, not a number."""
    return frozenset(
        word for word in folded(text).split() if len(word) >= LEAST and word not in COMMON and not word.isdigit()
    )
