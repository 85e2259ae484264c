"""Rights are read from a file, counted by each standard's own definition, and what is not known is never guessed."""

from __future__ import annotations

import datetime as dt
import json
import operator
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.judging import one_answer
from tiertrack.district.parameters import with_parameter_file
from tiertrack.errors import BadDossier, TiertrackError
from tiertrack.facts.achievement import SUBJECT
from tiertrack.facts.construction import changed, unchecked
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.dossier_file import dossier_from_json
from tiertrack.facts.intellectual_property import NO_END, RIGHT_ATTRIBUTES, Acquisition, IpKind, IpRight, read_together
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.logic.between import Between
from tiertrack.logic.expr import Holds, SumOver, refs
from tiertrack.logic.finding import Finding, Value
from tiertrack.logic.quantity import Kind, Quantity
from tiertrack.logic.shortfall import shortfall_of
from tiertrack.logic.truth import Truth
from tiertrack.render.assessment_data import assessment_data, edition_data
from tiertrack.render.assessment_text import assessment_text, criterion_text
from tiertrack.render.policy.edition_text import edition_text
from tiertrack.rulebooks import ip_counts, national_rulebook
from tiertrack.rulebooks.national import cnipa_high_value_patent, miit_2022_63, miit_2026_2
from tiertrack.rulebooks.national.cnipa_high_value_patent import high_value_patent
from tiertrack.rulebooks.zh import Ⅰ类知识产权, 万元, 上年度, 研发费用, 项
from tiertrack.rulebooks.zh_ip import 计数
from tiertrack.rules.assessment import assess
from tiertrack.rules.digest import digest
from tiertrack.rules.edition import Edition
from tiertrack.rules.edition_checks import check_edition
from tiertrack.rules.ip_counting import RIGHT_COUNTS, IpCount, IpDefinition, limits_on
from tiertrack.temporal import AsOf, years_before

RULEBOOK = national_rulebook()
ON = dt.date(2026, 6, 30)
GIANT = RULEBOOK.edition("little_giant/recognition/2026")
GIANT_2022 = RULEBOOK.edition("little_giant/review/2026")
SRDI_2022 = RULEBOOK.edition("srdi_sme/recognition/2022")

WHOLE = IpRight(
    "一种夹具",
    "ZL201910000001.0",
    IpKind.INVENTION,
    Acquisition.ORIGINAL,
    granted_on=dt.date(2021, 5, 11),
    through=dt.date(2038, 1, 5),
    holder_rank=1,
    main_product=True,
    applied=True,
)


def firm(*rights: IpRight, **said: Any) -> Dossier:
    # How rights are counted is asked of any list, of one whose rights are all alike too.
    return unchecked(Dossier, "虚构企业", ip=rights, **said)


def many(number: int, **different: Any) -> list[IpRight]:
    return [attrs.evolve(WHOLE, name=f"发明{index}", number=None, **different) for index in range(number)]


def value_in(edition: Edition, dossier: Dossier, key: str = "class1_ip") -> Value | None:
    return edition.as_read(dossier, ON).values.get(key)


# -------------------------------------------------------------------------------------------------- reading from a file

ENTRY: dict[str, Any] = {
    "name": "一种夹具",
    "number": "ZL201910000001.0",
    "kind": "发明专利",
    "acquired": "转入",
    "transferred_on": "2023-09-01",
    "granted_on": "2021-05-11",
    "through": "2038-01-05",
    "holder_rank": 2,
    "main_product": True,
    "applied": "是",
    "main_business": True,
    "industrialisable": "否",
    "strategic_emerging": False,
    "foreign_family": True,
    "foreign_examined": None,
    "foreign_income": False,
    "pledge": "250.5万元",
    "awarded": False,
    "note": "虚构",
}


def read(*entries: Any, **members: Any) -> Dossier:
    return dossier_from_json(json.dumps({"name": "甲", "ip": list(entries), **members}, ensure_ascii=False), "甲.json")


def faults(*entries: Any) -> list[tuple[str, str | None]]:
    with pytest.raises(TiertrackError) as refused:
        read(*entries)
    return [(fault.code, fault.place) for fault in refused.value.faults]


def test_a_right_is_read_with_everything_said_of_it() -> None:
    assert read(ENTRY).ip == (
        IpRight(
            "一种夹具",
            "ZL201910000001.0",
            IpKind.INVENTION,
            Acquisition.TRANSFER,
            dt.date(2023, 9, 1),
            dt.date(2021, 5, 11),
            dt.date(2038, 1, 5),
            2,
            main_product=True,
            applied=True,
            main_business=True,
            industrialisable=False,
            strategic_emerging=False,
            foreign_family=True,
            foreign_income=False,
            pledge=250_500_000,
            awarded=False,
        ),
    )


def test_every_attribute_can_be_said_and_left_out() -> None:
    assert set(ENTRY) - {"name", "number", "note"} == set(RIGHT_ATTRIBUTES)
    assert read({"name": "甲"}).ip == (IpRight("甲"),)
    assert IpRight("甲").values == {}


def test_keys_and_chinese_names_say_the_same() -> None:
    for kind in IpKind:
        assert read({"name": "甲", "kind": kind.value}).ip == read({"name": "甲", "kind": kind.label}).ip
    for how in Acquisition:
        assert read({"name": "甲", "acquired": how.value}).ip == read({"name": "甲", "acquired": how.label}).ip


def test_a_right_without_a_term_never_ends() -> None:
    assert read({"name": "甲", "through": "长期"}).ip == (IpRight("甲", through=NO_END),)


def test_a_day_of_transfer_says_that_it_was_one() -> None:
    right = IpRight("甲", acquired=Acquisition.TRANSFER, transferred_on=dt.date(2023, 9, 1))
    assert read({"name": "甲", "transferred_on": "2023-09-01"}).ip == (right,)


@pytest.mark.parametrize(("members", "expected"), [({"ip": []}, ()), ({"ip": None}, None), ({}, None)])
def test_an_empty_list_says_there_is_none_and_no_list_says_nothing(members: dict[str, Any], expected: object) -> None:
    assert dossier_from_json(json.dumps({"name": "甲", **members})).ip == expected


def test_a_dossier_without_a_list_keeps_its_fingerprint() -> None:
    dossier = Dossier("甲", data=(Datum("class1_ip", None, 4, "申请书"),))
    assert digest(dossier).startswith("3d8746a668ef2bc9")
    assert digest(attrs.evolve(dossier, ip=())) != digest(dossier)
    assert digest(firm(WHOLE)) != digest(firm(attrs.evolve(WHOLE, applied=None)))


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ({}, [("E330", "name")]),
        ({"name": " "}, [("E330", "name")]),
        ({"name": 7}, [("E304", "name"), ("E330", "name")]),
        ({"name": "甲", "number": 2019}, [("E304", "number")]),
        ({"name": "甲", "kind": "专利"}, [("E114", "kind")]),
        ({"name": "甲", "granted_on": "2021"}, [("E109", "granted_on")]),
        ({"name": "甲", "granted_on": "2021-02-30"}, [("E110", "granted_on")]),
        ({"name": "甲", "applied": "大概"}, [("E113", "applied")]),
        ({"name": "甲", "pledge": "300"}, [("E102", "pledge")]),
        ({"name": "甲", "holder_rank": 0}, [("E111", "holder_rank")]),
        ({"name": "甲", "awarded": ["是"]}, [("E310", "awarded")]),
        (
            {"name": "甲", "acquired": "原始取得", "transferred_on": "2023-09-01"},
            [("E352", "transferred_on")],
        ),
        ({"name": "甲", "foreign_family": "否", "foreign_examined": "是"}, [("E353", "foreign_examined")]),
        ({"name": "甲", "granted_on": "2021-05-11", "through": "2021-05-10"}, [("E354", "through")]),
    ],
)
def test_every_fault_of_an_entry_is_told_in_its_place(entry: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert faults({"name": "乙"}, entry) == [(code, f"甲.json ip[1].{where}") for code, where in found]


def test_all_faults_of_a_list_are_told_together() -> None:
    told = faults({"name": "甲", "kindd": "x", "kind": "x"}, "乙", {"name": "丙", "through": "x"})
    assert told == [
        ("E302", "甲.json ip[0].kindd"),
        ("E114", "甲.json ip[0].kind"),
        ("E305", "甲.json ip[1]"),
        ("E109", "甲.json ip[2].through"),
    ]


def test_an_unknown_member_is_refused_with_the_nearest() -> None:
    with pytest.raises(BadDossier, match="转入日"):
        read({"name": "甲", "transfered_on": "2023-09-01"})


def test_a_list_is_a_list() -> None:
    with pytest.raises(BadDossier) as refused:
        dossier_from_json('{"name": "甲", "ip": {"name": "乙"}}', "甲.json")
    assert [(fault.code, fault.place) for fault in refused.value.faults] == [("E311", "甲.json ip")]


@pytest.mark.parametrize(
    ("first", "second", "repeated"),
    [
        ({"number": "ZL201910000001.0"}, {"number": "201910000001.0"}, True),
        ({"number": "ZL 2019 1 0000001.x"}, {"number": "zl201910000001.X"}, True),
        ({"number": "ZL201910000001.0"}, {"number": "ZL201910000002.5"}, False),
        ({}, {}, True),
        ({"number": "ZL201910000001.0"}, {}, False),
    ],
)
def test_one_right_is_not_listed_twice(first: dict[str, str], second: dict[str, str], repeated: bool) -> None:
    entries = ({"name": "别的"}, {"name": "甲", **first}, {"name": "甲", **second})
    if not repeated:
        assert len(read(*entries).ip or ()) == 3
        return
    with pytest.raises(BadDossier, match=r"与 ip\[1\] ") as refused:
        read(*entries)
    assert [(fault.code, fault.place) for fault in refused.value.faults] == [("E351", "甲.json ip[2]")]


def test_a_list_read_back_has_the_values_it_had() -> None:
    (right,) = read(ENTRY).ip or ()
    assert IpRight.of(right.name, right.number, right.values) == right


# ------------------------------------------------------------------------------------------------------------- counting


def test_a_count_is_a_range_while_something_is_not_known() -> None:
    rights = (*many(2), attrs.evolve(WHOLE, acquired=None), attrs.evolve(WHOLE, acquired=Acquisition.TRANSFER))
    (tally,) = miit_2026_2.Ⅰ类口径.tallies(rights, ON)
    assert (tally.low, tally.high) == (2, 3)
    assert tally.words == "计入 2 项，不计 1 项（转入取得），另 1 项未定（发明专利“一种夹具”缺取得方式）"
    assert tally.doubt == "按知识产权清单为 2 至 3 项：发明专利“一种夹具”缺取得方式"


def test_several_reasons_are_told_with_how_often() -> None:
    rights = (
        *many(2, acquired=Acquisition.TRANSFER),
        *many(1, holder_rank=4),
        *many(3, applied=False),
        *many(1, main_product=False),
        *many(1, through=dt.date(2026, 6, 29)),
    )
    (tally,) = miit_2026_2.Ⅰ类口径.tallies(rights, ON)
    assert tally.words == (
        "计入 0 项，不计 8 项（转入取得 2 项、权利人排名在前三以外 1 项、未应用或未产生效益 3 项、"
        "与主导产品无关 1 项、判断日已失效 1 项）"
    )


def test_rights_of_another_kind_are_not_spoken_of() -> None:
    (tally,) = miit_2026_2.Ⅰ类口径.tallies((IpRight("甲", kind=IpKind.SOFTWARE), IpRight("乙")), ON)
    assert (tally.counted, tally.uncounted) == ((), ())
    assert [right.name for right, _lacking in tally.open] == ["乙"]


def test_the_day_of_a_transfer_is_asked_for_only_once_it_was_one() -> None:
    count = miit_2022_63.小巨人口径.counts[0]
    unknown, bought = attrs.evolve(WHOLE, acquired=None), attrs.evolve(WHOLE, acquired=Acquisition.TRANSFER)
    assert count.tally((unknown,), ON).open == ((unknown, ("acquired",)),)
    assert count.tally((bought,), ON).open == ((bought, ("transferred_on",)),)


@pytest.mark.parametrize(
    ("known", "open_", "value"), [(4, 0, 4), (3, 1, None), (3, 0, 3), (2, 1, 2), (4, 3, 4), (0, 3, 0), (0, 4, None)]
)
def test_a_range_is_settled_where_no_limit_lies_in_it(known: int, open_: int, value: int | None) -> None:
    dossier = firm(*many(known), *many(open_, applied=None))
    assert value_in(GIANT, dossier) == value
    assert bool(GIANT.as_read(dossier, ON).doubts) is (value is None)


@given(st.integers(0, 6), st.integers(0, 6), st.integers(-1, 8))
def test_bounds_answer_a_comparison_as_every_number_between_them_does(low: int, more: int, limit: int) -> None:
    between, numbers = Between(low, low + more), range(low, low + more + 1)
    for compare in (operator.ge, operator.gt, operator.le, operator.lt):
        answers = {compare(number, limit) for number in numbers}
        assert compare(between, limit) is (answers.pop() if len(answers) == 1 else None)


def test_the_range_of_a_number_takes_part_where_only_some_of_its_limits_lie_in_it() -> None:
    star = RULEBOOK.edition("listed:star/recognition/2026")
    industrial: dict[str, Any] = {"main_business": True, "industrialisable": True}
    dossier = firm(*many(8, **industrial), *many(45, main_business=True))
    whole = star.explain(dossier, ON)
    seen = {leaf.test.limit.magnitude: leaf for leaf in whole.leaves if "invention_patents" in str(leaf.observed)}  # type: ignore[union-attr]
    assert {limit: leaf.truth for limit, leaf in seen.items()} == {7: Truth.TRUE, 50: Truth.UNKNOWN}
    assert [one.between for one in seen[7].observed] == [Between(8, 53)]
    text = criterion_text(assess(star, dossier, AsOf(ON)), "K4")
    assert "应用于主营业务并能够产业化的发明专利 8 至 53 件，不低于 7 件" in text
    fewer = criterion_text(assess(star, firm(*many(3, main_business=True)), AsOf(ON)), "K4")
    assert "应用于主营业务并能够产业化的发明专利 0 件，低于 7 件" in fewer


def test_a_number_of_rights_that_is_not_settled_still_scores_what_is_sure() -> None:
    edition = RULEBOOK.edition("tech_sme/recognition/2017")
    unknown = many(2, kind=IpKind.SOFTWARE, granted_on=None)
    dossier = firm(*many(2, kind=IpKind.SOFTWARE), *unknown)
    score = assess(edition, dossier, AsOf(ON)).score
    assert score is not None
    (line,) = score.sections[2][1]
    least, most = (
        assess(edition, firm(*many(number, kind=IpKind.SOFTWARE)), AsOf(ON)).score.sections[2][1][0].low  # type: ignore[union-attr]
        for number in (2, 4)
    )
    assert 0 < least == line.low < line.high == most
    assert "class2_ip" in {seen.key for seen in assess(edition, dossier, AsOf(ON)).missing}


def test_what_lacks_to_a_limit_above_the_range_is_what_lacks_to_its_end() -> None:
    star = RULEBOOK.edition("listed:star/recognition/2026")
    dossier = firm(*many(6, main_business=True, industrialisable=True), *many(2, main_business=True))
    leaf = next(
        leaf
        for leaf in star.explain(dossier, ON).leaves
        if "invention_patents" in str(leaf.observed) and leaf.truth is Truth.FALSE
    )
    shortfall = shortfall_of(leaf)
    assert shortfall is not None
    assert (shortfall.gap, shortfall.change) == (Quantity(42, Kind.COUNT), None)


def test_limits_are_what_the_comparing_words_can_tell_apart() -> None:
    definition, number = miit_2026_2.Ⅰ类口径, Ⅰ类知识产权
    tests = (number.不低于(项(4)), number.超过(项(6)), number.低于(项(9)), number.不高于(项(11)))
    assert limits_on(definition, tests) == {"class1_ip": frozenset({4, 7, 9, 12})}
    assert limits_on(definition, (上年度(研发费用).不低于(万元(100)),)) == {"class1_ip": frozenset()}


def test_a_number_read_in_any_other_way_must_be_known_exactly() -> None:
    ref = refs(Ⅰ类知识产权.不低于(项(4)))[0]
    for test in (Holds(ref), attrs.evolve(Ⅰ类知识产权.不低于(项(4)), term=SumOver(ref, (0,)))):
        assert limits_on(miit_2026_2.Ⅰ类口径, (test, Ⅰ类知识产权.不低于(项(4)))) == {"class1_ip": None}
    (tally,) = miit_2026_2.Ⅰ类口径.tallies((*many(2), *many(1, applied=None)), ON)
    assert not tally.settled(None)
    assert miit_2026_2.Ⅰ类口径.tallies(many(2), ON)[0].settled(None)


def test_a_stated_number_does_not_stand_beside_the_list() -> None:
    stated = (Datum("class1_ip", None, 9, "申请书"), Datum("class1_ip", None, 8, "审计报告"))
    dossier = firm(*many(4), data=stated)
    read_ = GIANT.as_read(dossier, ON)
    assert read_.values["class1_ip"] == 4
    assert read_.conflicts == {}
    assert [one.source for one in read_.sources("class1_ip")] == [
        "按知识产权清单（口径见 工信部企业〔2026〕2号 附件3）：计入 4 项"
    ]


def test_reading_a_dossier_twice_changes_nothing() -> None:
    stated = Dossier("甲", data=(Datum("class1_ip", None, 4, "申请书"),))
    for dossier in (stated, firm(*many(3), *many(1, applied=None), data=stated.data), firm()):
        once = GIANT.as_read(dossier, ON)
        twice = GIANT.as_read(once, ON)
        assert (twice, twice.doubts) == (once, once.doubts)


def test_a_stated_number_says_that_there_is_no_list() -> None:
    data = (Datum("class1_ip", None, 4, "申请书"), Datum("revenue", 2025, 1, "审计报告"))
    read_ = GIANT.as_read(Dossier("甲", data=data), ON)
    assert [one.source for one in read_.sources("class1_ip")] == ["申请书，填报件数，没有清单可核"]
    assert [one.source for one in read_.sources("revenue:2025")] == ["审计报告"]
    nothing = Dossier("甲")
    assert GIANT.as_read(nothing, ON) is nothing


def test_the_numbers_of_an_achievement_are_not_asked_for_a_list() -> None:
    stated = Dossier("某成果", data=(Datum("high_value_patents", None, 1, "成果档案"),), subject=SUBJECT)
    told = RULEBOOK.edition("achievement/recognition/2024").as_read(stated, ON).sources("high_value_patents")
    assert [one.source for one in told] == ["成果档案"]


def test_an_edition_that_does_not_say_how_it_counts_takes_what_is_stated() -> None:
    silent = attrs.evolve(GIANT, ip=None)
    dossier = firm(WHOLE, data=(Datum("class1_ip", None, 9, "申请书"),))
    assert silent.as_read(dossier, ON) is dossier
    assert assess(silent, dossier, AsOf(ON)).dossier is dossier
    assert "ip" not in assessment_data(assess(silent, dossier, AsOf(ON)))
    assert edition_data(silent)["ip"] is None
    assert "知识产权口径" not in edition_text(silent)


def test_the_verdict_and_the_explanation_count_alike() -> None:
    for edition in RULEBOOK.editions:
        for rights in ((), many(4), many(4, applied=None), many(2, acquired=Acquisition.TRANSFER)):
            dossier = firm(*rights)
            assert one_answer(edition, dossier, ON) is edition.explain(dossier, ON).truth


def test_an_answer_keeps_the_dossier_it_was_given() -> None:
    dossier = firm(*many(4), data=(Datum("class1_ip", None, 9, "申请书"),))
    answer = assess(GIANT, dossier, AsOf(ON))
    assert answer.given is dossier
    assert answer.dossier_digest == digest(dossier)
    assert answer.dossier.values["class1_ip"] == 4


def test_the_data_of_an_answer_show_the_counting() -> None:
    rights = (*many(3), attrs.evolve(WHOLE, applied=None), attrs.evolve(WHOLE, name="乙", holder_rank=9))
    answer = assess(GIANT, firm(*rights), AsOf(ON))
    data = assessment_data(answer)
    assert data["ip"] == [
        {
            "fact": "class1_ip",
            "low": 3,
            "high": 4,
            "counted": ["发明0", "发明1", "发明2"],
            "not_counted": [{"name": "乙", "why": "权利人排名在前三以外"}],
            "open": [{"name": "一种夹具", "lacks": ["applied"]}],
        }
    ]
    assert "class1_ip" in data["missing"]
    settled = assessment_data(assess(GIANT, firm(*many(4)), AsOf(ON)))
    (seen,) = (one for clause in settled["criteria"] for one in clause["observed"] if one["fact"] == "class1_ip")
    assert seen["source"] == ["按知识产权清单（口径见 工信部企业〔2026〕2号 附件3）：计入 4 项"]
    assert "ip" not in assessment_data(assess(GIANT, Dossier("甲"), AsOf(ON)))


def test_the_text_of_an_answer_says_which_right_lacks_what() -> None:
    answer = assess(GIANT, firm(*many(3), attrs.evolve(WHOLE, acquired=None)), AsOf(ON))
    assert "缺：Ⅰ类知识产权（按知识产权清单为 3 至 4 项：发明专利“一种夹具”缺取得方式）" in criterion_text(answer, "G4")
    (lacking,) = (line for line in assessment_text(answer).splitlines() if line.startswith("尚缺 "))
    assert "Ⅰ类知识产权" in lacking


def test_a_standard_shows_how_it_counts() -> None:
    text, data = edition_text(GIANT), edition_data(GIANT)
    assert "知识产权口径（有清单时按此计数）　依据 工信部企业〔2026〕2号 附件3〔转述" in text
    assert "    Ⅰ类知识产权：发明专利（含国防专利）等所列Ⅰ类" in text
    assert data["ip"]["citation"] == str(miit_2026_2.Ⅰ类口径.citation)
    assert [one["fact"] for one in data["ip"]["counts"]] == ["class1_ip"]


def test_a_comparison_tells_what_is_counted_otherwise(run: Callable[..., tuple[int, str, str]]) -> None:
    _code, out, _err = run("policy", "diff", SRDI_2022.key, "srdi_sme/recognition/2026")
    told = out.split("【改变】Ⅰ类知识产权的口径\n")[1].splitlines()[:2]
    assert "转入的须满1年" in told[0]
    assert "不含转入取得" in told[1]
    _code, out, _err = run("policy", "diff", "little_giant/recognition/2022", "little_giant/recognition/2025")
    assert "口径" not in out


# ---------------------------------------------------------------------------------------------- more is never less sure

_DAYS = st.sampled_from(
    [ON, *(ON + dt.timedelta(one) for one in (-1, 1)), *(years_before(ON, one) for one in (1, 2, 10, 11))]
)
_BY_KIND: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.FLAG: st.booleans(),
    Kind.DATE: _DAYS,
    Kind.RANK: st.integers(1, 5),
    Kind.MONEY: st.sampled_from([0, 199_000_000, 200_000_000]),
}
_ATTRIBUTES: dict[str, st.SearchStrategy[Any]] = {
    "kind": st.sampled_from(IpKind),
    "acquired": st.sampled_from(Acquisition),
    **{key: _BY_KIND[fact.kind] for key, fact in RIGHT_ATTRIBUTES.items() if fact.kind is not Kind.CHOICE},
}
# How a right counts is asked of any, of one whose attributes contradict each other too.
_RIGHTS = st.fixed_dictionaries({key: one | st.none() for key, one in _ATTRIBUTES.items()}).map(
    lambda attributes: unchecked(IpRight, "甲", **attributes)
)
# Rights of which little keeps them from counting, so that the limits are reached.
_LIKELY = st.builds(
    attrs.evolve,
    st.just(WHOLE),
    **{key: st.just(getattr(WHOLE, key)) | st.none() for key in ("kind", "acquired", "holder_rank", "applied")},
)
_LISTS = st.lists(_RIGHTS | _LIKELY, max_size=6)
_EDITIONS = st.sampled_from([one for one in RULEBOOK.editions if one.ip])


def leaves(finding: Finding) -> Iterator[tuple[str, Truth]]:
    for one in finding.leaves:
        yield str(one.test), one.truth


@settings(max_examples=300, deadline=None)
@given(_EDITIONS, _LISTS.filter(bool), st.data())
def test_learning_an_attribute_never_moves_a_definite_answer(
    edition: Edition, rights: list[IpRight], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(rights) - 1))
    unknown = [key for key in _ATTRIBUTES if getattr(rights[index], key) is None]
    if not unknown:
        return
    key = data.draw(st.sampled_from(unknown))
    learnt = changed(rights[index], **{key: data.draw(_ATTRIBUTES[key])})
    before, after = firm(*rights), firm(*rights[:index], learnt, *rights[index + 1 :])
    found = list(zip(leaves(edition.explain(before, ON)), leaves(edition.explain(after, ON)), strict=True))
    for (test, earlier), (_test, later) in found:
        assert earlier in (Truth.UNKNOWN, later), test
    assert edition.ip is not None
    for old, new in zip(edition.ip.tallies(before.ip or (), ON), edition.ip.tallies(after.ip or (), ON), strict=True):
        assert old.low <= new.low <= new.high <= old.high


@settings(max_examples=200, deadline=None)
@given(_RIGHTS, st.data())
def test_learning_an_attribute_never_moves_a_high_value(right: IpRight, data: st.DataObject) -> None:
    unknown = [key for key in _ATTRIBUTES if getattr(right, key) is None]
    if not unknown:
        return
    key = data.draw(st.sampled_from(unknown))
    earlier = high_value_patent(right, ON).truth
    later = high_value_patent(changed(right, **{key: data.draw(_ATTRIBUTES[key])}), ON).truth
    assert earlier in (Truth.UNKNOWN, later)


@settings(max_examples=100, deadline=None)
@given(_EDITIONS, _LISTS)
def test_what_is_counted_partly_is_never_more_than_the_list(edition: Edition, rights: list[IpRight]) -> None:
    assert edition.ip is not None
    for tally in edition.ip.tallies(rights, ON):
        assert len(tally.counted) + len(tally.uncounted) + len(tally.open) <= len(rights)
        assert all(lacking for _right, lacking in tally.open)
    by_key = {one.count.key: one for one in edition.ip.tallies(rights, ON)}
    if "class1_ip_high_value" in by_key:
        assert by_key["class1_ip_high_value"].high <= by_key["class1_ip"].high
        assert by_key["class1_ip_self_developed"].high <= by_key["class1_ip"].high


# ------------------------------------------------------------------------------------------------------ the definitions

DEFINITIONS = {
    "63号文评分": miit_2022_63.评分口径,
    "63号文小巨人": miit_2022_63.小巨人口径,
    "2号文": miit_2026_2.Ⅰ类口径,
    "高价值发明专利": cnipa_high_value_patent.统计口径,
    "115号文": RULEBOOK.edition("tech_sme/recognition/2017").ip,
    **{f"小巨人{year}": RULEBOOK.edition(f"little_giant/recognition/{year}").ip for year in (2018, 2020, 2021)},
    "瞪羚": RULEBOOK.edition("gazelle_cq/recognition/2024@500000").ip,
    "科创属性2019": RULEBOOK.edition("listed:star/recognition/2019").ip,
    "科创属性2024": RULEBOOK.edition("listed:star/recognition/2026").ip,
    "对标科创板": RULEBOOK.edition("hard_tech:star/recognition/2024").ip,
    "初创培育": RULEBOOK.edition("hard_tech:seed/recognition/2024").ip,
}


def test_every_national_standard_that_reads_numbers_of_rights_says_how_it_counts_them() -> None:
    for edition in RULEBOOK.editions:
        read_ = {ref.key for criterion in edition.criteria for ref in refs(criterion.test)} & set(RIGHT_COUNTS)
        assert read_ == (edition.ip.keys if edition.ip else frozenset()), edition.key


def with_count(edition: Edition, *counts: IpCount) -> Edition:
    return attrs.evolve(edition, ip=IpDefinition(miit_2026_2.Ⅰ类口径.citation, counts))


@pytest.mark.parametrize("name", DEFINITIONS)
def test_the_words_of_a_definition_state_its_numbers(name: str) -> None:
    other = [fault for fault in check_edition(attrs.evolve(GIANT, ip=DEFINITIONS[name])) if fault.code != "E540"]
    assert other == []


def test_a_definition_with_other_numbers_in_its_words_is_refused() -> None:
    (count,) = miit_2026_2.Ⅰ类口径.counts
    (fault,) = check_edition(with_count(GIANT, attrs.evolve(count, gist=count.gist.replace("前3名", "前4名"))))
    assert (fault.code, fault.place) == ("E516", "little_giant/recognition/2026 知识产权口径 class1_ip")


def test_a_number_that_is_read_must_be_defined() -> None:
    (fault,) = check_edition(with_count(GIANT))
    assert (fault.code, fault.value) == ("E540", "class1_ip")
    assert check_edition(attrs.evolve(GIANT, ip=None)) == ()


def test_a_definition_says_where_it_is_from() -> None:
    nowhere = miit_2026_2.Ⅰ类口径.citation.provision.instrument.clause("")
    (fault,) = check_edition(attrs.evolve(GIANT, ip=attrs.evolve(miit_2026_2.Ⅰ类口径, citation=nowhere)))
    assert fault.code == "E512"


def test_a_count_is_of_one_fact() -> None:
    with pytest.raises(TypeError, match="一个事实"):
        计数(研发费用.占(研发费用), 要点="", 种类=miit_2026_2.Ⅰ类口径.counts[0].kinds)


def test_the_definition_is_part_of_what_an_edition_says() -> None:
    names = ("63号文评分", "63号文小巨人", "2号文", "高价值发明专利", "115号文", "瞪羚", "科创属性2019", "科创属性2024")
    assert len({digest(DEFINITIONS[name]) for name in names}) == len(names)
    editions = (GIANT, attrs.evolve(GIANT, ip=None), attrs.evolve(GIANT, ip=miit_2022_63.小巨人口径))
    assert len({one.digest for one in editions}) == 3


def test_a_review_counts_as_the_recognition_it_is_taken_from() -> None:
    for act in (Act.RECOGNITION, Act.REVIEW):
        assert RULEBOOK.select(Tier.SRDI_SME, act, ON).ip is miit_2026_2.Ⅰ类口径
    assert GIANT_2022.ip is miit_2022_63.小巨人口径


CLASS_1 = (
    IpKind.INVENTION,
    IpKind.DEFENCE_PATENT,
    IpKind.PLANT_VARIETY,
    IpKind.CROP_VARIETY,
    IpKind.NEW_DRUG,
    IpKind.PROTECTED_TCM,
    IpKind.IC_LAYOUT,
)
CLASS_2 = (IpKind.UTILITY_MODEL, IpKind.DESIGN, IpKind.SOFTWARE)


@pytest.mark.parametrize(
    ("count", "kinds", "asked"),
    [
        (ip_counts.相关的Ⅰ类, CLASS_1, {"main_product"}),
        (ip_counts.相关的Ⅱ类, CLASS_2, {"main_product"}),
        (ip_counts.主营产业化的Ⅰ类, CLASS_1, {"main_business", "industrialisable"}),
        (ip_counts.主营的发明专利, CLASS_1[:2], {"main_business"}),
        (ip_counts.主营产业化的发明专利, CLASS_1[:2], {"main_business", "industrialisable"}),
    ],
)
def test_what_several_standards_count_alike(count: IpCount, kinds: tuple[IpKind, ...], asked: set[str]) -> None:
    bought = {"acquired": Acquisition.TRANSFER, "transferred_on": ON, "granted_on": ON, "holder_rank": 9}
    right = attrs.evolve(WHOLE, **bought, **dict.fromkeys(asked, True), applied=None)
    assert [kind for kind in IpKind if count.weigh(attrs.evolve(right, kind=kind), ON).truth is Truth.TRUE] == [*kinds]
    of_kind = attrs.evolve(right, kind=kinds[0])
    unknown = {one: count.weigh(attrs.evolve(of_kind, **{one: None}), ON).truth for one in _ATTRIBUTES}
    assert {one for one, truth in unknown.items() if truth is Truth.UNKNOWN} == {
        *("kind", "granted_on", "through", "transferred_on"),
        *asked,
    }
    for key in asked:
        assert count.tally((attrs.evolve(of_kind, **{key: False}),), ON).low == 0


# ------------------------------------------------------------------------------------------------ high-value patents

PLAIN = attrs.evolve(
    WHOLE,
    strategic_emerging=False,
    foreign_family=False,
    foreign_examined=False,
    foreign_income=False,
    pledge=0,
    awarded=False,
)


def test_what_is_a_high_loan_is_a_parameter() -> None:
    right = attrs.evolve(PLAIN, pledge=300_000_000)
    assert high_value_patent(right, ON).truth is Truth.TRUE
    assert high_value_patent(right, ON, 万元(300)).truth is Truth.TRUE
    answer = high_value_patent(right, ON, 万元(301))
    assert answer.truth is Truth.FALSE
    assert [one.criterion.gist for one in answer.cases if one.criterion.key == "hvp.pledge"] == [
        "质押融资金额不低于301万元"
    ]
    with pytest.raises(TypeError):
        high_value_patent(right, ON, 项(1))


def test_the_high_loan_is_marked_as_a_local_default() -> None:
    (case,) = (one for one in cnipa_high_value_patent.五种情形 if one.key == "hvp.pledge")
    assert "本地缺省" in str(case.citation)
    assert [(one.name, one.magnitude) for one in case.parameters] == [("high_value_patent.pledge", 200_000_000)]
    assert [one.key for one in cnipa_high_value_patent.五种情形] == [
        "hvp.sei",
        "hvp.family",
        "hvp.age",
        "hvp.pledge",
        "hvp.award",
    ]


def test_a_district_sets_the_high_loan_of_a_standard_too() -> None:
    by = GIANT.citation
    edition = SRDI_2022.with_parameters({"high_value_patent.pledge": 万元(500)}, by)
    dossier = firm(attrs.evolve(PLAIN, pledge=400_000_000))
    assert value_in(SRDI_2022, dossier, "class1_ip_high_value") == 1
    assert value_in(edition, dossier, "class1_ip_high_value") == 0
    assert edition.ip is not None
    assert "质押融资金额不低于500万元" in {one.key: one.gist for one in edition.ip.counts}["class1_ip_high_value"]
    assert GIANT.with_parameters({"high_value_patent.pledge": 万元(500)}, by) is GIANT
    assert SRDI_2022.parameters["high_value_patent.pledge"].magnitude == 万元(200).magnitude


def test_a_district_writes_what_a_high_loan_is_into_its_file(tmp_path: Path) -> None:
    path = tmp_path / "limits.toml"
    path.write_text('[high_value_patent]\npledge = "500万元"\n', encoding="utf-8")
    rulebook = with_parameter_file(RULEBOOK, path)
    dossier = firm(attrs.evolve(PLAIN, pledge=400_000_000))
    assert value_in(rulebook.edition(SRDI_2022.key), dossier, "class1_ip_high_value") == 0
    assert "limits.toml" in rulebook.edition(SRDI_2022.key).citations
    assert rulebook.edition(GIANT.key) is GIANT


# ----------------------------------------------------------------------------------------------- files and the register


def test_the_command_line_counts_the_list_of_a_file(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    entry = {**ENTRY, "acquired": "原始取得", "transferred_on": None}
    content = {"name": "甲", "facts": {"class1_ip": 9}, "ip": [entry]}
    (tmp_path / "firm.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    code, out, _err = run("assess", "firm.json", "--tier", "srdi_sme", "--on", "2026-06-30", "--full")
    assert code == 3
    assert "Ⅰ类知识产权 1 项，不低于 1 项　〔按知识产权清单（口径见 工信部企业〔2026〕2号 附件3）：计入 1 项〕" in out
    _code, out, _err = run("assess", "firm.json", "--tier", "srdi_sme", "--on", "2026-06-30", "--format", "json")
    assert json.loads(out)["ip"][0]["counted"] == ["一种夹具"]


def said(right: IpRight) -> tuple[Any, ...]:
    return right.name, right.number, *(getattr(right, key) for key in RIGHT_ATTRIBUTES)


BARE = IpRight("一种夹具", None, IpKind.INVENTION)


@pytest.mark.parametrize(
    ("listed", "read"),
    [
        # Each source knows of a right the other does not.
        ([[WHOLE], [BARE_MODEL := IpRight("一种夹具", "ZL202020000001.0", IpKind.UTILITY_MODEL)]], [WHOLE, BARE_MODEL]),
        # One has no number for it; what the other says besides counts.
        ([[BARE], [WHOLE]], [WHOLE]),
        ([[WHOLE], [BARE]], [WHOLE]),
        # The same number, written in another way.
        ([[WHOLE], [attrs.evolve(WHOLE, number="2019 1 0000001.0")]], [WHOLE]),
        # What they disagree on is not known.
        ([[WHOLE], [attrs.evolve(WHOLE, holder_rank=2, applied=None)]], [attrs.evolve(WHOLE, holder_rank=None)]),
        (
            [[WHOLE], [attrs.evolve(WHOLE, acquired=Acquisition.TRANSFER, transferred_on=dt.date(2023, 1, 1))]],
            [attrs.evolve(WHOLE, acquired=None)],
        ),
        (
            [[attrs.evolve(WHOLE, through=None)], [attrs.evolve(WHOLE, granted_on=None, through=dt.date(2020, 1, 1))]],
            [attrs.evolve(WHOLE, granted_on=None, through=None)],
        ),
        # Two of a name: which of them it is nobody says.
        ([[WHOLE, attrs.evolve(WHOLE, number="ZL2")], [BARE]], [WHOLE, attrs.evolve(WHOLE, number="ZL2"), BARE]),
        ([[], [WHOLE]], [WHOLE]),
        ([[]], []),
        ([], []),
    ],
)
def test_rights_that_several_sources_list_are_read_together(listed: list[list[IpRight]], read: list[IpRight]) -> None:
    assert list(map(said, read_together(map(tuple, listed)))) == list(map(said, read))


def test_shares_are_not_mixed_up_with_rights() -> None:
    assert not any(isinstance(value, Fraction) for value in WHOLE.values.values())
