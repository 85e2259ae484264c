"""The columns of a frame as the rules read them: under their own names, amounts in whole fen, text read by the grammar.

A frame made of people's tables has headings in Chinese with units, numbers of floating point (which pandas makes of
every column with a gap) and columns of text. What is plain already stays as it is. A lazy frame has no value that could
be looked at beforehand: there a type that leaves doubt is refused, where an eager frame has its cells read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import attrs
import narwhals as nw
from attrs import field, frozen

from tiertrack.engines.column_types import evaluated, library_of, rounded, scaled, schema_of, type_of, typed_column
from tiertrack.engines.frame_words import FrameWords
from tiertrack.errors import BadFrame, Fault
from tiertrack.extras import require
from tiertrack.facts.headings import Heading
from tiertrack.facts.units import LARGEST_FEN, MONEY_UNITS
from tiertrack.logic.quantity import Kind
from tiertrack.rules.reads import Column, Origin

_PERCENT = 100


@frozen
class Sourced:
    """A column that is read: what it is, its heading, and its name in the frame."""

    column: Column
    heading: Heading
    source: str
    money_unit: str | None = None

    @property
    def unit(self) -> str | None:
        """The unit of amounts: that of the heading, or else that of the whole frame; None of anything else."""
        return (self.heading.unit or self.money_unit) if self.column.kind is Kind.MONEY else None

    @property
    def parts(self) -> int:
        """Into how many of the smallest whole numbers one of its numbers is divided."""
        return MONEY_UNITS[self.unit] if self.unit else 1

    @property
    def is_in_percent(self) -> bool:
        """Whether its heading says that its shares are in percent."""
        return self.column.kind is Kind.SHARE and self.heading.unit == "%"


def read_cells(
    frame: nw.DataFrame[Any] | nw.LazyFrame[Any],
    sources: Sequence[Sourced],
    words: FrameWords,
    beside: Mapping[str, str],
    on: dt.date,
    worded: Collection[str] = (),
) -> Any:
    """The columns of a frame by the names of the rules, and those ``beside`` them by the names they are to have.

    ``words`` are those of the library the frame is of; places are named as of the day ``on``. Choices are keys but in
    the columns that are ``worded``: to read words takes half as long as the whole answer. Raises BadFrame with every
    column whose type or cells cannot be read.
    """
    cells = _Cells(frame, words, on, worded)
    found = {one.column.name: cells.read(one) for one in sources}
    faults = [*cells.faults, *cells.told()]
    if faults:
        raise BadFrame(*faults)
    kept = {name: nw.col(source) for name, source in beside.items()}
    as_they_are = [one.source == one.column.name and found[one.column.name] is None for one in sources]
    if all(as_they_are) and not kept:
        return frame
    made = {name: value for name, value in found.items() if value is not None}
    plain = [nw.col(one.source).alias(one.column.name) for one in sources if found[one.column.name] is None]
    if isinstance(frame, nw.DataFrame) and (series := cells.series()):
        frame = frame.with_columns(*series)
    return frame.select(*plain, **made, **kept)


@frozen(eq=False)
class _Cells:
    """Reads the columns of one frame, gathering what is wrong with them."""

    frame: nw.DataFrame[Any] | nw.LazyFrame[Any]
    words: FrameWords
    on: dt.date
    worded: Collection[str]
    schema: Mapping[str, Any] = field(init=False)
    faults: list[Fault] = field(factory=list, init=False)
    _numbers: list[Sourced] = field(factory=list, init=False)
    _texts: list[Sourced] = field(factory=list, init=False)
    _read: list[nw.Series[Any]] = field(factory=list, init=False)

    @schema.default
    def _schema_of_the_frame(self) -> Mapping[str, Any]:
        return schema_of(self.frame)

    def read(self, one: Sourced) -> Any:
        """The values of a column, None where it can stay as it is."""
        column, dtype = one.column, self.schema[one.source]
        is_scaled = one.parts > 1 or one.is_in_percent
        is_plain = dtype == type_of(column) and not is_scaled and column.name not in self.worded
        if is_plain or dtype == nw.Unknown:
            return None
        cells = nw.col(one.source)
        is_eager = isinstance(self.frame, nw.DataFrame)
        is_category = isinstance(dtype, nw.Categorical | nw.Enum)
        is_text = dtype == nw.String or is_category or dtype == nw.Object
        if is_eager and is_text and _has_grammar(column):
            self._texts.append(one)
            return nw.col(_value_of(one))
        # Text that is kept once each is read as any other.
        if is_eager and is_category:
            return cells.cast(nw.String)
        # pandas has a column without any value as one of floating point.
        if is_eager and dtype.is_float() and type_of(column) != nw.Int64 and self._is_empty(one):
            # Not the null alone, which would be one row where nothing else is read.
            return nw.when(cells.is_finite()).then(nw.lit(None, dtype=type_of(column)))
        if dtype.is_numeric() and not dtype.is_integer() and is_eager and _is_whole(column):
            self._numbers.append(one)
            return _in_parts(cells, one)
        if column.name in ("region", "industry") and is_eager and dtype.is_float():
            self._numbers.append(one)
            return nw.when(cells.is_finite()).then(cells).cast(nw.Int64)
        if fault := self._type_fault(one, dtype):
            self.faults.append(fault)
            return None
        if dtype.is_numeric() and column.kind is Kind.MONEY and one.parts > 1:
            return scaled(cells, dtype, one.parts)
        if dtype.is_numeric() and one.is_in_percent:
            return cells.cast(nw.Float64) / _PERCENT
        return None

    def _is_empty(self, one: Sourced) -> bool:
        assert isinstance(self.frame, nw.DataFrame)
        return bool(self.frame.get_column(one.source).drop_nulls().is_nan().all())

    def _type_fault(self, one: Sourced, dtype: Any) -> Fault | None:
        """What is wrong with the type of a column, in the words of the frame."""
        if one.column.origin is Origin.IDENTITY:
            return None
        try:
            typed_column(one.column, dtype, one.unit)
        except BadFrame as error:
            remedy = self.words.remedy_of_type(one.column.kind, one.heading.text, one.unit)
            return attrs.evolve(error.faults[0], remedy=remedy, place=f"列 {one.heading.text}")
        return None

    def told(self) -> Iterable[Fault]:
        """What is wrong with the cells: numbers that are not exact, and texts the grammar refuses."""
        if self._numbers:
            yield from self._inexact()
        if self._texts:
            yield from self._unreadable()

    def series(self) -> list[nw.Series[Any]]:
        """The columns that were read from text."""
        return self._read

    # Numbers.

    def _inexact(self) -> Iterable[Fault]:
        """A number of floating point is taken where it is the nearest there is to a whole number of the smallest
        unit."""
        assert isinstance(self.frame, nw.DataFrame)
        library = library_of(self.frame)
        counts = evaluated(self.frame, {one.source: (~_is_exact(one, library)).sum() for one in self._numbers}).row(0)
        for one, count in zip(self._numbers, counts, strict=True):
            if count:
                wrong = self.frame.with_row_index("row").filter(~_is_exact(one, nw))
                first = wrong.select("row", one.source).row(0)
                yield self._inexact_fault(one, int(count), *first)

    def _inexact_fault(self, one: Sourced, count: int, row: int, value: Any) -> Fault:
        label, heading = one.column.label, one.heading.text
        place, first = f"列 {heading}", f"第一格在第 {row + 1} 行"
        if one.column.kind is Kind.MONEY and one.unit is None:
            remedy = self.words.remedy_of_type(Kind.MONEY, heading)
            what = f"“{label}”不是整数，也没有单位（{count} 格，{first}）"
            return Fault("E821", what, remedy, str(value), place)
        what = f"“{label}”有 {count} 格不是{f'整分（单位{one.unit}）' if one.unit else '整数'}，{first}"
        return Fault("E848", what, self.words.remedy_of_part(heading, one.parts), str(value), place)

    # Text.

    def _unreadable(self) -> Iterable[Fault]:
        """Reads the columns of text, and tells those with cells that cannot be read."""
        require("frame", "polars")
        from tiertrack.engines.frame_texts import FrameText, read_frame_texts

        assert isinstance(self.frame, nw.DataFrame)
        texts = [
            FrameText(one.column, one.heading, self._written(one), one.money_unit, _value_of(one))
            for one in self._texts
        ]
        for one, found in zip(self._texts, read_frame_texts(texts, self.on, self.frame.implementation), strict=True):
            if isinstance(found, Fault):
                remedy = self.words.remedy_of_type(Kind.MONEY, one.heading.text)
                yield attrs.evolve(found, remedy=remedy) if found.code == "E427" else found
            else:
                self._read.append(found)

    def _written(self, one: Sourced) -> nw.Series[Any]:
        """The cells of a column as text."""
        assert isinstance(self.frame, nw.DataFrame)
        cells = self.frame.get_column(one.source)
        if cells.dtype == nw.Object:
            texts = [cell_text(value) for value in cells.to_list()]
            return nw.new_series(one.source, texts, nw.String, backend=self.frame.implementation)
        return cells if cells.dtype == nw.String else cells.cast(nw.String)


def _value_of(one: Sourced) -> str:
    return f"{one.column.name} read"


def _has_grammar(column: Column) -> bool:
    """Whether text in a column is read here: what identifies the enterprise, and days, are read with the others of
    their kind."""
    is_free = column.kind is Kind.CHOICE and not column.choices
    return column.origin is not Origin.IDENTITY and column.kind is not Kind.DATE and not is_free


def _is_whole(column: Column) -> bool:
    """Whether the values of a column are whole numbers."""
    return type_of(column) == nw.Int64 and column.kind not in (Kind.SHARE, Kind.POINTS)


def _in_parts(cells: nw.Expr, one: Sourced) -> Any:
    return rounded(cells.cast(nw.Float64) * one.parts)


# How far the nearest number of floating point may be from the decimal that it stands for, of which that is its share.
_NEAREST = 2.0**-50


def _is_exact(one: Sourced, library: Any) -> Any:
    """Whether a number is the nearest there is to a whole number of parts; one that is out of range is told as that."""
    number = library.col(one.source).cast(library.Float64) * one.parts
    nearest = (number + 0.5).floor()
    is_near = (number - nearest).abs() <= nearest.abs() * _NEAREST
    return is_near | (number.abs() > LARGEST_FEN) | number.is_nan()


def cell_text(value: object) -> str | None:
    """What a cell of a column of mixed values says, None where there is nothing: the text a person would write."""
    match value:
        case None:
            return None
        case str():
            return value
        case bool():
            return "是" if value else "否"
        case dt.datetime():
            return value.date().isoformat()
        case dt.date():
            return value.isoformat()
        case float():
            # A number without a point is written without one, as in a sheet.
            return None if value != value else f"{Decimal(repr(value)):f}".removesuffix(".0")  # noqa: PLR0124
        case _:
            return str(value)
