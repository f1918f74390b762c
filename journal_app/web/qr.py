"""QR codes on a screen: an address -> an inline drawing, black on white whatever the page. It stores nothing."""

import segno
from markupsafe import Markup


def qr(address: str, scale: int = 4, mask: int | None = None) -> Markup:
    """The drawing (SVG, `scale` px a module, a margin of two); error correction M: 15 % may be creased or stained.

    `mask` (0 to 7, ISO/IEC 18004): any is read by any reader; trying them all for the calmest picture takes five times
    as long, which a sheet of sixty does not need.
    """
    made = segno.make(address, error="m", micro=False, mask=mask)
    side = made.symbol_size(scale, 2)[0]
    drawing = made.svg_inline(scale=scale, border=2, light="#fff")
    return Markup(drawing.replace("<svg ", f'<svg viewBox="0 0 {side} {side}" ', 1))  # so that a style may size it
