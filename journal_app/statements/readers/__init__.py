"""Statements, the readers: bytes -> what a source says, line by line. Pure: no database, no file, no clock."""
