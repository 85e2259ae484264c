"""Money held against people, a share of people in money, and a rank asked of a count."""

from tests.broken_rulebooks.parts import 一版, 附件
from tiertrack.facts.vocabulary import FACTS
from tiertrack.rulebooks.zh import 上年度, 人, 从业人员, 位次, 全部满足, 名, 条件, 百分之, 研发费用

各版本 = (
    一版(
        条件(
            "K1",
            "研发费用",
            依据=附件.款("（一）"),
            要点="上年度研发费用不低于100人，占从业人员不低于3%，知识产权前3名",
            认定=全部满足(
                上年度(研发费用).不低于(人(100)),
                上年度(研发费用.占(从业人员)).不低于(百分之(3)),
                位次(FACTS["class1_ip"].ref).前(名(3)),
            ),
        )
    ),
)
