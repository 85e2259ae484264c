"""A notice is read as it was published: what is no enterprise is left out and said, and no firm is made by a guess."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.commands import Run
from tiertrack.errors import BadDossier, BadFile, TiertrackError
from tiertrack.intake.list_rows import doubtful_name
from tiertrack.intake.name_marks import marked_name
from tiertrack.intake.title_list import ListReading, read_title_list
from tiertrack.intake.title_rows import TitleRow

WHOLE: dict[str, Any] = {
    "title": "srdi_sme",
    "kind": "认定",
    "on": dt.date(2025, 12, 20),
    "document": "渝虚〔2025〕9号",
}
FIRMS = ("重庆虚构甲某精密有限公司", "重庆虚构乙某材料有限公司", "重庆虚构丙某科技有限公司")
FIRM = FIRMS[0]


def notice(folder: Path, *rows: str, encoding: str = "utf-8") -> Path:
    path = folder / "名单.csv"
    path.write_bytes("\n".join(rows).encode(encoding))
    return path


def read(path: Path, **whole: Any) -> tuple[list[TitleRow], ListReading]:
    titles = read_title_list(path, **(WHOLE | whole))
    rows = list(titles.rows())
    assert titles.faults == []
    return rows, titles.reading


def names(path: Path, **whole: Any) -> list[str | None]:
    return [row.identity.name for row in read(path, **whole)[0]]


def refused(path: Path, **whole: Any) -> list[tuple[str, str | None]]:
    titles = read_title_list(path, **(WHOLE | whole))
    try:
        list(titles.rows())
        found = titles.faults
    except TiertrackError as error:
        found = list(error.faults)
    return [(fault.code, fault.place) for fault in found]


PUBLISHED = (
    "2025年度重庆市专精特新中小企业名单（虚构）,,",
    "序号,企业名称,所属区县",
    "渝北区（1家）,,",
    f"1,{FIRMS[0]},渝北区",
    "巴南区（2家）,,",
    f"2,*{FIRMS[1]},巴南区",
    f"3,{FIRMS[2]}（原：重庆虚构丙某贸易有限公司）,巴南区",
    ",合计：3家,",
    "注：以上企业排名不分先后。,,",
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_notice_is_read_as_it_was_published(tmp_path: Path, encoding: str) -> None:
    rows, reading = read(notice(tmp_path, *PUBLISHED, encoding=encoding))
    assert [row.identity.name for row in rows] == [*FIRMS]
    assert [row.identity.region for row in rows] == ["500112", "500113", "500113"]
    assert [row.former_names for row in rows] == [(), (), ("重庆虚构丙某贸易有限公司",)]
    assert [dict(row.remarks) for row in rows] == [
        {"序号": "1"},
        {"名称上的标记": "*", "序号": "2"},
        {"序号": "3"},
    ]
    assert [(one.place, one.reason) for one in reading.left_out] == [
        ("名单.csv 第 1 行", "在标题以上"),
        ("名单.csv 第 3 行", "小节"),
        ("名单.csv 第 5 行", "小节"),
        ("名单.csv 第 8 行", "合计"),
        ("名单.csv 第 9 行", "说明"),
    ]
    assert "标题在第 2 行" in reading.notes
    assert reading.doubts == ()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("渝北区（1家）,,", "小节"),
        ("一、渝北区,,", "小节"),
        (",渝北区：,", "小节"),
        ("（二）巴南区（12家）,,", "小节"),
        ("巴南区,2家,", "小节"),
        ("第二批,,", "小节"),
        ("一、专精特新中小企业（3家）,,", "小节"),
        (",合计：3家,", "合计"),
        ("合 计,3,", "合计"),
        ("小计,1家,", "合计"),
        ("总计（家）,,3", "合计"),
        (",共3家,", "合计"),
        ("注：以上企业排名不分先后。,,", "说明"),
        (",注：其中含重庆虚构丁某有限公司,", "说明"),
        (",注1：带*的为复核企业,", "说明"),
        ("*为有效期内企业。,,", "说明"),
        ("以上企业排名不分先后,,", "说明"),
        ("（以下空白）,,", "说明"),
        *(
            (f"{said},,", "说明")
            for said in (
                *("数据来源：企查查科技有限公司", "公示期间如有异议请联系重庆市中小企业服务中心"),
                *("审核单位渝北区统计学会", "第1页 重庆市中小企业服务中心", "数据来源 企查查科技有限公司"),
            )
        ),
        (",公示期间如有异议请联系重庆市中小企业服务中心,", "说明"),
        (",合计公司,", "合计"),
        ("2,—,", "没有写企业"),
        (",无,", "没有写企业"),
        ("2,无,渝北区", "没有写企业"),
        (",N/A,N/A", "没有写企业"),
        ("……,……,……", "没有写企业"),
        ("/,/,/", "没有写企业"),
        ("2,,", "只有序号"),
        ("序号,企业名称,所属区县", "重复的标题行"),
    ],
)
def test_what_is_no_enterprise_never_becomes_one(tmp_path: Path, row: str, reason: str) -> None:
    path = notice(tmp_path, "序号,企业名称,所属区县", f"1,{FIRM},渝北区", row)
    rows, reading = read(path)
    assert [one.identity.name for one in rows] == [FIRM]
    assert [(one.place, one.reason) for one in reading.left_out] == [("名单.csv 第 3 行", reason)]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2,合计：3家,渝北区", "E415"),
        ("2,注：重庆虚构丁某有限公司,渝北区", "E415"),
        ("2,3,渝北区", "E415"),
        ("2,渝北区,渝北区", "E415"),
        ("2,有限公司,渝北区", "E415"),
        ("2,（3家）,渝北区", "E415"),
        ("2,其他,渝北区", "E415"),
        *((f",{said},", "E415") for said in ("续表", "注", "新增企业", "*为新增企业", "截止", "重庆市经信委")),
        ("2,工业园区,渝北区", "E415"),
        ("2,备注,渝北区", "E415"),
        ("2,*无,渝北区", "E415"),
        ("2,2重庆虚构丁某有限公司,渝北区", "E415"),
        ("2,（盖章）,渝北区", "E415"),
        *(
            (f"8,{said},渝北区", "E415")
            for said in ("张三", "以上企业公示期五天", "技术支持：重庆某某软件有限公司", "巴南区委办")
        ),
        ("2,复核通过,渝北区", "E415"),
        *(
            (f"2,{said},渝北区", "E415")
            for said in (
                *(
                    "数据来源 企查查科技有限公司",
                    "公示期间如有异议请联系重庆市中小企业服务中心",
                    "复核通过公司",
                    "12家公司",
                ),
                *("制表人 张三 重庆市中小企业服务中心", "审核单位渝北区统计学会", "附件2重庆甲乙有限公司", "待定公司"),
                *("第1页 重庆市中小企业服务中心", "重庆甲乙有限公司等3家公司", "暂无公司", "其他公司", "合计公司"),
                *("小计渝北公司", "拟认定的公司", "原名重庆丙丁有限公司", "母公司重庆甲乙有限公司"),
                *("牵头单位重庆甲乙有限公司", "联系人重庆甲乙有限公司"),
            )
        ),
        (",重庆虚构丁某有限公司,渝北区", "E415"),
        (",复核通过公司,", "E415"),
        ("2,91500113MA0000015Q,渝北区", "E415"),
        ("2,重庆虚构丁某有限公司…,渝北区", "E415"),
        ("2,共2家重庆虚构丁某有限公司,渝北区", "E415"),
        ("2,重庆虚构丁某有限公司工业园区,渝北区", "E415"),
        ("2,、重庆虚构丁某有限公司,渝北区", "E415"),
        ("2,,渝北区", "E464"),
        ("重庆虚构丁某有限公司,,", "E464"),
        ("2,重庆虚构丁某有限公司,同上", "E420"),
        ("附件2,,", "E416"),
    ],
)
def test_a_row_that_cannot_be_told_is_refused(tmp_path: Path, row: str, code: str) -> None:
    found = refused(notice(tmp_path, "序号,企业名称,所属区县", f"1,{FIRM},渝北区", row))
    assert [(one, (place or "").startswith("名单.csv 第 3 行")) for one, place in found] == [(code, True)]


@pytest.mark.parametrize(
    ("written", "name", "former", "mark"),
    [
        ("*重庆虚构乙某有限公司", "重庆虚构乙某有限公司", (), "*"),
        ("★ 重庆虚构乙某有限公司", "重庆虚构乙某有限公司", (), "★"),
        ("重庆虚构乙某有限公司＊", "重庆虚构乙某有限公司", (), "＊"),
        ("12．重庆虚构乙某有限公司", "重庆虚构乙某有限公司", (), "12．"),
        ("（3）重庆虚构乙某有限公司", "重庆虚构乙某有限公司", (), "（3）"),
        ("1.*重庆虚构乙某有限公司", "重庆虚构乙某有限公司", (), "1.*"),
        ("■重庆虚构乙某有限公司", "重庆虚构乙某有限公司", (), "■"),
        ("□ 虚构乙某有限公司", "虚构乙某有限公司", (), "□"),
        ("3M中国有限公司", "3M中国有限公司", (), None),
        ("重庆58家政服务有限公司", "重庆58家政服务有限公司", (), None),
        ("重庆某某服务部", "重庆某某服务部", (), None),
        ("360数科有限公司", "360数科有限公司", (), None),
        ("51.Talk有限公司", "51.Talk有限公司", (), None),
        ("重庆虚构乙某（集团）有限公司", "重庆虚构乙某（集团）有限公司", (), None),
        ("重庆虚构乙某有限公司（原：重庆甲厂）", "重庆虚构乙某有限公司", ("重庆甲厂",), None),
        ("重庆虚构乙某有限公司(原重庆甲厂)", "重庆虚构乙某有限公司", ("重庆甲厂",), None),
        ("重庆乙某有限公司（曾用名：重庆甲厂、重庆乙厂）", "重庆乙某有限公司", ("重庆甲厂", "重庆乙厂"), None),
        ("重庆乙某有限公司（原名：重庆甲某（集团）有限公司）", "重庆乙某有限公司", ("重庆甲某（集团）有限公司",), None),
        ("重庆虚构乙某咨询企业（有限合伙）", "重庆虚构乙某咨询企业（有限合伙）", (), None),
    ],
)  # fmt: skip
def test_what_stands_beside_a_name_is_read_for_what_it_is(
    tmp_path: Path, written: str, name: str, former: tuple[str, ...], mark: str | None
) -> None:
    ((row,), _reading) = read(notice(tmp_path, "企业名称", f'"{written}"'))
    assert (row.identity.name, row.former_names) == (name, former)
    assert dict(row.remarks).get("名称上的标记") == mark


@pytest.mark.parametrize("between", ["、", "；", "，", "/", " ", "\n", "和", ""])
def test_two_firms_in_one_cell_are_refused_with_both_names(tmp_path: Path, between: str) -> None:
    titles = read_title_list(notice(tmp_path, "企业名称", f'"{FIRMS[0]}{between}{FIRMS[1]}"'), **WHOLE)
    assert list(titles.rows()) == []
    (fault,) = titles.faults
    assert fault.code == "E417"
    assert all(firm in fault.remedy for firm in FIRMS[:2])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("重庆渝盛有限责任公司", "巴南丁丁合作社"),
        ("巴南渝盛农民专业合作社", "巴南丁丁农民专业合作社"),
        ("重庆渝盛股份公司", "重庆丁丁研究院"),
        ("重庆渝盛研究院", "重庆丁丁有限公司"),
        ("重庆渝盛机械厂", "重庆丁丁铸造厂"),
        ("重庆渝盛检测中心", "重庆丁丁中心"),
        ("重庆渝盛设计院", "重庆市丁丁事务所"),
        ("重庆甲乙机械厂", "成都丙丁机械厂"),
        ("甲乙机械厂", "丙丁机械有限公司"),
    ],
)
@pytest.mark.parametrize("between", ["", "和", "、"])
def test_two_firms_of_any_form_in_one_cell_are_refused_with_both_names(first: str, second: str, between: str) -> None:
    with pytest.raises(BadDossier) as refused:
        marked_name(f"{first}{between}{second}")
    (fault,) = refused.value.faults
    assert (fault.code, f"{first}、{second}" in fault.remedy) == ("E417", True)


@pytest.mark.parametrize(
    ("first", "between", "second"),
    [
        ("重庆甲乙机械厂", "现", "重庆甲乙机械有限公司"),
        ("重庆甲乙机械厂", "更名为", "重庆甲乙机械有限公司"),
        ("重庆甲乙有限公司", "原", "重庆丙丁厂"),
        ("重庆甲乙有限公司", "原名", "成都丙丁厂"),
    ],
)
def test_two_names_one_of_which_was_the_other_are_refused_with_both(first: str, between: str, second: str) -> None:
    with pytest.raises(BadDossier) as refused:
        marked_name(f"{first}{between}{second}")
    (fault,) = refused.value.faults
    assert (fault.code, f"{first}、{second}" in fault.remedy) == ("E417", True)


@pytest.mark.parametrize(
    "name",
    [
        "重庆渝盛有限公司巴南分公司",
        "重庆机床厂有限责任公司",
        "重庆渝盛机械厂成都分厂",
        "重庆渝盛机械厂成都经营部",
        "重庆水泥厂劳动服务公司",
        "成都飞机厂配件有限公司",
        "重庆厂长之家有限公司",
        "重庆厂商联盟服务有限公司",
        "中国科学院成都有机化学有限公司",
        "中煤科工集团重庆研究院有限公司",
        "中国石化销售股份有限公司重庆石油分公司",
        "重庆原野生态农业有限公司",
        "来福（重庆）科技有限公司",
        "重庆渝盛股份有限公司重庆研究院",
        "重庆渝盛股份有限公司重庆第一分厂",
        "重庆渝盛有限公司重庆销售分公司",
        "重庆渝盛研究院有限公司",
        "重庆渝盛医院管理有限公司",
        "巴南区供销合作社农资有限公司",
        "重庆重庆渝盛有限公司",
        "和平和信有限公司",
        "重庆某某餐饮店（个体工商户）",
        "重庆某某咨询企业（有限合伙）",
        "重庆某某会计师事务所（特殊普通合伙）重庆分所",
        "巴南区某某农民专业合作社联合社",
        "重庆某某药房",
        "重庆川江号地质队",
        "ABC (Chongqing) Co., Ltd.",
        "毕马威华振会计师事务所（特殊普通合伙）",
        "甲公司",
    ],
)
def test_a_name_that_ends_as_any_organisation_does_is_taken_as_one(name: str) -> None:
    assert marked_name(name).name == name
    assert doubtful_name(name) is None


def test_a_row_without_a_number_among_numbered_ones_is_vouched_for_by_its_code(tmp_path: Path) -> None:
    path = notice(tmp_path, "序号,企业名称,统一社会信用代码", f"1,{FIRM},", f",{FIRMS[1]},91500113MA0000015Q")
    assert names(path) == [*FIRMS[:2]]
    assert names(notice(tmp_path, "序号,企业名称", f",{FIRM}", f",{FIRMS[1]}")) == [*FIRMS[:2]]


def test_a_code_vouches_for_a_name_of_any_ending(tmp_path: Path) -> None:
    headings = "序号,企业名称,统一社会信用代码"
    assert names(notice(tmp_path, headings, "1,渝盛机械,91500113MA0000015Q")) == ["渝盛机械"]
    assert refused(notice(tmp_path, headings, "1,小计,91500113MA0000015Q"))[0][0] == "E415"


def test_a_bracket_that_is_neither_of_the_name_nor_a_former_name_is_refused(tmp_path: Path) -> None:
    assert [code for code, _place in refused(notice(tmp_path, "企业名称", f"{FIRM}（暂缓）"))] == ["E418"]


@pytest.mark.parametrize("heading", ["区县", "所属地区", "所属区县", "地市", "所在地", "区（县）", "所属区县（必填）"])
def test_the_place_has_many_headings(tmp_path: Path, heading: str) -> None:
    ((row,), _reading) = read(notice(tmp_path, f"企业名称,{heading}", f"{FIRM},巴南区"))
    assert row.identity.region == "500113"


@pytest.mark.parametrize("heading", ["单位名称", "公司名称", "申报单位", "企业全称", "企业（单位）名称"])
def test_the_name_has_many_headings(tmp_path: Path, heading: str) -> None:
    assert names(notice(tmp_path, f"序号,{heading}", f"1,{FIRM}")) == [FIRM]


def test_of_a_wider_and_a_narrower_place_the_narrower_is_read(tmp_path: Path) -> None:
    ((row,), _reading) = read(notice(tmp_path, "企业名称,地市,区县", f"{FIRM},重庆市,巴南区"))
    assert (row.identity.region, row.remarks) == ("500113", (("地市", "重庆市"),))


def test_a_section_gives_its_place_to_the_rows_below_where_there_is_no_column_for_it(tmp_path: Path) -> None:
    rows = ("序号,企业名称", "渝北区（1家）,", f"1,{FIRMS[0]}", "巴南区,", f"2,{FIRMS[1]}", "第二批,", f"3,{FIRMS[2]}")
    found, reading = read(notice(tmp_path, *rows))
    assert [row.identity.region for row in found] == ["500112", "500113", None]
    # Whether the third is of 巴南区 too cannot be told, and is asked.
    assert reading.doubts == ("小节“第二批”没有写地区，其下的企业没有按上一小节的地区登记",)
    placed = (*(f"{row},所在地" if row == rows[0] else f"{row}," for row in rows),)
    assert read(notice(tmp_path, *placed))[1].doubts == ()


def test_a_section_within_another_stands_in_its_place(tmp_path: Path) -> None:
    rows = ("序号,企业名称", "渝北区（2家）,", "第一批（1家）,", f"1,{FIRMS[0]}", "第二批（1家）,", f"2,{FIRMS[1]}")
    found, reading = read(notice(tmp_path, *rows))
    assert [row.identity.region for row in found] == ["500112", None]
    assert reading.doubts == ("小节“第二批（1家）”没有写地区，其下的企业没有按上一小节的地区登记",)


@pytest.mark.parametrize(
    "section",
    [
        *("二、创新型中小企业（1家）", "复核通过企业（1家）", "撤销名单", "二、不予认定企业（1家）", "三、不合格企业"),
        *(
            "三、未获认定企业",
            "四、落选企业",
            "五、淘汰企业（1家）",
            "二、申报企业（1家）",
            "二、拟推荐企业",
            "三、取消企业",
        ),
        *("二、2025年度“小巨人”企业名单", "三、未予通过企业"),
    ],
)
def test_a_section_of_another_title_or_act_is_refused(tmp_path: Path, section: str) -> None:
    path = notice(tmp_path, "序号,企业名称", f"{section},", f"1,{FIRM}")
    assert refused(path) == [("E419", "名单.csv 第 3 行")]


@pytest.mark.parametrize("remark", ["复核通过", "复核", "未通过", "已取消"])
def test_a_remark_that_says_another_act_is_refused(tmp_path: Path, remark: str) -> None:
    assert refused(notice(tmp_path, "企业名称,备注", f"{FIRM},{remark}")) == [("E419", "名单.csv 第 2 行")]


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        *(("认定结果", said) for said in ("不予认定", "未获认定", "不通过", "淘汰", "否", "经专家评审，不予认定")),
        *(
            ("结果", "未通过"),
            ("审核结果", "不合格"),
            ("复核结果", "复核通过"),
            ("是否通过认定", "否"),
            ("备注", "未获认定"),
        ),
        *(("称号类型", "创新型中小企业"), ("认定类型", "专精特新“小巨人”企业"), ("称号类型", "高新技术企业")),
    ],
)
def test_a_result_that_says_another_act_or_title_is_refused_for_its_row(
    tmp_path: Path, heading: str, said: str
) -> None:
    path = notice(tmp_path, f"企业名称,{heading}", f"{FIRM},{said}")
    assert refused(path) == [("E419", "名单.csv 第 2 行")]


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        *(("认定结果", said) for said in ("认定", "通过", "新认定", "专精特新中小企业", "予以认定")),
        *(("称号类型", "专精特新中小企业"), ("企业类型", "高新技术企业"), ("备注", "2022年认定"), ("是否上市", "否")),
        *(("企业类型", "有限责任公司"), ("申报类型", "新申报"), ("推荐单位", "渝北区经信委")),
    ],
)
def test_a_result_that_is_the_one_read_and_a_remark_of_other_things_are_kept(
    tmp_path: Path, heading: str, said: str
) -> None:
    ((row,), _reading) = read(notice(tmp_path, f"企业名称,{heading}", f"{FIRM},{said}"))
    assert row.remarks == ((heading, said),)


def test_a_status_that_is_no_code_of_an_exchange_makes_no_recognition(tmp_path: Path) -> None:
    assert refused(notice(tmp_path, "企业名称,状态", f"{FIRM},不予认定"))


def test_numbers_that_a_list_says_of_itself_and_that_are_not_those_read_are_said(tmp_path: Path) -> None:
    path = notice(tmp_path, "序号,企业名称", "渝北区（2家）,", f"1,{FIRM}", "合计,4家")
    assert read(path)[1].doubts == ("合计写 4 家，读到 1 行", "小节“渝北区（2家）”写 2 家，读到 1 行")


def test_a_development_zone_is_read_as_its_district_and_kept_as_it_is_written(tmp_path: Path) -> None:
    rows, _ = read(notice(tmp_path, "企业名称,区县", f"{FIRMS[0]},万盛经开区", f"{FIRMS[1]},綦江区"))
    assert [(row.identity.region, row.remarks) for row in rows] == [
        ("500110", (("所在地", "万盛经开区"),)),
        ("500110", ()),
    ]
    rows, _ = read(notice(tmp_path, "企业名称", "万盛经开区（1家）", FIRMS[0]))
    assert [(row.identity.region, row.remarks) for row in rows] == [("500110", (("所在地", "万盛经开区（1家）"),))]


def test_other_columns_are_remarks(tmp_path: Path) -> None:
    path = notice(tmp_path, "序号,企业名称,证书编号,联系人,备注,街道办", f"1,{FIRM},ZJTX-1,张某,—,花溪")
    ((row,), reading) = read(path)
    said = (("序号", "1"), ("证书编号", "ZJTX-1"), ("联系人", "张某"), ("备注", "—"), ("街道办", "花溪"))
    assert row.remarks == said
    assert [note for note in reading.notes if "街道办" in note] == ["不认识标题“街道办”，作备注留存"]


@pytest.mark.parametrize(("heading", "near"), [("有效期致", "有效期至"), ("企业名", "企业名称"), ("认定文好", "文件")])
def test_a_slip_in_a_heading_never_becomes_a_remark(tmp_path: Path, heading: str, near: str) -> None:
    titles = read_title_list(notice(tmp_path, f"单位名称,{heading}", f"{FIRM},2027-06-30"), **WHOLE)
    list(titles.rows())
    assert [(fault.code, near in fault.remedy) for fault in titles.faults] == [("E460", True)]


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        ("有效期起,有效期至", "2026-01-01,2028-12-31"),
        ("有效期,备注", "2026年1月1日至2028年12月31日,"),
        ("有效期限,备注", "2026.1.1—2028.12.31,"),
        ("有效期,备注", "2026-01-01-2028-12-31,"),
        ("批次,备注", "一,"),
    ],
)
def test_the_first_and_the_last_day_of_a_validity_are_read_or_said_for_the_whole_list(
    tmp_path: Path, headings: str, cells: str
) -> None:
    said = {} if "有效期" in headings else {"starts": dt.date(2026, 1, 1), "through": dt.date(2028, 12, 31)}
    ((row,), _reading) = read(notice(tmp_path, f"企业名称,{headings}", f"{FIRM},{cells}"), **said)
    assert (row.event.starts, row.event.through) == (dt.date(2026, 1, 1), dt.date(2028, 12, 31))
    assert row.event.on == WHOLE["on"]


@pytest.mark.parametrize(
    ("headings", "cells", "code"),
    [
        ("有效期", "三年", "E484"),
        ("有效期,有效期至", "2026-01-01至2028-12-31,2029-01-01", "E484"),
        ("有效期起,有效期至", "2028-12-31,2026-01-01", "E323"),
    ],
)
def test_a_validity_that_is_not_two_days_in_order_is_refused(
    tmp_path: Path, headings: str, cells: str, code: str
) -> None:
    assert [one for one, _place in refused(notice(tmp_path, f"企业名称,{headings}", f"{FIRM},{cells}"))] == [code]


def test_a_validity_of_the_whole_list_is_not_that_of_an_act_that_grants_none(tmp_path: Path) -> None:
    path = notice(tmp_path, "企业名称,事项", f"{FIRMS[0]},认定", f"{FIRMS[1]},撤销")
    found, _reading = read(path, kind=None, through=dt.date(2028, 12, 31))
    assert [row.event.through for row in found] == [dt.date(2028, 12, 31), None]


TWO_ROWS = (
    (("序号,企业名称,有效期,,联系方式,", ",,起,至,联系人,电话"), ("2026-01-01,2028-12-31,张某,1234")),
    (("序号,企业名称,认定情况,,联系方式,", ",,有效期起,有效期至,联系人,电话"), ("2026-01-01,2028-12-31,张某,1234")),
)


@pytest.mark.parametrize(("headings", "cells"), TWO_ROWS)
def test_headings_that_take_two_rows_are_read(tmp_path: Path, headings: tuple[str, str], cells: str) -> None:
    ((row,), reading) = read(notice(tmp_path, "附件,,,,,", *headings, f"1,{FIRM},{cells}"))
    assert (row.event.starts, row.event.through) == (dt.date(2026, 1, 1), dt.date(2028, 12, 31))
    assert dict(row.remarks)["联系人"] == "张某"
    assert (reading.left_out[0].text, "标题在第 3 行" in reading.notes) == ("附件", True)


def book(path: Path, *sheets: tuple[str, list[list[object]]]) -> openpyxl.Workbook:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets:
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return workbook


def test_a_section_merged_across_its_row_is_no_fault_but_one_that_hides_cells_is(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    rows: list[list[object]] = [["附件1"], ["序号", "企业名称", "区县"], ["渝北区（2家）"]]
    workbook = book(path, ("名单", [*rows, [1, FIRMS[0], "渝北区"], [2, FIRMS[1], None]]))
    for area in ("A1:C1", "A3:C3"):
        workbook["名单"].merge_cells(area)
    workbook.save(path)
    assert names(path) == [*FIRMS[:2]]
    workbook["名单"].merge_cells("C4:C5")
    workbook.save(path)
    assert refused(path) == [("E457", "名单.xlsx 工作表“名单”")]


def test_hidden_rows_and_sheets_are_left_out_and_said(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    rows: list[list[object]] = [["企业名称"], [FIRMS[0]], [FIRMS[1]], [FIRMS[2]]]
    workbook = book(path, ("名单", rows), ("草稿", rows))
    workbook["名单"].row_dimensions[3].hidden = True
    workbook["草稿"].sheet_state = "veryHidden"
    workbook.save(path)
    found, reading = read(path)
    assert [row.identity.name for row in found] == [FIRMS[0], FIRMS[2]]
    assert [(one.place, one.reason) for one in reading.left_out] == [
        ("名单.xlsx 工作表“草稿”", "隐藏的工作表"),
        ("名单.xlsx 工作表“名单”第 3 行", "隐藏的行"),
    ]


def test_hidden_columns_are_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    workbook = book(path, ("名单", [["序号", "企业名称", "区县"], [1, FIRM, "巴南区"]]))
    for column in "AC":
        workbook["名单"].column_dimensions[column].hidden = True
    workbook.save(path)
    ((row,), reading) = read(path)
    assert (row.identity.region, reading.notes[0]) == ("500113", "隐藏的列照读：A、C 列")


def test_of_several_sheets_the_one_asked_for_is_read(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    book(path, ("第一批", [["企业名称"], [FIRMS[0]]]), ("第二批", [["企业名称"], [FIRMS[1]]]))
    assert refused(path) == [("E455", "名单.xlsx")]
    assert names(path, sheet="第二批") == [FIRMS[1]]
    assert refused(path, sheet="第三批") == [("E407", "名单.xlsx")]
    assert refused(notice(tmp_path, "企业名称", FIRM), sheet="第一批") == [("E407", "名单.csv")]


@pytest.mark.parametrize("none", ["未变更", "无变更", "未更名", "否", "0", "不涉及", "无曾用名", "—", "N/A"])
def test_a_word_that_says_there_was_no_former_name_is_none(tmp_path: Path, none: str) -> None:
    (row,), _reading = read(notice(tmp_path, "企业名称,曾用名", f"{FIRM},{none}"))
    assert row.former_names == ()


@pytest.mark.parametrize("row", [f"{FIRM},第三批", f"{FIRM}（原渝北区）,"])
def test_what_no_firm_can_have_been_called_is_no_former_name(tmp_path: Path, row: str) -> None:
    ((code, _place),) = refused(notice(tmp_path, "企业名称,曾用名", row))
    assert code == "E486"


@pytest.mark.parametrize("said", ["拟认定2025年度专精特新中小企业名单", "关于2025年度专精特新中小企业的公示"])
def test_a_list_put_up_for_comment_grants_nothing(tmp_path: Path, said: str) -> None:
    path = notice(tmp_path, f"{said},", "企业名称,所属区县", f"{FIRM},巴南区")
    assert refused(path) == [("E419", "名单.csv 第 1 行")]
    assert refused(notice(tmp_path, "企业名称,所属区县", "公示企业（1家）,", f"{FIRM},巴南区"))[0][0] == "E419"
    assert list(read_title_list(path, **(WHOLE | {"kind": "publicised"})).rows())


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("2025年度重庆市取消专精特新中小企业资格企业名单", "认定"),
        ("关于撤销2022年认定的专精特新中小企业称号的公告", "认定"),
        ("2025年度重庆市专精特新中小企业不予认定企业名单", "认定"),
        ("2025年度重庆市专精特新中小企业未通过企业名单", "认定"),
        ("2025年度重庆市专精特新中小企业申报企业名单", "认定"),
        ("2025年度重庆市申报专精特新中小企业汇总表", "认定"),
        ("2025年度重庆市专精特新中小企业推荐名单", "认定"),
        ("2025年度重庆市专精特新中小企业复核通过企业名单", "认定"),
        ("2025年度重庆市专精特新中小企业认定名单", "复核通过"),
        ("2025年度重庆市专精特新“小巨人”企业名单", "认定"),
        ("2025年度重庆市高新技术企业名单", "认定"),
        ("2025年度重庆市创新型中小企业名单", "认定"),
    ],
)
def test_a_list_whose_heading_says_another_act_or_title_is_refused(tmp_path: Path, said: str, kind: str) -> None:
    path = notice(tmp_path, f"{said},", "企业名称,所属区县", f"{FIRM},巴南区")
    assert refused(path, kind=kind) == [("E419", "名单.csv 第 1 行")]


@pytest.mark.parametrize(
    ("said", "title", "kind"),
    [
        ("2025年度重庆市专精特新中小企业认定及复核通过企业名单", "srdi_sme", "认定"),
        ("2025年度重庆市专精特新中小企业认定及复核通过企业名单", "srdi_sme", "复核通过"),
        ("关于公布第七批专精特新“小巨人”企业和2022年通过复核的“小巨人”企业名单的通知", "little_giant", "复核通过"),
        ("重庆高新技术产业开发区专精特新中小企业名单", "srdi_sme", "认定"),
        ("重庆高新区2025年创新型中小企业和专精特新中小企业", "srdi_sme", "认定"),
        ("根据《优质中小企业梯度培育管理暂行办法》，经企业申报、区县推荐，公示期满，认定下列企业", "srdi_sme", "认定"),
        ("2025年度重庆市专精特新中小企业复核未通过名单", "srdi_sme", "复核未通过"),
        ("2025年度重庆市取消专精特新中小企业资格企业名单", "srdi_sme", "撤销"),
        ("重庆市制造业单项冠军企业名单", "champion_cq", "认定"),
        ("第九批制造业单项冠军企业", "champion", "认定"),
        ("2025年制造业单项冠军企业", "champion_cq", "认定"),
        ("2025年重庆市科技型企业名单", "tech_enterprise_cq", "认定"),
    ],
)
def test_a_list_whose_heading_says_what_is_read_too_is_taken(tmp_path: Path, said: str, title: str, kind: str) -> None:
    assert names(notice(tmp_path, f'"{said}",', "企业名称,所属区县", f"{FIRM},巴南区"), title=title, kind=kind) == [
        FIRM
    ]


@pytest.mark.parametrize("key", ["batch", "document", "told_by"])
@pytest.mark.parametrize(("text", "code"), [("甲\x1b[31m9号", "E474"), ("甲\n9号", "E474"), ("甲9号" * 400, "E472")])
def test_what_is_said_for_the_whole_list_is_a_plain_line(tmp_path: Path, key: str, text: str, code: str) -> None:
    with pytest.raises(BadFile) as refusal:
        read_title_list(tmp_path / "名单.csv", **(WHOLE | {key: text}))
    assert [fault.code for fault in refusal.value.faults] == [code]


@pytest.mark.parametrize(("heading", "text"), [("备注", "甲\x1b[31m"), ("批次", "甲\x07"), ("证书编号", "1" * 1001)])
def test_no_column_takes_what_is_no_plain_line(tmp_path: Path, heading: str, text: str) -> None:
    ((code, place),) = refused(notice(tmp_path, f"企业名称,{heading}", f"{FIRM},{text}"))
    assert (code in ("E474", "E472"), place) == (True, f"名单.csv 第 2 行 B 列“{heading}”")


def test_sixty_cells_of_one_fault_are_one_line_with_their_number_and_the_first_places(tmp_path: Path) -> None:
    path = notice(tmp_path, "企业名称,所在地", *(f"重庆虚构{number}号有限公司,月球" for number in range(60)))
    titles = read_title_list(path, **WHOLE)
    list(titles.rows())
    error = BadDossier(*titles.faults)
    assert (len(error.faults), len(error.causes), error.causes[0].count) == (60, 1, 60)
    assert str(error).count("\n") == 0
    places = [f"名单.csv 第 {line} 行 B 列“所在地”" for line in (2, 3, 4)]
    assert str(error).startswith(f"[E203] {'、'.join(places)}等（60 处）：")


def test_the_command_says_what_it_left_out_and_history_shows_the_remarks(tmp_path: Path, run: Run) -> None:
    path = notice(tmp_path, *PUBLISHED, encoding="gb18030")
    whole = ["--title", "srdi_sme", "--event", "recognised", "--on", "2025-12-20", "--document", "渝虚〔2025〕9号"]
    whole += ["--from", "2026-01-01", "--through", "2028-12-31"]
    run("init")
    code, out, _err = run("import", str(path), "--kind", "titles", *whole)
    assert (code, out.splitlines()[0][:13]) == (0, "名单 3 行：新增企业 3")
    assert "读法：编码 GB18030；标题在第 2 行。" in out
    assert "    名单.csv 第 8 行　合计：合计：3家" in out
    code, out, _err = run("history", "--enterprise", FIRMS[1], "--format", "json")
    (event,) = json.loads(out)["events"]
    assert (event["from"], event["through"]) == ("2026-01-01", "2028-12-31")
    assert event["remarks"] == {"名称上的标记": "*", "序号": "2"}
    assert "备注 名称上的标记：*" in run("history", "--enterprise", FIRMS[1])[1]
