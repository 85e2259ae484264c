"""A district puts its own rules in the place of the local defaults, in files or in a package."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from tests.broken_district_rulebooks._parts import 一版, 初创, 原有, 对标, 巴南区, 重庆市
from tests.support.commands import Run
from tests.support.events import day
from tiertrack import Act, Adjacent, Basis, Region, Rulebook, Tier, assess, load_rulebook, national_rulebook
from tiertrack import open as open_register
from tiertrack.district.additions import check_added, extended, replaced_by
from tiertrack.district.loading import WITHOUT, check_paths
from tiertrack.errors import BrokenRulebook, NoEditionInForce
from tiertrack.facts.dossier_file import read_dossier
from tiertrack.shipped import shipped
from tiertrack.temporal import AsOf

TESTS = Path(__file__).parents[1]
FOLDER = Path("broken_district_rulebooks")
BROKEN = sorted(path.stem for path in (TESTS / FOLDER).glob("*.py") if path.stem != "_parts")
EXAMPLE = shipped("seeds") / "examples" / "district"
MODULE = EXAMPLE / "hard_tech.py"
OWN_KEY = "hard_tech/recognition/2025@500113"
OWN_NAME = "硬科技企业/认定/2025@巴南区"
JUDGE = ("assess", str(EXAMPLE / "firm.json"), "--tier", "hard_tech", "--on", "2026-06-30")


def write(path: Path, code: str = "各版本 = (一版(),)") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'"""规则。"""\nfrom tests.broken_district_rulebooks._parts import *\n{code}\n', encoding="utf-8")
    return path


def faults_of(*paths: Path) -> list[str]:
    with pytest.raises(BrokenRulebook) as refused:
        load_rulebook(paths, onto=原有)
    return str(refused.value).splitlines()


# ----------------------------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_district_rulebook_is_refused_with_its_full_message(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(TESTS)
    told = "\n".join(faults_of(FOLDER / f"{name}.py"))
    assert f"{told}\n" == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def test_every_broken_district_rulebook_has_its_message_and_no_message_is_left_over() -> None:
    assert sorted(path.stem for path in (TESTS / FOLDER).glob("*.txt")) == BROKEN


def test_every_fault_of_a_file_of_rules_has_a_broken_rulebook() -> None:
    told = "".join((TESTS / FOLDER / f"{name}.txt").read_text(encoding="utf-8") for name in BROKEN)
    assert [code for code in range(521, 529) if f"[E{code}]" not in told] == []


def test_the_edition_they_all_spoil_is_sound() -> None:
    assert check_added(原有, [一版()]) == ()


@pytest.mark.parametrize(
    ("source", "place", "what"),
    [
        ("各版本 = (\n", "第 1 行", "不合 Python 语法（收到：各版本 = (）"),
        ("if True:\n各版本 = ()\n", "第 2 行", "不合 Python 语法（收到：各版本 = ()）"),
        ("\n\n1 / 0\n", "第 3 行", "执行到这里出错（收到：ZeroDivisionError: division by zero）"),
        ("from ._none import 一版\n", "第 1 行", "没有这个模块（收到：._none）"),
    ],
)
def test_a_file_that_cannot_be_executed_is_one_fault_at_its_line(
    source: str, place: str, what: str, tmp_path: Path
) -> None:
    file = tmp_path / "rules.py"
    file.write_text(source, encoding="utf-8")
    (told,) = faults_of(file)
    assert told.startswith(f"[E521] {file} {place}：{what}")


def test_a_fault_in_a_part_is_placed_in_the_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "rules.py", "from ._measure import 办法")
    (tmp_path / "_measure.py").write_text("\n办法 = 1 / 0\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (told,) = faults_of(Path("rules.py"))
    assert told.startswith("[E521] _measure.py 第 2 行：执行到这里出错")


@pytest.mark.parametrize(
    ("make", "code", "what"),
    [
        (lambda path: None, "E401", "没有这个文件"),
        (lambda path: path.mkdir(), "E522", "目录里没有规则集"),
        (lambda path: path.write_bytes(b"\xff\xfe"), "E402", "文件不是 UTF-8 编码"),
    ],
)
def test_a_path_without_rules_is_refused(make: Callable[[Path], object], code: str, what: str, tmp_path: Path) -> None:
    path = tmp_path / "rules.py"
    make(path)
    (told,) = faults_of(path)
    assert told.startswith(f"[{code}]")
    assert what in told


def test_a_file_that_is_no_module_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rules.json").write_text("{}", encoding="utf-8")
    (told,) = faults_of(tmp_path / "rules.json")
    assert told.startswith("[E549]")


def test_all_faults_of_all_files_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TESTS)
    files = [FOLDER / f"{name}.py" for name in ("bare_number", "no_region", "in_place_of_national", "overlap")]
    each = [line for file in files for line in faults_of(file)]
    assert sorted(faults_of(*files)) == sorted(each)
    assert len(each) == 4


def test_editions_of_two_files_that_share_days_are_refused_naming_both(tmp_path: Path) -> None:
    one, other = (
        write(tmp_path / "a.py"),
        write(tmp_path / "b.py", '各版本 = (一版(start="2026-01-01"),)'),
    )
    (told,) = faults_of(one, other)
    assert told.startswith(f"[E519] {one}、{other}：两个版本的期间重叠")


def test_the_same_edition_of_two_files_is_refused(tmp_path: Path) -> None:
    (told,) = faults_of(write(tmp_path / "a.py"), write(tmp_path / "b.py"))
    assert told.startswith("[E519]")


def test_an_edition_that_begins_in_the_year_of_another_file_is_refused(tmp_path: Path) -> None:
    one = write(tmp_path / "a.py", '各版本 = (一版(last="2025-06-30"),)')
    other = write(tmp_path / "b.py", '各版本 = (一版(start="2025-07-01"),)')
    (told,) = faults_of(one, other)
    assert told.startswith(f"[E528] {other} {OWN_KEY}：与 {one} 里的版本同名")


def test_what_a_national_standard_leaves_open_a_district_may_fill() -> None:
    before = 一版(title=Tier.SRDI_SME, start="2020-01-01", last="2022-07-31")
    for allowed in (before, 一版(title=Tier.SRDI_SME, act=Act.REVIEW), 一版(title=Adjacent.GREEN_FACTORY)):
        assert check_added(原有, [allowed]) == ()
    (told,) = check_added(原有, [一版(title=Tier.SRDI_SME, start="2020-01-01", last="2022-08-01")])
    assert (told.code, told.value) == ("E526", "srdi_sme/recognition/2022（2022-08-01 起至 2026-03-31）")


def test_a_municipal_standard_stands_in_the_way_only_in_its_city() -> None:
    def codes(region: str) -> list[str]:
        return [one.code for one in check_added(原有, [一版(title=Adjacent.GAZELLE_CQ, region=Region(region))])]

    assert codes("510100") == []
    assert codes("500106") == ["E527"]
    assert codes("500000") == ["E527"]


def test_between_added_editions_the_more_local_one_goes_first() -> None:
    city, district = 一版(region=重庆市, basis=Basis.MUNICIPAL), 一版()
    rulebook = extended(原有, [city, district])
    on = day("2026-06-30")
    assert rulebook.select(Tier.HARD_TECH, Act.RECOGNITION, on, 巴南区) is district
    assert rulebook.select(Tier.HARD_TECH, Act.RECOGNITION, on, Region("500106")) is city


def test_days_between_a_districts_editions_are_the_defaults_and_no_fault() -> None:
    early, late = 一版(last="2025-06-30"), 一版(start="2026-01-01")
    rulebook = extended(原有, [early, late])
    found = rulebook.variants(Tier.HARD_TECH, Act.RECOGNITION, day("2025-10-01"), 巴南区)
    assert [one.basis for one in found] == [Basis.DEFAULT_LOCAL] * 2


# ---------------------------------------------------------------------------------------------------- what is replaced


def keys_on(rulebook: Rulebook, on: str, region: Region | None) -> list[str]:
    return [one.key for one in rulebook.variants(Tier.HARD_TECH, Act.RECOGNITION, day(on), region)]


def test_a_district_replaces_every_variant_of_the_default_there_and_then_and_nothing_elsewhere() -> None:
    rulebook = extended(原有, [一版()])
    defaults = ["hard_tech:seed/recognition/2024", "hard_tech:star/recognition/2024"]
    assert keys_on(rulebook, "2025-01-01", 巴南区) == [OWN_KEY]
    assert keys_on(rulebook, "2024-12-31", 巴南区) == defaults
    assert keys_on(rulebook, "2025-01-01", Region("500106")) == defaults
    assert keys_on(rulebook, "2025-01-01", None) == defaults


def test_a_district_may_have_variants_of_its_own() -> None:
    rulebook = extended(原有, [一版(variant=初创), 一版(variant=对标)])
    assert keys_on(rulebook, "2025-01-01", 巴南区) == [
        "hard_tech:seed/recognition/2025@500113",
        "hard_tech:star/recognition/2025@500113",
    ]


def test_the_defaults_an_edition_replaces_are_known() -> None:
    assert [one.variant for one in replaced_by(原有, 一版())] == [初创, 对标]
    assert replaced_by(原有, 一版(last="2025-12-31", start="2023-01-01")) == replaced_by(原有, 一版())
    assert replaced_by(原有, 一版(start="2023-01-01", last="2023-12-31")) == ()
    assert replaced_by(原有, 一版(act=Act.REVIEW)) == ()


def test_what_a_file_adds_stands_in_the_order_of_the_ladder() -> None:
    rulebook = load_rulebook([MODULE])
    tiers = [one.tier for one in rulebook.editions if isinstance(one.tier, Tier)]
    assert tiers == sorted(tiers, key=list(Tier).index)
    assert {*national_rulebook().editions} < {*rulebook.editions}


def test_where_an_edition_is_from_is_no_part_of_what_it_says(tmp_path: Path) -> None:
    one, other = (write(tmp_path / f"{name}.py") for name in "ab")
    first, second = (load_rulebook([path], onto=原有).edition(OWN_KEY) for path in (one, other))
    assert (first.origin, second.origin) == (str(one), str(other))
    assert first.digest == second.digest == 一版().digest


# ------------------------------------------------------------------------------------------------------ files of rules


def test_a_directory_stands_for_its_modules_and_its_parts_are_none(tmp_path: Path) -> None:
    write(tmp_path / "b.py", "from ._shared import 起\n各版本 = (一版(start=起),)")
    write(tmp_path / "a.py", "各版本 = (一版(act=Act.REVIEW),)")
    write(tmp_path / "_shared.py", '起 = "2025-01-01"')
    write(tmp_path / "deeper" / "c.py", "1 / 0")
    editions = load_rulebook([tmp_path], onto=原有).editions
    assert [Path(one.origin).name for one in editions if one.origin] == ["b.py", "a.py"]
    assert not list(tmp_path.rglob("__pycache__"))


def test_a_file_given_twice_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "rules.py")
    monkeypatch.chdir(tmp_path)
    assert len(load_rulebook([path, tmp_path, Path("rules.py")], onto=原有).editions) == len(原有.editions) + 1


def test_parts_of_two_directories_with_one_name_do_not_meet(tmp_path: Path) -> None:
    for name, region in (("a", "500113"), ("b", "500106")):
        write(tmp_path / name / "_place.py", f'这里 = Region("{region}")')
        write(tmp_path / name / "rules.py", "from ._place import 这里\n各版本 = (一版(region=这里),)")
    rulebook = load_rulebook([tmp_path / "a", tmp_path / "b"], onto=原有)
    assert [one.region.code for one in rulebook.editions if one.origin and one.region] == ["500106", "500113"]


def test_a_file_with_dots_in_its_name_is_read(tmp_path: Path) -> None:
    write(tmp_path / "_shared.py", '起 = "2025-01-01"')
    path = write(tmp_path / "硬科技.2025.1.py", "from ._shared import 起\n各版本 = (一版(start=起),)")
    assert load_rulebook([path], onto=原有).edition(OWN_KEY)


def test_a_file_and_its_parts_are_read_anew_each_time(tmp_path: Path) -> None:
    write(tmp_path / "rules.py", "from ._shared import 起\n各版本 = (一版(start=起),)")
    for year in (2025, 2026):
        write(tmp_path / "_shared.py", f'起 = "{year}-01-01"')
        assert load_rulebook([tmp_path], onto=原有).edition(f"hard_tech/recognition/{year}@500113")


def test_what_a_module_prints_is_no_part_of_the_answer(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "rules.py", "print('你好')\n各版本 = (一版(),)")
    _, out, err = run("policy", "list", "--rulebook", str(path), "--format", "json")
    assert json.loads(out)
    assert err == "你好\n"


# ------------------------------------------------------------------------------------------------- the command line


def test_a_firm_is_judged_by_the_rules_given(run: Run) -> None:
    left, out, err = run(*JUDGE, "--rulebook", str(MODULE))
    assert (left, err) == (1, "")
    assert "暂不能申报：按示例区经信发〔2025〕1号，" in out
    assert "低于 10%" in out


def test_the_rules_of_one_district_say_nothing_of_another(run: Run) -> None:
    _, out, err = run(*JUDGE, "--rulebook", str(MODULE), "--region", "510100")
    assert "示例区经信发" not in out
    assert "已收录" in err or "缺省" in out


def test_the_ladder_is_judged_by_the_rules_given(run: Run) -> None:
    words = ("ladder", str(EXAMPLE / "firm.json"), "--on", "2026-06-30", "--format", "json")
    _, out, _ = run(*words, "--rulebook", str(EXAMPLE), "--parameters", str(EXAMPLE / "parameters.toml"))
    assert {one["tier"]: one["truth"] for one in json.loads(out)["rungs"]}["hard_tech"] == "true"


def test_district_editions_are_listed_with_whose_word_they_are_and_their_file(run: Run) -> None:
    _, out, _ = run("policy", "list", "--rulebook", str(MODULE))
    (line,) = [line for line in out.splitlines() if line.startswith(OWN_NAME)]
    assert "区县口径" in line
    assert line.endswith(f"来自 {MODULE}")
    _, out, _ = run("policy", "list", "--rulebook", str(MODULE), "--format", "json")
    told = {one["key"]: (one["basis"], one["source"]) for one in json.loads(out)}
    assert told[OWN_KEY] == ("district_local", str(MODULE))
    assert told["srdi_sme/recognition/2026"] == ("national_recognition", None)


def test_a_day_and_place_list_the_district_edition_in_force(run: Run) -> None:
    words = ("policy", "list", "--rulebook", str(MODULE), "--on")
    assert OWN_NAME in run(*words, "2025-07-01", "--region", "500113")[1]
    assert OWN_NAME not in run(*words, "2025-06-30", "--region", "500113")[1]
    assert OWN_NAME not in run(*words, "2025-07-01", "--region", "500106")[1]


def test_a_district_edition_is_shown_with_its_file_and_what_may_be_set(run: Run) -> None:
    left, out, _ = run("policy", "show", OWN_KEY, "--rulebook", str(MODULE))
    assert left == 0
    assert f"来自 {MODULE}" in out
    assert "区县可设定 hard_tech.age 10年，hard_tech.rd_share 10%" in out


def test_two_of_a_districts_editions_are_compared(run: Run) -> None:
    left, out, _ = run("policy", "diff", OWN_KEY, "hard_tech/review/2025@500113", "--rulebook", str(MODULE))
    assert left == 0
    assert "【删去】成立年限" in out


def test_a_register_records_by_the_rules_given(run: Run) -> None:
    run("init")
    run("import", str(EXAMPLE / "firm.json"))
    record = ("record", "91500113MA0000031E", "--title", "hard_tech", "--on", "2026-07-01", "--document", "示例名单")
    left, out, _ = run(*record, "--rulebook", str(MODULE))
    assert left == 0
    assert "2026-07-01 至 2028-06-30（文件未载，按规定年限推算）" in out
    assert "研发投入" in out


def test_a_case_is_decided_by_the_rules_given(run: Run) -> None:
    run("init")
    run("import", str(EXAMPLE / "firm.json"))
    words = ("--rulebook", str(MODULE), "--title", "hard_tech")
    left, out, err = run("case", "apply", "91500113MA0000031E", "--on", "2026-07-01", *words)
    assert (left, err) == (1, ""), out
    left, out, err = run(
        "case",
        "apply",
        "91500113MA0000031E",
        "--on",
        "2026-07-01",
        *words,
        "--parameters",
        str(EXAMPLE / "parameters.toml"),
    )
    assert left == 0, (out, err)


@pytest.mark.parametrize(
    "words",
    [
        JUDGE,
        ("ladder", str(EXAMPLE / "firm.json"), "--on", "2026-06-30"),
        ("policy", "list"),
        ("policy", "show", OWN_KEY),
        ("policy", "diff", OWN_KEY, OWN_KEY),
        ("standing", "甲", "--on", "2026-06-30"),
        ("due", "--on", "2026-06-30"),
        ("record", "甲", "--title", "hard_tech", "--on", "2026-06-30"),
        ("case", "apply", "甲", "--title", "hard_tech", "--on", "2026-06-30"),
        ("case", "rename", "甲", "--on", "2026-06-30"),
        ("match", "accept", "1"),
        ("import", "名单.csv", "--kind", "titles"),
    ],
)
def test_every_command_that_judges_refuses_a_broken_rulebook(run: Run, words: tuple[str, ...]) -> None:
    left, out, err = run(*words, "--rulebook", str(TESTS / FOLDER / "no_region.py"))
    assert (left, out) == (2, "")
    assert err.startswith("[E524]")


def test_in_python_the_rulebook_is_passed_where_it_is_needed() -> None:
    rulebook = load_rulebook([MODULE], EXAMPLE / "parameters.toml")
    asof, firm = AsOf(day("2026-06-30")), read_dossier(EXAMPLE / "firm.json")
    assert assess(firm, Tier.HARD_TECH, Act.RECOGNITION, asof, rulebook=rulebook).edition.key == OWN_KEY
    with open_register("memory:", rulebook) as register:
        register.import_facts(EXAMPLE / "firm.json", source="企业填报")
        found = register.assess(firm.name, Tier.HARD_TECH, Act.RECOGNITION, asof)
    assert found.edition.key == OWN_KEY


# -------------------------------------------------------------------------------------------------------- the check


def test_a_sound_rulebook_is_told_to_be_sound_with_what_it_replaces(run: Run) -> None:
    left, out, err = run("policy", "check", str(EXAMPLE), "--parameters", str(EXAMPLE / "parameters.toml"))
    assert (left, err) == (0, "")
    assert out.startswith("检查规则集 1 个，版本 2 个；全部可用。")


def test_a_broken_rulebook_is_told_to_be_broken(run: Run) -> None:
    left, out, err = run("policy", "check", str(TESTS / FOLDER / "no_region.py"), str(TESTS / FOLDER / "exit.py"))
    assert (left, err) == (2, "")
    assert out.startswith("检查规则集 2 个；发现 2 处毛病\n[E521]")
    assert "[E524]" in out


def test_a_check_as_json(run: Run) -> None:
    left, out, _ = run("policy", "check", str(EXAMPLE), "--format", "json")
    told = json.loads(out)
    assert (left, told["ok"], told["faults"], told["notices"]) == (0, True, [], [])
    assert [(one["key"], one["source"]) for one in told["editions"]] == [
        (OWN_KEY, str(MODULE)),
        ("hard_tech/review/2025@500113", str(MODULE)),
    ]
    left, out, _ = run("policy", "check", str(TESTS / FOLDER / "no_region.py"), "--format", "json")
    told = json.loads(out)
    assert (left, told["ok"], [one["code"] for one in told["faults"]]) == (2, False, ["E524"])


def test_a_gap_is_pointed_out_by_the_check(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "rules.py", '各版本 = (一版(last="2025-06-30"), 一版(start="2026-01-01"))')
    left, out, _ = run("policy", "check", str(path))
    assert left == 0
    assert "提示：两个版本之间有空档" in out
    assert [one.code for one in check_paths([path]).notices] == ["E520"]


def test_a_check_tells_the_faults_of_the_parameters(run: Run, tmp_path: Path) -> None:
    (tmp_path / "limits.toml").write_text('[hard_tech]\nrd_shar = "8%"\n', encoding="utf-8")
    left, out, _ = run("policy", "check", str(MODULE), "--parameters", str(tmp_path / "limits.toml"))
    assert left == 2
    assert "[E543] limits.toml hard_tech.rd_shar：没有这个参数" in out


# --------------------------------------------------------------------------------------------------- installed packages


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Puts a distribution on the path that offers a module of rules under the entry point group."""
    modules: list[str] = []
    monkeypatch.delenv(WITHOUT, raising=False)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))

    def put(name: str, code: str, target: str = "{module}") -> None:
        module = f"{name.replace('-', '_')}_rules"
        modules.append(module)
        write(tmp_path / "site" / f"{module}.py", code)
        info = tmp_path / "site" / f"{name.replace('-', '_')}-1.2.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n", encoding="utf-8")
        points = f"[tiertrack.rulebooks]\nhard_tech = {target.format(module=module)}\n"
        (info / "entry_points.txt").write_text(points, encoding="utf-8")
        monkeypatch.syspath_prepend(str(tmp_path / "site"))

    yield put
    for module in modules:
        sys.modules.pop(module, None)


def test_without_an_installed_rulebook_the_rulebook_is_the_national_one() -> None:
    assert load_rulebook() is national_rulebook()
    assert load_rulebook() is load_rulebook()


def test_an_installed_rulebook_is_used_wherever_none_is_given(install: Callable[..., None], run: Run) -> None:
    install("banan-rules", "各版本 = (一版(),)")
    assert load_rulebook().edition(OWN_KEY).origin == "banan-rules 1.2（banan_rules_rules）"
    assert load_rulebook() is load_rulebook()
    firm, asof = read_dossier(EXAMPLE / "firm.json"), AsOf(day("2026-06-30"))
    assert assess(firm, Tier.HARD_TECH, Act.RECOGNITION, asof).edition.key == OWN_KEY
    with open_register("memory:") as register:
        register.import_facts(EXAMPLE / "firm.json", source="企业填报")
        assert register.assess(firm.name, Tier.HARD_TECH, Act.RECOGNITION, asof).edition.key == OWN_KEY
    assert "来自 banan-rules 1.2（banan_rules_rules）" in run("policy", "list")[1]
    assert f"{OWN_NAME} · " in run("policy", "show", OWN_KEY)[1]


def test_files_are_added_to_what_is_installed(install: Callable[..., None], tmp_path: Path) -> None:
    install("banan-rules", "各版本 = (一版(),)")
    review = write(tmp_path / "review.py", "各版本 = (一版(act=Act.REVIEW),)")
    keys = [one.key for one in load_rulebook([review]).editions if one.origin]
    assert keys == [OWN_KEY, "hard_tech/review/2025@500113"]
    with pytest.raises(BrokenRulebook, match=rf"E519. banan-rules 1\.2（banan_rules_rules）、{MODULE}"):
        load_rulebook([MODULE])


@pytest.mark.parametrize("source", ["site", "source"])
def test_the_source_of_an_installed_rulebook_is_checked_in_its_place(
    source: str, install: Callable[..., None], tmp_path: Path, run: Run
) -> None:
    """Whether it is installed from there or was copied, and has been worked on since."""
    install("banan-rules", "各版本 = (一版(),)")
    file = tmp_path / source / "banan_rules_rules.py"
    if source == "source":
        file.parent.mkdir()
        write(file, "各版本 = (一版(), 一版(act=Act.REVIEW))")
    left, out, err = run("policy", "check", str(file))
    assert (left, err) == (0, "")
    assert "代替已安装的 banan-rules 1.2（banan_rules_rules）" in out
    assert out.count(f"{OWN_NAME}　") == 1


def test_an_entry_point_may_name_an_object(install: Callable[..., None]) -> None:
    install("banan-rules", "class 规则:\n    各版本 = (一版(),)", target="{module}:规则")
    assert load_rulebook().edition(OWN_KEY)


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("各版本 = (一版(region=None),)", "[E524] banan-rules 1.2（banan_rules_rules） hard_tech/recognition/2025："),
        ("版本们 = ()", "[E522] banan-rules 1.2（banan_rules_rules）：没有 各版本"),
    ],
)
def test_a_broken_installed_rulebook_is_named_with_how_to_go_on_without_it(
    code: str, fault: str, install: Callable[..., None], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    install("banan-rules", code)
    left, out, err = run("policy", "list")
    assert (left, out) == (2, "")
    first, last = err.splitlines()
    assert first.startswith(fault)
    assert last.startswith("[E529] 已安装的规则集有错，不能用（收到：banan-rules）")
    assert f"{WITHOUT}=发行包名" in last
    monkeypatch.setenv(WITHOUT, "else, Banan_Rules")
    assert run("policy", "list")[0] == 0
    assert load_rulebook() is national_rulebook()


def test_an_installed_module_that_fails_is_placed_at_its_line(install: Callable[..., None]) -> None:
    install("banan-rules", "\n1 / 0")
    with pytest.raises(BrokenRulebook) as refused:
        load_rulebook()
    assert "banan_rules_rules.py 第 4 行：执行到这里出错" in str(refused.value)


def test_an_entry_point_to_nothing_is_told(install: Callable[..., None]) -> None:
    install("banan-rules", "", target="nowhere_rules")
    with pytest.raises(BrokenRulebook) as refused:
        load_rulebook()
    assert str(refused.value).startswith("[E521] banan-rules 1.2（nowhere_rules）：没有这个模块（收到：nowhere_rules）")


def test_what_needs_no_rulebook_works_beside_a_broken_one(install: Callable[..., None], run: Run) -> None:
    install("banan-rules", "1 / 0")
    assert run("init")[0] == 0
    assert run("import", str(EXAMPLE / "firm.json"))[0] == 0
    assert run("verify")[0] == 0
    assert run("--help")[0] == 0


def test_importing_the_package_looks_for_no_rulebooks() -> None:
    code = "import sys, tiertrack, tiertrack.cli; print('importlib.metadata' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(TESTS.parent)},
    )
    assert done.stdout.strip() == "False"


def test_a_rulebook_given_looks_for_none_installed(install: Callable[..., None]) -> None:
    install("banan-rules", "1 / 0")
    assert load_rulebook([MODULE], onto=national_rulebook()).edition(OWN_KEY)
    firm, asof = read_dossier(EXAMPLE / "firm.json"), AsOf(day("2020-06-30"))
    with pytest.raises(NoEditionInForce):
        assess(firm, Tier.SRDI_SME, Act.RECOGNITION, asof, rulebook=national_rulebook())


FEATURE = """\
# language: zh-CN
功能: 示例区的硬科技企业

  场景: 研发占比达到本区定的界线
    假如 判断日为 2026-06-30
    而且 一家企业的资料如下
      | 事实                               | 值                 |
      | 统一社会信用代码                   | 91500113MA0000031E |
      | 地区                               | 500113             |
      | 成立日期                           | 2020-03-01         |
      | 2025年营业收入                     | 1500万元           |
      | 2024年营业收入                     | 1000万元           |
      | 2025年研发费用                     | 105万元            |
      | 2024年研发费用                     | 95万元             |
      | 应用于主营业务并能够产业化的发明专利 | 2                |
      | 列入经营异常名录                   | 否                 |
      | 列入严重失信主体名单               | 否                 |
    当 判断它的 硬科技企业 认定
    那么 结论为 符合
    而且 适用版本为 hard_tech/recognition/2025@500113
    而且 条件 HT3 的说明含有 不低于8%
"""
CONFTEST = f"""\
from pathlib import Path
import pytest
from tiertrack import Rulebook, load_rulebook

@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return load_rulebook([Path({str(MODULE)!r})], Path({str(EXAMPLE / "parameters.toml")!r}))
"""
# Fixtures of the project's own by names that the steps' fixtures once had.
ALSO = """
@pytest.fixture
def rulebook() -> str:
    return "给人看的手册"

@pytest.fixture
def subject() -> str:
    return "信的标题"
"""
CONFTESTS = {
    "by the name of before": CONFTEST,
    "beside fixtures of those names": CONFTEST.replace("def rulebook", "def tiertrack_rulebook") + ALSO,
}


@pytest.mark.slow
@pytest.mark.parametrize("conftest", CONFTESTS.values(), ids=CONFTESTS)
def test_a_district_writes_features_for_its_own_rules(tmp_path: Path, conftest: str) -> None:
    (tmp_path / "rules.feature").write_text(FEATURE, encoding="utf-8")
    (tmp_path / "conftest.py").write_text(conftest, encoding="utf-8")
    test = "from pytest_bdd import scenarios\n\nscenarios('rules.feature')\n"
    (tmp_path / "test_rules.py").write_text(test, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(TESTS.parent), "PYTHONUTF8": "1"},
    )
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_the_example_is_written_whole_and_never_over_what_is_there(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "本区"
    left, out, err = run("example", "district", "--into", str(folder))
    assert (left, err) == (0, "")
    assert out.endswith(f"tiertrack policy check {folder / 'hard_tech.py'}\n")
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {
        file.name: file.read_bytes() for file in EXAMPLE.iterdir() if file.is_file()
    }
    assert run("policy", "check", str(folder / "hard_tech.py"))[0] == 0
    (folder / "firm.json").unlink()
    (folder / "hard_tech.py").write_text("# 改过的", encoding="utf-8")
    left, _out, err = run("example", "district", "--into", str(folder))
    assert left == 2
    assert "E829" in err
    assert sorted(file.name for file in folder.iterdir()) == ["hard_tech.py", "parameters.toml"]
    assert run("example", "district", "--into", str(folder), "--overwrite")[0] == 0
    assert (folder / "hard_tech.py").read_bytes() == MODULE.read_bytes()


def test_the_example_is_as_long_as_a_page_and_says_that_it_is_invented() -> None:
    assert len(MODULE.read_text(encoding="utf-8").splitlines()) < 130
    for path in EXAMPLE.iterdir():
        if path.is_file():
            assert "虚构" in path.read_text(encoding="utf-8"), path
    assert "虚构" in dedent(str(load_rulebook([MODULE]).edition(OWN_KEY).citation.provision.instrument.note))
