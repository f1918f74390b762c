"""Texts of every kind for the tests of the desk: hypothesis strategies for runs, blocks and hostile HTML."""

from hypothesis import strategies as st

from journal_app.prepress.model import Block, Run

SIGNS = "*[]()\\|/>#-•.1 \u00a0\u202f"
LETTERS = "abé e\u0301\u0301سلام\u064e\u200cبন্ক天ไทย\u2067\u2069\u202e\u202c\u200b\ufeff&<>\"'"
words = st.text(st.sampled_from(SIGNS + LETTERS) | st.characters(), min_size=1, max_size=8) | st.sampled_from(
    [
        "# a",
        "1. b",
        "- c",
        "> d",
        "[[ar|",
        "]]",
        "[[ar]]",
        "((",
        "))",
        "](http://x)",
        "**",
        "\\",
        "http://a",
        "• e",
        "&amp;",
    ]
)
tags = st.sampled_from(["", "", "ar", "fr", "ckb", "kmr-Arab", "x"])
ways = st.sampled_from(["", "", "rtl", "ltr", "auto"])
links = st.sampled_from(
    ["", "", "", "https://a.org/b_(c)\\d", "http://é.fr/?a=1&b='2'", "javascript:alert(1)", "http://"]
)
text_runs = st.builds(Run, words, st.booleans(), st.booleans(), tags, ways, st.booleans(), links)
inner_runs = text_runs | st.just(Run("", br=True))
notes = st.builds(Run, st.just(""), note=st.lists(inner_runs, max_size=3).map(tuple))
runs = st.lists(inner_runs | notes, min_size=1, max_size=6).map(tuple)
blocks = st.lists(
    st.builds(
        Block,
        st.sampled_from(["p", "p", "h2", "li", "li", "quote"]),
        runs,
        tags,
        ways,
        st.booleans(),
        st.integers(0, 4),
        st.integers(0, 5),
    ),
    max_size=5,
).map(tuple)

ELEMENTS = [
    "p", "h2", "h1", "ul", "ol", "li", "em", "strong", "bdi", "span", "blockquote", "a", "br", "small", "b", "i", "div",
    "table", "td", "script", "style", "svg", "math", "iframe", "form", "img", "noscript", "template", "title", "xmp",
    "textarea", "select", "option", "plaintext", "o:p", "ruby", "object", "embed", "base", "meta", "link", "details",
]  # fmt: skip
_attributes = st.sampled_from(
    ["", ' lang="ar"', ' dir="rtl"', ' dir=auto', ' href="https://a.org"', " href=javascript:alert(1)", " onclick=x()",
     ' style="x:y"', ' lang="\u202e"', " dir='<'", ' title="a>b"', ' href="data:text/html,x"', " =", ' "']
)  # fmt: skip
_elements = st.sampled_from(ELEMENTS)
_pieces = st.one_of(
    st.builds(lambda tag, more: f"<{tag}{more}>", _elements, _attributes),
    st.builds(lambda tag: f"</{tag}>", _elements),
    words,
    st.sampled_from(
        ["<!--", "-->", "<![CDATA[", "<!DOCTYPE html>", "<?x", "<", ">", "&lt;script&gt;", "&#0;", "&#xD800;", "&#128;",
         "&#99999999999;", "&nbsp;", "&bogus;", "\ud800", "\x00", "\x1b", "\u202e", "\u202c", "\ufffe", "\r\n\r\n",
         "<svg><style><img src=x onerror=alert(1)>", "<math><mtext></form><form><mglyph><style></math>", "<p/", "</"]
    ),
)  # fmt: skip
markup = st.lists(_pieces, max_size=25).map("".join)
