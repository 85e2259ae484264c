"""Keys have their Chinese names beside them, and are found by the key alone."""

from __future__ import annotations

import pickle

import pytest

from tiertrack.labels import Labelled
from tiertrack.law.tiers import Tier


def test_a_member_is_found_by_its_key_and_knows_its_name() -> None:
    assert Tier("listed") is Tier.LISTED
    assert (Tier.LISTED.value, Tier.LISTED.label) == ("listed", "上市企业")
    assert pickle.loads(pickle.dumps(Tier.LISTED)) is Tier.LISTED


@pytest.mark.parametrize("key", ["Listed", "上市企业", ""])
def test_nothing_but_the_key_finds_it(key: str) -> None:
    with pytest.raises(ValueError, match="is not a valid Tier"):
        Tier(key)


def test_no_member_is_without_a_name() -> None:
    with pytest.raises(TypeError, match="nameless 没有写中文名称"):

        class Broken(Labelled):
            NAMED = "named", "有名称"
            NAMELESS = "nameless"
