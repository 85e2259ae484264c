"""Bringing a database to the newest revision, and refusing to work with one that stands elsewhere."""

from __future__ import annotations

import csv
import io
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from alembic import command, context, op
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from alembic.util import CommandError
from attrs import frozen
from sqlalchemy import Connection, inspect, text

from tiertrack.errors import BadInput, DatabaseUnavailable, Fault, RevisionMismatch, StoreError
from tiertrack.log import timed
from tiertrack.shipped import shipped
from tiertrack.store.engine import database_errors, migration_engine, shown
from tiertrack.store.found_rows import rows_found, seal_found
from tiertrack.store.kept_tables import drop_kept, kept_names
from tiertrack.store.location import Bind, EngineLocation, Location, located, refuse_missing
from tiertrack.store.name_keys import renew_keys
from tiertrack.store.schema import working_schema
from tiertrack.store.tables import METADATA, PREFIX, import_withdrawals
from tiertrack.store.unprefixed import FIRST, move_back, move_out, take_back
from tiertrack.store.version_table import (
    LABEL,
    UNPREFIXED,
    USUAL_TABLE,
    VERSION_TABLE,
    Standpoint,
    newest_revision,
    standpoint,
)

# Any number will do, as long as no other program locks it in the same database.
_ADVISORY_LOCK = 7_413_020_221

# From so many seconds up, others have waited noticeably.
_LONG_CHANGE = 10


def script_location() -> str:
    """The folder of the revisions, as Alembic's option of that name wants it."""
    return str(shipped("migrations"))


def version_location() -> str:
    """The folder of the revision files alone."""
    return str(shipped("migrations") / "versions")


def current(bind: Bind, schema: str | None = None) -> str | None:
    """The revision a register stands at; None where there is none."""
    location = _migrated(bind, schema)
    try:
        with database_errors(location.url), closing(location.reading()) as transaction:
            return standpoint(transaction.connection, location.schema).revision
    finally:
        location.close()


def upgrade(bind: Bind, scripts: Path | None = None, schema: str | None = None) -> str:
    """Brings a database to the newest revision, in one transaction, and returns that revision.

    Raises RevisionMismatch where the database is newer than the software, and DatabaseUnavailable where it cannot be
    reached or its tables of these names are another program's.
    """
    return upgraded(bind, scripts, schema).revision


@frozen
class Upgraded:
    """What an upgrade came to: the revision, how many rows of before it sealed as they were found, and the revision the
    database stood at (None: it was no register yet)."""

    revision: str
    found: int
    before: str | None = None


def upgraded(bind: Bind, scripts: Path | None = None, schema: str | None = None) -> Upgraded:
    """``upgrade``, and what it came to."""
    config, newest = _config(scripts), str(_directory(scripts).get_current_head())
    with database(bind, schema) as connection, _own_alembic():
        before, stood = rows_found(connection), _refuse_foreign(connection, _directory(scripts), None)
        if not _is_kept_by_host(stood, newest):
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        # Where the tables were changed by statements alone, rows of before wait for this.
        seal_found(connection)
        return Upgraded(newest, rows_found(connection) - before, stood.revision)


def downgrade(
    bind: Bind, revision: str, scripts: Path | None = None, lose_rows: int = 0, schema: str | None = None
) -> None:
    """Takes a database back to ``revision``, in one transaction; ``base`` removes everything, kept answers too.

    ``lose_rows`` is how many rows are known to get lost by it. Raises StoreError where that is another number, or where
    there is no such revision below, and DatabaseUnavailable.
    """
    config = _config(scripts)
    with database(bind, schema) as connection, _own_alembic():
        config.attributes["connection"] = connection
        found = _refuse_foreign(connection, _directory(scripts), None)
        if found.revision is not None:
            _is_kept_by_host(found, revision)
        before = _row_counts(connection)
        try:
            if (count := before[import_withdrawals.name]) and _forgets_withdrawals(found, revision):
                what = f"登记库里有 {count} 次取消了的导入，降到这个版本会让它们重新算数，没有动数据库"
                raise StoreError(Fault("E685", what, "请保留现在的版本；确要降的，请从取消以前的备份恢复", revision))
            if found.is_unprefixed:
                take_back(connection, str(found.revision), revision)
            elif revision in UNPREFIXED:
                command.downgrade(config, FIRST)
                move_back(connection, revision)
            else:
                command.downgrade(config, revision)
        except (CommandError, RevisionError):
            earlier = (*_earlier(found, _directory(scripts)), "base（一个表也不留）")
            remedy = f"可降到比现在早的一个：{'、'.join(earlier)}"
            raise StoreError(Fault("E666", "不能降到这个版本", remedy, revision)) from None
        if revision == "base":
            drop_kept(connection)
            connection.execute(text(f"DROP TABLE IF EXISTS {VERSION_TABLE}"))
        _refuse_loss(before - _row_counts(connection), revision, lose_rows)


# The revision from which a register knows which imports were taken back.
_KNOWS_IMPORTS = f"{LABEL}0010"


def _forgets_withdrawals(found: Standpoint, revision: str) -> bool:
    """Whether a revision below would read what was taken back as if it had not been; at the base nothing is left."""
    if revision == "base":
        return False
    below = _directory(None).iterate_revisions(found.revision, FIRST if revision in UNPREFIXED else revision)
    return _KNOWS_IMPORTS in {script.revision for script in below}


def _is_kept_by_host(found: Standpoint, wanted: str) -> bool:
    """Whether the register's revision is kept among those of another program, and is the one wanted; raises StoreError
    where it is kept there and is another, for it is that program's Alembic that has to change it."""
    if found.table != USUAL_TABLE or found.is_unprefixed:
        return False
    if found.revision != wanted:
        what = f"登记库的版本（{found.revision}）与别的程序的一起记在 {USUAL_TABLE} 里，由那边的 Alembic 升降"
        remedy = "请用那边的 Alembic：alembic upgrade tiertrack@head 或 alembic downgrade tiertrack@base"
        raise StoreError(Fault("E632", what, remedy, wanted))
    return True


@contextmanager
def _own_alembic() -> Iterator[None]:
    """Alembic as if no revision of another program were running, which may be what called; it goes on afterwards."""
    running = [proxy for module in (op, context) if (proxy := getattr(module, "_proxy", None)) is not None]
    for proxy in running:
        proxy._remove_proxy()
    try:
        yield
    finally:
        for proxy in running:
            proxy._install_proxy()


def include_name(name: str | None, kind: str, _parents: object = None) -> bool:
    """Whether a table is another program's, for its ``alembic revision --autogenerate``."""
    return kind != "table" or not (name or "").startswith(PREFIX)


def script(schema: str | None = None, start: str | None = None) -> str:
    """The SQL that makes a PostgreSQL database a register, or brings one from the revision ``start`` to the newest.

    Raises BadInput for a revision from which it takes more than statements.
    """
    known = _known(_directory(None))
    if start is not None and start not in known:
        remedy = f"可从这些版本写起：{'、'.join(sorted(known))}；更早的请用 tiertrack init 升级"
        raise BadInput(Fault("E666", "不能从这个版本写出升级的语句", remedy, start))
    config = _config(None)
    config.attributes["schema"] = schema
    config.output_buffer = io.StringIO()
    command.upgrade(config, f"{start or 'base'}:head", sql=True)
    return config.output_buffer.getvalue()


@contextmanager
def prepared(connection: Connection, config: Config) -> Iterator[None]:
    """What goes with every run of the revisions on a connection, before them and after; whoever asks for it."""
    _lock(connection)
    before = _refuse_foreign(connection, _directory(config), None)
    words = "登记库 %s 的表（原为版本 %s）已改好", shown(connection.engine.url), before.revision
    with timed(*words, usual=logging.INFO, slow=_LONG_CHANGE):
        if before.is_unprefixed:
            move_out(connection, str(before.revision))
        yield
        if standpoint(connection, None).revision == newest_revision() != before.revision:
            renew_keys(connection)
        _check_foreign_keys(connection)


def refuse_foreign(connection: Connection, schema: str | None) -> None:
    """Refuses a register newer than the software, and names of ours that are another program's."""
    _refuse_foreign(connection, _directory(None), schema)


def _migrated(bind: Bind, schema: str | None) -> Location:
    return EngineLocation(migration_engine(bind), schema) if isinstance(bind, str) else located(bind, schema)


@contextmanager
def database(bind: Bind, schema: str | None = None) -> Iterator[Connection]:
    """A connection in a transaction for revisions, which lasts unless something is raised.

    Of PostgreSQL it works in one schema alone, the first of the search path unless another is given: what revisions
    look for there must not be found in another. Raises DatabaseUnavailable where only another one has a register.
    """
    location = _migrated(bind, schema)
    try:
        with database_errors(location.url), location.working() as connection:
            own = _first_schema(connection) if location.schema is None else None
            with working_schema(connection, own):
                yield connection
    finally:
        location.close()


def _first_schema(connection: Connection) -> str | None:
    """The schema that tables are made in. Refuses where the first of the search path is not there, and where a register
    is in a later one alone: then it cannot be told which is meant."""
    if connection.dialect.name != "postgresql":
        return None
    path, existing = connection.execute(text("SELECT current_setting('search_path'), current_schemas(false)")).one()
    first, *_others = next(csv.reader([path], skipinitialspace=True), [""])
    if first not in {"", "$user", *existing}:
        refuse_missing(connection, first)
    if len(existing) > 1 and standpoint(connection, existing[0]).revision is None:
        for other in existing[1:]:
            if standpoint(connection, other).revision is not None:
                raise DatabaseUnavailable(_unclear(existing[0], other, path))
    return str(existing[0]) if existing else None


def _unclear(first: str, other: str, path: str) -> Fault:
    what = f"search_path 里的第一个 schema（{first}）没有登记库，后面的 {other} 有一个，不知道指哪一个"
    remedy = f"要用已有的，请只写 search_path={other}；要另建一个，请只写 search_path={first}，建好后两个都写也行"
    return Fault("E681", what, remedy, path)


def _config(scripts: Path | None) -> Config:
    config = Config()
    # The parser takes % for the start of a placeholder.
    config.set_main_option("script_location", str(scripts or script_location()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _directory(scripts: Path | Config | None) -> ScriptDirectory:
    return ScriptDirectory.from_config(scripts if isinstance(scripts, Config) else _config(scripts))


def _known(revisions: ScriptDirectory) -> set[str]:
    return {script.revision for script in revisions.walk_revisions()}


def _earlier(found: Standpoint, revisions: ScriptDirectory) -> list[str]:
    """The revisions before the one a database stands at."""
    if found.revision is None:
        return []
    if found.is_unprefixed:
        return [revision for revision in UNPREFIXED if revision < found.revision]
    walked = revisions.iterate_revisions(found.revision, "base")
    return sorted({*UNPREFIXED, *(script.revision for script in walked)} - {found.revision})


def _lock(connection: Connection) -> None:
    """Only one program migrates at a time."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})"))


def _row_counts(connection: Connection) -> Counter[str]:
    """How many rows each table of the register has, and each that a screening kept, by the name without the prefix."""
    quoted = connection.dialect.identifier_preparer.quote
    prefix = "" if standpoint(connection, None).is_unprefixed else PREFIX
    names = {name: f"{prefix}{name.removeprefix(PREFIX)}" for name in METADATA.tables}
    names |= {name.removeprefix(PREFIX): name for name in kept_names(connection)}
    there = set(inspect(connection).get_table_names())
    counted = {called: text(f"SELECT count(*) FROM {quoted(name)}") for called, name in names.items() if name in there}
    return Counter({called: connection.scalar(query) or 0 for called, query in counted.items()})


def _refuse_loss(lost: Counter[str], revision: str, expected: int) -> None:
    if lost.total() != expected:
        tables = "、".join(f"{name} {count} 行" for name, count in sorted(lost.items()))
        what = f"降到 {revision} 会丢掉 {lost.total()} 行{f'（{tables}）' if tables else ''}，没有动数据库"
        remedy = f"请先备份；确要丢掉，请写 lose_rows={lost.total()}" if lost else "不丢任何行，请去掉 lose_rows="
        raise StoreError(Fault("E665", what, remedy, str(expected)))


def _refuse_foreign(connection: Connection, known: ScriptDirectory, schema: str | None) -> Standpoint:
    """Where the register stands; refuses one newer than the software, and names of ours that are another program's."""
    found, address = standpoint(connection, schema), shown(connection.engine.url)
    if found.revision is None:
        taken = sorted(METADATA.tables.keys() & set(inspect(connection).get_table_names(schema)))
        if taken and found.table is None:
            what = f"数据库里已有登记库的表（{'、'.join(taken[:3])}），却没有记下版本"
            remedy = f"请找回表 {VERSION_TABLE}，或换一个数据库"
            raise DatabaseUnavailable(Fault("E619", what, remedy, address))
        return found
    if found.is_unprefixed or found.revision in _known(known):
        return found
    if not found.revision.startswith(LABEL):
        what = f"表 {found.table} 是别的程序的（写着 {found.revision}）"
        raise DatabaseUnavailable(Fault("E619", what, "请换一个数据库或 schema，或给那个表改名", address))
    what = f"数据库在版本 {found.revision}，比本软件所知的最新版本 {known.get_current_head()} 还新"
    raise RevisionMismatch(Fault("E601", what, "请升级 tiertrack 后再试", address))


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    ours = METADATA.tables.keys()
    orphans = [row for row in connection.exec_driver_sql("PRAGMA foreign_key_check") if row[0] in ours]
    if orphans:
        what = f"升级后有 {len(orphans)} 行失去所指的记录，升级已撤回"
        raise DatabaseUnavailable(Fault("E626", what, "请保留数据库原样并报告问题", shown(connection.engine.url)))
