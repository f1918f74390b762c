"""A DeviceN of two process inks."""

from pikepdf import Array, Name

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    tint = draft.pdf.make_stream(
        b"{0 exch 0 exch 0 0}", FunctionType=4, Domain=[0, 1, 0, 1], Range=[0, 1, 0, 1, 0, 1, 0, 1]
    )
    tint.write(b"{0 0}")
    draft.resources.ColorSpace.Two = Array([Name.DeviceN, Array([Name.Cyan, Name.Magenta]), Name.DeviceCMYK, tint])
    draft.content["box"] = draft.rectangle(20, 100, 20, 20, "/Two cs 0.5 0.3 sc")
