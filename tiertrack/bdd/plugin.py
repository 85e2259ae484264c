"""The pytest plugin: offers the steps to every project that has pytest-bdd, and stays out of the way of all others.

Nothing but this module is imported until a feature file is collected or one of the fixtures is asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from tiertrack.bdd.achievement_subject import Work
    from tiertrack.bdd.desk import Desk
    from tiertrack.bdd.office import Office
    from tiertrack.bdd.subject import Subject
    from tiertrack.indicators.catalogue import Catalogue
    from tiertrack.ladder.climb import Climb
    from tiertrack.rulebooks.national.cnipa_high_value_patent import HighValuePatent
    from tiertrack.rules.rulebook import Rulebook

STEPS: Final = (
    "tiertrack.bdd.assessment_steps",
    "tiertrack.bdd.comparison_steps",
    "tiertrack.bdd.boundary_steps",
    "tiertrack.bdd.register_steps",
    "tiertrack.bdd.standing_steps",
    "tiertrack.bdd.duty_steps",
    "tiertrack.bdd.ladder_steps",
    "tiertrack.bdd.indicator_steps",
    "tiertrack.bdd.achievement_steps",
    "tiertrack.bdd.desk_steps",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The file that the outcomes of the scenarios are written to."""
    group = parser.getgroup("tiertrack", "企业梯度的中文步骤")
    how = "把每个场景的结果写成 JSON，写政策手册时用；已有的文件会被覆盖。"
    group.addoption("--tiertrack-results", metavar="FILE", default=None, help=how)


def pytest_configure(config: pytest.Config) -> None:
    """Records the scenarios where a file is asked for."""
    into = config.getoption("--tiertrack-results", default=None)
    if into is None:
        return
    from tiertrack.bdd.results_recorder import ResultsRecorder, ScenarioTeller

    config.pluginmanager.register(ScenarioTeller())
    # Of several processes, the one that hands the tests out hears of all.
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(ResultsRecorder(config.invocation_params.dir / into))


def pytest_collection_modifyitems(config: pytest.Config) -> None:
    """Brings the steps in where there is a feature file, and refuses to run where a scenario of one would vanish
    without a word."""
    # Whoever collects a feature has imported it.
    features = getattr(sys.modules.get("pytest_bdd.feature"), "features", None)
    if not features:
        return
    from tiertrack.bdd.feature_text import silent_keywords

    if faults := list(silent_keywords(features)):
        raise pytest.UsageError(*map(str, faults))
    for steps in STEPS:
        config.pluginmanager.import_plugin(steps)


@pytest.fixture
def tiertrack_rulebook(rulebook: Any) -> Rulebook:
    """The rulebook features are judged by: the national one, whatever is installed beside it.

    A district that writes features for rules of its own overrides it in its ``conftest.py``; the steps on a register
    follow it too::

        @pytest.fixture(scope="session")
        def tiertrack_rulebook() -> Rulebook:
            return load_rulebook([Path("rules")], Path("parameters.toml"))

    Both names are in ``tiertrack``. ``load_rulebook()`` alone is the national one with those that are installed, and
    ``load_rulebook(paths, onto=national_rulebook())`` leaves the installed ones out.
    """
    from tiertrack.rulebooks import national_rulebook
    from tiertrack.rules.rulebook import Rulebook

    # A project may have a fixture of that name about something else.
    return rulebook if isinstance(rulebook, Rulebook) else national_rulebook()


@pytest.fixture
def tiertrack_indicators(indicators: Any) -> Catalogue:
    """The published figures and targets of the features; override it to write features for tables of your own."""
    from tiertrack.indicators.catalogue import Catalogue
    from tiertrack.indicators.seed_tables import catalogue

    return indicators if isinstance(indicators, Catalogue) else catalogue()


@pytest.fixture
def tiertrack_subject() -> Subject:
    """The enterprise of the scenario."""
    from tiertrack.bdd.subject import Subject

    return Subject()


@pytest.fixture
def tiertrack_work() -> Work:
    """The achievement of the scenario."""
    from tiertrack.bdd.achievement_subject import Work

    return Work()


@pytest.fixture
def tiertrack_office(tiertrack_rulebook: Rulebook, tmp_path: Path) -> Iterator[Office]:
    """The register, the clock and the enterprises of the scenario."""
    from tiertrack.bdd.office import Office

    opened = Office(tiertrack_rulebook, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def tiertrack_desk(tiertrack_rulebook: Rulebook, tmp_path: Path) -> Iterator[Desk]:
    """The register in a folder, the files and the clock of the scenario."""
    from tiertrack.bdd.desk import Desk

    opened = Desk(tiertrack_rulebook, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def tiertrack_ladder() -> Climb:
    """The ladder of the enterprise, from the step that works it out."""
    raise AssertionError("还没有查看梯度")


@pytest.fixture
def tiertrack_high_value() -> HighValuePatent:
    """The answer to the five cases, from the step that asks them."""
    raise AssertionError("还没有看五种情形")


# What they were called before. A district's own that override the first two by these names count as before.


@pytest.fixture
def rulebook() -> Rulebook:
    """``tiertrack_rulebook``, by its name of before."""
    from tiertrack.rulebooks import national_rulebook

    return national_rulebook()


@pytest.fixture
def indicators() -> Catalogue:
    """``tiertrack_indicators``, by its name of before."""
    from tiertrack.indicators.seed_tables import catalogue

    return catalogue()


@pytest.fixture
def subject(tiertrack_subject: Subject) -> Subject:
    """``tiertrack_subject``, by its name of before."""
    return tiertrack_subject


@pytest.fixture
def work(tiertrack_work: Work) -> Work:
    """``tiertrack_work``, by its name of before."""
    return tiertrack_work


@pytest.fixture
def office(tiertrack_office: Office) -> Office:
    """``tiertrack_office``, by its name of before."""
    return tiertrack_office


@pytest.fixture
def ladder(tiertrack_ladder: Climb) -> Climb:
    """``tiertrack_ladder``, by its name of before."""
    return tiertrack_ladder


@pytest.fixture
def high_value(tiertrack_high_value: HighValuePatent) -> HighValuePatent:
    """``tiertrack_high_value``, by its name of before."""
    return tiertrack_high_value
