"""The command `journal xliff`: check any XLIFF file, take an issue's translations out, bring them back, write one anew.

Export and import work on the desk of this machine; an issue is named by its slug there, for a folder has no states.
"""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from journal_app.accounts import store as accounts
from journal_app.accounts.actor import Actor
from journal_app.accounts.model import Role
from journal_app.bitext.model import Article
from journal_app.bitext.parse import MOST_BYTES, parse
from journal_app.config import from_environment
from journal_app.durable import write_durably
from journal_app.exchange import files
from journal_app.exchange.bringing import Answer as Answered
from journal_app.exchange.bringing import bring_all
from journal_app.exchange.gathering import Wanted, gathered, sendable
from journal_app.exchange.telling import as_values
from journal_app.freeze.columns import FOLDER, Columns
from journal_app.issues import store as issues
from journal_app.jobs.runner import utc_now
from journal_app.languages import language as known
from journal_app.migrations import upgrade
from journal_app.problems import Problem, Refused, any_blocking, blocking, note
from journal_app.tables import tables
from journal_app.terminal import Bar
from journal_app.workshop import Workshop, open_workshop

Answer = Callable[..., None]
MACHINE = "only JSON on standard output"
EXPORTED: dict[str, Any] = {"issue": "", "language": "", "file": "", "articles": 0, "units": 0, "states": {}}
NOBODY = Actor(None, "", frozenset({Role.COORDINATOR}))  # at the machine itself, with its files in hand


def command(answer: Answer) -> click.Command:
    """The subcommands; `answer` prints and leaves."""

    @click.group("xliff")
    def xliff() -> None:
        """Files for translators: XLIFF 2.0, 2.1, 2.2 and 1.2."""

    for made in (_check(answer), _rewrite(answer), _export(answer), _import(answer)):
        xliff.add_command(made)
    return xliff


def _bytes(file: Path) -> tuple[bytes, list[Problem]]:
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1), []
    except OSError as error:
        return b"", [blocking("file-unreadable", file.name, error.strerror or "", "", "translator")]


# --- any file ---------------------------------------------------------------------------------------------------------


def _check(answer: Answer) -> click.Command:
    @click.command("check")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--json", "machine", is_flag=True, help=MACHINE)
    def check(file: Path, machine: bool) -> None:
        """Say whether a file is valid XLIFF, and what is wrong on which line."""
        data, problems = _bytes(file)
        version = ""
        if not problems:
            version, problems, _ = files.checked(data, file.name)
        valid = bool(version) and not any_blocking(problems)
        told = f"  {file.name}: XLIFF {version}" if valid else ""
        answer({"valid": valid, "version": version}, problems, machine, told)

    return check


def _rewrite(answer: Answer) -> click.Command:
    @click.command("rewrite")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--out", type=click.Path(path_type=Path), required=True)
    @click.option("--json", "machine", is_flag=True, help=MACHINE)
    def rewrite(file: Path, out: Path, machine: bool) -> None:
        """Write a valid file back as it was read: nothing of it is lost."""
        from journal_app.bitext.xliff2 import rewrite as written

        data, problems = _bytes(file)
        version, found, _ = files.checked(data, file.name) if not problems else ("", [], None)
        problems += found
        if any_blocking(problems):
            answer({"file": "", "version": version}, problems, machine)
            return
        tree, _ = parse(data, file.name)
        assert tree is not None
        write_durably(out, written(tree))
        answer({"file": out.name, "version": version}, problems, machine, f"  {out.name}: XLIFF {version}")

    return rewrite


# --- the desk's own ---------------------------------------------------------------------------------------------------


def _shop() -> Workshop:
    config = from_environment(os.environ)
    config.instance.mkdir(parents=True, exist_ok=True)
    tables()
    shop = open_workshop(config)
    upgrade(shop.database)
    return shop


def _export(answer: Answer) -> click.Command:
    @click.command("export")
    @click.argument("issue")
    @click.argument("language", metavar="LANG")
    @click.option("--out", type=click.Path(path_type=Path), required=True,
                  help="a .xlf for all in one file, a .zip for one file an article, or a folder")  # fmt: skip
    @click.option("--version", "kind", type=click.Choice(files.FORMATS), default="2.1", show_default=True)
    @click.option("--article", "wanted", multiple=True, help="only this article, by slug; may be given again")
    @click.option("--from", "source", default="", help="only what is translated from this language")
    @click.option("--bare", is_flag=True, help="without matches, terms and limits: sooner done")
    @click.option("--json", "machine", is_flag=True, help=MACHINE)
    def export(
        issue: str, language: str, out: Path, kind: str, wanted: tuple[str, ...], source: str, bare: bool, machine: bool
    ) -> None:
        """Take an issue's translations into LANG out of the desk."""
        shop = _shop()
        columns = None if bare else Columns(shop.config.instance / FOLDER)
        try:
            made, problems = _articles(shop, issue, language, wanted, source, columns, Bar(machine))
        finally:
            shop.database.close()
            if columns:
                columns.close()
        if any_blocking(problems) or not made:
            answer(EXPORTED | {"issue": issue, "language": language}, problems, machine)
            return
        if out.suffix.lower() not in (".zip", "") and len({one.source for one in made}) > 1:
            problems.append(note("exchange-many-sources", out.name, ", ".join(sorted({one.source for one in made}))))
        _write(out, made, language, kind)
        states = Counter(unit.state.value for one in made for unit in one.units)
        told = {"issue": issue, "language": language, "file": out.name, "articles": len(made),
                "units": sum(states.values()), "states": dict(sorted(states.items()))}  # fmt: skip
        answer(told, problems, machine, f"  {out.name}: {told['articles']} articles, {told['units']} unités")

    return export


def _articles(
    shop: Workshop, slug: str, language: str, wanted: Sequence[str], source: str, columns: Columns | None, bar: Bar
) -> tuple[list[Article], list[Problem]]:
    with shop.database.read() as db:
        issue = issues.issue(db, NOBODY, slug)
        if issue is None:
            return [], [blocking("exchange-issue-unknown", slug, "", "", "translator")]
        if known(language) is None and language not in issue.languages:
            return [], [blocking("exchange-language-unknown", language, "", ", ".join(issue.languages), "translator")]
        pieces = sendable(db, NOBODY, issue, language)
        ids = [piece.id for piece in pieces if not wanted or piece.slug in wanted]
        missing = sorted(set(wanted) - {piece.slug for piece in pieces})
    if missing:
        return [], [blocking("exchange-article-unknown", f"article:{slug}", ", ".join(missing), "", "translator")]
    asked = Wanted(issue, language, matches=columns is not None, columns=columns)
    steps = partial(bar, "articles")
    made = [one for one in gathered(shop.database, NOBODY, asked, ids, steps) if not source or one.source == source]
    return made, [] if made else [blocking("exchange-nothing-to-send", slug, language, "", "translator")]


def _write(out: Path, made: Sequence[Article], language: str, kind: str) -> None:
    if out.suffix.lower() == ".zip":
        write_durably(out, files.packed(made, kind))
    elif not out.suffix or kind == files.WORD:
        out.mkdir(parents=True, exist_ok=True)
        for one in made:
            write_durably(out / files.name_of(one, kind), files.written([one], language, kind))
    else:
        write_durably(out, files.written(made, language, kind))


def _import(answer: Answer) -> click.Command:
    @click.command("import")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--by", "login", default="", help="who answers for the words; without it they come in as drafts")
    @click.option("--unfinished", is_flag=True, help="what has no state of its own is still in progress")
    @click.option("--json", "machine", is_flag=True, help=MACHINE)
    def bring(file: Path, login: str, unfinished: bool, machine: bool) -> None:
        """Bring translations back into the desk: an XLIFF file, a Word table, or a zip of them."""
        data, problems = _bytes(file)
        empty = as_values("", [])
        if problems:
            answer(empty, problems, machine)
            return
        parcel, problems = files.read([(file.name, data)])
        if any_blocking(problems):
            answer(empty, problems, machine)
            return
        shop = _shop()
        try:
            slug, brought, found = _brought(shop, parcel, login, not unfinished)
        finally:
            shop.database.close()
        values = as_values(slug, brought)
        counted = "\n".join(f"  {fate:<12} {many}" for fate, many in values["units"].items())
        answer(values, [*problems, *found], machine, counted)

    return bring


def _brought(shop: Workshop, parcel: files.Parcel, login: str, finished: bool) -> Answered:
    actor = NOBODY
    try:
        with shop.database.write() as db:
            if login:
                account = accounts.by_login(db, accounts.login_of(login))
                if account is None or not account.active:
                    return "", [], [blocking("exchange-by-nobody", "--by", login, "", "administrator")]
                actor = accounts.actor_of(account)
            return bring_all(db, actor, utc_now(), parcel, finished=finished)
    except Refused as refused:
        return "", [], [blocking("exchange-refused", refused.code, "", "", "translator")]
