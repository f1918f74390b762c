"""Step 7c: page PDFs -> one press PDF with its output intent, metadata and identity. Same pages, same bytes."""

import hashlib
import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from journal_app.prepress.sheet import PrinterSheet

PRODUCER = "Journal des Jungles"
# PDF/X-4 is ISO 15930-7 (PDF 1.6); PDF/X-1a:2003 is ISO 15930-4 (PDF 1.4). What an X-1a file says of itself changed
# with the edition: 2003 has GTS_PDFXVersion (PDF/X-1a:2003) in Info and nothing else; 2001 had GTS_PDFXVersion
# (PDF/X-1:2001) and GTS_PDFXConformance (PDF/X-1a:2001). Source: both editions compared, Antenna House, PDFTool blog,
# 21 July 2006.
VERSIONS = {"pdfx4": "1.6", "pdfx1a": "1.4", "plain": "1.6"}


@dataclass(frozen=True, slots=True)
class Identity:
    """What the file says of itself; nothing about people or machines."""

    title: str
    date: date


def finish(pages: Sequence[Path], sheet: PrinterSheet, identity: Identity, profile: Path | None, out: Path) -> str:
    """Merge the pages into `out` (written aside, then renamed) and return its SHA-256.

    Without a profile no PDF/X is claimed and no output intent is written (an intent must name what was meant).
    """
    claim = sheet.flavour if profile else "plain"
    digest = hashlib.sha256()
    with Pdf.new() as pdf:
        for path in pages:
            data = path.read_bytes()
            digest.update(hashlib.sha256(data).digest())
            with Pdf.open(io.BytesIO(data)) as source:
                pdf.pages.extend(source.pages)
        digest.update(repr((claim, identity, sheet.condition, profile and profile.name)).encode())
        if profile:
            _intent(pdf, sheet, profile)
        _describe(pdf, claim, identity, digest.hexdigest())
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        aside = out.with_name(f".{out.name}.part")
        out.parent.mkdir(parents=True, exist_ok=True)
        merged = io.BytesIO()
        pdf.save(
            merged,
            static_id=True,  # a hash of all bytes, the other way, costs half of the merge; ours is put in below
            force_version=VERSIONS[claim],
            linearize=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
    written = _identified(merged.getbuffer(), digest.hexdigest())
    aside.write_bytes(written)
    aside.replace(out)
    return hashlib.sha256(written).hexdigest()


def _identified(merged: memoryview, digest: str) -> bytearray:
    """The file with its document identifier (ISO 32000-1, 14.4): 16 bytes of the pages' own hash, twice."""
    written = bytearray(merged)
    start = written.rindex(b"/ID [<") + len(b"/ID [<")
    end = written.index(b">]", start)
    written[start:end] = b"><".join([digest[:32].encode()] * 2)
    return written


def _intent(pdf: Pdf, sheet: PrinterSheet, profile: Path) -> None:
    data = profile.read_bytes()
    stream = pdf.make_stream(data)
    stream.N = 4
    pdf.Root.OutputIntents = Array(
        [
            pdf.make_indirect(
                Dictionary(
                    Type=Name.OutputIntent,
                    S=Name.GTS_PDFX,
                    OutputConditionIdentifier=String(sheet.condition),
                    OutputCondition=String(sheet.condition_info or sheet.condition),
                    Info=String(sheet.condition_info or sheet.condition),
                    RegistryName=String(sheet.registry or "http://www.color.org"),
                    DestOutputProfile=pdf.make_indirect(stream),
                )
            )
        ]
    )


def _describe(pdf: Pdf, claim: str, identity: Identity, digest: str) -> None:
    """Info and XMP say the same; identifiers come from the pages' bytes and the date from the issue."""
    stamp = f"{identity.date:%Y-%m-%d}T00:00:00+00:00"
    document = uuid.uuid5(uuid.NAMESPACE_URL, digest)
    info = pdf.make_indirect(
        Dictionary(
            Title=String(identity.title),
            Creator=String(PRODUCER),
            Producer=String(PRODUCER),
            Trapped=Name("/False"),
            CreationDate=String(f"D:{identity.date:%Y%m%d}000000+00'00'"),
            ModDate=String(f"D:{identity.date:%Y%m%d}000000+00'00'"),
        )
    )
    pdf.trailer.Info = info
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:title"] = identity.title
        xmp["dc:format"] = "application/pdf"
        xmp["xmp:CreatorTool"] = PRODUCER
        xmp["xmp:CreateDate"] = stamp
        xmp["xmp:ModifyDate"] = stamp
        xmp["xmp:MetadataDate"] = stamp
        xmp["pdf:Producer"] = PRODUCER
        xmp["pdf:Trapped"] = "False"
        xmp["xmpMM:DocumentID"] = f"uuid:{document}"
        xmp["xmpMM:InstanceID"] = f"uuid:{uuid.uuid5(document, 'instance')}"
        xmp["xmpMM:RenditionClass"] = "default"
        xmp["xmpMM:VersionID"] = "1"
        if claim == "pdfx4":
            xmp["{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"] = "PDF/X-4"
        elif claim == "pdfx1a":
            info.GTS_PDFXVersion = String("PDF/X-1a:2003")
            xmp["pdfx:GTS_PDFXVersion"] = "PDF/X-1a:2003"
