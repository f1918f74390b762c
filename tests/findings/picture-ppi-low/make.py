"""A photograph at 90 ppi through two nested forms."""

from pikepdf import Dictionary

from tests.findings_builder import Draft, x, y


def spoil(draft: Draft) -> None:
    draft.resources.XObject.Small = draft.image(100, 70, b"\x20\x10\x30\x05")
    inner = draft.form(
        "100 0 0 70 0 0 cm /Small Do", Resources=Dictionary(XObject=Dictionary(Small=draft.resources.XObject.Small))
    )
    outer = draft.form("0.5 0 0 0.5 0 0 cm /Inner Do", Resources=Dictionary(XObject=Dictionary(Inner=inner)))
    draft.resources.XObject.Outer = outer
    draft.content["small"] = f"q 1.6 0 0 1.6 {x(20)} {y(130)} cm /Outer Do Q"
