"""One numbered condition of a standard: its words, its citation and its expression, kept together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Self, TypeVar

import attrs
from attrs import field, frozen

from tiertrack.law.instrument import Citation
from tiertrack.logic.expr import Test, replaced, walk
from tiertrack.logic.finding import Finding
from tiertrack.logic.quantity import ADDED_LATER, Parameter
from tiertrack.logic.truth import Truth
from tiertrack.rules.numbers import quantity_text

_Node = TypeVar("_Node")


@frozen
class Criterion:
    """A condition that is judged.

    ``key`` is the row of the fact dossier it is written from and names its column; ``title`` is the matter it is
    about, the same in every edition, so that editions can be compared; ``gist`` (要点) restates the clause in short
    words; ``amended_by`` are the notices that changed it for this edition. Where limits may be set from outside,
    ``template`` is the gist with ``{name}`` in the place of each.
    """

    key: str
    title: str
    citation: Citation
    gist: str
    test: Test
    amended_by: tuple[Citation, ...] = ()
    template: str = field(default="", metadata=ADDED_LATER)

    @classmethod
    def worded(cls, key: str, title: str, citation: Citation, words: str, test: Test, *amended_by: Citation) -> Self:
        """A criterion whose words name its parameters as ``{name}``; without parameters the words are the gist."""
        made = cls(key, title, citation, words, test, amended_by)
        return attrs.evolve(made, gist=filled(words, made.parameters), template=words) if made.parameters else made

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The limits that may be set from outside."""
        return parameters_of(self.test)

    def with_parameters(self, limits: Mapping[str, Parameter]) -> Self:
        """The criterion with parameters set, in its words as in its expression."""
        if not self.parameters:
            return self
        changed = attrs.evolve(self, test=with_parameters(self.test, limits))
        return attrs.evolve(changed, gist=filled(self.template, changed.parameters))

    @property
    def citations(self) -> str:
        """The clause and whatever amended it, as printed."""
        return "；".join(str(citation) for citation in (self.citation, *self.amended_by))


def parameters_of(test: Test) -> tuple[Parameter, ...]:
    """The limits of a test that may be set from outside, in reading order."""
    return tuple(node for node in walk(test) if isinstance(node, Parameter))


def with_parameters(node: _Node, limits: Mapping[str, Parameter]) -> _Node:
    """The same test, or whatever holds tests, with parameters set by name."""
    return replaced(node, lambda part: limits.get(part.name, part) if isinstance(part, Parameter) else part)


def filled(template: str, parameters: tuple[Parameter, ...]) -> str:
    """Words that name parameters as ``{name}``, with their limits in the places of the names."""
    texts = {parameter.name: quantity_text(parameter) for parameter in parameters}
    return re.sub(r"\{([^{}]+)\}", lambda match: texts[match[1]], template)


@frozen
class Judged:
    """A criterion with its finding."""

    criterion: Criterion
    finding: Finding

    @property
    def truth(self) -> Truth:
        """Whether the criterion holds."""
        return self.finding.truth


@frozen
class Note:
    """A clause that is shown but not judged, as a declaration of truthful filing."""

    citation: Citation
    gist: str
