"""A single edition where a group of them belongs."""

from ._parts import 一版

各版本 = 一版()
