"""Reports, the setting: a page of HTML -> a tagged PDF, in a process of its own. It reads no file but the faces.

The engine sets one document at a time and takes the memory it likes: the desk's own process never runs it. An account
is one page: it is set smaller by steps until it is.
"""

import hashlib
import io
import json
import subprocess
import sys
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

import pikepdf

from journal_app.prepress.engine import whole_document
from journal_app.prepress.finish import PRODUCER

MEDIA_TYPE = "application/pdf"
SIZES = ("11pt", "10.2pt", "9.4pt", "8.6pt", "7.8pt", "7pt")  # of the text; the last is still read without effort
PATIENCE_S = 60  # a start with cold faces on a small machine takes five
KEPT = 8  # of the last pages: whoever sends one downloads it twice
CSS = Path(__file__).parent / "paper.css"


class NotSet(Exception):
    """The page could not be set: it took too long, or the engine broke off."""


class Setter:
    """Sets pages one after the other and remembers the last ones."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: OrderedDict[str, bytes] = OrderedDict()

    def page(self, ways: Sequence[str], most: int | None = 1) -> bytes:
        """The PDF of the first of these ways to say it that takes no more pages; raises NotSet."""
        asked = json.dumps({"ways": list(ways), "css": CSS.read_text("utf-8"), "most": most})
        key = hashlib.sha256(asked.encode()).hexdigest()
        with self._lock:
            if key not in self._made:
                self._made[key] = _set_aside(asked)
                while len(self._made) > KEPT:
                    self._made.popitem(last=False)
            self._made.move_to_end(key)
            return self._made[key]


def _set_aside(asked: str) -> bytes:
    try:
        ended = subprocess.run([sys.executable, "-m", __name__], input=asked.encode(), capture_output=True,
                               timeout=PATIENCE_S, check=False)  # fmt: skip
    except subprocess.TimeoutExpired:
        raise NotSet("out of time") from None
    if ended.returncode or not ended.stdout.startswith(b"%PDF"):
        raise NotSet(ended.stderr.decode(errors="replace")[-300:])
    return ended.stdout


# --- inside the process ----------------------------------------------------------------------------------------------


def typeset(ways: Sequence[str], css: str, most: int | None = 1, sizes: Sequence[str] = SIZES) -> bytes:
    """The first way to say it, at the largest size at which it takes no more pages than that; where no size does, the
    next way, which says less; where none does, the last at the smallest."""
    made = b""
    with tempfile.TemporaryDirectory() as nothing:  # the only folder that it may read from is empty
        for html in ways:
            if most is None:
                return _signed(_set(html, css, sizes[0], nothing))
            for size in sizes:
                made = _set(html, css, size, nothing)
                if _pages(made) <= most:
                    return _signed(made)
    return _signed(made)


def _set(html: str, css: str, size: str, folder: str) -> bytes:
    return whole_document(html, [css, f"html{{font-size:{size}}}"], Path(folder), pdf_variant="pdf/ua-1")


def _pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def _signed(pdf: bytes) -> bytes:
    """By the newspaper: what set it, in which version, is nobody's business."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        with opened.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
            told["pdf:Producer"] = PRODUCER
            told["xmp:CreatorTool"] = PRODUCER
        title = opened.trailer.Info.get("/Title") if "/Info" in opened.trailer else None
        info = pikepdf.Dictionary(Producer=pikepdf.String(PRODUCER))
        if title is not None:
            info.Title = title
        opened.trailer.Info = opened.make_indirect(info)
        out = io.BytesIO()
        opened.save(out, static_id=True)
    return out.getvalue()


def main() -> None:
    """What to set comes in as JSON, the PDF goes out."""
    told = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(typeset(told["ways"], told["css"], told["most"]))


if __name__ == "__main__":
    main()
