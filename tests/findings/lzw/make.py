"""A stream compressed with LZW."""

import pikepdf
from pikepdf import Name

from tests.findings_builder import Draft


def spoil(draft: Draft) -> None:
    stream = draft.pdf.make_stream(b"")
    stream.write(bytes.fromhex("800b6050220c0c8501"), filter=Name.LZWDecode)  # the example of PDF 32000-1, 7.4.4.2
    draft.page.obj.Thumb = stream
    draft.save |= {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.none}
