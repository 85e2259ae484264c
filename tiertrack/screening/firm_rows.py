"""The rows of a table as firms: a row for each, or several that are told apart by their year and made one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from tiertrack.engines.table_files import ROW
from tiertrack.enumeration import first_few
from tiertrack.errors import Fault
from tiertrack.facts.identity import Identity, normalise_name
from tiertrack.facts.vocabulary import FACTS
from tiertrack.intake.fact_cells import Firms
from tiertrack.rules.reads import Column, Origin, fact_column

# The number of the firm a row is about, and the year.
FIRM, YEAR = "firm", "fiscal_year"

# What identifies a firm.
IDENTITY = ("name", "short_name", "uscc", "stock_code")

_SHOWN = 5
# Names that are their own key, but for capitals and the width of brackets.
_OWN_KEY = "^[\u4e00-\u9fffA-Za-z0-9（）()]*$"


def firm_numbers(rows: pl.DataFrame) -> pl.Series:
    """The number of the firm each row is about, as ``Firms`` numbers them; null where the row names none."""
    absent = [pl.lit(None, pl.String).alias(key) for key in IDENTITY if key not in rows.columns]
    who = rows.with_columns(absent).select(IDENTITY)
    named = pl.any_horizontal(pl.all().is_not_null())
    keys = who.select("uscc", "stock_code", name=pl.coalesce("name", "short_name").map_batches(_name_keys, pl.String))
    if all(key.drop_nulls().is_unique().all() for key in keys):
        # Nearly every table has a row for each firm, which is told of all at once.
        return who.select(pl.when(named).then(pl.int_range(pl.len())).alias(FIRM)).to_series()
    firms = Firms()
    different = who.filter(named).unique(maintain_order=True)
    numbers = pl.Series(FIRM, [firms.number(Identity(*texts)) for texts in different.iter_rows()], pl.Int64)
    joined = who.join(different.with_columns(numbers), IDENTITY, "left", nulls_equal=True, maintain_order="left")
    return joined[FIRM]


def _name_keys(names: pl.Series) -> pl.Series:
    """The key by which each name is compared."""
    plain = names.str.contains(_OWN_KEY)
    found = names.str.to_uppercase().str.replace_many(["（", "）"], ["(", ")"])
    if plain.all():
        return found
    others = pl.Series(names.name, [normalise_name(name) for name in names.filter(~plain)], pl.String)
    return found.scatter((~plain).arg_true(), others)


def repeated_firms(frame: pl.DataFrame, place: str) -> tuple[Fault, ...]:
    """The fault of firms that have more than one row."""
    there = [name for name in ("name", "uscc") if name in frame.columns]
    named = frame.filter(pl.col(FIRM).is_not_null())
    if named[FIRM].n_unique() == named.height:
        return ()
    rows = named.group_by(FIRM, maintain_order=True).agg(pl.col(ROW), pl.col(there).drop_nulls().first())
    found = rows.filter(pl.col(ROW).list.len() > 1)
    shown = "；".join(_firm_rows(row, there) for row in found.head(_SHOWN).to_dicts())
    what = f"有 {found.height} 家企业各占了不止一行"
    remedy = "请一家只留一行；一年一行的表请加上“年度”一列"
    return (Fault("E831", what, remedy, shown + ("；…" if found.height > _SHOWN else ""), place),)


def _firm_rows(row: dict[str, object], there: Sequence[str]) -> str:
    lines = row[ROW]
    assert isinstance(lines, list)
    name = next((row[key] for key in there if row[key]), "")
    return f"{name}（第 {first_few(map(str, lines), '')} 行）"


def by_firm(
    frame: pl.DataFrame, columns: Sequence[Column], place: str
) -> tuple[pl.DataFrame, list[Column], tuple[Fault, ...]]:
    """A table with a row for each firm and year as one with a row for each firm, with its columns and what is wrong.

    A yearly fact becomes a column for each year; what is no matter of years must be the same in all rows of a firm.
    """
    yearly = [column for column in columns if column.key in FACTS and FACTS[column.key].yearly and column.year is None]
    plain = [column for column in columns if column not in yearly and column.name != YEAR]
    years = frame[YEAR].drop_nulls().unique().sort().to_list()
    made = {(column.name, year): fact_column(FACTS[column.key], year) for column in yearly for year in years}
    faults = [*_yearless_rows(frame, yearly), *_twice_a_heading(plain, made.values(), place)]
    if faults:
        made = {}
    values = {column.name: pl.col(column.name).drop_nulls() for column in plain}
    values |= {
        column.name: pl.col(name).filter(pl.col(YEAR) == year).drop_nulls() for (name, year), column in made.items()
    }
    compared = [column for column in (*plain, *made.values()) if _is_compared(column)]
    firms = (
        frame.filter(pl.col(FIRM).is_not_null())
        .group_by(FIRM, maintain_order=True)
        .agg(
            pl.col(ROW),
            *(value.first().alias(name) for name, value in values.items()),
            *((values[column.name].n_unique() > 1).alias(_differs(column)) for column in compared),
        )
    )
    faults += [fault for column in compared for fault in _contradictions(firms, column)]
    found = [*plain, *made.values()]
    rows = firms.select(pl.col(ROW).list.first(), FIRM, *(column.name for column in found))
    return rows, found, tuple(faults)


def _is_compared(column: Column) -> bool:
    """Whether the rows of a firm must agree: a firm may change its name, and a row may have its own source."""
    return column.origin is not Origin.IDENTITY or column.name in ("uscc", "region", "industry")


def _differs(column: Column) -> str:
    return f"{column.name} differs"


def _yearless_rows(frame: pl.DataFrame, yearly: Sequence[Column]) -> Iterator[Fault]:
    if not yearly:
        return
    said = pl.any_horizontal([pl.col(column.name).is_not_null() for column in yearly])
    rows = frame.filter(pl.col(YEAR).is_null() & said)[ROW]
    if len(rows):
        what = f"有 {len(rows)} 行有按年度填报的数，没有写年度"
        yield Fault("E433", what, "请在“年度”一列写四位年份", None, f"第 {rows[0]} 行")


def _twice_a_heading(plain: Sequence[Column], made: Iterable[Column], place: str) -> Iterator[Fault]:
    names = {column.name for column in plain}
    for column in made:
        if column.name in names:
            what = f"{column.year} 年的行与“{column.label}”一列说的是同一件事"
            yield Fault("E422", what, "请只留一处", None, place)


def _contradictions(firms: pl.DataFrame, column: Column) -> Iterator[Fault]:
    rows = firms.filter(pl.col(_differs(column)))[ROW]
    if len(rows):
        lines = first_few(map(str, rows[0].to_list()), "")
        what = f"有 {len(rows)} 家企业的“{column.label}”各行不同"
        yield Fault("E434", what, "请只留一个", None, f"第 {lines} 行")
