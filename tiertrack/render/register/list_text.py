"""The import of a list of titles, as Chinese text: what it changed, and how its file was read."""

from __future__ import annotations

from collections.abc import Iterator

from tiertrack.register_reports import TitleReport
from tiertrack.render.columns_text import reading_lines
from tiertrack.render.register.firm_groups import SHOWN, firm_lines, how_to_undo


def titles_text(report: TitleReport) -> str:
    """The changes of a list of titles: the counts, how it was read, the notes, which enterprises, and how it is taken
    back."""
    return "\n".join(_lines(report, None))


def titles_screen(report: TitleReport) -> str:
    """The same, with the first of each group of enterprises by name."""
    return "\n".join(_lines(report, SHOWN))


def _lines(report: TitleReport, most: int | None) -> Iterator[str]:
    yield (
        f"名单 {report.rows} 行：新增企业 {report.enterprises} 家，新增事项 {report.new} 项，"
        f"更正 {report.corrected} 项，已有 {report.known} 项，"
        f"待确认 {report.waiting} 项（本次新提出 {report.proposed} 项）。"
    )
    yield from reading_lines(report.reading)
    yield from (f"更名 {renaming.before} → {renaming.after}" for renaming in report.renamed)
    yield from report.notes
    if report.waiting:
        yield "待确认的匹配见 tiertrack match list。"
    yield from firm_lines(report.firms, most)
    yield from how_to_undo(report.number)
