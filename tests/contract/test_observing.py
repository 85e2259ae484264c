"""What a program says of an enterprise goes into the register without a file, as what its source says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.support.clocks import SetClock
from tests.support.events import day
from tiertrack import Act, AsOf, Dossier, Registry, Tier, dossier_from_json
from tiertrack.errors import BadDossier, UnknownEnterprise
from tiertrack.register_reports import ImportReport, Renaming

CODE, OTHER_CODE = "91500113MA0000015Q", "91500113MA0000023K"
FIRM, OTHER, RENAMED = "重庆虚构精工有限公司", "重庆虚构机械有限公司", "重庆虚构精工股份有限公司"
ON = AsOf(day("2026-01-01"))


@pytest.fixture
def firm(registry: Registry) -> int:
    registry.enrol(OTHER, uscc=OTHER_CODE)
    return registry.enrol(FIRM, uscc=CODE, region="500113").enterprise.id


def dossier(**members: Any) -> Dossier:
    return dossier_from_json(json.dumps({"name": FIRM, **members}, ensure_ascii=False))


def counts(report: ImportReport) -> tuple[int, int, int]:
    return report.observations, report.corrected, report.known


def test_a_fact_by_its_key_or_its_name_is_what_its_source_says_until_it_is_corrected(
    registry: Registry, firm: int
) -> None:
    said = {"营业收入": {2025: "5200万元", "2024": {"value": "5000万元", "source": "年报"}}, "class1_ip": 4}
    assert counts(registry.observe(firm, said, source="企业填报")) == (3, 0, 0)
    assert counts(registry.observe(FIRM, said, source="企业填报")) == (0, 0, 3)
    assert counts(registry.observe(CODE, {"revenue": {"2025": "5300万元"}}, source="企业填报")) == (0, 1, 0)
    found = registry.dossier(firm, ON)
    values = {key: found.values[key] for key in ("revenue:2025", "revenue:2024", "class1_ip")}
    assert values == {"revenue:2025": 5300_0000_00, "revenue:2024": 5000_0000_00, "class1_ip": 4}
    assert counts(registry.observe(firm, {"class1_ip": np.int64(4)}, source="企业填报")) == (0, 0, 1)
    assert [datum.source for datum in found.sources("revenue:2024")] == ["年报"]
    assert counts(registry.observe(firm, {"revenue": {"2025": "5400万元"}}, source="税务部门")) == (1, 0, 0)
    assert set(registry.dossier(firm, ON).conflicts) == {"revenue:2025"}


def test_a_figure_that_is_hardly_true_is_said(registry: Registry, firm: int) -> None:
    registry.observe(firm, {"revenue": {"2024": "5000万元"}}, source="企业填报")
    (told,) = registry.observe(firm, {"revenue": {"2025": "5000元"}}, source="企业填报").suspicions
    assert FIRM in told


def test_every_fault_is_told_at_once_and_nothing_is_kept(registry: Registry, firm: int) -> None:
    wrong = {"营业收人": 1, "revenue": {"25": "1元", "2025": "1"}, "营业收入": {"2024": "1元"}, "class1_ip": 4.5}
    wrong |= {"employees": {"2025": 5, 2025: 6}}
    with pytest.raises(BadDossier) as refused:
        registry.observe(firm, wrong, source=" ")
    told = {(fault.code, fault.place) for fault in refused.value.faults}
    assert told >= {
        ("E648", "source"),
        ("E302", "facts.营业收人"),
        ("E303", "facts.revenue"),
        ("E303", "facts.employees.2025"),
    }
    assert {place for _code, place in told} >= {"facts.class1_ip"}
    assert registry.dossier(firm, ON).data == ()


@pytest.mark.parametrize("facts", [[("revenue", 1)], "revenue", None])
def test_facts_are_stated_by_their_keys(registry: Registry, firm: int, facts: Any) -> None:
    with pytest.raises(BadDossier):
        registry.observe(firm, facts, source="企业填报")


def test_a_dossier_is_kept_with_its_titles_judgements_and_whatever_else_it_says(registry: Registry, firm: int) -> None:
    said = dossier(
        industry="C3484",
        facts={"revenue": {"2025": "5200万元"}},
        titles=[{"title": "innovative_sme", "from": "2024-07-10", "through": "2027-07-09"}],
        judgements={"market_standing": {"value": True, "by": "重庆市经济和信息化委员会", "on": "2025-05-10"}},
    )
    assert counts(registry.observe(firm, said, source="2025年申报书")) == (1, 0, 0)
    assert counts(registry.observe(firm, said, source="2025年申报书")) == (0, 0, 1)
    found = registry.dossier(firm, ON)
    assert (found.industry, [made.key for made in found.attestations]) == ("C3484", ["market_standing"])
    (event,) = registry.history(firm, ON).events
    assert (event.title, event.document) == ("innovative_sme", "2025年申报书")
    assert "revenue:2025" not in {
        fact.key for fact in registry.assess(firm, Tier.SRDI_SME, Act.RECOGNITION, ON).missing
    }


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"name": OTHER}, "E441"),
        ({"name": RENAMED}, "E649"),
        ({"name": RENAMED, "uscc": "91500113MA0000031E"}, "E649"),
        ({"uscc": "91500113MA0000031E"}, "E443"),
        ({"judgements": {"criterion:S33": {"value": True, "by": "市经信委", "on": "2025-05-10"}}}, "E356"),
    ],
)
def test_a_dossier_of_another_or_with_what_nobody_knows_is_refused(
    registry: Registry, firm: int, members: dict[str, Any], code: str
) -> None:
    with pytest.raises(BadDossier, match=code):
        registry.observe(firm, dossier(facts={"class1_ip": 4}, **members), source="企业填报")
    assert registry.dossier(firm, ON).data == ()


def test_a_dossier_with_the_firms_credit_code_may_call_it_by_a_new_name(registry: Registry, firm: int) -> None:
    report = registry.observe(firm, dossier(name=RENAMED, uscc=CODE), source="企业填报")
    assert report.renamed == (Renaming(FIRM, RENAMED),)
    assert registry.enterprise(firm).name == RENAMED


def test_nothing_is_observed_of_an_enterprise_not_on_record(registry: Registry) -> None:
    with pytest.raises(UnknownEnterprise):
        registry.observe("重庆不在册有限公司", {"class1_ip": 4}, source="企业填报")


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_a_correction_from_another_file_is_one_of_the_source_that_is_named(
    registry: Registry, clock: SetClock, tmp_path: Path, kind: str
) -> None:
    def post(number: int, revenue: str) -> tuple[int, int, int]:
        file = tmp_path / f"tmp{number}.{kind}"
        said = json.dumps({"name": FIRM, "facts": {"revenue": {"2025": revenue}}}, ensure_ascii=False)
        file.write_text(f"企业名称,2025年营业收入\n{FIRM},{revenue}\n" if kind == "csv" else said, encoding="utf-8")
        return counts(registry.import_facts(file, source="企业填报"))

    assert (post(1, "5200万元"), post(2, "5300万元")) == ((1, 0, 0), (0, 1, 0))
    assert registry.dossier(FIRM, ON).values["revenue:2025"] == 5300_0000_00


@pytest.mark.parametrize(
    ("name", "text", "places"),
    [
        (
            "表.csv",
            "企业名称,年度,营业收入（万元）,来源\n甲公司,2025,1,年报\n乙公司,2025,1,\n丙公司,2025,x,\n丁公司,2025,,\n",
            {"E648": ["表.csv 第 3 行", "表.csv 第 4 行"]},
        ),
        (
            "甲.json",
            '{"name": "甲公司", "facts": {"class1_ip": 4, "employees": {"2025": {"value": 9, "source": "年报"}}},'
            ' "titles": [{"title": "innovative_sme", "from": "2024-07-10", "through": "2027-07-09"}], "ip": []}',
            {"E648": ["甲.json facts.class1_ip", "甲.json ip", "甲.json titles[0]"]},
        ),
    ],
)
def test_values_of_no_source_are_refused_with_all_else_that_is_wrong(
    registry: Registry, tmp_path: Path, name: str, text: str, places: dict[str, list[str]]
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(BadDossier) as refused:
        registry.import_facts(tmp_path / name)
    found = {code: [fault.place for fault in refused.value.faults if fault.code == code] for code in places}
    assert found == places
