"""The command `journal adopt`: an issue folder becomes an issue of the desk, in the name of one of its coordinators."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from journal_app.accounts import store as accounts
from journal_app.accounts.model import Role
from journal_app.config import from_environment
from journal_app.freeze.adopting import Gathered, adopt, gather
from journal_app.issues import store as issues
from journal_app.jobs.runner import utc_now
from journal_app.migrations import upgrade
from journal_app.problems import Problem, blocking
from journal_app.tables import tables
from journal_app.workshop import Workshop, open_workshop

EMPTY: dict[str, Any] = {"issue": "", "articles": 0, "pictures": 0, "pages": 0}


def take_in(shop: Workshop, folder: Path, login: str, residency: str) -> tuple[Gathered | None, list[Problem]]:
    """Read the folder and make its issue in one transaction: all of it, or nothing and why."""
    gathered, problems = gather(folder, shop.blobs)
    if gathered is None:
        return None, problems
    own = folder.resolve() == (shop.config.issues_folder / gathered.issue.slug).resolve()
    with shop.database.write() as db:
        account = accounts.by_login(db, accounts.login_of(login))
        actor = accounts.actor_of(account) if account and account.active else None
        places = [one.id for one in issues.residencies(db) if one.name == residency]
        if actor is None or not actor.has(Role.COORDINATOR):
            return None, [*problems, blocking("adopt-by-nobody", "--by", login, "", "administrator")]
        if residency and not places:
            return None, [*problems, blocking("adopt-residency-unknown", "--residency", residency, "", "coordinator")]
        if gathered.issue.slug in issues.slugs(db):
            return None, [*problems, blocking("adopt-issue-there", gathered.issue.slug, "", "", "coordinator")]
        adopt(db, actor, utc_now(), gathered, places[0] if places else None, own=own)
    return gathered, problems


def command(answer: Callable[..., None]) -> click.Command:
    """The subcommand; `answer` prints and leaves."""

    @click.command("adopt")
    @click.argument("folder", metavar="ISSUE", type=click.Path(path_type=Path, exists=True, file_okay=False))
    @click.option("--by", "login", required=True, help="the login of the coordinator in whose name it is done")
    @click.option("--residency", default="", help="the name of the residency it comes from, if the desk has it")
    @click.option("--json", "machine", is_flag=True, help="only JSON on standard output")
    def taken_in(folder: Path, login: str, residency: str, machine: bool) -> None:
        """Take an issue folder into the desk: its texts, pictures, pages and what was agreed to."""
        config = from_environment(os.environ)
        config.instance.mkdir(parents=True, exist_ok=True)
        tables()
        shop = open_workshop(config)
        upgrade(shop.database)
        click.echo("  · les textes se lisent, les images se nettoient", err=True)
        gathered, problems = take_in(shop, folder, login, residency)
        shop.database.close()
        if gathered is None:
            answer(EMPTY, problems, machine)
            return
        issue = gathered.issue
        values = {"issue": issue.slug, "articles": len(issue.articles), "pictures": len(gathered.kept),
                  "pages": len(issue.pages)}  # fmt: skip
        answer(values, problems, machine, "\n".join(f"  {name:<10} {value}" for name, value in values.items()))

    return taken_in
