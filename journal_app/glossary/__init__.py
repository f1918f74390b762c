"""Glossary: the words of the house over all issues: what is said, what never, what stays as it is, in each language."""
