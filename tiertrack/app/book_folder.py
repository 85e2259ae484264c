"""Writing a folder of pages whole or not at all, in place of nothing but an earlier handbook."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from tiertrack.enumeration import first_few
from tiertrack.errors import BadFile, Fault
from tiertrack.output_file import folder_written_whole, write_faults
from tiertrack.pages.handbook.page_frame import Page

# What says that a folder is a handbook, and which files are its own.
MANIFEST: Final = "handbook.json"
_FORMAT: Final = "tiertrack-handbook/1"


def write_book(into: Path, pages: Callable[[], Iterable[Page]], about: dict[str, Any]) -> int:
    """Writes pages into a folder that is new, empty or an earlier handbook, and says how many there are.

    They are written beside it and take its place when all are there; an earlier handbook goes then, not before.
    ``about`` stands in its manifest.

    Raises BadFile where there is something else in the folder (E778), it is no folder (E779) or it cannot be written
    (E825).
    """
    with write_faults(into, "手册"):
        place = into.resolve()
        _refuse(place, into)
    with folder_written_whole(into, "手册") as unfinished:
        count = _write(unfinished, pages(), about, into)
        with write_faults(into, "手册"):
            # Somebody may have put something there in the meantime.
            _refuse(place, into)
    return count


def _write(folder: Path, pages: Iterable[Page], about: dict[str, Any], into: Path) -> int:
    addresses = []
    for page in pages:
        file = folder / page.address
        with write_faults(into, "手册"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(page.text, encoding="utf-8", newline="\n")
        addresses.append(page.address)
    manifest = {"format": _FORMAT, **about, "pages": sorted(addresses)}
    with write_faults(into, "手册"):
        text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
    return len(addresses)


def _refuse(place: Path, into: Path) -> None:
    if not place.exists():
        return
    if not place.is_dir():
        raise BadFile(Fault("E779", "这里是文件，手册要写成文件夹", "请写一个新的文件夹", str(into)))
    foreign = sorted(str(file.relative_to(place)) for file in _foreign(place))
    if foreign:
        remedy = f"请写一个新的文件夹，或先移走手册以外的文件：{first_few(foreign, '个', 3)}"
        raise BadFile(Fault("E778", "文件夹里有手册以外的文件，没有写入", remedy, str(into)))


def _foreign(place: Path) -> Iterator[Path]:
    """What there is in a folder that is no part of an earlier handbook there: files, links, and folders of nothing."""
    own = {place / name for name in _own_files(place / MANIFEST)}
    folders = {folder for file in own for folder in file.parents}
    for found in place.rglob("*"):
        if found not in (own if found.is_symlink() or not found.is_dir() else folders):
            yield found


def _own_files(manifest: Path) -> list[str]:
    """The files of the handbook that a manifest is of, itself among them; none where it is no handbook's."""
    try:
        told = json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    if not isinstance(told, dict) or told.get("format") != _FORMAT or not isinstance(told.get("pages"), list):
        return []
    return [MANIFEST, *(page for page in told["pages"] if isinstance(page, str))]
