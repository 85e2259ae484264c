"""山西省 2026 年的专精特新中小企业复核：通知指定这一批全程用 63号文附件2，跨过 2 号文施行之日。"""

from __future__ import annotations

from typing import Final

from tiertrack.law.instruments import 山西复核通知2026
from tiertrack.law.regions import Region
from tiertrack.rulebooks.national.miit_2022_63_srdi_sme import 复核标准
from tiertrack.rulebooks.zh import *

山西省: Final = Region("140000")

山西复核2026: Final = 复核标准.amended(
    by=(
        引(山西复核通知2026, "", 原文).款(
            "2026 年度复核", 说明="企业 03-16、县 03-25、市 04-15 截止，全程用 63号文；截至年底为推导，一年只有一批"
        ),
    ),
    period=期间("2026-04-01", "2026-12-31"),
    region=山西省,
)

各版本: Final = (山西复核2026,)
