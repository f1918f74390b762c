"""Step 9a: file names to the printer sheet's pattern: ASCII, no spaces. Pure."""

import re
import unicodedata

from journal_app.prepress.model import Issue


def file_name(issue: Issue, version: int = 1, state: str = "BAT") -> str:
    """The press file's name without its ending, by the sheet's pattern."""
    name = issue.sheet.naming.format(number=issue.file.number, date=issue.file.date, first=1, last=len(issue.pages),
                                     version=version, state=state, slug=issue.slug)
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "_", plain).strip("._") or "journal"
