"""The results of checks, as Chinese text and as plain data: the register's integrity, and a district's rulebooks."""

from __future__ import annotations

from typing import Any

from tiertrack.district.additions import Checked
from tiertrack.errors import AmbiguousEnterprise, Fault, TiertrackError
from tiertrack.register_reports import VerifyReport
from tiertrack.render.policy.edition_text import edition_line
from tiertrack.render.register.record_text import enterprise_data


def verify_text(report: VerifyReport) -> str:
    """How much was checked, what is wrong, and the newest seal for an officer to note down."""
    counted = f"核对事项 {report.events} 项，分属 {report.streams} 条"
    if report.faults:
        return "\n".join([f"{counted}；发现 {len(report.faults)} 处不符", *map(str, report.faults), *_order(report)])
    seal = f"\n封印 {report.seal}（可另行记下，日后用 --seal 核对）" if report.seal else ""
    return "\n".join([f"{counted}；没有改动、删除或调换。{seal}", *_order(report)])


def _order(report: VerifyReport) -> list[str]:
    if not report.out_of_order:
        return []
    return [
        f"另有 {report.out_of_order} 处登记的时刻比它前面的早：0.5 以前的版本记的是开始写入的时刻，不算改动；"
        "用 --known-at 查那一段时，先后以封印为准。"
    ]


def verify_data(report: VerifyReport) -> dict[str, Any]:
    """The members of a check."""
    return {
        "ok": not report.faults,
        "events": report.events,
        "streams": report.streams,
        "seal": report.seal,
        "out_of_order": report.out_of_order,
        "faults": [fault_data(fault) for fault in report.faults],
    }


def checked_text(checked: Checked) -> str:
    """Every fault; or every edition with what it takes the place of, and where days are left to the default."""
    installed = f"（代替已安装的 {'、'.join(checked.in_place_of)}）" if checked.in_place_of else ""
    counted = f"检查规则集 {len(checked.names)} 个{installed}"
    if checked.faults:
        return "\n".join([f"{counted}；发现 {len(checked.faults)} 处毛病", *map(str, checked.faults)])
    lines = [f"{counted}，版本 {len(checked.editions)} 个；全部可用。"]
    for edition, replaced in checked.editions:
        lines.append(edition_line(edition))
        lines += [f"    在本区取代 {edition.name}（{edition.basis.label}）" for edition in replaced]
    # No faults: in a gap the default governs, where there is one.
    lines += [
        f"提示：{notice.what}：{notice.value}。空档里仍用本地缺省口径；没有缺省的，没有标准"
        for notice in checked.notices
    ]
    return "\n".join(lines)


def checked_data(checked: Checked) -> dict[str, Any]:
    """The members of a check."""
    return {
        "ok": not checked.faults,
        "modules": list(checked.names),
        "in_place_of": list(checked.in_place_of),
        "editions": [
            {
                "key": edition.key,
                "source": edition.origin,
                "basis": edition.basis.value,
                "digest": edition.digest,
                "replaces": [edition.key for edition in replaced],
            }
            for edition, replaced in checked.editions
        ],
        "faults": [fault_data(fault) for fault in checked.faults],
        "notices": [fault_data(notice) for notice in checked.notices],
    }


def fault_text(fault: Fault) -> str:
    """What is wrong, where, with which value, and what to do."""
    return str(fault)


def error_text(error: TiertrackError) -> str:
    """A line for each cause."""
    return str(error)


def error_data(error: TiertrackError) -> dict[str, Any]:
    """The members of an error: its kind, what is told of it, and every fault; of a name that is ambiguous, the
    enterprises it may be as well."""
    told = {
        "error": type(error).__name__,
        "message": str(error),
        "faults": [fault_data(fault) for fault in error.faults],
    }
    if isinstance(error, AmbiguousEnterprise):
        told["candidates"] = [enterprise_data(enterprise) for enterprise in error.candidates]
    return told


def fault_data(fault: Fault) -> dict[str, Any]:
    """The members of a fault."""
    return {
        "code": fault.code,
        "place": fault.place,
        "what": fault.what,
        "value": fault.value,
        "remedy": fault.remedy,
    }
