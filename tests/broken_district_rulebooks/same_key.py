"""Two editions that begin in the same year and so have one name."""

from ._parts import 一版

各版本 = (一版(start="2025-01-01", last="2025-06-30"), 一版(start="2025-07-01"))
