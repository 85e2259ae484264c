"""Column types that keep what a database would lose: the zone of an instant, and keys that count up on both kinds."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, String
from sqlalchemy.types import TypeDecorator, TypeEngine

# SQLite counts up only a column that is exactly INTEGER, which there holds 64 bits anyway.
KEY = BigInteger().with_variant(Integer(), "sqlite")


class UtcInstant(TypeDecorator[dt.datetime]):
    """An aware instant, kept in UTC: ``timestamptz`` on PostgreSQL, fixed-width ISO text on SQLite, which has no zones.

    A naive datetime is refused with ValueError, on the way in and on the way out.
    """

    impl: TypeEngine[dt.datetime] | type[TypeEngine[dt.datetime]] = DateTime(timezone=True)
    cache_ok: bool | None = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text on SQLite; its fixed width makes the order of texts the order of instants."""
        return dialect.type_descriptor(String(32) if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        """The instant in UTC as the database keeps it."""
        if value is None:
            return None
        return instant_text(value) if dialect.name == "sqlite" else _in_utc(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        """The aware instant in UTC."""
        return _read(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], dt.datetime | None]:
        """What reads the values of a column: by the million, nothing may stand between."""
        return _read


def instant_text(instant: dt.datetime) -> str:
    """An aware instant as fixed-width ISO text in UTC; raises ValueError for a naive one."""
    return _in_utc(instant).isoformat(timespec="microseconds")


# All rows of a unit of work have one instant.
@functools.lru_cache(maxsize=1024)
def _read(value: str | dt.datetime | None) -> dt.datetime | None:
    if value is None:
        return None
    return _in_utc(dt.datetime.fromisoformat(value) if isinstance(value, str) else value)


def _in_utc(instant: dt.datetime) -> dt.datetime:
    if instant.tzinfo is None:
        raise ValueError(f"时刻 {instant} 没有写明时区")
    return instant.astimezone(dt.UTC)
