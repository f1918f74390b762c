"""Statements, decoding: bytes of a text file -> its characters. UTF-8, UTF-16 and what Windows wrote; else it stops.

A UTF-8 file that ends inside a letter was cut; it is not taken for another encoding that knows every byte.
"""

import codecs

from journal_app.problems import blocking
from journal_app.statements.readers.model import WHO, Stopped, cut


def decoded(data: bytes) -> str:
    """The text. Raises Stopped for what is no text."""
    if data.startswith(codecs.BOM_UTF8):
        return _read(data, "utf-8-sig")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _read(data, "utf-16")
    if b"\0" in data:
        return _wide(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        at_end = error.start >= len(data) - 3 and error.reason == "unexpected end of data"
        if at_end and not data[: error.start].isascii():
            raise Stopped(cut(data.count(b"\n") + 1)) from None
        text = "".join(map(_line, data.splitlines(keepends=True)))
    return _plain(text)


def _line(data: bytes) -> str:
    """A line of what Windows wrote; files that were put together hold lines of both kinds."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _wide(data: bytes) -> str:
    """UTF-16 that does not say so: every second byte of its first letters is nothing."""
    head = data[:200]
    if len(head) > 3 and head[1::2].count(0) > len(head) // 4:
        return _read(data, "utf-16-le")
    if len(head) > 3 and head[0::2].count(0) > len(head) // 4:
        return _read(data, "utf-16-be")
    raise _no_text()


def _read(data: bytes, encoding: str) -> str:
    try:
        return _plain(data.decode(encoding))
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 4:
            raise Stopped(cut(data.count(b"\n") + 1)) from None
        raise _no_text() from None


def _plain(text: str) -> str:
    if "\0" in text or "\x1a" in text[:-1]:
        raise _no_text()
    return text.rstrip("\x1a").lstrip("\ufeff")


def _no_text() -> Stopped:
    return Stopped(blocking("statement-no-text", "file", "", "", WHO))
