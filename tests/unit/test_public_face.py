"""The public face: what a program can meet of the package has a public name, and is what its hints say."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys

import pytest

import tiertrack
from tests.docs.homes import HOMES, homes_module
from tests.support.reaching import Reaching, public_names
from tiertrack import errors


@pytest.fixture(scope="module")
def reached() -> Reaching:
    return Reaching()


def test_whatever_a_signature_a_field_or_a_property_leads_to_is_public(reached: Reaching) -> None:
    public = {id(value) for value in public_names().values()}
    assert {kind.__name__: where for kind, where in reached.met.items() if id(kind) not in public} == {}


def test_every_hint_can_be_told_at_run_time(reached: Reaching) -> None:
    assert reached.unclear == {}


def test_every_error_stands_in_one_module() -> None:
    for module in pkgutil.walk_packages(tiertrack.__path__, "tiertrack."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found, ahead = set(), [errors.TiertrackError]
    while ahead:
        ahead += (kind := ahead.pop()).__subclasses__()
        found.add(kind)
    assert {kind.__name__ for kind in found if getattr(errors, kind.__name__, None) is not kind} == set()


def test_a_name_is_found_where_the_stub_says() -> None:
    assert HOMES.read_text(encoding="utf-8") == homes_module()


def test_a_public_module_is_found_without_an_import_of_its_own() -> None:
    code = "import tiertrack; print(tiertrack.errors.BadFile.__name__, tiertrack.migrations.current.__name__)"
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert asked.stdout.split() == ["BadFile", "current"]
