"""A criterion that reads a quantity and holds it against nothing."""

from tiertrack.rulebooks.zh import 条件, 研发费用

from ._parts import 一版, 正文

各版本 = (一版(条件("K1", "研发费用", 依据=正文.款("第三条"), 要点="有研发费用", 认定=研发费用)),)
