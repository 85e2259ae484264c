"""A kept answer judged again is the same to the last member, or says exactly what differs."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import attrs
import pytest

from tests.support.answer_schemas import faults
from tests.support.commands import Run
from tiertrack import (
    Act,
    Alternatives,
    AsOf,
    BadInput,
    Dossier,
    Rulebook,
    Side,
    Tier,
    assess,
    assess_each,
    keep,
    national_rulebook,
    read_dossier,
    replay,
    to_dict,
    to_text,
)
from tiertrack.errors import BadDossier, BadFile, UnknownEdition
from tiertrack.shipped import shipped

EXAMPLES = shipped("seeds") / "examples"
ASOF = AsOf(dt.date(2026, 6, 30))


def firm(name: str = "with-holes") -> Dossier:
    return read_dossier(EXAMPLES / f"{name}.json")


def kept(name: str = "with-holes", asof: AsOf = ASOF) -> dict[str, Any]:
    return keep(assess(firm(name), Tier.SRDI_SME, Act.RECOGNITION, asof))


@pytest.mark.parametrize("name", ["meets", "near-miss", "with-holes"])
@pytest.mark.parametrize(
    "asof",
    [ASOF, AsOf(dt.date(2026, 3, 31)), AsOf(dt.date(2026, 6, 30), dt.datetime(2026, 7, 1, tzinfo=dt.UTC))],
    ids=str,
)
def test_an_answer_kept_and_sent_as_json_is_the_same_again(name: str, asof: AsOf) -> None:
    sent = json.loads(json.dumps(kept(name, asof), ensure_ascii=False))
    assert faults(sent, "kept_answer") == []
    again = replay(sent)
    assert again.is_same, again.differs
    assert again.answer == assess(firm(name), Tier.SRDI_SME, Act.RECOGNITION, asof)


@pytest.mark.parametrize("tier", [Tier.LISTED, Tier.HARD_TECH])
def test_standards_side_by_side_are_the_same_again(tier: Tier) -> None:
    answers = assess_each(firm(), tier, Act.RECOGNITION, ASOF)
    sent = keep(answers)
    assert faults(sent, "kept_answer") == []
    again = replay(sent)
    assert (again.is_same, again.answer) == (True, answers)
    assert isinstance(again.answer, Alternatives)


def told(again: Any) -> list[tuple[str, str]]:
    return [(one.aspect.value, one.place) for one in again.differs]


def test_another_version_of_the_software_is_all_that_differs() -> None:
    assert told(replay({**kept(), "version": "0.4.0"})) == [("software", "version")]


def test_a_fact_that_was_changed_since_is_told_with_what_it_changed() -> None:
    answer = kept()
    answer["dossier"]["facts"]["revenue"]["2024"] = "3000万元"
    found = told(replay(answer))
    assert ("facts", "dossier_digest") in found
    assert ("answer", "missing") in found
    assert {aspect for aspect, _place in found} == {"facts", "answer"}


def test_an_answer_that_was_changed_by_hand_is_told_in_its_place() -> None:
    answer = kept()
    answer["criteria"][2]["truth"] = "false"
    (one,) = replay(answer).differs
    assert (one.aspect.value, one.place, one.kept) == ("answer", "criteria[2].truth", "false")


@pytest.mark.parametrize("value", [None, "甲"])
def test_a_member_that_only_one_of_the_answers_has_is_told_even_where_it_is_null(value: Any) -> None:
    answer = kept()
    # Without the day by which it was known it could not be judged again.
    nulls = [name for name, member in answer.items() if member is None and name != "known_at"]
    for name in nulls:
        (one,) = replay({key: member for key, member in answer.items() if key != name}).differs
        assert (one.place, one.kept, one.now, one.only) == (name, None, None, Side.NOW)
    assert nulls
    answer["criteria"][0]["remark"] = value
    again = replay(answer)
    (one,) = again.differs
    assert (one.place, one.kept, one.now, one.only) == ("criteria[0].remark", value, None, Side.KEPT)
    assert to_text(again).endswith(f"criteria[0].remark　{value or '（空）'} → （没有这一项）")
    assert faults(to_dict(again), "replay") == []


def test_an_edition_that_says_something_else_now_is_told_by_its_fingerprint() -> None:
    rules = national_rulebook()
    edition = rules.edition("srdi_sme/recognition/2026")
    another = attrs.evolve(edition, validity_years=4)
    district = Rulebook(tuple(another if one is edition else one for one in rules.editions))
    assert told(replay(kept(), rulebook=district)) == [("edition", "edition.digest")]


def test_the_json_of_an_answer_is_enough_where_the_dossier_is_given() -> None:
    answer = kept()
    del answer["dossier"]
    assert replay(answer, firm()).is_same
    assert ("facts", "dossier_digest") in told(replay(answer, firm("meets")))
    with pytest.raises(BadInput, match="E836"):
        replay(answer)


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"truth": "true"},
        {**kept(), "edition": None},
        {**kept(), "known_at": "昨天"},
        {**kept(), "variants": []},
        {**kept(), "truth": object()},
        [1],
        None,
    ],
    ids=["nothing", "no answer", "no edition", "no instant", "no variants", "no JSON", "list", "none"],
)
def test_what_is_no_answer_is_refused(other: Any) -> None:
    with pytest.raises(BadInput, match="E837"):
        replay(other)


@pytest.mark.parametrize("kind", [str, Path])
def test_a_kept_answer_is_taken_by_the_path_of_its_file(kind: Any, tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(kept()), encoding="utf-8")
    assert replay(kind(file)).is_same
    with pytest.raises(BadFile, match="E401"):
        replay(kind(tmp_path / "other.json"))


def test_an_edition_or_a_dossier_that_cannot_be_is_refused() -> None:
    answer = kept()
    with pytest.raises(UnknownEdition):
        replay({**answer, "edition": {**answer["edition"], "key": "srdi_sme/recognition/1999"}})
    with pytest.raises(BadDossier, match="dossier"):
        replay({**answer, "dossier": {"name": "甲公司", "turnover": 3}})


def test_the_command_line_keeps_an_answer_and_judges_it_again(run: Run, tmp_path: Path) -> None:
    file, answer = str(EXAMPLES / "near-miss.json"), tmp_path / "answer.json"
    asked = ("assess", file, "--tier", "srdi_sme", "--on", "2026-06-30", "--keep", str(answer))
    code, out, _err = run(*asked)
    assert (code, out.startswith("暂不能申报：")) == (1, True)
    code, out, _err = run("replay", str(answer))
    assert (code, out.splitlines()[-1]) == (0, "与留存的答复一致，每一项都相同。")
    assert run(*asked)[0] == 2
    changed = json.loads(answer.read_text(encoding="utf-8")) | {"version": "0.4.0"}
    answer.write_text(json.dumps(changed, ensure_ascii=False), encoding="utf-8")
    code, out, _err = run("replay", str(answer), "--format", "json")
    assert (code, json.loads(out)["differs"][0]["aspect"]) == (1, "software")


def test_the_json_that_is_printed_can_be_judged_again_with_its_dossier(run: Run, tmp_path: Path) -> None:
    file = str(EXAMPLES / "meets.json")
    _code, out, _err = run("assess", file, "--tier", "srdi_sme", "--on", "2026-03-31", "--format", "json")
    (tmp_path / "answer.json").write_text(out, encoding="utf-8")
    assert run("replay", "answer.json", "--dossier", file)[0] == 0
    code, _out, err = run("replay", "answer.json")
    assert (code, "E836" in err) == (2, True)
