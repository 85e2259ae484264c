"""What checking a district's rulebooks found, as Chinese text and as plain data for JSON."""

from __future__ import annotations

from typing import Any

from tiertrack.district.additions import Checked
from tiertrack.errors import Fault
from tiertrack.render.assessment_text import edition_line

__all__ = ["checked_data", "checked_text"]


def checked_text(checked: Checked) -> str:
    """Every fault; or every edition with what it takes the place of, and where days are left to the default."""
    counted = f"检查规则集 {len(checked.names)} 个"
    if checked.faults:
        return "\n".join([f"{counted}；发现 {len(checked.faults)} 处毛病", *map(str, checked.faults)])
    lines = [f"{counted}，版本 {len(checked.editions)} 个；全部可用。"]
    for edition, replaced in checked.editions:
        lines.append(edition_line(edition))
        lines += [f"    在本区取代 {one.key}（{one.basis.label}）" for one in replaced]
    # Nothing has to be done about these: in a gap a default governs, where there is one.
    lines += [f"提示：{one.what}：{one.value}。空档里仍用本地缺省口径；没有缺省的，没有标准" for one in checked.notices]
    return "\n".join(lines)


def checked_data(checked: Checked) -> dict[str, Any]:
    """The members of a check."""
    return {
        "ok": not checked.faults,
        "modules": list(checked.names),
        "editions": [
            {
                "key": edition.key,
                "source": edition.origin,
                "basis": edition.basis.value,
                "digest": edition.digest,
                "replaces": [one.key for one in replaced],
            }
            for edition, replaced in checked.editions
        ],
        "faults": [_fault(one) for one in checked.faults],
        "notices": [_fault(one) for one in checked.notices],
    }


def _fault(one: Fault) -> dict[str, Any]:
    return {"code": one.code, "place": one.place, "what": one.what, "value": one.value, "remedy": one.remedy}
