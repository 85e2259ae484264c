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
