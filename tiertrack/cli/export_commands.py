"""The command that writes everything on record to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tiertrack.cli import options
from tiertrack.cli.options import Answer, Opener
from tiertrack.cli.skin import command
from tiertrack.errors import BadInput, Fault
from tiertrack.law.regions import Region
from tiertrack.output_file import CsvHeadings, Existing
from tiertrack.temporal import AsOf

if TYPE_CHECKING:
    from tiertrack.register_reports import ListReport


@command()
@options.register
@options.place("不写则写出全部。")
@options.on
@options.asof
@click.option(
    "--into", metavar="文件", required=True, help="写到这个文件：.xlsx（台账）、.csv（事实表）或 .jsonl（全部）。"
)
@options.csv_headings
@options.overwrite
@options.rules
@options.form
def export(
    open_register: Opener,
    region: Region | None,
    asof: AsOf,
    into: str,
    headings: CsvHeadings | None,
    existing: Existing,
) -> Answer[ListReport]:
    """把登记的全部写成台账：企业、数值（按年度）、称号、事项、到期、认定、知识产权、备注，一样一页。

    金额以万元计，准确到分。台账可以再导入（tiertrack import 台账.xlsx），没有改过的不会改变什么。到期写往后一年的。
    """
    from tiertrack.register_reports import ListReport

    if headings is not None and not into.lower().endswith(".csv"):
        raise BadInput(Fault("E714", "--headings 只用于 CSV", "请去掉，或把 --into 写成 .csv"))
    with open_register() as register, options.progress("写出") as moved:
        count = register.export(
            asof,
            into,
            region=region,
            existing=existing,
            headings=headings or CsvHeadings.CHINESE,
            progress=moved,
        )
        later = register.later_events(asof, region)
    return Answer(ListReport(None, into, count, tuple(later.items())))
