"""Step 8, rules on the output intent, the PDF/X claim and metadata (PDF/X, GWG 2015; house: nothing personal)."""

import re
from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Stream

from journal_app.prepress.preflight.finding import Finding, Rule
from journal_app.prepress.preflight.streams import BROKEN
from journal_app.prepress.preflight.subject import Subject, flavour_of
from journal_app.prepress.preflight.xmp import packet, read_xmp
from journal_app.problems import Severity

BLOCKING, WARNING, NOTE = Severity.BLOCKING, Severity.WARNING, Severity.NOTE

UNCLAIMED = Rule("pdfx-unclaimed", BLOCKING, "technician", "GWG 2015, ISO Compliancy: the file says it is PDF/X")
FLAVOUR = Rule("pdfx-flavour", BLOCKING, "technician", "printer sheet: PDF/X flavour")
INTENT = Rule("output-intent-missing", BLOCKING, "technician", "GWG 2015, Output Intent: one of GTS_PDFX")
CONDITION = Rule("output-intent-condition", BLOCKING, "technician", "printer sheet: registered condition")
PROFILE = Rule("output-intent-profile", BLOCKING, "technician", "PDF/X-4: embedded CMYK output profile")
TRAPPED = Rule("trapped-unknown", WARNING, "technician", "PDF/X: Trapped is True or False")
MISSING = Rule("metadata-missing", WARNING, "technician", "PDF/X: title, dates, and XMP for PDF/X-4")
MISMATCH = Rule("metadata-mismatch", WARNING, "technician", "PDF/X-4: Info and XMP say the same")
PERSONAL = Rule("metadata-personal", WARNING, "coordinator", "house: no name, address, path or e-mail in the file")
RULES = (UNCLAIMED, FLAVOUR, INTENT, CONDITION, PROFILE, TRAPPED, MISSING, MISMATCH, PERSONAL)

_LABELS = {"pdfx1a": "PDF/X-1a", "pdfx3": "PDF/X-3", "pdfx4": "PDF/X-4"}
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[A-Za-z]{2,}")
_PATH = re.compile(r"(?:[A-Za-z]:\\|\\\\|file:/|/(?:home|Users|root|tmp|var)/)[^\s<\"']+")
_GPS = re.compile(r"GPSL(?:ati|ongi)tude")


def judge(subject: Subject) -> Iterator[Finding]:
    """Every broken rule on what the file says of itself."""
    info = subject.pdf.trailer.get("/Info")
    told = {str(k)[1:]: str(v) for k, v in info.items()} if isinstance(info, Dictionary) else {}
    raw = packet(subject.pdf)
    xmp = read_xmp(raw)
    yield from _claim(subject)
    if subject.claim:
        trapped = told.get("Trapped", xmp.get("pdf:Trapped", "")).removeprefix("/")
        if trapped not in ("True", "False"):
            yield TRAPPED.at(found=trapped or "—", allowed="True / False")
        lacking = [
            key
            for key, name in (("Title", "dc:title"), ("CreationDate", "xmp:CreateDate"), ("ModDate", "xmp:ModifyDate"))
            if not (told.get(key) or xmp.get(name))
        ]
        if not xmp and flavour_of(subject.claim) == "pdfx4":
            lacking.append("XMP")
        if lacking:
            yield MISSING.at(found=", ".join(lacking))
    yield from _mismatch(told, xmp)
    yield from _personal(told, xmp, raw)


def _claim(subject: Subject) -> Iterator[Finding]:
    """With a sheet: its flavour where it names a profile. Without: only what the file itself claims must hold."""
    sheet, claim = subject.limits.sheet, subject.claim
    wanted = sheet.flavour if sheet and sheet.profile and sheet.flavour != "plain" else ""
    intents = [i for i in _intents(subject) if i.get("/S") == Name.GTS_PDFX]
    if wanted and not claim:
        yield UNCLAIMED.at(found="PDF", allowed=_LABELS[wanted])
    elif wanted and flavour_of(claim) != wanted:
        yield FLAVOUR.at(found=claim, allowed=_LABELS[wanted])
    if claim and not intents:
        yield INTENT.at(found=claim)
        return
    for intent in intents:
        said = str(intent.get("/OutputConditionIdentifier", ""))
        if not said or (sheet and sheet.condition and said != sheet.condition):
            yield CONDITION.at(found=said or "—", allowed=sheet.condition if sheet else "")
        wrong = _profile(intent, said, flavour_of(claim))
        if wrong:
            yield PROFILE.at(found=wrong, allowed="ICC CMYK")
    if len(intents) > 1:
        yield INTENT.at(found=f"{len(intents)}", allowed="1")


def _intents(subject: Subject) -> list[Any]:
    found = subject.pdf.Root.get("/OutputIntents")
    return [i for i in found if isinstance(i, Dictionary)] if isinstance(found, Array) else []


def _profile(intent: Any, said: str, flavour: str) -> str:
    """What is wrong with an intent's profile: absent, not CMYK, its N and its header in disagreement."""
    profile = intent.get("/DestOutputProfile")
    if not isinstance(profile, Stream):
        # PDF/X-1a and X-3 may name a registered condition instead; PDF/X-4 embeds the profile
        named = flavour in ("pdfx1a", "pdfx3") and said and "/RegistryName" in intent
        return "" if named or "/DestOutputProfileRef" in intent else "0"
    try:
        data = profile.read_bytes()
    except BROKEN:
        return "ICC ?"
    header, n = data[16:20], int(profile.get("/N", 0))
    if len(data) < 128 or data[36:40] != b"acsp":
        return "ICC ?"
    if header != b"CMYK" or n != 4:
        return f"{header.decode('ascii', 'replace').strip()}, N {n}"
    return "" if data[12:16] == b"prtr" else data[12:16].decode("ascii", "replace")


def _mismatch(info: dict[str, str], xmp: dict[str, str]) -> Iterator[Finding]:
    for key, name in (
        ("Title", "dc:title"),
        ("Producer", "pdf:Producer"),
        ("Creator", "xmp:CreatorTool"),
        ("Author", "dc:creator"),
    ):
        if key in info and name in xmp and info[key].strip() != xmp[name].strip():
            yield MISMATCH.at(found=f"{key}: {info[key][:40]} ≠ {xmp[name][:40]}")
    made, stamped = info.get("CreationDate", ""), xmp.get("xmp:CreateDate", "")
    if made and stamped and re.sub(r"\D", "", made)[:8] != re.sub(r"\D", "", stamped)[:8]:
        yield MISMATCH.at(found=f"CreationDate: {made[:20]} ≠ {stamped[:20]}")


def _personal(info: dict[str, str], xmp: dict[str, str], raw: bytes) -> Iterator[Finding]:
    """Author fields, file paths, e-mail addresses, places. What is found is named by its kind, never repeated."""
    words = " ".join(info.values()) + " " + raw.decode("utf-8", "replace")
    found = []
    if info.get("Author", "").strip() or xmp.get("dc:creator"):
        found.append("Author")
    for label, pattern in (("e-mail", _EMAIL), ("path", _PATH), ("GPS", _GPS)):
        if pattern.search(words):
            found.append(label)
    if found:
        yield PERSONAL.at(found=", ".join(found), allowed="0")
