"""浙江省 2026 年度高新技术企业认定：条件照国家办法，申报另有两条要求，只作提示。"""

from __future__ import annotations

from typing import Final

from tiertrack.law.provincial_instruments import 浙江高企通知2026
from tiertrack.rulebooks.national import most_2016_32_high_tech as 全国
from tiertrack.rulebooks.zh import *

_通知 = 引(浙江高企通知2026, "申报要求", 转述)

认定标准: Final = 全国.认定标准.amended(
    by=(_通知.款("", 说明="2026 年度，印发日未能核实，按年度适用"),),
    period=期间("2026-01-01", "2026-12-31"),
    region=浙江省,
).noting(
    声明(依据=_通知.款(""), 要点="须上传赋码的审计报告"),
    声明(依据=_通知.款(""), 要点="有效的知识产权不能全部在申报当年取得"),
)

各版本: Final = (认定标准,)
