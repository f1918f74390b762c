"""A drawing used as a letter."""

from pikepdf import Array, Dictionary, Name

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    glyph = draft.pdf.make_stream(b"600 0 0 0 500 500 d1 0 0 500 500 re f")
    draft.resources.Font.T = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 600, 600]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=Dictionary(a=glyph),
        Encoding=Dictionary(Differences=Array([97, Name.a])),
        FirstChar=97,
        LastChar=97,
        Widths=Array([600]),
    )
    draft.content["words"] = draft.text(20, 110, 10, shown="(aaa)", font="T")
