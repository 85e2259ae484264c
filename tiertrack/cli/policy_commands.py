"""The commands about the standards: those in force, one in full, two side by side, and a district's own checked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tiertrack.cli import options
from tiertrack.cli.skin import ChineseGroup, Day

if TYPE_CHECKING:
    from tiertrack.rules.rulebook import Rulebook


@click.group(cls=ChineseGroup)
def policy() -> None:
    """查阅标准：某日有效的版本、一个版本的全文、两个版本的差别；检查区县自己的规则集。"""


@policy.command("list")
@click.option("--on", type=Day(), help="只列这一天有效的版本；不写则列出全部。")
@options.region
@options.rulebook
@options.form
def policy_list(on: dt.date | None, region: str | None, rulebook: Rulebook | None, form: str) -> int:
    """列出版本，区县自己的也在内：期间、性质、出处，来自哪个文件。"""
    from tiertrack.district.loading import load_rulebook
    from tiertrack.render.assessment_data import edition_data
    from tiertrack.render.policy.edition_text import editions_text

    known = rulebook or load_rulebook()
    editions = known.editions if on is None else known.in_force(on, options.region_of(region))
    options.emit(form, lambda: editions_text(editions), lambda: [edition_data(one) for one in editions])
    return 0


@policy.command("show")
@click.argument("edition", metavar="版本")
@options.rulebook
@options.form
def policy_show(edition: str, rulebook: Rulebook | None, form: str) -> int:
    """显示一个版本的全部条件、出处和算法，如 srdi_sme/recognition/2026。"""
    from tiertrack.district.loading import load_rulebook
    from tiertrack.render.assessment_data import edition_data
    from tiertrack.render.policy.edition_text import edition_text

    found = (rulebook or load_rulebook()).edition(edition)
    options.emit(form, lambda: edition_text(found), lambda: edition_data(found))
    return 0


@policy.command("diff")
@click.argument("old", metavar="旧版本")
@click.argument("new", metavar="新版本")
@options.rulebook
@options.form
def policy_diff(old: str, new: str, rulebook: Rulebook | None, form: str) -> int:
    """逐条比较两个版本。"""
    from tiertrack.district.loading import load_rulebook
    from tiertrack.render.assessment_data import change_data
    from tiertrack.render.policy.edition_text import diff_text
    from tiertrack.rules.diff import compare

    known = rulebook or load_rulebook()
    before, after = known.edition(old), known.edition(new)
    changes = compare(before, after)
    options.emit(form, lambda: diff_text(before, after, changes), lambda: [change_data(one) for one in changes])
    return 0


@policy.command("check")
@click.argument("paths", metavar="路径...", nargs=-1, required=True, type=click.Path(path_type=Path))
@options.parameters
@options.form
def policy_check(paths: tuple[Path, ...], parameters: Path | None, form: str) -> int:
    """检查区县自己的规则集（.py 文件或目录）能不能用：一次说出全部毛病，或各版本取代了什么。

    文件会当作程序执行：只用信得过的。退出码 0 可用，2 有毛病。
    """
    from tiertrack.district.loading import check_paths
    from tiertrack.render.check_text import checked_data, checked_text

    checked = check_paths(paths, parameters)
    options.emit(form, lambda: checked_text(checked), lambda: checked_data(checked))
    return 2 if checked.faults else 0
