"""A cluster answers what the scalar evaluator answers: Spark with several worker processes, through the same
expressions; and the job that screens Parquet with it writes all or nothing."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings

import tiertrack
from tests.support.agreeing import (
    ANYBODY,
    EDITIONS,
    SOME_SIDE_BY_SIDE,
    answered_and_expected,
    answers_without_codes,
    compared_by_edition,
    compared_side_by_side,
    covering,
    kinds_of_nodes,
    population_of,
)
from tests.support.cells import CASES, read
from tests.support.clusters import SETTINGS, environment, needs_cluster, opened_cluster
from tests.support.expressions import Case, cases
from tests.support.running import cluster, cluster_screener
from tiertrack.errors import BadFile, BadFrame
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import Adjacent, Title
from tiertrack.rules.edition import Edition
from tiertrack.rules.reads import Column
from tiertrack.screening.question import Question, ask
from tiertrack.screening.results import Screening
from tiertrack.screening.spark import screen_cluster

pytestmark = [pytest.mark.slow, pytest.mark.cluster, needs_cluster]


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One cluster for the session."""
    with opened_cluster(tmp_path_factory.mktemp("cluster")) as session:
        yield session


@pytest.fixture
def spark(opened: Any, request: pytest.FixtureRequest) -> Any:
    """The cluster: strict, where what does not fit is an error, unless a test asks for the lenient one, where numbers
    that overflow go on from the other end."""
    opened.conf.set("spark.sql.ansi.enabled", getattr(request, "param", "strict") == "strict")
    return opened


# Every kind of node is in one of these, with every kind of what may stand directly in it. Every number is held to by
# the engines that are asked in the same words and take less time.
COVERING = covering(EDITIONS, kinds_of_nodes)


@pytest.mark.parametrize("edition", COVERING, ids=[one.key for one in COVERING])
def test_a_cluster_answers_by_an_edition_what_the_scalar_evaluator_answers(spark: Any, edition: Edition) -> None:
    for row, expected, found in compared_by_edition(cluster_screener(spark), edition, 60):
        assert found == expected, row


@pytest.mark.parametrize("spark", ["lenient"], indirect=True)
@pytest.mark.parametrize(
    ("title", "act", "on"), SOME_SIDE_BY_SIDE, ids=[f"{one[0].value} {one[2]}" for one in SOME_SIDE_BY_SIDE]
)
def test_a_cluster_judges_each_enterprise_by_the_editions_that_govern_it(
    spark: Any, title: Title, act: Act, on: dt.date
) -> None:
    for row, expected, found in compared_side_by_side(cluster_screener(spark), title, act, on, 60):
        assert found == expected, row


@pytest.mark.parametrize(("title", "act", "on"), ANYBODY[1:], ids=[one[0].value for one in ANYBODY[1:]])
def test_to_a_cluster_what_is_no_code_says_no_more_than_none(spark: Any, title: Title, act: Act, on: dt.date) -> None:
    found, expected = answers_without_codes(cluster_screener(spark), title, act, on)
    assert found == expected


@settings(
    max_examples=12,
    deadline=None,
    # To make a failing rule simpler takes a query a try.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(batch=cases())
def test_a_cluster_answers_of_any_rule_what_the_scalar_evaluator_answers(spark: Any, batch: list[Case]) -> None:
    found, expected = answered_and_expected(cluster(spark), batch)
    assert found == expected


@pytest.mark.parametrize("spark", ["strict", "lenient"], indirect=True)
@pytest.mark.parametrize(("column", "unit", "cells", "expected"), CASES)
def test_a_cluster_reads_a_cell_like_every_engine(
    spark: Any, column: Column, unit: str | None, cells: Any, expected: list[Any]
) -> None:
    frame = spark.createDataFrame(pa.table({column.name: cells})).repartition(2)
    assert sorted(map(str, read(frame, column, unit))) == sorted(map(str, expected))


def test_a_frame_of_a_cluster_comes_back_as_one(spark: Any) -> None:
    from pyspark.sql import DataFrame

    found = tiertrack.screen(
        spark.createDataFrame(SHORT_TABLE), Adjacent.ABOVE_SCALE, Act.RECOGNITION, dt.date(2026, 6, 30)
    )
    assert isinstance(found, DataFrame)
    assert {row["name"]: row["truth"] for row in found.collect()} == {"甲": True, "乙": False, "丙": None}


def test_the_headings_of_a_frame_of_a_cluster_are_read_and_its_columns_kept(spark: Any) -> None:
    headings = ["企业名称", "行业", "2025年主营业务收入（万元）", "来源.1"]
    cells = [["甲", "乙"], ["C3484", "C3484"], [2000, 1999], ["A", None]]
    frame = spark.createDataFrame(pa.table(dict(zip(headings, cells, strict=True))))
    asked = Adjacent.ABOVE_SCALE, Act.RECOGNITION, dt.date(2026, 6, 30)
    found = tiertrack.screen(frame, *asked, keep=["来源.1"])
    assert found.columns == ["name", "industry", "来源.1", "truth", "missing", "gs.1", "gs.2"]
    assert [tuple(row)[:4] for row in found.collect()] == [("甲", "C3484", "A", True), ("乙", "C3484", None, False)]
    summary = tiertrack.summarise(frame, *asked)
    assert (summary.met, summary.failed, [one.heading for one in summary.unread]) == (1, 1, ["来源.1"])


# ------------------------------------------------------------------------------------------------------------ the job

# Starting is what takes spark-submit its time: it is asked by a standard that is not wide. Wide ones are asked above.
(EDITION,) = (one for one in EDITIONS if one.key == "tech_sme/recognition/2017")
ASKED = population_of(EDITION, 90)
QUESTION = ask(Tier.LITTLE_GIANT, Act.RECOGNITION, dt.date(2026, 6, 30))


def submitted(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """What spark-submit makes of the job: with two threads, as it takes no time to start them."""
    import pyspark

    where = [sys.executable, "-m", "tiertrack.cluster", "--where"]
    script = subprocess.run(where, capture_output=True, text=True, check=True).stdout.strip()
    submit = Path(pyspark.__file__).parent / "bin" / "spark-submit"
    settings = [f"--conf={name}={value}" for name, value in SETTINGS.items()]
    variables = {"PYSPARK_PYTHON": sys.executable, "PYTHONPATH": str(Path.cwd())}
    return subprocess.run(
        [str(submit), "--master", "local[2]", *settings, script, *arguments],
        env={**os.environ, **environment(folder), **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


def test_spark_submit_screens_a_partitioned_table(tmp_path: Path) -> None:
    for batch in range(3):
        part = tmp_path / "in" / f"batch={batch}"
        part.mkdir(parents=True)
        pq.write_table(ASKED.table.slice(batch * 30, 30), part / "part.parquet")
    question = ["--tier", EDITION.tier.value, "--act", "recognition", "--on", ASKED.on.isoformat()]

    done = submitted([str(tmp_path / "in"), str(tmp_path / "out"), *question], tmp_path)

    assert done.returncode == 0, done.stderr
    truths = [answer["truth"] for answer in ASKED.answers]
    counts = [truths.count(truth) for truth in (True, False, None)]
    assert "共 90 家：符合 {}，不符合 {}，待补充 {}".format(*counts) in done.stdout
    found = {row["name"]: row for row in pq.read_table(tmp_path / "out").to_pylist()}
    for row, expected in zip(ASKED.rows, ASKED.answers, strict=True):
        assert {name: found[row["name"]][name] for name in expected} == expected, row
    assert sorted(one.name for one in tmp_path.iterdir()) == ["in", "out", "spark"]


SHORT_QUESTION = ask(Adjacent.ABOVE_SCALE, Act.RECOGNITION, dt.date(2026, 6, 30))
SHORT_TABLE = pa.table(
    {"name": ["甲", "乙", "丙"], "industry": ["C3484"] * 3, "main_revenue:2025": [2_000_000_000, 1_999_999_999, None]}
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the table the job is given."""
    pq.write_table(SHORT_TABLE, tmp_path / "in.parquet")
    return tmp_path


def screened(spark: Any, place: Path, question: Question = SHORT_QUESTION, **how: Any) -> Screening:
    return screen_cluster(spark, str(place / "in.parquet"), str(place / "out"), question, **how)


def test_the_job_counts_the_answers_to_each_criterion_as_they_are_counted_of_a_frame(spark: Any, place: Path) -> None:
    pq.write_table(ASKED.table, place / "in.parquet")
    asked = EDITION.tier, EDITION.act, ASKED.on
    found, expected = screened(spark, place, ask(*asked)), tiertrack.summarise(ASKED.table, *asked)
    assert {clause.first for clause in expected.clauses} != {0}
    assert (found.met, found.failed, found.open) == (expected.met, expected.failed, expected.open)
    assert found.clauses == expected.clauses


def test_the_job_does_not_write_over_what_is_there(spark: Any, place: Path) -> None:
    first = screened(spark, place)
    assert (first.met, first.failed, first.open) == (1, 1, 1)
    assert [row["name"] for row in first.rows] == ["甲"]
    before = sorted((place / "out").iterdir())
    with pytest.raises(BadFile, match="E829"):
        screened(spark, place)
    assert sorted((place / "out").iterdir()) == before
    assert sorted(one.name for one in place.iterdir()) == ["in.parquet", "out"]


def test_a_job_that_fails_half_way_leaves_nothing(spark: Any, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_words: Any, **_others: Any) -> None:
        assert [*place.glob("out.unfinished-*/part-*")], "the answers are written by now"
        assert not (place / "out").exists()
        raise KeyboardInterrupt

    monkeypatch.setattr("tiertrack.screening.spark._counts", fail)
    with pytest.raises(KeyboardInterrupt):
        screened(spark, place)
    assert [one.name for one in place.iterdir()] == ["in.parquet"]


def test_amounts_may_be_in_another_unit(spark: Any, place: Path) -> None:
    wan = SHORT_TABLE.set_column(2, "main_revenue:2025", pa.array([2000.0, 1999.99, None]))
    pq.write_table(wan, place / "in.parquet")
    found = screened(spark, place, money_unit="万元")
    assert (found.met, found.failed, found.open) == (1, 1, 1)


def test_the_job_tells_which_columns_are_not_there(spark: Any, place: Path) -> None:
    pq.write_table(SHORT_TABLE.drop_columns(["main_revenue:2025"]), place / "in.parquet")
    (absent,) = screened(spark, place).absent
    assert (absent.name, absent.criteria) == ("main_revenue:2025", ("gs.2",))
    with pytest.raises(BadFrame, match=r"E824.*2025年主营业务收入.*2011年起 主营业务收入"):
        screened(spark, place, strict=True)


def test_a_part_written_later_may_have_more_columns(spark: Any, place: Path) -> None:
    (place / "in.parquet").unlink()
    for batch, table in enumerate((SHORT_TABLE.slice(0, 1).drop_columns(["main_revenue:2025"]), SHORT_TABLE.slice(1))):
        part = place / "in.parquet" / f"batch={batch}"
        part.mkdir(parents=True)
        pq.write_table(table, part / "part.parquet")
    found = screened(spark, place)
    assert found.absent == ()
    assert (found.met, found.failed, found.open) == (0, 1, 2)
    assert len([*(place / "out").glob("part-*.parquet")]) == 2, "each worker wrote"


@pytest.mark.parametrize(
    ("columns", "fault"),
    [
        (["industry", "main_revenue:2025"], "E850.*看不出每一行是哪家企业"),
        (["name"], "E832.*判断要用的列一列也没有"),
    ],
)
def test_the_job_refuses_a_table_it_can_say_nothing_about(
    spark: Any, place: Path, columns: list[str], fault: str
) -> None:
    pq.write_table(SHORT_TABLE.select(columns), place / "in.parquet")
    with pytest.raises(BadFrame, match=fault):
        screened(spark, place)


@pytest.mark.parametrize(
    ("name", "cells", "fault"),
    [
        ("market_share", ["一成", "10%", None], "E822.*一成"),
        ("segment_since", ["2019/13/45", "2019-03-12", None], "E822.*2019/13/45.*2026-06-30"),
        ("class1_ip", [-1, 4, None], "E823.*1 格超出范围"),
        ("class1_ip", ["四", "4", None], "E821.*类型不对"),
    ],
)
def test_the_job_refuses_cells_it_cannot_read_and_writes_nothing(
    spark: Any, place: Path, name: str, cells: list[Any], fault: str
) -> None:
    pq.write_table(SHORT_TABLE.append_column(name, pa.array(cells)), place / "in.parquet")
    with pytest.raises(BadFrame, match=fault):
        screened(spark, place, QUESTION)
    assert [one.name for one in place.iterdir()] == ["in.parquet"]


def test_the_job_says_that_there_is_no_such_table(spark: Any, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"E820.*PATH_NOT_FOUND"):
        screened(spark, tmp_path)
    (tmp_path / "in.parquet").write_text("name,uscc\n")
    with pytest.raises(BadFile, match=r"E820.*not a Parquet file"):
        screened(spark, tmp_path)
