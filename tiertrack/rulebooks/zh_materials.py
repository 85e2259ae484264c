"""The Chinese words in which a standard says which documents prove what it asks for."""

from __future__ import annotations

from collections.abc import Sequence

from tiertrack.law.instrument import Citation
from tiertrack.logic import expr
from tiertrack.logic.expr import Test
from tiertrack.rulebooks.zh import 位次, 起始日, 选项, 量
from tiertrack.rules.material import Material

_事实 = 量 | 位次 | 起始日 | 选项 | Test


def 材料(名称: str, *, 依据: Citation, 证明: Sequence[_事实] = (), 要点: str = "") -> Material:
    """A document that proves ``证明``; one that goes with the application as a whole proves nothing of its own."""
    return Material(名称, 要点, tuple(dict.fromkeys(ref.key for 所证 in 证明 for ref in _所读(所证))), 依据)


def _所读(所证: _事实) -> Sequence[expr.Ref]:
    match 所证:
        case 量(term):
            return expr.refs(term)
        case 位次(ref) | 起始日(ref) | 选项(ref):
            return (ref,)
        case _:
            return expr.refs(所证)
