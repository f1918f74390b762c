"""Files of the glossary on its pages: shown first, row by row, and taken in as a whole when somebody says so."""

import io
import re

import pytest
from sqlalchemy import func, select

from journal_app.glossary.concepts import Status
from journal_app.glossary.model import GlossaryConcept
from tests.desk import TestDesk, Visitor, desk  # noqa: F401
from tests.glossary.test_views import EXILE, LIST, all_of, ana, noted  # noqa: F401


def brought(visitor: Visitor, data: bytes, name: str = "mots.csv") -> tuple[int, str]:
    answer = visitor.post(f"{LIST}/importer", {"file": (io.BytesIO(data), name)}, content_type="multipart/form-data")
    return answer.status_code, answer.text


def confirmed(visitor: Visitor, page: str, **more: str) -> tuple[int, str]:
    """Press the button that takes it all in."""
    mark = re.search(r'name="mark" value="(\w+)"', page)
    rows = re.search(r'<textarea name="rows"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert mark and rows
    typed = rows[1].replace("&#34;", '"').replace("&#39;", "'").replace("&amp;", "&").replace("&lt;", "<")
    answer = visitor.post(f"{LIST}/importer/tout", {"mark": mark[1], "rows": typed, **more},
                          content_type="multipart/form-data")  # fmt: skip
    return answer.status_code, answer.text


@pytest.mark.parametrize("kind", ["csv", "tbx"])
def test_what_went_out_comes_back_and_adds_nothing(desk: TestDesk, ana: Visitor, kind: str) -> None:  # noqa: F811
    noted(ana)
    before = all_of(desk)
    file = ana.get(f"{LIST}/glossaire.{kind}")
    assert f'.{kind}"' in file.headers["Content-Disposition"]
    status, page = brought(ana, file.data, f"g.{kind}")
    assert status == 200 and page.count("déjà là") == 4 and "Rien à faire entrer" in page
    assert all_of(desk) == before


def test_a_file_is_shown_first_and_enters_when_somebody_says_so(desk: TestDesk, ana: Visitor) -> None:  # noqa: F811
    noted(ana)
    csv = (
        "concept;definition;langue;terme;statut\n1;;fr;exilé·e;préféré\n1;;en;exiled person;\n"
        "2;Un camp.;fr;Loon-Plage;tel quel\n"
    )
    status, page = brought(ana, csv.encode("utf-8-sig"))
    assert status == 200 and "ajouté à un concept" in page and "nouveau concept" in page and "déjà là" in page
    assert len(all_of(desk)) == 1, "nothing yet"
    assert confirmed(ana, page)[0] == 303
    found = {one.title("fr"): one for one in all_of(desk)}
    assert found["exilé·e"].said("en") == ("exiled person",)
    assert found["Loon-Plage"].terms[0].status is Status.KEPT
    assert "Rien à faire entrer" in brought(ana, csv.encode())[1], "a second time it adds nothing"


def test_what_differs_is_replaced_only_when_that_is_asked_for(desk: TestDesk, ana: Visitor) -> None:  # noqa: F811
    where = noted(ana)
    own = where.rsplit("/", 1)[1]
    csv = f"concept,definition,language,term,status\n{own},Autre chose.,fr,clandestin,admitted\n".encode()
    _, page = brought(ana, csv)
    rows = page.split("<tbody>")[1]
    assert rows.count("autrement ici") == 2 and "Une personne qui a dû quitter" in rows and "interdit" in rows
    confirmed(ana, page)
    one = all_of(desk)[0]
    assert one.terms[1].status is Status.FORBIDDEN and one.definition == EXILE["definition"]
    confirmed(ana, brought(ana, csv)[1], replaces="1")
    one = all_of(desk)[0]
    assert one.terms[1].status is Status.ADMITTED and one.definition == "Autre chose." and len(one.terms) == 3


def test_one_row_that_cannot_be_read_stops_all_of_them(desk: TestDesk, ana: Visitor) -> None:  # noqa: F811
    status, page = brought(ana, b"concept,language,term,status\n1,fr,pain,preferred\n1,fr,,\n2,fr,eau,miraculous\n")
    assert status == 422 and "Ligne 3" in page and "miraculous" in page and "Rien n’entre" in page
    assert 'name="mark"' not in page and all_of(desk) == []


def test_who_changed_the_glossary_meanwhile_is_not_written_over(desk: TestDesk, ana: Visitor) -> None:  # noqa: F811
    csv = f"concept,definition,language,term\n1,{EXILE['definition']},fr,exilé·e\n".encode()
    _, page = brought(ana, csv)
    noted(ana)
    status, page = confirmed(ana, page)
    assert status == 409 and "entre-temps" in page and "déjà là" in page
    with desk.database.read() as db:
        assert db.scalar(select(func.count()).select_from(GlossaryConcept)) == 1


@pytest.mark.parametrize(("data", "status"), [
    (b"", 400), (b"\xff\xfe\x00", 422), ("é".encode("latin-1"), 422), (b"a,b\n1,2\n", 422),
    (b'concept,language,term\n"', 422), (b"<tbx", 422), (b"<html/>", 422),
    (b"<!DOCTYPE tbx [<!ENTITY x 'y'>]><tbx>&x;</tbx>", 422),
    (b"<tbx style='dct' xmlns='urn:iso:std:iso:30042:ed-2'/>", 422), (b"\0" * 100, 422), (b"x" * 6_100_000, 413),
    (b"concept,language,term\n" + b"1,fr,mot\n" * 20_001, 422),
])  # fmt: skip
def test_a_strange_file_is_told_in_words(desk: TestDesk, ana: Visitor, data: bytes, status: int) -> None:  # noqa: F811
    found, page = brought(ana, data)
    assert found == status and ("flash stop" in page or "Rien n’entre" in page)
    assert "problem:" not in page and all_of(desk) == []
