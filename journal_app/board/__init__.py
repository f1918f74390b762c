"""Board: every piece of an issue by stage, and what each lacks to be printed. It reads all rooms and owns no table."""
