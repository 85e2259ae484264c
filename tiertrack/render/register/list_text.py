"""The import of a list of titles, as Chinese text: what it changed, and how its file was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tiertrack.intake.sheet import LeftOut
from tiertrack.intake.title_list import ListReading
from tiertrack.register_reports import NOTES_KEPT, TitleReport


def titles_text(report: TitleReport) -> str:
    """The changes of a list of titles: the counts, how it was read, then the notes."""
    lines = [
        f"名单 {report.rows} 行：新增企业 {report.enterprises} 家，新增事项 {report.new} 项，"
        f"更正 {report.corrected} 项，已有 {report.known} 项，"
        f"待确认 {report.waiting} 项（本次新提出 {report.proposed} 项）。"
    ]
    lines += _reading_lines(report.reading)
    if report.disagreements:
        lines.append(f"与标准不一致而照文件登记的 {report.disagreements} 项，分歧已留存。")
    lines += [f"更名 {renaming.before} → {renaming.after}" for renaming in report.renamed]
    lines += report.notes
    if report.waiting:
        lines.append("待确认的匹配见 tiertrack match list。")
    return "\n".join(lines)


def _reading_lines(reading: ListReading) -> Iterator[str]:
    """The reading of a file, where it was more than a table with its headings in the first row."""
    if reading.table:
        yield "读出的表："
        yield from ("    " + "　|　".join(row) for row in reading.table)
        yield f"请核对；无误的，再导入时加 --confirm {reading.confirm}"
    usual = not reading.left_out and reading.notes[1:] == () and reading.notes[:1] in ((), ("标题在第 1 行",))
    if not usual:
        yield f"读法：{'；'.join(reading.notes)}。"
    if reading.left_out:
        yield f"没有读入的 {len(reading.left_out)} 处："
        yield from _left_out_lines(reading.left_out)
    yield from (f"请核对：{doubt}" for doubt in reading.doubts)


def _left_out_lines(left_out: Sequence[LeftOut]) -> Iterator[str]:
    for one in left_out[:NOTES_KEPT]:
        yield f"    {one.place}　{one.reason}{f'：{one.text}' if one.text else ''}"
    if len(left_out) > NOTES_KEPT:
        yield f"    另有 {len(left_out) - NOTES_KEPT} 处，见 --format json"
