"""A module that offers nothing."""

from ._parts import 一版

版本们 = (一版(),)
