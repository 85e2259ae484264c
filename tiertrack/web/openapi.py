"""The description of the pages' data by OpenAPI 3.1, built from the published JSON Schemas of what they answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from tiertrack.version import __version__
from tiertrack.web.answer_schemas import ERROR
from tiertrack.web.desk import Page
from tiertrack.web.parameters import Parameter

_PROBLEMS = {
    "400": "参数不对",
    "404": "没有这一家、这一版",
    "409": "不止一家对得上",
    "500": "软件内部出错",
    "503": "登记库用不了",
}
_CONVERTER = re.compile(r"\{(\w+):\w+\}")


def openapi(pages: Iterable[Page]) -> dict[str, Any]:
    """The description: a path for the data of each page, with its parameters and the schema of its answer.

    Every schema is complete in itself; its ``$id`` keeps what it defines apart from that of others.
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "企业梯度登记库",
            "version": __version__,
            "description": "登记库每一页的数据，与命令行的 JSON 相同。只读；错误是 error 的样子，写明代码。",
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "paths": {json_path(page): {"get": _operation(page)} for page in pages},
    }


def json_path(page: Page) -> str:
    """The path of the data of a page, as OpenAPI writes it."""
    return _CONVERTER.sub(r"{\1}", page.path) + ".json"


def _operation(page: Page) -> dict[str, Any]:
    in_path = set(_CONVERTER.findall(page.path))
    return {
        "operationId": re.sub(r"\W+", "_", page.path).strip("_"),
        "summary": page.title,
        "description": page.about,
        "parameters": [_parameter(one, "path" if one.name in in_path else "query") for one in page.parameters],
        "responses": {
            "200": {"description": page.title, "content": {"application/json": {"schema": dict(page.answer)}}},
            **{
                status: {"description": why, "content": {"application/json": {"schema": ERROR}}}
                for status, why in _PROBLEMS.items()
            },
        },
    }


def _parameter(one: Parameter, place: str) -> dict[str, Any]:
    return {
        "name": one.name,
        "in": place,
        "description": one.about,
        "required": one.is_required,
        "schema": {"type": "string"},
    }
