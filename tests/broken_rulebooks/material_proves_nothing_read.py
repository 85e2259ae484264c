"""Documents that prove what no criterion reads, one of a name that another has."""

import attrs

from tests.broken_rulebooks.parts import 一版, 合格, 附件
from tiertrack.rulebooks.zh import 研发费用, 自主品牌
from tiertrack.rulebooks.zh_materials import 材料

_材料 = (
    材料("审计报告", 证明=(研发费用,), 依据=附件.款("（一）")),
    材料("商标注册证", 证明=(自主品牌,), 依据=附件.款("（一）")),
    材料("审计报告", 证明=(研发费用,), 依据=附件.款("（二）")),
)

各版本 = (attrs.evolve(一版(合格), materials=_材料),)
