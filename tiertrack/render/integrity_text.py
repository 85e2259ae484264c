"""What checking the register's integrity found, as Chinese text and as plain data for JSON."""

from __future__ import annotations

from typing import Any

from tiertrack.ports import VerifyReport

__all__ = ["verify_data", "verify_text"]


def verify_text(report: VerifyReport) -> str:
    """How much was checked, what is wrong, and the newest seal for an officer to note down."""
    counted = f"核对事项 {report.events} 项，分属 {report.streams} 条"
    if report.faults:
        return "\n".join([f"{counted}；发现 {len(report.faults)} 处不符", *map(str, report.faults)])
    seal = f"\n封印 {report.seal}（可另行记下，日后用 --seal 核对）" if report.seal else ""
    return f"{counted}；没有改动、删除或调换。{seal}"


def verify_data(report: VerifyReport) -> dict[str, Any]:
    """The members of a check."""
    return {
        "ok": not report.faults,
        "events": report.events,
        "streams": report.streams,
        "seal": report.seal,
        "faults": [
            {"code": one.code, "place": one.place, "what": one.what, "value": one.value, "remedy": one.remedy}
            for one in report.faults
        ],
    }
