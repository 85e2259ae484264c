"""The steps about the whole ladder: its order on a day, prerequisites and exclusions, the distance to the next rung."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from pytest_bdd import parsers, then, when

from tiertrack.bdd.subject import Subject, rows_of
from tiertrack.ladder.climb import Climb, Rung, climb
from tiertrack.render.assessment_text import truth_word
from tiertrack.rules.criterion import Judged
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOf


class LadderView:
    """The ladder a scenario has looked at."""

    def __init__(self) -> None:
        self.climb: Climb | None = None

    @property
    def at(self) -> Climb:
        """The ladder; fails where no step has looked at it."""
        assert self.climb is not None, "还没有查看梯度"
        return self.climb

    def rung(self, label: str) -> Rung:
        """The rung with this Chinese name."""
        return next(rung for rung in self.at.rungs if rung.label == label)

    @property
    def next(self) -> Rung:
        """The next rung; fails at the top."""
        assert self.at.next is not None, "已在最高一级"
        return self.at.next


@pytest.fixture
def ladder_view() -> LadderView:
    """The ladder the scenario has looked at."""
    return LadderView()


@when("查看它的梯度")
def 查看梯度(subject: Subject, rulebook: Rulebook, ladder_view: LadderView) -> None:
    assert subject.on is not None, "场景没有写明判断日"
    ladder_view.climb = climb(subject.dossier(), AsOf(subject.on), rulebook)


@then(parsers.parse("梯度次序为 {key}"))
def 梯度次序(ladder_view: LadderView, key: str) -> None:
    assert ladder_view.at.version.key == key


@then(parsers.parse("各级依次为 {labels}"))
def 各级(ladder_view: LadderView, labels: str) -> None:
    assert [rung.label for rung in ladder_view.at.rungs] == labels.split("、")


@then(parsers.parse("下一级为 {label}"))
def 下一级(ladder_view: LadderView, label: str) -> None:
    assert ladder_view.next.label == label


@then("没有下一级")
def 没有下一级(ladder_view: LadderView) -> None:
    assert ladder_view.at.next is None


@then(parsers.parse("{label} 的前置如下"))
def 前置(ladder_view: LadderView, label: str, datatable: list[list[str]]) -> None:
    assert _clauses(ladder_view.rung(label).prerequisites) == rows_of(datatable, "要点", "结论")


@then(parsers.parse("{label} 的排除如下"))
def 排除(ladder_view: LadderView, label: str, datatable: list[list[str]]) -> None:
    assert _clauses(ladder_view.rung(label).exclusions) == rows_of(datatable, "要点", "结论")


@then(parsers.parse("{label} 没有前置"))
def 没有前置(ladder_view: LadderView, label: str) -> None:
    assert not ladder_view.rung(label).prerequisites


@then(parsers.parse("下一级先要补齐 {fact} 等资料"))
def 先要补齐(ladder_view: LadderView, fact: str) -> None:
    assert fact in [seen.label for seen in ladder_view.next.closings[0].missing]


@then(parsers.parse("下一级的差距依次为 {keys}"))
def 差距依次(ladder_view: LadderView, keys: str) -> None:
    assert [gap.judged.criterion.key for gap in ladder_view.next.closings[0].gaps] == keys.split("、")


def _clauses(found: Iterable[Judged]) -> list[list[str]]:
    return [[judged.criterion.gist, truth_word(judged.truth)] for judged in found]
