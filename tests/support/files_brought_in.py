"""Files that an officer brings in: a table of facts, a list of titles, a list of rights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tiertrack.intake.title_list import read_title_list

NAMES = ("重庆甲某机械有限公司", "重庆乙某材料有限公司", "重庆丙某电子有限公司")
# Whoever is on a list by that name may or may not be the first of them.
ALIKE = NAMES[0].replace("有限公司", "股份有限公司")
LIST = "渝经信中小〔2024〕5号"


def facts(folder: Path, *rows: str, source: str = "企业填报") -> dict[str, Any]:
    file = folder / "填报表.csv"
    file.write_text("\n".join(["企业名称,统一社会信用代码,所在地,2025年从业人员", *rows]), encoding="utf-8")
    return {"path": file, "source": source}


def listed(folder: Path, *rows: str) -> Any:
    file = folder / "名单.csv"
    file.write_text("\n".join(["企业名称,称号,事项,日期,有效期至,文件", *rows]), encoding="utf-8")
    return read_title_list(file)


def granted(name: str, on: str = "2024-07-01", through: str = "", what: str = "认定", document: str = LIST) -> str:
    return f"{name},专精特新中小企业,{what},{on},{through},{document}"


def rights(folder: Path, *rows: str, source: str = "专利局") -> dict[str, Any]:
    file = folder / "知识产权.csv"
    file.write_text("\n".join(["企业,种类,知识产权名称,授权号", *rows]), encoding="utf-8")
    return {"path": file, "source": source}
