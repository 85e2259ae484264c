"""What was written as a policy handbook, and of which run its scenarios are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from tiertrack.brevity import told
from tiertrack.errors import Fault
from tiertrack.render.check_text import fault_data


@frozen
class ScenarioRun:
    """The run a handbook shows the outcomes of: when, by which version, and how many scenarios came out how, by
    ``passed``, ``failed`` and ``skipped``."""

    on: dt.date
    version: str
    counts: Mapping[str, int]

    def __repr__(self) -> str:
        return told(self, str(self.on), said=f"{sum(self.counts.values())} 个场景")


@frozen
class PolicyBook:
    """A policy handbook that was written: its folder, how many pages of how many editions it has, the version and the
    fingerprint of the rulebook it is of, the ``run`` of its scenarios (None: they were not run), and what is to be
    doubted of that."""

    into: str
    pages: int
    editions: int
    version: str
    fingerprint: str
    run: ScenarioRun | None
    doubts: tuple[Fault, ...] = ()

    def __repr__(self) -> str:
        return told(self, self.into, said=f"{self.pages} 页")


def policy_book_text(book: PolicyBook) -> str:
    """What was written, in Chinese."""
    lines = [
        f"政策手册已写入 {book.into}：{book.pages} 页，{book.editions} 个版本",
        f"用浏览器打开 {book.into}/index.html",
        f"规则集指纹 {book.fingerprint}",
    ]
    if book.run is None:
        lines.append("场景：未运行（pytest --tiertrack-results 的结果用 results= 给出）")
    else:
        counts = book.run.counts
        skipped = f"，{counts['skipped']} 个跳过" if counts["skipped"] else ""
        told_of = f"{counts['passed']} 个通过，{counts['failed']} 个没有通过{skipped}"
        lines.append(f"场景：{book.run.on} 以版本 {book.run.version} 运行，{told_of}")
    return "\n".join([*lines, *map(str, book.doubts)])


def policy_book_data(book: PolicyBook) -> dict[str, Any]:
    """The same as data."""
    run = book.run
    return {
        "into": book.into,
        "pages": book.pages,
        "editions": book.editions,
        "version": book.version,
        "fingerprint": book.fingerprint,
        "run": None if run is None else {"on": run.on.isoformat(), "version": run.version, **run.counts},
        "doubts": list(map(fault_data, book.doubts)),
    }
