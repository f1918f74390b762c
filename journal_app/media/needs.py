"""Media, the judgement: what a picture still lacks before it may be printed, and how wide it is good. Pure values."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from journal_app.media.model import Face, FaceAnswer, Picture
from journal_app.prepress.sheet import PrinterSheet

FACES = Literal["none", "agreed", "covered", "unanswered"]  # prepress.model.PictureFile.faces
_NARROWEST_CM = 4.5  # a picture in one narrow column of a tabloid: below it there is no place to print it
_COMFORTABLE_CM = 12  # about two columns of a tabloid page


class Lack(NamedTuple):
    """One thing that is missing: `credit`, `face`, or `alt` in a language."""

    code: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How wide a picture may be printed on this printer's paper, in cm, and what that means: good, small or tiny."""

    good_cm: float  # without a word
    most_cm: float  # at all
    line: bool  # judged as black and white line art

    @property
    def tone(self) -> Literal["good", "small", "tiny"]:
        """good: two columns and more; small: has its place, look at it; tiny: below one column."""
        if self.good_cm >= _COMFORTABLE_CM:
            return "good"
        return "small" if self.most_cm >= _NARROWEST_CM else "tiny"


def verdict(picture: Picture, sheet: PrinterSheet) -> Verdict:
    """From the pixels and the sheet's resolutions: line art needs more of them (GWG 2015)."""
    limits, line = sheet.resolution, picture.kind == "line"
    warn, error = (limits.line_warn, limits.line_error) if line else (limits.warn, limits.error)
    return Verdict(_cm(picture.width, warn), _cm(picture.width, error), line)


def pixels_for(sheet: PrinterSheet) -> tuple[int, int]:
    """How many pixels across a picture of this printer needs to be good, and to have its place at all."""
    good, least = sheet.resolution.warn, sheet.resolution.error
    return math.ceil(_COMFORTABLE_CM / 2.54 * good), math.ceil(_NARROWEST_CM / 2.54 * least)


def faces_word(picture: Picture, faces: Sequence[Face]) -> FACES:
    """What the issue folder says of a picture's faces."""
    if not faces:
        return "none" if picture.no_faces else "unanswered"
    answers = {face.answer for face in faces}
    if FaceAnswer.UNANSWERED in answers:
        return "unanswered"
    return "covered" if FaceAnswer.COVER in answers else "agreed"


def missing_of(picture: Picture, faces: Sequence[Face], languages: Iterable[str]) -> tuple[Lack, ...]:
    """What is to be done before the picture may be printed in these languages; empty: nothing."""
    found = [] if picture.credit.strip() else [Lack("credit")]
    if faces_word(picture, faces) == "unanswered":
        found.append(Lack("face"))
    return (*found, *(Lack("alt", tag) for tag in languages if not str(picture.alt.get(tag, "")).strip()))


def _cm(pixels: int, ppi: float) -> float:
    """Rounded down to the mm."""
    return int(pixels / ppi * 25.4) / 10
