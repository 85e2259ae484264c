"""A scenario of a feature file never vanishes without a word."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FEATURE = """# language: zh-CN
功能: 虚构
  场景{colon} 一
    假如 一家虚构企业
  场景: 二
    假如 一家虚构企业
"""


def run(folder: Path, colon: str) -> subprocess.CompletedProcess[str]:
    (folder / "policy.feature").write_text(FEATURE.format(colon=colon), encoding="utf-8")
    (folder / "test_policy.py").write_text("from pytest_bdd import scenarios\nscenarios('policy.feature')\n")
    (folder / "conftest.py").write_text(
        "from pytest_bdd import given\n@given('一家虚构企业')\ndef _firm():\n    pass\n", encoding="utf-8"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", str(folder)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, encoding="utf-8")


def test_a_full_width_colon_after_a_keyword_is_refused_with_its_line(tmp_path: Path) -> None:
    assert "2 passed" in run(tmp_path, ":").stdout
    refused = run(tmp_path, "：")
    assert refused.returncode == 4
    assert "[E731]" in refused.stderr
    assert "policy.feature 第 3 行：关键字后面是全角冒号" in refused.stderr
