"""The pytest plugin in a project that has no feature file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

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
