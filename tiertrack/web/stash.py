"""Files that were handed in and tried, until whoever handed them in says to import them."""

from __future__ import annotations

import re
import secrets
import shutil
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from attrs import evolve, frozen

from tiertrack.errors import BadFile, Fault
from tiertrack.web.access import Session

# A workbook of a whole province.
LARGEST = 64 * 1024 * 1024
# So many wait at most; the oldest gives way.
_MOST = 20
_LONGEST_NAME = 80
_NO_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]')


@frozen
class Stashed:
    """A file that waits: where it is, and what was said of it."""

    id: str
    path: Path
    said: Mapping[str, str]
    session: str


class Stash:
    """A folder of this server's own, which only its user can read, gone when it is closed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._waiting: dict[str, Stashed] = {}

    def put(self, name: str, content: IO[bytes], session: Session) -> Stashed:
        """Keeps a file under the name it has; raises BadFile for one that is too large (E728)."""
        with self._lock:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="tiertrack-web-"))
            while len(self._waiting) >= _MOST:
                self._forget(next(iter(self._waiting)))
            id = secrets.token_urlsafe(16)
            folder = self._folder / id
            folder.mkdir(mode=0o700)
            found = Stashed(id, folder / _safe(name), {}, session.id)
            self._waiting[id] = found
        with found.path.open("xb") as file:
            shutil.copyfileobj(content, file)
        if found.path.stat().st_size > LARGEST:
            self.drop(found)
            raise too_large(name)
        return found

    def take(self, id: str, session: Session) -> Stashed:
        """The file that waits under an id, of the same session; raises BadFile where there is none (E401)."""
        found = self._waiting.get(id)
        if found is None or found.session != session.id:
            raise BadFile(Fault("E401", "试过的文件已不在", "请重新选择文件，再试一次"))
        return found

    def say(self, found: Stashed, said: Mapping[str, str]) -> None:
        """Keeps what is said of a file that waits; one that has given way meanwhile stays forgotten."""
        with self._lock:
            if found.id in self._waiting:
                self._waiting[found.id] = evolve(found, said=dict(said))

    def drop(self, found: Stashed) -> None:
        """Forgets a file."""
        with self._lock:
            self._forget(found.id)

    def close(self) -> None:
        """Forgets all of them."""
        with self._lock:
            self._waiting.clear()
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)
                self._folder = None

    def _forget(self, id: str) -> None:
        if (found := self._waiting.pop(id, None)) is not None:
            shutil.rmtree(found.path.parent, ignore_errors=True)


def too_large(name: str) -> BadFile:
    """That a file is too large to be handed in here (E728)."""
    remedy = f"这里只收不超过 {LARGEST // 1024**2} MiB 的文件；更大的请用 tiertrack import"
    return BadFile(Fault("E728", "文件太大", remedy, place=name))


def _safe(name: str) -> str:
    """The last part of a name, without what no name of a file has; its ending says what kind of file it is."""
    stem, dot, ending = _NO_NAME.sub("_", name).strip(". ").rpartition(".")
    whole = f"{stem[:_LONGEST_NAME]}{dot}{ending[:10]}" if stem else ending[:_LONGEST_NAME]
    # A name is counted in bytes, of which a Chinese character has three.
    return whole or "file"
