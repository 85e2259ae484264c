"""The commands that record: what a document says happened, and what is decided by procedure and standard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from tiertrack.cli import options
from tiertrack.cli.skin import ChineseGroup, Day, OneOf, command
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.exchanges import Board
from tiertrack.law.states import Actor
from tiertrack.titles.events import ENTERPRISE, Event, Reason

if TYPE_CHECKING:
    from tiertrack.rules.rulebook import Rulebook


# What came of recording, as an exit code: done, refused, more must be known.
_EXIT = {"accepted": 0, "refused": 1, "undetermined": 3}


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


@command()
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


@click.group(cls=ChineseGroup)
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
