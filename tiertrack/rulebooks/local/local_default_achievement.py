"""高价值科技成果：没有全国统一办法，这是本软件所附的缺省口径（第 1 版），区县可整套替换。

自市级梯度设这一级之日（2024-02-04）起；以前没有这一级，也就没有口径。凡参数都可由区县另定。
"""

from __future__ import annotations

from typing import Final

from tiertrack.law.instruments import 本地缺省口径
from tiertrack.law.scope import Basis
from tiertrack.law.tiers import Tier
from tiertrack.rulebooks.national.cnipa_high_value_patent import 统计口径
from tiertrack.rulebooks.zh import *
from tiertrack.rulebooks.zh_materials import 材料

缺省: Final = 引(本地缺省口径, "高价值科技成果", 推导)

权属: Final = 条件(
    "achv.gate.owner",
    "权属",
    依据=缺省.款("·门槛（权属）", 说明="通行要求"),
    要点="权属清晰、无争议",
    认定=成果权属清晰,
)

落地区域: Final = 条件(
    "achv.gate.link",
    "与本区的联系",
    依据=缺省.款("·门槛（联系）"),
    要点="完成单位或受让方在本区，或已签落地意向",
    认定=成果落在本区,
)

负面情形: Final = 条件(
    "achv.gate.clean",
    "负面情形",
    依据=缺省.款("·门槛（负面）", 说明="参照认定类办法通行的负面清单"),
    要点="不涉密，不属禁止、限制或淘汰类，近三年没有科研严重失信",
    认定=全部满足(非(成果涉密), 非(禁限淘汰类产品), 非(近三年科研严重失信)),
)

价值: Final = 条件(
    "achv.value",
    "专利、评价或转化",
    依据=缺省.款(
        "·A、B、C",
        说明=(
            "五种情形据国家知识产权局统计口径（转述）；就绪水平据 GB/T 22900 附录 A，各级定义未能核实；"
            "组内关系未见明文，B 须两项都有，C 有一项即可"
        ),
    ),
    要点=(
        "符合其一：高价值发明专利不低于{achievement.high_value_patents}；"
        "技术就绪水平不低于{achievement.trl}，且第三方评价达国内先进以上、距今不超过{achievement.evaluation_months}；"
        "近三年技术合同实际到账或作价入股不低于{achievement.contract_income}；近五年获省部级及以上科技奖励"
    ),
    认定=任一满足(
        高价值发明专利.不低于(参数("achievement.high_value_patents", 项(1))),
        全部满足(
            技术就绪水平.不低于(参数("achievement.trl", 级(6))),
            第三方评价结论.属于("国际领先", "国际先进", "国内领先", "国内先进"),
            成果评价.距今不超过(参数("achievement.evaluation_months", 个月(36))),
            名称="B 评价",
        ),
        任一满足(
            近三年技术合同到账或作价入股.不低于(参数("achievement.contract_income", 万元(100))),
            近五年省部级科技奖励,
            名称="C 转化",
        ),
    ),
)

_出库 = 声明(
    依据=缺省.款("·出库"),
    要点="知识产权失效、转出本区或被认定失信的出库；转化企业进入第三级及以上满一年的转为“已转化”，不删除",
)

口径: Final = 版本(
    Tier.ACHIEVEMENT,
    认定,
    期间=期间("2024-02-04"),
    依据=缺省.款(""),
    条件=(权属, 落地区域, 负面情形, 价值),
    声明=(_出库,),
    有效年限=2,
    性质=Basis.DEFAULT_LOCAL,
    版次=1,
    知识产权=统计口径,
    材料=(
        材料("第三方评价报告", 要点="写明结论和评价日期", 证明=(第三方评价结论, 成果评价), 依据=缺省.款("（B）")),
        材料(
            "技术合同和到账凭证", 要点="或作价入股的文件", 证明=(近三年技术合同到账或作价入股,), 依据=缺省.款("（C）")
        ),
        材料("专利证书", 证明=(高价值发明专利,), 依据=缺省.款("（A）")),
    ),
)

复评口径: Final = 口径.amended(by=(), period=口径.period, act=复核)

各版本: Final = (口径, 复评口径)
