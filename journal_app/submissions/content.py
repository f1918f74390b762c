"""Submissions, the value: what one revision of a text says, as plain frozen values. No database, no request.

`body` is the restricted fragment of prepress/fragments.py (`p h2 ul ol li em strong bdi span blockquote a br small`),
already cleaned: what comes from people passes submissions/cleaning.py first.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Content:
    """The words of a piece in one language, as they will be printed."""

    headline: str = ""
    kicker: str = ""
    standfirst: str = ""
    short: str = ""
    byline: str = ""
    quotes: tuple[str, ...] = ()
    body: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain values for the revision's row."""
        return asdict(self) | {"quotes": list(self.quotes)}

    @property
    def digest(self) -> str:
        """SHA-256 of what it says."""
        told = json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to print."""
        return not self.body.strip()


def from_json(values: Mapping[str, Any]) -> Content:
    """What a revision's row holds."""
    return Content(**{**values, "quotes": tuple(values.get("quotes", ()))})
