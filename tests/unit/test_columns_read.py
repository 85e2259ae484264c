"""The columns an edition is answered from: named by what they are about, and by what settles them."""

from __future__ import annotations

import datetime as dt

import pytest

from tiertrack.district.loading import load_rulebook
from tiertrack.facts.units import LARGEST_FEN
from tiertrack.logic.expr import Anchor
from tiertrack.logic.kernel import Cutoff, Slot
from tiertrack.logic.quantity import Kind
from tiertrack.rules.edition import columns_of
from tiertrack.rules.reads import Origin, bound, column_of, origin_of

ON = dt.date(2026, 6, 30)


@pytest.mark.parametrize(
    ("slot", "name", "label", "key", "year", "origin"),
    [
        (Slot("revenue", -1), "revenue:2025", "2025年营业收入", "revenue", 2025, Origin.OBSERVATION),
        (Slot("class1_ip"), "class1_ip", "Ⅰ类知识产权", "class1_ip", None, Origin.OBSERVATION),
        (Slot("title:srdi_sme"), "title:srdi_sme", "专精特新中小企业", "srdi_sme", None, Origin.TITLE),
        (Slot("applied:srdi_sme"), "applied:srdi_sme", "专精特新中小企业的申报", "srdi_sme", None, Origin.APPLICATION),
        (
            Slot("judgement:market_reputation"),
            "market_reputation",
            "享有较高知名度和影响力",
            "market_reputation",
            None,
            Origin.JUDGEMENT,
        ),
        (Slot("size_group"), "industry", "行业", "industry", None, Origin.IDENTITY),
        (Slot("uscc"), "uscc", "统一社会信用代码", "uscc", None, Origin.IDENTITY),
    ],
)
def test_a_column_says_what_it_is_about_and_what_settles_it(
    slot: Slot, name: str, label: str, key: str, year: int | None, origin: Origin
) -> None:
    column = column_of(slot, ON)
    assert (column.name, column.label, column.key, column.year, column.origin) == (name, label, key, year, origin)


def test_a_key_with_a_colon_of_no_meaning_is_that_of_an_observation() -> None:
    assert origin_of("revenue:2025") == (Origin.OBSERVATION, "revenue:2025")
    assert origin_of("title:") == (Origin.TITLE, "")


def test_a_share_is_stored_as_two_columns() -> None:
    share = column_of(Slot("market_share", side="numerator"), ON)
    assert (share.kind, share.name, share.denominator) == (Kind.SHARE, "market_share", "market_share/d")
    assert share.largest == bound(Slot("market_share", side="denominator")) == 10**15


def test_an_amount_a_number_and_a_day_have_each_a_largest_magnitude() -> None:
    assert column_of(Slot("revenue", -1), ON).largest == bound(Slot("revenue", -1)) == LARGEST_FEN
    assert column_of(Slot("class1_ip"), ON).largest == bound(Slot("class1_ip")) == 10**15
    assert column_of(Slot("segment_since"), ON).largest == bound(Cutoff(3, Anchor.DAY)) == 10**7


def test_a_fact_that_a_title_makes_true_is_read_with_that_title() -> None:
    edition = load_rulebook().edition("innovative_sme/recognition/2022")
    names = [one.name for one in columns_of((edition,), ON)]
    place = names.index("high_tech_enterprise")
    assert names[place + 1] == "title:high_tech_enterprise"
    assert len(names) == len(set(names))
