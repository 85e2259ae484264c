"""The configuration of the command line: the register, the rules, their limits, the region and what stands on a notice,
unless an option says otherwise. The library reads none.

An option goes before the environment, that before ``tiertrack.toml`` here, and that before the one in the user's own
folder. Paths in a file are those of its folder; members have an English and a Chinese name.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from attrs import field, frozen

from tiertrack.errors import BadFile, Fault, TiertrackError
from tiertrack.facts.vocabulary import nearest_name
from tiertrack.input_file import read_text
from tiertrack.labels import Labelled
from tiertrack.law.region_reading import full_name, read_region
from tiertrack.toml_text import toml_members

FILE = "tiertrack.toml"
# The environment variable that names the register.
DATABASE = "TIERTRACK_DB"
DEFAULT_DATABASE = "sqlite:///tiertrack.db"


class Member(Labelled):
    """What may be configured."""

    DATABASE = "db", "登记库", "数据库"
    RULEBOOK = "rulebook", "规则集"
    PARAMETERS = "parameters", "参数"
    REGION = "region", "地区", "所在地"
    LETTERHEAD = "letterhead", "抬头", "发文单位"
    CONTACT = "contact", "联系人"


class Origin(Labelled):
    """Where a value comes from, what goes before all others first."""

    ENVIRONMENT = "environment", "环境变量"
    HERE = "here", "这里的文件"
    USER = "user", "用户的文件"
    DEFAULT = "default", "默认"


@frozen
class Setting:
    """What is in force of one member: its values (none where nothing is configured), where they come from, and the file
    or variable they stand in."""

    member: Member
    values: tuple[str, ...]
    origin: Origin
    place: str = ""

    @property
    def value(self) -> str | None:
        """The value of a member that has one."""
        return self.values[0] if self.values else None

    @property
    def shown(self) -> tuple[str, ...]:
        """The values as they may be shown: no password, and the name of a region."""
        from tiertrack.store.engine import shown

        if self.member is Member.REGION:
            return tuple(f"{full_name(value)}（{value}）" for value in self.values)
        return tuple(map(shown, self.values)) if self.member is Member.DATABASE else self.values


@frozen
class ConfigurationFile:
    """A file that is looked for, and whether it is there."""

    origin: Origin
    path: Path
    is_there: bool = field(init=False)

    @is_there.default
    def _whether_it_is_there(self) -> bool:
        return self.path.exists()


@frozen
class Configuration:
    """What is in force, and the files that were looked for."""

    settings: Mapping[Member, Setting]
    files: tuple[ConfigurationFile, ...]

    def paths(self, member: Member) -> tuple[Path, ...]:
        """The values of a member that are paths."""
        return tuple(map(Path, self.settings[member].values))


def configuration() -> Configuration:
    """What is configured for a command run here; raises BadFile with every fault of every file."""
    files = tuple(ConfigurationFile(origin, path) for origin, path in _paths())
    found: dict[Member, Setting] = {Member.DATABASE: Setting(Member.DATABASE, (DEFAULT_DATABASE,), Origin.DEFAULT)}
    faults: list[Fault] = []
    # Whatever goes before is read last.
    for file in reversed(files):
        if file.is_there:
            try:
                found |= {setting.member: setting for setting in _read(file)}
            except BadFile as error:
                faults += error.faults
    if faults:
        raise BadFile(*faults)
    if address := os.environ.get(DATABASE, "").strip():
        found[Member.DATABASE] = Setting(Member.DATABASE, (address,), Origin.ENVIRONMENT, DATABASE)
    return Configuration({one: found.get(one) or Setting(one, (), Origin.DEFAULT) for one in Member}, files)


def _paths() -> Iterator[tuple[Origin, Path]]:
    here = None
    # A folder that was deleted meanwhile has no file.
    with suppress(OSError):
        here = Path.cwd()
    if here is not None:
        yield Origin.HERE, here / FILE
    if (folder := _user_folder()) is not None:
        yield Origin.USER, folder / "tiertrack" / FILE


def _user_folder() -> Path | None:
    """Where programs keep what a user has configured; None for a user without a home."""
    try:
        if sys.platform == "win32":
            return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Application Support"
        # A relative one is to be ignored, says the standard of these folders.
        base = Path(os.environ.get("XDG_CONFIG_HOME") or ".")
        return base if base.is_absolute() else Path.home() / ".config"
    except RuntimeError:
        return None


def _read(file: ConfigurationFile) -> Iterator[Setting]:
    """What a file says; raises BadFile with everything that is wrong with it."""
    text = read_text(file.path)
    said: dict[Member, Setting] = {}
    faults: list[Fault] = []
    for name, raw in toml_members(text, file.path.name, '登记库 = "sqlite:///tiertrack.db"').items():
        place = f"{file.path} {_line(text, name)}{name}"
        member = Member.named(name)
        if member is None:
            remedy = nearest_name(name, Member.words())
            faults.append(Fault("E737", "配置里没有这一项", remedy, None, place))
        elif member in said:
            faults.append(Fault("E739", f"“{member.label}”写了两次", "请只留一个", None, place))
        else:
            try:
                said[member] = Setting(
                    member, tuple(_values(member, raw, file.path.parent)), file.origin, str(file.path)
                )
            except TiertrackError as error:
                faults += error.at(place).faults
    if faults:
        raise BadFile(*faults)
    yield from said.values()


def _line(text: str, name: str) -> str:
    """Where a member stands, in words; empty where it is written in a way of its own."""
    start = re.compile(rf"""\s*\[?\s*["']?{re.escape(name)}["']?\s*[=\].]""")
    found = (number for number, line in enumerate(text.splitlines(), 1) if start.match(line))
    return f"第 {number} 行 " if (number := next(found, None)) else ""


def _values(member: Member, raw: Any, folder: Path) -> Iterator[str]:
    texts = raw if isinstance(raw, list) and member is Member.RULEBOOK else [raw]
    if not texts or any(not isinstance(text, str) or not text.strip() for text in texts):
        several = '，几个写成 ["甲.py", "乙.py"]' if member is Member.RULEBOOK else ""
        raise BadFile(Fault("E738", f"“{member.label}”须是文字", f"请加上引号，写一个值{several}", str(raw)))
    for text in map(str.strip, texts):
        match member:
            case Member.REGION:
                yield read_region(text).code
            case Member.DATABASE:
                yield _in_folder(text, folder)
            case Member.LETTERHEAD | Member.CONTACT:
                yield text
            case _:
                yield str(folder / Path(text).expanduser())


def _in_folder(address: str, folder: Path) -> str:
    """An address whose SQLite file, if it is one with a path of its own, is that of a folder."""
    file = address.removeprefix("sqlite:///")
    if file == address or not file or file.startswith(("/", ":", "file:")) or Path(file).is_absolute():
        return address
    return address if folder == Path.cwd() else f"sqlite:///{(folder / file).as_posix()}"
