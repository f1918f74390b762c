"""TMX, a translation memory, the verbs in one place: check a tree, read it or stream it, write one."""

from journal_app.bitext.tmx.check import check
from journal_app.bitext.tmx.read import Segment, read, stream
from journal_app.bitext.tmx.write import write

__all__ = ["Segment", "check", "read", "stream", "write"]
