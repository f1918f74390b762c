"""Memory, the room: what a person called translated is found again, in this issue or in the next."""
