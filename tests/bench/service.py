"""A service of FastAPI with the register and the standards in it, in one process and one run.

``python -m tests.bench.service`` prints how long an endpoint takes that assesses an enterprise against one that returns
an answer of the same size as it stands, and the times of requests that all come at once and write to the register.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from fastapi.responses import JSONResponse, Response

import tiertrack
from tiertrack import Act, AsOf, Dossier, Event, EventKind, Tier, aio, assess, to_dict
from tiertrack.shipped import shipped

ASOF = AsOf(dt.date(2026, 6, 30))
GRANTED = Event(title="srdi_sme", kind=EventKind.RECOGNISED, on=dt.date(2024, 7, 1), document="名单")
ROUNDS, AT_ONCE = 400, 200
FIRM: dict[str, Any] = json.loads((shipped("seeds") / "examples/with-holes.json").read_text(encoding="utf-8"))


def service(url: str) -> FastAPI:
    """The endpoints that are compared, and one that writes."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with aio.open(url) as register:
            app.state.register = register
            yield

    app = FastAPI(lifespan=lifespan)
    same = json.dumps(to_dict(judged(FIRM)), ensure_ascii=False).encode()

    @app.post("/constant")
    async def constant(dossier: dict[str, Any]) -> Response:
        return Response(same, media_type="application/json")

    @app.post("/assessments")
    async def assessment(dossier: dict[str, Any]) -> JSONResponse:
        return JSONResponse(to_dict(judged(dossier)))

    @app.post("/firms/{name}")
    async def enrol(name: str) -> str:
        await app.state.register.enrol(name)
        await app.state.register.record(name, GRANTED)
        return name

    return app


def judged(firm: dict[str, Any]) -> tiertrack.Assessment | tiertrack.Alternatives:
    """The answer about a firm."""
    return assess(Dossier.from_dict(firm), Tier.SRDI_SME, Act.RECOGNITION, ASOF)


async def timed(call: Callable[[], Awaitable[httpx.Response]]) -> float:
    """How long a request takes that is answered."""
    begun = time.perf_counter()
    answer = await call()
    assert answer.status_code == 200, answer.text
    return time.perf_counter() - begun


async def main() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'service.db'}"
        tiertrack.initialise(url)
        app = service(url)
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://service", timeout=600) as client:
                times: dict[str, list[float]] = {"/constant": [], "/assessments": []}
                for _round in range(ROUNDS):
                    for path, found in times.items():
                        found.append(await timed(lambda path=path: client.post(path, json=FIRM)))
                same, assessed = (statistics.median(found) for found in times.values())
                print(f"one assessment {assessed * 1e3:.2f} ms, a constant {same * 1e3:.2f} ms: {assessed / same:.2f}")
                names = [f"重庆虚构{number}号有限公司" for number in range(AT_ONCE)]
                writes = [timed(lambda name=name: client.post(f"/firms/{name}")) for name in names]
                found = sorted(await asyncio.gather(*writes))
                p50, p99 = found[len(found) // 2], found[len(found) * 99 // 100]
                print(f"{AT_ONCE} writing requests at once: p50 {p50:.2f} s, p99 {p99:.2f} s")


if __name__ == "__main__":
    asyncio.run(main())
