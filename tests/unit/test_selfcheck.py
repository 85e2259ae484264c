"""The self-check in a real browser: it answers as the command line does, whoever fills it in and however."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.browsers import PHONE, grave_faults, opened_page
from tests.support.commands import Run
from tiertrack import (
    AsOf,
    Dossier,
    Edition,
    Truth,
    judge_source,
    national_rulebook,
    policy_vectors,
    read_dossier,
    selfcheck_page,
)
from tiertrack.pages.environment import static_text
from tiertrack.rules.assessment import assess

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "seeds" / "examples"
ON = dt.date(2026, 6, 30)
SRDI = "srdi_sme/recognition/2026"
REVENUE, RESEARCH = "2025年营业收入", "2024年研发费用"

# A title is held by a certificate, whose first day a dossier says.
CERTIFIED = "2026-02-01"

Shown = Callable[..., None]


@pytest.fixture
def shown(page: Page, tmp_path: Path) -> Shown:
    """A function that opens the self-check of an edition as a file."""
    return lambda *given, **also: opened(page, tmp_path, selfcheck_page(*given, **also))


def opened(page: Page, folder: Path, text: str) -> None:
    file = folder / "自测.html"
    file.write_text(text, encoding="utf-8")
    page.set_default_timeout(5000)
    page.goto(file.as_uri())


def question(page: Page, name: str) -> Locator:
    return page.locator(".question").filter(has=page.get_by_text(name, exact=True))


def listed(page: Page) -> None:
    page.get_by_label("全部列出").check()


# Every answer by its own field, as somebody writes it; what facts can decide is not asked of an authority.
_FILLED_IN = """([answers, certified]) => SelfCheck.facts.forEach((fact, place) => {
  const answer = answers[fact.key], box = document.getElementById("q" + place);
  if (answer === undefined || box.hidden) return;
  const field = (part) => box.querySelector(`[data-part="${part}"]`);
  const put = (into, text) => {
    into.value = text;
    for (const kind of ["input", "change"]) into.dispatchEvent(new Event(kind, { bubbles: true }));
  };
  if (typeof answer === "boolean") field(answer ? "yes" : "no").click();
  else if (fact.kind === "choice") field(answer).click();
  else put(field("text"), WRITTEN);
  if (answer === true && fact.origin === "title") put(field("from"), certified);
})"""
_WRITTEN = (
    '(/^约/.test(TierTrack.write(fact, answer)) || ["rank", "count"].includes(fact.kind)'
    " ? answer : TierTrack.write(fact, answer))"
)


def filled_in(page: Page, answers: Mapping[str, str | bool]) -> None:
    """Answers every question on the list."""
    listed(page)
    page.get_by_label("也列出不影响结论的题").check()
    page.evaluate(_FILLED_IN.replace("WRITTEN", _WRITTEN), [dict(answers), CERTIFIED])


def written(page: Page, place: int, answer: str) -> str:
    """An answer as somebody writes it."""
    called = f"([place, answer]) => {{ const fact = SelfCheck.facts[place]; return {_WRITTEN}; }}"
    text: str = page.evaluate(called, [place, answer])
    return text


def standing(page: Page) -> dict[str, Any]:
    """What the page says of the answers."""
    found: dict[str, Any] = page.evaluate("TierTrack.judge(SelfCheck.program, SelfCheck.answers())")
    return found


def saved(page: Page, into: Path) -> Path:
    """The dossier that is saved, as the file that is downloaded."""
    page.get_by_role("button", name="存成档案").click()
    assert page.locator("#file").is_visible(), page.locator(".fault:not(:empty)").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载").click()
    download.value.save_as(into)
    assert into.read_text(encoding="utf-8") == page.get_by_label("档案的文字").input_value()
    return into


RUNGS = (
    ("高价值科技成果", "认定", ()),
    ("高价值科技成果", "复核", ()),
    ("创新型中小企业", "认定", ()),
    ("创新型中小企业", "复核", ()),
    ("硬科技企业", "认定", ("--board", "star")),
    ("专精特新", "认定", ()),
    ("专精特新", "复核", ()),
    ("小巨人", "认定", ()),
    ("小巨人", "复核", ()),
    ("单项冠军", "认定", ()),
    ("单项冠军", "复核", ()),
    ("上市", "认定", ("--board", "科创板")),
    ("上市", "退市", ("--board", "科创板")),
)


@pytest.mark.parametrize(("tier", "act", "board"), RUNGS, ids=lambda one: one if isinstance(one, str) else "")
def test_a_rung_is_answered_as_on_the_command_line(
    tier: str, act: str, board: tuple[str, ...], page: Page, tmp_path: Path, run: Run, empty_register: None
) -> None:
    asked = ("--tier", tier, "--act", act, *board, "--on", "2026-06-30")
    code, _out, err = run("selfcheck", *asked, "--into", "自测.html")
    assert (code, err) == (0, "")
    page.set_default_timeout(5000)
    page.goto((Path.cwd() / "自测.html").as_uri())
    filled_in(page, answers_of(page.evaluate("SelfCheck.program.edition.key")))
    page.get_by_label("名称").fill("某公司")
    judged = standing(page)
    file = saved(page, tmp_path / "档案.json")
    code, out, err = run("assess", str(file), *asked, "--format", "json")
    answer = json.loads(out)
    assert out, err
    (told,) = answer.get("assessments", [answer])
    assert (told["truth"], told["missing"]) == (judged["truth"], judged["missing"])
    assert {one["key"]: one["truth"] for one in told["criteria"]} == {
        one["key"]: one["truth"] for one in judged["criteria"]
    }
    assert told["truth"] == "unknown" or code == (1 if told["truth"] == "false" else 0)
    assert run("import", str(file))[0] == 0


def answers_of(key: str) -> Mapping[str, str | bool]:
    """An example of an edition that is met or, where none was found, of one that has most answers."""
    edition = national_rulebook().edition(key)
    vectors = policy_vectors(edition, min(ON, edition.period.last or ON)).vectors
    met = [one for one in vectors if one.assessment.truth is Truth.TRUE]
    return max(met or vectors, key=lambda one: len(one.answers)).answers


@pytest.mark.parametrize(
    ("example", "verdict", "told"),
    [
        ("meets", "符合所填的情况——由主管部门认定", ""),
        ("near-miss", "不符合", "2024年研发费用占营业收入 2.7%（37.53 万元 / 1390 万元），低于 3%，差 0.3 个百分点"),
        ("with-holes", "待补充", "还缺（3 项）"),
    ],
)
def test_a_firm_on_file_finds_its_answers_there_and_its_verdict(
    example: str, verdict: str, told: str, page: Page, shown: Shown, tmp_path: Path
) -> None:
    dossier = read_dossier(EXAMPLES / f"{example}.json")
    shown(SRDI, ON, dossier)
    assert page.locator("#word").inner_text() == verdict
    assert told in page.locator("#found").inner_text()
    answer = assess(national_rulebook().edition(SRDI), dossier, AsOf(ON))
    judged = standing(page)
    assert judged["truth"] == answer.truth.value
    assert judged["missing"] == [fact.key for fact in answer.missing]
    # What nobody touched is saved as it was, with its sources.
    again = read_dossier(saved(page, tmp_path / "又.json"))
    assert again.to_dict() | {"facts_order": None} == dossier.to_dict() | {"facts_order": None}


def test_what_is_changed_is_the_firms_own_word_and_the_rest_keeps_its_source(
    page: Page, shown: Shown, tmp_path: Path
) -> None:
    shown(SRDI, ON, read_dossier(EXAMPLES / "near-miss.json"))
    listed(page)
    research = question(page, RESEARCH)
    research.locator("[data-part=text]").fill("100")
    question(page, "2025年负债总额").get_by_label("不清楚").check()
    made = read_dossier(saved(page, tmp_path / "又.json"))
    before = read_dossier(EXAMPLES / "near-miss.json")
    assert (made.values["rd_expense:2024"], made.sources("rd_expense:2024")[0].source) == (
        1_000_000_00,
        "企业自测（2026-06-30）",
    )
    assert "total_liabilities:2025" not in made.values
    for key in before.values.keys() - {"rd_expense:2024", "total_liabilities:2025"}:
        assert made.sources(key) == before.sources(key)


LISTED, SRDI_HELD = {"title": "listed", "from": "2024-05-22"}, {"title": "srdi_sme", "from": "2026-01-01"}
ENDED = {"title": "srdi_sme", "from": "2020-01-01", "through": "2022-12-31"}


@pytest.mark.parametrize(
    ("held", "name", "answer", "clause"),
    [
        ({"titles": [LISTED, SRDI_HELD]}, "是否持有有效的上市企业称号", "否", "zk.2"),
        ({"titles": [LISTED]}, "是否持有有效的上市企业称号", "不清楚", "zk.2"),
        ({"titles": [ENDED, SRDI_HELD]}, "是否持有有效的专精特新中小企业称号", "否", "zk.1"),
        ({"titles": [ENDED, SRDI_HELD]}, "是否持有有效的专精特新中小企业称号", "不清楚", "zk.1"),
        ({"titles": []}, "是否持有有效的专精特新中小企业称号", "不清楚", "zk.1"),
        ({"titles": [SRDI_HELD], "known_titles": ["srdi_sme"]}, "是否持有有效的专精特新中小企业称号", "不清楚", "zk.1"),
    ],
)
def test_what_is_changed_of_a_title_on_file_is_changed_in_the_dossier(
    held: dict[str, Any], name: str, answer: str, clause: str, page: Page, shown: Shown
) -> None:
    key, on = "key_srdi_zj/recognition/2026@330000", dt.date(2026, 12, 8)
    before = Dossier.from_dict({"name": "甲公司", **held})
    shown(key, on, before)
    listed(page)
    page.get_by_label("也列出不影响结论的题").check()
    question(page, name).get_by_label(answer, exact=True).check()
    made = Dossier.from_dict(page.evaluate("SelfCheck.dossier().made"))
    told = assess(national_rulebook().edition(key), made, AsOf(on))
    assert {one["key"]: one["truth"] for one in standing(page)["criteria"]}[clause] == next(
        one.truth.value for one in told.criteria if one.criterion.key == clause
    )
    # What is said of one title says nothing of another.
    assert made.holds_title("champion", on) is before.holds_title("champion", on)


def test_it_is_answered_question_by_question_by_keyboard_alone(page: Page, shown: Shown) -> None:
    shown(SRDI, ON)
    wanted = answers_of(SRDI)
    page.keyboard.press("Tab")
    while page.evaluate("!document.activeElement.closest('.question')"):
        page.keyboard.press("Tab")
    asked = []
    while at := page.evaluate(
        "document.activeElement.closest('.question') && document.activeElement.closest('.question').id"
    ):
        fact = page.evaluate("SelfCheck.facts[Number(document.activeElement.closest('.question').dataset.place)]")
        asked.append(fact["key"])
        answer = wanted.get(fact["key"])
        if isinstance(answer, bool) or fact["kind"] == "choice":
            page.keyboard.press("Space")
            value = {True: "yes", False: "no"}.get(answer, answer)
            for _step in range(6):
                if page.evaluate("document.activeElement.value") == value:
                    break
                page.keyboard.press("ArrowDown")
        elif answer is not None:
            page.keyboard.type(written(page, int(at[1:]), answer))
        page.keyboard.press("Enter")
    assert page.locator("#said").inner_text().startswith("符合所填的情况")
    assert page.evaluate("document.activeElement.id") == "end"
    assert len(asked) == len(set(asked)) < page.locator(".question").count()


def test_what_is_not_known_is_no_zero_and_is_asked_no_more(page: Page, shown: Shown) -> None:
    shown(SRDI, ON)
    first = page.locator(".question:visible legend").inner_text()
    page.get_by_role("button", name="下一题").click()
    assert page.locator(".question:visible legend").inner_text() != first
    assert first in page.locator("#missing").inner_text()
    assert page.locator("#word").inner_text() == "待补充"
    page.get_by_role("button", name="上一题").click()
    assert question(page, first).get_by_label("不清楚").is_checked()


def test_what_no_longer_matters_is_folded_away_and_says_so(page: Page, shown: Shown) -> None:
    shown(SRDI, ON)
    listed(page)
    institution = question(page, "研发机构最高级别")
    assert institution.get_by_label("自建").is_visible()
    question(page, "近三年国家级科技奖励最好位次").locator("[data-part=text]").fill("1")
    assert not institution.get_by_label("自建").is_visible()
    assert "folded" in (institution.get_attribute("class") or "")
    assert "不再影响结论" in page.locator("#moot summary").inner_text()
    page.get_by_label("也列出不影响结论的题").check()
    assert institution.get_by_label("自建").is_visible()
    # What settles it all leaves out the others, and says how many: one that fails is not all that may fail.
    question(page, "是否列入经营异常名录").get_by_label("是", exact=True).check()
    assert page.locator("#count").inner_text() == "1 条未达到"
    assert re.search(r"另有 \d+ 条没有填到，不影响这个结论。$", page.locator("#below").inner_text())
    # How to go on is said of what is not chosen yet.
    page.get_by_label("也列出不影响结论的题").uncheck()
    assert page.locator("#onward").inner_text().endswith("请接着填（勾上“也列出不影响结论的题”）。")


REFUSED = (
    (REVENUE, "99999999999", "金额超出可处理的范围（正负 9 万亿元）"),
    (REVENUE, "-1", "不能为负"),
    (REVENUE, "五千", "金额读不出来"),
    ("从事特定细分市场起始日", "2025-02-30", "没有这一天。请核对年月日。（E110）"),
    ("从事特定细分市场起始日", "2019年5月", "也查不到的，起始日写当月最后一日（2019-05-31），年限只会少算"),
    ("从事特定细分市场起始日", "<script>alert(1)</script>", "请写成 年-月-日"),
    ("2025年从业人员", "十" * 10_000, "须为整数"),
    ("2026年专精特新发展评价得分", "101", "不能超过 100 分"),
    ("行业", "制造", "E206"),
    ("行业", "通用设备", "是否想写 C34 通用设备制造业、"),
    ("行业", "汽车零部件", "是否想写 C367 汽车零部件及配件制造"),
    ("行业", "C99", "请写如 C3484、I65 或 C；代码可在国家统计局的《国民经济行业分类》里查"),
    ("统一社会信用代码", "91500113MA0000015A", "校验码不符"),
)


def test_what_cannot_be_is_refused_in_its_place_and_the_rest_stays(page: Page, shown: Shown) -> None:
    shown(SRDI, ON, read_dossier(EXAMPLES / "meets.json"))
    answered = page.evaluate("Object.keys(SelfCheck.answers())")
    listed(page)
    for name, text, told in REFUSED:
        field = question(page, name).locator("[data-part=text]")
        before = field.input_value()
        field.fill(text)
        field.blur()
        assert told in question(page, name).get_by_role("alert").inner_text()
        assert field.get_attribute("aria-invalid") == "true"
        assert page.evaluate("Object.keys(SelfCheck.answers()).length") == len(answered) - 1
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        if (name, text, told) != REFUSED[-1]:
            field.fill(before)
            assert question(page, name).locator(".fault").text_content() == ""
    page.get_by_role("button", name="存成档案").click()
    assert page.locator("#kept").inner_text() == "还没有存：有 1 处要先改，原因写在各处。"
    assert not page.locator("#file").is_visible()


@pytest.mark.parametrize(
    ("text", "read", "beside"),
    [
        ("90", "90 万元", ("万元", True)),
        ("900000元", "90 万元", ("元", False)),
        ("0.9亿", "9000 万元", ("亿元", False)),
        ("5千万", "5000 万元", ("", False)),
        ("五千", "", ("", False)),
    ],
)
def test_an_amount_says_what_it_is_read_as_and_its_unit_stands_once(
    text: str, read: str, beside: tuple[str, bool], page: Page, shown: Shown
) -> None:
    shown(SRDI, ON)
    listed(page)
    revenue = question(page, REVENUE)
    revenue.locator("[data-part=text]").fill(text)
    unit = revenue.get_by_label("单位")
    assert revenue.locator(".read").inner_text() == (f"读作 {read}" if read else "")
    assert (unit.input_value(), unit.is_enabled()) == beside
    # Nothing is left of it with the text that said it.
    revenue.locator("[data-part=text]").fill("")
    assert (unit.input_value(), unit.is_enabled(), revenue.locator(".read").inner_text()) == ("万元", True, "")


def test_a_dossier_says_whose_it_is_and_since_when_a_title_is_held(page: Page, shown: Shown, tmp_path: Path) -> None:
    shown(SRDI, ON)
    listed(page)
    title = question(page, "是否持有有效的创新型中小企业称号")
    title.get_by_label("是", exact=True).check()
    page.get_by_role("button", name="存成档案").click()
    assert "没有企业名称" in page.locator("#firm-fault").inner_text()
    assert "没有写证书有效期起" in title.get_by_role("alert").inner_text()
    assert page.evaluate("document.activeElement.id") == "firm"
    title.get_by_label("证书有效期起").fill("2026-07-01")
    title.get_by_label("证书有效期起").blur()
    assert "不在这个有效期里" in title.get_by_role("alert").inner_text()
    title.get_by_label("否", exact=True).check()
    assert title.locator(".fault").text_content() == ""
    title.get_by_label("是", exact=True).check()
    title.get_by_label("证书有效期起").fill("2025-07-01")
    page.get_by_label("企业名称").fill("甲公司")
    page.get_by_label("所在地").fill("50011")
    page.get_by_role("button", name="存成档案").click()
    assert "如 重庆市巴南区 或 500113" in page.locator("#region-fault").inner_text()
    page.get_by_label("所在地").fill("重庆市 巴南区")
    dossier = read_dossier(saved(page, tmp_path / "档案.json"))
    assert dossier.holds_title("创新型中小企业", ON)
    assert dossier.region == "500113"
    page.emulate_media(media="print")
    assert page.locator("#paper h2").inner_text() == "所填的情况　甲公司　重庆市 巴南区"


def test_where_a_firm_is_stands_there_already_where_it_is_known(page: Page, shown: Shown) -> None:
    shown(SRDI, ON, read_dossier(EXAMPLES / "meets.json"), region="重庆市永川区")
    where = page.get_by_label("所在地")
    assert where.input_value() == "重庆市永川区"
    assert page.evaluate("SelfCheck.dossier().made.region") == "500118"
    where.fill("")
    assert "region" not in page.evaluate("SelfCheck.dossier().made")


def test_what_is_hardly_true_is_said_at_the_answers_once_they_are_written_and_until_they_are_mended(
    page: Page, shown: Shown
) -> None:
    shown(SRDI, ON)
    listed(page)
    page.get_by_label("也列出不影响结论的题").check()
    told = "数值可疑：2025年主营业务收入大于2025年营业收入（9000 万元 与 5200 万元），请核对"
    revenue, main = (question(page, name) for name in (REVENUE, "2025年主营业务收入"))
    revenue.locator("[data-part=text]").fill("5200")
    main.locator("[data-part=text]").press_sequentially("9000")
    # Half a number is no wrong one.
    assert page.locator("#doubts").is_hidden()
    main.locator("[data-part=text]").blur()
    assert [one.locator(".doubt").inner_text() for one in (revenue, main)] == [f"⚠ {told}"] * 2
    assert told in page.locator("#doubts").inner_text()
    assert page.locator("#said").inner_text().endswith("有 1 处数值可疑")
    revenue.locator("[data-part=text]").fill("9100")
    assert (main.locator(".doubt").inner_text(), page.locator("#doubts").is_hidden()) == ("", True)
    since = question(page, "从事特定细分市场起始日").locator("[data-part=text]")
    since.fill("2026-07-01")
    since.blur()
    assert "从事特定细分市场起始日晚于 2026-06-30（2026-07-01），请核对" in page.locator("#doubts").inner_text()
    # Nothing is refused for it.
    assert page.evaluate("SelfCheck.answers().segment_since") == "2026-07-01"


def test_a_file_that_says_what_is_hardly_true_is_doubted_as_on_the_command_line(
    page: Page, shown: Shown, tmp_path: Path, run: Run, empty_register: None
) -> None:
    file = json.loads((EXAMPLES / "near-miss.json").read_text(encoding="utf-8"))
    file["facts"]["main_revenue"]["2025"] = "9000万元"
    (tmp_path / "档案.json").write_text(json.dumps(file, ensure_ascii=False), encoding="utf-8")
    shown(SRDI, ON, read_dossier(tmp_path / "档案.json"))
    asked = ("--tier", "专精特新", "--on", "2026-06-30")
    _code, out, _err = run("assess", str(tmp_path / "档案.json"), *asked)
    lines = [line.strip() for line in out.splitlines() if "⚠" in line]
    assert [f"⚠ {one['text']}" for one in standing(page)["doubts"]] == lines != []


def test_on_paper_stands_what_was_left_open_and_how(page: Page, shown: Shown) -> None:
    shown(SRDI, ON)
    listed(page)
    question(page, "2025年负债总额").get_by_label("不清楚").check()
    question(page, REVENUE).locator("[data-part=text]").fill("五千")
    question(page, RESEARCH).locator("[data-part=text]").fill("120")
    page.emulate_media(media="print")
    told = [page.locator(f"#{one}").inner_text() for one in ("unclear", "unread", "unfilled")]
    assert told[:2] == ["不清楚（1 项）：2025年负债总额", f"写得不对、没有采用（1 项）：{REVENUE}"]
    unfilled = told[2].partition("：")[2].split("；")
    assert {"2025年研发费用", "列入经营异常名录"} <= set(unfilled)
    assert not {RESEARCH, REVENUE, "2025年负债总额"} & set(unfilled)


def test_on_paper_stands_what_somebody_does_not_know_as_such_and_since_when_a_title_is_held(
    page: Page, shown: Shown
) -> None:
    shown(SRDI, ON)
    listed(page)
    title = question(page, "是否持有有效的创新型中小企业称号")
    title.get_by_label("是", exact=True).check()
    title.get_by_label("证书有效期起").fill("2025.7.1")
    title.get_by_label("证书有效期至").fill("2028-06-30")
    question(page, "是否列入经营异常名录").get_by_label("是", exact=True).check()
    unasked = r"另有 (\d+) 条没有填到"
    before = re.search(unasked, page.locator("#below").inner_text())
    page.get_by_label("也列出不影响结论的题").check()
    assert page.locator("#onward").inner_text() == ""
    question(page, "从事特定细分市场起始日").get_by_label("不清楚").check()
    page.get_by_label("也列出不影响结论的题").uncheck()
    assert page.locator("#onward").is_visible()
    page.emulate_media(media="print")
    assert not page.locator("#onward").is_visible()
    below = page.locator("#below").inner_text()
    after = re.search(unasked + "、1 条不清楚，不影响这个结论。$", below)
    assert before is not None
    assert after is not None, below
    assert int(after[1]) == int(before[1]) - 1
    assert "是（2025-07-01 至 2028-06-30）" in page.locator("#answers").inner_text()


def test_answers_are_kept_here_when_asked_and_gone_when_asked(page: Page, shown: Shown) -> None:
    shown(SRDI, ON)
    listed(page)
    revenue = question(page, REVENUE).locator("[data-part=text]")
    revenue.fill("5200")
    page.reload()
    assert revenue.input_value() == ""
    listed(page)
    revenue.fill("5200")
    question(page, REVENUE).get_by_label("单位").select_option("亿元")
    page.get_by_role("button", name="在这台设备上留着").click()
    question(page, "是否列入经营异常名录").get_by_label("否").check()
    page.reload()
    assert standing(page)["missing"].count("abnormal_list") == 0
    assert page.evaluate("SelfCheck.answers()['revenue:2025']") == "52000000000000"
    page.get_by_role("button", name="清除留着的").click()
    page.reload()
    assert page.evaluate("Object.keys(SelfCheck.answers())") == []


def test_where_nothing_may_be_kept_the_page_says_so_and_works(page: Page, shown: Shown) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } })")
    shown(SRDI, ON)
    page.get_by_role("button", name="在这台设备上留着").click()
    assert "没有留着" in page.locator("#kept").inner_text()
    assert page.locator("#count").inner_text() == "还缺 25 项"


def test_a_browser_without_exact_numbers_judges_nothing(browser: Browser, tmp_path: Path) -> None:
    with opened_page(browser) as page:
        page.add_init_script("delete window.BigInt")
        opened(page, tmp_path, selfcheck_page(SRDI, ON))
        assert page.get_by_text("这个浏览器太旧").is_visible()


def widest() -> tuple[Edition, dict[str, str | bool]]:
    edition = national_rulebook().edition("srdi_sme/recognition/2022@370000")
    on = edition.period.last or ON
    return edition, dict(policy_vectors(edition, on).vectors[1].answers)


def test_it_prints_on_one_page_whatever_is_asked(page: Page, shown: Shown, tmp_path: Path) -> None:
    edition, answers = widest()
    shown(edition.key, edition.period.last or ON)
    filled_in(page, answers)
    page.get_by_label("名称").fill("某公司")
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type ?/Page\b", paper)) == 1
    page.emulate_media(media="print")
    text = page.locator("main").inner_text()
    for told in (
        "不符合",
        "未达到（3 条）",
        "评价得分",
        "所填的情况　某公司",
        f"指纹 {edition.digest}",
        "判断日 2026-03-31",
    ):
        assert told in text
    for only_on_screen in ("下一题", "存成档案", "为什么问"):
        assert only_on_screen not in text


@pytest.mark.parametrize("way", ["一题一题问", "全部列出"])
def test_nothing_keeps_anybody_from_using_it(way: str, phone: Page, tmp_path: Path) -> None:
    # The smallest of all has every part of the page.
    opened(phone, tmp_path, selfcheck_page("achievement/recognition/2024", ON))
    phone.get_by_label(way).check()
    phone.get_by_label("名称").fill("某成果")
    phone.get_by_role("button", name="存成档案").click()
    for shut in phone.locator("details:visible > summary").all():
        shut.click()
    assert grave_faults(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


HOSTILE = (
    '"><img src=x onerror=alert(1)>',
    "</script><script>window.broken=1</script>",
    "' onfocus='alert(1)'",
    "\u202e倒",
)


def test_texts_of_a_district_that_try_to_break_out_stay_texts(page: Page, tmp_path: Path, run: Run) -> None:
    rules = (EXAMPLES / "district" / "hard_tech.py").read_text(encoding="utf-8")
    for plain, hostile in zip(("依法经营", "成立年限", "研发投入", "发明专利"), HOSTILE, strict=True):
        rules = rules.replace(f'    "{plain}",\n', f"    {hostile + '字' * 10_000!r},\n")
    (tmp_path / "rules.py").write_text(rules, encoding="utf-8")
    asked = ("--tier", "硬科技", "--region", "500113", "--on", "2026-06-30", "--rulebook", str(tmp_path / "rules.py"))
    code, _out, err = run("selfcheck", *asked, "--into", "自测.html")
    assert (code, err) == (0, "")
    page.set_viewport_size(PHONE)
    page.set_default_timeout(5000)
    page.goto((Path.cwd() / "自测.html").as_uri())
    listed(page)
    page.locator("input[type=text]").first.fill(HOSTILE[0])
    question(page, "是否列入经营异常名录").get_by_label("是", exact=True).check()
    page.get_by_label("名称").fill(HOSTILE[1])
    assert HOSTILE[0] in page.locator("#unmet").inner_text()
    assert page.evaluate(
        "[window.broken, document.images.length, document.querySelectorAll('main script').length]"
    ) == [None, 0, 0]
    assert "\u202e" not in page.locator("main").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_scripts_ask_nothing_of_an_old_browser_and_nothing_of_the_network() -> None:
    names = ("answers", "industries", "standing", "dossier", "keeping", "asking")
    code = "\n".join(static_text(f"selfcheck/{name}.js") for name in names) + judge_source()
    for word in (
        "?.",
        "??",
        "**",
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "fetch(",
        "XMLHttp",
        "eval(",
    ):
        assert word not in code.replace("/**", ""), word
