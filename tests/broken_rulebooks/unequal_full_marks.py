"""A scorecard whose lines and sections state other full marks than their bands give, or none."""

from tests.broken_rulebooks.parts import 一版, 附件
from tiertrack.rulebooks.zh import Ⅰ类知识产权, 分, 条件, 档, 类别, 自主品牌, 计分项, 评分表, 项

各版本 = (
    一版(
        条件(
            "K1",
            "评价",
            依据=附件.款("（一）"),
            要点="评价得分不低于10分",
            认定=评分表(
                类别(
                    "创新能力（30分）",
                    计分项("知识产权（15分）", 档(20, Ⅰ类知识产权.不低于(项(1)))),
                    计分项("品牌", 档(10, 自主品牌)),
                ),
                不低于=分(10),
            ),
        )
    ),
)
