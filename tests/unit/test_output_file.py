"""A file of answers is whole or not there, and takes the place of nothing that was not given up."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tiertrack.errors import BadFile
from tiertrack.output_file import Existing, folder_written_whole, written_whole


def write(
    into: Path, text: str = "新的结果", existing: Existing = Existing.KEPT, sources: tuple[Path, ...] = ()
) -> None:
    with written_whole(into, existing, sources) as unfinished:
        unfinished.write_text(text, encoding="utf-8")


def refused(code: str, into: Path, **how: object) -> None:
    with pytest.raises(BadFile) as caught:
        write(into, **how)  # type: ignore[arg-type]
    assert [fault.code for fault in caught.value.faults] == [code]


def test_a_file_that_is_there_is_kept_unless_it_may_be_replaced(tmp_path: Path) -> None:
    there = tmp_path / "合同.csv"
    there.write_text("不能丢的", encoding="utf-8")
    refused("E829", there)
    assert there.read_text(encoding="utf-8") == "不能丢的"
    write(there, existing=Existing.REPLACED)
    assert there.read_text(encoding="utf-8") == "新的结果"
    assert list(tmp_path.iterdir()) == [there]


def test_a_file_that_appears_while_the_answers_are_written_is_kept(tmp_path: Path) -> None:
    into = tmp_path / "结果.csv"

    def write_while_another_does() -> None:
        with written_whole(into) as unfinished:
            unfinished.write_text("我的", encoding="utf-8")
            into.write_text("别人的", encoding="utf-8")

    with pytest.raises(BadFile, match="E829"):
        write_while_another_does()
    assert into.read_text(encoding="utf-8") == "别人的"
    assert list(tmp_path.iterdir()) == [into]


def test_the_mode_of_the_file_replaced_is_kept_and_a_new_file_has_the_usual_one(tmp_path: Path) -> None:
    private, fresh, usual = (tmp_path / name for name in ("密.csv", "新.csv", "常.csv"))
    private.touch(mode=0o600)
    usual.touch()
    write(private, existing=Existing.REPLACED)
    write(fresh)
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert fresh.stat().st_mode == usual.stat().st_mode


def test_no_answer_takes_the_place_of_what_it_was_made_from(tmp_path: Path) -> None:
    source, link = tmp_path / "表.csv", tmp_path / "又名.csv"
    source.write_text("所读的", encoding="utf-8")
    link.symlink_to(source)
    for name in (source, link):
        refused("E726", name, existing=Existing.REPLACED, sources=(source,))
    assert source.read_text(encoding="utf-8") == "所读的"


def test_only_a_plain_file_can_be_written(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.csv")
    for place in (tmp_path, tmp_path / "管道.csv", Path("/dev/null")):
        refused("E725", place, existing=Existing.REPLACED)
    (tmp_path / "圈.csv").symlink_to(tmp_path / "圈.csv")
    for place, why in (
        (tmp_path / "没有" / "结果.csv", "没有这个目录或文件"),
        (tmp_path / "坏\0名.csv", "路径里有空字符"),
        (tmp_path / f"{'长' * 200}.csv", "文件名太长"),
        (tmp_path / "圈.csv" / "结果.csv", "链接绕成了圈"),
        (Path(__file__) / "结果.csv", "路径当中有一段不是目录"),
    ):
        with pytest.raises(BadFile, match=rf"^\[E825\] 文件写不了：{why}（收到："):
            write(place, existing=Existing.REPLACED)


def test_a_link_is_followed_and_stays_one(tmp_path: Path) -> None:
    link = tmp_path / "链接.csv"
    link.symlink_to(tmp_path / "真的.csv")
    write(link)
    assert link.is_symlink()
    assert (tmp_path / "真的.csv").read_text(encoding="utf-8") == "新的结果"


def test_what_goes_wrong_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), written_whole(tmp_path / "结果.csv") as unfinished:
        unfinished.write_text(str(1 // 0), encoding="utf-8")
    assert list(tmp_path.iterdir()) == []


_KILLED = """
import os, signal, sys
from pathlib import Path
from tiertrack.output_file import folder_written_whole, written_whole
place, by, what = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
with written_whole(place) if what == "file" else folder_written_whole(place, "手册") as unfinished:
    (unfinished if what == "file" else unfinished / "页.html").write_text("half")
    if what == "between":
        moved = Path.rename
        def rename(self, target):
            moved(self, target)
            os.kill(os.getpid(), by)
        Path.rename = rename
    else:
        os.kill(os.getpid(), by)
"""


def killed(into: Path, by: signal.Signals, what: str) -> None:
    """A writer of a file or a folder that is killed when half is written, or between taking the old folder away and
    putting the new one there."""
    done = subprocess.run([sys.executable, "-c", _KILLED, str(into), str(by.value), what], check=False)
    assert done.returncode == -by


def test_what_a_killed_writer_left_is_gone_after_the_next_but_not_what_another_is_writing(tmp_path: Path) -> None:
    into = tmp_path / "结[果]*.csv"
    killed(into, signal.SIGKILL, "file")
    (left,) = tmp_path.iterdir()
    with written_whole(into, Existing.REPLACED) as other:
        other.write_text("后写完的", encoding="utf-8")
        write(into)
        assert sorted(tmp_path.iterdir()) == sorted([into, other])
    assert not left.exists()
    assert into.read_text(encoding="utf-8") == "后写完的"
    assert list(tmp_path.iterdir()) == [into]


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM])
def test_a_folder_half_written_by_one_that_was_killed_is_gone_after_the_next(
    tmp_path: Path, by: signal.Signals
) -> None:
    into = tmp_path / "手[册]"
    killed(into, by, "folder")
    (left,) = tmp_path.iterdir()
    assert [file.name for file in left.iterdir()] == ["页.html"]
    with folder_written_whole(into, "手册") as other:
        (other / "页.html").write_text("后写完的", encoding="utf-8")
        with folder_written_whole(into, "手册") as unfinished:
            (unfinished / "页.html").write_text("先写完的", encoding="utf-8")
        assert sorted(tmp_path.iterdir()) == sorted([into, other])
    assert not left.exists()
    assert (into / "页.html").read_text(encoding="utf-8") == "后写完的"
    assert list(tmp_path.iterdir()) == [into]


def test_the_folder_before_is_kept_until_there_is_another(tmp_path: Path) -> None:
    into = tmp_path / "手册"
    into.mkdir()
    (into / "页.html").write_text("以前的", encoding="utf-8")
    killed(into, signal.SIGKILL, "between")
    with pytest.raises(ZeroDivisionError), folder_written_whole(into, "手册") as unfinished:
        (unfinished / "页.html").write_text(str(1 // 0), encoding="utf-8")
    (before,) = tmp_path.iterdir()
    assert (before / "页.html").read_text(encoding="utf-8") == "以前的"
    with folder_written_whole(into, "手册") as unfinished:
        (unfinished / "页.html").write_text("现在的", encoding="utf-8")
    assert list(tmp_path.iterdir()) == [into]
