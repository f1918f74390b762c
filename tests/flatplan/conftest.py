"""The small plan, for all tests of the room."""

from tests.flatplan.plan import plan as plan
