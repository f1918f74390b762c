"""Review: comments, suggestions, decisions and the author’s yes. It never changes a text but through a new revision."""
