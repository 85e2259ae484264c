"""The outcomes of the scenarios of one run: what ``pytest --tiertrack-results`` writes and the handbook reads."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from tiertrack.brevity import told
from tiertrack.errors import BadFile, Fault
from tiertrack.facts.json_reading import json_content, unless_too_deep
from tiertrack.input_file import read_text
from tiertrack.labels import Labelled

FORMAT: Final = "tiertrack-results/1"
_MEMBERS: Final = {"format": str, "version": str, "rulebooks": list, "on": str, "scenarios": list}
_OF_SCENARIO: Final = {"feature": str, "scenario": str, "example": dict, "outcome": str, "step": str}


class Outcome(Labelled):
    """What became of a scenario, or of one example of it."""

    PASSED = "passed", "通过"
    FAILED = "failed", "没有通过"
    SKIPPED = "skipped", "跳过"


@frozen
class ScenarioOutcome:
    """What became of one scenario: its feature file by its path, its title, the values of its example by their headings
    (empty where it has none), and the step it failed at ("" where it failed at none)."""

    feature: str
    scenario: str
    example: Mapping[str, str]
    outcome: Outcome
    step: str = ""

    def __repr__(self) -> str:
        return told(self, self.feature, self.scenario, said=self.outcome.label)


@frozen
class ScenarioResults:
    """The outcomes of one run: by which ``version`` and on which day it was run, and the fingerprints of the
    ``rulebooks`` the scenarios were judged by."""

    version: str
    rulebooks: tuple[str, ...]
    on: dt.date
    scenarios: tuple[ScenarioOutcome, ...]

    def __repr__(self) -> str:
        return told(self, self.version, str(self.on), said=f"{len(self.scenarios)} 个场景")

    def text(self) -> str:
        """The file."""
        data = {
            "format": FORMAT,
            "version": self.version,
            "rulebooks": list(self.rulebooks),
            "on": self.on.isoformat(),
            "scenarios": [
                {
                    "feature": one.feature,
                    "scenario": one.scenario,
                    "example": dict(one.example),
                    "outcome": one.outcome.value,
                    "step": one.step,
                }
                for one in self.scenarios
            ],
        }
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def read_results(path: Path) -> ScenarioResults:
    """The outcomes in a file.

    Raises BadFile where it cannot be opened or read as JSON, and where it is not such a file (E776), with every member
    that is not as it should be.
    """
    content = unless_too_deep(lambda: json_content(read_text(path), path.name, _fault(None, "")), path.name)
    if faults := list(_faults(content, path.name)):
        raise BadFile(*faults)
    return ScenarioResults(
        content["version"],
        tuple(content["rulebooks"]),
        dt.date.fromisoformat(content["on"]),
        tuple(
            ScenarioOutcome(one["feature"], one["scenario"], one["example"], Outcome(one["outcome"]), one["step"])
            for one in content["scenarios"]
        ),
    )


def _faults(content: Mapping[str, Any], place: str) -> Iterator[Fault]:
    if content.get("format") != FORMAT:
        yield _fault(content.get("format"), f"{place} format")
        return
    wrong = [*_unfit(content, _MEMBERS)]
    yield from (_fault(value, f"{place} {member}") for member, value in wrong)
    if wrong:
        return
    if not _is_day(content["on"]):
        yield _fault(content["on"], f"{place} on")
    yield from (_fault(one, f"{place} rulebooks") for one in content["rulebooks"] if not isinstance(one, str))
    for number, one in enumerate(content["scenarios"], 1):
        where = f"{place} scenarios 第 {number} 个"
        if not isinstance(one, dict):
            yield _fault(one, where)
            continue
        wrong = [*_unfit(one, _OF_SCENARIO)]
        if not wrong and one["outcome"] not in {outcome.value for outcome in Outcome}:
            wrong = [("outcome", one["outcome"])]
        if not wrong and not all(isinstance(value, str) for value in one["example"].values()):
            wrong = [("example", one["example"])]
        yield from (_fault(value, f"{where} {member}") for member, value in wrong)


def _unfit(members: Mapping[str, Any], kinds: Mapping[str, type]) -> Iterator[tuple[str, Any]]:
    for member, kind in kinds.items():
        if not isinstance(members.get(member), kind):
            yield member, members.get(member)


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _fault(value: Any, place: str) -> Fault:
    what = "这不是场景的运行结果"
    remedy = "请给 pytest --tiertrack-results 写下的文件，不要改动它"
    return Fault("E776", what, remedy, None if value is None else str(value), place)
