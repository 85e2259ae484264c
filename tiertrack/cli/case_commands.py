"""The commands that record: what a document says happened, and what is decided by procedure and standard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from tiertrack.cli import options
from tiertrack.cli.options import Answer, Opener
from tiertrack.cli.skin import ChineseGroup, Day, Word, command
from tiertrack.errors import BadInput
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.exchanges import Board
from tiertrack.law.states import Actor
from tiertrack.titles.events import ENTERPRISE, Event, Reason, recordable_kind

if TYPE_CHECKING:
    from tiertrack.register_reports import Recorded, Recording, ReviewReport

_VALUE = click.option("--value", metavar="内容", help="新名称、迁往的地区或对方企业。")
_TOLD_BY = click.option("--told-by", metavar="何人", help="谁告诉我们的。")

# The options that say what exactly happened.
_PARTICULARS = (
    click.option("--from", "starts", type=Day(), help="有效期起始日；不写则为 --on。"),
    click.option("--through", type=Day(), help="有效期最后一日；文件没有写的按标准的年限推算并注明。"),
    click.option("--batch", metavar="批次", help="批次，如 第八批。"),
    click.option(
        "--reason", type=Word("事由", Reason), help="撤销的事由，如 造假、重大事故；别的见 docs/commands.md。"
    ),
    click.option("--until", type=Day(), help="禁报至哪一日以前；文件没有写的按规定推算并注明。"),
    click.option("--year", type=int, metavar="年度", help="年度更新所属的年度。"),
    click.option("--stage", metavar="环节", help="称号自己的程序里的环节，如 已问询。"),
    click.option("--product", metavar="产品", help="单项冠军证书上的产品；不写则说的是称号本身。"),
    click.option("--named", metavar="原称", help="文件上的旧称，如 制造业单项冠军示范企业。"),
    click.option("--board", type=Word("板块", Board), help="上市的板块。"),
    _VALUE,
    _TOLD_BY,
    click.option("--by", type=Word("办理者", Actor), help="由谁办理，如 企业、工信部。"),
)


def _with_options(
    *its_options: Callable[[Callable[..., Any]], Callable[..., Any]],
) -> Callable[[Callable[..., Answer[Recording]]], Callable[..., int]]:
    """The options of a command that records: the enterprise and the register, its own, the rules and the form."""

    def decorator(command: Callable[..., Any]) -> Callable[..., int]:
        about = (options.one_enterprise, options.register)
        for option in reversed((*about, *its_options, options.rules, options.form)):
            command = option(command)
        return command

    return decorator


@command()
@_with_options(
    options.titled("哪个称号，如 小巨人；企业本身的事项写 企业。"),
    click.option(
        "--event", "kind", metavar="事项", default="认定", help="发生了什么，如 公示、撤销、年度更新；默认 认定。"
    ),
    options.on,
    click.option("--document", metavar="文件", help="所依据的公告或名单；认定、复核、撤销、公示必须写。"),
    *_PARTICULARS,
)
def record(title: str, kind: str, **recorded: Any) -> Answer[Recording]:
    """照文件登记发生了什么；与标准不一致也照登记，并留下分歧。"""
    try:
        happened = recordable_kind(kind, title)
    except BadInput as error:
        raise error.at("--event") from None
    return _record(title=title, kind=happened, **recorded)


def _record(enterprise: str, open_register: Opener, by: Actor | None = None, **happened: Any) -> Answer[Recording]:
    from tiertrack.titles.decide import Refused, Undetermined

    event = Event(**happened)
    with open_register() as register:
        recording = register.record(enterprise, event, by)
    outcome = recording.outcome
    return Answer(recording, 1 if isinstance(outcome, Refused) else 3 if isinstance(outcome, Undetermined) else 0)


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


def _add_command(name: str, about: str, kind: EventKind, *its_options: Any, **always: Any) -> None:
    """Adds the command that records an event of a kind."""

    @_with_options(*its_options)
    def step(**happened: Any) -> Answer[Recording]:
        return _record(kind=kind, **always, **happened)

    step.__doc__ = f"登记{about}“{kind.label}”。"
    case.command(name)(step)


_TITLE = options.titled("哪个称号，如 专精特新。")
_IN_FORCE = click.option("--document", metavar="文件", help="所依据的文件；写了就照登记。")
_DOCUMENT = click.option("--document", metavar="文件", help="所依据的文件。")
for _name, _kind in _STEPS.items():
    _add_command(_name, "", _kind, _TITLE, options.on, _IN_FORCE, *_PARTICULARS)
for _name, _kind in _CHANGES.items():
    _add_command(_name, "企业的", _kind, options.on, _DOCUMENT, _VALUE, _TOLD_BY, title=ENTERPRISE)


@case.command("close-review")
@options.register
@options.titled("哪个称号，如 小巨人。")
@options.on
@click.option("--document", metavar="文件", required=True, help="复核名单的文件。")
@click.option("--batch", metavar="批次", help="只限这一批次认定的。")
@click.option("--include-waiting", is_flag=True, help="名单上有待确认的行可能是它的，也按未列入失效。")
@click.option("--without-list", is_flag=True, help="当年确实没有复核名单：应复核的全部失效。")
@options.dry_run
@options.rules
@options.form
def close_review(
    open_register: Opener,
    title: str,
    on: dt.date,
    document: str,
    batch: str | None,
    include_waiting: bool,
    without_list: bool,
    dry_run: bool,
) -> Answer[ReviewReport]:
    """复核名单已印发：当年应复核而不在名单上的，原称号即日失效。先导入名单，再运行这条命令。

    没有导入过这一称号当年的复核名单的，不办；确实没有名单，用 --without-list。办以前加 --dry-run 看会让哪几家失效；
    办错了用 tiertrack undo 取消，编号在末行和 tiertrack imports 里。

    待确认的匹配可能是哪家的，那家留着不动并列出；确认以后再运行一次。家数多的一部分一部分地登记，不让别人久等；
    中途停下的，办了的已经登记，再原样运行一次，接着办余下的。
    """
    from tiertrack.app.review_list import ListOnRecord, Unsettled
    from tiertrack.render.answers import to_dict

    unsettled = Unsettled.END if include_waiting else Unsettled.LEAVE
    on_record = ListOnRecord.NONE if without_list else ListOnRecord.REQUIRED
    with open_register() as register:
        commit = options.commit(dry_run)
        report = register.close_review(title, on, document, batch, unsettled, on_record, commit)
    about = {"title": title, "on": on.isoformat(), "document": document}
    whole = options.told_of_import("whole", dry_run)

    def text(report: ReviewReport) -> str:
        since = f"以下各家的称号自 {on} 起失效：\n" if report.ended else ""
        return f"{since}{whole(report)}"

    return Answer(report, text=text, data=lambda report: about | to_dict(report))


@case.command("void")
@options.one_enterprise
@options.register
@options.titled("哪个称号；企业本身的事项写 企业。")
@click.option("--version", type=int, required=True, metavar="序号", help="history 里那一项的序号。")
@options.on
@click.option("--document", metavar="文件", help="凭什么作废。")
@options.rules
@options.form
def void(
    enterprise: str, open_register: Opener, title: str, version: int, on: dt.date, document: str | None
) -> Answer[Recorded]:
    """作废一项登错的登记；原来那一行仍在，注明已作废。"""
    with open_register() as register:
        voided = register.void(enterprise, title, version, on, document)
    from tiertrack.render.register.record_text import voided_text

    return Answer(voided, text=lambda entry: voided_text(entry, version))
