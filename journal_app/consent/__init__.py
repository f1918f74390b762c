"""Consent: what each author agreed to, per work, use and language. No row, no page."""
