"""What is printed, aimed at and counted: each number keeps its time, kind and source, and only like is held to like."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.events import day, event, instant, on_record, recorded
from tiertrack.errors import BadFile
from tiertrack.indicators.agreement import Agreement, checked, doubted
from tiertrack.indicators.catalogue import Catalogue, MeasureKind, Target, Word
from tiertrack.indicators.report import OwnCount, compared, own_count, region_report
from tiertrack.indicators.seed_tables import TABLES, amount_of, catalogue, read_catalogue, span_of
from tiertrack.indicators.tally import Count, Part, Tallies, Tally, parts
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.instrument import Confidence
from tiertrack.law.regions import Region
from tiertrack.shipped import seed_rows, shipped
from tiertrack.temporal import AsOf, Period
from tiertrack.titles.events import ENTERPRISE, Event, Reason, RecordedEvent
from tiertrack.titles.self_reports import SELF_REPORTED
from tiertrack.titles.standing import effective, standing

K = EventKind
BANAN, YUBEI, CHONGQING = Region("500113"), Region("500112"), Region("500000")
DAY = dt.timedelta(days=1)

# A small catalogue to break and to ask: two measures of enterprises, one that is none, a report and a plan.
SOUND = {
    "sources": ["report,某报道,a1,2022-12,", "plan,某方案,某实施方案,2024-07-12,", "undated,某目标,某文件,,"],
    "measures": [
        "giants,小巨人,little_giant,stock,国家级,家,这一天持有的,",
        "giants-new,新培育小巨人,little_giant,flow,国家级,家,当年新认定的,",
        "giants-ever,累计小巨人,little_giant,cumulative,国家级,家,认定过的,",
        "plants,工厂,statistic,stock,市级,个,工厂数,数的是工厂",
        "growth,增幅,statistic,ratio,全区,%,同比,登记库只数企业",
    ],
    "observations": [
        "before,giants,500113,2021,8,,report,原文,",
        "new,giants-new,500113,2022,4,,report,原文,",
        "after,giants,500113,2022,12,,report,原文,",
        "undated,giants-new,500113,,40,,report,原文,",
        "plants-1,plants,500113,2022,9,,report,原文,",
        "plants-2,plants,500113,2023,近30,,report,原文,",
        "growth,growth,500113,2022,+50,,report,原文,",
    ],
    "targets": ["plan,500113,giants,达到,2027,,26,原文,"],
    "checks": ["roll,roll,before|new,after,自洽"],
}
Rows = dict[str, list[dict[str, str]]]


def tables(**more: Sequence[str]) -> Rows:
    """The sound tables with further lines; a line that begins with - takes away the line that begins with the rest."""
    found: Rows = {}
    for name, columns in TABLES.items():
        dropped = [line[1:] for line in more.get(name, ()) if line.startswith("-")]
        added = [line for line in more.get(name, ()) if not line.startswith("-")]
        kept = [line for line in SOUND[name] if not any(line.startswith(one) for one in dropped)]
        found[name] = list(csv.DictReader(io.StringIO("\n".join([",".join(columns), *kept, *added]))))
    return found


def small(**more: Sequence[str]) -> Catalogue:
    return read_catalogue(tables(**more))


# The seeds.


def test_every_seed_row_is_sound_and_cited() -> None:
    known = catalogue()
    assert len(known.observations) > 100
    assert len(known.targets) == 32
    for one in (*known.observations, *known.targets):
        assert one.source is known.sources[one.source.key]
        assert one.source.name
        assert one.source.title
        assert one.confidence in Confidence


def test_every_measure_is_defined_and_every_source_used() -> None:
    known = catalogue()
    used = {one.source.key for one in (*known.observations, *known.targets)}
    assert used == set(known.sources)
    for measure in known.measures.values():
        assert measure.definition
        assert measure.scope
        assert (measure.title is None) == bool(measure.not_counted)


def test_kinds_are_never_mixed_in_the_seeds() -> None:
    for one in catalogue().targets:
        assert one.word.is_of_flow == (one.measure.kind is MeasureKind.FLOW), one
    for measure in catalogue().measures.values():
        words = {one.word for one in catalogue().targets if one.measure is measure and one.word.is_of_flow}
        assert len(words) <= 1, measure


def test_no_number_of_2024_is_of_a_year_it_was_not_printed_for() -> None:
    known = catalogue()
    for key in ("innovative_sme_new", "srdi_sme_new", "gazelle_cq_new"):
        measure = known.measures[key]
        assert [one.amount.printed for one in known.observed_in(measure, BANAN, 2024)] == []
        assert [one.span for one in known.observed(measure, BANAN) if one.source.key == "002"] == [None]


def test_what_the_reports_say_agrees_or_not_as_known() -> None:
    found = {one.key: checked(one) for one in catalogue().checks}
    assert {key: one.agreement for key, one in found.items()} == {
        "srdi-2022": Agreement.EXACT,
        "chip-screen-2022": Agreement.DIFFERS,
        "hnte-multiple": Agreement.ROUNDED,
        "hnte-growth": Agreement.DIFFERS,
        "smart-2022": Agreement.DIFFERS,
        "platforms-2022": Agreement.EXACT,
        "platforms-side": Agreement.UNSETTLED,
        "tech-enterprise-2022": Agreement.UNSETTLED,
        "output-growth": Agreement.ROUNDED,
        "park-area": Agreement.ROUNDED,
    }
    assert (found["hnte-multiple"].computed, found["hnte-growth"].computed) == (Fraction(163, 18), Fraction(145, 18))
    assert (found["chip-screen-2022"].computed, found["smart-2022"].computed) == (35, 45)


def test_the_city_counts_the_new_and_the_district_what_there_is() -> None:
    known = catalogue()
    new, stock = known.measures["little_giant_new"], known.measures["little_giant_stock"]
    assert [(one.word, one.amount and one.amount.number) for one in known.aimed_at(new, CHONGQING)] == [
        (Word.CULTIVATE, 120)
    ]
    assert known.aimed_at(stock, CHONGQING) == ()
    assert [one.word for one in known.aimed_at(stock, BANAN)] == [Word.REACH, Word.PASS]


def test_the_row_shown_to_districts_can_be_added() -> None:
    text = (shipped("seeds") / "README.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^srdi-2026-06,.*$", text, re.M)
    rows = {name: seed_rows(f"indicators/{name}.csv") for name in TABLES}
    line = shown.replace("（出处的键）", "002").split(",")
    rows["observations"].append(dict(zip(TABLES["observations"], line, strict=True)))
    known = read_catalogue(rows)
    (added,) = known.observed_in(known.measures["srdi_sme_stock"], BANAN, 2026)
    assert added.amount.number == 131


# Reading a row.


@pytest.mark.parametrize(
    ("printed", "number", "qualifier", "digits"),
    [
        ("114", 114, "", 0),
        ("近200", 200, "近", 0),
        ("突破305", 305, "突破", 0),
        ("≥40", 40, "≥", 0),
        ("50余", 50, "余", 0),
        ("8.6万", 86000, "", 0),
        ("-18.1", Fraction(-181, 10), "", 1),
        ("预计+12.94", Fraction(1294, 100), "预计", 2),
    ],
)
def test_a_number_is_kept_as_printed_and_read_exactly(
    printed: str, number: Fraction, qualifier: str, digits: int
) -> None:
    found = amount_of({"value": printed})
    assert (found.printed, found.number, found.qualifier, found.digits) == (printed, number, qualifier, digits)


@pytest.mark.parametrize("printed", ["", "约", "1,000", "近200余", "三百", "12.", "1/3", "40家"])
def test_a_number_that_cannot_be_read_is_refused(printed: str) -> None:
    with pytest.raises(BadFile, match="数读不出来"):
        amount_of({"value": printed})


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022", "2022-01-01", "2022-12-31"),
        ("2022-12", "2022-12-01", "2022-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2022-10-31", "2022-10-31", "2022-10-31"),
        ("2022-01/2022-09", "2022-01-01", "2022-09-30"),
        ("2018/2023", "2018-01-01", "2023-12-31"),
    ],
)
def test_a_time_covers_all_its_days(text: str, first: str, last: str) -> None:
    assert span_of({"period": text}, "period").period == Period.through(day(first), day(last))


@pytest.mark.parametrize("text", ["22", "2022-13", "2022-02-30", "2022年", "2023/2022", "2022-9"])
def test_a_time_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(BadFile, match="时间读不出来"):
        span_of({"period": text}, "period")


def test_a_time_lies_in_a_year_only_where_all_of_it_does() -> None:
    assert span_of({"period": "2022-01/2022-09"}, "period").lies_in(2022)
    assert not span_of({"period": "2021/2022"}, "period").lies_in(2022)
    assert not span_of({"period": "2021/2022"}, "period").lies_in(2021)


@pytest.mark.parametrize(
    ("table", "line", "words"),
    [
        ("sources", "r2,,a2,2022-12,", "没有写名称"),
        ("sources", "r2,某报道,,2022-12,", "没有写全称"),
        ("sources", "report,某报道,a2,2022-12,", "键写重了"),
        ("measures", "m,甲,little_gaint,stock,国家级,家,定义,", "没有这个写法"),
        ("measures", "m,甲,statistic,stock,国家级,家,定义,", "没有写登记库为什么不能计"),
        ("measures", "m,甲,little_giant,stock,国家级,家,定义,不能计", "写了不能计的原因"),
        ("measures", "m,甲,little_giant,stock,国家级,个,定义,", "登记库只数企业"),
        ("measures", "m,甲,little_giant,ratio,国家级,家,定义,", "登记库只数企业"),
        ("measures", "m,甲,little_giant,stock,,家,定义,", "没有写口径"),
        ("measures", "m,小巨人,little_giant,stock,国家级,家,定义,", "同名"),
        ("measures", "M 1,甲,little_giant,stock,国家级,家,定义,", "键须由"),
        ("observations", "x,giant,500113,2022,1,,report,原文,", "没有这个写法"),
        ("observations", "x,plants,500113,2022,1,,reports,原文,", "没有这个写法"),
        ("observations", "x,plants,,2022,1,,report,原文,", "没有写地区"),
        ("observations", "x,plants,5001,2022,1,,report,原文,", "行政区划代码"),
        ("observations", "x,plants,500113,2022,1,,report,,", "没有这个写法"),
        ("observations", "x,plants,500113,2022,1,,report,原文", "列与规定的不一致"),
        ("observations", "x,plants,500113,2022,10,,report,原文,", "同一指标、同一时间而数不同"),
        ("targets", "plan,500113,giants,新培育,2027,,5,原文,", "“新培育”与存量是两种口径"),
        ("targets", "plan,500113,giants-new,达到,2027,,5,原文,", "“达到”与当年流量是两种口径"),
        ("targets", "plan,500113,growth,新增,2027,,5,原文,", "“新增”与比率是两种口径"),
        ("targets", "plan,500113,giants,达到,27,,5,原文,", "年度须为四位数字"),
        ("targets", "plan,500113,giants-new,新培育,,2024,5,原文,", "起算年度只用于流量目标"),
        ("targets", "plan,500113,giants,达到,2027,2024,5,原文,", "起算年度只用于流量目标"),
        ("targets", "plan,500113,giants-new,新培育,2027,2028,5,原文,", "起算年度只用于流量目标"),
        ("targets", "plan,500113,giants,达到,2027,,突破5,原文,", "限定词写在 word 一列"),
        ("targets", "plan,500113,giants,达到,2027,,,原文,", "也没有说明"),
        ("checks", "roll,roll,before|new,after,又一行", "键写重了"),
        ("checks", "c,total,before|new,after,说明", "类别不同的数不能相加"),
        ("checks", "c,roll,before|after,after,说明", "类别不同的数不能相加"),
        ("checks", "c,roll,new|before,after,说明", "类别不同的数不能相加"),
        ("checks", "c,total,before|plants-1,after,说明", "单位不同"),
        ("checks", "c,total,before,after,说明", "项数不对"),
        ("checks", "c,growth,before|after|new,growth,说明", "项数不对"),
        ("checks", "c,total,plants-1|plants-2,plants-1,说明", "约数不能复算"),
        ("checks", "c,total,before|after,,说明", "这一格写得不对"),
        ("checks", "c,side_by_side,before|after,new,说明", "这一格写得不对"),
        ("checks", "c,total,before|afterwards,after,说明", "没有这个写法"),
        ("checks", "c,total,before|after,after,", "没有说明"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused(table: str, line: str, words: str) -> None:
    with pytest.raises(BadFile, match=words) as refused:
        small(**{table: [line]})
    assert any((fault.place or "").startswith(f"{table}.csv") for fault in refused.value.faults)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(BadFile) as refused:
        small(
            observations=["x,plants,500113,2022,一,,report,原文,", "y,plants,500113,二〇二二,1,,report,原文,"],
            targets=["plan,500113,giants,新培育,2027,,5,原文,"],
        )
    assert [(fault.place or "").split(" ")[0] for fault in refused.value.faults] == [
        "observations.csv",
        "observations.csv",
        "targets.csv",
    ]


def test_growth_against_nothing_and_numbers_of_two_regions_are_refused() -> None:
    zero = "zero,giants,500113,2020,0,,report,原文,"
    with pytest.raises(BadFile, match="不能与零相比"):
        small(observations=[zero], checks=["c,growth,after|zero,growth,说明"])
    elsewhere = "there,giants,500112,2022,3,,report,原文,"
    with pytest.raises(BadFile, match="不是同一地区的数"):
        small(observations=[elsewhere], checks=["c,side_by_side,after|there,,说明"])


def test_a_measure_of_flow_has_targets_of_one_word() -> None:
    words = ("plan,500113,giants-new,新培育,2027,,5,原文,", "plan,500112,giants-new,新增,2027,,5,原文,")
    with pytest.raises(BadFile, match="新培育、新增几种口径"):
        small(targets=words)


def test_two_numbers_of_one_time_stand_side_by_side_once_somebody_says_so() -> None:
    other = "after-2,giants,500113,2022,13,,report,原文,"
    with pytest.raises(BadFile, match="说的是同一指标、同一时间而数不同"):
        small(observations=[other])
    known = small(observations=[other], checks=["side,side_by_side,after|after-2,,不作取舍"])
    assert [one.amount.printed for one in known.observed_in(known.measures["giants"], BANAN, 2022)] == ["12", "13"]
    (first, _second) = known.observed_in(known.measures["giants"], BANAN, 2022)
    assert [one.key for one in doubted(first, known.checks)] == ["side"]


def test_numbers_of_no_known_time_and_a_number_printed_twice_contradict_nothing() -> None:
    lines = ("undated-2,giants-new,500113,,41,,report,原文,", "after-2,giants,500113,2022,12,,report,原文,")
    known = small(observations=lines, checks=["same,side_by_side,after|after-2,,两处一样"])
    assert [one.amount.printed for one in known.observed(known.measures["giants-new"], BANAN)] == ["4", "40", "41"]
    assert small(observations=lines).observations == known.observations
    same = next(one for one in known.checks if one.key == "same")
    assert (checked(same).agreement, checked(same).computed) == (Agreement.EXACT, None)


def test_what_is_printed_comes_in_the_order_of_the_time_it_speaks_of() -> None:
    lines = ("march,giants,500113,2022-03,9,,report,原文,", "old,giants,500113,2012,1,,report,原文,")
    known = small(observations=lines)
    found = known.observed(known.measures["giants"], BANAN)
    assert [one.span and one.span.text for one in found] == ["2012", "2021", "2022-03", "2022"]


def test_checks_are_those_of_the_region_asked_about() -> None:
    assert [one.check.key for one in region_report(small(), BANAN, day("2026-06-30"), None).checks] == ["roll"]
    assert region_report(small(), YUBEI, day("2026-06-30"), None).checks == ()


def test_a_growth_in_percent_is_recomputed_in_percent() -> None:
    known = small(checks=["growth,growth,after|before,growth,说明"])
    found = {one.key: checked(one) for one in known.checks}
    assert (found["growth"].computed, found["growth"].agreement) == (50, Agreement.EXACT)


def test_only_the_result_of_a_growth_is_doubted_but_every_part_of_a_sum() -> None:
    known = catalogue()
    doubts = {one.key: [check.key for check in doubted(one, known.checks)] for one in known.observations}
    assert (doubts["hnte-2022"], doubts["hnte-2012"], doubts["hnte-growth-2022"]) == ([], [], ["hnte-growth"])
    assert doubts["chip-firms-2022"] == doubts["chip-firms-2022-1"] == ["chip-screen-2022"]
    assert doubts["srdi-2022-12"] == []


# Counting.


def part(*events: Event, on: str, title: str = "srdi_sme") -> Part | None:
    return parts(recorded(events), AsOf(day(on))).get(title)


RECOGNISED = event(K.RECOGNISED, "2021-07-01", through="2024-06-30")


def test_a_title_is_new_in_the_year_of_its_recognition_only() -> None:
    assert part(RECOGNISED, on="2021-06-30") is None
    assert part(RECOGNISED, on="2021-07-01") == Part(holds=True, is_new=True, ever=True)
    assert part(RECOGNISED, on="2022-01-01") == Part(holds=True, is_new=False, ever=True)
    assert part(RECOGNISED, on="2024-07-01") == Part(holds=False, is_new=False, ever=True)


def test_a_renewal_is_not_new_nor_is_a_recognition_while_the_title_is_held() -> None:
    renewed = event(K.REVIEW_PASSED, "2024-06-20", starts="2024-07-01")
    assert part(RECOGNISED, renewed, on="2024-12-31") == Part(holds=True, is_new=False, ever=True)
    again = event(K.RECOGNISED, "2024-07-01", document="又一批名单")
    assert part(RECOGNISED, again, on="2024-12-31") == Part(holds=True, is_new=False, ever=True)
    later = event(K.RECOGNISED, "2024-07-02", document="又一批名单")
    assert part(RECOGNISED, later, on="2024-12-31") == Part(holds=True, is_new=True, ever=True)


def test_a_recognition_for_next_year_is_new_this_year_and_not_held_yet() -> None:
    coming = event(K.RECOGNISED, "2024-12-20", starts="2025-01-01")
    assert part(coming, on="2024-12-31") == Part(holds=False, is_new=True, ever=True)
    assert part(coming, on="2025-01-01") == Part(holds=True, is_new=False, ever=True)


def test_a_review_passed_tells_that_the_title_was_given_once() -> None:
    assert part(event(K.REVIEW_PASSED, "2024-06-20"), on="2024-12-31") == Part(holds=True, is_new=False, ever=True)


def test_whoever_holds_by_a_recognition_that_has_begun_since_is_not_new_by_another() -> None:
    coming = event(K.RECOGNISED, "2024-12-20", starts="2025-01-01")
    again = event(K.RECOGNISED, "2025-01-02", document="又一批名单")
    assert part(coming, again, on="2025-12-31") == Part(holds=True, is_new=False, ever=True)


def test_of_a_title_held_for_several_products_one_that_is_left_is_enough() -> None:
    bearing = event(K.RECOGNISED, "2022-11-01", "champion", product="轴承", document="第七批名单")
    reducer = event(K.RECOGNISED, "2024-04-01", "champion", product="减速机", document="第八批名单")
    bearing_lost = event(K.REVOKED, "2024-09-01", "champion", product="轴承", reason=Reason.COMPLAINT)
    told = (bearing, reducer, bearing_lost)
    assert part(*told, on="2024-12-31", title="champion") == Part(holds=True, is_new=False, ever=True)
    reducer_lost = event(K.REVOKED, "2024-10-01", "champion", product="减速机", reason=Reason.COMPLAINT)
    assert part(*told, reducer_lost, on="2024-12-31", title="champion") == Part(holds=False, is_new=False, ever=True)


def test_of_each_count_it_is_known_whether_nothing_but_the_word_of_the_firm_is_behind_it() -> None:
    own_word = event(K.RECOGNISED, "2024-07-01", told_by=SELF_REPORTED)
    stock, new, ever = MeasureKind.STOCK, MeasureKind.FLOW, MeasureKind.CUMULATIVE
    assert part(own_word, on="2024-12-31") == Part(True, True, True, frozenset({stock, new, ever}))
    assert part(own_word, on="2025-12-31") == Part(True, False, True, frozenset({stock, ever}))
    assert part(RECOGNISED, own_word, on="2024-12-31") == Part(True, False, True, frozenset({stock}))
    assert part(RECOGNISED, own_word, on="2027-07-01") == Part(False, False, True)
    listed = event(K.RECOGNISED, "2024-08-01", document="渝经信中小〔2024〕5号")
    assert part(own_word, listed, on="2024-12-31") == Part(True, True, True)
    bearing = event(K.RECOGNISED, "2024-05-01", "champion", product="轴承", told_by=SELF_REPORTED)
    reducer = event(K.RECOGNISED, "2024-04-01", "champion", product="减速机")
    assert part(bearing, reducer, on="2025-12-31", title="champion") == Part(True, False, True)


def test_what_happens_to_the_enterprise_itself_is_of_no_title() -> None:
    renamed = event(K.RENAMED, "2024-05-01", ENTERPRISE, value="重庆新名制造有限公司")
    assert parts(recorded([renamed]), AsOf(day("2024-12-31"))) == {}


def test_whoever_only_applied_is_on_record_and_counts_for_nothing() -> None:
    assert part(event(K.APPLIED, "2024-03-01"), on="2024-12-31") == Part(holds=False, is_new=False, ever=False)


def test_what_was_not_yet_known_or_was_taken_back_does_not_count() -> None:
    stream = recorded([RECOGNISED], "2021-08-01")
    assert parts(stream, AsOf(day("2021-12-31"), instant("2021-07-31"))) == {}
    taken_back = on_record(Event(title="srdi_sme", kind=K.VOIDED, on=day("2021-09-01")), 2, "2021-09-01", 1)
    assert parts((*stream, taken_back), AsOf(day("2021-12-31"))) == {}


TITLES = ("innovative_sme", "srdi_sme", "little_giant", "champion", "above_scale")
KINDS = (K.RECOGNISED, K.RECOGNISED, K.REVIEW_PASSED, K.REVOKED, K.NOT_LISTED, K.RELINQUISHED, K.ABSENT, K.RENAMED)
DAYS = st.dates(day("2022-01-01"), day("2027-12-31"))


@st.composite
def happenings(draw: st.DrawFn) -> Event:
    kind, on = draw(st.sampled_from(KINDS)), draw(DAYS)
    said: dict[str, object] = {"title": draw(st.sampled_from(TITLES))}
    if said["title"] == "champion":
        said["product"] = draw(st.sampled_from([None, "轴承", "减速机"]))
    if kind is K.RENAMED:
        said = {"title": ENTERPRISE, "value": "重庆新名制造有限公司"}
    if kind is K.REVOKED:
        said["reason"] = draw(st.sampled_from([Reason.FRAUD, Reason.INCIDENT, Reason.OTHER]))
    if kind.grants:
        said["starts"] = on + dt.timedelta(days=draw(st.sampled_from([-400, -30, 0, 0, 0, 30, 400])))
        said["through"] = max(on, said["starts"]) + dt.timedelta(days=draw(st.sampled_from([10, 365, 1095])))
    return Event(kind=kind, on=on, document=f"{on} {kind.label}名单", **said)


@st.composite
def histories(draw: st.DrawFn) -> tuple[RecordedEvent, ...]:
    """What happened to one firm, learned at various instants, some of it put right and some taken back."""
    told = recorded(draw(st.lists(happenings(), max_size=8)))
    learned = [
        attrs.evolve(one, recorded_at=instant(draw(st.sampled_from(["2023-01-01", "2025-01-01"])))) for one in told
    ]
    for one in list(learned):
        if draw(st.integers(0, 5)) == 0:
            void = Event(title=one.title, kind=K.VOIDED, on=one.on)
            newest = max(other.version for other in learned if other.title == one.title)
            learned.append(on_record(void, newest + 1, "2025-01-01", one.version))
    return tuple(learned)


def naive(events: tuple[RecordedEvent, ...], asof: AsOf, title: str) -> tuple[bool, bool, bool]:
    """Holding, new and ever by asking the standing itself, day by day."""

    def held(events: tuple[RecordedEvent, ...], on: dt.date) -> bool:
        return any(one.title == title for one in standing(events, AsOf(on, asof.known_at)).held)

    def held_before(one: Event) -> bool:
        """By what had been published by then: a recognition dated back was none yet."""
        return held(effective(events, AsOf(one.on - DAY, asof.known_at)), one.on - DAY)

    known = effective(events, AsOf(dt.date.max, asof.known_at))
    grants = [one for one in known if one.title == title and one.kind.grants]
    given = any(min(one.on, one.starts or one.on) <= asof.on for one in grants)
    recognised = [one for one in grants if one.kind is K.RECOGNISED and one.on.year == asof.on.year]
    return held(events, asof.on), any(not held_before(one) for one in recognised if one.on <= asof.on), given


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(histories(), st.sampled_from([BANAN, YUBEI, CHONGQING, None])), max_size=4),
    DAYS,
    st.sampled_from([None, "2024-01-01"]),
)
def test_counts_are_those_of_a_recount_of_every_standing(
    firms: list[tuple[tuple[RecordedEvent, ...], Region | None]], on: dt.date, known_at: str | None
) -> None:
    asof = AsOf(on, instant(known_at) if known_at else None)
    tallies = Tallies([BANAN, CHONGQING])
    for events, where in firms:
        tallies.add(where, parts(events, asof))
    for region, inside, unknown in (
        (BANAN, {BANAN}, {CHONGQING, None}),
        (CHONGQING, {BANAN, YUBEI, CHONGQING}, {None}),
    ):
        for title in TITLES:
            tally = tallies.of(region).get(title, Tally())
            for count, places in ((tally.there, inside), (tally.unplaced, unknown)):
                told = [naive(events, asof, title) for events, where in firms if where in places]
                assert (count.stock, count.new, count.ever) == tuple(sum(one[at] for one in told) for at in range(3))


def test_a_place_known_no_nearer_than_the_city_is_in_the_city_and_in_no_district() -> None:
    tallies = Tallies([BANAN, CHONGQING])
    found = {"srdi_sme": Part(holds=True, is_new=False, ever=True)}
    one = Count(recorded=1, stock=1, new=0, ever=1)
    tallies.add(CHONGQING, found)
    assert tallies.of(BANAN) == {"srdi_sme": Tally(unplaced=one)}
    assert tallies.of(CHONGQING) == {"srdi_sme": Tally(there=one)}
    tallies.add(YUBEI, found)
    assert tallies.of(BANAN) == {"srdi_sme": Tally(unplaced=one)}


# Holding a target against a count.


def target(word: str, value: str = "26", kind: str = "giants", year: str = "2027", since: str = "") -> Target:
    (found,) = small(targets=["-plan", f"plan,500113,{kind},{word},{year},{since},{value},原文,"]).targets
    return found


@pytest.mark.parametrize(
    ("word", "count", "lacking"),
    [
        ("达到", 25, 1),
        ("达到", 26, 0),
        ("以上", 26, 0),
        ("超过", 26, 1),
        ("超过", 27, 0),
        ("突破", 26, 1),
        ("达到", 40, 0),
    ],
)
def test_what_is_lacking_follows_from_the_word(word: str, count: int, lacking: int) -> None:
    assert compared(target(word), OwnCount(count), day("2026-06-30")).lacking == lacking


def test_part_of_an_enterprise_is_lacking_as_a_whole_one() -> None:
    assert compared(target("达到", value="2.5"), OwnCount(2), day("2026-06-30")).lacking == 1
    assert compared(target("超过", value="2.5"), OwnCount(2), day("2026-06-30")).lacking == 1


@pytest.mark.parametrize(
    ("aim", "on", "words"),
    [
        (target("新培育", kind="giants-new"), "2026-06-30", "起算年度没有写明"),
        (target("新培育", kind="giants-new", since="2024"), "2027-06-30", "2024—2027 年的合计"),
        (target("新培育", kind="giants-new", since="2027"), "2026-06-30", "目标是 2027 年的"),
        (target("新增", kind="giants-new", since="2027"), "2027-06-30", "可以是净增"),
        (target("达到"), "2024-07-11", "还没有印发"),
    ],
)
def test_unlike_is_not_compared_and_the_reason_is_said(aim: Target, on: str, words: str) -> None:
    found = compared(aim, OwnCount(3), day(on))
    assert found.lacking is None
    assert words in found.why_not


def test_a_target_of_one_year_is_held_against_what_is_new_in_that_year() -> None:
    aim = target("新培育", value="5", kind="giants-new", since="2027")
    assert compared(aim, OwnCount(3), day("2027-06-30")).lacking == 2


def test_a_target_is_compared_from_the_day_its_document_was_issued_and_always_where_that_is_not_known() -> None:
    assert compared(target("达到"), OwnCount(3), day("2024-07-12")).lacking == 23
    (undated,) = small(targets=["-plan", "undated,500113,giants,达到,2027,,26,原文,"]).targets
    assert compared(undated, OwnCount(3), day("2000-01-01")).lacking == 23


def test_a_target_whose_number_was_not_read_is_kept_and_not_compared() -> None:
    (aim,) = small(targets=["-plan", "plan,500113,giants,达到,2027,,,推导,数值没有读到"]).targets
    assert compared(aim, OwnCount(3), day("2026-06-30")).why_not == "目标的数值没有读到"


def test_each_kind_of_measure_has_its_own_count() -> None:
    tallies = {"little_giant": Tally(Count(recorded=9, stock=5, new=2, ever=7), Count(1, 1, 0, 1))}
    measures = small().measures
    assert own_count(measures["giants"], tallies) == OwnCount(5, 1)
    assert own_count(measures["giants-new"], tallies) == OwnCount(2, 0)
    assert own_count(measures["giants-ever"], tallies) == OwnCount(7, 1)
    assert own_count(measures["plants"], tallies) == OwnCount(None, why_not="数的是工厂")


def test_no_record_is_not_zero() -> None:
    found = own_count(small().measures["giants"], {})
    assert found.number is None
    assert "没有记录不是零" in found.why_not
    compared_with_nothing = compared(target("达到"), found, day("2026-06-30"))
    assert compared_with_nothing.lacking is None


def test_targets_of_one_measure_and_year_are_rivals() -> None:
    more = ["undated,500113,giants,超过,2027,,30,原文,", "undated,500113,giants,超过,2025,,20,原文,"]
    (report,) = (region_report(small(targets=more), BANAN, day("2026-06-30"), None).measures[0],)
    assert [(one.target.year, [rival.source.key for rival in one.rivals]) for one in report.targets] == [
        (2025, []),
        (2027, ["undated"]),
        (2027, ["plan"]),
    ]


def test_numbers_of_the_whole_country_stand_beside_those_of_a_region_and_make_none_of_their_own() -> None:
    known = small(observations=["all,giants-new,全国,2022,4357,,report,转述,第四批"])
    assert known.regions == (BANAN,)
    found = {one.measure.key: one for one in region_report(known, BANAN, day("2026-06-30"), None).measures}
    assert [one.observation.key for one in found["giants-new"].nationwide] == ["all"]
    assert [one.observation.key for one in found["giants-new"].observations] == ["new", "undated"]
    assert found["giants"].nationwide == ()


def test_a_region_nothing_is_printed_of_is_reported_by_what_the_register_counts() -> None:
    counted = {"little_giant": Tally(Count(recorded=1, stock=1, new=0, ever=1))}
    report = region_report(small(), YUBEI, day("2026-06-30"), counted)
    assert [(one.measure.key, one.own and one.own.number) for one in report.measures] == [
        ("giants", 1),
        ("giants-new", 0),
        ("giants-ever", 1),
    ]
    assert region_report(small(), YUBEI, day("2026-06-30"), None).measures == ()


def test_a_measure_of_which_only_firms_of_no_known_place_count_is_reported() -> None:
    counted = {"little_giant": Tally(unplaced=Count(recorded=1, stock=1, new=0, ever=1))}
    report = region_report(small(), YUBEI, day("2026-06-30"), counted)
    assert [(one.measure.key, one.own and one.own.unplaced) for one in report.measures] == [
        ("giants", 1),
        ("giants-ever", 1),
    ]
