"""A table of facts enters the register whole or not at all, and the seeds enter it once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.support.clocks import SetClock
from tiertrack.app.fact_import import import_facts
from tiertrack.app.seeding import seed
from tiertrack.errors import BadDossier
from tiertrack.facts.datum import Datum
from tiertrack.facts.identity import Identity
from tiertrack.import_reports import Correction, FirmChange
from tiertrack.intake.fact_list import read_fact_list
from tiertrack.register_reports import ImportReport, Renaming
from tiertrack.render.answers import to_text
from tiertrack.store.database import Database
from tiertrack.store.writer import StoredRegister
from tiertrack.temporal import AsOf

NOW = AsOf(dt.date(2026, 6, 30))
CODE, OTHER_CODE = "91500113MA0000015Q", "91500113MA0000023K"


pytestmark = pytest.mark.usefixtures("own_folder")


def load(register: StoredRegister, text: str) -> ImportReport:
    file = Path("企业.csv")
    file.write_text(text, encoding="utf-8")
    return import_facts(register, read_fact_list(file))


def test_a_table_enrols_its_firms_and_records_their_facts(database: Database, clock: SetClock) -> None:
    table = "企业名称,年度,营业收入（万元）,从业人员\n甲公司,2024,5000,80\n甲公司,2025,,85\n乙公司,2025,300,\n"
    with database.writing(clock) as register:
        assert load(register, table) == ImportReport(
            ("甲公司", "乙公司"),
            observations=4,
            firms=(FirmChange("甲公司", new=3, enrolled=True), FirmChange("乙公司", new=1, enrolled=True)),
        )
        assert load(register, table) == ImportReport(
            known=4, firms=(FirmChange("甲公司", known=3), FirmChange("乙公司", known=1))
        )
        register.commit()
    with database.reading() as register:
        assert register.dossier(register.find("甲公司"), NOW).values == {
            "revenue:2024": 5_000_000_000,
            "employees:2024": 80,
            "employees:2025": 85,
        }


def test_rows_that_share_a_code_are_one_firm(database: Database, clock: SetClock) -> None:
    with database.writing(clock) as register:
        load(register, f"name,uscc,employees:2024\n甲公司,{CODE},80\n")
        assert load(register, f"uscc,employees:2025\n{CODE},85\n") == ImportReport(
            observations=1, firms=(FirmChange("甲公司", new=1),)
        )
        assert register.names() == ("甲公司",)


def test_a_corrected_figure_is_told_with_what_it_was_before(database: Database, clock: SetClock) -> None:
    told = Correction("2025年从业人员", "80 人", "81 人")
    with database.writing(clock) as register:
        load(register, "name,employees:2025\n甲公司,80\n")
        assert load(register, "name,employees:2025\n甲公司,81\n") == ImportReport(
            corrected=1, firms=(FirmChange("甲公司", corrected=1, corrections=(told,)),)
        )
        load(register, "name,employees:2025,source\n甲公司,75,审计报告\n")
        # An old workbook that puts an old number back is seen.
        back = load(register, "name,employees:2025,established_on\n甲公司,80,2019-01-01\n")
    assert back.firms[0].corrections == (Correction("2025年从业人员", "81 人", "80 人"),)
    lines = to_text(back).splitlines()
    assert lines[lines.index("更正了 1 处：") + 1] == "    甲公司 2025年从业人员：81 人 → 80 人〔没有写出处〕"


def test_a_firm_known_by_its_code_under_a_new_name_keeps_both(database: Database, clock: SetClock) -> None:
    with database.writing(clock) as register:
        load(register, f"name,uscc\n甲公司,{CODE}\n")
        report = load(register, f"name,uscc\n甲科技公司,{CODE}\n")
        assert report.renamed == (Renaming("甲公司", "甲科技公司"),)
        assert register.find("甲公司") == register.find("甲科技公司")
        assert register.names() == ("甲科技公司",)


def test_a_code_learned_later_is_added_to_the_firm(database: Database, clock: SetClock) -> None:
    with database.writing(clock) as register:
        load(register, "name\n甲公司\n")
        load(register, f"name,uscc\n甲公司,{CODE}\n")
        assert register.find(CODE) == register.find("甲公司")


@pytest.mark.parametrize(
    ("code", "table"),
    [
        ("E441", f"name,uscc\n乙公司,{CODE}\n"),
        ("E442", "short_name\n同名\n"),
        ("E443", f"name,uscc\n甲公司,{OTHER_CODE}\n"),
        ("E444", f"uscc\n{OTHER_CODE}\n"),
        ("E444", "short_name\n无此简称\n"),
    ],
)
def test_a_row_that_names_no_single_firm_is_a_fault(database: Database, clock: SetClock, code: str, table: str) -> None:
    with database.writing(clock) as register:
        register.enrol(Identity("甲公司", "同名", CODE))
        register.enrol(Identity("乙公司", "同名"))
        with pytest.raises(BadDossier) as refused:
            load(register, table)
    assert [(fault.code, fault.place) for fault in refused.value.faults] == [(code, "企业.csv 第 2 行")]


def test_all_faults_are_told_and_nothing_is_written_even_if_the_caller_commits(
    database: Database, clock: SetClock
) -> None:
    with database.writing(clock) as register:
        register.enrol(Identity("甲公司", uscc=CODE))
        with pytest.raises(BadDossier) as refused:
            load(register, f"name,uscc,own_brand\n丙公司,,是\n甲公司,{OTHER_CODE},\n,{OTHER_CODE},\n")
        register.commit()
    assert [(fault.code, fault.place) for fault in refused.value.faults] == [
        ("E443", "企业.csv 第 3 行"),
        ("E444", "企业.csv 第 4 行"),
    ]
    with database.reading() as register:
        assert register.names() == ("甲公司",)


def test_the_seeds_hold_the_published_figures_of_four_firms(database: Database, clock: SetClock) -> None:
    with database.writing(clock) as register:
        report = seed(register)
        register.commit()
    assert (len(report.enterprises), report.observations) == (4, 69)
    with database.reading() as register:
        zongshen = register.dossier(register.find("宗申动力"), NOW)
        jianche = register.dossier(register.find("200054"), NOW)
    assert (zongshen.name, zongshen.region, zongshen.industry, zongshen.uscc) == (
        "重庆宗申动力机械股份有限公司",
        "500113",
        "C",
        None,
    )
    assert (zongshen.values["revenue:2021"], zongshen.values["employees:2021"]) == (917_659_216_556, 7656)
    assert [datum.source for datum in zongshen.sources("revenue:2021")] == ["公司年度报告（2021 年度）"]
    assert jianche.values["net_profit:2019"] == -12_112_871_993
    assert "total_liabilities:2019" not in jianche.values


def test_seeding_again_changes_nothing_even_after_a_correction(database: Database, clock: SetClock) -> None:
    with database.writing(clock) as register:
        seed(register)
        firm = register.find("001696")
        correction = Datum("employees", 2021, 7700, "公司年度报告（2021 年度）")
        register.observe(firm, [correction])
        register.learn(firm, Identity(region="500112"))
        before = register.dossier(firm, NOW)
        again = seed(register)
        assert again == ImportReport(known=69, firms=again.firms)
        assert [(firm.new, firm.corrected, firm.enrolled) for firm in again.firms] == [(0, 0, False)] * 4
        assert register.dossier(firm, NOW) == before
        assert (before.values["employees:2021"], before.region) == (7700, "500112")


def test_an_imported_table_has_the_last_word_of_its_source(database: Database, clock: SetClock) -> None:
    table = "name,employees:2025\n甲公司,80\n"
    with database.writing(clock) as register:
        load(register, table)
        register.observe(register.find("甲公司"), [Datum("employees", 2025, 90)])
        assert load(register, table) == ImportReport(
            corrected=1,
            firms=(FirmChange("甲公司", corrected=1, corrections=(Correction("2025年从业人员", "90 人", "80 人"),)),),
        )
