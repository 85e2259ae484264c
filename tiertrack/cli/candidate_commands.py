"""The command that says who may go for a title."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tiertrack.cli import options
from tiertrack.cli.options import Answer, Opener
from tiertrack.cli.skin import Share, command
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.titles import Title
from tiertrack.output_file import Existing
from tiertrack.temporal import AsOf

if TYPE_CHECKING:
    from tiertrack.screening.candidates import Candidates


@command()
@options.register
@options.tier
@options.variant
@options.act
@options.place("只列所在地在那里的；不写则列出全部。")
@options.on
@options.asof
@click.option("--within", type=Share(), metavar="比例", help="差一步：每条都差得不超过界线的这个比例；默认 20%。")
@click.option("--into", metavar="文件", help="全部写到这个文件，一家一行：.csv、.xlsx 或 .json。")
@options.overwrite
@options.rules
@options.form
def candidates(
    open_register: Opener,
    tier: Title,
    variant: str | None,
    act: Act,
    region: Region | None,
    asof: AsOf,
    within: Fraction | None,
    into: str | None,
    existing: Existing,
) -> Answer[Candidates]:
    """登记库里谁可以报：没有持有这个称号的企业，分为够格、只缺资料（缺什么）、差一步（差什么、差多少）。

    只有规模太大、行业不对这类硬性条件不符的，另列，写明原因；标准要的资料一项也没有的，算没有资料；差得更远的只数几家。各家按所在地的标准判断。

    --act 复核 问的是持有它的企业。
    """
    from tiertrack.ladder.distance import WITHIN
    from tiertrack.render.answers import to_dict
    from tiertrack.render.register.candidate_text import CANDIDATES, SHOWN, candidates_text

    share = WITHIN if within is None else within
    with open_register() as register, options.progress("筛查") as moved:
        found = register.candidates(tier, asof, act, region=region, variant=variant, within=share, progress=moved)
    if into is None:
        return Answer(found, text=lambda found: candidates_text(found, SHOWN))
    from tiertrack.app.list_file import write_list

    write_list(found.found, CANDIDATES, Path(into), existing)

    return Answer(
        found,
        text=lambda found: f"{candidates_text(found, 0)}\n\n全部已写入 {into}",
        data=lambda found: to_dict(found) | {"into": into},
    )
