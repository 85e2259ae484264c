"""The pytest plugin: in a project without a feature file it does nothing, and it keeps what became of scenarios."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tiertrack.pages.handbook.scenario_results import Outcome, read_results
from tiertrack.rulebooks import national_rulebook
from tiertrack.version import __version__

LOADED = """\
import sys
import pytest

pytest.main(["-q", "-p", "no:cacheprovider", "test_own.py"])
print(*sorted(name for name in sys.modules if name.partition(".")[0] == "tiertrack"))
"""


@pytest.mark.slow
def test_where_there_is_no_feature_file_nothing_is_loaded_for_one(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text("def test_own():\n    pass\n", encoding="utf-8")
    env = {**os.environ, "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", LOADED]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
    assert "1 passed" in done.stdout
    loaded = done.stdout.splitlines()[-1].split()
    assert loaded == ["tiertrack", "tiertrack.bdd", "tiertrack.bdd.plugin", "tiertrack.face", "tiertrack.homes"]


OWN = """# language: zh-CN
功能: 本区的说明
  场景: 写得通
    假如 判断日为 2026-06-30
  场景: 走不通
    假如 判断日为 2026-06-30
    那么 专精特新中小企业 认定 没有可用的标准
  场景大纲: 没有这句话
    假如 <什么>
    例子:
      | 什么     |
      | 没人写过 |
"""


@pytest.mark.slow
@pytest.mark.parametrize("how", [["-p", "no:xdist"], ["-n", "2"]], ids=["alone", "in two processes"])
def test_the_outcome_of_every_scenario_is_written_with_the_rules_it_was_judged_by(
    tmp_path: Path, how: list[str]
) -> None:
    (tmp_path / "own.feature").write_text(OWN, encoding="utf-8")
    (tmp_path / "test_own.py").write_text(
        "from pytest_bdd import scenarios\n\nscenarios('own.feature')\n\n\ndef test_beside():\n    pass\n",
        encoding="utf-8",
    )
    plain = ["-q", "-p", "no:cacheprovider", "--tiertrack-results", "results.json"]
    command = [sys.executable, "-m", "pytest", *plain, *how]
    env = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert "2 failed, 2 passed" in done.stdout
    found = read_results(tmp_path / "results.json")
    assert (found.version, found.rulebooks) == (__version__, (national_rulebook().digest,))
    assert [(one.feature, one.scenario, dict(one.example), one.outcome, one.step) for one in found.scenarios] == [
        ("own.feature", "写得通", {}, Outcome.PASSED, ""),
        ("own.feature", "没有这句话", {"什么": "没人写过"}, Outcome.FAILED, "没人写过"),
        ("own.feature", "走不通", {}, Outcome.FAILED, "专精特新中小企业 认定 没有可用的标准"),
    ]


@pytest.mark.slow
def test_a_run_whose_outcomes_cannot_be_written_has_failed(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text("def test_own():\n    pass\n", encoding="utf-8")
    plain = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--tiertrack-results", "nowhere/results.json"]
    command = [sys.executable, "-m", "pytest", *plain]
    env = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "E825" in done.stdout
