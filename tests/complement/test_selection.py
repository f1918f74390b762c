"""What may be on the web, and where: an address of its own, uses that say so, an address that a server can keep."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal_app.complement.selection import ADDRESS, file_of, select
from journal_app.complement.site import files, pictures
from journal_app.complement.words import Words
from journal_app.prepress.build import Source
from journal_app.prepress.model import Article
from journal_app.problems import Problem, any_blocking
from tests.complement.paper import TOLD, paper, source


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Source:
    return source(paper(tmp_path_factory.mktemp("paper")))


def at(read: Source, **webs: str) -> Source:
    """The same issue with other web addresses."""
    articles = dict(read.issue.articles)
    for slug, web in webs.items():
        one = articles[slug]
        articles[slug] = Article(slug, one.meta.model_copy(update={"web": web}), one.texts)
    return replace(read, issue=replace(read.issue, articles=articles))


def codes(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, problem.where) for problem in problems]


def test_an_article_without_an_address_is_not_there_and_one_for_the_web_alone_comes_last(read: Source) -> None:
    found, problems = select(read.issue, read.layouts)
    assert found is not None and problems == []
    slugs = [piece.article.slug for piece in found.pieces]
    assert "lettres" not in slugs and len(slugs) == len(read.issue.articles) - 1
    assert slugs[-1] == "ailleurs" and found.pieces[-1].folio is None
    folios = [piece.folio for piece in found.pieces[:-1]]
    assert folios == sorted(folios, key=lambda folio: folio or 0)


def test_an_author_s_language_comes_first(read: Source) -> None:
    found, _ = select(read.issue, read.layouts)
    assert found is not None
    first = {piece.article.slug: piece.languages for piece in found.pieces}
    assert first["bolani"] == ("prs", "fr", "en") and first["la-file"] == ("fr", "en", "ar")


def test_pictures_stand_by_the_text_they_follow_on_the_page(read: Source) -> None:
    found, _ = select(read.issue, read.layouts)
    assert found is not None
    by = {piece.article.slug: [one.slug for one in piece.pictures] for piece in found.pieces}
    assert by["valise"] == ["valise"] and by["cafe"] == ["mains-the"]  # two bundles on one page
    assert by["entretien"] == ["telephone", "graphique-attente"]
    assert [(folio, one.slug) for folio, one in found.alone] == [(1, "nuit-camp"), (8, "soleil-mer")]
    assert "phare" not in [one.slug for one in found.pictures]


def test_what_is_taken_out_by_name_is_as_if_it_were_not_there(read: Source) -> None:
    found, problems = select(read.issue, read.layouts, {"article:cafe", "picture:valise"})
    assert found is not None and problems == []
    assert "cafe" not in [piece.article.slug for piece in found.pieces]
    assert {"valise", "phare"}.isdisjoint(one.slug for one in found.pictures)
    assert "mains-the" in [one.slug for _, one in found.alone]  # its own author said yes


def test_an_article_for_the_web_without_an_address_is_named(read: Source) -> None:
    found, problems = select(at(read, ailleurs="").issue, read.layouts)
    assert found is not None and codes(problems) == [("web-address-missing", "article:ailleurs")]


@pytest.mark.parametrize(
    "web",
    ["../../etc/passwd", "a//b", "a b", "a?b=c", "a#b", "é/a", "a\\b", "https://ailleurs.example/", "a/..", "%2e%2e/a",
     ".well-known/x", "a/<script>", "a\nb"],
)  # fmt: skip
def test_an_address_that_no_server_keeps_stops_everything(read: Source, web: str) -> None:
    found, problems = select(at(read, cafe=web).issue, read.layouts)
    assert found is None and codes(problems) == [("web-address-refused", "article:cafe")]


def test_an_address_is_one_article_s(read: Source) -> None:
    found, problems = select(at(read, cafe="N0/Pain/").issue, read.layouts)
    assert found is None and ("web-address-twice", "article:pain") in codes(problems)


@pytest.mark.parametrize("web", ["index.html", "00-specimen", "404.html", "n0/pain/index.html/x", "n0", "SHA256SUMS/a"])
def test_an_article_takes_no_file_of_the_site_and_none_of_another_article(read: Source, web: str) -> None:
    found, problems = select(at(read, cafe=web).issue, read.layouts)
    if found is not None:
        made, more = files(found, Words(read.house.words.table), TOLD, b"", {})
        problems += more
        if web == "n0":  # a page of its own beside those in its folder
            assert "n0/index.html" in made and not any_blocking(problems)
            return
    assert any_blocking(problems)


def test_a_web_base_that_is_no_folder_of_a_server_stops_everything(read: Source) -> None:
    sheet = read.issue.sheet.model_copy(update={"web_base": "https://journal.example/?p="})
    found, problems = select(replace(read.issue, sheet=sheet), read.layouts)
    assert found is None and codes(problems) == [("web-base-unusable", "issue.toml:printer")]


def test_without_a_web_base_the_pages_still_lead_to_one_another(read: Source) -> None:
    sheet = read.issue.sheet.model_copy(update={"web_base": ""})
    found, problems = select(replace(read.issue, sheet=sheet), read.layouts)
    assert found is not None and codes(problems) == [("web-base-missing", "issue.toml:printer")]
    made, _ = files(found, Words(read.house.words.table), TOLD, b"", {})
    assert "feed.xml" not in made and b"canonical" not in made["index.html"]


def test_a_picture_nobody_described_is_told_by_its_caption_or_not_shown(read: Source) -> None:
    pictures_ = dict(read.issue.pictures)
    for slug, change in (("cle", {"alt": {}, "caption": {}}), ("bottes", {"alt": {}})):
        one = pictures_["nuit-camp" if slug == "cle" else "chemin"]
        pictures_[one.slug] = replace(one, meta=one.meta.model_copy(update=change))
    found, problems = select(replace(read.issue, pictures=pictures_), read.layouts)
    assert found is not None
    assert [code for code, _ in codes(problems)] == ["web-alt-missing"] * 2
    assert "nuit-camp" not in [one.slug for one in found.pictures]
    assert "chemin" in [one.slug for one in found.pictures]


def test_a_broken_picture_is_a_problem(read: Source, tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(read.issue.pictures["nuit-camp"].path.read_bytes()[:3000])
    one = replace(read.issue.pictures["nuit-camp"], path=path, sha256="x")
    issue = replace(read.issue, pictures={**read.issue.pictures, "nuit-camp": one})
    found, _ = select(issue, read.layouts, {f"picture:{slug}" for slug in issue.pictures if slug != "nuit-camp"})
    assert found is not None
    made, problems = pictures(found)
    assert made == {} and codes(problems) == [("picture-broken", "picture:nuit-camp")]


@given(st.text(max_size=40))
def test_an_accepted_address_stays_in_its_folder(path: str) -> None:
    if ADDRESS.fullmatch(path):
        parts = file_of(path).split("/")
        assert all(parts) and ".." not in parts and not any(part.startswith(".") for part in parts)
        assert re.fullmatch(r"[\w.~/-]+", file_of(path), re.ASCII)
