"""The seal over what a unit of work wrote, and the name of a unit, which says how its instant was set.

A seal is SHA-256 over one JSON array that begins with the seal before it. Those of before took the digests of the
unit's events one after the other. Now a seal takes the root of a Merkle tree (RFC 6962) over every row of the unit, so
that one row can be shown to be under it without the others: the events first, then table by table, each in the order of
the keys. The leaf of an event stands for its key and its digest, that of another row for the row itself.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from array import array
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from typing import Any, NamedTuple

from sqlalchemy import Table

from tiertrack.store.codec import encoded
from tiertrack.store.merkle import Tree
from tiertrack.store.row_digests import form_of
from tiertrack.store.tables import PREFIX, SEALED

# Where a unit says that its instant was set as it ended, later than any before: its name is a UUID of version 8
# (RFC 9562), while units of before, which took the instant they began at, are of version 4. Digests cover it.
VERSION_AT, IN_ORDER = 12, "8"


def is_in_order(unit: object) -> bool:
    """Whether the instant of a unit was set as it ended."""
    return str(unit)[VERSION_AT : VERSION_AT + 1] == IN_ORDER


def new_unit() -> str:
    """The name of a new unit of work, whose instant is to be set as it ends."""
    name = uuid.uuid4().hex
    return f"{name[:VERSION_AT]}{IN_ORDER}{name[VERSION_AT + 1 :]}"


class Form(IntEnum):
    """What a seal is over; one of before, over events alone, has no form."""

    WRITTEN = 2
    # Rows that were there before seals covered them: how they were found on the day of the seal, not how written.
    FOUND = 3


class Seal(NamedTuple):
    """A seal as it is kept: its row, the instant as text."""

    id: int
    unit: str
    events: int
    digest: str
    recorded_at: str
    form: int | None = None
    rows: str | None = None
    key_id: str | None = None
    signature: str | None = None


def event_leaf(key: int, digest: str) -> bytes:
    """The leaf of an event under its unit's seal; its digest covers all of its row, and the stream before it."""
    return hashlib.sha256(f'\0["title_events",{key},"{digest}"]'.encode()).digest()


class Sealing:
    """A seal of before in the making: takes the digests of a unit's events in the order written and keeps none."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        self.events: int = 0
        self._body = hashlib.sha256()

    def add(self, digest: str) -> None:
        """Takes the digest of the next event."""
        self.events += 1
        self._body.update(digest.encode())

    def digest(self, previous: str | None, place: int, recorded_at: str) -> str:
        """The seal over everything taken; ``previous`` is the digest of the seal before it, None for the first."""
        return digest_of(self.sealed(previous, place, recorded_at))

    def sealed(self, previous: str | None, place: int, recorded_at: str) -> list[Any]:
        """What the digest is over."""
        return [previous, place, self.unit, self.events, recorded_at, self._body.hexdigest()]


class RowSealing:
    """A seal over rows in the making: takes the leaves in order and keeps a few hashes."""

    def __init__(self, unit: str, form: int = Form.WRITTEN) -> None:
        self.unit = unit
        self.form = form
        self.events: int = 0
        self.ranges: dict[str, tuple[int, int, int]] = {}
        self._tree = Tree()

    def add_event(self, key: int, digest: str) -> None:
        """Takes the next event."""
        self.events += 1
        self._tree.add(event_leaf(key, digest))

    def add_rows(self, table: str, ends: tuple[int, int], leaves: Sequence[bytes]) -> None:
        """Takes the leaves of the next rows of a table, some or all; ``ends`` are the first and the last key."""
        count, first, _last = self.ranges.get(table, (0, ends[0], 0))
        self.ranges[table] = (count + len(leaves), first, ends[1])
        add = self._tree.add
        for hashed in leaves:
            add(hashed)

    @property
    def rows(self) -> str:
        """Of each table but the events', how many rows were taken, the first key and the last."""
        return rows_text(self.ranges)

    @property
    def root(self) -> str:
        """The root over everything taken."""
        return self._tree.root().hex()

    def digest(self, previous: str | None, place: int, recorded_at: str, key_id: str | None = None) -> str:
        """The seal over everything taken, to be signed by the key of this fingerprint, where there is one."""
        return digest_of(self.sealed(previous, place, recorded_at, key_id))

    def sealed(self, previous: str | None, place: int, recorded_at: str, key_id: str | None = None) -> list[Any]:
        """What the digest is over."""
        return [previous, place, self.unit, self.events, recorded_at, self.root, int(self.form), self.rows, key_id]


def digest_of(covered: Sequence[Any]) -> str:
    """The digest of an event or a seal, over what it covers."""
    return hashlib.sha256(encoded([*covered]).encode()).hexdigest()


def rows_text(ranges: Mapping[str, Sequence[int]]) -> str:
    """What a seal says of rows other than events."""
    return json.dumps({name: [*of] for name, of in ranges.items()}, separators=(",", ":"))


def ranges_of(rows: str | None) -> dict[str, tuple[int, int, int]]:
    """What ``rows_text`` wrote; nothing where it is no such text."""
    try:
        return {str(name): (int(count), int(first), int(last)) for name, (count, first, last) in _items(rows)}
    except (TypeError, ValueError):
        return {}


def _items(rows: str | None) -> Iterable[tuple[str, Any]]:
    found = json.loads(rows or "{}")
    return found.items() if isinstance(found, dict) else ()


class AddedRows:
    """The rows but events that a unit of work added: by table, the key of each and its leaf under the seal."""

    def __init__(self) -> None:
        self._keys: dict[str, array[int]] = {}
        self._leaves: dict[str, bytearray] = {}

    def __bool__(self) -> bool:
        return any(self._keys.values())

    def add(self, table: Table, keys: Sequence[int], contents: Sequence[bytes]) -> None:
        """Takes rows of a table by their keys and what is hashed of each."""
        self._keys.setdefault(table.name, array("q")).extend(keys)
        leaves = self._leaves.setdefault(table.name, bytearray())
        leaves += b"".join(map(form_of(table).leaf, keys, contents))

    def lengths(self) -> Mapping[str, int]:
        """How many rows of each table there are so far."""
        return {table: len(keys) for table, keys in self._keys.items()}

    def cut(self, lengths: Mapping[str, int]) -> None:
        """Takes back what was added since there were so many."""
        for table, keys in self._keys.items():
            del keys[lengths.get(table, 0) :]
            del self._leaves[table][len(keys) * _HASH :]

    def seal(self, sealing: RowSealing) -> None:
        """Gives every leaf to a seal in the making, in the order a seal takes them."""
        for table in SEALED:
            keys, leaves = self._keys.get(table.name), self._leaves.get(table.name, b"")
            if not keys:
                continue
            ordered = range(len(keys))
            hashes = [bytes(leaves[place * _HASH : (place + 1) * _HASH]) for place in ordered]
            if any(keys[place] > keys[place + 1] for place in ordered[:-1]):
                hashes = [hashes[place] for place in sorted(ordered, key=keys.__getitem__)]
            sealing.add_rows(table.name.removeprefix(PREFIX), (min(keys), max(keys)), hashes)


_HASH = hashlib.sha256().digest_size
