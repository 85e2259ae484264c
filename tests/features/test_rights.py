"""The features of intellectual property run, and every part of every definition is guarded by one of them."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import pytest
from pytest_bdd import scenarios

from tests.support.guarding import changes, silence
from tests.support.recording import GROUPS, Answered, paths, recorded
from tiertrack.rulebooks import national_rulebook
from tiertrack.rules.assessment import assess
from tiertrack.rules.edition import Edition
from tiertrack.rules.ip_counting import IpCount, IpDefinition

scenarios(*paths("rights"))

# Each definition once, by the key of the first edition that counts by it.
DEFINITIONS = {edition.ip: edition.key for edition in reversed(national_rulebook().editions) if edition.ip is not None}


def slips(definition: IpDefinition) -> Iterator[tuple[str, IpDefinition]]:
    """Every way to change a definition in one place, each with what was changed."""
    for index, count in enumerate(definition.counts):
        for what, changed in _slips_of(count):
            counts = (*definition.counts[:index], changed, *definition.counts[index + 1 :])
            yield f"{count.label}：{what}", attrs.evolve(definition, counts=counts)


def _slips_of(count: IpCount) -> Iterator[tuple[str, IpCount]]:
    others = set()
    for what, kinds in changes(count.kinds):
        yield what, attrs.evolve(count, kinds=kinds)
        if "加上" in what:
            others.add(what)
    for index, one in enumerate(count.requirements):
        before, after = count.requirements[:index], count.requirements[index + 1 :]
        yield f"去掉 {one.otherwise}", attrs.evolve(count, requirements=(*before, *after))
        for what, test in changes(one.test):
            # A kind that is not counted at all may be added anywhere else.
            if what not in others:
                yield what, attrs.evolve(count, requirements=(*before, attrs.evolve(one, test=test), *after))


def _counting_by(definition: IpDefinition, edition: Edition) -> Edition:
    changed = attrs.evolve(edition, ip=definition)
    # Its criteria are what they were: to compile them anew for each slip would take most of the time.
    object.__setattr__(changed, "program", edition.program)
    return changed


def notices(answered: list[Answered], definition: IpDefinition) -> bool:
    editions = dict.fromkeys(one.assessment.edition for one in answered)
    changed = {edition: _counting_by(definition, edition) for edition in editions}
    for one in answered:
        given_ = one.assessment
        if not one.still_holds(assess(changed[given_.edition], given_.given, given_.asof)):
            answered.remove(one)
            answered.insert(0, one)
            return True
    return False


@pytest.mark.slow
@pytest.mark.parametrize("definition", DEFINITIONS, ids=list(DEFINITIONS.values()))
def test_every_part_of_a_definition_is_guarded_by_a_feature(
    definition: IpDefinition, monkeypatch: pytest.MonkeyPatch
) -> None:
    silence(monkeypatch)
    kept = recorded(GROUPS["rights"]).values()
    answered = [one for answers in kept for one in answers if one.assessment.edition.ip is definition]
    assert not notices(answered, definition)
    survivors = [what for what, changed in slips(definition) if not notices(answered, changed)]
    assert not survivors, "\n".join(["下列改动没有场景察觉：", *survivors])
