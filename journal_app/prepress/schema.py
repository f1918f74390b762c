"""Step 1i: the JSON Schema of an issue folder's TOML files, from the models that read them. Pure."""

from typing import Any

from pydantic.json_schema import models_json_schema

from journal_app.prepress.face_records import FacesFile
from journal_app.prepress.model import ArticleFile, FlatplanFile, IssueFile, PictureFile
from journal_app.prepress.sheet import PrinterSheet, preset_names

FILES = {
    "issue.toml": IssueFile,
    "flatplan.toml": FlatplanFile,
    "articles/<slug>/article.toml": ArticleFile,
    "pictures/<slug>.toml": PictureFile,
    "faces.toml": FacesFile,
}


def issue_schema() -> dict[str, Any]:
    """One schema for the folder: a property for each TOML file, the tables under `$defs`."""
    kinds = [*FILES.values(), PrinterSheet]
    wanted: list[Any] = [(kind, "validation") for kind in kinds]
    _, schema = models_json_schema(wanted, ref_template="#/$defs/{model}")
    tables = schema["$defs"]
    whole = tables["PrinterSheet"]
    changed = {key: value for key, value in whole.items() if key != "required"}
    changed |= {
        "description": "A preset and the keys that differ from it.",
        "required": ["preset"],
        "properties": {"preset": {"enum": preset_names()}, **whole["properties"]},
    }
    tables["PrinterSheetOnPreset"] = changed
    tables["IssueFile"]["properties"]["printer"] |= {
        "anyOf": [{"enum": preset_names()}, {"$ref": "#/$defs/PrinterSheetOnPreset"}, {"$ref": "#/$defs/PrinterSheet"}]
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Issue folder",
        "description": "The TOML files of issues/<nn-slug>/, each under its path.",
        "type": "object",
        "properties": {path: {"$ref": f"#/$defs/{kind.__name__}"} for path, kind in FILES.items()},
        "required": ["issue.toml", "flatplan.toml"],
        "$defs": tables,
    }
