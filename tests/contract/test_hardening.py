"""A hardened register on PostgreSQL can only be added to, by roles that have just what the page on integrity grants."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from tests.support.clocks import SetClock
from tests.support.schemas import take_down
from tests.support.sealing import PATENT, write_every_table, write_first_tables
from tiertrack import BadInput, Dossier, migrations
from tiertrack.app import open_registry
from tiertrack.errors import DatabaseUnavailable
from tiertrack.import_reports import ImportKind
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.screening.question import ask
from tiertrack.screening.register import RegisterSource
from tiertrack.store.database import Database
from tiertrack.store.migrate import upgrade
from tiertrack.store.tables import METADATA

ROLES = ("reading", "recording", "screening")


def as_role(url: str, role: str) -> str:
    """The same address for a session of a role."""
    made = make_url(url)
    options = f"{made.query['options']} -crole={role}"
    return made.update_query_dict({"options": options}).render_as_string(hide_password=False)


@pytest.fixture
def roles(postgres_admin: Engine, postgres_register: str) -> Iterator[dict[str, str]]:
    """A hardened register with rows in every table, and the address of each role of the page."""
    schema = re.findall(r"search_path=(\w+)", str(make_url(postgres_register).query["options"]))[0]
    with Database.open(postgres_register) as database:
        write_every_table(database, SetClock())
    migrations.harden(postgres_register)
    page = (Path(__file__).parents[2] / "docs" / "integrity.md").read_text(encoding="utf-8")
    (granted,) = re.findall(r"^```sql\n(.*?)^```", page, re.S | re.M)
    named = {role: f"tt_{role}_{uuid.uuid4().hex[:12]}" for role in ROLES}
    granted = granted.replace("public", schema)
    for role, name in named.items():
        granted = granted.replace(f"tiertrack_{role}", name)
    with postgres_admin.connect() as connection:
        connection.exec_driver_sql(granted)
    yield {"owner": postgres_register, **{role: as_role(postgres_register, name) for role, name in named.items()}}
    with postgres_admin.connect() as connection:
        for name in named.values():
            connection.execute(text(f"DROP OWNED BY {name}"))
            connection.execute(text(f"DROP ROLE {name}"))


def refusal(url: str, statement: str) -> str:
    """What PostgreSQL says to a statement it refuses."""
    engine = create_engine(url)
    try:
        with pytest.raises(DBAPIError) as refused, engine.begin() as connection:
            connection.exec_driver_sql(statement)
        return str(refused.value.orig)
    finally:
        engine.dispose()


def done(url: str, statement: str) -> None:
    """Runs a statement that is allowed."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def test_nobody_changes_removes_or_empties_what_is_sealed_not_even_the_owner(roles: dict[str, str]) -> None:
    for name, table in METADATA.tables.items():
        for statement in (f"DELETE FROM {name}", f"TRUNCATE {name} CASCADE"):
            assert "只增不改" in refusal(roles["owner"], statement)
        for column in table.c:
            if column.name not in ("normalised", "stem"):
                other = "NULL" if column.nullable else f"{column.name}"
                changed = f"UPDATE {name} SET recorded_at = recorded_at - interval '1 day', {column.name} = {other}"
                assert "只增不改" in refusal(
                    roles["owner"], changed if column.name != "recorded_at" else changed.rpartition(",")[0]
                )
            assert "permission denied" in refusal(roles["recording"], f"DELETE FROM {name}")
    with Database.open(roles["reading"]) as database:
        assert database.verify().faults == ()


def test_each_role_does_what_it_is_for_and_no_more(roles: dict[str, str]) -> None:
    with open_registry(roles["recording"]) as register:
        register.enrol("重庆虚构丙机械厂", region="500113")
        register.observe("重庆虚构丙机械厂", Dossier("重庆虚构丙机械厂", ip=(PATENT,)), source="申报书")
        register.seed()
        assert register.verify().faults == ()
    with open_registry(roles["reading"]) as register:
        assert register.verify().faults == ()
        with pytest.raises(DatabaseUnavailable, match=r"E602.*没有权限：(表|序列) tiertrack_\w+.*GRANT"):
            register.enrol("重庆虚构丁机械厂")
    question = ask(Tier.SRDI_SME, Act.RECOGNITION, dt.date(2026, 6, 30))
    assert RegisterSource(roles["screening"]).screen(question).total > 2
    for role in ("reading", "screening"):
        assert "permission denied" in refusal(
            roles[role], "INSERT INTO tiertrack_enterprises (recorded_at) VALUES (now())"
        )
    changed = "UPDATE tiertrack_enterprise_names SET name = '丙'"
    assert "permission denied" in refusal(roles["recording"], changed)


def test_only_the_owner_changes_the_keys_that_names_are_found_by(roles: dict[str, str]) -> None:
    (role,) = re.findall(r"role=(\w+)", str(make_url(roles["recording"]).query["options"]))
    for name, key in (("enterprise_names", "stem"), ("enterprise_names", "normalised"), ("match_proposals", "stem")):
        done(roles["owner"], f"GRANT UPDATE ({key}) ON tiertrack_{name} TO {role}")
        assert "只增不改" in refusal(roles["recording"], f"UPDATE tiertrack_{name} SET {key} = '他'")
    done(roles["owner"], "UPDATE tiertrack_enterprise_names SET stem = stem || '他'")


@pytest.mark.parametrize(
    ("key", "at"),
    [
        ("max(id) + 2", "now() + interval '1 day'"),
        ("9223372036854775807", "max(recorded_at)"),
        ("-1", "max(recorded_at)"),
        ("max(id) + 1", "max(recorded_at) - interval '1 second'"),
    ],
)
def test_a_seal_that_does_not_follow_the_last_is_refused(roles: dict[str, str], key: str, at: str) -> None:
    nonsense = (
        "INSERT INTO tiertrack_seals (id, unit, events, digest, recorded_at)"
        f" SELECT {key}, 'x', 0, 'x', {at} FROM tiertrack_seals"
    )
    assert "接着最后一道封印" in refusal(roles["recording"], nonsense)
    with open_registry(roles["recording"]) as register:
        register.enrol("重庆虚构丙机械厂")
        assert register.verify().faults == ()


def test_a_hardened_register_goes_down_and_up_and_may_be_hardened_again(postgres_register: str) -> None:
    with Database.open(postgres_register) as database:
        write_first_tables(database, clock := SetClock())
        with database.writing(clock) as unit:
            unit.begin_import()
            unit.keep_import("名单.csv", ImportKind.FACTS, None, 1, 1)
            unit.commit()
    migrations.harden(postgres_register)
    migrations.harden(postgres_register)
    # The seals were made anew without the rights; nobody else may change them, nor what came again.
    take_down(postgres_register, "tiertrack_0008")
    upgrade(postgres_register)
    with Database.open(postgres_register) as database:
        assert database.verify().faults == ()
    for table in METADATA.tables:
        assert "只增不改" in refusal(postgres_register, f"TRUNCATE {table} CASCADE")
    assert "只增不改" in refusal(postgres_register, "UPDATE tiertrack_seals SET events = 0")
    take_down(postgres_register, "tiertrack_0006")
    upgrade(postgres_register)
    migrations.harden(postgres_register)
    with Database.open(postgres_register) as database:
        assert database.verify().faults == ()


def test_sqlite_has_no_such_rules(sqlite_register: str) -> None:
    with pytest.raises(BadInput, match=r"E678.*SQLite"):
        migrations.harden(sqlite_register)
