"""The commands about one dossier: whether it meets a standard, and where it stands on the ladder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tiertrack.cli import options
from tiertrack.cli.options import Answer, Opener
from tiertrack.cli.skin import command
from tiertrack.errors import BadInput, Fault
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import Title
from tiertrack.logic.truth import Truth
from tiertrack.temporal import AsOf

if TYPE_CHECKING:
    from tiertrack.facts.dossier import Dossier
    from tiertrack.ladder.climb import Climb
    from tiertrack.rules.rulebook import Rulebook

_EXIT = {Truth.TRUE: 0, Truth.FALSE: 1, Truth.UNKNOWN: 3}


@command()
@options.file
@options.tier
@options.variant
@options.act
@options.on
@options.region
@options.asof
@options.register
@options.enterprise
@options.rulebook
@options.form
def assess(
    file: Path | None,
    tier: Title,
    variant: str | None,
    act: Act,
    region: Region | None,
    asof: AsOf,
    open_register: Opener,
    enterprise: str | None,
    rulebook: Rulebook,
) -> Answer[Any]:
    """判断一家企业在某一天是否符合某级标准，并逐条说明。

    企业取自 JSON 档案，或用 --enterprise 取自登记库；高价值科技成果也可以取自成果档案（有 achievement 一项的 JSON）。
    """
    from tiertrack.app import assess as assess_by_one
    from tiertrack.app import assess_each

    dossier = _dossier(file, open_register, enterprise, asof, tier)
    if variant is None:
        answers = assess_each(dossier, tier, act, asof, region, rulebook)
        return Answer(answers, _EXIT[answers.truth])
    assessment = assess_by_one(dossier, tier, act, asof, region, rulebook, variant)
    return Answer(assessment, _EXIT[assessment.truth])


@command()
@options.file
@options.on
@options.region
@options.asof
@options.register
@options.enterprise
@options.rulebook
@options.form
@click.option("--order", metavar="次序", help="用这一个梯度次序，如 chongqing-2024；不写则用当地当日有效的。")
def ladder(
    file: Path | None,
    region: Region | None,
    asof: AsOf,
    open_register: Opener,
    enterprise: str | None,
    rulebook: Rulebook,
    order: str | None,
) -> Answer[Climb]:
    """逐级列出持有、符合与否，法定的前置与排除，以及下一级还差什么（先补资料，再由近到远）。"""
    from tiertrack.app import climb

    dossier = _dossier(file, open_register, enterprise, asof)
    return Answer(climb(dossier, asof, region, rulebook, order))


def _dossier(
    file: Path | None, open_register: Opener, enterprise: str | None, asof: AsOf, title: Title | None = None
) -> Dossier:
    if (file is None) == (enterprise is None):
        raise BadInput(
            Fault("E701", "请指明一家企业", "写一个 JSON 档案，或用 --enterprise 写登记库里的企业，二者取一")
        )
    if file is None:
        with open_register() as register:
            return register.dossier(str(enterprise), asof)
    from tiertrack.facts.achievement import Achievement
    from tiertrack.facts.achievement_dossier import achievement_dossier
    from tiertrack.facts.dossier_file import read_dossier, read_subject

    if title is not Tier.ACHIEVEMENT:
        return read_dossier(file, asof.on)
    subject = read_subject(file, asof.on)
    return achievement_dossier(subject, asof.on) if isinstance(subject, Achievement) else subject
