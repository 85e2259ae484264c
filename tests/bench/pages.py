"""`make bench`: how long a browser waits for the pages of a register of 200,000 firms.

``--small`` is a quick look at a tenth of it, ``--db`` one at a register that is there already.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from pathlib import Path

import httpx

import tiertrack
from tests.bench.many import ON, fill
from tiertrack.ports import SystemClock
from tiertrack.rulebooks import national_rulebook
from tiertrack.web.access import Access
from tiertrack.web.desk import Desk
from tiertrack.web.server import application

# Each is asked for so many firms, spread over the register.
ROUNDS = 40
PAGES = {
    "一家企业的页": "/firms/{id}",
    "一家企业的 JSON": "/firms/{id}.json",
    "按名称的一部分找": "/find?q=第{id}号",
    "从一家起的一页名单": "/firms?after={id}",
}


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--small", action="store_true")
    options.add_argument("--db")
    said = options.parse_args()
    firms = 20_000 if said.small else 200_000
    with tempfile.TemporaryDirectory(prefix="tiertrack-bench-") as folder:
        url = said.db or f"sqlite:///{Path(folder) / 'bench.db'}"
        if said.db is None:
            tiertrack.initialise(url)
            fill(url, firms)
        asyncio.run(measured(url, firms))


async def measured(url: str, firms: int) -> None:
    """Prints the middle of each kind of page by the clock and by the processor, the first one left out."""
    print(f"\nSQLite，{firms:,} 家\n| 网页 | 毫秒 | 处理器毫秒 |\n|---|---|---|")
    rulebook = national_rulebook()
    with tiertrack.open(url, rulebook) as register:
        app = application(Desk(register, url, rulebook, SystemClock()), Access("127.0.0.1"))
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", timeout=600) as client:
            for name, path in PAGES.items():
                took = [await timed(client, path, 1 + turn * firms // ROUNDS) for turn in range(ROUNDS)][1:]
                clock, processor = (statistics.median(each) * 1e3 for each in zip(*took, strict=True))
                print(f"| {name} | {clock:.0f} | {processor:.0f} |", flush=True)


async def timed(client: httpx.AsyncClient, path: str, id: int) -> tuple[float, float]:
    """How long a page takes that is answered, by the clock and of the processor."""
    address = path.format(id=id)
    begun, used = time.perf_counter(), time.process_time()
    answer = await client.get(f"{address}{'&' if '?' in address else '?'}on={ON}")
    assert answer.status_code in (200, 303), answer.text
    return time.perf_counter() - begun, time.process_time() - used


if __name__ == "__main__":
    main()
