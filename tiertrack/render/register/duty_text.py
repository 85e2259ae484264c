"""Duties as a Chinese table and as plain data; the calendar is in ``tiertrack.render.register.calendar``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tiertrack.duties.duty import Duty
from tiertrack.render.members import iso
from tiertrack.render.phrases import table


def duties_text(duties: Sequence[Duty]) -> str:
    """A table of every duty in order of its day, with the enterprise it is for."""
    if not duties:
        return "这段时间没有到期的事项。"
    return table(DUTY_HEADINGS, map(duty_cells, duties))


DUTY_HEADINGS = ("截止", "起", "事项", "称号", "企业", "要做的", "逾期", "依据")


def duty_cells(duty: Duty) -> tuple[str, ...]:
    """The line of a duty in a table."""
    opens = str(duty.opens) if duty.opens else ""
    when = (str(duty.due), opens, f"{_mark(duty)}{duty.kind.label}", duty.title_label)
    return (*when, duty.enterprise, duty.what, duty.consequence, duty.why)


def _mark(duty: Duty) -> str:
    return "⚠ " if duty.warning else ""


def duty_text(duty: Duty) -> str:
    """One duty: its day, kind and title, what to do, what follows otherwise, and why."""
    opens = f"（{duty.opens} 起）" if duty.opens else ""
    title = f" · {duty.title_label}" if duty.title else ""
    lines = [f"{duty.due}{opens}　{_mark(duty)}{duty.kind.label}{title}　{duty.what}"]
    if duty.consequence:
        lines.append(f"    逾期：{duty.consequence}")
    return "\n".join([*lines, f"    依据：{duty.why}"])


def duty_data(duty: Duty) -> dict[str, Any]:
    """The members of a duty."""
    return {
        "kind": duty.kind.value,
        "enterprise": duty.enterprise,
        "title": duty.title,
        "product": duty.product,
        "opens": iso(duty.opens),
        "due": duty.due.isoformat(),
        "what": duty.what,
        "why": duty.why,
        "consequence": duty.consequence or None,
        "warning": duty.warning,
        "outlook": None if duty.outlook is None else duty.outlook.value,
        "contact": duty.contact or None,
    }


def left_out_text(count: int) -> str:
    """How many windows to apply in were not told of; empty where none was."""
    return f"另有 {count} 件申报窗口的提醒，按现有资料预计不够格，没有列出。" if count else ""
