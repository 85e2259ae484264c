"""A criterion that reads a fact, a title and a judgement the vocabulary does not have."""

from tests.broken_rulebooks.parts import 一版, 附件
from tiertrack.logic.expr import Holds, Ref
from tiertrack.logic.quantity import Kind
from tiertrack.rulebooks.zh import 全部满足, 条件

各版本 = (
    一版(
        条件(
            "K1",
            "自主品牌",
            依据=附件.款("（一）"),
            要点="有自主品牌",
            认定=全部满足(
                Holds(Ref("own_brands", "自主品牌", Kind.FLAG)),
                Holds(Ref("title:champions", "单项冠军", Kind.TITLE)),
                Holds(Ref("judgement:market_standings", "市场地位", Kind.JUDGEMENT)),
            ),
        )
    ),
)
