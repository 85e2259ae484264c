"""Products, old names, boards and steps of a listing are kept by every store alike, and no digest of before changes."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import attrs
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from tests.support.clocks import SetClock
from tests.support.events import day
from tests.support.every_member import plain, sha_of
from tiertrack.app import Registry
from tiertrack.app.review_list import ListOnRecord
from tiertrack.errors import BadDossier, DatabaseUnavailable
from tiertrack.facts.dossier import Application, HeldTitle
from tiertrack.facts.identity import Identity
from tiertrack.intake.title_list import read_title_list
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.exchanges import Board
from tiertrack.register_reports import Change, TitleReport
from tiertrack.rulebooks import national_rulebook
from tiertrack.store.codec import EVENT_COLUMNS, EventRow, event_from_row, event_row, row_digest
from tiertrack.store.database import Database
from tiertrack.store.tables import title_events
from tiertrack.temporal import AsOf, Period
from tiertrack.titles.events import Event, Reason

K = EventKind
CHAMPION = {"title": "champion", "kind": K.RECOGNISED, "document": "名单 1号"}
BEARING = Event(**CHAMPION, on=day("2024-04-01"), through=day("2027-03-31"), product="轴承")  # type: ignore[arg-type]
REDUCER = attrs.evolve(BEARING, product="减速机")
OLD = Event(**CHAMPION, on=day("2018-11-13"), through=day("2021-11-12"), named="单项冠军产品", product="泵")  # type: ignore[arg-type]
LISTED = Event(title="listed", kind=K.RECOGNISED, on=day("2015-04-18"), document="公告 1号", board=Board.STAR)
DELISTED = Event(title="listed", kind=K.REVOKED, on=day("2025-07-01"), document="决定 1号", reason=Reason.TRADING)
PASSED = Event(title="listed", kind=K.ADVANCED, on=day("2014-04-12"), stage="committee_passed", value="深交所 45 通过")
ALL = (BEARING, REDUCER, OLD, LISTED, DELISTED, PASSED)


def enrolled(database: Database, clock: SetClock, *events: Event) -> int:
    with database.writing(clock) as register:
        key = register.enrol(Identity("重庆甲有限公司", region="500113"))
        register.append(key, events)
        register.commit()
    return key


def load(registry: Registry, folder: Path, *rows: str) -> TitleReport:
    file = folder / "名单.csv"
    file.write_text("企业名称,称号,产品,事项,日期,文件,交易所,状态码\n" + "\n".join(rows), encoding="utf-8")
    return registry.import_titles(read_title_list(file))


# The register.


def test_products_old_names_and_boards_come_back_as_they_went_in(database: Database, clock: SetClock) -> None:
    key = enrolled(database, clock, *ALL)
    with database.reading() as register:
        events = register.events(key)
        assert register.versions(key) == {"champion": 3, "listed": 3}
    assert tuple(map(plain, events)) == ALL
    assert database.verify().faults == ()


def test_many_at_once_come_back_too(database: Database, clock: SetClock) -> None:
    with database.writing(clock) as register:
        keys = register.enrol_many([Identity(f"第{number}公司") for number in range(30)])
        answers = register.append_many((key, event) for key in keys for event in ALL)
        again = register.append_many((key, event) for key in keys for event in ALL)
        register.commit()
    assert {one.change for one in answers} == {Change.NEW}
    assert {one.change for one in again} == {Change.KNOWN}
    with database.reading() as register:
        assert tuple(map(plain, register.events(keys[-1]))) == ALL
    assert database.verify().faults == ()


def test_the_versions_of_a_title_go_on_through_its_products_and_each_is_put_right_by_its_own(
    database: Database, clock: SetClock
) -> None:
    key = enrolled(database, clock, BEARING, REDUCER)
    longer = attrs.evolve(BEARING, through=day("2027-12-31"))
    with database.writing(clock) as register:
        found = register.append(key, [REDUCER, longer, attrs.evolve(longer, product="轴 承")])
        register.commit()
    assert [(one.change, one.event.version, one.event.corrects) for one in found] == [
        (Change.KNOWN, 2, None),
        (Change.CORRECTED, 3, 1),
        (Change.CORRECTED, 4, 3),
    ]
    with database.reading() as register:
        found_titles = register.dossier(key, AsOf(day("2025-01-01"))).titles
    assert set(found_titles) == {
        HeldTitle("champion", Period.through(day("2024-04-01"), day("2027-12-31")), "轴 承"),
        HeldTitle("champion", Period.through(day("2024-04-01"), day("2027-03-31")), "减速机"),
    }


def test_naming_the_product_of_a_grant_puts_it_right_and_leaves_one_certificate(
    database: Database, clock: SetClock
) -> None:
    key = enrolled(database, clock, attrs.evolve(BEARING, product=None))
    with database.writing(clock) as register:
        (named,) = register.append(key, [BEARING])
        register.commit()
    assert (named.change, named.event.corrects) == (Change.CORRECTED, 1)
    with database.reading() as register:
        assert [one.product for one in register.standing(key, AsOf(day("2025-01-01"))).held] == ["轴承"]


def test_a_product_is_voided_by_its_version(database: Database, clock: SetClock) -> None:
    key = enrolled(database, clock, BEARING, REDUCER)
    with database.writing(clock) as register:
        register.void(key, "champion", 1, day("2025-01-01"))
        assert [one.product for one in register.standing(key, AsOf(day("2025-02-01"))).held] == ["减速机"]


def test_an_application_for_a_product_is_in_the_dossier(database: Database, clock: SetClock) -> None:
    applied = Event(title="champion", kind=K.APPLIED, on=day("2026-04-10"), product="齿轮泵")
    key = enrolled(database, clock, BEARING, applied)
    with database.reading() as register:
        dossier = register.dossier(key, AsOf(day("2026-05-01")))
    assert dossier.applications == (Application("champion", day("2026-04-10")),)
    assert dossier.holds_title("champion", day("2026-05-01"))


def test_the_day_of_the_committee_is_a_fact_unless_somebody_stated_one(
    database: Database, clock: SetClock, tmp_path: Path
) -> None:
    key = enrolled(database, clock, PASSED)
    learned = clock.instant
    clock.instant += dt.timedelta(days=1)
    with database.reading() as register:
        dossier = register.dossier(key, AsOf(day("2020-01-01")))
        unheard = register.dossier(key, AsOf(day("2020-01-01"), learned - dt.timedelta(seconds=1)))
        before = register.dossier(key, AsOf(day("2014-04-11")))
    (datum,) = dossier.data
    assert (datum.key, datum.value, datum.recorded_at) == (
        "committee_passed_on",
        day("2014-04-12").toordinal(),
        learned,
    )
    assert dossier.values["committee_passed_on"] == day("2014-04-12").toordinal()
    assert (unheard.data, before.data) == ((), ())
    stated = tmp_path / "档案.json"
    stated.write_text(json.dumps({"name": "重庆甲有限公司", "facts": {"committee_passed_on": "2014-05-01"}}))
    Registry(database, national_rulebook(), clock).import_facts(stated, source="企业填报")
    with database.reading() as register:
        found = register.dossier(key, AsOf(day("2020-01-01")))
    assert [one.value for one in found.data] == [day("2014-05-01").toordinal()]
    assert found.conflicts == {}


# Lists.


def test_a_list_of_products_is_imported_once(registry: Registry, tmp_path: Path) -> None:
    rows = (
        "重庆甲有限公司,制造业单项冠军企业,轴承,认定,2024-04-01,名单〔2024〕1号,,",
        "重庆甲有限公司,制造业单项冠军企业,减速机,认定,2024-04-01,名单〔2024〕1号,,",
        "重庆乙有限公司,单项冠军产品,泵,认定,2018-11-13,名单〔2018〕1号,,",
        "重庆丙有限公司,制造业单项冠军培育企业,,认定,2017-01-17,名单〔2017〕1号,,",
        "重庆丁有限公司,,,,2025-03-14,,上交所,3-1",
    )
    assert load(registry, tmp_path, *rows).new == 5
    again = load(registry, tmp_path, *rows)
    assert (again.new, again.corrected, again.known) == (0, 0, 5)
    held = registry.standing("重庆甲有限公司", AsOf(day("2025-01-01"))).standing.held
    assert {(one.product, str(one.period.last)) for one in held} == {("轴承", "2027-03-31"), ("减速机", "2027-03-31")}
    assert registry.verify().faults == ()


def test_a_list_that_says_two_things_of_one_product_or_of_one_and_of_none_is_refused(
    registry: Registry, tmp_path: Path
) -> None:
    said = "重庆甲有限公司,制造业单项冠军企业,{},{},2024-04-01,名单〔2024〕1号,,"
    for rows in (
        (said.format("轴承", "认定"), said.format("轴承", "撤销")),
        (said.format("轴承", "认定"), said.format("", "认定")),
    ):
        with pytest.raises(BadDossier, match=r"E475.*名单前面写的是 2024-04-01 认定"):
            load(registry, tmp_path, *rows)
    assert load(registry, tmp_path, said.format("轴承", "认定"), said.format("减速机", "复核未通过")).new == 2


def test_a_refused_list_of_statuses_leaves_nothing_behind(registry: Registry, tmp_path: Path) -> None:
    with pytest.raises(BadDossier) as refused:
        load(registry, tmp_path, "重庆丁有限公司,,,,2025-03-14,,上交所,1", "重庆丁有限公司,,,,2025-03-15,,上交所,9")
    assert [fault.code for fault in refused.value.faults] == ["E477"]
    assert registry.proposals() == ()
    assert registry.verify().events == 0


def test_a_row_that_waits_is_recorded_with_its_product_once_it_is_settled(registry: Registry, tmp_path: Path) -> None:
    row = "{},制造业单项冠军企业,{},认定,2024-04-01,名单〔2024〕1号,,"
    load(registry, tmp_path, row.format("重庆甲某有限公司", "泵"))
    assert load(registry, tmp_path, row.format("重庆甲某股份有限公司", "轴承")).proposed == 1
    (proposal,) = registry.proposals()
    assert proposal.row.event.product == "轴承"
    registry.accept(proposal.key)
    held = registry.standing("重庆甲某有限公司", AsOf(day("2025-01-01"))).standing.held
    assert [one.product for one in held] == ["泵", "轴承"]


def test_a_review_without_a_product_goes_on_from_the_validity_that_ends_first_by_list_and_by_hand(
    registry: Registry, tmp_path: Path
) -> None:
    row = "{},制造业单项冠军企业,{},{},{},名单〔{}〕1号,,"
    for name in ("重庆甲某有限公司", "重庆乙某有限公司"):
        certificates = (("轴承", "2024-04-01", 2024), ("泵", "2025-03-20", 2025))
        load(registry, tmp_path, *(row.format(name, product, "认定", on, of) for product, on, of in certificates))
    load(registry, tmp_path, row.format("重庆甲某有限公司", "", "复核通过", "2027-03-10", 2027))
    passed = Event(title="champion", kind=K.REVIEW_PASSED, on=day("2027-03-10"), document="名单〔2027〕1号")
    registry.record("重庆乙某有限公司", passed)
    for name in ("重庆甲某有限公司", "重庆乙某有限公司"):
        held = registry.standing(name, AsOf(day("2027-04-01"))).standing.held
        assert sorted(str(one.period.last) for one in held) == ["2028-03-19", "2030-03-31"]


def test_a_review_list_ends_the_products_that_were_due(registry: Registry, tmp_path: Path) -> None:
    row = "重庆甲有限公司,制造业单项冠军企业,{},认定,{},名单〔{}〕1号,,"
    load(registry, tmp_path, row.format("轴承", "2024-04-01", 2024), row.format("泵", "2025-04-01", 2025))
    load(registry, tmp_path, row.format("阀", "2024-05-01", 2024))
    assert registry.close_review("champion", day("2027-03-10"), "复核名单 1号", on_record=ListOnRecord.NONE).ended == (
        "重庆甲有限公司",
    )
    assert [one.product for one in registry.standing("重庆甲有限公司", AsOf(day("2027-03-10"))).standing.held] == ["泵"]
    assert registry.close_review("champion", day("2027-03-10"), "复核名单 1号").ended == ()


# The digests.


def test_a_row_without_the_later_columns_has_the_digest_it_had(clock: SetClock) -> None:
    """Published seals are over these digests; a row that has none of the later columns is hashed as it always was."""
    written = ("2026-01-01T08:00:00.000000+00:00", "0" * 32)

    plain_row = event_row(7, 1, attrs.evolve(BEARING, product=None), (1, None), written, None)
    place = EVENT_COLUMNS.index("digest")
    assert EVENT_COLUMNS[place + 1 :] == ("product", "named", "board")
    assert plain_row.digest == sha_of([None, *plain_row[:place]]) == row_digest(None, plain_row)
    named = event_row(7, 1, OLD, (1, None), written, "ab12")
    assert named.digest == sha_of(["ab12", *named[:place], {"product": "泵", "named": "单项冠军产品"}])
    listed = event_row(7, 1, LISTED, (1, None), written, None)
    assert listed.digest == sha_of([None, *listed[:place], {"board": "star"}])


@pytest.mark.parametrize(
    ("column", "value"),
    [("product", "别的"), ("product", None), ("named", "制造业单项冠军示范企业"), ("named", None), ("board", "main")],
)
def test_a_change_of_a_later_column_is_found(
    sql_database: Database, register_url: str, clock: SetClock, column: str, value: str | None
) -> None:
    enrolled(sql_database, clock, *ALL)
    assert sql_database.verify().faults == ()
    where = "title = 'listed'" if column == "board" else "named IS NOT NULL"
    engine = create_engine(register_url)
    with engine.begin() as connection:
        change = text(f"UPDATE tiertrack_title_events SET {column} = :value WHERE {where} AND event = 'recognised'")
        assert connection.execute(change, {"value": value}).rowcount == 1
    engine.dispose()
    assert "E620" in {fault.code for fault in sql_database.verify().faults}


def test_a_product_put_into_a_row_that_had_none_is_found(
    sql_database: Database, register_url: str, clock: SetClock
) -> None:
    enrolled(sql_database, clock, attrs.evolve(BEARING, product=None))
    engine = create_engine(register_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE tiertrack_title_events SET product = '轴承'"))
    engine.dispose()
    assert [fault.code for fault in sql_database.verify().faults] == ["E620"]


@pytest.mark.parametrize(("column", "value"), [("product", ""), ("named", ""), ("board", "otc")])
def test_the_database_refuses_what_no_event_can_say(
    sql_database: Database, register_url: str, clock: SetClock, column: str, value: str
) -> None:
    enrolled(sql_database, clock, BEARING)
    engine = create_engine(register_url)
    with pytest.raises(IntegrityError, match=f"ck_tiertrack_title_events_{column}"), engine.begin() as connection:
        connection.execute(text(f"UPDATE tiertrack_title_events SET {column} = :value"), {"value": value})
    engine.dispose()


def test_the_database_takes_every_board() -> None:
    (check,) = [one for one in title_events.constraints if one.name == "ck_tiertrack_title_events_board"]
    listed = str(check.sqltext)  # type: ignore[attr-defined]
    assert [board.value for board in Board if f"'{board.value}'" not in listed] == []


def test_a_board_this_software_does_not_know_asks_for_newer_software() -> None:
    written = ("2026-01-01T08:00:00.000000+00:00", "0" * 32)
    row = event_row(7, 1, LISTED, (1, None), written, None)._replace(board="moon")
    with pytest.raises(DatabaseUnavailable, match=r"E607.*moon"):
        event_from_row(EventRow(*row))
