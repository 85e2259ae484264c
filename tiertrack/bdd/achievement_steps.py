"""The steps of an achievement: 假如 gives its data, 当 judges it, 那么 checks the enterprises it lifts."""

from __future__ import annotations

from pytest_bdd import given, parsers, then, when

from tiertrack.bdd.achievement_subject import Work
from tiertrack.bdd.patterns import Sentence
from tiertrack.bdd.subject import Subject, act_named, rows_of, title_named
from tiertrack.facts.achievement_dossier import achievement_dossier
from tiertrack.ladder.first_rung import FirstRung, first_rung
from tiertrack.logic.truth import Truth
from tiertrack.rules.assessment import Alternatives, assess_one
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf

_HELD = {Truth.TRUE: "持有", Truth.FALSE: "未持有", Truth.UNKNOWN: "待补充"}
_LISTS = {
    "技术合同": ("contracts", {"方式": "kind", "金额": "amount", "日期": "on", "对方": "with"}),
    "第三方评价": ("evaluations", {"机构": "by", "日期": "on", "结论": "grade"}),
    "奖励": ("awards", {"名称": "name", "级别": "level", "日期": "on"}),
    "企业关系": (
        "relations",
        {"企业": "enterprise", "角色": "role", "起": "since", "投产": "carried_into_production_on"},
    ),
}
_LIST = rf"(?P<what>{'|'.join(_LISTS)})"


@given("一项成果的资料如下")
def 成果资料(tiertrack_work: Work, datatable: list[list[str]]) -> None:
    for name, value in rows_of(datatable, "事项", "值"):
        tiertrack_work.say(name, value)


@given(parsers.parse("成果的 {name} 为 {value}"))
def 成果的(tiertrack_work: Work, name: str, value: str) -> None:
    tiertrack_work.say(name, value)


@given(Sentence(rf"成果的{_LIST}如下"))
def 成果的列表(tiertrack_work: Work, what: str, datatable: list[list[str]]) -> None:
    member, columns = _LISTS[what]
    tiertrack_work.list_of(member, columns.values(), rows_of(datatable, *columns))


@given(Sentence(rf"成果没有{_LIST}"))
def 成果没有(tiertrack_work: Work, what: str) -> None:
    member, columns = _LISTS[what]
    tiertrack_work.list_of(member, columns.values(), ())


@given(Sentence(rf"成果的{_LIST}不明"))
def 成果不明(tiertrack_work: Work, what: str) -> None:
    tiertrack_work.forget(_LISTS[what][0])


@given("成果在库的期间如下")
def 在库(tiertrack_work: Work, datatable: list[list[str]]) -> None:
    rows = [["achievement", start, last] for start, last in rows_of(datatable, "起", "止")]
    tiertrack_work.list_of("titles", ("title", "from", "through"), rows)


@when(parsers.parse("判断这项成果的 {title} {act}"))
def 判断成果(
    tiertrack_subject: Subject, tiertrack_work: Work, tiertrack_rulebook: Rulebook, title: str, act: str
) -> None:
    tier, _variant = title_named(title)
    dossier = achievement_dossier(tiertrack_work.achievement(), tiertrack_subject.day)
    answer = assess_one(tiertrack_rulebook, tier, act_named(act), dossier, AsOf(tiertrack_subject.day), dossier.where)
    tiertrack_subject.answers = Alternatives((answer,))


@then(parsers.parse("“{name}”的第一级为 {held}"))
def 第一级(
    tiertrack_subject: Subject, tiertrack_work: Work, tiertrack_rulebook: Rulebook, name: str, held: str
) -> None:
    assert _HELD[_first_rung(tiertrack_subject, tiertrack_work, tiertrack_rulebook, name).held] == held


@then(parsers.parse("“{name}”凭这项成果，落地日为 {since}"))
def 落地日(
    tiertrack_subject: Subject, tiertrack_work: Work, tiertrack_rulebook: Rulebook, name: str, since: str
) -> None:
    (carried,) = _first_rung(tiertrack_subject, tiertrack_work, tiertrack_rulebook, name).carried
    assert str(carried.since or "不明") == since


@then(parsers.parse("“{name}”没有落地的成果"))
def 没有落地(tiertrack_subject: Subject, tiertrack_work: Work, tiertrack_rulebook: Rulebook, name: str) -> None:
    assert _first_rung(tiertrack_subject, tiertrack_work, tiertrack_rulebook, name).carried == ()


def _first_rung(subject: Subject, work: Work, rulebook: Rulebook, name: str) -> FirstRung:
    return first_rung(work.firm(name), subject.day, rulebook)
