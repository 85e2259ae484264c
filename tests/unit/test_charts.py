"""An answer has a chart and its data as a table; a waterfall adds up, wherever the enterprises are."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs
import polars as pl
import pytest

import tiertrack
from tiertrack import Act, AsOf, BadInput, Dossier, Screening, Tier, dossier_from_json
from tiertrack.screening.files import FileSource
from tiertrack.screening.question import ask
from tiertrack.screening.register import RegisterSource

ON = dt.date(2026, 6, 30)
ASOF = AsOf(ON)
FACTS = {
    "revenue": {"2025": "4200万元", "2024": "4000万元", "2023": "3535.14万元"},
    "main_revenue": {"2025": "4000万元"},
    "rd_expense": {"2025": "620万元", "2024": "500万元"},
    "segment_since": "2019-03-12",
    "abnormal_list": True,
}
TITLES = [{"title": "srdi_sme", "from": "2024-07-01", "through": "2027-06-30"}]


@pytest.fixture(scope="module")
def firm() -> Dossier:
    told = {"name": "甲公司", "region": "500113", "industry": "C3484", "facts": FACTS, "titles": TITLES}
    return dossier_from_json(json.dumps(told, ensure_ascii=False))


@pytest.fixture(scope="module")
def firms() -> pl.DataFrame:
    """Firms that fail at one criterion or another, or at several, or at none that is known."""
    fen = 10_000_00
    return pl.DataFrame(
        {
            "name": [f"{one}公司" for one in "甲乙丙丁"],
            "uscc": [None] * 4,
            "abnormal_list": [True, False, None, True],
            "segment_since": [dt.date(2019, 1, 1), dt.date(2026, 1, 1), None, dt.date(2026, 1, 1)],
            "revenue:2025": [5000 * fen, 5000 * fen, 5000 * fen, 100 * fen],
            "main_revenue:2025": [1000 * fen, 1000 * fen, None, 0],
        },
        schema_overrides={"uscc": pl.String},
    )


def test_an_assessment_is_a_bar_for_each_criterion_as_long_as_it_reaches_its_limit(firm: Dossier) -> None:
    answer = tiertrack.assess(firm, Tier.LITTLE_GIANT, Act.RECOGNITION, ASOF)
    rows = {row["key"]: row for row in answer.plot_data()}
    assert list(rows) == [judged.criterion.key for judged in answer.criteria]
    assert (rows["G2a"]["reached"], rows["G2a"]["note"]) == (0.84, "2025年营业收入差 800 万元")
    assert (rows["G2b"]["reached"], rows["G2b"]["verdict"]) == (1.0, "符合")
    assert (rows["B4a"]["reached"], rows["B4a"]["note"]) == (0.0, "不符合")
    assert (rows["G2d"]["reached"], rows["G2d"]["note"]) == (None, "缺：2025年负债总额、2025年资产总额")


def test_what_fails_by_a_hair_is_not_shown_as_whole() -> None:
    facts = {"revenue": {"2025": "4999.9999万元"}}
    firm = dossier_from_json(json.dumps({"name": "甲", "facts": facts}, ensure_ascii=False))
    answer = tiertrack.assess(firm, Tier.LITTLE_GIANT, Act.RECOGNITION, ASOF)
    assert {row["key"]: row["reached"] for row in answer.plot_data()}["G2a"] == 0.9999


def test_a_ladder_is_a_step_for_each_rung_with_what_is_held_and_what_the_next_takes(firm: Dossier) -> None:
    rows = {row["tier"]: row for row in tiertrack.climb(firm, ASOF).plot_data()}
    assert [row["step"] for row in rows.values()] == [1, 2, 3, 4, 5, 6, 7]
    assert (rows["srdi_sme"]["state"], rows["srdi_sme"]["note"]) == ("持有", "至 2027-06-30")
    assert rows["little_giant"]["state"] == "不符合"
    assert rows["little_giant"]["note"].startswith("3 条不符合，缺 ")
    assert [tier for tier, row in rows.items() if row["next"]] == ["little_giant"]


def _by_frame(firms: pl.DataFrame, _folder: Path) -> Screening:
    return tiertrack.summarise(firms, Tier.SRDI_SME, Act.RECOGNITION, ON)


def _by_lazy_frame(firms: pl.DataFrame, _folder: Path) -> Screening:
    return tiertrack.summarise(firms.lazy(), Tier.SRDI_SME, Act.RECOGNITION, ON)


def _by_arrow(firms: pl.DataFrame, _folder: Path) -> Screening:
    return tiertrack.summarise(firms.to_arrow(), Tier.SRDI_SME, Act.RECOGNITION, ON)


def _by_file(firms: pl.DataFrame, folder: Path) -> Screening:
    firms.write_parquet(folder / "firms.parquet")
    return FileSource(folder / "firms.parquet").screen(ask(Tier.SRDI_SME, Act.RECOGNITION, ON))


def _by_register(firms: pl.DataFrame, folder: Path) -> Screening:
    url = f"sqlite:///{folder}/register.db"
    headings = {"revenue:2025": "2025年营业收入（元）", "main_revenue:2025": "2025年主营业务收入（元）"}
    in_yuan = firms.drop("uscc").with_columns(pl.col(*headings) // 100)
    in_yuan.rename(headings).write_csv(folder / "firms.csv")
    tiertrack.initialise(url)
    with tiertrack.open(url) as register:
        register.import_facts(folder / "firms.csv", source="表")
    return RegisterSource(url).screen(ask(Tier.SRDI_SME, Act.RECOGNITION, ON))


@pytest.mark.parametrize("source", [_by_frame, _by_lazy_frame, _by_arrow, _by_file, _by_register])
def test_a_waterfall_takes_each_enterprise_out_at_the_first_criterion_it_fails(
    firms: pl.DataFrame, tmp_path: Path, source: Any
) -> None:
    found = source(firms, tmp_path)
    rows = found.plot_data()
    assert {row["key"]: row["count"] for row in rows if row["kind"] == "failed" and row["count"]} == {
        "B4a": 2,
        "S1b": 1,
    }
    assert [(row["kind"], row["count"]) for row in rows if row["kind"] != "failed"] == [
        ("total", 4),
        ("open", 1),
        ("met", 0),
    ]
    assert {row["key"]: row["failed"] for row in rows if row["failed"]} == {"B4a": 2, "S1b": 2, "S2b": 3}
    left = [row["from"] for row in rows if row["kind"] in ("total", "failed")][1:]
    assert left == sorted(left, reverse=True)
    assert left[-1] == found.met + found.open


def test_standards_side_by_side_are_one_step_of_a_waterfall(firms: pl.DataFrame) -> None:
    found = tiertrack.summarise(firms.select("name"), Tier.LISTED, Act.RECOGNITION, ON)
    assert [row["kind"] for row in found.plot_data()] == ["total", "failed", "open", "met"]
    assert {clause.first for clause in found.clauses} == {None}


def test_a_chart_is_plain_data_with_the_rows_in_it(firm: Dossier, firms: pl.DataFrame) -> None:
    answers = [
        tiertrack.assess(firm, Tier.LITTLE_GIANT, Act.RECOGNITION, ASOF),
        tiertrack.climb(firm, ASOF),
        tiertrack.summarise(firms, Tier.SRDI_SME, Act.RECOGNITION, ON),
    ]
    for answer in answers:
        # Altair holds what it writes against the schema of Vega-Lite.
        drawn = json.dumps(answer.plot().to_dict(), ensure_ascii=False)
        assert "vega-lite" in drawn
        for row in answer.plot_data():
            assert str(row.get("label") or row.get("title") or row["name"]) in drawn


def test_no_name_breaks_out_of_the_page_a_chart_is_saved_as(firms: pl.DataFrame, tmp_path: Path) -> None:
    name = "甲</script><script>alert(1)</script><!--公司"
    firm = Dossier(name)
    screened = tiertrack.summarise(firms, Tier.SRDI_SME, Act.RECOGNITION, ON)
    clauses = tuple(attrs.evolve(clause, title=name) for clause in screened.clauses)
    answers = [
        tiertrack.assess(firm, Tier.LITTLE_GIANT, Act.RECOGNITION, ASOF),
        tiertrack.climb(firm, ASOF),
        attrs.evolve(screened, clauses=clauses),
    ]
    for answer in answers:
        answer.plot().save(tmp_path / "答复.html")
        page = (tmp_path / "答复.html").read_text(encoding="utf-8")
        assert "alert(1)" in page
        assert page.count("</script") == page.count("<script") == 4
        assert "<script>alert" not in page
        assert "<!--" not in page
        assert "<" not in json.dumps(answer.plot().to_dict())


def test_without_altair_the_rows_are_there_and_a_chart_names_the_extra(
    firm: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tiertrack.extras.find_spec", lambda _module: None)
    answer = tiertrack.assess(firm, Tier.LITTLE_GIANT, Act.RECOGNITION, ASOF)
    assert answer.plot_data()
    with pytest.raises(BadInput, match=r"\[E826\].*tiertrack\[plot\]"):
        answer.plot()


def test_no_library_for_plots_or_frames_is_loaded_before_a_chart_is_asked_for() -> None:
    asked = (
        "import sys, json, tiertrack, datetime as dt\n"
        "firm = tiertrack.dossier_from_json(json.dumps({'name': 'x', 'facts': {}}))\n"
        "answer = tiertrack.climb(firm, tiertrack.AsOf(dt.date(2026, 6, 30)))\n"
        "answer.plot_data()\n"
        "print(sorted({'altair', 'narwhals', 'pandas', 'polars'} & {*sys.modules}))"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
