"""A district's own standard where the city has one."""

from tiertrack import Adjacent

from ._parts import 一版

各版本 = (一版(title=Adjacent.GAZELLE_CQ),)
