"""浙江省 2026 年度高新技术企业认定：条件照国家办法，申报另有两条要求，只作提示。"""

from __future__ import annotations

from typing import Final

from tiertrack.law.provincial_instruments import 浙江高企通知2026
from tiertrack.rulebooks.national import most_2016_32_high_tech as 全国
from tiertrack.rulebooks.zh import *
from tiertrack.rulebooks.zh_materials import 材料

_通知 = 引(浙江高企通知2026, "申报要求", 转述)

认定标准: Final = (
    全国.认定标准.amended(
        by=(_通知.款("", 说明="2026 年度，印发日未能核实，按年度适用"),),
        period=期间("2026-01-01", "2026-12-31"),
        region=浙江省,
    )
    .noting(
        声明(依据=_通知.款(""), 要点="须上传赋码的审计报告"),
        声明(依据=_通知.款(""), 要点="有效的知识产权不能全部在申报当年取得"),
    )
    .proved_by(
        (
            材料(
                "审计报告",
                要点="已赋码，上传到申报系统",
                证明=(销售收入, 总收入, 高新技术产品收入, 研发费用, 境内研发费用),
                依据=_通知.款("", 推导, "须上传赋码的审计报告为转述，各项收入和研发费用凭它证明系推导"),
            ),
        )
    )
)

各版本: Final = (认定标准,)
