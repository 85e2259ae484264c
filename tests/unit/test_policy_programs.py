"""Editions as programs: what the script reads and says of answers, what it asks next, and how programs are written."""

from __future__ import annotations

import datetime as dt
import functools
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from py_mini_racer import MiniRacer

from tests.support.answer_schemas import faults
from tests.support.commands import Run
from tests.support.scripts import ScriptEngine, in_any_order, in_process, program_of
from tiertrack import (
    BadInput,
    Rulebook,
    Truth,
    judge_source,
    national_rulebook,
    policy_program,
    policy_vectors,
    to_dict,
)
from tiertrack.app.programs import every_program
from tiertrack.errors import TiertrackError
from tiertrack.facts.credit_code import normalise_credit_code
from tiertrack.facts.datum import value_key
from tiertrack.facts.parsing import parse_value
from tiertrack.facts.units import format_value
from tiertrack.facts.vocabulary import FACTS
from tiertrack.logic.quantity import Kind

ON = dt.date(2026, 6, 30)
SRDI, LITTLE_GIANT = "srdi_sme/recognition/2026", "little_giant/recognition/2026"
# Between them they have every kind of test, of fact and of way to read a code.
EDITIONS = (
    SRDI,
    LITTLE_GIANT,
    "achievement/recognition/2024",
    "listed:star/recognition/2025",
    "above_scale/recognition/2011",
    "smerd_cq/recognition/2024@500000",
)


@functools.cache
def program(key: str, on: dt.date = ON) -> dict[str, Any]:
    return program_of(policy_program(key, on))


@pytest.fixture(scope="module")
def script() -> Iterator[ScriptEngine]:
    with in_process() as engine:
        yield engine


def judged(script: ScriptEngine, key: str, **answers: Any) -> dict[str, Any]:
    return script.judged(program(key), [answers])[0]


# ----------------------------------------------------------------------------------------------- what people write

WRITTEN = {
    Kind.MONEY: (
        *("5200万元", "0.9亿", " 1,234.56 元", "１２０万元", "千元", "5千万", "3百万元", "12", "", "1.005元", "-3元"),
        *(
            "−3万元",
            "9万亿元",
            "9000000000000.01元",
            "99999999999999亿元",
            "abc",
            "12美元",
            "1万2",
            "2²万元",
            "+5元",
            "五万元",
        ),
    ),
    Kind.SHARE: ("12%", "3/25", "１２．５％", "100.0000001%", "12", "3/0", "-3/25", "1,200%", "0%", "²%"),
    Kind.PEOPLE: ("120", "1e3", "12.0", "-1", "+5", "１２", "120人", "1234567890123456", "1,000"),
    Kind.DATE: (
        *(
            "2023-01-01",
            "2023-1-1",
            "2023/1/1",
            "2023.1.1",
            "20230101",
            "2023年1月1日",
            "２０２３-01-01",
            "2023 - 01 - 01",
        ),
        *(
            "2023-02-29",
            "2024-02-29",
            "2023-13-01",
            "1948-12-31",
            "2200-01-01",
            "0000-01-01",
            "去年",
            "2023-1",
            "2024年2月",
            "2023/13",
            "0000.5",
        ),
    ),
    Kind.POINTS: ("58.5", "58.5分", "100", "100.01", "58.555", "60 分", "-1", "六十"),
    Kind.RANK: ("0", "1", "3", "x"),
    Kind.FLAG: ("是", "否", "true", "FALSE", "有", "1"),
    Kind.CHOICE: ("自建", "own", " 市级 ", "OWN", "县级"),
}


_READ = "given.texts.map(function (text) { return TierTrack.read(given.fact, text); })"


def by_python(fact: dict[str, Any], text: str) -> dict[str, Any]:
    if not text.strip():
        return {"value": None}
    try:
        value = parse_value(FACTS[fact["fact"]], text)
    except TiertrackError as error:
        (one,) = error.faults
        return {"fault": {"code": one.code, "what": one.what, "remedy": one.remedy}}
    if fact["kind"] == "date":
        return {"value": dt.date.fromordinal(int(value)).isoformat()}
    return {"value": value if isinstance(value, bool | str) else str(value)}


@pytest.mark.parametrize("kind", WRITTEN, ids=lambda kind: kind.value)
def test_what_people_write_is_read_in_a_browser_as_everywhere(script: ScriptEngine, kind: Kind) -> None:
    texts, key = WRITTEN[kind], LITTLE_GIANT if kind is Kind.SHARE else SRDI
    fact = next(one for one in program(key)["facts"] if one["kind"] == kind.value)
    found = script.value(_READ, fact=fact, texts=texts)
    assert dict(zip(texts, found, strict=True)) == {text: by_python(fact, text) for text in texts}


@pytest.mark.parametrize(
    ("key", "text", "read"),
    [
        ("industry", "C3484", "C3484"),
        ("industry", "3484", "C3484"),
        ("industry", "ｃ34", "C34"),
        ("industry", "C99", "E206"),
        ("industry", "制造业", "E206"),
    ],
)
def test_an_industry_is_read_by_its_code(script: ScriptEngine, key: str, text: str, read: str) -> None:
    fact = next(one for one in program(SRDI)["facts"] if one["key"] == key)
    found = script.value("TierTrack.read(given.fact, given.text)", fact=fact, text=text)
    assert read in (found.get("value"), found.get("fault", {}).get("code"))


_CODES = (
    *("91500113ma0000015q", "９１500113 MA0000015Q", "91-500113-MA0000015-Q", "9150011", "91500113MA000001OI"),
    *("91A00113MA0000015Q", "00500113MA0000015Q", "91500113MA0000015A", "91500113MA0000015A（凭证照）"),
)


def test_a_credit_code_is_read_in_a_browser_as_everywhere(script: ScriptEngine) -> None:
    fact = next(one for one in program(SRDI)["facts"] if one["kind"] == "credit_code")
    found = script.value(_READ, fact=fact, texts=_CODES)
    assert dict(zip(_CODES, found, strict=True)) == {text: code_by_python(text) for text in _CODES}


def code_by_python(text: str) -> dict[str, Any]:
    try:
        return {"value": normalise_credit_code(text)}
    except TiertrackError as error:
        (one,) = error.faults
        return {"fault": {"code": one.code, "what": one.what, "remedy": one.remedy}}


@pytest.mark.parametrize(
    ("key", "answer", "value"),
    [
        ("revenue:2025", "520000000000", 520000000000),
        ("revenue:2025", "1", 1),
        ("revenue:2025", "-12345678", -12345678),
        ("employees:2025", "120", 120),
        ("class1_ip", "3", 3),
        ("national_award_rank", "0", 0),
        ("national_award_rank", "2", 2),
        ("abnormal_list", False, False),
        ("development_score:2026", "5850", 5850),
        ("segment_since", "2019-03-12", dt.date(2019, 3, 12).toordinal()),
    ],
)
def test_a_value_is_told_in_a_browser_as_everywhere(script: ScriptEngine, key: str, answer: Any, value: Any) -> None:
    fact = next(one for one in program(SRDI)["facts"] if one["key"] == key)
    known = FACTS[fact["fact"]]
    assert script.value("TierTrack.write(given.fact, given.answer)", fact=fact, answer=answer) == format_value(
        value, known.kind, known.unit
    )


@pytest.mark.parametrize("answer", [1.5, "5200万元", True, "", 2**53])
def test_an_answer_in_any_other_form_is_refused(script: ScriptEngine, answer: Any) -> None:
    with pytest.raises(Exception, match="不是程序所用的写法"):
        judged(script, SRDI, **{"revenue:2025": answer})


def test_a_program_of_another_format_is_refused(script: ScriptEngine) -> None:
    with pytest.raises(Exception, match="程序的格式是第 2 版"):
        script.judged({**program(SRDI), "format": 2}, [{}])


# --------------------------------------------------------------------------------------------------- what is answered


def test_nothing_unknown_is_taken_for_nothing(script: ScriptEngine) -> None:
    found = judged(script, SRDI)
    assert found["truth"] == "unknown"
    assert {one["truth"] for one in found["criteria"]} == {"unknown"}
    assert "revenue:2025" in found["missing"]
    assert found["moot"] == []


def test_an_amount_too_large_for_floating_point_is_held_to_the_fen(script: ScriptEngine) -> None:
    # 2^53 and one more are one number there. Debts may be four fifths of the assets.
    part = 2**53 + 1
    assets = {"total_assets:2025": str(5 * part)}
    found = [judged(script, SRDI, **assets, **{"total_liabilities:2025": str(4 * part + more)}) for more in (0, 1)]
    truths = [next(one["truth"] for one in each["criteria"] if one["key"] == "S2c") for each in found]
    assert truths == ["true", "false"]


@pytest.mark.parametrize("key", EDITIONS)
def test_the_vectors_of_a_program_are_answered_by_the_script(script: ScriptEngine, key: str) -> None:
    on = max(ON, national_rulebook().edition(key).period.start or ON)
    on = min(on, national_rulebook().edition(key).period.last or on)
    data = to_dict(policy_vectors(key, on))
    answers = [vector["answers"] for vector in data["vectors"]]
    for vector, found in zip(data["vectors"], script.judged(program(key, on), answers), strict=True):
        assert found["truth"] == vector["truth"]
        assert {one["key"]: one["truth"] for one in found["criteria"]} == vector["criteria"]
        assert (found["missing"], found["moot"], found["score"]) == tuple(
            vector[it] for it in ("missing", "moot", "score")
        )
        lacking = {one["key"]: one["shortfall"] for one in found["criteria"] if one["shortfall"]}
        assert lacking == vector["shortfalls"]
        assert in_any_order(found["doubts"]) == in_any_order(vector["doubts"])
    assert {vector["truth"] for vector in data["vectors"]} >= {"false", "unknown"}
    assert faults(data, "policy_vectors") == []
    assert faults(to_dict(policy_program(key, on)), "policy_program") == []


# ------------------------------------------------------------------------------------------------- what to ask next

_ASKED = """(function () {
  var answers = {}, asked = [], unknown = [], fact;
  while ((fact = TierTrack.next(given.program, answers, unknown)) !== null) {
    asked.push([fact.kind, TierTrack.judge(given.program, answers).missing.indexOf(fact.key) >= 0]);
    if (given.answers[fact.key] === undefined) unknown.push(fact.key);
    answers[fact.key] = given.answers[fact.key];
  }
  return { asked: asked, judged: TierTrack.judge(given.program, answers), unknown: unknown };
})()"""


def test_each_question_is_about_what_could_still_decide_and_judgements_come_last(script: ScriptEngine) -> None:
    met = next(vector for vector in policy_vectors(SRDI, ON).vectors if vector.assessment.truth is Truth.TRUE)
    found = script.value(_ASKED, program=program(SRDI), answers=met.answers)
    kinds = [kind for kind, _missing in found["asked"]]
    assert all(is_missing for _kind, is_missing in found["asked"])
    assert kinds == sorted(kinds, key="judgement".__eq__)
    assert (found["judged"]["truth"], found["judged"]["missing"]) == ("true", [])
    assert len(kinds) < len(program(SRDI)["facts"])


def test_what_nobody_knows_is_asked_once_and_stays_missing(script: ScriptEngine) -> None:
    found = script.value(_ASKED, program=program(SRDI), answers={})
    assert found["judged"]["truth"] == "unknown"
    assert sorted(found["unknown"]) == sorted(found["judged"]["missing"])


def test_one_answer_that_settles_it_ends_the_questions(script: ScriptEngine) -> None:
    first = script.value("TierTrack.next(given.program, {}).key", program=program(SRDI))
    assert len([one for one in judged(script, SRDI)["criteria"] if one["missing"] == [first]]) == 1
    listed = {"uscc": "91500113MA0000015Q", "abnormal_list": True}
    assert script.value("TierTrack.next(given.program, given.answers)", program=program(SRDI), answers=listed) is None


# --------------------------------------------------------------------------------------------------------- the script


def test_the_script_asks_nothing_of_an_old_browser_but_whole_numbers() -> None:
    code = re.sub(r"/\*.*?\*/|//[^\n]*|\"[^\"\n]*\"", "", judge_source(), flags=re.S)
    assert re.findall(r"=>|\?\.|\?\?|`|\*\*|\b\d+n\b|\b(?:let|const|class|async|import|export)\b", code) == []
    assert re.findall(r"\b(?:fetch|XMLHttpRequest|eval|Function|document|window)\b", code) == []


def test_what_a_part_of_the_script_declares_no_other_part_does() -> None:
    # They share one scope, with what is declared before all of them.
    before, parts = judge_source().split("/* Days", 1)
    declared = re.findall(r"^(?:function|var) (\w+)", parts, flags=re.MULTILINE)
    declared += re.findall(r"(?<!\.)\b(\w+) = ", before)
    assert [name for name, times in Counter([*declared, "root"]).items() if times > 1] == []


def test_where_there_are_no_exact_numbers_nothing_is_judged() -> None:
    with MiniRacer() as context:
        context.eval("delete globalThis.BigInt")
        context.eval(judge_source())
        assert context.eval("[TierTrack.isSupported, typeof TierTrack.judge].join()") == "false,undefined"


# --------------------------------------------------------------------------------------------------- programs written


def test_a_program_says_where_each_of_its_rules_stands() -> None:
    data = program(SRDI)
    assert data["edition"]["digest"] == national_rulebook().edition(SRDI).digest
    research = next(one for one in data["criteria"] if one["key"] == "S3")
    assert (research["clause"], research["confidence"]) == ("附件1（三）", "转述")
    revenue = next(one for one in data["facts"] if one["key"] == "revenue:2025")
    assert revenue["definitions"][0]["text"].startswith("照利润表")
    assert [value_key(one["fact"], one["year"]) for one in data["facts"] if one["kind"] == "money"] == [
        one["key"] for one in data["facts"] if one["kind"] == "money"
    ]


def test_the_days_of_a_program_are_those_of_its_day() -> None:
    assert [one["day"] for one in program(SRDI)["cutoffs"]] == ["2023-01-01"]
    assert [one["day"] for one in program(SRDI, dt.date(2027, 1, 1))["cutoffs"]] == ["2024-01-01"]


def test_a_program_is_for_a_day_its_edition_applies_on() -> None:
    with pytest.raises(BadInput, match=r"E772.*2026-04-01 起"):
        policy_program(SRDI, "2026-03-31")


def test_the_command_writes_what_the_library_gives(run: Run, tmp_path: Path) -> None:
    words = ("policy", "export", "--tier", "专精特新", "--on", "2026-06-30")
    code, out, _err = run(*words, "--format", "json")
    assert (code, json.loads(out)) == (0, [to_dict(policy_program(SRDI, ON))])
    named = ("policy", "export", "专精特新/认定/2026", "--on", "2026-06-30", "--format", "json")
    assert run(*named)[:2] == (code, out)
    into = tmp_path / "向量.json"
    code, out, _err = run(*words, "--vectors", "--into", str(into))
    assert (code, out) == (0, f"写好了：{into}，1 个版本。\n")
    assert json.loads(into.read_text(encoding="utf-8")) == [to_dict(policy_vectors(SRDI, ON))]
    code, _out, err = run(*words, "--into", str(into))
    assert (code, "E829" in err) == (2, True)


def test_standards_side_by_side_are_a_program_each(run: Run) -> None:
    words = ("policy", "export", "--tier", "上市", "--on", "2026-06-30")
    _code, out, _err = run(*words)
    assert [line.split("/")[0] for line in out.splitlines()] == [
        f"上市企业（{board}）" for board in ("主板", "科创板", "创业板", "北交所")
    ]
    _code, out, _err = run(*words, "--board", "科创板")
    assert out.count("程序") == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--on", "2026-06-30"), "E705"),
        (("专精特新/认定/2026",), "适用于 2026-04-01 起，请写其中的一天，如 --on 2026-04-01"),
        (("专精特新/认定/2026", "--on", "2026-03-31"), "E772"),
        (("专精特新/认定/2026", "--on", "2026-06-30", "--act", "复核"), "请去掉 --act，或去掉版本"),
        (("专精特新/认定/2026", "--on", "2026-06-30", "--all"), "请去掉 --all，或去掉版本"),
        (("专精特新/认定/20", "--on", "2026-06-30"), "E503"),
        (("--all",), "E705"),
        (("--on", "2026-06-30", "--all", "--tier", "专精特新"), "E714"),
        (("--on", "2026-06-30", "--all", "--act", "复核"), "E714"),
        (("--on", "2010-06-30", "--tier", "专精特新"), "E501"),
        (("--on", "2026-06-30", "--tier", "专精特新", "--into", "程序.txt"), "E828"),
    ],
)
def test_an_export_that_cannot_be_is_refused(run: Run, words: tuple[str, ...], told: str) -> None:
    code, out, err = run("policy", "export", *words)
    assert (code, out, told in err) == (2, "", True)


def test_every_edition_is_written_for_a_day_it_applies_on(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = national_rulebook().editions
    assert all(one.on in one.edition.period for one in every_program(national_rulebook(), ON))
    monkeypatch.setattr("tiertrack.district.loading.load_rulebook", lambda *_given: Rulebook(every[:2]))
    into = tmp_path / "全部.json"
    code, out, _err = run("policy", "export", "--all", "--on", "2026-06-30", "--into", str(into), "--format", "json")
    found = json.loads(into.read_text(encoding="utf-8"))
    assert (code, [one["edition"] for one in found]) == (0, json.loads(out))
    assert [one["edition"]["key"] for one in found] == [edition.key for edition in every[:2]]
