"""A PostScript XObject."""

from pikepdf import Name

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    program = draft.pdf.make_stream(b"newpath")
    program.Type, program.Subtype = Name.XObject, Name.PS
    draft.resources.XObject.Program = program
    draft.content["program"] = "/Program Do"
