"""The features that are not asked again run, and no scenario of any feature is lost on the way."""

from pathlib import Path

import pytest
from pytest_bdd import scenarios

from tests.support.recording import GROUPS, module_again, written_in
from tiertrack.rulebooks import national_rulebook
from tiertrack.shipped import shipped

FEATURES = shipped("features")
GUARDED = [folder for folders in GROUPS.values() for folder in folders]
OTHERS = sorted(path.name for path in FEATURES.iterdir() if path.is_dir() and path.name not in GUARDED)

scenarios(*(str(FEATURES / folder) for folder in OTHERS))

_FOUND = [name for name in globals() if name.startswith("test_")]


def test_as_many_scenarios_run_as_are_written() -> None:
    written = written_in(OTHERS)
    assert [title for title, times in written.items() if times > 1] == []
    assert len(_FOUND) == len(written)


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_has_as_many_scenarios_as_are_written(group: str) -> None:
    made: dict[str, object] = {}
    exec(
        f"from pytest_bdd import scenarios\nfrom tests.support.recording import paths\nscenarios(*paths({group!r}))",
        made,
    )
    written = written_in(list(GROUPS[group]))
    assert [title for title, times in written.items() if times > 1] == []
    assert len([name for name in made if name.startswith("test_")]) == len(written)


def test_every_title_with_an_edition_is_guarded_by_some_features() -> None:
    titles = {one.tier.value for one in national_rulebook().editions}
    assert titles == set(GUARDED) - {"intellectual-property"}


def test_what_runs_a_group_once_more_is_named_like_no_test() -> None:
    again = {module_again(folders) for folders in GROUPS.values()}
    assert len(again) == len(GROUPS)
    assert not again & {path.name for path in Path(__file__).parents[1].rglob("test_*.py")}


def test_no_feature_lies_outside_a_folder() -> None:
    assert list(FEATURES.glob("*.feature")) == []
    assert all(Path(FEATURES / folder).is_dir() for folder in GUARDED)
