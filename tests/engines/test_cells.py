"""A cell is read alike in every engine, however odd the number in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.support.cells import CASES, REVENUE, read
from tiertrack.engines.table_files import open_table
from tiertrack.rules.reads import Column


@contextmanager
def relation(table: Any) -> Iterator[Any]:
    with duckdb.connect() as connection:
        yield connection.from_arrow(table)


KINDS: dict[str, Callable[[Any], AbstractContextManager[Any]]] = {
    "polars": lambda table: nullcontext(pl.from_arrow(table)),
    "polars lazy": lambda table: nullcontext(pl.DataFrame(table).lazy()),
    "arrow": nullcontext,
    "duckdb": relation,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("column", "unit", "cells", "expected"), CASES)
def test_a_cell_is_read_alike_in_every_engine(
    kind: str, column: Column, unit: str | None, cells: Any, expected: list[Any]
) -> None:
    with KINDS[kind](pa.table({column.name: cells})) as native:
        assert read(native, column, unit) == expected


@pytest.mark.parametrize(("column", "unit", "cells", "expected"), [one for one in CASES if one[0] is REVENUE])
def test_a_cell_of_a_file_is_read_like_one_of_a_frame(
    tmp_path: Path, column: Column, unit: str, cells: Any, expected: list[Any]
) -> None:
    pq.write_table(pa.table({column.name: cells}), tmp_path / "in.parquet")
    assert read(open_table(tmp_path / "in.parquet", [column], unit).frame, column, None) == expected
