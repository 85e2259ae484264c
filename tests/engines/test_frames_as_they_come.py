"""Frames as people have them: Chinese headings with units, gaps, mixed cells, columns of their own."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from attrs import evolve

import tiertrack
from tiertrack import Act, Adjacent, BadFrame, BadInput, Tier
from tiertrack.facts.headings import UNUSED, Unread
from tiertrack.law.titles import put_titles, title_definition

ON = dt.date(2026, 6, 30)
SCALE = (Adjacent.ABOVE_SCALE, Act.RECOGNITION, ON)
SRDI = (Tier.SRDI_SME, Act.RECOGNITION, ON)
REVENUE = "2025年主营业务收入（万元）"
WIDEST = pa.decimal256(50)
TABLE: dict[str, list[Any]] = {
    "企业名称": ["甲", "乙", "丙"],
    "行业": ["C3484", "C3484", "C3484"],
    REVENUE: [2000.0, 1999.99, None],
    "客户经理": ["赵", None, "孙"],
}


@contextmanager
def _relation(table: Mapping[str, Any]) -> Iterator[Any]:
    with duckdb.connect() as connection:
        yield connection.from_arrow(pa.table(dict(table)))


def _kind(make: Callable[[Any], Any]) -> Callable[[Any], AbstractContextManager[Any]]:
    return lambda table: nullcontext(make(dict(table)))


EAGER: dict[str, Callable[[Any], Any]] = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "arrow": pa.table}
KINDS = {kind: _kind(make) for kind, make in EAGER.items()} | {"polars lazy": _kind(pl.LazyFrame), "duckdb": _relation}
eager = pytest.mark.parametrize("kind", EAGER.values(), ids=EAGER)


def rows(frame: Any) -> list[dict[str, Any]]:
    """The rows of a frame of any kind, in which unknown is None."""
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, duckdb.DuckDBPyRelation):
        frame = frame.pl()
    if isinstance(frame, pd.DataFrame):
        frame = frame.astype(object).where(frame.notna(), None)
        return [dict(row) for _index, row in frame.iterrows()]
    return pl.DataFrame(frame).to_dicts()


def told(table: Any, asked: tuple[Any, ...] = SCALE, **how: Any) -> list[tuple[str, str | None]]:
    """The code and the place of every fault a frame is refused for."""
    with pytest.raises(BadFrame) as caught:
        tiertrack.screen(table, *asked, **how)
    return sorted((fault.code, fault.place) for fault in caught.value.faults)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_headings_with_units_are_read_as_in_files_and_kept_columns_come_back_as_they_were(kind: Any) -> None:
    with kind(TABLE) as frame:
        found = rows(tiertrack.screen(frame, *SCALE, keep=["客户经理", REVENUE]))
    assert [row["truth"] for row in found] == [True, False, None]
    assert [row["客户经理"] for row in found] == TABLE["客户经理"]
    assert [row[REVENUE] for row in found] == TABLE[REVENUE]
    assert list(found[0])[:5] == ["name", "industry", "客户经理", REVENUE, "truth"]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_frame_is_summarised_with_what_of_it_was_not_read(kind: Any) -> None:
    with kind(TABLE | {"2025年营业收入": [1, 2, 3]}) as frame:
        found = tiertrack.summarise(frame, *SCALE)
    assert (found.met, found.failed, found.open) == (1, 1, 1)
    assert [(one.heading, one.why == UNUSED) for one in found.unread] == [("客户经理", False), ("2025年营业收入", True)]
    assert [row["name"] for row in found.rows] == ["甲"]
    assert [(one.key, one.met, one.failed, one.open) for one in found.clauses] == [
        ("gs.1", 3, 0, 0),
        ("gs.2", 1, 1, 1),
    ]


def test_the_index_of_pandas_is_carried_through() -> None:
    index = pd.MultiIndex.from_tuples([("渝", 3), ("渝", 1), ("川", 2)], names=["省", "号"])
    found = tiertrack.screen(pd.DataFrame(TABLE, index=index), *SCALE, keep="客户经理")
    assert found.index.equals(index)
    assert found.index.names == ["省", "号"]
    assert found["truth"].tolist()[:2] == [True, False]
    assert found["客户经理"].equals(pd.DataFrame(TABLE, index=index)["客户经理"])


@pytest.mark.parametrize("text", [pa.string(), pa.large_string()])
def test_what_is_kept_of_arrow_is_of_the_type_it_was(text: Any) -> None:
    beside = {
        "照片": pa.array([b"1", None, b"3"]),
        "批次": pa.array([[1], None, [2]]),
        "额": pa.array([None] * 3, WIDEST),
    }
    frame = pa.table({**TABLE, "企业名称": pa.array(TABLE["企业名称"], text), **beside})
    found = tiertrack.screen(frame, *SCALE, keep=[*beside])
    assert found.column_names[:6] == ["name", "industry", *beside, "truth"]
    assert [found[name] for name in beside] == [frame[name] for name in beside]
    assert found.schema.field("name").type == text
    assert found["truth"].to_pylist() == [True, False, None]


@pytest.mark.parametrize("zone", [None, "Asia/Shanghai", "+08:00"])
def test_a_day_of_arrow_with_an_hour_is_that_day(zone: str | None) -> None:
    since = pa.array([dt.datetime(2020, 1, 1, 12), None], pa.timestamp("us", zone))
    found = tiertrack.screen(pa.table({"name": ["甲", "乙"], "从事特定细分市场起始日": since}), *SRDI)
    assert found["S1b"].to_pylist() == [True, None]


@eager
@pytest.mark.parametrize(
    ("heading", "money_unit", "cells", "code"),
    [
        ("2025年主营业务收入", None, [2_000_000_000.0, None], None),
        ("2025年主营业务收入", None, [2_000_000_000.5, None], "E821"),
        ("2025年主营业务收入（元）", None, [20_000_000.01, None], None),
        ("2025年主营业务收入（元）", None, [20_000_000.005, None], "E848"),
        ("2025年主营业务收入", "万元", [2000.123456, None], None),
        ("2025年主营业务收入（亿元）", "万元", [0.2, None], None),
        ("2025年主营业务收入（万元）", None, [2000.1234567, None], "E848"),
        ("2025年主营业务收入（元）", None, [0.1 + 0.2 + 20_000_000, None], None),
    ],
)
def test_numbers_of_floating_point_are_taken_where_they_are_whole_or_exact_to_the_fen(
    kind: Any, heading: str, money_unit: str | None, cells: list[Any], code: str | None
) -> None:
    frame = kind({"行业": ["C3484", "C3484"], heading: cells})
    if code is None:
        found = rows(tiertrack.screen(frame, *SCALE, money_unit=money_unit))
        assert [row["truth"] for row in found] == [True, None]
    else:
        assert told(frame, money_unit=money_unit) == [(code, f"列 {heading}")]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (pd.DataFrame, f'frame["{REVENUE}"] = frame["{REVENUE}"].round(6)'),
        (pl.DataFrame, f'frame.with_columns(pl.col("{REVENUE}").round(6))'),
        (pa.table, f'pyarrow.compute.round(table["{REVENUE}"], 6)'),
    ],
)
def test_what_to_do_about_a_number_is_said_in_the_words_of_its_library(make: Any, words: str) -> None:
    with pytest.raises(BadFrame) as caught:
        tiertrack.screen(make({REVENUE: [0.12345678, None]}), *SCALE)
    (fault,) = caught.value.faults
    assert fault.remedy.endswith(words)
    assert (fault.value, "--money-unit" in str(fault)) == ("0.12345678", False)


@eager
@pytest.mark.parametrize("beyond", [float("inf"), -1.0, 1e300])
def test_a_number_beyond_what_a_fact_can_be_is_told_as_that(kind: Any, beyond: float) -> None:
    assert told(kind({REVENUE: [beyond, None]})) == [("E823", f"列 {REVENUE}")]


WIDE: dict[str, Callable[[str], Any]] = {
    "pandas, of Python's integers": lambda name: pd.DataFrame({name: [10**20, 1]}),
    "pandas, with a gap": lambda name: pd.DataFrame({name: [-(10**20), None]}),
    "pandas, without a sign": lambda name: pd.DataFrame({name: [2**63, 1]}),
    "pandas, without a sign and with a gap": lambda name: pd.DataFrame({name: pd.array([2**63, None], dtype="UInt64")}),
    "polars, without a sign": lambda name: pl.DataFrame({name: [2**63, 1]}, {name: pl.UInt64}),
    "polars, of 128 bits": lambda name: pl.DataFrame({name: [-(10**20), None]}, {name: pl.Int128}),
    "arrow, without a sign": lambda name: pa.table({name: pa.array([2**63, None], pa.uint64())}),
    "arrow, of decimals": lambda name: pa.table({name: pa.array([10**20, 1], pa.decimal128(38))}),
}


@pytest.mark.parametrize("name", ["employees:2025", "2025年营业收入（万元）", "revenue:2025"])
@pytest.mark.parametrize("make", WIDE.values(), ids=WIDE)
def test_a_number_beyond_64_bits_is_told_as_out_of_range(make: Callable[[str], Any], name: str) -> None:
    assert told(make(name), SRDI) == [("E823", f"列 {name}")]


def test_in_a_lazy_frame_a_number_beyond_64_bits_is_unknown() -> None:
    for wide in (pl.UInt64, pl.Int128):
        revenue = pl.Series([2**63, 10**10], dtype=wide)
        found = tiertrack.screen(pl.LazyFrame({"行业": ["C3484"] * 2, "main_revenue:2025": revenue}), *SCALE)
        assert [row["truth"] for row in rows(found)] == [None, True]


@eager
def test_a_column_of_gaps_alone_is_unknown_whatever_it_is_of(kind: Any) -> None:
    gaps = [float("nan")] * 2
    columns = (
        "统一社会信用代码",
        "行业",
        "列入经营异常名录",
        "从事特定细分市场起始日",
        "研发机构最高级别",
        "2025年营业收入",
    )
    found = rows(tiertrack.screen(kind({"企业名称": ["甲", "乙"], **dict.fromkeys(columns, gaps)}), *SRDI))
    assert [row["truth"] for row in found] == [None, None]
    assert [row["uscc"] for row in found] == [None, None]
    assert len(rows(tiertrack.screen(kind({"企业名称": gaps}), *SRDI))) == len(gaps)


def test_a_frame_without_rows_or_columns_has_an_answer_without_rows() -> None:
    for frame in (
        pd.DataFrame(),
        pd.DataFrame({name: [] for name in TABLE}),
        pd.DataFrame({"企业名称": []}),
        pd.DataFrame({"企业名称": []}, dtype=object),
        pa.table({"企业名称": pa.array([], pa.float64())}),
        pl.DataFrame({name: [] for name in TABLE}),
    ):
        assert rows(tiertrack.screen(frame, *SCALE)) == []


@eager
def test_a_count_with_a_gap_is_whole_or_refused(kind: Any) -> None:
    column = "2025年从业人员"
    found = rows(tiertrack.screen(kind({"行业": ["C3484"] * 2, column: [10.0, None]}), *SRDI))
    assert len(found) == 2
    assert told(kind({column: [10.5, None]}), SRDI) == [("E848", f"列 {column}")]


@eager
def test_text_is_read_by_the_grammar_of_files(kind: Any) -> None:
    texts = {
        "2025年研发费用": ["120万元", "0.012亿", None, "1,000,000元"],
        "2024年研发费用（万元）": ["120", "１２０万元", None, "100"],
        "2025年营业收入": ["2000万元", "0.2亿", "", "2,000万元"],
        "2024年营业收入": ["2000万元"] * 4,
        "列入经营异常名录": ["否", "false", None, "是"],
    }
    found = rows(tiertrack.screen(kind(texts), *SRDI))
    assert [row["B4a"] for row in found] == [True, True, None, False]
    assert [row["S3"] for row in found] == [True, True, None, True]
    wrong = kind(
        {"2025年营业收入": ["5200", "x"], "2025年从业人员": ["三百", None], "列入经营异常名录": ["也许", None]}
    )
    assert told(wrong, SRDI) == [
        ("E107", "列 2025年从业人员"),
        ("E113", "列 列入经营异常名录"),
        ("E427", "列 2025年营业收入"),
    ]


@eager
def test_the_words_of_a_choice_are_read_as_its_keys_are(kind: Any) -> None:
    name = "研发机构最高级别"
    by_words, by_keys = (
        rows(tiertrack.screen(kind({"name": list("甲乙丙"), name: cells}), *SRDI))
        for cells in (["国家级", "provincial", None], ["national", "provincial", None])
    )
    assert by_words == by_keys
    assert told(kind({name: ["国家级", "国际级"]}), SRDI) == [("E114", f"列 {name}")]


def test_a_column_of_mixed_cells_is_read_cell_by_cell() -> None:
    frame = pd.DataFrame(
        {
            "2025年研发费用（万元）": [120, "120.5", None, Decimal("99.99"), 99.99, "1.2亿"],
            "2024年研发费用（万元）": [120.0, 120, float("nan"), "120", 120, 120],
            "2025年营业收入": ["500万元"] * 6,
            "2024年营业收入": ["500万元"] * 6,
            "从事特定细分市场起始日": [
                dt.date(2019, 1, 1),
                "2019/3/12",
                None,
                pd.Timestamp("2026-01-01"),
                "20190101",
                "",
            ],
            "列入经营异常名录": [True, "否", None, False, "是", "true"],
        }
    )
    found = rows(tiertrack.screen(frame, *SRDI))
    assert [row["S3"] for row in found] == [True, True, None, False, False, True]
    assert [row["S1b"] for row in found] == [True, True, None, False, True, None]
    assert [row["B4a"] for row in found] == [False, True, None, True, False, False]


def test_a_lazy_frame_says_what_it_cannot_look_at() -> None:
    table = {"2025年营业收入": ["5200万元"], "2025年从业人员": [10.0], "列入经营异常名录": ["否"]}
    with pytest.raises(BadFrame) as caught:
        tiertrack.screen(pl.LazyFrame(table), *SRDI)
    assert [(fault.code, fault.place) for fault in caught.value.faults] == [("E821", f"列 {name}") for name in table]
    assert all(".collect()" in fault.remedy for fault in caught.value.faults)
    with _relation(table) as relation, pytest.raises(BadFrame, match=r"请先 \.pl\(\)"):
        tiertrack.screen(relation, *SRDI)


def test_columns_of_one_name_and_two_headings_of_one_thing_are_refused() -> None:
    twice = pd.DataFrame([["甲", 1, 2]], columns=["企业名称", "备注", "备注"])
    assert told(twice) == [("E847", "列 备注")]
    assert told(pa.table([[1], [2]], names=["备注", "备注"])) == [("E847", "列 备注")]
    assert told(pl.DataFrame({"main_revenue:2025": [1], REVENUE: [1]})) == [("E422", f"数据框 {REVENUE} 列")]
    wrong = {"2025年主营业务收入（人）": [1], "2025年列入经营异常名录": [True], "1900年营业收入": [1]}
    assert [code for code, _place in told(pl.DataFrame(wrong))] == ["E423", "E424", "E429"]


def test_strictness_refuses_unknown_columns_and_absent_ones() -> None:
    frame = pl.DataFrame(TABLE)
    assert told(frame, strict="unknown") == [("E852", "数据框")]
    assert len(rows(tiertrack.screen(frame, *SCALE, strict="all", keep=["客户经理"]))) == 3
    assert told(frame.select("企业名称", "行业"), strict="absent") == [("E824", "数据框")]
    both = told(frame.select("企业名称", "客户经理"), strict="all")
    assert [code for code, _place in both] == ["E824", "E852"]
    with pytest.raises(BadInput, match="E714"):
        tiertrack.screen(frame, *SCALE, strict=True)  # type: ignore[arg-type]


def test_a_yearly_column_without_its_year_is_told_and_where_the_rows_say_it_refused() -> None:
    table = {"企业名称": ["甲"], "主营业务收入（万元）": [2000]}
    with pytest.warns(UserWarning, match="是否想写 2025年主营业务收入"):
        found = tiertrack.screen(pl.DataFrame(table), *SCALE)
    assert found["truth"].to_list() == [None]
    assert told(pl.DataFrame(table | {"年度": [2025]})) == [("E425", "数据框 列 主营业务收入（万元）")]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tiertrack.screen(pl.DataFrame({"企业名称": ["甲"], "净利润（万元）": [2000]}), *SCALE)


@pytest.mark.parametrize(
    ("keep", "named"),
    [(["客户经里"], {}), ("客户经里", {}), (["truth"], {"客户经理": "truth"}), (["gs.1"], {"客户经理": "gs.1"})],
)
def test_a_column_that_cannot_be_kept_is_refused(keep: Any, named: dict[str, str]) -> None:
    assert told(pl.DataFrame(TABLE).rename(named), keep=keep) == [("E849", "keep")]
    assert told(pd.DataFrame(TABLE).rename(columns=named), keep=keep) == [("E849", "keep")]


def test_columns_may_be_named_by_anything_in_pandas() -> None:
    frame = pd.DataFrame({"行业": ["C3484"], REVENUE: [2000], ("甲", 1): ["赵"], 7: ["钱"]})
    found = tiertrack.screen(frame, *SCALE, keep=[("甲", 1), 7])
    assert (found[("甲", 1)].tolist(), found[7].tolist(), found["truth"].tolist()) == (["赵"], ["钱"], [True])


def test_frames_whose_headings_only_look_alike_are_told_apart() -> None:
    named = [("备注", 1), ("备注", True), ("备注", 1.0)]
    frames = [pd.DataFrame([["甲", 2, 3]], columns=["企业名称", *names]) for names in named]
    told_of = [[one.heading for one in tiertrack.summarise(frame, *SCALE).unread] for frame in frames]
    assert told_of == [["备注", "1"], ["备注", "True"], ["备注", "1.0"]]


def test_a_title_registered_since_is_known_in_a_frame_that_looks_the_same() -> None:
    frame = pl.DataFrame({"企业名称": ["甲"], "某省未来工厂": [True]})
    title = evolve(title_definition("high_tech_enterprise"), key="future_factory", label="某省未来工厂")

    def why() -> str:
        return tiertrack.summarise(frame, *SCALE).unread[0].why

    before = why()
    put_titles({title.key: title})
    try:
        assert (before, why()) == (Unread("").why, UNUSED)
    finally:
        put_titles({title.key: None})
    assert why() == before


@pytest.mark.parametrize("thing", [[1, 2], {"a": [1]}, pl.Series([1]), None])
def test_what_is_no_frame_is_refused(thing: Any) -> None:
    assert told(thing) == [("E851", None)]


@eager
def test_region_and_industry_codes_with_gaps_are_read(kind: Any) -> None:
    frame = kind({"所在地": [500113.0, None], "行业代码": [3484.0, None], REVENUE: [1, 2]})
    found = rows(tiertrack.screen(frame, *SCALE))
    assert [row["industry"] for row in found] == ["C3484", None]


@eager
@pytest.mark.parametrize("cells", [[10.0, 9.99], ["10", "9%"], [10, 9]])
def test_a_share_in_percent_by_its_heading_is_a_share(kind: Any, cells: list[Any]) -> None:
    table = {"主导产品细分市场占有率（%）": cells, "主导产品国内市场位次": [99, 99], "market_reputation": [True, True]}
    found = rows(tiertrack.screen(kind(table), Tier.LITTLE_GIANT, Act.RECOGNITION, ON))
    assert [row["G5"] for row in found] == [True, False]


def test_a_frame_of_pandas_without_arrow_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tiertrack.extras.find_spec", lambda module: None if module == "pyarrow" else module)
    with pytest.raises(BadInput, match=r"\[E826\].*tiertrack\[pandas\]"):
        tiertrack.screen(pd.DataFrame(TABLE), *SCALE)
