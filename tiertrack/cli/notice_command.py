"""The command that writes a firm on one page where it stands with a title."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tiertrack.cli import options
from tiertrack.cli.configuration import Member
from tiertrack.cli.dossier_commands import configured_where, dossier_asked
from tiertrack.cli.options import Answer, Opener
from tiertrack.cli.skin import command
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.titles import Title
from tiertrack.output_file import Existing
from tiertrack.temporal import AsOf

if TYPE_CHECKING:
    from tiertrack.render.notice.notice import Notice
    from tiertrack.rules.rulebook import Rulebook


@command()
@click.argument("who", metavar="企业|档案")
@options.register
@options.tier
@options.variant
@options.act
@options.region
@options.on
@options.asof
@click.option("--into", metavar="文件", type=click.Path(path_type=Path), help="写成 .docx、.html 或 .txt；不写则打印。")
@options.overwrite
@click.option("--letterhead", metavar="单位", help="抬头和落款的单位；不写则用配置的“抬头”。")
@click.option("--contact", metavar="联系人", help="向谁问，如 “王某 023-66220000”；不写则用配置的“联系人”。")
@options.rulebook
@options.form
def notice(
    who: str,
    open_register: Opener,
    tier: Title,
    variant: str | None,
    act: Act,
    region: Region | None,
    asof: AsOf,
    into: Path | None,
    existing: Existing,
    letterhead: str | None,
    contact: str | None,
    rulebook: Rulebook,
) -> Answer[Notice]:
    """给企业的一页告知书：结论、未达到的条件（要求、贵单位、差多少）、待提供的材料、时间、依据、联系人。

    企业是登记库里的（名称、信用代码或证券代码），或一个 JSON 档案。
    """
    from tiertrack.app.notices import notice as notice_to
    from tiertrack.app.notices import write_notice

    file = Path(who) if who.lower().endswith(".json") else None
    dossier = dossier_asked(file, open_register, None if file else who, asof, tier)
    told = notice_to(
        *(dossier, tier, asof, act, region or configured_where(dossier), rulebook, variant),
        letterhead=options.configured_text(Member.LETTERHEAD, letterhead),
        contact=options.configured_text(Member.CONTACT, contact),
    )
    if into is None:
        return Answer(told)
    write_notice(told, into, existing, () if file is None else (file,))
    return Answer(told, text=lambda told: f"{told.firm}：{told.conclusion}\n已写入 {into}")
