"""Frozen values made by the dozen for every answer: set like any other members and frozen as they leave their mould."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import attrs

_T = TypeVar("_T")


def mould(kind: type[_T]) -> Callable[..., _T]:
    """What makes values of a frozen class of attrs as its constructor does, in half the time.

    A frozen value sets its members past its own refusal, one call for each. A mould is a class of the same members that
    refuses nothing; its values become those of ``kind`` once they are whole. The class must have no slot for weak
    references, which would differ, and its constructor must take the members as they are.
    """
    fields = attrs.fields(kind)  # type: ignore[arg-type]
    unfit = [one.name for one in fields if one.converter or one.validator or not one.init or one.alias != one.name]
    if unfit:
        raise TypeError(f"{kind.__name__} 的 {'、'.join(unfit)} 不是照给的值")
    names = [one.name for one in fields]
    defaults = {one.name: one.default for one in fields if one.default is not attrs.NOTHING}
    taken = ", ".join(f"{name}=defaults[{name!r}]" if name in defaults else name for name in names)
    source = [f"def __init__(self, {taken}):", *(f"    self.{name} = {name}" for name in names)]
    namespace: dict[str, object] = {"kind": kind, "defaults": defaults}
    exec("\n".join([*source, "    self.__class__ = kind"]), namespace)
    members = {"__slots__": tuple(names), "__init__": namespace["__init__"]}
    return cast("Callable[..., _T]", type(f"{kind.__name__}Mould", kind.__bases__, members))
