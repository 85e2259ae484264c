"""The command that writes a firm on one page where it stands with a title."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tiertrack.cli import options
from tiertrack.cli.configuration import Member
from tiertrack.cli.dossier_commands import configured_where, dossier_asked
from tiertrack.cli.options import Answer, Opener
from tiertrack.cli.skin import Day, command
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
@click.option("--dated", type=Day(), help="落款日期；不写则用判断的那一天（--on）。告知书里两个日期都写明。")
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
    dated: dt.date | None,
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
        dated=dated,
    )
    for left_open in _left_open(told, letterhead, contact, dated):
        click.echo(left_open, err=True)
    if into is None:
        return Answer(told)
    write_notice(told, into, existing, () if file is None else (file,))
    return Answer(told, text=lambda told: f"{told.firm}：{told.conclusion}\n已写入 {into}")


def _left_open(told: Notice, letterhead: str | None, contact: str | None, dated: dt.date | None) -> Iterator[str]:
    """What the letter goes without though nobody said so, and where it is set."""
    for said, given, member, option in (
        (told.letterhead, letterhead, Member.LETTERHEAD, "--letterhead"),
        (told.contact, contact, Member.CONTACT, "--contact"),
    ):
        if not said and given is None:
            yield f"没有写{member.label}：用 {option} 写，或在 tiertrack.toml 里写“{member.label}”"
    if dated is None:
        yield f"落款日期是判断的那一天 {told.on}；另有日期用 --dated 写"
