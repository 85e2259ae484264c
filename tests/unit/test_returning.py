"""What travels as plain data and comes back is what was sent, or is refused with everything that is wrong."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import attrs
import pytest

from tests.support.answer_schemas import faults
from tiertrack import (
    AsOf,
    Assessment,
    Dossier,
    Edition,
    Event,
    EventKind,
    Reason,
    Rulebook,
    from_dict,
    national_rulebook,
    read_dossier,
    to_dict,
    to_json,
)
from tiertrack.errors import BadDossier, UnknownEdition
from tiertrack.law.exchanges import Board
from tiertrack.shipped import shipped

DAY = dt.date(2026, 6, 30)
EVENTS = [
    Event(title="srdi_sme", kind=EventKind.APPLIED, on=DAY),
    Event(
        title="srdi_sme", kind=EventKind.RECOGNISED, on=DAY, document="渝经信〔2026〕5号", starts=DAY, batch="第八批"
    ),
    Event(
        title="srdi_sme", kind=EventKind.REVOKED, on=DAY, document="甲", reason=Reason.FRAUD, until=DAY, derived=True
    ),
    Event(title="srdi_sme", kind=EventKind.UPDATED, on=DAY, year=2026, told_by="区经信委"),
    Event(title="champion", kind=EventKind.RECOGNISED, on=DAY, document="甲", product="数控滚齿机"),
    Event(title="listed", kind=EventKind.RECOGNISED, on=DAY, document="甲", board=Board.STAR),
    Event(title="enterprise", kind=EventKind.RENAMED, on=DAY, value="乙公司"),
    Event(title="srdi_sme", kind=EventKind.APPLIED, on=DAY).remarked([("备注", "第二批")]),
]


@pytest.mark.parametrize("event", EVENTS, ids=repr)
def test_an_event_comes_back_as_it_was_sent(event: Event) -> None:
    sent = json.loads(to_json(event))
    assert faults(sent, "event") == []
    assert from_dict(sent, Event) == event


@pytest.mark.parametrize(
    "asof", [AsOf(DAY), AsOf(DAY, DAY), AsOf(DAY, dt.datetime(2026, 7, 1, 9, tzinfo=dt.UTC))], ids=str
)
def test_a_moment_comes_back(asof: AsOf) -> None:
    assert from_dict(json.loads(to_json(asof)), AsOf) == asof


@pytest.mark.parametrize("name", ["meets", "near-miss", "with-holes"])
def test_a_dossier_comes_back(name: str) -> None:
    dossier = read_dossier(shipped("seeds") / "examples" / f"{name}.json")
    assert from_dict(json.loads(to_json(dossier)), Dossier) == dossier


def test_an_edition_comes_back_by_its_key_as_long_as_it_says_the_same() -> None:
    rules = national_rulebook()
    edition = rules.edition("srdi_sme/recognition/2026")
    assert from_dict(to_dict(edition), Edition) is edition
    assert from_dict({"key": edition.key, "digest": edition.digest, "citation": "甲"}, Edition, rules) is edition
    another = Rulebook((attrs.evolve(edition, validity_years=4),))
    for data in ({"key": edition.key, "digest": edition.digest}, {"key": "srdi_sme/recognition/1999"}):
        with pytest.raises(UnknownEdition, match="E503"):
            from_dict(data, Edition, another)


@pytest.mark.parametrize(
    ("data", "kind", "codes"),
    [
        ({}, Event, {"E304", "E316"}),
        ({"title": "srdi_sm", "event": "applied", "on": "2026-06-30"}, Event, {"E321"}),
        ({"title": "srdi_sme", "event": "appled", "on": "昨天", "yer": 3}, Event, {"E302", "E342", "E109"}),
        ({"title": "srdi_sme", "event": "updated", "on": "2026-06-30", "year": "一"}, Event, {"E362"}),
        ({"title": "srdi_sme", "event": "recognised", "on": "2026-06-30"}, Event, {"E322"}),
        ({"title": "srdi_sme", "event": "applied", "on": "2026-06-30", "remarks": "甲"}, Event, {"E305"}),
        ({"on": "2026-06-30", "known_at": "2026-06-30T09:00:00"}, AsOf, {"E317"}),
        ({"known_at": None}, AsOf, {"E316"}),
    ],
    # The order of a set is another in each process.
    ids=lambda given: "、".join(sorted(given)) if isinstance(given, set) else str(given),
)
def test_everything_that_is_wrong_is_told_at_once(data: dict[str, Any], kind: Any, codes: set[str]) -> None:
    with pytest.raises(BadDossier) as refused:
        from_dict(data, kind)
    assert {fault.code for fault in refused.value.faults} == codes
    assert all(fault.place for fault in refused.value.faults)


@pytest.mark.parametrize("kind", [Dossier, Event, AsOf, Edition])
@pytest.mark.parametrize("data", [5, None, "x", [], b"{}"], ids=repr)
def test_what_has_no_members_is_refused_whatever_it_should_be(data: Any, kind: Any) -> None:
    with pytest.raises(BadDossier, match=f"E362.*{type(data).__name__}") as refused:
        from_dict(data, kind)
    assert [bool(fault.place) for fault in refused.value.faults] == [True]


def test_an_answer_does_not_come_back_by_being_believed() -> None:
    with pytest.raises(TypeError, match="replay"):
        from_dict({"truth": "true"}, Assessment)  # type: ignore[type-var]
