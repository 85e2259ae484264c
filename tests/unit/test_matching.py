"""Whether a name on a list is a firm we know: a code or the very name settles it, anything weaker somebody must say."""

from __future__ import annotations

import pytest

from tests.support.events import day
from tiertrack.errors import BadDossier
from tiertrack.facts.identity import Identity, normalise_name
from tiertrack.intake.matching import KnownName, Lookup, Match, Resemblance, match, stem

CODE, OTHER_CODE = "91500113MA0000015Q", "91500113MA0000023K"
ON = day("2024-07-01")


def known(*names: KnownName, codes: dict[str, int] | None = None) -> Lookup:
    """What a register knows that knows these."""
    by_name: dict[str, tuple[KnownName, ...]] = {}
    by_stem: dict[str, tuple[KnownName, ...]] = {}
    for one in names:
        by_name[normalise_name(one.name)] = (*by_name.get(normalise_name(one.name), ()), one)
        by_stem[stem(one.name)] = (*by_stem.get(stem(one.name), ()), one)
    credit = {key: code for code, key in (codes or {}).items() if len(code) == 18}
    return Lookup(codes or {}, by_name, by_stem, credit)


def found(name: str | None, register: Lookup, *former: str, uscc: str | None = None) -> Match:
    return match(Identity(name=name, uscc=uscc), former, ON, register)


def why(result: Match) -> list[tuple[int, Resemblance]]:
    assert result.enterprise is None
    return [(one.enterprise, one.why) for one in result.candidates]


@pytest.mark.parametrize("name", ["重庆甲（集团）有限公司", "重庆甲(集团)有限公司", " 重庆甲 （集团）有限公司"])
def test_a_name_written_alike_is_the_firm(name: str) -> None:
    assert found(name, known(KnownName(7, "重庆甲（集团）有限公司"))).enterprise == 7


def test_nobody_of_this_name_is_nobody_we_know() -> None:
    assert found("重庆乙有限公司", known(KnownName(7, "重庆甲机械有限公司"))) == Match()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("重庆甲某机械有限公司", "重庆甲某机械股份有限公司"),
        ("重庆甲某机械有限公司", "重庆市甲某机械有限责任公司"),
        ("重庆甲某机械有限公司", "重庆市巴南区甲某机械有限公司"),
        ("甲某机械（重庆）有限公司", "甲某机械有限公司"),
        ("重庆甲某机械集团有限公司", "重庆甲某机械（集团）股份有限公司"),
    ],
)
def test_another_legal_form_or_place_before_the_same_trade_name_is_only_a_candidate(one: str, other: str) -> None:
    assert why(found(other, known(KnownName(7, one)))) == [(7, Resemblance.SAME_STEM)]


def test_a_trade_name_of_one_sign_resembles_nobody() -> None:
    assert stem("重庆甲有限公司") == ""
    assert found("重庆市甲有限公司", known(KnownName(7, "重庆甲有限公司"))) == Match()


def test_a_name_is_whoevers_bore_it_on_the_day_of_the_list() -> None:
    register = known(
        KnownName(1, "重庆甲某有限公司", until=day("2023-01-01")),
        KnownName(2, "重庆甲某有限公司", since=day("2023-06-01")),
    )
    assert match(Identity("重庆甲某有限公司"), (), day("2022-12-31"), register).enterprise == 1
    assert match(Identity("重庆甲某有限公司"), (), day("2023-06-01"), register).enterprise == 2
    between = match(Identity("重庆甲某有限公司"), (), day("2023-03-01"), register)
    assert why(between) == [(1, Resemblance.NAME_GIVEN_UP), (2, Resemblance.NAME_GIVEN_UP)]


def test_a_name_given_up_before_the_list_is_for_somebody_to_say() -> None:
    register = known(KnownName(1, "重庆甲某有限公司", until=day("2023-01-01")))
    assert why(found("重庆甲某有限公司", register)) == [(1, Resemblance.NAME_GIVEN_UP)]


def test_two_firms_of_one_name_are_for_somebody_to_say_unless_one_writes_it_exactly_so() -> None:
    register = known(KnownName(1, "重庆甲某(集团)公司"), KnownName(2, "重庆甲某（集团）公司"))
    assert found("重庆甲某（集团）公司", register).enterprise == 2
    assert [key for key, _why in why(found("重庆甲某（集团） 公司", register))] == [1, 2]


def test_what_the_list_says_a_firm_was_called_before_settles_it_unless_several_were() -> None:
    one = known(KnownName(1, "重庆旧名有限公司"))
    assert found("重庆新名股份公司", one, "重庆旧名有限公司").enterprise == 1
    two = known(KnownName(1, "重庆旧名有限公司", until=day("2020-01-01")), KnownName(2, "重庆旧名有限公司"))
    result = found("重庆新名股份公司", two, "重庆旧名有限公司")
    assert why(result) == [(1, Resemblance.FORMER_NAME), (2, Resemblance.FORMER_NAME)]


def test_a_code_settles_it_whatever_the_name() -> None:
    register = known(KnownName(1, "重庆旧名有限公司"), codes={CODE: 1})
    assert found("重庆新名有限公司", register, uscc=CODE).enterprise == 1


def test_a_code_and_a_name_of_two_firms_contradict_each_other() -> None:
    register = known(KnownName(1, "重庆甲某有限公司"), KnownName(2, "重庆乙某有限公司"), codes={CODE: 1})
    with pytest.raises(BadDossier, match="E441"):
        found("重庆乙某有限公司", register, uscc=CODE)


def test_a_firm_of_this_name_with_another_code_is_refused_rather_than_merged() -> None:
    register = known(KnownName(1, "重庆甲某有限公司"), codes={CODE: 1})
    with pytest.raises(BadDossier, match=f"E443.*{CODE}"):
        found("重庆甲某有限公司", register, uscc=OTHER_CODE)
