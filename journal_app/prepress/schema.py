"""Step 1i: the JSON Schema of an issue folder's TOML files, from the models that read them. Pure."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from journal_app.prepress.face_records import FacesFile
from journal_app.prepress.model import ArticleFile, FlatplanFile, IssueFile, PictureFile
from journal_app.prepress.sheet import PrinterSheet, preset_names

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Kind = type[BaseModel]
FILES: dict[str, Kind] = {
    "issue.toml": IssueFile,
    "flatplan.toml": FlatplanFile,
    "articles/<slug>/article.toml": ArticleFile,
    "pictures/<slug>.toml": PictureFile,
    "faces.toml": FacesFile,
}
# What `journal schema` calls them.
TABLES: dict[str, Kind] = {"issue": IssueFile, "flatplan": FlatplanFile, "article": ArticleFile, "picture": PictureFile,
                           "faces": FacesFile, "sheet": PrinterSheet}


def issue_schema(more: Mapping[str, Kind] | None = None) -> dict[str, Any]:
    """One schema for the folder: a property for each TOML file, the tables under `$defs`.

    `more` are files of the folder that other rooms read (costing.toml).
    """
    files = FILES | dict(more or {})
    return {
        "$schema": DIALECT,
        "title": "Issue folder",
        "description": "The TOML files of issues/<nn-slug>/, each under its path.",
        "type": "object",
        "properties": {path: {"$ref": f"#/$defs/{kind.__name__}"} for path, kind in files.items()},
        "required": ["issue.toml", "flatplan.toml"],
        "$defs": _tables([*files.values(), PrinterSheet]),
    }


def table_schema(kind: Kind) -> dict[str, Any]:
    """The schema of one TOML file, to be given to an editor."""
    tables = _tables([kind, PrinterSheet] if kind is IssueFile else [kind])
    if kind is PrinterSheet:
        tables["PrinterSheet"] = {"anyOf": [tables.pop("PrinterSheetOnPreset"), tables["PrinterSheet"]]}
    own = tables.pop(kind.__name__)
    return {"$schema": DIALECT, **own} | ({"$defs": tables} if tables else {})


def _tables(kinds: list[Kind]) -> dict[str, Any]:
    """The tables by name; a printer sheet also as what a person writes, a preset and what differs from it."""
    wanted: list[Any] = [(kind, "validation") for kind in kinds]
    tables: dict[str, Any] = models_json_schema(wanted, ref_template="#/$defs/{model}")[1]["$defs"]
    if whole := tables.get("PrinterSheet"):
        tables["PrinterSheetOnPreset"] = {key: value for key, value in whole.items() if key != "required"} | {
            "description": "A preset and the keys that differ from it.",
            "required": ["preset"],
            "properties": {"preset": {"enum": preset_names()}, **whole["properties"]},
        }
    if issue := tables.get("IssueFile"):
        sheets = [{"enum": preset_names()}, {"$ref": "#/$defs/PrinterSheetOnPreset"}, {"$ref": "#/$defs/PrinterSheet"}]
        issue["properties"]["printer"] |= {"anyOf": sheets}
    return tables
