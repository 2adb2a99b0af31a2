"""Checks a value against a JSON Schema, as far as the one of corrections goes, with messages that name the place.

Understood: type, const, enum, minimum, minItems, required, properties, additionalProperties, items, and
$ref into $defs; other keywords only describe. Cost: O(size of the value).
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from typing import Any

_TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
}


def _is_type(value: object, name: str) -> bool:
    if name in ("integer", "number"):
        # JSON has one kind of number, and true is none.
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return is_number and (name == "number" or float(value).is_integer())  # type: ignore[arg-type]
    return isinstance(value, _TYPES[name])


def shown(value: object) -> str:
    """A value in a message, not too long.

    Examples:
        >>> shown("x" * 100)
        '"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…'
    """
    text = json.dumps(value, ensure_ascii=False, default=repr)
    return text if len(text) <= 40 else text[:37] + "…"


def first_error(value: object, schema: Mapping[str, Any], place: str = "") -> str | None:
    """What is wrong first, and where; None if nothing is.

    Args:
        value: what ``json.load`` gave.
        schema: the whole schema.
        place: what stands before the name of a field.

    Examples:
        >>> schema = {"properties": {"n": {"type": "integer", "minimum": 0}}, "additionalProperties": False}
        >>> first_error({"n": -1}, schema)
        'n: -1 is below 0'
        >>> first_error({"m": 1}, schema)
        "unknown field 'm'; expected: n"
    """
    return _check(value, schema, place, schema.get("$defs", {}))


def _check(
    value: object, schema: Mapping[str, Any], place: str, defs: Mapping[str, Any]
) -> str | None:
    if "$ref" in schema:
        return _check(value, defs[schema["$ref"].rpartition("/")[2]], place, defs)
    at = f"{place}: " if place else ""
    if "const" in schema and (
        value != schema["const"] or isinstance(value, bool) != isinstance(schema["const"], bool)
    ):
        return f"{at}{shown(value)}; expected {shown(schema['const'])}"
    # A list, as values need not be hashable; 1 is not true.
    if "enum" in schema and not any(
        value == one and type(value) is type(one) for one in schema["enum"]
    ):
        return f"{at}{shown(value)}; expected one of: {', '.join(map(shown, schema['enum']))}"
    if "type" in schema:
        types = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
        if not any(_is_type(value, name) for name in types):
            return f"{at}{shown(value)}; expected {' or '.join(types)}"
    if "minimum" in schema and isinstance(value, (int, float)) and not value >= schema["minimum"]:
        return f"{at}{shown(value)} is below {schema['minimum']}"
    if isinstance(value, dict):
        return _check_object(value, schema, place, defs)
    if isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            return f"{at}has {len(value)} items; expected {schema['minItems']} or more"
        for number, item in enumerate(value):
            error = _check(item, schema.get("items", {}), f"{place}[{number}]", defs)
            if error:
                return error
    return None


def _check_object(
    value: dict[str, Any], schema: Mapping[str, Any], place: str, defs: Mapping[str, Any]
) -> str | None:
    at = f"{place}: " if place else ""
    properties = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            return f"{at}no field {name!r}"
    for name, item in value.items():
        if name not in properties:
            if schema.get("additionalProperties") is False:
                near = difflib.get_close_matches(str(name), properties, 1)
                hint = (
                    f"did you mean {near[0]!r}?" if near else f"expected: {', '.join(properties)}"
                )
                return f"{at}unknown field {name!r}; {hint}"
            continue
        error = _check(item, properties[name], f"{place}.{name}" if place else name, defs)
        if error:
            return error
    return None
