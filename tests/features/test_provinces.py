"""The features of 各省自己的称号 run, and every number of those standards is guarded by one of them."""

import pytest
from pytest_bdd import scenarios

from tests.support.guarding import alarms, silence, survivors
from tests.support.recording import paths

scenarios(*paths("provinces"))


@pytest.mark.slow
def test_no_step_fails_while_nothing_is_changed() -> None:
    assert alarms("provinces") == []


@pytest.mark.slow
def test_every_number_is_guarded_by_a_feature(monkeypatch: pytest.MonkeyPatch) -> None:
    silence(monkeypatch)
    assert survivors("provinces") == []
