"""Every feature file runs, and none of its scenarios is lost on the way."""

import re
from collections import Counter

from pytest_bdd import scenarios

from tiertrack.shipped import shipped

scenarios(str(shipped("features")))

_FOUND = [name for name in globals() if name.startswith("test_")]


def test_as_many_scenarios_run_as_are_written() -> None:
    """Whatever looks like a heading counts, even with the full-width colon that makes a scenario vanish."""
    written = Counter(
        (path.name, path.parent.name, title.strip())
        for path in shipped("features").rglob("*.feature")
        for title in re.findall(r"^ *场景(?:大纲)? *[:：](.*)$", path.read_text(encoding="utf-8"), re.M)
    )
    assert [title for title, times in written.items() if times > 1] == []
    assert len(_FOUND) == len(written)
