"""The cells of a column of text as values, by the one grammar of ``facts.parsing``.

Nearly every cell is written plainly (digits, a point, the unit of the heading). Plain cells are read all at once; every
other text is handed to the grammar, once for all the cells it stands in. Both ways give the same value to the last fen.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable
from typing import Any

import polars as pl
from attrs import field, frozen

from tiertrack.engines.credit_codes import checked_codes
from tiertrack.errors import Fault, TiertrackError
from tiertrack.facts.credit_code import normalise_credit_code, shown_credit_code
from tiertrack.facts.identity import normalise_region
from tiertrack.facts.industry_reading import industry_codes, normalise_industry
from tiertrack.facts.parsing import CellGrammar
from tiertrack.facts.units import LARGEST_FEN, MONEY_UNITS
from tiertrack.facts.vocabulary import FACTS, Fact
from tiertrack.law.region_table import region_codes
from tiertrack.logic.quantity import Kind
from tiertrack.rules.reads import Column

_WORDS = {"是": True, "true": True, "否": False, "false": False}
# As many characters as the grammar takes of a whole number.
_LONGEST = 15


@frozen(eq=False)
class TextCells:
    """How the cells of one column of text are read.

    ``parse`` is the grammar, which raises what is wrong with a cell; ``plain`` and, one after the other, ``rarer`` read
    the common forms, as expressions whose value is null for every other; ``dtype`` is the type of the values.
    ``remembered`` is the value by the grammar, None where there is none, kept for the texts read last.
    """

    parse: Callable[[str], Any]
    plain: Callable[[pl.Expr], pl.Expr]
    dtype: Any
    rarer: tuple[Callable[[pl.Expr], pl.Expr], ...] = ()
    remembered: Callable[[str], Any] = field(init=False, repr=False)

    @remembered.default
    def _remembering(self) -> Callable[[str], Any]:
        return functools.lru_cache(maxsize=65_536)(self._parsed)

    def _parsed(self, text: str) -> Any:
        try:
            return self.parse(text)
        except TiertrackError:
            return None

    def fault(self, text: str) -> Fault:
        """What is wrong with a text that cannot be read."""
        try:
            self.parse(text)
        except TiertrackError as error:
            return error.faults[0]
        raise ValueError(text)

    def values(self, text: pl.Expr) -> pl.Expr:
        """The values of a column of text; unknown where there is no text and where it cannot be read."""
        return text.map_batches(self._values, return_dtype=self.dtype, is_elementwise=True)

    def _values(self, texts: pl.Series) -> pl.Series:
        found = _of(texts, self.plain)
        for others in (*self.rarer, self._by_grammar):
            if found.null_count() == texts.null_count():
                break
            found = found.zip_with(found.is_not_null(), _of(texts.set(found.is_not_null(), None), others))
        return found.cast(self.dtype)

    def _by_grammar(self, text: pl.Expr) -> pl.Expr:
        return text.map_batches(self._parsed_texts, return_dtype=self.dtype)

    def _parsed_texts(self, texts: pl.Series) -> pl.Series:
        written = texts.drop_nulls().unique()
        read = pl.Series([self.remembered(text) for text in written], dtype=self.dtype)
        return texts.replace_strict(written, read, default=None, return_dtype=self.dtype)


def _of(texts: pl.Series, read: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    return texts.alias("text").to_frame().select(read(pl.col("text"))).to_series()


def text_cells(
    column: Column, heading: str, unit: str | None, money_unit: str | None, on: dt.date | None = None
) -> TextCells:
    """How a column is read whose heading has a ``unit`` or none; ``money_unit`` is that of amounts which have none in
    heading and cell, ``on`` the day places are named as of."""
    match column.name:
        case "uscc":
            return TextCells(lambda text: shown_credit_code(normalise_credit_code(text)), _credit_codes, pl.String)
        case "region":
            return TextCells(lambda text: normalise_region(text, on), _one_of(region_codes(on)), pl.String)
        case "industry":
            return TextCells(normalise_industry, _one_of(industry_codes()), pl.String)
    known = None if column.kind.is_yes_or_no else FACTS.get(column.key)
    fact = known or Fact(column.key, column.label, column.kind)
    if fact.kind is Kind.CHOICE and not fact.choices:
        return TextCells(str, lambda text: text, pl.String)
    parse = CellGrammar(fact, heading, unit, money_unit).value
    match fact.kind:
        case Kind.MONEY:
            plain, *rarer = _amounts(fact, unit, money_unit)
            return TextCells(parse, plain, pl.Int64, tuple(rarer))
        case Kind.SHARE:
            shape = rf"^[+-]?[0-9]{{1,6}}(?:\.[0-9]{{1,7}})?%{'?' if unit == '%' else ''}$"
            return TextCells(
                lambda text: float(parse(text)),
                lambda text: _bounded(where(text, shape).str.strip_suffix("%").cast(pl.Float64) / 100, fact),
                pl.Float64,
            )
        case Kind.POINTS:
            return TextCells(
                lambda text: int(parse(text)) / 100,
                lambda text: _bounded(where(text, r"^[0-9]{1,3}(?:\.[0-9]{1,2})?$").cast(pl.Float64), fact, 100),
                pl.Float64,
            )
        case Kind.DATE:
            # From 1949 through 2199, the calendar reckoned with.
            shape = r"^(?:19(?:49|[5-9][0-9])|2[01][0-9]{2})-[0-9]{2}-[0-9]{2}$"
            return TextCells(
                lambda text: dt.date.fromordinal(int(parse(text))),
                lambda text: where(text, shape).str.to_date("%Y-%m-%d", strict=False),
                pl.Date,
            )
        case Kind.CHOICE:
            keys = {word: key for key, name in fact.choices for word in (key, name)}
            return TextCells(parse, lambda text: text.replace_strict(keys, default=None), pl.String)
        case kind if kind.is_yes_or_no:
            return TextCells(parse, lambda text: text.replace_strict(_WORDS, default=None), pl.Boolean)
        case _:
            return TextCells(parse, lambda text: _bounded(_whole(text), fact), pl.Int64)


def _credit_codes(text: pl.Expr) -> pl.Expr:
    return text.str.to_uppercase().map_batches(checked_codes, return_dtype=pl.String, is_elementwise=True)


def _one_of(codes: Iterable[str]) -> Callable[[pl.Expr], pl.Expr]:
    known = pl.Series(list(codes), dtype=pl.String).implode()
    return lambda text: pl.when(text.is_in(known)).then(text)


def where(text: pl.Expr, shape: str) -> pl.Expr:
    """The texts of some shape; unknown for every other."""
    return pl.when(text.str.contains(shape)).then(text)


def _bounded(value: pl.Expr, fact: Fact, parts: int = 1) -> pl.Expr:
    """The values a fact can have; the bounds of points are in hundredths."""
    magnitude = (value * parts).round() if parts > 1 else value
    if fact.lowest is not None:
        value = pl.when(magnitude >= fact.lowest).then(value)
    return value if fact.highest is None else pl.when(magnitude <= fact.highest).then(value)


def _whole(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.len_bytes() <= _LONGEST).then(text).cast(pl.Int64, strict=False)


# Up to which decimal a unit is whole fen.
_DECIMALS = {unit: len(str(fen)) - 1 for unit, fen in MONEY_UNITS.items()}
# The units nearly every cell is written in that has one; the grammar reads the others.
_USUAL_UNITS = ("元", "万元", "亿元")


def _amounts(fact: Fact, unit: str | None, money_unit: str | None) -> list[Callable[[pl.Expr], pl.Expr]]:
    """The plain forms of amounts, from the commonest: bare numbers where they have a unit, whole ones and then those
    with a point; grouped, or with a unit in the cell."""
    grouped = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})"
    bare = unit or money_unit

    def fen(text: pl.Expr, whole: str, factor: str, suffix: str = "") -> pl.Expr:
        number = where(text, rf"^[+-]?{whole}(?:\.[0-9]{{1,{_DECIMALS[factor]}}})?{suffix}$")
        if suffix:
            number = number.str.strip_suffix(suffix)
        if "," in whole:
            number = number.str.replace_all(",", "", literal=True)
        # An amount that is taken is far below 2**53 fen: a float gives the nearest fen, and far faster than a decimal.
        exact = (number.cast(pl.Float64) * MONEY_UNITS[factor]).round()
        return _bounded(pl.when(exact.abs() <= LARGEST_FEN).then(exact).cast(pl.Int64), fact)

    def rarer(text: pl.Expr) -> pl.Expr:
        units = [fen(text, grouped, word, word) for word in ([unit] if unit else _USUAL_UNITS)]
        units += [fen(text, grouped, f"{word}元", word) for word in ("万", "亿")]
        return pl.coalesce(*([fen(text, grouped, bare)] if bare else []), *units)

    if bare is None:
        return [rarer]
    factor = MONEY_UNITS[bare]

    def whole(text: pl.Expr) -> pl.Expr:
        number = _whole(text)
        return _bounded(pl.when(number.abs() <= LARGEST_FEN // factor).then(number) * factor, fact)

    return [whole, lambda text: fen(text, "[0-9]{1,15}", bare), rarer]
