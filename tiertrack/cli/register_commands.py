"""The commands on a register: bringing things in, recording what happened, asking what is held and what falls due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tiertrack.cli import options
from tiertrack.cli.options import Span
from tiertrack.cli.policy_commands import tiertrack
from tiertrack.cli.skin import ChineseGroup, Day, OneOf
from tiertrack.errors import BadInput, Fault
from tiertrack.law.exchanges import Board
from tiertrack.law.states import Actor
from tiertrack.temporal import AsOf
from tiertrack.titles.events import ENTERPRISE, Event, EventKind, Reason

if TYPE_CHECKING:
    from tiertrack.register_reports import TitleReport
    from tiertrack.rules.rulebook import Rulebook

__all__ = ["case", "due", "history", "indicators", "init", "match", "record", "seed", "standing", "verify"]

# What came of recording, as an exit code: done, refused, more must be known.
_EXIT = {"accepted": 0, "refused": 1, "undetermined": 3}


@tiertrack.command()
@options.db
@options.form
def init(url: str, form: str) -> int:
    """建立登记库，或把它升到最新的表结构。"""
    from tiertrack.app import initialise

    revision = initialise(url)
    options.emit(form, lambda: f"登记库已是最新：{revision}", lambda: {"revision": revision})
    return 0


@tiertrack.command()
@options.db
@options.form
def seed(url: str, form: str) -> int:
    """载入随附的资料；再载一次不会改变什么。"""
    from tiertrack.app import open_registry
    from tiertrack.render.register.record_text import report_data, report_text

    with open_registry(url) as registry:
        report = registry.seed()
    options.emit(form, lambda: report_text(report), lambda: report_data(report))
    return 0


@tiertrack.command("import")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@options.db
@click.option(
    "--kind",
    type=OneOf("内容", {"facts": "facts", "titles": "titles"}),
    default="facts",
    help="事实（facts，默认）或称号名单（titles）。",
)
@click.option(
    "--money-unit",
    type=OneOf("金额单位", {unit: unit for unit in ("元", "万元", "亿元")}),
    help="事实表：标题和单元格里没有单位的金额用这个单位。",
)
@click.option("--source", metavar="出处", help="没有另写出处的都记为这个出处。")
@click.option("--title", metavar="称号", help="名单：没有“称号”一列时，全表的称号。")
@click.option("--event", metavar="事项", help="名单：没有“事项”一列时，全表的事项。")
@click.option("--on", type=Day(), help="名单：没有“日期”一列时，全表的日期。")
@click.option("--document", metavar="文件", help="名单：没有“文件”一列时，全表所依据的文件。")
@click.option("--batch", metavar="批次", help="名单：没有“批次”一列时，全表的批次。")
@click.option("--dry-run", is_flag=True, help="名单：只看会改变什么，不写入。")
@options.rulebook
@options.form
def import_(
    file: Path,
    url: str,
    kind: str,
    money_unit: str | None,
    source: str | None,
    dry_run: bool,
    rulebook: Rulebook | None,
    form: str,
    **whole: Any,
) -> int:
    """把事实表或称号名单（CSV、XLSX）、企业或成果档案（JSON）导入登记库：全部无误才写入。"""
    from tiertrack.app import open_registry
    from tiertrack.app.import_files import facts_import
    from tiertrack.render.register.record_text import report_data, report_text, titles_data, titles_text

    if kind == "titles":
        report = _import_titles(url, file, source, dry_run, rulebook, whole)
        options.emit(form, lambda: titles_text(report), lambda: titles_data(report))
        return 0
    bring = facts_import(file, money_unit, source)
    with open_registry(url) as registry:
        facts = registry.write(bring)
    options.emit(form, lambda: report_text(facts), lambda: report_data(facts))
    return 0


def _import_titles(
    url: str, file: Path, source: str | None, dry_run: bool, rulebook: Rulebook | None, whole: dict[str, Any]
) -> TitleReport:
    from tiertrack.app import open_registry
    from tiertrack.app.registry import Commit
    from tiertrack.intake.title_list import read_title_list

    whole["kind"] = whole.pop("event")
    titles = read_title_list(file, told_by=source, **whole)
    commit = Commit.DRY_RUN if dry_run else Commit.YES
    with open_registry(url, rulebook) as registry, options.progress("读取名单") as moved:
        return registry.import_titles(titles, moved, commit)


@tiertrack.group(cls=ChineseGroup)
def match() -> None:
    """名单上对不准的企业：查看待确认的，确认是哪一家或是新的一家。"""


@match.command("list")
@options.db
@click.option("--all", "everything", is_flag=True, help="连已经确认的也列出。")
@options.form
def match_list(url: str, everything: bool, form: str) -> int:
    """列出待确认的匹配和各自的候选企业。"""
    from tiertrack.app import open_registry
    from tiertrack.app.registry import Waiting
    from tiertrack.render.register.record_text import proposal_data, proposals_text

    with open_registry(url) as registry:
        found = registry.proposals(Waiting.NOT_ONLY if everything else Waiting.ONLY)
    options.emit(form, lambda: proposals_text(found), lambda: [proposal_data(one) for one in found])
    return 0


@match.command("accept")
@click.argument("proposal", metavar="编号", type=int)
@click.argument("name", metavar="[企业]", required=False)
@options.db
@click.option("--new", "is_new", is_flag=True, help="不是任何候选，是新的一家。")
@click.option("--told-by", metavar="何人", help="谁确认的。")
@options.rulebook
@options.form
def match_accept(
    proposal: int,
    name: str | None,
    url: str,
    is_new: bool,
    told_by: str | None,
    rulebook: Rulebook | None,
    form: str,
) -> int:
    """确认一项匹配：只有一个候选时可不写企业。"""
    from tiertrack.app import open_registry
    from tiertrack.render.register.record_text import titles_data, titles_text

    with open_registry(url, rulebook) as registry:
        report = registry.accept_as_new(proposal, told_by) if is_new else registry.accept(proposal, name, told_by)
    options.emit(form, lambda: titles_text(report), lambda: titles_data(report))
    return 0


_VALUE = click.option("--value", metavar="内容", help="新名称、迁往地区的代码或对方企业。")
_TOLD_BY = click.option("--told-by", metavar="何人", help="谁告诉我们的。")


def _particulars(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what exactly happened."""
    for option in reversed(
        (
            click.option("--from", "starts", type=Day(), help="有效期起始日；不写则为 --on。"),
            click.option("--through", type=Day(), help="有效期最后一日；文件没有写的按标准的年限推算并注明。"),
            click.option("--batch", metavar="批次", help="批次，如 第八批。"),
            click.option("--reason", type=OneOf("事由", {one.value: one for one in Reason}), help="撤销的事由。"),
            click.option("--until", type=Day(), help="禁报至哪一日以前；文件没有写的按规定推算并注明。"),
            click.option("--year", type=int, metavar="年度", help="年度更新所属的年度。"),
            click.option("--stage", metavar="环节", help="称号自己的程序里的环节，如 inquired。"),
            click.option("--product", metavar="产品", help="单项冠军证书上的产品；不写则说的是称号本身。"),
            click.option("--named", metavar="原称", help="文件上的旧称，如 制造业单项冠军示范企业。"),
            click.option("--board", type=OneOf("板块", {one.value: one for one in Board}), help="上市的板块。"),
            _VALUE,
            _TOLD_BY,
            click.option("--by", type=OneOf("办理者", {one.value: one for one in Actor}), help="由谁办理。"),
        )
    ):
        command = option(command)
    return command


@tiertrack.command()
@options.enterprise_argument
@options.enterprise
@options.db
@options.titled("称号的键，如 srdi_sme；企业本身的事项写 enterprise。")
@click.option(
    "--event",
    type=OneOf("事项", {one.value: one for one in EventKind}),
    default="recognised",
    help="发生了什么；默认 recognised（认定）。",
)
@options.on
@click.option("--document", metavar="文件", help="所依据的公告或名单；认定、复核、撤销、公示必须写。")
@_particulars
@options.rulebook
@options.form
def record(
    name: str | None,
    enterprise: str | None,
    url: str,
    title: str,
    event: EventKind,
    rulebook: Rulebook | None,
    form: str,
    **said: Any,
) -> int:
    """照文件登记发生了什么；与标准不一致也照登记，并留下分歧。"""
    return _record(options.named(name, enterprise), url, title, event, rulebook, form, said)


def _record(
    enterprise: str,
    url: str,
    title: str,
    kind: EventKind,
    rulebook: Rulebook | None,
    form: str,
    said: dict[str, Any],
) -> int:
    from tiertrack.app import open_registry
    from tiertrack.render.register.record_text import outcome_data, outcome_text

    by = said.pop("by", None)
    event = Event(title=title, kind=kind, **said)
    with open_registry(url, rulebook) as registry:
        recording = registry.record(enterprise, event, by)
    outcome, recorded = recording.outcome, recording.recorded
    data = outcome_data(outcome, recorded)
    options.emit(form, lambda: outcome_text(outcome, recorded), lambda: data)
    return _EXIT[data["outcome"]]


@tiertrack.group(cls=ChineseGroup)
def case() -> None:
    """办一件事：申报、推荐、公示、复核、更新、更名……按程序和标准裁定，能办才登记。

    写了 --document 的是已发生的事，照登记；没写的由规则裁定：退出码 0 已登记，1 不予登记，3 待补充。
    """


_STEPS = {
    "pool": EventKind.POOLED,
    "apply": EventKind.APPLIED,
    "return": EventKind.RETURNED,
    "recommend": EventKind.RECOMMENDED,
    "advance": EventKind.ADVANCED,
    "publicise": EventKind.PUBLICISED,
    "recognise": EventKind.RECOGNISED,
    "reject": EventKind.REJECTED,
    "withdraw": EventKind.WITHDRAWN,
    "review": EventKind.REVIEW_APPLIED,
    "pass": EventKind.REVIEW_PASSED,
    "fail": EventKind.REVIEW_FAILED,
    "update": EventKind.UPDATED,
    "miss-update": EventKind.UPDATE_MISSED,
    "relinquish": EventKind.RELINQUISHED,
    "absent": EventKind.ABSENT,
    "revoke": EventKind.REVOKED,
}
_CHANGES = {
    "rename": EventKind.RENAMED,
    "convert": EventKind.CONVERTED,
    "restructure": EventKind.RESTRUCTURED,
    "merge": EventKind.MERGED,
    "divide": EventKind.DIVIDED,
    "move": EventKind.MOVED,
    "report-change": EventKind.CHANGE_REPORTED,
}


def _step_command(kind: EventKind) -> Callable[..., int]:
    @options.enterprise_argument
    @options.enterprise
    @options.db
    @options.titled("称号的键，如 srdi_sme。")
    @options.on
    @click.option("--document", metavar="文件", help="所依据的文件；写了就照登记。")
    @_particulars
    @options.rulebook
    @options.form
    def step(
        name: str | None,
        enterprise: str | None,
        url: str,
        title: str,
        rulebook: Rulebook | None,
        form: str,
        **said: Any,
    ) -> int:
        return _record(options.named(name, enterprise), url, title, kind, rulebook, form, said)

    step.__doc__ = f"登记“{kind.label}”。"
    return step


def _change_command(kind: EventKind) -> Callable[..., int]:
    @options.enterprise_argument
    @options.enterprise
    @options.db
    @options.on
    @click.option("--document", metavar="文件", help="所依据的文件。")
    @_VALUE
    @_TOLD_BY
    @options.rulebook
    @options.form
    def change(
        name: str | None, enterprise: str | None, url: str, rulebook: Rulebook | None, form: str, **said: Any
    ) -> int:
        return _record(options.named(name, enterprise), url, ENTERPRISE, kind, rulebook, form, said)

    change.__doc__ = f"登记企业的“{kind.label}”。"
    return change


for _name, _kind in _STEPS.items():
    case.command(_name)(_step_command(_kind))
for _name, _kind in _CHANGES.items():
    case.command(_name)(_change_command(_kind))


@case.command("close-review")
@options.db
@options.titled("称号的键，如 little_giant。")
@options.on
@click.option("--document", metavar="文件", required=True, help="复核名单的文件。")
@click.option("--batch", metavar="批次", help="只限这一批次认定的。")
@options.form
def close_review(url: str, title: str, on: dt.date, document: str, batch: str | None, form: str) -> int:
    """复核名单已印发：当年应复核而不在名单上的，原称号即日失效。先导入名单，再运行这条命令。"""
    from tiertrack.app import open_registry

    with open_registry(url) as registry:
        names = registry.close_review(title, on, document, batch)
    options.emit(
        form,
        lambda: "\n".join([f"未列入名单、称号失效 {len(names)} 家", *names]),
        lambda: {"title": title, "on": on.isoformat(), "document": document, "ended": list(names)},
    )
    return 0


@case.command("void")
@options.enterprise_argument
@options.enterprise
@options.db
@options.titled("称号的键；企业本身的事项写 enterprise。")
@click.option("--version", type=int, required=True, metavar="序号", help="history 里那一项的序号。")
@options.on
@click.option("--document", metavar="文件", help="凭什么作废。")
@options.form
def void(
    name: str | None,
    enterprise: str | None,
    url: str,
    title: str,
    version: int,
    on: dt.date,
    document: str | None,
    form: str,
) -> int:
    """作废一项登错的登记；原来那一行仍在，注明已作废。"""
    from tiertrack.app import open_registry
    from tiertrack.render.register.standing_text import event_data

    with open_registry(url) as registry:
        voided = registry.void(options.named(name, enterprise), title, version, on, document)
    options.emit(form, lambda: f"已作废 {voided.event.label} 第 {version} 项", lambda: event_data(voided.event))
    return 0


@tiertrack.command()
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


@tiertrack.command()
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


@tiertrack.command()
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


@tiertrack.command()
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


@tiertrack.command()
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


@tiertrack.command()
def demo() -> int:
    """演示：建库、导入公布数字、判断、登记、查询，用完即删。"""
    from tiertrack.cli.demo import tour

    tour(tiertrack)
    return 0
