"""Firms for the bench of data frames, made column by column in Polars: the same ones for the same number.

About half could well be recognised, the others are of every size. A third of the amounts lie on a limit or one fen
beside it, of whatever is set in relation to another amount too. Some firms know everything about themselves, others
have holes in two, ten or thirty values of a hundred.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from tests.bench.by_hand import WAN

INDUSTRIES = (
    *("C3484", "C3670", "C2669", "C3912", "C4090", "C2770", "C1495", "C3360", "C3985", "C3411", "C13", "C"),
    *("I6513", "I6571", "I63", "M7320", "M7452", "F5177", "F5211", "G5951", "G5431", "G591", "E4790", "L7211"),
    *("K7010", "K7020", "K7040", "H6110", "J6632", "Q8411", "A0111", "P", "K", "Q"),
)
REGIONS = ("500113", "500157", "510104", "110108", "330106", "320505", "440305", "420111", "610113", "370212")
INSTITUTIONS = ("none", "own", "city", "provincial", "national")

FLAGS = (
    *("abnormal_list", "dishonest_list", "prohibited_product", "major_incident"),
    *("controlled_by_little_giant", "same_group_similar_product", "title:champion"),
)
JUDGED = (
    *("market_standing", "market_reputation", "product_domain", "key_chain_link"),
    *("title:innovative_sme", "title:tech_sme", "title:srdi_sme"),
)
COLUMNS = 36


class _Chance:
    """Numbers drawn for every row from its number, each draw another."""

    def __init__(self) -> None:
        self.drawn = 0

    def below(self, count: int) -> pl.Expr:
        self.drawn += 1
        return (pl.col("number").hash(self.drawn) % count).cast(pl.Int64)

    def one_in(self, count: int) -> pl.Expr:
        return self.below(count) == 0

    def of(self, choices: Sequence[str] | Sequence[int]) -> pl.Expr:
        return pl.lit(pl.Series(choices)).gather(self.below(len(choices)))


def population(rows: int) -> pl.DataFrame:
    """So many firms with everything both recognitions of 2026 read, and what identifies them."""
    chance = _Chance()
    frame = pl.DataFrame({"number": pl.int_range(rows, eager=True)})
    frame = frame.with_columns(good=chance.below(2) == 0, holes=_holes(chance))
    frame = frame.with_columns(**_identity(chance))
    # One group of columns after the other keeps what is in memory at a time small.
    for group in (_money, _parts, _numbers, _truths):
        frame = frame.with_columns(**group(chance))
    return frame.drop("number", "good", "holes")


def _holes(chance: _Chance) -> pl.Expr:
    return chance.of((0, 20, 100, 300))


def _known(chance: _Chance, value: pl.Expr) -> pl.Expr:
    return pl.when(chance.below(1000) >= pl.col("holes")).then(value)


def _identity(chance: _Chance) -> dict[str, pl.Expr]:
    number = pl.col("number")
    # Some have written down the number of their old licence, which is shorter.
    number_of_old = pl.format("50011{}", (number + 10**9).cast(pl.String))
    number_of_new = pl.format("91500113{}", (number + 10**9).cast(pl.String))
    code = pl.when(chance.one_in(100)).then(number_of_old).otherwise(number_of_new)
    return {
        "name": pl.format("第{}号制造有限公司", number),
        "uscc": pl.when(chance.below(20) > 0).then(code),
        "region": chance.of(REGIONS),
        # Manufacturers for the most part, and a few of everything else.
        "industry": _known(chance, pl.when(chance.below(4) > 0).then(chance.of(INDUSTRIES[:10])).otherwise(
            chance.of(INDUSTRIES)
        )),
    }  # fmt: skip


def _near(chance: _Chance, limits: tuple[int, ...], otherwise: pl.Expr) -> pl.Expr:
    """On a limit or one beside it, of one in three."""
    return pl.when(chance.one_in(3)).then((chance.of(limits) + chance.below(3) - 1).clip(0)).otherwise(otherwise)


def _amount(chance: _Chance, good: tuple[int, int], any_: int) -> pl.Expr:
    """In 万元 between two bounds of a good firm, of any other anything up to a bound, most of it small."""
    low, high = good
    fen = chance.below(WAN)
    wide = chance.below(any_) * chance.below(1000) // 1000
    return pl.when(pl.col("good")).then(low + chance.below(high - low)).otherwise(wide) * WAN + fen


def _money(chance: _Chance) -> dict[str, pl.Expr]:
    revenue = _near(chance, (1500 * WAN, 5000 * WAN, 40_000 * WAN), _amount(chance, (5000, 39_000), 60_000))
    growing = _amount(chance, (4500, 30_000), 50_000)
    return {
        "revenue:2025": _known(chance, revenue),
        "revenue:2024": _known(chance, growing),
        "total_assets:2025": _known(chance, _amount(chance, (4000, 60_000), 90_000)),
        "equity_financing:2025": _known(chance, _near(chance, (0, 1000 * WAN, 2000 * WAN), chance.below(3000) * WAN)),
        "equity_financing:2024": _known(chance, _near(chance, (0, 1000 * WAN), chance.below(1500) * WAN)),
    }


def _part(chance: _Chance, whole: str, limits: tuple[int, ...], good: tuple[int, int]) -> pl.Expr:
    """A part of another amount, of which some share in hundredths is asked; what is not known is held for 5000万元."""
    of = pl.col(whole).fill_null(5000 * WAN)
    low, high = good
    usual = of * pl.when(pl.col("good")).then(low + chance.below(high - low)).otherwise(chance.below(101)) // 100
    exact = of * chance.of(limits) // 100 + chance.below(3) - 1
    return _known(chance, pl.when(chance.one_in(3)).then(exact).otherwise(usual).clip(0))


def _parts(chance: _Chance) -> dict[str, pl.Expr]:
    newest = pl.col("revenue:2025").fill_null(5000 * WAN)
    rate = pl.when(pl.col("good")).then(70 + chance.below(20)).otherwise(40 + chance.below(100))
    exact = newest * 400 // 441 + chance.below(3) - 1
    oldest = pl.when(chance.one_in(3)).then(exact).otherwise(newest * rate // 100).clip(0)
    return {
        "main_revenue:2025": _part(chance, "revenue:2025", (80, 90), (91, 101)),
        "total_liabilities:2025": _part(chance, "total_assets:2025", (75, 80), (10, 70)),
        "rd_expense:2025": _part(chance, "revenue:2025", (3,), (12, 25)),
        "rd_expense:2024": _part(chance, "revenue:2024", (3,), (12, 25)),
        "revenue:2023": _known(chance, oldest),
    }


def _numbers(chance: _Chance) -> dict[str, pl.Expr]:
    good = pl.col("good")
    since = pl.when(chance.one_in(3)).then(chance.below(3) - 1).otherwise(-chance.below(6000) + 700)
    percent = pl.when(good).then(10 + chance.below(60)).otherwise(chance.below(40)) * 10 + chance.below(10)
    score = pl.when(good).then(600 + chance.below(400)).otherwise(300 + chance.below(700))
    return {
        "employees:2025": _known(chance, _near(chance, (300, 1000), 10 + chance.below(900))),
        "segment_since": _known(chance, pl.lit(dt.date(2023, 1, 1)) + pl.duration(days=since)),
        "class1_ip": _known(chance, pl.when(good).then(4 + chance.below(20)).otherwise(chance.below(6))),
        "national_award_rank": _known(chance, pl.when(chance.one_in(20)).then(chance.below(6)).otherwise(0)),
        "provincial_award_rank": _known(chance, pl.when(chance.one_in(10)).then(chance.below(6)).otherwise(0)),
        "rd_institution": _known(chance, chance.of(INSTITUTIONS)),
        "market_share": _known(chance, percent / 1000),
        "domestic_rank": _known(chance, 1 + chance.below(12)),
        "development_score:2026": _known(chance, score / 10),
    }


def _truths(chance: _Chance) -> dict[str, pl.Expr]:
    good = pl.col("good")
    flags = {name: pl.when(good).then(chance.one_in(200)).otherwise(chance.one_in(20)) for name in FLAGS}
    judged = {name: pl.when(good).then(chance.below(200) > 0).otherwise(chance.below(3) > 0) for name in JUDGED}
    return {name: _known(chance, value) for name, value in (flags | judged).items()}
