"""Funding: who gives what for which issue, how sure each euro is, and what is still missing."""
