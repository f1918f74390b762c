"""The printer's sheet: corrections are a proposal; a coordinator takes them over, and the press finds the profile."""

import io
import re
import struct
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.hand_off import correcting, profiles
from journal_app.hand_off.model import PrinterCorrection
from journal_app.issues.model import Issue
from journal_app.prepress.colour import colour_for
from journal_app.prepress.faces import PROFILES
from tests.hand_off.room import DESK, SLUG, Shop

PROFILE = (PROFILES / "ISOcoated_v2_300_bas.icc").read_bytes()
TYPED = {"closed": "285x400", "bleed": "4,5", "ink_limit": "280 %", "naming": "JDJ_{number:02d}_{date:%Y}_{state}",
         "deadline": "mardi 12 h", "words": "Pas de noir à 400 %."}  # fmt: skip


@pytest.fixture
def path(shop: Shop) -> str:
    return shop.ask()[0]


def give(shop: Shop, path: str, data: bytes = b"", **other: str):  # type: ignore[no-untyped-def]
    form = TYPED | other | ({"profile": (io.BytesIO(data), "presse.icc")} if data else {})
    return shop.outside.post(f"{path}/fiche", data=form)


def correction(shop: Shop) -> PrinterCorrection:
    with shop.desk.database.read() as db:
        return db.query(PrinterCorrection).one()


def issue(shop: Shop) -> Issue:
    with shop.desk.database.read() as db:
        return db.get_one(Issue, shop.issue.id)


def decide(shop: Shop, what: str, version: int = 1):  # type: ignore[no-untyped-def]
    address = f"{DESK}/fiches/{correction(shop).id}"
    return shop.at_desk.post(address, {"decision": what, "version": str(version)})


def test_the_sheet_shows_what_the_issue_says(shop: Shop, path: str) -> None:
    page = shop.outside.get(f"{path}/fiche").text
    assert 'value="289 × 410"' in page and 'value="300"' in page


def test_corrections_wait_until_a_coordinator_takes_them_over(shop: Shop, path: str) -> None:
    assert give(shop, path, PROFILE).status_code == 303
    assert issue(shop).printer == {"preset": "tabloid-offset"}, "nothing counts yet"
    page = shop.at_desk.get(f"{DESK}/fiches/{correction(shop).id}").text
    for words in ("289 × 410", "285x400", "280 %", "mardi 12 h", "Pas de noir à 400 %.", "CMYK"):
        assert words in page
    assert decide(shop, "accept").status_code == 303
    printer = issue(shop).printer
    assert (printer["closed"], printer["bleed"], printer["ink_limit"]) == ([285.0, 400.0], 4.5, 280.0)
    assert printer["deadline"] == "mardi 12 h"
    file = shop.config.issues_folder / SLUG / "printer" / printer["profile"]
    assert file.read_bytes() == PROFILE and file.stat().st_mode & 0o777 == 0o644
    assert issue(shop).version == 2
    assert decide(shop, "accept", 2).status_code == 409, "decided once"
    assert "corrections reprises" in shop.outside.get(path).text


def test_the_press_takes_the_profile_that_was_brought(shop: Shop, path: str) -> None:
    give(shop, path, PROFILE)
    decide(shop, "accept")
    file = shop.config.issues_folder / SLUG / "printer" / issue(shop).printer["profile"]
    assert colour_for(file, 280)[1] == []


def test_what_is_declined_changes_nothing(shop: Shop, path: str) -> None:
    give(shop, path)
    assert decide(shop, "decline").status_code == 303
    assert issue(shop).printer == {"preset": "tabloid-offset"} and not correction(shop).accepted
    assert "le journal vous écrit" in shop.outside.get(path).text


def test_a_stale_page_takes_nothing_over(shop: Shop, path: str) -> None:
    give(shop, path)
    assert decide(shop, "accept", 7).status_code == 409
    assert issue(shop).printer == {"preset": "tabloid-offset"} and correction(shop).decided_at is None


def test_who_changes_nothing_sends_nothing(shop: Shop, path: str) -> None:
    before = {key: words for key, words in correcting.present(shop.issue.printer).items() if key != "profile"}
    assert shop.outside.post(f"{path}/fiche", data=before | {"closed": "289x410"}).status_code == 409


def test_what_the_desk_set_meanwhile_is_not_taken_for_the_printer_s_wish(shop: Shop, path: str) -> None:
    """The page of the printer was open while a coordinator changed the bleed."""
    page = shop.outside.get(f"{path}/fiche").text
    shown = dict(re.findall(r'<input type="hidden" name="(was_\w+)" value="([^"]*)">', page))
    assert shown["was_bleed"] == "3"
    with shop.desk.database.write() as db:
        db.get_one(Issue, shop.issue.id).printer = {"preset": "tabloid-offset", "bleed": 5}
    untouched = {key.removeprefix("was_"): words for key, words in shown.items() if key != "was_profile"}
    assert shop.outside.post(f"{path}/fiche", data=untouched | shown | {"ink_limit": "280"}).status_code == 303
    assert (correction(shop).wanted, correction(shop).before["bleed"]) == ({"ink_limit": "280"}, "3")
    read = shop.at_desk.get(f"{DESK}/fiches/{correction(shop).id}").text
    assert "Les réglages ont changé" not in read, "what moved is not what the printer would have otherwise"


def test_a_profile_that_a_browser_forgets_is_asked_for_again(shop: Shop, path: str) -> None:
    answer = give(shop, path, PROFILE, bleed="400")
    assert answer.status_code == 400 and 'id="bleed-error"' in answer.text
    assert "Choisir le profil encore une fois" in answer.text
    assert "Choisir le profil" not in give(shop, path, bleed="400").text


def test_corrections_of_one_link_end_somewhere(
    shop: Shop, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(correcting, "MOST_CORRECTIONS", 1)
    assert [give(shop, path, words=words).status_code for words in ("une", "deux")] == [303, 409]
    assert correction(shop).words == "une"


@pytest.mark.parametrize(("key", "typed"), [
    ("closed", "grand"), ("bleed", "-3"), ("bleed", "nan"), ("ink_limit", "beaucoup"),
    ("naming", "Journal des Jungles"),
    ("naming", "{number.__class__}"), ("naming", "{number:>999999999}"), ("naming", "../{slug}"), ("naming", "{0}"),
])  # fmt: skip
def test_what_no_press_could_mean_is_said_at_its_field(shop: Shop, path: str, key: str, typed: str) -> None:
    answer = give(shop, path, **{key: typed})
    if key == "bleed" and typed == "-3" and answer.status_code == 303:
        pytest.fail("a bleed below nothing")
    assert answer.status_code == 400 and f'id="{key}-error"' in answer.text


@given(st.text(alphabet="{}number:0123dates%Ymd._-slug!r<>", max_size=30))
def test_any_pattern_that_is_taken_makes_a_plain_name(naming: str) -> None:
    _, wrong = correcting.judged({"preset": "tabloid-offset"}, {"naming": naming} if naming else {})
    if naming and not wrong:
        from datetime import date

        name = naming.format(number=1, date=date(2027, 3, 1), first=1, last=8, version=1, state="BAT", slug="a")
        assert len(name) < 200 and "/" not in name and "\\" not in name


# --- profiles --------------------------------------------------------------------------------------------------------


def test_a_profile_says_what_it_is() -> None:
    found, problems = profiles.read(PROFILE)
    assert problems == [] and found is not None
    assert found.space == "CMYK" and found.size == len(PROFILE) and found.label


def with_header(**four: bytes) -> bytes:
    places = {"kind": 12, "space": 16, "magic": 36}
    data = bytearray(PROFILE)
    for name, value in four.items():
        data[places[name] : places[name] + 4] = value
    return bytes(data)


def tag_outside() -> bytes:
    data = bytearray(PROFILE)
    struct.pack_into(">I", data, 128 + 4 + 4, len(data) - 4)
    return bytes(data)


@pytest.mark.parametrize(("made", "code"), [
    (lambda: with_header(kind=b"mntr"), "icc-class"), (lambda: with_header(space=b"RGB "), "icc-space"),
    (lambda: with_header(magic=b"nope"), "icc-none"), (lambda: b"", "icc-none"), (lambda: b"%PDF-1.4", "icc-none"),
    (lambda: PROFILE[:-1], "icc-broken"), (tag_outside, "icc-broken"), (lambda: PROFILE[:2000], "icc-broken"),
    (lambda: with_header(space=b"GRAY"), "icc-broken"), (lambda: bytes(5_000_001), "icc-too-large"),
])  # fmt: skip
def test_what_is_no_profile_of_a_press_is_named(made: Callable[[], bytes], code: str) -> None:
    found, problems = profiles.read(made())
    assert found is None and [one.code for one in problems] == [code]


def test_a_wrong_profile_is_said_on_the_page_and_kept_nowhere(shop: Shop, path: str) -> None:
    answer = give(shop, path, with_header(kind=b"mntr"))
    assert answer.status_code == 400 and "classe" in answer.text and "mntr" in answer.text
    with shop.desk.database.read() as db:
        assert db.query(PrinterCorrection).count() == 0
