"""The doors of the library take a title, an act, a day, a region and a path however a program has them, and alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import jsonschema
import pandas as pd
import polars as pl
import pytest
from sqlalchemy import create_engine

import tiertrack
from tiertrack import (
    Act,
    AmbiguousEnterprise,
    AsOf,
    BadInput,
    Dossier,
    Event,
    EventKind,
    Registry,
    Span,
    Tier,
    national_rulebook,
)
from tiertrack.errors import BadDossier, BadFile, DatabaseUnavailable
from tiertrack.law.regions import Region
from tiertrack.shipped import shipped

EXAMPLES = shipped("seeds") / "examples"
DAY = dt.date(2026, 6, 30)
BANAN = Region("500113")
FIRM = "重庆示例新材料有限公司（虚构）"


@pytest.fixture(scope="module")
def firm() -> Dossier:
    return tiertrack.read_dossier(EXAMPLES / "with-holes.json")


@pytest.fixture(scope="module")
def register() -> Iterator[Registry]:
    with tiertrack.open("memory:") as opened:
        opened.import_facts(str(EXAMPLES / "with-holes.json"), source="企业填报")
        yield opened


def screened(tier: Any, act: Any, on: Any, region: Any) -> list[Any]:
    firms = pl.DataFrame({"name": ["甲公司"], "abnormal_list": [True]})
    return tiertrack.screen(firms, tier, act, on, region).rows()


# What is asked of a dossier, a register, a frame and a rulebook with the same four words.
DOORS: dict[str, Callable[..., Any]] = {
    "assess": lambda firm, _, tier, act, on, region: tiertrack.assess(firm, tier, act, on, region).truth,
    "assess_each": lambda firm, _, tier, act, on, region: [
        answer.edition.key for answer in tiertrack.assess_each(firm, tier, act, on, region).assessments
    ],
    "Registry.assess": lambda _, register, *asked: register.assess(FIRM, *asked).truth,
    "Registry.assess_each": lambda _, register, *asked: len(register.assess_each(FIRM, *asked).assessments),
    "screen": lambda _firm, _register, *asked: screened(*asked),
    "Rulebook.select": lambda _firm, _register, *asked: national_rulebook().select(*asked).key,
    "Rulebook.variants": lambda _firm, _register, *asked: [one.key for one in national_rulebook().variants(*asked)],
}
# The same with a day, and a region where it takes one.
DAYS: dict[str, Callable[..., Any]] = {
    "climb": lambda firm, _, on, region: tiertrack.climb(firm, on, region).next.tier,
    "Registry.climb": lambda _, register, on, region: register.climb(FIRM, on, region).next.tier,
    "Registry.dossier": lambda _, register, on, _region: register.dossier(FIRM, on),
    "Registry.standing": lambda _, register, on, _region: register.standing(FIRM, on).highest,
    "Registry.history": lambda _, register, on, _region: register.history(FIRM, on).events,
    "Registry.due": lambda _, register, on, _region: register.due(on, dt.timedelta(days=366)),
    "Registry.indicators": lambda _, register, on, region: [one.region for one in register.indicators(on, region)],
    "Rulebook.in_force": lambda _firm, _register, on, region: len(national_rulebook().in_force(on, region)),
    "read_dossier": lambda _firm, _register, on, _region: tiertrack.read_dossier(EXAMPLES / "meets.json", on),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("tier", ["srdi_sme", "专精特新中小企业"])
@pytest.mark.parametrize(("act", "region"), [("recognition", "500113"), ("认定", "重庆市巴南区")])
def test_a_question_is_the_same_in_words(
    firm: Dossier, register: Registry, door: str, tier: str, act: str, region: str
) -> None:
    asked = DOORS[door](firm, register, tier, act, "2026-06-30", region)
    assert asked == DOORS[door](firm, register, Tier.SRDI_SME, Act.RECOGNITION, DAY, BANAN)


@pytest.mark.parametrize("door", DAYS)
def test_a_day_is_the_same_as_a_text_and_as_both_clocks(firm: Dossier, register: Registry, door: str) -> None:
    of_day = DAYS[door](firm, register, DAY, BANAN)
    assert DAYS[door](firm, register, "2026-06-30", "500113") == of_day
    if not door.startswith(("Rulebook", "read")):
        assert DAYS[door](firm, register, AsOf(DAY), BANAN) == of_day


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("place", "given", "code", "told"),
    [
        (0, "srdi_sm", "E703", "没有这个称号（收到：srdi_sm）。是否想写 专精特新中小企业"),
        (0, "培育企业", "E703", "没有这个称号"),
        (0, 5, "E707", "这不是称号（收到：int 5）"),
        (0, None, "E707", "这不是称号"),
        (1, "评审", "E703", "没有这个事项（收到：评审）。是否想写 认定"),
        (1, True, "E707", "这不是事项"),
        (2, "30/6/2026", "E109", "日期读不出来（收到：30/6/2026）"),
        (2, "2026-02-30", "E110", "没有这一天"),
        (2, dt.datetime(2026, 6, 30, 9), "E109", "这是时刻，不是日子"),
        (2, pd.Timestamp("2026-06-30"), "E109", "这是时刻，不是日子"),
        (2, 20260630, "E109", "日期读不出来"),
        (2, None, "E109", "日期读不出来"),
        (3, "巴南曲", "E203", "巴南曲"),
        (3, 500113, "E707", "这不是地区（收到：int 500113）"),
    ],
)
def test_what_names_nothing_is_refused_with_what_to_write(
    firm: Dossier, register: Registry, door: str, place: int, given: object, code: str, told: str
) -> None:
    asked: list[Any] = [Tier.SRDI_SME, Act.RECOGNITION, DAY, BANAN]
    asked[place] = given
    with pytest.raises(BadInput) as refused:
        DOORS[door](firm, register, *asked)
    assert [fault.code for fault in refused.value.faults] == [code]
    assert told in str(refused.value)


READERS: dict[str, Callable[[Any], Any]] = {
    "read_dossier": tiertrack.read_dossier,
    "read_title_list": lambda path: list(tiertrack.read_title_list(path).rows()),
    "load_rulebook": lambda path: len(tiertrack.load_rulebook(path).editions),
    "load_rulebook, several": lambda path: len(tiertrack.load_rulebook([path]).editions),
    "load_rulebook, limits": lambda path: tiertrack.load_rulebook((), path).editions[0].key,
    "Registry.import_facts": lambda path: tiertrack.open("memory:").import_facts(path, source="企业填报").observations,
}
FILES = {"read_title_list": "titles.csv", "load_rulebook": "district/hard_tech.py"}
FILES |= {"load_rulebook, several": "district/hard_tech.py", "load_rulebook, limits": "district/parameters.toml"}


@pytest.mark.parametrize("reader", READERS)
def test_a_path_is_the_same_as_a_text(reader: str) -> None:
    path = EXAMPLES / FILES.get(reader, "meets.json")
    if reader == "load_rulebook, limits":
        # They are for the rules of another example; both spellings are read, and refused alike.
        with pytest.raises(BadInput) as of_path:
            READERS[reader](path)
        with pytest.raises(BadInput) as of_text:
            READERS[reader](str(path))
        assert str(of_path.value) == str(of_text.value)
    else:
        assert READERS[reader](str(path)) == READERS[reader](path)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("given", [5, b"meets.json"])
def test_what_is_no_path_is_refused(reader: str, given: object) -> None:
    with pytest.raises(BadFile, match="这不是文件的路径"):
        READERS[reader](given)


def test_the_lists_of_titles_take_titles_and_days_as_they_are() -> None:
    rows = [
        [row.event.title for row in tiertrack.read_title_list(EXAMPLES / "titles.csv", title=title, on=on).rows()]
        for title, on in ((Tier.SRDI_SME, DAY), ("专精特新中小企业", "2026-06-30"))
    ]
    assert rows[0] == rows[1]


@pytest.mark.parametrize("title", [Tier.SRDI_SME, "srdi_sme", "专精特新中小企业"], ids=str)
def test_an_entry_is_voided_by_the_title_itself_or_a_word_for_it(title: Any) -> None:
    granted = Event(title="srdi_sme", kind=EventKind.RECOGNISED, on=dt.date(2024, 7, 1), document="渝经信〔2024〕5号")
    with tiertrack.open("memory:") as register:
        register.enrol("甲公司（虚构）", region="500113")
        register.record("甲公司（虚构）", granted)
        assert register.void("甲公司（虚构）", title, 1, "2024-08-01").change.label == "更正"


MISTYPED: dict[str, tuple[Any, str]] = {
    "title": (Tier.SRDI_SME, "文字，如 'srdi_sme'"),
    "kind": ("认定", "EventKind.RECOGNISED"),
    "on": ("2024-08-01", "datetime.date"),
    "document": (5, "文字"),
    "starts": ("2024-08-01", "datetime.date"),
    "through": (dt.datetime(2027, 7, 31), "datetime.date"),
    "derived": ("x", "True 或 False"),
    "batch": (5, "文字"),
    "reason": ("x", "Reason 的成员"),
    "until": ("2027-08-01", "datetime.date"),
    "year": ("2024", "整数"),
    "stage": (5, "文字"),
    "value": (5, "文字"),
    "told_by": (5, "文字"),
    "product": (5, "文字"),
    "named": (5, "文字"),
    "board": ("main", "Board.MAIN"),
}
GRANTED: dict[str, Any] = {
    "title": "srdi_sme",
    "kind": EventKind.RECOGNISED,
    "on": dt.date(2024, 8, 1),
    "document": "渝经信〔2024〕5号",
}


def refused(call: Callable[[], Any]) -> dict[str | None, tuple[str, str]]:
    with pytest.raises(BadDossier) as error:
        call()
    return {fault.place: (fault.code, fault.remedy) for fault in error.value.faults}


@pytest.mark.parametrize(
    "given",
    [
        *({name: value} for name, (value, _wanted) in MISTYPED.items()),
        {"on": dt.datetime(2024, 8, 1)},
        {"on": None},
        {"kind": ["认定"]},
        {"year": True},
        {name: value for name, (value, _wanted) in MISTYPED.items()},
    ],
    ids=lambda given: " ".join(f"{name}={value}" for name, value in given.items())[:40],
)
def test_an_event_of_other_types_is_refused_at_every_door_with_what_to_write(
    register: Registry, given: dict[str, Any]
) -> None:
    doors: list[Callable[[Event], Any]] = [
        lambda event: register.record(FIRM, event),
        tiertrack.to_dict,
        tiertrack.to_text,
    ]
    for door in doors:
        found = refused(lambda door=door: door(Event(**{**GRANTED, **given})))
        assert {place: code for place, (code, _remedy) in found.items()} == {f"Event {name}": "E362" for name in given}
        for name, value in given.items():
            if value is MISTYPED.get(name, (None,))[0]:
                assert MISTYPED[name][1] in found[f"Event {name}"][1]
    assert [event.title for event in register.history(FIRM, AsOf(DAY)).events] == ["innovative_sme"]


def test_an_event_whose_kind_is_a_word_has_a_repr() -> None:
    assert repr(Event(**{**GRANTED, "kind": "认定"})) == "<Event srdi_sme 认定 2024-08-01>"


def test_an_event_has_its_title_and_stage_by_their_names_and_keeps_the_keys() -> None:
    event = Event(title="上市", kind=EventKind.ADVANCED, on=DAY, stage="已问询")
    assert (event.title, event.stage) == ("listed", "inquired")
    assert Event(title="企业本身", kind=EventKind.RESTRUCTURED, on=DAY).title == "enterprise"
    found = refused(lambda: Event(**{**GRANTED, "title": "创新型中小企"}))
    assert found == {"称号": ("E321", "是否想写 创新型中小企业、科技型中小企业、专精特新中小企业")}


@pytest.mark.parametrize("given", [{"title": "srdi_sme"}, "认定", None], ids=str)
def test_what_is_no_event_is_not_recorded_and_who_acted_is_an_actor(register: Registry, given: Any) -> None:
    found = refused(lambda: register.record(FIRM, given, by="企业"))  # type: ignore[arg-type]
    assert {place: code for place, (code, _remedy) in found.items()} == {"event": "E362", "by": "E362"}
    assert found["by"][1] == "请写 Actor.ENTERPRISE"


ASKED: Any = (Tier.SRDI_SME, Act.RECOGNITION, DAY)
FIRMS = pl.DataFrame({"name": ["甲公司"], "abnormal_list": [True]})
NAIVE = dt.datetime(2026, 6, 30, 9)
EDITION = "srdi_sme/recognition/2026"

# What is no dossier, rulebook, number, code or member of an enumeration, at every door, with what is told of it.
UNFIT: dict[str, tuple[Callable[[Dossier, Registry, Any], object], list[Any], str, str]] = {
    "assess a dossier": (
        *(lambda _firm, _register, odd: tiertrack.assess(odd, *ASKED), [{"name": "a"}, None, FIRM]),
        *("E707", "Dossier.from_dict(data)"),
    ),
    "assess_each a dossier": (
        *(lambda _firm, _register, odd: tiertrack.assess_each(odd, *ASKED), [{"name": "a"}, [{"name": "a"}]]),
        *("E707", "Dossier.from_dict(data)"),
    ),
    "climb a dossier": (
        *(lambda _firm, _register, odd: tiertrack.climb(odd, DAY), [{"name": "a"}, None]),
        *("E707", "Dossier.from_dict(data)"),
    ),
    "assess by a rulebook": (
        *(lambda firm, _register, odd: tiertrack.assess(firm, *ASKED, rulebook=odd), ["x", [], 0]),
        *("E707", "rulebook：这不是规则集"),
    ),
    "climb by a rulebook": (
        *(lambda firm, _register, odd: tiertrack.climb(firm, DAY, rulebook=odd), ["x", ""]),
        *("E707", "rulebook：这不是规则集"),
    ),
    "screen by a rulebook": (
        *(lambda _firm, _register, odd: tiertrack.screen(FIRMS, *ASKED, rulebook=odd), ["x"]),
        *("E707", "rulebook：这不是规则集"),
    ),
    "open by a rulebook": (
        *(lambda _firm, _register, odd: tiertrack.open("memory:", odd), ["x", ""]),
        *("E707", "rulebook：这不是规则集"),
    ),
    "keep columns": (
        *(lambda _firm, _register, odd: tiertrack.screen(FIRMS, *ASKED, keep=odd), [5, None]),
        *("E707", "keep：这不是列名"),
    ),
    "the unit of money": (
        *(lambda _firm, _register, odd: tiertrack.screen(FIRMS, *ASKED, money_unit=odd), [5, b"x"]),
        *("E707", "这不是金额单位"),
    ),
    "so many": (
        *(lambda _firm, register, odd: register.screen(*ASKED, limit=odd), ["x", "5", 1.5, True]),
        *("E707", "limit：这不是家数"),
    ),
    "known by a naive instant": (
        *(lambda _firm, register, odd: register.find(FIRM, known_at=odd), [NAIVE]),
        *("E317", "known_at：时刻没有写明时区（收到：2026-06-30T09:00:00）"),
    ),
    "due within": (
        *(lambda _firm, register, odd: register.due(DAY, odd), [90, None, 9.5]),
        *("E707", "within：这不是时间跨度"),
    ),
    "due within a text": (
        *(lambda _firm, register, odd: register.due(DAY, odd), ["九十天", "-3d"]),
        *("E711", "时间跨度"),
    ),
    "near within": (
        *(lambda _firm, register, odd: register.near(*ASKED, within=odd), [0.1, True, b"10%"]),
        *("E707", "within：这不是准确的比例"),
    ),
    "enrol a name": (
        *(lambda _firm, register, odd: register.enrol(odd), [None, 5, ["甲公司"]]),
        *("E707", "name：这不是企业名称"),
    ),
    "enrol a credit code": (
        *(lambda _firm, register, odd: register.enrol("乙公司（虚构）", uscc=odd), [12345, 0]),
        *("E707", "uscc：这不是统一社会信用代码"),
    ),
    "enrol a stock code": (
        *(lambda _firm, register, odd: register.enrol("乙公司（虚构）", stock_code=odd), [600001]),
        *("E707", "stock_code：这不是证券代码（收到：int 600001）"),
    ),
    "enrol a region": (
        *(lambda _firm, register, odd: register.enrol("乙公司（虚构）", region=odd), [500113, 0]),
        *("E707", "这不是地区"),
    ),
    "enrol an industry": (
        *(lambda _firm, register, odd: register.enrol("乙公司（虚构）", industry=odd), [3484]),
        *("E707", "industry：这不是行业代码"),
    ),
    "which proposals": (
        *(lambda _firm, register, odd: register.proposals(odd), ["all", None]),
        *("E707", "which：这不是 Waiting 的成员"),
    ),
    "what is unsettled": (
        *(lambda _firm, register, odd: register.close_review("little_giant", DAY, "名单", unsettled=odd), ["x", True]),
        *("E707", "unsettled：这不是 Unsettled 的成员"),
    ),
    "a file that is there": (
        *(lambda _firm, register, odd: register.export(DAY, "x.jsonl", existing=odd), ["replaced", True]),
        *("E707", "existing：这不是 Existing 的成员（收到"),
    ),
    "answers that are there": (
        *(lambda _firm, register, odd: register.screen(*ASKED, into="x.csv", existing=odd), ["replaced"]),
        *("E707", "请给 Existing.KEPT、Existing.REPLACED"),
    ),
    "an import that lasts": (
        lambda _firm, register, odd: register.import_titles(
            tiertrack.read_title_list(EXAMPLES / "titles.csv"), commit=odd
        ),
        ["dry_run", False],
        *("E707", "commit：这不是 Commit 的成员"),
    ),
    "void a version": (
        *(lambda _firm, register, odd: register.void(FIRM, "srdi_sme", odd, DAY), ["1", 1.0, True]),
        *("E707", "version：这不是事项的序号"),
    ),
    "keep an answer": (
        *(lambda firm, _register, odd: tiertrack.keep(odd or tiertrack.climb(firm, DAY)), [None, "x", {}]),
        *("E707", "请给 assess 或 assess_each 的答复"),
    ),
    "replay a dossier": (
        lambda firm, _register, odd: tiertrack.replay(tiertrack.keep(tiertrack.assess(firm, *ASKED)), odd),
        [{"name": "a"}],
        *("E707", "Dossier.from_dict(data)"),
    ),
    "the text of a policy": (
        *(lambda _firm, _register, odd: tiertrack.policy_text(odd), [None, 5]),
        *("E707", "这不是标准的版本"),
    ),
    "two policies": (
        *(lambda _firm, _register, odd: tiertrack.policy_diff(EDITION, odd), [None, Tier.SRDI_SME]),
        *("E707", "这不是标准的版本"),
    ),
    "the effects of a policy": (
        *(lambda _firm, register, odd: register.impact(EDITION, odd, DAY), [None]),
        *("E707", "这不是标准的版本"),
    ),
}


@pytest.mark.parametrize(("door", "odd"), [(door, odd) for door, row in UNFIT.items() for odd in row[1]])
def test_what_is_of_no_kind_that_is_taken_is_refused_with_what_to_hand_in(
    firm: Dossier, register: Registry, door: str, odd: Any
) -> None:
    ask, _odd, code, told = UNFIT[door]
    with pytest.raises(BadInput) as refused:
        ask(firm, register, odd)
    assert [fault.code for fault in refused.value.faults] == [code]
    assert told in str(refused.value)


@pytest.mark.parametrize("within", ["366d", "366天", dt.timedelta(days=366), Span(days=366)], ids=str)
def test_a_while_is_the_same_in_words(register: Registry, within: Any) -> None:
    duties = register.due(DAY, within)
    assert duties
    assert [*duties] == [*register.due(DAY, "12个月")]


@pytest.mark.parametrize("region", ["500113", "重庆市巴南区", BANAN], ids=str)
def test_an_enterprise_is_enrolled_in_a_region_or_by_a_word_for_it(region: Any) -> None:
    with tiertrack.open("memory:") as register:
        assert register.enrol("甲公司（虚构）", region=region).enterprise.region == "500113"


@pytest.mark.parametrize("schema", ["x", ""])
def test_a_register_in_memory_has_no_schema(schema: str) -> None:
    with pytest.raises(DatabaseUnavailable, match=r"\[E629\] 内存里的登记库没有 schema"):
        tiertrack.open("memory:", schema=schema)


def test_an_empty_schema_of_an_engine_is_refused() -> None:
    with pytest.raises(DatabaseUnavailable, match="E629"):
        tiertrack.open(create_engine("sqlite://"), schema="")


def test_the_candidates_of_a_name_travel_with_the_error() -> None:
    with tiertrack.open("memory:") as register:
        there = register.enrol("甲公司（虚构）", region="500113").enterprise
        with pytest.raises(AmbiguousEnterprise) as refused:
            register.enrol("甲公司（虚构）")
    told = tiertrack.to_dict(refused.value)
    assert told["candidates"] == [tiertrack.to_dict(there)]
    jsonschema.Draft202012Validator(tiertrack.json_schema("error")).validate(told)
