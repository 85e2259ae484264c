"""The steps of indicators: published figures and planned targets, their agreement, and the register's own counts."""

from __future__ import annotations

from pytest_bdd import given, then

from tiertrack.bdd.office import Office
from tiertrack.bdd.patterns import DAY, Sentence
from tiertrack.bdd.subject import NONE, rows_of, value_named
from tiertrack.facts.identity import Identity, normalise_region, normalise_stock_code
from tiertrack.facts.units import decimal_text, parse_date
from tiertrack.indicators.agreement import Checked, checked
from tiertrack.indicators.catalogue import Catalogue, Measure
from tiertrack.indicators.report import Compared, Reported
from tiertrack.indicators.seed_tables import NATIONWIDE
from tiertrack.law.regions import Region
from tiertrack.render.register.indicator_text import indicators_text
from tiertrack.temporal import AsOf

_PLACE = r"(?P<place>[^\s“”的]+?)"
_NAME = r"“(?P<name>[^“”]+(?:“[^”]+”[^“”]*)?)”"


def _region(place: str) -> Region:
    return Region(normalise_region(place))


def _printed_of(place: str) -> Region | None:
    return None if place == NATIONWIDE else _region(place)


def _measure(indicators: Catalogue, name: str) -> Measure:
    return value_named(name, {measure.name: measure for measure in indicators.measures.values()})


# Published figures.


@then(Sentence(rf"{_PLACE}公布的{_NAME}为"))
def 公布的数(tiertrack_indicators: Catalogue, place: str, name: str, datatable: list[list[str]]) -> None:
    shown = [
        [seen.span.text if seen.span else NONE, seen.amount.printed, seen.source.name, seen.confidence.value]
        for seen in tiertrack_indicators.observed(_measure(tiertrack_indicators, name), _printed_of(place))
    ]
    assert shown == rows_of(datatable, "时间", "数", "出处", "信度")


@then(Sentence(rf"{_PLACE} (?P<year>\d{{4}}) 年公布的{_NAME}为 (?P<numbers>\S+)"))
def 某年公布的数(tiertrack_indicators: Catalogue, place: str, year: str, name: str, numbers: str) -> None:
    found = tiertrack_indicators.observed_in(_measure(tiertrack_indicators, name), _printed_of(place), int(year))
    assert ("、".join(observation.amount.printed for observation in found) or NONE) == numbers


_CHECKED = r"校验 (?P<key>\S+) (?P<agreement>吻合|四舍五入后吻合|不吻合)"


@then(Sentence(rf"{_CHECKED}，复算为 (?P<computed>\S+)，公布为 (?P<printed>\S+)"))
def 校验(tiertrack_indicators: Catalogue, key: str, agreement: str, computed: str, printed: str) -> None:
    found = _checked(tiertrack_indicators, key)
    assert found.computed is not None
    assert found.check.printed is not None
    shown = (found.agreement.label, decimal_text(found.computed, 2), found.check.printed.amount.printed)
    assert shown == (agreement, computed, printed)


@then(Sentence(r"校验 (?P<key>\S+) 把 (?P<numbers>\S+) 并列，不作取舍"))
def 并列(tiertrack_indicators: Catalogue, key: str, numbers: str) -> None:
    found = _checked(tiertrack_indicators, key)
    assert found.agreement.label == "并列，不作取舍"
    assert "、".join(part.amount.printed for part in found.check.parts) == numbers


def _checked(indicators: Catalogue, key: str) -> Checked:
    return checked(value_named(key, {check.key: check for check in indicators.checks}))


# Planned targets.


@then(Sentence(rf"{_PLACE} (?P<year>\d{{4}}) 年的{_NAME}目标为"))
def 目标(tiertrack_indicators: Catalogue, place: str, year: str, name: str, datatable: list[list[str]]) -> None:
    found = tiertrack_indicators.aimed_at(_measure(tiertrack_indicators, name), _region(place))
    shown = [
        [
            target.word.value,
            target.amount.printed if target.amount else NONE,
            target.source.key,
            target.confidence.value,
        ]
        for target in found
        if target.year == int(year)
    ]
    assert shown == rows_of(datatable, "动词", "数", "文件", "信度")


# The register's own counts.


def _reported(office: Office, indicators: Catalogue, on: str, place: str, name: str) -> Reported:
    asof, measure = AsOf(parse_date(on)), _measure(indicators, name)
    (report,) = reports = office.registry.indicators(asof, _region(place), indicators)
    found = [row for row in report.measures if row.measure is measure]
    assert found, indicators_text(reports, asof)
    return found[0]


_COUNT = rf"{DAY} 登记库里{_PLACE}的{_NAME}"


@then(Sentence(rf"{_COUNT}为 (?P<number>\d+) \S+?(?:，另有 (?P<unplaced>\d+) \S+所在地不明)?"))
def 登记库的数(
    tiertrack_office: Office,
    tiertrack_indicators: Catalogue,
    on: str,
    place: str,
    name: str,
    number: str,
    unplaced: str | None,
) -> None:
    own = _reported(tiertrack_office, tiertrack_indicators, on, place, name).own
    assert own is not None
    assert (own.number, own.unplaced) == (int(number), int(unplaced or 0))


@then(Sentence(rf"{_COUNT}不能计，因为 (?P<words>.+)"))
def 不能计(
    tiertrack_office: Office, tiertrack_indicators: Catalogue, on: str, place: str, name: str, words: str
) -> None:
    own = _reported(tiertrack_office, tiertrack_indicators, on, place, name).own
    assert own is not None
    assert own.number is None
    assert words in own.why_not, own.why_not


_AIM = rf"{DAY} {_PLACE}的{_NAME}离 (?P<document>\S+) 的 (?P<year>\d{{4}}) 年目标"


@then(Sentence(rf"{_AIM}还差 (?P<lacking>\d+) \S+"))
def 还差(
    tiertrack_office: Office,
    tiertrack_indicators: Catalogue,
    on: str,
    place: str,
    name: str,
    document: str,
    year: str,
    lacking: str,
) -> None:
    found = _compared(tiertrack_office, tiertrack_indicators, on, place, name, document, year)
    assert found.lacking == int(lacking), found.why_not


@then(Sentence(rf"{_AIM}不比较，因为 (?P<words>.+)"))
def 不比较(
    tiertrack_office: Office,
    tiertrack_indicators: Catalogue,
    on: str,
    place: str,
    name: str,
    document: str,
    year: str,
    words: str,
) -> None:
    found = _compared(tiertrack_office, tiertrack_indicators, on, place, name, document, year)
    assert found.lacking is None
    assert words in found.why_not, found.why_not


def _compared(
    office: Office, indicators: Catalogue, on: str, place: str, name: str, document: str, year: str
) -> Compared:
    targets = _reported(office, indicators, on, place, name).targets
    (found,) = (aim for aim in targets if (aim.target.source.key, aim.target.year) == (document, int(year)))
    return found


# Real enterprises.


@given(Sentence(r"企业“(?P<name>[^”]+)”（证券代码 (?P<code>\d{6})）在(?P<place>\S+)"))
def 上市公司(tiertrack_office: Office, name: str, code: str, place: str) -> None:
    tiertrack_office.enrol(name, place)
    known = Identity(stock_code=normalise_stock_code(code))
    tiertrack_office.registry.write(lambda register: register.learn(register.find(name), known))
