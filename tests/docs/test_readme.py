"""Nothing in the README can drift: its tables are the code's, its blocks run, its links and names exist."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest

import tiertrack
from tiertrack.cli import main
from tiertrack.cli.policy_commands import tiertrack as commands
from tiertrack.facts.dossier_file import dossier_from_json

sys.path.insert(0, str(Path(__file__).parent))
from readme import README, with_parts

TEXT = README.read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", TEXT, flags=re.S | re.M)


def test_the_tables_are_those_of_the_code() -> None:
    assert with_parts(TEXT) == TEXT, "请运行 make readme"


def test_the_dossier_shown_can_be_read() -> None:
    (shown,) = blocks("json")
    assert dossier_from_json(shown).name == "重庆某某精密制造有限公司"


@pytest.mark.parametrize("code", blocks("python"), ids=lambda code: code.splitlines()[0])
def test_every_python_block_runs(code: str, tmp_path: Path) -> None:
    (tmp_path / "firm.json").write_text(blocks("json")[0], encoding="utf-8")
    exec(compile(code, "README", "exec"), {"path": tmp_path / "firm.json"})


@pytest.mark.parametrize("line", [line for block in blocks("console") for line in block.splitlines()])
def test_every_command_shown_runs(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "firm.json").write_text(blocks("json")[0], encoding="utf-8")
    shutil.copytree(README.parent / "seeds/examples/district", tmp_path / "district")
    shutil.copy(README.parent / "seeds/examples/enterprises.csv", tmp_path)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        main(shlex.split(line.removeprefix("$ tiertrack ")))
    assert left.value.code in (0, 1, 3)
    assert capsys.readouterr().out


def test_every_command_is_in_the_table() -> None:
    named = set(re.findall(r"^\| `tiertrack (\w+)", TEXT, flags=re.M))
    assert named == set(commands.commands) - {"demo"}


def test_the_json_members_promised_are_those_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "firm.json").write_text(blocks("json")[0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        main(["assess", "firm.json", "--tier", "little_giant", "--on", "2026-06-30", "--format", "json"])
    given = json.loads(capsys.readouterr().out)
    promised = TEXT.split('`{"truth"')[1].split("}`")[0]
    assert set(re.findall(r'"(\w+)"', promised)) - {"score"} <= set(given) | set(given["edition"]) | set(
        given["criteria"][0]
    )


def test_the_make_targets_named_exist() -> None:
    targets = set(re.findall(r"^(\w+):", (README.parent / "Makefile").read_text(encoding="utf-8"), flags=re.M))
    assert set(re.findall(r"`make (\w+)`", TEXT)) <= targets


def test_the_public_names_are_sorted_and_documented() -> None:
    names = [name for name in tiertrack.__all__ if name != "__version__"]
    assert names == sorted(names)
    stub = (Path(tiertrack.__file__).with_name("__init__.pyi")).read_text(encoding="utf-8")
    assert sorted(re.findall(r'^    "(\w+)",$', stub, flags=re.M)) == sorted(tiertrack.__all__)
    for name in names:
        assert getattr(tiertrack, name).__doc__, name


def test_every_module_says_what_it_is_for() -> None:
    for path in sorted(Path(tiertrack.__file__).parent.rglob("*.py")):
        assert path.read_text(encoding="utf-8").startswith('"""'), path
