"""XLIFF 2.0, 2.1 and 2.2, the verbs in one place: check a tree, read it, write one, write one back as it was read."""

from journal_app.bitext.xliff2.check import check
from journal_app.bitext.xliff2.read import read, rewrite
from journal_app.bitext.xliff2.write import write

__all__ = ["check", "read", "rewrite", "write"]
