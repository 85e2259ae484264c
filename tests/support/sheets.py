"""A sheet as a bureau might hand it in, and a firm in it that meets the standard."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from tiertrack.facts.credit_code import check_character

# A firm that meets the 2026 standard in every respect, as a sheet of a bureau might tell of it.
GOOD = {
    "企业名称": "重庆某某精密制造有限公司",
    "统一社会信用代码": "91500113MA0000015Q",
    "所在地": "500113",
    "行业": "C3484",
    "2025年营业收入（万元）": "5,200",
    "2024年营业收入": "5000万元",
    "主营业务收入:2025": "4900万元",
    "employees:2025": "86",
    "2025年末资产总额（亿元）": "0.9",
    "total_liabilities:2025": "3000万元",
    "rd_expense:2025": "260万元",
    "rd_expense:2024": "250万元",
    "abnormal_list": "否",
    "dishonest_list": "false",
    "产品属禁止、限制或淘汰类": "否",
    "major_incident": "否",
    "title:innovative_sme": "是",
    "segment_since": "2019-03-12",
    "class1_ip": "4",
    "market_standing": "是",
    "development_score:2026": "62.5",
}


def written(folder: Path, *rows: dict[str, str], name: str = "表.csv") -> Path:
    """The rows as a CSV file in the folder, each about a firm of its own: one that repeats a name or a code is given
    another."""
    file = folder / name
    seen: set[str] = set()
    pl.DataFrame([_another(row, number, seen) for number, row in enumerate(rows)]).write_csv(file)
    return file


def _another(row: dict[str, str], number: int, seen: set[str]) -> dict[str, str]:
    own = dict(row)
    if own.get("企业名称") in seen:
        own["企业名称"] = f"虚构{number}号{own['企业名称']}"
    if own.get("统一社会信用代码") in seen:
        code = f"91500113MB{number:07}"
        own["统一社会信用代码"] = code + check_character(code)
    seen.update(own.get(heading, "") for heading in ("企业名称", "统一社会信用代码"))
    return own
