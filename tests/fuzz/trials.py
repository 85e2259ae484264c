"""Mutated inputs put through the doors, and what must hold however they are refused."""

from __future__ import annotations

import contextlib
import io
import os
import resource
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

from attrs import frozen

from tests.fuzz.doors import DOORS
from tiertrack.cli import main

_REGISTER, _ANSWERS = "register.db", "answers.csv"
# After so many inputs the register is a fresh one, so that what was accepted does not pile up.
_FRESH_EVERY = 100
# What a command prints of a sound input, and what a process grows by while its caches fill.
_USUAL_OUTPUT = 128 * 1024
_CACHES = 256 * 1024 * 1024


@frozen
class Found:
    """What did not hold, the number of the input it is of, and the words of its command."""

    number: int
    door: str
    words: tuple[str, ...]
    what: str


def trials(numbers: range, seed: int, folder: Path) -> Iterator[Found]:
    """What goes wrong with the inputs of these numbers; each is the same whenever it is tried with this seed."""
    pattern = folder / "pattern.db"
    work = folder / "work"
    work.mkdir()
    with contextlib.chdir(folder):
        _run(["init", "--db", "sqlite:///pattern.db"])
    grown_from, largest = None, 0
    with contextlib.chdir(work):
        for count, number in enumerate(numbers):
            if count % _FRESH_EVERY == 0:
                _emptied(work)
                shutil.copyfile(pattern, work / _REGISTER)
            random = Random(f"{seed}-{number}")
            door = DOORS[number % len(DOORS)]
            words, size = door.knock(work, random)
            largest = max(largest, size)
            for what in _wrong(work, words, size, door.file):
                yield Found(number, door.name, tuple(words), what)
            grown_from = _memory() if count == 2 * len(DOORS) else grown_from
        if grown_from is not None and _memory() > grown_from + 2 * largest + _CACHES:
            yield Found(numbers[-1], "every door", (), f"grown by {_memory() - grown_from} bytes")


def share_of(first: int, last: int, seed: int) -> list[Found]:
    """The same in a folder of their own, for a process of their own."""
    with tempfile.TemporaryDirectory() as folder:
        return list(trials(range(first, last), seed, Path(folder)))


def _wrong(work: Path, words: list[str], size: int, file: str | None) -> Iterator[str]:
    before = _rows(work)
    (work / _ANSWERS).unlink(missing_ok=True)
    try:
        code, printed = _run(words)
    except BaseException as error:
        yield f"escaped: {type(error).__name__}: {error}"[:300]
        return
    if code not in (0, 1, 2, 3) or "[E799]" in printed or "[E730]" in printed or "Traceback" in printed:
        yield f"left with {code}: {printed[-300:]}"
    if code == 2 and _rows(work) != before:
        yield f"refused, yet written: {printed[-300:]}"
    if code == 2 and (work / _ANSWERS).exists():
        yield f"refused, yet answered: {printed[-300:]}"
    if left := {path.name for path in work.iterdir()} - {_REGISTER, _ANSWERS, *(door.file for door in DOORS)}:
        yield f"left behind: {sorted(left)}"
    if len(printed.encode("utf-8", "replace")) > _USUAL_OUTPUT + 2 * size:
        yield f"{len(printed)} characters printed for {size} bytes"


def _run(words: list[str]) -> tuple[int, str]:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            main(words)
        except SystemExit as left:
            return int(left.code or 0), printed.getvalue()
    return -1, printed.getvalue()


def _rows(work: Path) -> list[tuple[str, int]]:
    """The number of rows of every table of the register."""
    with contextlib.closing(sqlite3.connect(work / _REGISTER)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [(table, connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]) for table in tables]


def _emptied(work: Path) -> None:
    for path in work.iterdir():
        path.unlink()


def _memory() -> int:
    """The most memory the process has had at once, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if os.uname().sysname == "Darwin" else 1024)
