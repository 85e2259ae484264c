"""Words and expression that give different numbers."""

from tiertrack.rulebooks.zh import 万元, 上年度, 条件, 研发费用

from ._parts import 一版, 正文

各版本 = (
    一版(
        条件(
            "K1",
            "研发费用",
            依据=正文.款("第三条"),
            要点="上年度研发费用不低于100万元",
            认定=上年度(研发费用).不低于(万元(200)),
        )
    ),
)
