"""The seventh revision seals every row: those of before as they are found; what was sealed before is not touched."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

import tiertrack
from tests.support.clocks import SetClock
from tests.support.commands import Run
from tests.support.every_member import sha_of
from tests.support.schemas import all_rows, take_down
from tests.support.sealing import signing_key, write_first_tables
from tiertrack import migrations
from tiertrack.errors import StoreError
from tiertrack.facts.identity import Identity
from tiertrack.ports import SystemClock
from tiertrack.store.database import Database
from tiertrack.store.migrate import upgrade
from tiertrack.store.signing import KEY_FILE
from tiertrack.store.tables import LASTING, PREFIX, SEALED, ip_rights

SIXTH = "tiertrack_0006"
OF_THE_SIXTH = [table for table in SEALED if table not in {*LASTING, ip_rights}]


@pytest.fixture
def sixth_url(register_url: str, clock: SetClock) -> str:
    """A register of the sixth revision with rows in every table."""
    with Database.open(register_url) as database:
        write_first_tables(database, clock)
    # Of five units two wrote events; the seals over the others go, and the rights of both firms.
    assert take_down(register_url, SIXTH) == 3 + 4
    return register_url


def test_going_down_leaves_the_seals_that_the_sixth_revision_wrote(sixth_url: str, engine: Engine) -> None:
    previous = None
    for place, seal in enumerate(all_rows(engine, "tiertrack_seals"), 1):
        found = [
            event["digest"] for event in all_rows(engine, "tiertrack_title_events") if event["unit"] == seal["unit"]
        ]
        body = hashlib.sha256("".join(map(str, found)).encode()).hexdigest()
        instant = seal["recorded_at"]
        if isinstance(instant, dt.datetime):
            instant = instant.astimezone(dt.UTC).isoformat(timespec="microseconds")
        assert seal["digest"] == sha_of([previous, place, seal["unit"], len(found), instant, body])
        previous = seal["digest"]
    assert previous is not None
    assert {"form", "rows", "key_id", "signature"} & all_rows(engine, "tiertrack_seals")[0].keys() == set()


def test_rows_of_before_are_sealed_as_found_and_from_then_on_no_change_goes_unseen(
    sixth_url: str, engine: Engine
) -> None:
    tables = ("tiertrack_title_events", "tiertrack_seals", *(table.name for table in OF_THE_SIXTH))
    before = {name: all_rows(engine, name) for name in tables}
    earliest = SystemClock().now()
    upgrade(sixth_url)
    for name, kept in before.items():
        renamed = {"unit": "completed_by"} if name == "tiertrack_achievement_names" else {}
        after = all_rows(engine, name)[: len(kept)]
        assert [{column: row[renamed.get(column, column)] for column in kept[0]} for row in after] == kept
    with Database.open(sixth_url) as database:
        report = database.verify()
        (found,) = report.found
        assert (report.faults, report.seals, found.rows) == ((), 3, report.rows)
        assert found.rows == sum(len(before[table.name]) for table in OF_THE_SIXTH)
        assert dt.datetime.fromisoformat(found.at) >= earliest
        for table in OF_THE_SIXTH:
            with engine.begin() as connection:
                row = connection.execute(table.select().order_by(table.c.id)).mappings().first()
                assert row is not None
                this, before_it = table.c.id == row["id"], row["recorded_at"] - dt.timedelta(days=1)
                connection.execute(table.update().where(this).values(recorded_at=before_it))
            (fault,) = database.verify().faults
            assert (fault.code, str(fault.place).endswith("第 1 行")) == ("E667", True)
            with engine.begin() as connection:
                connection.execute(table.update().where(this).values(recorded_at=row["recorded_at"]))


def test_an_upgrade_a_second_time_finds_nothing_to_seal(sixth_url: str, engine: Engine) -> None:
    upgrade(sixth_url)
    seals = all_rows(engine, "tiertrack_seals")
    upgrade(sixth_url)
    assert all_rows(engine, "tiertrack_seals") == seals


def test_where_statements_alone_upgraded_a_check_says_what_waits_and_init_seals_it(
    postgres_register: str, clock: SetClock, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Database.open(postgres_register) as database:
        write_first_tables(database, clock)
    take_down(postgres_register, SIXTH)
    engine = create_engine(postgres_register, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(migrations.script(start=SIXTH))
    with Database.open(postgres_register) as database:
        report = database.verify()
        assert {fault.code for fault in report.faults} == {"E670"}
        assert len(report.faults) == len(OF_THE_SIXTH)
        assert all("tiertrack init" in fault.remedy for fault in report.faults)
        rows = sum(database_rows(engine))
        # What is written before they are sealed would be under a seal that they are not under.
        with database.writing(clock) as unit:
            unit.enrol(Identity("重庆虚构丙机械厂"))
            with pytest.raises(StoreError, match=r"E679.*tiertrack init"):
                unit.commit()
    private, public = signing_key(tmp_path)
    monkeypatch.setenv(KEY_FILE, str(private))
    code, told, _err = run("init", "--db", postgres_register)
    assert (code, f"以前的 {rows} 行照现在的样子封存" in told) == (0, True)
    assert "封存" not in run("init", "--db", postgres_register)[1]
    with tiertrack.open(postgres_register) as register:
        register.enrol("重庆虚构丙机械厂")
        report = register.verify(keys=[public])
        assert (report.faults, report.signed, [found.rows for found in report.found]) == ((), 2, [rows])
    engine.dispose()


def database_rows(engine: Engine) -> list[int]:
    """How many rows each table under seals has but the events'."""
    with engine.connect() as connection:
        return [connection.scalar(text(f"SELECT count(*) FROM {table.name}")) or 0 for table in OF_THE_SIXTH]


def test_a_row_put_in_by_hand_is_never_sealed_as_found(register_url: str, engine: Engine, clock: SetClock) -> None:
    with Database.open(register_url) as database:
        write_first_tables(database, clock)
    with engine.begin() as connection:
        connection.execute(
            text(
                f"INSERT INTO {PREFIX}enterprise_codes (enterprise_id, kind, code, recorded_at)"
                f" SELECT 2, 'uscc', '91500113MA0000099X', recorded_at FROM {PREFIX}enterprise_codes WHERE id = 1"
            )
        )
    seals = all_rows(engine, "tiertrack_seals")
    upgrade(register_url)
    assert all_rows(engine, "tiertrack_seals") == seals
    with Database.open(register_url) as database:
        (fault,) = database.verify().faults
        assert (fault.code, "tiertrack init" in fault.remedy) == ("E670", False)
        # Whoever records goes on; the row is told of for ever.
        with database.writing(clock) as unit:
            unit.enrol(Identity("重庆虚构丙机械厂"))
            unit.commit()
    upgrade(register_url)
    with Database.open(register_url) as database:
        assert [fault.code for fault in database.verify().faults] == ["E670"]
