"""A Chinese skin over click: help in Chinese, parameters that read our own values, messages as our own faults."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Generic, TypeVar

import click

from tiertrack.errors import BadInput, Fault, TiertrackError
from tiertrack.facts.asked import member_named
from tiertrack.facts.moments import read_instant
from tiertrack.facts.units import (
    MONEY_UNITS,
    money_unit_of,
    parse_date,
    parse_share,
    parse_span,
    part_of_whole,
)
from tiertrack.facts.vocabulary import nearest
from tiertrack.labels import Labelled
from tiertrack.temporal import Span

_WORDS = {
    "Usage:": "用法：",
    "Positional arguments:": "参数：",
    "Options:": "选项：",
    "Commands:": "命令：",
    "COMMAND [ARGS]...": "命令 [参数]...",
    "[OPTIONS]": "[选项]",
    "[required]": "[必填]",
    "Show this message and exit.": "显示这段说明后退出。",
    "Show the version and exit.": "显示版本后退出。",
}


_Chosen = TypeVar("_Chosen")
_Member = TypeVar("_Member", bound=Labelled)

# So many words to choose from fit into a line of the help.
_FEW = 5


class ChineseCommand(click.Command):
    """A command whose help and usage lines have click's own words in Chinese."""

    def get_help(self, ctx: click.Context) -> str:
        """The help page."""
        return _in_chinese(super().get_help(ctx))

    def get_usage(self, ctx: click.Context) -> str:
        """The usage line."""
        return _in_chinese(super().get_usage(ctx))


class ChineseGroup(ChineseCommand, click.Group):
    """A group of commands with its help in Chinese."""

    command_class: type[click.Command] | None = ChineseCommand
    group_class: type[click.Group] | type[type] | None = type

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order they are written."""
        return list(self.commands)


def command(name: str | None = None) -> Callable[[Callable[..., Any]], click.Command]:
    """A decorator that makes a command with its help in Chinese of a function."""
    return click.command(name, cls=ChineseCommand)


def _in_chinese(text: str) -> str:
    for word, chinese in _WORDS.items():
        text = text.replace(word, chinese)
    return text


class Day(click.ParamType[dt.date]):
    """A day written 年-月-日."""

    name = "年-月-日"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The day; raises BadQuantity, placed at its option."""
        if isinstance(value, dt.date):
            return value
        return placed(param, lambda: parse_date(value))


class Instant(click.ParamType[dt.datetime]):
    """An instant, in Beijing time where it has no zone of its own; a day alone means its end there."""

    name = "时刻"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        """The instant; raises BadInput, placed at its option."""
        if isinstance(value, dt.datetime):
            return value
        return placed(param, lambda: read_instant(value))


class Ahead(click.ParamType[Span]):
    """A while ahead: so many days, or months by the calendar."""

    name = "时间"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Span:
        """The span; raises BadQuantity, placed at its option."""
        return value if isinstance(value, Span) else placed(param, lambda: parse_span(value))


class Share(click.ParamType[Fraction]):
    """A share from nothing to the whole, as 10%."""

    name = "比例"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """The share; raises BadQuantity, placed at its option."""
        return value if isinstance(value, Fraction) else placed(param, lambda: part_of_whole(parse_share(value)))


class OneOf(click.ParamType[_Chosen], Generic[_Chosen]):
    """One of a few words, each standing for a value."""

    def __init__(self, name: str, values: dict[str, _Chosen]) -> None:
        self.name = name
        self._values = values

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """The words to choose from."""
        return f"[{'|'.join(self._values)}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> _Chosen:
        """The value the word stands for; raises BadInput naming the nearest words."""
        if value in self._values.values():
            return value  # type: ignore[no-any-return]
        if value not in self._values:
            place = _option(param)
            raise BadInput(Fault("E703", f"没有这个{self.name}", nearest(str(value), self._values), str(value), place))
        return self._values[value]


class Named(click.ParamType[_Member]):
    """A word for a member of an enumeration: its key, its Chinese name or what else it is called."""

    def __init__(self, name: str, kind: type[_Member]) -> None:
        self.name = name
        self.kind = kind

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """The Chinese names where they are few."""
        names = [member.label for member in self.kind]
        return f"[{'|'.join(names)}]" if len(names) <= _FEW else self.name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> _Member:
        """The member; raises BadInput naming the nearest, placed at its option."""
        return (
            value if isinstance(value, self.kind) else placed(param, lambda: member_named(self.kind, value, self.name))
        )


class MoneyUnit(OneOf[str]):
    """A unit of money, named in any way a heading may name it."""

    def __init__(self) -> None:
        super().__init__("金额单位", {unit: unit for unit in MONEY_UNITS})

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Those that are written most."""
        return "[元|万元|亿元|千元|…]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The full name of the unit; raises BadInput naming the nearest."""
        return super().convert(money_unit_of(str(value)) or value, param, ctx)


def placed(param: click.Parameter | None, read: Callable[[], _Chosen]) -> _Chosen:
    """What is read of a parameter; what is wrong with it is placed at its option."""
    try:
        return read()
    except TiertrackError as error:
        raise error.at(_option(param)) from None


def _option(param: click.Parameter | None) -> str:
    if param is None:
        return ""
    # An argument that may be repeated is called with a mark that says so.
    name = str(param.human_readable_name).removesuffix("…")
    return max(param.opts, key=len) if isinstance(param, click.Option) else name


def _unfit(error: click.BadParameter, otherwise: str) -> Fault:
    """A value an option does not take, with what it takes where that is a number."""
    kind, place = error.param.type if error.param else None, _option(error.param)
    if not isinstance(kind, click.types.IntParamType):
        return Fault("E707", "参数的值不对", otherwise, place=place)
    least, most = (kind.min, kind.max) if isinstance(kind, click.IntRange) else (None, None)
    bounds = "" if least is None else f"不小于 {least} 的" if most is None else f" {least} 至 {most} 的"
    # What was given comes first in click's own words, in quotes where it is no number at all.
    given = error.message.partition(" is not ")[0].strip("'")
    return Fault("E707", "参数的值不对", f"请写{bounds}整数", given, place)


def usage_fault(error: click.ClickException) -> Fault:
    """What is wrong with the command line, in our words."""
    command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "tiertrack"
    remedy = f"用法见 {command} --help"
    match error:
        case click.NoSuchOption():
            return Fault("E704", "没有这个选项", remedy, error.option_name)
        case click.MissingParameter():
            return Fault("E705", f"缺少 {_option(error.param)}", remedy)
        case click.BadOptionUsage():
            return Fault("E706", "选项缺少它的值", remedy, error.option_name)
        case click.BadParameter():
            return _unfit(error, remedy)
        case click.UsageError() if error.ctx and isinstance(error.ctx.command, click.Group):
            quoted = re.search(r"'([^']*)'", error.message)
            what = f"没有命令“{quoted[1]}”" if quoted else "没有写命令"
            return Fault("E708", what, nearest(quoted[1] if quoted else "", error.ctx.command.commands))
        case _:
            excess = re.search(r"\(([^)]*)\)", error.message)
            return Fault("E709", "命令行里有多余的内容", remedy, excess[1] if excess else None)
