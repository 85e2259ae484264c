"""The steps of a table of boundaries: each row changes the enterprise of the scenario and judges it once more.

A 场景大纲 names the editions that share a clause by 事项 and 判断日; the table of the clause stands once, in a 那么::

    场景大纲: 资产负债率的界线
      当 <判断日> 判断它的 专精特新“小巨人”企业 <事项>
      那么 条件 J4 决定结论，界线如下
        | 上年度资产总额 | 上年度负债总额 | 结论   | 尚缺           | 差距                                             |
        | 1亿元          | 7000万元       | 符合   | 无             | 无                                               |
        | 1亿元          | 8000万元       | 不符合 | 无             | 超出 10 个百分点，上年度负债总额须减少 1000 万元 |
        | 1亿元          | 缺失           | 待补充 | 上年度负债总额 | 无                                               |
      例子:
        | 事项 | 判断日     |
        | 认定 | 2024-06-28 |
        | 复核 | 2026-05-20 |

The first columns say what is changed, under the name of a fact, of a judgement, of a title with 称号 behind it, or as
事实 and 值. 照旧 leaves it as it was and 缺失 takes it away; a title is held 前3年度-07-01 至 判断日, or 没有; a
judgement is 是, 否, or made 判断日次日认定. The columns behind them say what then holds of the condition: 结论, 尚缺,
不再需要, 差距, 说明 (more than one, if need be) and 得分. A condition that 决定结论 comes out as the whole does, in
every row; 结论的界线如下 asks only of the whole: 结论, 尚缺 and 不再需要. Where one scenario has several tables, each
may say what it is about: 条件 A1 的界线如下，其余各项65分.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pytest_bdd import then

from tiertrack.bdd import assessment_steps
from tiertrack.bdd.patterns import Sentence
from tiertrack.bdd.subject import Row, Subject, once

_Step = Callable[..., None]
# A step, its arguments in every row, and the name of its argument that is the cell.
_Question = tuple[_Step, Mapping[str, str], str]
# The questions under the heading of each column.
_Questions = Mapping[str, tuple[_Question, ...]]

_WHAT = "事实"
_CONCLUSION: _Question = (assessment_steps.结论, {}, "truth")
_POINTS: _Question = (assessment_steps.得分, {}, "points")
# What may stand behind the key says what the table is about, where one scenario has several.
_ABOUT = r"(?:，(?P<about>.+))?"


@then(Sentence(rf"条件 (?P<key>\S+) 的界线如下{_ABOUT}"))
def 界线(tiertrack_subject: Subject, key: str, datatable: list[list[str]]) -> None:
    _ask(tiertrack_subject, datatable, _of_condition(key))


@then(Sentence(rf"条件 (?P<key>\S+) 决定结论，界线如下{_ABOUT}"))
def 决定结论(tiertrack_subject: Subject, key: str, datatable: list[list[str]]) -> None:
    questions = _of_condition(key)
    _ask(tiertrack_subject, datatable, {**questions, "结论": (*questions["结论"], _CONCLUSION)})


@then(Sentence(rf"结论的界线如下{_ABOUT}"))
def 结论界线(tiertrack_subject: Subject, datatable: list[list[str]]) -> None:
    questions: _Questions = {
        "结论": (_CONCLUSION,),
        "尚缺": ((assessment_steps.尚缺, {}, "names"),),
        "不再需要": ((assessment_steps.不影响, {}, "names"),),
        "得分": (_POINTS,),
    }
    _ask(tiertrack_subject, datatable, questions)


# The steps that judge a row at a time, and leave the rows with the subject.
TABLES = (界线, 决定结论, 结论界线)


def _of_condition(key: str) -> _Questions:
    return {
        "结论": ((assessment_steps.条件结论, {"key": key}, "truth"),),
        "尚缺": ((assessment_steps.条件尚缺, {"key": key}, "names"),),
        "不再需要": ((assessment_steps.条件不再需要, {"key": key}, "names"),),
        "差距": ((assessment_steps.差距, {"key": key}, "lacking"),),
        "说明": ((assessment_steps.说明, {"key": key}, "words"),),
        "得分": (_POINTS,),
    }


def _ask(subject: Subject, table: list[list[str]], questions: _Questions) -> None:
    """Judges and asks every row, and leaves the rows with the subject; fails naming the row."""
    headings, *rows = table
    given = next((place for place, name in enumerate(headings) if name in questions), len(headings))
    assert 0 < given < len(headings), f"表头须先写改动的事实，再写 {'、'.join(questions)}"
    assert rows, "界线表没有一行"
    once(headings[:given], "表头")
    once(map(" | ".join, rows), "界线表的一行")
    assert set(headings[given:]) <= set(questions), f"答复只有 {'、'.join(questions)} 各栏"
    asked = []
    for cells in rows:
        assert all(cells), "界线表里有空格；没有写 无，没有资料写 缺失，不改写 照旧"
        changed = subject.otherwise(_changes(headings[:given], cells[:given]))
        assert changed.assessment is not None, "界线表只用于单独一套标准"
        claims: list[tuple[_Step, Mapping[str, Any]]] = [
            (step, {**arguments, argument: cell})
            for heading, cell in zip(headings[given:], cells[given:], strict=True)
            for step, arguments, argument in questions[heading]
        ]
        try:
            for step, arguments in claims:
                step(tiertrack_subject=changed, **arguments)
        except AssertionError as error:
            error.add_note(f"界线表这一行：| {' | '.join(cells)} |")
            raise
        asked.append(Row(changed.assessment, tuple(claims)))
    subject.rows = tuple(asked)


def _changes(headings: list[str], cells: list[str]) -> list[tuple[str, str]]:
    """What a row changes; the cell under 事实 names what the next cell is."""
    if _WHAT not in headings:
        return list(zip(headings, cells, strict=True))
    place = headings.index(_WHAT)
    named = [*headings[:place], cells[place], *headings[place + 2 :]]
    return list(zip(named, [*cells[:place], *cells[place + 1 :]], strict=True))
