"""Every answer travels as plain data and as text through one door, whatever it is about."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import attrs
import pytest

import tiertrack
from tests.support.answer_schemas import faults, schema_of
from tests.support.answers import ANSWERS, Kept, judged_there, kept_answers
from tiertrack import (
    AsOf,
    BadInput,
    Duty,
    DutyKind,
    Fault,
    StaleStanding,
    TiertrackError,
    national_rulebook,
    to_dict,
    to_json,
    to_text,
)
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


@pytest.mark.parametrize("which", ANSWERS)
def test_an_answer_is_equal_to_its_copies_and_has_their_hash(answers: Kept, which: str) -> None:
    answer = answers[which]
    for copied in (pickle.loads(pickle.dumps(answer)), copy.deepcopy(answer)):
        if isinstance(answer, TiertrackError):
            assert (type(copied), copied.args) == (type(answer), answer.args)
        else:
            assert copied == answer
            assert hash(copied) == hash(answer)


def test_answers_of_another_process_are_equal_to_those_of_this_one(answers: Kept) -> None:
    values = {name: answer for name, answer in answers.items() if not isinstance(answer, TiertrackError)}
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        again = pool.submit(judged_there, answers["a standard left open"].given, values).result()
    assert again == (answers["a standard left open"], values, True)


def test_what_differs_is_not_equal(answers: Kept) -> None:
    met, missed = answers["a standard met"], answers["a standard not met"]
    assert len({met, missed, met}) == 2
    for other in (attrs.evolve(met, asof=AsOf(dt.date(2026, 7, 1))), attrs.evolve(met, given=missed.given)):
        assert other != met
    edition = met.edition
    assert attrs.evolve(edition, criteria=edition.criteria[1:]) != edition
    assert attrs.evolve(edition, origin="hard_tech.py") == edition


def values_within(value: Any, seen: dict[int, Any]) -> Iterator[Any]:
    """The value and every value it is made of, each once."""
    if id(value) in seen:
        return
    seen[id(value)] = value
    if isinstance(value, tuple | list | frozenset | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from values_within(part, seen)
    elif isinstance(value, TiertrackError):
        yield value
    elif attrs.has(type(value)):
        yield value
        for part in attrs.fields(type(value)):
            yield from values_within(getattr(value, part.name), seen)


def test_no_value_takes_200_characters_to_say_which_it_is(answers: Kept) -> None:
    long = {
        type(value) for value in values_within([*answers.values(), national_rulebook()], {}) if len(repr(value)) > 199
    }
    assert long == set()


def test_a_value_says_which_it_is_on_one_line_whatever_it_holds() -> None:
    hostile = "甲\n\x1b[31m公司" * 100
    duty = Duty(DutyKind.REVIEW, hostile, "srdi_sme", None, dt.date(2027, 4, 30), hostile, hostile)
    for value in (duty, Fault("E101", hostile, hostile, hostile), BadInput(Fault("E101", "读不出来", "请改", hostile))):
        assert len(repr(value)) < 200
        assert repr(value).isprintable()


def test_an_answer_says_what_it_came_to(answers: Kept) -> None:
    assert repr(answers["a standard not met"]) == "<Assessment srdi_sme recognition 2026-06-30: 不符合, 7 未满足>"
    assert repr(answers["a standard left open"]) == "<Assessment srdi_sme recognition 2026-06-30: 待补充, 尚缺 3>"
    assert repr(answers["an edition"]) == "<Edition little_giant/recognition/2026: 21 条>"


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
