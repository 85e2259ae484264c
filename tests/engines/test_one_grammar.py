"""A cell means the same, or is refused in the same words, by whichever door it comes."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from tests.support.doors import Cell, Outcome, by_facts_csv, by_facts_xlsx, by_json, by_screening, by_title_list
from tiertrack.engines.text_cells import text_cells
from tiertrack.errors import Fault
from tiertrack.facts.not_found import NO_VALUE
from tiertrack.facts.units import MONEY_UNITS, plain_text
from tiertrack.facts.vocabulary import FACTS
from tiertrack.logic.quantity import Kind
from tiertrack.rules.reads import Column

_FACTS = (
    *("revenue", "net_profit", "employees", "market_share", "weighted_roe", "development_score", "established_on"),
    *("own_brand", "rd_institution", "domestic_rank", "digital_level", "class1_ip", "public_offer_shares"),
)
_UNITS = {
    Kind.MONEY: ("元", "万元", "亿元", "千元", "百万元"),
    Kind.SHARE: ("%",),
    Kind.PEOPLE: ("人",),
    Kind.POINTS: ("分",),
    Kind.LEVEL: ("级",),
}
_FULL_WIDTH = str.maketrans("0123456789.,+-%/", "０１２３４５６７８９．，＋－％／")


@st.composite
def _numbers(draw: st.DrawFn) -> str:
    digits = str(draw(st.integers(0, 10 ** draw(st.integers(1, 17)))))
    if draw(st.booleans()):
        digits = f"{int(digits):,}"
    if draw(st.integers(0, 3)) == 0:
        digits = digits.replace(",", draw(st.sampled_from([",", "，", " "])))
    decimals = draw(st.sampled_from(["", "", ".", ".5", ".05", ".50", ".123456", ".1234567890", ".12345678901"]))
    sign = draw(st.sampled_from(["", "", "", "-", "+", "−", "－"]))
    unit = draw(
        st.sampled_from(
            [
                "",
                "",
                "元",
                "万元",
                "亿元",
                "万",
                "亿",
                "千元",
                "百万元",
                "千万元",
                "万 元",
                " 万元",
                "元万元",
                "%",
                "％",
                "分",
                "人",
                "项",
                "级",
            ]
        )
    )
    return f"{sign}{digits}{decimals}{unit}"


@st.composite
def _days(draw: st.DrawFn) -> str:
    year, month, day = (
        draw(st.integers(1990, 2200) | st.sampled_from([1, 1948, 9999])),
        draw(st.integers(0, 13)),
        draw(st.integers(0, 32)),
    )
    form = draw(
        st.sampled_from(
            [
                "{}-{:02}-{:02}",
                "{}-{}-{}",
                "{}/{}/{}",
                "{}.{}.{}",
                "{}年{}月{}日",
                "{}{:02}{:02}",
                "{} 年 {} 月 {} 日",
                "{}/{}.{}",
                "{}-{:02}-{:02}T00:00",
            ]
        )
    )
    return form.format(year, month, day)


_WORDS = st.sampled_from(
    [
        *(
            "",
            " ",
            "—",
            "-",
            "无",
            "N/A",
            "0",
            "是",
            "否",
            "true",
            "FALSE",
            "True",
            "有",
            "ｔｒｕｅ",
            "省级",
            "none",
            "provincial",
        ),
        "国际级",
        "五千万",
        "1e5",
        "NaN",
        "inf",
        "3/25",
        "3/0",
        "0x10",
        "1_000",
        ".5",
        "5.",
    ]
)
_NONSENSE = st.text("0123456789.,，-−+%/年月日万亿元 eE是否—人分x", max_size=12)
_PLAIN = _numbers() | _days() | _WORDS | _NONSENSE
_TEXTS = _PLAIN | _PLAIN.map(lambda text: text.translate(_FULL_WIDTH))


@st.composite
def _cells(draw: st.DrawFn) -> Cell:
    fact = FACTS[draw(st.sampled_from(_FACTS))]
    unit = draw(st.sampled_from([None, *_UNITS.get(fact.kind, ())]))
    return Cell(fact, draw(_TEXTS), unit, draw(st.sampled_from([None, None, *_UNITS[Kind.MONEY]])))


def _is_far(outcome: Outcome) -> bool:
    """A share that is a million times the whole: the columns of a frame have no room for it."""
    return isinstance(outcome, Fraction) and abs(outcome) > 10**6


def _to_nine_decimals(outcome: Outcome) -> Outcome:
    """A share as a column holds it."""
    return Fraction(round(outcome * 10**9), 10**9) if isinstance(outcome, Fraction) else outcome


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_cells())
@example(Cell(FACTS["established_on"], "—", None, None))
def test_a_cell_has_one_value_or_one_refusal_by_every_door(tmp_path: Path, cell: Cell) -> None:
    outcome = by_facts_csv(cell, tmp_path)
    assert by_facts_xlsx(cell, tmp_path) == outcome
    assume(not _is_far(outcome))
    assert by_screening(cell, tmp_path) == _to_nine_decimals(outcome)
    if cell.unit is None and cell.money_unit is None:
        by_dossier = by_json(cell)
        if isinstance(outcome, Fault) and outcome.code == "E427":
            # What is one fault of a column in a table is the fault of the amount where there is no column.
            assert isinstance(by_dossier, Fault)
            assert by_dossier.code == "E102"
        elif outcome is None and isinstance(by_dossier, Fault):
            # A cell may say that there is nothing to write; a dossier has null for that.
            assert plain_text(cell.text).strip() in NO_VALUE | {"无"}
        else:
            assert by_dossier == outcome


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_days() | _days().map(lambda text: text.translate(_FULL_WIDTH)))
def test_a_day_is_the_same_in_a_list_of_titles(tmp_path: Path, text: str) -> None:
    assert by_title_list(text, tmp_path) == by_facts_csv(Cell(FACTS["established_on"], text), tmp_path)


@pytest.mark.parametrize("unit", [None, "元", "万元"])
@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("5200万", 5_200_000_000),
        ("0.9亿", 9_000_000_000),
        ("52,00", "E101"),
        ("1e3", "E101"),
        ("5200千", "E101"),
        ("1亿2000万", "E101"),
    ],
)
def test_an_amount_is_never_read_smaller_than_it_is_written(
    tmp_path: Path, text: str, read: int | str, unit: str | None
) -> None:
    cell = Cell(FACTS["revenue"], text, unit)
    for outcome in (by_facts_csv(cell, tmp_path), by_facts_xlsx(cell, tmp_path), by_screening(cell, tmp_path)):
        told = (outcome.code, outcome.value) if isinstance(outcome, Fault) else outcome
        assert told == (read if isinstance(read, int) else (read, text))


@settings(deadline=None)
@given(st.sampled_from(_FACTS), st.data())
def test_the_texts_of_a_column_are_read_at_once_as_they_are_one_by_one(key: str, data: st.DataObject) -> None:
    fact = FACTS[key]
    unit = data.draw(st.sampled_from([None, *_UNITS.get(fact.kind, ())]))
    money_unit = data.draw(st.sampled_from([None, *MONEY_UNITS]))
    column = Column(key, fact.label, fact.kind, key, None, fact.choices, fact.lowest, fact.highest)
    cells = text_cells(column, key, unit, money_unit)
    texts = data.draw(st.lists(_TEXTS.map(str.strip).filter(bool), max_size=40))
    together = pl.DataFrame({"text": texts}, schema={"text": pl.String}).select(cells.values(pl.col("text")))
    alone = pl.Series([cells.remembered(text) for text in texts], dtype=cells.dtype)
    assert _billionths(together.to_series()) == _billionths(alone)


def _billionths(values: pl.Series) -> list[Any]:
    """The values, a share or a score as the rules get it: a whole number of billionths."""
    return (values * 10**9).round().to_list() if values.dtype == pl.Float64 else values.to_list()
