"""Accounts: who works at the desk, their roles, sessions and invitations. Contributors have no row here."""
