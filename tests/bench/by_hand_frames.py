"""The baseline of the bench of data frames: both 2026 recognitions as a careful programmer would write them in Polars.

Whole fen and cross-multiplied integers; every criterion a nullable boolean; ``missing`` counts the unknown facts that
could still decide. The group of an industry is looked up once, and what several columns read is worked out once.
Nothing is checked for its range: the columns are trusted to be what they should be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import add, and_, or_

import polars as pl
from polars import col

from tests.bench.by_hand import WAN

LAST_START = dt.date(2023, 1, 1)

# Whom the size standard tells apart, by the longest beginning of an industry's code.
_GROUPS = {
    "farming": ("A",),
    "industry": ("B", "C", "D"),
    "construction": ("E",),
    "wholesale": ("F51",),
    "retail": ("F52",),
    "transport or post": ("G54", "G55", "G56", "G57", "G58", "G591", "G60"),
    "storage": tuple(f"G59{digit}" for digit in range(2, 10)),
    "lodging, catering or software": ("H61", "H62", "I65"),
    "information": ("I63", "I64"),
    "development": ("K701",),
    "property": ("K702",),
    "leasing": ("L",),
    "other": ("M", "N", "O", "Q85", "R", "K703", "K709"),
    "none": ("G53", "J", "K704", "P", "Q84", "S", "T"),
}
GROUPS = tuple(_GROUPS)
_GROUP_OF = {prefix: group for group, prefixes in _GROUPS.items() for prefix in prefixes}
_DIVISIONS = {
    **{"A": (1, 5), "B": (6, 12), "C": (13, 43), "D": (44, 46), "E": (47, 50), "F": (51, 52), "G": (53, 60)},
    **{"H": (61, 62), "I": (63, 65), "J": (66, 69), "K": (70, 70), "L": (71, 72), "M": (73, 75), "N": (76, 79)},
    **{"O": (80, 82), "P": (83, 83), "Q": (84, 85), "R": (86, 90), "S": (91, 96), "T": (97, 97)},
}


def _codes() -> Iterable[str]:
    for letter, (first, last) in _DIVISIONS.items():
        yield letter
        for division in range(first, last + 1):
            yield f"{letter}{division:02}"
            yield from (f"{letter}{division:02}{group}" for group in range(10))
            yield from (f"{letter}{division:02}{group:02}" for group in range(100))


def _table() -> dict[str, str]:
    found = {}
    for code in _codes():
        settled = next((code[:length] for length in (4, 3, 1) if code[:length] in _GROUP_OF), None)
        if settled:
            found[code] = _GROUP_OF[settled]
    return found


# A credit code has eighteen places; what has not is none.
REGISTERED = pl.when(col("uscc").str.len_chars() == 18).then(True)
GROUP = col("industry").replace_strict(_table(), default=None, return_dtype=pl.Enum(GROUPS))


# Below one of these an enterprise of the group is not large: employees, revenue and assets in 万元; 0 is no limit.
LIMITS = {
    "industry": (1000, 40_000, 0),
    "farming": (0, 20_000, 0),
    "construction": (0, 80_000, 80_000),
    "wholesale": (200, 40_000, 0),
    "retail": (300, 20_000, 0),
    "transport or post": (1000, 30_000, 0),
    "storage": (200, 30_000, 0),
    "lodging, catering or software": (300, 10_000, 0),
    "information": (2000, 100_000, 0),
    "development": (0, 200_000, 10_000),
    "property": (1000, 5_000, 0),
    "leasing": (300, 0, 120_000),
    "other": (300, 0, 0),
}


def _below(name: str, limit: int) -> pl.Expr:
    return col(name) < limit


def _small(people: int, revenue: int, assets: int) -> pl.Expr:
    names, limits = ("employees:2025", "revenue:2025", "total_assets:2025"), (people, revenue * WAN, assets * WAN)
    return reduce(or_, [_below(name, limit) for name, limit in zip(names, limits, strict=True) if limit])


def _not_large() -> pl.Expr:
    found = pl.lit(None, dtype=pl.Boolean)
    for group, limits in LIMITS.items():
        found = pl.when(col("group") == group).then(_small(*limits)).otherwise(found)
    return found


def _ratio_at_least(part: str, whole: str, percent: int) -> pl.Expr:
    return pl.when(col(whole) > 0).then(col(part) * 100 >= col(whole) * percent)


def _ratio_at_most(part: str, whole: str, percent: int) -> pl.Expr:
    return pl.when(col(whole) > 0).then(col(part) * 100 <= col(whole) * percent)


def _sum_at_least(first: str, second: str, limit: int) -> pl.Expr:
    """Amounts are never negative: one of them may be enough."""
    known = col(first).fill_null(0) + col(second).fill_null(0) >= limit
    return pl.when(known).then(True).otherwise(col(first) + col(second) >= limit)


def _possibly_positive(name: str) -> pl.Expr:
    return (col(name) > 0).fill_null(True)


def _top_three(name: str) -> pl.Expr:
    return col(name).is_between(1, 3)


def _unknown(name: str) -> pl.Expr:
    return col(name).is_null()


_BASIC = {
    "B1": REGISTERED,
    "B2": _not_large(),
    "B4a": ~col("abnormal_list"),
    "B4b": ~col("dishonest_list"),
    "B5": ~col("prohibited_product"),
    "B6": ~col("major_incident"),
}

# A code too short may be of any group: then the number of employees is wanted by one that asks for nothing else. One of
# no group asks for nothing.
_UNGROUPED = col("group").is_null()
_SIZE_OPEN = col("B2").is_null()
_PEOPLE_WANTED = _UNGROUPED | _SIZE_OPEN & ~col("group").is_in(["farming", "construction", "development", "none"])
_BASIC_MISSING = (
    *(_unknown(name) for name in ("B1", "abnormal_list", "dishonest_list", "prohibited_product", "major_incident")),
    _UNGROUPED,
    _unknown("employees:2025") & _PEOPLE_WANTED,
    # Shares of both standards ask for them whatever else is known: that of the main business and that of liabilities.
    *(_unknown(name) for name in ("revenue:2025", "total_assets:2025")),
    # Where no fact can decide, the authority is asked.
    col("group") == "none",
    *(col(name) <= 0 for name in ("revenue:2025", "total_assets:2025")),
)
_SPENT = reduce(and_, [~_unknown(f"{key}:{year}") for key in ("rd_expense", "revenue") for year in (2025, 2024)])


def srdi_by_hand(frame: pl.LazyFrame) -> pl.LazyFrame:
    """srdi_sme/recognition/2026."""
    parts = frame.with_columns(
        group=GROUP,
        spent_last=(col("rd_expense:2025") >= 100 * WAN) & _ratio_at_least("rd_expense:2025", "revenue:2025", 3),
        spent_before=(col("rd_expense:2024") >= 100 * WAN) & _ratio_at_least("rd_expense:2024", "revenue:2024", 3),
    )
    criteria = {
        **_BASIC,
        "S1a": col("title:innovative_sme") | col("title:tech_sme"),
        "S1b": col("segment_since") <= LAST_START,
        "S2a": (col("revenue:2025") >= 1500 * WAN)
        | _sum_at_least("equity_financing:2025", "equity_financing:2024", 2000 * WAN),
        "S2b": _ratio_at_least("main_revenue:2025", "revenue:2025", 80),
        "S2c": _ratio_at_most("total_liabilities:2025", "total_assets:2025", 80),
        "S3": col("spent_last") & col("spent_before"),
        "S4": (col("class1_ip") >= 1)
        | _top_three("national_award_rank")
        | _top_three("provincial_award_rank")
        | (col("rd_institution") == "provincial")
        | (col("rd_institution") == "national"),
        "S5": col("market_standing"),
        "S6": (col("development_score:2026") * 100).round().cast(pl.Int64) >= 5000,
    }
    open_ = {name: col(name).is_null() for name in ("S1a", "S2a", "S3", "S4")}
    open_last, open_before = col("spent_last").is_null() & open_["S3"], col("spent_before").is_null() & open_["S3"]
    missing = [
        *_BASIC_MISSING,
        _unknown("title:innovative_sme") & open_["S1a"],
        _unknown("title:tech_sme") & open_["S1a"],
        _unknown("segment_since"),
        _unknown("equity_financing:2025") & open_["S2a"],
        _unknown("equity_financing:2024") & open_["S2a"],
        _unknown("main_revenue:2025") & _possibly_positive("revenue:2025"),
        _unknown("total_liabilities:2025") & _possibly_positive("total_assets:2025"),
        _unknown("rd_expense:2025") & open_last,
        _unknown("rd_expense:2024") & open_before,
        _unknown("revenue:2024") & open_before,
        _unknown("class1_ip") & open_["S4"],
        _unknown("national_award_rank") & open_["S4"],
        _unknown("provincial_award_rank") & open_["S4"],
        _unknown("rd_institution") & open_["S4"],
        _unknown("market_standing"),
        _unknown("development_score:2026"),
        open_["S3"] & _SPENT,
    ]
    return _answer(parts, criteria, missing)


def giant_by_hand(frame: pl.LazyFrame) -> pl.LazyFrame:
    """little_giant/recognition/2026."""
    spent = col("rd_expense:2025") + col("rd_expense:2024")
    # A share is a whole number of billionths.
    share = (col("market_share") * 1_000_000_000).round().cast(pl.Int64)
    parts = frame.with_columns(
        group=GROUP,
        spent=spent >= 1200 * WAN,
        rate_last=_ratio_at_least("rd_expense:2025", "revenue:2025", 3),
        rate_before=_ratio_at_least("rd_expense:2024", "revenue:2024", 3),
        ahead=(share >= 100_000_000) | _top_three("domestic_rank"),
    ).with_columns(rates=col("rate_last") & col("rate_before"))
    criteria = {
        **_BASIC,
        "G1a": col("title:srdi_sme"),
        "G1b": col("segment_since") <= LAST_START,
        "G2a": col("revenue:2025") >= 5000 * WAN,
        "G2b": _ratio_at_least("main_revenue:2025", "revenue:2025", 90),
        "G2c": pl.when(col("revenue:2023") > 0).then(col("revenue:2025") * 400 >= col("revenue:2023") * 441),
        "G2d": _ratio_at_most("total_liabilities:2025", "total_assets:2025", 75),
        "G3": col("spent") & col("rates"),
        "G4": (col("class1_ip") >= 4) | _top_three("national_award_rank"),
        "G5": col("ahead") & col("market_reputation"),
        "G6a": col("product_domain"),
        "G6b": col("key_chain_link"),
        "G7": (col("development_score:2026") * 100).round().cast(pl.Int64) >= 6000,
        "R1": ~col("title:champion"),
        "R2": ~col("controlled_by_little_giant"),
        "R3": ~col("same_group_similar_product"),
    }
    open_ = {name: col(name).is_null() for name in ("G3", "G4", "G5")}
    rates = open_["G3"] & col("rates").is_null()
    wanted_last = _possibly_positive("revenue:2025") & rates
    wanted_before = _possibly_positive("revenue:2024") & rates
    wanted_spent = col("spent").is_null() & open_["G3"]
    ahead = open_["G5"] & col("ahead").is_null()
    missing = [
        *_BASIC_MISSING,
        _unknown("title:srdi_sme"),
        _unknown("segment_since"),
        _unknown("main_revenue:2025") & _possibly_positive("revenue:2025"),
        _unknown("revenue:2023"),
        _unknown("total_liabilities:2025") & _possibly_positive("total_assets:2025"),
        _unknown("rd_expense:2025") & (wanted_spent | wanted_last),
        _unknown("rd_expense:2024") & (wanted_spent | wanted_before),
        _unknown("revenue:2024") & rates,
        _unknown("class1_ip") & open_["G4"],
        _unknown("national_award_rank") & open_["G4"],
        _unknown("market_share") & ahead,
        _unknown("domestic_rank") & ahead,
        _unknown("market_reputation") & open_["G5"],
        _unknown("product_domain"),
        _unknown("key_chain_link"),
        _unknown("development_score:2026"),
        col("revenue:2023") <= 0,
        open_["G3"] & _SPENT,
        *(_unknown(name) for name in ("title:champion", "controlled_by_little_giant", "same_group_similar_product")),
    ]
    # What revenue and the shares of it ask for between them: whoever is known to fall short of that fails.
    between = [(col("main_revenue:2025") >= 4500 * WAN), (col("rd_expense:2025") >= 150 * WAN)]
    return _answer(parts, criteria, missing, [one.fill_null(True) for one in between])


def _answer(
    parts: pl.LazyFrame, criteria: Mapping[str, pl.Expr], missing: Iterable[pl.Expr], between: Sequence[pl.Expr] = ()
) -> pl.LazyFrame:
    # Narrow numbers, and a choice rather than a cast: of what was tried the fastest.
    yes, no = pl.lit(1, dtype=pl.UInt8), pl.lit(0, dtype=pl.UInt8)
    count = reduce(add, [pl.when(one).then(yes).otherwise(no) for one in missing]).cast(pl.Int64)
    return (
        parts.with_columns(**criteria)
        .with_columns(truth=pl.all_horizontal(*criteria, *between))
        .select(
            *("name", "uscc", "region", "industry", "truth"),
            *criteria,
            missing=pl.when(col("truth").is_null()).then(count).otherwise(0),
        )
    )
