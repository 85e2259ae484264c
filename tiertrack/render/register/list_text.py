"""The import of a list of titles, as Chinese text: what it changed, and how its file was read."""

from __future__ import annotations

from tiertrack.register_reports import TitleReport
from tiertrack.render.columns_text import reading_lines


def titles_text(report: TitleReport) -> str:
    """The changes of a list of titles: the counts, how it was read, then the notes."""
    # Of a workbook of everything the sheets are told together.
    what = "名单" if report.reading.notes else "事项和称号"
    lines = [
        f"{what} {report.rows} 行：新增企业 {report.enterprises} 家，新增事项 {report.new} 项，"
        f"更正 {report.corrected} 项，已有 {report.known} 项，"
        f"待确认 {report.waiting} 项（本次新提出 {report.proposed} 项）。"
    ]
    lines += reading_lines(report.reading)
    if report.disagreements:
        lines.append(f"与标准不一致 {report.disagreements} 项，已照文件登记。")
    lines += [f"更名 {renaming.before} → {renaming.after}" for renaming in report.renamed]
    lines += report.notes
    if report.waiting:
        lines.append("待确认的匹配见 tiertrack match list。")
    return "\n".join(lines)
