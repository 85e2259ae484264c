"""Every answer travels as plain data and as text through one door, whatever it is about."""

from __future__ import annotations

import datetime as dt
import json

import pytest

import tiertrack
from tests.support.answer_schemas import faults, schema_of
from tests.support.answers import ANSWERS, Kept, kept_answers
from tiertrack import AsOf, BadInput, Duty, DutyKind, Fault, StaleStanding, to_dict, to_json, to_text
from tiertrack.render.forms import answer_types

answers = pytest.fixture(scope="module")(kept_answers)


def test_every_type_of_answer_is_tried() -> None:
    assert {*ANSWERS.values()} == {*answer_types()}


@pytest.mark.parametrize("which", ANSWERS)
def test_an_answer_is_plain_data_as_its_schema_says_that_comes_back_from_its_json(answers: Kept, which: str) -> None:
    data = to_dict(answers[which])
    assert faults(data, schema_of(answers[which], data)) == []
    assert json.loads(to_json(answers[which])) == data


@pytest.mark.parametrize("which", ANSWERS)
def test_an_answer_in_brief_is_one_line(answers: Kept, which: str) -> None:
    line = to_text(answers[which], brief="line")
    assert line
    assert "\n" not in line
    assert to_text(answers[which])


def test_several_answers_are_a_list_and_a_text_together() -> None:
    duties = [
        Duty(DutyKind.YEARLY_UPDATE, name, "srdi_sme", None, dt.date(2027, 4, 30), "更新信息", "2号文")
        for name in ("甲公司", "乙公司")
    ]
    assert to_dict(duties) == [to_dict(duty) for duty in duties]
    assert to_text(duties).startswith("| 截止 |")
    assert to_text(duties, brief="line").splitlines() == [to_text(duty, brief="line") for duty in duties]
    assert (to_dict([]), to_text(())) == ([], "")


def test_an_error_travels_with_its_kind_and_every_fault() -> None:
    faults = [Fault("E101", "金额读不出来", "请写数字加单位", "一千", "第 2 行"), Fault("E104", "太细", "请舍入")]
    told = to_dict(StaleStanding(*faults))
    assert told["error"] == "StaleStanding"
    assert [fault["code"] for fault in told["faults"]] == ["E101", "E104"]
    assert told["message"] == to_text(StaleStanding(*faults))


@pytest.mark.parametrize("other", ["甲公司", 3, None, {"truth": "true"}, dt.date(2026, 6, 30)], ids=repr)
def test_what_is_no_answer_is_refused(other: object) -> None:
    for door in (to_dict, to_json, to_text):
        with pytest.raises(BadInput, match="E835"):
            door(other)


def test_a_brevity_that_there_is_not_is_refused() -> None:
    with pytest.raises(BadInput, match=r"E834.*line"):
        to_text(AsOf(dt.date(2026, 6, 30)), brief="lines")  # type: ignore[arg-type]


def test_the_doors_are_public() -> None:
    assert {"to_dict", "to_json", "to_text"} <= {*tiertrack.__all__}
