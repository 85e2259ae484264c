"""Keys with their Chinese names, written together member by member."""

from __future__ import annotations

import enum
import functools
import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Self


class ByIdentity:
    """What is hashed by being itself: the members of an enumeration are looked up at every step, where the call of the
    default, which is written in Python, would show."""

    # To type checkers a slot of ``object`` is no method that may be overridden.
    if TYPE_CHECKING:

        def __hash__(self) -> int: ...

    else:
        __hash__ = object.__hash__


def plain_word(word: str) -> str:
    """A word as words are compared: without quotation marks, blanks and capitals."""
    return re.sub(r"[\s“”„‟‘’「」『』\"']", "", unicodedata.normalize("NFKC", word).lower())


class Labelled(ByIdentity, enum.Enum):
    """A key for files, columns and JSON (the value) with its Chinese name (``label``) and what else people call it
    (``also``). ``Tier("listed")`` takes the key alone, ``Tier.named("上市企业")`` any of these words."""

    label: str
    also: tuple[str, ...]

    # The label is never left out; it has a default because type checkers take the finding of a member for this call.
    def __new__(cls, key: str, label: str = "", *also: str) -> Self:
        """The member of a key; raises TypeError without a label."""
        if not label:
            raise TypeError(f"{key} 没有写中文名称")
        member = object.__new__(cls)
        member._value_ = key
        member.label = label
        member.also = also
        return member

    @classmethod
    def named(cls, word: str) -> Self | None:
        """The member of a key, a Chinese name or another word for it; None where the word is none of these."""
        return _members(cls).get(plain_word(word))  # type: ignore[return-value]

    @classmethod
    def words(cls) -> Mapping[str, str]:
        """Every word that names a member, with the Chinese name of that member."""
        return MappingProxyType({word: member.label for word, member in _members(cls).items()})

    # To type checkers, what __new__ makes of the value could be anything.
    if TYPE_CHECKING:

        @property
        def value(self) -> str:
            """The key."""


@functools.cache
def _members(kind: type[Labelled]) -> Mapping[str, Labelled]:
    # A name goes before what another member is called beside its own.
    named = {plain_word(word): member for member in kind for word in (member.label, member.value)}
    for member in kind:
        for word in member.also:
            named.setdefault(plain_word(word), member)
    return named
