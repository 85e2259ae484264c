"""Frames of every library, opened by column and given back as the kind they were.

Arrow goes by way of Polars, which has the same columns in the same memory and screens them in a tenth of the time;
pandas goes by way of both, because its older types cannot hold an unknown beside a number or a truth. Only the columns
that are read do, so that its index and the columns that are kept stay the host's own. The names of Spark's columns are
numbers meanwhile: it takes a point in a name for the way into a nested column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

import narwhals as nw
from attrs import frozen

from tiertrack.engines.column_types import names_of
from tiertrack.engines.frame_cells import cell_text
from tiertrack.engines.frame_words import WORDS, FrameWords
from tiertrack.errors import BadFrame, Fault
from tiertrack.extras import require
from tiertrack.rules.reads import IDENTIFYING


class OpenedFrame(Protocol):
    """A frame of some library."""

    @property
    def headings(self) -> tuple[Any, ...]:
        """Its columns by the names the host gave them."""

    @property
    def words(self) -> FrameWords:
        """What is called in its library."""

    def source(self, index: int) -> str:
        """The name a column has in what ``taken`` gives."""

    def taken(self, indexes: Sequence[int]) -> Any:
        """A frame of narwhals with at least these columns."""

    def beside(self, kept: Sequence[int]) -> dict[str, str]:
        """The columns an engine is to carry through, by the names they are to have meanwhile."""

    def given_back(self, answer: Any, kept: Sequence[int]) -> Any:
        """The answer as the kind of frame this is, with the columns kept after those that identify the enterprise."""


def opened_frame(native: Any) -> OpenedFrame:
    """A frame opened; raises BadFrame where it is none or has a column twice, BadInput where a library is lacking."""
    if nw.dependencies.is_pandas_dataframe(native):
        require("pandas", "polars", "pyarrow")
        _refuse_twice(native.columns)
        return _Pandas(native)
    if nw.dependencies.is_pyspark_dataframe(native) or nw.dependencies.is_pyspark_connect_dataframe(native):
        _refuse_twice(native.columns)
        return _Spark(native)
    if nw.dependencies.is_pyarrow_table(native):
        require("frame", "polars")
        _refuse_twice(native.column_names)
        return _Arrow(native)
    try:
        frame = nw.from_native(native)
    except TypeError:
        remedy = "请给 Polars、DuckDB、Arrow、PySpark 或 pandas 的数据框；文件请用命令 tiertrack screen"
        raise BadFrame(Fault("E851", "不是能筛查的数据框", remedy, type(native).__name__)) from None
    names = names_of(frame)
    _refuse_twice(names)
    return _Frame(frame, tuple(names))


def _refuse_twice(names: Iterable[Any]) -> None:
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise BadFrame(*(Fault("E847", "数据框有同名的列", "请改名，或只留一列", None, f"列 {name}") for name in twice))


# As many as a decimal of Arrow holds.
_DIGITS = 38
# As many bytes as all texts of a usual column of Arrow have together.
_MOST = 2**31


def _carried(kept: Sequence[int], named: Callable[[int], str]) -> dict[str, str]:
    """What the columns that are carried along are called, by the names they bear meanwhile."""
    return {f"kept {index}": named(index) for index in kept}


@frozen(eq=False)
class _Frame:
    """A frame narwhals speaks for as it is."""

    frame: Any
    headings: tuple[Any, ...]

    @property
    def words(self) -> FrameWords:
        kind = self.frame.implementation.value
        lazy = " lazy" if kind == "polars" and isinstance(self.frame, nw.LazyFrame) else ""
        return WORDS.get(f"{kind}{lazy}", WORDS["pandas"])

    def source(self, index: int) -> str:
        return str(self.headings[index])

    def taken(self, indexes: Sequence[int]) -> Any:
        return self.frame

    def beside(self, kept: Sequence[int]) -> dict[str, str]:
        return _carried(kept, self.source)

    def given_back(self, answer: Any, kept: Sequence[int]) -> Any:
        names = self.beside(kept)
        return (answer.rename(names) if names else answer).to_native()


@frozen(eq=False)
class _Spark:
    native: Any
    words: FrameWords = WORDS["pyspark"]

    @property
    def headings(self) -> tuple[Any, ...]:
        return tuple(self.native.columns)

    def source(self, index: int) -> str:
        return f"column {index}"

    def taken(self, indexes: Sequence[int]) -> Any:
        return nw.from_native(self.native.toDF(*map(self.source, range(len(self.headings)))))

    def beside(self, kept: Sequence[int]) -> dict[str, str]:
        return _carried(kept, self.source)

    def given_back(self, answer: Any, kept: Sequence[int]) -> Any:
        headings = self.headings
        names = _carried(kept, lambda index: str(headings[index]))
        native = answer.to_native()
        return native.toDF(*(names.get(name, name) for name in native.columns))


def _in_polars(opened: OpenedFrame, indexes: Sequence[int], column: Callable[[int], Any], rows: int) -> Any:
    """Some columns of a frame, in Arrow, as a frame of Polars; of Arrow where one of them is of a type Polars may not
    have, which is then refused by the name it has there. Raises BadFrame with every column of which nothing can be
    read."""
    import polars
    import pyarrow

    read, faults = {}, []
    for index in indexes:
        cells, heading = column(index), opened.headings[index]
        if (readable := _readable(cells)) is None:
            remedy = "请改成数、文字、日期或布尔值"
            faults.append(Fault("E821", f"“{heading}”的类型不对", remedy, str(cells.type), f"列 {heading}"))
        read[opened.source(index)] = readable
    if faults:
        raise BadFrame(*faults)
    # A table without columns has no rows either.
    table = pyarrow.table(read or {"row": pyarrow.nulls(rows)})
    return nw.from_native(polars.DataFrame(table) if all(map(_is_plain, table.schema.types)) else table)


def _readable(cells: Any) -> Any:
    """A column of Arrow in a type of which the same is read however it is kept: texts that are kept once each or in
    pieces as texts, decimals of any width in the usual one. None where it is nothing that is read."""
    import pyarrow
    from pyarrow import types

    dtype = cells.type
    if isinstance(dtype, pyarrow.BaseExtensionType):
        return None
    if types.is_dictionary(dtype):
        return _readable(cells.cast(dtype.value_type))
    if types.is_string_view(dtype):
        return cells.cast(pyarrow.large_string())
    if types.is_decimal(dtype) and (not types.is_decimal128(dtype) or dtype.scale < 0):
        try:
            return cells.cast(pyarrow.decimal128(_DIGITS, max(dtype.scale, 0)))
        except pyarrow.ArrowInvalid:
            return None
    is_told = (
        _is_plain(dtype)
        or (types.is_temporal(dtype) and not types.is_interval(dtype))
        or types.is_binary(dtype)
        or types.is_large_binary(dtype)
    )
    return cells if is_told else None


def _is_plain(dtype: Any) -> bool:
    from pyarrow import types

    if types.is_timestamp(dtype):
        return dtype.tz is None
    told = (types.is_boolean, types.is_integer, types.is_floating, types.is_decimal128, types.is_date, types.is_null)
    return any(one(dtype) for one in (*told, types.is_string, types.is_large_string))


def _in_arrow(answer: Any, are_long: bool) -> Any:
    """An answer as a table of Arrow; its texts, which Polars has as long ones, in the usual type where they fit."""
    import pyarrow

    table = answer.to_arrow()
    if are_long or table.nbytes >= _MOST:
        return table
    fields = [
        field.with_type(pyarrow.string()) if pyarrow.types.is_large_string(field.type) else field
        for field in table.schema
    ]
    return table.cast(pyarrow.schema(fields))


@frozen(eq=False)
class _Arrow:
    native: Any
    words: FrameWords = WORDS["pyarrow"]

    @property
    def headings(self) -> tuple[Any, ...]:
        return tuple(self.native.column_names)

    def source(self, index: int) -> str:
        return f"column {index}"

    def taken(self, indexes: Sequence[int]) -> Any:
        return _in_polars(self, indexes, self.native.column, self.native.num_rows)

    def beside(self, kept: Sequence[int]) -> dict[str, str]:
        return {}

    def given_back(self, answer: Any, kept: Sequence[int]) -> Any:
        import pyarrow

        found = _in_arrow(answer, any(map(pyarrow.types.is_large_string, self.native.schema.types)))
        place = sum(name in IDENTIFYING for name in found.column_names)
        for index in reversed(kept):
            found = found.add_column(place, self.native.schema.field(index), self.native.column(index))
        return found


def _texts(cells: Any) -> Any:
    """A column of pandas as the texts its values say; half a character is none that can be read."""
    import pyarrow

    texts = [None if missing else cell_text(value) for value, missing in zip(cells, cells.isna(), strict=True)]
    told = [None if text is None else text.encode("utf-8", "replace").decode() for text in texts]
    return pyarrow.array(told, pyarrow.string())


@frozen(eq=False)
class _Pandas:
    native: Any
    words: FrameWords = WORDS["pandas"]

    @property
    def headings(self) -> tuple[Any, ...]:
        return tuple(self.native.columns)

    def source(self, index: int) -> str:
        return f"column {index}"

    def taken(self, indexes: Sequence[int]) -> Any:
        return _in_polars(self, indexes, self._arrow, len(self.native))

    def _arrow(self, index: int) -> Any:
        """A column as Arrow: numbers beyond 64 bits as decimals, and mixed values as the text that they say."""
        import pandas
        import pyarrow

        cells = self.native.iloc[:, index]
        if isinstance(cells.dtype, pandas.SparseDtype):
            cells = cells.sparse.to_dense()
        # Arrow would take a truth of NumPy among numbers for one of them.
        if cells.dtype == object and pandas.api.types.infer_dtype(cells).startswith("mixed"):
            return _texts(cells)
        try:
            try:
                return pyarrow.Array.from_pandas(cells)
            except OverflowError:
                return pyarrow.array(cells, pyarrow.decimal128(_DIGITS, 0), from_pandas=True)
        except (pyarrow.ArrowInvalid, TypeError, UnicodeEncodeError, pyarrow.ArrowNotImplementedError):
            return _texts(cells)

    def beside(self, kept: Sequence[int]) -> dict[str, str]:
        return {}

    def given_back(self, answer: Any, kept: Sequence[int]) -> Any:
        import pandas

        found = _in_arrow(answer, are_long=False).to_pandas(types_mapper=pandas.ArrowDtype)
        found.index = self.native.index
        place = sum(name in IDENTIFYING for name in found.columns)
        for index in reversed(kept):
            found.insert(place, self.headings[index], self.native.iloc[:, index])
        return found
