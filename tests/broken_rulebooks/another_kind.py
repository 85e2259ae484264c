"""A criterion that reads a fact as another kind than the vocabulary has it."""

from tests.broken_rulebooks.parts import 一版, 附件
from tiertrack.logic.expr import Holds, Ref
from tiertrack.logic.quantity import Kind
from tiertrack.rulebooks.zh import 条件

各版本 = (
    一版(
        条件(
            "K1",
            "知识产权",
            依据=附件.款("（一）"),
            要点="有知识产权",
            认定=Holds(Ref("class1_ip", "Ⅰ类知识产权", Kind.FLAG)),
        )
    ),
)
