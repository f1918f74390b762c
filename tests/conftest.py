"""Fixtures that tests of every room may ask for."""

from tests.desk import desk as desk
