"""Half-transparent text in a file that says PDF/X-1a."""

from pikepdf import Dictionary

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    draft.version = "1.4"
    draft.xmp.pop("{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion")
    draft.info |= {"GTS_PDFXVersion": "PDF/X-1:2003", "GTS_PDFXConformance": "PDF/X-1a:2003"}
    draft.resources.ExtGState.Half = Dictionary(ca=0.5)
    draft.content["box"] = "q /Half gs " + draft.rectangle(20, 100, 20, 20, "0.5 0 0 0 k") + " Q"
