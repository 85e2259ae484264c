"""Every Chinese step as Markdown: its sentence as the steps declare it, and the first feature that says it."""

from __future__ import annotations

import functools
import importlib
import inspect
import re
from collections.abc import Iterator

from attrs import frozen
from pytest_bdd.feature import get_feature
from pytest_bdd.parser import Step
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

from tiertrack.bdd.plugin import STEPS
from tiertrack.render.phrases import table
from tiertrack.shipped import shipped

_HEADINGS = {
    "assessment_steps": "判断一家企业",
    "comparison_steps": "两个答复相比",
    "boundary_steps": "界线表",
    "register_steps": "登记库里的企业和事项",
    "standing_steps": "持有什么、发生过什么",
    "duty_steps": "到期的事",
    "ladder_steps": "梯度",
    "indicator_steps": "公布的数和目标",
    "achievement_steps": "一项成果",
    "desk_steps": "经办人的案头",
}
_KEYWORDS = {"given": "假如", "when": "当", "then": "那么"}
# What stands where a sentence leaves the words to the scenario.
_OPEN = "…"


@frozen
class _Sentence:
    """A sentence the steps declare, by its module and pattern, with the contexts that understand it."""

    module: str
    pattern: str
    contexts: tuple[StepFunctionContext, ...]

    def row(self) -> tuple[str, str, str]:
        """The keywords, the sentence, and how a feature says it."""
        keywords = "、".join(
            word for type_, word in _KEYWORDS.items() if any(one.type == type_ for one in self.contexts)
        )
        has_table = "datatable" in inspect.signature(self.contexts[0].step_func).parameters
        return keywords, spelt(self.pattern) + ("（下接表）" if has_table else ""), self._said()

    def _said(self) -> str:
        for one in _sentences_said():
            if any(context.type == one.type and context.parser.is_matching(one.name) for context in self.contexts):
                name = one.name.replace("<", "＜").replace(">", "＞")
                return name if one.datatable is None else f"{name}<br>表头 {'、'.join(one.datatable.raw()[0])}"
        return ""


def steps_table() -> str:
    """Every step, a heading and a table for each module of them."""
    modules = [name.rpartition(".")[2] for name in STEPS]
    return "\n\n".join(f"## {_HEADINGS[module]}\n\n{_table(module)}" for module in modules)


def _table(module: str) -> str:
    rows = (sentence.row() for sentence in _declared() if sentence.module == module)
    return table(("关键字", "句子", "如"), map(tuple, rows))


def _declared() -> Iterator[_Sentence]:
    """Every sentence in the order of its module; one declared for two keywords is one."""
    for name in STEPS:
        importlib.import_module(name)
    found: dict[tuple[str, str], list[StepFunctionContext]] = {}
    for context in step_function_context_registry.values():
        module = context.step_func.__module__
        if module in STEPS:
            found.setdefault((module.rpartition(".")[2], context.parser.name), []).append(context)
    return (_Sentence(*key, tuple(contexts)) for key, contexts in found.items())


@functools.cache
def _sentences_said() -> tuple[Step, ...]:
    """Every step of the features once, short ones first; those that leave a word to an outline come last."""
    said: dict[tuple[str, str], Step] = {}
    for path in sorted(shipped("features").rglob("*.feature")):
        feature = get_feature(str(path.parent), path.name)
        for scenario in feature.scenarios.values():
            for one in scenario.steps:
                said.setdefault((one.type, one.name), one)
    return tuple(sorted(said.values(), key=lambda one: ("<" in one.name, len(one.name))))


def spelt(pattern: str) -> str:
    """A pattern for people: … for what a scenario fills in, 〔〕 around what may be left out, 〈〉 around a choice."""
    pattern = pattern.removeprefix("^").removesuffix("$")
    if "(" not in pattern:
        loose = pattern.replace(" ?", "")
        return re.sub(r"\{[^}]*\}|\\S[+*]?\??|\\d[+*]?|\.[+*]\??", _OPEN, loose)
    start = pattern.index("(")
    end = _closing(pattern, start)
    group, after = pattern[start + 1 : end], pattern[end + 1 :]
    inner = re.sub(r"^\?(?::|P<\w+>)", "", group)
    optional = after.startswith("?")
    named = group.startswith("?P")
    if named and re.search(r"[\[\\.+*]", inner):
        text = _OPEN
    elif "(" in inner:
        text = spelt(inner)
    else:
        words = [spelt(word) for word in inner.split("|")]
        text = f"〈{'／'.join(words)}〉" if len(words) > 1 else words[0]
    text = f"〔{text}〕" if optional else text
    return spelt(pattern[:start]) + text + spelt(after.removeprefix("?"))


def _closing(pattern: str, start: int) -> int:
    """Where the group that opens at ``start`` ends."""
    depth = 0
    for index in range(start, len(pattern)):
        depth += {"(": 1, ")": -1}.get(pattern[index], 0)
        if depth == 0:
            return index
    raise ValueError(f"unbalanced: {pattern}")
