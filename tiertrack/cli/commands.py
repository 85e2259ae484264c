"""The commands. Imports of the rulebooks and of SQLAlchemy stay inside them, so that help is instant."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tiertrack.cli.skin import ChineseGroup, Day, Instant, OneOf
from tiertrack.errors import BadInput, Fault
from tiertrack.law.scope import Act, Region, Tier
from tiertrack.logic.truth import Truth
from tiertrack.temporal import AsOf
from tiertrack.version import __version__

if TYPE_CHECKING:
    from tiertrack.facts.dossier import Dossier
    from tiertrack.ports import ImportReport

__all__ = ["tiertrack"]

_EXIT = {Truth.TRUE: 0, Truth.FALSE: 1, Truth.UNKNOWN: 3}


def _default_url() -> str:
    from tiertrack.ports import DEFAULT_URL

    return DEFAULT_URL


_db = click.option(
    "--db",
    "url",
    default=_default_url,
    metavar="地址",
    help="登记库，SQLite 或 PostgreSQL；默认 sqlite:///tiertrack.db。",
)
_on = click.option("--on", type=Day(), required=True, help="哪一天。")
_known_at = click.option("--known-at", type=Instant(), help="只用这一时刻以前已知的；不写则用全部。")
_region = click.option("--region", metavar="代码", help="六位行政区划代码；不写则用档案里的。")
_enterprise = click.option("--enterprise", metavar="企业", help="登记库里的企业：名称、信用代码或证券代码。")
_format = click.option(
    "--format",
    "form",
    type=OneOf("格式", {"text": "text", "json": "json"}),
    default="text",
    help="输出文字（默认）或 JSON。",
)
_file = click.argument("file", metavar="[档案]", required=False, type=click.Path(path_type=Path))


@click.group(cls=ChineseGroup)
@click.version_option(__version__, message="%(version)s")
def tiertrack() -> None:
    """企业梯度培育：按任何一天有效的标准，判断够不够格、为什么、还差什么。

    退出码：0 符合，1 不符合，3 待补充，2 输入有误。
    """


@tiertrack.command()
@_file
@click.option("--tier", type=OneOf("层级", {tier.value: tier for tier in Tier}), required=True, help="哪一级。")
@click.option(
    "--act",
    type=OneOf("事项", {act.value: act for act in Act}),
    default="recognition",
    help="认定（recognition，默认）或复核（review）。",
)
@_on
@_region
@_known_at
@_db
@_enterprise
@_format
def assess(
    file: Path | None,
    tier: Tier,
    act: Act,
    on: dt.date,
    region: str | None,
    known_at: dt.datetime | None,
    url: str,
    enterprise: str | None,
    form: str,
) -> int:
    """判断一家企业在某一天是否符合某级标准，并逐条说明。

    企业取自 JSON 档案，或用 --enterprise 取自登记库。
    """
    from tiertrack import app
    from tiertrack.render.data import assessment_data
    from tiertrack.render.text import assessment_text

    asof = AsOf(on, known_at)
    answer = app.assess(_dossier(file, url, enterprise, asof), tier, act, asof, _region_of(region))
    _print(form, lambda: assessment_text(answer), lambda: assessment_data(answer))
    return _EXIT[answer.truth]


@tiertrack.command()
@_file
@_on
@_region
@_known_at
@_db
@_enterprise
@_format
def ladder(
    file: Path | None,
    on: dt.date,
    region: str | None,
    known_at: dt.datetime | None,
    url: str,
    enterprise: str | None,
    form: str,
) -> int:
    """逐级列出持有、符合与否，以及下一级还差什么。"""
    from tiertrack import app
    from tiertrack.render.ladder import climb_data, climb_text

    asof = AsOf(on, known_at)
    climbed = app.climb(_dossier(file, url, enterprise, asof), asof, _region_of(region))
    _print(form, lambda: climb_text(climbed), lambda: climb_data(climbed))
    return 0


@tiertrack.group(cls=ChineseGroup)
def policy() -> None:
    """查阅标准：某日有效的版本、一个版本的全文、两个版本的差别。"""


@policy.command("list")
@click.option("--on", type=Day(), help="只列这一天有效的版本；不写则列出全部。")
@_region
@_format
def policy_list(on: dt.date | None, region: str | None, form: str) -> int:
    """列出版本。"""
    from tiertrack.render.data import edition_data
    from tiertrack.render.text import editions_text
    from tiertrack.rulebooks import national_rulebook

    rulebook = national_rulebook()
    editions = rulebook.editions if on is None else rulebook.in_force(on, _region_of(region))
    _print(form, lambda: editions_text(editions), lambda: [edition_data(one) for one in editions])
    return 0


@policy.command("show")
@click.argument("edition", metavar="版本")
@_format
def policy_show(edition: str, form: str) -> int:
    """显示一个版本的全部条件、出处和算法，如 srdi_sme/recognition/2026。"""
    from tiertrack.render.data import edition_data
    from tiertrack.render.text import edition_text
    from tiertrack.rulebooks import national_rulebook

    found = national_rulebook().edition(edition)
    _print(form, lambda: edition_text(found), lambda: edition_data(found))
    return 0


@policy.command("diff")
@click.argument("old", metavar="旧版本")
@click.argument("new", metavar="新版本")
@_format
def policy_diff(old: str, new: str, form: str) -> int:
    """逐条比较两个版本。"""
    from tiertrack.render.data import change_data
    from tiertrack.render.text import diff_text
    from tiertrack.rulebooks import national_rulebook
    from tiertrack.rules.diff import compare

    rulebook = national_rulebook()
    before, after = rulebook.edition(old), rulebook.edition(new)
    changes = compare(before, after)
    _print(form, lambda: diff_text(before, after, changes), lambda: [change_data(one) for one in changes])
    return 0


@tiertrack.command()
@_db
@_format
def init(url: str, form: str) -> int:
    """建立登记库，或把它升到最新的表结构。"""
    from tiertrack import app

    revision = app.initialise(url)
    _print(form, lambda: f"登记库已是最新：{revision}", lambda: {"revision": revision})
    return 0


@tiertrack.command()
@_db
@_format
def seed(url: str, form: str) -> int:
    """载入随附的资料；再载一次不会改变什么。"""
    from tiertrack import app

    _print_report(app.seed_register(url), form)
    return 0


@tiertrack.command("import")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@_db
@click.option(
    "--money-unit",
    type=OneOf("金额单位", {unit: unit for unit in ("元", "万元", "亿元")}),
    help="标题和单元格里没有单位的金额用这个单位。",
)
@click.option("--source", metavar="出处", help="没有另写出处的数值都记为这个出处。")
@_format
def import_(file: Path, url: str, money_unit: str | None, source: str | None, form: str) -> int:
    """把事实表（CSV）或企业档案（JSON）导入登记库：全部无误才写入。"""
    from tiertrack import app

    _print_report(app.import_file(url, file, money_unit, source), form)
    return 0


@tiertrack.command()
@_db
@click.option("--enterprise", metavar="企业", required=True, help="名称、信用代码或证券代码。")
@click.option("--title", metavar="称号", required=True, help="称号的键，如 srdi_sme。")
@click.option(
    "--event",
    type=OneOf("事项", {"recognised": "recognised", "review_passed": "review_passed"}),
    default="recognised",
    help="认定（recognised，默认）或复核通过（review_passed）。",
)
@_on
@click.option("--document", metavar="文件", required=True, help="所依据的公告或名单。")
@click.option("--from", "starts", type=Day(), help="有效期起始日；不写则为 --on。")
@click.option("--through", type=Day(), help="有效期最后一日；文件没有写的按三年推算并注明。")
@_format
def record(
    url: str,
    enterprise: str,
    title: str,
    event: str,
    on: dt.date,
    document: str,
    starts: dt.date | None,
    through: dt.date | None,
    form: str,
) -> int:
    """登记主管部门的认定或复核结果；与标准不一致也照登记，并留下分歧。"""
    from tiertrack import app
    from tiertrack.ladder.titles import TitleEventKind, decision
    from tiertrack.render.record import outcome_data, outcome_text

    decided = decision(title, TitleEventKind(event), on, document, starts=starts, through=through)
    outcome = app.record(url, enterprise, decided)
    _print(
        form,
        lambda: outcome_text(outcome.recorded, outcome.assessment),
        lambda: outcome_data(outcome.recorded, outcome.assessment),
    )
    return 0


@tiertrack.command()
@_db
@click.option("--enterprise", metavar="企业", required=True, help="名称、信用代码或证券代码。")
@_on
@_known_at
@_format
def standing(url: str, enterprise: str, on: dt.date, known_at: dt.datetime | None, form: str) -> int:
    """某一天持有哪些称号，依据是什么。"""
    from tiertrack import app
    from tiertrack.render.ladder import standing_data, standing_text

    name, held = app.registered_standing(url, enterprise, AsOf(on, known_at))
    _print(form, lambda: standing_text(name, held), lambda: standing_data(name, held))
    return 0


@tiertrack.command()
def demo() -> int:
    """演示：建库、导入公布数字、判断、登记、查询，用完即删。"""
    from tiertrack.cli.demo import tour

    tour(tiertrack)
    return 0


def _dossier(file: Path | None, url: str, enterprise: str | None, asof: AsOf) -> Dossier:
    if (file is None) == (enterprise is None):
        raise BadInput(
            Fault("E701", "请指明一家企业", "写一个 JSON 档案，或用 --enterprise 写登记库里的企业，二者取一")
        )
    if file is not None:
        from tiertrack.facts.dossier_file import read_dossier

        return read_dossier(file)
    from tiertrack import app

    return app.registered_dossier(url, str(enterprise), asof)


def _region_of(code: str | None) -> Region | None:
    return None if code is None else Region(code)


def _print(form: str, text: Callable[[], str], data: Callable[[], Any]) -> None:
    click.echo(json.dumps(data(), ensure_ascii=False, indent=2) if form == "json" else text())


def _print_report(report: ImportReport, form: str) -> None:
    from tiertrack.render.record import report_data, report_text

    _print(form, lambda: report_text(report), lambda: report_data(report))
