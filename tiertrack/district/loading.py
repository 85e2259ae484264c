"""The rulebook questions are judged by: the national one, those installed beside it, and the files of a district.

A package offers its rules under the entry point group ``tiertrack.rulebooks``; each entry point loads to a module (or
object) with ``各版本``. They are looked for when a rulebook is first needed, and never by ``import tiertrack``; what
reads and checks them is imported only where there are any.
"""

from __future__ import annotations

import functools
import os
import re
import sys
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from tiertrack.errors import BadInput, BrokenRulebook, Fault
from tiertrack.given import of_kind, unfit
from tiertrack.input_file import PathLike, as_path
from tiertrack.law.titles import TITLES, further_titles, looked_further, put_titles, registered, title_definition
from tiertrack.rulebooks import national_rulebook
from tiertrack.rules.edition import Edition
from tiertrack.rules.rulebook import Rulebook

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from tiertrack.district.additions import Checked
    from tiertrack.district.modules import Read

ENTRY_POINTS = "tiertrack.rulebooks"

# The environment variable that names distributions to go on without, between commas.
WITHOUT = "TIERTRACK_WITHOUT_RULEBOOKS"


def load_rulebook(
    paths: Iterable[PathLike] | PathLike = (), parameters: PathLike | None = None, *, onto: Rulebook | None = None
) -> Rulebook:
    """The rulebook in use: the national one with the installed ones, a district's modules and its limits.

    Args:
        paths: Modules of editions, as files or directories of them, or a single one; they are executed.
        parameters: A TOML file of limits, as ``rd_share = "8%"`` in a table ``[hard_tech]``.
        onto: The rulebook to extend, in place of the national one with the installed ones.

    Returns:
        Every edition; a district's own stand in place of the defaults they replace.

    Raises:
        BrokenRulebook: A module cannot be used; every fault of every module is named.
        BadFile: The parameters cannot be used; every fault is named.

    Examples:
        >>> from pathlib import Path
        >>> from tiertrack import load_rulebook
        >>> load_rulebook([Path("hard_tech.py")]).edition("hard_tech/recognition/2025@500113").basis.label
        '区县口径'
    """
    rulebook = onto or _installed(tuple(sys.path), os.environ.get(WITHOUT, ""))
    if files := _files(paths):
        from tiertrack.district.modules import read_paths

        rulebook = _with(rulebook, read_paths(files))
    return rulebook if parameters is None else _adjusted(rulebook, as_path(parameters))


def chosen_rulebook(given: Rulebook | None) -> Rulebook:
    """The rulebook that is given, or that of ``load_rulebook()``; raises BadInput for anything else."""
    if given is None:
        return load_rulebook()
    return of_kind(Rulebook, given, "规则集", "load_rulebook(…) 的结果，或不给", "rulebook")


def chosen_edition(given: Edition | str, rulebook: Rulebook | None) -> Edition:
    """An edition, or that of a key; raises UnknownEdition, or BadInput for anything else."""
    if isinstance(given, str):
        return chosen_rulebook(rulebook).edition(given)
    if isinstance(given, Edition):
        return given
    raise unfit("标准的版本", "Edition，或它的键，如 srdi_sme/recognition/2026", given)


def _files(given: Iterable[PathLike] | PathLike) -> tuple[Path, ...]:
    if isinstance(given, Iterable) and not isinstance(given, str | bytes):
        return tuple(map(as_path, given))
    return (as_path(given),)


def check_paths(paths: Iterable[Path], parameters: Path | None = None) -> Checked:
    """Whether the modules at the paths, and a file of parameters, can be used.

    A module that is the source of one that is installed is checked in its place, and named with it.
    Raises BrokenRulebook only where a rulebook that is installed cannot.
    """
    from tiertrack.district.additions import Checked, replaced_by
    from tiertrack.district.modules import module_files, read_paths
    from tiertrack.rules.edition_checks import gaps

    files = _files(paths)
    rulebook, replaced = _beside(module_files(files))
    read = read_paths(files)
    try:
        together = _with(rulebook, read)
        if parameters is not None:
            together = _adjusted(together, parameters)
    except (BrokenRulebook, BadInput) as error:
        return Checked(read.names, error.faults, in_place_of=replaced)
    added = {(edition.origin, edition.key) for edition in read.editions}
    editions = [edition for edition in together.editions if (edition.origin, edition.key) in added]
    additions = tuple((edition, replaced_by(rulebook, edition)) for edition in editions)
    return Checked(read.names, (), additions, tuple(gaps(editions)), replaced)


def _adjusted(rulebook: Rulebook, parameters: Path) -> Rulebook:
    from tiertrack.district.parameters import with_parameter_file

    return with_parameter_file(rulebook, parameters)


def _with(rulebook: Rulebook, read: Read) -> Rulebook:
    from tiertrack.district.additions import check_added, extended
    from tiertrack.district.title_checks import check_titles

    faults = (*read.faults, *check_titles(read.titles))
    with registered(() if faults else read.titles):
        if faults:
            of_others = [edition for edition in read.editions if edition.tier not in read.titles]
            raise BrokenRulebook(*faults, *check_added(rulebook, of_others))
        return extended(rulebook, read.editions)


def _beside(files: Iterable[Path]) -> tuple[Rulebook, tuple[str, ...]]:
    """The national rulebook with the installed ones but those whose source is among the files, and the origins of
    these. Their titles are registered no longer."""
    without = os.environ.get(WITHOUT, "")
    replaced = tuple(
        origin for origin, point in _points(without).items() if any(_is_source(file, point) for file in files)
    )
    if not replaced:
        return load_rulebook(), ()
    # Whatever may be registered is so before it is taken back.
    looked_further()
    put_titles({title: None for title in (*TITLES,) if title_definition(title).origin in replaced})
    return _together(without, replaced), replaced


def _is_source(file: Path, point: EntryPoint) -> bool:
    """Whether a file stands where the source of an installed module would."""
    module = tuple(point.module.split("."))
    return file.with_suffix("").parts[-len(module) :] == module or file.parts[-len(module) - 1 :] == (
        *module,
        "__init__.py",
    )


@functools.lru_cache(maxsize=1)
def _installed(_path: tuple[str, ...], without: str) -> Rulebook:
    """The national rulebook with every installed one; ``_path`` is where distributions were looked for."""
    return _together(without, ())


def _points(without: str) -> dict[str, EntryPoint]:
    """The entry points by their origins, but those of distributions to go on without."""
    from importlib.metadata import entry_points

    left_out = {_normal(name) for name in without.split(",")}
    points = entry_points(group=ENTRY_POINTS)
    return {_origin(point): point for point in points if _normal(_distribution(point)) not in left_out}


def _together(without: str, replaced: Collection[str]) -> Rulebook:
    found = {origin: point for origin, point in _points(without).items() if origin not in replaced}
    if not found:
        return national_rulebook()
    from tiertrack.district.modules import Read, read_safely

    read = Read()
    for name, point in found.items():
        read += read_safely(name, point.load)
    try:
        return _with(national_rulebook(), read)
    except BrokenRulebook as error:
        names = "、".join(sorted({_distribution(point) for point in found.values()}))
        remedy = f"请改正或卸载；要先不用某一个，请设环境变量 {WITHOUT}=发行包名，几个之间用逗号"
        raise BrokenRulebook(*error.faults, Fault("E529", "已安装的规则集有错，不能用", remedy, names)) from None


def _distribution(entry_point: EntryPoint) -> str:
    return entry_point.dist.name if entry_point.dist else entry_point.name


def _origin(entry_point: EntryPoint) -> str:
    """The distribution and the module: the origin of its editions."""
    version = f" {entry_point.dist.version}" if entry_point.dist else ""
    return f"{_distribution(entry_point)}{version}（{entry_point.value}）"


def _normal(name: str) -> str:
    """A distribution's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


# What an installed package defines is known wherever a title is read, whatever rules a question names.
further_titles(load_rulebook)
