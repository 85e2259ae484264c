"""The commands say of which product of a title they speak, by what name it was given, and on which board."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import Run, answer

FIRM = "重庆甲某制造有限公司"


@pytest.fixture
def champion(run: Run, empty_register: None) -> Run:
    """A register with one firm that holds the title for two products, one by an old name."""
    Path("名单.csv").write_text(
        "企业名称,称号,产品,事项,日期,有效期至,文件\n"
        f"{FIRM},制造业单项冠军企业,轴承,认定,2024-04-01,,名单〔2024〕1号\n"
        f"{FIRM},单项冠军产品,柱塞泵,认定,2022-11-01,,名单〔2022〕1号\n",
        encoding="utf-8",
    )
    left, out, err = run("import", "名单.csv", "--kind", "titles")
    assert (left, "新增事项 2 项" in out) == (0, True), err
    return run


def test_a_standing_has_an_entry_for_each_product(champion: Run) -> None:
    account = answer(champion, "standing", FIRM, "--on", "2025-03-10")
    said = {title["product"]: (title["title"], title["name"], title["named"]) for title in account["titles"]}
    assert said == {
        "轴承": ("champion", "制造业单项冠军企业", None),
        "柱塞泵": ("champion", "制造业单项冠军企业", "单项冠军产品"),
    }
    assert account["highest"] == "champion"


def test_a_history_has_the_product_and_the_old_name_of_each_event(champion: Run) -> None:
    events = answer(champion, "history", FIRM)["events"]
    assert [(one["product"], one["named"]) for one in events] == [("柱塞泵", "单项冠军产品"), ("轴承", None)]
    _, out, _ = champion("history", FIRM)
    assert (
        "制造业单项冠军企业（柱塞泵）　认定 2022-11-01 至 2025-10-31（文件未载，按规定年限推算） 原称 单项冠军产品"
        in out
    )


def test_what_falls_due_is_said_of_each_product(champion: Run) -> None:
    found = answer(champion, "due", FIRM, "--on", "2025-08-01", "--within", "100d")
    assert [(one["kind"], one["title"], one["product"]) for one in found] == [("review", "champion", "柱塞泵")]
    left, out, _ = champion("due", FIRM, "--on", "2025-08-01", "--within", "100d", "--format", "ics")
    assert (left, "复核 · 制造业单项冠军企业（柱塞泵） · 重庆甲某制造有限公司" in out.replace("\r\n ", "")) == (0, True)


def test_a_case_is_of_the_product_named(champion: Run) -> None:
    words = ("--title", "champion", "--document", "公告 1号")
    left, out, _ = champion("case", "revoke", FIRM, *words, "--product", "轴承", "--on", "2025-05-01")
    assert (left, "新增 制造业单项冠军企业（轴承） 撤销 2025-05-01" in out) == (0, True)
    account = answer(champion, "standing", FIRM, "--on", "2025-05-02")
    assert {one["product"]: one["held"] for one in account["titles"]} == {"轴承": False, "柱塞泵": True}
    left, _, err = champion("case", "update", FIRM, *words, "--product", "轴承", "--year", "2025", "--on", "2025-05-01")
    assert (left, "E331" in err) == (2, True)


def test_a_record_has_its_old_name_and_its_board(champion: Run) -> None:
    recognised = ("record", FIRM, "--on", "2018-11-13", "--document", "名单 3号", "--title")
    (made,) = answer(champion, *recognised, "champion", "--named", "制造业单项冠军示范企业")["recorded"]
    assert made["named"] == "制造业单项冠军示范企业"
    (made,) = answer(champion, *recognised, "listed", "--board", "star")["recorded"]
    assert made["board"] == "star"
    left, _, err = champion(*recognised, "champion", "--named", "隐形冠军")
    assert (left, "旧称有 制造业单项冠军示范企业、单项冠军产品、制造业单项冠军培育企业" in err) == (2, True)
    left, _, err = champion(*recognised, "listed", "--board", "nasdaq")
    assert (left, "主板、科创板、创业板、北交所" in err) == (2, True)


def test_a_listing_ends_for_a_reason_of_its_own(champion: Run) -> None:
    champion("record", FIRM, "--title", "listed", "--on", "2018-11-13", "--document", "公告 1号")
    revoke = ("case", "revoke", FIRM, "--title", "listed", "--on", "2025-07-01", "--document", "决定 1号", "--reason")
    left, _, err = champion(*revoke, "fraud")
    assert (left, "E333" in err) == (2, True)
    (made,) = answer(champion, *revoke, "grave_violation")["recorded"]
    assert made["reason"] == "grave_violation"
