"""The revision that knows imports keeps every row and every code going up and down, and forgets nothing unseen."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

import tiertrack
from tests.support.clocks import SetClock
from tests.support.schemas import all_rows, take_down
from tests.support.sealing import write_first_tables
from tiertrack.errors import StoreError
from tiertrack.store.database import Database
from tiertrack.store.migrate import current, downgrade, upgrade
from tiertrack.store.tables import LASTING, METADATA

BEFORE = "tiertrack_0009"
CODE = "91500113MA0000023K"


def _kept(engine: Engine) -> dict[str, list[dict[str, object]]]:
    """The rows of the tables there were before."""
    return {table.name: all_rows(engine, table.name) for table in METADATA.tables.values() if table not in LASTING}


def _import(url: str, folder: Path) -> int:
    file = folder / "facts.csv"
    file.write_text(f"企业名称,统一社会信用代码,2025年从业人员\n重庆虚构丙机械厂,{CODE},80\n", encoding="utf-8")
    with tiertrack.open(url) as register:
        return register.import_facts(file, source="企业填报").number or 0


def test_going_down_and_up_keeps_every_row_and_every_seal(register_url: str, engine: Engine, clock: SetClock) -> None:
    with Database.open(register_url) as database:
        write_first_tables(database, clock)
    before = _kept(engine)
    downgrade(register_url, BEFORE)
    assert _kept(engine) == before
    upgrade(register_url)
    assert _kept(engine) == before
    with Database.open(register_url) as database:
        assert database.verify().faults == ()


def test_a_register_with_an_import_taken_back_does_not_go_down_where_it_would_count_again(
    register_url: str, tmp_path: Path
) -> None:
    number = _import(register_url, tmp_path)
    with pytest.raises(StoreError, match=r"E665.*tiertrack_imports 1 行"):
        downgrade(register_url, BEFORE)
    with tiertrack.open(register_url) as register:
        register.undo(number)
    # The code is on record twice now, once as nothing.
    _import(register_url, tmp_path)
    for revision in (BEFORE, "tiertrack_0006", "0003"):
        with pytest.raises(StoreError, match=r"E685.*1 次取消了的导入.*没有动数据库"):
            downgrade(register_url, revision, lose_rows=3)
    assert current(register_url) != BEFORE
    with tiertrack.open(register_url) as register:
        assert register.find(CODE).name == "重庆虚构丙机械厂"
        assert register.verify().faults == ()
    take_down(register_url, "base")
    assert current(register_url) is None
