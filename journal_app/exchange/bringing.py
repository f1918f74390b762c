"""Exchange, the bringing back: what files hold -> the issue they are of, each article in its place. It never commits.

A parcel is of one issue. If a file in it is another issue's, or an article comes twice, nothing of it is put anywhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from journal_app.accounts.actor import Actor
from journal_app.bitext.model import Article, Bitext
from journal_app.bitext.table.cells import Read
from journal_app.bitext.table.read import judged
from journal_app.bitext.table.write import marks_in, of_article
from journal_app.exchange.actions import WHO, Brought, bring, foreign, issue_of
from journal_app.exchange.files import Parcel
from journal_app.exchange.outgoing import Beside, article
from journal_app.issues import store as issues
from journal_app.issues.model import Issue, IssueState
from journal_app.problems import Problem, any_blocking, blocking
from journal_app.submissions import store as submissions
from journal_app.translation.reading import opened, source_of, wholes

Answer = tuple[str, list[Brought], list[Problem]]
Named = tuple[str, Bitext]


def bring_all(
    db: Session, actor: Actor, now: datetime, parcel: Parcel, *, expected: str = "", finished: bool = True
) -> Answer:
    """Put a parcel in its places: the issue's slug, what became of each article, and what is wrong with all of it.

    `expected`: the issue in whose room it was handed in.
    """
    tables, problems = _tables(db, actor, parcel.tables, expected)
    all_ = [*parcel.bitexts, *tables]
    slug = expected or issue_of(all_)
    problems += foreign(all_, slug)
    issue = issues.issue(db, actor, slug) if slug else None
    if issue is None and not any_blocking(problems):
        problems.append(blocking("exchange-issue-unknown", slug or "?", "", "", WHO))
    elif issue is not None and issue.state != IssueState.OPEN:
        problems.append(blocking("exchange-issue-closed", slug, "", "", WHO))
    if issue is None or any_blocking(problems):
        return slug, [], problems
    articles = [one for _, bitext in all_ for one in bitext.articles]
    brought = bring(db, actor, now, issue, articles, finished=finished)
    return slug, brought, [*problems, *(problem for one in brought for problem in one.problems)]


# --- tables for Word --------------------------------------------------------------------------------------------------


def _tables(
    db: Session, actor: Actor, tables: Sequence[tuple[str, Read]], expected: str
) -> tuple[list[Named], list[Problem]]:
    """Tables as bitexts. Each is read beside its article as it is now, which says what its signs stand for."""
    found: list[Named] = []
    problems: list[Problem] = []
    if not tables:
        return found, problems
    known = [issues.issue(db, actor, expected)] if expected else issues.issues(db, actor)
    wanted = {name: _marks(read) for name, read in tables}
    all_ = {name: one for name, one in _articles(db, actor, [one for one in known if one], wanted)}
    for name, read in tables:
        if name not in all_:
            problems.append(blocking("exchange-table-unknown", name, "", "", WHO))
            continue
        units, told = judged(read, name, all_[name])
        problems += told
        made = replace(all_[name], units=tuple(units))
        found.append((name, Bitext(made.source, made.target, (made,), "docx")))
    return found, problems


def _marks(read: Read) -> set[str]:
    cells = (" ".join(cell.paragraphs) for table in read.tables for row in table for cell in row)
    return {mark.article for words in cells for mark in marks_in(words)}


def _articles(
    db: Session, actor: Actor, known: Sequence[Issue], wanted: dict[str, set[str]]
) -> Iterator[tuple[str, Article]]:
    """For each table the translation that its rows say they are of, as it is now."""
    for issue in known:
        for all_ in wholes(db, actor, submissions.pieces(db, actor, issue.id)).values():
            for language in all_.sides:
                if language == all_.piece.original:
                    continue
                mark = of_article(Article(all_.piece.id, "", source_of(all_, language), language, "", ()))
                here = opened(all_, language) if any(mark in marks for marks in wanted.values()) else None
                if here is not None:
                    made = article(here, issue.slug, Beside())
                    yield from ((name, made) for name, marks in wanted.items() if mark in marks)
