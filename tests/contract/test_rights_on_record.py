"""What sources list of an enterprise's rights is kept as they list it: the last list of each, and what it leaves out is
gone."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.clocks import SetClock
from tests.support.events import day
from tests.support.sealing import MINUTE, PATENT, PROGRAM
from tiertrack import AsOf, Dossier, Registry
from tiertrack.errors import BadDossier
from tiertrack.facts.intellectual_property import NO_END, RIGHT_ATTRIBUTES, IpRight, right_mark
from tiertrack.facts.vocabulary import Fact
from tiertrack.logic.quantity import Kind
from tiertrack.register_reports import ImportReport

FIRM, OTHER = "重庆虚构精工有限公司", "重庆虚构齿轮有限公司"
CODE = "91500113MA0000015Q"
ON = AsOf(day("2026-06-30"))
MODEL = IpRight("一种夹具", "ZL202020000001.0")


@pytest.fixture
def firm(registry: Registry) -> int:
    return registry.enrol(FIRM, uscc=CODE).enterprise.id


def listed(*rights: IpRight, name: str = FIRM) -> Dossier:
    return Dossier(name, ip=rights)


def counts(report: ImportReport) -> tuple[int, int, int]:
    return report.observations, report.corrected, report.known


def test_a_list_takes_the_place_of_the_last_one_of_its_source_and_what_is_gone_is_said(
    registry: Registry, firm: int, clock: SetClock
) -> None:
    assert registry.dossier(firm, ON).ip is None
    assert counts(registry.observe(firm, listed(PATENT, PROGRAM), source="2025年申报书")) == (2, 0, 0)
    first = clock.now()
    clock.instant += MINUTE
    assert counts(registry.observe(firm, listed(PROGRAM, PATENT), source="2025年申报书")) == (0, 0, 2)
    pledged = attrs.evolve(PATENT, pledge=3_000_000_00)
    report = registry.observe(firm, listed(pledged, MODEL), source="2025年申报书")
    assert (counts(report), report.gone) == ((1, 1, 0), (f"{FIRM} 软件著作权“主轴监测软件”",))
    assert registry.dossier(firm, ON).ip == (pledged, MODEL)
    assert registry.dossier(firm, AsOf(ON.on, first)).ip == (PATENT, PROGRAM)
    assert registry.dossier(firm, AsOf(ON.on, first - MINUTE)).ip is None
    assert registry.verify().faults == ()


def test_that_there_is_none_is_a_statement_too(registry: Registry, firm: int) -> None:
    assert counts(registry.observe(firm, listed(), source="企业填报")) == (1, 0, 0)
    assert counts(registry.observe(firm, listed(), source="企业填报")) == (0, 0, 1)
    assert registry.dossier(firm, ON).ip == ()
    registry.observe(firm, listed(PATENT), source="企业填报")
    report = registry.observe(firm, listed(), source="企业填报")
    assert (counts(report), report.gone) == ((0, 1, 0), (f"{FIRM} 发明专利“一种主轴箱”",))
    assert registry.dossier(firm, ON).ip == ()


def test_what_sources_list_beside_each_other_is_read_together_and_what_they_disagree_on_is_open(
    registry: Registry, firm: int
) -> None:
    registry.observe(firm, listed(PATENT, PROGRAM), source="企业填报")
    assert registry.observe(firm, listed(attrs.evolve(PATENT, holder_rank=2), MODEL), source="专利局").gone == ()
    assert registry.dossier(firm, ON).ip == (attrs.evolve(PATENT, holder_rank=None), PROGRAM, MODEL)


def test_the_rights_of_records_that_were_joined_are_those_of_one_enterprise(
    registry: Registry, firm: int, clock: SetClock
) -> None:
    other = registry.enrol(OTHER).enterprise.id
    registry.observe(firm, listed(PATENT), source="企业填报")
    registry.observe(other, listed(PROGRAM, name=OTHER), source="专利局")
    apart = clock.now()
    clock.instant += MINUTE
    registry.merge(FIRM, OTHER, document="工商档案", told_by="区经信委")
    assert registry.dossier(OTHER, ON).ip == (PATENT, PROGRAM)
    assert registry.dossier(OTHER, AsOf(ON.on, apart)).ip == (PROGRAM,)
    # What is listed from then on is listed of both.
    assert registry.observe(firm, listed(MODEL), source="专利局").gone == (f"{FIRM} 软件著作权“主轴监测软件”",)
    registry.unmerge(OTHER)
    assert registry.dossier(OTHER, ON).ip == (PROGRAM,)
    assert registry.dossier(FIRM, ON).ip == (PATENT, MODEL)


def test_what_is_exported_has_the_rights_and_a_dossier_of_it_brings_them_back(
    registry: Registry, firm: int, tmp_path: Path
) -> None:
    registry.observe(firm, listed(PATENT, PROGRAM), source="企业填报")
    registry.export(ON, tmp_path / "台账.jsonl")
    (line,) = (tmp_path / "台账.jsonl").read_text(encoding="utf-8").splitlines()
    said = {"name": FIRM, "ip": json.loads(line)["ip"]}
    assert Dossier.from_dict(said).ip == (PATENT, PROGRAM)
    assert counts(registry.observe(firm, Dossier.from_dict(said), source="企业填报")) == (0, 0, 2)


def _values(fact: Fact) -> st.SearchStrategy[Any]:
    if fact.choices:
        return st.sampled_from([key for key, _label in fact.choices])
    if fact.kind is Kind.DATE:
        days = st.dates(dt.date(1990, 1, 1), dt.date(2199, 1, 1))
        return days | st.just(NO_END) if fact.key == "through" else days
    return st.booleans() if fact.kind is Kind.FLAG else st.integers(1, 10**12)


_STATED = st.fixed_dictionaries(
    {"name": st.text("甲乙丙abc ，“”1", min_size=1, max_size=6).filter(str.strip)},
    optional={
        "number": st.text("ZLzl0123.X", min_size=1, max_size=8),
        **{key: _values(fact) for key, fact in RIGHT_ATTRIBUTES.items()},
    },
)


def _right(stated: dict[str, Any]) -> IpRight:
    """The right, without what contradicts the rest of it."""
    try:
        return IpRight(**stated)
    except BadDossier as refused:
        wrong = {str(fault.place).split()[-1] for fault in refused.faults}
        return _right({key: value for key, value in stated.items() if key not in wrong})


_RIGHTS = st.lists(_STATED.map(_right), max_size=4, unique_by=right_mark).map(tuple)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lists=st.lists(_RIGHTS, min_size=1, max_size=3))
def test_whatever_is_listed_comes_back_as_it_was_stated(
    registry: Registry, clock: SetClock, lists: list[tuple[IpRight, ...]]
) -> None:
    key = registry.enrol(f"重庆虚构{clock.instant.timestamp():.0f}有限公司").enterprise.id
    name = registry.enterprise(key).name
    known: list[tuple[dt.datetime, tuple[IpRight, ...]]] = []
    for rights in lists:
        clock.instant += MINUTE
        registry.observe(key, listed(*rights, name=name), source="企业填报")
        known.append((clock.instant, rights))
    for instant, rights in known:
        found = registry.dossier(key, AsOf(ON.on, instant))
        assert found.ip is not None
        assert sorted(found.ip, key=repr) == sorted(rights, key=repr)
        assert Dossier.from_dict(found.to_dict()).ip == found.ip
    clock.instant += MINUTE
