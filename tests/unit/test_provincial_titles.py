"""A province adds a title by one module of its own, and it is known wherever titles are: in lists, dossiers, registers,
answers, screenings and features. The province's rules here are invented."""

from __future__ import annotations

import datetime as dt
import json
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import tiertrack
from tests.support.clocks import SetClock
from tests.support.commands import Run
from tiertrack import Act, Adjacent, AsOf, Event, EventKind, Rulebook, Tier, Truth, load_rulebook
from tiertrack.app.registry import open_registry
from tiertrack.bdd.event_sentences import stream_named
from tiertrack.bdd.subject import Subject, title_named
from tiertrack.errors import BadDossier, BrokenRulebook
from tiertrack.facts.dossier import Dossier
from tiertrack.facts.dossier_file import dossier_from_json
from tiertrack.intake.title_list import read_title_list
from tiertrack.law.title_names import named_title
from tiertrack.law.titles import TITLES, put_titles, title_definition, title_of
from tiertrack.render.assessment_data import assessment_data
from tiertrack.render.register.event_data import event_data
from tiertrack.render.register.standing_text import standing_data, standing_text
from tiertrack.rules.digest import digest

MODULE = Path(__file__).parents[1] / "provincial_rulebook" / "guizhou_gazelle.py"
KEY, LABEL, ALIAS = "gazelle_gz", "贵州省瞪羚企业", "黔瞪羚"
ON = dt.date(2026, 6, 30)
FIRM = {
    "name": "贵州甲制造有限公司",
    "uscc": "91520113MA0000015J",
    "region": "520113",
    "facts": {"revenue": {"2025": "3000万元"}, "rd_expense": {"2025": "90万元"}},
    "titles": [],
}


def firm(**parts: object) -> Dossier:
    return dossier_from_json(json.dumps({key: one for key, one in {**FIRM, **parts}.items() if key != "uscc"}))


@pytest.fixture
def guizhou() -> Iterator[Rulebook]:
    """The rulebook with the province's module, which is forgotten afterwards."""
    yield load_rulebook([MODULE])
    put_titles({KEY: None})


# ----------------------------------------------------------------------------------------------------- as it is defined


def test_before_its_module_is_loaded_the_title_is_not_known() -> None:
    assert KEY not in TITLES
    assert named_title(LABEL) is None
    with pytest.raises(BadDossier, match="E321"):
        Event(title=KEY, kind=EventKind.RECOGNISED, on=ON, document="公告")
    with pytest.raises(BadDossier, match="E312"):
        firm(titles=[{"title": LABEL}])


def test_once_loaded_it_stands_with_all_others(guizhou: Rulebook) -> None:
    assert TITLES[KEY] == LABEL
    assert title_of(KEY) is Adjacent.GAZELLE_GZ
    assert KEY in [one.key for one in Adjacent]
    assert isinstance(Adjacent(KEY), Adjacent)
    assert title_definition(KEY).procedure.word(EventKind.RECOGNISED) == "入榜"
    assert [one.key for one in guizhou.editions if one.origin] == [
        "gazelle_gz/recognition/2025@520000",
        "gazelle_gz/review/2025@520000",
    ]


def test_whoever_listed_all_titles_before_it_was_known_does_not_hold_it() -> None:
    before, silent = firm(titles=[]), firm(titles=None)
    load_rulebook([MODULE])
    put_titles({KEY: None})
    assert (before.holds_title(KEY, ON), silent.holds_title(KEY, ON)) == (False, None)
    assert digest(before) == digest(firm(titles=[]))


def test_a_title_in_a_fingerprint_is_its_key() -> None:
    title = title_definition("gazelle_cq")
    assert digest(title) == digest("gazelle_cq")
    assert pickle.loads(pickle.dumps(title)) == title


# ------------------------------------------------------------------------------------------------------ wherever named


@pytest.mark.usefixtures("guizhou")
@pytest.mark.parametrize(
    ("word", "key"),
    [
        (KEY, KEY),
        (LABEL, KEY),
        (ALIAS, KEY),
        ("贵州省 瞪羚", KEY),
        ("省级瞪羚企业", KEY),
        ("贵州省黔瞪羚", KEY),
        ("市级瞪羚企业", "gazelle_cq"),
        ("重庆市瞪羚企业", "gazelle_cq"),
        ("高企", "high_tech_enterprise"),
        ("市级专精特新", "srdi_sme"),
        ("单项冠军", "champion"),
    ],
)
def test_every_door_reads_the_same_words(tmp_path: Path, word: str, key: str) -> None:
    listed = tmp_path / "名单.csv"
    listed.write_text(
        f"企业名称,称号,事项,日期,文件\n甲公司,{word},认定,2025-07-01,名单〔2025〕1号\n", encoding="utf-8"
    )
    assert [row.event.title for row in read_title_list(listed).rows()] == [key]
    assert [held.title for held in firm(titles=[{"title": word}]).titles] == [key]
    assert [one.title for one in firm(applications=[{"title": word, "on": "2026-05-01"}]).applications] == [key]
    assert title_named(word) == (title_of(key), None)
    assert stream_named(word) == key


@pytest.mark.usefixtures("guizhou")
def test_a_name_that_only_regions_share_names_the_title_of_none() -> None:
    assert named_title("瞪羚企业") is None
    assert named_title("制造业单项冠军企业") == named_title("champion")


@pytest.mark.usefixtures("guizhou")
def test_an_old_name_is_read_with_its_days() -> None:
    (held,) = firm(titles=[{"title": "贵州省羚羊企业"}]).titles
    assert (held.title, held.named) == (KEY, "贵州省羚羊企业")
    with pytest.raises(BadDossier, match="E336"):
        Event(title=KEY, kind=EventKind.RECOGNISED, on=ON, document="公告", named="贵州省羚羊企业")


# -------------------------------------------------------------------------------------------------- recorded and judged


@pytest.mark.parametrize("place", ["memory:", "sqlite"])
def test_its_events_are_recorded_and_its_standing_is_shown(guizhou: Rulebook, place: str, sqlite_url: str) -> None:
    url = sqlite_url if place == "sqlite" else place
    if url == sqlite_url:
        tiertrack.initialise(url)
    clock = SetClock()
    with open_registry(url, guizhou, clock) as registry:
        registry.enrol(FIRM["name"], region="520113")
        granted = Event(title=KEY, kind=EventKind.RECOGNISED, on=dt.date(2025, 7, 1), document="黔公告〔2025〕1号")
        recorded = registry.record(FIRM["name"], granted).recorded
        account = registry.standing(str(FIRM["name"]), AsOf(ON))
    assert [(one.event.label, event_data(one.event)["title"]) for one in recorded] == [(LABEL, KEY)]
    (title,) = standing_data(account)["titles"]
    assert (title["title"], title["name"], title["through"]) == (KEY, LABEL, "2027-06-30")
    assert LABEL in standing_text(account)


@pytest.mark.parametrize(("rd", "truth"), [("100万元", Truth.TRUE), ("99万元", Truth.FALSE), (None, Truth.UNKNOWN)])
def test_it_is_assessed_by_its_own_edition(guizhou: Rulebook, rd: str | None, truth: Truth) -> None:
    dossier = firm(facts={"revenue": {"2025": "3000万元"}, "rd_expense": {"2025": rd}})
    answer = tiertrack.assess(dossier, Adjacent.GAZELLE_GZ, Act.RECOGNITION, AsOf(ON), rulebook=guizhou)
    assert answer.truth is truth
    data = json.loads(json.dumps(assessment_data(answer), ensure_ascii=False))
    assert (data["tier"], data["edition"]["key"]) == (KEY, "gazelle_gz/recognition/2025@520000")


def test_its_review_reads_the_title_itself(guizhou: Rulebook) -> None:
    def reviewed(**parts: object) -> Truth:
        asked = Adjacent.GAZELLE_GZ, Act.REVIEW, AsOf(ON)
        return tiertrack.assess(firm(**parts), *asked, rulebook=guizhou).truth

    assert reviewed(titles=[{"title": ALIAS, "from": "2025-07-01", "through": "2027-06-30"}]) is Truth.TRUE
    assert reviewed(titles=[]) is Truth.FALSE
    assert reviewed(titles=None) is Truth.UNKNOWN


def test_a_scenario_asks_for_it_by_name(guizhou: Rulebook) -> None:
    told = Subject()
    told.on = ON
    for fact, value in (("地区", "520113"), ("2025年营业收入", "2000万元"), ("2025年研发费用", "100万元")):
        told.say(fact, value)
    answers = told.judge(guizhou, *title_named(ALIAS)[:1], Act.RECOGNITION)
    assert [one.truth for one in answers.assessments] == [Truth.TRUE]


# ------------------------------------------------------------------------------------------------- on the command line


@pytest.fixture
def told(run: Run, tmp_path: Path) -> Iterator[Run]:
    """The commands beside a firm's dossier; what they register is forgotten afterwards."""
    (tmp_path / "firm.json").write_text(json.dumps({**FIRM, "uscc": None}, ensure_ascii=False), encoding="utf-8")
    yield run
    if KEY in TITLES:
        put_titles({KEY: None})


@pytest.mark.parametrize("word", [KEY, LABEL, ALIAS])
def test_the_rules_given_say_what_the_title_asked_for_means(told: Run, word: str) -> None:
    asked = ("assess", "firm.json", "--tier", word, "--on", "2026-06-30", "--format", "json")
    left, out, err = told(*asked, "--rulebook", str(MODULE))
    assert (left, err) == (1, "")
    assert [one["key"] for one in json.loads(out)["criteria"] if one["truth"] == "false"] == ["GZ2"]


def test_without_its_rules_the_title_asked_for_is_unknown(told: Run) -> None:
    left, out, err = told("assess", "firm.json", "--tier", KEY, "--on", "2026-06-30")
    assert (left, out, err.startswith("[E703] --tier：没有这个称号")) == (2, "", True)


def test_it_is_recorded_and_screened_by_its_alias(told: Run, tmp_path: Path) -> None:
    rules = ("--rulebook", str(MODULE))
    told("init")
    told("import", "firm.json", *rules)
    left, _, err = told(*("record", FIRM["name"], "--title", ALIAS, "--on", "2025-07-01", "--document", "公告"), *rules)
    assert (left, err) == (0, "")
    left, out, _ = told("standing", FIRM["name"], "--on", "2026-06-30", *rules)
    assert left == 0
    assert LABEL in out
    left, out, err = told("screen", "--db", "sqlite:///tiertrack.db", "--tier", ALIAS, "--on", "2026-06-30", *rules)
    assert (left, err) == (0, "")
    assert f"筛查 · {LABEL} · 认定 · 2026-06-30" in out
    assert "第四条 研发费用：符合 0，不符合 1，待补充 0" in out
    (tmp_path / "firms.csv").write_text(
        "name,region,revenue:2025,title:gazelle_gz\n甲公司,520113,3000万元,是\n", encoding="utf-8"
    )
    asked = ("screen", "firms.csv", "--tier", LABEL, "--act", "review", "--on", "2026-06-30", "--format", "json")
    left, out, err = told(*asked, *rules)
    assert (left, json.loads(out)["counts"]["true"]) == (0, 1), err


def test_a_history_with_its_title_asks_for_the_rules_that_define_it(told: Run) -> None:
    rules = ("--rulebook", str(MODULE))
    told("init")
    told("import", "firm.json", *rules)
    told(*("record", FIRM["name"], "--title", ALIAS, "--on", "2025-07-01", "--document", "公告"), *rules)
    put_titles({KEY: None})
    left, out, err = told("history", FIRM["name"])
    assert (left, out, err.startswith("[E607]")) == (2, "", True)
    assert KEY in err
    assert "请用 --rulebook 写明或装上该规则集" in err
    for asked in (
        ("history", FIRM["name"]),
        ("indicators", "--on", "2026-06-30"),
        ("case", "close-review", "--title", ALIAS, "--on", "2026-06-30", "--document", "复核名单"),
        ("case", "void", FIRM["name"], "--title", ALIAS, "--version", "1", "--on", "2026-06-30"),
    ):
        left, out, err = told(*asked, *rules)
        assert (left, err) == (0, ""), asked
        put_titles({KEY: None})


@pytest.mark.parametrize("word", ["瞪羚", "瞪羚企业"])
def test_a_short_name_the_rules_given_share_names_no_title_on_the_command_line(told: Run, word: str) -> None:
    rules = ("--rulebook", str(MODULE))
    # Alone it is the title of Chongqing, which has no standard where this firm is.
    assert "重庆市瞪羚企业" in told("assess", "firm.json", "--tier", word, "--on", "2025-06-30")[2]
    left, out, err = told("assess", "firm.json", "--tier", word, "--on", "2025-06-30", *rules)
    assert (left, out, err.startswith("[E703] --tier：没有这个称号")) == (2, "", True)
    told("init")
    told("import", "firm.json", *rules)
    left, out, err = told("record", FIRM["name"], "--title", word, "--on", "2025-07-01", "--document", "公告", *rules)
    assert (left, out, err.startswith("[E321]")) == (2, "", True)


# -------------------------------------------------------------------------------------------------- what is refused


SOURCE = MODULE.read_text(encoding="utf-8")
PROCEDURE = SOURCE[SOURCE.index("    程序=程序(") : SOURCE.index("收入 = 条件(")]


@pytest.mark.parametrize(
    ("codes", "right", "wrong"),
    [
        ("E560", '别名=("黔瞪羚",)', "别名=(3,)"),
        ("E560", '别名=("黔瞪羚",)', '别名="黔瞪羚"'),
        ("E513 E560 E567", "各称号 = (瞪羚企业,)", '各称号 = ("gazelle_gz",)'),
        ("E560", 'OldName("贵州省羚羊企业", "gazelle_gz"', 'OldName("贵州省羚羊企业", "gazelle_cq"'),
        ("E560", '环节=(环节("expert_review", "专家评审", State.RECOMMENDED, Actor.PROVINCE),)', "环节=(3,)"),
        ("E560", '{EventKind.RECOGNISED: "入榜"}', "{3: 3}"),
        ("E560", "期限(2", "期限(0"),
        ("E560", "期限(2", '期限("2"'),
        ("E560", "贵州省羚羊企业", "贵州省瞪羚企业"),
        ("E560", '"贵州省瞪羚企业"', '"企业"'),
        ("E561", '"gazelle_gz"', '"Gazelle-GZ"'),
        ("E561", '"gazelle_gz"', '"enterprise"'),
        ("E562", '"gazelle_gz"', '"gazelle_cq"'),
        ("E563", "黔瞪羚", "瞪羚企业"),
        ("E563", "贵州省羚羊企业", "高企"),
        ("E564", PROCEDURE, "    程序=None,\n)\n\n"),
        ("E565", 'Region("520000")', 'Region("990000")'),
        ("E566", "    级别=省级,\n    地区=贵州省,\n", "    级别=省级,\n"),
        ("E513 E567", "各称号 = (瞪羚企业,)\n", ""),
    ],
)
def test_a_title_that_is_wrong_is_refused_with_its_place_and_leaves_nothing_behind(
    tmp_path: Path, codes: str, right: str, wrong: str
) -> None:
    assert right in SOURCE
    module = tmp_path / "spoilt.py"
    module.write_text(SOURCE.replace(right, wrong), encoding="utf-8")
    before = dict(TITLES)
    with pytest.raises(BrokenRulebook) as refused:
        load_rulebook([module])
    assert {one.code for one in refused.value.faults} == {*codes.split()}
    assert all(str(module) in (one.place or "") for one in refused.value.faults)
    assert dict(TITLES) == before


@pytest.mark.usefixtures("guizhou")
def test_two_modules_cannot_define_one_title(tmp_path: Path) -> None:
    copy = tmp_path / "copy.py"
    copy.write_text(SOURCE, encoding="utf-8")
    with pytest.raises(BrokenRulebook) as refused:
        load_rulebook([copy])
    assert [one.code for one in refused.value.faults][:1] == ["E562"]
    assert title_definition(KEY).origin == str(MODULE)


def test_a_module_read_anew_says_what_it_says_now(tmp_path: Path) -> None:
    module = tmp_path / "rules.py"
    for alias in ("黔瞪羚", "黔中瞪羚"):
        module.write_text(SOURCE.replace("黔瞪羚", alias), encoding="utf-8")
        load_rulebook([module])
    assert named_title("黔中瞪羚") == named_title(KEY)
    assert named_title("黔瞪羚") is None
    put_titles({KEY: None})


# --------------------------------------------------------------------------------------------------- those we ship


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("河北省单项冠军", "champion_he"),
        ("浙江省制造业单项冠军企业", "champion_zj"),
        ("重庆市单项冠军", "champion_cq"),
        ("市级单项冠军", "champion_cq"),
        ("国家级单项冠军", "champion"),
        ("隐形冠军", "hidden_champion_zj"),
        ("硬科技企业帮扶库", "hard_tech_list_cq"),
    ],
)
def test_a_title_that_a_place_calls_after_a_national_one_is_named_with_the_place(word: str, key: str) -> None:
    assert named_title(word) == named_title(key)


@pytest.mark.parametrize(
    ("word", "remedy"),
    [
        (
            "省级单项冠军",
            "请写明是哪一地的：浙江省制造业单项冠军企业、河北省制造业单项冠军企业、辽宁省制造业单项冠军企业",
        ),
        ("广东省单项冠军", "没有广东省的这个称号"),
    ],
)
def test_a_title_of_several_places_and_one_of_none_are_told_apart(word: str, remedy: str) -> None:
    assert named_title(word) is None
    with pytest.raises(BadDossier) as refused:
        firm(titles=[{"title": word}])
    assert remedy in str(refused.value)


def test_the_index_of_titles_says_what_their_modules_say() -> None:
    from tiertrack.shipped import seed_rows

    for row in seed_rows("title_index.csv"):
        title = title_definition(row["key"])
        assert (title.label, title.origin) == (row["label"], None)
    assert list(TITLES) == [*(tier.value for tier in Tier), *(one.key for one in Adjacent)]


def test_a_label_is_known_without_any_rulebook() -> None:
    program = (
        "import sys; from tiertrack.law.titles import TITLES, Adjacent;"
        "print(TITLES['gazelle_cq'], [one for one in sys.modules if one.startswith('tiertrack.rulebooks')])"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert told == "重庆市瞪羚企业 []\n"


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder of installed packages with that of the title."""
    folder = tmp_path / "site"
    info = folder / "gz_rules-1.0.dist-info"
    info.mkdir(parents=True)
    (folder / "gz_rules.py").write_text(SOURCE, encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: gz-rules\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[tiertrack.rulebooks]\ngazelle = gz_rules\n", encoding="utf-8")
    return folder


def test_an_installed_title_is_checked_in_its_own_source(installed: Path, tmp_path: Path) -> None:
    """In a process of its own, where the installed one was registered before."""
    source = tmp_path / "gz_rules.py"
    source.write_text(SOURCE, encoding="utf-8")
    program = (
        f"import sys; sys.path.insert(0, {str(installed)!r})\n"
        "import tiertrack\nfrom tiertrack.cli import main\n"
        "tiertrack.load_rulebook()\n"
        f"main(['policy', 'check', {str(source)!r}])"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, ""), told.stdout
    assert told.stdout.startswith("检查规则集 1 个（代替已安装的 gz-rules 1.0（gz_rules）），版本 ")


def test_an_installed_title_is_known_to_whoever_reads_its_name(installed: Path) -> None:
    """In a process of its own: nobody there asks for a rulebook."""
    program = (
        f"import sys; sys.path.insert(0, {str(installed)!r})\n"
        "import datetime as dt, tiertrack as t\n"
        "with t.open('memory:') as registry:\n"
        "    event = t.Event(title='gazelle_gz', kind=t.EventKind.APPLIED, on=dt.date(2026, 1, 1))\n"
        "    print(event.label)\n"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (told.stdout, told.stderr) == (f"{LABEL}\n", "")
