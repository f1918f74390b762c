"""A translation that leaves as an article of a file, is worked on outside, and comes back."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from journal_app.accounts.actor import Actor
from journal_app.bitext.model import Article, Code, End, State, Unit, Words, plain
from journal_app.consent.actions import note_answers
from journal_app.consent.model import How, Use
from journal_app.exchange.actions import Brought, bring
from journal_app.exchange.outgoing import Beside, article
from journal_app.issues.model import Issue
from journal_app.submissions.model import Piece
from tests.translation.room import LATER, Translating


def words(text: str, pairs: Mapping[str, str] | None = None) -> Words:
    """`①noon❶` as the words and codes of a unit: ① is its code m1."""
    out: list[str | Code] = []
    for sign in text:
        if sign in "①②":
            out.append(Code(f"m{'①②'.index(sign) + 1}", End.OPEN))
        elif sign in "❶❷":
            out.append(Code(f"m{'❶❷'.index(sign) + 1}", End.CLOSE))
        elif out and isinstance(out[-1], str):
            out[-1] += sign
        else:
            out.append(sign)
    return tuple(out)


class Abroad(Translating):
    """The room of a translation, with a way out and back."""

    def leaving(self, language: str = "en") -> Article:
        """What a file holds of the translation now."""
        here = self.opened(language)
        return article(here, "12-traverser", Beside())

    def refuse(self) -> None:
        """Its author does not want it translated."""
        with self.desk.database.write() as db:
            issue_id = db.get_one(Piece, self.piece_id).issue_id
            note_answers(db, self.mina, LATER, ("piece", self.piece_id), issue_id, {Use.TRANSLATION: False},
                         how=How.SPOKEN)  # fmt: skip

    def back(self, made: Article, actor: Actor | None = None, finished: bool = True) -> Brought:
        """Bring an article back."""
        with self.desk.database.write() as db:
            issue = db.query(Issue).one()
            (found,) = bring(db, actor or self.ana, LATER, issue, [made], finished=finished)
        return found


def translated(made: Article, said: Mapping[str, str], state: State = State.TRANSLATED) -> Article:
    """The article with targets, by the words of the source."""
    def one(unit: Unit) -> Unit:
        target = said.get(plain(unit.source))
        return replace(unit, target=words(target), state=state) if target is not None else unit

    return each(made, one)


def each(made: Article, change: Callable[[Unit], Unit]) -> Article:
    return replace(made, units=tuple(change(unit) for unit in made.units))


def fates(found: Brought) -> list[str]:
    assert found.plan is not None, found.problems
    return [one.why or one.fate for one in found.plan.fates]
