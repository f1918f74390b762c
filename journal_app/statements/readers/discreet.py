"""Statements, discretion: what may be kept of a source's words. It masks names and numbers, and reads no file.

Columns are kept when they are known to be about money (columns.py). In a bank's own words what can be known is masked:
account numbers, e-mails, telephones, cards, and what follows Monsieur or Madame. A name without a title cannot be told
from an association's, and stays until somebody hides it (masking.py).
"""

import re
from functools import lru_cache

_SHORT = 300  # characters of a label
_IBAN = re.compile(r"(?i)\b[A-Z]{2}\d{2}(?:[ .-]?[0-9A-Z]{4}){2,7}(?:[ .-]?[0-9A-Z]{1,4})?\b")
_LEAST = 9  # digits: fewer are in no account's number, only in words of four letters that follow each other
_RIB = re.compile(r"(?i)(?<![0-9A-Z])\d{5}[ .-]?\d{5}[ .-]?[0-9A-Z]{11}[ .-]?\d{2}(?![0-9A-Z])")
_ACCOUNT = re.compile(
    r"(?i)\b(compte|cpte?|acct|account|rib)\b(?:\s*(?:n°|no\b|num\w*))?[\s:.]*(?=[0-9A-Z]*\d{5})[0-9A-Z]{8,}\b"
)
_MAIL = re.compile(r"\S+@\S+")
_PHONE = re.compile(r"(?<!\d)(?:\+33|0033|0)[ .]?(?:\(0\))?[ .]?[1-9](?:[ .-]?\d{2}){4}(?!\d)")
_ABROAD = re.compile(r"(?<![\w+])(?:\+[1-9]|00[1-9]\d{1,2}[ .-]\d)(?:[ .()/-]{0,2}\d){7,13}(?!\d)")
_SPACED = re.compile(r"(?i)(?<![\dX*])(?=[X*. -]*\d)(?:[\dX*]{4}[ .-]){3}[\dX*]{1,7}(?![\dX*])")
_CARD = re.compile(r"(?i)\b(CARTE|CB|CARD)\b(?:\s*(?:N°|NO\b|NUM\w*))?[ *X:]+[\dX*]{4,19}\b")
_LONG = re.compile(r"(?<!\d)\d{16,}(?!\d)")
_ONE = r"(?i:M(?:ONSIEUR|ADAME|ADEMOISELLE|ESSIEURS|ESDAMES|ME|MES|LLE|LLES|ELLE|R|RS|S)?|DOCTEUR)"
_NAME = (
    r"(?!(?i:dons?|cotisation|adh[eé]sion|r[eé]f|motif|pour|vir|virement|prlv|facture|journal|remb|loyer|frais)\b"
    r"|(?i:du|au|le)\b\s*\d)[^\W\d_][\w'’.-]*"  # `le` before a day ends a name, `Le Gall` is one
)
_TITLE = re.compile(
    rf"(?<!\b\w\.)\b{_ONE}\.?(?:(?:\s+(?i:ET|OU)\s+|\s*[&/+]\s*){_ONE}\.?)?"
    rf"(?:(?<=\.)(?=[^\W\d_]{{3}})|\s*:\s*|\s+){_NAME}(?:\s+{_NAME}){{0,3}}"
)
_TRIGGERS = re.compile(
    r"(?i)\b(?:m(?:onsieur|adame|ademoiselle|essieurs|esdames|me|mes|lle|lles|elle|r|rs|s)?|docteur)\b|@|\d{4}"
    r"|\d[ .()/-]{1,2}\d\d[ .-]\d\d"
)


@lru_cache(maxsize=4096)
def discreet(words: str) -> str:
    """A bank's words without account numbers, addresses, telephones, cards and titled names."""
    plain = " ".join(words.split())[:_SHORT]
    if not _TRIGGERS.search(plain):
        return plain
    plain = _MAIL.sub("…", _RIB.sub("…", _IBAN.sub(_number, plain)))
    plain = _SPACED.sub("…", _ABROAD.sub("…", _PHONE.sub("…", plain)))
    plain = _LONG.sub("…", _CARD.sub(r"\1 …", _ACCOUNT.sub(r"\1 …", plain)))
    return _TITLE.sub("…", plain)


def _number(found: re.Match[str]) -> str:
    return "…" if sum(sign.isdigit() for sign in found[0]) >= _LEAST else found[0]


def of_a_file(name: str) -> str:
    """A file's name, which banks make of an account's number and people of their own address."""
    return re.sub(r"\d{9,}", "…", discreet(name.replace("_", " "))) if _TELLS.search(name) else name


_TELLS = re.compile(r"\d{9,}|@|[A-Za-z]{2}\d{2}[0-9A-Za-z]{8,}|\d{5}[ _-]\d{5}")
