"""A criterion that names no clause."""

from tests.broken_rulebooks.parts import 一版, 办法
from tiertrack.rulebooks.zh import 万元, 上年度, 原文, 引, 条件, 研发费用

各版本 = (
    一版(
        条件(
            "K1",
            "研发费用",
            依据=引(办法, "", 原文).款(""),
            要点="上年度研发费用不低于100万元",
            认定=上年度(研发费用).不低于(万元(100)),
        )
    ),
)
