"""Titles by the names they had once, and words that name none: in lists, in dossiers and in events."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import attrs
import pytest

from tests.support.events import day
from tiertrack.errors import BadDossier, BadInput
from tiertrack.facts.asked import as_title
from tiertrack.facts.dossier import HeldTitle
from tiertrack.facts.dossier_file import dossier_from_json
from tiertrack.facts.identity import Identity
from tiertrack.intake.proposals import Proposal, proposal_from_parts, row_fingerprint, row_to_json
from tiertrack.intake.title_list import read_title_list
from tiertrack.intake.title_rows import TitleRow
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.exchanges import Board
from tiertrack.law.regions import Region
from tiertrack.law.title_names import no_listing, old_name, old_names_of
from tiertrack.law.titles import TITLES, title_definition
from tiertrack.rulebooks import national_rulebook
from tiertrack.temporal import Period
from tiertrack.titles.events import Event

K = EventKind
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
OLD_NAMES = [one for title in TITLES for one in old_names_of(title)]


def held(*titles: dict[str, object]) -> tuple[HeldTitle, ...]:
    return dossier_from_json(json.dumps({"name": "甲公司", "titles": titles})).titles


def refused(*titles: dict[str, object]) -> str:
    with pytest.raises(BadDossier) as found:
        held(*titles)
    return str(found.value)


def read(folder: Path, title: str, what: str = "认定", on: str = "2018-11-13", product: str = "") -> list[TitleRow]:
    path = folder / "名单.csv"
    said = f"重庆甲有限公司,{title},{what},{on},名单〔2018〕1号,{product}"
    path.write_text(f"企业名称,称号,事项,日期,文件,产品\n{said}\n", encoding="utf-8")
    titles = read_title_list(path)
    rows = list(titles.rows())
    if titles.faults:
        raise BadDossier(*titles.faults)
    return rows


# The table.


def test_every_old_name_is_cited_has_its_days_and_is_of_a_title() -> None:
    for one in OLD_NAMES:
        assert one.title in TITLES
        assert one.label not in TITLES.values()
        assert one.period.start is not None
        assert str(one.citation.provision)
        assert all(old_name(word) is one for word in (one.label, *one.also))
    assert {one.label for one in old_names_of("champion")} == {
        "制造业单项冠军示范企业",
        "单项冠军产品",
        "制造业单项冠军培育企业",
    }
    assert [one.label for one in OLD_NAMES if not one.conferred] == ["制造业单项冠军培育企业"]


@pytest.mark.parametrize(
    ("word", "label"),
    [
        ("制造业单项冠军示范", "制造业单项冠军示范企业"),
        ("“单项冠军产品”", "单项冠军产品"),
        ("国家级 单项冠军产品", "单项冠军产品"),
        ("国家级北交所上市企业", None),
        ("制造业单项冠军企业", None),
        ("小巨人", None),
    ],
)
def test_an_old_name_is_known_without_quotation_marks_blanks_and_ending(word: str, label: str | None) -> None:
    found = old_name(word)
    assert (found.label if found else None) == label


@pytest.mark.parametrize(
    "word", ["新三板", "新三板挂牌", "“新三板”创新层", "重庆OTC", "四板", "区域性股权市场挂牌企业"]
)
def test_a_share_market_that_is_no_exchange_is_told_from_a_listing(word: str) -> None:
    assert "不算上市" in str(no_listing(word))


@pytest.mark.parametrize("word", [*TITLES.values(), *(one.label for one in OLD_NAMES)])
def test_no_title_is_taken_for_one(word: str) -> None:
    assert no_listing(word) is None


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("新三板", "neeq"),
        ("浙江隐形冠军", "hidden_champion_zj"),
        ("浙江单项冠军", "champion_zj"),
        ("重庆市单项冠军", "champion_cq"),
        ("重庆专精特新中小企业", "srdi_sme"),
        ("重庆帮扶库", "hard_tech_list_cq"),
        ("知识产权优势企业", "ipa"),
    ],
)
def test_a_title_is_asked_for_as_people_call_it(word: str, title: str) -> None:
    assert as_title(word).value == title


@pytest.mark.parametrize("place", ["330000", "330106"])
def test_what_several_places_call_the_same_is_that_of_the_place_asked_of(place: str) -> None:
    assert as_title("省级单项冠军", Region(place)).value == "champion_zj"
    for region in (None, Region("440000")):
        with pytest.raises(BadInput, match="请写明是哪一地的"):
            as_title("省级单项冠军", region)


@pytest.mark.parametrize(
    ("word", "instead"),
    [
        ("创新层", "这是新三板挂牌与分层的一个层，请写 新三板挂牌与分层，并指明层 创新层"),
        ("新三板创新层", "并指明层 创新层"),
        ("科创板", "这是上市企业的一个板块，请写 上市企业，并指明板块 科创板"),
        ("单项冠军示范企业", "这是制造业单项冠军企业以前的名称，请写 制造业单项冠军企业"),
        ("单项冠军培育企业", "这是制造业单项冠军企业的培育对象，不是称号"),
    ],
)
def test_of_what_is_no_title_of_today_the_title_it_belongs_to_is_told(word: str, instead: str) -> None:
    with pytest.raises(BadInput, match=f"E703.*{instead}"):
        as_title(word)


def test_the_standards_asked_for_as_titles_are_those_of_the_editions() -> None:
    editions = national_rulebook().editions
    for title in map(title_definition, TITLES):
        known = {edition.variant for edition in editions if edition.tier.value == title.key}
        assert {*title.variants} <= known


# Events.


def test_an_event_has_an_old_name_of_its_own_title_or_none() -> None:
    said = {"title": "champion", "kind": K.RECOGNISED, "on": day("2018-11-13"), "document": "名单"}
    assert Event(**said, named="单项冠军产品").named == "单项冠军产品"  # type: ignore[arg-type]
    for title, named, code in (
        ("champion", "隐形冠军", "E334"),
        ("listed", "单项冠军产品", "E334"),
        ("srdi_sme", "单项冠军产品", "E334"),
        ("champion", "制造业单项冠军培育企业", "E335"),
    ):
        with pytest.raises(BadDossier) as found:
            Event(**(said | {"title": title, "named": named}))  # type: ignore[arg-type]
        assert [fault.code for fault in found.value.faults] == [code]


@pytest.mark.parametrize("kind", [kind for kind in K if kind not in (K.POOLED, K.VOIDED) and not kind.of_enterprise])
def test_who_was_only_on_the_way_to_the_title_is_pooled_and_nothing_else(kind: EventKind) -> None:
    with pytest.raises(BadDossier, match=r"只是培育中|由日期得出"):
        Event(
            title="champion",
            kind=kind,
            on=day("2018-11-13"),
            document="名单",
            year=2018,
            named="制造业单项冠军培育企业",
        )


# Lists.


def test_a_list_may_call_a_title_as_it_was_called(tmp_path: Path) -> None:
    (row,) = read(tmp_path, "制造业单项冠军示范企业")
    assert (row.event.title, row.event.named, row.event.product) == ("champion", "制造业单项冠军示范企业", None)
    (row,) = read(tmp_path, "单项冠军产品", product="高速  轴承")
    assert (row.event.named, row.event.product) == ("单项冠军产品", "高速 轴承")
    (row,) = read(tmp_path, "制造业单项冠军企业", on="2024-04-01")
    assert row.event.named is None


def test_a_list_of_those_on_the_way_pools_them(tmp_path: Path) -> None:
    for what in ("认定", "公告", "入库培育"):
        (row,) = read(tmp_path, "制造业单项冠军培育企业", what)
        assert (row.event.kind, row.event.through) == (K.POOLED, None)
    for what in ("公示", "撤销", "复核通过"):
        with pytest.raises(BadDossier, match="只是培育中"):
            read(tmp_path, "制造业单项冠军培育企业", what)


def test_the_old_name_of_a_whole_list_is_that_of_each_row(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("企业名称\n重庆甲有限公司\n", encoding="utf-8")
    said = {"kind": "认定", "on": day("2018-11-13"), "document": "名单〔2018〕1号"}
    titles = read_title_list(path, title="单项冠军产品", **said)  # type: ignore[arg-type]
    assert [(row.event.title, row.event.named) for row in titles.rows()] == [("champion", "单项冠军产品")]


def test_a_product_too_long_to_be_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadDossier, match="产品超过 200 字"):
        read(tmp_path, "制造业单项冠军企业", product="轴" * 201)


def test_a_row_kept_before_there_were_products_is_the_same_row(tmp_path: Path) -> None:
    """Its fingerprint is on record: a list imported again must not propose it anew."""
    event = Event(title="champion", kind=K.RECOGNISED, on=day("2024-04-01"), document="名单 1号")
    row = TitleRow("名单.csv 第 2 行", 2, Identity(name="重庆甲有限公司"), (), event)
    assert row_fingerprint(row) == "0a8ec35fbeb7bdd37d665a943de3863aa783541e5f68c1f8b87d56ad62f6f5cd"
    told = attrs.evolve(row, event=attrs.evolve(event, product="轴承"))
    listed = attrs.evolve(event, title="listed", board=Board.STAR)
    for one in (row, told, attrs.evolve(row, event=listed)):
        assert proposal_from_parts(3, row_to_json(one), "[]", None, None, LONG_AGO) == Proposal(
            3, one, (), since=LONG_AGO
        )
    assert row_fingerprint(told) != row_fingerprint(row)


# Dossiers.


def test_a_dossier_may_say_the_product_and_the_old_name() -> None:
    told = {"title": "champion", "from": "2024-04-01", "through": "2027-03-31", "product": "轴承"}
    span = Period.through(day("2024-04-01"), day("2027-03-31"))
    assert held(told) == (HeldTitle("champion", span, "轴承"),)
    assert held({"title": "单项冠军产品", "product": " 轴承 "}) == (
        HeldTitle("champion", Period(), "轴承", "单项冠军产品"),
    )
    assert held({"title": "北交所上市企业"}) == (HeldTitle("listed", Period(), None, "北交所上市企业"),)
    assert held({"title": "champion", "product": None}) == (HeldTitle("champion", Period()),)


def test_two_products_in_a_dossier_are_held_until_the_later_ends() -> None:
    titles = [
        {"title": "champion", "from": "2024-04-01", "through": "2027-03-31", "product": "轴承"},
        {"title": "champion", "from": "2025-03-20", "through": "2028-03-19", "product": "减速机"},
    ]
    dossier = dossier_from_json(json.dumps({"name": "甲公司", "titles": titles}))
    days = ("2024-03-31", "2024-04-01", "2027-04-01", "2028-03-19", "2028-03-20")
    assert [dossier.holds_title("champion", day(on)) for on in days] == [False, True, True, True, False]


def test_to_have_been_on_the_way_is_not_to_hold_the_title() -> None:
    content = {"name": "甲公司", "titles": [{"title": "制造业单项冠军培育企业", "from": "2017-01-17"}]}
    dossier = dossier_from_json(json.dumps(content))
    assert dossier.titles == ()
    assert dossier.holds_title("champion", day("2018-01-01")) is False


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ({"title": "little_giant", "product": "轴承"}, r"E319.*titles\[0\].product.*的证书不写产品"),
        ({"title": "北交所上市企业", "product": "轴承"}, r"E319.*上市企业的证书不写产品"),
        ({"title": "champion", "product": ""}, r"E304.*“product”须是文字"),
        ({"title": "champion", "product": 3}, r"E304.*“product”须是文字"),
        ({"title": "新三板挂牌企业"}, r"E312.*不算上市"),
        ({"title": "制造业单项冠军培育企业", "from": "2020-01-01", "through": "2019-01-01"}, "E313"),
        ({"title": ["champion"]}, "E312"),
    ],
)
def test_what_a_title_in_a_dossier_cannot_have_is_refused(title: dict[str, object], message: str) -> None:
    import re

    assert re.search(message, refused(title), re.S)
