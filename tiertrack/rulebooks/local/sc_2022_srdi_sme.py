"""四川省专精特新中小企业：63号文附件2 的省级版本，特色化 15 分按四川省 2022 年的指标，适用至 2026-03-31。"""

from __future__ import annotations

from typing import Final

import attrs

from tiertrack.law.provincial_instruments import 四川梯度培育通知
from tiertrack.rulebooks.national import miit_2022_63_srdi_sme as 全国
from tiertrack.rulebooks.zh import *

_特色化 = 引(
    四川梯度培育通知,
    "特色化指标",
    转述,
    "各项全有或全无；只读到 2022 年的指标，以后各年暂按它，须待当年通知确认",
).款("")

特色化: Final = 类别(
    "特色化（15分）",
    计分项("属于省重点产业（8分）", 档(8, 经认定("sc_key_industry"))),
    计分项("非遗、地理标志、首台套等（4分）", 档(4, 经认定("sc_heritage"))),
    计分项("地域独特性（3分）", 档(3, 经认定("sc_locality"))),
)

评价: Final = attrs.evolve(
    全国.评价,
    gist=f"{全国.评价.gist}；特色化按四川省的指标计",
    test=换类别(全国.评价.test, 特色化),
    amended_by=(*全国.评价.amended_by, _特色化),
)

_期间 = 全国.认定标准.period

认定标准: Final = 全国.认定标准.amended(by=(_特色化,), period=_期间, replacing=(评价,), region=四川省)

复核标准: Final = 全国.复核标准.amended(by=(_特色化,), period=_期间, replacing=(评价,), region=四川省)

各版本: Final = (认定标准, 复核标准)
