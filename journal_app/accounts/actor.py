"""Accounts, the value: who acts, as a frozen value that every action takes. No database, no request, no clock."""

from dataclasses import dataclass, field

from journal_app.accounts.model import Role
from journal_app.problems import Refused

WRITE = frozenset({Role.COORDINATOR, Role.EDITOR, Role.FACILITATOR})  # who changes an author's own words
READ_ALL = frozenset({Role.COORDINATOR, Role.EDITOR, Role.TRANSLATOR})


@dataclass(frozen=True, slots=True)
class Actor:
    """An account with its roles; `residencies` are those it facilitates. Or who holds a card: without account or name,
    with the one role of an author of `home`, the residency the card was given out in."""

    account_id: str | None
    name: str
    roles: frozenset[Role] = frozenset()
    residencies: frozenset[str] = field(default_factory=frozenset)
    card_id: str = ""
    home: str = ""

    @property
    def own_account(self) -> str:
        """The account, where only one may act. Refused (`not-yours`) for who has none."""
        if self.account_id is None:
            raise Refused("not-yours")
        return self.account_id

    def has(self, *roles: Role) -> bool:
        """Whether one of the roles is held."""
        return any(role in self.roles for role in roles)

    @property
    def reads_all(self) -> bool:
        """Whether pieces of every residency may be read; a facilitator alone reads the own residency's."""
        return bool(self.roles & READ_ALL)

    def roles_in(self, residency_id: str | None) -> frozenset[Role]:
        """The roles as far as they hold for something of that residency: a facilitator's only in the own one."""
        own = residency_id is not None and residency_id in self.residencies
        return self.roles if own else self.roles - {Role.FACILITATOR}

    def writes(self, residency_id: str | None) -> bool:
        """Whether words in the language they were first written in may be changed; translators change the others."""
        return bool(self.roles_in(residency_id) & WRITE)

    def reaches(self, residency_id: str | None) -> bool:
        """Whether a piece of that residency is within reach."""
        return self.reads_all or (residency_id is not None and residency_id in self.residencies)

    def brings_to(self, residency_id: str | None) -> bool:
        """Whether something new may be handed in there: by an author at home, who reads nothing of others there."""
        return self.reaches(residency_id) or (bool(self.home) and residency_id == self.home)


def contributor(card_id: str, residency_id: str) -> Actor:
    """Who holds a card."""
    return Actor(None, "", frozenset({Role.AUTHOR}), card_id=card_id, home=residency_id)
