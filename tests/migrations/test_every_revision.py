"""A register that has been worked with goes down to every earlier revision and up again: nothing is lost that was not
told before, and what is left is found whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, inspect, text

from tests.support.clocks import SetClock
from tests.support.events import day, instant
from tests.support.schemas import schema_of
from tests.support.sealing import MINUTE, write_first_tables
from tiertrack import migrations
from tiertrack.app import Registry
from tiertrack.errors import StoreError
from tiertrack.intake.title_list import read_title_list
from tiertrack.rulebooks import national_rulebook
from tiertrack.store.database import Database
from tiertrack.store.tables import PREFIX, SEALED, import_withdrawals, imports, ip_rights, seals
from tiertrack.store.typed_tables import DERIVED
from tiertrack.store.version_table import LABEL, UNPREFIXED

EARLIER = (*UNPREFIXED, *(f"{LABEL}{number:04}" for number in range(6, 10)))
NEWEST = f"{LABEL}0010"
# The tables that came with a revision, which going below it loses.
CAME_WITH = {ip_rights.name: f"{LABEL}0009", imports.name: NEWEST, import_withdrawals.name: NEWEST}

Rows = dict[str, list[tuple[object, ...]]]

REVIEWED = "工信部企业函〔2026〕9号"
FILES = {
    "facts": "企业名称,统一社会信用代码,2025年从业人员\n重庆虚构丙机械厂,91500113MA0000023K,80\n",
    "rights": "企业名称,种类,知识产权名称,授权号/登记号\n重庆虚构甲机械厂,发明专利,一种转轴,ZL201910000002.0\n",
    "titles": "企业名称,称号,事项,日期,有效期至,文件\n"
    "重庆虚构甲机械厂,专精特新“小巨人”企业,认定,2023-07-01,2026-06-30,工信部企业函〔2023〕1号\n"
    "重庆虚构乙机械厂,专精特新“小巨人”企业,认定,2023-07-01,2026-06-30,工信部企业函〔2023〕1号\n",
    "review": "企业名称,称号,事项,日期,有效期至,文件\n"
    f"重庆虚构甲机械厂,专精特新“小巨人”企业,复核通过,2026-06-20,2029-06-30,{REVIEWED}\n",
}


def do_a_years_work(url: str, folder: Path) -> None:
    """Writes what has no file, and then imports facts, rights and lists, and closes a review."""
    clock = SetClock()
    with Database.open(url) as database:
        write_first_tables(database, clock)
        register = Registry(database, national_rulebook(), clock)
        for kind, written in FILES.items():
            clock.instant += MINUTE
            file = folder / f"{kind}.csv"
            file.write_text(written, encoding="utf-8")
            if kind == "facts":
                register.import_facts(file, source="企业填报")
            elif kind == "rights":
                register.import_rights(file, source="区市场监管局")
            else:
                register.import_titles(read_title_list(file))
        clock.instant += MINUTE
        register.close_review("little_giant", day("2026-06-20"), REVIEWED)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def worked_with(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("worked")
    if request.param == "postgresql":
        made = request.getfixturevalue("postgres_migration")
        with schema_of(request.getfixturevalue("postgres_admin"), made) as url:
            yield from _worked_with(url, folder)
    else:
        url = f"sqlite:///{folder / 'tiertrack.db'}"
        migrations.upgrade(url)
        yield from _worked_with(url, folder)


def _worked_with(url: str, folder: Path) -> Iterator[Engine]:
    do_a_years_work(url, folder)
    engine = create_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def down(worked_with: Engine) -> dict[str, Rows]:
    """What was found at the revisions that the register went down to at once."""
    return {}


@pytest.fixture
def register(worked_with: Engine) -> Iterator[Connection]:
    """A connection to the register, whatever is done on which is undone."""
    with worked_with.connect() as connection, connection.begin() as transaction:
        yield connection
        transaction.rollback()


def everything(connection: Connection) -> Rows:
    """Every row of the register, by the names that its tables have at this revision."""
    left_out = {*DERIVED.tables, "alembic_version", f"{PREFIX}alembic_version"}
    inspected = inspect(connection)
    names = sorted({*inspected.get_table_names()} - left_out)
    return {
        name: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {name} ORDER BY id"))] for name in names
    }


def count(rows: Rows) -> Counter[str]:
    return Counter({name.removeprefix(PREFIX): len(found) for name, found in rows.items()})


def refused(register: Connection, revision: str) -> int:
    """How many rows going down is said to lose; nothing is changed."""
    with pytest.raises(StoreError, match=r"E665.*没有动数据库") as told:
        migrations.downgrade(register, revision)
    return int(re.findall(r"lose_rows=(\d+)", str(told.value))[0])


@contextmanager
def undone(register: Connection) -> Iterator[None]:
    with register.begin_nested() as part:
        yield
        part.rollback()


def is_sound(register: Connection) -> bool:
    with Database.open(register) as database:
        return database.verify().faults == ()


@pytest.mark.parametrize("revision", EARLIER)
def test_a_register_goes_down_to_every_revision_and_up_again_and_what_is_left_is_whole(
    register: Connection, down: dict[str, Rows], revision: str
) -> None:
    before = everything(register)
    lost = refused(register, revision)
    assert everything(register) == before

    migrations.downgrade(register, revision, lose_rows=lost)
    down[revision] = everything(register)
    assert migrations.current(register) == revision
    assert (count(before) - count(down[revision])).total() == lost

    assert migrations.upgrade(register) == NEWEST
    assert is_sound(register)
    if revision.startswith(LABEL):
        gone = {name for name, came in CAME_WITH.items() if revision < came}
        after = everything(register)
        assert {name: after[name] for name in gone} == {name: [] for name in gone}
        assert stated(after, gone) == stated(before, gone)


def stated(rows: Rows, gone: set[str]) -> Rows:
    """What the tables that stayed say, without what seals them."""
    sealed = {table.name for table in SEALED}
    return {
        name: [row[:-2] if name in sealed else row for row in found]
        for name, found in rows.items()
        if name not in {*gone, seals.name}
    }


def test_going_down_revision_by_revision_leaves_what_going_down_at_once_does(
    register: Connection, down: dict[str, Rows]
) -> None:
    for revision in EARLIER:
        if revision not in down:
            with undone(register):
                migrations.downgrade(register, revision, lose_rows=refused(register, revision))
                down[revision] = everything(register)
    above = everything(register)
    for revision in reversed(EARLIER):
        lost = (count(above) - count(down[revision])).total()
        migrations.downgrade(register, revision, lose_rows=lost)
        above = everything(register)
        assert above == down[revision], revision


def test_with_an_import_taken_back_a_register_goes_down_to_nothing_or_not_at_all(register: Connection) -> None:
    with Database.open(register) as database:
        Registry(database, national_rulebook(), SetClock(instant("2026-02-01"))).undo(2)
    before = everything(register)
    for revision in EARLIER:
        with pytest.raises(StoreError, match=r"E685.*1 次取消了的导入.*没有动数据库"):
            migrations.downgrade(register, revision, lose_rows=9)
    assert everything(register) == before
    assert is_sound(register)
    migrations.downgrade(register, "base", lose_rows=refused(register, "base"))
    assert (migrations.current(register), everything(register)) == (None, {})
