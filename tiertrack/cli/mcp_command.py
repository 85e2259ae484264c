"""The command that serves assistants: the use cases as tools, over standard input and output."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import wraps
from typing import Any, BinaryIO

import click

from tiertrack.cli import options
from tiertrack.cli.skin import command
from tiertrack.errors import BadInput, Fault
from tiertrack.extras import require


def _output_kept(serve: Callable[..., None]) -> Callable[..., None]:
    """The command is called with ``output``, the bytes of standard output; whatever else prints there goes to standard
    error, as a district's rules may while they are read."""

    @wraps(serve)
    def kept(**given: Any) -> None:
        output = sys.stdout.buffer
        with redirect_stdout(sys.stderr):
            serve(output=output, **given)

    return kept


@command("mcp")
@_output_kept
@options.some_db
@click.option("--allow-writing", is_flag=True, help="也提供写登记库的工具：登记企业、事实、事项；不写则只能查。")
@options.rules
def mcp(output: BinaryIO, url: str | None, allow_writing: bool) -> None:
    """供助手查问（MCP 协议）：适用的标准和出处、够不够格、缺什么；写了 --db 还有持有什么、到期什么。

    由助手所在的程序启动，经标准输入输出对话，输入结束就退出。只读，除非写 --allow-writing。
    """
    if allow_writing and url is None:
        raise BadInput(Fault("E714", "--allow-writing 要与 --db 同用", "请加上 --db，或去掉 --allow-writing"))
    require("mcp", "mcp")
    from tiertrack.mcp_server.server import serve
    from tiertrack.mcp_server.tool import Desk
    from tiertrack.mcp_server.toolbox import Toolbox, Writing

    desk = Desk(options.rulebook_when_needed(), url)
    serve(Toolbox(desk, Writing.ALLOWED if allow_writing else Writing.REFUSED), output)
