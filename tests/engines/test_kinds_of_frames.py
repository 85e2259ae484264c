"""A frame comes back as the kind it was, and says what of it cannot be screened."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import tiertrack
from tiertrack import Act, Adjacent, BadFrame, Tier
from tiertrack.screening.files import FileSource
from tiertrack.screening.question import ask

ON = dt.date(2026, 6, 30)
SRDI = (Tier.SRDI_SME, Act.RECOGNITION, ON)
DATA: dict[str, Any] = {
    "name": ["甲", "乙", "丙"],
    "uscc": ["91500113MA0000015Q", None, None],
    "main_revenue:2025": [2_000_000_000, 1_999_999_999, None],
    "industry": ["C3484", "C3484", "C3484"],
}


def answers(frame: Any) -> Any:
    return tiertrack.screen(frame, Adjacent.ABOVE_SCALE, Act.RECOGNITION, ON)


def test_polars_comes_back_as_polars_eager_or_lazy() -> None:
    eager = answers(pl.DataFrame(DATA))
    assert isinstance(eager, pl.DataFrame)
    assert eager["truth"].to_list() == [True, False, None]
    lazy = answers(pl.LazyFrame(DATA))
    assert isinstance(lazy, pl.LazyFrame)
    assert lazy.collect().equals(eager)


def test_arrow_comes_back_as_arrow() -> None:
    found = answers(pa.table(DATA))
    assert isinstance(found, pa.Table)
    assert found["truth"].to_pylist() == [True, False, None]


def test_duckdb_comes_back_as_a_relation() -> None:
    with duckdb.connect() as connection:
        found = answers(connection.from_arrow(pa.table(DATA)))
        assert isinstance(found, duckdb.DuckDBPyRelation)
        assert found.columns[:2] == ["name", "uscc"]
        assert {row[0]: row[found.columns.index("truth")] for row in found.fetchall()} == {
            "甲": True,
            "乙": False,
            "丙": None,
        }


def test_pandas_comes_back_with_truths_that_can_be_unknown() -> None:
    found = answers(pd.DataFrame({**DATA, "main_revenue:2025": pd.array(DATA["main_revenue:2025"], dtype="Int64")}))
    assert isinstance(found, pd.DataFrame)
    assert found["truth"].isna().tolist() == [False, False, True]
    assert found["truth"].tolist()[:2] == [True, False]


def test_amounts_may_be_in_another_unit_that_is_named() -> None:
    wan = pl.DataFrame({**DATA, "main_revenue:2025": [2000.0, 1999.99, None]})
    with pytest.raises(BadFrame, match="E821"):
        answers(wan)
    found = tiertrack.screen(wan, Adjacent.ABOVE_SCALE, Act.RECOGNITION, ON, money_unit="万元")
    assert found["truth"].to_list() == [True, False, None]


def test_every_column_of_a_wrong_type_is_told_at_once() -> None:
    frame = pl.DataFrame({"name": ["甲"], "abnormal_list": ["也许"], "class1_ip": ["四"], "segment_since": [2019]})
    with pytest.raises(BadFrame) as caught:
        tiertrack.screen(frame, Tier.SRDI_SME, Act.RECOGNITION, ON)
    assert sorted(fault.place or "" for fault in caught.value.faults) == [
        "列 abnormal_list",
        "列 class1_ip",
        "列 segment_since",
    ]


@pytest.mark.parametrize("kind", [pl.DataFrame, pa.table, pd.DataFrame])
def test_days_in_a_frame_are_read_as_days_are_everywhere(kind: Any) -> None:
    days = ["2019-03-12", "2019/3/12", "2019年3月12日", "20260101", None, " "]
    found = tiertrack.screen(kind({"name": list("甲乙丙丁戊己"), "segment_since": days}), *SRDI)
    assert list(pl.DataFrame(found)["S1b"]) == [True, True, True, False, None, None]
    for day, code in (("2019年3月", "E109"), ("9999-12-31", "E115")):
        with pytest.raises(BadFrame, match=rf"\[{code}\] 列 segment_since"):
            tiertrack.screen(kind({"name": ["甲"], "segment_since": [day]}), *SRDI)


def test_a_day_outside_the_calendar_is_refused_in_a_column_of_dates_too() -> None:
    for odd in (dt.date(9999, 12, 31), dt.date(1948, 12, 31)):
        with pytest.raises(BadFrame, match=r"\[E115\].*1 格日期"):
            tiertrack.screen(pl.DataFrame({"name": ["甲", "乙"], "segment_since": [odd, ON]}), *SRDI)


def test_an_amount_beyond_what_is_taken_is_refused_and_in_a_lazy_frame_unknown() -> None:
    beyond = {**DATA, "main_revenue:2025": [900_000_000_000_001, 2_000_000_000, -1]}
    with pytest.raises(BadFrame, match="2 格超出范围"):
        answers(pl.DataFrame(beyond))
    assert answers(pl.LazyFrame(beyond)).collect()["truth"].to_list() == [None, True, None]


@pytest.mark.parametrize("frame", [pl.DataFrame, pa.table, pd.DataFrame])
def test_places_and_industries_of_a_frame_are_read_as_everywhere(frame: Any) -> None:
    # In 2025 Chongqing has an edition of its own, so that it matters where a firm is.
    asked = Tier.LITTLE_GIANT, Act.RECOGNITION, dt.date(2025, 12, 31)
    wrong = {"region": ["邯郸县", "500199", None], "industry": ["C99", "G5911", "C3484"]}
    with pytest.raises(BadFrame) as caught:
        tiertrack.screen(frame(wrong), *asked)
    assert sorted((fault.code, fault.value) for fault in caught.value.faults) == [
        ("E206", "C99"),
        ("E208", "500199"),
        ("E210", "邯郸县"),
        ("E214", "G5911"),
    ]
    table = {"region": ["重庆市巴南区", "500157", ""], "industry": ["3484", "谷物仓储", None]}
    found = tiertrack.screen(frame(table), *asked)
    assert list(map(str, found["industry"]))[:2] == ["C3484", "G5951"]
    assert list(map(str, found["region"]))[:2] == ["500113", "500157"]


@pytest.mark.parametrize("industry", ["G59", "G5951"])
def test_a_frame_says_of_an_industry_in_either_of_two_groups_what_both_do(industry: str) -> None:
    table = {"industry": [industry] * 2, "employees:2025": [9, 500], "revenue:2025": [100_00, 5 * 10**10]}
    found = tiertrack.screen(pl.DataFrame(table), Tier.SRDI_SME, Act.RECOGNITION, ON)
    assert found["B2"].to_list() == [True, None if industry == "G59" else False]


@pytest.mark.parametrize("industry", ["C3484", "3484", "F"])
def test_columns_that_mean_nothing_may_have_any_name(industry: str) -> None:
    table = {**DATA, "industry": [industry, "C3484", None], "employees:2025": [9, 500, 9]}
    named = ("place among industries", "size group", "legal form", "_0", "truth of all", "edition")
    beside = {name: pl.Series([3, 4, 5], dtype=pl.UInt16) for name in named}
    plain, found = (tiertrack.screen(pl.DataFrame(one), *SRDI) for one in (table, table | beside))
    assert found.equals(plain)
    kept = tiertrack.screen(pl.DataFrame(table | beside), *SRDI, keep=["size group"])
    assert kept.drop("size group").equals(plain)


def test_an_industry_outside_the_classification_is_unknown_in_a_lazy_frame() -> None:
    small = {"revenue:2025": [100_00] * 2, "employees:2025": [9] * 2}
    table = {"name": ["甲", "乙"], "industry": ["C3484", "C99"], **small}
    found = tiertrack.screen(pl.LazyFrame(table), Tier.SRDI_SME, Act.RECOGNITION, ON).collect()
    assert found["industry"].to_list() == ["C3484", "C99"]
    assert found["B2"].to_list() == [True, None]


def test_a_region_in_numbers_is_its_code() -> None:
    frame = pl.DataFrame({"region": [500113]})
    found = tiertrack.screen(frame, Tier.LITTLE_GIANT, Act.RECOGNITION, dt.date(2025, 12, 31))
    assert found["region"].cast(pl.String).to_list() == ["500113"]


def test_a_share_is_text_with_a_percent_sign_or_a_decimal() -> None:
    shares = [["10%", "9.9999999%", None], [0.1, 0.099999999, None], ["0.1", "0.05", None]]
    for column in shares:
        frame = pl.DataFrame({"name": ["甲", "乙", "丙"], "market_share": column, "market_reputation": [True] * 3})
        found = tiertrack.screen(frame, Tier.LITTLE_GIANT, Act.RECOGNITION, dt.date(2026, 6, 30))
        assert found["G5"].to_list() == [True, None, None], column
        ranked = tiertrack.screen(
            frame.with_columns(domestic_rank=pl.lit(99)), Tier.LITTLE_GIANT, Act.RECOGNITION, dt.date(2026, 6, 30)
        )
        assert ranked["G5"].to_list()[:2] == [True, False], column


def test_a_frame_without_any_known_column_leaves_everything_open() -> None:
    found = tiertrack.screen(pl.DataFrame({"x": [1, 2]}), Tier.SRDI_SME, Act.RECOGNITION, ON)
    assert found["truth"].to_list() == [None, None]


def test_an_empty_text_is_no_credit_code_but_comes_back_as_it_was() -> None:
    codes = ["91500113MA0000015Q", "", "9150", None]
    found = tiertrack.screen(pl.DataFrame({"uscc": codes}), Tier.SRDI_SME, Act.RECOGNITION, ON)
    assert found["B1"].to_list() == [True, None, None, None]
    assert found["uscc"].to_list() == codes


AMOUNT = "2025年主营业务收入（万元）"
WRITTEN: dict[str, Any] = {
    "企业名称": ["甲", "乙", "丙"],
    "行业": ["通用零部件制造", "C3484", "3484"],
    "所在地": ["山东省威海市", "巴南区", None],
    AMOUNT: ["2000", "1999.99", None],
}
TEXTS = ("行业", "所在地", AMOUNT)


def encoded(values: list[Any]) -> Any:
    return pa.array(values).dictionary_encode()


@pytest.mark.parametrize(
    "frame",
    [
        pl.DataFrame(WRITTEN).with_columns(pl.col(TEXTS).cast(pl.Categorical)),
        pl.DataFrame(WRITTEN).with_columns(pl.col("行业").cast(pl.Enum(WRITTEN["行业"]))),
        pd.DataFrame(WRITTEN).astype(dict.fromkeys(TEXTS, "category")),
        pa.table(WRITTEN | {name: encoded(WRITTEN[name]) for name in TEXTS}),
        pa.table(WRITTEN | {name: pa.array(WRITTEN[name], pa.string_view()) for name in TEXTS}),
        *(
            pa.table(WRITTEN | {AMOUNT: pa.array([Decimal(2000), Decimal("1999.99"), None], kind)})
            for kind in (pa.decimal128(30, 2), pa.decimal256(40, 2), pa.decimal64(18, 2))
        ),
    ],
)
def test_however_a_column_is_kept_the_same_is_read_of_it(frame: Any) -> None:
    expected = answers(pl.DataFrame(WRITTEN))
    assert expected["truth"].to_list() == [True, False, None]
    found = answers(frame)
    assert found.shape == expected.shape
    for name in expected.columns:
        assert pl.Series(found[name]).to_list() == expected[name].to_list(), name


def test_categories_that_are_kept_come_back_as_categories() -> None:
    kept = pl.DataFrame(WRITTEN).with_columns(
        pl.col("行业").cast(pl.Categorical), 经理=pl.Series(["张"] * 3, dtype=pl.Categorical)
    )
    found = tiertrack.screen(kept, Adjacent.ABOVE_SCALE, Act.RECOGNITION, ON, keep=["经理", "行业"])
    assert [found[name].dtype for name in ("经理", "行业")] == [pl.Categorical] * 2
    assert found["truth"].to_list() == [True, False, None]


def test_a_parquet_file_of_categories_is_read_as_one_of_text(tmp_path: Path) -> None:
    frame = pl.DataFrame(WRITTEN)
    found = []
    for name, kept in (
        ("texts", frame),
        ("categories", frame.with_columns(pl.col("行业", "所在地").cast(pl.Categorical))),
    ):
        kept.write_parquet(tmp_path / f"{name}.parquet")
        answered = tmp_path / f"{name} answered.parquet"
        question = ask(Adjacent.ABOVE_SCALE, Act.RECOGNITION, ON)
        FileSource(tmp_path / f"{name}.parquet").screen(question, str(answered))
        found.append(pl.read_parquet(answered))
    assert found[0].equals(found[1])
    assert found[0]["truth"].to_list() == [True, False, None]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (pd.period_range("2020", periods=3, freq="Y"), "E821"),
        (pd.Series([np.bool_(True), 5000, None], dtype=object), "E101"),
        (pd.Series(["\ud800", 2000, None], dtype=object), "E101"),
        (pd.interval_range(0, 3), "E821"),
        (pa.array([b"2000"] * 3, pa.binary(4)), "E821"),
        (pa.array([None] * 3, pa.month_day_nano_interval()), "E821"),
        (pa.array([2000] * 3, pa.run_end_encoded(pa.int32(), pa.int64())), "E821"),
        (pa.array([{"a": 1}] * 3), "E821"),
    ],
)
def test_what_is_no_number_text_day_or_truth_is_refused(cells: Any, code: str) -> None:
    frame = (
        pa.table(WRITTEN | {AMOUNT: cells}) if isinstance(cells, pa.Array) else pd.DataFrame(WRITTEN | {AMOUNT: cells})
    )
    with pytest.raises(BadFrame) as caught:
        answers(frame)
    assert [fault.code for fault in caught.value.faults] == [code]
