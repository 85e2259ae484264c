"""Whether a name on a list is a firm we know: a code or the very name settles it, anything weaker somebody must say."""

from __future__ import annotations

import pytest

from tests.support.events import day
from tiertrack.errors import BadDossier
from tiertrack.facts.identity import Identity, normalise_name
from tiertrack.facts.look_alikes import shown
from tiertrack.intake.matching import KnownName, Lookup, Match, Resemblance, match, stem

CODE, OTHER_CODE = "91500113MA0000015Q", "91500113MA0000023K"
ON = day("2024-07-01")
# A zero-width space, a soft hyphen, a byte order mark, a mark of direction, a selector of a variant, a wide blank.
UNSEEN = "\u200b\u00ad\ufeff\u200e\ufe0f\u3000"


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


@pytest.mark.parametrize(
    ("on_record", "written"),
    [
        ("重庆甲（集团）有限公司", "重庆甲(集团)有限公司"),
        ("重庆甲（集团）有限公司", " 重庆甲 （集团）有限公司"),
        ("重庆甲（集团）有限公司", "重庆甲〔集团〕有限公司"),
        ("重庆甲（集团）有限公司", "重庆甲【集团】有限公司"),
        ("重庆甲（集团）有限公司", "重庆甲[集团]有限公司"),
        *(("重庆示例科技有限公司", f"重庆示例{unseen}科技有限公司") for unseen in UNSEEN),
        ("重庆示例科技有限公司", "重庆示例\U000e0100科技有限公司"),
        ("重庆䶮益科技有限公司", "重庆\ue863益科技有限公司"),
        ("重庆𠂇益科技有限公司", "重庆\ue816益科技有限公司"),
        ("重庆龙门科技有限公司", "重庆⻰⻔科技有限公司"),
        ("重庆樂施科技有限公司", "重庆\uf95c施科技有限公司"),
        *(("重庆甲·乙科技有限公司", f"重庆甲{dot}乙科技有限公司") for dot in "•‧・･"),
        ("重庆二〇二科技有限公司", "重庆二○二科技有限公司"),
        ("重庆ABC科技有限公司", "重庆Ａｂc科技有限公司"),
        ("重庆甲-乙科技有限公司", "重庆甲－乙科技有限公司"),
    ],
)
def test_a_name_written_alike_is_the_firm(on_record: str, written: str) -> None:
    assert found(written, known(KnownName(7, on_record))).enterprise == 7


def test_characters_that_stood_in_private_use_are_those_of_the_standard() -> None:
    private = {0xE815 + place: code for place, code in enumerate(c for c in range(0xFE50, 0xFEA1) if c != 0xFE7F)}
    standard = {private_one: code.to_bytes(2).decode("gb18030") for private_one, code in private.items()}
    given_since = {one: form for one, form in standard.items() if ord(form) != one}
    assert len(given_since) == 66
    assert {one for one, form in given_since.items() if normalise_name(chr(one)) != normalise_name(form)} == set()
    assert not [one for one in (*private, *range(0xE78D, 0xE797)) if normalise_name(chr(one)) == chr(one)]


def test_signs_that_differ_to_the_eye_make_two_names() -> None:
    names = ["重庆一号有限公司", "重庆壹号有限公司", "重庆零度有限公司", "重庆〇度有限公司", "重庆甲.乙有限公司"]
    assert len({normalise_name(name) for name in names}) == len(names)


def test_what_is_shown_of_a_name_is_what_was_written_without_what_nobody_sees() -> None:
    assert shown(" 重庆\u202e甲（集团）\u200b有限公司\ufeff") == "重庆甲（集团）有限公司"


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
        ("重庆甲某机械厂", "重庆甲某机械厂有限公司"),
        ("重庆甲某机械厂", "重庆甲某机械总厂"),
        ("重庆甲某机械厂", "重庆甲某机械有限公司"),
        ("重庆甲某机械厂", "重庆甲某机械集团有限公司"),
        ("四川甲某机械有限公司", "四川省甲某机械股份有限公司"),
        ("广西甲某机械有限公司", "广西壮族自治区甲某机械有限公司"),
        ("新疆甲某机械有限公司", "甲某机械有限公司"),
        ("重庆巴南甲某机械有限公司", "重庆市甲某机械有限公司"),
        ("涪陵甲某机械有限公司", "重庆市涪陵区甲某机械有限公司"),
        ("重庆零点科技有限公司", "重庆〇点科技股份有限公司"),
    ],
)
def test_another_legal_form_or_place_before_the_same_trade_name_is_only_a_candidate(one: str, other: str) -> None:
    assert why(found(other, known(KnownName(7, one)))) == [(7, Resemblance.SAME_STEM)]


@pytest.mark.parametrize("other", ["重庆乙某机械有限公司", "重庆某机械有限公司", "甲某机械设备有限公司"])
def test_another_trade_name_is_another_firm(other: str) -> None:
    assert found(other, known(KnownName(7, "重庆甲某机械有限公司"))) == Match()


def test_a_place_is_left_out_only_where_it_lies_in_the_one_before() -> None:
    assert stem("重庆四川菜馆有限公司") == "四川菜馆"
    assert stem("重庆市巴南区甲某机械有限公司") == stem("重庆巴南甲某机械有限公司") == "甲某机械"


def test_who_has_another_code_is_another_firm_however_alike_the_names() -> None:
    register = known(KnownName(7, "重庆甲某机械有限公司"), codes={CODE: 7})
    assert found("重庆甲某机械股份有限公司", register, uscc=OTHER_CODE) == Match()
    assert why(found("重庆甲某机械股份有限公司", register)) == [(7, Resemblance.SAME_STEM)]


def test_a_trade_name_of_one_sign_tells_a_firm_only_together_with_its_place() -> None:
    register = known(KnownName(7, "重庆甲有限公司"))
    assert why(found("重庆甲股份有限公司", register)) == [(7, Resemblance.SAME_STEM)]
    assert [found(name, register) for name in ("四川甲有限公司", "甲有限公司", "重庆市甲有限公司")] == [Match()] * 3
    assert [stem(name) for name in ("甲有限公司", "重庆有限公司", "重庆市巴南区厂")] == ["", "", ""]


def test_a_name_is_whoevers_bore_it_on_the_day_of_the_list() -> None:
    register = known(
        KnownName(1, "重庆甲某有限公司", until=day("2023-01-01")),
        KnownName(2, "重庆甲某有限公司", since=day("2023-06-01")),
    )
    assert match(Identity("重庆甲某有限公司"), (), day("2022-12-31"), register).enterprise == 1
    assert match(Identity("重庆甲某有限公司"), (), day("2023-06-01"), register).enterprise == 2
    between = match(Identity("重庆甲某有限公司"), (), day("2023-03-01"), register)
    assert why(between) == [(1, Resemblance.NAME_GIVEN_UP), (2, Resemblance.NAME_TAKEN_LATER)]


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
