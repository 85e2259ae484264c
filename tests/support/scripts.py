"""The engine in JavaScript: V8 in this process, or a page of a browser; whole populations go in and out as one text."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from attrs import frozen
from py_mini_racer import MiniRacer

from tests.support.agreeing import population_of
from tests.support.comparisons import compared_texts
from tests.support.expressions import KIND_OF, Case
from tests.support.populations import dossier_of
from tiertrack.engines.javascript.policy_program import PolicyProgram, judge_source
from tiertrack.engines.javascript.rule_nodes import RuleNodes
from tiertrack.engines.javascript.rule_slots import RuleSlots
from tiertrack.engines.javascript.rule_vectors import answers_of
from tiertrack.facts.dossier import Dossier
from tiertrack.logic.expr import Holds, Ref, Test
from tiertrack.logic.finding import Finding, Value
from tiertrack.logic.lower import expand
from tiertrack.logic.quantity import Kind
from tiertrack.logic.truth import Truth
from tiertrack.render.assessment_data import score_data
from tiertrack.render.facts_read import facts_read, known_members
from tiertrack.render.program.doubt_data import doubted_data
from tiertrack.render.program.program_data import FORMAT, program_data
from tiertrack.render.program.rule_words import RuleWords
from tiertrack.render.shortfalls import shortfalls_text
from tiertrack.rules.assessment import Assessment, assess
from tiertrack.rules.edition import Edition, columns_of
from tiertrack.temporal import AsOf

# Takes the text of an expression and of what it calls ``given``; gives the text of its value.
Script = Callable[[str, str], str]
_ALL = "given.answers.map(function (one) { return TierTrack.judge(given.program, one); })"
_SHOWN = "(function (name, value) { return name === 'finding' || name === 'sections' ? undefined : value; })"


@frozen(eq=False)
class ScriptEngine:
    """The JavaScript engine, wherever it runs."""

    run: Script

    def value(self, expression: str, **given: Any) -> Any:
        """The value of an expression in ``given``, all of it as JSON."""
        return json.loads(self.run(f"JSON.stringify({expression})", json.dumps(given)))

    def judged(self, program: Mapping[str, Any], answers: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """What is judged of each of many by one program, but for what is only shown beside it."""
        called = f"JSON.stringify({_ALL}, {_SHOWN})"
        found: list[dict[str, Any]] = json.loads(self.run(called, json.dumps({"program": program, "answers": answers})))
        return found


@contextmanager
def in_process() -> Iterator[ScriptEngine]:
    """V8 without a browser around it. It keeps Python from ending until it is closed."""
    with MiniRacer() as context:
        context.eval(judge_source())
        yield ScriptEngine(lambda called, given: str(context.eval(_with(called, given))))


def in_page(page: Any) -> ScriptEngine:
    """The engine in a page of a browser."""
    page.add_script_tag(content=judge_source())
    return ScriptEngine(lambda called, given: str(page.evaluate(_with(called, given))))


def _with(called: str, given: str) -> str:
    return f"(function (given) {{ return {called}; }})(JSON.parse({json.dumps(given)}))"


def program_of(assessed: PolicyProgram) -> dict[str, Any]:
    """A program as whoever reads the file has it."""
    read: dict[str, Any] = json.loads(json.dumps(program_data(assessed)))
    return read


def expected(answer: Assessment) -> dict[str, Any]:
    """What the scalar evaluator says of one enterprise, in the members of the engine."""
    score = answer.score
    return {
        "truth": answer.truth.value,
        "clash": answer.finding.is_clash,
        "criteria": [_criterion(one.criterion.key, one.finding, answer) for one in answer.criteria],
        "missing": [fact.key for fact in answer.missing],
        "moot": [fact.key for fact in answer.moot],
        "score": score and score_data(score),
        "doubts": in_any_order(doubted_data(answer.given, answer.asof.on)),
    }


def in_any_order(doubts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Doubts as they are compared: a program tells them kind by kind."""
    return sorted(doubts, key=lambda one: (one["facts"], one["text"]))


def _criterion(key: str, finding: Finding, answer: Assessment) -> dict[str, Any]:
    known = known_members(facts_read(finding), answer.given, answer.asof.on)
    return {
        "key": key,
        "truth": finding.truth.value,
        "missing": [fact.key for fact in finding.missing],
        "moot": [fact.key for fact in finding.moot],
        "shortfall": shortfalls_text(finding, answer.asof.on) or None,
        "compared": compared_texts(finding, answer.given, answer.asof.on),
        "observed": [{"fact": one["fact"], "name": one["name"], "value": one["value"]} for one in known],
    }


def compared_by_program(engine: ScriptEngine, edition: Edition, every: int) -> Iterator[tuple[Any, Any, Any]]:
    """The answers by one edition of one in so many of its population, with every reason."""
    asked = population_of(edition, 240)
    columns, rows = columns_of((edition,), asked.on), asked.rows[::every]
    dossiers = [dossier_of(row, columns, asked.on) for row in rows]
    program = program_of(PolicyProgram(edition, asked.on))
    found = engine.judged(program, [answers_of(row, columns) for row in rows])
    for dossier, got in zip(dossiers, found, strict=True):
        got["doubts"] = in_any_order(got["doubts"])
        yield dossier, expected(assess(edition, dossier, AsOf(asked.on))), got


# ------------------------------------------------------------------------------------------------------- random rules

_AUTHORITY = Ref("judged", "judged", Kind.JUDGEMENT)
_NOBODY = Dossier("某企业")


def told_of_rule(engine: ScriptEngine, batch: Sequence[Case]) -> tuple[list[Any], list[Any]]:
    """What is said of each case of one rule, where an authority has judged some: by the engine, and by the scalar
    evaluator."""
    on = batch[0].on
    made = [(True, False, None)[place % 3] for place, _case in enumerate(batch)]
    program = _program_of_rule(batch[0].test, on)
    answers = [
        {_AUTHORITY.key: truth, **{_key(*read): _plain(read[0], value) for read, value in case.known.items()}}
        for case, truth in zip(batch, made, strict=True)
    ]
    found = [one["criteria"][0] for one in engine.judged(program, answers)]
    wanted = [_finding_told(case.dated(on).finding, truth, on) for case, truth in zip(batch, made, strict=True)]
    return [{name: one[name] for name in wanted[0]} for one in found], wanted


def _program_of_rule(test: Test, on: dt.date) -> dict[str, Any]:
    slots = RuleSlots(on)
    node = RuleNodes(slots, RuleWords(on.year).of).test(expand(test))
    authority = slots.of(_AUTHORITY)
    facts = [
        {"key": _key(one.key, one.offset), "name": one.key, "kind": KIND_OF.get(one.key, Kind.JUDGEMENT).value}
        for one in slots.slots
    ]
    read = [
        {
            "key": slots.refs[one].key_in(on.year),
            "name": slots.refs[one].label_in(on.year),
            "kind": fact["kind"],
            "fact": place,
        }
        for place, (one, fact) in enumerate(zip(slots.slots, facts, strict=True))
    ]
    return {
        **{"format": FORMAT, "fold": "all", "together": [], "ways": {}, "cutoffs": slots.cutoffs(None)},
        **{"facts": facts, "slots": read, "criteria": [{"key": "rule", "authority": authority, "test": node}]},
    }


def _key(key: str, offset: int | None) -> str:
    return f"{key} {offset}" if key != _AUTHORITY.key else key


def _plain(key: str, value: Value | None) -> str | bool | None:
    if value is None or isinstance(value, bool | str):
        return value
    return dt.date.fromordinal(int(value)).isoformat() if KIND_OF[key] is Kind.DATE else str(value)


def _finding_told(finding: Finding, made: bool | None, on: dt.date) -> dict[str, Any]:
    if finding.is_out_of_reach:
        finding = Finding(Holds(_AUTHORITY), Truth.of(made), (made,), (finding,), finding.year)
    return {
        "truth": finding.truth.value,
        "missing": [seen.key for seen in finding.missing],
        "moot": [seen.key for seen in finding.moot],
        "shortfall": shortfalls_text(finding, on) or None,
        "compared": compared_texts(finding, _NOBODY, on),
    }
