"""Submissions: the pieces, their texts and every revision of them. A piece is worked on here, never judged."""
