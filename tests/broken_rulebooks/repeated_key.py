"""Two criteria of one key."""

from tests.broken_rulebooks.parts import 一版, 合格

各版本 = (一版(合格, 合格),)
