"""The questions about one dossier and about the standards; heavy imports stay inside, so that help is instant."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tiertrack.cli import options
from tiertrack.cli.skin import ChineseGroup, Day
from tiertrack.errors import BadInput, Fault
from tiertrack.law.scope import Act, Tier, Title
from tiertrack.logic.truth import Truth
from tiertrack.temporal import AsOf
from tiertrack.version import __version__

if TYPE_CHECKING:
    from tiertrack.facts.dossier import Dossier
    from tiertrack.rules.rulebook import Rulebook

__all__ = ["tiertrack"]

_EXIT = {Truth.TRUE: 0, Truth.FALSE: 1, Truth.UNKNOWN: 3}


@click.group(cls=ChineseGroup)
@click.version_option(__version__, message="%(version)s")
def tiertrack() -> None:
    """企业梯度培育：按任何一天有效的标准，判断够不够格、为什么、还差什么。

    退出码：0 符合，1 不符合，3 待补充，2 输入有误。
    """


@tiertrack.command()
@options.file
@options.tier
@options.variant
@options.act
@options.on
@options.region
@options.known_at
@options.db
@options.enterprise
@options.rulebook
@options.form
def assess(
    file: Path | None,
    tier: Title,
    variant: str | None,
    act: Act,
    on: dt.date,
    region: str | None,
    known_at: dt.datetime | None,
    url: str,
    enterprise: str | None,
    rulebook: Rulebook | None,
    form: str,
) -> int:
    """判断一家企业在某一天是否符合某级标准，并逐条说明。

    企业取自 JSON 档案，或用 --enterprise 取自登记库；高价值科技成果也可以取自成果档案（有 achievement 一项的 JSON）。
    """
    from tiertrack.app import assess as assess_by_one
    from tiertrack.app import assess_each
    from tiertrack.render.assessment_data import alternatives_data, assessment_data
    from tiertrack.render.assessment_text import alternatives_text, assessment_text
    from tiertrack.rules.assessment import Alternatives

    asof = AsOf(on, known_at)
    dossier, where = _dossier(file, url, enterprise, asof, tier), options.region_of(region)
    if variant is not None:
        answers = Alternatives((assess_by_one(dossier, tier, act, asof, where, rulebook, variant),))
    else:
        answers = assess_each(dossier, tier, act, asof, where, rulebook)
    if len(answers.assessments) > 1:
        options.emit(form, lambda: alternatives_text(answers), lambda: alternatives_data(answers))
    else:
        (answer,) = answers.assessments
        options.emit(form, lambda: assessment_text(answer), lambda: assessment_data(answer))
    return _EXIT[answers.truth]


@tiertrack.command()
@options.file
@options.on
@options.region
@options.known_at
@options.db
@options.enterprise
@options.rulebook
@options.form
@click.option("--order", metavar="次序", help="用这一个梯度次序，如 chongqing-2024；不写则用当地当日有效的。")
def ladder(
    file: Path | None,
    on: dt.date,
    region: str | None,
    known_at: dt.datetime | None,
    url: str,
    enterprise: str | None,
    rulebook: Rulebook | None,
    form: str,
    order: str | None,
) -> int:
    """逐级列出持有、符合与否，法定的前置与排除，以及下一级还差什么（先补资料，再由近到远）。"""
    from tiertrack.app import climb
    from tiertrack.render.ladder_text import climb_data, climb_text

    asof = AsOf(on, known_at)
    dossier = _dossier(file, url, enterprise, asof)
    climbed = climb(dossier, asof, options.region_of(region), rulebook, order)
    options.emit(form, lambda: climb_text(climbed), lambda: climb_data(climbed))
    return 0


@tiertrack.group(cls=ChineseGroup)
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


def _dossier(file: Path | None, url: str, enterprise: str | None, asof: AsOf, title: Title | None = None) -> Dossier:
    if (file is None) == (enterprise is None):
        raise BadInput(
            Fault("E701", "请指明一家企业", "写一个 JSON 档案，或用 --enterprise 写登记库里的企业，二者取一")
        )
    if file is not None:
        from tiertrack.facts.achievement import Achievement
        from tiertrack.facts.achievement_dossier import achievement_dossier
        from tiertrack.facts.dossier_file import read_dossier, read_subject

        if title is not Tier.ACHIEVEMENT:
            return read_dossier(file)
        found = read_subject(file)
        return achievement_dossier(found, asof.on) if isinstance(found, Achievement) else found
    from tiertrack.app import open_registry

    with open_registry(url) as registry:
        return registry.dossier(str(enterprise), asof)
