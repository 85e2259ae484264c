"""四个板块，及其上市规则共同的口径：公开发行比例怎样算达到，金额和研发投入怎样读，凭哪一日选版本。"""

from __future__ import annotations

from typing import Final

from tiertrack.law.exchanges import Board
from tiertrack.law.scope import Variant
from tiertrack.rulebooks.zh import *

_各板 = {板: Variant(板.value, 板.label, "板块") for 板 in Board}
主板: Final = _各板[Board.MAIN]
科创板: Final = _各板[Board.STAR]
创业板: Final = _各板[Board.CHINEXT]
北交所: Final = _各板[Board.BSE]

# 各版本凭这一日选定，不凭受理日。
定版日 = "committee_passed_on"

公开发行达标: Final = 任一满足(
    公开发行股份占比.不低于(百分之(25)),
    适用于(发行后股本总额.超过(亿元(4)), 则=(公开发行股份占比.不低于(百分之(10)),), 名称="股本总额超过 4 亿元的"),
)
公开发行要点 = "公开发行的股份占股本总额不低于25%；股本总额超过4亿元的，不低于10%"

公众持股达标: Final = 任一满足(
    公众股东持股比例.不低于(百分之(25)),
    适用于(发行后股本总额.超过(亿元(4)), 则=(公众股东持股比例.不低于(百分之(10)),), 名称="股本总额超过 4 亿元的"),
)

金额口径 = "净利润指经审计的扣除非经常性损益前后孰低者；预计市值为发行后总股本乘发行价格；最近一年为判断日的上一年"
研发口径 = "研发投入按研发费用读取，资本化的研发支出由填报人一并计入研发费用"
定版口径 = "按上市委审议通过日选用版本，与受理日无关；没有填写审议通过日的，按判断日"
范围口径 = "只判断上市规则的股本、发行比例与市值财务等上市条件；持续经营、规范运行等发行条件由审核注册程序判断"
