"""Feature files as they are read: rules, scenarios, their examples, steps and tables, as they stand in the file."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from tiertrack.brevity import told
from tiertrack.extras import require
from tiertrack.shipped import shipped

# A value of an example in a step or a table.
_HOLE = re.compile(r"<([^<>]+)>")


@frozen
class Step:
    """One step: its keyword, what it says, and the rows of its table, the headings first."""

    keyword: str
    text: str
    table: tuple[tuple[str, ...], ...] = ()

    def of(self, example: Mapping[str, str]) -> Step:
        """The step of one example."""

        def filled(text: str) -> str:
            return _HOLE.sub(lambda hole: example.get(hole[1], hole[0]), text)

        return Step(self.keyword, filled(self.text), tuple(tuple(map(filled, row)) for row in self.table))


@frozen
class Scenario:
    """A scenario: its title, the rule it belongs to ("" for none), its own steps and those before every scenario, and
    its examples, each by its headings (one without any where it has none)."""

    title: str
    rule: str
    background: tuple[Step, ...]
    steps: tuple[Step, ...]
    examples: tuple[Mapping[str, str], ...]

    def __repr__(self) -> str:
        return told(self, self.title)

    @property
    def anchor(self) -> str:
        """Where it stands on the page of its feature; it stays while its title does."""
        return f"s-{hashlib.sha256(self.title.encode()).hexdigest()[:10]}"


@frozen
class Feature:
    """A feature file: its path within the features, its title, what stands above it in comments, the steps before every
    scenario, and its scenarios."""

    path: str
    title: str
    preface: tuple[str, ...]
    background: tuple[Step, ...]
    scenarios: tuple[Scenario, ...]

    def __repr__(self) -> str:
        return told(self, self.path, said=f"{len(self.scenarios)} 个场景")


@functools.cache
def shipped_features() -> tuple[Feature, ...]:
    """Every feature of this package, by its path.

    Raises BadInput where the library that reads them is not installed.
    """
    root = shipped("features")
    return tuple(
        feature_of(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())
        for path in sorted(root.rglob("*.feature"))
    )


def feature_of(text: str, path: str) -> Feature:
    """The feature in a text; raises what the parser raises where it is none."""
    require("pages", "gherkin")
    from gherkin.parser import Parser

    document: Any = Parser().parse(text)
    feature = document["feature"]
    preface = [one["text"].strip() for one in document["comments"] if _line(one) < _line(feature)]
    told_ = tuple(line.lstrip("# ").rstrip() for line in preface if not re.match(r"#\s*language\s*:", line))
    background = _background(feature["children"])
    return Feature(path, feature["name"], told_, background, tuple(_scenarios(feature["children"], "", ())))


def _line(node: Mapping[str, Any]) -> int:
    return int(node["location"]["line"])


def _background(children: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    return tuple(step for child in children if "background" in child for step in _steps(child["background"]))


def _scenarios(children: Iterable[Mapping[str, Any]], rule: str, before: tuple[Step, ...]) -> Iterator[Scenario]:
    children = list(children)
    before = (*before, *_background(children))
    for child in children:
        if "rule" in child:
            yield from _scenarios(child["rule"]["children"], child["rule"]["name"], before)
        elif "scenario" in child:
            found = child["scenario"]
            examples = tuple(_examples(found)) if found["examples"] else ({},)
            yield Scenario(found["name"], rule, before, tuple(_steps(found)), examples)


def _steps(node: Mapping[str, Any]) -> Iterator[Step]:
    for step in node["steps"]:
        rows = step.get("dataTable", {}).get("rows", ())
        yield Step(step["keyword"].strip(), step["text"], tuple(map(_cells, rows)))


def _examples(scenario: Mapping[str, Any]) -> Iterator[Mapping[str, str]]:
    for examples in scenario["examples"]:
        headings = _cells(examples["tableHeader"])
        yield from (dict(zip(headings, _cells(row), strict=True)) for row in examples["tableBody"])


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(cell["value"] for cell in row["cells"])
