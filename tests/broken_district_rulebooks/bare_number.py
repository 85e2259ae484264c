"""A limit without a unit, which the authoring words refuse where it is written."""

from tiertrack.rulebooks.zh import 上年度, 研发费用

from ._parts import 一版

过低 = 上年度(研发费用).不低于(
    100,
)

各版本 = (一版(),)
