"""The command that holds two answers side by side and says what made the difference."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tiertrack.cli import options
from tiertrack.cli.dossier_commands import configured_where, dossier_asked
from tiertrack.cli.options import Answer, Opener
from tiertrack.cli.skin import Day, Instant, command
from tiertrack.errors import BadInput, Fault
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.titles import Title
from tiertrack.output_file import Existing
from tiertrack.temporal import AsOf

if TYPE_CHECKING:
    from tiertrack.rules.rulebook import Rulebook
    from tiertrack.screening.turned_firms import RegisterComparison


@command()
@click.argument("who", metavar="[企业|档案]", required=False)
@click.option("--all", "every", is_flag=True, help="登记库里的全部企业，代替一家。")
@options.register
@options.tier
@options.variant_of("有几套标准的须写。")
@options.act
@options.place("不写则用企业自己的；与 --all 同用是只比较第二天在那里的。")
@options.on
@options.asof
@click.option("--and", "and_on", type=Day(), help="与哪一天相比；不写则同一天。")
@click.option("--and-known-at", type=Instant(), help="第二边只用这一时刻以前已知的；不写则用全部。")
@click.option("--into", metavar="文件", help="与 --all 同用：变了的全部写到这个文件，一家一行：.csv、.xlsx 或 .json。")
@options.overwrite
@options.rulebook
@options.form
@click.option("--full", "length", flag_value="whole", default="screen", help="全文：变了的逐条、逐家列出。")
def compare(
    who: str | None,
    every: bool,
    open_register: Opener,
    tier: Title,
    variant: str | None,
    act: Act,
    region: Region | None,
    asof: AsOf,
    and_on: dt.date | None,
    and_known_at: dt.datetime | None,
    into: str | None,
    existing: Existing,
    rulebook: Rulebook,
    length: str,
) -> Answer[Any]:
    """同一家企业的两个答复相比：哪几条变了，是资料变了、标准变了，还是都变了。

    旧资料按新标准、新资料按旧标准各再判断一次。换上新资料就变的是资料变了，换上新标准就变的是标准变了；
    各自都足以的、要合起来才变的，分别写明。企业是登记库里的（名称、信用代码或证券代码），或一个 JSON 档案。

    两边可以是两天（--on、--and），也可以是同一天的两个时刻所知（--known-at、--and-known-at）。
    """
    if (who is None) == (not every):
        raise BadInput(Fault("E701", "请指明比较谁", "写一家企业或一个档案，或用 --all 比较登记库里的全部，二者取一"))
    if into is not None and not every:
        raise BadInput(Fault("E714", "--into 只用于 --all", "请去掉 --into，或用 --all 代替企业"))
    if and_on is None and and_known_at is None and asof.known_at is None:
        remedy = "请用 --and 写明另一天，或用 --known-at、--and-known-at 写明知道的时刻"
        raise BadInput(Fault("E759", "没有写明与什么相比", remedy, None, "--and"))
    other = AsOf(and_on or asof.on, and_known_at)
    if who is None:
        return _all(open_register, (tier, act, variant, region), (asof, other), into, existing, length)
    return Answer(
        _one(who, open_register, (tier, act, variant, region), (asof, other), rulebook), text=options.told_in(length)
    )


# What is asked: the title, its recognition or its review, one of several standards, and where.
_Asked = tuple[Title, Act, "str | None", "Region | None"]


def _one(who: str, open_register: Opener, asked: _Asked, days: tuple[AsOf, AsOf], rulebook: Rulebook) -> Any:
    from tiertrack.app.comparisons import compare as compared

    tier, act, variant, region = asked
    file = Path(who) if who.lower().endswith(".json") else None
    name = None if file else who
    old, new = (dossier_asked(file, open_register, name, asof, tier) for asof in days)
    where = region or configured_where(new)
    return compared(old, tier, act, *days, where, rulebook, variant, later=new)


def _all(
    open_register: Opener,
    asked: _Asked,
    days: tuple[AsOf, AsOf],
    into: str | None,
    existing: Existing,
    length: str,
) -> Answer[RegisterComparison]:
    from tiertrack.render.answers import to_dict
    from tiertrack.render.register.comparison_list import SHOWN, TURNED, register_comparison_text

    tier, act, variant, region = asked
    with open_register() as register, options.progress("比较") as moved:
        found = register.compare_all(tier, act, *days, region=region, variant=variant, progress=moved)
    if into is None:
        most = None if length == "whole" else SHOWN
        return Answer(found, text=lambda found: register_comparison_text(found, most))
    from tiertrack.app.list_file import write_list

    write_list(found.found, TURNED, into, existing)
    return Answer(
        found,
        text=lambda found: f"{register_comparison_text(found, 0)}\n\n变了的 {len(found.found)} 家已写入 {into}",
        data=lambda found: to_dict(found) | {"into": into},
    )
