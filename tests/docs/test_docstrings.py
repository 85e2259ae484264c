"""What the public functions promise in their docstrings: every parameter is explained, every example runs."""

from __future__ import annotations

import doctest
import inspect
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import tiertrack
import tiertrack.app
from tiertrack import Registry
from tiertrack.shipped import shipped

FUNCTIONS = {name: getattr(tiertrack, name) for name in tiertrack.__all__}
FUNCTIONS = {name: function for name, function in FUNCTIONS.items() if inspect.isfunction(inspect.unwrap(function))}
METHODS = {
    f"Registry.{name}": method
    for name, method in inspect.getmembers(Registry, inspect.isfunction)
    if not name.startswith("_")
}
DOCUMENTED = {**FUNCTIONS, **METHODS}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as at somebody's desk: a dossier, a list, a district's rules, and a register that has read them."""
    folder = tmp_path_factory.mktemp("office")
    examples = shipped("seeds") / "examples"
    for file, name in (("with-holes.json", "firm.json"), ("titles.csv", "titles.csv"), ("district/hard_tech.py", "")):
        shutil.copy(examples / file, folder / name)
    achievement = {"achievement": "虚构微流控芯片", "region": "500113"}
    (folder / "achievement.json").write_text(json.dumps(achievement, ensure_ascii=False), encoding="utf-8")
    rights = "企业,种类,名称,授权号/登记号,授权日\n"
    for number, kind in enumerate(("发明专利", "实用新型", "软著"), 1):
        rights += f"重庆虚构齿轮有限公司,{kind},一种夹具,ZL{number},2023-04-07\n"
    (folder / "rights.csv").write_text(rights, encoding="utf-8")
    url = f"sqlite:///{folder / 'tiertrack.db'}"
    tiertrack.initialise(url)
    with tiertrack.open(url) as register:
        register.import_facts(folder / "firm.json", source="企业填报")
        register.import_facts(folder / "achievement.json", source="企业填报")
        register.import_titles(tiertrack.read_title_list(folder / "titles.csv"))
    return folder


@pytest.fixture
def desk(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the folder to work in."""
    shutil.copytree(office, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def examples_of(subject: object, name: str, names: dict[str, Any]) -> doctest.DocTest:
    return doctest.DocTestParser().get_doctest(inspect.getdoc(subject) or "", names, name, None, None)


def run(examples: doctest.DocTest) -> None:
    failures: list[str] = []
    doctest.DocTestRunner().run(examples, out=failures.append, clear_globs=False)
    assert not failures, "".join(failures)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_example_of_a_public_function_runs(desk: Path, name: str) -> None:
    examples = examples_of(FUNCTIONS[name], name, {})
    assert examples.examples, f"{name} shows no example"
    run(examples)


@pytest.mark.parametrize("name", METHODS)
def test_the_example_of_a_method_of_the_register_runs(desk: Path, name: str) -> None:
    opening = examples_of(Registry, "Registry", {})
    run(opening)
    examples = examples_of(METHODS[name], name, opening.globs)
    assert examples.examples, f"{name} shows no example"
    try:
        run(examples)
    finally:
        opening.globs["register"].close()


def parameters(function: Callable[..., object]) -> Iterator[str]:
    """The names a caller has to know."""
    yield from (name for name in inspect.signature(function).parameters if name != "self")


def explained(function: Callable[..., object]) -> list[str]:
    """The names under ``Args:`` in the docstring."""
    section = re.search(r"^Args:\n((?: .*\n?|\n)*)", inspect.getdoc(function) or "", flags=re.MULTILINE)
    return re.findall(r"^ {4}(\w+): \S", section[1], flags=re.MULTILINE) if section else []


@pytest.mark.parametrize("name", DOCUMENTED)
def test_every_parameter_of_a_public_function_is_explained_in_order(name: str) -> None:
    assert explained(DOCUMENTED[name]) == list(parameters(DOCUMENTED[name]))


@pytest.mark.parametrize("package", [tiertrack, tiertrack.app], ids=lambda package: package.__name__)
def test_no_module_stands_in_place_of_a_public_name_once_it_is_loaded(package: ModuleType) -> None:
    assert [name for name in package.__all__ if inspect.ismodule(getattr(package, name))] == []
