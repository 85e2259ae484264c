"""A criterion among the editions."""

from ._parts import 一版, 合格

各版本 = (一版(), 合格)
