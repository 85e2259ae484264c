"""An edition that does not say where it applies."""

from ._parts import 一版

各版本 = (一版(region=None),)
