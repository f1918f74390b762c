"""Statements: what the bank, the gift platform and the search engine say came in and went out, line by line."""
