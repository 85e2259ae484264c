"""The tools of an assistant: they answer as the command line does, and say in our words what is wrong with a call."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import Run, answer
from tiertrack.district.loading import load_rulebook
from tiertrack.law.instrument import Confidence
from tiertrack.mcp_server.tool import Desk
from tiertrack.mcp_server.toolbox import Toolbox, Writing
from tiertrack.shipped import shipped

EXAMPLES = shipped("seeds") / "examples"
FIRM = json.loads((EXAMPLES / "with-holes.json").read_text(encoding="utf-8"))
NAME = "重庆示例新材料有限公司（虚构）"
ON = "2026-06-30"
SRDI = {"title": "srdi_sme", "on": ON}

Call = Callable[..., Any]


def calling(box: Toolbox) -> Call:
    """Calls a tool that must answer; gives the members of its answer."""

    def call(tool: str, /, **given: Any) -> Any:
        result = box.call(tool, given)
        assert "isError" not in result, result["content"][0]["text"]
        return result["structuredContent"]

    return call


def faults(box: Toolbox, tool: str, /, **given: Any) -> list[tuple[str, str | None]]:
    """The code and the place of everything that is wrong with a call."""
    result = box.call(tool, given)
    assert result["isError"]
    # What is structured would have to be an answer of the tool's schema.
    assert "structuredContent" not in result
    words, members = (part["text"] for part in result["content"])
    told = json.loads(members)
    assert list(told) == ["error", "message", "faults"]
    assert words == told["message"]
    for fault in told["faults"]:
        assert fault["what"]
        assert fault["remedy"]
    return [(fault["code"], fault["place"]) for fault in told["faults"]]


@pytest.fixture(scope="module")
def desk() -> Toolbox:
    """Tools without a register."""
    return Toolbox(Desk(load_rulebook))


@pytest.fixture
def register(run: Run) -> str:
    """A register that has read a list and a dossier."""
    for words in (
        ["init"],
        ["import", str(EXAMPLES / "with-holes.json")],
        ["import", str(EXAMPLES / "titles.csv"), "--kind", "titles"],
    ):
        assert run(*words)[0] == 0
    return "sqlite:///tiertrack.db"


# --------------------------------------------------------------------------------------- the same as the command line


@pytest.mark.parametrize(
    ("tool", "given", "words"),
    [
        ("assess", SRDI, ["assess", "firm.json", "--tier", "srdi_sme", "--on", ON]),
        ("assess", {"title": "上市企业", "on": ON}, ["assess", "firm.json", "--tier", "listed", "--on", ON]),
        (
            "assess",
            {"title": "listed", "on": ON, "variant": "star", "known_at": "2026-06-01"},
            ["assess", "firm.json", "--tier", "listed", "--board", "star", "--known-at", "2026-06-01", "--on", ON],
        ),
        (
            "climb",
            {"on": ON, "order": "chongqing-2024"},
            ["ladder", "firm.json", "--on", ON, "--order", "chongqing-2024"],
        ),
        (
            "compare_answers",
            {**SRDI, "on": "2026-03-31", "and_on": ON},
            ["compare", "firm.json", "--tier", "srdi_sme", "--on", "2026-03-31", "--and", ON],
        ),
    ],
    ids=["one standard", "several standards", "one of several", "the ladder", "two answers"],
)
def test_a_dossier_is_judged_as_on_the_command_line(
    run: Run, desk: Toolbox, tool: str, given: dict[str, Any], words: list[str]
) -> None:
    Path("firm.json").write_text(json.dumps(FIRM, ensure_ascii=False), encoding="utf-8")
    left, out, _ = run(*words, "--format", "json")
    assert left != 2
    found = desk.call(tool, {**given, "dossier": FIRM})
    assert found["structuredContent"] == json.loads(out)
    assert found["content"][0]["text"] == run(*words)[1].rstrip("\n")


@pytest.mark.parametrize(
    ("tool", "given", "words"),
    [
        ("show_standing", {"enterprise": NAME, "on": ON}, ["standing", NAME, "--on", ON]),
        ("show_history", {"enterprise": NAME}, ["history", NAME]),
        ("screen_register", SRDI, ["screen", "--db", "sqlite:///tiertrack.db", "--tier", "srdi_sme", "--on", ON]),
        (
            "compare_answers",
            {**SRDI, "on": "2026-03-31", "and_on": ON, "enterprise": NAME},
            ["compare", NAME, "--tier", "srdi_sme", "--on", "2026-03-31", "--and", ON],
        ),
        ("assess", {**SRDI, "enterprise": NAME}, ["assess", "--enterprise", NAME, "--tier", "srdi_sme", "--on", ON]),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_a_register_answers_as_on_the_command_line(
    run: Run, register: str, tool: str, given: dict[str, Any], words: list[str]
) -> None:
    box = Toolbox(Desk(load_rulebook, register))
    _, out, err = run(*words, "--format", "json")
    assert calling(box)(tool, **given) == json.loads(out), err


def test_duties_and_near_misses_of_a_register_are_those_of_the_command_line(run: Run, register: str) -> None:
    call = calling(Toolbox(Desk(load_rulebook, register)))
    assert call("list_duties", on=ON, within="12个月")["duties"] == answer(run, "due", "--on", ON, "--within", "12个月")
    assert run("import", str(EXAMPLES / "enterprises.csv"), "--money-unit", "万元")[0] == 0
    near = answer(run, "screen", "--db", register, "--near", "--tier", "srdi_sme", "--on", "2022-10-31")
    assert len(near["near"]) > 1
    found = call("list_near_misses", title="srdi_sme", on="2022-10-31")
    assert (found["total"], found["answer"]) == (len(near["near"]), near)
    first = call("list_near_misses", title="srdi_sme", on="2022-10-31", limit=1)
    assert (first["total"], first["answer"]["near"]) == (len(near["near"]), near["near"][:1])


# ------------------------------------------------------------------------------------------------------- the standards


def test_the_standard_that_applies_is_named_with_its_citation_its_digest_and_how_it_was_seen(desk: Toolbox) -> None:
    call = calling(desk)
    (of_2022,) = call("find_standard", title="小巨人", act="review", on=ON)["editions"]
    (of_2026,) = call("find_standard", title="little_giant", on=ON)["editions"]
    for found in (of_2022, of_2026):
        edition = load_rulebook().edition(found["key"])
        assert (found["digest"], found["citation"]) == (edition.digest, edition.citations)
        assert [one["confidence"] for one in found["documents"]] == [
            citation.confidence.value for citation in (edition.citation, *edition.amended_by)
        ]
    assert of_2022["key"] != of_2026["key"]


def test_of_standards_side_by_side_all_are_named_or_the_one_asked_for(desk: Toolbox) -> None:
    call = calling(desk)
    boards = [one["variant"] for one in call("find_standard", title="listed", on=ON)["editions"]]
    assert boards == ["main", "star", "chinext", "bse"]
    assert [one["variant"] for one in call("find_standard", title="listed", on=ON, variant="star")["editions"]] == [
        "star"
    ]


def test_the_text_of_a_standard_says_of_every_criterion_how_its_wording_was_seen(desk: Toolbox) -> None:
    for edition in load_rulebook().in_order().editions[::7]:
        shown = calling(desk)("show_standard", edition=edition.key)
        assert {one["key"] for one in shown["sources"]} == {one["key"] for one in shown["edition"]["criteria"]}
        assert {one["confidence"] for one in shown["sources"]} <= {one.value for one in Confidence}


def test_criteria_are_found_by_all_of_some_words_whatever_their_width(desk: Toolbox) -> None:
    call = calling(desk)
    found = call("search_standards", words="小巨人 研发费用", on=ON)
    assert found["total"] == len(found["found"]) > 0
    assert {one["edition"]["key"].partition("/")[0] for one in found["found"]} == {"little_giant"}
    same = call("search_standards", words="研发费用　“小巨人” ", on=ON)
    assert same == found
    assert call("search_standards", words="研发费用", limit=2)["total"] > len(
        call("search_standards", words="研发费用", limit=2)["found"]
    )
    assert call("search_standards", words="量子引力")["found"] == []


def test_two_editions_are_compared_as_on_the_command_line(run: Run, desk: Toolbox) -> None:
    keys = "srdi_sme/recognition/2022", "srdi_sme/recognition/2026"
    found = calling(desk)("compare_standards", before=keys[0], after=keys[1])
    assert found["changes"] == answer(run, "policy", "diff", *keys)
    assert (found["before"]["key"], found["after"]["key"]) == keys


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": "专精特新", "on": ON}, ["--tier", "专精特新", "--on", ON]),
        ({"region": "广东省"}, ["--region", "广东省"]),
    ],
)
def test_what_regions_have_of_their_own_is_told_as_on_the_command_line(
    run: Run, desk: Toolbox, given: dict[str, Any], words: list[str]
) -> None:
    found = desk.call("list_regional_standards", given)
    assert found["structuredContent"] == answer(run, "policy", "regions", *words)
    assert found["content"][0]["text"] == run("policy", "regions", *words)[1].rstrip("\n")


def test_two_dossiers_are_compared_and_one_answer_is_compared_with_none(desk: Toolbox) -> None:
    later = {**FIRM, "facts": {**FIRM["facts"], "abnormal_list": True}}
    found = calling(desk)("compare_answers", **SRDI, dossier=FIRM, later=later)
    assert found["turned_by"] == "facts"
    assert found["after"]["truth"] == "false"
    assert faults(desk, "compare_answers", **SRDI, dossier=FIRM) == [("E759", "and_on")]


def test_what_is_missing_is_told_with_the_criteria_that_ask_for_it_and_is_what_the_answer_lacks(desk: Toolbox) -> None:
    call = calling(desk)
    lacking, judged = (call(tool, **SRDI, dossier=FIRM) for tool in ("list_missing", "assess"))
    assert [one["fact"] for one in lacking["missing"]] == judged["missing"]
    for one in lacking["missing"]:
        asking = {criterion["key"] for criterion in judged["criteria"] if one["fact"] in criterion["missing"]}
        assert set(one["criteria"]) == asking
    assert len(call("list_missing", **SRDI, dossier={"name": "甲公司"})["missing"]) > len(lacking["missing"])


def test_a_research_achievement_is_judged_where_the_first_rung_is_asked_about(desk: Toolbox) -> None:
    found = calling(desk)("assess", title="achievement", on=ON, dossier={"achievement": "虚构微流控芯片"})
    assert (found["name"], found["truth"]) == ("虚构微流控芯片", "unknown")
    assert faults(desk, "assess", **SRDI, dossier={"achievement": "虚构微流控芯片"}) == [("E340", "dossier")]


# ------------------------------------------------------------------------------------------------------ what is wrong


@pytest.mark.parametrize(
    ("tool", "given", "told"),
    [
        ("assess", {}, [("E862", "title"), ("E862", "on"), ("E862", "dossier")]),
        (
            "assess",
            {**SRDI, "dossier": "甲公司", "act": 1, "day": ON},
            [("E861", None), ("E863", "act"), ("E863", "dossier")],
        ),
        ("assess", {**SRDI, "dossier": [], "enterprise": NAME}, [("E861", None), ("E863", "dossier")]),
        (
            "find_standard",
            {"title": "小巨仁", "on": "2026-02-30", "act": "审定"},
            [("E703", "title"), ("E703", "act"), ("E110", "on")],
        ),
        ("find_standard", {"title": "srdi_sme\n", "on": True}, [("E863", "on")]),
        (
            "find_standard",
            {**SRDI, "region": "无此地", "variant": "\x1b[31m"},
            [("E203", "region"), ("E474", "variant")],
        ),
        ("find_standard", {**SRDI, "variant": "star"}, [("E505", None)]),
        ("find_standard", {"title": "srdi_sme", "on": "1990-01-01"}, [("E501", None)]),
        ("show_standard", {"edition": "../../etc/passwd"}, [("E503", None)]),
        ("show_standard", {"edition": "版" * 2000}, [("E472", "edition")]),
        ("search_standards", {"words": "研发", "limit": 10**9}, [("E707", "limit")]),
        ("search_standards", {"words": "研发", "limit": True}, [("E863", "limit")]),
        ("assess", {**SRDI, "known_at": "昨天", "dossier": {"name": "甲"}}, [("E702", "known_at")]),
        ("show_standing", {"enterprise": NAME, "on": ON}, [("E860", None)]),
        ("record_event", {}, [("E860", None)]),
        ("'; DROP TABLE--", {}, [("E860", None)]),
    ],
)
def test_everything_wrong_with_a_call_is_told_at_once(
    desk: Toolbox, tool: str, given: dict[str, Any], told: list[tuple[str, str | None]]
) -> None:
    assert faults(desk, tool, **given) == told


def test_everything_wrong_with_a_dossier_is_told_at_once_numbers_that_are_not_exact_too(desk: Toolbox) -> None:
    dossier = {"facts": {"market_share": 0.12, "revenue": {"2025": "5200", "2024": 4.0}, "市占": "1"}, "uscc": "123"}
    assert sorted(faults(desk, "assess", **SRDI, dossier=dossier), key=str) == sorted(
        [
            ("E863", "dossier facts.market_share"),
            ("E863", "dossier facts.revenue.2024"),
            ("E301", "dossier name"),
            ("E201", "dossier uscc"),
            ("E302", "dossier facts.市占"),
            ("E102", "dossier facts.revenue.2025"),
        ],
        key=str,
    )


@pytest.mark.parametrize(
    ("word", "near"),
    [("litle_giant", "专精特新“小巨人”企业"), ("小巨仁", "小巨人"), ("专精特新中小企", "专精特新中小企业")],
)
def test_a_title_that_is_none_is_answered_with_the_nearest(desk: Toolbox, word: str, near: str) -> None:
    _words, members = desk.call("find_standard", {"title": word, "on": ON})["content"]
    told = json.loads(members["text"])["faults"]
    assert (told[0]["code"], told[0]["value"]) == ("E703", word)
    assert near in told[0]["remedy"]


def test_an_enterprise_and_a_dossier_are_not_asked_about_at_once(sqlite_url: str) -> None:
    box = Toolbox(Desk(load_rulebook, sqlite_url))
    assert faults(box, "assess", **SRDI) == [("E701", None)]
    assert faults(box, "assess", **SRDI, dossier={"name": "甲"}, enterprise="甲") == [("E701", None)]


def test_a_register_that_is_not_there_is_said_by_every_tool_and_asked_as_soon_as_it_is(run: Run) -> None:
    box = Toolbox(Desk(load_rulebook, "sqlite:///tiertrack.db"))
    given = {
        "show_standing": {"enterprise": NAME, "on": ON},
        "show_history": {"enterprise": NAME},
        "list_duties": {"on": ON},
        "screen_register": SRDI,
        "list_near_misses": SRDI,
        "assess": {**SRDI, "enterprise": NAME},
    }
    codes = {code for tool, arguments in given.items() for code, _ in faults(box, tool, **arguments)}
    assert len(codes) == 1, codes
    assert not Path("tiertrack.db").exists()
    assert run("init")[0] == 0
    assert calling(box)("list_duties", on=ON)["duties"] == []
    assert faults(box, "show_standing", enterprise=NAME, on=ON) == [("E603", None)]


def test_a_mistake_of_this_software_is_an_answer_too() -> None:
    def broken() -> Any:
        raise ZeroDivisionError("some detail")

    assert faults(Toolbox(Desk(broken)), "list_standards", on=ON) == [("E799", None)]


# ------------------------------------------------------------------------------------------------------------- writing


def test_what_is_asked_changes_nothing_in_the_register_and_no_tool_that_writes_is_offered(register: str) -> None:
    before = Path("tiertrack.db").read_bytes()
    box = Toolbox(Desk(load_rulebook, register))
    assert not any(tool.writes for tool in box.tools.values())
    assert all(offered["annotations"]["readOnlyHint"] for offered in box.offers())
    calling(box)("screen_register", **SRDI)
    calling(box)("list_near_misses", **SRDI)
    calling(box)("show_standing", enterprise=NAME, on=ON)
    assert faults(box, "enrol_enterprise", name="甲公司") == [("E860", None)]
    assert Path("tiertrack.db").read_bytes() == before


def test_where_writing_is_allowed_a_firm_is_enrolled_and_what_a_document_says_is_recorded(sqlite_register: str) -> None:
    box = Toolbox(Desk(load_rulebook, sqlite_register), Writing.ALLOWED)
    call = calling(box)
    assert {offered["name"] for offered in box.offers() if not offered["annotations"]["readOnlyHint"]} == {
        "enrol_enterprise",
        "record_facts",
        "record_event",
    }
    assert call("enrol_enterprise", name="甲公司（虚构）", region="500113")["alike"] == []
    event = {"title": "专精特新中小企业", "event": "recognised", "on": "2024-07-01", "document": "渝经信〔2024〕5号"}
    recorded = call("record_event", enterprise="甲公司（虚构）", **event)
    assert (recorded["outcome"], recorded["recorded"][0]["title"]) == ("accepted", "srdi_sme")
    facts = {"营业收入": {"2025": "5200万元"}, "market_share": "12%"}
    assert call("record_facts", enterprise="甲公司（虚构）", facts=facts, source="企业填报")["observations"] == 2
    seen = call("assess", **SRDI, enterprise="甲公司（虚构）")["criteria"]
    assert ["企业填报"] in [one["source"] for criterion in seen for one in criterion["observed"]]
    inexact = faults(box, "record_facts", enterprise="甲公司（虚构）", facts={"market_share": 0.12}, source="企业填报")
    assert inexact == [("E863", "facts market_share")]
    (held,) = call("show_standing", enterprise="甲公司（虚构）", on=ON)["titles"]
    assert (held["title"], held["held"], held["document"]) == ("srdi_sme", True, "渝经信〔2024〕5号")
    assert faults(box, "record_event", enterprise="甲公司（虚构）", title="srdi_sme", event="granted", on=ON) == [
        ("E703", "event")
    ]


# ------------------------------------------------------------------------------------------------------------ the start


def test_the_server_is_there_before_any_use_case_is_imported() -> None:
    heavy = ("tiertrack.app", "tiertrack.rulebooks", "tiertrack.render", "sqlalchemy")
    code = (
        f"import sys, tiertrack.mcp_server.toolbox as found; print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("words", "code"),
    [(["--allow-writing"], "E714"), (["--db", "memory:"], "E664"), (["--db"], "E706"), (["甲"], "E709")],
)
def test_a_server_that_cannot_be_meant_is_refused_before_it_starts(run: Run, words: list[str], code: str) -> None:
    left, out, err = run("mcp", *words)
    assert (left, out, err[1:5]) == (2, "", code)
