"""Step 1c: a TOML source -> a checked table, or problems that name the line and say what would be right.

It never reads a file: the source and its name come in.
"""

import difflib
import math
import re
import tomllib
import typing
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from journal_app.prepress.characters import clean, name, shown
from journal_app.problems import Problem, blocking, note, warning

Model = TypeVar("Model", bound=BaseModel)
Key = tuple[str | int, ...]
KEPT_CHARACTERS = 50_000  # of a table that is judged once a process; more is no table that a person wrote
LARGEST = 10**9  # no number in an issue folder is larger; a huge one would only stop what formats it

_AT = re.compile(r"\(at line (\d+), column (\d+)\)")
_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_PART}(?:\s*\.\s*{_PART})*)\s*\]\]?")
_ASSIGN = re.compile(rf"\s*({_PART}(?:\s*\.\s*{_PART})*)\s*=")
_INLINE = re.compile(rf"[{{,]\s*({_PART}(?:\s*\.\s*{_PART})*)\s*=")
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*+"|\'[^\'\n]*+\'', re.DOTALL)
_DEEP = re.compile(r"(?:[A-Za-z0-9_-]++[ \t]*+\.[ \t]*+){20}")  # tomllib takes minutes over a key of 100,000 parts
_TRIPLE = re.compile(r'"""|\'\'\'')
LONGEST = 5000  # characters of a text in TOML: longer ones are bodies, and belong in an HTML file
# What would be right, as one writes it in the file: the same in every language.
_WRITTEN = {
    "string": '"…"',
    "int": "1, 2, 3…",
    "float": "1.5",
    "bool": "true, false",
    "list": "[ … ]",
    "tuple": "[ … ]",
    "dict": "{ … }",
    "model": "{ … }",
    "date": "2026-11-30",
    "too": "[ …, … ]",
    "missing": "[ …, … ]",
}


def nearest(word: object, known: Collection[str]) -> str:
    """The known names most like the word, or all of them when they are few: a problem's `allowed`."""
    close = difflib.get_close_matches(str(word), sorted(known), n=1, cutoff=0.6)
    if close:
        return close[0]
    names = sorted(known)
    return ", ".join(names[:12]) + (", …" if len(names) > 12 else "")


def lines(source: str) -> dict[Key, int]:
    """The line on which each key or table of a TOML source stands; an array's tables count from 0."""
    found: dict[Key, int] = {}
    count: dict[Key, int] = {}
    table: Key = ()
    closing = ""
    for number, line in enumerate(source.split("\n"), 1):
        if closing:
            closing = "" if line.count(closing) % 2 else closing
            continue
        if header := _HEADER.match(line):
            table = _named(_parts(header[2]), count, header[1] == "[[")
            found.setdefault(table, number)
        elif assign := _ASSIGN.match(line):
            key = table
            for part in _parts(assign[1]):  # `slots.main.article = ...` is also where slots.main begins
                key = (*key, part)
                found.setdefault(key, number)
            for inner in _INLINE.finditer(line, assign.end()):
                found.setdefault((*key, *_parts(inner[1])), number)
        quotes = _TRIPLE.findall(line)
        closing = quotes[-1] if len(quotes) % 2 else ""
    return found


def _parts(dotted: str) -> Key:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))


def _named(parts: Key, count: dict[Key, int], array: bool) -> Key:
    """The full path of a table's header: an array's name is followed by the number of its current table."""
    path: Key = ()
    for place, part in enumerate(parts):
        path = (*path, part)
        if array and place == len(parts) - 1:
            count[path] = count.get(path, -1) + 1
        if path in count:
            path = (*path, count[path])
    return path


def line_of(found: dict[Key, int], key: Key) -> int:
    """The line of a key, or of the nearest table around it; 0 when there is none."""
    for length in range(len(key), 0, -1):
        if key[:length] in found:
            return found[key[:length]]
    return 0


@lru_cache(maxsize=512)
def _judged(text: str, where: str, who: str, kind: type[BaseModel]) -> tuple[BaseModel | None, tuple[Problem, ...]]:
    value, problems = Source(text, where, who).judged(kind)
    return value, tuple(problems)


class Source:
    """A TOML source with its name: turns what is wrong at a key into a problem at a line."""

    def __init__(self, text: str, where: str, who: str) -> None:
        self.text, self.where, self.who = text, where, who
        self._lines: dict[Key, int] | None = None

    def at(self, key: Key) -> str:
        """`flatplan.toml:12` for a key, or the file alone."""
        if self._lines is None:
            self._lines = lines(self.text)
        line = line_of(self._lines, key)
        return f"{self.where}:{line}" if line else self.where

    def table(self) -> tuple[dict[str, Any] | None, list[Problem]]:
        """The source as plain values, its texts cleaned; None when it is no TOML."""
        if deep := _DEEP.search(_STRING.sub("q", self.text)):
            return None, [blocking("toml-broken", self.where, shown(deep[0]), who=self.who)]
        try:
            values = tomllib.loads(self.text)
            problems = [p for key, value in _leaves(values) for p in self._leaf(key, value)]
            return _cleaned(values), problems
        except RecursionError:  # thousands of tables in one another
            return None, [blocking("toml-broken", self.where, "[[[[…", who=self.who)]
        except ValueError as error:  # TOMLDecodeError, and numbers of thousands of digits
            place = _AT.search(str(error))
            where = f"{self.where}:{place[1]}" if place else self.where
            line = self.text.split("\n")[int(place[1]) - 1].strip() if place else ""
            found = shown(_AT.sub("", str(error)), 120).strip() + (f": {shown(line, 60)}" if line else "")
            return None, [blocking("toml-broken", where, found, who=self.who)]

    def _leaf(self, key: Key, value: Any) -> Iterator[Problem]:
        dotted = path(key)
        if isinstance(value, str) and len(value) > LONGEST:
            found = f'{dotted} = "{shown(value, 30)}" ({len(value)})'
            yield blocking("toml-value-wrong", self.at(key), found, f'"…" <= {LONGEST}', self.who)
        elif isinstance(value, str):
            cleaned = clean(value)
            for characters, kind, code in (
                (cleaned.refused, blocking, "text-character-refused"),
                (cleaned.lost, warning, "text-character-lost"),
                (cleaned.changed, note, "text-character-changed"),
            ):
                if characters:
                    yield kind(code, self.at(key), ", ".join(map(name, characters)), who=self.who)
        elif (isinstance(value, float) and not math.isfinite(value)) or (
            isinstance(value, int) and abs(value) > LARGEST
        ):
            told = str(value) if isinstance(value, float) else f"> {LARGEST:g}"
            yield blocking("toml-value-wrong", self.at(key), f"{dotted} = {told}", f"<= {LARGEST:g}", self.who)

    def model(self, kind: type[Model]) -> tuple[Model | None, list[Problem]]:
        """The source as a table of that kind, or every problem it has."""
        if len(self.text) > KEPT_CHARACTERS:
            return self.judged(kind)
        value, problems = _judged(self.text, self.where, self.who, kind)
        return value, list(problems)  # type: ignore[return-value]

    def judged(self, kind: type[Model]) -> tuple[Model | None, list[Problem]]:
        """The same, not kept for the next time."""
        values, problems = self.table()
        if values is None or any(p.code == "toml-value-wrong" for p in problems):
            return None, problems
        try:
            return kind.model_validate(values), problems
        except ValidationError as error:
            return None, problems + self.wrong(error, kind)
        except RecursionError:
            return None, [*problems, blocking("toml-broken", self.where, "[[[[…", who=self.who)]

    def wrong(self, error: ValidationError, kind: type[BaseModel], above: Key = ()) -> list[Problem]:
        """Each of a table's errors as a problem at its line; `above` is the key that holds the table."""
        problems = []
        for one in error.errors(include_url=False, include_context=True):
            key = above + tuple(part for part in one["loc"] if part != "str" and not str(part).startswith("dict["))
            where, dotted = self.at(key), path(key)
            if one["type"] == "extra_forbidden":
                fields = list(_fields(kind, one["loc"][:-1]))
                problems.append(blocking("toml-key-unknown", where, dotted, nearest(key[-1], fields), self.who))
            elif one["type"] == "missing":
                problems.append(blocking("toml-key-missing", where, dotted, written(key, kind, one["loc"]), self.who))
            else:
                found = f"{dotted} = {_said(one['input'])}"
                problems.append(blocking("toml-value-wrong", where, found, _right(one), self.who))
        return _without_misspelt(list(dict.fromkeys(problems)))


def _without_misspelt(problems: list[Problem]) -> list[Problem]:
    """A key that is only misspelt is one problem, not one unknown and one missing."""
    meant = {
        ".".join([*p.detail.found.split(".")[:-1], p.detail.allowed]) for p in problems if p.code == "toml-key-unknown"
    }
    return [p for p in problems if p.code != "toml-key-missing" or p.detail.found not in meant]


def path(key: Key) -> str:
    """`page.3.slots.lead` of a key; an array's tables are counted from 1 for people."""
    return ".".join(str(part + 1) if isinstance(part, int) else shown(part) for part in key)


def _leaves(value: Any, key: Key = ()) -> Iterator[tuple[Key, Any]]:
    if isinstance(value, dict):
        for name_, inner in value.items():
            yield from _leaves(inner, (*key, name_))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _leaves(inner, (*key, place))
    else:
        yield key, value


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value).text.strip()
    if isinstance(value, dict):
        return {key: _cleaned(inner) for key, inner in value.items()}
    return [_cleaned(inner) for inner in value] if isinstance(value, list) else value


def _model_at(kind: Any, loc: tuple[int | str, ...]) -> type[BaseModel] | None:
    """The table that stands at `loc` below a table of that kind."""
    for part in loc:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            kind = kind.model_fields[str(part)].annotation if str(part) in kind.model_fields else None
        else:
            kind = typing.get_args(kind)[-1] if typing.get_args(kind) else None
        options = [a for a in typing.get_args(kind) if a is not type(None)]
        if type(None) in typing.get_args(kind) and len(options) == 1:
            kind = options[0]
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _fields(kind: type[BaseModel], loc: tuple[int | str, ...]) -> Collection[str]:
    found = _model_at(kind, loc)
    return found.model_fields if found else ()


def written(key: Key, kind: type[BaseModel], loc: tuple[int | str, ...]) -> str:
    """How a missing key would be written: `number = 1`."""
    holder = _model_at(kind, loc[:-1])
    field = holder.model_fields.get(str(loc[-1])) if holder else None
    annotation = str(getattr(field.annotation, "__name__", field.annotation)) if field else ""
    for word, sample in (
        ("dict", '{ fr = "…" }'),
        ("list", "[ … ]"),
        ("tuple", "[ …, … ]"),
        ("str", '"…"'),
        ("int", "1"),
        ("float", "1.5"),
        ("bool", "true"),
        ("date", "2026-11-30"),
    ):
        if annotation.startswith(word):
            return f"{shown(key[-1])} = {sample}"
    choices = [f'"{value}"' for value in typing.get_args(field.annotation)] if field else []
    return f"{shown(key[-1])} = {', '.join(choices[:12]) or '{ … }'}"


def _said(value: Any) -> str:
    """A value as it stands in the file, short."""
    if isinstance(value, dict):
        return "{ … }"
    if isinstance(value, (list, tuple)):
        return "[ … ]"
    return f'"{shown(value)}"' if isinstance(value, str) else shown(value).lower()


def _right(error: Any) -> str:
    """What a pydantic error expected, as one writes it."""
    context = error.get("ctx", {})
    if "expected" in context:
        return str(context["expected"]).replace("'", '"').replace(" or ", ", ")
    for bound, sign in (("ge", ">="), ("gt", ">"), ("le", "<="), ("lt", "<"), ("max_length", '"…" <=')):
        if bound in context:
            return f"{sign} {context[bound]}"
    kind = str(error["type"]).split("_")[0]
    return _WRITTEN.get(kind, shown(error["msg"], 80))
