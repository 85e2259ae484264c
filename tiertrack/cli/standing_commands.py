"""The commands that ask a register: what is held, what ever happened, what falls due, what reports count."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from tiertrack.cli import options
from tiertrack.cli.options import Span
from tiertrack.cli.skin import Day, OneOf, command
from tiertrack.errors import BadInput, Fault
from tiertrack.temporal import AsOf

if TYPE_CHECKING:
    from tiertrack.rules.rulebook import Rulebook


@command()
@options.enterprise_argument
@options.enterprise
@click.option("--achievement", metavar="成果", help="不问企业而问一项成果：名称或登记号。")
@options.db
@options.on
@options.known_at
@options.rulebook
@options.form
def standing(
    name: str | None,
    enterprise: str | None,
    achievement: str | None,
    url: str,
    on: dt.date,
    known_at: dt.datetime | None,
    rulebook: Rulebook | None,
    form: str,
) -> int:
    """某一天持有哪些称号、各到哪一步、依据是什么，近期该做什么；有哪些落地的成果。"""
    from tiertrack.app import open_registry
    from tiertrack.render.register.achievement_text import achievement_data, achievement_text
    from tiertrack.render.register.standing_text import standing_data, standing_text

    if achievement is not None:
        if name is not None or enterprise is not None:
            raise BadInput(Fault("E701", "企业和成果只能问一样", "请只写企业，或只写 --achievement"))
        with open_registry(url, rulebook) as registry:
            found = registry.achievement(achievement, AsOf(on, known_at))
        options.emit(form, lambda: achievement_text(found), lambda: achievement_data(found))
        return 0
    with open_registry(url, rulebook) as registry:
        account = registry.standing(options.named(name, enterprise), AsOf(on, known_at))
    options.emit(form, lambda: standing_text(account), lambda: standing_data(account))
    return 0


@command()
@options.enterprise_argument
@options.enterprise
@options.db
@click.option("--on", type=Day(), help="只列这一天以前发生的；不写则列出全部。")
@options.known_at
@options.form
def history(
    name: str | None, enterprise: str | None, url: str, on: dt.date | None, known_at: dt.datetime | None, form: str
) -> int:
    """一家企业发生过的一切：哪天、什么事、凭什么文件、何时由谁登记；更正前的也在。"""
    from tiertrack.app import open_registry
    from tiertrack.render.register.standing_text import history_data, history_text

    asof = AsOf(on or dt.date.max, known_at)
    with open_registry(url) as registry:
        found = registry.history(options.named(name, enterprise), asof)
    options.emit(form, lambda: history_text(found), lambda: history_data(found))
    return 0


@command()
@options.enterprise_argument
@options.enterprise
@options.db
@options.on
@click.option("--within", type=Span(), default="90d", metavar="天数", help="往后多少天，如 90d（默认）。")
@options.known_at
@options.rulebook
@click.option(
    "--format",
    "form",
    type=OneOf("格式", {"text": "text", "json": "json", "ics": "ics"}),
    default="text",
    help="输出文字（默认）、JSON 或日历（ics）。",
)
def due(
    name: str | None,
    enterprise: str | None,
    url: str,
    on: dt.date,
    within: dt.timedelta,
    known_at: dt.datetime | None,
    rulebook: Rulebook | None,
    form: str,
) -> int:
    """从某一天起该做什么：年度更新、变化报告、复核和申报窗口、将到期的前置称号、漏更警示。

    不写企业则列出全部企业的。
    """
    from tiertrack.app import open_registry
    from tiertrack.render.register.duty_text import duties_text, duty_data

    about = None if name is None and enterprise is None else options.named(name, enterprise)
    with open_registry(url, rulebook) as registry:
        found = registry.due(AsOf(on, known_at), within, about)
    if form == "ics":
        from tiertrack.ports import SystemClock
        from tiertrack.render.register.calendar import calendar_text

        click.echo(calendar_text(found, about or "企业梯度培育", SystemClock().now()), nl=False)
        return 0
    options.emit(form, lambda: duties_text(found), lambda: [duty_data(one) for one in found])
    return 0


@command()
@options.db
@options.on
@click.option("--region", metavar="代码", help="六位行政区划代码；不写则列出收录了数字或目标的各个地区。")
@options.known_at
@click.option("--observations-only", "printed_only", is_flag=True, help="只列公布的数字和目标，不查登记库。")
@options.form
def indicators(
    url: str, on: dt.date, region: str | None, known_at: dt.datetime | None, printed_only: bool, form: str
) -> int:
    """指标和目标：登记库数出的、报道公布的、文件定下的，口径相同才相比。

    同一指标的几个数并列，不作取舍；没有写明期间的数不算哪一年的。
    """
    from tiertrack.app import open_registry
    from tiertrack.app.register_count import indicators as printed
    from tiertrack.render.register.indicator_text import indicators_data, indicators_text

    asof, where = AsOf(on, known_at), options.region_of(region)
    if printed_only:
        reports = printed(asof, where)
    else:
        with open_registry(url) as registry:
            reports = registry.indicators(asof, where)
    options.emit(form, lambda: indicators_text(reports, asof), lambda: indicators_data(reports, asof))
    return 0


@command()
@options.db
@click.option("--seal", metavar="封印", help="以前记下的封印；一并核对它仍在链上。")
@options.form
def verify(url: str, seal: str | None, form: str) -> int:
    """核对登记库的事项没有被改动、删除或调换；退出码 0 完好，1 有改动。"""
    from tiertrack.app import open_registry
    from tiertrack.render.check_text import verify_data, verify_text

    with open_registry(url) as registry:
        report = registry.verify(seal)
    options.emit(form, lambda: verify_text(report), lambda: verify_data(report))
    return 1 if report.faults else 0
