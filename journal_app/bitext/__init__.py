"""Bitext: files that translators work in (XLIFF, TMX, a table for Word) <-> plain values. It knows no database."""
