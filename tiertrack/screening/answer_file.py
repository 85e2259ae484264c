"""Answers written to a Parquet or CSV file that is whole or not there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tiertrack.errors import BadFile, Fault
from tiertrack.extras import require


@contextmanager
def written_beside(into: Path | None) -> Iterator[Path | None]:
    """A file beside the one asked for, which takes its place when all went well and is gone when not."""
    if into is None:
        yield None
        return
    if into.suffix.lower() not in (".parquet", ".csv"):
        raise BadFile(Fault("E828", "不知道写成什么文件", "请写以 .parquet 或 .csv 结尾的文件名", str(into)))
    target = into.with_name(f".{into.name}.{os.getpid()}.part")
    try:
        yield target
        target.replace(into)
    except OSError as error:
        raise BadFile(Fault("E825", f"文件写不了：{error.strerror}", "请核对路径和写入权限", str(into))) from None
    finally:
        target.unlink(missing_ok=True)


def parquet_of(sheet: Path, into: Path, types: dict[str, type]) -> None:
    """A CSV that this package wrote as a Parquet file; raises BadInput where Polars is not installed."""
    require("frame", "polars")
    import polars as pl

    kinds = {bool: pl.Boolean, int: pl.Int64}
    schema = {name: kinds.get(kind, pl.String) for name, kind in types.items()}
    pl.scan_csv(sheet, schema=schema).sink_parquet(into)
