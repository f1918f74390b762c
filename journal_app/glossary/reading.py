"""Glossary, for other rooms: the terms ready to be looked up. Made anew only when somebody changed the glossary."""

from collections.abc import Iterable
from weakref import WeakKeyDictionary

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session

from journal_app.glossary import store
from journal_app.glossary.concepts import Concept
from journal_app.glossary.matching import Terms, indexed

# of each database: the glossary's stamp, its concepts, and what was made of them by languages; one glossary of 5,000
# concepts takes some 20 MB and a fifth of a second, and a page that is typed on asks for it again and again
_Kept = tuple[tuple[int, int], list[Concept], dict[frozenset[str], Terms]]
_KEPT: "WeakKeyDictionary[Engine, _Kept]" = WeakKeyDictionary()


def terms(db: Session, languages: Iterable[str]) -> Terms:
    """The terms of these languages and those that are kept in all, for `matching.found` and `checking.checked`.

    One statement when nothing changed since the last time.
    """
    bound, wanted = db.get_bind(), frozenset(languages)
    engine = bound.engine if isinstance(bound, Connection) else bound
    stamp = store.stamp(db)
    kept = _KEPT.get(engine)
    if kept is None or kept[0] != stamp:
        kept = _KEPT[engine] = (stamp, store.concepts(db), {})
    if wanted not in kept[2]:
        kept[2][wanted] = indexed(kept[1], wanted)
    return kept[2][wanted]
