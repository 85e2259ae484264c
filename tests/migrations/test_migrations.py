"""A database is brought to the newest revision without losing a row, or refused with what to do."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import sqlite3
import threading
import traceback
from pathlib import Path

import attrs
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import IntegrityError

from tests.support.clocks import SetClock
from tests.support.schemas import all_rows, revision_of, take_down
from tiertrack.app import open_registry
from tiertrack.app.seeding import seed
from tiertrack.errors import DatabaseUnavailable, RevisionMismatch, StoreError
from tiertrack.facts.achievement import Achievement, Party, Relation, Role
from tiertrack.facts.datum import Datum
from tiertrack.facts.identity import Identity
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.ports import SystemClock
from tiertrack.register_reports import Change
from tiertrack.screening.question import ask
from tiertrack.screening.register import RegisterSource
from tiertrack.shipped import shipped
from tiertrack.store.database import Database
from tiertrack.store.migrate import downgrade, upgrade
from tiertrack.store.tables import LASTING, METADATA, SEALED, achievement_relations, ip_rights, seals, title_events
from tiertrack.store.typed_tables import DERIVED
from tiertrack.store.version_table import VERSION_TABLE, newest_revision
from tiertrack.temporal import AsOf
from tiertrack.titles.events import Event

RECOGNITION = Event(
    title="srdi_sme",
    kind=EventKind.RECOGNISED,
    on=dt.date(2024, 7, 1),
    through=dt.date(2027, 6, 30),
    derived=True,
    document="名单",
)

NEWEST = newest_revision()
NEXT = f"{NEWEST}_next"

AUTOGENERATE = {"compare_type": True, "compare_server_default": True}

ACHIEVEMENT = Achievement(
    "微流控芯片",
    registration="渝科登1",
    owners=(Party("虚构大学"),),
    completed_in=2023,
    data=(Datum("trl", None, 6, "成果库"),),
)

# Rebuilds the table every other one points to, as SQLite must for most changes.
_REBUILD = '''
"""A later revision."""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "NEXT", "NEWEST", None, None


def rebuild(table):
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    return op.batch_alter_table(table, recreate="always" if on_sqlite else "never")


def upgrade():
    with rebuild("tiertrack_enterprises") as table:
        table.add_column(sa.Column("note", sa.Text()))
    with rebuild("tiertrack_fact_observations") as table:
        table.add_column(sa.Column("note", sa.Text()))


def downgrade():
    with rebuild("tiertrack_fact_observations") as table:
        table.drop_column("note")
    with rebuild("tiertrack_enterprises") as table:
        table.drop_column("note")
'''

_FAILS_HALFWAY = '''
"""A later revision."""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "NEXT", "NEWEST", None, None


def upgrade():
    op.create_table("half_done", sa.Column("id", sa.Integer()))
    op.execute("DELETE FROM tiertrack_fact_observations")
    op.execute("SELECT no_such_column FROM tiertrack_enterprises")
'''

_ORPHANS = '''
"""A later revision."""
from alembic import op

revision, down_revision, branch_labels, depends_on = "NEXT", "NEWEST", None, None


def upgrade():
    op.execute("DELETE FROM tiertrack_enterprises")
'''


@pytest.fixture
def populated_url(register_url: str, clock: SetClock) -> str:
    with Database.open(register_url) as database, database.writing(clock) as register:
        seed(register)
        firm = register.find("宗申动力")
        register.append(firm, [RECOGNITION])
        key = register.enrol_achievement(ACHIEVEMENT)
        register.learn_achievement(key, ACHIEVEMENT)
        register.relate(key, firm, Relation(Party("宗申动力"), Role.PRODUCER, dt.date(2025, 6, 1)))
        register.commit()
    return register_url


def with_revision(tmp_path: Path, source: str) -> Path:
    """Our migrations and one more."""
    scripts = tmp_path / "migrations"
    shutil.copytree(shipped("migrations"), scripts, ignore=shutil.ignore_patterns("__pycache__"))
    written = source.replace("NEXT", NEXT).replace("NEWEST", NEWEST)
    (scripts / "versions" / f"{NEXT}_next.py").write_text(written, encoding="utf-8")
    return scripts


def rows(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {
            name: [tuple(row) for row in connection.execute(table.select().order_by(table.c.id))]
            for name, table in METADATA.tables.items()
        }


def stated(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """The rows without what seals them, which is another once they were taken down."""
    sealed = {table.name for table in SEALED}
    found = {name: [row[:-2] if name in sealed else row for row in kept] for name, kept in rows(engine).items()}
    return {name: kept for name, kept in found.items() if name != seals.name}


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def constraints(engine: Engine) -> set[str | None]:
    found = inspect(engine)
    return {
        one["name"]
        for table in (*METADATA.tables, *DERIVED.tables)
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
        context = MigrationContext.configure(connection, opts={**AUTOGENERATE, "version_table": VERSION_TABLE})
        assert compare_metadata(context, [METADATA, DERIVED]) == []
    every = (*METADATA.tables.values(), *DERIVED.tables.values())
    named = {str(one.name) for table in every for one in table.constraints}
    assert constraints(engine) == named


def test_a_database_goes_up_down_to_nothing_and_up_again(populated_url: str, engine: Engine) -> None:
    take_down(populated_url, "base")
    assert everything_in(engine) == set()
    assert upgrade(populated_url) == revision_of(populated_url) == NEWEST
    assert rows(engine) == {name: [] for name in METADATA.tables}


def everything_in(engine: Engine) -> set[str]:
    """The tables, indexes, views, types and sequences of a database, by name."""
    on_sqlite = "SELECT name FROM sqlite_master"
    on_postgresql = (
        "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
        " UNION SELECT typname FROM pg_type WHERE typnamespace = current_schema()::regnamespace"
    )
    with engine.connect() as connection:
        return set(connection.scalars(text(on_sqlite if engine.dialect.name == "sqlite" else on_postgresql)))


def test_going_down_to_nothing_takes_what_screenings_kept_along_and_nobody_elses_table(
    populated_url: str, engine: Engine
) -> None:
    RegisterSource(populated_url).screen(ask(Tier.SRDI_SME, Act.RECOGNITION, dt.date(2026, 6, 30)), "answers")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE theirs (id INTEGER)"))
    take_down(populated_url, "base")
    assert everything_in(engine) == {"theirs"} | ({"_theirs"} if engine.dialect.name == "postgresql" else set())


def test_what_screenings_kept_goes_down_and_up_with_the_register_and_is_not_told_as_lost(
    populated_url: str, engine: Engine
) -> None:
    RegisterSource(populated_url).screen(ask(Tier.SRDI_SME, Act.RECOGNITION, dt.date(2026, 6, 30)), "answers")
    downgrade(populated_url, "0005")
    assert {"screenings", "answers"} <= tables(engine)
    upgrade(populated_url)
    assert {"tiertrack_screenings", "answers"} <= tables(engine)
    take_down(populated_url, "0005")
    take_down(populated_url, "base")
    assert tables(engine) == set()


def test_going_down_says_how_many_rows_would_be_lost_until_told_so(populated_url: str, engine: Engine) -> None:
    before = rows(engine)
    lost = sum(len(found) for name, found in before.items() if name.startswith("tiertrack_achievement"))
    for revision, told, wanted in (
        ("0003", 0, rf"丢掉 {lost} 行（.*achievement_relations 1 行.*没有动数据库.*lose_rows={lost}"),
        ("0003", 5, f"丢掉 {lost} 行"),
        (NEWEST, 3, "丢掉 0 行.*请去掉 lose_rows="),
    ):
        with pytest.raises(StoreError, match=f"E665.*{wanted}"):
            downgrade(populated_url, revision, lose_rows=told)
        assert (rows(engine), revision_of(populated_url)) == (before, NEWEST)
    downgrade(populated_url, "0003", lose_rows=lost)
    assert revision_of(populated_url) == "0003"


@pytest.mark.parametrize("revision", ["9999", "今天", "+1"])
def test_a_revision_that_is_not_below_is_refused_with_those_there_are(register_url: str, revision: str) -> None:
    with pytest.raises(StoreError, match=rf"E666.*0001、.*tiertrack_0006(?!.*{NEWEST}).*、base"):
        downgrade(register_url, revision)
    assert revision_of(register_url) == NEWEST


def test_upgrading_what_is_already_newest_keeps_every_row(populated_url: str, engine: Engine) -> None:
    before = rows(engine)
    upgrade(populated_url)
    assert rows(engine) == before
    assert len(before["tiertrack_fact_observations"]) == 69


def test_rebuilding_a_table_keeps_its_child_rows_and_its_constraints(
    populated_url: str, engine: Engine, tmp_path: Path
) -> None:
    scripts = with_revision(tmp_path, _REBUILD)
    before, named = rows(engine), constraints(engine)
    upgrade(populated_url, scripts)
    assert revision_of(populated_url) == NEXT
    assert "note" in {column["name"] for column in inspect(engine).get_columns("tiertrack_enterprises")}
    assert (rows(engine), constraints(engine)) == (before, named)
    downgrade(populated_url, NEWEST, scripts)
    assert (rows(engine), constraints(engine)) == (before, named)


def test_a_migration_that_fails_halfway_leaves_the_database_as_it_was(
    populated_url: str, engine: Engine, tmp_path: Path
) -> None:
    before = rows(engine)
    with pytest.raises(StoreError, match="no_such_column"):
        upgrade(populated_url, with_revision(tmp_path, _FAILS_HALFWAY))
    assert "half_done" not in tables(engine)
    assert rows(engine) == before
    assert revision_of(populated_url) == NEWEST


def test_a_migration_that_leaves_orphans_is_undone(populated_url: str, engine: Engine, tmp_path: Path) -> None:
    before = rows(engine)
    with pytest.raises(StoreError):
        upgrade(populated_url, with_revision(tmp_path, _ORPHANS))
    assert rows(engine) == before


def test_an_older_database_is_told_which_revision_it_needs_and_what_to_run(register_url: str, engine: Engine) -> None:
    take_down(register_url, "base")
    with pytest.raises(RevisionMismatch, match=rf"需要版本 {NEWEST}.*请运行 initialise") as refused:
        Database.open(register_url)
    (fault,) = refused.value.faults
    assert fault.code == "E601"
    assert engine.url.render_as_string(hide_password=True) in str(fault.remedy)


def test_a_newer_database_asks_for_newer_software(populated_url: str, tmp_path: Path) -> None:
    upgrade(populated_url, with_revision(tmp_path, _REBUILD))
    for attempt in (Database.open, upgrade):
        with pytest.raises(RevisionMismatch, match=rf"数据库在版本 {NEXT}.*{NEWEST}.*升级 tiertrack") as refused:
            attempt(populated_url)
        assert [fault.code for fault in refused.value.faults] == ["E601"]


def test_a_register_moves_in_beside_the_tables_of_another_program_and_out_again(
    database_url: str, engine: Engine
) -> None:
    theirs = {"orders", "alembic_version", "enterprises"}
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE orders (id INTEGER)"))
        connection.execute(text("CREATE TABLE enterprises (id INTEGER CONSTRAINT pk_enterprises PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('0005')"))
    upgrade(database_url)
    with Database.open(database_url) as database:
        assert database.verify().faults == ()
    assert tables(engine) == theirs | METADATA.tables.keys() | DERIVED.tables.keys() | {"tiertrack_alembic_version"}
    # Below this revision its tables would be called what theirs are.
    with pytest.raises(DatabaseUnavailable, match="enterprises"):
        downgrade(database_url, "0004")
    downgrade(database_url, "base")
    assert tables(engine) == theirs
    with engine.connect() as connection:
        assert connection.scalars(text("SELECT version_num FROM alembic_version")).all() == ["0005"]


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (
            (
                "CREATE TABLE tiertrack_alembic_version (version_num VARCHAR(32) NOT NULL)",
                "INSERT INTO tiertrack_alembic_version VALUES ('3f2a9c')",
            ),
            "tiertrack_alembic_version 是别的程序的（写着 3f2a9c）",
        ),
        (("CREATE TABLE tiertrack_seals (id INTEGER)",), "tiertrack_seals.*却没有记下版本"),
    ],
)
def test_another_programs_tables_that_are_called_what_ours_are_are_left_alone(
    database_url: str, engine: Engine, statements: tuple[str, ...], told: str
) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    before = tables(engine)
    for attempt in (Database.open, upgrade):
        with pytest.raises(DatabaseUnavailable, match=f"E619.*{told}"):
            attempt(database_url)
    assert tables(engine) == before


def test_a_file_that_is_not_there_is_not_created_by_asking(sqlite_url: str) -> None:
    with pytest.raises(DatabaseUnavailable, match=r"initialise\(\"sqlite:///"):
        Database.open(sqlite_url)
    assert not Path(sqlite_url.removeprefix("sqlite:///")).exists()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "企业.csv"
    file.write_text("企业名称,年度\n" * 200, encoding="utf-8")
    for attempt in (Database.open, upgrade):
        with pytest.raises(DatabaseUnavailable, match="不是 SQLite 数据库"):
            attempt(f"sqlite:///{file}")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("这不是地址", "E615"),
        ("mysql://localhost/x", "E615"),
        ("sqlite://", "E615"),
        ("sqlite:///:memory:", "E615"),
        ("sqlite:////no/such/folder/x.db", "E602"),
        ("postgresql://nobody:geheim@127.0.0.1:1/nowhere", "E602"),
        ("postgresql://localhost:notaport/x", "E615"),
        ("postgresql://nobody:geheim@localhost:notaport/x", "E615"),
        ("postgresql://127.0.0.1:1/nowhere?user=nobody&password=geheim", "E602"),
        ("postgresql://nobody@127.0.0.1:1/nowhere?sslpassword=geheim&connect_timeout=1", "E602"),
        ("postgresql://nobody:geheim@127.0.0.1:1/nowhere?no_such_option=1", "E602"),
        ("mysql://nobody:geheim@localhost/x?password=geheim", "E615"),
        ("nobody:geheim@localhost/x", "E615"),
        ("host=127.0.0.1 user=u password=geheim dbname=x", "E615"),
        ("password=geheim", "E615"),
        ("host=127.0.0.1 PASSWORD = 'ge ''geheim' dbname=x", "E615"),
        (r"host=127.0.0.1 password='ein\'geheim wort' dbname=x", "E615"),
        ("host=127.0.0.1 password='ohne geheim", "E615"),
        (r"host=127.0.0.1 password=ein\ geheim sslpassword=geheim", "E615"),
        ("host=127.0.0.1 passwrd=geheim dbname=x", "E615"),
        ("postgresql:/nobody:geheim@localhost/x", "E615"),
        ("postgresql://nobody@127.0.0.1:1/nowhere?passwrd=geheim", "E602"),
        ("postgresql://nobody@127.0.0.1:1/nowhere?options=-c%20a=geheim", "E602"),
    ],
)
def test_a_database_that_cannot_be_reached_is_one_message_without_the_password(url: str, code: str) -> None:
    with pytest.raises(DatabaseUnavailable) as refused:
        upgrade(url)
    (fault,) = refused.value.faults
    assert fault.code == code
    assert "geheim" not in "".join(traceback.format_exception(refused.value))
    assert "geheim" not in repr(RegisterSource(url))
    # Whatever a driver says is told in Chinese; of English there are only addresses and the names of what is used.
    assert not re.search(r"[a-z]{3,} [a-z]{3,}", str(fault))


def test_a_database_that_is_not_in_utf_8_is_refused_before_anything_is_written(postgres_admin: Engine) -> None:
    with postgres_admin.connect() as connection:
        connection.execute(text("CREATE DATABASE ascii ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0"))
    url = postgres_admin.url.set(database="ascii").render_as_string(hide_password=False)
    for attempt in (upgrade, Database.open):
        with pytest.raises(DatabaseUnavailable, match=r"E662.*SQL_ASCII.*ENCODING 'UTF8'"):
            attempt(url)
    # With psycopg SQLAlchemy itself cannot be used on such a database.
    guest = create_engine(url.replace("+psycopg:", "+psycopg2:"))
    with pytest.raises(DatabaseUnavailable, match="E662"):
        upgrade(guest)
    guest.dispose()
    with postgres_admin.connect() as connection:
        connection.execute(text("DROP DATABASE ascii"))


def test_a_full_disk_is_told_as_such_and_nothing_is_half_written(sqlite_url: str, tmp_path: Path) -> None:
    upgrade(sqlite_url)
    listed = "".join(f"重庆虚构第{number}有限公司,2025,100\n" for number in range(400))
    facts = tmp_path / "facts.csv"
    facts.write_text(f"企业名称,年度,营业收入（万元）\n{listed}", encoding="utf-8")

    def nearly_full(connection: sqlite3.Connection, _record: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")

    event.listen(Engine, "connect", nearly_full)
    try:
        with open_registry(sqlite_url) as register:
            for attempt in (
                lambda: register.import_facts(facts, source="企业填报"),
                lambda: register.write(
                    lambda unit: unit.enrol_many([Identity(f"{number}{'长' * 190}") for number in range(300)])
                ),
            ):
                with pytest.raises(StoreError, match=r"E663.*磁盘满了.*没有写入"):
                    attempt()
    finally:
        event.remove(Engine, "connect", nearly_full)
    with Database.open(sqlite_url) as database, database.reading() as reader:
        assert reader.names() == ()


def test_a_plain_postgresql_address_uses_the_driver_that_is_installed(postgres_url: str) -> None:
    assert upgrade(postgres_url.replace("postgresql+psycopg://", "postgresql://")) == NEWEST


def test_sqlite_keeps_instants_with_their_zone_and_numbers_as_integers(sqlite_url: str, clock: SetClock) -> None:
    upgrade(sqlite_url)
    with Database.open(sqlite_url) as database, database.writing(clock) as register:
        seed(register)
        register.commit()
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as connection:
        query = "SELECT DISTINCT typeof(numerator), typeof(denominator), recorded_at FROM tiertrack_fact_observations"
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


def test_a_writer_waits_for_another_to_finish(sqlite_url: str, clock: SetClock) -> None:
    upgrade(sqlite_url)
    holder = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.2, holder.execute, ["COMMIT"])
    release.start()
    with Database.open(sqlite_url) as database, database.writing(clock) as register:
        register.enrol(Identity("甲公司"))
        register.commit()
    release.join()
    holder.close()


def test_a_check_of_the_database_refuses_a_row_without_a_value(register_url: str, engine: Engine) -> None:
    when = "2026-01-01T00:00:00.000000+00:00"
    values = f"1, 'revenue', '{when}'"
    with engine.begin() as connection:
        connection.execute(text(f"INSERT INTO tiertrack_enterprises (id, recorded_at) VALUES (1, '{when}')"))
    empty = text(f"INSERT INTO tiertrack_fact_observations (enterprise_id, fact, recorded_at) VALUES ({values})")
    with pytest.raises(IntegrityError, match="ck_tiertrack_fact_observations_one_value"), engine.begin() as connection:
        connection.execute(empty)


def test_going_down_one_revision_removes_the_achievements_and_nothing_else(populated_url: str, engine: Engine) -> None:
    achievements = {name for name in METADATA.tables if name.startswith("tiertrack_achievement")}
    before = stated(engine)
    assert all(before[name] for name in achievements)
    take_down(populated_url, "0002")
    later = {table.name for table in (*LASTING, ip_rights)}
    left = {name.removeprefix("tiertrack_") for name in METADATA.tables.keys() - achievements - later}
    assert tables(engine) == left | {"alembic_version"}
    upgrade(populated_url)
    assert stated(engine) == {name: [] if name in achievements else kept for name, kept in before.items()}


def test_an_achievement_cannot_be_related_in_a_role_nobody_knows(populated_url: str, engine: Engine) -> None:
    wrong = text("UPDATE tiertrack_achievement_relations SET role = 'owner'")
    with pytest.raises(IntegrityError, match="ck_tiertrack_achievement_relations_role"), engine.begin() as connection:
        connection.execute(wrong)


def test_the_database_takes_every_role() -> None:
    (check,) = [
        one for one in achievement_relations.constraints if one.name == "ck_tiertrack_achievement_relations_role"
    ]
    assert isinstance(check, CheckConstraint)
    assert set(re.findall(r"'(\w+)'", str(check.sqltext))) == {role.value for role in Role}


WHEN = "2026-01-02T03:04:05.678901+00:00"

# Enterprise, title, version, act, first day of the validity and document of events as the first revision kept them.
_BEFORE = (
    (1, "srdi_sme", 1, "recognised", "2024-07-01", "2024 年名单"),
    (2, "srdi_sme", 1, "recognised", "2024-07-01", "2024 年名单"),
    (1, "srdi_sme", 2, "recognised", "2024-07-02", "2024 年名单"),
    (1, "srdi_sme", 3, "recognised", "2024-07-02", "2024 年名单（更正）"),
    (1, "srdi_sme", 4, "review_passed", "2027-07-01", "2027 年名单"),
    (1, "innovative_sme", 1, "recognised", "2023-07-01", "2023 年公告"),
)


_EVENT_BEFORE = """
INSERT INTO title_events (
    enterprise_id, title, version, event, effective_on, starts_on, valid_through, derived, document,
    edition_key, edition_digest, findings, recorded_at
) VALUES (
    :firm, :title, :version, :event, '2024-06-30', :starts, '2030-06-30', :derived, :document, 'miit', 'ab12', '{}', :at
)
"""


def fill_first_revision(engine: Engine) -> None:
    name = "INSERT INTO enterprise_names (enterprise_id, kind, name, normalised, recorded_at)"
    trait = "INSERT INTO enterprise_traits (enterprise_id, kind, value, recorded_at)"
    with engine.begin() as connection:
        for key in (1, 2):
            said = {"key": key, "name": f"第{key}公司", "at": WHEN}
            connection.execute(text("INSERT INTO enterprises (recorded_at) VALUES (:at)"), said)
            connection.execute(text(f"{name} VALUES (:key, 'full', :name, :name, :at)"), said)
            connection.execute(text(f"{trait} VALUES (:key, 'region', '500113', :at)"), said)
        for firm, title, version, kind, starts, document in _BEFORE:
            written = {"firm": firm, "title": title, "version": version, "event": kind, "starts": starts, "at": WHEN}
            connection.execute(text(_EVENT_BEFORE), {**written, "document": document, "derived": version == 1})


TABLES = ("enterprises", "enterprise_names", "enterprise_traits", "title_events")


def test_what_the_first_revision_held_is_all_there_chained_and_sealed(register_url: str, engine: Engine) -> None:
    take_down(register_url, "0001")
    fill_first_revision(engine)
    before = {table: all_rows(engine, table) for table in TABLES}
    upgrade(register_url)
    for table, rows_before in before.items():
        after = [{name: row[name] for name in rows_before[0]} for row in all_rows(engine, table)]
        assert after == rows_before
    with Database.open(register_url) as database:
        report = database.verify()
        with database.reading() as register:
            events = register.events(1)
            titles = register.dossier(1, AsOf(dt.date(2025, 1, 1))).titles
    # One seal over the events, and one over everything else as it was found.
    assert (report.events, report.streams, report.seals, report.faults) == (6, 3, 2, ())
    assert {(one.title, one.version): one.corrects for one in events} == {
        ("srdi_sme", 1): None,
        ("srdi_sme", 2): 1,
        ("srdi_sme", 3): 2,
        ("srdi_sme", 4): None,
        ("innovative_sme", 1): None,
    }
    assert titles


def test_what_is_recorded_after_the_migration_goes_on_in_the_same_chains(
    register_url: str, engine: Engine, clock: SetClock
) -> None:
    take_down(register_url, "0001")
    fill_first_revision(engine)
    upgrade(register_url)
    clock.instant = SystemClock().now()
    with Database.open(register_url) as database:
        with database.writing(clock) as register:
            (recorded,) = register.append(
                2, [attrs.evolve(RECOGNITION, document="2024 年名单", on=dt.date(2024, 6, 30))]
            )
            (repeated,) = register.append(2, [recorded.event])
            key = register.enrol(Identity("新公司"))
            register.commit()
        report = database.verify()
    assert (recorded.event.version, recorded.event.corrects, repeated.change) == (2, 1, Change.KNOWN)
    assert key == 3
    assert (report.events, report.seals, report.faults) == (7, 3, ())


def test_going_down_removes_what_the_first_revision_cannot_hold_and_goes_up_again(
    register_url: str, engine: Engine, clock: SetClock
) -> None:
    """What was voided goes too, with what it had put right: otherwise it would count again."""
    review = attrs.evolve(
        RECOGNITION,
        kind=EventKind.REVIEW_PASSED,
        document="复核名单",
        starts=dt.date(2027, 7, 1),
        through=dt.date(2030, 6, 30),
    )
    revoked = Event(title="srdi_sme", kind=EventKind.REVOKED, on=dt.date(2028, 1, 1), document="撤销公告")
    renamed = Event(title="enterprise", kind=EventKind.RENAMED, on=dt.date(2025, 1, 1), value="更名后公司")
    with Database.open(register_url) as database, database.writing(clock) as register:
        kept, other = register.enrol(Identity("甲公司", region="500113")), register.enrol(Identity("乙公司"))
        register.append(kept, [RECOGNITION, review, revoked, renamed])
        register.append(other, [RECOGNITION, attrs.evolve(RECOGNITION, on=dt.date(2024, 7, 2))])
        register.void(other, "srdi_sme", 2, dt.date(2025, 1, 1), told_by="本人")
        register.rename(kept, "更名后公司", dt.date(2025, 1, 1))
        register.commit()
    before = {row["id"]: row for row in all_rows(engine, "title_events")}
    take_down(register_url, "0001")
    assert "seals" not in tables(engine)
    down = all_rows(engine, "title_events")
    assert [(row["enterprise_id"], row["version"], row["event"]) for row in down] == [
        (kept, 1, "recognised"),
        (kept, 2, "review_passed"),
    ]
    assert [row["starts_on"] for row in down] == [before[1]["effective_on"], before[2]["starts_on"]]
    assert len(all_rows(engine, "enterprise_names")) == 3
    upgrade(register_url)
    with Database.open(register_url) as database:
        assert database.verify().faults == ()
        with database.reading() as register:
            assert [one.kind for one in register.events(kept)] == [EventKind.RECOGNISED, EventKind.REVIEW_PASSED]
            assert register.events(other) == ()


def test_the_database_takes_every_kind_of_event_but_those_the_calendar_makes() -> None:
    (check,) = [one for one in title_events.constraints if one.name == "ck_tiertrack_title_events_event"]
    assert isinstance(check, CheckConstraint)
    listed = set(re.findall(r"'(\w+)'", str(check.sqltext)))
    by_calendar = {EventKind.REVIEW_OPENED, EventKind.EXPIRED, EventKind.BAR_ENDED}
    assert listed == {kind.value for kind in set(EventKind) - by_calendar}
