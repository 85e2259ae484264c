"""The files in which people hand tables in: what format one is of, and its sheets.

Each format is read by a module of this room whose name ends in ``_sheet``, which offers it as ``FORMAT``; nothing else
has to know of it. Opening a workbook takes longer than reading one of its sheets: whoever reads several opens it once.
"""

from __future__ import annotations

import contextlib
import functools
import zipfile
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import IO

from attrs import frozen

from tiertrack import intake
from tiertrack.errors import BadFile, Fault
from tiertrack.input_file import opened
from tiertrack.intake.sheet import Format, Sheet, Table, Wanted, damaged_workbook, sheet_of

# Workbooks that no format reads; what they hold must not be taken for text.
_OTHER_WORKBOOKS = (".xlsb", ".et", ".doc", ".wps")

_ANY = Wanted()


@frozen(eq=False)
class SheetFile:
    """A file that is open: of a workbook any number of sheets can be read, one within another too; of any other file
    its table, again and again but one reading after the other."""

    path: Path
    is_page: bool
    _tables: Callable[[], Callable[[Wanted], Table]]

    @property
    def name(self) -> str:
        """The name of the file, as of a path."""
        return self.path.name

    @property
    def stem(self) -> str:
        """The same without its ending."""
        return self.path.stem

    def sheet(self, wanted: Wanted = _ANY) -> Sheet:
        """One of its sheets; raises BadFile as ``open_sheet`` does."""
        if self.is_page and not wanted.page:
            remedy = "请另存为 .xlsx 或“CSV UTF-8”后再试；PDF、Word 只有名单（read_title_list）能读"
            raise BadFile(Fault("E485", "这里不读 PDF、Word 里的表", remedy, place=self.name))
        return sheet_of(self._tables()(wanted), wanted)


# A file of sheets, open or not.
HandedIn = Path | SheetFile


@contextlib.contextmanager
def open_file(path: Path) -> Iterator[SheetFile]:
    """The file at a path, whose content decides its format, and its ending only where that leaves several.

    Raises BadFile where there is none or it is no plain file; what is wrong inside of it is told as a sheet is read.
    """
    with opened(path) as file, contextlib.ExitStack() as kept:
        found = _format(path, file)

        @functools.cache
        def tables() -> Callable[[Wanted], Table]:
            file.seek(0)
            return kept.enter_context(found.open(file, path.name))

        yield SheetFile(path, found.page, tables)


@contextlib.contextmanager
def open_sheet(file: HandedIn, wanted: Wanted = _ANY) -> Iterator[Sheet]:
    """The table in a file, which is opened for it where it is not open yet.

    Rows are read as they are asked for. Raises BadFile where it is no table at all, or has none of the known headings:
    here, or as the rows are read for what only then comes to light.
    """
    if isinstance(file, SheetFile):
        yield file.sheet(wanted)
        return
    with open_file(file) as whole:
        yield whole.sheet(wanted)


def is_page(path: Path) -> bool:
    """Whether the table in a file would be read off a page; raises BadFile where it cannot be opened."""
    with open_file(path) as file:
        return file.is_page


@functools.cache
def formats() -> tuple[Format, ...]:
    """Every format a table can be handed in in, in the order of their modules."""
    names = sorted(module.name for module in iter_modules(intake.__path__) if module.name.endswith("_sheet"))
    return tuple(import_module(f"{intake.__name__}.{name}").FORMAT for name in names)


def _format(path: Path, file: IO[bytes]) -> Format:
    head = file.read(max(len(mark) for known in formats() for mark in known.marks))
    file.seek(0)
    ending = path.suffix.lower()
    marked = [known for known in formats() if head.startswith(known.marks)]
    if len(marked) > 1:
        marked = [known for known in marked if known.member in _first_members(file)] or marked
    named = [known for known in marked or formats() if ending in known.endings]
    if found := [*named, *marked[::-1]]:
        return found[0]
    if ending in _OTHER_WORKBOOKS:
        raise damaged_workbook(path.name)
    return next(known for known in formats() if not known.marks)


def _first_members(file: IO[bytes]) -> frozenset[str]:
    """The names in an archive, and the folders they begin with; nothing where it cannot be read."""
    try:
        names = zipfile.ZipFile(file).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return frozenset()
    return frozenset(part for name in names for part in (name, name.partition("/")[0]))
