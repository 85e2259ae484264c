"""Whatever is missing names what would settle it: a fact, or an authority's judgement where no fact can."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.judging import one_answer
from tests.support.populations import INDUSTRIES, REGIONS, USCC, Edges, Row, dossier_of
from tiertrack import Act, AsOf, Dossier, Tier, Truth, assess, climb, dossier_from_json
from tiertrack.app.assessments import assess_each
from tiertrack.app.registry import open_registry
from tiertrack.errors import BadDossier
from tiertrack.facts.industry import size_groups
from tiertrack.law.titles import Adjacent
from tiertrack.logic.kernel import Slot
from tiertrack.logic.quantity import Kind
from tiertrack.render.assessment_data import assessment_data
from tiertrack.rulebooks import national_rulebook
from tiertrack.rules.assessment import Alternatives
from tiertrack.rules.assessment import assess as assess_by
from tiertrack.rules.edition import Edition, columns_of
from tiertrack.rules.reads import IDENTIFYING, Column, column_of
from tiertrack.screening.files import FileSource
from tiertrack.screening.question import ask
from tiertrack.screening.register import RegisterSource

RULEBOOK = national_rulebook()
ON = dt.date(2026, 6, 30)
BUREAU = "重庆市经济和信息化委员会"

# --------------------------------------------------------------------------------------- all that is missing filled in


@functools.cache
def _questions() -> tuple[Edition, ...]:
    """Every edition, and each of their criteria by itself, where nothing else decides first."""
    each = {
        criterion.test: attrs.evolve(edition, criteria=(criterion,))
        for edition in RULEBOOK.editions
        for criterion in edition.criteria
    }
    return (*RULEBOOK.editions, *each.values())


def _day_of(edition: Edition) -> dt.date:
    return (edition.period.start or dt.date(2010, 1, 1)) + dt.timedelta(days=40)


@functools.cache
def _asked(edition: Edition) -> tuple[Edges, dict[str, Column]]:
    on = _day_of(edition)
    columns = {column.name: column for column in columns_of([edition], on)}
    return Edges(edition, on), {name: column for name, column in columns.items() if name not in IDENTIFYING}


_COMPLETE_CODES = tuple(sorted(code for code in size_groups() if len(code) == 5))


def _any_value(edges: Edges, column: Column, on: dt.date, chance: Random) -> Any:
    """Any value there can be, often none at all where that is a number."""
    if column.kind in (Kind.MONEY, Kind.PEOPLE) and chance.random() < 0.3:
        return 0
    return edges.value(chance, column, on)


def _any_row(edition: Edition, chance: Random) -> Row:
    """An enterprise of which this and that is known."""
    edges, columns = _asked(edition)
    holes = chance.choice((0.1, 0.4, 0.8))
    row: Row = {
        "name": "虚构企业",
        "uscc": chance.choice((USCC, None)),
        "region": chance.choice(REGIONS),
        "industry": chance.choice((*INDUSTRIES, *_COMPLETE_CODES, None)),
    }
    for name, column in columns.items():
        unknown = column.is_optional or chance.random() < holes
        row[name] = None if unknown else _any_value(edges, column, _day_of(edition), chance)
    return row


def _filled(row: Row, missing: list[str], edition: Edition, chance: Random) -> Row:
    """The same enterprise with anything at all in the place of what is missing."""
    edges, columns = _asked(edition)
    learned: Row = {}
    for name in missing:
        if name in IDENTIFYING:
            learned[name] = USCC if name == "uscc" else chance.choice(_COMPLETE_CODES)
        else:
            learned[name] = _any_value(edges, columns[name], _day_of(edition), chance)
    return {**row, **learned}


def settled_in_rounds(edition: Edition, chance: Random) -> Iterator[tuple[Row, Alternatives]]:
    """The answers about some enterprise, each time with everything filled in that was missing before."""
    on, row = _day_of(edition), _any_row(edition, chance)
    columns = _asked(edition)[1].values()
    for _round in range(4):
        answers = Alternatives((assess_by(edition, dossier_of(row, columns, on), AsOf(on)),))
        yield row, answers
        if not answers.missing:
            return
        row = _filled(row, [fact.key for fact in answers.missing], edition, chance)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 1 << 32))
def test_with_all_that_is_missing_filled_in_any_enterprise_meets_a_standard_or_does_not(seed: int) -> None:
    """The facts first; where they leave no share to be worked out, then what the authority makes of it."""
    chance = Random(seed)
    for _enterprise in range(8):
        edition = chance.choice(_questions())
        first, *later = (
            (row, answers.truth, [fact.key for fact in answers.missing])
            for row, answers in settled_in_rounds(edition, chance)
        )
        assert len(later) <= 2, (edition.key, first, later)
        row, truth, missing = [first, *later][-1]
        assert truth is not Truth.UNKNOWN, (edition.key, row)
        assert not missing
        for row, _truth, missing in later:
            assert all(key.startswith("criterion:") for key in missing), (edition.key, row, missing)


# ------------------------------------------------------------------------------------------------- what is asked for


def judged(value: bool, on: str = "2026-05-10") -> dict[str, Any]:
    return {"value": value, "by": BUREAU, "on": on}


# Everything 附件1 of 2026 asks for, but no revenue last year.
WITHOUT_REVENUE: dict[str, Any] = {
    "name": "重庆虚构初创科技有限公司",
    "uscc": USCC,
    "industry": "C3484",
    "facts": {
        "employees": {"2025": 120},
        "revenue": {"2025": "0元", "2024": "4000万元"},
        "main_revenue": {"2025": "0元"},
        "total_assets": {"2025": "6000万元"},
        "total_liabilities": {"2025": "3000万元"},
        "rd_expense": {"2025": "300万元", "2024": "200万元"},
        "equity_financing": {"2025": "2000万元", "2024": "0元"},
        "segment_since": "2019-03-12",
        "class1_ip": 3,
        "national_award_rank": 0,
        "provincial_award_rank": 0,
        "rd_institution": "own",
        "development_score": {"2026": "58.5"},
        "abnormal_list": False,
        "dishonest_list": False,
        "prohibited_product": False,
        "major_incident": False,
    },
    "titles": [{"title": "innovative_sme", "from": "2024-07-01", "through": "2026-12-31"}],
    "judgements": {"market_standing": judged(True)},
}


def dossier(facts: dict[str, Any] | None = None, **judgements: dict[str, Any]) -> Dossier:
    """That enterprise with other facts, and with judgements of whole criteria."""
    by_key = {f"criterion:{key}": made for key, made in judgements.items()}
    content = {
        **WITHOUT_REVENUE,
        "facts": {**WITHOUT_REVENUE["facts"], **(facts or {})},
        "judgements": {**WITHOUT_REVENUE["judgements"], **by_key},
    }
    return dossier_from_json(json.dumps(content))


def of_srdi(one: Dossier, on: dt.date = ON) -> Any:
    return assess(one, Tier.SRDI_SME, Act.RECOGNITION, AsOf(on))


def of_each(one: Dossier) -> Any:
    return assess_each(one, Tier.SRDI_SME, Act.RECOGNITION, AsOf(ON))


def of_ladder(one: Dossier) -> Any:
    return climb(one, AsOf(ON))


def test_a_share_of_no_revenue_asks_for_the_authority_and_says_why() -> None:
    answer = of_srdi(dossier())
    assert answer.truth is Truth.UNKNOWN
    data = assessment_data(answer)
    assert data["missing"] == ["criterion:S2b", "criterion:S3"]
    criteria = {one["key"]: one for one in data["criteria"]}
    assert criteria["S3"]["missing"] == ["criterion:S3"]
    assert criteria["S3"]["why"] == "营业收入为 0，占比无从计算"
    assert "why" not in criteria["S2c"]


@pytest.mark.parametrize(
    ("made", "truth"),
    [
        ({"S2b": True, "S3": True}, Truth.TRUE),
        ({"S2b": True, "S3": False}, Truth.FALSE),
        ({"S2b": True}, Truth.UNKNOWN),
        ({"S3": False}, Truth.FALSE),
    ],
)
def test_a_criterion_no_fact_can_decide_is_what_the_authority_says(made: dict[str, bool], truth: Truth) -> None:
    one = dossier(**{key: judged(value) for key, value in made.items()})
    answer = of_srdi(one)
    assert answer.truth is truth
    assert one_answer(answer.edition, one, ON) is truth


@pytest.mark.parametrize("on", ["2026-07-01", "2025-12-31"])
def test_a_judgement_of_a_later_day_or_of_another_year_does_not_count(on: str) -> None:
    answer = of_srdi(dossier(S2b=judged(True, on), S3=judged(True, on)))
    assert [fact.key for fact in answer.missing] == ["criterion:S2b", "criterion:S3"]


def test_the_year_before_the_last_is_named_where_it_is_the_one_without_revenue() -> None:
    revenue = {"revenue": {"2025": "5000万元", "2024": "0元"}, "main_revenue": {"2025": "4500万元"}}
    data = assessment_data(of_srdi(dossier(revenue)))
    assert data["missing"] == ["criterion:S3"]
    assert next(one["why"] for one in data["criteria"] if one["key"] == "S3") == "2024年营业收入为 0，占比无从计算"


def test_no_more_is_asked_of_the_authority_while_a_fact_can_still_decide() -> None:
    answer = of_srdi(dossier({"rd_expense": {"2025": "300万元"}}))
    assert [fact.key for fact in answer.missing] == ["criterion:S2b", "rd_expense:2024"]


# ---------------------------------------------------------------------------------------------------- what is refused


REVENUE = {"revenue": {"2025": "5000万元", "2024": "4000万元"}, "main_revenue": {"2025": "4500万元"}}


@pytest.mark.parametrize(
    ("facts", "key", "code", "told"),
    [
        (REVENUE, "S3", "E355", "2025年营业收入"),
        ({**REVENUE, "rd_expense": {"2025": "300万元"}}, "S3", "E355", "先补上 2024年研发费用"),
        (None, "S2a", "E355", "营业收入、新增股权融资"),
        (None, "S33", "E356", "S3"),
    ],
)
def test_a_judgement_nobody_has_to_make_is_refused_with_what_decides(
    facts: dict[str, Any] | None, key: str, code: str, told: str
) -> None:
    one = dossier(facts, **{key: judged(True)})
    for answered in (of_srdi, of_each, of_ladder):
        with pytest.raises(BadDossier) as refused:
            answered(one)
        (fault,) = refused.value.faults
        assert (fault.code, fault.place) == (code, f"judgements criterion:{key}")
        assert told in fault.remedy


def test_a_judgement_of_another_titles_criterion_is_no_fault() -> None:
    one = dossier(S2b=judged(True), S3=judged(True))
    assert assess_each(one, Tier.LISTED, Act.RECOGNITION, AsOf(ON)).truth is not Truth.TRUE
    assert climb(one, AsOf(ON)).next is not None


def test_a_judgement_without_the_criterions_key_is_an_unknown_member() -> None:
    with pytest.raises(BadDossier) as refused:
        dossier(**{"": judged(True)})
    assert [fault.code for fault in refused.value.faults] == ["E302"]


# ---------------------------------------------------------------------------------------------------- in the register


def test_a_register_keeps_a_judgement_of_a_criterion_until_facts_decide(tmp_path: Path) -> None:
    file = tmp_path / "firm.json"
    content = {**WITHOUT_REVENUE, "judgements": {"market_standing": judged(True), "criterion:S3": judged(True)}}
    file.write_text(json.dumps({**content, "judgements": {**content["judgements"], "criterion:S2b": judged(True)}}))
    with open_registry("memory:") as register:
        register.import_facts(file, source="企业填报")
        asked = (USCC, Tier.SRDI_SME, Act.RECOGNITION, AsOf(ON))
        assert register.assess(*asked).truth is Truth.TRUE
        later = {**content, "facts": {"revenue": {"2025": "1元"}}, "judgements": {}, "titles": []}
        file.write_text(json.dumps(later))
        register.import_facts(file, source="企业填报")
        assert register.assess(*asked).truth is Truth.FALSE


def test_a_criterion_no_standard_has_is_not_taken_into_the_register(tmp_path: Path) -> None:
    file = tmp_path / "firm.json"
    file.write_text(json.dumps({**WITHOUT_REVENUE, "judgements": {"criterion:S33": judged(True)}}))
    with open_registry("memory:") as register, pytest.raises(BadDossier) as refused:
        register.import_facts(file, source="企业填报")
    assert [fault.code for fault in refused.value.faults] == ["E356"]


# ------------------------------------------------------------------------------------------------- many enterprises

# The judgement of S3 by the year it was made; that of S2b is of this year throughout.
JUDGED_IN = {"2026-05-10": True, "2025-12-10": None, None: None}


def _written(folder: Path, number: int, on: str | None) -> Path:
    made = {"criterion:S2b": judged(True)} | ({"criterion:S3": judged(True, on)} if on else {})
    firm = {**WITHOUT_REVENUE, "name": f"第{number}号企业", "judgements": {**WITHOUT_REVENUE["judgements"], **made}}
    firm.pop("uscc" if number else "note", None)
    file = folder / f"{number}.json"
    file.write_text(json.dumps({**firm, "facts": {**firm["facts"], "class1_ip": 1}}))
    return file


def test_a_register_is_screened_by_the_judgements_of_the_year(sqlite_register: str, tmp_path: Path) -> None:
    with open_registry(sqlite_register) as register:
        for number, on in enumerate(JUDGED_IN):
            register.import_facts(_written(tmp_path, number, on), source="企业填报")
    question = ask(Tier.SRDI_SME, Act.RECOGNITION, ON)
    answers = tmp_path / "answers.csv"
    RegisterSource(sqlite_register).screen(question, str(answers))
    with answers.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["S3"] for row in rows] == ["true", "", ""]
    # The first has a credit code as well.
    assert [(row["truth"], row["missing"]) for row in rows] == [("true", "0"), ("", "2"), ("", "2")]


@pytest.mark.parametrize(("heading", "s3"), [(None, None), ("criterion:S3", True), ("主管部门对 S3 的认定", True)])
def test_a_table_may_have_a_column_of_judgements_and_is_complete_without(
    tmp_path: Path, heading: str | None, s3: bool | None
) -> None:
    cells = {"name": "甲公司", "revenue:2025": "0元", "revenue:2024": "4000万元"}
    cells |= {"rd_expense:2025": "300万元", "rd_expense:2024": "200万元"} | ({heading: "是"} if heading else {})
    file = tmp_path / "firms.csv"
    file.write_text(f"{','.join(cells)}\n{','.join(cells.values())}\n", encoding="utf-8")
    answers = tmp_path / "answers.csv"
    found = FileSource(file).screen(ask(Tier.SRDI_SME, Act.RECOGNITION, ON), str(answers))
    assert not [column.name for column in found.absent if column.name.startswith("criterion:")]
    with answers.open(encoding="utf-8") as opened:
        (row,) = csv.DictReader(opened)
    assert row["S3"] == {True: "true", None: ""}[s3]


# ------------------------------------------------------------------------------------------------ where others decide


def test_without_revenue_the_points_are_those_of_the_other_share() -> None:
    firm = {
        "name": "重庆虚构初创科技有限公司",
        "uscc": USCC,
        "facts": {
            "employees": {"2025": 100},
            "tech_staff": {"2025": 10},
            "sales_revenue": {"2025": "0元"},
            "total_assets": {"2025": "500万元"},
            "rd_expense": {"2025": "10万元"},
            "cost_expense": {"2025": "100万元"},
            "class1_ip": 1,
            "class2_ip": 0,
            "national_award_rank_5y": 0,
            "rd_institution": "none",
            **dict.fromkeys(("prohibited_product", "recent_incident", "abnormal_list", "dishonest_list"), False),
            **dict.fromkeys(("high_tech_enterprise", "led_standard_5y"), False),
        },
    }
    answer = assess(dossier_from_json(json.dumps(firm)), Adjacent.TECH_SME, Act.RECOGNITION, AsOf(ON))
    data = assessment_data(answer)
    assert (data["truth"], data["missing"]) == ("false", [])
    assert data["score"] == {"low": 44, "high": 44, "pass": 60}


def test_the_columns_read_name_a_criterion_only_the_authority_may_have_to_judge() -> None:
    edition = RULEBOOK.edition("srdi_sme/recognition/2026")
    optional = [column.name for column in columns_of([edition], ON) if column.is_optional]
    assert optional == ["criterion:B1", "criterion:B2", "criterion:S2b", "criterion:S2c", "criterion:S3"]
    column = column_of(Slot("judgement:criterion:S3"), ON)
    assert (column.label, column.kind) == ("主管部门对 S3 的认定", Kind.JUDGEMENT)
