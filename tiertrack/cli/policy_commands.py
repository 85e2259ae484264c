"""The commands about the standards: those in force, one in full, two side by side, and a district's own checked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tiertrack.cli import options
from tiertrack.cli.options import Answer
from tiertrack.cli.skin import ChineseGroup, Day
from tiertrack.law.regions import Region

if TYPE_CHECKING:
    from tiertrack.law.titles import Title
    from tiertrack.rules.edition import Edition
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
@click.argument("edition", metavar="版本")
@options.rulebook
@options.form
def policy_show(edition: str, rulebook: Rulebook) -> Answer[Edition]:
    """显示一个版本的全部条件、出处和算法，如 专精特新/认定/2026。"""
    return Answer(rulebook.edition(edition))


@policy.command("diff")
@click.argument("old", metavar="旧版本")
@click.argument("new", metavar="新版本")
@options.rulebook
@options.form
def policy_diff(old: str, new: str, rulebook: Rulebook) -> Answer[Any]:
    """逐条比较两个版本。"""
    from tiertrack.render.policy.edition_text import diff_text
    from tiertrack.rules.diff import compare

    before, after = rulebook.edition(old), rulebook.edition(new)
    return Answer(compare(before, after), text=lambda changes: diff_text(before, after, changes))


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
