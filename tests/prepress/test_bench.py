"""What the benchmark compares with gets the same texts and pictures; its table says what is lacking. No timing."""

from journal_app.prepress.bench import _quoted, table, whole_html, whole_typst
from tests.prepress.test_layouts import specimen


def test_the_other_programs_get_every_text_and_picture() -> None:
    source = specimen()
    html, _ = whole_html(source)
    typst = whole_typst(source)
    for picture in source.issue.pictures.values():
        assert f"pictures/{picture.meta.file}" in html
        assert f"pictures/{picture.meta.file}" in typst
    for language in source.issue.file.languages:
        assert f'lang="{language}"' in html
    assert html.count("<section") == typst.count("#columns(3)") > 30


def test_a_quotation_mark_does_not_end_a_typst_string() -> None:
    assert _quoted('« a "b" »\n\\') == '"« a \\"b\\" »\\n\\\\"'


def test_the_table_says_what_is_not_installed() -> None:
    rows = [{"what": "(d)", "seconds": 0.5, "peak_mb": 165}, {"what": "(f) Typst", "seconds": None, "peak_mb": None}]
    first, second = table(rows).splitlines()
    assert first.endswith("0.500 s     165 MB")
    assert second.endswith("not installed")
