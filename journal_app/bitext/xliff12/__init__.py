"""XLIFF 1.2, the three verbs in one place: check a tree, read it, write one. The work is done in its neighbours."""

from journal_app.bitext.xliff12.check import check
from journal_app.bitext.xliff12.read import read
from journal_app.bitext.xliff12.write import write

__all__ = ["check", "read", "write"]
