"""Databases of a host, with its own tables and revisions beside the register's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic import command
from sqlalchemy import Engine, create_engine

from tests.host.service import alembic_config
from tiertrack import migrations

# By the driver the register uses itself, and by others that a host may use.
DRIVERS = ["sqlite", "postgresql+psycopg", "postgresql+psycopg2"]


@pytest.fixture(params=DRIVERS)
def host_url(request: pytest.FixtureRequest) -> str:
    """A database with the host's tables and nothing else, by each driver."""
    kind, _, _driver = request.param.partition("+")
    url: str = request.getfixturevalue("sqlite_url" if kind == "sqlite" else "postgres_url")
    url = url.replace("postgresql+psycopg:", f"{request.param}:")
    command.upgrade(alembic_config(url), "head")
    return url


@pytest.fixture
def host(host_url: str) -> Iterator[Engine]:
    """The host's engine, its database with a register beside its own tables."""
    engine = create_engine(host_url)
    with engine.begin() as connection:
        migrations.upgrade(connection)
    yield engine
    engine.dispose()
