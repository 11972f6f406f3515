"""The smallest JSON that fits a JSON schema, for models nobody told what to answer."""

from typing import Any

EMPTY: dict[str, Any] = {
    "string": "",
    "integer": 0,
    "number": 0.0,
    "boolean": False,
    "null": None,
}


def sample_of(schema: dict[str, Any], root: dict[str, Any] | None = None) -> Any:
    """Return a value that a schema accepts: defaults, first choices, nothing where that will do."""
    root = root or schema
    if "$ref" in schema:
        return sample_of(_resolved(schema["$ref"], root), root)
    for key in ("default", "const"):
        if key in schema:
            return schema[key]
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return sample_of(schema["anyOf"][-1], root)
    return _sample_of_type(schema, root)


def _sample_of_type(schema: dict[str, Any], root: dict[str, Any]) -> Any:
    kind = str(schema.get("type", "object")).lower()
    if kind == "object":
        properties = schema.get("properties", {})
        needed = schema.get("required", properties)
        return {name: sample_of(properties[name], root) for name in needed if name in properties}
    if kind == "array":
        return [sample_of(schema["items"], root) for _ in range(schema.get("minItems", 0))]
    return schema.get("minimum", EMPTY[kind])


def _resolved(reference: str, root: dict[str, Any]) -> dict[str, Any]:
    found = root
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found
