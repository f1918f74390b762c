"""Statements, discretion: what may be kept of a source's words. It masks names and numbers, and reads no file.

Columns are kept when they are known to be about money (columns.py). In a bank's own words what can be known is masked:
account numbers, e-mails, telephones, cards, and what follows Monsieur or Madame. A name without a title cannot be told
from an association's, and stays.
"""

import re
from functools import lru_cache

_SHORT = 300  # characters of a label
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){3,7}(?: ?[0-9A-Z]{1,4})?\b")
_MAIL = re.compile(r"\S+@\S+")
_PHONE = re.compile(r"(?<!\d)(?:\+33|0033|0)[ .]?[1-9](?:[ .-]?\d{2}){4}(?!\d)")
_CARD = re.compile(r"(?i)\b(CARTE|CB|CARD)[ *X]+[\dX*]{4,19}\b")
_LONG = re.compile(r"(?<!\d)\d{16,}(?!\d)")
_TITLE = re.compile(
    r"\b(?i:M(?:ONSIEUR|ADAME|ADEMOISELLE|ESSIEURS|ME|LLE|ELLE|R|RS|S)?)\.?"
    r"(?:\s+(?:ET|OU)\s+(?i:M(?:ME|ADAME|LLE|R|ONSIEUR)?)\.?)?"
    r"(?:\s+(?!(?i:don|dons|cotisation|adhesion|adhésion|ref|réf|motif|pour|vir|prlv|facture|journal|remb|du|au|le)\b)"
    r"[^\W\d_][\w'’.-]*){1,4}"
)
_TRIGGERS = re.compile(r"(?i)\bm(?:onsieur|adame|ademoiselle|essieurs|me|lle|elle|r|rs|s)?\b|@|\d{4}")


@lru_cache(maxsize=4096)
def discreet(words: str) -> str:
    """A bank's words without account numbers, addresses, telephones, cards and titled names."""
    plain = " ".join(words.split())[:_SHORT]
    if not _TRIGGERS.search(plain):
        return plain
    plain = _MAIL.sub("…", _IBAN.sub("…", plain))
    plain = _CARD.sub(r"\1 …", _LONG.sub("…", _PHONE.sub("…", plain)))
    return _TITLE.sub("…", plain)
