"""An import is taken back as a unit: nobody reads it any more, nothing of it is gone, and what leans on it is told."""

from __future__ import annotations

import datetime as dt
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import tiertrack
from tests.support.clocks import SetClock
from tests.support.events import day
from tests.support.files_brought_in import ALIKE, LIST, NAMES, facts, granted, listed
from tiertrack import Act, Event, EventKind, Tier
from tiertrack.app import Registry, review_list
from tiertrack.app import registry as registry_module
from tiertrack.app.commit import Commit
from tiertrack.app.register_questions import Waiting
from tiertrack.app.undoing import undo
from tiertrack.errors import BadInput, StaleStanding, StoreError, TiertrackError, UnknownEnterprise
from tiertrack.import_reports import ImportKind
from tiertrack.intake.title_rows import TitleRow
from tiertrack.ports import Register, SystemClock
from tiertrack.render.register.undo_text import imports_text
from tiertrack.screening.question import ask
from tiertrack.screening.register import RegisterSource
from tiertrack.store.database import Database
from tiertrack.temporal import AsOf

EVER, SOON = AsOf(day("2030-01-01")), AsOf(day("2025-01-01"))
MINUTE = dt.timedelta(minutes=1)
FIRM, OTHER, THIRD = NAMES
CODE = "91500113MA0000015Q"


@pytest.fixture
def ticking(registry: Registry, clock: SetClock) -> Registry:
    """A register in which every unit of work has an instant of its own."""
    original = registry._database.writing

    def writing(of: Any) -> Any:
        clock.instant += MINUTE
        return original(of)

    registry._database.writing = writing  # type: ignore[method-assign]
    return registry


def held(registry: Registry, name: str, asof: AsOf = SOON) -> list[tuple[str, str]]:
    return [(one.title, str(one.period.last)) for one in registry.standing(name, asof).standing.held]


def codes(refused: pytest.ExceptionInfo[TiertrackError]) -> list[str]:
    return [fault.code for fault in refused.value.faults]


def test_what_an_import_wrote_is_passed_over_from_then_on_and_seen_as_known_before(
    ticking: Registry, clock: SetClock, tmp_path: Path
) -> None:
    ticking.enrol(FIRM)
    report = ticking.import_facts(**facts(tmp_path, f"{FIRM},{CODE},巴南区,80", f"{OTHER},,巴南区,12"))
    known_at = clock.now()
    assert [(one.name, one.new, one.enrolled) for one in report.firms] == [(FIRM, 1, False), (OTHER, 1, True)]
    assert report.number is not None
    undone = ticking.undo(report.number, "填报表发错了")
    assert (undone.firms, undone.gone) == ((FIRM, OTHER), (OTHER,))
    assert [firm.name for firm in ticking.firms(SOON)] == [FIRM]
    found = ticking.find(FIRM)
    assert (found.uscc, found.region) == (None, None)
    assert ticking.dossier(FIRM, SOON).values == {}
    for gone in (OTHER, CODE):
        with pytest.raises(UnknownEnterprise):
            ticking.find(gone)
    before = AsOf(SOON.on, known_at)
    assert [firm.name for firm in ticking.firms(before)] == [FIRM, OTHER]
    assert ticking.dossier(OTHER, before).values == {"employees:2025": 12}
    (one,) = ticking.imports()
    assert one.withdrawn is not None
    assert (one.firms, one.rows, one.withdrawn.reason) == (2, 2, "填报表发错了")
    assert ticking.verify().faults == ()


def test_the_same_file_again_is_news_after_it_was_taken_back(ticking: Registry, tmp_path: Path) -> None:
    given_facts = facts(tmp_path, f"{FIRM},{CODE},巴南区,80")
    for number in (1, 2):
        report = ticking.import_facts(**given_facts)
        assert (report.enterprises, report.observations, report.known) == ((FIRM,), 1, 0)
        assert report.number == ticking.imports()[number - 1].number
        if number == 1:
            ticking.undo(report.number)
    assert ticking.find(CODE).name == FIRM
    assert ticking.verify().faults == ()


def test_a_title_of_a_list_taken_back_is_not_held_and_the_history_says_so(ticking: Registry, tmp_path: Path) -> None:
    ticking.import_titles(listed(tmp_path, granted(FIRM, "2021-07-01", document="渝经信〔2021〕1号")))
    report = ticking.import_titles(listed(tmp_path, granted(FIRM), granted(OTHER)))
    assert held(ticking, FIRM) == [("srdi_sme", "2027-06-30")]
    ticking.undo(report.number or 0, "名单印错")
    assert held(ticking, FIRM) == []
    told = ticking.history(FIRM, EVER)
    assert [event.on.year for event in told.events] == [2021]
    assert [(one.number, one.reason, one.event.on.year) for one in told.taken_back] == [(2, "名单印错", 2024)]
    assert "已撤回，第 2 次导入已取消：名单印错" in tiertrack.to_text(told)
    # The stream goes on from what was taken back.
    again = ticking.import_titles(listed(tmp_path, granted(FIRM)))
    assert (again.new, held(ticking, FIRM)) == (1, [("srdi_sme", "2027-06-30")])
    assert ticking.verify().faults == ()


def test_a_correction_taken_back_leaves_what_it_had_corrected(ticking: Registry, tmp_path: Path) -> None:
    ticking.import_titles(listed(tmp_path, granted(FIRM, through="2027-05-31")))
    wrong = ticking.import_titles(listed(tmp_path, granted(FIRM, through="2029-05-31")))
    assert (wrong.corrected, held(ticking, FIRM)) == (1, [("srdi_sme", "2029-05-31")])
    ticking.undo(wrong.number or 0)
    assert held(ticking, FIRM) == [("srdi_sme", "2027-05-31")]


def test_there_is_no_such_import_or_it_was_taken_back_before(ticking: Registry, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"E682.*登记库里没有可以取消的导入"):
        ticking.undo(1)
    for value in range(80, 86):
        report = ticking.import_facts(**facts(tmp_path, f"{FIRM},,,{value}"))
    ticking.undo(report.number or 0)
    lasts = "、".join(f"第 {number} 次（填报表.csv）" for number in (5, 4, 3))
    with pytest.raises(BadInput, match=f"E682.*最近的是{lasts}，另有 2 次见 tiertrack imports"):
        ticking.undo(99)
    with pytest.raises(BadInput) as refused:
        ticking.undo(report.number or 0)
    assert codes(refused) == ["E683"]


def test_a_trial_takes_nothing_back_and_an_import_that_is_tried_has_no_number(
    ticking: Registry, tmp_path: Path
) -> None:
    tried = ticking.import_facts(**facts(tmp_path, f"{FIRM},,,80"), commit=Commit.DRY_RUN)
    assert (tried.number, tried.enterprises, ticking.imports()) == (None, (FIRM,), ())
    report = ticking.import_facts(**facts(tmp_path, f"{FIRM},,,80"))
    assert ticking.undo(report.number or 0, commit=Commit.DRY_RUN).gone == (FIRM,)
    assert ticking.find(FIRM).name == FIRM


def test_all_that_leans_on_an_import_is_told_at_once_and_nothing_is_taken_back(
    ticking: Registry, tmp_path: Path
) -> None:
    ticking.enrol(THIRD)
    first = ticking.import_titles(listed(tmp_path, granted(FIRM), granted(OTHER), granted(THIRD)))
    # Of a firm it was the first to name, somebody has written since.
    ticking.observe(FIRM, {"employees": {"2025": 80}}, source="区经信委")
    # One of its acts was put right, another one led on.
    ticking.import_titles(listed(tmp_path, granted(THIRD, through="2027-05-31")))
    update = Event(title="srdi_sme", kind=EventKind.UPDATED, on=day("2025-04-20"), year=2025, document="年度更新")
    ticking.record(THIRD, update)
    with pytest.raises(StoreError) as refused:
        ticking.undo(first.number or 0)
    told = [(fault.place, fault.what) for fault in refused.value.faults]
    assert set(codes(refused)) == {"E684"}
    assert {place for place, _what in told} == {FIRM, THIRD}
    assert any("新登记" in what and "事实" in what for _place, what in told)
    assert any("更正了这次导入的第 1 项" in what for _place, what in told)
    assert held(ticking, OTHER) == [("srdi_sme", "2027-06-30")]


@pytest.mark.parametrize("then", ["年度更新", "提交复核"])
def test_a_step_that_would_lose_the_title_it_was_taken_for_stands_in_the_way(
    ticking: Registry, tmp_path: Path, then: str
) -> None:
    ticking.enrol(FIRM)
    first = ticking.import_titles(listed(tmp_path, granted(FIRM)))
    kind = EventKind.named(then)
    assert kind is not None
    ticking.record(FIRM, Event(title="srdi_sme", kind=kind, on=day("2027-04-20"), year=2027, document="渝〔2027〕1号"))
    with pytest.raises(StoreError, match=rf"E684.*{then}.*取消以后办不成"):
        ticking.undo(first.number or 0)


def test_a_renewal_that_goes_on_from_a_validity_stands_in_the_way(ticking: Registry, tmp_path: Path) -> None:
    ticking.enrol(FIRM)
    first = ticking.import_titles(listed(tmp_path, granted(FIRM, "2021-07-01", document="渝经信〔2021〕1号")))
    renewed = ticking.import_titles(listed(tmp_path, granted(FIRM, "2024-06-20", what="复核通过")))
    with pytest.raises(StoreError, match=r"E684.*有效期接着这次导入的有效期"):
        ticking.undo(first.number or 0)
    ticking.undo(renewed.number or 0)
    ticking.undo(first.number or 0)
    assert held(ticking, FIRM) == []


def test_what_was_said_again_is_not_lost_unseen(ticking: Registry, tmp_path: Path) -> None:
    ticking.enrol(FIRM)
    first = ticking.import_facts(**facts(tmp_path, f"{FIRM},,,80"))
    again = ticking.import_facts(**facts(tmp_path, f"{FIRM},,,80", f"{OTHER},,,12"))
    assert (again.known, again.observations) == (1, 1)
    with pytest.raises(StoreError, match=r"E684.*第 2 次（填报表.csv）又说了同样的内容.*tiertrack undo 2"):
        ticking.undo(first.number or 0)
    ticking.undo(again.number or 0)
    ticking.undo(first.number or 0)
    assert ticking.dossier(FIRM, SOON).values == {}


def test_what_has_to_go_first_is_told_once_and_in_an_order_that_works(ticking: Registry, tmp_path: Path) -> None:
    first = ticking.import_titles(listed(tmp_path, *map(granted, NAMES)))
    for value, name in ((80, FIRM), (80, FIRM), (85, OTHER)):
        ticking.import_facts(**facts(tmp_path, f"{name},,,{value}", f"{THIRD},,,{value}"))
    ticking.import_titles(listed(tmp_path, passed(FIRM)))
    ticking.close_review("srdi_sme", day("2027-06-20"), "渝〔2027〕9号")
    with pytest.raises(StoreError) as refused:
        ticking.undo(first.number or 0)
    ordered = [fault.remedy for fault in refused.value.faults if "tiertrack undo" in fault.remedy]
    assert set(codes(refused)) == {"E684"}
    assert "作废" not in str(refused.value)
    steps = re.findall(r"tiertrack undo (\d+)", ordered[0])
    assert (len(ordered), steps, refused.value.faults[0].remedy) == (1, ["5", "4", "3", "2"], ordered[0])
    for step in steps:
        ticking.undo(int(step))
    assert len(ticking.undo(first.number or 0).gone) == len(NAMES)


def test_what_changed_nothing_has_no_number_and_stands_in_nobodys_way(ticking: Registry, tmp_path: Path) -> None:
    ticking.enrol(FIRM)
    given_facts, said = facts(tmp_path, f"{FIRM},,,80"), listed(tmp_path, granted(FIRM))
    first = ticking.import_facts(**given_facts), ticking.import_titles(said)
    assert [ticking.import_facts(**given_facts).number, ticking.import_titles(said).number] == [None, None]
    for report in first:
        ticking.undo(report.number or 0)
    assert (held(ticking, FIRM), ticking.dossier(FIRM, SOON).values) == ([], {})


# Rows that wait.


def test_a_row_that_was_settled_stands_in_the_way_until_that_is_taken_back(ticking: Registry, tmp_path: Path) -> None:
    ticking.enrol(FIRM)
    report = ticking.import_titles(listed(tmp_path, granted(ALIKE)))
    assert (report.waiting, report.waits) == (1, (ALIKE,))
    settled = ticking.accept(1, told_by="王科长")
    assert f"要取消这次确认：tiertrack undo {settled.number}" in tiertrack.to_text(settled)
    with pytest.raises(StoreError, match=r"E684.*已经有人确认并登记（第 2 次（确认匹配 待确认 1：.*tiertrack undo 2"):
        ticking.undo(report.number or 0)
    undone = ticking.undo(settled.number or 0)
    assert (undone.undone.kind, undone.firms, undone.undone.source) == (ImportKind.MATCH, (FIRM,), "王科长")
    assert (held(ticking, FIRM), [one.key for one in ticking.proposals()]) == ([], [1])
    with pytest.raises(UnknownEnterprise):
        ticking.find(ALIKE)
    # It is settled anew, and that is taken back again.
    for _time in range(2):
        settled = ticking.accept(1)
        assert (held(ticking, FIRM), ticking.proposals()) == ([("srdi_sme", "2027-06-30")], ())
        with pytest.raises(StoreError, match="E684"):
            ticking.undo(report.number or 0)
        ticking.undo(settled.number or 0)
    assert [one.key for one in ticking.proposals(Waiting.NOT_ONLY)] == [1]
    ticking.undo(report.number or 0)
    assert ticking.proposals(Waiting.NOT_ONLY) == ()
    assert ticking.import_titles(listed(tmp_path, granted(ALIKE))).proposed == 1
    assert ticking.verify().faults == ()


def test_what_was_recorded_by_it_may_have_been_voided_before(ticking: Registry, tmp_path: Path) -> None:
    ticking.enrol(FIRM)
    report = ticking.import_titles(listed(tmp_path, granted(ALIKE)))
    settled = ticking.accept(1)
    ticking.void(FIRM, "srdi_sme", 1, day("2024-08-01"))
    ticking.undo(settled.number or 0)
    ticking.undo(report.number or 0)
    assert (ticking.proposals(Waiting.NOT_ONLY), held(ticking, FIRM)) == ((), [])
    assert ticking.import_titles(listed(tmp_path, granted(ALIKE))).proposed == 1


def test_of_a_row_that_was_settled_by_an_earlier_version_what_was_recorded_has_to_be_voided(
    ticking: Registry, tmp_path: Path
) -> None:
    key = ticking.enrol(FIRM).enterprise.id
    report = ticking.import_titles(listed(tmp_path, granted(ALIKE)))

    def settled(register: Register) -> None:
        (kept,) = register.proposals()
        assert isinstance(kept.row, TitleRow)
        register.append(key, [kept.row.event.changed(through=day("2027-06-30"))])
        register.settle(kept.key, key, "same", None)

    ticking.write(settled)
    with pytest.raises(StoreError, match=r"E684.*tiertrack case void"):
        ticking.undo(report.number or 0)
    ticking.void(FIRM, "srdi_sme", 1, day("2024-08-01"))
    ticking.undo(report.number or 0)
    assert ticking.proposals(Waiting.NOT_ONLY) == ()


def test_facts_that_were_settled_are_taken_back_with_that_alone(ticking: Registry, tmp_path: Path) -> None:
    ticking.enrol(FIRM)
    report = ticking.import_facts(**facts(tmp_path, f"{ALIKE},,,80"))
    settled = ticking.accept(1)
    with pytest.raises(StoreError, match=r"E684.*tiertrack undo 2"):
        ticking.undo(report.number or 0)
    ticking.undo(settled.number or 0)
    ticking.undo(report.number or 0)
    assert (ticking.dossier(FIRM, SOON).values, ticking.proposals()) == ({}, ())


def test_a_row_that_waits_waits_no_longer(ticking: Registry, tmp_path: Path) -> None:
    ticking.enrol(FIRM)
    report = ticking.import_titles(listed(tmp_path, granted(ALIKE)))
    ticking.undo(report.number or 0)
    assert ticking.proposals() == ()
    again = ticking.import_titles(listed(tmp_path, granted(ALIKE)))
    assert again.proposed == 1


# What was taken back by itself before.


def test_what_was_recorded_of_a_new_firm_and_taken_back_again_does_not_stand_in_the_way(
    ticking: Registry, tmp_path: Path
) -> None:
    report = ticking.import_titles(listed(tmp_path, granted(FIRM), granted(ALIKE)))
    ticking.enrol(OTHER)
    ticking.merge(OTHER, FIRM)
    with pytest.raises(StoreError, match=r"E684.*并入的登记.*tiertrack unmerge"):
        ticking.undo(report.number or 0)
    ticking.unmerge(FIRM)
    update = Event(title="srdi_sme", kind=EventKind.UPDATED, on=day("2025-04-20"), year=2025, document="年度更新")
    ticking.record(FIRM, update)
    with pytest.raises(StoreError, match=r"E684.*它的事项.*tiertrack case void"):
        ticking.undo(report.number or 0)
    ticking.void(FIRM, "srdi_sme", 2, day("2025-05-01"))
    ticking.dismiss([1], "名称写错")
    ticking.undo(report.number or 0)
    assert [firm.name for firm in ticking.firms(EVER)] == [OTHER]
    assert [told.enterprise for told in ticking.histories(EVER)] == []
    assert ticking.verify().faults == ()


def test_a_correction_that_was_voided_does_not_stand_in_the_way(ticking: Registry, tmp_path: Path) -> None:
    ticking.enrol(FIRM)
    report = ticking.import_titles(listed(tmp_path, granted(FIRM, through="2027-05-31")))
    event = Event(title="srdi_sme", kind=EventKind.RECOGNISED, on=day("2024-07-01"), document=LIST)
    ticking.record(FIRM, event.changed(through=day("2027-06-30")))
    with pytest.raises(StoreError, match=r"E684.*更正了这次导入的第 1 项"):
        ticking.undo(report.number or 0)
    ticking.void(FIRM, "srdi_sme", 2, day("2024-08-01"))
    ticking.undo(report.number or 0)
    assert held(ticking, FIRM) == []


def test_what_an_import_had_put_right_must_not_have_been_recorded_anew(ticking: Registry, tmp_path: Path) -> None:
    ticking.import_titles(listed(tmp_path, granted(FIRM, "2021-07-01")))
    report = ticking.import_titles(listed(tmp_path, granted(FIRM, "2024-06-20")))
    again = ticking.import_titles(listed(tmp_path, granted(FIRM, "2021-07-01", document="渝〔2021〕1号")))
    assert (report.corrected, again.new) == (1, 1)
    with pytest.raises(StoreError, match=r"E684.*取消以后恢复的 2021-07-01 .*说的是同一件事"):
        ticking.undo(report.number or 0)
    ticking.undo(again.number or 0)
    ticking.undo(report.number or 0)
    assert held(ticking, FIRM, AsOf(day("2022-01-01"))) == [("srdi_sme", "2024-06-30")]


def test_what_cannot_be_taken_back_is_told_as_such(ticking: Registry, tmp_path: Path) -> None:
    report = ticking.import_facts(**facts(tmp_path, f"{FIRM},,,80"))
    ticking.observe(FIRM, {"employees": {"2025": 90}}, source="区经信委")
    ticking.import_facts(**facts(tmp_path, f"{FIRM},,,85", source="年报"))
    with pytest.raises(StoreError) as refused:
        ticking.undo(report.number or 0)
    fault = refused.value.faults[-1]
    assert (fault.place, fault.what) == (
        FIRM,
        "这家企业是这次导入新登记的，以后别处又登记了它的事实（第 2 次（填报表.csv））",
    )
    assert "tiertrack undo 2" in refused.value.faults[0].remedy
    assert "逐项登记的不能取消" in fault.remedy


# A review that was closed.


def passed(name: str) -> str:
    return granted(name, "2027-06-20", through="2030-06-30", what="复核通过", document="渝〔2027〕9号")


def test_a_review_list_is_not_taken_back_while_titles_are_ended_by_it(ticking: Registry, tmp_path: Path) -> None:
    given = ticking.import_titles(listed(tmp_path, *map(granted, NAMES)))
    report = ticking.import_titles(listed(tmp_path, passed(FIRM)))
    on, document, after = day("2027-06-20"), "渝〔2027〕9号", AsOf(day("2027-06-25"))
    tried = ticking.close_review("srdi_sme", on, document, commit=Commit.DRY_RUN)
    assert (tried.ended, tried.numbers, len(ticking.imports())) == ((OTHER, THIRD), (), 2)
    closed = ticking.close_review("srdi_sme", on, document)
    assert (closed.ended, held(ticking, OTHER, after)) == (tried.ended, [])
    kept = ticking.imports()[-1]
    assert (kept.kind, kept.firms, kept.rows, kept.rests_on) == (
        ImportKind.CLOSING,
        2,
        2,
        (given.number, report.number),
    )
    assert closed.numbers == (kept.number,)
    assert f"要取消这次收口：tiertrack undo {kept.number}" in tiertrack.to_text(closed)
    assert f"复核收口 专精特新中小企业 {document}" in imports_text(ticking.imports())
    for one in (given, report):
        with pytest.raises(StoreError, match=rf"E684.*（复核收口 .*{document}.*照它办的.*tiertrack undo {kept.number}"):
            ticking.undo(one.number or 0)
    assert ticking.undo(kept.number, "名单印错").firms == (OTHER, THIRD)
    assert held(ticking, OTHER, after) == [("srdi_sme", "2027-06-30")]
    ticking.undo(report.number or 0)
    assert held(ticking, FIRM, after) == [("srdi_sme", "2027-06-30")]
    with pytest.raises(BadInput, match="E656"):
        ticking.close_review("srdi_sme", on, document)
    assert ticking.verify().faults == ()


def test_nor_where_all_of_its_rows_wait(ticking: Registry, tmp_path: Path) -> None:
    ticking.import_titles(listed(tmp_path, granted(FIRM), granted(OTHER)))
    report = ticking.import_titles(listed(tmp_path, passed(ALIKE)))
    closed = ticking.close_review("srdi_sme", day("2027-06-20"), "渝〔2027〕9号")
    assert (closed.ended, [one.enterprise for one in closed.left]) == ((OTHER,), [FIRM])
    with pytest.raises(StoreError, match=r"E684.*复核收口"):
        ticking.undo(report.number or 0)


def test_whoever_closes_a_review_by_a_list_that_is_taken_back_meanwhile_ends_nothing(
    ticking: Registry, clock: SetClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticking.import_titles(listed(tmp_path, granted(FIRM), granted(OTHER)))
    report = ticking.import_titles(listed(tmp_path, passed(FIRM)))
    end_in_parts = review_list.end_in_parts

    def as_another_takes_it_back(*asked: Any) -> Any:
        Registry(ticking._database, ticking._given, clock).undo(report.number or 0)
        return end_in_parts(*asked)

    monkeypatch.setattr(registry_module, "end_in_parts", as_another_takes_it_back)
    with pytest.raises(BadInput, match=r"E657.*第 2 次（名单.csv）.*刚被取消"):
        ticking.close_review("srdi_sme", day("2027-06-20"), "渝〔2027〕9号")
    assert held(ticking, OTHER, AsOf(day("2027-06-25"))) == [("srdi_sme", "2027-06-30")]


# Screening.


def test_a_screening_that_goes_on_from_the_last_leaves_out_what_was_taken_back(
    register_url: str, clock: SetClock, tmp_path: Path
) -> None:
    question = ask(Tier.SRDI_SME, Act.RECOGNITION, day("2026-06-30"))
    with tiertrack.open(register_url) as register:
        register.import_facts(**facts(tmp_path, f"{FIRM},,巴南区,80"))
        report = register.import_facts(**facts(tmp_path, f"{OTHER},,巴南区,12", f"{THIRD},,巴南区,30"))
        assert RegisterSource(register_url).screen(question).total == 3
        known_at = dt.datetime.now(dt.UTC)
        register.undo(report.number or 0)
        assert RegisterSource(register_url).screen(question).total == 1
        assert RegisterSource(register_url, known_at=known_at).screen(question).total == 3
        register.import_facts(**facts(tmp_path, f"{OTHER},,巴南区,12"))
        assert RegisterSource(register_url).screen(question).total == 2
        assert RegisterSource(register_url, upkeep=_anew()).screen(question).total == 2


def _anew() -> Any:
    from tiertrack.screening.typed_keeping import Upkeep

    return next(one for one in Upkeep if one is not Upkeep.KEPT)


# Whoever comes at once.


def test_of_two_who_take_an_import_back_at_once_one_does(register_url: str, tmp_path: Path) -> None:
    with tiertrack.open(register_url) as register:
        number = register.import_facts(**facts(tmp_path, f"{FIRM},,,80")).number or 0
        together = threading.Barrier(2, timeout=10)

        def take_back(_writer: int) -> str:
            together.wait()
            try:
                return register.undo(number).undone.file
            except BadInput as error:
                return error.faults[0].code

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(take_back, (0, 1))) == ["E683", "填报表.csv"]
        assert register.verify().faults == ()


def test_whoever_has_read_what_is_taken_back_meanwhile_reads_again(postgres_register: str, tmp_path: Path) -> None:
    with tiertrack.open(postgres_register) as register:
        register.enrol(FIRM)
        number = register.import_titles(listed(tmp_path, granted(FIRM))).number or 0
        update = Event(title="srdi_sme", kind=EventKind.UPDATED, on=day("2025-04-20"), year=2025, document="更新")
        with Database.open(postgres_register) as database, database.writing(SystemClock()) as unit:
            key = unit.find(FIRM)
            assert len(unit.events(key)) == 1
            register.undo(number)
            unit.append(key, [update])
            with pytest.raises(StaleStanding, match=r"E609.*一次导入刚被别人取消"):
                unit.commit()
        assert register.history(FIRM, EVER).events == ()


def test_taking_back_is_one_unit_of_work_among_others(ticking: Registry, tmp_path: Path) -> None:
    report = ticking.import_facts(**facts(tmp_path, f"{FIRM},,,80"))

    def undo_and_fail(register: Register) -> None:
        undo(register, report.number or 0, None)
        raise StoreError()

    with pytest.raises(StoreError):
        ticking.write(undo_and_fail)
    assert ticking.find(FIRM).name == FIRM
