"""The notice to a firm: what it says in Word, in the browser and as text, and that it stays on one page of A4."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import pytest

import tiertrack
from tests.support.commands import Run, answer
from tiertrack import Act, BadInput, Dossier, Existing, NoEditionInForce, Notice, Tier, Truth, to_dict, to_text
from tiertrack.render.notice.notice_text import notice_page
from tiertrack.shipped import shipped

EXAMPLES = shipped("seeds") / "examples"
ON = ("--on", "2026-06-30")
OFFICE, CLERK = "重庆市某某区经济和信息化委员会", "王某 023-66220000"


_AS_IT_IS: Any = object()


def told(
    name: str = "near-miss", tier: str = "小巨人", on: str = "2026-06-30", titles: Any = _AS_IT_IS, **how: Any
) -> Notice:
    """The notice of an example, with other titles where they are given; None where nothing is known of any."""
    firm = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    if titles is not _AS_IT_IS:
        del firm["titles"]
        firm |= {} if titles is None else {"titles": titles}
    return tiertrack.notice(Dossier.from_dict(firm), tier, on, **how)


def test_a_notice_says_what_is_not_met_with_what_the_firm_has_and_how_much_is_lacking() -> None:
    found = told(letterhead=OFFICE, contact=CLERK)
    assert found.heading == "关于专精特新“小巨人”企业认定条件的告知书"
    assert found.conclusion.startswith("暂不能申报：按工信部企业〔2026〕2号附件2，")
    assert found.conclusion.endswith("8 项条件未达到，5 项材料待提供，3 项待主管部门认定。")
    rows = {unmet.requirement: unmet.cells[1:] for unmet in found.unmet}
    assert rows["上年度营业收入不低于5000万元（附件2（二））"] == ("2025年营业收入 1480 万元", "差 3520 万元")
    assert rows["截至上年末从事特定细分市场满3年（附件2（一））"] == (
        "从事细分市场自 2023-01-02 起",
        "从事细分市场不满 3 年：最晚应自 2023-01-01 起，差 1 天",
    )
    assert rows["已是有效期内的专精特新中小企业（附件2（一））"] == ("没有有效的专精特新中小企业称号", "未达到")
    assert (len(rows), found.more_unmet, found.more_wanted) == (8, 0, 0)
    assert found.wanted[:2] == ("营业收入（2023年）", "主导产品细分市场占有率")
    assert "2026-05-25 截止" in found.window
    assert found.bases == ("工信部企业〔2026〕2号（优质中小企业梯度培育管理办法）附件2",)


def test_of_two_limits_on_one_amount_the_one_that_binds_is_told_once_a_year() -> None:
    firm = json.loads((EXAMPLES / "meets.json").read_text(encoding="utf-8"))
    firm["facts"] |= {
        "revenue": {"2023": "4535.14万元", "2024": "3000万元", "2025": "5200万元"},
        "rd_expense": {"2023": "95万元", "2024": "95万元", "2025": "95万元"},
    }
    found = tiertrack.notice(Dossier.from_dict(firm), "专精特新", "2026-06-30")
    (lacking,) = [unmet.lacking for unmet in found.unmet if "研发费用" in unmet.requirement]
    # 5200 × 3 % − 95 = 61 in the one year; in the other 3 % of 3000 is reached, and 100 is not.
    assert lacking == ("2025年研发费用占营业收入差约 1.17 个百分点，研发费用还差 61 万元", "2024年研发费用差 5 万元")


@pytest.mark.parametrize(
    ("name", "tier", "act", "conclusion"),
    [
        ("meets", "专精特新", Act.RECOGNITION, "可以申报：按工信部企业〔2026〕2号附件1，"),
        ("with-holes", "专精特新", Act.RECOGNITION, "资料不全，还不能判断：按工信部企业〔2026〕2号附件1，"),
        (
            "near-miss",
            "专精特新",
            Act.REVIEW,
            "重庆示例智能装备有限公司（虚构）在 2026-06-30 没有专精特新中小企业的称号；没有称号，谈不上复核。",
        ),
        ("meets", "硬科技", Act.RECOGNITION, "资料不全，还不能判断：按本区口径，"),
    ],
)
def test_the_conclusion_is_that_of_the_answer_in_the_words_of_a_letter(
    name: str, tier: str, act: Act, conclusion: str
) -> None:
    found = told(name, tier, act=act)
    assert found.conclusion.startswith(conclusion)
    judged = tiertrack.assess_each(tiertrack.read_dossier(EXAMPLES / f"{name}.json"), tier, act, "2026-06-30")
    assert found.truth is judged.truth
    assert bool(found.unmet) is (found.truth is Truth.FALSE)


def test_what_an_authority_judges_is_no_material_and_of_two_titles_one_is_asked_for() -> None:
    found = told("with-holes", "专精特新", titles=None)
    assert found.judged == ("细分市场占有率较为靠前，有一定知名度和影响力",)
    (titles,) = (one for one in found.wanted if "科技型中小企业" in one)
    assert titles == "是否持有有效的创新型中小企业称号或有效的科技型中小企业称号（其一即可）"
    assert not any("创新型中小企业" in one or found.judged[0] in one for one in found.wanted if one != titles)
    assert found.conclusion.endswith(f"{len(found.wanted)} 项材料待提供，1 项待主管部门认定。")
    headings = [heading for heading, _lines in found.sections]
    assert headings.index("待提供的材料") + 1 == headings.index("由主管部门认定的")


def test_a_notice_names_the_documents_for_what_is_missing_and_what_that_covers() -> None:
    found = told("with-holes", "专精特新")
    assert found.wanted == ("营业收入（2024年）", "专精特新发展评价得分（2026年）")
    assert [one.partition("（")[0] for one in found.materials] == ["审计报告", "培育平台的得分"]
    assert [one.partition("：")[0] for one in found.definitions] == ["营业收入", "专精特新发展评价得分"]
    sections = dict(found.sections)
    assert sections["待提供的材料"][1].startswith("文件：审计报告（")
    assert sections["填报口径"] == found.definitions
    met = told("meets", "专精特新")
    assert (met.materials, met.definitions, met.more_definitions) == ((), (), 0)


def test_where_a_page_has_no_room_definitions_go_first_and_of_documents_the_names_stay() -> None:
    full = told("with-holes", "小巨人", "2022-10-31")
    assert (len(full.definitions) > 0, full.more_definitions > 0) == (True, True)
    assert f"另有 {full.more_definitions} 项的口径，可向我们索取全文。" in to_text(full)
    facts: dict[str, Any] = json.loads((EXAMPLES / "near-miss.json").read_text(encoding="utf-8"))
    no = {"value": False, "by": "重庆市经济和信息化委员会", "on": "2026-05-10"}
    facts["judgements"] = dict.fromkeys(("market_reputation", "product_domain", "key_chain_link"), no)
    for fact in ("rd_expense", "class1_ip"):
        del facts["facts"][fact]
    tight = tiertrack.notice(Dossier.from_dict(facts), "小巨人", "2026-06-30", letterhead=OFFICE, contact=CLERK)
    assert (tight.definitions, tight.more_unmet, "填报口径" in dict(tight.sections)) == ((), 0, False)
    assert tight.materials == ("审计报告", "知识产权证书")


def test_a_title_renewed_ends_for_the_firm_when_its_new_validity_does() -> None:
    spells = [
        {"title": "专精特新", "from": "2023-07-01", "through": "2026-06-30"},
        {"title": "专精特新", "from": "2026-07-01", "through": "2029-06-30"},
    ]
    renewed = "称号有效至 2029-06-30（原有效期至 2026-06-30，已获续期）"
    assert told("with-holes", "专精特新", "2026-06-20", act=Act.REVIEW, titles=spells).window == renewed
    assert told("with-holes", "专精特新", "2026-07-20", act=Act.REVIEW, titles=spells).window.startswith(
        "称号有效至 2029-06-30；"
    )
    assert told("with-holes", "专精特新", "2026-06-20", act=Act.REVIEW, titles=spells[:1]).window == (
        "称号有效至 2026-06-30；复核时间以当地 2026 年的通知为准"
    )


def test_the_day_of_the_letter_and_the_day_judged_on_are_both_told() -> None:
    found = told(dated="2026-07-02")
    assert (found.day, found.on.isoformat()) == ("2026年7月2日", "2026-06-30")
    for text in (to_text(found), notice_page(found)):
        assert "本告知书按 2026年6月30日的资料和标准判断。" in text
        assert "2026年7月2日" in text
    assert (told().day, to_dict(told())["dated"]) == ("2026年6月30日", "2026-06-30")


# What is of no interest to a firm: how sources were seen, and the names of our own.
_OURS = "没有收录|转述|记忆|推导|核实|互证|本软件|(?<!年)版）|[a-z]{3,}_|recognition"


def test_no_notice_tells_of_how_the_sources_were_seen_nor_of_keys() -> None:
    for tier in (*Tier, *tiertrack.Adjacent):
        for name in ("meets", "near-miss", "with-holes"):
            try:
                text = to_text(told(name, tier.value))
            except NoEditionInForce:
                continue
            assert not re.search("没有收录|转述|记忆|推导|核实|互证|本软件|(?<!年)版）|[a-z]{3,}_|recognition", text), (
                text
            )


def test_the_document_is_read_back_by_word_s_own_library(tmp_path: Path) -> None:
    file = tmp_path / "告知书.docx"
    found = told(letterhead=OFFICE, contact=CLERK, into=file)
    document = docx.Document(str(file))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[:5] == [OFFICE, found.heading, f"{found.firm}：", "结论", found.verdict]
    sections = ("待提供的材料", "由主管部门认定的", "申报时间", "依据", "联系人")
    assert [text for text in texts if text in sections] == [*sections]
    assert texts[-2:] == [OFFICE, "2026年6月30日"]
    (table,) = document.tables
    rows = [tuple(cell.text for cell in row.cells) for row in table.rows]
    assert rows == [("要求", "贵单位", "差多少"), *(unmet.cells for unmet in found.unmet)]
    (section,) = document.sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert document.core_properties.author == OFFICE


def test_whatever_a_firm_is_called_stays_text_in_the_page_and_in_the_document(tmp_path: Path) -> None:
    facts = json.loads((EXAMPLES / "near-miss.json").read_text(encoding="utf-8"))
    name = "甲</p><script>alert(1)</script>&公司"
    dossier = Dossier.from_dict({**facts, "name": name})
    page = notice_page(tiertrack.notice(dossier, "小巨人", "2026-06-30", letterhead="<b>局</b>"))
    assert "<script" not in page
    assert "甲&lt;/p&gt;&lt;script&gt;" in page
    assert "&lt;b&gt;局&lt;/b&gt;" in page
    assert "@page { size: A4;" in page
    file = tmp_path / "告知书.docx"
    tiertrack.notice(dossier, "小巨人", "2026-06-30", contact="王\x0b某\uffff", into=file)
    texts = [paragraph.text for paragraph in docx.Document(str(file)).paragraphs]
    assert texts[1] == f"{name}："
    assert "王\\x0b某" in texts


def test_a_notice_of_a_firm_that_meets_nothing_leaves_out_what_has_no_room_and_says_so() -> None:
    found = worst()
    assert found.more_unmet > 0
    assert f"未达到的条件（{len(found.unmet) + found.more_unmet} 项）" in to_text(found)
    assert f"另有 {found.more_unmet} 项未达到" in to_text(found)


def worst() -> Notice:
    facts: dict[str, Any] = json.loads((EXAMPLES / "near-miss.json").read_text(encoding="utf-8"))
    facts["facts"] |= {
        **dict.fromkeys(("abnormal_list", "dishonest_list", "prohibited_product", "major_incident"), True),
        **dict.fromkeys(("controlled_by_little_giant", "same_group_similar_product"), True),
        "revenue": {"2025": "1480万元", "2024": "1390万元", "2023": "1500万元"},
        "employees": {"2025": 1200},
        "market_share": "1%",
        "domestic_rank": 9,
    }
    no = {"value": False, "by": "重庆市经济和信息化委员会", "on": "2026-05-10"}
    facts["judgements"] = dict.fromkeys(("market_reputation", "product_domain", "key_chain_link"), no)
    dossier = Dossier.from_dict({**facts, "name": "重庆虚构名称很长很长的精密智能装备制造股份有限公司"})
    return tiertrack.notice(dossier, "小巨人", "2026-06-30", letterhead=OFFICE * 2, contact=CLERK)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="没有装 LibreOffice")
def test_every_notice_is_one_page_of_paper(tmp_path: Path) -> None:
    from tiertrack.app.notices import write_notice

    notices = [worst(), told(letterhead=OFFICE, contact=CLERK), told("with-holes", "小巨人", on="2022-10-31")]
    files = [tmp_path / f"{number}.docx" for number, _notice in enumerate(notices)]
    for notice, file in zip(notices, files, strict=True):
        write_notice(notice, file)
    words = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*words, *map(str, files)], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    for file in files:
        with pdfplumber.open(file.with_suffix(".pdf")) as pages:
            (page,) = pages.pages
            assert "2026" in page.extract_text() or "2022" in page.extract_text()


def test_the_command_writes_a_firm_of_the_register_and_a_dossier_alike(run: Run) -> None:
    run("init")
    run("import", str(EXAMPLES / "near-miss.json"))
    firm = json.loads((EXAMPLES / "near-miss.json").read_text(encoding="utf-8"))["name"]
    of_file = answer(run, "notice", str(EXAMPLES / "near-miss.json"), "--tier", "专精特新", *ON)
    assert of_file == answer(run, "notice", firm, "--tier", "专精特新", *ON)
    with tiertrack.open("sqlite:///tiertrack.db") as register:
        assert to_dict(register.notice(firm, "专精特新", "2026-06-30")) == of_file
    left, out, err = run("notice", firm, "--tier", "专精特新", *ON, "--into", "告知书.html", "--contact", CLERK)
    assert (left, out.splitlines()[-1]) == (0, "已写入 告知书.html")
    assert err.splitlines() == [
        "没有写抬头：用 --letterhead 写，或在 tiertrack.toml 里写“抬头”",
        "落款日期是判断的那一天 2026-06-30；另有日期用 --dated 写",
    ]
    assert CLERK in Path("告知书.html").read_text(encoding="utf-8")
    run("notice", firm, "--tier", "专精特新", *ON, "--into", "告知书.txt")
    text = Path("告知书.txt").read_text(encoding="utf-8-sig")
    assert text == run("notice", firm, "--tier", "专精特新", *ON)[1]


def test_letterhead_and_contact_are_those_configured_unless_an_option_says_otherwise(
    run: Run, own_folder: None
) -> None:
    Path("tiertrack.toml").write_text(f'抬头 = "{OFFICE}"\n联系人 = "{CLERK}"\n', encoding="utf-8")
    asked = ("notice", str(EXAMPLES / "near-miss.json"), "--tier", "小巨人", *ON)
    found = answer(run, *asked)
    assert (found["letterhead"], found["contact"]) == (OFFICE, CLERK)
    assert run(*asked, "--dated", "2026-07-02")[2] == ""
    found = answer(run, *asked, "--letterhead", "另一个局", "--contact", "")
    assert (found["letterhead"], found["contact"]) == ("另一个局", None)
    assert [one["name"] for one in answer(run, "config")["settings"]][-2:] == ["抬头", "联系人"]


def test_what_cannot_be_written_is_refused_and_nothing_is_left_behind(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(EXAMPLES / "near-miss.json", "甲.json")
    asked = ("notice", "甲.json", "--tier", "小巨人", *ON, "--into")
    assert "[E828]" in run(*asked, "告知书.pdf")[2]
    assert run(*asked, "告知书.docx")[0] == 0
    assert "[E829]" in run(*asked, "告知书.docx")[2]
    assert run(*asked, "告知书.docx", "--overwrite")[0] == 0
    assert "[E401]" in run("notice", "没有.json", "--tier", "小巨人", *ON)[2]
    run("init")
    left, _, err = run("notice", "没有登记的公司", "--tier", "小巨人", *ON)
    assert (left, "[E6" in err) == (2, True)
    with pytest.raises(BadInput, match="抬头和联系人"):
        told(letterhead=5)
    monkeypatch.setattr("tiertrack.extras.find_spec", lambda _module: None)
    assert "pip install 'tiertrack[word]'" in run(*asked, "另.docx")[2]
    assert not Path("另.docx").exists()
    with pytest.raises(tiertrack.TiertrackError, match="E829"):
        told(into=tmp_path / "告知书.docx", existing=Existing.KEPT)
