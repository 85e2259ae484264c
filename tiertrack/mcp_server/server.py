"""The server an assistant asks over its standard input and output, by the Model Context Protocol."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import AsyncIterator, Callable
from functools import partial
from inspect import signature
from io import TextIOWrapper
from typing import Any, BinaryIO

import anyio
import anyio.to_thread
from mcp import types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from tiertrack.mcp_server.toolbox import Toolbox
from tiertrack.version import __version__

_NAME = "tiertrack"
_INSTRUCTIONS = (
    "企业梯度培育的标准随称号、事项、日子、地区而变。凡问标准、够不够格、缺什么，先用工具查，写明版本和出处；不要凭记忆回答。"
    "三种结论：true 符合，false 不符合，unknown 待补充（缺资料，不是不符合）。出处写明转述、记忆的，须提醒以原文为准。"
)
# How many lines are read ahead of their answers.
_AHEAD = 16


def serve(toolbox: Toolbox, output: BinaryIO) -> None:
    """Answers an assistant until its input ends or it is interrupted, which is no error.

    ``output`` gets the protocol and nothing else.
    """
    try:
        asyncio.run(_serve(toolbox, output))
    except KeyboardInterrupt:
        return


async def _serve(toolbox: Toolbox, output: BinaryIO) -> None:
    # One call after the other: the tools are quick, and none of them need think of another.
    calls = anyio.CapacityLimiter(1)
    server = _server(toolbox, calls)
    lines: Any = _lines(calls)
    written: Any = _Written(TextIOWrapper(output, encoding="utf-8", newline="\n"))
    async with stdio_server(lines, written) as (received, sent):
        await server.run(received, sent, server.create_initialization_options())


class _Written:
    """The output, written at once: an answer on its way by a thread would look as if nothing were left to do."""

    def __init__(self, file: TextIOWrapper) -> None:
        self._file = file

    async def write(self, text: str) -> None:
        """Writes a text."""
        self._file.write(text)

    async def flush(self) -> None:
        """Hands on what was written."""
        self._file.flush()


async def _lines(calls: anyio.CapacityLimiter) -> AsyncIterator[str]:
    """The lines of standard input, whose end comes when every call has been answered: the library leaves off where it
    hears of it.

    A thread of their own waits for them, and nobody waits for the thread: the library's would hold up an interrupted
    server until the next line came.
    """
    loop, lines = asyncio.get_running_loop(), asyncio.Queue[str | None](_AHEAD)

    def read() -> None:
        # A duplicate, so that the end of the process need not wait for whoever holds sys.stdin.
        with os.fdopen(os.dup(sys.stdin.fileno()), encoding="utf-8", errors="replace", newline="\n") as file:
            for line in file:
                asyncio.run_coroutine_threadsafe(lines.put(line), loop).result()
        asyncio.run_coroutine_threadsafe(lines.put(None), loop).result()

    threading.Thread(target=read, daemon=True).start()
    while (line := await lines.get()) is not None:
        yield line
    await anyio.wait_all_tasks_blocked()
    async with calls:
        # Behind all others.
        pass
    await anyio.wait_all_tasks_blocked()


def _server(toolbox: Toolbox, calls: anyio.CapacityLimiter) -> Server[Any]:
    offered = types.ListToolsResult.model_validate({"tools": toolbox.offers()})

    async def list_tools(_context: Any, _asked: Any) -> types.ListToolsResult:
        return offered

    async def call_tool(_context: Any, asked: types.CallToolRequestParams) -> types.CallToolResult:
        done = partial(toolbox.call, asked.name, asked.arguments or {})
        return types.CallToolResult.model_validate(await anyio.to_thread.run_sync(done, limiter=calls))

    about: dict[str, Any] = {"name": _NAME, "version": __version__, "instructions": _INSTRUCTIONS}
    if "on_call_tool" in signature(Server).parameters:
        return Server(**about, on_list_tools=list_tools, on_call_tool=call_tool)
    return _first_line(Server(**about), list_tools, call_tool)


def _first_line(server: Any, list_tools: Callable[..., Any], call_tool: Callable[..., Any]) -> Server[Any]:
    """The same by the first line of the library (1.x), which is told its handlers afterwards."""
    result: Any = types.ServerResult

    async def list_requested(_request: Any) -> Any:
        return result(await list_tools(None, None))

    async def call_requested(request: Any) -> Any:
        return result(await call_tool(None, request.params))

    server.request_handlers[types.ListToolsRequest] = list_requested
    server.request_handlers[types.CallToolRequest] = call_requested
    found: Server[Any] = server
    return found
