"""Reading the modules districts write their rules in: each is executed, and its faults are placed in its own lines.

A module that fails yields one fault, not a traceback; the others are read all the same, so that all faults come at
once.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import re
import sys
import traceback
import types
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

import attrs
from attrs import frozen

from tiertrack.district.shape import shape_faults
from tiertrack.errors import Fault, TiertrackError
from tiertrack.facts.vocabulary import FACTS, JUDGEMENTS, nearest
from tiertrack.foreign_errors import reason_of
from tiertrack.input_file import read_text
from tiertrack.law.title_definition import TitleDefinition
from tiertrack.law.titles import TITLES
from tiertrack.rules.edition import Edition

EDITIONS, TITLES_OFFERED = "各版本", "各称号"

# The machinery a failing line may run through; the district's own line is the last one outside of it.
_MACHINERY = (str(Path(__file__).parents[1]), str(Path(importlib.__file__).parent), "<frozen ")


# The package a folder of rules is made into, so that its modules can import what lies beside them.
_PACKAGE = "tiertrack_rulebook_"


@frozen
class Read:
    """What was read: the files or modules by name, the editions and the titles in them, and what was wrong."""

    names: tuple[str, ...] = ()
    editions: tuple[Edition, ...] = ()
    faults: tuple[Fault, ...] = ()
    titles: tuple[TitleDefinition, ...] = ()

    def __add__(self, other: Read) -> Read:
        return Read(
            *(self.names + other.names, self.editions + other.editions),
            *(self.faults + other.faults, self.titles + other.titles),
        )


def read_paths(paths: Iterable[Path]) -> Read:
    """The editions and titles of every module at the paths; a directory stands for the modules right inside it.

    Names that begin with an underscore are parts others import (``from ._parts import …``), no rulebooks of their own.
    A file met twice is read once.
    """
    read, seen = Read(), set()
    for path in paths:
        found = _modules_at(path)
        if isinstance(found, Fault):
            read += Read(faults=(found,))
            continue
        for place, file in found.items():
            if place not in seen:
                seen.add(place)
                read += _read_file(file)
    return read


def module_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files of modules at the paths, where they really are."""
    return tuple(place for path in paths if not isinstance(found := _modules_at(path), Fault) for place in found)


def _modules_at(path: Path) -> dict[Path, Path] | Fault:
    """The files of modules by the places they really are at."""
    try:
        found = _modules_in(path)
        return found if isinstance(found, Fault) else {file.resolve(): file for file in found}
    except (OSError, ValueError) as error:
        # A name too long for the system, or one with a NUL.
        return Fault("E401", f"文件打不开：{reason_of(error)}", "请核对路径和读取权限", str(path))


def _modules_in(path: Path) -> list[Path] | Fault:
    if path.is_dir():
        found = sorted(file for file in path.glob("*.py") if not file.name.startswith("_"))
        remedy = "请在目录里放写有 各版本 的 .py 文件；下划线开头的不算"
        return found or Fault("E522", "目录里没有规则集", remedy, place=str(path))
    if path.suffix != ".py" and path.exists():
        return Fault("E549", "不是规则集", "请写 .py 文件，或放这些文件的目录", place=str(path))
    return [path]


def _read_file(path: Path) -> Read:
    def own(file: str) -> str | None:
        """A file of the same folder, as the path was given."""
        return str(path.parent / Path(file).name) if Path(file).resolve().parent == path.resolve().parent else None

    name = str(path)
    return Read((name,)) + read_safely(name, lambda: _executed(path), own)


def _outside_of_machinery(file: str) -> str | None:
    return None if file.startswith(_MACHINERY) else file


def read_safely(name: str, load: Callable[[], Any], own: Callable[[str], str | None] = _outside_of_machinery) -> Read:
    """What the module that ``load`` gives offers, or why it offers nothing; ``own`` gives the name of a file a fault
    may be placed in, and None for any other. What a module prints is no part of an answer and goes to the error
    stream."""
    try:
        with redirect_stdout(sys.stderr):
            return offered_by(load(), name)
    except TiertrackError as error:
        # Ours already, as a region's code that cannot be right.
        line = _line(error, own)
        return Read(faults=tuple(fault.at(line) if line else fault for fault in error.faults))
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        return Read(faults=(_fault(error, _line(error, own) or name),))


def offered_by(module: Any, name: str) -> Read:
    """The titles a module (or object) offers as ``各称号`` and the editions it offers as ``各版本``, each marked with
    where it is from; a module with titles need have no editions."""
    if not (offered := getattr(module, TITLES_OFFERED, None)):
        return _editions_in(module, name)
    titles = _titles_in(offered, name)
    return titles + _editions_in(module, name) if hasattr(module, EDITIONS) else titles


def _titles_in(offered: Any, name: str) -> Read:
    if not isinstance(offered, tuple | list):
        remedy = f"请写 {TITLES_OFFERED} = (称号(…),)"
        return Read(faults=(Fault("E560", f"{TITLES_OFFERED} 不是一组称号", remedy, type(offered).__name__, name),))
    read = Read()
    for place, title in enumerate(offered, 1):
        if isinstance(title, TitleDefinition):
            read += Read(titles=(attrs.evolve(title, origin=name),))
        else:
            where = f"{name} {TITLES_OFFERED} 的第 {place} 项"
            read += Read(faults=(Fault("E560", "不是称号", "请用 称号(…) 来写", type(title).__name__, where),))
    return read


def _editions_in(module: Any, name: str) -> Read:
    offered = getattr(module, EDITIONS, None)
    if not isinstance(offered, tuple | list):
        value = None if offered is None else type(offered).__name__
        what = f"没有 {EDITIONS}" if offered is None else f"{EDITIONS} 不是一组版本"
        return Read(faults=(Fault("E522", what, f"请在文件末尾写 {EDITIONS} = (版本(…),)", value, name),))
    if not offered:
        remedy = f"请在 {EDITIONS} 里写出版本；几个文件共用的部分请用下划线开头的文件名"
        return Read(faults=(Fault("E522", f"{EDITIONS} 是空的", remedy, place=name),))
    read = Read()
    for place, edition in enumerate(offered, 1):
        read += _edition(edition, name, f"{name} {EDITIONS} 的第 {place} 项")
    return read


def _edition(offered: Any, name: str, place: str) -> Read:
    if not isinstance(offered, Edition):
        return Read(faults=(Fault("E523", "不是版本", "请用 版本(…) 来写", type(offered).__name__, place),))
    faults = tuple(fault.at(place) for fault in shape_faults(offered))
    return Read(faults=faults) if faults else Read(editions=(attrs.evolve(offered, origin=name),))


def _executed(path: Path) -> types.ModuleType:
    """The module in a file, in a package made for its folder, so that its parts can be imported from beside it."""
    source = read_text(path)
    package = _package(path.parent.resolve())
    name = f"{package}.{path.stem.replace('.', '_')}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        with _leaving_no_bytecode():
            exec(compile(source, str(path), "exec"), module.__dict__)
    except BaseException:
        sys.modules.pop(name, None)
        raise
    return module


def _package(folder: Path) -> str:
    name = f"{_PACKAGE}{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}"
    for stale in [module for module in sys.modules if module.startswith(f"{name}._")]:
        del sys.modules[stale]
    package = types.ModuleType(name)
    package.__path__ = [str(folder)]
    sys.modules[name] = package
    importlib.invalidate_caches()
    return name


@contextmanager
def _leaving_no_bytecode() -> Iterator[None]:
    """A folder of rules stays as it was, and an edit within the same second is not overlooked."""
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before


def _line(error: BaseException, own: Callable[[str], str | None]) -> str | None:
    """The line of the district's own that failed: the last one, or the one that is no Python."""
    lines = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        lines.append((error.filename, error.lineno))
    named = [f"{name} 第 {line or 1} 行" for file, line in lines if (name := own(file))]
    return named[-1] if named else None


def _fault(error: BaseException, place: str) -> Fault:
    value: str | None = f"{type(error).__name__}: {error}"
    match error:
        case SyntaxError():
            what, remedy = "不合 Python 语法", "请核对括号、引号、逗号和缩进"
            value = (error.text or "").strip() or error.msg
        case ModuleNotFoundError():
            what, value = "没有这个模块", re.sub(rf"^{_PACKAGE}\w+", "", error.name or "")
            remedy = "请安装它或核对名称；同一目录里的文件请写 from ._名称 import …"
        case ImportError():
            what, remedy, value = "引不到这个名称", *_wanted(error)
        case NameError():
            what, remedy, value = "没有定义这个名称", "请核对名称，或在文件开头 import 它", error.name
        case KeyError():
            value = str(error.args[0]) if error.args else ""
            what, remedy = "没有这个键", _near(value, (*FACTS, *JUDGEMENTS, *TITLES), "可用的键见文档“档案的写法”")
        case SystemExit():
            what, remedy, value = "执行时要求退出", "规则集只写版本，不要退出程序", None
        case _:
            what, remedy = "执行到这里出错", "请改正这一行"
    return Fault("E521", what, remedy, value, place)


def _wanted(error: ImportError) -> tuple[str, str]:
    """Names like the one that could not be imported, from the module it was imported from, with that name itself."""
    value = re.search(r"cannot import name '([^']+)'", str(error))
    wanted = value[1] if value else str(error)
    names = [name for name in vars(sys.modules.get(error.name or "", object)) if not name.startswith("_")]
    return _near(wanted, names, "请核对名称"), wanted


def _near(word: str, known: Iterable[str], otherwise: str) -> str:
    remedy = nearest(word, known)
    return remedy if remedy.startswith("是否") else otherwise
