"""XLIFF 1.2, the grammar as tables: which element holds what, in which order, with which attributes. It reads no file.

From the schemas of the OASIS standard of 1 February 2008; what only the transitional one lets pass is marked with ~.
"""

import re
from dataclasses import dataclass
from functools import cache

SPACE = "urn:oasis:names:tc:xliff:document:1.2"
OLD_SPACES = {"": "", "urn:oasis:names:tc:xliff:document:1.1": "1.1"}  # 1.0 had none
OURS = "urn:journal-des-jungles:exchange"
XML = "http://www.w3.org/XML/1998/namespace"
FOREIGN = "*"  # any element of another namespace
TEXT = "g bpt ept ph it mrk x bx ex"


@dataclass(frozen=True, slots=True)
class Step:
    """Some elements of which `least` to `most` stand here; one that begins with ~ is of the transitional schema."""

    names: frozenset[str]
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Rule:
    """An element: its children in their order, whether words may stand in it, its attributes with kinds of values."""

    steps: tuple[Step, ...]
    words: bool
    needed: frozenset[str]
    attributes: dict[str, str]
    old: frozenset[str]  # attributes of the transitional schema
    others: bool  # attributes of other namespaces may stand here


_SHAPE = (
    "xml:space=space datatype=datatype restype=restype resname extradata extype help-id=token menu menu-option "
    "menu-name coord=coord font css-style style=token exstyle=token"
)
_SIZES = (
    "translate=yesno reformat=reformat size-unit=size-unit maxwidth=number minwidth=number maxheight=number "
    "minheight=number maxbytes=number minbytes=number charclass merged-trans=yesno"
)
_CODE = "id! xid equiv-text ~ts"
_INLINE = f"({TEXT})*"

# element: (children, attributes). `a? b (c d)*`: at most one, exactly one, any number of either; "words": text, too.
# `!` an attribute that has to be there, `=kind` what its value is, a last `*` those of other namespaces.
_TABLE = {
    "xliff": (f"({FOREIGN} file)+", "version!=version xml:lang=lang *"),
    "file": ("header? body", "original! source-language!=lang datatype!=datatype tool-id date=date xml:space=space "
             "category target-language=lang product-name product-version build-num ~tool ~ts *"),
    "header": (f"skl? phase-group? (glossary reference count-group note tool ~prop-group)* {FOREIGN}*", ""),
    "skl": ("(internal-file external-file)", ""),
    "glossary": ("(internal-file external-file)", ""),
    "reference": ("(internal-file external-file)", ""),
    "internal-file": (f"words {FOREIGN}", "form crc=token"),
    "external-file": ("", "href! crc=token uid=token"),
    "note": ("words", "xml:lang=lang priority=priority from annotates=annotates"),
    "phase-group": ("phase+", ""),
    "phase": ("note*", "phase-name! process-name! company-name tool-id date=date job-id contact-name contact-email "
              "contact-phone ~tool"),
    "count-group": ("count*", "name!"),
    "count": ("words", "count-type=count-type phase-name unit=unit"),
    "context-group": ("context+", "name crc=token purpose=purpose"),
    "context": ("words", "context-type!=context-type match-mandatory=yesno crc=token"),
    "prop-group": ("prop*", "name"),
    "prop": ("words", "prop-type! xml:lang=lang"),
    "tool": ("words any", "tool-id! tool-name! tool-version tool-company *"),
    "body": ("(group trans-unit bin-unit)*", ""),
    "group": (f"context-group* count-group* ~prop-group* note* {FOREIGN}* (group trans-unit bin-unit)*",
              f"id {_SHAPE} {_SIZES} ~ts *"),
    "trans-unit": (f"source seg-source? target? (context-group count-group ~prop-group note alt-trans)* {FOREIGN}*",
                   f"id! approved=yesno phase-name {_SHAPE} {_SIZES} ~ts *"),
    "source": (f"words {_INLINE}", "xml:lang=lang ~ts *"),
    "seg-source": (f"words {_INLINE}", "xml:lang=lang ~ts *"),
    "target": (f"words {_INLINE}", "state=state state-qualifier=state-qualifier phase-name=token xml:lang=lang resname "
               "coord=coord font css-style style=token exstyle=token equiv-trans=yesno ~restype ~ts *"),
    "alt-trans": (f"source? seg-source? target ~target* context-group* ~prop-group* note* {FOREIGN}*",
                  f"match-quality tool-id crc=token xml:lang=lang origin mid=token phase-name=token "
                  f"alttranstype=alttranstype {_SHAPE} ~tool ~ts *"),
    "bin-unit": (f"bin-source bin-target? (context-group count-group ~prop-group note trans-unit)* {FOREIGN}*",
                 "id! mime-type!=mime approved=yesno translate=yesno reformat=reformat restype=restype resname "
                 "phase-name ~ts *"),
    "bin-source": ("(internal-file external-file)", "~ts *"),
    "bin-target": ("(internal-file external-file)", "mime-type=mime state=state state-qualifier=state-qualifier "
                   "phase-name=token restype=restype resname ~ts *"),
    "g": (f"words {_INLINE}", f"{_CODE} ctype=ctype clone=yesno *"),
    "x": ("", f"{_CODE} ctype=single clone=yesno *"),
    "bx": ("", f"{_CODE} rid=token ctype=ctype clone=yesno *"),
    "ex": ("", f"{_CODE} rid=token *"),
    "ph": ("words sub*", f"{_CODE} ctype=single crc assoc=assoc *"),
    "bpt": ("words sub*", f"{_CODE} rid=token ctype=ctype crc *"),
    "ept": ("words sub*", f"{_CODE} rid=token crc *"),
    "it": ("words sub*", f"{_CODE} pos!=pos rid=token ctype=ctype crc *"),
    "sub": (f"words {_INLINE}", "datatype=datatype ctype=ctype xid ~ts"),
    "mrk": (f"words {_INLINE}", "mtype!=mtype mid=token comment ~ts *"),
}  # fmt: skip

OLD_ELEMENTS = frozenset({"prop-group", "prop"})
_STEP = re.compile(r"(\([^)]*\)|[^\s()]+?)([?*+]?)(?=\s|$)")


@cache
def rule(name: str) -> Rule | None:
    """The rule of an element of XLIFF 1.2; nothing for one that it does not know."""
    if name not in _TABLE:
        return None
    children, attributes = _TABLE[name]
    words, children = children.startswith("words"), children.removeprefix("words").strip()
    steps = [] if children == "any" else [_step(*found.groups()) for found in _STEP.finditer(children)]
    if children == "any":
        steps = [Step(frozenset({FOREIGN, *_TABLE}), 0, 10**9)]
    told = [one for one in attributes.split() if one != "*"]
    kinds = {one.strip("~").partition("=")[0].strip("!"): one.partition("=")[2] for one in told}
    needed = frozenset(one.partition("=")[0].strip("!") for one in told if one.partition("=")[0].endswith("!"))
    old = frozenset(one.strip("~") for one in told if one.startswith("~"))
    return Rule(tuple(steps), words, needed, kinds, old, "*" in attributes.split())


def _step(names: str, many: str) -> Step:
    if names == FOREIGN and not many:
        many = "*"
    least, most = {"": (1, 1), "?": (0, 1), "*": (0, 10**9), "+": (1, 10**9)}[many]
    return Step(frozenset(names.strip("()").split()), least, most)


# --- what a value may be ---------------------------------------------------------------------------------------------

_LISTS = {
    "state": "final needs-adaptation needs-l10n needs-review-adaptation needs-review-l10n needs-review-translation "
             "needs-translation new signed-off translated",
    "state-qualifier": "exact-match fuzzy-match id-match leveraged-glossary leveraged-inherited leveraged-mt "
                       "leveraged-repository leveraged-tm mt-suggestion rejected-grammar rejected-inaccurate "
                       "rejected-length rejected-spelling tm-suggestion",
    "size-unit": "byte char col cm dlgunit em ex glyph in mm percent pixel point row",
    "unit": "word page trans-unit bin-unit glyph item instance character line sentence paragraph segment placeable",
    "ctype": "bold italic underlined link",
    "single": "image pb lb",
    "mtype": "abbrev abbreviated-form abbreviation acronym appellation collocation common-name datetime equation "
             "expanded-form formula head-term initialism international-scientific-term internationalism "
             "logical-expression materials-management-unit name near-synonym part-number phrase phraseological-unit "
             "protected romanized-form seg set-phrase short-form sku standard-text symbol synonym synonymous-phrase "
             "term transcribed-form transliterated-form truncated-term variant",
    "datatype": "asp c cdf cfm cpp csharp cstring csv database documentfooter documentheader filedialog form html "
                "htmlbody ini interleaf javaclass javapropertyresourcebundle javalistresourcebundle javascript "
                "jscript layout lisp margin menufile messagefile mif mimetype mo msglib pagefooter pageheader "
                "parameters pascal php plaintext po report resources resx rtf sgml sgmldtd svg vbscript warning "
                "winres xhtml xml xmldtd xsl xul",
    "restype": "auto3state autocheckbox autoradiobutton bedit bitmap button caption cell checkbox "
               "checkboxmenuitem checkedlistbox colorchooser combobox comboboxexitem comboboxitem component "
               "contextmenu ctext cursor datetimepicker defpushbutton dialog dlginit edit file filechooser fn "
               "font footer frame grid groupbox header heading hedit hscrollbar icon iedit keywords label "
               "linklabel list listbox listitem ltext menu menubar menuitem menuseparator message monthcalendar "
               "numericupdown panel popupmenu pushbox pushbutton radio radiobuttonmenuitem rcdata row rtext "
               "scrollpane separator shortcut spinner splitter state3 statusbar string tabcontrol table textbox "
               "togglebutton toolbar tooltip trackbar tree uri userbutton usercontrol var versioninfo vscrollbar "
               "window",
    "context-type": "database element elementtitle linenumber numparams paramnotes record recordtitle sourcefile",
    "count-type": "num-usages repetition total",
    "purpose": "information location match",
    "alttranstype": "proposal previous-version rejected reference accepted",
    "reformat": "yes no coord coord-x coord-y coord-cx coord-cy font font-name font-size font-weight css-style style "
                "ex-style",
}  # fmt: skip
_CLOSED = {
    "yesno": "yes no", "pos": "open close", "assoc": "preceding following both", "annotates": "source target general",
    "space": "default preserve", "version": "1.2 1.1 1.0", "priority": "1 2 3 4 5 6 7 8 9 10",
}  # fmt: skip
_SEVERAL = ("purpose", "reformat")  # lists, parted by spaces
_OWN = re.compile(r"x-\S+")
_FORMS = {
    "token": re.compile(r"[\w.:\-·]+"),
    "number": re.compile(r"\d+(\.\d+)?"),
    "coord": re.compile(r"((-?\d+|#);){3}(-?\d+|#)"),
    "date": re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"),
    "mime": re.compile(r"(text|multipart|message|application|image|audio|video|model|font)(/.+)*"),
}
# BCP 47 (RFC 5646, 2.1): language, script, region, variants, extensions, private use; and what is grandfathered.
LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+|i-[a-z]{3,8}|en-gb-oed|sgn-(?:be-fr|be-nl|ch-de)",
    re.IGNORECASE,
)


def allowed(kind: str) -> str:
    """What a value of this kind may be, to be told."""
    return _CLOSED.get(kind) or (f"{_LISTS[kind]} x-…" if len(_LISTS.get(kind, "")) < 200 and kind in _LISTS else kind)


def right(kind: str, value: str) -> bool:
    """Whether a value is one of its kind."""
    if kind in _CLOSED:
        return value in _CLOSED[kind].split()
    if kind in _LISTS:
        known = set(_LISTS[kind].split())
        if kind == "count-type":  # of everything that can be counted
            also = ("restype", "datatype", "state", "state-qualifier")
            known |= {one for kind in also for one in _LISTS[kind].split()}
        said = value.split() if kind in _SEVERAL else [value]
        return bool(said) and all(one in known or _OWN.fullmatch(one) for one in said)
    if kind in _FORMS:
        return bool(_FORMS[kind].fullmatch(value))
    return kind != "lang" or bool(LANGUAGE.fullmatch(value))


def parted(name: object) -> tuple[str, str]:
    """A name of lxml's as namespace and local name; of a comment both are empty."""
    if not isinstance(name, str):
        return "", ""
    space, mark, local = name.rpartition("}")
    return (space[1:] if mark else "", local)
