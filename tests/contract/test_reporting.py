"""Every number of a report is that of the list another question gives, wherever the register is kept."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from tests.support.clocks import SetClock
from tests.support.reporting import filled
from tiertrack import AsOf, BadInput, ChangeKind, Dossier, Readiness, Registry, Report, Tier, to_dict
from tiertrack.indicators.catalogue import MeasureKind
from tiertrack.store.database import Database
from tiertrack.temporal import as_day

ON, SINCE, BANAN = AsOf(as_day("2026-06-30")), as_day("2025-12-31"), "巴南区"
FIRMS = 60
# Of the others nobody on record is near them.
ASKED = (Tier.INNOVATIVE_SME, Tier.SRDI_SME)


@pytest.fixture
def reported(registry: Registry) -> Registry:
    return filled(registry, FIRMS)


def ids(firms: object) -> list[int]:
    return [firm.id for firm in firms]  # type: ignore[attr-defined]


def test_each_number_is_the_length_of_a_list(reported: Registry) -> None:
    report = reported.report(ON, region=BANAN, since=SINCE)
    assert ids(report.firms) == ids(reported.firms(ON, region=BANAN))
    assert 0 < len(report.firms) < FIRMS
    for rung in report.rungs:
        assert ids(rung.stock) == ids(reported.firms(ON, title=rung.title, region=BANAN)), rung.label
        assert set(rung.stock).isdisjoint(rung.ended)
    assert sum(len(group.firms) for group in report.places) == len(report.firms)
    for group in report.industries:
        if group.key:
            assert ids(group.firms) == ids(reported.firms(ON, region=BANAN, industry=group.key))
    due = [*reported.due(ON, "90d", region=BANAN)]
    assert sum(len(group.firms) for group in report.due) == len(due) > 0
    assert Counter((group.due, len(group.firms)) for group in report.due).keys() >= {
        (day, count) for day, count in Counter(one.due for one in due).items() if count == 1
    }
    assert report.renamed == reported.renamed(SINCE + dt.timedelta(days=1), ON, region=BANAN)


def test_the_numbers_of_the_register_are_those_beside_published_ones(reported: Registry) -> None:
    report = reported.report(ON, region=BANAN)
    (printed,) = reported.indicators(ON, BANAN)
    assert report.indicators == printed
    counted = [one for one in printed.measures if one.own is not None and one.own.number is not None]
    assert counted
    for one in counted:
        firms = report.counted.get((one.measure.title or "", one.measure.kind), ())
        assert len(firms) == one.own.number, one.measure.name  # type: ignore[union-attr]
    for rung in report.rungs:
        assert rung.new == report.counted.get((rung.title.value, MeasureKind.FLOW), ())


def test_a_change_is_the_difference_of_two_lists(reported: Registry) -> None:
    report = reported.report(ON, since=SINCE)
    assert report.changes
    for rung in report.rungs:
        before, after = ({*ids(reported.firms(day, title=rung.title))} for day in (SINCE, ON))
        told = {kind: {one.firm.id for one in report.changes if one.kind is kind and one.title == rung.title.value}
                for kind in ChangeKind}  # fmt: skip
        assert told[ChangeKind.GAINED] == after - before
        assert told[ChangeKind.LAPSED] | told[ChangeKind.LOST] == before - after
        assert told[ChangeKind.REVIEWED] <= after & before
    assert {one.kind for one in report.changes} == set(ChangeKind)


def test_what_was_learned_later_is_in_no_report_of_before(reported: Registry, clock: SetClock) -> None:
    before = reported.report(ON)
    known_at = clock.now()
    clock.instant += dt.timedelta(days=1)
    filled(reported, 5, seed=2)
    assert len(reported.report(ON).firms) == FIRMS + 5
    again = reported.report(AsOf(ON.on, known_at))
    assert to_dict(again) | {"known_at": None} == to_dict(before)


def test_who_may_go_for_a_rung_is_whom_the_candidates_are(sql_database: Database, clock: SetClock) -> None:
    register = filled(Registry(sql_database, None, clock), FIRMS)
    # Of whom only the name, the place and the industry are known, nothing is on record that a standard asks.
    bare = [register.enrol(f"重庆空白{one}有限公司", region="500113", industry="C3484").enterprise for one in "甲乙"]
    # A revenue alone shows nothing of a listing.
    small = register.enrol("重庆小企业有限公司", region="500113").enterprise
    told = Dossier.from_dict({"name": small.name, "facts": {"revenue": {"2025": "1490万元"}}})
    register.observe(small, told, source="企业填报")
    report = register.report(ON, region=BANAN)
    groups = {of.title: of for of in report.readiness}
    assert small.id in ids(firm for firm, _ready in groups[Tier.LISTED].of(Readiness.UNRECORDED))
    for title in ASKED:
        found = register.candidates(title, ON, region=BANAN)
        for readiness in Readiness:
            told = sorted(firm.name for firm, _ready in groups[title].of(readiness))
            assert told == sorted(one.name for one in found.of(readiness)), (title, readiness)
        assert len(groups[title].near_lacking) == found.near_lacking
        assert len(groups[title].found) == len(found.found) > 0
        assert {one.name for one in bare} <= {one.name for one in found.of(Readiness.UNRECORDED)}
        assert len(report.far(groups[title])) == found.far


def test_a_register_of_nobody_says_so(registry: Registry) -> None:
    report: Report = registry.report(ON, region=BANAN)
    assert report.is_empty
    assert [len(rung.stock) for rung in report.rungs] == [0] * 6
    assert report.readiness == () or all(not of.found for of in report.readiness)


@pytest.mark.parametrize("since", ["2026-06-30", "2026-07-01"])
def test_the_last_report_is_an_earlier_one(registry: Registry, since: str) -> None:
    with pytest.raises(BadInput) as refused:
        registry.report(ON, since=since)
    assert [fault.code for fault in refused.value.faults] == ["E783"]
