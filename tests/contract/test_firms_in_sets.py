"""What is folded for many enterprises in one pass is what is folded for each of them alone, wherever they are kept."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from fractions import Fraction

import attrs
import pytest
import sqlalchemy.event
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

import tiertrack
from tests.support.clocks import SetClock
from tests.support.events import day, event
from tests.support.sealing import PATENT, PROGRAM
from tiertrack import AsOf, Datum, DutyKind, Event, Region, Registry, State, Truth, Windows, aio, national_rulebook
from tiertrack.app import firm_list, listed
from tiertrack.duties.duty import Duty
from tiertrack.duties.overview import Account
from tiertrack.errors import TiertrackError
from tiertrack.facts.dossier import Attestation
from tiertrack.facts.identity import Identity
from tiertrack.import_reports import ImportKind
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.ports import Register
from tiertrack.register_reports import ImportReport
from tiertrack.store.database import Database
from tiertrack.titles.derived_facts import DERIVED_FROM
from tiertrack.titles.events import Reason

K, RULEBOOK = EventKind, national_rulebook()
FIRST = dt.date(2022, 9, 1)
# The second is a day on which who holds 专精特新 may apply for 小巨人.
ONS = (day("2024-07-15"), day("2026-05-01"), day("2026-06-30"), day("2027-08-01"))
REGIONS = ("500113", "500112", "110108")
# What may happen on a day, to any of a few titles.
HAPPENINGS: tuple[Callable[[str], Event], ...] = (
    lambda on: event(K.RECOGNISED, on, "innovative_sme"),
    lambda on: event(K.RECOGNISED, on, "srdi_sme", starts="2022-09-01"),
    lambda on: event(K.RECOGNISED, on, "little_giant"),
    lambda on: event(K.RECOGNISED, on, "champion", product="轴承"),
    lambda on: event(K.RECOGNISED, on, "champion"),
    lambda on: event(K.REVIEW_PASSED, on, "srdi_sme"),
    lambda on: event(K.NOT_LISTED, on, "little_giant"),
    lambda on: event(K.REVOKED, on, "srdi_sme", reason=Reason.FRAUD),
    lambda on: event(K.UPDATED, on, "srdi_sme", year=int(on[:4])),
    lambda on: event(K.UPDATE_MISSED, on, "srdi_sme", year=int(on[:4])),
    lambda on: event(K.APPLIED, on, "little_giant"),
    lambda on: event(K.WITHDRAWN, on, "little_giant"),
    lambda on: event(K.ABSENT, on, "champion"),
    lambda on: event(K.POOLED, on, "srdi_sme", document="名单"),
    lambda on: event(K.RESTRUCTURED, on, "enterprise", document="公告"),
)
# What may be observed, of which some is asked of who applies.
OBSERVED = (
    Datum("employees", 2025, 120, "年报"),
    Datum("employees", 2025, 90, "申报书"),
    Datum("employees", 2023, 700),
    Datum("revenue", 2025, 9_000_000_000, "年报"),
    Datum("revenue", 2024, 7_000_000_000, "年报"),
    Datum("revenue", 2023, 5_000_000_000, "年报"),
    Datum("rd_expense", 2025, 100, "申报书"),
    Datum("market_share", None, Fraction(1, 20), "申报书"),
    Datum("class1_ip", None, 3, "申报书"),
    Datum("net_profit", 2025, 1_000_000_00, "年报"),
)
DEEDS = (
    *("enrol", "happen", "happen", "happen", "repeat", "void", "merge", "unmerge", "rename", "relocate"),
    *("observe", "observe", "attest", "list rights", "import", "undo"),
)


def deed(registry: Registry, kind: str, one: int, other: int, place: int) -> None:
    """Does one thing to some of the firms on record; what cannot be done is left."""
    firms = registry.write(lambda unit: unit.keys())
    firm, another = firms[one % len(firms)], firms[other % len(firms)]
    on = FIRST + dt.timedelta(days=place)
    happening = HAPPENINGS[(one + other) % len(HAPPENINGS)](on.isoformat())
    match kind:
        case "enrol":
            registry.enrol(f"重庆虚构第{len(firms)}之{place}号有限公司", region=[*REGIONS, None][other % 4])
        case "happen":
            registry.write(lambda unit: unit.append(firm, [happening]))
        case "repeat":
            known = [known for known in registry.write(lambda unit: unit.events(firm)) if known.kind.grants]
            stated = known[other % len(known)] if known else None
            if stated is not None:
                again = event(stated.kind, str(stated.on), stated.title, document=stated.document)
                registry.write(lambda unit: unit.append(firm, [again.changed(through=on + dt.timedelta(days=900))]))
        case "void":
            events = registry.write(lambda unit: unit.events(firm))
            taken = events[other % len(events)] if events else happening
            registry.void(firm, taken.title, getattr(taken, "version", 1), on)
        case "merge":
            registry.merge(firm, another)
        case "unmerge":
            joined = registry.write(lambda unit: [known for known in range(1, max(firms) + 9) if unit.joined(known)])
            registry.unmerge(joined[one % len(joined)] if joined else firm)
        case "observe":
            registry.write(lambda unit: unit.observe(firm, OBSERVED[other % 8 :]))
        case "attest":
            made = Attestation("key_chain_link", other % 2 == 0, ["市经信委", "区经信委"][place % 2], on)
            registry.write(lambda unit: unit.attest(firm, made))
        case "list rights":
            rights = [PROGRAM, PATENT, attrs.evolve(PATENT, main_product=None)][: other % 3 + 1]
            registry.write(lambda unit: unit.list_rights(firm, rights, ["甲", "乙"][place % 2]))
        case "import":
            registry.write(lambda unit: bring_in(unit, firm, happening, OBSERVED[other % 10]))
        case "undo":
            imports = registry.imports()
            registry.undo(imports[other % len(imports)].number if imports else other)
        case "rename":
            registry.write(lambda unit: unit.rename(firm, f"重庆虚构更名{place}之{other}号有限公司", on))
        case "relocate":
            registry.write(lambda unit: unit.relocate(firm, REGIONS[other % 3], on))


def bring_in(unit: Register, firm: int, happening: Event, datum: Datum) -> ImportReport:
    """What an import of a file does that tells of one firm."""
    unit.begin_import()
    unit.append(firm, [happening])
    unit.observe(firm, [datum])
    unit.list_rights(firm, [PATENT], "名单")
    return ImportReport(number=unit.keep_import("名单.csv", ImportKind.FACTS, "名单", 1, 1))


deeds = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.integers(0, 40), st.integers(0, 40), st.integers(0, 1800)),
    min_size=6,
    max_size=16,
)


asked = given(deeds, st.sampled_from([2, 5]), st.sampled_from(ONS), st.integers(0, 18))
few = settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@few
@asked
def test_what_is_folded_for_many_is_what_is_folded_for_one(
    registry: Registry,
    clock: SetClock,
    monkeypatch: pytest.MonkeyPatch,
    done: list[tuple[str, int, int, int]],
    at_a_time: int,
    on: dt.date,
    hours: int,
) -> None:
    monkeypatch.setattr(listed, "_CHUNK", at_a_time)
    monkeypatch.setattr(firm_list, "_TYPED_AT_A_TIME", at_a_time)
    held_against_each(registry, clock, done, on, hours)


@settings(max_examples=20, deadline=None)
@asked
def test_so_it_is_in_memory_whatever_happened(
    done: list[tuple[str, int, int, int]], at_a_time: int, on: dt.date, hours: int
) -> None:
    clock = SetClock()
    with pytest.MonkeyPatch.context() as patched, tiertrack.open("memory:", RULEBOOK, clock) as registry:
        patched.setattr(listed, "_CHUNK", at_a_time)
        held_against_each(registry, clock, done, on, hours)


def held_against_each(
    registry: Registry, clock: SetClock, done: list[tuple[str, int, int, int]], on: dt.date, hours: int
) -> None:
    """Adds firms to a register, lets things happen to them, and holds every list against each firm alone."""
    begun = clock.now()
    for number in range(3):
        registry.enrol(f"重庆虚构{begun:%Y%m%d%H%M}第{number}号有限公司", region=REGIONS[number])
    for one in done:
        clock.instant += dt.timedelta(hours=1)
        with suppress(TiertrackError):
            deed(registry, *one)
    with suppress(TiertrackError):
        # What is kept of it tells who holds 专精特新; of a register in memory nothing is.
        registry.screen(Tier.LITTLE_GIANT, Act.RECOGNITION, on)
    for asof in (AsOf(on), AsOf(on, begun + dt.timedelta(hours=hours))):
        hold_against_each(registry, asof)
    clock.instant += dt.timedelta(days=1)


def hold_against_each(registry: Registry, asof: AsOf) -> None:
    """Holds every list as of a moment against what is said of each firm alone."""
    keys = registry.write(lambda unit: unit.keys(asof.known_at))
    firms = [registry.find(key, asof.on, asof.known_at) for key in keys]
    assert [*registry.firms(asof)] == firms
    accounts = {key: registry.standing(key, asof) for key in keys}
    rows = [*registry.standings(asof)]
    assert [(row.enterprise, row.standing, row.highest) for row in rows] == [
        (firm, accounts[firm.id].standing, accounts[firm.id].highest) for firm in firms
    ]
    overviews = [*registry.overviews(asof)]
    assert [row.next for row in overviews] == [next(iter(accounts[key].duties), None) for key in keys]
    for row, key in zip(overviews, keys, strict=True):
        alike = [duty.title for duty in accounts[key].duties if row.next and duty.what == row.next.what]
        assert {*row.next_titles} == {*alike} - {None}
    every = {key: registry.due(asof, "400d", key, windows=Windows.ALL) for key in keys}
    assert [*registry.due(asof, "400d", windows=Windows.ALL)] == [duty for key in keys for duty in every[key]]
    alone = {key: [duty for duty in duties if not duty.is_unlikely] for key, duties in every.items()}
    assert [*registry.due(asof, "400d")] == [duty for key in keys for duty in alone[key]]
    registry.write(lambda unit: hold_dossiers_against_each(unit, keys, asof))
    assert [*registry.histories(asof)] == [one for one in (registry.history(key, asof) for key in keys) if one.events]
    for which, wanted in FILTERS.items():
        expected = [firm.id for firm in firms if wanted(accounts[firm.id], firm.region)]
        found = registry.firms(asof, **dict(which))  # type: ignore[arg-type]
        assert ([firm.id for firm in found], found.count()) == (expected, len(expected)), which
    about = [duty for key in keys for duty in alone[key] if concerns(duty, accounts[key])]
    assert [*registry.due(asof, "400d", title="srdi_sme")] == about
    first, last = [*registry.standings(asof, limit=2)], firms[min(1, len(firms) - 1)] if firms else None
    assert first + ([*registry.standings(asof, after=last)] if last else []) == rows


def hold_dossiers_against_each(unit: Register, keys: Sequence[int], asof: AsOf) -> None:
    """Holds what is read of many firms as of a moment against what is read of each alone."""
    each = {key: unit.dossier(key, asof) for key in keys}
    assert unit.dossiers(keys, asof) == each
    asked = {("employees", 2025), ("market_share", None), ("revenue", 2024)}
    derived = frozenset(DERIVED_FROM)
    told = {key: [datum for datum in known.data if datum.key not in derived] for key, known in each.items()}
    assert {key: [*data] for key, data in unit.stated(keys, asof).items()} == {k: v for k, v in told.items() if v}
    some = {key: [datum for datum in data if (datum.key, datum.year) in asked] for key, data in told.items()}
    assert {key: [*data] for key, data in unit.stated(keys, asof, asked).items()} == {
        k: v for k, v in some.items() if v
    }
    assert not unit.stated(keys, asof, ())


def concerns(duty: Duty, account: Account) -> bool:
    return duty.title == "srdi_sme" or (duty.title is None and holds("srdi_sme")(account, None))


def holds(title: str) -> Callable[[Account, str | None], bool]:
    return lambda account, _region: any(spell.title == title for spell in account.standing.held)


def in_state(state: State, title: str | None = None) -> Callable[[Account, str | None], bool]:
    return lambda account, _region: any(
        track.state is state for track in account.standing.each if title in (None, track.title)
    )


FILTERS: dict[tuple[tuple[str, object], ...], Callable[[Account, str | None], bool]] = {
    (("title", "srdi_sme"),): holds("srdi_sme"),
    (("title", "小巨人"), ("status", "持有")): holds("little_giant"),
    (("title", "champion"), ("status", State.LAPSED)): in_state(State.LAPSED, "champion"),
    (("title", "srdi_sme"), ("status", "barred")): in_state(State.BARRED, "srdi_sme"),
    (("title", "srdi_sme"), ("status", "未申报")): lambda account, _region: (
        account.standing.track("srdi_sme").state is State.NONE
    ),
    (("status", "待复核"),): in_state(State.REVIEW_DUE),
    (("region", Region("500000")),): lambda _account, region: (region or "").startswith("50"),
    (("highest", "制造业单项冠军企业"), ("region", "500113")): lambda account, region: (
        account.highest is Tier.CHAMPION and region == "500113"
    ),
}


# ---------------------------------------------------------------------------------------------------- by themselves


@pytest.fixture
def four(registry: Registry) -> Registry:
    """Four firms in each kind of register in turn."""
    return with_four(registry)


def with_four(registry: Registry) -> Registry:
    """Four firms: two hold 专精特新, one of them until 2025; one was never given anything; one nobody knows where."""
    for name, region, industry in (
        ("重庆虚构甲精密有限公司", "500113", "C3484"),
        ("重庆虚构乙机械有限公司", "500113", "C3311"),
        ("重庆虚构丙材料有限公司", "500109", "I6513"),
        ("重庆虚构丁有限公司", None, None),
    ):
        registry.enrol(name, region=region, industry=industry)
    given = event(K.RECOGNISED, "2024-07-01", through="2027-06-30")
    ended = event(K.RECOGNISED, "2022-07-01", through="2025-06-30")
    registry.write(lambda unit: [unit.append(key, [one]) for key, one in ((1, given), (2, ended), (4, given))])
    return registry


ON = AsOf(day("2026-06-30"))


def test_a_list_is_read_in_pages_and_counted_whatever_the_page(four: Registry) -> None:
    whole = [firm.id for firm in four.firms(ON)]
    pages, last = [], None
    while page := [firm.id for firm in four.firms(ON, after=last, limit=3)]:
        pages.append(page)
        last = page[-1]
    assert (pages, [key for page in pages for key in page]) == ([[1, 2, 3], [4]], whole)
    assert four.firms(ON, after=3, limit=1).count() == 4
    assert four.standings(ON, title="srdi_sme").count() == 2
    assert four.due(ON, "400d", kind=DutyKind.REVIEW, limit=1).count() == 2


@pytest.mark.parametrize("named", ["id", "name"])
@pytest.mark.parametrize("into", [1, 4])
def test_a_list_goes_on_from_a_firm_that_was_joined_to_another_meanwhile(four: Registry, named: str, into: int) -> None:
    last = [*four.firms(ON, limit=3)][-1]
    four.merge(into, last.id)
    assert [firm.id for firm in four.firms(ON, after=getattr(last, named))] == [4]


def test_firms_are_found_by_what_they_hold_and_where_and_what_they_are(four: Registry) -> None:
    def found(**which: object) -> list[int]:
        return [firm.id for firm in four.firms(ON, **which)]  # type: ignore[arg-type]

    assert found(title="专精特新中小企业") == found(highest=Tier.SRDI_SME) == found(status=State.HELD) == [1, 4]
    assert (found(title="srdi_sme", status="已失效"), found(status="lapsed")) == ([2], [2])
    assert (found(industry="C34"), found(industry="制造业"), found(region="北碚区")) == ([1], [1, 2], [3])
    assert (found(title="srdi_sme", region="巴南区"), found(title="little_giant")) == ([1], [])


def test_the_last_day_of_the_highest_rung_and_what_comes_next_stand_beside_a_firm(four: Registry) -> None:
    rows = [*four.overviews(AsOf(day("2027-05-01")), region="巴南区")]
    assert [(row.highest, row.through, row.next and (row.next.due, row.next.kind)) for row in rows] == [
        (Tier.SRDI_SME, day("2027-06-30"), (day("2027-05-31"), DutyKind.YEARLY_UPDATE)),
        (None, None, None),
    ]


def test_an_achievement_in_the_pool_is_the_highest_rung_of_who_makes_something_of_it(four: Registry) -> None:
    from tiertrack.facts.achievement import Achievement, Party, Relation, Role
    from tiertrack.temporal import Period

    name = "重庆虚构丙材料有限公司"
    made = Relation(Party(name), Role.PRODUCER, produced_on=day("2025-03-01"))
    stated = Achievement("虚构微流控芯片", region="500113", relations=(made,), listings=(Period(day("2024-01-01")),))

    def carry(unit) -> None:  # type: ignore[no-untyped-def]
        key = unit.enrol_achievement(stated)
        unit.learn_achievement(key, stated)
        unit.relate(key, unit.find(name), made)

    four.write(carry)
    rows = {row.enterprise.name: row for row in four.standings(ON)}
    assert rows[name].highest is four.standing(name, ON).highest is Tier.ACHIEVEMENT
    assert [firm.name for firm in four.firms(ON, highest="achievement")] == [name]


@pytest.mark.parametrize(
    ("which", "code"),
    [
        ({"title": "小巨巨"}, "E703"),
        ({"status": "持用"}, "E703"),
        ({"highest": "高企"}, "E651"),
        ({"region": "重庆市没有区"}, "E2"),
        ({"industry": "C9999"}, "E2"),
        ({"limit": 0}, "E650"),
        ({"limit": True}, "E707"),
        ({"after": "没有的企业"}, "E603"),
    ],
    ids=str,
)
def test_a_list_of_what_there_is_not_is_refused(which: dict[str, object], code: str) -> None:
    with tiertrack.open("memory:", RULEBOOK) as register:
        for ask in (register.firms, register.standings, register.overviews, register.histories):
            with pytest.raises(TiertrackError, match=rf"\[{code}"):
                [*ask(ON, **which)]  # type: ignore[operator]
        with pytest.raises(TiertrackError, match=rf"\[{code}"):
            [*register.due(ON, "90d", **which)]  # type: ignore[call-overload]


def test_lists_are_the_same_where_they_are_awaited(sql_database: Database, clock: SetClock) -> None:
    four, which = with_four(Registry(sql_database, RULEBOOK, clock)), {"region": "巴南区", "limit": 1}

    async def awaited() -> list[list[object]]:
        async with aio.open(sql_database.bind, RULEBOOK) as register:  # type: ignore[arg-type]
            lists = (register.firms, register.standings, register.overviews, register.histories)
            found = [[row async for row in ask(ON, **which)] for ask in lists]  # type: ignore[operator]
            found.append([duty async for duty in register.due(ON, "400d", kind="复核")])
            found.append([*await register.due(ON, "400d", 1)])
            found.append([await register.due(ON, "400d").count(), await register.firms(ON, limit=1).count()])
            return found

    lists = (four.firms, four.standings, four.overviews, four.histories)
    assert asyncio.run(awaited()) == [
        *([*ask(ON, **which)] for ask in lists),  # type: ignore[operator]
        [*four.due(ON, "400d", kind="复核")],
        [*four.due(ON, "400d", 1)],
        [four.due(ON, "400d").count(), 4],
    ]


# A day on which who holds 专精特新 may apply for 小巨人.
IN_A_WINDOW = AsOf(day("2026-05-01"))


def test_whether_a_firm_is_likely_to_apply_is_told_in_a_list_as_of_it_alone(four: Registry, clock: SetClock) -> None:
    first, _ended, other, last = (firm.id for firm in four.firms(ON))

    def outlooks(known_at: dt.datetime | None = None) -> list[Truth | None]:
        asof = AsOf(IN_A_WINDOW.on, known_at)
        told = [*four.due(asof, "60d", kind=DutyKind.APPLICATION, title="little_giant", windows=Windows.ALL)]
        alone = [four.due(asof, "60d", key, title="little_giant", windows=Windows.ALL) for key in (first, last)]
        assert told == [duty for duties in alone for duty in duties]
        return [duty.outlook for duty in told]

    before = clock.now()
    assert outlooks() == [Truth.UNKNOWN, Truth.UNKNOWN]
    clock.instant += dt.timedelta(hours=1)
    # What is on record of the first stands in a record joined to it, what is on record of the last came with an import.
    updated, banned = event(K.UPDATED, "2025-04-01", year=2025), Datum("prohibited_product", None, True, "名单")
    four.write(lambda unit: unit.observe(other, [Datum("abnormal_list", None, True, "公示系统")]))
    number = four.write(lambda unit: bring_in(unit, last, updated, banned)).number
    four.merge(first, other)
    assert outlooks() == [Truth.FALSE, Truth.FALSE]
    assert outlooks(before) == [Truth.UNKNOWN, Truth.UNKNOWN]
    clock.instant += dt.timedelta(hours=1)
    four.undo(number or 0)
    assert outlooks() == [Truth.FALSE, Truth.UNKNOWN]
    highest = four.overviews(IN_A_WINDOW, title="srdi_sme")
    assert [row.next and row.next.kind for row in highest] == [DutyKind.YEARLY_UPDATE, DutyKind.APPLICATION]


@pytest.mark.parametrize("asof", [ON, IN_A_WINDOW], ids=["outside any window", "in a window"])
def test_a_list_asks_the_database_as_often_for_many_firms_as_for_few(
    sql_database: Database, clock: SetClock, asof: AsOf
) -> None:
    registry = with_four(Registry(sql_database, RULEBOOK, clock))

    def asked() -> int:
        statements: list[str] = []

        def heard(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            statements.append(statement)

        sqlalchemy.event.listen(Engine, "before_cursor_execute", heard)
        try:
            for rows in (registry.standings(asof), registry.due(asof, "400d"), registry.overviews(asof)):
                assert [*rows]
            assert registry.write(lambda unit: unit.dossiers(unit.keys(), asof))
        finally:
            sqlalchemy.event.remove(Engine, "before_cursor_execute", heard)
        return len(statements)

    few = asked()
    held = event(K.RECOGNISED, "2024-07-01", through="2027-06-30")
    for number in range(20):
        key = registry.enrol(f"重庆虚构多出第{number}号有限公司", region="500113").enterprise.id
        registry.write(lambda unit, key=key: unit.append(key, [held]))  # type: ignore[misc]
    assert asked() == few


def test_one_firm_is_not_asked_for_by_what_it_is(four: Registry) -> None:
    with pytest.raises(TiertrackError, match=r"\[E652\].*region、limit"):
        four.due(ON, "90d", 1, region="500113", limit=3)  # type: ignore[call-overload]
    assert {duty.kind for duty in four.due(ON, "400d", 1, kind="复核")} == {DutyKind.REVIEW}


def test_who_was_not_known_to_be_a_firm_yet_is_in_no_list(four: Registry, clock: SetClock) -> None:
    before = AsOf(ON.on, clock.now())
    clock.instant += dt.timedelta(days=1)
    late = four.write(lambda unit: unit.enrol(Identity("重庆虚构戊有限公司", region="500113")))
    four.write(lambda unit: unit.append(late, [event(K.RECOGNISED, "2024-07-01", through="2027-06-30")]))
    assert [firm.id for firm in four.firms(ON, title="srdi_sme")] == [1, 4, late]
    assert [firm.id for firm in four.firms(before, title="srdi_sme")] == [1, 4]
    assert late not in [row.enterprise.id for row in four.standings(before, status="持有")]
