"""A district's edition that calls itself national."""

from tiertrack import Basis

from ._parts import 一版

各版本 = (一版(basis=Basis.NATIONAL_RECOGNITION),)
