"""What is handed in is read only where it is a plain file, and where all of it is read, of bounded size."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.commands import Run
from tiertrack import load_rulebook, read_dossier, read_title_list
from tiertrack.errors import TiertrackError
from tiertrack.input_file import LARGEST_TEXT

_DOORS: dict[str, Callable[[Path], object]] = {
    "a dossier": read_dossier,
    "a rulebook": lambda path: load_rulebook([path]),
    "parameters": lambda path: load_rulebook(parameters=path),
    "a list of titles": lambda path: list(read_title_list(path, title="srdi_sme").rows()),
}
each_door = pytest.mark.parametrize("read", _DOORS.values(), ids=_DOORS)


def codes(read: Callable[[Path], object], path: Path) -> list[str]:
    with pytest.raises(TiertrackError) as caught:
        read(path)
    return [fault.code for fault in caught.value.faults]


@each_door
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path, read: Callable[[Path], object]) -> None:
    os.mkfifo(tmp_path / "管道.py")
    assert codes(read, tmp_path / "管道.py") == ["E727"]


@each_door
def test_a_name_no_system_takes_is_no_file(tmp_path: Path, read: Callable[[Path], object]) -> None:
    for name in ("a\0b.py", f"{'长' * 300}.py", "\ud800.py"):
        assert codes(read, tmp_path / name) == ["E401"]


@pytest.mark.parametrize("read", list(_DOORS.values())[:3], ids=list(_DOORS)[:3])
def test_a_text_that_is_no_dossier_by_its_size_is_refused_unread(
    tmp_path: Path, read: Callable[[Path], object]
) -> None:
    with (tmp_path / "大.py").open("wb") as file:
        file.truncate(LARGEST_TEXT + 1)
    assert codes(read, tmp_path / "大.py") == ["E728"]


def test_words_that_are_no_text_are_refused_before_any_command(run: Run) -> None:
    code, _, err = run("standing", "甲\udce9公司", "--on", "2026-06-30")
    assert (code, err.splitlines()) == (
        2,
        ["[E729] 第 2 个参数：命令行里有读不出来的字符（收到：甲\\udce9公司）。请核对终端的编码，去掉不可见的字符"],
    )


def test_of_very_many_unknown_members_each_is_named_though_not_each_is_likened(tmp_path: Path) -> None:
    facts = ",".join(f'"revenu{number}":1' for number in range(20_000))
    (tmp_path / "firm.json").write_text(f'{{"name":"甲公司","facts":{{{facts}}}}}', encoding="utf-8")
    with pytest.raises(TiertrackError) as caught:
        read_dossier(tmp_path / "firm.json")
    assert len(caught.value.faults) == 20_000
    assert sum("营业收入" in fault.remedy for fault in caught.value.faults) == 50


def test_a_rulebook_that_raises_what_is_no_exception_is_refused_like_any_other(tmp_path: Path) -> None:
    for raised in ("SystemExit", "GeneratorExit", "type('Odd', (BaseException,), {})"):
        (tmp_path / "坏.py").write_text(f"raise {raised}", encoding="utf-8")
        assert codes(lambda path: load_rulebook([path]), tmp_path / "坏.py") == ["E521"]
