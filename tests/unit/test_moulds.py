"""Values that leave a mould are those their constructor makes, and as frozen."""

from __future__ import annotations

import copy
import pickle

import attrs
import pytest

from tiertrack.logic.expr import Holds, Ref
from tiertrack.logic.finding import Finding, Observed, finding_mould, observed_mould
from tiertrack.logic.quantity import Kind
from tiertrack.logic.truth import Truth
from tiertrack.moulds import mould

_LISTED = Ref("abnormal_list", "列入经营异常名录", Kind.FLAG)


@pytest.mark.parametrize(
    ("made", "constructed"),
    [
        (
            finding_mould(Holds(_LISTED), Truth.TRUE, (True,), (), 2026),
            Finding(Holds(_LISTED), Truth.TRUE, (True,), (), 2026),
        ),
        (
            observed_mould(_LISTED, "abnormal_list", "列入经营异常名录", True),
            Observed(_LISTED, "abnormal_list", "列入经营异常名录", True),
        ),
    ],
)
def test_a_value_of_a_mould_is_that_of_the_constructor(made: object, constructed: object) -> None:
    assert type(made) is type(constructed)
    for one in (made, copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert (one, hash(one), repr(one)) == (constructed, hash(constructed), repr(constructed))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        made.truth = Truth.FALSE  # type: ignore[attr-defined]


def test_a_class_whose_constructor_does_not_take_members_as_they_are_has_no_mould() -> None:
    @attrs.frozen(weakref_slot=False)
    class Read:
        amount: int = attrs.field(converter=int)

    with pytest.raises(TypeError, match="amount"):
        mould(Read)
