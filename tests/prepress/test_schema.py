"""The JSON Schema of an issue folder."""

from journal_app.prepress.schema import issue_schema


def test_the_schema_describes_the_folder() -> None:
    schema = issue_schema()
    assert {"issue.toml", "flatplan.toml", "articles/<slug>/article.toml", "pictures/<slug>.toml", "faces.toml"} == set(
        schema["properties"]
    )
    issue = schema["$defs"]["IssueFile"]
    assert issue["additionalProperties"] is False
    assert {"title", "languages", "masthead"} <= set(issue["required"])
    assert "tabloid-offset-k" in issue["properties"]["printer"]["anyOf"][0]["enum"]
    for reference in _references(schema):
        assert reference.removeprefix("#/$defs/") in schema["$defs"]


def _references(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [one for inner in value.values() for one in _references(inner)]
    return [one for inner in value for one in _references(inner)] if isinstance(value, list) else []
