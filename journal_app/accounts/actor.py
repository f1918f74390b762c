"""Accounts, the value: who acts, as a frozen value that every action takes. No database, no request, no clock."""

from dataclasses import dataclass, field

from journal_app.accounts.model import Role

READ_ALL = frozenset({Role.COORDINATOR, Role.EDITOR, Role.TRANSLATOR})


@dataclass(frozen=True, slots=True)
class Actor:
    """An account with its roles. `residencies` are those it facilitates."""

    account_id: str
    name: str
    roles: frozenset[Role] = frozenset()
    residencies: frozenset[str] = field(default_factory=frozenset)

    def has(self, *roles: Role) -> bool:
        """Whether one of the roles is held."""
        return any(role in self.roles for role in roles)

    @property
    def reads_all(self) -> bool:
        """Whether pieces of every residency may be read; a facilitator alone reads the own residency's."""
        return bool(self.roles & READ_ALL)

    def reaches(self, residency_id: str | None) -> bool:
        """Whether a piece of that residency is within reach."""
        return self.reads_all or (residency_id is not None and residency_id in self.residencies)
