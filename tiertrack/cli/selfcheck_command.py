"""The command that writes a self-check: one page, for a firm that asks whether it qualifies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tiertrack.cli import options
from tiertrack.cli.dossier_commands import configured_where, dossier_asked
from tiertrack.cli.options import Answer, Opener
from tiertrack.cli.skin import command
from tiertrack.errors import BadInput, Fault
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.titles import Title
from tiertrack.output_file import Existing, written_whole
from tiertrack.temporal import AsOf

if TYPE_CHECKING:
    from tiertrack.facts.dossier import Dossier
    from tiertrack.rules.rulebook import Rulebook


@command()
@options.any_enterprise
@click.option(
    "--dossier", "file", metavar="档案", type=click.Path(path_type=Path), help="先填上一个 JSON 档案里已有的。"
)
@options.register
@options.tier
@options.variant_of("几套标准并存的须写明一套。")
@options.act
@options.region
@options.on
@options.asof
@click.option("--into", metavar="文件", type=click.Path(path_type=Path), required=True, help="写成一个 .html 文件。")
@options.overwrite
@options.rulebook
@options.form
def selfcheck(
    enterprise: str | None,
    file: Path | None,
    open_register: Opener,
    tier: Title,
    variant: str | None,
    act: Act,
    region: Region | None,
    asof: AsOf,
    into: Path,
    existing: Existing,
    rulebook: Rulebook,
) -> Answer[Any]:
    """写一份自测：一个网页，不用网络，手机上也能填；逐题问，随填随判，能打印，能存成档案。

    写了企业（登记库里的名称、信用代码或证券代码）或 --dossier，先填上已有的资料。结论与 assess 相同。
    """
    from tiertrack.app.selfchecks import selfcheck_program
    from tiertrack.pages.selfcheck.selfcheck_page import page_of
    from tiertrack.render.members import edition_members

    known = _known(file, open_register, enterprise, asof, tier)
    where = region or (options.configured_region() if known is None else known.where or configured_where(known))
    program = selfcheck_program(rulebook, tier, act, asof, where, variant, known)
    page = page_of(program, known, where)
    with written_whole(into, existing, () if file is None else (file,), (".html",)) as unfinished:
        unfinished.write_text(page, encoding="utf-8")
    edition = program.edition
    return Answer(
        program,
        text=lambda _program: f"写好了：{into}，{edition.name} 的自测。用浏览器打开；发到手机上也能填。",
        data=lambda _program: edition_members(edition),
    )


def _known(file: Path | None, open_register: Opener, enterprise: str | None, asof: AsOf, tier: Title) -> Dossier | None:
    """What is known of the firm beforehand; None where none is named."""
    if file is not None and enterprise is not None:
        remedy = "企业和 --dossier 只写一个"
        raise BadInput(Fault("E701", "先填上的资料只能取自一处", remedy, enterprise, "--dossier"))
    if file is None and enterprise is None:
        return None
    return dossier_asked(file, open_register, enterprise, asof, tier)
