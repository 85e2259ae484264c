"""The command that reports on a register."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tiertrack.cli import options
from tiertrack.cli.options import Answer, Opener
from tiertrack.cli.skin import Day, command
from tiertrack.law.regions import Region
from tiertrack.output_file import Existing
from tiertrack.temporal import AsOf

if TYPE_CHECKING:
    from tiertrack.render.report.report import Report


@command()
@options.register
@options.place("不写则用配置的，再没有就报全部企业，不与目标相比。")
@options.on
@click.option("--since", type=Day(), help="上一次报告的日子：列出那一天以来的变化；更名也从那以后列起。")
@options.asof
@click.option(
    "--into", metavar="文件", type=click.Path(path_type=Path), help="写成 .html、.docx 或 .xlsx；不写则打印。"
)
@options.overwrite
@options.rules
@options.form
def report(
    open_register: Opener,
    region: Region | None,
    asof: AsOf,
    since: dt.date | None,
    into: Path | None,
    existing: Existing,
) -> Answer[Report]:
    """梯度培育情况报告：一页给主任看，后面是名单。

    各级的存量、本年新增、本年失效、目标和差额；按镇街和行业；谁可以报，谁差一步；90 天内到期的；更名的；
    上次报告以来的变化；报道和文件里的指标。每个数都列得出是哪些企业：网页点开，Word 在附录，Excel 在最后一页。
    """
    from tiertrack.app.reporting import REPORT_FILES, refuse_later, write_report
    from tiertrack.errors import BadInput
    from tiertrack.output_file import refuse_ending
    from tiertrack.render.report.report_text import report_line

    try:
        refuse_later(since, asof.on)
    except BadInput as error:
        raise error.at("--since") from None
    if into is not None:
        refuse_ending(into, REPORT_FILES)
    with open_register() as register:
        found = register.report(asof, region=region or options.configured_region(), since=since)
    if into is None:
        return Answer(found)
    write_report(found, into, existing)
    return Answer(found, text=lambda found: f"{report_line(found)}\n已写入 {into}")
