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
from tiertrack.outgoing import json_text
from tiertrack.output_file import Existing, written_whole
from tiertrack.temporal import AsOf

if TYPE_CHECKING:
    from tiertrack.facts.dossier import Dossier
    from tiertrack.ladder.climb import Climb
    from tiertrack.rules.assessment import Alternatives, Assessment
    from tiertrack.rules.replay import Replay
    from tiertrack.rules.rulebook import Rulebook

# A template that was filled in, as spreadsheets save it.
_WORKBOOKS = (".xlsx", ".xlsm", ".ods")

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
@click.option(
    "--keep", metavar="文件", type=click.Path(path_type=Path), help="答复连同档案留存到这个 JSON，供 replay 核对。"
)
@options.overwrite
@options.rulebook
@options.form
@click.option("--full", "length", flag_value="whole", default="screen", help="全文：逐条的理由和出处。")
@options.brief
def assess(
    file: Path | None,
    tier: Title,
    variant: str | None,
    act: Act,
    region: Region | None,
    asof: AsOf,
    open_register: Opener,
    enterprise: str | None,
    keep: Path | None,
    existing: Existing,
    rulebook: Rulebook,
    length: str,
) -> Answer[Any]:
    """判断一家企业在某一天是否符合某级标准：结论、差多少、缺什么、什么时候，一屏；逐条说明用 --full。

    企业取自 JSON 档案或只有一家企业的填报表，或用 --enterprise 取自登记库；高价值科技成果也可以取自成果档案
    （有 achievement 一项的 JSON）。
    """
    from tiertrack.app import assess as assess_by_one
    from tiertrack.app import assess_each
    from tiertrack.app import keep as keep_answer

    dossier = dossier_asked(file, open_register, enterprise, asof, tier)
    region = region or configured_where(dossier)
    if variant is None:
        answer: Alternatives | Assessment = assess_each(dossier, tier, act, asof, region, rulebook)
    else:
        answer = assess_by_one(dossier, tier, act, asof, region, rulebook, variant)
    if keep is not None:
        sources = () if file is None else (file,)
        with written_whole(keep, existing, sources, (".json",)) as target:
            target.write_text(f"{json_text(keep_answer(answer))}\n", encoding="utf-8")
    return Answer(answer, _EXIT[answer.truth], options.told_in(length))


@command()
@click.argument("kept", metavar="答复", type=click.Path(path_type=Path))
@click.option(
    "--dossier", "file", metavar="档案", type=click.Path(path_type=Path), help="答复里没有档案时，另给的档案。"
)
@options.rulebook
@options.form
def replay(kept: Path, file: Path | None, rulebook: Rulebook) -> Answer[Replay]:
    """把留存的答复按它的版本和档案重新判断：逐项相同，或说出哪里不同（软件、版本、档案、答复）。

    留存用 assess --keep。退出码 0 每一项都相同，1 有不同。
    """
    from tiertrack.app import replay as replay_kept
    from tiertrack.facts.dossier_file import read_dossier

    again = replay_kept(kept, None if file is None else read_dossier(file), rulebook)
    return Answer(again, 0 if again.is_same else 1)


@command()
@options.file
@options.on
@options.region
@options.asof
@options.register
@options.enterprise
@options.rulebook
@options.form
@options.brief
@click.option("--order", metavar="次序", help="用这一个梯度次序，如 重庆2024；不写则用当地当日有效的。")
def ladder(
    file: Path | None,
    region: Region | None,
    asof: AsOf,
    open_register: Opener,
    enterprise: str | None,
    rulebook: Rulebook,
    order: str | None,
    length: str | None,
) -> Answer[Climb]:
    """逐级列出持有、符合与否，法定的前置与排除，以及下一级还差什么（先补资料，再由近到远）。"""
    from tiertrack.app import climb

    dossier = dossier_asked(file, open_register, enterprise, asof)
    found = climb(dossier, asof, region or configured_where(dossier), rulebook, order)
    return Answer(found, text=options.told_in(length or "screen"))


def configured_where(dossier: Dossier) -> Region | None:
    """The region that is configured, for a dossier that says none."""
    return None if dossier.where is not None else options.configured_region()


def dossier_asked(
    file: Path | None, open_register: Opener, enterprise: str | None, asof: AsOf, title: Title | None = None
) -> Dossier:
    """The dossier in a file or of an enterprise on record, one of which is named; raises BadInput for both or none."""
    if (file is None) == (enterprise is None):
        raise BadInput(
            Fault("E701", "请指明一家企业", "写一个 JSON 档案，或用 --enterprise 写登记库里的企业，二者取一")
        )
    if file is None:
        with open_register() as register:
            return register.dossier(str(enterprise), asof)
    from tiertrack.app.template_import import only_firm
    from tiertrack.facts.achievement import Achievement
    from tiertrack.facts.achievement_dossier import achievement_dossier
    from tiertrack.facts.dossier_file import read_dossier, read_subject

    if file.suffix.lower() in _WORKBOOKS:
        return only_firm(file)
    if title is not Tier.ACHIEVEMENT:
        return read_dossier(file, asof.on)
    subject = read_subject(file, asof.on)
    return achievement_dossier(subject, asof.on) if isinstance(subject, Achievement) else subject
