"""The wheel carries what the package needs at run time: migrations, features, seeds and type information."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.mark.slow
def test_the_wheel_carries_migrations_features_seeds_types_and_schemas(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=root,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("migrations", "features", "seeds"):
        shipped = {
            f"tiertrack/_shipped/{path.relative_to(root).as_posix()}"
            for path in (root / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        assert shipped
        assert shipped <= names
    assert {"tiertrack/py.typed", "tiertrack/__init__.pyi", "tiertrack/schemas/assessment.json"} <= names
