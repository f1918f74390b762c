"""A stamp in one bit at 300 ppi."""

from pikepdf import Name

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    width, height = 304, 152
    draft.resources.XObject.Stamp = draft.image(
        width // 8, height, b"\xf0", Width=width, ColorSpace=Name.DeviceGray, BitsPerComponent=1
    )
    draft.content["stamp"] = draft.place("Stamp", 20, 110, 25.74, 12.87)
