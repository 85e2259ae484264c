"""A fact that the vocabulary does not have."""

from tiertrack.logic.expr import Holds, Ref
from tiertrack.logic.quantity import Kind
from tiertrack.rulebooks.zh import 条件

from ._parts import 一版, 正文

各版本 = (
    一版(条件("K1", "品牌", 依据=正文.款("第三条"), 要点="有品牌", 认定=Holds(Ref("own_brnd", "品牌", Kind.FLAG)))),
)
