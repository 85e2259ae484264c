"""The steps that hold two answers about one enterprise side by side."""

from __future__ import annotations

from pytest_bdd import parsers, then, when

from tiertrack.bdd.patterns import Sentence
from tiertrack.bdd.subject import Subject, act_named, rows_of, title_named
from tiertrack.facts.units import DAY_PATTERN, parse_date
from tiertrack.render.comparison_text import NOT_ASKED, comparison_text
from tiertrack.render.verdict_words import truth_word
from tiertrack.rules.comparison import Comparison, TurnedBy
from tiertrack.rules.rulebook import Rulebook

_DAYS = rf"(?P<first>{DAY_PATTERN}) 与 (?P<second>{DAY_PATTERN}) "


@when(Sentence(rf"{_DAYS}相比，看它的 (?P<title>.+) (?P<act>\S+)"), target_fixture="tiertrack_comparison")
def 相比(
    tiertrack_subject: Subject, tiertrack_rulebook: Rulebook, first: str, second: str, title: str, act: str
) -> Comparison:
    from tiertrack.app.comparisons import compare

    named, variant = title_named(title)
    days = (parse_date(first), parse_date(second))
    return compare(tiertrack_subject.dossier(), named, act_named(act), *days, None, tiertrack_rulebook, variant)


@then(parsers.parse("结论由 {before} 变为 {after}，{turned_by}"))
def 变为(tiertrack_comparison: Comparison, before: str, after: str, turned_by: str) -> None:
    crossing = tiertrack_comparison.crossing
    said = [truth_word(crossing.before), truth_word(crossing.after), _label(crossing.turned_by)]
    assert said == [before, after, turned_by], comparison_text(tiertrack_comparison)


@then(parsers.parse("结论没有变，都是 {truth}"))
def 没有变(tiertrack_comparison: Comparison, truth: str) -> None:
    crossing = tiertrack_comparison.crossing
    assert [truth_word(crossing.before), truth_word(crossing.after)] == [truth] * 2, comparison_text(
        tiertrack_comparison
    )


@then(parsers.parse("旧资料按新标准 {old_facts}，新资料按旧标准 {new_facts}"))
def 交叉(tiertrack_comparison: Comparison, old_facts: str, new_facts: str) -> None:
    crossing = tiertrack_comparison.crossing
    crossed = [truth_word(crossing.by_new_standard), truth_word(crossing.with_new_facts)]
    assert crossed == [old_facts, new_facts], comparison_text(tiertrack_comparison)


@then("变了的条件如下")
def 变了的条件(tiertrack_comparison: Comparison, datatable: list[list[str]]) -> None:
    rows = [
        [
            turn.change.title,
            *(NOT_ASKED if judged is None else truth_word(judged.truth) for judged in (turn.before, turn.after)),
            turn.turned_by.label,
        ]
        for turn in tiertrack_comparison.turned
    ]
    assert rows == rows_of(datatable, "事项", "原", "现", "因为"), comparison_text(tiertrack_comparison)


@then("没有条件变了")
def 没有条件变了(tiertrack_comparison: Comparison) -> None:
    assert not tiertrack_comparison.turned, comparison_text(tiertrack_comparison)


def _label(turned_by: TurnedBy | None) -> str:
    return "" if turned_by is None else turned_by.label
