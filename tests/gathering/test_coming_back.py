"""With the code: what becomes of a piece, yes or no to each change, questions, consents, and taking it back."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from journal_app.accounts.model import Role
from journal_app.cards import code
from journal_app.cards.model import Card, Visit
from journal_app.consent import store as consents
from journal_app.consent.model import Consent, How
from journal_app.freeze.model import Build, FreezeKind
from journal_app.freeze.store import add_freeze, swap
from journal_app.jobs.model import Job
from journal_app.review import actions as review
from journal_app.review.anchors import Passage
from journal_app.review.model import AuthorAnswer
from journal_app.review.remarks import comment
from journal_app.submissions import store as submissions
from journal_app.submissions.content import Content
from journal_app.submissions.model import Piece, Stage
from tests.desk import TestDesk, desk  # noqa: F401
from tests.gathering.people import Camp, Phone, open_camp
from tests.web.conftest import BuiltIssue


@pytest.fixture
def camp(desk: TestDesk) -> Iterator[Camp]:  # noqa: F811
    return open_camp(desk)


@pytest.fixture
def phone(camp: Camp) -> Phone:
    found = camp.phone()
    found.give()
    return found


def act(phone: Phone, path: str, **fields: str) -> int:
    return phone.post(f"/moi/{phone.pieces()[0]}/{path}", {"csrf": phone.csrf(), **fields}).status_code


def edited(camp: Camp, body: str = "<p>The sea is cold tonight.</p>\n<p>We walk along the wall.</p>") -> Piece:
    """An editor takes the piece up and changes a word."""
    editor = camp.desk.account(Role.EDITOR)
    with camp.desk.database.write() as db:
        piece = db.query(Piece).one()
        at = datetime.now(UTC)
        review.decide(db, editor, at, piece, "take-up")
        text = submissions.text(db, piece.id, piece.original)
        assert text is not None
        review.revise(db, editor, at, piece, text, Content(body=body), text.head_id)
    return piece


def stage(camp: Camp) -> str:
    with camp.desk.database.read() as db:
        return db.query(Piece).one().stage


# --- the code --------------------------------------------------------------------------------------------------------


def test_the_card_is_read_back_once(camp: Camp, phone: Phone) -> None:
    assert "You have not shown yet" in phone.get("/moi/").text
    csrf = phone.csrf()
    assert phone.post("/moi/carte", {"csrf": csrf, "code": "00000"}).status_code == 400
    assert phone.post("/moi/carte", {"csrf": csrf, "code": phone.code()[-5:]}).status_code == 303
    assert "You have not shown yet" not in phone.get("/moi/").text


def test_a_typing_mistake_is_told_apart_from_an_unknown_code(camp: Camp, phone: Phone) -> None:
    right = phone.code()
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    other = camp.phone()
    answer = other.come_back(wrong)
    assert answer.status_code == 400 and "There is a mistake in the code" in answer.text
    answer = other.come_back(" ".join(code.digits(code.new_secret())))
    assert (answer.status_code, answer.location) == (303, "/moi/")
    assert other.get("/moi/").location == "/retour"
    assert "This code opens nothing" in other.get("/retour").text


def test_a_known_and_an_unknown_code_are_answered_with_the_same_bytes(camp: Camp, phone: Phone) -> None:
    known, unknown = phone.code(), "".join(code.digits(code.new_secret()))

    def said(typed: str) -> str:
        answer = camp.phone().come_back(typed)
        heads = "\n".join(f"{name}: {value}" for name, value in answer.headers)
        return re.sub(r"visit=[\w-]+", "visit=", heads) + answer.text

    assert said(known) == said(unknown)


def test_a_lost_code_is_replaced_and_the_old_one_dies_with_its_visits(camp: Camp, phone: Phone) -> None:
    old, piece = phone.code(), phone.pieces()[0]
    page = camp.staff.get(f"/contributions/{piece}").text
    once = re.search(r'name="once" value="([^"]+)"', page)
    assert once is not None
    shown = camp.staff.post(f"/contributions/{piece}/carte", {"once": once[1]}).text
    again = camp.staff.post(f"/contributions/{piece}/carte", {"once": once[1]}).text
    fresh = re.findall(r'digits western".*?<bdi>(.*?)</bdi>', shown + again)
    new = "".join(re.findall(r"\d", fresh[0]))
    assert fresh[0] == fresh[1] and new != old
    assert phone.get("/moi/").location == "/retour"
    assert camp.phone().come_back(old).status_code == 303
    back = camp.phone()
    back.come_back(new)
    assert back.pieces() == [piece]
    with camp.desk.database.read() as db:
        assert db.query(Card).count() == 1


def test_who_has_no_phone_gets_a_slip(camp: Camp) -> None:
    data = {"title": "Dictated", "original": "fr", "body": "Dit à voix haute.", "kind": "essay", "by_contributor": "1"}
    answer = camp.staff.post(f"/numeros/{camp.issue.slug}/contributions/nouvelle", data)
    assert answer.status_code == 303, answer.text
    with camp.desk.database.read() as db:
        piece = db.query(Piece).one().id
    shown = camp.staff.post(f"/contributions/{piece}/carte", {"once": "word"}).text
    groups = re.findall(r'digits arabic".*?<bdi>(.*?)</bdi>', shown)
    phone = camp.phone()
    phone.come_back(re.sub(r"<[^>]+>", "", groups[0]))
    assert phone.pieces() == [piece]


def test_leaving_ends_the_visit(camp: Camp, phone: Phone) -> None:
    assert phone.post("/quitter", {}).location == "/au-revoir"
    assert phone.get("/moi/").location == "/retour"
    with camp.desk.database.read() as db:
        assert db.query(Visit).count() == 0


def test_a_form_of_another_site_changes_nothing(camp: Camp, phone: Phone) -> None:
    address = f"/moi/{phone.pieces()[0]}/reprendre"
    assert phone.post(address, {"csrf": "guessed"}).status_code == 403
    sent = phone.client.post(address, data={"csrf": phone.csrf()}, headers={"Sec-Fetch-Site": "cross-site"})
    assert sent.status_code == 403
    assert stage(camp) == Stage.RECEIVED


def test_one_code_opens_nothing_of_another(camp: Camp, phone: Phone) -> None:
    other = camp.phone()
    other.give("Somebody else's words. (specimen)")
    assert other.get(f"/moi/{phone.pieces()[0]}").status_code == 404
    assert other.post(f"/moi/{phone.pieces()[0]}/reprendre", {"csrf": other.csrf()}).status_code == 404


# --- yes and no ------------------------------------------------------------------------------------------------------


def test_the_edit_stands_beside_the_own_words_and_a_yes_accepts_it(camp: Camp, phone: Phone) -> None:
    edited(camp)
    page = phone.get(f"/moi/{phone.pieces()[0]}").text
    assert "<del>dike. (specimen)</del>" in page and "<ins>wall.</ins>" in page
    base = re.search(r'name="base" value="([^"]+)"', page)
    assert base is not None and stage(camp) == Stage.NEEDS_CONFIRMATION
    assert act(phone, "avis", base=base[1], answer="yes") == 303
    assert stage(camp) == Stage.ACCEPTED
    with camp.desk.database.read() as db:
        row = db.query(AuthorAnswer).one()
        assert (row.answer, row.how, row.noted_by, row.at.hour) == ("yes", How.CODE, None, 0)


@pytest.mark.parametrize("answer", ["no", "talk"])
def test_a_no_needs_no_words_and_holds_the_piece(camp: Camp, phone: Phone, answer: str) -> None:
    edited(camp)
    base = phone.hidden(f"/moi/{phone.pieces()[0]}", "base")
    assert act(phone, "avis", base=base, answer=answer) == 303
    assert stage(camp) == Stage.NEEDS_CHANGES


def test_a_yes_to_words_that_changed_meanwhile_is_refused(camp: Camp, phone: Phone) -> None:
    edited(camp)
    base = phone.hidden(f"/moi/{phone.pieces()[0]}", "base")
    edited(camp, "<p>Something else altogether.</p>")
    assert act(phone, "avis", base=base, answer="yes") == 409


def test_a_question_is_asked_and_answered_and_nothing_else_is_shown(camp: Camp, phone: Phone) -> None:
    editor = camp.desk.account(Role.EDITOR)
    with camp.desk.database.write() as db:
        piece = db.query(Piece).one()
        text = submissions.text(db, piece.id, piece.original)
        assert text is not None
        head, at = text.head_id or "", datetime.now(UTC)
        comment(db, editor, at, piece, text, head, Passage(), "Which dike is it?", to_author=True)
        comment(db, editor, at, piece, text, head, Passage(), "Among ourselves: too long.")
    page = phone.get(f"/moi/{phone.pieces()[0]}").text
    assert "Which dike is it?" in page and "Among ourselves" not in page
    question = re.search(r'name="question" value="([^"]+)"', page)
    assert question is not None
    assert act(phone, "reponse", question=question[1], words="The long one.") == 303
    assert "The long one." in phone.get(f"/moi/{phone.pieces()[0]}").text
    reader = camp.desk.visit(editor)
    assert "The long one." in reader.get(f"/contributions/{piece.id}/{piece.original}").text


# --- consent ---------------------------------------------------------------------------------------------------------


def test_each_use_is_asked_alone_and_no_answer_is_no(camp: Camp, phone: Phone) -> None:
    piece, csrf = phone.pieces()[0], phone.csrf()
    who = {"csrf": csrf, "age": "adult", "reader": "team"}
    address = phone.post(f"/moi/{piece}/accords/qui", who).location or ""
    asked = []
    while "/accords/" in address:
        page = phone.get(address).text
        assert "checked" not in page  # nothing is a yes by itself
        use = address.split("/accords/")[1].split("?")[0]
        asked.append(use)
        fields = dict.fromkeys(re.findall(r'type="radio" name="([^"]+)"', page), "yes") if use == "print" else {}
        address = phone.post(f"/moi/{piece}/accords/{use}", who | fields).location or ""
    assert asked == ["print", "name", "edits", "translation", "pdf", "web", "archive"]
    with camp.desk.database.read() as db:
        given = consents.answers(db, [("piece", piece)])["piece", piece]
        row = db.query(Consent).one()
    assert given == {("print", "*"): True}
    assert (row.how, row.read_by, row.read_in, row.wording, row.noted_by) == (How.CODE, "team", "en", "plain-1", None)


def test_what_must_be_known_comes_before_the_questions(phone: Phone) -> None:
    page = phone.get(f"/moi/{phone.pieces()[0]}/accords").text
    assert "asylum" in page and "After printing, only further sharing can be stopped." in page


def test_a_minor_alone_is_asked_nothing_and_the_team_is_told(camp: Camp, phone: Phone) -> None:
    piece = phone.pieces()[0]
    answer = phone.post(f"/moi/{piece}/accords/qui", {"csrf": phone.csrf(), "age": "alone", "reader": "self"})
    assert "Under 18" in answer.text
    forced = {"csrf": phone.csrf(), "age": "alone", "reader": "self", f"piece-{piece}": "yes"}
    phone.post(f"/moi/{piece}/accords/print", forced)
    with camp.desk.database.read() as db:
        assert db.query(Consent).count() == 0
    assert "under 18" in camp.staff.get("/boite?lang=en").text.lower()


# --- taking along ----------------------------------------------------------------------------------------------------


def test_the_own_text_and_pictures_can_be_taken_along(camp: Camp, phone: Phone) -> None:
    from journal_app.submissions.bringing import read_upload
    from tests.gathering.people import file
    from tests.gathering.test_giving import photo

    phone.post("/moi/donner", {"csrf": phone.csrf(), "key": "k3", "tongue": "en", "words": "Words and a photo.",
                               "photos": file(photo())})  # fmt: skip
    camp.work()
    piece = next(one for one in phone.pieces() if "Words and a photo." in phone.get(f"/moi/{one}").text)
    page = phone.get(f"/moi/{piece}").text
    links = re.findall(r'href="(/moi/[^"]+(?:docx|images/[0-9a-z]{12}))"', page)
    assert len(links) == 2
    word, image = (phone.get(link) for link in links)
    brought, _ = read_upload(word.data, "texte.docx")
    assert brought is not None and "Words and a photo." in brought.content.body
    assert image.data.startswith(b"\xff\xd8") and b"CANARY" not in image.data
    other = camp.phone()
    other.give("Somebody else. (specimen)")
    assert [other.get(link).status_code for link in links] == [404, 404]


@pytest.mark.parametrize(("width", "tone", "words"), [
    (3000, "good", "Large"), (1000, "small", "Medium"), (200, "tiny", "Too small"),
])  # fmt: skip
def test_each_picture_says_how_large_it_can_be_printed(
    camp: Camp, phone: Phone, width: int, tone: str, words: str
) -> None:
    from tests.gathering.people import file
    from tests.media.files import photo, saved

    image = saved(photo(width, width // 2), "JPEG")
    phone.post("/moi/donner", {"csrf": phone.csrf(), "key": "k4", "tongue": "en", "words": "Wide or not.",
                               "photos": file(image)})  # fmt: skip
    camp.work()
    page = next(text for one in phone.pieces() if "Wide or not." in (text := phone.get(f"/moi/{one}").text))
    assert f'<p class="{tone}">{words}' in page


def test_my_page_is_shown_once_it_is_built(camp: Camp, phone: Phone) -> None:
    built = BuiltIssue(camp.desk.app.extensions["desk"].config.instance / "builds", "one")
    piece = phone.pieces()[0]
    with camp.desk.database.write() as db:
        row, at = db.get_one(Piece, piece), datetime.now(UTC)
        built.report["fit"].append(built.fit(row.slug, row.title, "en", [2]))
        built.write()
        job = Job(kind="build-draft", key="x", arguments={}, made_at=at)
        db.add(job)
        frozen = add_freeze(db, camp.issue.id, FreezeKind.DRAFT, {f"articles/{row.slug}/en.html": "0"}, [],
                            camp.staff.actor, at)  # fmt: skip
        db.flush()
        made = Build(issue_id=camp.issue.id, freeze_id=frozen.id, job_id=job.id, folder="builds/one", made_at=at)
        swap(db, camp.issue.id, FreezeKind.DRAFT, made)
    assert f'src="/moi/{piece}/pages/2"' in phone.get(f"/moi/{piece}").text
    assert phone.get(f"/moi/{piece}/pages/2").data.startswith(b"\x89PNG")
    assert phone.get(f"/moi/{piece}/pages/1").status_code == 404  # others stand there
    act(phone, "reprendre")
    assert phone.get(f"/moi/{piece}/pages/2").status_code == 404


# --- taking back -----------------------------------------------------------------------------------------------------


def test_taking_back_is_one_tap_and_reaches_the_team_at_once(camp: Camp, phone: Phone) -> None:
    piece = phone.pieces()[0]
    assert act(phone, "reprendre") == 303
    assert camp.staff.get(f"/contributions/{piece}").status_code == 404
    page = phone.get(f"/moi/{piece}").text
    assert "nobody sees it any more" in page and "24" not in page.split("until")[0][-3:]


def test_after_printing_it_is_said_what_cannot_be_undone(camp: Camp, phone: Phone) -> None:
    piece = phone.pieces()[0]
    assert "already printed on paper" not in phone.get(f"/moi/{piece}").text
    coordinator = camp.desk.visitor(Role.COORDINATOR)
    address, today = f"/numeros/{camp.issue.slug}/imprime", datetime.now(UTC).date()
    assert coordinator.post(address, {"printed_on": str(today.replace(year=today.year + 1))}).status_code == 409
    assert coordinator.post(address, {"printed_on": str(today)}).status_code == 303
    assert "already printed on paper cannot be taken back" in phone.get(f"/moi/{piece}").text


def test_a_change_of_mind_brings_it_back_with_every_yes_to_be_asked_anew(camp: Camp, phone: Phone) -> None:
    piece = phone.pieces()[0]
    phone.post(f"/moi/{piece}/accords/print", {"csrf": phone.csrf(), "age": "adult", "reader": "self",
                                               f"piece-{piece}": "yes"})  # fmt: skip
    act(phone, "reprendre")
    assert act(phone, "rendre") == 303
    assert stage(camp) == Stage.RECEIVED
    assert camp.staff.get(f"/contributions/{piece}").status_code == 200
    with camp.desk.database.read() as db:
        assert not consents.allows(consents.answers(db, [("piece", piece)])["piece", piece], "print")
    found = camp.staff.get("/recherche?mots=dike").text
    assert piece in found  # it is found again


def test_after_the_hours_of_grace_it_cannot_be_brought_back(camp: Camp, phone: Phone) -> None:
    piece, csrf = phone.pieces()[0], phone.csrf()
    act(phone, "reprendre")
    with camp.desk.database.write() as db:
        db.get_one(Piece, piece).erase_after = datetime(2020, 1, 1, tzinfo=UTC)
    assert phone.post(f"/moi/{piece}/rendre", {"csrf": csrf}).status_code == 404
    assert phone.get(f"/moi/{piece}").status_code == 404
    assert phone.pieces() == []


def test_a_file_of_a_piece_taken_back_stays_unopened_until_it_is_brought_back(camp: Camp, phone: Phone) -> None:
    from journal_app.media.model import Picture
    from tests.gathering.people import file
    from tests.gathering.test_giving import incoming, photo

    phone.post("/moi/donner", {"csrf": phone.csrf(), "key": "k2", "tongue": "en", "words": "", "photos": file(photo())})
    piece = next(one for one in phone.pieces() if "Photos" in phone.get(f"/moi/{one}").text)
    phone.post(f"/moi/{piece}/reprendre", {"csrf": phone.csrf()})
    camp.work()
    with camp.desk.database.read() as db:
        assert db.query(Picture).count() == 0
    assert len(incoming(camp)) == 1
    phone.post(f"/moi/{piece}/rendre", {"csrf": phone.csrf()})
    camp.work()
    with camp.desk.database.read() as db:
        assert db.query(Picture).one().withdrawn_at is None
    assert incoming(camp) == []


# --- the time it takes tells nothing ---------------------------------------------------------------------------------


def test_both_kinds_of_code_cost_the_same_work(camp: Camp, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not by a clock: by what is done. One Argon2 hash and one new visit for each."""
    from journal_app.cards import hashing

    calls: list[int] = []
    real = hashing.digest_of
    monkeypatch.setattr(hashing, "digest_of", lambda keys, secret: calls.append(secret) or real(keys, secret))
    known = phone.code()
    calls.clear()
    counts = []
    for typed in (known, "".join(code.digits(5))):
        with camp.desk.database.read() as db:
            before = db.query(Visit).count()
        camp.phone().come_back(typed)
        with camp.desk.database.read() as db:
            counts.append((len(calls), db.query(Visit).count() - before))
        calls.clear()
    assert counts == [(1, 1), (1, 1)]


@pytest.mark.parametrize(("tongue", "digits"), [
    ("fa", "۰۱۲۳۴۵۶۷۸۹"), ("ps", "۰۱۲۳۴۵۶۷۸۹"), ("ckb", "٠١٢٣٤٥٦٧٨٩"), ("bn", "০১২৩৪৫৬৭৮৯"), ("ar", "0123456789"),
    ("ur", "0123456789"), ("ti", "0123456789"),
])  # fmt: skip
def test_a_number_in_a_sentence_has_the_digits_of_the_sentence(camp: Camp, tongue: str, digits: str) -> None:
    phone = camp.phone(tongue)
    phone.give("The sea. (specimen)")
    piece = phone.pieces()[0]
    first = phone.post(f"/moi/{piece}/accords/qui", {"csrf": phone.csrf(), "age": "adult", "reader": "self"}).location
    asked = re.search(r'<p class="hint">([^<]*)</p>', phone.get(first or "").text)
    phone.post(f"/moi/{piece}/reprendre", {"csrf": phone.csrf()})
    until = re.search(r"<p>([^<]*\d{4}[^<]*)</p>", phone.get(f"/moi/{piece}").text)
    for sentence in (asked, until):
        assert sentence is not None
        found = set(re.findall(r"\d", sentence[1]))
        assert found and found <= set(digits), sentence[1]
