"""The register counts its enterprises alike in memory, on SQLite and on PostgreSQL, many at a time."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.clocks import SetClock
from tests.support.events import day, event
from tiertrack.app import Registry, register_count
from tiertrack.app.register_count import tallied
from tiertrack.facts.identity import Identity
from tiertrack.indicators.seed_tables import catalogue
from tiertrack.indicators.tally import Count, Tally
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.regions import Region
from tiertrack.ports import Register
from tiertrack.rulebooks import national_rulebook
from tiertrack.store.database import Database
from tiertrack.temporal import AsOf

K = EventKind
BANAN, YUBEI, CHONGQING = Region("500113"), Region("500112"), Region("500000")


def enrol(register: Register, number: int, region: str | None) -> int:
    return register.enrol(Identity(f"重庆虚构{number}号有限公司", region=region, industry="C3484"))


@pytest.fixture
def counted(database: Database, clock: SetClock) -> Database:
    """Seven firms: five in Banan (one of them moves to Yubei), one in Yubei, one nobody knows where."""
    with database.writing(clock) as register:
        firms = [enrol(register, number, region) for number, region in enumerate([*["500113"] * 5, "500112", None])]
        for place, firm in enumerate(firms):
            register.append(firm, [event(K.RECOGNISED, f"2024-0{place + 1}-15", "little_giant")])
        register.append(firms[0], [event(K.RELINQUISHED, "2024-12-01", "little_giant")])
        register.append(firms[1], [event(K.APPLIED, "2024-12-01", "champion")])
        register.relocate(firms[4], "500112", day("2025-01-01"))
        enrol(register, 99, "500113")
        register.commit()
    return database


def tallies(database: Database, on: str, known_at: dt.datetime | None = None) -> dict[Region, dict[str, Tally]]:
    with database.reading() as register:
        found = tallied(register, AsOf(day(on), known_at), [BANAN, YUBEI, CHONGQING])
    return {region: dict(titles) for region, titles in found.items()}


@pytest.mark.parametrize("at_a_time", [1, 3, 1000])
def test_all_are_counted_whatever_number_is_read_at_a_time(
    counted: Database, at_a_time: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register_count, "_CHUNK", at_a_time)
    unplaced = Count(recorded=1, stock=1, new=1, ever=1)
    assert tallies(counted, "2024-12-31") == {
        BANAN: {
            "little_giant": Tally(Count(recorded=5, stock=4, new=5, ever=5), unplaced),
            "champion": Tally(Count(recorded=1)),
        },
        YUBEI: {"little_giant": Tally(Count(recorded=1, stock=1, new=1, ever=1), unplaced)},
        CHONGQING: {
            "little_giant": Tally(Count(recorded=6, stock=5, new=6, ever=6), unplaced),
            "champion": Tally(Count(recorded=1)),
        },
    }


def test_a_firm_is_counted_where_it_is_on_the_day(counted: Database) -> None:
    found = tallies(counted, "2025-01-01")
    assert found[BANAN]["little_giant"].there == Count(recorded=4, stock=3, new=0, ever=4)
    assert found[YUBEI]["little_giant"].there == Count(recorded=2, stock=2, new=0, ever=2)


def test_what_was_learned_later_was_not_known_neither_event_nor_place(counted: Database, clock: SetClock) -> None:
    before = clock.instant
    clock.instant += dt.timedelta(days=1)
    with counted.writing(clock) as register:
        late = enrol(register, 7, None)
        register.append(late, [event(K.RECOGNISED, "2024-03-15", "little_giant")])
        register.learn(register.find("重庆虚构6号有限公司"), Identity(region="500113"))
        register.commit()
    then, now = tallies(counted, "2024-12-31", before)[BANAN], tallies(counted, "2024-12-31")[BANAN]
    assert (then["little_giant"].there.stock, then["little_giant"].unplaced.stock) == (4, 1)
    assert (now["little_giant"].there.stock, now["little_giant"].unplaced.stock) == (5, 1)


def test_regions_are_those_of_the_dossiers(counted: Database) -> None:
    with counted.reading() as register:
        keys = register.with_events()
        for on in ("2024-12-31", "2025-01-01"):
            asof = AsOf(day(on))
            places = {key: register.dossier(key, asof).region for key in keys}
            assert {firm.id: firm.region for firm in register.enterprises(keys, asof)} == places


def test_the_report_holds_the_counts_against_the_targets(counted: Database, clock: SetClock) -> None:
    registry = Registry(counted, national_rulebook(), clock)
    (report,) = registry.indicators(AsOf(day("2024-12-31")), BANAN)
    giants = next(one for one in report.measures if one.measure.key == "little_giant_stock")
    assert giants.own is not None
    assert (giants.own.number, giants.own.unplaced) == (4, 1)
    assert [(one.target.source.key, one.lacking) for one in giants.targets] == [
        ("banan-2024-07", 22),
        ("banan-double", 22),
    ]
    assert [one.region for one in registry.indicators(AsOf(day("2024-12-31")))] == list(catalogue().regions)
