"""The command for indicators: what is counted, printed and aimed at comes out, and nothing unlike is subtracted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import Run, answer

LIST = "企业名称,称号,事项,日期,有效期至,文件,所在地\n"
ON = ("indicators", "--on", "2026-06-30")


@pytest.fixture
def listed(run: Run, empty_register: None) -> Run:
    """A register with two firms of Banan and one nobody knows where."""
    rows = (
        "重庆甲某制造有限公司,专精特新“小巨人”企业,认定,2024-09-01,2027-08-31,工信部企业函〔2024〕6号（虚构）,巴南区\n",
        "重庆乙某电子有限公司,专精特新中小企业,认定,2026-05-01,2029-04-30,渝经信中小〔2026〕1号（虚构）,巴南区\n",
        "重庆丙某材料有限公司,专精特新中小企业,认定,2025-05-01,2028-04-30,渝经信中小〔2025〕1号（虚构）,\n",
    )
    Path("名单.csv").write_text(LIST + "".join(rows), encoding="utf-8")
    left, out, err = run("import", "名单.csv", "--kind", "titles")
    assert left == 0, out + err
    return run


def measures(run: Run, *words: str) -> dict[str, Any]:
    (region,) = answer(run, *ON, "--region", "500113", *words)["regions"]
    return {one["measure"]: one for one in region["measures"]}


def test_the_answer_has_its_members(listed: Run) -> None:
    found = answer(listed, *ON)
    assert set(found) == {"on", "known_at", "regions"}
    assert [(one["region"], one["name"]) for one in found["regions"]] == [("500000", "重庆市"), ("500113", "巴南区")]
    region = found["regions"][1]
    assert set(region) == {"region", "name", "measures", "checks"}
    giants = next(one for one in region["measures"] if one["measure"] == "little_giant_stock")
    assert {key: giants[key] for key in ("name", "title", "kind", "scope", "unit", "register")} == {
        "name": "专精特新“小巨人”企业",
        "title": "little_giant",
        "kind": "stock",
        "scope": "国家级、有效期内",
        "unit": "家",
        "register": {"count": 1, "self_reported": 0, "unplaced": 0, "why_not": None},
    }
    assert [(one["period"], one["value"], one["source"]["key"]) for one in giants["observations"]] == [
        ("2022-03", "8", "000"),
        ("2022-12", "8", "003"),
    ]
    assert [(one["document"]["key"], one["word"], one["value"], one["lacking"]) for one in giants["targets"]] == [
        ("banan-2024-07", "达到", "26", 25),
        ("banan-double", "突破", "25", 25),
    ]
    assert [one["rivals"] for one in giants["targets"]] == [["banan-double"], ["banan-2024-07"]]


def test_a_firm_of_no_known_place_is_told_apart(listed: Run) -> None:
    found = measures(listed)
    assert found["srdi_sme_stock"]["register"] == {"count": 1, "self_reported": 0, "unplaced": 1, "why_not": None}
    assert found["srdi_sme_new"]["register"] == {"count": 1, "self_reported": 0, "unplaced": 0, "why_not": None}


def test_a_title_without_any_record_is_not_counted_as_none(listed: Run) -> None:
    champion = measures(listed)["champion_stock"]
    assert champion["register"]["count"] is None
    assert "没有记录不是零" in champion["register"]["why_not"]
    assert [(one["lacking"], one["why_not"] is None) for one in champion["targets"]] == [(None, False)]


def test_numbers_that_clash_stand_side_by_side_with_a_mark(listed: Run) -> None:
    found = measures(listed)
    assert [(one["value"], one["doubted_by"]) for one in found["tech_enterprise_cq_ever"]["observations"]] == [
        ("3838", []),
        ("4400", ["tech-enterprise-2022"]),
        ("4500", ["tech-enterprise-2022"]),
    ]
    _, out, _ = listed(*ON, "--region", "500113")
    assert "⚠ 与 4400 家（累计入库科技型企业）、4539 家（科技型企业） 并列，不作取舍" in out
    assert "⚠ 同一年另有目标 2027 年超过 500 家（巴南“双倍增”方案（2023—2027））" in out


def test_a_number_of_no_period_has_none(listed: Run) -> None:
    (new,) = measures(listed)["gazelle_cq_new"]["observations"]
    assert (new["period"], new["value"], new["number"]) == (None, "8", "8")
    _, out, _ = listed(*ON, "--region", "500113")
    assert "公布　期间没有写明　8 家" in out


def test_a_qualifier_is_printed_and_told_apart_from_the_number(listed: Run) -> None:
    (pool,) = measures(listed)["srdi_pool_stock"]["observations"]
    assert (pool["value"], pool["number"], pool["qualifier"]) == ("近200", "200", "近")


def test_the_same_in_words(listed: Run) -> None:
    _, out, _ = listed(*ON)
    assert "━━ 巴南区（500113）" in out
    assert "登记库　1 家；另有 1 家所在地不明，没有计入" in out
    assert "目标　2027 年达到 26 家　还差 25 家" in out
    assert "目标　2027 年新培育 120 家　不比较，口径不同" in out
    assert "目标　2025 年 300 家以上" in out
    assert "分项合计　4、14、14、3 家（规上“芯屏器核网”企业（分项））　复算 35，公布 36 家" in out
    assert "目标　2027 年新增（数值没有读到）" in out


def test_the_checks_come_with_what_they_recompute(listed: Run) -> None:
    (region,) = answer(listed, *ON, "--region", "500113")["regions"]
    growth = next(one for one in region["checks"] if one["key"] == "hnte-growth")
    assert (growth["computed"], growth["printed"], growth["agreement"]) == ("8.06", "hnte-growth-2022", "differs")


def test_what_is_printed_needs_no_register(run: Run) -> None:
    found = measures(run, "--observations-only")
    assert found["srdi_sme_stock"]["register"] is None
    assert [one["value"] for one in found["srdi_sme_stock"]["observations"]] == ["27", "114"]
    assert [(one["lacking"], one["why_not"]) for one in found["srdi_sme_stock"]["targets"]] == [(None, None)]
    assert "listed_stock" not in found
    _, out, _ = run(*ON, "--observations-only")
    assert "登记库　" not in out
    assert "不比较" not in out


def test_what_was_not_known_yet_is_not_counted(listed: Run) -> None:
    found = measures(listed, "--known-at", "2020-01-01")
    assert found["little_giant_stock"]["register"]["count"] is None
    _, out, _ = listed(*ON, "--known-at", "2020-01-01")
    assert "按 2020-01-01 终了以前所知" in out


def test_a_region_nobody_wrote_of_is_said_to_have_nothing(run: Run) -> None:
    left, out, _ = run(*ON, "--observations-only", "--region", "500157")
    assert (left, out.strip()) == (0, "这里没有收录公布的数字和目标，登记库也没有可数的称号。")
    assert answer(run, *ON, "--observations-only", "--region", "500157")["regions"][0]["measures"] == []


def test_a_region_or_a_register_that_cannot_be_is_refused(run: Run) -> None:
    left, _, err = run(*ON, "--observations-only", "--region", "某地")
    assert (left, "E203" in err) == (2, True)
    left, _, err = run(*ON)
    assert (left, "[E6" in err) == (2, True)
    left, _, err = run("indicators")
    assert (left, "缺少 --on" in err) == (2, True)
