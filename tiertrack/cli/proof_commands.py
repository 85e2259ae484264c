"""The commands by which a register shows that nothing was changed, and what is on record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tiertrack.cli import options
from tiertrack.cli.options import Answer, Opener
from tiertrack.cli.skin import ChineseGroup, command
from tiertrack.output_file import Existing, written_whole

if TYPE_CHECKING:
    from tiertrack.register_reports import Checkpoint, Proof, VerifyReport

_Shown = TypeVar("_Shown")

_into = click.option("--into", metavar="文件", type=click.Path(path_type=Path), help="写成这个 JSON 文件。")


@command()
@options.register
@click.option("--seal", metavar="封印", help="以前记下的封印；一并核对它仍在链上。")
@click.option(
    "--key", "keys", metavar="公钥", multiple=True, type=click.Path(path_type=Path), help="核对签名；可写多次。"
)
@click.option(
    "--checkpoint", metavar="文件", type=click.Path(path_type=Path), help="以前的检查点；核对登记库是它的延续。"
)
@options.form
def verify(
    open_register: Opener, seal: str | None, keys: tuple[Path, ...], checkpoint: Path | None
) -> Answer[VerifyReport]:
    """核对登记库没有被改动、删除或调换；退出码 0 完好，1 有改动。"""
    with open_register() as register:
        report = register.verify(seal, keys=keys, checkpoint=checkpoint)
    return Answer(report, 1 if report.faults else 0)


@command()
@options.register
@_into
@options.overwrite
@options.form
def checkpoint(open_register: Opener, into: Path | None, existing: Existing) -> Answer[Checkpoint]:
    """登记库此刻的检查点：记下或交给别人，日后核对登记库是它的延续。"""
    with open_register() as register:
        return _shown(register.checkpoint, into, existing)


@command()
@click.argument("enterprise", metavar="企业")
@options.register
@options.titled("哪个称号；企业本身的事项写 enterprise。")
@click.option("--version", metavar="序号", type=int, required=True, help="history 里的序号。")
@_into
@options.overwrite
@options.form
def prove(
    enterprise: str, open_register: Opener, title: str, version: int, into: Path | None, existing: Existing
) -> Answer[Proof]:
    """一项登记的证明：别人没有登记库，用公钥也能核对这一项在登记库里。"""
    with open_register() as register:
        return _shown(lambda: register.prove(enterprise, title, version), into, existing)


def _shown(make: Callable[[], _Shown], into: Path | None, existing: Existing) -> Answer[_Shown]:
    from tiertrack.render.answers import to_json

    if into is None:
        return Answer(make())
    with written_whole(into, existing, endings=(".json",)) as unfinished:
        shown = make()
        unfinished.write_text(f"{to_json(shown)}\n", encoding="utf-8")
    return Answer(shown)


@click.group(cls=ChineseGroup)
def key() -> None:
    """给封印签名的密钥。"""


@key.command("new")
@click.option("--into", metavar="文件", type=click.Path(path_type=Path), required=True, help="私钥写到这里。")
@options.form
def key_new(into: Path) -> Answer[dict[str, Any]]:
    """新的一把密钥：私钥只有自己能读写，公钥写在旁边。

    登记时用环境变量 TIERTRACK_SEAL_KEY_FILE 写明私钥文件，封印就有签名。
    """
    from tiertrack.app.sealing_keys import make_key

    made = make_key(into)
    told = f"私钥 {made['private']}（请妥善保管）\n公钥 {made['public']}（交给核对的人）\n指纹 {made['key_id']}"
    return Answer(made, text=lambda _made: told, data=lambda made: made)
