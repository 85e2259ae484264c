"""What SQLAlchemy compiles for one register serves the next, and never one that writes SQL otherwise."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Dialect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.sql.compiler import SQLCompiler

import tiertrack
from tiertrack import Act, AsOf, Tier
from tiertrack.screening.snapshot import snapshot
from tiertrack.screening.work_tables import KEY_COLUMN, WorkTables, key_column
from tiertrack.store.compiled_statements import CompiledStatements

ON = dt.date(2026, 6, 30)


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements compiled since."""
    found: list[str] = []
    compile_ = SQLCompiler.__init__

    def noted(self: SQLCompiler, *given: Any, **how: Any) -> None:
        compile_(self, *given, **how)
        found.append(self.string)

    monkeypatch.setattr(SQLCompiler, "__init__", noted)
    return found


def test_what_is_asked_of_one_register_and_day_is_written_once_for_every_other(
    sqlite_register: str, tmp_path: Path, compiled: list[str]
) -> None:
    another = tmp_path / "another.db"
    shutil.copyfile(make_url(sqlite_register).database or "", another)
    for url, on in ((sqlite_register, ON), (f"sqlite:///{another}", ON + dt.timedelta(days=1))):
        compiled.clear()
        with tiertrack.open(url) as register:
            register.enrol("重庆某某精密制造有限公司")
            assert [*register.firms(AsOf(on))]
            register.screen(Tier.SRDI_SME, Act.RECOGNITION, on)
    # A savepoint is no statement that SQLAlchemy keeps.
    assert [said for said in compiled if "SAVEPOINT" not in said] == []


@pytest.mark.parametrize(
    "other", [sqlite.dialect(paramstyle="named"), postgresql.dialect(), type("Other", (type(sqlite.dialect()),), {})()]
)
def test_what_is_written_for_one_kind_of_database_is_not_for_another(other: Dialect) -> None:
    kept = CompiledStatements(10)
    kept[sqlite.dialect(), "SELECT 1"] = "SELECT 1"
    assert kept.get((sqlite.dialect(), "SELECT 1")) == "SELECT 1"
    assert kept.get((other, "SELECT 1")) is None


def test_work_tables_of_one_name_do_not_meet_on_one_connection_or_on_two(register_url: str) -> None:
    def kept(work: WorkTables, *keys: int) -> Any:
        table = work.table("touched", [key_column(primary_key=True, autoincrement=False)])
        work.fill(table, [(key,) for key in keys])
        return table

    with snapshot(register_url) as one, snapshot(register_url) as other:
        works = WorkTables(one.connection), WorkTables(one.connection), WorkTables(other.connection)
        tables = [kept(work, number) for number, work in enumerate(works)]
        for number, (work, table) in enumerate(zip(works, tables, strict=True)):
            assert work.connection.scalars(select(table.c[KEY_COLUMN])).all() == [number]
        works[0].drop_all()
        assert works[1].connection.scalars(select(tables[1].c[KEY_COLUMN])).all() == [1]
