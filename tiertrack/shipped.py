"""The files that travel with the package: migrations, features, seeds, and what PyInstaller is told of it."""

from __future__ import annotations

import csv
import functools
import io
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

PACKAGE = Path(__file__).parent


@functools.cache
def shipped(name: str) -> Path:
    """The folder ``name``: inside an installed package, or beside it in a checkout.

    Of a package that is no folder, as one in a zip, it is unpacked to where it can be read until the program ends.
    """
    found = _found(name)
    return found if isinstance(found, Path) else _unpacked(found)


def seed_text(name: str) -> str:
    """The text of a seed."""
    return (_found("seeds") / name).read_text(encoding="utf-8")


def seed_rows(name: str) -> list[dict[str, str]]:
    """The rows of a seed CSV, by its headings."""
    return list(csv.DictReader(io.StringIO(seed_text(name), newline="")))


def pyinstaller_hooks() -> list[str]:
    """The folders in which PyInstaller finds what it has to be told of this package."""
    return [str(shipped("hooks"))]


@functools.cache
def _found(name: str) -> Path | Traversable:
    for folder in (PACKAGE / "_shipped" / name, PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    from importlib.resources import files

    return files("tiertrack") / "_shipped" / name


def _unpacked(folder: Traversable) -> Path:
    import atexit
    import shutil
    import tempfile

    kept = Path(tempfile.mkdtemp(prefix="tiertrack-"))
    atexit.register(shutil.rmtree, kept, ignore_errors=True)
    _unpack(folder, kept / folder.name)
    return kept / folder.name


def _unpack(folder: Traversable, target: Path) -> None:
    target.mkdir()
    for one in folder.iterdir():
        if one.is_dir():
            _unpack(one, target / one.name)
        else:
            (target / one.name).write_bytes(one.read_bytes())
