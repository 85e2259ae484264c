"""The register is a guest in its host's database: it works in the host's transaction and lasts or is undone with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import SimpleNamespace

import pytest
from sqlalchemy import Connection, Engine, create_engine, event, func, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

import tiertrack
from tests.host.service import Enterprise, Loan
from tiertrack import AsOf, BadInput, Event, EventKind, Registry, StoreError
from tiertrack.errors import DatabaseUnavailable
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.screening.question import ask
from tiertrack.screening.register import RegisterSource

FIRM = "重庆虚构甲精密制造有限公司"
RECOGNISED = Event(
    title="srdi_sme", kind=EventKind.RECOGNISED, on=dt.date(2024, 7, 1), through=dt.date(2027, 6, 30), document="名单"
)


class PaymentFailed(Exception):
    """What happens to the host between two steps."""


def grant(session: Session, name: str, amount: int, between: Callable[[], None] = lambda: None) -> None:
    """A loan to a firm that is enrolled and recognised in the same transaction; ``between`` happens in its middle."""
    register = tiertrack.open(session.connection())
    firm = register.enrol(name, region="500113").enterprise
    customer = Enterprise(name=name, in_register=firm.id)
    session.add(customer)
    session.flush()
    between()
    register.record(firm.id, RECOGNISED)
    session.add(Loan(enterprise_id=customer.id, amount=amount))


def counts(host: Engine) -> tuple[int, int, int, int]:
    """Customers and loans of the host; firms and events of the register."""
    with host.connect() as connection:
        own = [connection.scalar(select(func.count()).select_from(table)) for table in (Enterprise, Loan)]
    with tiertrack.open(host) as register:
        report = register.verify()
        assert report.faults == ()
        names = register.write(lambda unit: unit.names())
    return own[0] or 0, own[1] or 0, len(names), report.events


def held(register: Registry) -> list[str]:
    """The titles a firm holds."""
    standing = register.write(lambda unit: unit.standing(unit.find(FIRM), AsOf(dt.date(2025, 1, 1))))
    return [title.label for title in standing.held]


def fail() -> None:
    raise PaymentFailed


@contextmanager
def undone(host: Engine) -> Iterator[Session]:
    """A transaction of the host that fails at its end, if not before."""
    with suppress(PaymentFailed), Session(host) as session, session.begin():
        yield session
        fail()


def test_what_the_host_commits_lasts_on_both_sides(host: Engine) -> None:
    with Session(host) as session, session.begin():
        grant(session, FIRM, 100)
    assert counts(host) == (1, 1, 1, 1)
    with tiertrack.open(host) as register, Session(host) as session:
        assert held(register) == ["专精特新中小企业"]
        assert register.enterprise(session.scalars(select(Enterprise.in_register)).one() or 0).name == FIRM


@pytest.mark.parametrize("between", [fail, lambda: None], ids=["between two steps", "at the end"])
def test_what_the_host_undoes_is_undone_on_both_sides(host: Engine, between: Callable[[], None]) -> None:
    with undone(host) as session:
        grant(session, FIRM, 100, between)
    assert counts(host) == (0, 0, 0, 0)
    with Session(host) as session, session.begin():
        grant(session, FIRM, 100)
    assert counts(host) == (1, 1, 1, 1)


def test_what_the_register_refuses_leaves_the_rest_of_the_hosts_transaction(host: Engine) -> None:
    with Session(host) as session, session.begin():
        grant(session, FIRM, 100)
        register = tiertrack.open(session.connection())
        with pytest.raises(StoreError, match="E639"):
            register.enrol(FIRM)
        session.add(Loan(enterprise_id=1, amount=5))
    assert counts(host) == (1, 2, 1, 1)


def test_a_nested_part_that_the_host_undoes_takes_only_its_own_along(host: Engine) -> None:
    with Session(host) as session, session.begin():
        grant(session, FIRM, 100)
        nested = session.begin_nested()
        grant(session, "重庆虚构乙有限公司", 200)
        nested.rollback()
        grant(session, "重庆虚构丙有限公司", 300)
    assert counts(host) == (2, 2, 2, 2)


def test_what_is_not_committed_yet_is_seen_within_and_nowhere_else(host: Engine) -> None:
    if host.dialect.name == "sqlite":
        pytest.skip("SQLite 写入时别的连接只能等")
    with host.begin() as connection, tiertrack.open(connection) as register:
        register.enrol(FIRM)
        register.enrol("重庆虚构乙有限公司")
        assert counts(host) == (0, 0, 0, 0)
    assert counts(host) == (0, 0, 2, 0)


def test_a_register_of_the_hosts_engine_uses_its_pool_and_leaves_it_open(host_url: str, host: Engine) -> None:
    pooled = create_engine(host_url, poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=1)
    taken: list[object] = []
    event.listen(pooled, "checkout", lambda *_: taken.append(1))
    with tiertrack.open(pooled) as register:
        register.enrol(FIRM)
        register.record(FIRM, RECOGNISED)
        register.record(FIRM, RECOGNISED)
        assert held(register)
    assert len(taken) > 3
    with pooled.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
        if connection.dialect.name == "postgresql":
            assert connection.get_isolation_level() == "READ COMMITTED"
    pooled.dispose()
    assert counts(host) == (0, 0, 1, 1)


def test_a_screening_within_a_transaction_sees_what_it_did_and_leaves_no_table_behind(host: Engine) -> None:
    question = ask(Tier.SRDI_SME, Act.RECOGNITION, dt.date(2026, 6, 30))
    with undone(host) as session:
        grant(session, FIRM, 100)
        source = RegisterSource(session.connection())
        assert source.screen(question).total == 1
        assert source.screen(question, "answers").total == 1
        assert session.scalar(text("SELECT count(*) FROM answers")) == 1
        assert session.scalar(select(func.count()).select_from(Loan)) == 1
    with host.connect() as connection:
        assert not host.dialect.has_table(connection, "answers")
    assert counts(host) == (0, 0, 0, 0)


def closed(host: Engine) -> Connection:
    connection = host.connect()
    connection.close()
    return connection


def automatic(host: Engine) -> Connection:
    return host.connect().execution_options(isolation_level="AUTOCOMMIT")


def failed(host: Engine) -> Connection:
    connection = host.connect()
    connection.begin()
    with pytest.raises(Exception, match="nowhere"):
        connection.execute(text("SELECT * FROM nowhere"))
    return connection


@pytest.mark.parametrize(
    ("given", "told"), [(closed, "已经关闭"), (automatic, "自动提交"), (failed, "先前已经失败.*请先回滚")]
)
def test_a_connection_that_cannot_be_worked_in_is_refused_with_what_to_do(
    host: Engine, given: Callable[[Engine], Connection], told: str
) -> None:
    connection = given(host)
    if given is failed and host.dialect.name == "sqlite":
        connection.close()
        pytest.skip("SQLite 的事务不会因一条语句而失败")
    with pytest.raises(DatabaseUnavailable, match=f"E630.*{told}"):
        tiertrack.open(connection)
    connection.close()


def test_what_opens_no_database_is_told_so(host: Engine) -> None:
    with Session(host) as session, pytest.raises(BadInput, match=r"E628.*session\.connection"):
        tiertrack.open(session)  # type: ignore[arg-type]
    with pytest.raises(DatabaseUnavailable, match=r"E629"):
        tiertrack.open(host, schema="nowhere")


def test_a_database_of_a_kind_that_holds_no_register_is_refused() -> None:
    # Enough of a driver for an engine that never connects.
    driver = SimpleNamespace(paramstyle="format", __version__="1.0.0", version_info=(2, 0, 0))
    engine = create_engine("mysql+pymysql://host/x", module=driver)
    with pytest.raises(DatabaseUnavailable, match=r"E615.*只能是 SQLite 或 PostgreSQL"):
        tiertrack.open(engine)


def test_what_the_host_undoes_is_undone_though_a_savepoint_came_first(host: Engine) -> None:
    with undone(host) as session:
        register = tiertrack.open(session.connection())
        with session.begin_nested():
            register.enrol(FIRM)
            session.add(Enterprise(name=FIRM))
    assert counts(host) == (0, 0, 0, 0)


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_a_transaction_that_does_not_see_what_others_write_reads_and_records_nothing(host: Engine, level: str) -> None:
    if host.dialect.name == "sqlite":
        pytest.skip("SQLite 写入时别的连接只能等")
    stale = host.execution_options(isolation_level=level)
    with stale.begin() as connection:
        register = tiertrack.open(connection)
        with tiertrack.open(stale) as other:
            other.enrol(FIRM)
        with pytest.raises(DatabaseUnavailable, match=rf"E630.*{level}.*READ COMMITTED"):
            register.enrol(FIRM)
        assert list(register.firms(dt.date(2026, 6, 30))) == []
    assert counts(host) == (0, 0, 1, 0)
