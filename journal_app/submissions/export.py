"""Submissions, a text on its way out: what one revision says -> a fresh Word file that tells of nobody. Pure."""

from journal_app.documents.word import TYPE, Word
from journal_app.submissions.blocks import blocks_of
from journal_app.submissions.content import Content

__all__ = ["TYPE", "word_file"]


def word_file(content: Content, language: str) -> bytes:
    """The text as a .docx: headline, kicker and standfirst, the body, then its byline and pull quotes."""
    word = Word(language)
    word.line("Heading 1", content.headline)
    word.line("Subtitle", content.kicker)
    word.line("Intense Quote", content.standfirst)
    for block in blocks_of(content.body):
        word.block(block)
    for words in (content.byline, *content.quotes):
        word.line("Caption", words)
    return word.packed()
