"""A cell is read alike in every engine, however odd the number in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pytest
from engines.cells import CASES, read

from tiertrack.engines.inputs import Input


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
    kind: str, column: Input, unit: str | None, cells: Any, expected: list[Any]
) -> None:
    with KINDS[kind](pa.table({column.name: cells})) as native:
        assert read(native, column, unit) == expected
