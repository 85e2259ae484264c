"""A district's own standard where national ones hold."""

from tiertrack import Tier

from ._parts import 一版

各版本 = (一版(title=Tier.SRDI_SME),)
