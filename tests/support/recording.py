"""The claims of the features on the answers they were given, kept while they run, so that they can be asked again.

The recorder is a plugin of every session. A test that asks for the records of some folders gets those of the scenarios
that have run in its process; where not all of them have, they are run once more for it.
"""

from __future__ import annotations

import functools
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from pytest_bdd.scenario import scenario_wrapper_template_registry

from tiertrack.bdd import boundary_steps
from tiertrack.bdd.subject import Subject
from tiertrack.rules.assessment import Alternatives, Assessment
from tiertrack.shipped import shipped

__all__ = [
    "GROUPS",
    "RECORDER",
    "Answered",
    "Recorder",
    "feature_of",
    "module_again",
    "paths",
    "recorded",
    "written_in",
]

# The folders of features that are asked again together, each group by a test in the same file as its scenarios. The
# folders are named for the titles whose editions they guard, those of ``rights`` for what they count.
GROUPS = {
    "sme": ("innovative_sme", "srdi_sme", "little_giant"),
    "champion": ("champion", "champion_cq"),
    "listed": ("listed", "neeq"),
    "adjacent": ("high_tech_enterprise", "tech_sme", "above_scale", "gazelle_cq", "key_little_giant"),
    "beside": (
        *("smerd_cq", "etc_cq", "netc", "tis", "ipd", "uni_cq", "potential_uni_cq", "tech_enterprise_cq"),
        *("smart_factory", "green_factory"),
    ),
    "local": ("achievement", "hard_tech"),
    "provinces": (
        *("champion_zj", "champion_he", "champion_ln"),
        *("key_srdi_zj", "hidden_champion_zj", "hard_tech_list_cq"),
    ),
    "rights": ("intellectual-property",),
}


def paths(group: str) -> tuple[str, ...]:
    """The folders of a group, to make scenarios of."""
    return tuple(str(shipped("features") / folder) for folder in GROUPS[group])


def written_in(folders: Iterable[str]) -> Counter[tuple[str, str, str]]:
    """The headings of scenarios by file and folder: whatever looks like one counts, even with the full-width colon that
    makes a scenario vanish."""
    return Counter(
        (path.name, path.parent.name, title.strip())
        for folder in folders
        for path in (shipped("features") / folder).rglob("*.feature")
        for title in re.findall(r"^ *场景(?:大纲)? *[:：](.*)$", path.read_text(encoding="utf-8"), re.M)
    )


@frozen(eq=False)
class Answered:
    """One answer of one scenario, with everything the scenario then claims of it."""

    assessment: Assessment
    claims: list[tuple[Callable[..., None], Mapping[str, Any]]]

    def names(self, key: str) -> bool:
        """Whether the scenario speaks of the criterion itself."""
        return any(arguments.get("key") == key for _step, arguments in self.claims)

    def still_holds(self, assessment: Assessment) -> bool:
        """Whether every 那么 step passes for another answer."""
        subject = Subject()
        subject.answers = Alternatives((assessment,))
        try:
            for step, arguments in self.claims:
                step(tiertrack_subject=subject, **arguments)
        except AssertionError:
            return False
        return True


class Recorder:
    """A pytest plugin that keeps the 那么 steps of every scenario it sees pass, by the folder of its feature."""

    def __init__(self) -> None:
        self._answered: dict[str, dict[Assessment, Answered]] = defaultdict(dict)
        self._collected: Counter[str] = Counter()
        self._passed: Counter[str] = Counter()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Counts the scenarios that are going to run."""
        self._collected = Counter(feature.parent.name for item in items if (feature := feature_of(item)))

    def pytest_bdd_after_step(
        self, feature: Any, step: Any, step_func: Callable[..., None], step_func_args: Mapping[str, Any]
    ) -> None:
        subject = step_func_args.get("tiertrack_subject")
        # A step that takes the rulebook judges anew; it says nothing of an answer already given.
        if step.type != "then" or "tiertrack_rulebook" in step_func_args or not isinstance(subject, Subject):
            return
        kept = self._answered[Path(feature.filename).parent.name]
        if step_func in boundary_steps.TABLES:
            for row in subject.rows:
                kept.setdefault(row.answer, Answered(row.answer, [])).claims.extend(row.claims)
        elif subject.assessment is not None:
            arguments = {name: value for name, value in step_func_args.items() if name != "tiertrack_subject"}
            answered = kept.setdefault(subject.assessment, Answered(subject.assessment, []))
            answered.claims.append((step_func, arguments))

    def pytest_bdd_after_scenario(self, feature: Any) -> None:
        """Counts the scenarios that have run."""
        self._passed[Path(feature.filename).parent.name] += 1

    def has_all(self, folders: Iterable[str]) -> bool:
        """Whether every scenario of these folders has run while it watched."""
        return all(0 < self._passed[folder] == self._collected[folder] for folder in folders)

    def by_edition(self, folders: Iterable[str]) -> dict[str, list[Answered]]:
        """Everything kept of some folders, by the key of the edition judged by."""
        kept = defaultdict(list)
        for folder in folders:
            for answered in self._answered[folder].values():
                kept[answered.assessment.edition.key].append(answered)
        return dict(kept)


# The one that watches the session itself.
RECORDER = Recorder()


def feature_of(item: pytest.Item) -> Path | None:
    """The feature file a test is a scenario of; None for any other test."""
    function = getattr(item, "function", None)
    template = scenario_wrapper_template_registry.get(function) if function else None
    return Path(template.feature.filename) if template else None


def module_again(folders: Iterable[str]) -> str:
    """The module the scenarios of some folders are run by once more.

    Of two modules of one name Python imports only the first, so it is named like no test: a folder may be the only one
    of its group, and its tests be imported already.
    """
    return f"test_again_{'_'.join(folders).replace('-', '_')}.py"


@functools.cache
def recorded(folders: tuple[str, ...]) -> dict[str, list[Answered]]:
    """The answers of the features of some folders, and the claims on them, by the key of the edition."""
    if RECORDER.has_all(folders):
        return RECORDER.by_edition(folders)
    recorder = Recorder()
    with tempfile.TemporaryDirectory() as where:
        calls = "\n".join(f"scenarios({str(shipped('features') / folder)!r})" for folder in folders)
        module = Path(where) / module_again(folders)
        module.write_text(f"from pytest_bdd import scenarios\n{calls}\n", encoding="utf-8")
        plain = ["-q", "-o", "addopts=", "-p", "no:cacheprovider", "-p", "no:xdist", "--rootdir", where]
        assert pytest.main([where, *plain], plugins=[recorder]) == 0, "功能文件须先全部通过"
    return recorder.by_edition(folders)
