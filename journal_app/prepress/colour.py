"""Step 4b: colours of screens and files -> inks, by the printer's profile. Draws nothing, writes nothing.

Colour goes by the relative colorimetric intent with black point compensation (GWG 2015, ISO 12646 practice), from the
profile a picture carries or else from sRGB. On pages printed 1/1 lightness (CIE L*) decides, through the tone curve of
the profile's own black ink, so that dot gain is paid back. Neutral flat colours are always black ink alone.
"""

import hashlib
import io
import math
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageCms

from journal_app.prepress import ink
from journal_app.problems import Problem, blocking

CMYK = tuple[float, float, float, float]
MODES = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK", "Lab ": "LAB"}  # ICC.1:2010 7.2.6 -> Pillow

DOT_GAIN = 0.20  # at 50 %, of black on uncoated paper (ISO 12647-2:2004, curve E), where there is no profile to ask
BLACK_REFLECTANCE = 0.04  # of solid black on uncoated paper, density 1.4
NEUTRAL = 3  # of 255: channels no further apart are one grey
INK_BLACK = 32  # of 255: a flat colour darker than this in every channel is meant as black ink, whatever its cast

_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
_LAB = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))


class Colour:
    """One printing condition: a CMYK profile, or none, and an ink limit in %.

    Without a profile colours are separated arithmetically with full grey replacement: good for proofs and for black,
    no ground for any claim.
    """

    def __init__(self, profile: bytes | None, ink_limit: float = 300) -> None:
        self.ink_limit = ink_limit
        self.sha256 = hashlib.sha256(profile or b"").hexdigest()
        self._bytes = profile
        self._profile = ImageCms.ImageCmsProfile(io.BytesIO(profile)) if profile else None
        if self._profile and self._profile.profile.xcolor_space != "CMYK":
            raise ValueError(self._profile.profile.xcolor_space.strip())
        self._flat: dict[tuple[float, ...], CMYK] = {}
        self._transforms: dict[tuple[str, str, str], ImageCms.ImageCmsTransform] = {}
        self._black_of_lightness = self._invert_black()

    # --- pictures -------------------------------------------------------------------------------------------------

    def to_cmyk(self, image: Image.Image, icc: bytes | None = None) -> Image.Image:
        """An RGB, LAB or CMYK picture in the sheet's inks, not yet limited. `icc` is the profile it carries.

        CMYK without a profile of its own is taken to be made for this press.
        """
        if image.mode == "CMYK" and (self._profile is None or icc is None or icc == self._bytes):
            return image
        if self._profile is None:
            return _separate(image.convert("RGB"))
        return self._apply(image, icc, self._profile, "CMYK", ImageCms.Flags.BLACKPOINTCOMPENSATION)

    def to_grey(self, image: Image.Image, icc: bytes | None = None) -> Image.Image:
        """Any picture as black ink alone, as an `L` picture in which 255 is paper and 0 solid black."""
        if image.mode == "L" and icc is None:
            return image.point([self._grey(_lightness(_linear(v / 255))) for v in range(256)])
        if image.mode == "CMYK" and icc is None and self._profile is None:
            image = image.convert("RGB")
        own = icc if icc or image.mode != "CMYK" else self._bytes
        lab = self._apply(image, own, _LAB, "LAB")
        darkest = self._darkest if image.mode == "CMYK" and own == self._bytes else 0.0
        table = [self._grey((v / 2.55 - darkest) / (100 - darkest) * 100) for v in range(256)]
        return lab.getchannel("L").point(table)

    # --- flat colours ---------------------------------------------------------------------------------------------

    def cmyk_of(self, red: int, green: int, blue: int) -> CMYK:
        """Inks 0..1 of an sRGB colour 0..255, within the limit; greys and near-blacks are black ink alone."""
        if max(red, green, blue) <= INK_BLACK:
            return 0.0, 0.0, 0.0, 1.0
        if max(red, green, blue) - min(red, green, blue) <= NEUTRAL:
            return 0.0, 0.0, 0.0, self.tint_of(red, green, blue)
        known = red, green, blue
        if known not in self._flat:
            pixel = self.to_cmyk(Image.new("RGB", (1, 1), known)).getpixel((0, 0))
            c, m, y, k = (v / 255 for v in pixel)  # type: ignore[union-attr]
            self._flat[known] = self.kept((c, m, y, k))
        return self._flat[known]

    def kept(self, colour: CMYK) -> CMYK:
        """A colour given in inks 0..1, within the limit."""
        c, m, y, k = (math.floor(v * 10_000 + 1e-6) / 10_000 for v in ink.limit_flat(colour, self.ink_limit))
        return c, m, y, k

    def tint_of(self, red: int, green: int, blue: int) -> float:
        """How much black ink, 0..1, is as light as this sRGB colour."""
        return self._tint("RGB", (red, green, blue))

    def tint_of_inks(self, colour: CMYK) -> float:
        """How much black ink alone, 0..1, is as light as these inks; black ink alone stays what it is."""
        if not any(colour[:3]):
            return round(colour[3], 4)
        c, m, y, k = (round(v * 255) for v in colour)
        return self._tint("CMYK", (c, m, y, k))

    # --- inside ---------------------------------------------------------------------------------------------------

    def _tint(self, mode: str, colour: tuple[int, ...]) -> float:
        known = (-1.0, *colour)
        if known not in self._flat:
            grey = self.to_grey(Image.new(mode, (1, 1), colour)).getpixel((0, 0))
            self._flat[known] = 0.0, 0.0, 0.0, round(1 - float(grey) / 255, 4)  # type: ignore[arg-type]
        return self._flat[known][3]

    def _apply(self, image: Image.Image, icc: bytes | None, target: ImageCms.ImageCmsProfile, mode: str,
               flags: ImageCms.Flags = ImageCms.Flags.NONE) -> Image.Image:
        if image.mode == "L" and icc is None:
            image = image.convert("RGB")
        key = (hashlib.sha256(icc or b"").hexdigest(), image.mode, mode)
        if key not in self._transforms:
            untold = _LAB if image.mode == "LAB" else _SRGB
            source = ImageCms.ImageCmsProfile(io.BytesIO(icc)) if icc else untold
            self._transforms[key] = ImageCms.buildTransform(
                source, target, image.mode, mode, ImageCms.Intent.RELATIVE_COLORIMETRIC, flags)
        done = ImageCms.applyTransform(image, self._transforms[key])
        assert done is not None
        done.info.clear()  # the source's profile and comments would follow it into the file
        return done

    def _grey(self, lightness: float) -> int:
        return 255 - self._black_of_lightness[round(min(max(lightness, 0), 100) * 10)]

    def _invert_black(self) -> list[int]:
        """Black ink 0..255 for lightness 0..100 in tenths; 0 is the darkest this black ink gets, 100 is paper."""
        if self._profile:
            ramp = Image.merge("CMYK", [Image.new("L", (256, 1))] * 3 + [Image.linear_gradient("L").rotate(90)
                                                                         .crop((0, 0, 256, 1))])
            lab = self._apply(ramp, self._bytes, _LAB, "LAB")
            measured = [float(v) / 2.55 for v in lab.getchannel("L").tobytes()]
        else:
            measured = [_lightness(1 - _gained(v / 255) * (1 - BLACK_REFLECTANCE)) for v in range(256)]
        self._darkest = measured[-1]
        scaled = [(v - measured[-1]) / (measured[0] - measured[-1]) * 100 for v in measured]
        found, black = [0] * 1001, 255
        for tenth in range(1001):
            while black and scaled[black] < tenth / 10:
                black -= 1
            found[tenth] = black
        found[0] = 255
        return found


@lru_cache(maxsize=8)
def _open(path: str, changed: int, size: int, ink_limit: float) -> Colour:
    return Colour(Path(path).read_bytes(), ink_limit)


@lru_cache(maxsize=8)
def _unprofiled(ink_limit: float) -> Colour:
    return Colour(None, ink_limit)


def colour_for(profile: Path | None, ink_limit: float) -> tuple[Colour, list[Problem]]:
    """The printing condition of that profile file, read once and kept; unreadable, one without profile."""
    if profile is None:
        return _unprofiled(ink_limit), []
    try:
        stat = profile.stat()
        return _open(str(profile), stat.st_mtime_ns, stat.st_size, ink_limit), []
    except (OSError, ValueError, ImageCms.PyCMSError) as error:
        found = str(error) if isinstance(error, ValueError) else type(error).__name__
        problem = blocking("profile-unusable", f"profile:{profile.name}", found, "CMYK", "printer")
        return _unprofiled(ink_limit), [problem]


def embedded(image: Image.Image) -> tuple[bytes | None, bool]:
    """The profile a picture carries if it is fit for its pixels, and whether one had to be ignored."""
    icc = image.info.get("icc_profile")
    if not icc:
        return None, False
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc)).profile
    except (OSError, ValueError, ImageCms.PyCMSError):
        return None, True
    return (icc, False) if MODES.get(profile.xcolor_space) == image.mode else (None, True)


def is_neutral(image: Image.Image) -> bool:
    """Whether an RGB picture is nothing but greys."""
    red, green, blue = image.split()
    pairs = ((red, green), (green, blue), (red, blue))
    return all(ImageChops.difference(a, b).getextrema()[1] <= 2 * NEUTRAL for a, b in pairs)  # type: ignore[operator]


def neutral_mask(image: Image.Image) -> Image.Image:
    """255 where an RGB picture is grey, else 0."""
    red, green, blue = image.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    least = ImageChops.darker(ImageChops.darker(red, green), blue)
    return ImageChops.subtract(most, least).point([255 if v <= NEUTRAL else 0 for v in range(256)])


def _separate(image: Image.Image) -> Image.Image:
    cyan, magenta, yellow = ImageChops.invert(image).split()
    black = ImageChops.darker(ImageChops.darker(cyan, magenta), yellow)
    inks = [ImageChops.subtract(band, black) for band in (cyan, magenta, yellow)]
    return Image.merge("CMYK", [*inks, black])


def _linear(value: float) -> float:
    """IEC 61966-2-1: sRGB 0..1 to linear light."""
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _lightness(reflectance: float) -> float:
    """CIE 1976 L* of a relative luminance 0..1."""
    return 116 * reflectance ** (1 / 3) - 16 if reflectance > 216 / 24389 else reflectance * 24389 / 27


def _gained(tint: float) -> float:
    """Effective coverage of a tint 0..1 once the ink has spread."""
    return tint + 4 * DOT_GAIN * tint * (1 - tint)
