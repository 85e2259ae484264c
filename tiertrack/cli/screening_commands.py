"""The commands about many enterprises at once: who meets a standard, who nearly does, and what a change would do."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tiertrack.cli import options
from tiertrack.cli.options import Answer, Opener
from tiertrack.cli.phrasing import told
from tiertrack.cli.skin import Share, command
from tiertrack.errors import BadInput, Fault
from tiertrack.extras import require
from tiertrack.law.regions import Region
from tiertrack.law.titles import Title
from tiertrack.outgoing import spreadsheet_row
from tiertrack.output_file import CsvHeadings, Existing, refuse_ending

if TYPE_CHECKING:
    from tiertrack.law.scope import Act
    from tiertrack.rules.rulebook import Rulebook
    from tiertrack.screening.answer_form import Holders
    from tiertrack.screening.question import Question
    from tiertrack.screening.results import Impact, NearMisses
    from tiertrack.screening.source import Source

_NEAREST_SHOWN = 20

_file = click.argument("file", metavar="[表]", required=False, type=click.Path(path_type=Path))
_db = click.option(
    "--db",
    "url",
    metavar="地址",
    help="登记库，代替文件；SQLite 或 PostgreSQL。两样都不写则同别的命令：配置的登记库，再没有就是 sqlite:///tiertrack.db。",
)
# More than there are enterprises; no engine counts beyond 64 bits.
_MOST = 10**12
_sheet = click.option("--sheet", metavar="名称", help="工作簿里有几个工作表时，读哪一个。")
_limit = click.option("--limit", metavar="数", type=click.IntRange(1, _MOST), help="只看前这么多家，至少 1 家。")
_sample = click.option(
    "--sample", metavar="数", type=click.IntRange(1, _MOST), help="均匀抽这么多家，至少 1 家，每次抽的都一样。"
)


@command()
@_file
@_db
@options.tier
@options.variant
@options.act
@options.on
@options.region
@options.known_at
@click.option(
    "--into",
    metavar="去处",
    help="全部结果写到这里：.xlsx、.csv、.parquet 文件，登记库的也可以是一个表名；--near 的是 .xlsx、.csv、.json。",
)
@options.csv_headings
@options.overwrite
@click.option(
    "--with-holders", is_flag=True, help="与 --into 同用：当日已持有这个称号的也写进文件；不写则不列，只数有几家。"
)
@click.option("--near", is_flag=True, help="只列差一点的：每条都差得不超过界线的两成，各差多少，由近到远。")
@click.option(
    "--within",
    type=Share(),
    metavar="比例",
    help="与 --near 同用：不写两成，写这个比例，0% 至 100%，如 10%。",
)
@options.money_unit
@options.not_found
@options.strict
@_sheet
@_limit
@_sample
@options.rulebook
@options.form
def screen(
    file: Path | None,
    url: str | None,
    tier: Title,
    variant: str | None,
    act: Act,
    on: dt.date,
    region: Region | None,
    known_at: dt.datetime | None,
    into: str | None,
    headings: CsvHeadings | None,
    existing: Existing,
    with_holders: bool,
    near: bool,
    within: Fraction | None,
    rulebook: Rulebook,
    **how: Any,
) -> Answer[Any]:
    """筛查许多企业：谁符合、谁差一点、缺什么资料。

    企业是登记库里的，或表里的（CSV、XLSX、XLS、ODS、Parquet，一家一行，或一家一年一行）。

    表的列名用键或名称：name、uscc、region、industry，revenue:2025 或“2025年营业收入（万元）”，title:srdi_sme，
    认定事项的键。写成的文件有企业的标识列、现有称号、结论、还缺几项资料和每条条件一列，已持有这个称号的不列；
    --headings keys 给程序用：列名是键，truth 是 true、false 或空。
    """
    from tiertrack.app.answer_workbook import FILES, screened
    from tiertrack.screening.answer_form import AnswerForm
    from tiertrack.screening.question import ask

    _refuse_idle(into, headings, with_holders, near)
    question = ask(tier, act, on, region, variant, rulebook)
    source = _source(file, url, known_at, how)
    if near:
        return _near(source, question, within, into, existing, headings or CsvHeadings.CHINESE)
    if within is not None:
        raise BadInput(Fault("E714", "--within 要与 --near 同用", "请加上 --near，或去掉 --within"))
    if into is not None and file is not None:
        # What is no file is a table of a register, of which there is none here.
        refuse_ending(Path(into), FILES)
    with options.progress("筛查") as moved:
        form = AnswerForm(headings or CsvHeadings.CHINESE, _holders(act, with_holders))
        return Answer(screened(source, question, into, moved, existing, form))


def _refuse_idle(into: str | None, headings: CsvHeadings | None, with_holders: bool, near: bool) -> None:
    if headings is not None and not (into or "").lower().endswith(".csv"):
        raise BadInput(Fault("E714", "--headings 只用于 CSV", "请去掉，或把 --into 写成 .csv"))
    if with_holders and (into is None or near):
        raise BadInput(Fault("E714", "--with-holders 只用于写出全部结果", "请去掉，或加上 --into、去掉 --near"))


def _holders(act: Act, with_holders: bool) -> Holders:
    """Whoever holds the title has no use for its recognition; all else is about nobody else."""
    from tiertrack.law.scope import Act
    from tiertrack.screening.answer_form import Holders

    return Holders.INCLUDED if with_holders or act is not Act.RECOGNITION else Holders.LEFT_OUT


def _near(
    source: Source,
    question: Question,
    within: Fraction | None,
    into: str | None,
    existing: Existing,
    headings: CsvHeadings,
) -> Answer[NearMisses]:
    from tiertrack.app.list_file import write_list
    from tiertrack.ladder.distance import WITHIN
    from tiertrack.render.answers import to_dict
    from tiertrack.render.register.near_rows import near_sheet
    from tiertrack.render.screening_text import near_left_out_text, near_text, warnings_text

    with options.progress("筛查") as moved:
        misses = source.near(question, WITHIN if within is None else within, moved)
    if into is None:
        return Answer(misses, text=lambda misses: near_text(misses, _NEAREST_SHOWN))
    if not misses.found:
        nobody = "没有差一点的企业，没有写文件；够格的、只缺资料的见 tiertrack candidates"
        done = "\n".join(filter(None, (nobody, near_left_out_text(misses), warnings_text(misses))))
        return Answer(misses, text=lambda _misses: done)
    write_list(misses.found, near_sheet(headings, question.on), Path(into), existing, source.files)
    done = "\n".join(filter(None, (f"差一点的企业 {len(misses.found)} 家，已写入 {into}", near_left_out_text(misses))))
    if said := warnings_text(misses):
        # The file has no room for it.
        click.echo(told(said), err=True)
    return Answer(misses, text=lambda _misses: done, data=lambda misses: to_dict(misses) | {"into": into})


@command()
@_file
@_db
@click.option("--from", "before", metavar="版本", required=True, help="原来的版本，如 小巨人/认定/2025。")
@click.option("--to", "after", metavar="版本", required=True, help="新的版本，如 小巨人/认定/2026。")
@options.on
@options.known_at
@options.formats(("text", "csv", "json"), "输出文字（默认）、CSV 或 JSON。")
@options.money_unit
@options.not_found
@options.strict
@_sheet
@_limit
@_sample
@options.rulebook
def impact(
    file: Path | None,
    url: str | None,
    before: str,
    after: str,
    on: dt.date,
    known_at: dt.datetime | None,
    rulebook: Rulebook,
    **how: Any,
) -> Answer[Impact]:
    """换一个标准，谁得到、谁保住、谁失去，各因哪一条；按地区和行业分列。两个版本都按同一天的资料判断。"""
    from tiertrack.render.screening_text import impact_rows, warnings_text

    old, new = rulebook.edition(before), rulebook.edition(after)
    with options.progress("比较") as moved:
        effects = _source(file, url, known_at, how).impact(old, new, on, moved)
    return Answer(effects, file=lambda effects: _csv(impact_rows(effects)), beside=warnings_text)


@command("tables")
@options.register
@click.option("--drop", is_flag=True, help="只丢掉，不重算；下一次筛查再算。")
@options.form
def typed_tables(open_register: Opener, drop: bool) -> Answer[int]:
    """把筛查留下备用的表丢掉，由登记库重新算出。

    screen --db 把算出的各家资料留在库里，下次只算有变动的企业；这些表不是登记，丢了不要紧。
    """
    with open_register() as register, options.progress("重算") as moved:
        count = register.drop_typed_tables() if drop else register.rebuild_typed_tables(progress=moved)
    said = "已丢掉" if drop else "已重算"
    return Answer(count, text=lambda count: f"{said}筛查用的表 {count} 张", data=lambda count: {"tables": count})


def _source(file: Path | None, url: str | None, known_at: dt.datetime | None, how: dict[str, Any]) -> Source:
    """Where the enterprises are: a file or a register; where neither is given, the one every command is about."""
    if file is not None and url is not None:
        raise BadInput(Fault("E701", "请指明筛查谁", "写一个文件，或用 --db 写登记库，二者取一"))
    if file is None and url is None:
        url = options.database()
    if file is not None:
        if known_at is not None:
            raise BadInput(Fault("E714", "文件没有登记时刻，--known-at 用不上", "请去掉 --known-at，或改用 --db"))
        require("frame", "polars", "narwhals")
        from tiertrack.screening.file_table import Reading
        from tiertrack.screening.files import FileSource

        return FileSource(file, Reading(**how))
    from tiertrack.screening.register import RegisterSource

    if how["money_unit"] or how["not_found"] or how["strict"] or how["sheet"]:
        remedy = "请去掉 --money-unit、--not-found、--strict、--sheet"
        raise BadInput(Fault("E714", "登记库的资料已有单位，这些选项只用于文件", remedy))
    return RegisterSource(str(url), known_at, how["limit"], how["sample"])


def _csv(rows: Iterable[tuple[str, ...]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(map(spreadsheet_row, rows))
    return out.getvalue()
