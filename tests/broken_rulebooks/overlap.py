"""Two editions that share a day."""

from tests.broken_rulebooks.parts import 一版, 合格

各版本 = (
    一版(合格, start="2024-01-01", last="2024-12-31"),
    一版(合格, start="2024-12-31"),
)
