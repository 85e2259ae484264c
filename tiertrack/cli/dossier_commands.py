"""The commands about one dossier: whether it meets a standard, and where it stands on the ladder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tiertrack.cli import options
from tiertrack.cli.skin import command
from tiertrack.errors import BadInput, Fault
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import Title
from tiertrack.logic.truth import Truth
from tiertrack.temporal import AsOf

if TYPE_CHECKING:
    from tiertrack.facts.dossier import Dossier
    from tiertrack.rules.rulebook import Rulebook

_EXIT = {Truth.TRUE: 0, Truth.FALSE: 1, Truth.UNKNOWN: 3}


@command()
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


@command()
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
