"""Glossary, the nouns: concepts of the house and the terms they are said with. It decides nothing.

What is taken out keeps its row with the day it went: it can be put back as it was. Every change raises the concept's
version, so that two people do not write over each other, and so that the sum of all versions says whether the glossary
is still the one that was read.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from journal_app.db import Base, new_id


class GlossaryConcept(Base):
    """What is meant, over all issues. `folded` is what it is searched by: definition and note as search folds them."""

    __tablename__ = "glossary_concept"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    definition: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    folded: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    created_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class GlossaryTerm(Base):
    """One way of saying it. `place`: its order among the concept's terms; `status`: concepts.Status."""

    __tablename__ = "glossary_term"
    __table_args__ = (Index("ix_glossary_term_concept", "concept_id", "place"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    concept_id: Mapped[str] = mapped_column(ForeignKey("glossary_concept.id"))
    language: Mapped[str]
    text: Mapped[str]
    folded: Mapped[str] = mapped_column(default="")
    status: Mapped[str]
    place: Mapped[int] = mapped_column(default=0)
    removed_at: Mapped[datetime | None]
