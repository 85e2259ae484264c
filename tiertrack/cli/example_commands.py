"""The commands that write an example to begin from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tiertrack.cli import options
from tiertrack.cli.options import Answer
from tiertrack.cli.skin import ChineseGroup
from tiertrack.output_file import Existing


@click.group(cls=ChineseGroup)
def example() -> None:
    """把随附的示例写到一个文件夹里，照着改。"""


@example.command("district")
@click.option(
    "--into", required=True, metavar="文件夹", type=click.Path(path_type=Path), help="写到哪个文件夹；没有就建。"
)
@options.overwrite
@options.form
def example_district(into: Path, existing: Existing) -> Answer[Any]:
    """区县自己的规则集：一个版本、一份只改门槛的参数和一家虚构的企业。"""
    from tiertrack.app.example import write_district_example

    return Answer(
        write_district_example(into, existing), text=_text, data=lambda files: {"files": list(map(str, files))}
    )


def _text(files: tuple[Path, ...]) -> str:
    rules = next(file for file in files if file.suffix == ".py")
    return "\n".join([f"写好 {len(files)} 个文件：", *map(str, files), f"先试：tiertrack policy check {rules}"])
