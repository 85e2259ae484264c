"""The commands that ask a register: what is held, what ever happened, what falls due, what reports count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tiertrack.cli import options
from tiertrack.cli.options import Answer, Opener
from tiertrack.cli.skin import Ahead, Day, command
from tiertrack.errors import BadInput, Fault
from tiertrack.facts.units import SPANS
from tiertrack.law.regions import Region
from tiertrack.temporal import AsOf, Span

if TYPE_CHECKING:
    from tiertrack.register_reports import VerifyReport
    from tiertrack.titles.history import History


@command()
@options.any_enterprise
@click.option("--achievement", metavar="成果", help="不问企业而问一项成果：名称或登记号。")
@options.register
@options.on
@options.asof
@options.rules
@options.form
def standing(enterprise: str | None, achievement: str | None, open_register: Opener, asof: AsOf) -> Answer[Any]:
    """某一天持有哪些称号、各到哪一步、依据是什么，近期该做什么；有哪些落地的成果。"""
    if achievement is None:
        enterprise = options.required(enterprise)
        with open_register() as register:
            return Answer(register.standing(enterprise, asof))
    if enterprise is not None:
        raise BadInput(Fault("E701", "企业和成果只能问一样", "请只写企业，或只写 --achievement"))
    with open_register() as register:
        return Answer(register.achievement(achievement, asof))


@command()
@options.one_enterprise
@options.register
@click.option("--on", type=Day(), help="只列这一天以前发生的；不写则列出全部。")
@options.asof
@options.rules
@options.form
def history(enterprise: str, open_register: Opener, asof: AsOf) -> Answer[History]:
    """一家企业发生过的一切：哪天、什么事、凭什么文件、何时由谁登记；更正前的也在。"""
    with open_register() as register:
        return Answer(register.history(enterprise, asof))


@command()
@options.any_enterprise
@options.register
@options.on
@click.option("--within", type=Ahead(), default="90d", metavar="时间", help=f"往后多久；{SPANS}；默认 90d。")
@options.asof
@options.rules
@options.formats(("text", "json", "ics"), "输出文字（默认）、JSON 或日历（ics）。")
def due(enterprise: str | None, open_register: Opener, within: Span, asof: AsOf) -> Answer[Any]:
    """从某一天起该做什么：年度更新、变化报告、复核和申报窗口、将到期的前置称号、漏更警示。

    不写企业则列出全部企业的。
    """
    from tiertrack.ports import SystemClock
    from tiertrack.render.register.calendar import calendar_text
    from tiertrack.render.register.duty_text import duties_text

    with open_register() as register:
        duties = register.due(asof, within, enterprise)
    title, now = enterprise or "企业梯度培育", SystemClock().now()
    return Answer(duties, text=duties_text, file=lambda duties: calendar_text(duties, title, now))


@command()
@options.register
@options.on
@options.place("不写则用配置的，再没有就列出收录了数字或目标的各个地区。")
@options.asof
@click.option("--observations-only", "printed_only", is_flag=True, help="只列公布的数字和目标，不查登记库。")
@options.rules
@options.form
def indicators(open_register: Opener, region: Region | None, asof: AsOf, printed_only: bool) -> Answer[Any]:
    """指标和目标：登记库数出的、报道公布的、文件定下的，口径相同才相比。

    同一指标的几个数并列，不作取舍；没有写明期间的数不算哪一年的。
    """
    from tiertrack.app.register_count import indicators as printed
    from tiertrack.render.register.indicator_text import indicators_data, indicators_text

    region = region or options.configured_region()
    if printed_only:
        reports = printed(asof, region)
    else:
        with open_register() as register:
            reports = register.indicators(asof, region)
    return Answer(
        reports, text=lambda found: indicators_text(found, asof), data=lambda found: indicators_data(found, asof)
    )


@command()
@options.register
@click.option("--seal", metavar="封印", help="以前记下的封印；一并核对它仍在链上。")
@options.form
def verify(open_register: Opener, seal: str | None) -> Answer[VerifyReport]:
    """核对登记库的事项没有被改动、删除或调换；退出码 0 完好，1 有改动。"""
    with open_register() as register:
        report = register.verify(seal)
    return Answer(report, 1 if report.faults else 0)
