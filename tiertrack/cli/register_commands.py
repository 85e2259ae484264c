"""The commands that make a register and fill it, and settle which enterprise a row of a list is about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tiertrack.app.commit import Commit
from tiertrack.cli import options
from tiertrack.cli.fault_options import giving_faults_back
from tiertrack.cli.options import Answer, Opener
from tiertrack.cli.skin import ChineseGroup, Day, Word, command
from tiertrack.errors import BadInput, Fault
from tiertrack.intake.file_content import Content
from tiertrack.titles.events import Reason

if TYPE_CHECKING:
    from tiertrack.intake.fact_list import FactReading
    from tiertrack.output_file import Existing
    from tiertrack.register_reports import Enrolment, ImportReport, Merger, TitleReport
    from tiertrack.store.migrate import Upgraded


@command()
@options.db
@click.option("--harden", "is_hardened", is_flag=True, help="PostgreSQL：加上触发器，登记的行谁也不能改、不能删。")
@options.form
def init(url: str, is_hardened: bool) -> Answer[Upgraded]:
    """建立登记库，或把它升到最新的表结构。"""
    from tiertrack.app.revisions import brought_up, harden

    done = harden(url) if is_hardened else brought_up(url)
    told = _brought_up(done, url) + ("，登记的行只增不改" if is_hardened else "")
    if done.found:
        told += f"\n以前的 {done.found} 行照现在的样子封存，从此改动都查得出"
    return Answer(done, text=lambda _done: told, data=lambda _done: {**_revision(done.revision), "found": done.found})


def _brought_up(done: Upgraded, url: str) -> str:
    from tiertrack.store.engine import shown

    if done.before is None:
        return f"已建立登记库 {shown(url)}：{done.revision}"
    if done.before != done.revision:
        return f"登记库已由 {done.before} 升到最新：{done.revision}"
    return f"登记库已是最新：{done.revision}"


@command()
@click.argument("revision", metavar="版本")
@options.db
@click.option("--lose-rows", metavar="行数", type=click.IntRange(min=0), default=0, help="知道会丢掉这么多行；先备份。")
@options.form
def downgrade(revision: str, url: str, lose_rows: int) -> Answer[str]:
    """把登记库降回较早的表结构，如 0003；base 一个表也不留。会丢掉行的，须写明丢多少。"""
    from tiertrack.app import downgrade as take_back

    take_back(url, revision, lose_rows)
    return Answer(revision, text="登记库已降到：{}".format, data=_revision)


def _revision(revision: str) -> dict[str, str]:
    return {"revision": revision}


@command()
@options.register
@options.form
def seed(open_register: Opener) -> Answer[ImportReport]:
    """载入随附的资料；再载一次不会改变什么。"""
    with open_register() as register:
        return Answer(register.seed())


@command()
@click.argument("name", metavar="名称")
@options.register
@click.option("--uscc", metavar="代码", help="统一社会信用代码，18 位。")
@click.option("--stock-code", metavar="代码", help="证券代码，六位。")
@click.option("--region", metavar="地区", help="所在地，六位代码或名称。")
@click.option("--industry", metavar="行业", help="国民经济行业代码，如 C3484。")
@options.form
def enrol(open_register: Opener, **identity: Any) -> Answer[Enrolment]:
    """登记一家企业；信用代码登记过的就是那一家。登记库里有名称相近的，会列出来。"""
    with open_register() as register:
        return Answer(register.enrol(**identity))


@command("import")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@options.register
@click.option(
    "--kind",
    type=Word("内容", Content),
    help="事实、称号名单或知识产权（一行一项）；不写则按事实读，没有一列数值的表要写明。",
)
@options.unit_of_money("事实表：标题和单元格里没有单位的金额用这个单位。")
@options.not_found
@click.option(
    "--source",
    metavar="出处",
    help="没有另写出处的都记为这个出处；档案里的称号以它为所依的文件，没有文号的算企业自报。",
)
@click.option(
    "--keep-good",
    "rest",
    metavar="[文件]",
    is_flag=False,
    flag_value="",
    help="事实表：没有问题的行照样导入，其余的连同问题写到这个 CSV（不写文件名则在原表旁，名称加“-问题”）。",
)
@options.overwrite
@giving_faults_back
@options.perhaps_titled("名单：没有“称号”一列时，全表的称号。")
@click.option("--event", metavar="事项", help="名单：没有“事项”一列时，全表的事项。")
@click.option("--on", type=Day(), help="名单：没有“日期”一列时，全表的日期。")
@click.option("--document", metavar="文件", help="名单：没有“文件”一列时，全表所依据的文件。")
@click.option("--from", "starts", type=Day(), help="名单：没有“有效期起”一列时，全表有效期的第一日。")
@click.option("--through", type=Day(), help="名单：没有“有效期至”一列时，全表有效期的最后一日。")
@click.option("--batch", metavar="批次", help="名单：没有“批次”一列时，全表的批次。")
@click.option("--year", metavar="年度", help="名单：年度更新、未按时更新，没有“年度”一列时，全表的年度。")
@click.option("--reason", type=Word("事由", Reason), help="名单：撤销，没有“事由”一列时，全表的事由。")
@click.option("--until", type=Day(), help="名单：没有“禁报至”一列时，全表禁报至哪一日以前。")
@click.option(
    "--complete",
    metavar="[地区]",
    is_flag=False,
    flag_value="",
    help="名单：是这个地区（不写则用配置的地区）在 --on 那天的全部；不在名单上的登记为经查不持有。",
)
@click.option("--sheet", metavar="名称", help="工作簿里有几个工作表、文档里有几张表时，读哪一个。")
@click.option("--confirm", metavar="核对码", help="名单：从 PDF、Word 读出的表看过无误，写 --dry-run 给出的核对码。")
@options.dry_run
@options.full
@options.rules
@options.form
def import_(
    file: Path,
    open_register: Opener,
    kind: Content | None,
    money_unit: str | None,
    not_found: tuple[str, ...],
    source: str | None,
    rest: str | None,
    existing: Existing,
    dry_run: bool,
    length: str,
    **whole: Any,
) -> Answer[Any]:
    """把事实表、称号名单、知识产权清单（表格）、企业或成果档案（JSON）导入登记库：全部无误才写入，或用 --keep-good。

    做了什么逐家说出，末行是怎样取消这一次。表格可以是 CSV、XLSX、XLS、ODS；名单还可以是 PDF、DOCX，先用 --dry-run
    看读出的表，再用 --confirm 确认。
    """
    from tiertrack.app.import_files import facts_import, today
    from tiertrack.facts.not_found import NotFound
    from tiertrack.intake.fact_list import FactReading
    from tiertrack.intake.factless import Factless

    if kind is Content.TITLES:
        given = {"--not-found": not_found, "--keep-good": rest is not None, "--money-unit": money_unit}
        if idle := [name for name, value in given.items() if value]:
            raise BadInput(Fault("E714", "这些选项只用于事实表", "请去掉", "、".join(idle)))
        whole["kind"] = whole.pop("event")
        return Answer(
            _import_titles(open_register, file, source, dry_run, whole), text=options.told_of_import(length, dry_run)
        )
    sheet, whole["from"] = whole.pop("sheet"), whole.pop("starts")
    if idle := [f"--{name}" for name, value in whole.items() if value is not None]:
        remedy = "请去掉；导入名单请加 --kind 名单"
        raise BadInput(Fault("E714", "这些选项只用于名单，事实表、清单和档案用不上", remedy, "、".join(idle)))
    # What is wrong with the file is told before there has to be a register.
    factless = Factless.REFUSED if kind is None else Factless.TAKEN
    how = FactReading(money_unit, source, NotFound.of(not_found), sheet, factless=factless)
    commit = options.commit(dry_run)
    if kind is Content.RIGHTS:
        listed = _import_rights(open_register, file, how, rest, commit)
        return Answer(listed, text=options.told_of_import(length, dry_run))
    left = None if rest is None else Path(rest or file.with_name(f"{file.stem}-问题.csv"))
    rules = options.rulebook_given
    with facts_import(file, how, today(), left, existing, rules, commit) as bring, open_register() as register:
        brought = register.bring_in(bring, commit)
    return Answer(brought, text=options.told_of_import(length, dry_run))


def _import_rights(
    open_register: Opener, file: Path, how: FactReading, rest: str | None, commit: Commit
) -> ImportReport:
    from tiertrack.app.right_import import rights_import

    if rest is not None:
        raise BadInput(Fault("E714", "--keep-good 只用于事实表", "请去掉", "--keep-good"))
    bring = rights_import(file, how)
    with open_register() as register:
        return register.bring_in(bring, commit)


def _import_titles(
    open_register: Opener, file: Path, source: str | None, dry_run: bool, whole: dict[str, Any]
) -> TitleReport:
    from tiertrack.intake.title_list import read_title_list

    complete = whole.pop("complete")
    titles = read_title_list(file, told_by=source, **whole)
    region = options.region_or_configured(complete, titles.on, "--complete")
    with open_register() as register, options.progress("读取名单") as moved:
        return register.import_titles(titles, moved, options.commit(dry_run), region)


@command()
@options.register
@options.form
def imports(open_register: Opener) -> Answer[Any]:
    """列出登记过的每一次导入、复核收口和确认匹配：编号、时刻、文件、内容、家数，取消了没有。"""
    from tiertrack.render.register.undo_text import imports_text

    with open_register() as register:
        return Answer(register.imports(), text=imports_text)


@command()
@click.argument("number", metavar="编号", type=int)
@options.register
@click.option("--reason", metavar="文字", help="为什么取消；写进登记。")
@options.dry_run
@options.full
@options.form
def undo(number: int, open_register: Opener, reason: str | None, dry_run: bool, length: str) -> Answer[Any]:
    """取消一次导入、复核收口或确认匹配：它写入的全部不再算数，原来的行都在；以后的登记建立在它上面的，先说出来，不取消。

    编号见 tiertrack imports。要恢复，把原来的文件再导入一次，或再收口、再确认一次。
    """
    with open_register() as register:
        report = register.undo(number, reason, options.commit(dry_run))
    return Answer(report, text=options.told_of_import(length, dry_run))


@command()
@click.argument("enterprise", metavar="企业")
@click.argument("other", metavar="另一份")
@options.register
@click.option("--uscc", metavar="代码", help="两份登记的信用代码不同时，哪一个对。")
@click.option("--document", metavar="文件", help="凭什么说是一家。")
@click.option("--told-by", metavar="何人", help="谁说的。")
@options.form
def merge(open_register: Opener, **joined: Any) -> Answer[Merger]:
    """把同一家企业的两份登记并为一份：两个名称都找得到，资料、称号、产品读作一家的。

    显示第一个的名称。原来的登记都在，tiertrack unmerge 可以拆开。
    """
    with open_register() as register:
        return Answer(register.merge(**joined))


@command()
@click.argument("enterprise", metavar="企业")
@options.register
@click.option("--document", metavar="文件", help="凭什么说不是一家。")
@click.option("--told-by", metavar="何人", help="谁说的。")
@options.form
def unmerge(open_register: Opener, **separated: Any) -> Answer[Merger]:
    """拆开并错的两份登记：写当初并入的那一个；并在一起以后登记的留在另一份。"""
    from tiertrack.render.register.record_text import unmerged_text

    with open_register() as register:
        return Answer(register.unmerge(**separated), text=unmerged_text)


@click.group(cls=ChineseGroup)
def match() -> None:
    """名单上对不准的企业：查看待确认的，确认是哪一家或是新的一家，或不采用。"""


@match.command("list")
@options.register
@click.option("--all", "everything", is_flag=True, help="连已经确认的、不采用的也列出。")
@options.form
def match_list(open_register: Opener, everything: bool) -> Answer[Any]:
    """列出待确认的匹配和各自的候选企业。"""
    from tiertrack.app.register_questions import Waiting
    from tiertrack.render.register.proposal_text import proposals_text

    which = Waiting.NOT_ONLY if everything else Waiting.ONLY
    with open_register() as register:
        return Answer(register.proposals(which), text=proposals_text)


@match.command("dismiss")
@click.argument("proposals", metavar="编号…", type=int, nargs=-1, required=True)
@options.register
@click.option("--why", metavar="理由", required=True, help="为什么不采用，如 事项写错，已另有一行；写进登记。")
@click.option("--told-by", metavar="何人", help="谁说的。")
@options.form
def match_dismiss(proposals: tuple[int, ...], open_register: Opener, why: str, told_by: str | None) -> Answer[Any]:
    """不采用待确认的行（如事项写错、重复导入的）：不再等待，什么也不登记；理由留存。"""
    from tiertrack.render.register.proposal_text import proposals_text

    with open_register() as register:
        return Answer(register.dismiss(proposals, why, told_by), text=proposals_text)


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
    """确认一项匹配：只有一个候选时可不写企业。行里的名称只作它的又一个名称；办错了用 tiertrack undo 取消。"""
    with open_register() as register:
        report = register.accept_as_new(proposal, told_by) if is_new else register.accept(proposal, name, told_by)
    return Answer(report)
