"""What a firm says of its own titles is taken for its own word until a list says so, wherever the register is kept."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.events import day
from tiertrack import AsOf, Registry, to_dict, to_text
from tiertrack.indicators.catalogue import MeasureKind
from tiertrack.intake.title_list import read_title_list
from tiertrack.register_reports import ImportReport

pytestmark = pytest.mark.usefixtures("own_folder")

FIRM, ON, BANAN = "重庆虚构精工有限公司", AsOf(day("2026-06-30")), "巴南区"
LISTED = "渝经信中小〔2025〕5号"
SRDI = {"title": "srdi_sme", "from": "2025-07-01", "through": "2028-06-30"}
INNOVATIVE = {"title": "innovative_sme", "from": "2026-05-01", "through": "2029-04-30"}


def taken_over(registry: Registry, *titles: dict[str, Any], source: str = "企业填报") -> ImportReport:
    """The import of a dossier that a self-check saved."""
    file = Path("自测.json")
    said = {"name": FIRM, "region": "500113", "facts": {"employees": {"2025": "80"}}, "titles": titles}
    file.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    return registry.import_facts(file, source=source)


def announced(registry: Registry, starts: str = "2025-07-01", through: str = "2028-06-30") -> None:
    """The import of the list that has the firm's title."""
    file = Path("名单.csv")
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(("企业名称", "称号", "事项", "日期", "有效期起", "有效期至", "文件"))
        rows.writerow((FIRM, "专精特新中小企业", "认定", starts, starts, through, LISTED))
    registry.import_titles(read_title_list(file))


def test_an_import_names_the_titles_that_are_only_the_firms_own_word(registry: Registry) -> None:
    report = taken_over(registry, SRDI, INNOVATIVE)
    srdi, innovative = (
        f"{FIRM} 专精特新中小企业（2025-07-01 至 2028-06-30）",
        f"{FIRM} 创新型中小企业（2026-05-01 至 2029-04-30）",
    )
    assert (report.self_reported, report.outweighed) == ((srdi, innovative), ())
    assert f"以企业自报登记、尚未见公告的称号 2 项：{srdi}、{innovative}" in to_text(report).splitlines()
    assert to_dict(report)["self_reported"] == [srdi, innovative]


def test_a_history_and_a_standing_call_it_what_it_is(registry: Registry) -> None:
    taken_over(registry, SRDI)
    history, account = registry.history(FIRM, ON), registry.standing(FIRM, ON)
    line = to_text(history).splitlines()[1]
    assert "企业自报 2025-07-01 至 2028-06-30 依据 企业填报，尚未见公告" in line
    assert line.count("企业自报") == 1
    assert "持有　2025-07-01 至 2028-06-30　企业自报（企业填报），尚未见公告" in to_text(account)
    assert [one["self_reported"] for one in (*to_dict(history)["events"], *to_dict(account)["titles"])] == [True, True]
    (overview,) = registry.overviews(ON)
    assert (overview.self_reported, to_dict(overview)["self_reported"]) == (True, True)
    assert "专精特新中小企业（企业自报）" in to_text(overview)


def test_beside_every_number_stands_how_many_are_only_their_own_word(registry: Registry) -> None:
    taken_over(registry, SRDI, INNOVATIVE)
    report = registry.report(ON, region=BANAN)
    assert {key: [firm.name for firm in firms] for key, firms in report.self_reported.items()} == {
        (title, kind): [FIRM]
        for title, kinds in (
            ("innovative_sme", (MeasureKind.STOCK, MeasureKind.FLOW, MeasureKind.CUMULATIVE)),
            ("srdi_sme", (MeasureKind.STOCK, MeasureKind.CUMULATIVE)),
        )
        for kind in kinds
    }
    text = to_text(report)
    assert "创新型中小企业 1 家，其中企业自报 1 家；专精特新中小企业 1 家，其中企业自报 1 家" in text
    assert "存量里只有企业自报、尚未见公告的：创新型中小企业 1 家，专精特新中小企业 1 家。" in text
    assert "本年新增里只有企业自报、尚未见公告的：创新型中小企业 1 家。" in text
    (printed,) = registry.indicators(ON, BANAN)
    assert printed == report.indicators
    own = {one.measure.key: one.own for one in printed.measures if one.own is not None and one.own.number}
    assert {key: (one.number, one.self_reported) for key, one in own.items()} == {
        "innovative_sme_stock": (1, 1),
        "innovative_sme_new": (1, 1),
        "srdi_sme_stock": (1, 1),
    }
    assert "登记库　1 家（其中 1 家只有企业自报，尚未见公告）" in to_text(printed)
    announced(registry)
    after = registry.report(ON, region=BANAN)
    assert {title for title, _kind in after.self_reported} == {"innovative_sme"}
    assert [len(one.stock) for one in after.rungs] == [len(one.stock) for one in report.rungs]


@pytest.mark.parametrize("starts", ["2025-07-01", "2025-06-28"])
@pytest.mark.parametrize("list_first", [True, False], ids=["list first", "firm first"])
def test_what_was_announced_counts_whichever_was_heard_first(registry: Registry, starts: str, list_first: bool) -> None:
    through = "2028-06-30" if starts == "2025-07-01" else "2028-06-27"
    if not list_first:
        taken_over(registry, SRDI)
    announced(registry, starts, through)
    report = taken_over(registry, SRDI)
    (track,) = to_dict(registry.standing(FIRM, ON))["titles"]
    assert (track["from"], track["through"]) == (starts, through)
    assert (track["document"], track["self_reported"]) == (LISTED, False)
    assert report.self_reported == ()
    said, on_record = "2025-07-01 至 2028-06-30", f"{starts} 至 {through}"
    differs = f"{FIRM} 专精特新中小企业（{said}），登记的是 {on_record}（{LISTED}）"
    assert report.outweighed == (() if on_record == said else (differs,))


def test_the_list_cannot_be_taken_back_unseen_where_the_firm_said_the_same(registry: Registry) -> None:
    announced(registry)
    list_, dossier = 1, taken_over(registry, SRDI)
    assert dossier.number is not None
    assert registry.imports()[-1].rests_on == (list_,)


def test_a_source_with_the_number_of_a_document_is_no_word_of_the_firm(registry: Registry) -> None:
    assert taken_over(registry, SRDI, source="申报书").self_reported != ()
    assert taken_over(registry, SRDI, source=LISTED).self_reported == ()
    (track,) = to_dict(registry.standing(FIRM, ON))["titles"]
    assert (track["document"], track["self_reported"]) == (LISTED, False)
