"""Proofs, the living end: the last build of an issue that is being made, for those of the desk who may see it."""

from flask import g

from journal_app.accounts.actor import Actor
from journal_app.issues import store as issues
from journal_app.issues.model import Issue
from journal_app.prepress.issue_file import read_issue_file
from journal_app.prepress.reading import Folder
from journal_app.proofs import store
from journal_app.proofs.folder import Shown
from journal_app.proofs.viewer_pages import in_reach
from journal_app.web.desk import database, desk


def living_issue(slug: str) -> tuple[Issue | None, Shown | None]:
    """The issue of that name, for one who works on it, and its last build, draft or press, if there is one and they
    may read all that it holds; the others see what they may of it in the viewer."""
    actor: Actor | None = g.get("actor")
    if actor is None:
        return None, None
    with database().read() as db:
        issue = issues.issue(db, actor, slug)
        if issue is None:
            return None, None
        row = store.present_build(db, issue.id)
        seen = row is not None and not store.withheld(db, row)  # it may have been built while something was taken back
        seen = seen and (actor.reads_all or ((found := in_reach(db, issue, row)) is not None and not found.hidden))
    if row is None or not seen:
        return issue, None
    folder = desk().config.instance / row.folder
    text, _ = Folder(folder).text(folder / "issue.toml")
    read, _ = read_issue_file(text) if text is not None else (None, [])
    return issue, Shown(slug, folder, *read) if read else None
