"""Opening a database as the register needs it: the URLs accepted, the settings of SQLite, its errors as ours."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    PendingRollbackError,
    SQLAlchemyError,
)

from tiertrack.errors import DatabaseUnavailable, Fault, StoreError, WritersCollided
from tiertrack.foreign_errors import quoted
from tiertrack.store.compiled_statements import COMPILED
from tiertrack.store.tables import PREFIX

# The execution option of a connection that is going to write.
WRITING = "tiertrack_writing"

# How many seconds a SQLite connection waits for another writer, unless its URL says otherwise.
_PATIENCE = 60

# PostgreSQL's code for a statement in a transaction in which an earlier one has failed.
_FAILED_TRANSACTION = "25P02"

# And for a transaction that cannot be as if it had been alone.
_NOT_SERIALIZABLE = "40001"

# For a table that is not there, and for what the role may not do.
_NO_TABLE = "42P01"
_NOT_PERMITTED = "42501"

# A table of the register in the words of a database.
_OWN_TABLE = re.compile(rf"\b{PREFIX}\w+")

# A column that is not there: as SQLite names it when reading and when writing, and as PostgreSQL does.
_NO_COLUMN = re.compile(
    r"no such column: (\S+)|has no column named (\S+)|column (\S+?)(?: of relation \S+)? does not exist"
)

# What a role may not use, as PostgreSQL names it, and the kinds of it in our words.
_REFUSED = re.compile(r"(?:permission denied for|must be owner of) (\w+) (\S+)")
_KINDS = {"table": "表", "relation": "表", "sequence": "序列", "schema": "schema", "database": "库", "view": "视图"}

# What is a password in a URL, and what stands in its place.
_SECRETS = (
    (re.compile(r"(://[^:/?@]*:).*@"), r"\1***@"),
    # An address that lacks its slashes is none, but may hold a password all the same.
    (re.compile(r"^(?!.*://)([^:]*:).*@"), r"\1***@"),
    # The way in which PostgreSQL's own programs are given addresses, whose values may be quoted.
    (
        re.compile(
            r"((?:^|(?<=\s))(?!(?:host|hostaddr|port|user|dbname|sslmode|connect_timeout|application_name|service)\s*=)"
            r"[a-z_]+\s*=\s*)(?:'(?:\\.|[^'\\])*(?:'|$)|\\.|[^\s'\\])+",
            re.IGNORECASE | re.DOTALL,
        ),
        r"\1***",
    ),
    # Of the options only those are shown that hold no secret, for a name may be mistyped.
    (
        re.compile(
            r"([?&](?!(?:host|port|user|dbname|sslmode|connect_timeout|application_name|service)=)"
            r"(?!options=-c(?:%20|\+)*search_path(?:%3D|=)[\w%,]*(?:&|$))[^=&]*=)[^&]*",
            re.IGNORECASE,
        ),
        r"\1***",
    ),
)

# What drivers say most often, in our words.
_REASONS = {
    "unable to open database file": "文件打不开，或没有它所在的目录",
    "disk image is malformed": "数据库文件已损坏",
    "disk I/O error": "磁盘读写出错",
    "password authentication failed": "用户名或密码不对",
    "no password supplied": "没有写密码",
    "invalid connection option": "地址里有不认识的选项",
    "onnection refused": "那台主机的这个端口没有数据库在运行",
    "imeout expired": "很久没有回应",
    "could not translate host name": "找不到这台主机",
    "failed to resolve host": "找不到这台主机",
    "server closed the connection": "服务器断开了连接",
    'database "': "服务器上没有这个库",
    'role "': "服务器上没有这个用户",
    "too many clients": "服务器的连接已满",
}

_DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def refuse_other_kinds(url: URL) -> None:
    """Raises DatabaseUnavailable for the address of a kind of database that cannot hold a register."""
    if url.get_backend_name() not in ("sqlite", "postgresql", "postgres"):
        remedy = "请用 SQLite 或 PostgreSQL，地址以 sqlite:/// 或 postgresql:// 开头"
        raise DatabaseUnavailable(Fault("E615", "登记库只能是 SQLite 或 PostgreSQL", remedy, shown(url)))


def database_url(url: str) -> URL:
    """The URL with the driver used here; raises DatabaseUnavailable for one that cannot hold a register."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        remedy = "请写如 sqlite:///tiertrack.db 或 postgresql://用户@主机/库名"
        raise DatabaseUnavailable(Fault("E615", "数据库地址读不出来", remedy, shown(url))) from None
    refuse_other_kinds(parsed)
    if parsed.drivername not in _DRIVERS:
        remedy = "请用 sqlite:/// 或 postgresql:// 开头的地址；别的驱动请建好 Engine 交给 tiertrack.open"
        raise DatabaseUnavailable(Fault("E615", "地址不能指明这个驱动", remedy, shown(parsed)))
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        remedy = "请写一个文件，如 sqlite:///tiertrack.db"
        raise DatabaseUnavailable(Fault("E615", "登记库不能只在内存里", remedy, shown(parsed)))
    return parsed.set(drivername=_DRIVERS[parsed.drivername])


def patient(url: str, seconds: int) -> str:
    """An address by which whoever else is writing to SQLite is waited for so long, where it does not say how long
    itself; any other as it is."""
    parsed = database_url(url)
    if parsed.get_backend_name() != "sqlite" or "timeout" in parsed.query:
        return url
    return parsed.update_query_dict({"timeout": str(seconds)}).render_as_string(hide_password=False)


def shown(url: URL | str) -> str:
    """The URL as a message may show it: without any password, neither the user's nor one among the options."""
    written = url if isinstance(url, str) else url.render_as_string(hide_password=False)
    for secret, hidden in _SECRETS:
        written = secret.sub(hidden, written)
    return written


def register_engine(url: str) -> Engine:
    """An engine whose SQLite connections check foreign keys; a SQLite file must be there already."""
    parsed = database_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(str(parsed.database)).exists():
        remedy = f'请先运行 initialise("{shown(parsed)}")'
        raise DatabaseUnavailable(Fault("E602", "没有这个数据库文件", remedy, str(parsed.database)))
    return _engine(parsed, _checking_foreign_keys)


def migration_engine(url: str) -> Engine:
    """An engine to a database that may not be there yet."""
    return _engine(database_url(url), _checking_foreign_keys)


@contextmanager
def database_errors(url: URL) -> Iterator[None]:
    """Turns what a driver raises into our own errors."""
    try:
        yield
    except IntegrityError:
        remedy = "请重做一次；仍不行请核对名称与代码"
        fault = Fault("E604", "登记库里已有相抵触的记录，可能刚由别人写入，本次没有写入", remedy, shown(url))
        raise StoreError(fault) from None
    except DBAPIError as error:
        if "deadlock" in str(error.orig) or sqlstate(error) == _NOT_SERIALIZABLE:
            fault = Fault("E612", "与别人的写入互相等待，本次没有写入", "请重做一次", shown(url))
            raise WritersCollided(fault) from None
        raise DatabaseUnavailable(_unavailable(url, error)) from None
    except PendingRollbackError:
        raise DatabaseUnavailable(_failed_already(url)) from None
    except SQLAlchemyError as error:
        reason = _without_secrets(url, str(error).partition("\n")[0])
        fault = Fault("E602", f"登记库用不了：{quoted(reason)}", "请核对数据库地址", shown(url))
        raise DatabaseUnavailable(fault) from None


def is_psycopg(connection: Connection) -> bool:
    """Whether it is by the driver the register uses itself, whose own ways are the quickest."""
    return connection.dialect.driver == "psycopg" and not connection.dialect.is_async


def sqlstate(error: DBAPIError) -> str | None:
    """PostgreSQL's code of an error, by whatever driver; None on SQLite."""
    found: str | None = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None)
    return found


def is_no_table(error: DBAPIError) -> bool:
    """Whether a statement asked for a table that is not there, in the words of SQLite or the code of PostgreSQL."""
    return "no such table" in str(error.orig) or sqlstate(error) == _NO_TABLE


def _failed_already(url: URL) -> Fault:
    return Fault("E630", "这个连接的事务先前已经失败，做不了别的", "请先回滚（rollback），再从头做一次", shown(url))


def _unavailable(url: URL, error: DBAPIError) -> Fault:
    if sqlstate(error) == _FAILED_TRANSACTION:
        return _failed_already(url)
    reason = _without_secrets(url, str(error.orig).strip().partition("\n")[0])
    if is_no_table(error) and (named := _OWN_TABLE.findall(reason)):
        return _lacking(url, f"一张表：{named[-1]}")
    if no_column := _NO_COLUMN.search(reason):
        # What a statement calls its tables is no name of theirs.
        column = next(filter(None, no_column.groups())).replace('"', "").rpartition(".")[-1]
        return _lacking(url, f"一列：{column}")
    if sqlstate(error) == _NOT_PERMITTED or "permission denied" in reason:
        return _not_permitted(url, reason)
    if any(word in reason for word in ("is full", "No space left", "could not extend file")):
        return Fault("E663", "磁盘满了，本次没有写入", "请腾出空间后重做一次", shown(url))
    if any(word in reason for word in ("locked", "lock timeout")):
        return Fault("E616", "数据库正被别的程序写入", "请稍后再试", shown(url))
    if "not a database" in reason:
        return Fault("E619", "这个文件不是 SQLite 数据库", "请核对路径，或换一个文件名", shown(url))
    if "readonly" in reason or "read-only" in reason:
        return Fault("E617", "数据库只能读，不能写", "请核对文件或账号的写入权限", shown(url))
    why = next((chinese for words, chinese in _REASONS.items() if words in reason), None) or quoted(reason)
    return Fault("E602", f"数据库用不了：{why}", "请核对地址、路径、权限和数据库是否在运行", shown(url))


def _lacking(url: URL, which: str) -> Fault:
    remedy = "请停止写入，保留数据库原样，与备份比较"
    return Fault("E653", f"登记库缺少自己的{which}，它被删除或改了名", remedy, shown(url))


def _not_permitted(url: URL, reason: str) -> Fault:
    named = _REFUSED.search(reason)
    which = f"{_KINDS.get(named[1], named[1])} {named[2]}" if named else quoted(reason)
    remedy = "请由数据库的主人用 GRANT 给这个账号权限，或换一个账号；建表和升级由表的主人做"
    return Fault("E602", f"数据库用不了：没有权限：{which}", remedy, shown(url))


def _without_secrets(url: URL, reason: str) -> str:
    """What a driver said, without any password it may have repeated."""
    given = (value for key, value in url.query.items() if isinstance(value, str) and "pass" in key.lower())
    for secret in filter(None, (url.password, *given)):
        reason = reason.replace(secret, "***")
    return reason


_KEPT = {"compiled_cache": COMPILED}


def _engine(url: URL, on_connecting: Callable[[sqlite3.Connection, object], None]) -> Engine:
    if url.get_backend_name() == "sqlite":
        patience = {} if "timeout" in url.query else {"timeout": _PATIENCE}
        engine = create_engine(url, poolclass=NullPool, connect_args=patience, execution_options=_KEPT)
        event.listen(engine, "connect", _leave_transactions_to_us)
        event.listen(engine, "connect", on_connecting)
        event.listen(engine, "begin", begin_at_once)
        return engine
    try:
        # A connection kept for reuse may have been dropped by the server since.
        encoding = {"client_encoding": "utf8"}
        engine = create_engine(url, pool_pre_ping=True, connect_args=encoding, execution_options=_KEPT)
    except (ModuleNotFoundError, NoSuchModuleError):
        remedy = "请运行 pip install 'tiertrack[postgres]'"
        raise DatabaseUnavailable(Fault("E618", "没有安装 PostgreSQL 的驱动", remedy, shown(url))) from None
    event.listen(engine, "connect", partial(_refuse_other_encodings, url))
    return engine


def _refuse_other_encodings(url: URL, connection: Any, _record: object) -> None:
    try:
        refuse_other_encoding(url, connection.info.parameter_status("server_encoding"))
    except DatabaseUnavailable:
        connection.close()
        raise


def refuse_other_encoding(url: URL, encoding: str) -> None:
    """Raises DatabaseUnavailable for an encoding of PostgreSQL that cannot hold every name, or hands back bytes for
    text, as SQL_ASCII does."""
    if encoding != "UTF8":
        remedy = "请另建一个 UTF-8 的库：CREATE DATABASE 库名 ENCODING 'UTF8' TEMPLATE template0"
        raise DatabaseUnavailable(
            Fault("E662", f"这个 PostgreSQL 库的编码是 {encoding}，不是 UTF-8", remedy, shown(url))
        )


def _leave_transactions_to_us(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own mode commits before DDL, so a failed migration would leave half its tables behind.
    connection.isolation_level = None


def begin_at_once(connection: Connection, options: Mapping[str, object] | None = None) -> None:
    """Begins the transaction in SQLite itself, where it was not: the driver would put it off until the first change.

    A writer takes its lock at once: two that first read and then write would otherwise block each other.
    """
    driver: Any = connection.connection.driver_connection
    if not driver.in_transaction:
        writing = (options or connection.get_execution_options()).get(WRITING)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _checking_foreign_keys(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
