"""The register's revisions beside its host's: run by the host's Alembic, by Alembic alone, or by hand as SQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, func, inspect, select, text

import tiertrack
from tests.host.service import Enterprise, alembic_config
from tests.support.commands import Run
from tests.support.schemas import schema_of
from tiertrack import BadInput, Registry, StoreError, migrations
from tiertrack.errors import DatabaseUnavailable, RevisionMismatch
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.screening.question import ask
from tiertrack.screening.register import RegisterSource
from tiertrack.store.tables import METADATA
from tiertrack.store.typed_tables import DERIVED

FIRM = "重庆虚构甲精密制造有限公司"
NEWEST = "tiertrack_0010"


def works(register: Registry) -> bool:
    """Whether a register can be written and read."""
    register.enrol(FIRM, region="500113")
    return register.verify().faults == () and register.write(lambda unit: unit.names()) == (FIRM,)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest) -> str:
    """An empty database of each kind."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


def test_the_host_runs_both_branches_with_its_own_alembic_and_one_version_table(empty_url: str) -> None:
    config = alembic_config(empty_url, migrations.version_location())
    command.upgrade(config, "heads")
    assert migrations.current(empty_url) == NEWEST
    with tiertrack.open(empty_url) as register:
        assert works(register)
    engine = create_engine(empty_url)
    assert not inspect(engine).has_table("tiertrack_alembic_version")
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Enterprise)) == 0
    command.downgrade(config, "tiertrack@base")
    assert set(inspect(engine).get_table_names()) == {"enterprises", "loans", "alembic_version"}
    engine.dispose()
    with pytest.raises(RevisionMismatch, match="E601"):
        tiertrack.open(empty_url)


def test_alembic_alone_makes_a_register_and_takes_it_away_again(empty_url: str) -> None:
    config = Config()
    config.set_main_option("script_location", migrations.script_location())
    config.set_main_option("sqlalchemy.url", empty_url.replace("%", "%%"))
    command.upgrade(config, "head")
    with tiertrack.open(empty_url) as register:
        assert works(register)
    command.downgrade(config, "base")
    assert migrations.current(empty_url) is None


@pytest.fixture
def shared_url(postgres_url: str) -> str:
    """A schema with the tables of a host, some of which are called what those of old registers were."""
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('0005')"))
        connection.execute(text("CREATE TABLE enterprises (id INTEGER CONSTRAINT pk_enterprises PRIMARY KEY)"))
    engine.dispose()
    return postgres_url


@pytest.fixture
def own_url(postgres_admin: Engine, shared_url: str) -> Iterator[str]:
    """A search path with a schema of its own first and the one that is shared after it."""
    with schema_of(postgres_admin) as url:
        yield f"{url}%2C{shared_url.rpartition('search_path%3D')[2]}"


def everything_in(url: str) -> dict[str, list[str]]:
    """Each table that is found first on the search path of an address, and its rows."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {
            name: [*connection.scalars(text(f"SELECT t::text FROM {name} t ORDER BY 1"))]
            for name in inspect(connection).get_table_names(connection.scalar(text("SELECT current_schema()")))
        }
    engine.dispose()
    return found


def test_a_register_in_the_first_schema_of_a_path_is_worked_with_there_and_the_others_are_left_as_they_are(
    run: Run, own_url: str, shared_url: str
) -> None:
    Path("facts.csv").write_text(f"企业名称,所在地,2025年从业人员\n{FIRM},巴南区,80\n", encoding="utf-8")
    Path("rights.csv").write_text(f"企业名称,种类,知识产权名称\n{FIRM},发明专利,一种转轴\n", encoding="utf-8")
    shared = everything_in(shared_url)
    for left, *words in (
        (0, "init"),
        (0, "import", "facts.csv", "--source", "企业填报"),
        (0, "import", "rights.csv", "--kind", "知识产权", "--source", "企业填报"),
        (0, "screen", "--tier", "专精特新", "--on", "2026-06-30"),
        (0, "verify"),
        (2, "downgrade", "tiertrack_0008"),
        (0, "downgrade", "tiertrack_0008", "--lose-rows", "3"),
        (0, "init", "--harden"),
        (0, "verify"),
        (2, "downgrade", "0005"),
        (2, "downgrade", "base", "--lose-rows", "1"),
        (0, "verify"),
        (0, "downgrade", "base", "--lose-rows", "6"),
    ):
        code, out, err = run(*words, "--db", own_url)
        assert (code, everything_in(shared_url)) == (left, shared), (words, out, err)
    assert everything_in(own_url) == {}


@pytest.mark.parametrize("revision", ["tiertrack_0009", "0005"])
def test_a_register_in_a_later_schema_of_a_path_is_neither_brought_up_nor_taken_down(
    run: Run, postgres_admin: Engine, postgres_register: str, revision: str
) -> None:
    later = postgres_register.rpartition("search_path%3D")[2]
    migrations.downgrade(postgres_register, revision)
    before = everything_in(postgres_register)
    with schema_of(postgres_admin) as url:
        both = f"{url}%2C{later}"
        for words in (("init",), ("init", "--harden"), ("downgrade", "base")):
            code, _out, err = run(*words, "--db", both)
            assert (code, "[E681]" in err, f"请只写 search_path={later}" in err) == (2, True, True)
        assert (everything_in(postgres_register), everything_in(url)) == (before, {})
        # With one of its own there, nothing is unclear.
        migrations.upgrade(url)
        assert run("init", "--db", both)[0] == 0
        assert everything_in(postgres_register) == before


def test_a_path_that_begins_with_a_schema_there_is_none_of_is_told_and_nothing_is_made_in_the_next(
    run: Run, postgres_url: str
) -> None:
    code, _out, err = run("init", "--db", postgres_url.replace("search_path%3D", "search_path%3Dnowhere%2C"))
    assert (code, "[E629]" in err, "nowhere" in err, everything_in(postgres_url)) == (2, True, True, {})


@pytest.fixture
def postgres(postgres_admin: Engine) -> Iterator[Engine]:
    """A PostgreSQL database with two schemas of a host, neither of them the one in use."""
    with postgres_admin.connect() as connection:
        for schema in ("cultivation", "Éprouvé 二"):
            connection.execute(text(f'CREATE SCHEMA "{schema}"'))
    yield create_engine(postgres_admin.url)
    with postgres_admin.connect() as connection:
        for schema in ("cultivation", "Éprouvé 二"):
            connection.execute(text(f'DROP SCHEMA "{schema}" CASCADE'))


def tables(engine: Engine, schema: str | None = None) -> set[str]:
    return set(inspect(engine).get_table_names(schema))


def test_a_register_in_a_schema_is_written_read_screened_and_removed_there_and_nowhere_else(postgres: Engine) -> None:
    elsewhere = tables(postgres)
    question = ask(Tier.SRDI_SME, Act.RECOGNITION, dt.date(2026, 6, 30))
    with ExitStack() as stack:
        for schema in ("cultivation", "Éprouvé 二"):
            assert migrations.upgrade(postgres, schema=schema) == NEWEST
            assert works(stack.enter_context(tiertrack.open(postgres, schema=schema)))
            assert RegisterSource(postgres, schema=schema).screen(question, "answers").total == 1
            assert migrations.current(postgres, schema=schema) == NEWEST
    for schema in ("cultivation", "Éprouvé 二"):
        made = {*METADATA.tables, *DERIVED.tables, "tiertrack_alembic_version", "tiertrack_screenings", "answers"}
        assert tables(postgres, schema) == made
    assert tables(postgres) == elsewhere
    # One enterprise with its seal, and the two rows that screening kept.
    migrations.downgrade(postgres, "base", schema="cultivation", lose_rows=6)
    assert tables(postgres, "cultivation") == set()
    postgres.dispose()


def test_a_connection_that_has_its_own_tables_in_a_schema_has_the_register_there_too(postgres: Engine) -> None:
    tenant = postgres.execution_options(schema_translate_map={None: "cultivation"})
    with tenant.begin() as connection:
        migrations.upgrade(connection)
        register = tiertrack.open(connection)
        register.enrol(FIRM)
        connection.execute(text("SELECT 1"))
        assert connection.get_execution_options()["schema_translate_map"][None] == "cultivation"
        assert connection.scalar(text("SHOW search_path")) == '"$user", public'
    assert tables(postgres, "cultivation") == {*METADATA.tables, *DERIVED.tables, "tiertrack_alembic_version"}
    with tiertrack.open(tenant) as register:
        assert register.write(lambda unit: unit.names()) == (FIRM,)
    postgres.dispose()


def test_the_script_for_a_dba_makes_the_very_register(postgres: Engine) -> None:
    with postgres.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(migrations.script(schema="cultivation"))
    assert migrations.current(postgres, schema="cultivation") == NEWEST
    with tiertrack.open(postgres, schema="cultivation") as register:
        assert works(register)
    postgres.dispose()


def test_a_script_from_a_revision_that_takes_more_than_statements_is_refused() -> None:
    with pytest.raises(BadInput, match=r"E666.*tiertrack_0006.*tiertrack init"):
        migrations.script(start="0001")


def test_a_schema_that_there_is_none_of_is_told_with_those_there_are(postgres: Engine, sqlite_register: str) -> None:
    for attempt in (tiertrack.open, migrations.current, migrations.upgrade):
        with pytest.raises(DatabaseUnavailable, match=r"E629.*cultivation"):
            attempt(postgres, schema="nowhere")
    with pytest.raises(DatabaseUnavailable, match=r"E629.*SQLite"):
        tiertrack.open(sqlite_register, schema="nowhere")
    postgres.dispose()


_CALLING = '''
"""A revision of the host that brings the register along."""
import sqlalchemy as sa
from alembic import op

from tiertrack import migrations

revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None


def upgrade() -> None:
    op.create_table("before", sa.Column("id", sa.Integer()))
    migrations.upgrade(op.get_bind())
    op.create_table("after", sa.Column("id", sa.Integer()))


def downgrade() -> None:
    op.drop_table("after")
    migrations.downgrade(op.get_bind(), "base")
    op.drop_table("before")
'''


def test_a_revision_of_the_host_brings_the_register_along_and_takes_it_away_again(
    empty_url: str, tmp_path: Path
) -> None:
    (tmp_path / "0002_register.py").write_text(_CALLING, encoding="utf-8")
    config = alembic_config(empty_url, str(tmp_path))
    command.upgrade(config, "head")
    with tiertrack.open(empty_url) as register:
        assert register.verify().faults == ()
    engine = create_engine(empty_url)
    assert {"before", "after", "tiertrack_seals"} <= tables(engine)
    command.downgrade(config, "0001")
    assert tables(engine) == {"enterprises", "loans", "alembic_version"}
    engine.dispose()


def test_a_register_that_the_host_upgrades_is_left_to_the_hosts_alembic(empty_url: str) -> None:
    command.upgrade(alembic_config(empty_url, migrations.version_location()), "heads")
    assert migrations.upgrade(empty_url) == NEWEST
    for revision in ("base", "0005"):
        with pytest.raises(StoreError, match=r"E632.*alembic downgrade tiertrack@base"):
            migrations.downgrade(empty_url, revision)
    assert migrations.current(empty_url) == NEWEST


def test_what_the_host_generates_leaves_the_register_alone(empty_url: str) -> None:
    command.upgrade(alembic_config(empty_url, migrations.version_location()), "heads")
    engine = create_engine(empty_url)
    with engine.connect() as connection:
        told: dict[str, Any] = {"target_metadata": Enterprise.metadata, "include_name": migrations.include_name}
        context = MigrationContext.configure(connection, opts=told)
        assert compare_metadata(context, Enterprise.metadata) == []
    engine.dispose()
