"""Where no extra is installed, every question to the register works, and what needs an extra says which."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tiertrack.shipped import shipped

EXTRAS = (
    "cryptography",
    "duckdb",
    "greenlet",
    "icalendar",
    "mcp",
    "narwhals",
    "openpyxl",
    "pandas",
    "polars",
    "psycopg",
    "pyarrow",
    "pyspark",
)
# An extra that is not installed cannot be imported.
WITHOUT_EXTRAS = f"import sys\nsys.modules.update(dict.fromkeys({EXTRAS!r}))\nfrom tiertrack.cli import main\nmain()"

TABLE = str(shipped("seeds") / "examples" / "enterprises.csv")
EDITIONS = ("--from", "srdi_sme/recognition/2022", "--to", "srdi_sme/recognition/2026", "--on", "2026-06-30")
SRDI = ("--tier", "srdi_sme", "--on", "2022-10-31")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a register that is filled, made without any extra."""
    found = tmp_path_factory.mktemp("core")
    for words in (["init"], ["seed"]):
        assert tiertrack(found, *words).returncode == 0
    return found


def tiertrack(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WITHOUT_EXTRAS, *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize(
    "words",
    [
        ["screen", "--db", "sqlite:///tiertrack.db", *SRDI, "--near", "--within", "10%"],
        ["screen", "--db", "sqlite:///tiertrack.db", *SRDI, "--into", "answers.csv"],
        ["impact", "--db", "sqlite:///tiertrack.db", *EDITIONS],
        ["due", "--on", "2022-10-31"],
    ],
    ids=" ".join,
)
def test_the_register_is_asked_without_any_extra(folder: Path, words: list[str]) -> None:
    answer = tiertrack(folder, *words)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout


@pytest.mark.parametrize(
    ("words", "code", "extra"),
    [
        (["screen", TABLE, *SRDI], "E826", "tiertrack[frame]"),
        (["due", "--on", "2022-10-31", "--format", "ics"], "E710", "tiertrack[calendar]"),
        (["mcp"], "E826", "tiertrack[mcp]"),
        (["key", "new", "--into", "seal.pem"], "E826", "tiertrack[sign]"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, list) else str(part),
)
def test_what_needs_an_extra_names_it(folder: Path, words: list[str], code: str, extra: str) -> None:
    answer = tiertrack(folder, *words)
    assert answer.returncode == 2
    assert answer.stderr.startswith(f"[{code}]")
    assert extra in answer.stderr


def test_an_address_is_awaited_without_any_extra() -> None:
    code = (
        f"import sys\nsys.modules.update(dict.fromkeys({EXTRAS!r}))\n"
        "import asyncio, typing\nfrom tiertrack import aio\n"
        "async def names():\n"
        "    async with aio.open('memory:') as register:\n"
        "        await register.enrol('甲公司（虚构）')\n"
        "        return (await register.verify()).faults\n"
        "print(asyncio.run(names()), len(typing.get_type_hints(aio.open)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (told.stdout, told.stderr) == ("() 7\n", "")
