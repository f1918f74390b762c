"""Complement: the issue for the web from the same folder: a small site and a tagged PDF. Pure but for the last step."""
