"""What a question needs of the register: which columns, as of when, and of which enterprises."""

from __future__ import annotations

import datetime as dt
from typing import Any

from attrs import field, frozen, validators
from sqlalchemy import BigInteger, Boolean, Column, ColumnElement, Connection, Table, Text, func, literal, select
from sqlalchemy.types import TypeEngine

from tiertrack.logic.quantity import Kind
from tiertrack.store.tables import enterprises
from tiertrack.store.types import KEY
from tiertrack.temporal import AsOf

__all__ = ["EVERYONE", "KEY_COLUMN", "Needed", "Part", "Scope", "denominator_of"]

# The first column of every table that is made: the key of the enterprise.
KEY_COLUMN = "enterprise_id"


@frozen
class Needed:
    """A column to be filled: of a fact (``key``, with its ``year`` where it is yearly), a title (``title:…``), an
    application (``applied:…``) or a judgement; ``largest`` is the largest magnitude that can be answered from."""

    name: str
    label: str
    kind: Kind
    key: str
    year: int | None = None
    largest: int = 10**15

    @property
    def is_fact(self) -> bool:
        """Whether observations settle it."""
        return self.kind not in (Kind.TITLE, Kind.JUDGEMENT)

    @property
    def columns(self) -> tuple[Column[Any], ...]:
        """Its columns in the typed table: a share has two, its numerator and its denominator."""
        value: Column[Any] = Column(self.name, self._type)
        return (value, Column(denominator_of(self.name), BigInteger())) if self.kind is Kind.SHARE else (value,)

    @property
    def _type(self) -> TypeEngine[Any]:
        if self.kind.is_yes_or_no:
            return Boolean(create_constraint=False)
        return Text() if self.kind is Kind.CHOICE else BigInteger()


def denominator_of(name: str) -> str:
    """The column of a share's denominator."""
    return f"{name}/d"


@frozen
class Part:
    """Which enterprises are asked about: one in so many (``one_in``), always the same ones, and of those the first
    ``limit`` enrolled. Who is in a small sample is in every larger one."""

    limit: int | None = field(default=None, validator=validators.optional(validators.ge(1)))
    one_in: int = field(default=1, validator=[validators.ge(1), validators.le(1_000_000)])


EVERYONE = Part()

# A permutation of the keys up to the largest prime of 31 bits, by a multiplier that sends neighbours far apart.
_PRIME, _MULTIPLIER = 2**31 - 1, 1_583_458_089


@frozen
class Scope:
    """Who is asked about as of when, as conditions on the rows of the register's tables."""

    asof: AsOf
    part: Part
    last: int | None = None

    @classmethod
    def found(cls, connection: Connection, asof: AsOf, part: Part) -> Scope:
        """The scope with the key of the last enterprise, where not all are asked about."""
        scope = cls(asof, part)
        if part.limit is None:
            return scope
        key = enterprises.c.id
        first = select(key).where(*scope.of(enterprises, key)).order_by(key).limit(part.limit).subquery()
        return cls(asof, part, connection.scalar(select(func.max(first.c.id))) or 0)

    @property
    def on(self) -> dt.date:
        """The day asked about."""
        return self.asof.on

    def of(self, table: Table, key: ColumnElement[int] | None = None) -> list[ColumnElement[bool]]:
        """The conditions that a row of a table was known and is of an enterprise asked about."""
        owner = table.c.enterprise_id if key is None else key
        known = [] if self.asof.known_at is None else [table.c.recorded_at <= self.asof.known_at]
        upto = [] if self.last is None else [owner <= whole(self.last)]
        return [*known, *upto, *self._drawn(owner)]

    def _drawn(self, key: ColumnElement[int]) -> list[ColumnElement[bool]]:
        if self.part.one_in == 1:
            return []
        place = (key % whole(_PRIME)) * whole(_MULTIPLIER) % whole(_PRIME)
        return [place * whole(self.part.one_in) < whole(_PRIME)]


def whole(value: int) -> ColumnElement[int]:
    """A number written out, which is then of the type of what it stands beside."""
    return literal(value, KEY, literal_execute=True)
