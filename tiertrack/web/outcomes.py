"""What forms did, kept for a while: it is told at an address of its own, and a form that is sent twice does nothing
twice."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from attrs import field, mutable

from tiertrack.web.access import Session
from tiertrack.web.form import Done

# So many sheets are remembered; the oldest gives way.
_MOST = 1000


@mutable(eq=False)
class Sheet:
    """One sheet of a form somebody was shown: where what it did is told, once it was sent."""

    lock: threading.Lock = field(factory=threading.Lock)
    outcome: str = ""


class Outcomes:
    """What the forms of this server did since it was started."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sheets: dict[tuple[str, str], Sheet] = {}
        self._kept: dict[str, tuple[str, Done]] = {}

    @contextmanager
    def alone(self, sheet: str, session: Session) -> Iterator[Sheet]:
        """A sheet of a form, sent in a session: whoever sends the same one at the same moment waits."""
        with self._lock:
            found = self._sheets.setdefault((session.id, sheet), Sheet())
            while len(self._sheets) > _MOST:
                self._sheets.pop(next(iter(self._sheets)))
        with found.lock:
            yield found

    def keep(self, done: Done, session: Session) -> str:
        """Keeps what a form did; the name it is found by."""
        name = secrets.token_urlsafe(16)
        with self._lock:
            self._kept[name] = session.id, done
            while len(self._kept) > _MOST:
                self._kept.pop(next(iter(self._kept)))
        return name

    def found(self, name: str, session: Session) -> Done | None:
        """What a form of this session did; None where there is nothing of that name."""
        whose, done = self._kept.get(name, ("", None))
        return done if whose == session.id else None
