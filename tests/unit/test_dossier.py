"""A dossier cannot lie: what it is made of is checked where it is made, and it travels as plain data and back."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.populations import any_value
from tiertrack.errors import BadDossier
from tiertrack.facts.achievement import (
    ACHIEVEMENT_FACTS,
    Achievement,
    AchievementKind,
    Award,
    AwardLevel,
    Contract,
    ContractKind,
    Evaluation,
    Party,
    Relation,
    Rights,
    Role,
)
from tiertrack.facts.credit_code import LENGTH
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Application, Attestation, Dossier, HeldTitle
from tiertrack.facts.intellectual_property import NO_END, Acquisition, IpKind, IpRight
from tiertrack.facts.named_facts import facts_named
from tiertrack.facts.vocabulary import FACTS, JUDGEMENTS
from tiertrack.law.titles import TITLES, held_per_product
from tiertrack.logic.between import Between
from tiertrack.rules.digest import digest
from tiertrack.temporal import Period

CODE = "91500113MA0000015Q"
# A licence of which the check character does not fit.
ODD_CODE = "91500113MA0000015R（凭证照）"
DAY = dt.date(2024, 7, 1)
SIGNED = {"value": True, "by": "甲局", "on": "2026-05-10"}


def faults_of(make: Callable[[], object]) -> list[tuple[str, str | None]]:
    """The codes and places of everything that is wrong with a value."""
    with pytest.raises(BadDossier) as refused:
        make()
    for fault in refused.value.faults:
        assert fault.what
        assert fault.remedy
    return [(fault.code, fault.place) for fault in refused.value.faults]


# ---------------------------------------------------------------------------------------------------- what is a value


@pytest.mark.parametrize(
    ("key", "year", "stated", "value"),
    [
        ("revenue", 2025, "5200万元", 5_200_000_000),
        ("revenue", 2025, 5_200_000_000, 5_200_000_000),
        ("revenue", 2025, Decimal(5_200_000_000), 5_200_000_000),
        ("revenue", 2025, Decimal("5.2E+9"), 5_200_000_000),
        ("revenue", 2025, Fraction(5_200_000_000), 5_200_000_000),
        ("revenue", 2025, np.int64(5_200_000_000), 5_200_000_000),
        ("营业收入", 2025, "0.52亿", 5_200_000_000),
        ("net_profit", 2025, "-3.5万元", -3_500_000),
        ("market_share", None, "12%", Fraction(3, 25)),
        ("market_share", None, "3/25", Fraction(3, 25)),
        ("market_share", None, Fraction(3, 25), Fraction(3, 25)),
        ("market_share", None, Decimal("0.12"), Fraction(3, 25)),
        ("development_score", 2026, "58.5分", 5850),
        ("development_score", 2026, 5850, 5850),
        ("employees", 2025, "80", 80),
        ("employees", 2025, Decimal("80.0"), 80),
        ("employees", np.int64(2025), np.int64(80), 80),
        ("segment_since", None, "2019年3月12日", dt.date(2019, 3, 12).toordinal()),
        ("segment_since", None, dt.date(2019, 3, 12), dt.date(2019, 3, 12).toordinal()),
        ("segment_since", None, dt.date(2019, 3, 12).toordinal(), dt.date(2019, 3, 12).toordinal()),
        ("own_brand", None, True, True),
        ("own_brand", None, "否", False),
        ("rd_institution", None, "省级", "provincial"),
    ],
)
def test_a_value_is_text_with_its_unit_or_exactly_what_is_reckoned_with(
    key: str, year: int | None, stated: Any, value: object
) -> None:
    made = Datum(key, year, stated)
    assert (made.value, type(made.value)) == (value, type(value))
    assert made.key in FACTS


@pytest.mark.parametrize(
    ("key", "year", "stated", "code"),
    [
        ("revenue", 2025, 5200.0, "E361"),
        ("revenue", 2025, np.float32(5200), "E361"),
        ("market_share", None, 0.12, "E361"),
        ("market_share", None, float("nan"), "E361"),
        ("own_brand", None, 1.0, "E361"),
        ("rd_institution", None, 1.0, "E361"),
        ("segment_since", None, 2019.5, "E361"),
        ("revenue", 2025, [5200], "E362"),
        ("revenue", 2025, Decimal("NaN"), "E362"),
        ("revenue", 2025, Decimal("1E+999999"), "E362"),
        ("segment_since", None, dt.datetime(2019, 3, 12), "E362"),
        ("own_brand", None, 1, "E362"),
        ("own_brand", None, np.bool_(True), "E362"),
        ("rd_institution", None, 5, "E362"),
        ("revenue", 2025, None, "E363"),
        # 5200.00 is yuan, and no number of fen is written so.
        ("revenue", 2025, Decimal("5200.00"), "E364"),
        ("revenue", 2025, Fraction(1, 3), "E364"),
        ("development_score", 2026, Decimal("58.5"), "E364"),
        ("revenue", 2025, "5200", "E102"),
        ("revenue", 2025, True, "E112"),
        ("revenue", 2025, -1, "E111"),
        ("revenue", 2025, 10**16, "E105"),
        ("market_share", None, 12, "E106"),
        ("market_share", None, Decimal(12), "E111"),
        ("market_share", None, Fraction(1, 10**41), "E106"),
        ("employees", 2025, Decimal("80.5"), "E107"),
        ("employees", 2025, 10**16, "E107"),
        ("segment_since", None, 20190312, "E109"),
        ("segment_since", None, dt.date(1800, 1, 1), "E115"),
        ("rd_institution", None, "国际级", "E114"),
    ],
)
def test_what_is_no_exact_value_of_a_fact_is_refused(key: str, year: int | None, stated: Any, code: str) -> None:
    assert faults_of(lambda: Datum(key, year, stated)) == [(code, f"Datum {key}")]


def test_a_float_is_refused_with_what_to_write_instead() -> None:
    with pytest.raises(BadDossier, match=r"5200万元，或以分计的整数"):
        Datum("revenue", 2025, 5200.0)  # type: ignore[arg-type]
    with pytest.raises(BadDossier, match=r"12%，或 Fraction\(3, 25\)"):
        Datum("market_share", None, 0.12)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: Datum("zzz", 2025, 5), [("E302", "Datum key")]),
        (lambda: Datum(None, 2025, 5), [("E302", "Datum key")]),  # type: ignore[arg-type]
        (lambda: Datum(5, 2025, 5, 5), [("E302", "Datum key"), ("E304", "Datum source")]),  # type: ignore[arg-type]
        (lambda: Datum("revenue", None, 5), [("E306", "Datum revenue year")]),
        (lambda: Datum("class1_ip", 2025, 5), [("E308", "Datum class1_ip year")]),
        (lambda: Datum("revenue", 25, 5), [("E307", "Datum revenue year")]),
        (lambda: Datum("revenue", "2025", 5), [("E307", "Datum revenue year")]),  # type: ignore[arg-type]
        (lambda: Datum("revenue", 2025, 5, 5), [("E304", "Datum source")]),  # type: ignore[arg-type]
        (lambda: Datum("revenue", 2025, 5, "审计\n报告"), [("E474", "Datum source")]),
        (lambda: Datum("revenue", 2025, 5, None, dt.datetime(2026, 3, 1)), [("E317", "Datum recorded_at")]),
        (
            lambda: Datum("revenue", None, 5.0, 5, dt.datetime(2026, 3, 1)),  # type: ignore[arg-type]
            [
                ("E306", "Datum revenue year"),
                ("E361", "Datum revenue"),
                ("E304", "Datum source"),
                ("E317", "Datum recorded_at"),
            ],
        ),
        (lambda: HeldTitle("giant", Period()), [("E312", "HeldTitle title")]),
        (lambda: HeldTitle(None, Period()), [("E312", "HeldTitle title")]),  # type: ignore[arg-type]
        (lambda: Application(5, DAY), [("E312", "Application title")]),  # type: ignore[arg-type]
        (lambda: Attestation(None, True, "甲局", DAY), [("E302", "Attestation key")]),  # type: ignore[arg-type]
        (lambda: HeldTitle("srdi_sme", None), [("E362", "HeldTitle period")]),  # type: ignore[arg-type]
        (lambda: HeldTitle("srdi_sme", Period(), "轴承"), [("E319", "HeldTitle product")]),
        (lambda: HeldTitle("srdi_sme", Period(), None, "单项冠军产品"), [("E334", "HeldTitle named")]),
        (lambda: HeldTitle("listed", Period(dt.date(1800, 1, 1))), [("E115", "HeldTitle period")]),
        (lambda: Application("listed", None), [("E316", "Application on")]),  # type: ignore[arg-type]
        (lambda: Application("listed", "2026-05-01"), [("E362", "Application on")]),  # type: ignore[arg-type]
        (
            lambda: Attestation("market_position", 1, " ", None),  # type: ignore[arg-type]
            [
                ("E302", "Attestation key"),
                ("E314", "Attestation value"),
                ("E315", "Attestation by"),
                ("E316", "Attestation on"),
            ],
        ),
        (lambda: IpRight(" ", pledge=1.5), [("E330", "IpRight name"), ("E361", "IpRight pledge")]),  # type: ignore[arg-type]
        (lambda: IpRight("甲", through=np.array([1, 2])), [("E362", "IpRight through")]),  # type: ignore[arg-type]
        (lambda: IpRight("甲", foreign_examined=True, foreign_family=False), [("E353", "IpRight foreign_examined")]),
        (lambda: IpRight("甲", granted_on=DAY, through=dt.date(2023, 1, 1)), [("E354", "IpRight through")]),
        (lambda: Party("甲", CODE[:17]), [("E201", "Party uscc")]),
        (lambda: Evaluation("所", DAY, "极好"), [("E114", "Evaluation grade")]),
        (lambda: Contract(None, -1), [("E345", "Contract kind"), ("E111", "Contract amount")]),  # type: ignore[arg-type]
        (lambda: Award("奖", "县级", None, 0), [("E342", "Award level"), ("E111", "Award rank")]),  # type: ignore[arg-type]
        (lambda: Relation("甲", Role.PRODUCER), [("E362", "Relation enterprise")]),  # type: ignore[arg-type]
        (
            lambda: Achievement(" ", trl=10, completed_in=1900, owners=("甲",)),  # type: ignore[arg-type]
            [
                ("E341", "Achievement name"),
                ("E111", "Achievement completed_in"),
                ("E362", "Achievement owners [0]"),
                ("E111", "Achievement trl"),
            ],
        ),
        (lambda: Achievement("芯片", data=(Datum("class1_ip", None, 4),)), [("E302", "Achievement data class1_ip")]),
        (
            lambda: Dossier(" ", "123", "50011", "??"),
            [
                ("E301", "Dossier name"),
                ("E201", "Dossier uscc"),
                ("E203", "Dossier region"),
                ("E206", "Dossier industry"),
            ],
        ),
        (lambda: Dossier("甲", data=None, titles=[5]), [("E362", "Dossier data"), ("E362", "Dossier titles [0]")]),  # type: ignore[arg-type, list-item]
        (lambda: Dossier("甲", known_titles=frozenset({"giant"})), [("E312", "Dossier known_titles")]),
        (lambda: Dossier("甲", subject="人"), [("E342", "Dossier subject")]),
        (lambda: Dossier("甲", subject=np.array(["企业"] * 2)), [("E342", "Dossier subject")]),  # type: ignore[arg-type]
        # What nobody sees is no name.
        (lambda: Dossier("\u200b"), [("E301", "Dossier name")]),
        (lambda: Dossier.from_dict({"name": "\ufeff "}), [("E301", "档案 name")]),
        (lambda: Party(" \u200b"), [("E343", "Party name")]),
        (lambda: IpRight("\u200b"), [("E330", "IpRight name")]),
        (
            lambda: Achievement("\u200b", patents=("\u200b",)),
            [("E341", "Achievement name"), ("E304", "Achievement patents")],
        ),
        (lambda: Attestation("key_chain_link", True, "\u200b", DAY), [("E315", "Attestation by")]),
        (lambda: HeldTitle("champion", Period(), "\u200b"), [("E304", "HeldTitle product")]),
        (
            lambda: Dossier.from_dict(
                {
                    "name": "甲",
                    "judgements": {"key_chain_link": {**SIGNED, "by": "\u200b"}},
                    "achievements": [{"achievement": "芯片", "family": ["\u200b"]}],
                }
            ),
            [("E315", "档案 judgements.key_chain_link"), ("E304", "档案 achievements[0] family[0]")],
        ),
        (
            lambda: Dossier("甲", data=(Datum("class1_ip", None, 4), Datum("class1_ip", None, 5, "报告"))),
            [("E309", "Dossier data class1_ip")],
        ),
        (lambda: Dossier("甲", ip=(IpRight("一种夹具"), IpRight("一种夹具"))), [("E351", "Dossier ip[1]")]),
    ],
)  # fmt: skip
def test_everything_that_is_wrong_with_a_value_is_told_where_it_is_made(
    make: Callable[[], object], expected: list[tuple[str, str]]
) -> None:
    assert faults_of(make) == expected


@pytest.mark.parametrize("stated", [{"bounds": {"class1_ip": Between(5, 9)}}, {"doubts": {"class1_ip": "待核"}}])
def test_what_a_count_of_rights_leaves_open_is_stated_by_nobody(stated: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="unexpected keyword"):
        Dossier("甲", CODE, **stated)
    with pytest.raises(TypeError, match="unexpected keyword"):
        attrs.evolve(Dossier("甲", CODE), **stated)


@pytest.mark.parametrize("year", [2025, np.int64(2025)])
@pytest.mark.parametrize("second", ["2元", {"value": "2元", "source": "报告"}])
def test_a_year_that_is_written_as_text_and_as_a_number_is_written_twice(year: Any, second: Any) -> None:
    facts = {"revenue": {"2025": "1元", year: second, "2024": "1元"}}
    assert faults_of(lambda: Dossier.from_dict({"name": "甲", "facts": facts})) == [("E303", "档案 facts.revenue.2025")]
    assert faults_of(lambda: facts_named(facts)) == [("E303", "facts.revenue.2025")]


@pytest.mark.parametrize("stated", [np.int64(5), [{"value": np.int64(5)}], [{"value": np.uint8(5), "source": "报告"}]])
def test_a_whole_number_of_any_type_is_a_whole_number_in_plain_data_too(stated: Any) -> None:
    facts = {"employees": {np.int64(2025): stated}}
    for data in (Dossier.from_dict({"name": "甲", "facts": facts}).data, facts_named(facts)):
        assert [(datum.year, datum.value, type(datum.value)) for datum in data] == [(2025, 5, int)]


def test_a_wrong_credit_code_establishes_nobody() -> None:
    assert Dossier("甲", uscc=CODE).values["uscc"] == "enterprise"
    with pytest.raises(BadDossier, match="18 位"):
        Dossier("甲", uscc="123")


@pytest.mark.parametrize(("word", "near"), [("reveneu", "营业收入"), ("营收入", "营业收入")])
def test_an_unknown_fact_is_told_with_the_nearest_by_name(word: str, near: str) -> None:
    with pytest.raises(BadDossier) as refused:
        Datum(word, 2025, 1)
    assert near in refused.value.faults[0].remedy


def test_codes_and_names_are_kept_in_their_one_form() -> None:
    made = Dossier("甲\u200b公司 ", "91500113-ma0000015q", "重庆市巴南区", "3484", data=[Datum("class1_ip", None, 4)])  # type: ignore[arg-type]
    assert (made.name, made.uscc, made.region, made.industry) == ("甲公司", CODE, "500113", "C3484")
    assert made.data == (Datum("class1_ip", None, 4),)
    assert HeldTitle("专精特新中小企业", Period()) == HeldTitle("srdi_sme", Period())
    assert HeldTitle("单项冠军产品", Period(), " 轴  承 ") == HeldTitle("champion", Period(), "轴 承", "单项冠军产品")
    assert Attestation(JUDGEMENTS["key_chain_link"], True, "甲局", DAY).key == "key_chain_link"
    assert IpRight("甲", kind="发明专利", transferred_on="2024-07-01") == IpRight(  # type: ignore[arg-type]
        "甲", kind=IpKind.INVENTION, acquired=Acquisition.TRANSFER, transferred_on=DAY
    )


def test_a_text_in_which_nothing_is_seen_states_nothing() -> None:
    made = Achievement("芯片", registration=" ", chain="\u200b", source="\ufeff", ip=(IpRight("甲", "\u200b"),))
    assert made == Achievement("芯片", ip=(IpRight("甲"),))


def test_a_title_that_is_stated_is_one_of_which_it_is_known() -> None:
    made = Dossier("甲", titles=(HeldTitle("srdi_sme", Period()),), applications=(Application("listed", DAY),))
    assert made.holds_title("srdi_sme", DAY) is True
    assert made.holds_title("champion", DAY) is None
    assert made.has_applied("listed", DAY) is True


def test_a_changed_value_is_checked_again() -> None:
    with pytest.raises(BadDossier, match="E111"):
        attrs.evolve(Datum("employees", 2025, 80), value=-1)
    with pytest.raises(TypeError, match="unexpected keyword"):
        attrs.evolve(Dossier("甲"), nmae="乙")  # type: ignore[call-arg]


# ---------------------------------------------------------------------------------------------- as plain data and back

_NAMES = st.text(st.sampled_from("甲乙丙 a·（）"), min_size=1, max_size=6).filter(str.strip)
_DAYS = st.dates(dt.date(1980, 1, 1), dt.date(2100, 12, 31))
_INSTANTS = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2030, 1, 1)).map(
    lambda naive: naive.replace(tzinfo=dt.timezone(dt.timedelta(hours=8)))
)
_BEGINNINGS = st.none() | _DAYS
_FEN = st.none() | st.integers(0, 10**12)
_PERIODS = st.builds(
    lambda start, days: Period(start, None if start is None or days is None else start + dt.timedelta(days)),
    _BEGINNINGS,
    st.none() | st.integers(1, 5000),
)
_CODES = st.sampled_from([None, CODE, ODD_CODE])


@st.composite
def _titles(draw: st.DrawFn) -> HeldTitle:
    title = draw(st.sampled_from([*TITLES, "单项冠军产品", "北交所上市企业"]))
    made = HeldTitle(title, draw(_PERIODS))
    return attrs.evolve(made, product=draw(st.none() | _NAMES)) if held_per_product(made.title) else made


@st.composite
def _data(draw: st.DrawFn, keys: tuple[str, ...]) -> tuple[Datum, ...]:
    """Observations in any order, several of one value too, told apart by their sources or the instants."""
    chance = draw(st.randoms(use_true_random=False))
    data = []
    for place in range(draw(st.integers(0, 6))):
        fact = FACTS[draw(st.sampled_from(keys))]
        year = draw(st.integers(2022, 2025)) if fact.yearly else None
        source, at = draw(st.sampled_from([(f"来源{place}", None), (None, 1), ("报告", 1)]))
        data.append(Datum(fact.key, year, any_value(fact, chance), source, draw(_INSTANTS) if at else None))
    alone = Datum("net_profit", 2021, -350) if "net_profit" in keys else Datum("trl", None, 6, "成果库")
    return (*data, alone)


_ATTESTED = st.builds(
    Attestation,
    st.sampled_from(["key_chain_link", "market_standing", "criterion:S3"]),
    st.booleans(),
    _NAMES,
    _DAYS,
    st.none() | _INSTANTS,
)
_APPLIED = st.builds(Application, st.sampled_from([*TITLES]), _DAYS)
_KNOWN = st.frozensets(st.sampled_from([*TITLES]), max_size=4)
_PARTIES = st.builds(Party, _NAMES, _CODES)
_SOME_IP = st.lists(
    st.builds(
        IpRight,
        _NAMES,
        kind=st.none() | st.sampled_from(IpKind),
        acquired=st.none() | st.just(Acquisition.ORIGINAL),
        granted_on=st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2020, 1, 1)),
        through=st.sampled_from([None, NO_END, dt.date(2040, 1, 1)]),
        applied=st.none() | st.booleans(),
        pledge=st.none() | st.integers(0, 10**10),
    ),
    max_size=3,
).map(lambda rights: tuple(attrs.evolve(right, number=f"ZL{place}") for place, right in enumerate(rights)))


def _tuples(part: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[Any]:
    return st.none() | st.lists(part, max_size=most).map(tuple)


_ACHIEVEMENTS = st.builds(
    Achievement,
    _NAMES,
    registration=st.none() | _NAMES,
    kind=st.none() | st.sampled_from(AchievementKind),
    completed_in=st.none() | st.integers(1949, 2200),
    owners=_tuples(_PARTIES),
    completers=_tuples(_NAMES),
    rights=st.none() | st.sampled_from(Rights),
    evaluations=_tuples(st.builds(Evaluation, _NAMES, _DAYS, st.sampled_from([None, "other"]))),
    contracts=_tuples(
        st.builds(
            Contract, st.sampled_from(ContractKind), _FEN, _BEGINNINGS, st.none() | _PARTIES
        )
    ),
    awards=_tuples(st.builds(Award, _NAMES, st.sampled_from(AwardLevel), _BEGINNINGS, st.none() | st.integers(1, 9))),
    ip=st.none() | _SOME_IP,
    classified=st.none() | st.booleans(),
    region=st.sampled_from([None, "500113"]),
    relations=_tuples(st.builds(Relation, _PARTIES, st.sampled_from(Role), _BEGINNINGS, _BEGINNINGS)),
    listings=_tuples(_PERIODS),
    data=_data(ACHIEVEMENT_FACTS),
    on_record=st.booleans(),
)  # fmt: skip
_DOSSIERS = st.builds(
    Dossier,
    _NAMES,
    uscc=_CODES,
    region=st.sampled_from([None, "500113", "330106"]),
    industry=st.sampled_from([None, "C", "C3484", "I65"]),
    data=_data(tuple(FACTS)),
    titles=st.lists(_titles(), max_size=3).map(tuple),
    known_titles=_KNOWN,
    attestations=st.lists(_ATTESTED, max_size=4).map(tuple),
    applications=st.lists(_APPLIED, max_size=2).map(tuple),
    known_applications=_KNOWN,
    achievements=_tuples(_ACHIEVEMENTS),
    subject=st.sampled_from(["企业", "成果"]),
    ip=st.none() | _SOME_IP,
)


def everything_of(dossier: Dossier) -> object:
    """All that equality covers, and the instants that it leaves out."""
    return dossier, digest(dossier), [made.recorded_at for made in dossier.attestations], dossier.values


@settings(max_examples=40, deadline=None)
@given(_DOSSIERS)
def test_a_dossier_of_any_kind_is_read_back_from_its_plain_data_as_it_was(dossier: Dossier) -> None:
    plain = dossier.to_dict()
    assert everything_of(Dossier.from_dict(json.loads(json.dumps(plain)))) == everything_of(dossier)
    assert Dossier.from_dict(plain).to_dict() == plain
    for copied in (pickle.loads(pickle.dumps(dossier)), copy.deepcopy(dossier)):
        assert everything_of(copied) == everything_of(dossier)
        assert hash(copied) == hash(dossier)


@pytest.mark.parametrize(
    "members",
    [
        {"titles": []},
        {"applications": []},
        {"titles": [], "known_applications": []},
        {"titles": [{"title": "srdi_sme"}], "known_titles": ["srdi_sme", "listed"]},
        {"known_titles": ["srdi_sme"], "known_applications": ["listed"]},
        {"facts": {"revenue": {"2025": "1.05元"}, "weighted_roe": {"2025": "-1/3", "2024": "200%"}}},
        {"judgements": {"criterion:S3": [{**SIGNED, "recorded_at": "2026-05-11T09:00:00+08:00"}]}},
    ],
)  # fmt: skip
def test_what_is_known_of_titles_and_from_when_survives(members: dict[str, Any]) -> None:
    read = Dossier.from_dict({"name": "甲", **members})
    again = Dossier.from_dict(read.to_dict())
    assert everything_of(again) == everything_of(read)
    for title in (*TITLES, "registered_later"):
        assert again.holds_title(title, DAY) is read.holds_title(title, DAY)
        assert again.has_applied(title, DAY) is read.has_applied(title, DAY)


def test_plain_data_may_come_from_a_program() -> None:
    facts = {
        "revenue": {2025: "5200万元", 2024: Decimal("5000")},
        "market_share": Fraction(3, 25),
        "segment_since": DAY,
        "class1_ip": [{"value": 4, "source": "甲"}, {"value": 4, "source": "乙"}],
    }
    with pytest.raises(BadDossier) as refused:
        Dossier.from_dict({"name": "甲", "facts": facts})
    assert [(fault.code, fault.place) for fault in refused.value.faults] == [("E102", "档案 facts.revenue.2024")]
    del facts["revenue"][2024]  # type: ignore[attr-defined]
    assert Dossier.from_dict({"name": "甲", "facts": facts}).values["segment_since"] == DAY.toordinal()


def test_a_dossier_with_every_kind_of_fault_tells_all_of_them_at_once() -> None:
    told = {
        "nmae": "甲",
        "name": "甲\x07公司",
        "uscc": CODE[:LENGTH - 1] + "R",
        "region": "x",
        "industry": "C99",
        "facts": {
            "revenu": {"2025": "1元"},
            "revenue": {2025: 5200.0, "25": "1元", "2024": "5200"},
            "employees": 80,
            "class1_ip": {"2025": 4},
            "class2_ip": -1,
            "market_share": 12,
            "own_brand": "有",
            "rd_institution": [[1]],
            "trl": [{"value": 6}, {"value": 7}],
        },
        "titles": [{"title": "giant"}, {"title": "listed", "from": "2024-07-01", "through": "2024-06-30"}],
        "applications": [{"title": "listed"}],
        "judgements": {"key_chain_link": {"value": "是", "by": " "}},
        "ip": [{"number": "1"}],
        "achievements": [{"trl": 10}],
        "known_titles": ["giant"],
        "subject": "人",
    }  # fmt: skip
    with pytest.raises(BadDossier) as refused:
        Dossier.from_dict(told)
    assert sorted(fault.code for fault in refused.value.faults) == sorted(
        [
            *("E474", "E302", "E205", "E203", "E206", "E302", "E361", "E307", "E102", "E306", "E308", "E111", "E106"),
            *("E113", "E310", "E309", "E312", "E313", "E316", "E314", "E315", "E316", "E330", "E341", "E111", "E312"),
            "E342",
        ]
    )


def test_what_is_no_dossier_is_refused_in_words() -> None:
    told: list[Any] = [[], "甲", None, {"achievement": "芯片"}, {1.5: "甲", "name": "甲"}]
    for one in told:
        assert faults_of(partial(Dossier.from_dict, one))
    deep: dict[str, Any] = {}
    for _level in range(5000):
        deep = {"note": deep}
    with pytest.raises(Exception, match=r"\[E403\]"):
        Dossier.from_dict({"name": "甲", **deep})
