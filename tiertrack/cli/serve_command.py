"""The command that serves the register's front page to browsers."""

from __future__ import annotations

import datetime as dt
import secrets
from pathlib import Path

import click

from tiertrack.cli import options
from tiertrack.cli.skin import Day, command
from tiertrack.extras import require

# How long a click waits for somebody else who is writing, in seconds.
_PATIENCE = 5
# Above those that an ordinary user may not take.
_PORT = 8765


@command("serve")
@options.db
@click.option("--host", default="127.0.0.1", metavar="地址", help="在哪个地址上听；默认 127.0.0.1，只有本机看得到。")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=_PORT, metavar="端口", help=f"默认 {_PORT}；0 是随便哪个。"
)
@click.option(
    "--name", "names", multiple=True, metavar="名称", help="浏览器还用哪个名称找到这里，如 register.local；可写多次。"
)
@click.option("--write", "is_writing", is_flag=True, help="登录以后可以登记、导入；不写则只读。")
@click.option(
    "--token-file",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="登录用的口令，放在只有自己能读的文件里；不写而写了 --write 的，另生成一个，打印一次。",
)
@click.option("--on", "first_day", type=Day(), help="首页先看哪一天；不写则是打开的那天。")
@click.option(
    "--results",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="手册里写 pytest --tiertrack-results 的这一次结果；不写则手册注明未运行。",
)
@options.rules
def serve(
    url: str,
    host: str,
    port: int,
    names: tuple[str, ...],
    is_writing: bool,
    token_file: Path | None,
    first_day: dt.date | None,
    results: Path | None,
) -> None:
    """登记库的网页：找企业，一家的全部情况，候选、到期、标准；每一页同样的内容另有 JSON。

    只在本机看得到，只读，除非另外写明；按 Ctrl-C 停止。
    """
    require("web", "starlette", "uvicorn", "jinja2", "python_multipart")
    from tiertrack.app import open_registry
    from tiertrack.pages.handbook.scenario_results import read_results
    from tiertrack.ports import SystemClock
    from tiertrack.store.engine import patient
    from tiertrack.web.access import Access, refuse_public, token_in
    from tiertrack.web.desk import Desk, Writing
    from tiertrack.web.server import serve as answer

    token = None if token_file is None else token_in(token_file)
    if token is None:
        refuse_public(host)
    made = token is None and is_writing
    token = secrets.token_urlsafe(32) if made else token
    writing = Writing.ALLOWED if is_writing else Writing.REFUSED
    access = Access(host, writing, token, names)
    rulebook, run = options.rulebook_given(), None if results is None else read_results(results)
    address = patient(url, _PATIENCE)
    with open_registry(address, rulebook) as register:
        desk = Desk(register, address, rulebook, SystemClock(), writing, first_day, run)

        def ready(address: str) -> None:
            click.echo(f"{address}　按 Ctrl-C 停止")
            if made:
                click.echo(f"登录口令（只打印这一次）：{token}")

        answer(desk, access, host, port, ready)
