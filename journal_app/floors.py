"""Floors: the oldest versions of what the desk stands on that are safe, checked at start. It installs nothing.

Pillow below 13.0.0 has critical JPEG overflows, libheif below 1.22 too.
"""

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from journal_app.config import ConfigError

FLOORS = {
    "pillow": "13.0.0",
    "lxml": "6.1",
    "weasyprint": "70",
    "flask": "3.1.3",
    "werkzeug": "3.1.9",
    "pillow-heif": "1.8.1",
    "sqlalchemy": "2.1",
}


def numbers(told: str) -> tuple[int, ...]:
    """`3.1.9` -> (3, 1, 9); what is no number ends it."""
    found: list[int] = []
    for part in told.split("."):
        if not part.isdigit():
            break
        found.append(int(part))
    return tuple(found)


def installed(name: str) -> str:
    """The version that is there, empty when none is."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def below() -> Iterator[tuple[str, str, str]]:
    """What is too old: its name, the version there is, the version that is needed."""
    for name, floor in FLOORS.items():
        found = installed(name)
        if numbers(found) < numbers(floor):
            yield name, found, floor


def check_floors() -> None:
    """Refuse to start on something that is known to be unsafe."""
    if wrong := [f"{name} {found or 'missing'} (at least {floor})" for name, found, floor in below()]:
        raise ConfigError(f"too old to be safe: {', '.join(wrong)}; `make setup` installs what is needed")
