"""The register for programs that run on asyncio: the methods of ``Registry``, each to be awaited.

With an address or a synchronous engine they run on a few threads, so the loop goes on meanwhile. With an asynchronous
engine or connection of SQLAlchemy only the database is waited for, on the loop's own thread; within a connection the
register works in the transaction that is going on there.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Coroutine, Generator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Concatenate, Final, Generic, ParamSpec, Protocol, Self, TypeVar, overload

from sqlalchemy import Engine

from tiertrack.app.listed import AsyncListed, Listed
from tiertrack.app.registry import Registry
from tiertrack.app.retries import Retries
from tiertrack.duties.duty import Duties, Duty
from tiertrack.enterprise import Reference
from tiertrack.errors import BadInput, Fault
from tiertrack.input_file import PathLike
from tiertrack.ports import Clock, Register, SystemClock
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import AsOfLike, Span

# What a register whose methods are awaited is opened by. Without greenlet SQLAlchemy has nothing that is asynchronous.
if TYPE_CHECKING or find_spec("greenlet") is not None:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    AsyncBind = str | Engine | AsyncEngine | AsyncConnection
else:
    AsyncBind = str | Engine

__all__ = ["AsyncListed", "AsyncRegistry", "Opening", "open"]

_P = ParamSpec("_P")
_R = TypeVar("_R")
_Result = TypeVar("_Result")

# How many threads wait for the database at once; as many as the connections an engine keeps and may add.
_THREADS = 15


class _Runner(Protocol):
    """Runs something synchronous without holding up the loop."""

    async def run(self, call: Callable[[], _Result]) -> _Result:
        """The result of a call."""

    def close(self) -> None:
        """Ends what was begun for it."""


class _Threads:
    """On one of a few threads."""

    def __init__(self, threads: int) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="tiertrack")

    async def run(self, call: Callable[[], _Result]) -> _Result:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, partial(copy_context().run, call))

    def close(self) -> None:
        self._executor.shutdown(wait=False)


class _OnEngine:
    """On the loop's thread, where an asynchronous engine is waited for; each call takes connections of its own."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def run(self, call: Callable[[], _Result]) -> _Result:
        from sqlalchemy.ext.asyncio import AsyncSession

        # It takes no connection until it is asked for one, and only runs the call.
        async with AsyncSession(self._engine) as session:
            return await session.run_sync(lambda _session: call())

    def close(self) -> None:
        """The engine is the other program's."""


class _OnConnection:
    """Within an asynchronous connection, a call at a time."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._turn = asyncio.Lock()

    async def run(self, call: Callable[[], _Result]) -> _Result:
        async with self._turn:
            return await self._connection.run_sync(lambda _connection: call())

    def close(self) -> None:
        """The connection is the other program's."""


class _Awaited(Generic[_P, _R]):
    """A method of ``Registry``, to be awaited."""

    def __init__(self, method: Callable[Concatenate[Registry, _P], _R]) -> None:
        self._method = method
        self.__doc__ = method.__doc__

    @overload
    def __get__(self, register: None, owner: type[AsyncRegistry]) -> Self: ...

    @overload
    def __get__(self, register: AsyncRegistry, owner: type[AsyncRegistry]) -> Callable[_P, Coroutine[Any, Any, _R]]: ...

    def __get__(
        self, register: AsyncRegistry | None, owner: type[AsyncRegistry]
    ) -> Self | Callable[_P, Coroutine[Any, Any, _R]]:
        if register is None:
            return self
        opened = register

        async def call(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            return await opened._run(lambda registry: self._method(registry, *args, **kwargs))

        return call


class _Listing(Generic[_P, _Result]):
    """A method of ``Registry`` that lists, for an ``async for`` statement."""

    def __init__(self, method: Callable[Concatenate[Registry, _P], Listed[_Result]]) -> None:
        self._method = method
        self.__doc__ = method.__doc__

    @overload
    def __get__(self, register: None, owner: type[AsyncRegistry]) -> Self: ...

    @overload
    def __get__(self, register: AsyncRegistry, owner: type[AsyncRegistry]) -> Callable[_P, AsyncListed[_Result]]: ...

    def __get__(
        self, register: AsyncRegistry | None, owner: type[AsyncRegistry]
    ) -> Self | Callable[_P, AsyncListed[_Result]]:
        if register is None:
            return self
        opened = register

        # What is asked is read at once, which takes no database; the rows are awaited.
        def call(*args: _P.args, **kwargs: _P.kwargs) -> AsyncListed[_Result]:
            return opened._listed(self._method(opened._registry, *args, **kwargs))

        return call


class AsyncRegistry:
    """An open register whose methods are awaited; what each does and takes, that of ``Registry`` says.

    Made by ``open``.
    """

    def __init__(self, registry: Registry, runner: _Runner) -> None:
        self._registry = registry
        self._runner = runner

    async def _run(self, call: Callable[[Registry], _Result]) -> _Result:
        return await self._runner.run(partial(call, self._registry))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_leaving: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes the connections and threads kept for reuse, where they are the register's own."""
        await self._run(Registry.close)
        self._runner.close()

    async def write(self, attempt: Callable[[Register], _Result]) -> _Result:
        """Does something to the register as one unit of work, again where another writer came first.

        Args:
            attempt: What to do with the register; synchronous, and it may be called more than once.

        Returns:
            The result of ``attempt``.

        Raises:
            StaleStanding: Another writer came first every time, or a stream is not where the caller expects it.
            WritersCollided: Two writers waited for each other every time.
        """
        return await self._run(lambda registry: registry.write(attempt))

    @overload
    def due(
        self, asof: AsOfLike, within: dt.timedelta | Span | str, enterprise: Reference, **which: Any
    ) -> Coroutine[Any, Any, Duties]: ...

    @overload
    def due(
        self, asof: AsOfLike, within: dt.timedelta | Span | str, enterprise: None = None, **which: Any
    ) -> AsyncListed[Duty]: ...

    def due(
        self,
        asof: AsOfLike,
        within: dt.timedelta | Span | str,
        enterprise: Reference | None = None,
        **which: Any,
    ) -> Coroutine[Any, Any, Duties] | AsyncListed[Duty]:
        """The duties that fall due from a day on; those of one enterprise are awaited, those of all for an ``async
        for`` statement.

        Args:
            asof: The first day, and the instant by which something had to be on record to count.
            within: How far ahead to look.
            enterprise: A name, code or id, or an ``Enterprise``; all enterprises unless given.
            which: Which duties and of which enterprises, as ``Registry.due`` takes it.

        Returns:
            The duties of one enterprise, or the list of those of all.
        """
        if enterprise is not None:
            named: Reference = enterprise
            return self._run(lambda registry: registry.due(asof, within, named, **which))
        return self._listed(self._registry.due(asof, within, **which))

    def _listed(self, listed: Listed[_Result]) -> AsyncListed[_Result]:
        return AsyncListed(listed.listing, lambda ask: self._run(lambda registry: registry._ask(ask)))

    accept: Final = _Awaited(Registry.accept)
    accept_as_new: Final = _Awaited(Registry.accept_as_new)
    achievement: Final = _Awaited(Registry.achievement)
    assess: Final = _Awaited(Registry.assess)
    assess_each: Final = _Awaited(Registry.assess_each)
    bring_in: Final = _Awaited(Registry.bring_in)
    candidates: Final = _Awaited(Registry.candidates)
    checkpoint: Final = _Awaited(Registry.checkpoint)
    climb: Final = _Awaited(Registry.climb)
    close_review: Final = _Awaited(Registry.close_review)
    compare: Final = _Awaited(Registry.compare)
    compare_all: Final = _Awaited(Registry.compare_all)
    dismiss: Final = _Awaited(Registry.dismiss)
    dossier: Final = _Awaited(Registry.dossier)
    drop_typed_tables: Final = _Awaited(Registry.drop_typed_tables)
    enrol: Final = _Awaited(Registry.enrol)
    enterprise: Final = _Awaited(Registry.enterprise)
    export: Final = _Awaited(Registry.export)
    later_events: Final = _Awaited(Registry.later_events)
    find: Final = _Awaited(Registry.find)
    firms: Final = _Listing(Registry.firms)
    histories: Final = _Listing(Registry.histories)
    history: Final = _Awaited(Registry.history)
    impact: Final = _Awaited(Registry.impact)
    import_facts: Final = _Awaited(Registry.import_facts)
    import_rights: Final = _Awaited(Registry.import_rights)
    import_titles: Final = _Awaited(Registry.import_titles)
    imports: Final = _Awaited(Registry.imports)
    indicators: Final = _Awaited(Registry.indicators)
    merge: Final = _Awaited(Registry.merge)
    near: Final = _Awaited(Registry.near)
    notice: Final = _Awaited(Registry.notice)
    observe: Final = _Awaited(Registry.observe)
    overviews: Final = _Listing(Registry.overviews)
    proposals: Final = _Awaited(Registry.proposals)
    prove: Final = _Awaited(Registry.prove)
    rebuild_typed_tables: Final = _Awaited(Registry.rebuild_typed_tables)
    record: Final = _Awaited(Registry.record)
    renamed: Final = _Awaited(Registry.renamed)
    report: Final = _Awaited(Registry.report)
    search: Final = _Awaited(Registry.search)
    screen: Final = _Awaited(Registry.screen)
    seed: Final = _Awaited(Registry.seed)
    standing: Final = _Awaited(Registry.standing)
    standings: Final = _Listing(Registry.standings)
    template: Final = _Awaited(Registry.template)
    undo: Final = _Awaited(Registry.undo)
    unmerge: Final = _Awaited(Registry.unmerge)
    verify: Final = _Awaited(Registry.verify)
    void: Final = _Awaited(Registry.void)


class Opening:
    """A register about to be opened: ``await`` it, or use it in an ``async with`` statement, which closes it."""

    def __init__(self, opened: Callable[[], Coroutine[Any, Any, AsyncRegistry]]) -> None:
        self._open = opened
        self._register: AsyncRegistry | None = None

    def __await__(self) -> Generator[Any, None, AsyncRegistry]:
        return self._open().__await__()

    async def __aenter__(self) -> AsyncRegistry:
        self._register = await self._open()
        return self._register

    async def __aexit__(self, *_leaving: object) -> None:
        if self._register is not None:
            await self._register.close()


def open(
    bind: AsyncBind,
    rulebook: Rulebook | None = None,
    clock: Clock | None = None,
    *,
    schema: str | None = None,
    seal_key: PathLike | None = None,
    threads: int = _THREADS,
) -> Opening:
    """A register whose methods are awaited; what else there is to know of it, ``tiertrack.open`` says.

    Args:
        bind: The address of an initialised database, an engine, or an asynchronous engine or connection of SQLAlchemy.
        rulebook: The rulebook questions are judged by; that of ``load_rulebook()`` unless given.
        clock: Tells the instant at which something is recorded; the machine's own clock unless given.
        schema: The schema of PostgreSQL the tables are in; the one in use unless given.
        seal_key: A file with the private key that seals are signed with, as ``tiertrack.open`` says.
        threads: How many threads there are at most, where the database is waited for on threads.

    Returns:
        The register, once it is awaited.

    Raises:
        DatabaseUnavailable: When awaited, as ``tiertrack.open`` does.
        RevisionMismatch: The same.

    Examples:
        >>> import asyncio
        >>> from tiertrack import aio
        >>> async def names() -> int:
        ...     async with aio.open("sqlite:///tiertrack.db") as register:
        ...         report = await register.verify()
        ...         return len(report.faults)
        >>> asyncio.run(names())
        0
    """
    return Opening(lambda: _opened(bind, rulebook, clock, (schema, seal_key), threads))


async def _opened(
    bind: AsyncBind,
    rulebook: Rulebook | None,
    clock: Clock | None,
    kept: tuple[str | None, PathLike | None],
    threads: int,
) -> AsyncRegistry:
    from tiertrack.store.database import Database
    from tiertrack.store.signing import seal_key

    schema, key_file = kept
    key = seal_key(key_file)
    runner: _Runner
    given: Any = bind
    if isinstance(bind, str | Engine):
        runner, retries = _Threads(threads), Retries()
    else:
        runner, given, retries = *_asynchronous(bind), Retries(sleep=_sleep)
    try:
        database = await runner.run(lambda: Database.open(given, schema, key))
    except BaseException:
        runner.close()
        raise
    return AsyncRegistry(Registry(database, rulebook, clock or SystemClock(), retries), runner)


def _asynchronous(bind: AsyncEngine | AsyncConnection) -> tuple[_Runner, Any]:
    """How calls are run on an asynchronous engine or connection, and what they see of it."""
    if find_spec("greenlet") is not None:
        if isinstance(bind, AsyncEngine):
            return _OnEngine(bind), bind.sync_engine
        if isinstance(bind, AsyncConnection):
            return _OnConnection(bind), bind.sync_connection
    remedy = "请给地址、SQLAlchemy 的 Engine、AsyncEngine 或 AsyncConnection；会话请写 await session.connection()"
    raise BadInput(Fault("E628", "这打不开登记库", remedy, type(bind).__name__))


def _sleep(seconds: float) -> None:
    """A pause within a call that runs on the loop's thread, in which the loop goes on."""
    from sqlalchemy.util import await_only

    await_only(asyncio.sleep(seconds))
