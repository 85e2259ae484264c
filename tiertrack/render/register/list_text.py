"""The import of a list of titles, as Chinese text: what it changed, and how its file was read."""

from __future__ import annotations

from collections.abc import Iterator

from tiertrack.law.regions import Region
from tiertrack.law.titles import TITLES
from tiertrack.register_reports import Completed, TitleReport
from tiertrack.render.columns_text import reading_lines
from tiertrack.render.register.firm_groups import SHOWN, firm_lines, group_line, how_to_undo


def titles_text(report: TitleReport) -> str:
    """The changes of a list of titles: the counts, how it was read, the notes, which enterprises, and how it is taken
    back."""
    return "\n".join(titles_lines(report, None))


def titles_screen(report: TitleReport) -> str:
    """The same, with the first of each group of enterprises by name."""
    return "\n".join(titles_lines(report, SHOWN))


def titles_lines(report: TitleReport, most: int | None) -> Iterator[str]:
    """The lines of it, with at most so many enterprises of each group by name; all unless given."""
    # Of a workbook of everything the sheets are told together.
    what = "名单" if report.reading.notes else "事项和称号"
    yield (
        f"{what} {report.rows} 行：新增企业 {report.enterprises} 家，新增事项 {report.new} 项，"
        f"更正 {report.corrected} 项，已有 {report.known} 项，"
        f"待确认 {report.waiting} 项（本次新提出 {report.proposed} 项）。"
    )
    yield from reading_lines(report.reading)
    yield from (f"更名 {renaming.before} → {renaming.after}" for renaming in report.renamed)
    yield from report.notes
    if report.waiting:
        yield "待确认的匹配见 tiertrack match list。"
    yield from firm_lines(report.firms, most)
    if report.complete is not None:
        yield from _complete_lines(report.complete, most)
    yield from how_to_undo(report.number, "导入" if report.reading.notes else "确认")


def _complete_lines(complete: Completed, most: int | None) -> Iterator[str]:
    where = f"{Region(complete.region).label} {complete.on} 的全部{TITLES[complete.title]}名单"
    yield f"这是{where}：不在名单上而登记为经查不持有 {len(complete.absent)} 家。"
    yield from group_line("登记为经查不持有", complete.absent, most)
    if complete.contradicted:
        yield f"登记库里持有、名单上却没有 {len(complete.contradicted)} 家（名单如下），分歧已记下，称号没有动："
        yield from (f"    {name}" for name in complete.contradicted)
        yield "    名单有误的请补上；确已失去的，请照撤销、未列入或放弃的文件登记（tiertrack record）。"
    yield from group_line("不知道是否在这个地区，没有登记", complete.unplaced, most)
    yield from group_line("待确认的行可能是它，没有登记", complete.left, most)
