"""The commands that ask a register: who is on record, what is held, what ever happened, what falls due, what is
counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

import attrs
import click

from tiertrack.cli import list_options, options
from tiertrack.cli.list_options import Shown, refuse_idle
from tiertrack.cli.options import Answer, Opener
from tiertrack.cli.skin import Ahead, Day, Word, command
from tiertrack.duties.duty import Duty, DutyKind, Windows
from tiertrack.errors import BadInput, Fault
from tiertrack.facts.units import SPANS
from tiertrack.law.regions import Region
from tiertrack.output_file import Existing
from tiertrack.temporal import AsOf, Span


@command()
@options.register
@list_options.which()
@options.on
@options.asof
@list_options.shown
@options.rules
@options.form
def firms(open_register: Opener, asof: AsOf, which: dict[str, Any], shown: Shown) -> Answer[Any]:
    """列出登记库里的企业：现有最高称号、有效期至哪一天、往后 90 天里先做什么。

    写了称号的，只列当日持有它的，写明它的状态和有效期；最高称号的另列。
    """
    from tiertrack.render.register.firm_text import HOLDERS, OVERVIEWS, overviews_text

    with open_register() as register:
        rows = register.overviews(asof, **which, **shown.page)
        sheet = OVERVIEWS if which["title"] is None else HOLDERS
        return shown.answer(rows, sheet, lambda rows: Answer([*rows], text=overviews_text))


_everyone = click.option("--all", "everyone", is_flag=True, help="不问一家而列出全部企业的，可用下面的条件。")


@command()
@options.any_enterprise
@click.option("--achievement", metavar="成果", help="不问企业而问一项成果：名称或登记号。")
@_everyone
@options.register
@list_options.which()
@options.on
@options.asof
@list_options.shown
@options.rules
@options.form
def standing(
    enterprise: str | None,
    achievement: str | None,
    everyone: bool,
    open_register: Opener,
    asof: AsOf,
    which: dict[str, Any],
    shown: Shown,
) -> Answer[Any]:
    """某一天持有哪些称号、各到哪一步、依据是什么，近期该做什么；有哪些落地的成果。

    --all 列出全部企业的，不带近期事项；写了 --title 的只列它的。
    """
    _refuse_several(enterprise, achievement, everyone)
    if everyone:
        from tiertrack.render.register.firm_text import STANDINGS, firm_standings_text

        with open_register() as register:
            rows = register.standings(asof, **which, **shown.page)
            return shown.answer(rows, STANDINGS, lambda rows: Answer([*rows], text=firm_standings_text))
    refuse_idle(which, shown, "请加上 --all，或去掉这些选项")
    if achievement is not None:
        with open_register() as register:
            return Answer(register.achievement(achievement, asof))
    firm = options.required(enterprise, _OR_ALL)
    with open_register() as register:
        return Answer(register.standing(firm, asof))


_OR_ALL = "；要列出全部企业的，请写 --all"


def _refuse_several(enterprise: str | None, achievement: str | None, everyone: bool) -> None:
    if enterprise is not None and achievement is not None:
        raise BadInput(Fault("E701", "企业和成果只能问一样", "请只写企业，或只写 --achievement"))
    if everyone and (enterprise is not None or achievement is not None):
        raise BadInput(Fault("E701", "已写 --all，不能再指明一家", "请只写一样"))


@command()
@options.any_enterprise
@_everyone
@options.register
@list_options.which()
@click.option("--on", type=Day(), help="只列这一天以前发生的；不写则列出全部。")
@options.asof
@list_options.shown
@options.rules
@options.form
def history(
    enterprise: str | None,
    everyone: bool,
    open_register: Opener,
    asof: AsOf,
    which: dict[str, Any],
    shown: Shown,
) -> Answer[Any]:
    """一家企业登记在册的事项：哪天、什么事、凭什么文件、何时由谁登记；更正前的也在。

    名称不是事项，从名单的曾用名得知的更名不在其中。
    --all 列出全部企业的。
    """
    _refuse_several(enterprise, None, everyone)
    if everyone:
        from tiertrack.render.register.firm_text import HISTORIES, histories_text

        with open_register() as register:
            rows = register.histories(asof, **which, **shown.page)
            return shown.answer(rows, HISTORIES, lambda rows: Answer([*rows], text=histories_text))
    refuse_idle(which, shown, "请加上 --all，或去掉这些选项")
    firm = options.required(enterprise, _OR_ALL)
    with open_register() as register:
        return Answer(register.history(firm, asof))


@command()
@options.any_enterprise
@options.register
@list_options.which("只列关于它的事，如 小巨人；与 --status 同用，只列在它的这个状态的企业的。")
@options.on
@click.option("--within", type=Ahead(), default="90天", metavar="时间", help=f"往后多久；{SPANS}；默认 90天。")
@click.option("--kind", type=Word("事项", DutyKind), help="只列这一种事，如 复核、年度更新。")
@click.option(
    "--all-windows",
    "windows",
    flag_value=Windows.ALL,
    default=Windows.LIKELY,
    type=click.UNPROCESSED,
    help="申报窗口全部列出，注明预计不够格的；不写则按现有资料预计不够格的不列，只说有几件。",
)
@options.asof
@list_options.shown
@options.rules
@options.formats(("text", "json", "ics"), "输出文字（默认）、JSON 或日历（ics）。")
def due(
    enterprise: str | None,
    open_register: Opener,
    within: Span,
    kind: DutyKind | None,
    windows: Windows,
    asof: AsOf,
    which: dict[str, Any],
    shown: Shown,
) -> Answer[Any]:
    """从某一天起该做什么：年度更新、变化报告、复核和申报窗口、将到期的前置称号、漏更警示。

    日历一个截止日一件事，写明有哪些企业、联系谁；--into 到期.ics 写成文件。

    不写企业则列出全部企业的，由先到后，写成文件的也是；写了 --after 或 --limit 的，一家一家列，--limit 数的是家数。
    """
    from tiertrack.app.list_file import write_list
    from tiertrack.duties.duty import Duties
    from tiertrack.ports import SystemClock
    from tiertrack.render.register.calendar import calendar_text
    from tiertrack.render.register.duty_text import duties_text, left_out_text
    from tiertrack.render.register.firm_text import DUTIES

    title, now = enterprise or "企业梯度培育", SystemClock().now()

    def calendar(duties: Iterable[Duty]) -> bytes:
        return calendar_text(duties, title, now, enterprise or "")

    sheet = attrs.evolve(DUTIES, others={".ics": calendar})

    def printed(found: Iterable[Duty], left_out: Callable[[], int]) -> Answer[Any]:
        told = Duties(found)
        more = left_out_text(left_out())
        return Answer(
            told,
            text=lambda duties: "\n\n".join(filter(None, (duties_text(duties), more))),
            file=calendar,
            aside=lambda _duties: more,
        )

    with open_register() as register:
        if enterprise is None:
            found = register.due(asof, within, kind=kind, windows=windows, **which, **shown.page)
            answer = shown.answer(found, sheet, lambda rows: printed(rows, lambda: found.left_out), order=sorted)
            if shown.into is not None and (more := left_out_text(found.left_out)):
                click.echo(more, err=True)
            return answer
        about = which.pop("title")
        refuse_idle(which, attrs.evolve(shown, into=None), "请去掉企业，或去掉这些选项")
        duties = register.due(asof, within, enterprise, title=about, kind=kind, windows=windows)
        if shown.into is None:
            return printed(duties, lambda: duties.left_out)
        report = write_list(duties, sheet, shown.into, shown.existing)
        if more := left_out_text(duties.left_out):
            click.echo(more, err=True)
        return Answer(report)


@command()
@options.register
@options.place("不写则列出全部。")
@click.option("--from", "since", type=Day(), required=True, help="从哪一天起。")
@click.option("--to", "on", type=Day(), required=True, help="到哪一天，这一天也在内。")
@options.asof
@click.option("--into", metavar="文件", help="写到这个文件：.csv、.xlsx 或 .json。")
@options.overwrite
@options.form
def renamed(
    open_register: Opener,
    region: Region | None,
    since: dt.date,
    asof: AsOf,
    into: str | None,
    existing: Existing,
) -> Answer[Any]:
    """一段时间里谁更了名：原名称、新名称、依据的文件。

    只列登记了更名的；从名单的曾用名得知的没有日期，不在其中。
    """
    from tiertrack.app.list_file import write_list
    from tiertrack.render.register.firm_text import RENAMED, all_renamed_text

    with open_register() as register:
        found = register.renamed(since, asof, region=region)
    if into is None:
        return Answer([*found], text=all_renamed_text)
    return Answer(write_list(found, RENAMED, into, existing))


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
