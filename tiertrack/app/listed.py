"""A list of many rows, read a part at a time as it is gone through; nothing is held open between two parts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from functools import partial
from typing import Any, Generic, Protocol, Self, TypeVar

from attrs import frozen

from tiertrack.batches import batches
from tiertrack.enterprise import Reference
from tiertrack.errors import BadInput, Fault, TiertrackError
from tiertrack.given import of_kind
from tiertrack.ports import RegisterReader
from tiertrack.temporal import AsOf

_Row = TypeVar("_Row")
_Result = TypeVar("_Result")

# How many enterprises are read at a time unless a list says so: so many are in memory at most.
_CHUNK = 1000
# A page of a few takes no more of them than this, as some may be left out.
_FEWEST = 100


@frozen
class Page:
    """Which part of a list is wanted: that of the enterprises beyond one, and of so many of them at most."""

    after: Reference | None = None
    limit: int | None = None

    def __attrs_post_init__(self) -> None:
        refuse_few(self.limit, "limit")


def refuse_few(count: int | None, place: str) -> None:
    """Raises BadInput for a number of enterprises below one; None means all of them."""
    if count is not None and of_kind(int, count, "家数", "正整数，如 10", place) < 1:
        raise BadInput(Fault("E650", "家数须至少为 1", "请写正整数；要看全部的，请去掉", str(count), place))


@frozen
class Part(Generic[_Row]):
    """The rows that are told of one enterprise, of so many in all; of several enterprises (``firms``) one of each."""

    rows: Sequence[_Row]
    of: int
    firms: int = 1

    @property
    def left_out(self) -> int:
        """How many are not told."""
        return self.of - len(self.rows)

    def first(self, firms: int | None) -> tuple[Sequence[_Row], int | None]:
        """The rows of so many enterprises at most that have any, and of how many more there may be rows then; None
        stands for all."""
        if firms is None:
            return self.rows, None
        if self.firms == 1:
            return self.rows, firms - 1 if self.rows else firms
        rows = self.rows[:firms]
        return rows, firms - len(rows)


@frozen(eq=False)
class Listing(Generic[_Row]):
    """A question about many enterprises: who may be in the answer, and the rows of each of some of them; ``counted``
    says how many rows some have where they need not be read for that, ``is_told`` which rows are not left out (none is
    unless it is given), ``at_a_time`` how many enterprises are read at a time where, once it is known who may be in it,
    that is another number than usual."""

    asof: AsOf
    candidates: Callable[[RegisterReader], Sequence[int]]
    rows: Callable[[RegisterReader, Sequence[int]], Iterator[Sequence[_Row]]]
    page: Page = Page()
    counted: Callable[[RegisterReader, Sequence[int]], int] | None = None
    is_told: Callable[[_Row], bool] | None = None
    at_a_time: Callable[[], int | None] = lambda: None

    def parts(self, register: RegisterReader) -> list[list[int]]:
        """The keys of the enterprises of the page, a part of them at a time."""
        keys, limit = self.candidates(register), self.page.limit
        size = self.at_a_time() or _CHUNK
        if self.page.after is not None:
            last = self._last(register, self.page.after)
            keys = [key for key in keys if key > last]
        if limit is not None:
            size = min(size, max(limit, _FEWEST))
        return [*batches(keys, size)]

    def _last(self, register: RegisterReader, after: Reference) -> int:
        # Its own record, not the enterprise it may have been joined to since, which can stand anywhere in the list.
        try:
            return register.record(after, self.asof.on, self.asof.known_at)
        except TiertrackError as error:
            raise error.at("after") from None

    def all_parts(self, register: RegisterReader) -> list[list[int]]:
        """The same whatever the page."""
        keys = self.candidates(register)
        return [*batches(keys, self.at_a_time() or _CHUNK)]

    def read(self, keys: Sequence[int], register: RegisterReader) -> list[Part[_Row]]:
        """The rows of some enterprises, those of one together; one without any is absent."""
        return [Part(self._told(rows), len(rows)) for rows in self.rows(register, keys) if rows]

    def _told(self, rows: Sequence[_Row]) -> Sequence[_Row]:
        return rows if self.is_told is None else [row for row in rows if self.is_told(row)]

    def number(self, keys: Sequence[int], register: RegisterReader) -> int:
        """How many rows these enterprises have."""
        if self.counted is not None:
            return self.counted(register, keys)
        return sum(len(self._told(rows)) for rows in self.rows(register, keys))


@frozen(eq=False)
class OneEach(Listing[_Row]):
    """A question of which each enterprise in the answer has one row: ``rows`` gives those of all together."""

    def read(self, keys: Sequence[int], register: RegisterReader) -> list[Part[_Row]]:
        """The rows of some enterprises, in one part."""
        return [Part(rows, len(rows), len(rows)) for rows in self.rows(register, keys)]


class Run(Protocol):
    """Asks a register something in a snapshot of its own."""

    def __call__(self, ask: Callable[[RegisterReader], _Result], /) -> _Result:
        """What is answered."""


class Listed(Iterator[_Row]):
    """The rows of a list, each when it is asked for.

    They are read some thousand enterprises at a time, and nothing is held open in between, so that the register may be
    written to meanwhile. ``left_out`` is how many rows the list has passed over so far.
    """

    def __init__(self, listing: Listing[_Row], run: Run) -> None:
        self.listing = listing
        self.left_out: int = 0
        self._run = run
        self._rows = self._each()

    def _each(self) -> Iterator[_Row]:
        left = self.listing.page.limit
        for keys in self._run(self.listing.parts):
            for part in self._run(partial(self.listing.read, keys)):
                self.left_out += part.left_out
                rows, left = part.first(left)
                yield from rows
                if left == 0:
                    return

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> _Row:
        return next(self._rows)

    def count(self) -> int:
        """How many rows there are in all, whatever page of them was asked for, and however many were read."""
        return sum(self._run(partial(self.listing.number, keys)) for keys in self._run(self.listing.all_parts))


class AsyncListed(AsyncIterator[_Row]):
    """The same for an ``async for`` statement; ``count`` is awaited."""

    def __init__(
        self, listing: Listing[_Row], run: Callable[[Callable[[RegisterReader], Any]], Awaitable[Any]]
    ) -> None:
        self.listing = listing
        self.left_out: int = 0
        self._run = run
        self._rows = self._each()

    async def _each(self) -> AsyncIterator[_Row]:
        left = self.listing.page.limit
        for keys in await self._run(self.listing.parts):
            for part in await self._run(partial(self.listing.read, keys)):
                self.left_out += part.left_out
                rows, left = part.first(left)
                for row in rows:
                    yield row
                if left == 0:
                    return

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> _Row:
        return await anext(self._rows)

    async def count(self) -> int:
        """How many rows there are in all, whatever page of them was asked for, and however many were read."""
        parts = await self._run(self.listing.all_parts)
        return sum([await self._run(partial(self.listing.number, keys)) for keys in parts])
