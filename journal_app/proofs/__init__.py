"""Proofs: what was built of an issue, shown to people. This first room only reads."""
