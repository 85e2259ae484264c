"""One numbered condition of a standard: its words, its citation and its expression, kept together."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Self, TypeVar

import attrs
from attrs import field, frozen

from tiertrack.brevity import told
from tiertrack.facts.vocabulary import CRITERION_PREFIX
from tiertrack.law.instrument import Citation
from tiertrack.logic.answerable import may_lack_answer
from tiertrack.logic.expr import Ref, Scorecard, Test, refs, replaced, walk
from tiertrack.logic.finding import Finding, Observed
from tiertrack.logic.lower import expand
from tiertrack.logic.quantity import ADDED_LATER, Kind, Parameter
from tiertrack.logic.truth import Truth
from tiertrack.rules.matter import Matter
from tiertrack.rules.numbers import quantity_text
from tiertrack.rules.reads import JUDGEMENT_PREFIX

_Node = TypeVar("_Node")


def called(clause: str, title: str) -> str:
    """What a criterion is called by its clause and its matter, as 附件1（三）研发费用."""
    return f"{clause}{'' if clause.endswith('）') else ' '}{title}" if clause else title


class Worded:
    """What says the same in words, its ``gist``, and as a ``test``.

    Where limits may be set from outside, ``template`` is the gist with ``{name}`` in the place of each.
    """

    __slots__ = ()
    gist: str
    template: str

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The limits that may be set from outside, in reading order."""
        return tuple(node for node in walk(self.test) if isinstance(node, Parameter))  # type: ignore[attr-defined]

    def filled(self) -> Self:
        """The same with its limits in the place of their names in its words; itself without parameters."""
        texts = {parameter.name: quantity_text(parameter) for parameter in self.parameters}
        if not texts:
            return self
        words = self.template or self.gist
        gist = re.sub(r"\{([^{}]+)\}", lambda match: texts[match[1]], words)
        return attrs.evolve(self, gist=gist, template=words)  # type: ignore[misc]


@frozen
class Criterion(Worded):
    """A condition that is judged.

    ``key`` is the row of the fact dossier it is written from and names its column; ``title`` is the matter it is
    about, the same in every edition, so that editions can be compared; ``gist`` (要点) restates the clause in short
    words; ``amended_by`` are the notices that changed it for this edition. ``matters`` are what its document lists
    where there is no number, by which editions are compared; they decide nothing, and are no part of its fingerprint.
    """

    key: str
    title: str
    citation: Citation
    gist: str
    test: Test
    amended_by: tuple[Citation, ...] = ()
    template: str = field(default="", metadata=ADDED_LATER)
    matters: tuple[Matter, ...] = field(default=(), eq=False)

    def __repr__(self) -> str:
        return told(self, self.key, self.title)

    def with_parameters(self, limits: Mapping[str, Parameter]) -> Self:
        """The criterion with parameters set, in its words as in its expression."""
        return attrs.evolve(self, test=with_parameters(self.test, limits)).filled()

    @functools.cached_property
    def has_scorecard(self) -> bool:
        """Whether it gives points."""
        return any(isinstance(node, Scorecard) for node in walk(self.test))

    @functools.cached_property
    def reads(self) -> tuple[Ref, ...]:
        """Every fact it reads, each once, in reading order."""
        return refs(self.test)

    @functools.cached_property
    def authority(self) -> Ref | None:
        """The authority's judgement of the whole criterion, which counts where no fact can decide it; None where some
        fact always can."""
        if not may_lack_answer(expand(self.test)):
            return None
        key = f"{CRITERION_PREFIX}{self.key}"
        return Ref(f"{JUDGEMENT_PREFIX}{key}", f"主管部门对 {self.title} 的认定", Kind.JUDGEMENT, ask=key)

    @property
    def clause(self) -> str:
        """Where it stands in its document, as 附件1（三）; empty where the document has no parts."""
        return self.citation.provision.path

    @property
    def label(self) -> str:
        """What it is called in a text: its clause and its matter, as 附件1（三）研发费用."""
        return called(self.clause, self.title)

    @functools.cached_property
    def citations(self) -> str:
        """The clause and whatever amended it, as printed."""
        return "；".join(str(citation) for citation in (self.citation, *self.amended_by))


def with_parameters(node: _Node, limits: Mapping[str, Parameter]) -> _Node:
    """The same test, or whatever holds tests, with parameters set by name."""
    return replaced(node, lambda part: limits.get(part.name, part) if isinstance(part, Parameter) else part)


@frozen
class Judged:
    """A criterion with its finding."""

    criterion: Criterion
    finding: Finding

    def __repr__(self) -> str:
        return told(self, self.criterion.key, said=self.truth.word)

    @property
    def truth(self) -> Truth:
        """Whether the criterion holds."""
        return self.finding.truth

    @functools.cached_property
    def missing(self) -> tuple[Observed, ...]:
        """The unknown facts that could still decide whether it does."""
        return self.finding.missing


@frozen
class Note:
    """A clause that is shown but not judged, as a declaration of truthful filing."""

    citation: Citation
    gist: str

    def __repr__(self) -> str:
        return told(self, self.gist)
