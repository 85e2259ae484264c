"""The third revision adds products, old names and boards; what was chained before stays verifiable, up and down."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Engine, inspect

from tests.support.clocks import SetClock
from tests.support.events import day
from tests.support.schemas import all_rows, revision_of, take_down
from tiertrack.facts.identity import Identity
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.exchanges import Board
from tiertrack.ports import SystemClock
from tiertrack.store.database import Database
from tiertrack.store.migrate import upgrade
from tiertrack.temporal import AsOf
from tiertrack.titles.events import Event, Reason

K = EventKind
SRDI = Event(title="srdi_sme", kind=K.RECOGNISED, on=day("2024-07-01"), through=day("2027-06-30"), document="名单 1号")
CHAMPION = Event(
    title="champion", kind=K.RECOGNISED, on=day("2024-04-01"), through=day("2027-03-31"), document="名单 2号"
)
UPDATED = Event(title="champion", kind=K.UPDATED, on=day("2025-05-01"), year=2025)
BEARING = CHAMPION.changed(product="轴承")
REVOKED = Event(title="champion", kind=K.REVOKED, on=day("2026-05-01"), document="公告 1号", product="轴承")
OLD = Event(
    title="champion",
    kind=K.RECOGNISED,
    on=day("2018-11-13"),
    through=day("2021-11-12"),
    document="名单 3号",
    named="单项冠军产品",
)
LISTED = Event(title="listed", kind=K.RECOGNISED, on=day("2015-04-18"), document="公告 2号", board=Board.CHINEXT)
DELISTED = Event(title="listed", kind=K.REVOKED, on=day("2025-07-01"), document="决定 1号", reason=Reason.FINANCIAL)


def written(url: str, clock: SetClock, *units: tuple[Event, ...]) -> int:
    """A firm, each of its units of work at an instant of its own."""
    with Database.open(url) as database, database.writing(clock) as register:
        key = register.enrol(Identity("重庆甲有限公司"))
        for events in units:
            register.append(key, events)
            register.commit()
    clock.instant += dt.timedelta(days=1)
    return key


def without_later(found: list[dict[str, object]]) -> list[dict[str, object]]:
    return [{name: value for name, value in row.items() if name not in ("product", "named", "board")} for row in found]


def test_the_third_revision_adds_its_columns_and_takes_them_away_again(register_url: str, engine: Engine) -> None:
    take_down(register_url, "0003")
    assert revision_of(register_url) == "0003"
    columns = {column["name"]: column for column in inspect(engine).get_columns("title_events")}
    assert all(columns[name]["nullable"] for name in ("product", "named", "board"))
    take_down(register_url, "0002")
    assert not {"product", "named", "board"} & {one["name"] for one in inspect(engine).get_columns("title_events")}
    checks = {one["name"] for one in inspect(engine).get_check_constraints("title_events")}
    assert not {"ck_title_events_product", "ck_title_events_named", "ck_title_events_board"} & checks


def test_what_the_second_revision_chained_is_verified_after_it_and_its_seal_is_still_there(
    register_url: str, engine: Engine, clock: SetClock
) -> None:
    """Down to the second revision nothing is lost that it can hold, so that is how it left a register."""
    key = written(register_url, clock, (SRDI, CHAMPION), (UPDATED,))
    take_down(register_url, "tiertrack_0006")
    before, seals = all_rows(engine, "title_events"), all_rows(engine, "seals")
    noted = str(seals[-1]["digest"])
    take_down(register_url, "0002")
    assert all_rows(engine, "title_events") == without_later(before)
    assert all_rows(engine, "seals") == seals
    upgrade(register_url)
    assert all_rows(engine, "title_events") == before
    with Database.open(register_url) as database:
        report = database.verify(noted)
        # The last seal is over the rows of before, as they were found.
        assert (report.events, report.seals, report.faults) == (3, 3, ())
        assert all_rows(engine, "seals")[1]["digest"] == noted
        clock.instant = SystemClock().now()
        with database.writing(clock) as register:
            register.append(key, [BEARING, OLD, LISTED])
            register.commit()
        report = database.verify(noted)
        assert (report.events, report.seals, report.faults) == (6, 4, ())


def test_going_down_keeps_what_is_still_true_without_the_later_columns_and_chains_it_anew(
    register_url: str, engine: Engine, clock: SetClock
) -> None:
    """Of one product its revocation would read as that of the title: such events go, the rest is verifiable."""
    key = written(register_url, clock, (SRDI,), (BEARING, REVOKED), (OLD, UPDATED), (LISTED,), (DELISTED,))
    other = written(register_url, clock, (SRDI, CHAMPION))
    before = {row["id"]: row for row in all_rows(engine, "title_events")}
    take_down(register_url, "0002")
    down = all_rows(engine, "title_events")
    assert [(row["enterprise_id"], row["title"], row["version"], row["reason"]) for row in down] == [
        (key, "srdi_sme", 1, None),
        (key, "champion", 3, None),
        (key, "champion", 4, None),
        (key, "listed", 1, None),
        (key, "listed", 2, "other"),
        (other, "srdi_sme", 1, None),
        (other, "champion", 1, None),
    ]
    # Streams that had nothing of the kind keep their digests; the seal that covers nothing any more is gone.
    same = [row["title"] for row in down if row["digest"] == before[row["id"]]["digest"]]
    assert same == ["srdi_sme", "srdi_sme", "champion"]
    assert [(row["id"], row["events"]) for row in all_rows(engine, "seals")] == [(1, 1), (2, 2), (3, 1), (4, 1), (5, 2)]
    upgrade(register_url)
    with Database.open(register_url) as database:
        report = database.verify()
        # One more is over the rows of before, as they were found.
        assert (report.events, report.seals, report.faults) == (7, 6, ())
        clock.instant = SystemClock().now()
        with database.writing(clock) as register:
            register.append(key, [BEARING])
            register.commit()
            held = register.standing(key, AsOf(day("2025-01-01"))).held
        assert [one.label for one in held] == ["专精特新中小企业", "制造业单项冠军企业（轴承）", "上市企业"]
        assert database.verify().faults == ()


def test_what_a_product_had_put_right_counts_again_without_it(
    register_url: str, engine: Engine, clock: SetClock
) -> None:
    key = written(register_url, clock, (CHAMPION,), (BEARING,))
    take_down(register_url, "0002")
    upgrade(register_url)
    with Database.open(register_url) as database, database.reading() as register:
        (held,) = register.standing(key, AsOf(day("2025-01-01"))).held
    assert (held.title, held.product) == ("champion", None)


def test_a_register_without_events_goes_down_and_up(register_url: str, engine: Engine) -> None:
    take_down(register_url, "0002")
    upgrade(register_url)
    assert (all_rows(engine, "title_events"), all_rows(engine, "seals")) == ([], [])


def test_a_downgrade_of_nothing_but_products_leaves_no_seal(register_url: str, engine: Engine, clock: SetClock) -> None:
    written(register_url, clock, (BEARING,))
    take_down(register_url, "0002")
    assert (all_rows(engine, "title_events"), all_rows(engine, "seals")) == ([], [])
    upgrade(register_url)
    with Database.open(register_url) as database:
        assert database.verify().faults == ()
