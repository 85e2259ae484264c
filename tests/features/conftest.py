"""A scenario is found by its feature: ``-k features/srdi_sme`` is a folder, ``-k features/listed/star`` a file."""

from __future__ import annotations

import pytest

from tests.support.recording import feature_of


def pytest_itemcollected(item: pytest.Item) -> None:
    if (feature := feature_of(item)) is not None:
        item.extra_keyword_matches.add("/".join(feature.parts[-3:]))
