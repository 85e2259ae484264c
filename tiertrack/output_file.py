"""The one way a file of answers is written, and a folder of them: whole or not there, beside its place until it is
whole, and never over what nobody said may go."""

from __future__ import annotations

import contextlib
import enum
import os
import secrets
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tiertrack.errors import BadFile, Fault
from tiertrack.foreign_errors import reason_of
from tiertrack.labels import Labelled

_UNFINISHED, _BEFORE = ".part", ".before"

_MAY_BE_REPLACED = "请换一个名字；确要覆盖，请加 existing=Existing.REPLACED"


class Existing(enum.Enum):
    """What becomes of a file that is there already."""

    KEPT = "kept"
    REPLACED = "replaced"


class CsvHeadings(Labelled):
    """How the columns of a CSV are headed: in Chinese, for people, or by their keys, for programs."""

    CHINESE = "chinese", "中文"
    KEYS = "keys", "键"


@contextmanager
def written_whole(
    into: Path,
    existing: Existing = Existing.KEPT,
    sources: Iterable[Path] = (),
    endings: tuple[str, ...] = (),
    if_taken: str = _MAY_BE_REPLACED,
) -> Iterator[Path]:
    """A file beside ``into``, to be written to, which takes its place when all went well and is gone when not.

    Args:
        into: Where the answers go; a link is followed.
        existing: Whether a file that is there is kept (and the writing refused) or replaced, keeping its mode.
        sources: The files the answers are made from, which are never replaced.
        endings: The endings the name may have; any unless given.
        if_taken: What to do where there is a file already; that it may be replaced unless given.

    Raises:
        BadFile: The name has another ending (E828); there is a file already (E829), the place is none for a
            file (E725) or one of the sources (E726); it cannot be written (E825).

    Examples:
        >>> from pathlib import Path
        >>> with written_whole(Path("answers.csv")) as unfinished:
        ...     _ = unfinished.write_text("name,truth", encoding="utf-8")
        >>> Path("answers.csv").read_text(encoding="utf-8")
        'name,truth'
    """
    refuse_ending(into, endings)
    with write_faults(into):
        place = into.resolve()
        _refuse(place, into, sources)
        if existing is Existing.KEPT and place.exists():
            raise _taken(into, if_taken)
        _remove_abandoned(place, _UNFINISHED)
    try:
        with write_faults(into):
            unfinished, lock = _opened_beside(place)
        try:
            yield unfinished
            with write_faults(into):
                if not _took_place(unfinished, place, existing):
                    raise _taken(into, if_taken)
        finally:
            os.close(lock)
    finally:
        with contextlib.suppress(OSError, NameError):
            unfinished.unlink(missing_ok=True)


def refuse_ending(into: Path, endings: tuple[str, ...]) -> None:
    """Raises BadFile for a name with another ending than these, any where there are none (E828)."""
    if endings and into.suffix.lower() not in endings:
        remedy = f"请写以 {' 或 '.join(endings)} 结尾的文件名"
        raise BadFile(Fault("E828", "结果不能写成这种文件", remedy, str(into)))


@contextmanager
def write_faults(into: Path, what: str = "文件") -> Iterator[None]:
    """Raises BadFile for what keeps ``what`` from being written there, in words (E825)."""
    try:
        yield
    except (OSError, ValueError, RuntimeError) as error:
        # A name with a NUL is a ValueError, links in a circle are a RuntimeError.
        fault = Fault("E825", f"{what}写不了：{reason_of(error)}", "请核对路径、写入权限和磁盘空间", str(into))
        raise BadFile(fault) from None


def _refuse(place: Path, into: Path, sources: Iterable[Path]) -> None:
    if not place.exists():
        return
    if not stat.S_ISREG(place.stat().st_mode):
        raise BadFile(Fault("E725", "这里不能写文件", "请写一个普通文件的路径，不能是目录、管道或设备", str(into)))
    if any(source.exists() and source.samefile(place) for source in sources):
        raise BadFile(Fault("E726", "结果不能写在所读的文件上", "请换一个文件名", str(into)))


def _taken(into: Path, remedy: str) -> BadFile:
    return BadFile(Fault("E829", "结果已经有了，没有覆盖", remedy, str(into)))


@contextmanager
def folder_written_whole(into: Path, what: str) -> Iterator[Path]:
    """A folder beside ``into``, to be filled, which takes its place when all went well and is gone when not; a fault
    calls it ``what``.

    What is there already is replaced: whoever asks makes sure that it may go. It goes when the new one is there, not
    before. Raises BadFile where it cannot be written (E825).
    """
    with write_faults(into, what):
        place = into.resolve()
        place.parent.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(place, _UNFINISHED)
        unfinished = _beside(place, _UNFINISHED)
        unfinished.mkdir()
    try:
        with _holding(unfinished):
            yield unfinished
            with write_faults(into, what):
                _replace_folder(unfinished, place)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _replace_folder(unfinished: Path, place: Path) -> None:
    if place.exists():
        before = _beside(place, _BEFORE)
        place.rename(before)
        try:
            unfinished.rename(place)
        except OSError:
            before.rename(place)
            raise
    else:
        unfinished.rename(place)
    # Where a writer was killed between the two, the folder before it is kept until there is another.
    _remove_abandoned(place, _BEFORE)


def _beside(place: Path, ending: str) -> Path:
    """A name beside a place that nobody can foresee."""
    return place.with_name(f".{place.name}.{secrets.token_hex(8)}{ending}")


def _opened_beside(place: Path) -> tuple[Path, int]:
    """A new file beside a place, and a descriptor that holds it for as long as its writer lives."""
    unfinished = _beside(place, _UNFINISHED)
    descriptor = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666)
    _held(descriptor)
    return unfinished, descriptor


def _remove_abandoned(place: Path, ending: str) -> None:
    """Removes what writers of the same file or folder that were killed have left: nobody holds it any more."""
    for left in place.parent.glob(f".{_escaped(place.name)}.{'[0-9a-f]' * 16}{ending}"):
        with contextlib.suppress(OSError), _holding(left) as is_held:
            if is_held and left.is_dir():
                shutil.rmtree(left)
            elif is_held:
                left.unlink()


@contextmanager
def _holding(left: Path) -> Iterator[bool]:
    """Whether what is there is held within this context, as long as its writer lives; not where a system cannot open a
    folder."""
    try:
        descriptor = os.open(left, os.O_RDONLY)
    except OSError:
        yield False
        return
    try:
        yield _held(descriptor)
    finally:
        os.close(descriptor)


def _escaped(name: str) -> str:
    return "".join(f"[{character}]" if character in "*?[" else character for character in name)


def _held(descriptor: int) -> bool:
    """Whether the file is held by this descriptor from now on; where a system knows no such hold, it never is."""
    try:
        import fcntl
    except ImportError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _took_place(unfinished: Path, place: Path, existing: Existing) -> bool:
    """Puts the file in its place, unless there is one that is kept."""
    if existing is Existing.REPLACED:
        if place.exists():
            shutil.copymode(place, unfinished)
        unfinished.replace(place)
        return True
    try:
        # Unlike a rename, a link is refused where somebody else has put a file in the meantime.
        os.link(unfinished, place)
    except FileExistsError:
        return False
    except OSError:
        # Not every file system has links.
        if place.exists():
            return False
        unfinished.replace(place)
    return True
