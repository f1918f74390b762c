"""Reports, the accounts: which account a line, a source or a gift in kind belongs to. Reads accounts.toml only.

An answer of None is an answer: nobody knows. Nothing is ever put under an account because another one was missing.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "accounts.toml"
USED, GIVEN = "86", "87"  # what was given in kind, as it is used and as it came


@dataclass(frozen=True, slots=True)
class Plan:
    """The accounts of the forms, in their order, and what goes where."""

    dated: date
    source: str
    charges: tuple[str, ...]
    products: tuple[str, ...]
    line: Mapping[str, str] = field(default_factory=dict)
    fund: Mapping[str, str] = field(default_factory=dict)
    in_kind: Mapping[str, str] = field(default_factory=dict)

    def charge(self, account: str) -> str | None:
        """An account as it was noted, "623" being of 62; None when the forms have none like it."""
        return account[:2] if account[:2] in self.charges else None

    def charge_of(self, line: str) -> str | None:
        """The account of a planned line."""
        return self.charge(self.line.get(line, ""))

    def product_of(self, source: str) -> str | None:
        """The account of a source of money."""
        account = self.fund.get(source, "")[:2]
        return account if account in self.products else None

    def used(self, account: str) -> str | None:
        """Whether a gift in kind stands in 86."""
        return USED if account.startswith(USED) and account in self.in_kind else None

    def given(self, account: str) -> str | None:
        """Whether its counterpart stands in 87."""
        return GIVEN if self.in_kind.get(account, "").startswith(GIVEN) else None


@cache
def plan() -> Plan:
    """The plan that stands in the file."""
    told = tomllib.loads(FILE.read_text("utf-8"))
    return Plan(
        told["dated"], told["source"], tuple(told["charges"]), tuple(told["products"]), told["line"], told["fund"],
        told["in_kind"],
    )  # fmt: skip
