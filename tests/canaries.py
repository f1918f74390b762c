"""Canaries: what would harm somebody if it were found in a log, and a wire that hears when one is logged.

Tests plant them in all that the desk is told; the wire (tests/conftest.py) listens to every record of a whole run.
"""

import logging

CANARY = "CANARY 50.9871N 1.8123E Ahmad"  # in pictures: a place and a name
SPOKEN = "CANARY VOICE"  # in recordings
NAME, PHONE, SENTENCE = "Zarghuna Canarie", "+33 6 99 88 77 66", "The boat had no light. (specimen)"
ADDRESS, BROWSER = "198.51.100.77", "CanaryBrowser/7.7"
PASSWORD, OTHER = "quatre ficelles sur un mur jaune", "sept parapluies dans la neige bleue"
ALL = (CANARY, SPOKEN, NAME, PHONE, SENTENCE, ADDRESS, BROWSER, PASSWORD, OTHER)


class Wire(logging.Handler):
    """Keeps the records that hold a canary."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        told = self.format(record)
        if any(one in told for one in ALL):
            self.heard.append(told)
