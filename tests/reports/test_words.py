"""The words of accounts: each that a table, a plot or a form says is there in French and in English."""

import ast
import re
from pathlib import Path

import pytest

from journal_app.costing.in_kind import GIVEN
from journal_app.costing.targets import SURE_FIRST
from journal_app.funding.model import Source
from journal_app.messages import translator
from journal_app.reports.accounts import GIVEN as COUNTERPART
from journal_app.reports.accounts import USED, plan
from journal_app.reports.figures import Group
from journal_app.reports.grants import What
from journal_app.reports.sheets import COPIES

ROOM = Path(__file__).parents[2] / "journal_app" / "reports"
GAPS = [f"{side}-over:{when}" for side in ("charges", "products") for when in ("planned", "done")]
KEYS = [
    *(f"group:{one}" for one in Group), *(f"copies:{one}" for one in COPIES), *(f"unknown:{one}" for one in What),
    *(f"form:{one}" for one in (*plan().charges, *plan().products, USED, COUNTERPART, *GIVEN)),
    *(f"gap:{one}" for one in (*GAPS, "in-kind:planned", "in-kind:done")),
    *(f"gap-{more}:{one}" for more in ("more", "none") for one in GAPS if one.endswith("done")),
    *(f"source:{one}" for one in Source), *(f"fund-state:{one}" for one in SURE_FIRST),
]  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("key", KEYS)
def test_a_key_has_its_words(key: str, language: str) -> None:
    assert translator(language).gettext(key) != key


def in_code() -> set[str]:
    """The French words that the code of the room says, or hands to what says them."""
    found: set[str] = set()
    for path in ROOM.glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        said = [one.args[0] for one in ast.walk(tree) if isinstance(one, ast.Call) and one.args
                and isinstance(one.func, ast.Name) and one.func.id in ("say", "said", "put")]  # fmt: skip
        found |= {str(one.value) for one in said if isinstance(one, ast.Constant)}
    sheets = ast.parse((ROOM / "sheets.py").read_text("utf-8"))
    told = {str(node.value) for node in ast.walk(sheets) if isinstance(node, ast.Constant)
            and isinstance(node.value, str)}  # fmt: skip
    spoken = {ast.get_docstring(node, clean=False) for node in ast.walk(sheets)
              if isinstance(node, ast.Module | ast.FunctionDef)}  # fmt: skip
    return found | {words for words in told - spoken if re.match("[A-ZÀÉ][a-zéè]", words)}


@pytest.mark.parametrize("words", sorted(in_code()))
def test_what_the_code_says_is_translated(words: str) -> None:
    english = translator("en").gettext(words)
    same = {"Articles", "Pages", "Charges", "Source"}
    assert english != words or words in same
    assert set(re.findall(r"%\(\w+\)s", words)) == set(re.findall(r"%\(\w+\)s", english))
    assert not re.search(r" [:;!?»]|« ", words)
