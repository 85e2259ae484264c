"""The options several commands share, and how they print: each written once."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from tiertrack.cli.skin import Day, Instant, OneOf
from tiertrack.errors import BadInput, Fault
from tiertrack.law.scope import Region

__all__ = [
    "Span",
    "db",
    "emit",
    "enterprise",
    "enterprise_argument",
    "file",
    "form",
    "known_at",
    "moved",
    "named",
    "on",
    "progress",
    "region",
    "region_of",
]


def _default_url() -> str:
    from tiertrack.ports import DEFAULT_URL

    return DEFAULT_URL


db = click.option(
    "--db",
    "url",
    default=_default_url,
    metavar="地址",
    help="登记库，SQLite 或 PostgreSQL；默认 sqlite:///tiertrack.db。",
)
on = click.option("--on", type=Day(), required=True, help="哪一天。")
known_at = click.option("--known-at", type=Instant(), help="只用这一时刻以前已知的；不写则用全部。")
region = click.option("--region", metavar="代码", help="六位行政区划代码；不写则用档案里的。")
enterprise = click.option("--enterprise", metavar="企业", help="登记库里的企业：名称、信用代码或证券代码。")
enterprise_argument = click.argument("name", metavar="[企业]", required=False)
file = click.argument("file", metavar="[档案]", required=False, type=click.Path(path_type=Path))
form = click.option(
    "--format",
    "form",
    type=OneOf("格式", {"text": "text", "json": "json"}),
    default="text",
    help="输出文字（默认）或 JSON。",
)


class Span(click.ParamType[dt.timedelta]):
    """A number of days, written 90d or 90天."""

    name = "天数"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.timedelta:
        """The span; raises BadInput, placed at its option."""
        if isinstance(value, dt.timedelta):
            return value
        match = re.fullmatch(r"(\d{1,4})\s*(?:d|天|日)?", str(value).strip())
        if match is None:
            raise BadInput(Fault("E711", "天数读不出来", "请写如 90d", str(value), "--within"))
        return dt.timedelta(days=int(match[1]))


def named(argument: str | None, option: str | None) -> str:
    """The enterprise a command is about, given as its argument or with --enterprise; raises BadInput."""
    if (argument is None) == (option is None):
        remedy = "请写名称、信用代码或证券代码，写一次即可"
        raise BadInput(Fault("E701", "请指明一家企业", remedy))
    return argument or option or ""


def progress() -> Any:
    """A progress bar for rows whose number is not known beforehand; hidden where nobody looks."""
    return click.progressbar(length=0, label="读取名单", file=sys.stderr, hidden=not sys.stderr.isatty())


def moved(bar: Any) -> Callable[[int], None]:
    """What moves that bar on."""

    def by(rows: int) -> None:
        bar.length += rows
        bar.label = f"读取名单 {bar.length} 行"
        bar.update(rows)

    return by


def region_of(code: str | None) -> Region | None:
    """The region an option names."""
    return None if code is None else Region(code)


def emit(form: str, text: Callable[[], str], data: Callable[[], Any]) -> None:
    """Prints an answer as text or as JSON."""
    click.echo(json.dumps(data(), ensure_ascii=False, indent=2) if form == "json" else text())
