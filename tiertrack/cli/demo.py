"""The guided tour: real commands on real figures, each printed before it runs, on a database of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from tiertrack.cli.skin import command
from tiertrack.shipped import shipped

_BANAN = ("宗申动力", "百亚股份", "建车B", "四方新材")
_MEETS = "重庆示例精密制造有限公司（虚构）"
_LISTED = "重庆虚构甲某机械有限公司"


def tour(commands: click.Group, pages: Path | None) -> None:
    """Run the tour; the database lies in a temporary folder and is removed at the end. What people open is written
    into the folder ``pages``, where one is given."""
    with tempfile.TemporaryDirectory(prefix="tiertrack-demo-") as folder:
        url = f"sqlite:///{Path(folder) / 'demo.db'}"
        for heading, arguments in (*_steps(), *(_pages(pages) if pages else ())):
            if heading:
                click.echo(f"\n━━ {heading} ━━")
            click.echo(f"\n$ tiertrack {' '.join(_quoted(word) for word in arguments)}")
            with_database = [*arguments, "--db", url] if _uses_database(arguments) else arguments
            commands.main(with_database, prog_name="tiertrack", standalone_mode=False)


def _steps() -> Iterator[tuple[str, list[str]]]:
    seeds, examples = shipped("seeds"), shipped("seeds") / "examples"
    figures = seeds / "facts" / "banan_listed_2019_2021.csv"
    yield "建库，载入随附资料；再导入同一份公布数字不会重复", ["init"]
    yield "", ["seed"]
    yield "", ["import", str(figures)]
    for name in _BANAN:
        heading = "四家巴南公司公布的 2021 年数字，按 63号文 判断（年报没有写的仍是未知）" if name == _BANAN[0] else ""
        yield heading, ["assess", "--enterprise", name, "--tier", "srdi_sme", "--on", "2022-10-31"]
    for heading, example in (
        ("三家虚构企业，按 2号文 判断：全部符合", "meets"),
        ("差一点，逐项说明差多少", "near-miss"),
        ("资料有缺，只说还缺什么", "with-holes"),
    ):
        yield heading, ["assess", str(examples / f"{example}.json"), "--tier", "srdi_sme", "--on", "2026-06-30"]
    document = "重庆市 2026 年度专精特新中小企业名单（示例）"
    granted = ["--title", "srdi_sme", "--on", "2026-07-15", "--document", document]
    yield "登记一项认定，读回持有情况和梯度", ["import", str(examples / "meets.json")]
    yield "", ["record", _MEETS, *granted]
    yield "", ["ladder", "--enterprise", _MEETS, "--on", "2026-12-31"]
    titles = ["import", str(examples / "titles.csv"), "--kind", "titles"]
    yield "导入一份公布的名单（虚构）：公示不给称号，换了组织形式的等人确认", titles
    yield "", ["match", "list"]
    yield "", ["standing", _LISTED, "--on", "2026-03-10"]
    yield "", ["history", _LISTED]
    yield "今后九十天到期的事；登记的事项没有被改动过", ["due", "--on", "2026-03-10", "--within", "90天"]
    yield "", ["verify"]


def _pages(folder: Path) -> Iterator[tuple[str, list[str]]]:
    selfcheck, report = folder / "专精特新自测.html", folder / "报告.html"
    yield "给人打开的网页：政策手册、自测、给主任的报告", ["policy", "book", "--into", str(folder / "政策手册")]
    srdi = ["--tier", "srdi_sme", "--on", "2026-06-30"]
    yield "", ["selfcheck", *srdi, "--into", str(selfcheck), "--overwrite"]
    banan = ["--on", "2026-12-31", "--region", "500113", "--since", "2026-01-01"]
    yield "", ["report", *banan, "--into", str(report), "--overwrite"]


def _uses_database(arguments: list[str]) -> bool:
    return arguments[0] not in ("assess", "ladder", "policy", "selfcheck") or "--enterprise" in arguments


def _quoted(word: str) -> str:
    path = Path(word)
    shown = "/".join(path.parts[path.parts.index("seeds") :]) if path.is_absolute() and "seeds" in path.parts else word
    return f"'{shown}'" if " " in shown or "（" in shown else shown


@command()
@click.option(
    "--into",
    metavar="文件夹",
    type=click.Path(path_type=Path, file_okay=False),
    help="另把政策手册、自测和报告写在这个文件夹里；不写则不写。",
)
def demo(into: Path | None) -> int:
    """演示：建库、导入公布数字、判断、登记、查询，用完即删。"""
    if into is not None:
        into.mkdir(parents=True, exist_ok=True)
    commands = click.get_current_context().find_root().command
    assert isinstance(commands, click.Group)
    tour(commands, into)
    return 0
