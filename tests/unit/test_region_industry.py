"""Regions contain one another by their digits; industries fall into the sixteen groups of the size standard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiertrack.errors import BadIdentifier
from tiertrack.facts.industry import (
    EITHER_GROUP,
    EITHER_GROUP_OF,
    NOT_LISTED,
    SIZE_GROUP_PAIRS,
    SIZE_GROUPS,
    size_group,
)
from tiertrack.facts.industry_reading import industry_names, normalise_industry
from tiertrack.law.regions import Region

LETTERS = {
    "A": range(1, 6),
    "B": range(6, 13),
    "C": range(13, 44),
    "D": range(44, 47),
    "E": range(47, 51),
    "F": range(51, 53),
    "G": range(53, 61),
    "H": range(61, 63),
    "I": range(63, 66),
    "J": range(66, 70),
    "K": range(70, 71),
    "L": range(71, 73),
    "M": range(73, 76),
    "N": range(76, 80),
    "O": range(80, 83),
    "P": range(83, 84),
    "Q": range(84, 86),
    "R": range(86, 91),
    "S": range(91, 97),
    "T": range(97, 98),
}


@pytest.mark.parametrize(
    ("outer", "inner", "contains"),
    [
        ("500000", "500113", True),
        ("500000", "500000", True),
        ("500000", "510100", False),
        ("500000", "500228", True),
        ("500113", "500113", True),
        ("500113", "500114", False),
        ("500113", "500000", False),
        ("510100", "510104", True),
        ("510100", "510200", False),
        ("510100", "510000", False),
        # 两江新区 took over the whole of 江北区 but only most of 渝北区.
        ("500000", "500157", True),
        ("500157", "500105", True),
        ("500157", "500112", False),
        # 梁平县 became 梁平区; 綦江县 became 綦江区 together with 万盛区.
        ("500155", "500228", True),
        ("500228", "500155", True),
        ("500110", "500222", True),
        ("500222", "500110", False),
        # 莱芜 became part of another city; 511400 was given from 涪陵 to 眉山.
        ("370100", "371202", True),
        ("500000", "511400", False),
        ("130100", "130171", True),
    ],
)
def test_a_region_contains_what_lies_within_it(outer: str, inner: str, contains: bool) -> None:
    assert Region(outer).contains(Region(inner)) is contains


@pytest.mark.parametrize(
    ("code", "name"),
    [("500113", "巴南区"), ("500000", "重庆市"), ("500155", "梁平区"), ("510104", "锦江区"), ("500199", "500199")],
)
def test_a_region_is_called_by_its_name_where_we_know_it(code: str, name: str) -> None:
    assert Region(code).label == name


@pytest.mark.parametrize("code", ["50011", "5001133", "巴南区", "050011", "50011A", "", "500113 "])
def test_a_region_is_six_digits(code: str) -> None:
    with pytest.raises(BadIdentifier) as refused:
        Region(code)
    assert refused.value.faults[0].code == "E203"


@pytest.mark.parametrize("letter", sorted(LETTERS))
def test_the_letter_of_an_industry_and_its_digits_must_agree(letter: str) -> None:
    for division in range(1, 100):
        code = f"{letter}{division:02}"
        if division in LETTERS[letter]:
            assert normalise_industry(code) == code
        else:
            with pytest.raises(BadIdentifier):
                normalise_industry(code)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *(
            (text, "C3484")
            for text in ("C3484", "c3484", "Ｃ３４８４", "3484", "机械零部件加工", "C3484 机械零部件加工")
        ),
        *((text, "C3484") for text in ("机械零部件加工（C3484）", "3484、机械零部件加工", "机械零部件加工业 3484")),
        *((text, text.strip()) for text in (" I65 ", "C", "C348")),
        # A name that a group shares with all it has names the group.
        ("制造业", "C"),
        ("谷物仓储", "G5951"),
        ("畜牧业", "A03"),
        # The 2019 amendment.
        ("监察委员会", "S9231"),
        ("9232人民法院", "S9232"),
        # Only the words changed since 2011.
        ("0521 林业有害生物防治服务", "A0521"),
    ],
)
def test_an_industry_is_read_by_code_with_or_without_letter_and_name_or_by_name(written: str, code: str) -> None:
    assert normalise_industry(written) == code


@pytest.mark.parametrize(
    ("written", "code", "named"),
    [
        *((text, "E206", "") for text in ("C34841", "C3", "U99", "C99", "", "C34A4", "CC34", "C٣٤", "A00", "A3484")),
        ("汽车零部件", "E206", "C367 汽车零部件及配件制造"),
        # 谷物仓储 of the 2011 edition, which has no place in that of today.
        *((text, "E214", "G5951 谷物仓储") for text in ("G5911", "5911", "5911 谷物仓储")),
        # This code means something else now, which only its name tells.
        ("0512 灌溉服务", "E214", "A0513 灌溉活动"),
        ("烘炉、风机、衡器、包装等设备制造", "E214", "C346"),
        ("C3484 摩托车整车制造", "E215", "C3751 摩托车整车制造"),
        ("C3450", "E216", "C345"),
        ("610", "E216", "H61"),
    ],
)
def test_what_is_no_industry_of_today_is_refused_with_what_it_may_be(written: str, code: str, named: str) -> None:
    with pytest.raises(BadIdentifier) as refused:
        normalise_industry(written)
    (found,) = refused.value.faults
    assert (found.code, found.value) == (code, written)
    assert named in str(found.remedy), found


def test_every_industry_is_read_by_its_code_with_its_name_and_what_has_its_name_holds_it() -> None:
    for code, name in industry_names().items():
        assert normalise_industry(code) == normalise_industry(f"{code}{name}") == code
        bearers = [one for one, called in industry_names().items() if called == name]
        widest = min(bearers, key=len)
        if all(one.startswith(widest) for one in bearers):
            assert widest.startswith(normalise_industry(name))


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("A01", "agriculture"),
        ("A0511", "agriculture"),
        ("B06", "industry"),
        ("C3484", "industry"),
        ("C3751", "industry"),
        ("D46", "industry"),
        ("E47", "construction"),
        ("E50", "construction"),
        ("F51", "wholesale"),
        ("F5299", "retail"),
        ("G54", "transport"),
        ("G58", "transport"),
        ("G60", "post"),
        ("H61", "lodging"),
        ("H62", "catering"),
        ("I63", "information"),
        ("I64", "information"),
        ("I65", "software"),
        ("K7010", "real_estate"),
        ("K702", "property"),
        ("L71", "leasing"),
        ("L72", "leasing"),
        ("M73", "other"),
        ("N79", "other"),
        ("O82", "other"),
        ("R90", "other"),
        ("K703", "other"),
        ("K709", "other"),
    ],
)
def test_an_industry_falls_into_its_group(code: str, group: str) -> None:
    assert size_group(code) == group


@pytest.mark.parametrize(
    ("code", "group"),
    [
        # Mistakes seen in other people's tables (the size dossier, 4.1).
        ("G53", NOT_LISTED),
        ("G5310", NOT_LISTED),
        ("G591", "transport"),
        ("G5910", "transport"),
        ("G592", "storage"),
        ("G599", "storage"),
        ("K704", NOT_LISTED),
        ("J66", NOT_LISTED),
        ("J69", NOT_LISTED),
        ("P83", NOT_LISTED),
        ("Q84", NOT_LISTED),
        ("Q85", "other"),
        ("S91", NOT_LISTED),
        ("T97", NOT_LISTED),
    ],
)
def test_the_classic_mapping_mistakes_are_not_made(code: str, group: str) -> None:
    assert size_group(code) == group


@pytest.mark.parametrize("code", ["G", "K", "K70", "Q", "C99"])
def test_a_code_that_leaves_more_than_two_groups_open_has_none(code: str) -> None:
    assert size_group(code) is None


@pytest.mark.parametrize("code", EITHER_GROUP_OF)
def test_a_code_too_short_for_one_group_may_be_in_either_of_the_two_its_classes_belong_to(code: str) -> None:
    within = {size_group(one) for one in industry_names() if len(one) == 5 and one.startswith(code)}
    assert size_group(code) == EITHER_GROUP[SIZE_GROUP_PAIRS[code]]
    assert within == {*SIZE_GROUP_PAIRS[code]}


@pytest.mark.parametrize("letter", ["A", "B", "C", "D", "E", "J", "L", "M", "N", "O", "P", "R", "S", "T"])
def test_one_letter_is_enough_where_the_whole_section_is_in_one_group(letter: str) -> None:
    groups = {size_group(f"{letter}{division:02}") for division in LETTERS[letter]}
    assert groups == {size_group(letter)}
    assert None not in groups


def test_there_are_sixteen_groups_and_what_is_not_listed() -> None:
    assert len(SIZE_GROUPS) == 17
    assert NOT_LISTED in SIZE_GROUPS


@given(st.sampled_from(sorted(LETTERS)), st.data())
def test_a_longer_code_never_leaves_the_group_of_a_shorter_one(letter: str, data: st.DataObject) -> None:
    division = data.draw(st.sampled_from(list(LETTERS[letter])))
    code = data.draw(st.sampled_from([one for one in industry_names() if one.startswith(f"{letter}{division:02}")]))
    groups = [size_group(code[:length]) for length in (1, 3, 4, 5)]
    decided = [group for group in groups if group in SIZE_GROUPS]
    assert len(set(decided)) <= 1
    assert not decided or groups[groups.index(decided[0]) :] == [decided[0]] * len(decided)
