"""A published list of titles enters the register whole or not at all, once, and never merges two firms by itself."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import tiertrack
from tests.support.events import day
from tiertrack.app import Registry
from tiertrack.app.commit import Commit
from tiertrack.app.register_questions import Waiting
from tiertrack.errors import BadDossier, BadInput, StoreError, UnknownEnterprise
from tiertrack.import_reports import Correction
from tiertrack.intake.title_list import TitleList, read_title_list
from tiertrack.law.event_kinds import EventKind
from tiertrack.register_reports import Renaming, TitleReport
from tiertrack.render.answers import to_text
from tiertrack.render.lengths import Length
from tiertrack.store.database import Database
from tiertrack.temporal import AsOf

CODE, OTHER_CODE = "91500113MA0000015Q", "91500113MA0000023K"
HEADINGS = "企业名称,统一社会信用代码,称号,事项,日期,有效期至,批次,文件,曾用名,所在地"
LIST = "渝经信中小〔2024〕5号"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def row(
    name: str,
    what: str = "认定",
    on: str = "2024-07-01",
    *,
    uscc: str = "",
    former: str = "",
    title: str = "专精特新中小企业",
    through: str = "",
    document: str = LIST,
) -> str:
    title = "" if what == "更名" else title
    return f"{name},{uscc},{title},{what},{on},{through},,{document},{former},"


def load(registry: Registry, folder: Path, *rows: str, commit: Commit = Commit.YES) -> TitleReport:
    file = folder / "名单.csv"
    file.write_text("\n".join([HEADINGS, *rows]), encoding="utf-8")
    return registry.import_titles(read_title_list(file), commit=commit)


def held(registry: Registry, name: str, on: str = "2025-01-01") -> list[tuple[str, str]]:
    found = registry.standing(name, AsOf(day(on))).standing.held
    return [(one.title, str(one.period.last)) for one in found]


def codes(refused: pytest.ExceptionInfo[BadDossier]) -> list[str]:
    return [fault.code for fault in refused.value.faults]


def test_a_list_enrols_its_firms_and_records_what_it_says(registry: Registry, folder: Path) -> None:
    report = load(registry, folder, row("重庆甲某有限公司"), row("重庆乙某有限公司", through="2027-05-31"))
    assert (report.rows, report.enterprises, report.new) == (2, 2, 2)
    assert held(registry, "重庆甲某有限公司") == [("srdi_sme", "2027-06-30")]
    assert held(registry, "重庆乙某有限公司") == [("srdi_sme", "2027-05-31")]
    account = registry.standing("重庆甲某有限公司", AsOf(day("2025-01-01")))
    assert account.standing.held[0].event.derived
    assert account.standing.held[0].event.told_by == "名单.csv"


def test_the_same_list_again_changes_nothing(registry: Registry, folder: Path) -> None:
    rows = (
        row("重庆甲某有限公司"),
        row("重庆甲某股份有限公司"),
        row("重庆新名有限公司", "更名", former="重庆旧名有限公司"),
    )
    first = load(registry, folder, *rows)
    assert (first.new, first.proposed) == (2, 1)
    again = load(registry, folder, *rows)
    assert (again.enterprises, again.new, again.corrected, again.known, again.proposed) == (0, 0, 0, 2, 0)
    assert again.waiting == 1


def test_the_same_list_again_leaves_a_correction_alone(registry: Registry, folder: Path) -> None:
    load(registry, folder, row("重庆甲某有限公司", through="2027-05-31"))
    load(registry, folder, row("重庆甲某有限公司", through="2027-06-30"))
    assert held(registry, "重庆甲某有限公司") == [("srdi_sme", "2027-06-30")]
    report = load(registry, folder, row("重庆甲某有限公司", through="2027-05-31"))
    assert (report.known, report.corrected) == (1, 0)
    assert held(registry, "重庆甲某有限公司") == [("srdi_sme", "2027-06-30")]


def test_the_same_list_again_with_less_in_it_takes_nothing_back(registry: Registry, folder: Path) -> None:
    said = row("重庆甲某有限公司", through="2027-05-31").replace(",,渝经信", ",第八批,渝经信")
    load(registry, folder, said)
    for less in (row("重庆甲某有限公司"), row("重庆甲某有限公司", through="2027-05-31"), said):
        report = load(registry, folder, less)
        assert (report.known, report.corrected) == (1, 0)
    (event,) = registry.history("重庆甲某有限公司", AsOf(day("2025-01-01"))).events
    assert (event.batch, str(event.through)) == ("第八批", "2027-05-31")
    put_right = load(registry, folder, said.replace("第八批", "第九批"))
    act = "专精特新中小企业 认定 2024-07-01"
    assert put_right.firms[0].corrections == (Correction(f"{act} 批次", "第八批", "第九批", LIST, LIST),)


def test_publicity_on_a_list_grants_nothing(registry: Registry, folder: Path) -> None:
    load(registry, folder, row("重庆甲某有限公司", "公示", "2024-05-29"))
    assert held(registry, "重庆甲某有限公司") == []


def test_a_review_list_renews_and_ends_and_whoever_is_not_on_it_can_be_ended(registry: Registry, folder: Path) -> None:
    names = ("重庆甲某有限公司", "重庆乙某有限公司", "重庆丙某有限公司")
    load(registry, folder, *(row(name, on="2021-07-01", document="渝经信〔2021〕1号") for name in names))
    load(registry, folder, row(names[0], "复核通过", "2024-06-20"), row(names[1], "复核未通过", "2024-06-20"))
    assert registry.close_review("srdi_sme", day("2024-06-20"), LIST).ended == (names[2],)
    assert held(registry, names[0], "2024-06-21") == [("srdi_sme", "2024-06-30")]
    assert held(registry, names[0], "2024-07-01") == [("srdi_sme", "2027-06-30")]
    assert [held(registry, name, "2024-06-21") for name in names[1:]] == [[], []]
    assert registry.close_review("srdi_sme", day("2024-06-20"), LIST).ended == ()


def test_a_printed_last_day_goes_on_from_a_validity_that_ended_with_the_year(registry: Registry, folder: Path) -> None:
    earlier = row("重庆甲某有限公司", on="2023-01-01", document="渝经信〔2023〕1号", through="2025-12-31")
    renewed = row("重庆甲某有限公司", "复核通过", "2026-02-01", document="渝经信〔2026〕9号", through="2028-12-31")
    load(registry, folder, earlier, renewed)
    assert held(registry, "重庆甲某有限公司", "2026-01-10") == [("srdi_sme", "2028-12-31")]


@pytest.mark.parametrize(("order", "published"), [(1, "2024-09-02"), (-1, "2024-09-02"), (1, "2024-06-10")])
def test_a_review_list_without_a_span_goes_on_from_the_validity_on_record_or_on_the_list(
    registry: Registry, folder: Path, order: int, published: str
) -> None:
    earlier = row("重庆甲某有限公司", on="2021-07-01", document="渝经信〔2021〕1号", through="2024-06-30")
    renewed = row("重庆甲某有限公司", "复核通过", published, document="渝经信〔2024〕9号")
    load(registry, folder, *[earlier, renewed][::order])
    assert held(registry, "重庆甲某有限公司", "2024-08-15") == [("srdi_sme", "2027-06-30")]
    again = load(registry, folder, renewed)
    assert (again.known, again.new, again.corrected) == (1, 0, 0)


def test_a_dry_run_shows_what_would_happen_and_writes_nothing(registry: Registry, folder: Path) -> None:
    report = load(registry, folder, row("重庆甲某有限公司"), commit=Commit.DRY_RUN)
    assert (report.enterprises, report.new) == (1, 1)
    assert load(registry, folder, row("重庆甲某有限公司")).new == 1


def test_brackets_and_blanks_do_not_make_another_firm(registry: Registry, folder: Path) -> None:
    load(registry, folder, row("重庆甲某（集团）有限公司"))
    report = load(registry, folder, row("重庆甲某 (集团)有限公司", title="创新型中小企业"))
    assert (report.enterprises, report.new) == (0, 1)
    assert len(held(registry, "重庆甲某（集团）有限公司")) == 2


def test_another_legal_form_waits_for_somebody_to_say_it_is_the_same(registry: Registry, folder: Path) -> None:
    load(registry, folder, row("重庆甲某有限公司"))
    load(registry, folder, row("重庆甲某股份有限公司", title="创新型中小企业"))
    (proposal,) = registry.proposals()
    assert [one.name for one in proposal.candidates] == ["重庆甲某有限公司"]
    assert held(registry, "重庆甲某有限公司") == [("srdi_sme", "2027-06-30")]
    report = registry.accept(proposal.key, told_by="王科长")
    assert report.new == 1
    assert {title for title, _last in held(registry, "重庆甲某股份有限公司")} == {"srdi_sme", "innovative_sme"}
    assert registry.proposals() == ()
    assert [one.settled is not None for one in registry.proposals(Waiting.NOT_ONLY)] == [True]
    again = load(registry, folder, row("重庆甲某股份有限公司", title="创新型中小企业"))
    assert (again.known, again.waiting) == (1, 0)


def test_a_firm_may_be_the_same_as_one_that_stands_earlier_on_the_same_list(registry: Registry, folder: Path) -> None:
    renewed = row("重庆甲某股份有限公司", title="创新型中小企业", on="2024-08-01")
    report = load(registry, folder, row("重庆甲某有限公司"), renewed)
    assert (report.enterprises, report.waiting) == (1, 1)
    (proposal,) = registry.proposals()
    assert registry.accept(proposal.key).new == 1
    assert [title for title, _through in held(registry, "重庆甲某有限公司")] == ["innovative_sme", "srdi_sme"]


def test_or_that_it_is_a_firm_of_its_own(registry: Registry, folder: Path) -> None:
    load(registry, folder, row("重庆甲某有限公司"), row("重庆市甲某有限公司"))
    (proposal,) = registry.proposals()
    assert registry.accept_as_new(proposal.key).new == 1
    assert held(registry, "重庆市甲某有限公司") == [("srdi_sme", "2027-06-30")]
    with pytest.raises(BadInput, match="已经确认过"):
        registry.accept(proposal.key)
    assert load(registry, folder, row("重庆甲某有限公司"), row("重庆市甲某有限公司")).known == 2


def test_with_several_candidates_somebody_names_one(registry: Registry, folder: Path) -> None:
    load(registry, folder, row("重庆甲某有限公司"))
    load(registry, folder, row("重庆市甲某有限公司"))
    registry.accept_as_new(registry.proposals()[0].key)
    load(registry, folder, row("重庆甲某股份有限公司", title="创新型中小企业"))
    (proposal,) = registry.proposals()
    with pytest.raises(BadInput, match="有 2 家可能"):
        registry.accept(proposal.key)
    registry.accept(proposal.key, "重庆市甲某有限公司")
    assert len(held(registry, "重庆市甲某有限公司")) == 2


def test_no_such_proposal_is_said_so(registry: Registry) -> None:
    with pytest.raises(BadInput, match="E712"):
        registry.accept(99)


def test_a_change_of_name_keeps_both_names_and_a_name_taken_over_later_is_dated(
    registry: Registry, folder: Path
) -> None:
    load(registry, folder, row("重庆旧名有限公司", on="2021-07-01"))
    load(registry, folder, row("重庆新名有限公司", "更名", "2023-01-01", former="重庆旧名有限公司"))
    assert registry.standing("重庆新名有限公司", AsOf(day("2023-06-01"))).enterprise == "重庆新名有限公司"
    assert registry.standing("重庆旧名有限公司", AsOf(day("2022-06-01"))).enterprise == "重庆旧名有限公司"
    load(registry, folder, row("重庆旧名有限公司", title="创新型中小企业", on="2022-06-01"))
    assert len(held(registry, "重庆新名有限公司", "2023-06-01")) == 2
    load(registry, folder, row("重庆旧名有限公司", title="创新型中小企业", on="2024-06-01"))
    assert len(registry.proposals()) == 1


def test_a_name_two_firms_bore_is_the_one_that_bore_it_on_the_day(registry: Registry, folder: Path) -> None:
    load(registry, folder, row("重庆旧名有限公司", on="2021-07-01", uscc=CODE))
    load(registry, folder, row("重庆新名有限公司", "更名", "2023-01-01", uscc=CODE, former="重庆旧名有限公司"))
    registry.enrol("重庆后来有限公司", uscc=OTHER_CODE)
    load(registry, folder, row("重庆旧名有限公司", "更名", "2023-06-01", uscc=OTHER_CODE, former="重庆后来有限公司"))
    assert held(registry, "重庆旧名有限公司", "2022-12-31") == [("srdi_sme", "2024-06-30")]
    assert held(registry, "重庆旧名有限公司", "2023-06-01") == []
    with pytest.raises(StoreError, match="E605"):
        held(registry, "重庆旧名有限公司", "2023-03-01")


@pytest.mark.parametrize(
    "rows",
    [
        [row("重庆新名有限公司", "更名", "2025-01-01", former="重庆旧名有限公司")],
        [
            row("重庆他名有限公司", "更名", "2025-01-01", former="重庆旧名有限公司"),
            row("重庆他名有限公司", "更名", "2025-01-01", former="重庆新名有限公司"),
        ],
    ],
    ids=["one on record bears it", "the list renames another to it"],
)
def test_no_list_renames_a_firm_to_what_another_is_called(registry: Registry, folder: Path, rows: list[str]) -> None:
    for name in ("重庆旧名有限公司", "重庆新名有限公司"):
        registry.enrol(name)
    with pytest.raises(BadDossier, match=r"E640.*是登记库里另一家企业的名称.*tiertrack merge"):
        load(registry, folder, *rows)
    assert registry.verify().events == 0


def test_a_former_name_that_is_another_firms_is_said_and_not_kept(registry: Registry, folder: Path) -> None:
    for name in ("重庆旧名有限公司", "重庆新名有限公司"):
        registry.enrol(name)
    report = load(registry, folder, row("重庆新名有限公司", former="重庆旧名有限公司"))
    assert (report.new, len(report.notes)) == (1, 1)
    assert "曾用名“重庆旧名有限公司”是登记库里另一家企业的名称，没有记；是一家的请用 tiertrack merge" in report.notes[0]
    assert registry.standing("重庆旧名有限公司", AsOf(day("2025-01-01"))).enterprise == "重庆旧名有限公司"


def test_what_the_list_calls_its_former_name_finds_the_firm(registry: Registry, folder: Path) -> None:
    load(registry, folder, row("重庆旧名有限公司", on="2021-07-01"))
    report = load(registry, folder, row("重庆新名股份公司", "复核通过", former="重庆旧名有限公司"))
    assert (report.enterprises, report.new) == (0, 1)
    assert held(registry, "重庆旧名有限公司") == held(registry, "重庆新名股份公司") == [("srdi_sme", "2027-06-30")]


def test_a_code_finds_the_firm_under_a_new_name_which_becomes_its_name(registry: Registry, folder: Path) -> None:
    load(registry, folder, row("重庆旧名有限公司", on="2021-07-01", uscc=CODE))
    report = load(registry, folder, row("重庆新名有限公司", "复核通过", uscc=CODE))
    assert report.renamed == (Renaming("重庆旧名有限公司", "重庆新名有限公司"),)
    assert registry.standing(CODE, AsOf(day("2025-01-01"))).enterprise == "重庆新名有限公司"


def test_an_older_list_does_not_bring_an_old_name_back(registry: Registry, folder: Path) -> None:
    load(registry, folder, row("重庆新名有限公司", on="2024-07-01", uscc=CODE))
    load(registry, folder, row("重庆旧名有限公司", on="2021-07-01", uscc=CODE))
    assert registry.standing(CODE, AsOf(day("2025-01-01"))).enterprise == "重庆新名有限公司"


def test_all_faults_are_told_at_once_and_nothing_is_written(registry: Registry, folder: Path) -> None:
    load(registry, folder, row("重庆甲某有限公司", uscc=CODE), row("重庆乙某有限公司"))
    with pytest.raises(BadDossier) as refused:
        load(
            registry,
            folder,
            row("重庆丙某有限公司"),
            row("重庆丁某有限公司", "高升"),
            row("重庆甲某有限公司", uscc=OTHER_CODE),
            row("重庆乙某有限公司", uscc=CODE),
            row("", uscc=OTHER_CODE),
        )
    assert sorted(codes(refused)) == ["E441", "E443", "E444", "E467"]
    with pytest.raises(BadDossier) as refused:
        load(
            registry,
            folder,
            row("重庆丙某有限公司", "高升"),
            row("重庆丁某有限公司"),
            row("重庆丁某有限公司", "撤销"),
            row("重庆戊某有限公司", title="重庆市瞪羚企业"),
            row("重庆己某有限公司", uscc=OTHER_CODE),
            row("重庆乙某有限公司", uscc=OTHER_CODE),
        )
    assert sorted(codes(refused)) == ["E324", "E441", "E467", "E475"]
    assert all("行" in str(fault.place) for fault in refused.value.faults)
    assert load(registry, folder, row("重庆丙某有限公司"), commit=Commit.DRY_RUN).enterprises == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (row("重庆甲某有限公司", "复核通过"), row("重庆甲某有限公司", "复核未通过")),
        (row("重庆甲某有限公司", "认定"), row("重庆甲某有限公司", "撤销")),
        (row("重庆甲某有限公司", through="2027-06-30"), row("重庆甲某有限公司", through="2027-12-31")),
        (row("重庆甲某有限公司", on="2024-07-01"), row("重庆甲某有限公司", on="2024-07-02")),
        (row("重庆甲某有限公司", uscc=CODE), row("重庆甲某有限公司", "撤销", uscc=CODE)),
    ],
)
def test_one_firm_with_two_outcomes_on_one_list_is_a_fault(
    registry: Registry, folder: Path, first: str, second: str
) -> None:
    with pytest.raises(BadDossier) as refused:
        load(registry, folder, first, second)
    assert codes(refused) == ["E475"]
    assert "第 3 行" in str(refused.value.faults[0].place)


def test_one_firm_twice_with_the_same_outcome_is_counted_once(registry: Registry, folder: Path) -> None:
    report = load(registry, folder, row("重庆甲某有限公司"), row("重庆甲某有限公司"))
    assert (report.new, report.known) == (1, 1)


def test_a_firm_published_and_recognised_on_one_list_is_no_contradiction(registry: Registry, folder: Path) -> None:
    report = load(registry, folder, row("重庆甲某有限公司", "公示", "2024-06-01"), row("重庆甲某有限公司"))
    assert report.new == 2


def test_a_grant_our_rules_disagree_with_is_recorded_and_the_disagreement_kept(
    registry: Registry, folder: Path, database: Database
) -> None:
    facts = folder / "事实.csv"
    facts.write_text("企业名称,列入经营异常名录\n重庆甲某有限公司,是\n", encoding="utf-8")
    registry.import_facts(facts, source="企业填报")
    report = load(registry, folder, row("重庆甲某有限公司", on="2026-07-01"), row("重庆乙某有限公司", on="2026-07-01"))
    assert report.disagreements == 1
    (event,) = registry.history("重庆甲某有限公司", AsOf(day("2026-07-01"))).events
    assert event.edition_key == "srdi_sme/recognition/2026"
    assert '"truth": "false"' in str(event.findings)
    assert held(registry, "重庆甲某有限公司", "2026-07-01") == [("srdi_sme", "2029-06-30")]


def test_rows_far_apart_are_one_list(registry: Registry, folder: Path) -> None:
    rows = [row(f"重庆第{number}号制造有限公司") for number in range(1500)]
    with pytest.raises(BadDossier) as refused:
        load(registry, folder, *rows, row("重庆第0号制造有限公司", "撤销"))
    assert codes(refused) == ["E475"]
    report = load(registry, folder, *rows)
    assert (report.enterprises, report.new) == (1500, 1500)
    assert registry.verify().faults == ()


_STOPS_IN_THE_MIDDLE = """
import sys, time
from pathlib import Path
import tiertrack

def done(rows):
    Path(sys.argv[3]).touch()
    time.sleep(60)

with tiertrack.open(sys.argv[1]) as register:
    register.import_titles(tiertrack.read_title_list(Path(sys.argv[2])), done)
"""


@pytest.mark.slow
def test_an_import_killed_in_the_middle_leaves_nothing_behind_and_can_be_run_again(
    register_url: str, folder: Path
) -> None:
    file, middle = folder / "名单.csv", folder / "middle"
    rows = [row(f"重庆第{number}号制造有限公司") for number in range(2500)]
    file.write_text("\n".join([HEADINGS, *rows]), encoding="utf-8")
    words = [sys.executable, "-c", _STOPS_IN_THE_MIDDLE, register_url, str(file), str(middle)]
    with subprocess.Popen(words) as importing:
        while not middle.exists():
            assert importing.poll() is None
            time.sleep(0.05)
        importing.kill()
    with tiertrack.open(register_url) as registry:
        assert registry.verify().events == 0
        with pytest.raises(UnknownEnterprise):
            registry.standing("重庆第0号制造有限公司", AsOf(day("2025-01-01")))
        assert registry.import_titles(read_title_list(file)).new == 2500
        assert registry.verify().faults == ()


def whole(folder: Path, *names: str, what: str = "认定", **said: str) -> TitleList:
    file = folder / "全部名单.csv"
    file.write_text("\n".join(["企业名称", *names]), encoding="utf-8")
    return read_title_list(file, title="高新技术企业", kind=what, **({"on": "2025-06-30", "document": LIST} | said))


def absent(registry: Registry, name: str) -> list[tuple[str, str | None]]:
    events = registry.history(name, AsOf(day("2026-01-01"))).events
    return [(str(event.on), event.document) for event in events if event.kind is EventKind.ABSENT]


def test_whoever_is_not_on_a_list_that_is_complete_does_not_hold_the_title(registry: Registry, folder: Path) -> None:
    places = {
        "重庆甲某有限公司": "巴南区",
        "重庆乙某有限公司": "巴南区",
        "重庆丙某有限公司": "渝北区",
        "重庆丁某有限公司": None,
        "重庆戊某有限公司": "重庆市",
    }
    for name, region in places.items():
        registry.enrol(name, region=region)
    said = whole(folder, "重庆甲某有限公司")
    tried = registry.import_titles(said, commit=Commit.DRY_RUN, complete="巴南区")
    assert tried.complete is not None
    assert (tried.complete.absent, absent(registry, "重庆乙某有限公司")) == (("重庆乙某有限公司",), [])
    report = registry.import_titles(said, complete="巴南区")
    done = report.complete
    assert done is not None
    assert done == tried.complete
    assert (done.region, done.unplaced, done.contradicted) == (
        "500113",
        ("重庆丁某有限公司", "重庆戊某有限公司"),
        (),
    )
    found = {name: absent(registry, name) for name in places}
    assert found == {name: [] for name in places} | {"重庆乙某有限公司": [("2025-06-30", LIST)]}
    dossier = registry.dossier("重庆乙某有限公司", AsOf(day("2025-07-01")))
    assert dossier.holds_title("high_tech_enterprise", day("2025-07-01")) is False
    assert registry.imports()[-1].firms == len(registry.undo(report.number or 0, commit=Commit.DRY_RUN).firms) == 2
    assert registry.import_titles(said, complete="巴南区").number is None
    assert len(absent(registry, "重庆乙某有限公司")) == 1
    registry.undo(report.number or 0)
    assert absent(registry, "重庆乙某有限公司") == []


def test_a_holder_who_is_missing_from_a_complete_list_is_named_and_keeps_the_title(
    registry: Registry, folder: Path
) -> None:
    names = ("重庆甲某有限公司", "重庆乙某有限公司")
    for name in names:
        registry.enrol(name, region="500113")
    earlier = whole(folder, *names, on="2024-10-01", document="渝科〔2024〕1号")
    registry.import_titles(earlier)
    report = registry.import_titles(whole(folder, names[0], document="渝科〔2025〕9号"), complete="巴南区")
    assert report.complete is not None
    assert (report.complete.absent, report.complete.contradicted) == ((), (names[1],))
    assert held(registry, names[1], "2025-07-01") == [("high_tech_enterprise", "2027-09-30")]
    (event,) = (e for e in registry.history(names[1], AsOf(day("2026-01-01"))).events if e.kind is EventKind.ABSENT)
    assert event.findings is not None
    assert "登记库里它持有高新技术企业，至 2027-09-30（渝科〔2024〕1号）" in event.findings
    told = to_text(report)
    assert "登记库里持有、名单上却没有 1 家（名单如下），分歧已记下，称号没有动：" in told


def test_whom_a_waiting_row_may_be_about_is_left_by_a_complete_list(registry: Registry, folder: Path) -> None:
    registry.enrol("重庆甲某有限公司", region="500113")
    report = registry.import_titles(whole(folder, "重庆甲某股份有限公司"), complete="巴南区")
    assert report.complete is not None
    assert (report.complete.left, absent(registry, "重庆甲某有限公司")) == (("重庆甲某有限公司",), [])


def test_a_list_that_is_complete_of_a_title_has_no_row_of_another_or_that_takes_it_away(
    registry: Registry, folder: Path
) -> None:
    registry.enrol("重庆甲某有限公司", region="500113")
    rows = ["重庆乙某有限公司,专精特新,认定", "重庆丙某有限公司,,撤销", "重庆丁某有限公司,,"]
    file = folder / "全部名单.csv"
    file.write_text("\n".join(["企业名称,称号,事项", *rows]), encoding="utf-8")
    said = read_title_list(file, title="高新技术企业", kind="认定", on="2025-06-30", document=LIST)
    with pytest.raises(BadDossier) as refused:
        registry.import_titles(said, complete="巴南区")
    assert [(fault.code, fault.place) for fault in refused.value.faults] == [
        ("E689", "全部名单.csv 第 2 行"),
        ("E689", "全部名单.csv 第 3 行"),
    ]
    assert absent(registry, "重庆甲某有限公司") == []


@pytest.mark.parametrize("said", [{"on": None}, {"document": None}, {"what": "撤销"}])
def test_a_complete_list_says_of_what_it_is_complete(registry: Registry, folder: Path, said: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="E686"):
        registry.import_titles(whole(folder, "重庆甲某有限公司", **said), complete="巴南区")


def test_what_a_list_did_is_told_firm_by_firm_with_the_way_back(registry: Registry, folder: Path) -> None:
    names = [f"重庆虚构第{number}有限公司" for number in range(25)]
    report = load(registry, folder, *map(row, names))
    told = to_text(report, brief=Length.SCREEN).splitlines()
    assert told[-1] == f"要取消这次导入：tiertrack undo {report.number}"
    assert told[1].startswith("新登记企业 25 家：重庆虚构第0有限公司、")
    assert told[1].endswith("，另有 5 家（to_text 全部列出）")
    assert "重庆虚构第24有限公司" in to_text(report)
    again = to_text(load(registry, folder, *map(row, names)), brief=Length.SCREEN)
    assert "都是已有的 25 家：" in again
