"""The ninth revision keeps rights; going down loses them, after saying so, and leaves the rest whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError

from tests.support.clocks import SetClock
from tests.support.schemas import all_rows, revision_of
from tests.support.sealing import MINUTE, PATENT, signing_key, write_every_table, write_first_tables
from tiertrack.errors import StoreError
from tiertrack.facts.identity import Identity
from tiertrack.store import hardening
from tiertrack.store.database import Database
from tiertrack.store.migrate import downgrade, upgrade
from tiertrack.store.signing import KEY_FILE, seal_key
from tiertrack.store.tables import LASTING, METADATA, SEALED, ip_rights, seals, title_events
from tiertrack.store.version_table import newest_revision

EIGHTH = "tiertrack_0008"


LATER = {table.name for table in (ip_rights, *LASTING)}


def others(engine: Engine) -> dict[str, list[dict[str, object]]]:
    return {name: all_rows(engine, name) for name in METADATA.tables if name not in LATER | {seals.name}}


@pytest.mark.parametrize("signed", [False, True], ids=["unsigned", "signed"])
def test_going_down_loses_the_rights_alone_once_told_so_and_all_else_is_found_whole(
    register_url: str, engine: Engine, clock: SetClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signed: bool
) -> None:
    private, public = signing_key(tmp_path)
    with Database.open(register_url, key=seal_key(private)) as database:
        write_first_tables(database, clock)
        clock.instant += MINUTE
        with database.writing(clock) as unit:
            # A unit that wrote nothing else.
            unit.list_rights(unit.find("重庆虚构乙机械厂"), [PATENT], "2026年申报书")
            unit.commit()
    before = others(engine)
    with pytest.raises(StoreError, match=r"E665.*丢掉 5 行（tiertrack_ip_rights 5 行）.*lose_rows=5"):
        downgrade(register_url, EIGHTH)
    with Database.open(register_url) as database:
        assert database.verify(keys=[public]).faults == ()
    if signed:
        monkeypatch.setenv(KEY_FILE, str(private))
    downgrade(register_url, EIGHTH, lose_rows=5)
    assert (revision_of(register_url), others(engine)) == (EIGHTH, before)
    assert all("ip_rights" not in str(seal["rows"]) for seal in all_rows(engine, seals.name))
    upgrade(register_url)
    assert (all_rows(engine, ip_rights.name), others(engine)) == ([], before)
    with Database.open(register_url, key=seal_key(private)) as database:
        assert database.verify(keys=[public] if signed else []).faults == ()
        with database.writing(clock) as unit:
            unit.list_rights(unit.find("重庆虚构乙机械厂"), [PATENT], "2026年申报书")
            unit.commit()
        report = database.verify(keys=[public] if signed else [])
        assert (report.faults, report.seals) == ((), 7)


def test_going_down_without_any_rights_leaves_the_seals_as_they_are(
    register_url: str, engine: Engine, clock: SetClock
) -> None:
    with Database.open(register_url) as database, database.writing(clock) as unit:
        unit.enrol(Identity("重庆虚构丙机械厂"))
        unit.commit()
    kept = all_rows(engine, seals.name)
    downgrade(register_url, EIGHTH)
    assert all_rows(engine, seals.name) == kept
    upgrade(register_url)
    assert revision_of(register_url) == newest_revision()


def test_a_hardened_register_that_is_upgraded_keeps_its_new_tables_as_it_keeps_the_rest(
    postgres_register: str, clock: SetClock
) -> None:
    downgrade(postgres_register, EIGHTH)
    engine = create_engine(postgres_register)
    with engine.begin() as connection:
        # As one that was hardened at the eighth revision.
        for statement in hardening._statements(connection, [table for table in SEALED if table.name not in LATER]):
            connection.exec_driver_sql(statement)
        for statement in hardening._statements(connection, [title_events, seals]):
            connection.exec_driver_sql(statement)
    upgrade(postgres_register)
    with Database.open(postgres_register) as database:
        write_every_table(database, clock)
        assert database.verify().faults == ()
    for name in LATER:
        for change in ("UPDATE {} SET id = 9", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
            with pytest.raises(DBAPIError, match="只增不改"), engine.begin() as connection:
                connection.exec_driver_sql(change.format(name))
    engine.dispose()
