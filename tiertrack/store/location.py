"""Where a register is kept: in a database of its own, by an address, or in that of the program it is a guest of.

By an engine of that program the register takes connections from its pool, each for a transaction of its own. Within a
connection it works in the transaction that is going on there: what it has done lasts when that is committed, and is
undone with it. The connection is given back as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, Protocol

from attrs import frozen
from sqlalchemy import URL, Connection, Engine, event, text

from tiertrack.errors import BadInput, DatabaseUnavailable, Fault
from tiertrack.store.engine import (
    WRITING,
    begin_at_once,
    database_errors,
    refuse_other_encoding,
    refuse_other_kinds,
    register_engine,
    shown,
)
from tiertrack.store.schema import schema_in_use, working_schema
from tiertrack.store.transactions import OwnTransaction, PartOfTransaction, ReadingTransaction, Transaction

# What a register is opened by.
Bind = str | Engine | Connection


class Location(Protocol):
    """Where the tables of a register are; ``schema`` is that of PostgreSQL, None for the one in use anyway."""

    @property
    def url(self) -> URL:
        """The address of the database."""

    @property
    def schema(self) -> str | None:
        """The schema of the tables."""

    def reading(self) -> Transaction:
        """A transaction that reads; of its own it sees one state of the register all along."""

    def writing(self) -> Transaction:
        """A transaction that writes."""

    @property
    def is_part_of_another(self) -> bool:
        """Whether its transactions are part of another program's."""

    def screening(self) -> Transaction:
        """A transaction that reads, and may be let write later."""

    def working(self) -> Any:
        """A connection, as a context manager, whose working schema is that of the register; for migrations."""

    def close(self) -> None:
        """Closes the connections kept for reuse, where they are the register's own."""


@frozen(eq=False)
class EngineLocation:
    """A database that connections are taken to from an engine; an engine of another program's (``is_guest``) stays
    open."""

    engine: Engine
    schema: str | None = None
    is_guest: bool = False

    @property
    def url(self) -> URL:
        return self.engine.url

    def reading(self) -> Transaction:
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        return OwnTransaction(self._connection(options if self._is_postgresql else {}))

    def writing(self) -> Transaction:
        # The engine of another program may be set to something else, such as a commit after each statement.
        level = {"isolation_level": "READ COMMITTED"} if self._is_postgresql and self.is_guest else {}
        return OwnTransaction(self._connection({**level, WRITING: True}))

    @property
    def is_part_of_another(self) -> bool:
        return False

    def screening(self) -> Transaction:
        return OwnTransaction(self._connection({}))

    @property
    def _is_postgresql(self) -> bool:
        return self.engine.dialect.name == "postgresql"

    def _connection(self, options: dict[str, Any]) -> Connection:
        with database_errors(self.url):
            connection = self.engine.connect().execution_options(**options)
        if self.is_guest and not self._is_postgresql:
            event.listen(connection, "begin", begin_at_once)
        return connection

    @contextmanager
    def working(self) -> Iterator[Connection]:
        with (
            database_errors(self.url),
            self._connection({WRITING: True}) as connection,
            _without_foreign_keys(connection),
            connection.begin(),
            working_schema(connection, self.schema),
        ):
            yield connection

    def close(self) -> None:
        if not self.is_guest:
            self.engine.dispose()


@frozen(eq=False)
class ConnectionLocation:
    """A connection in a transaction of another program."""

    connection: Connection
    schema: str | None = None

    @property
    def is_guest(self) -> bool:
        """Always: the connection is the other program's."""
        return True

    @property
    def url(self) -> URL:
        return self.connection.engine.url

    def reading(self) -> Transaction:
        return ReadingTransaction(self.connection)

    def writing(self) -> Transaction:
        self._begin()
        if self.connection.dialect.name == "postgresql":
            self._refuse_fixed_snapshot()
        return PartOfTransaction(self.connection)

    def _refuse_fixed_snapshot(self) -> None:
        """A transaction that goes on seeing what it saw first does not see who was enrolled in the meantime."""
        with database_errors(self.url):
            level = self.connection.scalar(text("SHOW transaction_isolation"))
        if level != "read committed":
            what = f"这个事务的隔离级别是 {str(level).upper()}，看不见别人刚写入的，登记会重复，本次没有写入"
            remedy = "请用 READ COMMITTED 的事务登记，或把 Engine 交给 tiertrack.open；只查询的不必改"
            raise DatabaseUnavailable(Fault("E630", what, remedy, shown(self.url)))

    @property
    def is_part_of_another(self) -> bool:
        return True

    def screening(self) -> Transaction:
        self._begin()
        return PartOfTransaction(self.connection)

    def _begin(self) -> None:
        if not self.connection.in_transaction():
            self.connection.begin()
        if self.connection.dialect.name == "sqlite":
            begin_at_once(self.connection, {WRITING: True})

    @contextmanager
    def working(self) -> Iterator[Connection]:
        with database_errors(self.url):
            self._begin()
            with self.connection.begin_nested(), working_schema(self.connection, self.schema):
                yield self.connection

    def close(self) -> None:
        """The connection is the other program's."""


def located(bind: Bind, schema: str | None = None) -> Location:
    """Where a register is, by an address, an engine or a connection.

    Raises DatabaseUnavailable for what holds no register, or cannot be worked in as it is, and for a schema that there
    is none of.
    """
    if isinstance(bind, str):
        return _checked(EngineLocation(register_engine(bind), schema))
    if isinstance(bind, Engine):
        refuse_other_kinds(bind.url)
        return _checked(EngineLocation(bind, schema_in_use(bind) if schema is None else schema, is_guest=True))
    if isinstance(bind, Connection):
        refuse_other_kinds(bind.engine.url)
        _refuse_unfit(bind)
        if bind.dialect.name == "sqlite":
            # Where the driver leaves beginning for later, a savepoint before would be the transaction, and lasting.
            begin_at_once(bind, {})
        return _checked(ConnectionLocation(bind, schema_in_use(bind) if schema is None else schema))
    remedy = (
        "请给地址、sqlalchemy 的 Engine 或 Connection；ORM 的会话请写 session.connection()，异步的请用 tiertrack.aio"
    )
    raise BadInput(Fault("E628", "这打不开登记库", remedy, type(bind).__name__))


def _checked(location: EngineLocation | ConnectionLocation) -> Location:
    try:
        if location.url.get_backend_name() == "sqlite":
            if location.schema is not None:
                remedy = "请去掉 schema；SQLite 的登记库和别的表放在同一个文件里即可"
                raise DatabaseUnavailable(Fault("E629", "SQLite 没有 schema", remedy, str(location.schema)))
        elif location.is_guest or location.schema is not None:
            with database_errors(location.url), closing(location.reading()) as transaction:
                _refuse_unusable(transaction.connection, location)
    except BaseException:
        location.close()
        raise
    return location


def _refuse_unusable(connection: Connection, location: Location) -> None:
    """Refuses a PostgreSQL database that cannot hold every name, or has no such schema."""
    refuse_other_encoding(location.url, str(connection.scalar(text("SHOW server_encoding"))))
    if location.schema is not None:
        refuse_missing(connection, location.schema)


def refuse_missing(connection: Connection, schema: str) -> None:
    """Refuses a schema that PostgreSQL has not, with those that it has."""
    known = list(connection.scalars(text("SELECT nspname FROM pg_namespace")))
    if schema not in known:
        others = "、".join(sorted(name for name in known if not name.startswith(("pg_", "information_"))))
        remedy = f"请先建好（CREATE SCHEMA），或用已有的：{others}"
        raise DatabaseUnavailable(Fault("E629", "数据库里没有这个 schema", remedy, schema))


def _refuse_unfit(connection: Connection) -> None:
    """Refuses a connection that is closed, commits by itself, or whose transaction has failed."""
    address = shown(connection.engine.url)
    if connection.closed:
        raise DatabaseUnavailable(Fault("E630", "这个连接已经关闭", "请给正在用的连接", address))
    driver = connection.connection.driver_connection
    is_automatic = connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT"
    if is_automatic or getattr(driver, "autocommit", False) is True:
        remedy = "请给在事务里的连接（engine.begin()），或直接给 Engine"
        raise DatabaseUnavailable(Fault("E630", "这个连接逐句自动提交，登记不能一起撤回", remedy, address))
    with database_errors(connection.engine.url):
        if connection.in_transaction():
            connection.execute(text("SELECT 1"))


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """SQLite empties a table before dropping it, and would miss the rows that point to these."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection
    cursor = driver.cursor()
    cursor.execute("PRAGMA foreign_keys")
    (before,) = cursor.fetchone()
    # Inside a transaction the pragma does nothing, so it is set before any begins.
    cursor.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        cursor.execute(f"PRAGMA foreign_keys = {before}")
        cursor.close()
