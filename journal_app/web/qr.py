"""QR codes on a screen: an address -> an inline drawing, black on white whatever the page. It stores nothing."""

import segno
from markupsafe import Markup


def qr(address: str, scale: int = 4) -> Markup:
    """The drawing (SVG, `scale` px a module, a margin of two); error correction M: 15 % may be creased or stained."""
    return Markup(segno.make(address, error="m", micro=False).svg_inline(scale=scale, border=2, light="#fff"))
