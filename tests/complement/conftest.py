"""What the tests of the web complement share."""

from tests.complement.paper import made

__all__ = ["made"]
