"""Media, the forms: what a request said of a picture -> plain values. It decides and stores nothing.

A box is typed in per cent of the picture's width and height, so that it can be read off the picture without a script.
"""

import unicodedata
from collections.abc import Iterable, Mapping

from journal_app.media.actions import MOST_FACES, MarkedFace
from journal_app.media.covers import Box, kept_inside
from journal_app.media.model import FaceAnswer
from journal_app.web.forms import Form

NINE = tuple((x, y) for y in (0.17, 0.5, 0.83) for x in (0.17, 0.5, 0.83))  # the middles of a 3 x 3 grid


def marked_faces(form: Form) -> list[MarkedFace]:
    """The faces of rows `x-0 y-0 w-0 h-0 answer-0`...; empty rows and rows to take away are left out.

    What is wrong stands in `form.errors`, by the row's first field.
    """
    found = []
    for number in range(MOST_FACES + 1):
        told = [form.values.get(f"{side}-{number}", "").strip() for side in "xywh"]
        answer = form.values.get(f"answer-{number}", "")
        if answer == "remove" or not any(told):
            continue
        values = [_share(words) for words in told]
        box = kept_inside(Box(*values))
        if box is None:
            form.wrong(f"x-{number}", "Les quatre nombres vont de 0 à 100 ; largeur et hauteur au moins 1.")
            continue
        known = answer if answer in (FaceAnswer.AGREED, FaceAnswer.COVER) else FaceAnswer.UNANSWERED
        found.append(MarkedFace(box, FaceAnswer(known)))
    return found


def typed_rows(form: Form) -> list[dict[str, str]]:
    """The rows of faces as they were typed, for a form that comes back."""
    names = ("x", "y", "w", "h", "answer")
    rows = [{name: form.values.get(f"{name}-{number}", "") for name in names} for number in range(MOST_FACES + 1)]
    return [row for row in rows if any(row[side].strip() for side in "xywh")]


def focal_point(form: Form, now: tuple[float, float]) -> tuple[float, float]:
    """The point somebody clicked, or the middle of one of nine fields; without either what it was."""
    clicked = [_share(form.values.get(name, "")) for name in ("focal_x", "focal_y")]
    if all(0 <= value <= 1 for value in clicked):
        return clicked[0], clicked[1]
    field = form.values.get("field", "")
    return NINE[int(field)] if field.isascii() and field.isdigit() and int(field) < len(NINE) else now


def worded(values: Mapping[str, str], name: str, languages: Iterable[str]) -> dict[str, str]:
    """The words of `name-fr`, `name-ar`... as they are kept: NFC, one line."""
    found = {tag: values[f"{name}-{tag}"] for tag in languages if f"{name}-{tag}" in values}
    return {tag: " ".join(_clean(words).split()) for tag, words in found.items()}


def _clean(words: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", words) if unicodedata.category(c) != "Cs" and c != "\0")


def _share(words: str) -> float:
    """Per cent, with a point or a comma, as a share; what is no number is not one here either."""
    try:
        return float(words.replace(",", ".")) / 100
    except ValueError:
        return float("nan")
