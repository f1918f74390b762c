"""Statements as banks and platforms write them, made here from plain rows: each is named by what should be found in it.

Every person, account and amount is invented.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl

TODAY = date(2026, 11, 30)
LILO = """$
19 $
Mes gains
Date Montant HT
Mois en cours 7.8659 $ (estimation)
Reste à payer 13.4844 $
Lilo reverse l'argent tous les mois, à partir de 100€.
"""
Move = tuple[str, str, int]  # ISO day, words, signed cents
MOVES: tuple[Move, ...] = (
    ("2026-11-03", "VIR HELLOASSO 2026-11", 41_200),
    ("2026-11-04", "PRLV SEPA ASSURANCE EXEMPLE", -6_600),
    ("2026-11-05", "CB PAPETERIE DU PORT", -1_250),
    ("2026-11-05", "CB PAPETERIE DU PORT", -1_250),
    ("2026-11-12", "VIR MAIRIE DE L EXEMPLE SUBVENTION", 100_000),
)


def euros(cents: int, sign: str = ",", thousands: str = "") -> str:
    """Signed cents as a bank writes them."""
    whole, rest = divmod(abs(cents), 100)
    grouped = f"{whole:,}".replace(",", thousands)
    return f"{'-' if cents < 0 else ''}{grouped}{sign}{rest:02d}"


def french(day: str) -> str:
    return f"{day[8:]}/{day[5:7]}/{day[:4]}"


def csv(header: Sequence[str], rows: Iterable[Sequence[str]], separator: str = ";", end: str = "\r\n") -> str:
    """A table as text; cells that need quotes get them."""

    def cell(words: str) -> str:
        return f'"{words}"' if separator in words or '"' in words else words

    return "".join(separator.join(map(cell, row)) + end for row in [header, *rows])


def bank_two_columns(
    moves: Iterable[Move] = MOVES, thousands: str = "", above: str = "", below: str = "", encoding: str = "utf-8"
) -> bytes:
    """Date operation;Date valeur;Libelle;Debit;Credit, as most banks."""
    rows = [
        (
            french(day),
            french(day),
            words,
            euros(-cents, ",", thousands) if cents < 0 else "",
            euros(cents, ",", thousands) if cents > 0 else "",
        )
        for day, words, cents in moves
    ]
    text = csv(("Date opération", "Date valeur", "Libellé", "Débit", "Crédit"), rows)
    return (above + text + below).encode(encoding)


def bank_signed(
    moves: Iterable[Move] = MOVES, balance: int | None = None, sign: str = ".", currency: str = ""
) -> bytes:
    """date,label,amount[,balance][,currency], as banks without branches; the latest line last."""
    rows = []
    for day, words, cents in moves:
        balance = None if balance is None else balance + cents
        rows.append(
            [
                day,
                words,
                euros(cents, sign),
                *([] if balance is None else [euros(balance, sign)]),
                *([currency] if currency else []),
            ]
        )
    header = ["Date", "Libellé", "Montant", *([] if balance is None else ["Solde"]), *(["Devise"] if currency else [])]
    return csv(header, rows, ",", "\n").encode()


_PLUS, _MINUS = "{ABCDEFGHI", "}JKLMNOPQR"


def overpunched(cents: int) -> str:
    """Fourteen characters, the last with digit and sign."""
    digits = f"{abs(cents):014d}"
    return digits[:-1] + (_PLUS if cents >= 0 else _MINUS)[int(digits[-1])]


def cfonb(
    moves: Iterable[Move] = MOVES,
    opening: int = 50_000,
    closing: int | None = None,
    words: Sequence[tuple[str, str]] = (),
    account: str = "17283940506",
) -> bytes:
    """120 characters a record; `words` are 05 records (qualifier, words) after the first movement."""

    def balance(code: str, cents: int, day: str) -> str:
        return f"{code}99999    00001EUR2 {account}  {day}{'':50}{overpunched(cents)}{'':16}"

    def short(day: str) -> str:
        return day[8:] + day[5:7] + day[2:4]

    records = [balance("01", opening, "011126")]
    total = opening
    for place, (day, label, cents) in enumerate(moves):
        total += cents
        records.append(
            f"0499999B1  00001EUR2 {account}05{short(day)}  {short(day)}{label[:31]:<31}  {place:07d}  "
            f"{overpunched(cents)}{'':16}"
        )
        if place == 0:
            records += [
                f"0599999B1  00001EUR2 {account}05{short(day)}     {qualifier:<3}{told[:70]:<70}  "
                for qualifier, told in words
            ]
    records.append(balance("07", total if closing is None else closing, "301126"))
    assert all(len(record) == 120 for record in records), [len(record) for record in records]
    return "".join(record + "\r\n" for record in records).encode("latin-1")


def ofx(moves: Iterable[Move] = MOVES, currency: str = "EUR", version: int = 1, more: str = "") -> bytes:
    """Both ages of OFX."""
    close = (lambda tag: f"</{tag}>") if version == 2 else (lambda tag: "")
    rows = "".join(
        f"<STMTTRN>\n<TRNTYPE>{'CREDIT' if cents > 0 else 'DEBIT'}{close('TRNTYPE')}\n"
        f"<DTPOSTED>{day.replace('-', '')}{close('DTPOSTED')}\n<TRNAMT>{euros(cents, '.')}{close('TRNAMT')}\n"
        f"<FITID>{place}{close('FITID')}\n<NAME>{words.replace('&', '&amp;')}{close('NAME')}\n</STMTTRN>\n"
        for place, (day, words, cents) in enumerate(moves)
    )
    body = (
        f"<OFX>\n<BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>{currency}{close('CURDEF')}\n<BANKACCTFROM><BANKID>99999"
        f"{close('BANKID')}<ACCTID>17283940506{close('ACCTID')}</BANKACCTFROM>\n<BANKTRANLIST>\n{rows}</BANKTRANLIST>\n"
        f"</STMTRS></STMTTRNRS></BANKMSGSRSV1>\n</OFX>\n"
    )
    head = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n"
    if version == 2:
        head = '<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="211"?>\n'
    return (head + more + body).encode("cp1252" if version == 1 else "utf-8")


def camt(
    moves: Iterable[Move] = MOVES,
    opening: int = 50_000,
    closing: int | None = None,
    version: str = "02",
    currency: str = "EUR",
    entries: str = "",
) -> bytes:
    """CAMT.053 of any version; names of payers are in it, as banks write them."""

    def balance(kind: str, cents: int) -> str:
        side = "CRDT" if cents >= 0 else "DBIT"
        return (
            f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy='{currency}'>"
            f"{euros(abs(cents), '.')}</Amt><CdtDbtInd>{side}</CdtDbtInd><Dt><Dt>2026-11-30</Dt></Dt></Bal>"
        )

    state = "<Sts>BOOK</Sts>" if version < "08" else "<Sts><Cd>BOOK</Cd></Sts>"
    moves = list(moves)
    rows = "".join(
        f"<Ntry><Amt Ccy='{currency}'>{euros(abs(cents), '.')}</Amt>"
        f"<CdtDbtInd>{'CRDT' if cents > 0 else 'DBIT'}</CdtDbtInd>{state}<BookgDt><Dt>{day}</Dt></BookgDt>"
        f"<ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>R{place}</AcctSvcrRef>"
        f"<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>Camille Inventée</Nm></Dbtr></RltdPties>"
        f"<RmtInf><Ustrd>{words}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
        for place, (day, words, cents) in enumerate(moves)
    )
    total = opening + sum(cents for _, _, cents in moves) if closing is None else closing
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}">'
        f"<BkToCstmrStmt><Stmt><Id>1</Id><Acct><Id><IBAN>FR7600000000000000000000000</IBAN></Id></Acct>"
        f"{balance('OPBD', opening)}{balance('CLBD', total)}{rows}{entries}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


GIFT = (
    "Référence commande",
    "Référence du paiement ",
    "Montant total",
    "Date du paiement",
    "Statut du paiement",
    "Versé",
    "Date du versement",
    "Nom payeur",
    "Prénom payeur",
    "Email payeur",
    "Campagne",
    "Votre pointure ?",
)
Gift = dict[str, str]


def gift(number: int, **more: str) -> Gift:
    """A payment of 20 euros; whoever gave is invented and must not be found anywhere."""
    return {
        GIFT[0]: f"C{number}",
        GIFT[1]: str(5_000_000 + number),
        GIFT[2]: "20,00",
        GIFT[3]: "03/11/2026 14:05",
        GIFT[4]: "Validé",
        GIFT[5]: "Non",
        GIFT[6]: "",
        GIFT[7]: "Inventée",
        GIFT[8]: "Camille",
        GIFT[9]: "camille@exemple.invalid",
        GIFT[10]: "Soutenir le n° 12",
        GIFT[11]: "38",
    } | more


def helloasso(gifts: Iterable[Gift], separator: str = ";") -> bytes:
    """The platform's CSV: a BOM, comma decimals, a space after some names."""
    return ("\ufeff" + csv(GIFT, [[one[name] for name in GIFT] for one in gifts], separator)).encode()


def workbook(header: Sequence[str], rows: Iterable[Sequence[object]], title: str = "Export") -> bytes:
    """An .xlsx by another hand than our reader's: numbers and days are real ones."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    sheet.append(list(header))
    for row in rows:
        sheet.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def cents_of(total: Iterable[str]) -> int:
    """An independent sum of amounts as written."""
    return int(sum(Decimal(one.replace(",", ".")) for one in total) * 100)
