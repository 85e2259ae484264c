"""Finding criteria by words: which editions speak of a matter, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from tiertrack.facts.units import folded_word
from tiertrack.logic.expr import refs
from tiertrack.rules.criterion import Criterion
from tiertrack.rules.edition import Edition


@frozen
class Passage:
    """A criterion that was found, in the edition it stands in; one that only grades is found as well."""

    edition: Edition
    criterion: Criterion


def passages(editions: Iterable[Edition], words: str) -> tuple[Passage, ...]:
    """The criteria of editions that have every one of the ``words``, between blanks, in their matter, their gist, the
    names of the facts they read, their citations, or the name of what the edition is the standard of.

    Blanks, capitals and the width of characters do not matter. In the order of the editions; none without a word.
    """
    wanted = [folded_word(word) for word in words.split()]
    return tuple(_found(editions, wanted)) if wanted else ()


def _found(editions: Iterable[Edition], wanted: list[str]) -> Iterator[Passage]:
    for edition in editions:
        titles = (citation.provision.instrument.title for citation in (edition.citation, *edition.amended_by))
        whole = folded_word(" ".join((edition.label, edition.act_label, edition.citations, *titles)))
        for criterion in (*edition.criteria, *edition.grading):
            names = (ref.label for ref in refs(criterion.test))
            own = folded_word(" ".join((criterion.title, criterion.gist, criterion.citations, *names)))
            if all(word in own or word in whole for word in wanted):
                yield Passage(edition, criterion)
