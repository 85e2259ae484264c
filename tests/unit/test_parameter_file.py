"""A district sets its limits in a file: exactly, all of them or none, and every answer says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from tests.broken_district_rulebooks._parts import 一版, 原有, 合格, 巴南区, 正文
from tiertrack import Act, AsOf, Basis, Dossier, Rulebook, Tier, assess
from tiertrack.district.parameters import with_parameter_file
from tiertrack.errors import BadInput
from tiertrack.logic.quantity import Kind, Quantity
from tiertrack.render.assessment_text import assessment_text
from tiertrack.render.policy.edition_text import edition_text
from tiertrack.render.verdict_words import verdict_text
from tiertrack.rulebooks.zh import (
    Ⅰ类知识产权,
    万元,
    万股,
    上年度,
    上年度增长率,
    个月,
    人,
    从业人员,
    任一满足,
    全部满足,
    公开发行股份数,
    分,
    创客中国名次,
    参数,
    发展评价得分,
    名,
    天,
    年,
    成果评价,
    成立,
    技术就绪水平,
    本年度,
    条件,
    档,
    百分之,
    研发费用,
    类别,
    级,
    自主品牌,
    营业收入,
    计分项,
    评分表,
    近两年合计,
    项,
)
from tiertrack.rules.edition import Edition
from tiertrack.rules.edition_checks import check_edition

ON = dt.date(2026, 6, 30)
RATIO = 近两年合计(研发费用).占(近两年合计(营业收入))
LIMITS = (
    ("rd_share", "近两年研发费用占营业收入不低于", RATIO.不低于, 百分之(10)),
    ("rd_total", "近两年研发费用不低于", 近两年合计(研发费用).不低于, 万元(300)),
    ("patents", "Ⅰ类知识产权不少于", Ⅰ类知识产权.不低于, 项(1)),
    ("age", "成立不超过", 成立.距今不超过, 年(10)),
    ("old", "成立满", 成立.满, 天(365)),
    ("evaluated", "评价距今不超过", 成果评价.距今不超过, 个月(36)),
    ("staff", "上年度从业人员不少于", 上年度(从业人员).不低于, 人(10)),
    ("score", "本年度得分不低于", 本年度(发展评价得分).不低于, 分(60)),
    ("trl", "技术就绪水平不低于", 技术就绪水平.不低于, 级(6)),
    ("growth", "上年度增长率不低于", 上年度增长率(营业收入).不低于, 百分之(25)),
    ("maker", "近三年创客中国前", 创客中国名次.前, 名(50)),
    ("shares", "公开发行股份不少于", 公开发行股份数.不低于, 万股(3000)),
)


def edition_of(*names: str, basis: Basis = Basis.DEFAULT_LOCAL) -> Edition:
    """A default of a local level with some of the limits above, one criterion each."""
    criteria = [
        条件(
            f"K{place}",
            name,
            依据=正文.款("第三条"),
            要点=f"{words}{{hard_tech.{name}}}",
            认定=test(参数(f"hard_tech.{name}", limit)),
        )
        for place, (name, words, test, limit) in enumerate(LIMITS)
        if name in names or not names
    ]
    return 一版(*criteria, start="2024-01-01", region=None, basis=basis)


ALL = edition_of()
Set = Callable[..., Rulebook]


@pytest.fixture
def setting(tmp_path: Path) -> Set:
    """The rulebook (of ``ALL`` unless given) with what lines of a parameter file set; ``[hard_tech]`` stands above."""

    def setting(*lines: str, onto: Rulebook | Edition = ALL, head: str = "[hard_tech]\n") -> Rulebook:
        path = tmp_path / "limits.toml"
        path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
        return with_parameter_file(Rulebook((onto,)) if isinstance(onto, Edition) else onto, path)

    return setting


def limits(rulebook: Rulebook) -> dict[str, Quantity]:
    (edition,) = rulebook.editions
    return {name.partition(".")[2]: Quantity(one.magnitude, one.kind) for name, one in edition.parameters.items()}


def faults(setting: Set, *lines: str, **said: object) -> list[str]:
    with pytest.raises(BadInput) as refused:
        setting(*lines, **said)
    return str(refused.value).splitlines()


# ------------------------------------------------------------------------------------------------------ what is set


@pytest.mark.parametrize(
    ("line", "magnitude"),
    [
        ('rd_share = "8%"', Fraction(8, 100)),
        ('rd_share = "7.25%"', Fraction(29, 400)),
        ('rd_share = "3/25"', Fraction(3, 25)),
        ('rd_share = "0%"', 0),
        ('rd_share = "100%"', 1),
        ('rd_total = "300万元"', 300_000_000),
        ('rd_total = "0.3亿元"', 3_000_000_000),
        ('rd_total = "1,234,567.89元"', 123_456_789),
        ("patents = 3", 3),
        ('patents = "3项"', 3),
        ('patents = "3 件"', 3),
        ("age = 8", 8),
        ('age = "8年"', 8),
        ('age = "96个月"', 8),
        ('evaluated = "24 个月"', 2),
        ('staff = "5人"', 5),
        ("score = 70", 70_00),
        ('score = "100分"', 100_00),
        ("trl = 9", 9),
        ('trl = "1级"', 1),
        ('growth = "120%"', Fraction(6, 5)),
        ("maker = 1", 1),
        ('shares = "5000万股"', 50_000_000),
    ],
)
def test_a_limit_is_set_exactly(line: str, magnitude: int | Fraction, setting: Set) -> None:
    name = line.partition(" ")[0]
    rulebook = setting(line)
    assert limits(rulebook)[name].magnitude == magnitude
    assert {**limits(rulebook), name: None} == {**limits(Rulebook((ALL,))), name: None}
    assert check_edition(rulebook.editions[0]) == ()


def test_words_and_expression_follow_the_limit_set(setting: Set) -> None:
    (edition,) = setting('rd_share = "7.25%"', 'evaluated = "24个月"', 'rd_total = "0.3亿元"').editions
    assert [one.gist for one in edition.criteria if one.title in ("rd_share", "evaluated", "rd_total")] == [
        "近两年研发费用占营业收入不低于7.25%",
        "近两年研发费用不低于3000万元",
        "评价距今不超过2年",
    ]


def test_a_file_that_sets_nothing_changes_nothing(setting: Set) -> None:
    assert setting().editions == (ALL,)
    assert setting("# rd_share = '8%'").editions == (ALL,)


@pytest.mark.parametrize("head", ["hard_tech.", '"hard_tech.'])
def test_a_name_may_be_written_without_its_table(head: str, setting: Set) -> None:
    closing = '"' if head.startswith('"') else ""
    rulebook = setting(f'{head}rd_share{closing} = "8%"', head="")
    assert limits(rulebook)["rd_share"].magnitude == Fraction(8, 100)


def test_names_may_have_tables_within_tables(setting: Set) -> None:
    criterion = 条件("K1", "研发", 依据=正文.款("第三条"), 要点="近两年研发费用不低于{hard_tech.seed.rd}",
                     认定=近两年合计(研发费用).不低于(参数("hard_tech.seed.rd", 万元(300))))  # fmt: skip
    rulebook = setting('rd = "100万元"', onto=一版(criterion), head="[hard_tech.seed]\n")
    assert limits(rulebook)["seed.rd"].magnitude == 100_000_000


def test_a_limit_anywhere_in_an_expression_is_set(setting: Set) -> None:
    card = 评分表(
        类别("创新（20分）", 计分项("品牌（20分）", 档(20, 自主品牌)), 不低于=参数("hard_tech.part", 分(10))),
        不低于=参数("hard_tech.whole", 分(10)),
    )
    test = 任一满足(全部满足(card, 自主品牌), 自主品牌)
    words = "评价得分不低于{hard_tech.whole}，其中创新不低于{hard_tech.part}"
    edition = 一版(条件("K1", "评价", 依据=正文.款("第三条"), 要点=words, 认定=test))
    (changed,) = setting("part = 15", "whole = '20分'", onto=edition).editions
    assert changed.criteria[0].gist == "评价得分不低于20分，其中创新不低于15分"
    assert check_edition(changed) == ()


# ------------------------------------------------------------------------------------------------- what the answer says


def test_an_adjusted_edition_cites_the_file_and_is_another_edition(setting: Set) -> None:
    (edition,) = setting('rd_share = "8%"').editions
    (again,) = setting('rd_share = "8%"').editions
    (other,) = setting('rd_share = "8.0%"').editions
    assert (edition.key, edition.is_adjusted, ALL.is_adjusted) == (ALL.key, True, False)
    assert edition.digest == again.digest
    assert len({edition.digest, other.digest, ALL.digest}) == 3
    assert edition.citations.startswith(f"{ALL.citations}；limits.toml〔内容指纹 ")
    assert "\n文件 limits.toml《本区参数》 原文\n" in edition_text(edition)


def test_an_answer_says_that_the_limits_are_the_districts(setting: Set) -> None:
    rulebook = setting('rd_total = "1元"', onto=edition_of("rd_total"))
    firm = Dossier(name="甲", region="500113")
    answer = assess(firm, Tier.HARD_TECH, Act.RECOGNITION, AsOf(ON), rulebook=rulebook)
    assert verdict_text(answer.edition, answer.truth) == "待补充·本地缺省口径（第 1 版，参数经本区调整）"
    assert assessment_text(answer).startswith("待补充·本地缺省口径（第 1 版，参数经本区调整） · ")


def test_editions_without_the_parameter_stay_as_they_were(setting: Set) -> None:
    plain = 一版(条件("K1", "品牌", 依据=正文.款("第三条"), 要点="有自主品牌", 认定=自主品牌))
    rulebook = setting("trl = 7", onto=Rulebook((ALL, plain)))
    assert rulebook.editions[1] is plain
    assert rulebook.editions[0] is not ALL


def test_every_edition_that_has_the_parameter_is_adjusted(setting: Set) -> None:
    own = 一版(合格, region=巴南区)
    rulebook = setting('rd = "200万元"', onto=原有.extended([own]))
    adjusted = [one.key for one in rulebook.editions if one.is_adjusted]
    assert adjusted == [one.key for one in (*原有.editions, own) if not one.basis.is_national]


def test_what_holds_nationwide_cannot_be_set(setting: Set) -> None:
    (told,) = faults(setting, "trl = 7", onto=edition_of("trl", basis=Basis.NATIONAL_GUIDELINE))
    assert told == "[E542] limits.toml：这一级没有可调的参数（收到：[hard_tech]）。现有的版本都没有可调的参数"


# ------------------------------------------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            'rd_shar = "8%"',
            "[E543] limits.toml hard_tech.rd_shar：没有这个参数。"
            "是否想写 rd_share（比例，缺省 10%）、shares（件数，缺省 30000000项）、rd_total（金额，缺省 300万元）",
        ),
        (
            'rd_total = "300"',
            "[E102] limits.toml hard_tech.rd_total：金额没有单位（收到：300）。请加上元、万元或亿元，如 5200万元",
        ),
        (
            "rd_total = 300",
            "[E102] limits.toml hard_tech.rd_total：金额没有单位（收到：300）。请加上元、万元或亿元，如 5200万元",
        ),
        (
            'rd_total = "8%"',
            "[E101] limits.toml hard_tech.rd_total：金额读不出来（收到：8%）。"
            "请写数字加单位：元、万元或亿元，如 5200万元",
        ),
        (
            'rd_share = "300万元"',
            "[E106] limits.toml hard_tech.rd_share：比例读不出来（收到：300万元）。"
            "请写百分数如 12%，或准确的分数如 3/25",
        ),
        (
            "rd_share = 0.08",
            "[E106] limits.toml hard_tech.rd_share：比例读不出来（收到：0.08）。请写百分数如 12%，或准确的分数如 3/25",
        ),
        (
            'rd_share = "1/3"',
            "[E544] limits.toml hard_tech.rd_share：小数写不尽（收到：1/3）。请写至多六位小数能写尽的数",
        ),
        (
            'rd_share = "100.01%"',
            "[E545] limits.toml hard_tech.rd_share：超出范围（收到：100.01%）。须在 0% 与 100% 之间；缺省 10%",
        ),
        (
            'rd_share = "-1%"',
            "[E545] limits.toml hard_tech.rd_share：超出范围（收到：-1%）。须在 0% 与 100% 之间；缺省 10%",
        ),
        (
            'growth = "-1%"',
            "[E545] limits.toml hard_tech.growth：超出范围（收到：-1%）。须不低于 0%；缺省 25%",
        ),
        (
            'rd_total = "-1元"',
            "[E545] limits.toml hard_tech.rd_total：超出范围（收到：-1元）。须不低于 0元；缺省 300万元",
        ),
        (
            "patents = -1",
            "[E545] limits.toml hard_tech.patents：超出范围（收到：-1）。须不低于 0项；缺省 1项",
        ),
        (
            "trl = 10",
            "[E545] limits.toml hard_tech.trl：超出范围（收到：10）。须在 1级 与 9级 之间；缺省 6级",
        ),
        (
            "score = 101",
            "[E545] limits.toml hard_tech.score：超出范围（收到：101）。须在 0分 与 100分 之间；缺省 60分",
        ),
        (
            "maker = 0",
            "[E545] limits.toml hard_tech.maker：超出范围（收到：0）。须不低于 1名；缺省 50名",
        ),
        (
            'evaluated = "30个月"',
            "[E546] limits.toml hard_tech.evaluated：不是整年（收到：30个月）。年限只能按整年比较，请写 12 的倍数",
        ),
        (
            'age = "8%"',
            '[E544] limits.toml hard_tech.age：不是年限（收到：8%）。请写如 "36个月" 或 "3年"',
        ),
        (
            "age = 2.5",
            '[E544] limits.toml hard_tech.age：不是年限（收到：2.5）。请写如 "36个月" 或 "3年"',
        ),
        (
            'patents = "3人"',
            '[E544] limits.toml hard_tech.patents：不是件数（收到：3人）。请写如 3 或 "3项"',
        ),
        (
            "patents = true",
            '[E544] limits.toml hard_tech.patents：不是件数（收到：true）。请写如 3 或 "3项"',
        ),
        (
            "rd_share = nan",
            "[E106] limits.toml hard_tech.rd_share：比例读不出来（收到：NaN）。请写百分数如 12%，或准确的分数如 3/25",
        ),
        (
            "rd_total = 2026-01-01",
            '[E544] limits.toml hard_tech.rd_total：不是金额（收到：2026-01-01）。请写如 "300万元"',
        ),
        (
            'staff = ["5人"]',
            "[E544] limits.toml hard_tech.staff：不是人数（收到：['5人']）。请写如 3 或 \"3人\"",
        ),
    ],
)
def test_a_limit_that_cannot_be_is_refused_with_its_full_message(line: str, told: str, setting: Set) -> None:
    assert faults(setting, line) == [told]


def test_a_name_like_no_other_is_answered_with_all_that_may_be_set(setting: Set) -> None:
    (told,) = faults(setting, "x = 1", onto=edition_of("rd_share", "trl"))
    assert told.endswith("没有这个参数。可调的有 rd_share（比例，缺省 10%）、trl（等级，缺省 6级）")


@pytest.mark.parametrize("table", ["srdi_sme", "hardtech"])
def test_a_table_for_a_title_without_parameters_is_refused(table: str, setting: Set) -> None:
    (told,) = faults(setting, "a = 1", "b = 2", head=f"[{table}]\n")
    assert told == f"[E542] limits.toml：这一级没有可调的参数（收到：[{table}]）。有参数的是 [hard_tech]"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('rd_share = 8%"', "limits.toml 第 2 行"),
        ("rd_share =", "limits.toml 第 2 行"),
        ('trl = 7\nrd_share = "8%"\nrd_share = "9%"', "limits.toml 第 4 行"),
        ('rd_share = """8%', "limits.toml 末尾"),
    ],
)
def test_a_file_that_is_no_toml_is_placed_at_its_line(text: str, place: str, setting: Set) -> None:
    (told,) = faults(setting, text)
    assert told.startswith(f"[E541] {place}：不合 TOML 语法")


def test_a_file_nested_too_deeply_is_refused(setting: Set) -> None:
    (told,) = faults(setting, f"x = {'[' * 100_000}")
    assert told.startswith("[E541]")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="E401"):
        with_parameter_file(原有, tmp_path / "none.toml")


def test_all_faults_are_told_at_once_and_nothing_is_set(setting: Set) -> None:
    lines = ("trl = 7", "rd_total = 300", 'rd_shar = "8%"', 'age = "30个月"')
    told = faults(setting, *lines, "[achievement]", "trl = 6")
    assert [line[1:5] for line in told] == ["E102", "E543", "E546", "E542"]
    assert ALL.parameters["hard_tech.trl"].magnitude == 6


def test_a_name_of_two_kinds_is_refused(setting: Set) -> None:
    test = 成立.满(参数("hard_tech.rd", 年(1)))
    other = 一版(条件("K1", "年限", 依据=正文.款("第三条"), 要点="成立满{hard_tech.rd}", 认定=test))
    (told,) = faults(setting, "rd = 1", onto=Rulebook((一版(合格), other)))
    place, said = "hard_tech/recognition/2025@500113", "参数 hard_tech.rd 在两个版本里不是一类（收到：金额，年限）"
    assert told.startswith(f"[E547] {place}：{said}")


def test_every_kind_a_limit_can_have_may_be_set() -> None:
    numbers = {kind for kind in Kind if not kind.is_yes_or_no} - {Kind.DATE, Kind.CHOICE}
    assert {one.kind for one in ALL.parameters.values()} == numbers
