"""The job for a cluster says where it is and what is wrong, before any cluster is asked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def job(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tiertrack.cluster", *arguments],
        env={**os.environ, **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_it_tells_spark_submit_where_it_is() -> None:
    told = job("--where")
    assert told.returncode == 0
    assert Path(told.stdout.strip()).name == "__main__.py"
    assert sorted(one.name for one in Path(told.stdout.strip()).parent.glob("*.py")) == ["__init__.py", "__main__.py"]


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ([], "[E705] 缺少 表"),
        (["in", "out", "--on", "2026-06-30"], "[E705] 缺少 --tier"),
        (["in", "out", "--tier", "little_giant"], "[E705] 缺少 --on"),
        (["in", "out", "--tier", "little_giants", "--on", "2026-06-30"], "[E703] --tier：没有这个称号"),
        (["in", "out", "--tier", "little_giant", "--on", "2010-06-30"], "[E5"),
    ],
)
def test_it_refuses_a_question_that_is_not_whole(arguments: list[str], fault: str) -> None:
    told = job(*arguments)
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith(fault), told.stderr


@pytest.mark.slow
def test_without_a_java_it_says_what_to_install() -> None:
    pytest.importorskip("pyspark")
    told = job("in", "out", "--tier", "little_giant", "--on", "2026-06-30", JAVA_HOME="/nowhere")
    assert told.returncode == 2
    assert "[E830] Spark 启动不了" in told.stderr
