"""The seal over what a unit of work wrote, and the name of a unit, which says how its instant was set."""

from __future__ import annotations

import hashlib
import uuid

from tiertrack.store.codec import encoded

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


class Sealing:
    """A seal in the making: takes the digests of a unit's events in the order written and keeps none of them."""

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
        sealed = [previous, place, self.unit, self.events, recorded_at, self._body.hexdigest()]
        return hashlib.sha256(encoded(sealed).encode()).hexdigest()
