"""The table for who translates in Word, both ways in one place: an article -> a Word file, and back to units."""

from journal_app.bitext.table.read import read_table
from journal_app.bitext.table.write import write_table

__all__ = ["read_table", "write_table"]
