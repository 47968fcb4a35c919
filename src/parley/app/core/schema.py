"""The kinds of act, described for programs: a JSON schema of each, and the OpenAPI description of the one endpoint."""

import dataclasses
from collections.abc import Mapping
from typing import Any, get_args, get_origin, get_type_hints

from parley.app.core.catalog import Kind
from parley.app.core.model import Registry
from parley.base.acts import EXACT, MOST_TEXT, added

TEXT = {"type": "string", "maxLength": MOST_TEXT}
SIMPLE: Mapping[Any, Mapping[str, Any]] = {
    str: TEXT,
    int: {"type": "integer", "minimum": 1 - EXACT, "maximum": EXACT - 1},
    bool: {"type": "boolean"},
}


def schema_of(kind: Any) -> dict[str, Any]:
    """Return the JSON schema of an act's fields."""
    hints = get_type_hints(kind)
    names = [f.name for f in dataclasses.fields(kind)]
    properties = {name: _schema(hints[name]) for name in names}
    required = [name for name in names if name not in added(kind)]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _schema(hint: Any) -> dict[str, Any]:
    origin = get_origin(hint)
    if origin is tuple:
        return {"type": "array", "items": _schema(get_args(hint)[0])}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": TEXT, "propertyNames": {"maxLength": MOST_TEXT}}
    if dataclasses.is_dataclass(hint):
        return schema_of(hint)
    return dict(SIMPLE[hint])


def openapi(registry: Registry) -> dict[str, Any]:
    """Return the OpenAPI 3.1 description of the one endpoint, a path for each kind that a client may propose."""
    kinds = [kind for kind in registry.kinds.values() if not kind.by_system and not kind.machine]
    return {
        "openapi": "3.1.0",
        "info": {"title": "Parley: commands", "version": "1"},
        "paths": {
            f"/talks/{{talks}}/{{seat}}/commands/{kind.kind}": {"post": _operation(kind)} for kind in kinds
        },
    }


def _operation(kind: Kind) -> dict[str, Any]:
    signature = {"type": "string", "description": "base64url Ed25519 over the binding statement"}
    body = {
        "type": "object",
        "properties": {
            "id": {
                "type": "string",
                "minLength": 8,
                "maxLength": 64,
                "description": "the client's own, new for each act",
            },
            "fields": schema_of(kind.act),
            "signature": signature if kind.binding else {"type": "null"},
        },
        "required": ["id", "fields", *(["signature"] if kind.binding else [])],
        "additionalProperties": False,
    }
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in ("talks", "seat")
    ]
    answers = {
        "200": "recorded",
        "401": "not signed in",
        "409": "refused, with every reason",
        "422": "fields with faults",
    }
    return {
        "operationId": kind.kind,
        "summary": kind.title.splitlines()[0],
        "parameters": parameters,
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {code: {"description": text} for code, text in answers.items()},
    }
