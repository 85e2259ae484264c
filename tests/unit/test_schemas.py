"""The published schemas: sound, explained in Chinese, exampled, and true of every answer."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.docs.schema_files import FOLDER, schema_files
from tests.support.answer_schemas import faults
from tiertrack import BadInput, dossier_from_json, json_schema, national_rulebook, read_dossier, to_dict
from tiertrack.facts import dossier_members
from tiertrack.facts.vocabulary import FACTS
from tiertrack.labels import Labelled
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.states import State
from tiertrack.render.schema.schemas import SCHEMA_NAMES
from tiertrack.rules.assessment import assess
from tiertrack.shipped import shipped
from tiertrack.temporal import AsOf


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_a_schema_is_sound_and_takes_its_own_example(name: str) -> None:
    schema = json_schema(name)
    Draft202012Validator.check_schema(schema)
    assert (schema["title"], len(schema["examples"])) == (name, 1)
    assert [fault for example in schema["examples"] for fault in faults(example, name)] == []


def members(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every member of every object within a schema, with where it is."""
    if isinstance(schema, dict):
        for name, part in schema.get("properties", {}).items():
            yield f"{path}.{name}", part
        for key, part in schema.items():
            yield from members(part, f"{path}/{key}") if key != "examples" else ()
    elif isinstance(schema, list):
        for part in schema:
            yield from members(part, path)


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_every_member_is_explained_in_chinese(name: str) -> None:
    silent = [
        path
        for path, part in members(json_schema(name))
        if "$ref" not in part and not any("\u4e00" <= letter <= "\u9fff" for letter in part.get("description", ""))
    ]
    assert silent == []


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_a_schema_refers_to_nothing_outside_itself_wherever_it_stands(name: str) -> None:
    """An OpenAPI description holds schemas of many answers within itself, and resolves each reference from there."""
    inner = json_schema(name)
    response = {"description": "答复", "content": {"application/json": {"schema": inner}}}
    described = {"openapi": "3.1.0", "paths": {"/": {"get": {"responses": {"200": response}}}}}
    registry: Registry[Any] = Registry().with_resources(
        [("urn:service", Resource(described, DRAFT202012)), (inner["$id"], Resource.from_contents(inner))]
    )
    for reference in {*references(inner)}:
        assert registry.resolver(inner["$id"]).lookup(reference).contents["description"]


def references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"]
        for part in schema.values():
            yield from references(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from references(part)


def test_a_schema_is_the_callers_own() -> None:
    json_schema("fault")["properties"].clear()
    assert json_schema("fault")["properties"]


@pytest.mark.parametrize(
    ("name", "near"), [("assesment", "assessment"), ("Dossier", "dossier"), ("historie", "history")]
)
def test_a_name_that_is_not_ours_is_refused_with_the_nearest(name: str, near: str) -> None:
    with pytest.raises(BadInput, match=f"E833.*{near}"):
        json_schema(name)


def test_the_files_are_those_the_schemas_make() -> None:
    assert {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.json")} == schema_files()


@pytest.mark.parametrize(("name", "member", "words"), [("event", "event", EventKind), ("track", "status", State)])
def test_a_vocabulary_stands_whole_in_the_schema(name: str, member: str, words: type[Labelled]) -> None:
    schema = json_schema("standing")["$defs"][name] if name == "track" else json_schema(name)
    assert schema["properties"][member]["enum"] == [word.value for word in words]


def test_the_schema_of_a_dossier_has_the_members_that_are_read() -> None:
    schema = json_schema("dossier")
    assert set(schema["properties"]) == {*dossier_members._MEMBERS}
    assert set(schema["$defs"]["facts"]["properties"]) == {*FACTS}


def test_the_example_of_a_dossier_is_read_and_the_shipped_ones_are_taken() -> None:
    for example in json_schema("dossier")["examples"]:
        assert dossier_from_json(json.dumps(example, ensure_ascii=False)).name == example["name"]
    for file in (shipped("seeds") / "examples").rglob("*.json"):
        assert faults(json.loads(file.read_text(encoding="utf-8")), "dossier") == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "甲公司", "turnover": 1},
        {"name": "甲公司", "facts": {"revenu": {"2025": "1万元"}}},
        {"name": "甲公司", "facts": {"revenue": {"25": "1万元"}}},
        {"name": "甲公司", "facts": {"revenue": {"2025": 1.5}}},
        {"facts": {}},
    ],
    ids=str,
)
def test_a_dossier_that_is_wrong_in_its_form_is_not_taken(wrong: dict[str, Any]) -> None:
    assert faults(wrong, "dossier")


def test_the_assessment_by_every_edition_is_what_the_schema_says() -> None:
    examples = [
        read_dossier(shipped("seeds") / "examples" / f"{name}.json") for name in ("meets", "near-miss", "with-holes")
    ]
    for number, edition in enumerate(national_rulebook().editions):
        day = edition.period.start or edition.period.last or dt.date(2026, 6, 30)
        answer = assess(edition, examples[number % 3], AsOf(day))
        data = to_dict(answer)
        assert faults(data, "assessment") == [], edition.key
        assert data["moot"] == [fact.key for fact in answer.moot], edition.key
