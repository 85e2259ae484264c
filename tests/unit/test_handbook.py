"""The policy handbook as people read it: every edition, title and fact has its page, every link leads somewhere, and
an officer who never saw a terminal finds which standard applied, what changed and what is asked for."""

from __future__ import annotations

import datetime as dt
import json
import posixpath
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

import tiertrack
from tests.support.browsers import needs_browser
from tests.support.page_tags import Tag, tags, words
from tiertrack.facts.vocabulary import FACTS
from tiertrack.law.titles import TITLES
from tiertrack.pages.handbook import addresses
from tiertrack.pages.handbook.feature_file import shipped_features
from tiertrack.pages.handbook.scenario_results import Outcome, ScenarioOutcome, ScenarioResults
from tiertrack.render.written_book import PolicyBook
from tiertrack.rules.diff import ClauseStatus, compare
from tiertrack.rules.rulebook import Rulebook
from tiertrack.rules.succession import before

if TYPE_CHECKING:
    from playwright.sync_api import Page

INDEX = "JSON.parse(document.getElementById('index').textContent)"
REVIEW = "little_giant/review/2026"
FEATURE = "little_giant/miit-2022-63.feature"
BOUNDARY, SLIPPED = "主营占比的界线", "有有效的统一社会信用代码即为依法设立"
JUDGED = {"事项": "复核", "判断日": "2026-05-20"}


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return tiertrack.national_rulebook()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, rules: Rulebook) -> tuple[Path, PolicyBook]:
    """The whole handbook, with the outcomes of a run in which one scenario failed and most did not run."""
    folder = tmp_path_factory.mktemp("handbook")
    told = (
        ScenarioOutcome(FEATURE, BOUNDARY, JUDGED, Outcome.PASSED),
        ScenarioOutcome(FEATURE, SLIPPED, JUDGED, Outcome.FAILED, "条件 B1 决定结论，界线如下"),
        ScenarioOutcome("own/rules.feature", "本区自己的", {}, Outcome.PASSED),
    )
    results = ScenarioResults("0.0.1", (rules.digest,), dt.date(2026, 7, 1), told)
    (folder / "results.json").write_text(results.text(), encoding="utf-8")
    book = tiertrack.policy_book(folder / "手册", rules, results=folder / "results.json")
    return folder / "手册", book


@pytest.fixture(scope="module")
def pages(written: tuple[Path, PolicyBook]) -> dict[str, str]:
    folder, _book = written
    return {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in folder.rglob("*.html")}


@pytest.fixture(scope="module")
def made_of(pages: dict[str, str]) -> dict[str, tuple[Tag, ...]]:
    """The tags of every page, which are balanced."""
    return {address: tags(page) for address, page in pages.items()}


def test_every_edition_title_fact_document_and_feature_has_its_page(pages: dict[str, str], rules: Rulebook) -> None:
    named = {addresses.edition_address(edition): edition.name for edition in rules.editions}
    named |= {addresses.title_address(key): label for key, label in TITLES.items()}
    named |= {addresses.fact_address(key): fact.label for key, fact in FACTS.items()}
    named |= {addresses.feature_address(feature.path): feature.title for feature in shipped_features()}
    assert [address for address, name in named.items() if name not in words(pages[address])] == []


def test_what_was_written_is_told(written: tuple[Path, PolicyBook], pages: dict[str, str], rules: Rulebook) -> None:
    folder, book = written
    assert (book.pages, book.editions, book.fingerprint) == (len(pages), len(rules.editions), rules.digest)
    assert book.run is not None
    assert book.run.counts == {"passed": 2, "failed": 1, "skipped": 0}
    told = tiertrack.to_text(book)
    assert str(folder) in told
    assert "场景：2026-07-01 以版本 0.0.1 运行，2 个通过，1 个没有通过" in told
    assert "[E777] 场景的结果来自另一版本" in told
    jsonschema.validate(tiertrack.to_dict(book), tiertrack.json_schema("policy_book"))
    manifest = json.loads((folder / "handbook.json").read_text(encoding="utf-8"))
    assert manifest["pages"] == sorted(pages)


def test_no_two_pages_have_one_address_wherever_they_are_kept(pages: dict[str, str]) -> None:
    assert len({address.casefold() for address in pages}) == len(pages)
    assert [address for address in pages if any(sign in address for sign in ' :?#%"<>|*\\')] == []


def test_every_link_leads_somewhere_within_the_folder(made_of: dict[str, tuple[Tag, ...]]) -> None:
    marks = {address: {one.attributes.get("id") for one in found} for address, found in made_of.items()}
    lost = []
    for address, found in made_of.items():
        for link in {one.attributes["href"] for one in found if "href" in one.attributes}:
            path, _hash, mark = link.partition("#")
            there = posixpath.normpath(posixpath.join(posixpath.dirname(address), path)) if path else address
            if there not in marks or (mark and mark not in marks[there]):
                lost.append((address, link))
    assert lost == []


def test_a_mark_stands_once_on_its_page(made_of: dict[str, tuple[Tag, ...]]) -> None:
    twice = {}
    for address, found in made_of.items():
        counted = Counter(one.attributes["id"] for one in found if "id" in one.attributes)
        if again := [mark for mark, times in counted.items() if times > 1]:
            twice[address] = again
    assert twice == {}


def test_pages_are_read_without_a_script_a_network_or_a_style_of_their_own(
    pages: dict[str, str], made_of: dict[str, tuple[Tag, ...]]
) -> None:
    running = [address for address, page in pages.items() if "<script" in page]
    assert running == [addresses.SEARCH]
    for address, found in made_of.items():
        assert [one for one in found if "style" in one.attributes or one.name in ("img", "link", "iframe")] == [], (
            address
        )
        assert [one for one in found for name in one.attributes if name.startswith("on")] == [], address


def test_every_page_says_by_what_it_was_made_and_what_counts(pages: dict[str, str], rules: Rulebook) -> None:
    said = ("以主管部门文件为准", f"tiertrack {tiertrack.__version__}", rules.digest, "本页由")
    assert {address for address, page in pages.items() if not all(one in page for one in said)} == set()


def test_an_edition_shows_each_requirement_its_source_its_proof_and_what_changed(
    pages: dict[str, str], rules: Rulebook
) -> None:
    for edition in rules.editions:
        told = words(pages[addresses.edition_address(edition)])
        for criterion in edition.criteria:
            assert criterion.gist in told
            assert str(criterion.citation.provision) in told
        assert [one.name for one in edition.materials if one.name not in told] == []
        previous = before(rules, edition)
        if previous is not None:
            changed = [one for one in compare(previous, edition) if one.change is not ClauseStatus.SAME]
            assert previous.name in told
            assert [one.title for one in changed if f"{one.title} （{one.change.value}" not in told] == []


@pytest.mark.parametrize("day", ["2016-05-01", "2022-06-01", "2025-05-31", "2026-06-30", "2027-12-31"])
def test_a_day_leads_to_every_standard_of_that_day_and_to_no_other(
    pages: dict[str, str], rules: Rulebook, day: str
) -> None:
    page, on = pages[f"on/{day}/index.html"], dt.date.fromisoformat(day)
    led_to = {one.key for one in rules.editions if f"/{addresses.edition_address(one)}" in page}
    # What ended with the day before is told as such.
    assert led_to == {one.key for one in rules.editions if on in one.period or one.period.end == on}


@pytest.mark.parametrize(
    ("day", "changed"),
    [("2026-06-30", "2026-04-24"), ("2023-05-01", "2023-02-17"), ("2023-02-17", "2023-01-01"), ("2016-01-01", None)],
)
def test_a_day_leads_to_the_last_day_before_it_on_which_something_changed(
    pages: dict[str, str], day: str, changed: str | None
) -> None:
    told = words(pages[f"on/{day}/index.html"])
    assert [line.split()[1] for line in told.split("　") if "上一次有变" in line] == ([changed] if changed else [])


def test_a_day_cites_no_document_that_was_made_later(pages: dict[str, str], rules: Rulebook) -> None:
    told, on = words(pages["on/2023-05-01/index.html"]), dt.date(2023, 5, 1)
    cited = {one for edition in rules.editions if on in edition.period for one in edition.amended_by}
    later = {str(one.provision) for one in cited if not one.may_apply_on(on)}
    assert {"工信厅企业函〔2024〕142号 第六批认定、第三批复核", "北证公告〔2026〕18号 强制退市"} <= later
    assert [one for one in later if one in told] == []
    assert "工信厅企业函〔2023〕23号 第五批认定、第二批复核" in told


def test_a_fact_shows_its_limits_through_time(pages: dict[str, str]) -> None:
    told = words(pages[addresses.fact_address("market_share")])
    assert "主导产品细分市场占有率不低于 10%" in told
    assert "不须第三方证明" in told


def test_the_years_show_a_bar_for_every_edition_of_a_rung_since_2016(
    made_of: dict[str, tuple[Tag, ...]], rules: Rulebook
) -> None:
    start = {one.attributes.get("href") for one in made_of["index.html"] if one.name == "a"}
    rungs = [one for one in rules.editions if isinstance(one.tier, tiertrack.Tier) and one.region is None]
    since = [one for one in rungs if one.period.end is None or one.period.end > dt.date(2016, 1, 1)]
    assert [one.key for one in since if addresses.edition_address(one) not in start] == []


def test_a_scenario_shows_what_became_of_it_in_the_run(pages: dict[str, str]) -> None:
    told = " ".join(words(pages[addresses.feature_address(FEATURE)]).split())
    assert f"✗ 没有通过 {SLIPPED}" in told
    assert "停在：条件 B1 决定结论，界线如下" in told
    # Its other examples did not run.
    assert f"○ 未运行 {BOUNDARY}" in told
    assert "✓ 通过 复核 2026-05-20" in told
    edition = " ".join(words(pages[addresses.edition_address(tiertrack.national_rulebook().edition(REVIEW))]).split())
    assert f"✓ 通过 {BOUNDARY}" in edition
    assert f"✗ 没有通过 {SLIPPED}" in edition
    assert "结果里另有 1 个场景不在本手册的特性文件里" in words(pages[addresses.FEATURES])


def test_results_of_another_version_are_said_to_be_so_wherever_they_are_used(pages: dict[str, str]) -> None:
    using = [address for address in pages if address.startswith(("editions/", "features/"))]
    without = [address for address in using if "E777" not in pages[address]]
    assert without == [addresses.EDITIONS]


@needs_browser
def test_an_officer_finds_the_standard_of_a_day_by_clicks_and_without_a_script(
    written: tuple[Path, PolicyBook], browser: object
) -> None:
    from playwright.sync_api import Browser

    assert isinstance(browser, Browser)
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto((written[0] / "index.html").as_uri())
    page.get_by_role("link", name="2026", exact=True).last.click()
    june = page.locator("table.month").nth(5)
    june.get_by_role("link", name="30", exact=True).click()
    assert page.locator("h1").inner_text() == "2026-06-30 所用的标准"
    page.get_by_role("link", name="专精特新“小巨人”企业/复核/2026").click()
    assert page.url.endswith(addresses.edition_address(tiertrack.national_rulebook().edition(REVIEW)))
    against = page.locator("dl.pairs").inner_text()
    assert "专精特新“小巨人”企业/复核/2025" in against
    assert "营业收入（改变" in against
    asked = page.locator("#materials + .wide").inner_text()
    assert "审计报告" in asked
    context.close()


@needs_browser
def test_a_word_or_a_day_is_found_by_the_search(written: tuple[Path, PolicyBook], page: Page) -> None:
    page.goto((written[0] / addresses.SEARCH).as_uri())
    page.fill("#words", "小巨人 市场地位")
    assert page.locator("#found li").count() > 0
    assert "专精特新“小巨人”企业" in page.locator("#found").inner_text()
    for written_day in ("2026-6-15", "2026年6月15日"):
        page.fill("#words", written_day)
        assert "自 2026-06-01 至这一天，所用的标准没有变" in page.locator("#found").inner_text()
    page.fill("#words", "5月1日")
    found = page.locator("#found a").all_inner_texts()
    assert found == sorted((f"{year}-05-01" for year in range(int(found[-1][:4]), int(found[0][:4]) + 1)), reverse=True)
    assert "2026-05-01" in found
    assert page.locator("#told").inner_text() == f"找到 {len(found)} 天，没有写年份，各年的都列出。"
    page.fill("#words", "2026年2月30日")
    assert page.locator("#told").inner_text() == "没有这一天，请核对年月日。"
    page.fill("#words", "2026年6月15日")
    page.locator("#found a").first.click()
    assert page.locator("h1").inner_text() == "2026-06-01 所用的标准"
    page.goto((written[0] / addresses.SEARCH).as_uri())
    for said, told, found in (
        ("市占率", "占有率", "主导产品细分市场占有率"),
        ("小巨人复核材料", "小巨人 复核 佐证材料", "专精特新“小巨人”企业/复核/2026"),
        ("主营收入", "主营业务收入", "主营业务收入"),
        ("补贴", "重点小巨人", "重点“小巨人”企业"),
    ):
        page.fill("#words", said)
        assert page.locator("#told").inner_text().endswith(f"，也找了“{told}”。")
        assert found in page.locator("#found").inner_text()
    # What every word leads to is there.
    finds = "[...new Set(Object.values(index.words).map((one) => one.join(' ')))]"
    for sought in page.evaluate(f"(() => {{ const index = {INDEX}; return {finds}; }})()"):
        page.fill("#words", sought)
        assert page.locator("#told").inner_text().startswith("找到"), sought
    # What editions say alike is told once, and no more of a long text than tells what it is about.
    page.fill("#words", "创新能力")
    told = [item.splitlines() for item in page.locator("#found li").all_inner_texts()]
    assert len({tuple(lines[:1] + lines[1].split("　")[1:]) for lines in told if "　" in lines[1]}) == sum(
        "　" in lines[1] for lines in told
    )
    assert max(len(line) for lines in told for line in lines) < 150
    page.locator("#found summary").first.click()
    assert page.locator("#found details a").first.is_visible()
    page.fill("#words", "<img src=x onerror=alert(1)>" + "长" * 10_000)
    assert page.locator("#told").inner_text().startswith("没有找到")
    assert page.locator("#found li").count() == 0
