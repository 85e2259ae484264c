"""The commands that make a register and fill it, and settle which enterprise a row of a list is about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tiertrack.cli import options
from tiertrack.cli.options import Answer, Opener, each
from tiertrack.cli.skin import ChineseGroup, Day, OneOf, command
from tiertrack.errors import BadInput, Fault

if TYPE_CHECKING:
    from tiertrack.register_reports import ImportReport, TitleReport


@command()
@options.db
@options.form
def init(url: str) -> Answer[str]:
    """建立登记库，或把它升到最新的表结构。"""
    from tiertrack.app import initialise

    return Answer(initialise(url), "登记库已是最新：{}".format, lambda revision: {"revision": revision})


@command()
@options.register
@options.form
def seed(open_register: Opener) -> Answer[ImportReport]:
    """载入随附的资料；再载一次不会改变什么。"""
    from tiertrack.render.register.record_text import report_data, report_text

    with open_register() as register:
        return Answer(register.seed(), report_text, report_data)


@command("import")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@options.register
@click.option(
    "--kind",
    type=OneOf("内容", {"facts": "facts", "titles": "titles"}),
    default="facts",
    help="事实（facts，默认）或称号名单（titles）。",
)
@options.unit_of_money("事实表：标题和单元格里没有单位的金额用这个单位。")
@click.option("--source", metavar="出处", help="没有另写出处的都记为这个出处。")
@click.option("--title", metavar="称号", help="名单：没有“称号”一列时，全表的称号。")
@click.option("--event", metavar="事项", help="名单：没有“事项”一列时，全表的事项。")
@click.option("--on", type=Day(), help="名单：没有“日期”一列时，全表的日期。")
@click.option("--document", metavar="文件", help="名单：没有“文件”一列时，全表所依据的文件。")
@click.option("--batch", metavar="批次", help="名单：没有“批次”一列时，全表的批次。")
@click.option("--dry-run", is_flag=True, help="名单：只看会改变什么，不写入。")
@options.rules
@options.form
def import_(
    file: Path,
    open_register: Opener,
    kind: str,
    money_unit: str | None,
    source: str | None,
    dry_run: bool,
    **whole: Any,
) -> Answer[Any]:
    """把事实表或称号名单（CSV、XLSX）、企业或成果档案（JSON）导入登记库：全部无误才写入。"""
    from tiertrack.app.import_files import facts_import
    from tiertrack.render.register.record_text import report_data, report_text, titles_text

    if kind == "titles":
        whole["kind"] = whole.pop("event")
        return Answer(_import_titles(open_register, file, source, dry_run, whole), titles_text, report_data)
    idle = [f"--{name}" for name, value in whole.items() if value is not None]
    if dry_run:
        idle.append("--dry-run")
    if idle:
        remedy = "请去掉；导入名单请加 --kind titles"
        raise BadInput(Fault("E714", "这些选项只用于名单，事实表和档案用不上", remedy, "、".join(idle)))
    bring = facts_import(file, money_unit, source, options.rulebook_given)
    with open_register() as register:
        return Answer(register.write(bring), report_text, report_data)


def _import_titles(
    open_register: Opener, file: Path, source: str | None, dry_run: bool, whole: dict[str, Any]
) -> TitleReport:
    from tiertrack.app.registry import Commit
    from tiertrack.intake.title_list import read_title_list

    titles = read_title_list(file, told_by=source, **whole)
    commit = Commit.DRY_RUN if dry_run else Commit.YES
    with open_register() as register, options.progress("读取名单") as moved:
        return register.import_titles(titles, moved, commit)


@click.group(cls=ChineseGroup)
def match() -> None:
    """名单上对不准的企业：查看待确认的，确认是哪一家或是新的一家。"""


@match.command("list")
@options.register
@click.option("--all", "everything", is_flag=True, help="连已经确认的也列出。")
@options.form
def match_list(open_register: Opener, everything: bool) -> Answer[Any]:
    """列出待确认的匹配和各自的候选企业。"""
    from tiertrack.app.register_questions import Waiting
    from tiertrack.render.register.record_text import proposal_data, proposals_text

    which = Waiting.NOT_ONLY if everything else Waiting.ONLY
    with open_register() as register:
        return Answer(register.proposals(which), proposals_text, each(proposal_data))


@match.command("accept")
@click.argument("proposal", metavar="编号", type=int)
@click.argument("name", metavar="[企业]", required=False)
@options.register
@click.option("--new", "is_new", is_flag=True, help="不是任何候选，是新的一家。")
@click.option("--told-by", metavar="何人", help="谁确认的。")
@options.rules
@options.form
def match_accept(
    proposal: int, name: str | None, open_register: Opener, is_new: bool, told_by: str | None
) -> Answer[TitleReport]:
    """确认一项匹配：只有一个候选时可不写企业。"""
    from tiertrack.render.register.record_text import report_data, titles_text

    with open_register() as register:
        report = register.accept_as_new(proposal, told_by) if is_new else register.accept(proposal, name, told_by)
    return Answer(report, titles_text, report_data)
