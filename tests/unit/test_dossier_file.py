"""A dossier file says what is known of one firm; all that is wrong with it is told at once, in its place."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tiertrack.errors import BadDossier, BadFile, TiertrackError
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Attestation, Dossier, HeldTitle
from tiertrack.facts.dossier_file import dossier_from_json, read_dossier
from tiertrack.facts.vocabulary import FACTS, JUDGEMENTS
from tiertrack.law.titles import TITLES
from tiertrack.rules.digest import digest
from tiertrack.temporal import AsOf, Period

NAME = "重庆某某精密制造有限公司"
SIGNED = {"value": True, "by": "重庆市经济和信息化委员会", "on": "2026-05-10"}
WHOLE: dict[str, Any] = {
    "name": NAME,
    "uscc": "91500113MA0000015Q",
    "region": "500113",
    "industry": "C3484",
    "facts": {
        "revenue": {"2025": "5200万元", "2024": "5000万元", "2023": "4535.14万元"},
        "net_profit": {"2025": "-3.5万元"},
        "employees": {"2025": 80},
        "segment_since": "2019-03-12",
        "class1_ip": 4,
        "market_share": "12%",
        "development_score": {"2026": 58.5},
        "rd_institution": "省级",
        "own_brand": True,
        "management_certified": "否",
        "class2_ip": None,
        "rd_expense": {"2025": None},
    },
    "titles": [{"title": "srdi_sme", "from": "2024-07-01", "through": "2027-06-30"}, {"title": "tech_sme"}],
    "judgements": {
        "key_chain_link": SIGNED,
        "market_standing": None,
    },
    "note": "虚构",
}


def read(**members: Any) -> Dossier:
    return dossier_from_json(json.dumps({"name": NAME, **members}, ensure_ascii=False))


def faults(text: str) -> list[tuple[str, str | None]]:
    with pytest.raises(TiertrackError) as refused:
        dossier_from_json(text, "甲.json")
    for fault in refused.value.faults:
        assert fault.what
        assert fault.remedy
        assert fault.place is not None
        assert fault.place.startswith("甲.json")
    return [(fault.code, (fault.place or "").removeprefix("甲.json").strip()) for fault in refused.value.faults]


def faults_of(**members: Any) -> list[tuple[str, str | None]]:
    return faults(json.dumps({"name": NAME, **members}, ensure_ascii=False))


# ------------------------------------------------------------------------------------------------------- what it says


def test_a_whole_dossier_is_read() -> None:
    dossier = dossier_from_json(json.dumps(WHOLE, ensure_ascii=False))
    assert (dossier.name, dossier.uscc, dossier.region, dossier.industry) == (
        NAME,
        "91500113MA0000015Q",
        "500113",
        "C3484",
    )
    assert dict(dossier.values) == {
        "revenue:2025": 5_200_000_000,
        "revenue:2024": 5_000_000_000,
        "revenue:2023": 4_535_140_000,
        "net_profit:2025": -3_500_000,
        "employees:2025": 80,
        "segment_since": dt.date(2019, 3, 12).toordinal(),
        "class1_ip": 4,
        "market_share": Fraction(3, 25),
        "development_score:2026": 5850,
        "rd_institution": "provincial",
        "own_brand": True,
        "management_certified": False,
        "industry_section": "C",
        "size_group": "industry",
        "uscc": "enterprise",
    }
    assert dossier.titles == (
        HeldTitle("srdi_sme", Period(dt.date(2024, 7, 1), dt.date(2027, 7, 1))),
        HeldTitle("tech_sme", Period()),
    )
    assert dossier.attestations == (
        Attestation("key_chain_link", True, "重庆市经济和信息化委员会", dt.date(2026, 5, 10)),
    )


def test_a_name_is_all_a_dossier_needs() -> None:
    dossier = read()
    assert dossier.values == {}
    assert dossier.holds_title("srdi_sme", dt.date(2026, 6, 30)) is None
    assert dossier.attested("key_chain_link", dt.date(2026, 6, 30)) is None


@pytest.mark.parametrize(
    "nothing", [{"facts": None}, {"facts": {}}, {"uscc": None, "titles": None}, {"judgements": {}}]
)
def test_null_and_absence_both_mean_unknown(nothing: dict[str, Any]) -> None:
    assert read(**nothing) == read()


def test_where_titles_are_listed_those_not_listed_are_not_held() -> None:
    dossier = read(titles=[{"title": "srdi_sme", "from": "2024-07-01", "through": "2027-06-30"}])
    days = [dt.date(2024, 6, 30), dt.date(2024, 7, 1), dt.date(2027, 6, 30), dt.date(2027, 7, 1)]
    assert [dossier.holds_title("srdi_sme", day) for day in days] == [False, True, True, False]
    assert dossier.holds_title("champion", dt.date(2026, 6, 30)) is False
    assert read(titles=[]).holds_title("champion", dt.date(2026, 6, 30)) is False


def test_a_title_without_a_last_day_is_held_for_ever_and_the_never_of_some_software_is_no_day() -> None:
    dossier = read(titles=[{"title": "listed", "from": "2020-01-01"}])
    assert dossier.holds_title("listed", dt.date(9999, 12, 31)) is True
    with pytest.raises(BadDossier, match="E115"):
        read(titles=[{"title": "listed", "from": "2020-01-01", "through": "9999-12-31"}])


def test_the_last_judgement_made_by_a_day_counts_on_it() -> None:
    first = Attestation("key_chain_link", False, "甲局", dt.date(2025, 5, 10))
    second = Attestation("key_chain_link", True, "甲局", dt.date(2026, 5, 10))
    dossier = Dossier(NAME, attestations=(second, first))
    assert dossier.attested("key_chain_link", dt.date(2025, 5, 9)) is None
    assert dossier.attested("key_chain_link", dt.date(2026, 5, 9)) == first
    assert dossier.attested("key_chain_link", dt.date(2026, 5, 10)) == second
    assert dossier.attested("market_standing", dt.date(2026, 5, 10)) is None


# ------------------------------------------------------------------------------------------- sources and corrections

REPORT, FILING = "2025 年度审计报告", "平台填报"


def said(*values: tuple[str, str]) -> list[dict[str, str]]:
    return [{"value": value, "source": source} for value, source in values]


def test_two_sources_that_agree_settle_a_value_and_both_are_shown() -> None:
    dossier = read(facts={"revenue": {"2025": said(("5200万元", REPORT), ("0.52亿元", FILING))}})
    assert dossier.values["revenue:2025"] == 5_200_000_000
    assert dossier.conflicts == {}
    assert [datum.source for datum in dossier.sources("revenue:2025")] == [REPORT, FILING]


def test_two_sources_that_disagree_are_both_kept_and_the_fact_is_unknown() -> None:
    dossier = read(facts={"revenue": {"2025": said(("5200万元", REPORT), ("5100万元", FILING)), "2024": "5000万元"}})
    assert "revenue:2025" not in dossier.values
    assert [(one.source, one.value) for one in dossier.conflicts["revenue:2025"]] == [
        (REPORT, 5_200_000_000),
        (FILING, 5_100_000_000),
    ]
    assert dossier.values["revenue:2024"] == 5_000_000_000


def test_a_later_word_of_the_same_source_corrects_the_earlier() -> None:
    march, june = (dt.datetime(2026, month, 1, tzinfo=dt.UTC) for month in (3, 6))
    right = Datum("revenue", 2025, 52, REPORT, june)
    wrong = Datum("revenue", 2025, 25, REPORT, march)
    for data in ((wrong, right), (right, wrong)):
        dossier = Dossier(NAME, data=data)
        assert dossier.values["revenue:2025"] == 52
        assert dossier.sources("revenue:2025") == (right,)
        assert dossier.conflicts == {}


def test_what_was_learned_later_was_not_known_before() -> None:
    march, june = (dt.datetime(2026, month, 1, tzinfo=dt.UTC) for month in (3, 6))
    dossier = Dossier(
        NAME,
        data=(
            Datum("class1_ip", None, 3),
            Datum("revenue", 2025, 25, REPORT, march),
            Datum("revenue", 2025, 52, REPORT, june),
        ),
    )

    def known(instant: dt.datetime | None) -> Mapping[str, object]:
        return dossier.known(AsOf(dt.date(2026, 6, 30), instant)).values

    assert known(march - dt.timedelta(seconds=1)) == {"class1_ip": 3}
    assert known(march) == {"class1_ip": 3, "revenue:2025": 25}
    assert known(june) == known(None) == {"class1_ip": 3, "revenue:2025": 52}


def test_the_instant_of_an_observation_is_read_with_its_zone() -> None:
    fact = {"value": 4, "source": FILING, "recorded_at": "2026-03-01T09:00:00+08:00"}
    (datum,) = read(facts={"class1_ip": fact}).data
    assert datum == Datum("class1_ip", None, 4, FILING, dt.datetime(2026, 3, 1, 1, tzinfo=dt.UTC))


# -------------------------------------------------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"fact": {}}, [("E302", "fact")]),
        ({"name": None}, [("E301", "name")]),
        ({"name": "  "}, [("E301", "name")]),
        ({"name": 5}, [("E301", "name")]),
        ({"uscc": 91500113}, [("E304", "uscc")]),
        ({"uscc": "91500113MA0000015R"}, [("E205", "uscc")]),
        ({"uscc": "91500113MAO000015Q"}, [("E202", "uscc")]),
        ({"uscc": "91500113"}, [("E201", "uscc")]),
        ({"region": "50011"}, [("E203", "region")]),
        ({"industry": "A348"}, [("E206", "industry")]),
        ({"facts": []}, [("E305", "facts")]),
        ({"facts": {"revenu": {"2025": "1元"}}}, [("E302", "facts.revenu")]),
        ({"facts": {"revenue": "5200万元"}}, [("E306", "facts.revenue")]),
        ({"facts": {"revenue": ["5200万元"]}}, [("E306", "facts.revenue")]),
        ({"facts": {"revenue": {"25": "1元"}}}, [("E307", "facts.revenue")]),
        ({"facts": {"revenue": {"２０２５": "1元"}}}, [("E307", "facts.revenue")]),
        ({"facts": {"revenue": {"1900": "1元"}}}, [("E307", "facts.revenue")]),
        ({"facts": {"revenue": {"2025": 5200}}}, [("E102", "facts.revenue.2025")]),
        ({"facts": {"revenue": {"2025": "5200"}}}, [("E102", "facts.revenue.2025")]),
        ({"facts": {"revenue": {"2025": "5200美元"}}}, [("E101", "facts.revenue.2025")]),
        ({"facts": {"revenue": {"2025": "0.001元"}}}, [("E104", "facts.revenue.2025")]),
        ({"facts": {"revenue": {"2025": "90001亿元"}}}, [("E105", "facts.revenue.2025")]),
        ({"facts": {"revenue": {"2025": "-1元"}}}, [("E111", "facts.revenue.2025")]),
        ({"facts": {"revenue": {"2025": True}}}, [("E112", "facts.revenue.2025")]),
        ({"facts": {"revenue": {"2025": [["1元"]]}}}, [("E310", "facts.revenue.2025")]),
        ({"facts": {"class1_ip": {"2025": 4}}}, [("E308", "facts.class1_ip")]),
        ({"facts": {"class1_ip": -1}}, [("E111", "facts.class1_ip")]),
        ({"facts": {"class1_ip": 4.5}}, [("E107", "facts.class1_ip")]),
        ({"facts": {"class1_ip": [4, 5]}}, [("E309", "facts.class1_ip")]),
        ({"facts": {"class1_ip": [4, {"value": 5, "source": REPORT}]}}, [("E309", "facts.class1_ip")]),
        ({"facts": {"class1_ip": said(("4", REPORT), ("5", REPORT))}}, [("E309", "facts.class1_ip")]),
        ({"facts": {"class1_ip": {"value": 4, "sauce": "x"}}}, [("E302", "facts.class1_ip.sauce")]),
        ({"facts": {"class1_ip": {"value": 4, "source": 5}}}, [("E318", "facts.class1_ip")]),
        ({"facts": {"class1_ip": {"value": 4, "source": []}}}, [("E318", "facts.class1_ip")]),
        ({"facts": {"class1_ip": {"value": 4, "recorded_at": "2026-03-01T09:00:00"}}}, [("E317", "facts.class1_ip")]),
        ({"facts": {"class1_ip": {"value": 4, "recorded_at": "2026-03-01"}}}, [("E317", "facts.class1_ip")]),
        ({"facts": {"class1_ip": {"value": 4, "recorded_at": "now"}}}, [("E317", "facts.class1_ip")]),
        ({"facts": {"class1_ip": {"value": 4, "recorded_at": 5}}}, [("E317", "facts.class1_ip")]),
        ({"facts": {"market_share": "101%"}}, [("E111", "facts.market_share")]),
        ({"facts": {"market_share": 12}}, [("E106", "facts.market_share")]),
        ({"facts": {"segment_since": "2023-02-30"}}, [("E110", "facts.segment_since")]),
        ({"facts": {"segment_since": 2023}}, [("E109", "facts.segment_since")]),
        ({"facts": {"own_brand": "有"}}, [("E113", "facts.own_brand")]),
        ({"facts": {"rd_institution": "国际级"}}, [("E114", "facts.rd_institution")]),
        ({"facts": {"development_score": {"2026": "58.555"}}}, [("E108", "facts.development_score.2026")]),
        ({"titles": {}}, [("E311", "titles")]),
        ({"titles": ["srdi_sme"]}, [("E305", "titles[0]"), ("E312", "titles[0].title")]),
        ({"titles": [{"title": "giant"}]}, [("E312", "titles[0].title")]),
        ({"titles": [{"title": []}]}, [("E312", "titles[0].title")]),
        ({"titles": [{"from": "2024-07-01"}]}, [("E312", "titles[0].title")]),
        ({"titles": [{"title": "listed", "until": "2024-07-01"}]}, [("E302", "titles[0].until")]),
        ({"titles": [{"title": "listed", "from": "2024-07-32"}]}, [("E110", "titles[0].from")]),
        (
            {"titles": [{"title": "listed", "from": "2024-07-01", "through": "2024-06-30"}]},
            [("E313", "titles[0]")],
        ),
        ({"judgements": []}, [("E305", "judgements")]),
        ({"judgements": {"market_position": {}}}, [("E302", "judgements.market_position")]),
        ({"judgements": {"key_chain_link": True}}, [("E305", "judgements.key_chain_link")]),
        (
            {"judgements": {"key_chain_link": {"value": "是", "by": "甲局", "on": "2026-05-10"}}},
            [("E314", "judgements.key_chain_link")],
        ),
        (
            {"judgements": {"key_chain_link": {"value": True, "on": "2026-05-10"}}},
            [("E315", "judgements.key_chain_link")],
        ),
        (
            {"judgements": {"key_chain_link": {"value": True, "by": "甲局"}}},
            [("E316", "judgements.key_chain_link")],
        ),
        (
            {"judgements": {"key_chain_link": {"value": True, "by": "甲局", "on": "2026-05-32"}}},
            [("E110", "judgements.key_chain_link.on")],
        ),
    ],
)
def test_each_fault_has_its_code_and_place(members: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert faults_of(**members) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("E403", "第 1 行第 1 列")]),
        ("   ", [("E403", "第 1 行第 4 列")]),
        ("\ufeff{}", [("E403", "第 1 行第 1 列")]),
        ('{"name": "甲",\n "facts": }', [("E403", "第 2 行第 11 列")]),
        ("name: 甲", [("E403", "第 1 行第 1 列")]),
        ("[]", [("E404", "")]),
        ("null", [("E404", "")]),
        ('"甲"', [("E404", "")]),
        ('{"name": "甲", "facts": {"class1_ip": NaN}}', [("E403", "")]),
        ('{"name": "甲", "facts": {"class1_ip": Infinity}}', [("E403", "")]),
        ('{"name": "甲", "facts": {"class1_ip": -Infinity}}', [("E403", "")]),
        ('{"name": "甲", "facts": {"class1_ip": ' + "9" * 5000 + "}}", [("E403", "")]),
        ('{"name": "甲", "facts": {"class1_ip": 1' + "0" * 20 + "}}", [("E107", "facts.class1_ip")]),
        ('{"name": "甲", "facts": {"class1_ip": 1e999999999}}', [("E107", "facts.class1_ip")]),
        ('{"name": "\\ud800"}', [("E403", "")]),
        ('{"name": "甲", "name": "乙"}', [("E303", "name")]),
        ('{"name": "甲", "facts": {"class1_ip": 4, "class1_ip": 5}}', [("E303", "facts.class1_ip")]),
        ('{"name": "甲", "facts": {"revenue": {"2025": "1元", "2025": "2元"}}}', [("E303", "facts.revenue.2025")]),
        ('{"name": "甲", "titles": [{"title": "listed", "title": "champion"}]}', [("E303", "titles[0].title")]),
        ('{"name": "甲", "judgements": {"key_chain_link": null, "key_chain_link": null}}',
         [("E303", "judgements.key_chain_link")]),
    ],
    ids=range(20),
)  # fmt: skip
def test_a_file_that_is_no_dossier_is_refused(text: str, expected: list[tuple[str, str]]) -> None:
    assert faults(text) == expected


@pytest.mark.parametrize(
    ("member", "told"),
    [
        ("NaN", "JSON 里没有这样的数（收到：NaN）。不知道的请写 null，或删去这一项"),
        ("1e" + "9" * 20, f"数太长，读不出来（收到：1e{'9' * 20}）。请核对位数"),
        ("-" + "9" * 5000, f"数太长，读不出来（收到：-{'9' * 199}…（共 5001 字））。请核对位数"),
        (r'"\ud83d\ude00 \\ud801 \udc00"', r"文字里有只写了一半的字符（收到：\udc00）。请补上 \u 转义的另一半，或删去"),
    ],
)
def test_what_json_cannot_hold_is_told_in_chinese_with_what_stands_there(member: str, told: str) -> None:
    with pytest.raises(BadFile) as refused:
        dossier_from_json(f'{{"name": "甲", "facts": {{"class1_ip": {member}}}}}', "甲.json")
    assert str(refused.value) == f"[E403] 甲.json：{told}"


def test_of_many_faults_the_first_kinds_are_told_and_how_many_are_left() -> None:
    with pytest.raises(BadDossier) as refused:
        dossier_from_json(json.dumps({"name": "甲", "facts": {f"甲{number}": 1 for number in range(300)}}), "甲.json")
    assert len(refused.value.faults) == 300
    *told, last = str(refused.value).split("\n")
    assert len(told) == 50
    assert last == "……另有 250 种错误（250 处）没有列出，请先改正以上各处"
    # Nobody reads a list of every key there is.
    assert all("等 " in line and line.count("、") < 20 for line in told)


def test_an_unknown_key_is_told_with_the_nearest_known_ones() -> None:
    with pytest.raises(BadDossier) as refused:
        read(facts={"reveneu": {"2025": "1元"}})
    assert "营业收入" in refused.value.faults[0].remedy


def test_a_name_has_no_character_that_only_one_system_knows_and_no_sign_of_a_lost_one() -> None:
    assert dossier_from_json('{"name": "重庆\ue863益公司"}').name == "重庆\ue863益公司"
    for odd, said in (("\ue000", "U+E000"), ("\U000f0001", "U+F0001"), ("\ufffd", "“\ufffd”"), ("□", "“□”")):
        with pytest.raises(BadDossier) as refused:
            dossier_from_json(json.dumps({"name": f"重庆{odd}益公司"}))
        (fault,) = refused.value.faults
        assert (fault.code, fault.place) == ("E413", "档案 name")
        assert f"第 3 个字{' ' if said.startswith('U') else ''}{said}" in fault.what


@pytest.mark.parametrize(
    ("members", "place"),
    [
        ({"name": "甲\x1b[2J公司"}, "档案 name"),
        ({"name": "甲\n公司"}, "档案 name"),
        (
            {"name": "甲公司", "judgements": {"key_chain_link": {**SIGNED, "by": "某\x07局"}}},
            "by",
        ),
        ({"name": "甲公司", "facts": {"class1_ip": {"value": 4, "source": "报\u2028告"}}}, "source"),
        ({"name": "甲公司", "achievements": ["成果\x9b"]}, "achievements[0]"),
        ({"name": "甲公司", "\x1b]0;": 1}, "档案"),
    ],
)
def test_no_text_of_a_dossier_has_line_breaks_or_escape_sequences(members: dict[str, Any], place: str) -> None:
    with pytest.raises(BadDossier) as refused:
        dossier_from_json(json.dumps(members))
    (fault,) = refused.value.faults
    assert (fault.code, str(fault.place).endswith(place), str(fault).isprintable()) == ("E474", True, True)


def test_a_name_in_a_dossier_has_at_most_two_hundred_characters() -> None:
    assert dossier_from_json(json.dumps({"name": "甲" * 200})).name == "甲" * 200
    with pytest.raises(BadDossier, match="E472"):
        dossier_from_json(json.dumps({"name": "甲" * 201}))


def test_what_nobody_sees_of_the_name_of_a_dossier_is_left_out() -> None:
    assert dossier_from_json(json.dumps({"name": "甲\u200b某\u202e公司\ufeff", "note": "一\n二"})).name == "甲某公司"


def test_all_faults_are_told_at_once_in_reading_order() -> None:
    text = json.dumps(
        {
            "nmae": NAME,
            "uscc": "91500113MA0000015R",
            "region": "x",
            "facts": {"revenue": {"2025": "5200", "2024": "五千"}, "class1_ip": -1},
            "titles": [{"title": "giant"}],
            "judgements": {"key_chain_link": {"value": True, "by": "", "on": "2026-13-01"}},
        }
    )
    assert sorted(code for code, _place in faults(text)) == sorted(
        ["E302", "E301", "E205", "E203", "E102", "E101", "E111", "E312", "E315", "E110"]
    )


def test_a_message_has_code_place_value_and_remedy() -> None:
    with pytest.raises(BadDossier) as refused:
        read(facts={"revenue": {"2025": "5200"}})
    assert str(refused.value) == (
        "[E102] 档案 facts.revenue.2025：金额没有单位（收到：5200）。请加上元、万元或亿元，如 5200万元"
    )


@pytest.mark.parametrize("depth", [10, 300, 900, 940, 960, 980, 990, 1000, 5000, 100_000])
@pytest.mark.parametrize("before", ['{"name": ', '{"name": "甲", "facts": {"revenue": ', '{"note": {"a": '])
def test_however_deep_a_file_is_nested_it_is_refused_in_words(before: str, depth: int) -> None:
    closing = "}" * before.count("{")
    with pytest.raises(TiertrackError) as refused:
        dossier_from_json(f"{before}{'[' * depth}{']' * depth}{closing}")
    assert str(refused.value).startswith("[E")


# ---------------------------------------------------------------------------------------------------------------- files


def test_a_file_is_read_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    text = json.dumps(WHOLE, ensure_ascii=False).encode()
    for index, content in enumerate((text, b"\xef\xbb\xbf" + text)):
        path = tmp_path / f"{index}.json"
        path.write_bytes(content)
        assert read_dossier(path).name == NAME


def test_a_file_that_is_not_there_or_cannot_be_read_is_refused(tmp_path: Path) -> None:
    for path, what in ((tmp_path / "无.json", "没有这个文件"), (tmp_path, "文件打不开：这是一个目录")):
        with pytest.raises(BadFile) as refused:
            read_dossier(path)
        assert [(fault.code, fault.what) for fault in refused.value.faults] == [("E401", what)]


def test_a_file_in_another_encoding_is_refused_with_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "甲.json"
    path.write_bytes('{"name": "重庆"}'.encode("gb18030"))
    with pytest.raises(BadFile) as refused:
        read_dossier(path)
    assert [(fault.code, fault.place) for fault in refused.value.faults] == [("E402", "甲.json 第 11 字节")]


# ------------------------------------------------------------------------------------------------------------ any input

_words = st.sampled_from(
    ["name", "facts", "value", "source", "recorded_at", "title", "from", "through", "by", "on", "2025", "revenue", "x"]
) | st.text(max_size=4)
_scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from(["5200万元", "12%", "2023-01-01", "2026-03-01T09:00:00+08:00", "srdi_sme", "9999-12-31", "是"])
)
_anything = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_words, inner, max_size=3), max_leaves=6
)
_instants = st.sampled_from(["2026-03-01T09:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "now"])
_datums = _anything | st.fixed_dictionaries(
    {"value": _scalars}, optional={"source": _anything, "recorded_at": _instants | _anything}
)
_years = st.dictionaries(
    st.sampled_from(["2025", "2024", "205", ""]), _datums | st.lists(_datums, max_size=2), max_size=2
)
_facts = st.dictionaries(st.sampled_from(sorted(FACTS)), _years | _datums | st.lists(_datums, max_size=3), max_size=4)
_titles = st.lists(
    _anything
    | st.fixed_dictionaries(
        {"title": st.sampled_from(sorted(TITLES)) | _anything},
        optional={"from": _anything, "through": st.just("9999-12-31") | _anything},
    ),
    max_size=3,
)
_judgements = st.dictionaries(
    st.sampled_from(sorted(JUDGEMENTS)),
    _anything | st.fixed_dictionaries({"value": _anything, "by": _anything, "on": _anything}),
    max_size=2,
)
_dossiers = st.fixed_dictionaries(
    {"name": st.just(NAME) | _anything},
    optional={
        "uscc": _anything,
        "region": _anything,
        "industry": _anything,
        "facts": _facts | _anything,
        "titles": _titles | _anything,
        "judgements": _judgements | _anything,
    },
)


def taken_or_refused(text: str) -> None:
    """A text is a dossier that can be used, or it is refused in words; nothing else is ever raised."""
    try:
        dossier = dossier_from_json(text)
    except TiertrackError as refused:
        message = str(refused)
    else:
        message = ""
    if message:
        assert message.startswith("[E")
        assert message.encode()
        return
    assert digest(dossier)
    assert dossier.known(AsOf(dt.date(2026, 6, 30), dt.datetime(2026, 6, 30, tzinfo=dt.UTC))).name == dossier.name
    for datum in dossier.data:
        assert isinstance(datum.value, int | Fraction | str)


def test_a_code_with_a_character_nobody_has_assigned_is_refused_in_words() -> None:
    with pytest.raises(BadDossier, match=r"\[E2\d\d\]"):
        dossier_from_json('{"name": "甲公司", "uscc": "\uaaf7"}')


@settings(max_examples=300, deadline=None)
@given(_dossiers)
def test_any_json_in_any_position_is_taken_or_refused_in_words(content: dict[str, Any]) -> None:
    taken_or_refused(json.dumps(content, ensure_ascii=False))


@settings(max_examples=150, deadline=None)
@given(_anything)
def test_any_json_is_taken_or_refused_in_words(content: Any) -> None:
    taken_or_refused(json.dumps(content))


@settings(max_examples=150, deadline=None)
@given(st.text() | st.text(alphabet='{}[]":,0123456789.eE+-nulltrue \\ud8', max_size=40))
def test_any_text_is_taken_or_refused_in_words(text: str) -> None:
    taken_or_refused(text)


@settings(max_examples=100, deadline=None)
@given(content=st.binary(max_size=60))
def test_any_bytes_are_taken_or_refused_in_words(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.json"
    path.write_bytes(content)
    with pytest.raises(TiertrackError):
        read_dossier(path)


@settings(max_examples=100, deadline=None)
@given(_dossiers)
def test_an_object_with_a_fault_anywhere_gives_no_dossier(content: dict[str, Any]) -> None:
    with pytest.raises(TiertrackError):
        dossier_from_json(json.dumps({**content, "unknown": 1}))


def test_a_source_may_correct_itself_at_a_later_instant() -> None:
    told = [
        {"value": "4900万元", "source": "企业填报", "recorded_at": "2025-03-10T09:00:00+08:00"},
        {"value": "5100万元", "source": "企业填报", "recorded_at": "2025-05-20T09:00:00+08:00"},
    ]
    dossier = dossier_from_json(json.dumps({"name": "甲公司", "facts": {"revenue": {"2024": told}}}))
    assert dossier.values["revenue:2024"] == 5100 * 1_000_000
    april = AsOf(dt.date(2025, 6, 30), dt.datetime(2025, 4, 30, tzinfo=dt.UTC))
    assert dossier.known(april).values["revenue:2024"] == 4900 * 1_000_000


def test_a_very_long_value_is_shortened_in_the_message() -> None:
    with pytest.raises(BadDossier) as refused:
        dossier_from_json(json.dumps({"name": "甲公司", "uscc": "9" * 5000}))
    assert "共 5000 字" in str(refused.value)
    assert len(str(refused.value)) < 500


@pytest.mark.parametrize(
    ("content", "remedy"),
    [
        ({"facts": {"2025年营业收入（万元）": "1"}}, '年度请写在里面：{"营业收入": {"2025": …}}'),
        ({"facts": {"从业人员（人）": "1"}}, '年度请写在里面：{"从业人员": {"2025": …}}'),
        ({"facts": {"营业收人": "1元"}}, "是否想写 营业收入"),
        ({"facts": {"发明专利": 3}}, "高价值发明专利"),
        ({"企业全": "甲"}, "是否想写 企业名称"),
        ({"judgements": {"产业链关键环节": {}}}, "是否想写 位于产业链关键环节"),
    ],
)
def test_a_name_that_is_none_is_answered_with_the_nearest(content: dict[str, Any], remedy: str) -> None:
    with pytest.raises(BadDossier) as refused:
        dossier_from_json(json.dumps({"name": "甲", **content}))
    assert remedy in next(fault.remedy for fault in refused.value.faults if fault.code == "E302")
