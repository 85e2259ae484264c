"""A module that is not installed."""

import banan_shared_rules

各版本 = banan_shared_rules.各版本
