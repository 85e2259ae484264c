"""A judgement that the vocabulary does not have."""

from tiertrack.rulebooks.zh import 条件, 经认定

from ._parts import 一版, 正文

各版本 = (一版(条件("K1", "治理", 依据=正文.款("第三条"), 要点="治理健全", 认定=经认定("sound_governence"))),)
