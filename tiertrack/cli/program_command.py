"""The command that writes editions as programs for other languages, and the vectors to check them by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tiertrack.cli import options
from tiertrack.cli.options import Answer, TitleWord
from tiertrack.cli.skin import Day, Word, command
from tiertrack.errors import BadInput, Fault
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.titles import Title
from tiertrack.outgoing import json_line
from tiertrack.output_file import Existing, written_whole
from tiertrack.rules.rulebook import period_text

if TYPE_CHECKING:
    from tiertrack.engines.javascript.policy_program import PolicyProgram
    from tiertrack.rules.edition import Edition
    from tiertrack.rules.rulebook import Rulebook


@command("export")
@click.argument("name", metavar="[版本]", required=False)
@click.option("--tier", type=TitleWord(), metavar="称号", help="哪一级，或梯度旁的哪个称号；写了版本或 --all 的不写。")
@options.variant_of("不写则各套各写一个。")
@click.option("--act", type=Word("事项", Act), help="认定（不写就是）、复核，或上市企业的退市。")
@options.place("不写则用配置的，没有配置就按全国的。")
@click.option("--on", type=Day(), help="哪一天的程序；须写。")
@click.option("--all", "every", is_flag=True, help="全部版本；那一天不适用的，按离它最近的适用的一天写。")
@click.option("--vectors", is_flag=True, help="改写测试向量：界线上和界线旁的几家企业和应得的答复。")
@click.option("--into", metavar="文件", type=click.Path(path_type=Path), help="写成一个 .json 文件。")
@options.overwrite
@options.rulebook
@options.form
def policy_export(
    name: str | None,
    tier: Title | None,
    variant: str | None,
    act: Act | None,
    region: Region | None,
    on: dt.date | None,
    every: bool,
    vectors: bool,
    into: Path | None,
    existing: Existing,
    rulebook: Rulebook,
) -> Answer[Any]:
    """把版本写成程序：表达式、出处、置信和口径的 JSON，别的语言照它判断，与本命令一致。

    写版本的名称，如 专精特新/认定/2026；或写 --tier 和 --act。年度和“满几年”的截止日都按 --on 的那一天；
    格式见文档“程序”，有 JSON Schema policy_program。
    """
    from tiertrack.app.programs import every_program, policy_program, programs_on
    from tiertrack.engines.javascript.rule_vectors import vectors_of

    if name is not None:
        _refuse_scope("版本", all=every or None, tier=tier, board=variant, act=act, region=region)
        edition = rulebook.edition(name)
        programs: Sequence[PolicyProgram] = (policy_program(edition, _day(on, edition), rulebook),)
    elif every:
        _refuse_scope(" --all", tier=tier, board=variant, act=act, region=region)
        programs = tuple(every_program(rulebook, _day(on)))
    else:
        asked, place = _needed(tier), region or options.configured_region()
        programs = programs_on(rulebook, asked, act or Act.RECOGNITION, _day(on), place, variant)
    answer = tuple(map(vectors_of, programs)) if vectors else programs
    return Answer(answer, text=_lines) if into is None else _written(answer, programs, into, existing)


def _needed(tier: Title | None) -> Title:
    if tier is None:
        remedy = "请写版本，如 专精特新/认定/2026；或写称号，如 --tier 小巨人；全部版本写 --all"
        raise BadInput(Fault("E705", "没有写哪一个版本", remedy, None, "--tier"))
    return tier


def _day(on: dt.date | None, edition: Edition | None = None) -> dt.date:
    """The day that a program is for, which is never guessed: its years follow from it. Raises BadInput without one."""
    if on is not None:
        return on
    remedy = "请写程序是哪一天的，如 --on 2026-06-30"
    if edition is not None:
        first = f"，如 --on {edition.period.start}" if edition.period.start else ""
        remedy = f"年度和“满几年”从这一天算；这一版适用于 {period_text(edition)}，请写其中的一天{first}"
    raise BadInput(Fault("E705", "缺少选项 --on", remedy, None, "--on"))


def _refuse_scope(by: str, **given: object) -> None:
    for name, value in given.items():
        if value is not None:
            what, remedy = f"写了{by}就不能再限定", f"请去掉 --{name}，或去掉{by}"
            shown = None if value is True else str(getattr(value, "label", value))
            raise BadInput(Fault("E714", what, remedy, shown, f"--{name}"))


def _written(answer: Sequence[Any], programs: Sequence[PolicyProgram], into: Path, existing: Existing) -> Answer[Any]:
    from tiertrack.render.answers import to_dict
    from tiertrack.render.members import edition_members

    with written_whole(into, existing, endings=(".json",)) as unfinished:
        unfinished.write_text(json_line(to_dict(answer)), encoding="utf-8")
    return Answer(
        answer,
        text=lambda _answer: f"写好了：{into}，{len(programs)} 个版本。",
        data=lambda _answer: [edition_members(program.edition) for program in programs],
    )


def _lines(answer: Sequence[Any]) -> str:
    from tiertrack.render.answers import to_text

    return to_text(answer, brief="line")
