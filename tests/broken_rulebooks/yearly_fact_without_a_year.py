"""A yearly fact of no year."""

from tests.broken_rulebooks.parts import 一版, 附件
from tiertrack.rulebooks.zh import 万元, 条件, 研发费用

各版本 = (
    一版(
        条件(
            "K1",
            "研发费用",
            依据=附件.款("（一）"),
            要点="研发费用不低于100万元",
            认定=研发费用.不低于(万元(100)),
        )
    ),
)
