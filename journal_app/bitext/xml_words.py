"""XML, the words: a text into an element, whatever stands in it already. It reads nothing."""

import re

from lxml import etree

UNSAID = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # no XML 1.0 can hold it (2.2, Char)


def clean(text: str) -> str:
    """The text without what no XML can hold."""
    return UNSAID.sub("", text)


def say(holder: etree._Element, text: str) -> None:
    """Words after all that the element holds."""
    if len(holder):
        holder[-1].tail = (holder[-1].tail or "") + clean(text)
    else:
        holder.text = (holder.text or "") + clean(text)
