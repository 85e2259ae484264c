"""The command that writes the workbook a standard needs filled in."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tiertrack.cli import options
from tiertrack.cli.options import Answer
from tiertrack.cli.skin import command
from tiertrack.enumeration import first_few
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.titles import Title
from tiertrack.output_file import Existing
from tiertrack.temporal import AsOf

if TYPE_CHECKING:
    from tiertrack.register_reports import ListReport
    from tiertrack.rules.rulebook import Rulebook


# More firms than a line has room for.
_NAMED = 6


@command("template")
@options.tier
@options.variant
@options.act
@options.place("按哪里的标准；不写则用配置的，没有配置的，写上的企业各按所在地的，没有企业就按全国的。")
@options.on
@click.option("--into", required=True, metavar="文件", type=click.Path(path_type=Path), help="写成哪个 .xlsx。")
@click.option(
    "--firms",
    "listed",
    metavar="名单",
    type=click.Path(path_type=Path),
    help="先写上这些企业：有企业名称一列的表格文件，表里有的数一并写上。",
)
@options.perhaps_db("先写上登记库里已有的：名单里的企业的，不写名单则是 --region 里全部企业的；不写地址则用配置的。")
@options.overwrite
@options.rulebook
@options.form
def template(
    tier: Title,
    variant: str | None,
    act: Act,
    region: Region | None,
    on: dt.date,
    into: Path,
    listed: Path | None,
    url: str | None,
    existing: Existing,
    rulebook: Rulebook,
) -> Answer[ListReport]:
    """出一份填报表：只有这一版标准要用的列，年度和单位写在标题里，选项有下拉列表，批注写明口径和条款。

    填好以后用 tiertrack import 读回；有错的一处不写入，另存一份标红的。
    """
    from tiertrack.app import open_registry
    from tiertrack.app import template as write_template

    wanted: dict[str, Any] = {"variant": variant, "existing": existing}
    if url is None:
        there = region or options.configured_region()
        report = write_template(tier, act, on, into, region=there, firms=listed or (), rulebook=rulebook, **wanted)
    else:
        with open_registry(url, rulebook) as register:
            # Without a list the region says which firms as well, which nobody asked for by configuring one.
            there = region or (options.configured_region() if listed else None)
            report = register.template(tier, act, AsOf(on), into, region=there, firms=listed, **wanted)
    notes = []
    if url is None and options.configured_database() is not None:
        notes.append("配置的登记库里已有的没有写上；要写上，请加 --db。")
    if url is not None and there is None and (configured := options.configured_region()) is not None:
        what = f"配置的地区（{configured.label}）没有用"
        notes.append(f"{what}：写上的是全库的企业，各按所在地的标准；只要本地的，请加 --region {configured.code}。")
    return Answer(report, text=functools.partial(_text, notes=notes))


def _text(report: ListReport, *, notes: Sequence[str]) -> str:
    firms = f"，写上了 {report.firms} 家" if report.firms else ""
    lines = [f"填报表写好了：{report.into}{firms}。", *notes]
    if report.unasked:
        names = first_few(report.unasked, "家", _NAMED)
        lines.append(f"⚠ {names}的所在地这一天没有可用的标准，写上了，但没有为它们加列")
    return "\n".join([*lines, f"填好以后运行 tiertrack import {report.into}"])
