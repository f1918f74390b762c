"""Proofs: what was built of an issue, shown to people: pages, problems, fit, files, cost. It builds nothing."""
