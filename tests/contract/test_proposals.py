"""A row whose enterprise is not settled waits, is shown with the candidates of today, and is settled for its name."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from tests.support.events import day
from tiertrack.app import Registry
from tiertrack.app.register_questions import Waiting
from tiertrack.app.review_list import ListOnRecord, Unsettled
from tiertrack.errors import BadDossier, BadInput, StoreError, TiertrackError
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Attestation
from tiertrack.facts.identity import Identity
from tiertrack.intake.matching import Candidate, Resemblance
from tiertrack.intake.proposals import Proposal
from tiertrack.intake.title_list import read_title_list
from tiertrack.law.event_kinds import EventKind
from tiertrack.ports import Register
from tiertrack.register_reports import ImportReport, LeftOpen, Renaming, TitleReport
from tiertrack.render.register.proposal_text import proposal_data, proposals_text
from tiertrack.render.register.standing_text import history_text, standing_data, standing_text
from tiertrack.temporal import AsOf
from tiertrack.titles.events import ENTERPRISE, Event

Load = Callable[..., TitleReport]
State = Callable[..., ImportReport]

CODE, OTHER_CODE = "91500113MA0000015Q", "91500113MA0000023K"
HEADINGS = "企业名称,统一社会信用代码,称号,事项,日期,有效期至,文件"
PLAIN, BY_SHARES = "重庆虚构精工有限公司", "重庆虚构精工股份有限公司"
HUZHOU, CHANGXING = "虚构安全系统（湖州）有限公司", "虚构安全系统（长兴）有限公司"
LIST = "渝虚〔2026〕4号"
STAFF = "企业名称,employees:2025\n重庆虚构精工股份有限公司,80\n"


def recognised(name: str, document: str = "渝虚〔2023〕23号", uscc: str = "", title: str = "专精特新中小企业") -> str:
    return f"{name},{uscc},{title},认定,2023-01-01,2025-12-31,{document}"


def passed(name: str, document: str = LIST, uscc: str = "") -> str:
    return f"{name},{uscc},专精特新中小企业,复核通过,2025-12-30,2028-12-31,{document}"


@pytest.fixture
def load(registry: Registry, tmp_path: Path) -> Load:
    """Imports a list of titles of these rows."""

    def load(*rows: str, name: str = "名单.csv") -> TitleReport:
        file = tmp_path / name
        file.write_text("\n".join([HEADINGS, *rows]), encoding="utf-8")
        return registry.import_titles(read_title_list(file))

    return load


@pytest.fixture
def state(registry: Registry, tmp_path: Path) -> State:
    """Imports a table of facts."""

    def state(table: str, name: str = "事实.csv") -> ImportReport:
        (tmp_path / name).write_text(table, encoding="utf-8")
        return registry.import_facts(tmp_path / name, source="企业填报")

    return state


def candidates(registry: Registry) -> dict[int, list[tuple[str, Resemblance]]]:
    return {kept.key: [(one.name, one.why) for one in kept.candidates] for kept in registry.proposals()}


def holds(registry: Registry, name: str, on: str = "2026-01-10") -> bool:
    return bool(registry.standing(name, AsOf(day(on))).standing.held)


@pytest.mark.parametrize(
    "written", ["重庆示例科技有限公司\u200b", "重庆示例\u00ad科技有限公司", "\ufeff重庆示例科技有限公司"]
)
def test_a_name_with_characters_nobody_sees_is_that_of_the_firm(registry: Registry, load: Load, written: str) -> None:
    load(recognised("重庆示例科技有限公司"), recognised("重庆䶮益科技有限公司"))
    report = load(
        recognised(written, title="创新型中小企业"), recognised("重庆\ue863益科技有限公司", title="创新型中小企业")
    )
    assert (report.enterprises, report.new, report.waiting, report.renamed) == (0, 2, 0, ())
    assert registry.standing("重庆䶮益科技有限公司", AsOf(day("2024-01-01"))).enterprise == "重庆䶮益科技有限公司"


def test_a_candidate_enrolled_by_the_same_list_can_be_accepted(registry: Registry, load: Load) -> None:
    load(recognised(HUZHOU), recognised(CHANGXING))
    (kept,) = registry.proposals()
    data = proposal_data(kept)
    assert (data["name"], data["title_name"], data["candidates"][0]["name"]) == (CHANGXING, "专精特新中小企业", HUZHOU)
    assert registry.accept(kept.key).known == 1
    assert registry.proposals() == ()


def test_whoever_is_enrolled_has_every_row_that_waits_under_its_name(registry: Registry, load: Load) -> None:
    load(recognised(HUZHOU), recognised(CHANGXING))
    load(passed(CHANGXING), name="名单二.csv")
    report = registry.accept_as_new(1)
    assert (report.rows, report.enterprises, report.new, report.renamed) == (2, 1, 2, ())
    assert report.notes == (f"新增企业 {CHANGXING}",)
    assert registry.proposals() == ()
    assert (holds(registry, CHANGXING), holds(registry, HUZHOU)) == (True, False)


@pytest.mark.parametrize("accepted", [1, 2])
@pytest.mark.parametrize("review_first", [False, True], ids=["认定先到", "复核先到"])
def test_a_validity_does_not_hang_on_which_of_the_rows_that_wait_is_accepted(
    registry: Registry, load: Load, accepted: int, review_first: bool
) -> None:
    first = f"{CHANGXING},,专精特新中小企业,认定,2022-12-20,2025-12-19,浙虚〔2022〕1号"
    review = f"{CHANGXING},,专精特新中小企业,复核通过,2025-12-01,2028-12-19,浙虚〔2025〕2号"
    load(recognised(HUZHOU))
    for number, row in enumerate((review, first) if review_first else (first, review)):
        load(row, name=f"名单{number}.csv")
    registry.accept_as_new(accepted)
    track = registry.standing(CHANGXING, AsOf(day("2026-01-01"))).standing.track("srdi_sme")
    assert (track.since, track.through) == (day("2025-12-20"), day("2028-12-19"))


def test_two_lists_that_correct_each_other_are_settled_in_the_order_they_came(registry: Registry, load: Load) -> None:
    load(recognised(PLAIN, title="创新型中小企业"))
    load(recognised(BY_SHARES))
    load(recognised(BY_SHARES).replace("2025-12-31", "2025-12-30"), name="更正.csv")
    assert (registry.accept(1).new, registry.proposals()) == (1, ())
    account = registry.standing(BY_SHARES, AsOf(day("2024-01-01"))).standing
    assert account.track("srdi_sme").through == day("2025-12-30")


def test_rows_of_one_list_that_wait_must_not_contradict_each_other(load: Load) -> None:
    load(recognised(PLAIN))
    with pytest.raises(BadDossier, match=r"E475.*第 3 行"):
        load(passed(BY_SHARES), passed(BY_SHARES).replace("复核通过", "复核未通过"))


# Rows that are not taken.


@pytest.fixture
def slipped(registry: Registry, load: Load) -> Registry:
    """A register whose list was imported with a wrong event, and then with the right one: both rows wait."""
    load(recognised(PLAIN))
    load(passed(BY_SHARES).replace("复核通过", "认定"))
    load(passed(BY_SHARES))
    return registry


def test_of_a_row_read_with_a_wrong_event_and_the_right_one_the_wrong_one_is_dismissed(
    slipped: Registry, load: Load
) -> None:
    with pytest.raises(BadDossier, match=r"E475.*待确认 2（.*待确认的有 1、2，.*tiertrack match dismiss"):
        slipped.accept(2)
    (wrong,) = slipped.dismiss([1], "事项写错", told_by="王科长")
    assert (wrong.key, wrong.waits, wrong.dismissed) == (1, False, "事项写错")
    assert [kept.key for kept in slipped.standing(PLAIN, AsOf(day("2025-06-30"))).waiting] == [2]
    report = slipped.accept(2)
    assert (report.rows, report.new, report.waiting) == (1, 1, 0)
    assert holds(slipped, BY_SHARES)
    shown = proposals_text(slipped.proposals(Waiting.NOT_ONLY))
    assert f"1　{BY_SHARES}　专精特新中小企业 认定 2025-12-30　不采用：事项写错" in shown
    assert [proposal_data(kept)["dismissed"] for kept in slipped.proposals(Waiting.NOT_ONLY)] == ["事项写错", None]


def test_that_it_was_dismissed_stands_in_the_history_and_in_the_chain(slipped: Registry) -> None:
    before = slipped.verify()
    slipped.dismiss([1, 2], "重复导入", told_by="王科长")
    told = history_text(slipped.history(PLAIN, AsOf(dt.date.max)))
    for key in (1, 2):
        assert f"作废 待确认 {key}：{BY_SHARES} 备注 理由：重复导入　〔序号 {key}" in told
    assert ("已更正" in told, told.count("登记　王科长〕")) == (False, 2)
    after = slipped.verify()
    assert (after.faults, after.events - before.events, after.seals - before.seals) == ((), 2, 1)
    with pytest.raises(StoreError, match="E610"):
        slipped.void(PLAIN, ENTERPRISE, 1, day("2026-01-01"))


def test_whoever_only_a_dismissed_row_may_be_about_is_not_left_by_a_review_list(slipped: Registry, load: Load) -> None:
    slipped.dismiss([1, 2], "名单已撤回")
    assert load(passed(BY_SHARES)).notes == (f"不采用 名单.csv 第 2 行：{BY_SHARES}（名单已撤回）",)
    closed = slipped.close_review("srdi_sme", day("2025-12-30"), LIST)
    assert (closed.ended, closed.left, slipped.proposals()) == ((PLAIN,), (), ())


def test_a_row_of_facts_is_dismissed_as_well_and_stays_so_when_firms_are_joined_and_parted(
    registry: Registry, state: State
) -> None:
    for name in ("重庆另一家有限公司", PLAIN):
        registry.enrol(name)
    state(STAFF)
    registry.dismiss([1], "合并报表的数")
    assert (registry.proposals(), state(STAFF).waiting) == ((), ())
    registry.merge("重庆另一家有限公司", PLAIN)
    assert registry.proposals() == ()
    registry.unmerge(PLAIN)
    assert registry.proposals() == ()


def test_what_does_not_wait_or_has_no_reason_is_not_dismissed(slipped: Registry) -> None:
    slipped.dismiss([1], "事项写错")
    slipped.accept(2)
    with pytest.raises(BadInput, match="E712") as refused:
        slipped.dismiss([1, 2, 9], "再来一次")
    assert [(fault.what, fault.value) for fault in refused.value.faults] == [
        ("这一项已经写明不采用", "1"),
        ("这一项已经确认过", "2"),
        ("没有这一项待确认的匹配", "9"),
    ]
    with pytest.raises(BadInput, match=r"E712.*不采用"):
        slipped.accept(1)
    with pytest.raises(BadInput, match=r"E705.*理由"):
        slipped.dismiss([1], " ")


@pytest.mark.parametrize(("written", "is_kept"), [(BY_SHARES, True), ("成都无人相近有限公司", False)])
def test_a_row_kept_with_a_provisional_number_alone_is_dismissed_under_a_firm_called_alike(
    registry: Registry, load: Load, written: str, is_kept: bool
) -> None:
    load(recognised(PLAIN))
    load(passed(BY_SHARES))
    (kept,) = registry.proposals()
    row = attrs.evolve(kept.row, identity=Identity(written), remarks=(), event=kept.row.event.changed(batch="第二批"))
    provisional = Proposal(0, row, (Candidate(-1, written, Resemblance.SAME_STEM),))
    registry.write(lambda unit: unit.propose([provisional]))
    if not is_kept:
        with pytest.raises(StoreError, match="E487"):
            registry.dismiss([2], "名单已撤回")
    else:
        registry.dismiss([2], "名单已撤回")
        assert [one.key for one in registry.proposals()] == [1]
        assert "作废 待确认 2" in history_text(registry.history(PLAIN, AsOf(dt.date.max)))


def test_whoever_accepts_a_row_is_told_how_many_others_wait(slipped: Registry, load: Load) -> None:
    slipped.dismiss([1], "事项写错")
    load(recognised("重庆市虚构精工有限公司"))
    assert slipped.accept(2).waiting == 1


def test_candidates_are_those_there_are_when_they_are_shown(registry: Registry, load: Load) -> None:
    load(recognised(PLAIN))
    load(passed(BY_SHARES))
    assert candidates(registry) == {1: [(PLAIN, Resemblance.SAME_STEM)]}
    registry.enrol("重庆市虚构精工有限公司")
    assert [name for name, _why in candidates(registry)[1]] == [PLAIN, "重庆市虚构精工有限公司"]
    registry.enrol(BY_SHARES)
    assert candidates(registry) == {1: [(BY_SHARES, Resemblance.IDENTIFIED)]}
    assert registry.accept(1).new == 1
    assert (holds(registry, BY_SHARES), holds(registry, PLAIN)) == (True, False)


def test_no_firm_is_given_the_name_of_another(registry: Registry, load: Load) -> None:
    load(recognised(PLAIN))
    load(passed(BY_SHARES))
    registry.enrol(BY_SHARES)
    with pytest.raises(BadInput, match="E640"):
        registry.accept(1, PLAIN)
    with pytest.raises(BadInput, match="E640"):
        registry.accept_as_new(1)
    assert registry.standing(PLAIN, AsOf(day("2026-01-10"))).enterprise == PLAIN


def test_no_new_firm_is_called_what_another_was_renamed_to_after_the_day_of_its_row(
    registry: Registry, load: Load
) -> None:
    load(recognised(PLAIN))
    load(recognised(BY_SHARES))
    registry.record(PLAIN, Event(title=ENTERPRISE, kind=EventKind.RENAMED, on=day("2025-06-01"), value=BY_SHARES))
    with pytest.raises(BadInput, match=r"E640.*是登记库里另一家企业的名称"):
        registry.accept_as_new(1)
    assert [firm.name for firm in registry.firms(AsOf(day("2026-01-10")))] == [BY_SHARES]
    assert registry.accept(1).enterprises == 0


def test_another_writing_of_a_name_renames_nobody(registry: Registry, load: Load) -> None:
    load(recognised("重庆虚构（集团）有限公司", uscc=CODE))
    assert load(passed("重庆虚构〔集团〕 有限公司", uscc=CODE)).renamed == ()
    assert registry.standing(CODE, AsOf(day("2026-01-10"))).enterprise == "重庆虚构（集团）有限公司"


def test_a_row_with_another_code_than_the_firm_is_not_accepted_for_it(registry: Registry, load: Load) -> None:
    load(recognised(PLAIN))
    load(passed(BY_SHARES, uscc=CODE))
    registry.enrol("重庆虚构精工厂", uscc=OTHER_CODE)
    with pytest.raises(BadDossier, match="E443"):
        registry.accept(1, "重庆虚构精工厂")


def test_a_standing_says_what_waits_for_the_firm(registry: Registry, load: Load) -> None:
    load(recognised(PLAIN))
    load(passed(BY_SHARES))
    account = registry.standing(PLAIN, AsOf(day("2025-06-30")))
    assert [kept.key for kept in account.waiting] == [1]
    assert f"1　{BY_SHARES}　专精特新中小企业 复核通过 2025-12-30" in standing_text(account)
    assert [one["name"] for one in standing_data(account)["waiting"]] == [BY_SHARES]
    registry.enrol("重庆另一家有限公司")
    assert registry.standing("重庆另一家有限公司", AsOf(day("2025-06-30"))).waiting == ()
    registry.accept(1)
    assert registry.standing(PLAIN, AsOf(day("2025-06-30"))).waiting == ()


def test_a_review_list_leaves_whom_a_row_that_waits_may_be_about(registry: Registry, load: Load) -> None:
    load(recognised(PLAIN), recognised("重庆不在名单有限公司"))
    load(passed(BY_SHARES))
    closed = registry.close_review("srdi_sme", day("2025-12-30"), LIST)
    assert closed.ended == ("重庆不在名单有限公司",)
    assert closed.left == (LeftOpen(PLAIN, 1, BY_SHARES),)
    assert holds(registry, PLAIN, "2025-12-31")
    registry.accept(1)
    assert holds(registry, PLAIN)
    assert holds(registry, BY_SHARES)
    assert registry.close_review("srdi_sme", day("2025-12-30"), LIST).left == ()


@pytest.mark.parametrize(
    ("title", "code", "told"),
    [
        ("小小巨人", "E321", "没有这个称号"),
        ("enterprise", "E321", "没有这个称号"),
        ("listed", "E530", "程序没有这一步"),
    ],
)
def test_a_review_list_is_that_of_a_title_that_is_reviewed(
    registry: Registry, title: str, code: str, told: str
) -> None:
    with pytest.raises(TiertrackError, match=f"{code}.*{told}"):
        registry.close_review(title, day("2025-12-30"), LIST)


def test_or_ends_them_too_when_told_so_until_the_row_is_accepted(registry: Registry, load: Load) -> None:
    load(recognised(PLAIN))
    load(passed(BY_SHARES))
    assert registry.close_review("srdi_sme", day("2025-12-30"), LIST, unsettled=Unsettled.END).ended == (PLAIN,)
    assert not holds(registry, PLAIN)
    registry.accept(1)
    assert holds(registry, PLAIN)


def test_a_review_passed_that_is_heard_of_late_is_held_all_the_same(registry: Registry, load: Load) -> None:
    load(recognised(PLAIN))
    assert registry.close_review("srdi_sme", day("2025-12-30"), LIST, on_record=ListOnRecord.NONE).ended == (PLAIN,)
    load(passed(PLAIN))
    assert holds(registry, PLAIN)


def test_whoever_is_recognised_anew_on_the_day_of_the_review_list_holds_the_title(
    registry: Registry, load: Load
) -> None:
    load(recognised(PLAIN))
    assert registry.close_review("srdi_sme", day("2025-12-30"), LIST, on_record=ListOnRecord.NONE).ended == (PLAIN,)
    load(passed(PLAIN, document="渝虚〔2026〕5号").replace("复核通过", "认定"))
    assert holds(registry, PLAIN)


def test_a_row_that_could_never_be_accepted_does_not_wait(registry: Registry, load: Load) -> None:
    registry.enrol(PLAIN)
    with pytest.raises(BadDossier, match=r"E324.*请照文件写最后一日"):
        load(f"{BY_SHARES},,重庆市瞪羚企业,认定,2025-03-01,,渝科〔2025〕8号")
    assert registry.proposals() == ()


def test_no_firm_is_renamed_to_what_another_is_called(registry: Registry) -> None:
    for name in (HUZHOU, CHANGXING):
        registry.enrol(name)
    renamed = Event(title=ENTERPRISE, kind=EventKind.RENAMED, on=day("2026-01-01"), value=CHANGXING)
    with pytest.raises(BadInput, match=f"E640.*“{re.escape(CHANGXING)}”是登记库里另一家企业的名称"):
        registry.record(HUZHOU, renamed)
    assert registry.standing(CHANGXING, AsOf(day("2026-01-10")))


# What a firm is called once a row is settled.


@pytest.mark.parametrize("with_facts", [False, True], ids=["名单的行", "连同事实表的行"])
def test_a_slip_in_a_name_is_answered_to_and_renames_nobody(
    registry: Registry, load: Load, state: State, with_facts: bool
) -> None:
    registry.enrol(PLAIN)
    if with_facts:
        state(STAFF)
    load(recognised(BY_SHARES))
    report = registry.accept(1)
    (told,) = report.notes
    assert (report.renamed, told) == (
        (),
        f"“{BY_SHARES}”记作 {PLAIN} 的又一个名称；确已更名的，请用 tiertrack case rename 登记",
    )
    assert (registry.find(BY_SHARES).name, holds(registry, BY_SHARES, "2024-01-01")) == (PLAIN, True)
    assert load(recognised(BY_SHARES)).known == 1
    assert registry.find(PLAIN).name == PLAIN


@pytest.mark.parametrize("with_facts", [False, True], ids=["名单的行", "连同事实表的行"])
def test_a_row_that_says_what_the_firm_was_called_before_renames_it(
    registry: Registry, state: State, tmp_path: Path, with_facts: bool
) -> None:
    for code in (CODE, OTHER_CODE):
        registry.enrol(PLAIN, uscc=code)
    if with_facts:
        state(STAFF)
    file = tmp_path / "名单.csv"
    row = f"{BY_SHARES},{PLAIN},专精特新中小企业,认定,2023-01-01,2025-12-31,渝虚〔2023〕23号"
    file.write_text(f"企业名称,曾用名,称号,事项,日期,有效期至,文件\n{row}", encoding="utf-8")
    assert registry.import_titles(read_title_list(file)).waiting == 1
    assert registry.accept(1, CODE).renamed == (Renaming(PLAIN, BY_SHARES),)
    assert [registry.find(code).name for code in (CODE, OTHER_CODE)] == [BY_SHARES, PLAIN]


def test_a_renaming_that_somebody_states_is_listed_and_taken_back_by_voiding_it(registry: Registry, load: Load) -> None:
    registry.enrol(PLAIN)
    load(recognised(BY_SHARES))
    registry.accept(1)
    renamed = Event(title=ENTERPRISE, kind=EventKind.RENAMED, on=day("2024-05-01"), value=BY_SHARES)
    registry.record(PLAIN, renamed)
    assert registry.find(PLAIN).name == BY_SHARES
    period = day("2024-01-01"), AsOf(day("2024-12-31"))
    assert [(one.before, one.after) for one in registry.renamed(*period)] == [(PLAIN, BY_SHARES)]
    registry.void(PLAIN, ENTERPRISE, 1, day("2024-06-01"))
    assert (registry.find(BY_SHARES).name, registry.renamed(*period)) == (PLAIN, ())


def test_of_a_renaming_and_a_move_that_were_voided_name_and_place_are_those_of_before(registry: Registry) -> None:
    registry.enrol(HUZHOU, region="500113")
    changes = ((EventKind.RENAMED, CHANGXING), (EventKind.RELOCATED, "500112"))
    for number, (kind, value) in enumerate(changes, 1):
        registry.record(HUZHOU, Event(title=ENTERPRISE, kind=kind, on=day("2024-05-01"), value=value))
        registry.void(HUZHOU, ENTERPRISE, 2 * number - 1, day("2024-06-01"))
    found = registry.find(HUZHOU)
    assert (found.name, found.region) == (HUZHOU, "500113")
    # Nobody bears that name any more.
    registry.enrol("虚构安全系统（桐乡）有限公司")
    registry.record(
        "虚构安全系统（桐乡）有限公司",
        Event(title=ENTERPRISE, kind=EventKind.RENAMED, on=day("2025-01-01"), value=CHANGXING),
    )
    assert registry.find(CHANGXING, on=day("2025-02-01")).name == CHANGXING


# Facts.


def test_facts_of_a_name_like_one_on_record_wait_until_they_are_accepted(registry: Registry, state: State) -> None:
    registry.enrol(PLAIN)
    report = state(STAFF)
    assert (report.enterprises, report.proposed, report.waiting) == ((), 1, (BY_SHARES,))
    assert state(STAFF).proposed == 0
    (kept,) = registry.proposals()
    assert (proposal_data(kept)["name"], proposal_data(kept)["facts"]) == (BY_SHARES, ["employees:2025"])
    assert f"1　{BY_SHARES}　数值 1 项" in proposals_text([kept])
    assert registry.accept(1).new == 1
    asof = AsOf(day("2026-06-30"))
    assert registry.dossier(BY_SHARES, asof).values["employees:2025"] == 80
    assert registry.dossier(BY_SHARES, asof).name == PLAIN
    assert state(STAFF).known == 1


def test_or_are_those_of_a_firm_of_their_own(registry: Registry, state: State) -> None:
    registry.enrol(PLAIN)
    state(STAFF)
    assert (registry.accept_as_new(1).enterprises, registry.proposals()) == (1, ())
    assert registry.dossier(BY_SHARES, AsOf(day("2026-06-30"))).values["employees:2025"] == 80


def test_rows_of_one_name_on_lists_of_facts_and_of_titles_are_settled_together(
    registry: Registry, state: State, load: Load
) -> None:
    registry.enrol(PLAIN)
    state(STAFF)
    state("企业名称,market_share\n重庆虚构精工股份有限公司,12%\n", name="份额.csv")
    load(recognised(BY_SHARES))
    report = registry.accept(1)
    assert (report.new, registry.proposals()) == (3, ())
    assert registry.standing(PLAIN, AsOf(day("2024-01-01"))).standing.held


def test_facts_with_a_code_of_their_own_do_not_wait(registry: Registry, state: State) -> None:
    registry.enrol(PLAIN, uscc=CODE)
    report = state(f"企业名称,信用代码,employees:2025\n{BY_SHARES},{OTHER_CODE},80\n")
    assert (report.enterprises, report.waiting) == ((BY_SHARES,), ())


@pytest.mark.parametrize(
    "content",
    [{"name": BY_SHARES}, {"achievement": "芯片", "relations": [{"enterprise": BY_SHARES, "role": "producer"}]}],
)
def test_a_dossier_of_a_name_like_one_on_record_is_refused_with_the_names(
    registry: Registry, tmp_path: Path, content: dict[str, object]
) -> None:
    registry.enrol(PLAIN)
    file = tmp_path / "firm.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(BadDossier, match=f"E638.*{PLAIN}"):
        registry.import_facts(file, source="企业填报")
    assert [one.name for one in registry.enrol(BY_SHARES).alike] == [PLAIN]
    assert registry.import_facts(file, source="企业填报").waiting == ()


HIDDEN = "重庆\x1b[2J甲\n乙"


@pytest.mark.parametrize(
    "write",
    [
        lambda unit: unit.enrol(Identity(HIDDEN)),
        lambda unit: unit.rename(unit.find(PLAIN), HIDDEN, day("2025-01-01")),
        lambda unit: unit.learn(unit.find(PLAIN), Identity(short_name=HIDDEN)),
        lambda unit: unit.observe(unit.find(PLAIN), [Datum("employees", 2025, 80, HIDDEN)]),
        lambda unit: unit.attest(unit.find(PLAIN), Attestation("key_chain_link", True, HIDDEN, day("2025-01-01"))),
    ],
)
def test_no_text_with_control_characters_is_kept_whoever_writes_it(
    registry: Registry, write: Callable[[Register], object]
) -> None:
    registry.enrol(PLAIN)
    with pytest.raises(BadDossier, match="E474"):
        registry.write(write)


def test_nor_one_that_says_who_settled_a_row_or_where_facts_are_from(
    registry: Registry, load: Load, tmp_path: Path
) -> None:
    load(recognised(PLAIN))
    load(passed(BY_SHARES))
    with pytest.raises(BadDossier, match="E474"):
        registry.accept(1, told_by=HIDDEN)
    with pytest.raises(BadDossier, match="E474"):
        registry.merge(PLAIN, PLAIN, told_by=HIDDEN)
    with pytest.raises(BadDossier, match="E474"):
        registry.void(PLAIN, "srdi_sme", 1, day("2025-01-01"), HIDDEN)
    with pytest.raises(BadDossier, match="E474"):
        registry.import_facts(tmp_path / "事实.csv", source=HIDDEN)


def test_a_name_in_old_forms_of_characters_waits_for_somebody_to_say_whose_it_is(
    registry: Registry, load: Load, state: State
) -> None:
    registry.enrol(PLAIN)
    old = "重慶虛構精工有限公司"
    assert [one.why for one in registry.enrol("重慶虛構精工廠").alike] == [Resemblance.SAME_STEM]
    assert (load(recognised(old)).enterprises, state(STAFF.replace("重庆虚构精工股份有限公司", old)).waiting) == (
        0,
        (old,),
    )
    titled, _stated = registry.proposals()
    assert next((one.name, one.why) for one in titled.candidates) == (PLAIN, Resemblance.OLD_FORM)
    registry.accept(titled.key, PLAIN)
    assert load(recognised("重慶臺龍機械廠"), recognised("重庆台龙机械厂")).waiting == 1
    # A PDF gives the radical for the old form: U+2F3E for 戶.
    assert load(recognised("重庆户部有限公司"), recognised("重庆\u2f3e部有限公司")).waiting == 1


def test_enrolling_a_name_on_record_is_refused_unless_codes_tell_the_firms_apart(registry: Registry) -> None:
    registry.enrol(PLAIN, uscc=CODE)
    for written in (PLAIN, "重庆虚构精工 有限公司\u200b"):
        with pytest.raises(StoreError, match="E639"):
            registry.enrol(written)
    assert [one.why for one in registry.enrol(PLAIN, uscc=OTHER_CODE).alike] == [Resemblance.SHARED_NAME]
    with pytest.raises(BadDossier, match="E474"):
        registry.enrol("重庆\x1b[2J有限公司")
    for lost in "□\ufffd〓?":
        with pytest.raises(BadDossier, match="E413"):
            registry.enrol(f"重庆{lost}益有限公司")
