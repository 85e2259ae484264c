"""Two editions of the city that share their days."""

from tiertrack import Basis
from tiertrack.rulebooks.zh import 重庆市

from ._parts import 一版

各版本 = (
    一版(region=重庆市, basis=Basis.MUNICIPAL),
    一版(region=重庆市, basis=Basis.MUNICIPAL, start="2026-01-01"),
)
