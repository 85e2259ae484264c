"""A database is brought to the newest revision without losing a row, or refused with what to do."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from clocks import SetClock
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.exc import IntegrityError

from tiertrack.errors import DatabaseUnavailable, RevisionMismatch, StoreError
from tiertrack.ladder.titles import TitleEventKind, decision
from tiertrack.shipped import shipped
from tiertrack.store.migrate import current_revision, downgrade, newest_revision, upgrade
from tiertrack.store.register import Database
from tiertrack.store.seeding import seed
from tiertrack.store.tables import METADATA

# Rebuilds the table every other one points to, as SQLite must for most changes.
_REBUILD = '''
"""A later revision."""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None


def rebuild(table):
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    return op.batch_alter_table(table, recreate="always" if on_sqlite else "never")


def upgrade():
    with rebuild("enterprises") as table:
        table.add_column(sa.Column("note", sa.Text()))
    with rebuild("fact_observations") as table:
        table.add_column(sa.Column("note", sa.Text()))


def downgrade():
    with rebuild("fact_observations") as table:
        table.drop_column("note")
    with rebuild("enterprises") as table:
        table.drop_column("note")
'''

_FAILS_HALFWAY = '''
"""A later revision."""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None


def upgrade():
    op.create_table("half_done", sa.Column("id", sa.Integer()))
    op.execute("DELETE FROM fact_observations")
    op.execute("SELECT no_such_column FROM enterprises")
'''

_ORPHANS = '''
"""A later revision."""
from alembic import op

revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None


def upgrade():
    op.execute("DELETE FROM enterprises")
'''


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def populated_url(register_url: str, clock: SetClock) -> str:
    with Database.open(register_url) as database, database.writing(clock) as register:
        seed(register)
        document = decision("srdi_sme", TitleEventKind.RECOGNISED, dt.date(2024, 7, 1), "名单")
        register.record_title(register.find("宗申动力"), document)
        register.commit()
    return register_url


def with_revision(tmp_path: Path, source: str) -> Path:
    """Our migrations and one more."""
    scripts = tmp_path / "migrations"
    shutil.copytree(shipped("migrations"), scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "0002_next.py").write_text(source, encoding="utf-8")
    return scripts


def rows(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {
            name: [tuple(row) for row in connection.execute(table.select().order_by(table.c.id))]
            for name, table in METADATA.tables.items()
        }


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def constraints(engine: Engine) -> set[str | None]:
    found = inspect(engine)
    return {
        one["name"]
        for table in METADATA.tables
        for kind in (
            [found.get_pk_constraint(table)],
            found.get_foreign_keys(table),
            found.get_unique_constraints(table),
            found.get_check_constraints(table),
        )
        for one in kind
    }


def test_the_migrated_database_is_exactly_what_the_tables_say(register_url: str, engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []
    named = {str(one.name) for table in METADATA.tables.values() for one in table.constraints}
    assert constraints(engine) == named


def test_a_database_goes_up_down_to_nothing_and_up_again(populated_url: str, engine: Engine) -> None:
    downgrade(populated_url, "base")
    assert tables(engine) == {"alembic_version"}
    assert upgrade(populated_url) == current_revision(populated_url) == newest_revision()
    assert rows(engine) == {name: [] for name in METADATA.tables}


def test_upgrading_what_is_already_newest_keeps_every_row(populated_url: str, engine: Engine) -> None:
    before = rows(engine)
    upgrade(populated_url)
    assert rows(engine) == before
    assert len(before["fact_observations"]) == 69


def test_rebuilding_a_table_keeps_its_child_rows_and_its_constraints(
    populated_url: str, engine: Engine, tmp_path: Path
) -> None:
    scripts = with_revision(tmp_path, _REBUILD)
    before, named = rows(engine), constraints(engine)
    upgrade(populated_url, scripts)
    assert current_revision(populated_url) == "0002"
    assert "note" in {column["name"] for column in inspect(engine).get_columns("enterprises")}
    assert (rows(engine), constraints(engine)) == (before, named)
    downgrade(populated_url, "0001", scripts)
    assert (rows(engine), constraints(engine)) == (before, named)


def test_a_migration_that_fails_halfway_leaves_the_database_as_it_was(
    populated_url: str, engine: Engine, tmp_path: Path
) -> None:
    before = rows(engine)
    with pytest.raises(StoreError, match="no_such_column"):
        upgrade(populated_url, with_revision(tmp_path, _FAILS_HALFWAY))
    assert "half_done" not in tables(engine)
    assert rows(engine) == before
    assert current_revision(populated_url) == "0001"


def test_a_migration_that_leaves_orphans_is_undone(populated_url: str, engine: Engine, tmp_path: Path) -> None:
    before = rows(engine)
    with pytest.raises(StoreError):
        upgrade(populated_url, with_revision(tmp_path, _ORPHANS))
    assert rows(engine) == before


def test_an_older_database_is_told_which_revision_it_needs_and_what_to_run(register_url: str, engine: Engine) -> None:
    downgrade(register_url, "base")
    with pytest.raises(RevisionMismatch, match=r"需要版本 0001.*请运行 tiertrack init --db") as refused:
        Database.open(register_url)
    (fault,) = refused.value.faults
    assert fault.code == "E601"
    assert str(fault.remedy).endswith(engine.url.render_as_string(hide_password=True))


def test_a_newer_database_asks_for_newer_software(populated_url: str, tmp_path: Path) -> None:
    upgrade(populated_url, with_revision(tmp_path, _REBUILD))
    for attempt in (Database.open, upgrade):
        with pytest.raises(RevisionMismatch, match=r"数据库在版本 0002.*0001.*升级 tiertrack") as refused:
            attempt(populated_url)
        assert [fault.code for fault in refused.value.faults] == ["E601"]


def test_somebody_elses_database_is_left_alone(database_url: str, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE orders (id INTEGER)"))
    for attempt in (Database.open, upgrade):
        with pytest.raises(DatabaseUnavailable, match="orders"):
            attempt(database_url)
    assert tables(engine) == {"orders"}


def test_another_project_that_uses_the_same_kind_of_migrations_is_left_alone(database_url: str, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE orders (id INTEGER)"))
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('3f2a9c')"))
    for attempt in (Database.open, upgrade):
        with pytest.raises(DatabaseUnavailable, match="不是 tiertrack 的登记库"):
            attempt(database_url)
    assert tables(engine) == {"orders", "alembic_version"}


def test_a_file_that_is_not_there_is_not_created_by_asking(sqlite_url: str) -> None:
    with pytest.raises(DatabaseUnavailable, match="tiertrack init --db sqlite:///"):
        Database.open(sqlite_url)
    assert not Path(sqlite_url.removeprefix("sqlite:///")).exists()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "企业.csv"
    file.write_text("企业名称,年度\n" * 200, encoding="utf-8")
    for attempt in (Database.open, upgrade):
        with pytest.raises(DatabaseUnavailable, match="不是 SQLite 数据库"):
            attempt(f"sqlite:///{file}")


@pytest.mark.parametrize(
    "url",
    [
        "这不是地址",
        "mysql://localhost/x",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:////no/such/folder/x.db",
        "postgresql://nobody:geheim@127.0.0.1:1/nowhere",
        "postgresql://localhost:notaport/x",
    ],
)
def test_a_database_that_cannot_be_reached_is_one_message_without_the_password(url: str) -> None:
    with pytest.raises(DatabaseUnavailable) as refused:
        upgrade(url)
    (fault,) = refused.value.faults
    assert fault.code == "E602"
    assert "geheim" not in str(fault)


def test_a_plain_postgresql_address_uses_the_driver_that_is_installed(postgres_url: str) -> None:
    assert upgrade(postgres_url.replace("postgresql+psycopg://", "postgresql://")) == newest_revision()


def test_sqlite_keeps_instants_with_their_zone_and_numbers_as_integers(sqlite_url: str, clock: SetClock) -> None:
    upgrade(sqlite_url)
    with Database.open(sqlite_url) as database, database.writing(clock) as register:
        seed(register)
        register.commit()
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as connection:
        query = "SELECT DISTINCT typeof(numerator), typeof(denominator), recorded_at FROM fact_observations"
        assert connection.execute(query).fetchall() == [("integer", "integer", "2026-01-01T08:00:00.000000+00:00")]
    connection.close()


def test_a_writer_that_finds_the_sqlite_file_locked_is_told_so(sqlite_url: str, clock: SetClock) -> None:
    upgrade(sqlite_url)
    path = sqlite_url.removeprefix("sqlite:///")
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with (
            Database.open(f"{sqlite_url}?timeout=0.05") as database,
            pytest.raises(DatabaseUnavailable, match="正被别的程序写入"),
            database.writing(clock) as register,
        ):
            register.names()
    finally:
        holder.close()


def test_a_check_of_the_database_refuses_a_row_without_a_value(register_url: str, engine: Engine) -> None:
    when = "2026-01-01T00:00:00.000000+00:00"
    values = f"1, 'revenue', '{when}'"
    with engine.begin() as connection:
        connection.execute(text(f"INSERT INTO enterprises (id, recorded_at) VALUES (1, '{when}')"))
    empty = text(f"INSERT INTO fact_observations (enterprise_id, fact, recorded_at) VALUES ({values})")
    with pytest.raises(IntegrityError, match="ck_fact_observations_one_value"), engine.begin() as connection:
        connection.execute(empty)
