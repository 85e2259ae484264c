"""The results of checks, as Chinese text and as plain data: the register's integrity, and a district's rulebooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tiertrack.district.additions import Checked
from tiertrack.errors import AmbiguousEnterprise, Fault, TiertrackError, causes_of
from tiertrack.register_reports import VerifyReport
from tiertrack.render.policy.edition_text import edition_line
from tiertrack.render.proof_text import checkpoint_data
from tiertrack.render.register.record_text import enterprise_data

# How many lines the faults of one code take.
_MOST_LINES = 20


def verify_text(report: VerifyReport) -> str:
    """How much was checked, what is wrong, and the newest seal for an officer to note down."""
    counted = f"核对事项 {report.events} 项，分属 {report.streams} 条；名称、代码、事实等 {report.rows} 行"
    if report.faults:
        found = f"{counted}；发现 {len(report.faults) + report.untold} 处不符{_untold(report)}"
        return "\n".join([found, *_told(report.faults), *_held(report), *_found(report), *_order(report)])
    seal = [f"封印 {report.seal}（可另行记下，日后用 seal= 核对）"] if report.seal else []
    whole = f"{counted}；没有改动、删除或调换。"
    return "\n".join([whole, *seal, *_held(report), *_found(report), *_order(report)])


def _untold(report: VerifyReport) -> str:
    return f"，只列前 {len(report.faults)} 处" if report.untold else ""


def _told(faults: Iterable[Fault]) -> list[str]:
    """The faults of each code together; where there are many, those of one cause in one line, and no line without
    end."""
    by_code: dict[str, list[Fault]] = {}
    for fault in faults:
        by_code.setdefault(fault.code, []).append(fault)
    return [line for code, same in by_code.items() for line in _told_together(code, same)]


def _told_together(code: str, faults: Sequence[Fault]) -> list[str]:
    if len(faults) <= _MOST_LINES:
        return [*map(str, faults)]
    causes = causes_of(faults)
    lines = [*map(str, causes[:_MOST_LINES])]
    if others := sum(cause.count for cause in causes[_MOST_LINES:]):
        lines.append(f"[{code}] 另有 {others} 处没有列出，JSON 里都有")
    return lines


def _held(report: VerifyReport) -> list[str]:
    parts = [_signatures(report)] if report.seals else []
    if (point := report.continues) is not None:
        parts.append(f"是检查点（{point.size} 个封印，{point.at}）的延续")
    if report.noted is not None:
        parts.append(f"所给的封印 {report.noted} 在链上")
    return [f"对照：{'；'.join(parts)}。"] if parts else []


def _signatures(report: VerifyReport) -> str:
    if report.signatures_from is None:
        return "封印没有签名"
    # Where keys were given, every signature fits one of them or is a fault.
    is_checked = report.signed or any(fault.code == "E675" for fault in report.faults)
    checked = f"与公钥相符的 {report.signed} 个" if is_checked else "没有核对（核对请用 keys= 写明公钥）"
    return f"封印有签名 {report.signatures} 个，自封印 {report.signatures_from} 起，{checked}"


def _found(report: VerifyReport) -> list[str]:
    return [
        f"其中 {found.rows} 行是升级时照当时的样子封存的（{found.at}）：那以前有没有改动，不能证明。"
        for found in report.found
    ]


def _order(report: VerifyReport) -> list[str]:
    if not report.out_of_order:
        return []
    return [
        f"另有 {report.out_of_order} 处登记的时刻比它前面的早：0.5 以前的版本记的是开始写入的时刻，不算改动；"
        "用 known_at= 查那一段时，先后以封印为准。"
    ]


def verify_data(report: VerifyReport) -> dict[str, Any]:
    """The members of a check."""
    return {
        "ok": not report.faults,
        "events": report.events,
        "streams": report.streams,
        "rows": report.rows,
        "seal": report.seal,
        "signed": report.signed,
        "signed_from": report.signed_from,
        "signatures": report.signatures,
        "signatures_from": report.signatures_from,
        "continues": None if report.continues is None else checkpoint_data(report.continues),
        "noted": report.noted,
        "found": [{"at": found.at, "rows": found.rows} for found in report.found],
        "out_of_order": report.out_of_order,
        "untold": report.untold,
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
