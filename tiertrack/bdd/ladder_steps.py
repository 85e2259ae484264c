"""The steps about the whole ladder: its order on a day, prerequisites and exclusions, the distance to the next rung."""

from __future__ import annotations

from pytest_bdd import parsers, then, when

from tiertrack.bdd.patterns import Sentence
from tiertrack.bdd.subject import Subject, rows_of
from tiertrack.ladder.climb import Climb, Rung, climb
from tiertrack.ladder.order import ladder_version
from tiertrack.render.verdict_words import truth_word
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf


@when("查看它的梯度", target_fixture="tiertrack_ladder")
def 查看梯度(tiertrack_subject: Subject, tiertrack_rulebook: Rulebook) -> Climb:
    return climb(tiertrack_subject.dossier(), AsOf(tiertrack_subject.day), tiertrack_rulebook)


@when(parsers.parse("照 {order} 查看它的梯度"), target_fixture="tiertrack_ladder")
def 照次序查看梯度(tiertrack_subject: Subject, tiertrack_rulebook: Rulebook, order: str) -> Climb:
    asof = AsOf(tiertrack_subject.day)
    return climb(tiertrack_subject.dossier(), asof, tiertrack_rulebook, version=ladder_version(order))


@then(parsers.parse("梯度次序为 {key}"))
def 梯度次序(tiertrack_ladder: Climb, key: str) -> None:
    assert tiertrack_ladder.version.key == key


@then(parsers.parse("各级依次为 {labels}"))
def 各级(tiertrack_ladder: Climb, labels: str) -> None:
    assert [rung.label for rung in tiertrack_ladder.rungs] == labels.split("、")


@then(parsers.parse("下一级为 {label}"))
def 下一级(tiertrack_ladder: Climb, label: str) -> None:
    assert _next(tiertrack_ladder).label == label


@then("没有下一级")
def 没有下一级(tiertrack_ladder: Climb) -> None:
    assert tiertrack_ladder.next is None


@then(Sentence(r"(?P<label>\S+) 的(?P<kind>前置|排除)如下"))
def 前置与排除(tiertrack_ladder: Climb, label: str, kind: str, datatable: list[list[str]]) -> None:
    rung = _rung(tiertrack_ladder, label)
    clauses = rung.prerequisites if kind == "前置" else rung.exclusions
    shown = [[judged.criterion.gist, truth_word(judged.truth)] for judged in clauses]
    assert shown == rows_of(datatable, "要点", "结论")


@then(parsers.parse("{label} 没有前置"))
def 没有前置(tiertrack_ladder: Climb, label: str) -> None:
    assert not _rung(tiertrack_ladder, label).prerequisites


@then(parsers.parse("下一级先要补齐 {fact} 等资料"))
def 先要补齐(tiertrack_ladder: Climb, fact: str) -> None:
    assert fact in [seen.label for seen in _next(tiertrack_ladder).closings[0].missing]


@then(parsers.parse("下一级的差距依次为 {keys}"))
def 差距依次(tiertrack_ladder: Climb, keys: str) -> None:
    assert [gap.judged.criterion.key for gap in _next(tiertrack_ladder).closings[0].gaps] == keys.split("、")


def _rung(ladder: Climb, label: str) -> Rung:
    return next(rung for rung in ladder.rungs if rung.label == label)


def _next(ladder: Climb) -> Rung:
    assert ladder.next is not None, "已在最高一级"
    return ladder.next
