"""创业板强制退市：2020-12-31 起，2024-04-30 收紧，2024 年年报起亏损口径加上利润总额。"""

from __future__ import annotations

from typing import Final

from tiertrack.law.instruments import 创业板上市规则2024, 创业板上市规则2026
from tiertrack.law.scope import Basis
from tiertrack.law.tiers import Tier
from tiertrack.rulebooks.exchanges.delisting_basic import *
from tiertrack.rulebooks.exchanges.delisting_growth import *
from tiertrack.rulebooks.exchanges.delisting_star import 科创板退市_2020, 科创板退市_2021, 科创板退市_2022
from tiertrack.rulebooks.exchanges.exchange_basic import *
from tiertrack.rulebooks.zh import *

_规则2024 = 引(创业板上市规则2024, "", 转述)
_未再核 = 创业板上市规则2026.clause("强制退市", 推导, "2026-04-24 的修订对退市有无再改未能核实，暂沿用")

# 2020 年的退市规则沪深两板同文。
创业板退市_2020: Final = 科创板退市_2020.amended(by=(), period=科创板退市_2020.period, variant=创业板)
创业板退市_2021: Final = 科创板退市_2021.amended(by=(), period=科创板退市_2021.period, variant=创业板)
创业板退市_2022: Final = 科创板退市_2022.amended(by=(), period=科创板退市_2022.period, variant=创业板)
创业板退市_2024: Final = 版本(
    Tier.LISTED,
    退市,
    分支=创业板,
    性质=Basis.NATIONAL_GUIDELINE,
    有效年限=None,
    期间=期间("2024-04-30", "2024-12-31"),
    依据=_规则2024.款("强制退市", 说明="2023 年年报仍按原规则"),
    条件=(*各交易类, *财务类_首年_2020, 次年_2020, *非财务类_2024),
    声明=退市声明,
    评级=(等级(退市后果, "终止上市", 另须=终止_2024), 警示),
)

创业板退市_2025: Final = 版本(
    Tier.LISTED,
    退市,
    分支=创业板,
    性质=Basis.NATIONAL_GUIDELINE,
    有效年限=None,
    期间=期间("2025-01-01", "2025-12-31"),
    依据=_规则2024.款("财务类强制退市", 说明="首个适用年度为 2024 年度"),
    条件=(*各交易类, *财务类_首年_2024, 次年_2025, *非财务类_2024),
    声明=退市声明,
    评级=(等级(退市后果, "终止上市", 另须=终止_2025), 警示),
)

创业板退市_2026: Final = 版本(
    Tier.LISTED,
    退市,
    分支=创业板,
    性质=Basis.NATIONAL_GUIDELINE,
    有效年限=None,
    期间=期间("2026-01-01"),
    依据=_规则2024.款("财务类强制退市"),
    修订=(_未再核,),
    条件=(*各交易类, *财务类_首年_2024, 次年_2026, *非财务类_2024),
    声明=退市声明,
    评级=(等级(退市后果, "终止上市", 另须=终止_2026), 警示),
)

各版本: Final = (创业板退市_2020, 创业板退市_2021, 创业板退市_2022, 创业板退市_2024, 创业板退市_2025, 创业板退市_2026)
