"""国科发政〔2017〕115号 第七条的知识产权口径：同高新技术企业，转入的也计，Ⅱ类没有维持年限的要求。"""

from __future__ import annotations

from tiertrack.law.instruments import 科技型办法
from tiertrack.rulebooks.ip_counts import 相关的Ⅰ类, 相关的Ⅱ类
from tiertrack.rulebooks.zh import 引, 转述
from tiertrack.rulebooks.zh_ip import 知识产权口径

评价口径 = 知识产权口径(
    依据=引(科技型办法, "第七条", 转述).款("", 说明="Ⅱ类不限维持年限为转述；与主要产品相关一项凭记忆"),
    计数=(相关的Ⅰ类, 相关的Ⅱ类),
)
