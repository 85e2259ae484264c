"""The imports on record, and what taking one back does, as Chinese text and as plain data for JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tiertrack.import_reports import Import, ImportKind, UndoReport, Withdrawal
from tiertrack.render.members import iso
from tiertrack.render.register.firm_groups import SHOWN, group_line
from tiertrack.temporal import BEIJING


def _moment(at: dt.datetime) -> str:
    return at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


def import_text(one: Import) -> str:
    """An import in one line."""
    source = f"　出处 {one.source}" if one.source else ""
    told = f"{one.number}　{_moment(one.at)}　{one.kind.label} {one.file}　{one.firms} 家 {one.rows} 行{source}"
    return told + ("" if one.withdrawn is None else f"　〔{withdrawn_text(one.withdrawn)}〕")


def withdrawn_text(withdrawn: Withdrawal) -> str:
    """That something was taken back, when and why."""
    why = f"：{withdrawn.reason}" if withdrawn.reason else ""
    return f"{_moment(withdrawn.at)} 已取消{why}"


def imports_text(imports: Sequence[Import]) -> str:
    """The imports, one a line, by their numbers."""
    return "\n".join(map(import_text, imports)) or "还没有导入过。"


def import_data(one: Import) -> dict[str, Any]:
    """The members of an import."""
    return {
        "number": one.number,
        "at": iso(one.at),
        "file": one.file,
        "kind": one.kind.value,
        "source": one.source,
        "firms": one.firms,
        "rows": one.rows,
        "rests_on": list(one.rests_on),
        "withdrawn": None if one.withdrawn is None else withdrawn_data(one.withdrawn),
    }


def withdrawn_data(withdrawn: Withdrawal) -> dict[str, Any]:
    """When something was taken back, and why."""
    return {"at": iso(withdrawn.at), "reason": withdrawn.reason}


def undo_screen(report: UndoReport) -> str:
    """What taking an import back does, the first of each group by name."""
    return "\n".join(_undo_lines(report, SHOWN))


def undo_text(report: UndoReport) -> str:
    """The same, all of them by name."""
    return "\n".join(_undo_lines(report, None))


def _undo_lines(report: UndoReport, most: int | None) -> Iterator[str]:
    one = report.undone
    what = "导入" if one.kind.is_file else ""
    yield (
        f"取消第 {one.number} 次{what}（{one.kind.label} {one.file}，{_moment(one.at)}）："
        f"{report.rows} 行登记不再算数，涉及 {len(report.firms)} 家。"
    )
    yield from group_line("涉及", report.firms, most)
    yield from group_line("由它新登记、不再列出的企业", report.gone, most)
    yield f"原来的行都在；{_RESTORED.get(one.kind, '要恢复，把原来的文件再导入一次。')}"


_RESTORED: Mapping[ImportKind, str] = {
    ImportKind.CLOSING: "失效的称号恢复原样；要恢复收口，再用 tiertrack case close-review 办一次。",
    ImportKind.MATCH: "这些行又待确认，见 tiertrack match list。",
}


def undo_data(report: UndoReport) -> dict[str, Any]:
    """The members of what taking an import back does."""
    return {
        "undone": import_data(report.undone),
        "firms": list(report.firms),
        "gone": list(report.gone),
        "rows": report.rows,
    }
