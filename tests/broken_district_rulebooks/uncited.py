"""A criterion that names the measure but no clause."""

from tiertrack.rulebooks.zh import 条件, 自主品牌

from ._parts import 一版, 正文

各版本 = (一版(条件("K1", "品牌", 依据=正文.款(""), 要点="有自主品牌", 认定=自主品牌)),)
