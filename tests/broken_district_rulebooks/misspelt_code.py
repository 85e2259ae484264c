"""A region whose code cannot be right."""

from tiertrack import Region

from ._parts import 一版

各版本 = (一版(region=Region("50011")),)
