"""Submissions, a file on its way in: a document or plain text -> a title, words, pictures, remarks, a receipt. Pure.

Slow (a process of its own reads the document): never inside a transaction. It stores nothing.
"""

from dataclasses import dataclass, replace
from typing import Any

from journal_app.documents.child import read_safely
from journal_app.documents.html import fragment
from journal_app.documents.model import Document, row_as_json
from journal_app.languages import LANGUAGES
from journal_app.prepress.fragments import MOST_CHARACTERS
from journal_app.problems import Problem, any_blocking, blocking
from journal_app.submissions.blocks import blocks_of
from journal_app.submissions.cleaning import clean_fragment, clean_line
from journal_app.submissions.content import Content
from journal_app.submissions.plain import clean_plain

TITLE = 80  # characters of a working title taken from the words
TEXT_BYTES = 1_000_000  # 200,000 characters of any script, with room


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file holds. `declared`: its language is said in it, not guessed. `remarks`: (block, passage, words)."""

    title: str
    language: str
    declared: bool
    content: Content
    receipt: tuple[dict[str, Any], ...] = ()
    remarks: tuple[tuple[int, str, str], ...] = ()
    pictures: tuple[tuple[bytes, str], ...] = ()


def read_upload(data: bytes, name: str) -> tuple[Brought | None, list[Problem]]:
    """A .docx, .odt or .txt as values, or why it cannot be read. What it is called is told back, not kept."""
    if name.lower().endswith(".txt"):
        return _typed(data, name)
    document, problems = read_safely(data, name)
    if document is None:
        return None, problems
    if (length := _least(document)) > MOST_CHARACTERS:  # before it is washed, which would take seconds
        return None, [*problems, blocking("text-too-long", name, length, MOST_CHARACTERS, "editor")]
    body, found = clean_fragment(fragment(document.blocks), name)
    if any_blocking(found):
        return None, [*problems, *found]
    return _brought(document, body), [*problems, *found]


def _least(document: Document) -> int:
    """How long its fragment is at least: its words, and a pair of tags around each block that says something."""
    words = (" ".join(block.text.split()) for block in document.blocks)
    return sum(len(one) + len("<p></p>") for one in words if one)


def _brought(document: Document, body: str) -> Brought:
    content, shift = _with_headline(Content(body=body))
    language = document.language if document.language in LANGUAGES else document.language.split("-")[0]
    return Brought(
        _title(content), language if language in LANGUAGES else "", document.declared, content,
        tuple(row_as_json(row) for row in document.receipt),
        tuple((max(one.block - shift, 0), one.passage, one.text) for one in document.comments),
        tuple((one.data, one.alt) for one in document.pictures),
    )  # fmt: skip


def _typed(data: bytes, name: str) -> tuple[Brought | None, list[Problem]]:
    if len(data) > TEXT_BYTES:
        return None, [blocking("text-too-long", name, len(data), TEXT_BYTES, "editor")]
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = data.decode("cp1252", "replace")  # what Windows wrote before
    body, problems = clean_plain(words, name)
    if any_blocking(problems):
        return None, problems
    content, _ = _with_headline(Content(body=body))
    row = {"kind": "text", "text": "", "fate": "kept", "count": len(blocks_of(body))}
    return Brought(_title(content), "", False, content, (row,)), problems


def _with_headline(content: Content) -> tuple[Content, int]:
    """A heading at the very top is the headline; how many blocks the body then starts later."""
    blocks = blocks_of(content.body)
    if not blocks or blocks[0].kind != "h2":
        return content, 0
    headline, _ = clean_line(blocks[0].plain.replace("\n", " "))
    rest = content.body.partition("</h2>")[2].lstrip("\n")
    return replace(content, headline=headline, body=rest), 1


def _title(content: Content) -> str:
    """What the team calls it at first: its headline, or how it begins."""
    blocks = blocks_of(content.body)
    words = content.headline or (blocks[0].plain if blocks else "")
    short = " ".join(words.split())
    return short if len(short) <= TITLE else short[:TITLE].rsplit(" ", 1)[0] + "…"
