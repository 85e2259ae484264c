"""The words say 100 and two years, the expression 120 and one."""

from tests.broken_rulebooks.parts import 一版, 附件
from tiertrack.rulebooks.zh import 万元, 上年度, 条件, 研发费用

各版本 = (
    一版(
        条件(
            "K1",
            "研发费用",
            依据=附件.款("（一）"),
            要点="近两年每年研发费用不低于100万元",
            认定=上年度(研发费用).不低于(万元(120)),
        )
    ),
)
