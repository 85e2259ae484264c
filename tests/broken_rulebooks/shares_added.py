"""A share of shares."""

from tests.broken_rulebooks.parts import 一版, 附件
from tiertrack.rulebooks.zh import 市场占有率, 条件, 百分之

各版本 = (
    一版(
        条件(
            "K1",
            "市场占有率",
            依据=附件.款("（一）"),
            要点="市场占有率之比不低于10%",
            认定=市场占有率.占(市场占有率).不低于(百分之(10)),
        )
    ),
)
