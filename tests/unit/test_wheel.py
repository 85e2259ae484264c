"""The package as it reaches others: as a wheel, in a zip, within a program of its own, under a type checker."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MEETS = ROOT / "seeds" / "examples" / "meets.json"

# What a program does not take along that is about something else, and what of its own package it can do without here:
# the time it takes to make one is that of the modules it looks through.
LEFT_OUT = (
    *("IPython", "PIL", "_pytest", "aiosqlite", "altair", "anyio", "asyncpg", "cryptography", "docx", "duckdb"),
    *("fastapi", "greenlet", "h11", "httpcore2", "httpx2", "hypothesis", "icalendar", "idna", "jinja2", "jsonschema"),
    *("gherkin", "linkify_it", "lxml", "markdown_it", "mcp", "mcp_types", "mypy", "narwhals", "numpy", "openpyxl"),
    *("opentelemetry", "pandas", "pdfminer", "pdfplumber", "polars", "psycopg", "psycopg2", "py4j", "pyarrow"),
    *("pydantic", "pygments", "pyspark", "pytest", "referencing", "rich", "setuptools", "sqlalchemy.dialects.mssql"),
    *("sqlalchemy.dialects.mysql", "sqlalchemy.dialects.oracle", "starlette", "tkinter", "uvicorn", "watchdog"),
    *("python_multipart", "vl_convert", "xlrd", "xlsxwriter", "yaml"),
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    return built(folder, "wheel")


def built(folder: Path, target: str) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (found,) = folder.glob("*.whl")
    return found


@pytest.mark.slow
def test_the_wheel_carries_migrations_features_seeds_types_and_schemas(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("migrations", "features", "seeds", "hooks"):
        shipped = {
            f"tiertrack/_shipped/{path.relative_to(ROOT).as_posix()}"
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        assert shipped
        assert shipped <= names
    assert {"tiertrack/py.typed", "tiertrack/__init__.pyi", "tiertrack/schemas/assessment.json"} <= names
    assert {"tiertrack/pages/templates/handbook/edition.html", "tiertrack/pages/static/handbook.css"} <= names


@pytest.mark.slow
def test_installed_from_a_checkout_nothing_lies_beside_it_under_its_name(tmp_path: Path) -> None:
    names = zipfile.ZipFile(built(tmp_path, "wheel:editable")).namelist()
    assert [name for name in names if name.startswith("tiertrack/")] == []


@pytest.fixture(scope="module")
def bare_zip(wheel: Path) -> Path:
    """The wheel as a zip from which the stubs have been taken, as some who pack programs do."""
    bare = wheel.with_name("bare.zip")
    with zipfile.ZipFile(wheel) as whole, zipfile.ZipFile(bare, "w") as packed:
        for entry in whole.infolist():
            if not entry.filename.endswith(".pyi"):
                packed.writestr(entry, whole.read(entry))
    return bare


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["policy", "list", "--on", "2026-06-30"], "专精特新中小企业/认定/2026　"),
        (
            ["assess", str(MEETS), "--tier", "srdi_sme", "--on", "2026-06-30"],
            "可以申报：按工信部企业〔2026〕2号附件1，",
        ),
        (["init", "--db", "sqlite:///register.db"], "已建立登记库 sqlite:///register.db：tiertrack_"),
    ],
    ids=lambda part: part[0] if isinstance(part, list) else "",
)
def test_the_package_runs_from_a_zip_without_its_stubs(
    bare_zip: Path, tmp_path: Path, words: list[str], told: str
) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "tiertrack", *words],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(bare_zip), "TMPDIR": str(tmp_path), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (answer.stderr, answer.returncode) == ("", 0)
    assert told in answer.stdout
    assert list(tmp_path.glob("tiertrack-*")) == [], "what was unpacked is still there"


@pytest.mark.slow
@pytest.mark.skipif(find_spec("PyInstaller") is None, reason="没有装 PyInstaller")
def test_a_program_made_by_pyinstaller_answers_without_a_python(tmp_path: Path) -> None:
    (tmp_path / "office.py").write_text("from tiertrack.cli import main\n\nmain()\n", encoding="utf-8")
    left_out = [word for name in LEFT_OUT for word in ("--exclude-module", name)]
    command = [sys.executable, "-m", "PyInstaller", "--log-level", "ERROR", "--noconfirm", *left_out, "office.py"]
    kept = {**os.environ, "PYINSTALLER_CONFIG_DIR": str(tmp_path / "kept")}
    subprocess.run(command, cwd=tmp_path, env=kept, check=True, capture_output=True)
    program = tmp_path / "dist" / "office" / "office"

    def told(*words: str) -> str:
        return subprocess.run(
            [program, *words], cwd=tmp_path, env={}, capture_output=True, text=True, encoding="utf-8", check=True
        ).stdout

    assert "专精特新中小企业/认定/2026" in told("policy", "list", "--on", "2026-06-30")
    assert told("assess", str(MEETS), "--tier", "srdi_sme", "--on", "2026-06-30").startswith("可以申报：")
    assert told("init").startswith("已建立登记库 sqlite:///tiertrack.db：")


@pytest.mark.slow
@pytest.mark.skipif(find_spec("pyright") is None, reason="没有装 pyright")
def test_a_type_checker_knows_the_type_of_everything_public(tmp_path: Path) -> None:
    # It takes the Python that comes first in the path, and a folder of the same name where it is run for the package.
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    env = {**os.environ, "PATH": path, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    command = [sys.executable, "-m", "pyright", "--verifytypes", "tiertrack", "--ignoreexternal"]
    asked = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert "Type completeness score: 100%" in asked.stdout, asked.stdout[-3000:] + asked.stderr
    assert asked.returncode == 0
