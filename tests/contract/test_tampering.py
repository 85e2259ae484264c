"""The tampering matrix: every table, every column, every way somebody with the database in hand can go about it.

The register is made once; each tampering is done in a savepoint, checked there, and undone. What is tampered with
follows from the tables themselves, so a new column is held to it by itself.
"""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Connection, Date, Engine, Integer, Table, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from tests.support.clocks import SetClock
from tests.support.schemas import schema_of
from tests.support.sealing import seal_anew, signing_key, write_every_table
from tiertrack.errors import BadInput
from tiertrack.ports import SystemClock
from tiertrack.store.database import Database
from tiertrack.store.migrate import upgrade
from tiertrack.store.signing import seal_key
from tiertrack.store.tables import METADATA, SEALED, enterprise_names, fact_observations, seals, title_events
from tiertrack.store.types import UtcInstant

Values = Mapping[str, Any]

# Where nothing outside is held against the register, this alone goes unseen of what a single row can say: a signature
# is checked by the public key and by nothing else.
UNSEEN = {(seals.name, "signature")}

SET_BACK = "2025-01-01T00:00:00.000000+00:00"


class Book:
    """A signed register in which every table has rows, and the checkpoint and the key to hold it against."""

    def __init__(self, url: str, folder: Path) -> None:
        private, self.public = signing_key(folder)
        clock = SetClock()
        upgrade(url)
        with Database.open(url, key=seal_key(private)) as database:
            write_every_table(database, clock)
            self.point = database.checkpoint(clock)
        self.engine = create_engine(url)
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _as_anybody)
        self.connection = self.engine.connect()
        self.connection.begin()
        self.database = Database.open(self.connection)

    def close(self) -> None:
        self.connection.close()
        self.engine.dispose()

    @contextmanager
    def undone(self) -> Iterator[Connection]:
        """What is done in it is undone; what the database itself refuses was not done."""
        savepoint = self.connection.begin_nested()
        try:
            yield self.connection
        finally:
            savepoint.rollback()

    def rows(self, table: Table) -> list[Values]:
        return [dict(row) for row in self.connection.execute(table.select().order_by(table.c.id)).mappings()]

    def found(self) -> tuple[bool, bool, bool]:
        """Whether a check finds anything: by itself, with the public key, with the checkpoint."""
        return (
            self.finds(self.database.verify),
            self.finds(lambda: self.database.verify(keys=[self.public])),
            self.finds(lambda: self.database.verify(checkpoint=self.point)),
        )

    def finds(self, check: Callable[[], Any]) -> bool:
        try:
            report = check()
        except BadInput:
            return True
        assert all(fault.code and fault.place and fault.remedy for fault in report.faults)
        return bool(report.faults)


def _as_anybody(connection: sqlite3.Connection, _record: object) -> None:
    """No rule of the database is in the way."""
    connection.isolation_level = None
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute("PRAGMA foreign_keys = OFF")


@pytest.fixture(scope="module")
def sqlite_book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    folder = tmp_path_factory.mktemp("sqlite")
    book = Book(f"sqlite:///{folder}/tiertrack.db", folder)
    yield book
    book.close()


@pytest.fixture(scope="module")
def postgres_book(postgres_admin: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    with schema_of(postgres_admin) as url:
        book = Book(url, tmp_path_factory.mktemp("postgres"))
        yield book
        book.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def book(request: pytest.FixtureRequest) -> Book:
    found: Book = request.getfixturevalue("sqlite_book" if request.param == "sqlite" else "postgres_book")
    return found


def other(table: Table, column: str, value: Any) -> Any:
    """Another value of the same type."""
    match table.c[column].type:
        case Boolean():
            return not value
        case Date():
            return (value or dt.date(2020, 1, 1)) + dt.timedelta(days=1)
        case UtcInstant():
            return value - dt.timedelta(microseconds=1)
        case Integer():
            return (value or 0) + 1000
        case _:
            return f"{value or ''}x" if column != "unit" else "0" * 12 + "8" + "0" * 19


def changed(book: Book, table: Table, key: int, **values: Any) -> bool:
    """Whether a row could be changed to these values."""
    try:
        book.connection.execute(table.update().where(table.c.id == key).values(**values))
    except (DBAPIError, ValueError):
        return False
    return True


@pytest.mark.parametrize("table", METADATA.tables)
def test_no_column_of_any_row_says_anything_else_unseen(sqlite_book: Book, table: str) -> None:
    one = METADATA.tables[table]
    rows = sqlite_book.rows(one)
    assert len(rows) >= 2
    unseen: set[tuple[str, str]] = set()
    for column in one.c.keys():  # noqa: SIM118
        first, second = rows[0], rows[-1]
        values = {str(value): value for value in (other(one, column, first[column]), second[column], None)}
        for value in values.values():
            if value == first[column]:
                continue
            with sqlite_book.undone():
                if not changed(sqlite_book, one, first["id"], **{column: value}):
                    continue
                by_itself, by_key, by_point = sqlite_book.found()
                assert by_key or by_point, (table, column, value)
                if not by_itself:
                    unseen.add((table, column))
    assert unseen == {cell for cell in UNSEEN if cell[0] == table}


@pytest.mark.parametrize("table", METADATA.tables)
def test_no_row_is_removed_added_or_put_elsewhere_unseen(sqlite_book: Book, table: str) -> None:
    one = METADATA.tables[table]
    rows = sqlite_book.rows(one)

    def delete(*keys: int) -> None:
        sqlite_book.connection.execute(one.delete().where(one.c.id.in_(keys)))

    def add(twin: Values) -> None:
        sqlite_book.connection.execute(one.insert().values(**twin))

    def swap(first: int, second: int) -> None:
        for here, there in ((first, -1), (second, first), (-1, second)):
            sqlite_book.connection.execute(one.update().where(one.c.id == here).values(id=there))

    new = {**rows[-1], "id": rows[-1]["id"] + 1}
    for column in ("version", "fingerprint", "code", "number", "proposal_id", "import_id"):
        if column in new:
            new[column] = other(one, column, new[column])
    tampering = {
        "the first removed": lambda: delete(rows[0]["id"]),
        "the last removed": lambda: delete(rows[-1]["id"]),
        "emptied": lambda: delete(*(row["id"] for row in rows)),
        "added to the last unit": lambda: add(new),
        "added with a unit of its own": lambda: add({**new, "unit": "f" * 32}),
        "two in each other's place": lambda: swap(rows[0]["id"], rows[1]["id"]),
        "the first and the last in each other's place": lambda: swap(rows[0]["id"], rows[-1]["id"]),
    }
    if table in {sealed.name for sealed in SEALED}:
        tampering["added without a unit"] = lambda: add({**new, "unit": None})
    if table == seals.name:
        # A seal bears the name of a unit, and there is one of each.
        del tampering["added to the last unit"]
    for how, tamper in tampering.items():
        with sqlite_book.undone():
            tamper()
            if sqlite_book.rows(one) == rows:
                # Rows that are nothing but a key are the same in each other's place.
                continue
            assert sqlite_book.finds(sqlite_book.database.verify), (table, how)


def forged(book: Book) -> None:
    """A name is another, and everything that follows from it is worked out anew."""
    row = book.rows(enterprise_names)[0]
    key = row["name"].replace("甲", "丙")
    changed(book, enterprise_names, row["id"], name=key, normalised=key, stem=row["stem"].replace("甲", "丙"))
    seal_anew(book.connection)


def forged_event(book: Book) -> None:
    changed(book, title_events, book.rows(title_events)[0]["id"], document="渝虚〔2024〕2号")
    seal_anew(book.connection)


def forged_fact(book: Book) -> None:
    changed(book, fact_observations, book.rows(fact_observations)[0]["id"], numerator=1)
    seal_anew(book.connection)


def set_back(book: Book) -> None:
    """The first unit was at another instant, and all of it says so."""
    instant = dt.datetime.fromisoformat(SET_BACK)
    unit = book.rows(seals)[0]["unit"]
    for table in (*SEALED, title_events, seals):
        book.connection.execute(table.update().where(table.c.unit == unit).values(recorded_at=instant))
    seal_anew(book.connection)


def without_the_last(book: Book) -> None:
    """Nothing is as it was after the last unit but one: a backup of then."""
    unit = book.rows(seals)[-1]["unit"]
    for table in (*reversed(SEALED), title_events, seals):
        book.connection.execute(table.delete().where(table.c.unit == unit))


def one_more(book: Book) -> None:
    """A unit of the forger's own after all others, as the software itself would write it without the key."""
    with book.database.writing(SystemClock()) as register:
        register.rename(book.rows(enterprise_names)[0]["enterprise_id"], "重庆虚构丁机械厂", dt.date(2026, 1, 1))
        register.commit()


def one_more_after_the_last(book: Book) -> None:
    """The last unit is another."""
    without_the_last(book)
    one_more(book)


def all_without_signatures(book: Book) -> None:
    book.connection.execute(seals.update().values(key_id=None, signature=None))
    seal_anew(book.connection)


# What is found by whom: by a check alone, with the public key, with a checkpoint noted before; by the words in which
# the page on integrity says so.
WHOLE: dict[str, tuple[Callable[[Book], None], tuple[bool, bool, bool]]] = {
    "改一个名称，校验值和以后的封印全部重算": (forged, (False, True, True)),
    "改一项事项，全部重算": (forged_event, (False, True, True)),
    "改一个事实，全部重算": (forged_fact, (False, True, True)),
    "把一次登记的时刻提前，全部重算": (set_back, (False, True, True)),
    "去掉全部签名，全部重算": (all_without_signatures, (False, True, True)),
    "换成更早的备份，或截去末尾": (without_the_last, (False, False, True)),
    "没有密钥而在末尾另登一次": (one_more, (False, True, False)),
    "没有密钥而把最后一次登记换掉": (one_more_after_the_last, (False, True, True)),
}


@pytest.mark.parametrize("how", WHOLE, ids=[tamper.__name__ for tamper, _found in WHOLE.values()])
def test_who_forges_all_that_follows_is_found_by_a_key_or_a_checkpoint(book: Book, how: str) -> None:
    tamper, found = WHOLE[how]
    assert book.found() == (False, False, False)
    with book.undone():
        tamper(book)
        assert book.found() == found


def test_the_page_says_of_each_forgery_what_finds_it() -> None:
    page = (Path(__file__).parents[2] / "docs" / "integrity.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+) \| (查\S+) \| (查\S+) \| (查\S+) \|$", page, flags=re.M)
    told = {how: tuple(said == "查得出" for said in found) for how, *found in rows}
    matrix = {"改、删、加、调换任何一行，没有重算": (True, True, True)}
    assert told == matrix | {how: found for how, (_tamper, found) in WHOLE.items()}


SPREAD = [
    (enterprise_names, "name"),
    (fact_observations, "numerator"),
    (fact_observations, "recorded_at"),
    (title_events, "derived"),
    *((table, "checksum") for table in SEALED),
    *((table, "unit") for table in SEALED),
]


def test_postgresql_hides_no_change_either(postgres_book: Book) -> None:
    for table, column in SPREAD:
        row = postgres_book.rows(table)[0]
        with postgres_book.undone():
            assert changed(postgres_book, table, row["id"], **{column: other(table, column, row[column])})
            assert postgres_book.finds(postgres_book.database.verify), (table.name, column)


def test_what_is_told_names_the_table_the_firm_or_achievement_and_the_row(sqlite_book: Book) -> None:
    places = set()
    for table in SEALED:
        row = sqlite_book.rows(table)[0]
        with sqlite_book.undone():
            changed(sqlite_book, table, row["id"], checksum=0)
            places |= {(fault.code, fault.place) for fault in sqlite_book.database.verify().faults}
    firm = "重庆虚构甲机械厂"
    assert places >= {
        ("E667", f"{firm} 企业 第 1 行"),
        ("E667", f"{firm} 事实 第 1 行"),
        ("E667", "名单.csv 第 2 行 待确认 第 1 行"),
        ("E667", "微流控芯片 成果登记号 第 1 行"),
        ("E667", "微流控芯片 成果与企业 第 1 行"),
    }
    assert {code for code, _place in places} == {"E667"}
    assert len(places) == len(SEALED)


def test_a_row_that_was_removed_is_told_by_its_table_and_number(sqlite_book: Book) -> None:
    with sqlite_book.undone() as connection:
        connection.execute(text("DELETE FROM tiertrack_fact_observations WHERE id = 2"))
        (fault,) = sqlite_book.database.verify().faults
    assert (fault.code, fault.place) == ("E668", "封印 2 事实")
    assert "封印时有 4 行（第 1 至 4 行），现在有 3 行" in fault.what


def test_every_table_is_in_the_matrix_with_two_rows_that_differ(sqlite_book: Book) -> None:
    for table in METADATA.tables.values():
        rows = sqlite_book.rows(table)
        assert any(first != second for first, second in pairwise(rows)), table.name
