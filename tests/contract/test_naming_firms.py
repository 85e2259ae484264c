"""An enterprise keeps one id, by which every question takes it as well as by its names and codes."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.clocks import SetClock
from tests.support.events import day
from tiertrack import Act, AsOf, Enterprise, Event, EventKind, Registry, Tier
from tiertrack.errors import AmbiguousEnterprise, BadInput, StoreError, UnknownEnterprise
from tiertrack.facts.identity import Identity
from tiertrack.register_reports import Change, Renaming

CODE, OTHER_CODE = "91500113MA0000015Q", "91500113MA0000023K"
FIRM, OTHER = "重庆虚构精工有限公司", "重庆虚构机械有限公司"
ON = AsOf(day("2025-01-01"))
RECOGNISED = Event(
    title="srdi_sme", kind=EventKind.RECOGNISED, on=day("2024-07-01"), through=day("2027-06-30"), document="名单"
)

# Everything that takes an enterprise.
QUESTIONS: dict[str, Callable[[Registry, Any], Any]] = {
    "find": lambda register, firm: register.find(firm).name,
    "dossier": lambda register, firm: register.dossier(firm, ON).name,
    "assess": lambda register, firm: register.assess(firm, Tier.SRDI_SME, Act.REVIEW, ON).dossier.name,
    "assess_each": lambda register, firm: len(register.assess_each(firm, Tier.LISTED, Act.RECOGNITION, ON).assessments),
    "climb": lambda register, firm: register.climb(firm, ON).next.label,
    "standing": lambda register, firm: register.standing(firm, ON).enterprise,
    "history": lambda register, firm: register.history(firm, ON).events,
    "due": lambda register, firm: register.due(ON, dt.timedelta(days=366), firm),
    "record": lambda register, firm: register.record(firm, RECOGNISED).recorded,
    "write": lambda register, firm: register.write(lambda unit: unit.find(firm)),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_takes_the_id_and_the_enterprise_as_well_as_its_name(question: str, registry: Registry) -> None:
    registry.enrol(OTHER)
    firm = registry.enrol(FIRM, uscc=CODE, region="500113", industry="C3484").enterprise
    registry.record(FIRM, RECOGNISED)
    ask = QUESTIONS[question]
    answers = [ask(registry, named) for named in (FIRM, CODE, firm.id, firm)]
    assert answers == [answers[0]] * 4


def test_an_enterprise_is_given_back_as_it_is_and_as_it_was_on_a_day(registry: Registry) -> None:
    enrolled = registry.enrol(FIRM, CODE, "001696", "500113", "C3484")
    firm = enrolled.enterprise
    assert (enrolled.change, firm) == (
        Change.NEW,
        Enterprise(firm.id, FIRM, None, CODE, "001696", "500113", "C3484"),
    )
    renamed = Event(title="enterprise", kind=EventKind.RENAMED, on=day("2024-03-01"), value="重庆虚构精工股份有限公司")
    registry.record(firm, renamed)
    assert registry.enterprise(firm.id).name == registry.find(FIRM).name == "重庆虚构精工股份有限公司"
    assert registry.find(firm, on=day("2024-02-29")).name == FIRM
    assert pickle.loads(pickle.dumps(firm)) == firm


def test_a_credit_code_on_record_gives_back_its_enterprise_with_what_is_said_besides(registry: Registry) -> None:
    first = registry.enrol(FIRM, uscc=CODE)
    again = registry.enrol(FIRM, uscc=CODE, region="500113")
    assert (again.change, again.renamed, again.enterprise.id) == (Change.KNOWN, None, first.enterprise.id)
    assert again.enterprise.region == "500113"
    called = registry.enrol("重庆虚构精工股份有限公司", uscc=CODE)
    assert called.renamed == Renaming(FIRM, "重庆虚构精工股份有限公司")
    assert registry.find(FIRM) == called.enterprise
    assert registry.enrol(FIRM, uscc=CODE).renamed is None
    registry.enrol(OTHER, uscc=OTHER_CODE, stock_code="001696")
    with pytest.raises(BadInput, match="E640"):
        registry.enrol(OTHER, uscc=CODE)
    with pytest.raises(StoreError, match="E606"):
        registry.enrol(FIRM, uscc=CODE, stock_code="001696", industry="C3484")
    assert registry.find(FIRM).industry is None


def test_a_namesake_that_no_codes_tell_apart_is_refused_with_those_it_may_be(registry: Registry) -> None:
    firm = registry.enrol(FIRM).enterprise
    for code in (None, CODE):
        with pytest.raises(AmbiguousEnterprise, match="E639") as refused:
            registry.enrol(FIRM, uscc=code)
        assert refused.value.candidates == (firm,)
    kept = pickle.loads(pickle.dumps(refused.value.at("第 2 行")))
    assert (kept.candidates, kept.faults[0].place) == ((firm,), "第 2 行")


def test_of_several_that_answer_all_are_named_with_their_ids(registry: Registry) -> None:
    firms = tuple(registry.enrol(FIRM, uscc=code).enterprise for code in (CODE, OTHER_CODE))
    with pytest.raises(AmbiguousEnterprise, match="E605") as refused:
        registry.find(FIRM)
    assert refused.value.candidates == firms
    assert [registry.enterprise(firm.id).uscc for firm in firms] == [CODE, OTHER_CODE]


def test_the_ids_of_joined_records_all_answer_for_the_one_they_are_read_as(registry: Registry, clock: SetClock) -> None:
    firm, other = registry.enrol(FIRM).enterprise, registry.enrol(OTHER, stock_code="001696").enterprise
    before = clock.now()
    clock.instant += dt.timedelta(hours=1)
    assert registry.merge(firm.id, other).other == OTHER
    assert registry.enterprise(other.id) == registry.find(OTHER) == registry.enterprise(firm.id)
    assert registry.enterprise(other.id).stock_code == "001696"
    assert registry.find(other.id, known_at=before) == other
    with pytest.raises(BadInput, match="E641"):
        registry.merge(other.id, firm)
    with pytest.raises(BadInput, match="E644"):
        registry.unmerge(firm)
    registry.unmerge(other.id)
    assert registry.enterprise(other.id) == other


def test_a_row_that_waits_is_settled_on_an_id_and_what_was_wrong_of_it_is_voided_by_it(
    registry: Registry, tmp_path: Path
) -> None:
    firm = registry.enrol(FIRM).enterprise
    (tmp_path / "表.csv").write_text("企业名称,class1_ip\n重庆虚构精工股份有限公司,4\n", encoding="utf-8")
    assert registry.import_facts(tmp_path / "表.csv", source="企业填报").proposed == 1
    registry.accept(1, firm.id)
    assert registry.dossier(firm, ON).values["class1_ip"] == 4
    registry.record(firm, RECOGNISED)
    assert registry.void(firm.id, "srdi_sme", 1, ON.on).change is Change.CORRECTED


@pytest.mark.parametrize("named", [99, 0, -1, 2**70, Enterprise(99, FIRM)])
def test_an_id_nobody_has_is_an_unknown_enterprise(registry: Registry, named: int | Enterprise) -> None:
    registry.enrol(OTHER)
    with pytest.raises(UnknownEnterprise, match=r"E603.*没有这个编号"):
        registry.standing(named, ON)


@pytest.mark.parametrize("named", [True, 1.0, None, Identity(FIRM)])
def test_what_names_no_enterprise_is_refused_with_what_to_give(registry: Registry, named: Any) -> None:
    registry.enrol(FIRM)
    with pytest.raises(BadInput, match=r"E647.*id（整数）"):
        registry.dossier(named, ON)
