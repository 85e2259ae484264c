"""The register awaited: on threads, on the host's asynchronous engine, and in the host's asynchronous transaction."""

import asyncio
import datetime as dt
import inspect
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Annotated

import httpx
import pytest
from fastapi import Depends, FastAPI
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from tests.host.service import Enterprise
from tiertrack import AsOf, Event, EventKind, Registry, StoreError, aio, migrations
from tiertrack.errors import DatabaseUnavailable

FIRM = "重庆虚构甲精密制造有限公司"
ASOF = AsOf(dt.date(2025, 1, 1))
RECOGNISED = Event(
    title="srdi_sme", kind=EventKind.RECOGNISED, on=dt.date(2024, 7, 1), through=dt.date(2027, 6, 30), document="名单"
)

DRIVERS = ["sqlite+aiosqlite", "postgresql+asyncpg", "postgresql+psycopg_async"]


def asynchronous(url: str, driver: str) -> str:
    """The address by an asynchronous driver."""
    return url.replace("sqlite:", f"{driver}:")


@pytest.fixture(params=DRIVERS)
def engine(request: pytest.FixtureRequest, sqlite_url: str) -> AsyncEngine:
    """An asynchronous engine of the host's, its database with the host's tables and a register."""
    driver = request.param
    if driver.startswith("sqlite"):
        engine = create_async_engine(asynchronous(sqlite_url, driver))
    else:
        schema = request.getfixturevalue("postgres_url").rpartition("search_path%3D")[2]
        server = request.getfixturevalue("postgres_admin").url
        setting = {"server_settings": {"search_path": schema}} if driver.endswith("asyncpg") else {}
        options = {} if setting else {"options": f"-csearch_path={schema}"}
        engine = create_async_engine(
            server.set(drivername=driver), connect_args=setting or options, poolclass=AsyncAdaptedQueuePool
        )

    async def prepare() -> None:
        async with engine.begin() as connection:
            await connection.run_sync(Enterprise.metadata.create_all)
            await connection.run_sync(migrations.upgrade)
        await engine.dispose()

    asyncio.run(prepare())
    return engine


def run(of: Callable[[AsyncEngine], Awaitable[None]], engine: AsyncEngine) -> None:
    async def whole() -> None:
        try:
            await of(engine)
        finally:
            await engine.dispose()

    asyncio.run(whole())


async def customers(connection: AsyncConnection) -> int:
    return await connection.scalar(select(func.count()).select_from(Enterprise)) or 0


def test_in_an_asynchronous_transaction_the_register_lasts_or_is_undone_with_the_host(engine: AsyncEngine) -> None:
    async def grant(connection: AsyncConnection) -> None:
        register = await aio.open(connection)
        await register.enrol(FIRM)
        await connection.run_sync(lambda sync: sync.execute(Enterprise.__table__.insert(), {"name": FIRM}))
        await register.record(FIRM, RECOGNISED)
        with pytest.raises(StoreError, match="E639"):
            await register.enrol(FIRM)

    async def whole(engine: AsyncEngine) -> None:
        async with engine.connect() as connection:
            await grant(connection)
            await connection.rollback()
            assert await customers(connection) == 0
        async with aio.open(engine) as register:
            assert await register.write(lambda unit: unit.names()) == ()
        async with engine.begin() as connection:
            await grant(connection)
        async with engine.connect() as connection, aio.open(connection) as register:
            assert await customers(connection) == 1
            report = await register.verify()
            assert (report.events, report.faults) == (1, ())

    run(whole, engine)


def test_on_an_asynchronous_engine_many_write_at_once_and_none_is_lost(engine: AsyncEngine) -> None:
    async def whole(engine: AsyncEngine) -> None:
        async with aio.open(engine) as register:
            names = [f"重庆虚构{number}号有限公司" for number in range(20)]
            await asyncio.gather(*(register.enrol(name) for name in names))
            await register.enrol(FIRM)
            events = [RECOGNISED.changed(document=f"名单 {number}") for number in range(10)]
            await asyncio.gather(*(register.record(FIRM, event) for event in events))
            assert set(await register.write(lambda unit: unit.names())) == {*names, FIRM}
            report = await register.verify()
            assert (report.faults, report.streams) == ((), 1)

    run(whole, engine)


def test_every_method_of_the_register_can_be_awaited() -> None:
    methods = {name for name, _ in inspect.getmembers(Registry, inspect.isfunction) if not name.startswith("_")}
    awaited = {name for name in vars(aio.AsyncRegistry) if not name.startswith("_")}
    assert awaited == methods


def test_what_cannot_be_opened_is_told_when_it_is_awaited(sqlite_url: str) -> None:
    async def whole() -> None:
        opening = aio.open(sqlite_url)
        with pytest.raises(DatabaseUnavailable, match="E602"):
            await opening

    asyncio.run(whole())


def test_the_loop_goes_on_while_a_register_is_waited_for_on_threads(sqlite_register: str) -> None:
    async def whole() -> None:
        async with aio.open(sqlite_register) as register:
            waiting = asyncio.create_task(register.write(lambda _unit: time.sleep(0.3)))
            turns = 0
            while not waiting.done():
                await asyncio.sleep(0.01)
                turns += 1
            assert turns > 5

    asyncio.run(whole())


def service(url: str) -> FastAPI:
    """A service that enrols firms and says what they hold."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with aio.open(url) as register:
            app.state.register = register
            yield

    app = FastAPI(lifespan=lifespan)

    @app.post("/firms/{name}")
    async def enrol(name: str, register: Annotated[aio.AsyncRegistry, Depends(lambda: app.state.register)]) -> str:
        await register.enrol(name)
        await register.record(name, RECOGNISED)
        return name

    @app.get("/firms/{name}")
    async def held(name: str, register: Annotated[aio.AsyncRegistry, Depends(lambda: app.state.register)]) -> list[str]:
        account = await register.standing(name, ASOF)
        return [title.label for title in account.standing.held]

    return app


def test_a_service_under_two_hundred_requests_at_once_loses_no_write(register_url: str) -> None:
    app, names = service(register_url), [f"重庆虚构{number}号有限公司" for number in range(100)]

    async def whole() -> None:
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://service", timeout=60) as client:
                written = await asyncio.gather(*(client.post(f"/firms/{name}") for name in names))
                assert {answer.status_code for answer in written} == {200}
                both = [client.post(f"/firms/{name}再") for name in names] + [
                    client.get(f"/firms/{name}") for name in names
                ]
                answers = await asyncio.gather(*both)
                assert [answer.json() for answer in answers[100:]] == [["专精特新中小企业"]] * 100
                register: aio.AsyncRegistry = app.state.register
                report = await register.verify()
                assert (report.events, report.faults) == (200, ())

    asyncio.run(whole())
