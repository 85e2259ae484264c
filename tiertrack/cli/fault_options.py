"""The option by which a workbook comes back with its faults in it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from tiertrack.cli.phrasing import told
from tiertrack.errors import BadInput
from tiertrack.output_file import Existing

_Result = TypeVar("_Result")


def giving_faults_back(command: Callable[..., _Result]) -> Callable[..., _Result]:
    """The option that names the copy of a workbook in which its faults are marked; it stands beside ``--overwrite`` and
    ``--dry-run``, of a command that reads a ``file``."""

    @click.option(
        "--faults-into",
        "faults_into",
        metavar="文件",
        type=click.Path(path_type=Path),
        help="有错时另存一份标红的 .xlsx，末列“问题”逐行说明；填报表不写则在原表旁，名称加“-问题”，再有错加“-问题-2”。",
    )
    @functools.wraps(command)
    def with_faults(
        *words: Any, file: Path, existing: Existing, faults_into: Path | None, dry_run: bool, **given: Any
    ) -> _Result:
        if faults_into is not None:
            from tiertrack.app.faulty_workbook import refuse_other_files

            refuse_other_files(file)
        try:
            return command(*words, file=file, existing=existing, dry_run=dry_run, **given)
        except BadInput as error:
            if dry_run:
                _say_only(error, file, faults_into)
            else:
                _give_back(error, file, faults_into, existing)
            raise

    return with_faults


def _say_only(error: BadInput, file: Path, into: Path | None) -> None:
    """Says where the copy would go: what is only tried writes nothing."""
    from tiertrack.app.faulty_workbook import copy_beside
    from tiertrack.intake.fault_places import in_cells

    place, count = into or copy_beside(file), len(in_cells(error.faults))
    if place is not None and count:
        told_so = f"有错的 {count} 处；这是试算，没有另存标红的一份，去掉 --dry-run 就另存为 {place}"
        click.echo(told(told_so), err=True)


def _give_back(error: BadInput, file: Path, into: Path | None, existing: Existing) -> None:
    """Writes the copy and says so; raises the error with what is wrong with that, too, where it cannot be written."""
    from tiertrack.app.faulty_workbook import copy_beside, has_no_copy, write_faults

    place = into or copy_beside(file)
    if place is None:
        if has_no_copy(file):
            click.echo(told("这种文件不能标红；把填报表另存为 .xlsx 再导入，错处就标在另一份里"), err=True)
        return
    try:
        count = write_faults(file, error.faults, place, existing)
    except BadInput as unwritten:
        raise type(error)(*error.faults, *unwritten.faults) from None
    if count:
        click.echo(told(f"有错的 {count} 处已标红，另存为 {place}；改好以后导入它就行"), err=True)
