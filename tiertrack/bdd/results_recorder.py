"""What becomes of every scenario of a run, written to one file at its end; under xdist by whoever hands the tests out.

Wherever a scenario runs, what it is and the rules it is judged by travel with its report.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd.scenario import scenario_wrapper_template_registry

from tiertrack.errors import TiertrackError
from tiertrack.output_file import Existing, written_whole
from tiertrack.pages.handbook.scenario_results import Outcome, ScenarioOutcome, ScenarioResults
from tiertrack.rules.rulebook import Rulebook
from tiertrack.shipped import shipped
from tiertrack.temporal import BEIJING
from tiertrack.version import __version__

# The name of what travels with a report.
_TOLD = "tiertrack_scenario"
_FAILED_AT = pytest.StashKey[str]()
_JUDGED_BY = pytest.StashKey[str]()


class ScenarioTeller:
    """Puts on the report of a scenario which one it is, at which step it failed and by which rules it was judged."""

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Iterator[None]:
        """Puts it there."""
        made: Any = yield
        function = getattr(item, "function", None)
        template = scenario_wrapper_template_registry.get(function) if function else None
        if template is not None:
            callspec = getattr(item, "callspec", None)
            example = callspec.params.get("_pytest_bdd_example", {}) if callspec else {}
            told = {
                "feature": _place(Path(template.feature.filename), item.config.rootpath),
                "scenario": template.name,
                "example": {str(heading): str(value) for heading, value in example.items()},
                "step": item.stash.get(_FAILED_AT, ""),
                "rulebook": item.stash.get(_JUDGED_BY, ""),
            }
            setattr(made.get_result(), _TOLD, told)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: pytest.FixtureRequest) -> Iterator[None]:
        """Keeps the fingerprint of the rules that a scenario, or all of them, are judged by."""
        made: Any = yield
        if fixturedef.argname == "tiertrack_rulebook" and made.excinfo is None:
            rulebook = made.get_result()
            if isinstance(rulebook, Rulebook):
                request.node.stash[_JUDGED_BY] = rulebook.digest

    def pytest_bdd_step_error(self, request: pytest.FixtureRequest, step: Any) -> None:
        """Keeps the step that failed."""
        request.node.stash[_FAILED_AT] = step.name

    def pytest_bdd_step_func_lookup_error(self, request: pytest.FixtureRequest, step: Any) -> None:
        """Keeps the step there is no sentence for."""
        request.node.stash[_FAILED_AT] = step.name


class ResultsRecorder:
    """Keeps the reports of every scenario, and writes the file ``into`` when all have run."""

    def __init__(self, into: Path) -> None:
        self._into = into
        self._found: dict[str, ScenarioOutcome] = {}
        self._rulebooks: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keeps the outcome of a scenario: that of its worst part."""
        told = getattr(report, _TOLD, None)
        if told is None:
            return
        self._rulebooks |= {told["rulebook"]} - {""}
        before = self._found.get(report.nodeid)
        if before is not None and before.outcome is not Outcome.PASSED:
            return
        outcome = Outcome(report.outcome)
        step = told["step"] if outcome is Outcome.FAILED else ""
        self._found[report.nodeid] = ScenarioOutcome(told["feature"], told["scenario"], told["example"], outcome, step)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Writes the file; where it cannot be written, the run has failed."""
        found = sorted(self._found.items(), key=lambda one: (one[1].feature, one[0]))
        results = ScenarioResults(
            __version__,
            tuple(sorted(self._rulebooks)),
            dt.datetime.now(BEIJING).date(),
            tuple(outcome for _test, outcome in found),
        )
        try:
            with written_whole(self._into, Existing.REPLACED) as unfinished:
                unfinished.write_text(results.text(), encoding="utf-8")
        except TiertrackError as error:
            session.exitstatus = pytest.ExitCode.USAGE_ERROR
            reporter = session.config.pluginmanager.get_plugin("terminalreporter")
            if reporter is not None:
                reporter.write_line(str(error), red=True)


def _place(feature: Path, root: Path) -> str:
    """The path of a feature: within the features of this package, else within the project."""
    for folder in (shipped("features"), root):
        if feature.is_relative_to(folder):
            return feature.relative_to(folder).as_posix()
    return feature.as_posix()
