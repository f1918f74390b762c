"""TMX, a translation memory, the verbs in one place: check a tree, read it or stream it, write one."""

from journal_app.bitext.tmx_check import check
from journal_app.bitext.tmx_read import Segment, read, stream
from journal_app.bitext.tmx_write import write

__all__ = ["Segment", "check", "read", "stream", "write"]
