"""The command that writes the workbook a standard needs filled in."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tiertrack.cli import options
from tiertrack.cli.options import Answer
from tiertrack.cli.skin import command
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.titles import Title
from tiertrack.output_file import Existing
from tiertrack.temporal import AsOf

if TYPE_CHECKING:
    from tiertrack.register_reports import ListReport
    from tiertrack.rules.rulebook import Rulebook


@command("template")
@options.tier
@options.variant
@options.act
@options.place("按哪里的标准；不写则用配置的，没有配置就按全国的。")
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
            report = register.template(tier, act, AsOf(on), into, region=region, firms=listed, **wanted)
    leaves_out = url is None and options.configured_database() is not None
    return Answer(report, text=functools.partial(_text, leaves_out=leaves_out))


def _text(report: ListReport, *, leaves_out: bool) -> str:
    firms = f"，写上了 {report.firms} 家" if report.firms else ""
    lines = [f"填报表写好了：{report.into}{firms}。"]
    if leaves_out:
        lines.append("配置的登记库里已有的没有写上；要写上，请加 --db。")
    return "\n".join([*lines, f"填好以后运行 tiertrack import {report.into}"])
