"""An assistant's program starts the server and asks it by the protocol's own client, over real pipes."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal

from tiertrack.shipped import shipped
from tiertrack.version import __version__

mcp = pytest.importorskip("mcp")
stdio = pytest.importorskip("mcp.client.stdio")

EXAMPLES = shipped("seeds") / "examples"
FIRM = json.loads((EXAMPLES / "with-holes.json").read_text(encoding="utf-8"))
ON = "2026-06-30"
COMMAND = [sys.executable, "-m", "tiertrack", "mcp"]
CHINESE = re.compile("[一-鿿]")


class Assistant:
    """A client that has been introduced to a server."""

    def __init__(self, portal: BlockingPortal, session: Any, about: dict[str, Any]) -> None:
        self._portal, self._session, self.about = portal, session, about

    def tools(self) -> dict[str, Any]:
        """The tools that are offered, by their names."""
        return {tool["name"]: tool for tool in _plain(self._portal.call(self._session.list_tools))["tools"]}

    def call(self, name: str, given: dict[str, Any]) -> Any:
        """The result of a call, which the client has held against the schema of the tool's answers."""
        return _plain(self._portal.call(self._session.call_tool, name, given))


def _plain(result: Any) -> Any:
    """A message as it goes over the wire, by either line of the library."""
    return result.model_dump(by_alias=True, mode="json", exclude_none=True)


@contextmanager
def assistant(folder: Path, *words: str) -> Iterator[Assistant]:
    """An assistant of a server that was started in a folder; what the server says beside the protocol is nothing."""

    @asynccontextmanager
    async def session() -> AsyncIterator[tuple[Any, Any]]:
        server = stdio.StdioServerParameters(command=COMMAND[0], args=[*COMMAND[1:], *words], cwd=folder)
        async with stdio.stdio_client(server, errlog=errors) as streams, mcp.ClientSession(*streams) as client:
            yield client, _plain(await client.initialize())

    with (
        (folder / "errors.txt").open("w", encoding="utf-8") as errors,
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(session()) as (client, about),
    ):
        yield Assistant(portal, client, about)
    assert (folder / "errors.txt").read_text(encoding="utf-8") == ""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant that may ask about the standards and about dossiers, and about a register that is not there yet."""
    with assistant(tmp_path_factory.mktemp("reader"), "--db", "sqlite:///tiertrack.db") as found:
        yield found


def test_the_server_introduces_itself_and_says_to_ask_rather_than_remember(reader: Assistant) -> None:
    server = reader.about["serverInfo"]
    assert (server["name"], server["version"]) == ("tiertrack", __version__)
    assert "不要凭记忆" in reader.about["instructions"]


def test_every_tool_says_in_chinese_what_it_answers_and_in_schemas_how(reader: Assistant) -> None:
    for name, tool in reader.tools().items():
        assert re.fullmatch("[a-z_]+", name)
        assert CHINESE.search(tool["title"])
        assert CHINESE.search(tool["description"])
        assert len(tool["description"]) < 100
        assert tool["outputSchema"]["type"] == "object"
        for about in tool["inputSchema"]["properties"].values():
            assert CHINESE.search(about["description"])


@pytest.mark.parametrize(
    ("tool", "given"),
    [
        ("find_standard", {"title": "listed", "on": ON}),
        ("list_standards", {"on": ON, "region": "重庆市巴南区"}),
        ("search_standards", {"words": "研发 小巨人"}),
        ("show_standard", {"edition": "little_giant/recognition/2026"}),
        ("compare_standards", {"before": "srdi_sme/recognition/2022", "after": "srdi_sme/recognition/2026"}),
        ("assess", {"title": "小巨人", "on": ON, "dossier": FIRM}),
        ("assess", {"title": "listed", "on": ON, "dossier": FIRM}),
        ("list_missing", {"title": "srdi_sme", "on": ON, "dossier": FIRM}),
        ("climb", {"on": ON, "dossier": FIRM}),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_an_answer_is_chinese_text_and_members_of_its_schema(
    reader: Assistant, tool: str, given: dict[str, Any]
) -> None:
    result = reader.call(tool, given)
    assert result["isError"] is False
    assert CHINESE.search(result["content"][0]["text"])
    assert result["structuredContent"]


@pytest.mark.parametrize(
    ("tool", "given", "code", "place"),
    [
        ("find_standard", {"title": "小巨仁", "on": ON}, "E703", "title"),
        ("assess", {"title": "srdi_sme", "on": ON, "dossier": {"name": "\x1b[31m甲\x00"}}, "E474", "dossier name"),
        ("assess", {"title": "srdi_sme", "on": ON, "dossier": {"a": {"b": [[[[[{}]]]]]}}}, "E302", "dossier a"),
        ("show_standing", {"enterprise": "甲公司", "on": ON}, "E602", None),
        ("enrol_enterprise", {"name": "甲公司"}, "E860", None),
    ],
    ids=["a title that is none", "a name that acts on a terminal", "nonsense", "no register", "writing"],
)
def test_what_is_wrong_is_an_answer_with_code_place_value_and_remedy(
    reader: Assistant, tool: str, given: dict[str, Any], code: str, place: str | None
) -> None:
    result = reader.call(tool, given)
    assert result["isError"] is True
    assert result.get("structuredContent") is None
    words, members = (part["text"] for part in result["content"])
    fault, *_ = json.loads(members)["faults"]
    assert (fault["code"], fault.get("place")) == (code, place)
    assert CHINESE.search(fault["remedy"])
    assert words.startswith(f"[{code}] ")


def test_an_assistant_that_may_write_records_and_asks_what_it_recorded(tmp_path: Path, sqlite_register: str) -> None:
    with assistant(tmp_path, "--db", sqlite_register, "--allow-writing") as writer:
        firm = "甲公司（虚构）"
        granted = {"title": "srdi_sme", "event": "recognised", "on": "2024-07-01", "document": "渝经信〔2024〕5号"}
        calls = [
            ("enrol_enterprise", {"name": firm, "region": "500113"}),
            ("record_event", {"enterprise": firm, **granted}),
            ("record_facts", {"enterprise": firm, "facts": {"market_share": "12%"}, "source": "企业填报"}),
            ("show_history", {"enterprise": firm}),
            ("list_duties", {"on": ON, "within": "12个月"}),
            ("screen_register", {"title": "srdi_sme", "on": ON}),
            ("list_near_misses", {"title": "srdi_sme", "on": ON}),
            ("show_standing", {"enterprise": firm, "on": ON}),
        ]
        results = {name: writer.call(name, given) for name, given in calls}
    assert [name for name, result in results.items() if result["isError"]] == []
    assert [held["title"] for held in results["show_standing"]["structuredContent"]["titles"]] == ["srdi_sme"]


# ---------------------------------------------------------------------------------------------------------- the wire


def _request(number: int, method: str, **params: Any) -> str:
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params})


HELLO = [
    _request(1, "initialize", protocolVersion="2025-06-18", capabilities={}, clientInfo={"name": "t", "version": "1"}),
    json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}),
]


def _ask(number: int) -> str:
    return _request(number, "tools/call", name="find_standard", arguments={"title": "srdi_sme", "on": ON})


def _started(folder: Path, *words: str) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen([*COMMAND, *words], cwd=folder, stdin=pipe, stdout=pipe, stderr=pipe, encoding="utf-8")


def _said(lines: Sequence[str], folder: Path, *words: str) -> tuple[int, list[Any], str]:
    """What a server leaves with, says to these lines, and says beside the protocol."""
    server = _started(folder, *words)
    out, err = server.communicate("".join(f"{line}\n" for line in lines), timeout=60)
    return server.returncode, [json.loads(line) for line in out.splitlines()], err


def test_lines_that_are_no_messages_stop_nobody_and_the_end_of_the_input_waits_for_the_answers(tmp_path: Path) -> None:
    nonsense = [
        "",
        "不是 JSON",
        "[]",
        "{}",
        '{"jsonrpc": "2.0", "id": 7, "method": "nope"}',
        '{"a":' * 3000 + "}" * 3000,
    ]
    left, said, _ = _said([*HELLO, *nonsense, _ask(2), *nonsense, _ask(3)], tmp_path)
    results = {one["id"]: one["result"] for one in said if "result" in one}
    assert (left, sorted(results)) == (0, [1, 2, 3])
    assert results[2] == results[3]
    assert results[2]["structuredContent"]["editions"][0]["key"] == "srdi_sme/recognition/2026"


def test_what_a_districts_rules_print_is_no_message(tmp_path: Path) -> None:
    rules = (EXAMPLES / "district" / "hard_tech.py").read_text(encoding="utf-8")
    (tmp_path / "hard_tech.py").write_text(f'{rules}\nprint("读到了")\n', encoding="utf-8")
    ask = {"title": "hard_tech", "on": ON, "region": "500113"}
    lines = [*HELLO, _request(2, "tools/call", name="find_standard", arguments=ask)]
    left, said, err = _said(lines, tmp_path, "--rulebook", "hard_tech.py")
    (edition,) = said[-1]["result"]["structuredContent"]["editions"]
    assert (left, edition["key"], edition["basis"]) == (0, "hard_tech/recognition/2025@500113", "district_local")
    assert err == "读到了\n"


def test_a_server_that_is_interrupted_leaves_without_a_word(tmp_path: Path) -> None:
    server = _started(tmp_path)
    assert server.stdin
    assert server.stdout
    server.stdin.write(f"{HELLO[0]}\n")
    server.stdin.flush()
    assert json.loads(server.stdout.readline())["id"] == 1
    server.send_signal(signal.SIGINT)
    # Its input is still open.
    assert server.wait(timeout=30) == 0
    assert server.communicate() == ("", "")
