"""A number held against a limit of a kind that no number has."""

from tests.broken_rulebooks.parts import 一版, 附件
from tiertrack.logic.quantity import Kind, Quantity
from tiertrack.rulebooks.zh import 上年度, 条件, 研发费用

各版本 = (
    一版(
        条件(
            "K1",
            "研发费用",
            依据=附件.款("（一）"),
            要点="上年度有研发费用",
            认定=上年度(研发费用).不低于(Quantity(1, Kind.FLAG)),
        )
    ),
)
