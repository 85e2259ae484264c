"""The commands about the standards: those in force, one in full, two side by side, and a district's own checked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tiertrack.cli import options
from tiertrack.cli.options import Answer
from tiertrack.cli.program_command import policy_export
from tiertrack.cli.skin import ChineseGroup, Day
from tiertrack.errors import BadInput, Fault
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.title_names import named_title
from tiertrack.temporal import FIRST_DAY, LAST_DAY

if TYPE_CHECKING:
    from tiertrack.law.titles import Title
    from tiertrack.render.written_book import PolicyBook
    from tiertrack.rules.edition import Edition
    from tiertrack.rules.fact_sheet import FactSheet
    from tiertrack.rules.regional import RegionalStandards
    from tiertrack.rules.rulebook import Rulebook


@click.group(cls=ChineseGroup)
def policy() -> None:
    """查阅标准：某日有效的版本、一个版本的全文、两个版本的差别；检查区县自己的规则集。"""


@policy.command("list")
@click.option("--on", type=Day(), help="只列这一天有效的版本；不写则列出全部。")
@options.region
@options.rulebook
@options.form
def policy_list(on: dt.date | None, region: Region | None, rulebook: Rulebook) -> Answer[tuple[Edition, ...]]:
    """列出版本，区县自己的也在内：期间、性质、出处，来自哪个文件。"""
    from tiertrack.render.policy.edition_text import editions_text

    editions = rulebook.editions if on is None else rulebook.in_force(on, region or options.configured_region())
    return Answer(editions, text=editions_text)


@policy.command("show")
@click.argument("words", metavar="版本|称号 [事项]", nargs=-1, required=True)
@click.option("--year", type=click.IntRange(FIRST_DAY.year, LAST_DAY.year), metavar="年", help="哪一年的批次或窗口。")
@click.option("--on", type=Day(), help="哪一天有效的；一年里先后用几个版本时写。")
@click.option("--facts", is_flag=True, help="只列所读的事实：怎样填、口径的出处和置信、用于哪一条、凭什么材料。")
@options.variant_of("")
@options.region
@options.rulebook
@options.form
def policy_show(
    words: tuple[str, ...],
    year: int | None,
    on: dt.date | None,
    facts: bool,
    variant: str | None,
    region: Region | None,
    rulebook: Rulebook,
) -> Answer[Edition | FactSheet]:
    """显示一个版本的全部条件、出处、算法和佐证材料；或用 --facts 看它所读的事实怎样填。

    写版本的名称，如 专精特新/认定/2026；或写称号、事项和年份，如 小巨人 复核 --year 2026，事项不写就是认定。
    """
    from tiertrack.render.answers import to_text
    from tiertrack.rules.fact_sheet import fact_sheet_of

    found = _edition(words, year, on, variant, region, rulebook)
    asked, ahead = fact_sheet_of(found) if facts else found, _ahead(found, on.year if on else year)
    return Answer(asked, text=lambda told: "\n".join([*ahead, to_text(told)]), aside=lambda _told: "\n".join(ahead))


def _ahead(edition: Edition, year: int | None) -> list[str]:
    from tiertrack.rules.edition_years import ahead_of_checking

    checked = None if year is None else ahead_of_checking(edition, year)
    return [f"{year} 年在核对之日（{checked}）以后：以下是现已收录的，届时可能已经修订"] if checked else []


def _edition(
    words: tuple[str, ...],
    year: int | None,
    on: dt.date | None,
    variant: str | None,
    region: Region | None,
    rulebook: Rulebook,
) -> Edition:
    from tiertrack.app.policies import edition_of

    title, *act = words
    # The name of an edition has its act or its year behind a stroke.
    if (act, year, on, variant) == ([], None, None, None) and "/" in title and named_title(title) is None:
        return rulebook.edition(title)
    if len(act) > 1:
        raise BadInput(Fault("E709", "命令行里有多余的内容", "请只写版本，或称号和事项", " ".join(act[1:])))
    place = region or options.configured_region()
    named = act[0] if act else Act.RECOGNITION
    return edition_of(title, named, year=year, on=on, region=place, variant=variant, rulebook=rulebook)


@policy.command("diff")
@click.argument("old", metavar="旧版本")
@click.argument("new", metavar="新版本")
@options.rulebook
@options.formats(("text", "html", "json"), "输出文字（默认）、HTML 网页（单个文件，可存可发）或 JSON。")
def policy_diff(old: str, new: str, rulebook: Rulebook) -> Answer[Any]:
    """逐条比较两个版本：哪一条对哪一条，每条界线是收紧、放宽、改口径、新增、删去还是改写。

    由比较词和数字得出；不能比较严宽的写作改口径或改写，不猜。
    """
    from tiertrack.app.policies import policy_diff as compared
    from tiertrack.render.answers import to_dict
    from tiertrack.render.policy.diff_page import diff_page

    diff = compared(old, new, rulebook)
    return Answer(diff, data=lambda diff: to_dict(diff.changes), file=diff_page)


@policy.command("regions")
@options.some_tier
@click.option("--on", type=Day(), help="只看这一天有效的；不写则看全部。")
@options.place("不写则看各地。")
@options.rulebook
@options.form
def policy_regions(
    tier: Title | None, on: dt.date | None, region: Region | None, rulebook: Rulebook
) -> Answer[RegionalStandards]:
    """列出各地与全国标准不同的：逐条的差别、自己的称号和程序，哪些文件没有读到条款。

    没有列出的地方照全国标准；写 --region 只看一地。
    """
    from tiertrack.app.policies import policy_regions as regions_of

    return Answer(regions_of(tier, region, on, rulebook))


@policy.command("book")
@click.option("--into", metavar="文件夹", type=click.Path(path_type=Path), required=True, help="写在哪个新的文件夹。")
@click.option(
    "--results",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="pytest --tiertrack-results 写下的结果；不写则各页注明未运行。",
)
@click.option("--selfchecks-on", type=Day(), help="给那一天适用的每个版本写一份自测；不写则没有。")
@options.rulebook
@options.form
def policy_book(
    into: Path, results: Path | None, selfchecks_on: dt.date | None, rulebook: Rulebook
) -> Answer[PolicyBook]:
    """写成政策手册：一个文件夹的网页，不用联网、不用服务器，用浏览器打开就能读。

    每个版本、称号、事实、文件、地区、日子和特性各一页；已有的手册整个换成新的，别的文件夹不动。
    """
    from tiertrack.app.policy_books import policy_book as written

    return Answer(written(into, rulebook, results=results, selfchecks_on=selfchecks_on))


policy.add_command(policy_export)


@policy.command("check")
@click.argument("paths", metavar="路径...", nargs=-1, required=True, type=click.Path(path_type=Path))
@options.parameters
@options.form
def policy_check(paths: tuple[Path, ...], parameters: Path | None) -> Answer[Any]:
    """检查区县自己的规则集（.py 文件或目录）能不能用：一次说出全部毛病，或各版本取代了什么。

    文件会当作程序执行：只用信得过的。退出码 0 可用，2 有毛病。
    """
    from tiertrack.district.loading import check_paths

    checked = check_paths(paths, parameters)
    return Answer(checked, 2 if checked.faults else 0)
