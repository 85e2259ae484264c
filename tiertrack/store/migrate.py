"""Bringing a database to the newest revision, and refusing to work with one that stands elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, inspect, text

from tiertrack.errors import DatabaseUnavailable, Fault, RevisionMismatch, StoreError
from tiertrack.shipped import shipped
from tiertrack.store.engine import database_errors, migration_engine, shown
from tiertrack.store.kept_tables import drop_kept
from tiertrack.store.name_keys import renew_keys
from tiertrack.store.tables import METADATA

# Any number will do, as long as no other program locks it in the same database.
_ADVISORY_LOCK = 7_413_020_221


@cache
def newest_revision(scripts: Path | None = None) -> str:
    """The revision this software needs; ``scripts`` is the folder of migrations, ours unless given."""
    return str(ScriptDirectory.from_config(_config(scripts)).get_current_head())


def upgrade(url: str, scripts: Path | None = None) -> str:
    """Brings a database to the newest revision, in one transaction, and returns that revision.

    Raises RevisionMismatch where the database is newer than the software, and DatabaseUnavailable where it cannot be
    reached or holds something else than a register.
    """
    newest = newest_revision(scripts)

    def steps(connection: Connection, config: Config) -> None:
        _refuse_foreign(connection, config)
        is_older = _revision(connection) != newest
        command.upgrade(config, "head")
        if is_older:
            renew_keys(connection)

    _migrate(url, scripts, steps)
    return newest


def downgrade(url: str, revision: str, scripts: Path | None = None, lose_rows: int = 0) -> None:
    """Takes a database back to ``revision``, in one transaction; ``base`` removes everything, kept answers too.

    ``lose_rows`` is how many rows are known to get lost by it. Raises StoreError where that is another number, or where
    there is no such revision below, and DatabaseUnavailable.
    """

    def steps(connection: Connection, config: Config) -> None:
        _refuse_foreign(connection, config)
        before = _row_counts(connection)
        try:
            command.downgrade(config, revision)
        except CommandError:
            known = sorted(script.revision for script in ScriptDirectory.from_config(config).walk_revisions())
            remedy = f"可降到比现在早的一个：{'、'.join(known)}，或 base（一个表也不留）"
            raise StoreError(Fault("E666", "不能降到这个版本", remedy, revision)) from None
        if _revision(connection) is None:
            drop_kept(connection)
            connection.execute(text("DROP TABLE alembic_version"))
        _refuse_loss(before - _row_counts(connection), revision, lose_rows)

    _migrate(url, scripts, steps)


def _row_counts(connection: Connection) -> Counter[str]:
    """How many rows each table has."""
    quoted = connection.dialect.identifier_preparer.quote
    names = set(inspect(connection).get_table_names()) - {"alembic_version"}
    count = {name: connection.scalar(text(f"SELECT count(*) FROM {quoted(name)}")) or 0 for name in names}
    return Counter(count)


def _refuse_loss(lost: Counter[str], revision: str, expected: int) -> None:
    if lost.total() != expected:
        tables = "、".join(f"{name} {count} 行" for name, count in sorted(lost.items()))
        what = f"降到 {revision} 会丢掉 {lost.total()} 行{f'（{tables}）' if tables else ''}，没有动数据库"
        remedy = f"请先备份；确要丢掉，请写 --lose-rows {lost.total()}" if lost else "不丢任何行，请去掉 --lose-rows"
        raise StoreError(Fault("E665", what, remedy, str(expected)))


def require_newest(engine: Engine) -> None:
    """Passes a database at the newest revision; raises RevisionMismatch saying which it is at and what to run."""
    with database_errors(engine.url), engine.connect() as connection:
        found = _revision(connection)
        if found == newest_revision():
            return
        _refuse_foreign(connection, _config(None))
    remedy = f"请运行 tiertrack init --db {shown(engine.url)}"
    at = "数据库还没有建表" if found is None else f"数据库在版本 {found}"
    raise RevisionMismatch(Fault("E601", f"{at}，本软件需要版本 {newest_revision()}", remedy, shown(engine.url)))


def _config(scripts: Path | None) -> Config:
    config = Config()
    # The parser takes % for the start of a placeholder.
    config.set_main_option("script_location", str(scripts or shipped("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _migrate(url: str, scripts: Path | None, steps: Callable[[Connection, Config], None]) -> None:
    engine = migration_engine(url)
    config = _config(scripts)
    try:
        with database_errors(engine.url), engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})"))
            config.attributes["connection"] = connection
            steps(connection, config)
            _check_foreign_keys(connection)
    finally:
        engine.dispose()


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_foreign(connection: Connection, config: Config) -> None:
    """Refuses a database newer than the software, and one of another program."""
    tables = set(inspect(connection).get_table_names()) - {"alembic_version"}
    revision, address = _revision(connection), shown(connection.engine.url)
    if revision is None and tables:
        remedy = "请换一个空的数据库，或换一个文件名"
        what = f"数据库里已有别的表（{'、'.join(sorted(tables)[:5])}），不是 tiertrack 的登记库"
        raise DatabaseUnavailable(Fault("E619", what, remedy, address))
    known = ScriptDirectory.from_config(config)
    if revision is None or revision in {script.revision for script in known.walk_revisions()}:
        return
    if tables.isdisjoint(METADATA.tables):
        raise DatabaseUnavailable(Fault("E619", "数据库不是 tiertrack 的登记库", "请核对地址", address))
    what = f"数据库在版本 {revision}，比本软件所知的最新版本 {known.get_current_head()} 还新"
    raise RevisionMismatch(Fault("E601", what, "请升级 tiertrack 后再试", address))


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        what = f"升级后有 {len(orphans)} 行失去所指的记录，升级已撤回"
        raise DatabaseUnavailable(Fault("E626", what, "请保留数据库原样并报告问题", shown(connection.engine.url)))
