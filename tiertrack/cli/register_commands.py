"""The commands that make a register and fill it, and settle which enterprise a row of a list is about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tiertrack.cli import options
from tiertrack.cli.skin import ChineseGroup, Day, OneOf, command

if TYPE_CHECKING:
    from tiertrack.register_reports import TitleReport
    from tiertrack.rules.rulebook import Rulebook


@command()
@options.db
@options.form
def init(url: str, form: str) -> int:
    """建立登记库，或把它升到最新的表结构。"""
    from tiertrack.app import initialise

    revision = initialise(url)
    options.emit(form, lambda: f"登记库已是最新：{revision}", lambda: {"revision": revision})
    return 0


@command()
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


@command("import")
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
    from tiertrack.render.register.record_text import report_data, report_text, titles_text

    if kind == "titles":
        report = _import_titles(url, file, source, dry_run, rulebook, whole)
        options.emit(form, lambda: titles_text(report), lambda: report_data(report))
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


@click.group(cls=ChineseGroup)
def match() -> None:
    """名单上对不准的企业：查看待确认的，确认是哪一家或是新的一家。"""


@match.command("list")
@options.db
@click.option("--all", "everything", is_flag=True, help="连已经确认的也列出。")
@options.form
def match_list(url: str, everything: bool, form: str) -> int:
    """列出待确认的匹配和各自的候选企业。"""
    from tiertrack.app import open_registry
    from tiertrack.app.register_questions import Waiting
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
    from tiertrack.render.register.record_text import report_data, titles_text

    with open_registry(url, rulebook) as registry:
        report = registry.accept_as_new(proposal, told_by) if is_new else registry.accept(proposal, name, told_by)
    options.emit(form, lambda: titles_text(report), lambda: report_data(report))
    return 0
