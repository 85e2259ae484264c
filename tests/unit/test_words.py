"""Everywhere a key is taken, so is its Chinese name and whatever else it is called: at every option, at every public
parameter, in every tool and every member of a dossier. What there is to try comes from the catalogues themselves."""

from __future__ import annotations

import ast
import datetime as dt
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest

import tiertrack
from tests.support.commands import Run
from tests.support.events import event, recorded
from tiertrack import Act, AsOf, BadInput, Dossier, Event, EventKind, national_rulebook
from tiertrack.cli.options import Stream, TitleWord
from tiertrack.cli.phrasing import PARAMETERS, told
from tiertrack.cli.root import tiertrack as commands
from tiertrack.cli.skin import Word
from tiertrack.facts.asked import as_title
from tiertrack.facts.intellectual_property import RIGHT_ATTRIBUTES
from tiertrack.facts.vocabulary import FACTS, JUDGEMENTS, Fact
from tiertrack.labels import Labelled
from tiertrack.ladder.order import ladder_version, ladder_versions
from tiertrack.law.event_words import event_kind_named
from tiertrack.law.title_names import title_words
from tiertrack.law.titles import TITLES, title_definition
from tiertrack.logic.quantity import Kind
from tiertrack.mcp_server.tool import Desk
from tiertrack.mcp_server.toolbox import Toolbox, Writing
from tiertrack.shipped import shipped
from tiertrack.titles.events import recordable_kind
from tiertrack.titles.standing import standing
from tiertrack.web import phrasing

DAY = dt.date(2026, 6, 30)
EXAMPLES = shipped("seeds") / "examples"


def labelled(kind: type[Labelled] = Labelled) -> Iterator[type[Labelled]]:
    """Every enumeration of keys with Chinese names."""
    for part in kind.__subclasses__():
        yield part
        yield from labelled(part)


def options(command: click.Command = commands, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Parameter]]:
    """Every parameter of every command, with the words of its command and its own."""
    if isinstance(command, click.Group):
        for name, part in command.commands.items():
            yield from options(part, (*path, name))
    for param in command.params:
        yield " ".join((*path, max(param.opts, key=len))), param


OPTIONS = dict(options())


@pytest.mark.parametrize("kind", labelled(), ids=lambda kind: kind.__name__)
def test_no_word_stands_for_two_members_and_each_finds_its_own(kind: type[Labelled]) -> None:
    for member in kind:
        assert {kind.named(word) for word in (member.value, member.label, f" {member.label} ")} == {member}
    called = [word for member in kind for word in {member.value, member.label, *member.also}]
    assert sorted(called) == sorted(set(called))


def test_no_name_of_a_title_is_that_of_another() -> None:
    for word, label in title_words().items():
        assert as_title(word).label == label
    assert {as_title(word).value for word in ("专精特新", "专精特新企业", "市级专精特新")} == {"srdi_sme"}
    with pytest.raises(BadInput, match="没有国家级的这个称号；确指“专精特新中小企业”的，请去掉“国家级”"):
        as_title("国家级专精特新")


@pytest.mark.parametrize(
    "name", [name for name, param in OPTIONS.items() if isinstance(param.type, TitleWord | Stream)]
)
def test_every_option_takes_a_title_by_each_of_its_names(name: str) -> None:
    param = OPTIONS[name]
    with click.Context(commands) as ctx:
        for word, label in title_words().items():
            found = param.type.convert(word, param, ctx)
            assert TITLES[getattr(found, "value", found)] == label


@pytest.mark.parametrize("name", [name for name, param in OPTIONS.items() if isinstance(param.type, Word)])
def test_every_option_takes_a_choice_by_each_of_its_names(name: str) -> None:
    param = OPTIONS[name]
    assert isinstance(param.type, Word)
    for member in param.type.kind:
        for word in (member.value, member.label, *member.also):
            assert param.type.convert(word, param, None) is member


def test_no_option_is_asked_for_by_a_key_alone() -> None:
    asked = {
        "--tier": TitleWord,
        "--title": (Stream, TitleWord),
        "--act": Word,
        "--by": Word,
        "--reason": Word,
        "--kind": Word,
    }
    for name, param in OPTIONS.items():
        own = name.rpartition(" ")[2]
        # Why an import is taken back is told in whatever words.
        if own in asked and name != "undo --reason":
            assert isinstance(param.type, asked[own]), name
        assert not any(f"{key}、" in (getattr(param, "help", "") or "") for key in TITLES), name


def test_what_a_title_calls_an_event_is_understood_of_it_and_of_others_where_it_is_clear() -> None:
    for title in TITLES:
        for kind, word in title_definition(title).procedure.words.items():
            assert event_kind_named(word, title) is kind
    assert (event_kind_named("入库"), event_kind_named("入库", "achievement")) == (
        EventKind.POOLED,
        EventKind.RECOGNISED,
    )
    assert event_kind_named("退市") is EventKind.REVOKED
    for kind in EventKind:
        for word in (kind.value, kind.label, *kind.also):
            assert kind is EventKind.JOINED or recordable_kind(word, "champion") is kind
    with pytest.raises(BadInput, match="没有这个事项（收到：受礼）。是否想写 受理"):
        recordable_kind("受礼", "listed")


def test_every_step_of_a_procedure_is_known_by_its_name() -> None:
    for title in TITLES:
        for step in title_definition(title).procedure.steps:
            made = Event(title=TITLES[title], kind=step.kind, on=DAY, stage=step.label, document="文件〔2026〕1号")
            assert (made.title, made.stage) == (title, step.key)


def public_callables() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every function of the public face, and every method of its classes but their constructors."""
    for name in tiertrack.__all__:
        value = getattr(tiertrack, name)
        if inspect.isfunction(value):
            yield name, value
        elif inspect.isclass(value):
            yield from (
                (f"{name}.{own}", method)
                for own, method in inspect.getmembers(value, inspect.isfunction)
                if not own.startswith("_") and method.__module__.startswith("tiertrack")
            )


LIKE = {"title": ("TitleLike",), "tier": ("TitleLike",), "act": ("ActLike",), "region": ("RegionLike",)}
# What is told of a title that is known already, and is never asked by a word.
TOLD = (
    *("Catalogue.", "LadderVersion.", "Edition.", "FactNote.", "Procedure.", "Register.", "RegisterReader."),
    *("Rulebook.governing", "Rulebook.alternatives", "Rulebook.settled", "Rulebook.variant_named"),
)
# What takes a text alone takes a name as well.
BY_TEXT = ("Dossier.holds_title", "Dossier.holding", "Dossier.has_applied", "Standing.track", "Standing.tracks_of")


def test_every_public_parameter_that_names_a_title_an_act_or_a_region_takes_a_word() -> None:
    asked = {
        f"{name}({parameter.name})": str(parameter.annotation)
        for name, call in public_callables()
        if not name.startswith((*TOLD, *BY_TEXT))
        for parameter in inspect.signature(call).parameters.values()
        if parameter.name in LIKE
    }
    assert len(asked) > 20
    for place, hint in asked.items():
        assert any(like in hint for like in LIKE[place.rpartition("(")[2].rstrip(")")]), (place, hint)


def test_what_is_held_and_applied_for_is_asked_by_any_name() -> None:
    held, applied = [{"title": "srdi_sme", "from": "2024-07-01"}], [{"title": "little_giant", "on": "2026-05-01"}]
    firm = Dossier.from_dict({"name": "甲", "titles": held, "applications": applied})
    for word in ("专精特新", "专精特新中小企业", "srdi_sme"):
        assert firm.holds_title(word, DAY) is True
        assert [held.title for held in [firm.holding(word, DAY)] if held] == ["srdi_sme"]
    assert firm.has_applied("小巨人", DAY) is True
    stands = standing(recorded([event(EventKind.RECOGNISED, "2024-07-01", "专精特新")], "2024-07-02"), AsOf(DAY))
    assert stands.track("专精特新") == stands.track("srdi_sme") == stands.tracks_of("市级专精特新")[None]


def test_every_tool_takes_a_title_an_act_and_an_event_by_each_of_its_names() -> None:
    tools = Toolbox(Desk(national_rulebook, "memory:"), Writing.ALLOWED).tools.values()
    arguments = [argument for tool in tools for argument in tool.arguments]
    for argument in arguments:
        if argument.name == "title":
            for word, label in title_words().items():
                found = argument.value(word, {})
                assert TITLES[getattr(found, "value", found)] == label
        if argument.name == "act":
            assert {argument.value(word, {}) for word in ("复核", "复评", "review")} == {Act.REVIEW}
        if argument.name == "event":
            assert argument.value("发行上市", {"title": "listed"}) is EventKind.RECOGNISED
            assert argument.value("漏更", {}) is EventKind.UPDATE_MISSED
    assert {"title", "act", "event", "reason", "board", "by"} <= {argument.name for argument in arguments}


# A value of each kind as a file may have it.
SAMPLES: dict[Kind, Any] = {
    **{Kind.MONEY: "12万元", Kind.SHARE: "12%", Kind.DATE: "2020-01-02", Kind.POINTS: "2", Kind.FLAG: True},
    **{Kind.PEOPLE: 3, Kind.COUNT: 3, Kind.RANK: 3, Kind.LEVEL: 3},
}


def values_of(fact: Fact) -> Iterator[tuple[Any, Any]]:
    """Values of a fact, each by its key and by its Chinese name where it has both."""
    yield from fact.choices
    if not fact.choices:
        yield SAMPLES[fact.kind], SAMPLES[fact.kind]


@pytest.mark.parametrize("fact", FACTS.values(), ids=lambda fact: fact.key)
def test_a_fact_and_its_choices_are_the_same_by_key_and_in_chinese(fact: Fact) -> None:
    for key, name in values_of(fact):
        by_key = {"name": "甲公司（虚构）", "facts": {fact.key: {"2025": key} if fact.yearly else key}}
        by_name = {"企业名称": "甲公司（虚构）", "资料": {fact.label: {"2025": name} if fact.yearly else name}}
        assert Dossier.from_dict(by_name) == Dossier.from_dict(by_key)


@pytest.mark.parametrize("key", JUDGEMENTS)
def test_a_judgement_is_the_same_by_key_and_in_chinese(key: str) -> None:
    by_key = {"name": "甲", "judgements": {key: {"value": True, "by": "市经信委", "on": "2026-05-10"}}}
    by_name = {"名称": "甲", "认定事项": {JUDGEMENTS[key]: {"值": True, "机关": "市经信委", "日期": "2026-05-10"}}}
    assert Dossier.from_dict(by_name) == Dossier.from_dict(by_key)


def test_a_right_is_the_same_by_keys_and_in_chinese() -> None:
    values = {
        key: next(iter(values_of(fact))) for key, fact in RIGHT_ATTRIBUTES.items() if not key.startswith("transf")
    }
    said = {key: by_key for key, (by_key, _name) in values.items()} | {"through": "2030-01-02"}
    named = {RIGHT_ATTRIBUTES[key].label: name for key, (_key, name) in values.items()} | {"有效至": "2030-01-02"}
    by_key = {"name": "甲", "ip": [{"name": "一种主轴箱", "number": "ZL1", **said}]}
    by_name = {"名称": "甲", "知识产权": [{"名称": "一种主轴箱", "编号": "ZL1", **named}]}
    assert Dossier.from_dict(by_name) == Dossier.from_dict(by_key)


def test_a_member_said_twice_in_two_languages_is_refused_where_it_was_written() -> None:
    with pytest.raises(BadInput) as refused:
        Dossier.from_dict({"名称": "甲", "name": "乙", "资料": {"营业收入": {"20": "1元"}, "从业人员": {"2025": "x"}}})
    assert [(fault.code, fault.place) for fault in refused.value.faults] == [
        ("E303", "档案 name"),
        ("E307", "档案 资料.营业收入"),
        ("E107", "档案 资料.从业人员.2025"),
    ]


def test_an_edition_and_an_order_of_the_ladder_are_known_by_name() -> None:
    rulebook = national_rulebook()
    for edition in rulebook.editions:
        assert rulebook.edition(edition.name) is rulebook.edition(edition.key) is edition
        found = rulebook.variant_named(edition.tier, edition.act, edition.variant and edition.variant.label)
        assert found == edition.variant_key
    assert rulebook.edition("小巨人/认定/2026").key == "little_giant/recognition/2026"
    assert rulebook.edition("上市（科创板）/认定/2024").key == "listed:star/recognition/2024"
    for version in ladder_versions():
        assert {ladder_version(word) for word in version.words} == {version}


def test_a_question_in_the_words_people_use_is_answered_like_one_in_keys(run: Run) -> None:
    said = ("assess", str(EXAMPLES / "meets.json"), "--on", "2026-06-30", "--format", "json")
    in_keys = run(*said, "--tier", "srdi_sme", "--act", "recognition", "--region", "500113")
    assert run(*said, "--tier", "专精特新", "--act", "认定", "--region", "巴南区") == in_keys


@pytest.mark.parametrize(
    ("words", "answered"),
    [
        (("--tier", "小巨仁"), "没有这个称号（收到：小巨仁）。是否想写 专精特新“小巨人”企业"),
        (
            ("--tier", "xyz"),
            f"没有这个称号（收到：xyz）。可用的有 高价值科技成果、创新型中小企业、硬科技企业 等 {len(TITLES)} 个",
        ),
        (("--tier", "小巨人", "--act", "年审"), "没有这个事项（收到：年审）。可用的有 认定、复核"),
    ],
)
def test_what_names_nothing_is_answered_with_three_names_at_most(
    run: Run, words: tuple[str, ...], answered: str
) -> None:
    left, _out, err = run("assess", "甲.json", "--on", "2026-06-30", *words)
    assert (left, answered in err) == (2, True), err


def said_by_the_library() -> Iterator[tuple[str, str]]:
    """Every text in the modules that know no command line, with the module; what documents a thing left aside."""
    root = Path(tiertrack.__file__).parent
    for path in sorted(root.rglob("*.py")):
        if path.relative_to(root).parts[0] in ("cli", "cluster"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
                yield str(path.relative_to(root)), node.value


def test_the_library_names_no_option_of_the_command_line_and_a_command_is_told_its_own() -> None:
    texts = [*said_by_the_library()]
    # pytest has an option of this package's, which is the library's own.
    others = [(module, text.replace("--tiertrack-results", "")) for module, text in texts]
    assert [(module, text) for module, text in others if re.search(r"(?<![-\w])--[a-z]", text)] == []
    everything = "\n".join(text for _module, text in texts)
    options_there_are = {name.rpartition(" ")[2] for name in OPTIONS}
    for parameter in PARAMETERS:
        assert f"{parameter}=" in everything
        assert f"--{parameter.replace('_', '-')}" in options_there_are
    assert told("或用 money_unit= 说明") == "或用 --money-unit 说明"
    assert told("再导入时加 confirm=3f2a") == "再导入时加 --confirm 3f2a"
    assert told('请先运行 initialise("sqlite:///本区.db")') == "请先运行 tiertrack init --db sqlite:///本区.db"
    assert told("请不用 accept_as_new 再确认") == "请不加 --new 再确认"


def test_a_page_sends_nobody_to_a_terminal_for_what_it_does_itself() -> None:
    texts = [text for module, text in said_by_the_library() if not module.startswith(("web", "render/workbook"))]
    # A number that is filled in stands behind.
    whole = [f"{text}4" if text.endswith(" ") else text for text in texts]
    commands = re.compile(
        r"tiertrack (import|imports|enrol|record|match|undo|case (void|rename))\b|read_title_list|accept_as"
    )
    sent_away = {text for text in whole if commands.search(phrasing.told(text))}
    assert {text for text in sent_away if re.search("[\u4e00-\u9fff]", text)} == set()
    everything = "\n".join(texts)
    assert [phrase for phrase in phrasing.PHRASES if phrase not in everything] == []
    assert phrasing.told("要取消这次导入：tiertrack undo 4") == "要取消这次导入：在“导入”里取消第 4 次"
    assert phrasing.told("用 tiertrack unmerge 拆开") == "用命令行的 tiertrack unmerge 拆开"
