"""The options several commands share, and how they print: each written once."""

from __future__ import annotations

import datetime as dt
import functools
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tiertrack.cli.skin import Day, Instant, OneOf
from tiertrack.errors import BadInput, Fault
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.title_names import named_title
from tiertrack.law.titles import TITLES, Title, title_of
from tiertrack.progress import Progress, silent

if TYPE_CHECKING:
    from tiertrack.rules.rulebook import Rulebook

_Answer = TypeVar("_Answer")


def _default_url() -> str:
    from tiertrack.ports import DEFAULT_URL

    return DEFAULT_URL


db = click.option(
    "--db",
    "url",
    default=_default_url,
    metavar="地址",
    help="登记库，SQLite 或 PostgreSQL；默认 sqlite:///tiertrack.db。",
)
on = click.option("--on", type=Day(), required=True, help="哪一天。")
known_at = click.option("--known-at", type=Instant(), help="只用这一时刻以前已知的；不写则用全部。")
region = click.option("--region", metavar="代码", help="六位行政区划代码；不写则用档案里的。")
enterprise = click.option("--enterprise", metavar="企业", help="登记库里的企业：名称、信用代码或证券代码。")
enterprise_argument = click.argument("name", metavar="[企业]", required=False)
file = click.argument("file", metavar="[档案]", required=False, type=click.Path(path_type=Path))
form = click.option(
    "--format",
    "form",
    type=OneOf("格式", {"text": "text", "json": "json"}),
    default="text",
    help="输出文字（默认）或 JSON。",
)


class _TitleKey(click.ParamType[str]):
    """The key of a title named in any way it is known by today; any other word is left to whoever is asked of it."""

    name = "称号"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return _title_key(str(value), ctx) or str(value)


class _Title(click.ParamType[Title]):
    """A title named in any way it is known by today."""

    name = "称号"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return f"[{'|'.join(TITLES)}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Title:
        key = _title_key(value, ctx) if isinstance(value, str) else None
        known = {title: title_of(title) for title in TITLES}
        return title_of(key) if key else OneOf[Title]("称号", known).convert(value, param, ctx)


def _title_key(word: str, ctx: click.Context | None) -> str | None:
    found = named_title(word)
    if found is None and ctx is not None and _rules_given(ctx):
        # It may be a title of the very rules that are given.
        _rulebook_of(ctx)
        found = named_title(word)
    return found.title if found is not None and found.old is None else None


def titled(how: str) -> Callable[[Callable[..., _Answer]], Callable[..., _Answer]]:
    """The option that names the title a command is about; ``how`` is its help."""
    return click.option("--title", type=_TitleKey(), metavar="称号", required=True, help=how)


tier = click.option("--tier", type=_Title(), required=True, help="哪一级，或梯度旁的哪个称号。")
variant = click.option(
    "--board",
    "--variant",
    "variant",
    metavar="板块",
    help="上市的板块：main、star、chinext、bse；别的称号有几套标准的，写其中一套。不写则全部比较，符合其一即符合。",
)
act = click.option(
    "--act",
    type=OneOf("事项", {act.value: act for act in Act}),
    default="recognition",
    help="认定（recognition，默认）或复核（review）。",
)
money_unit = click.option(
    "--money-unit",
    type=OneOf("金额单位", {unit: unit for unit in ("元", "万元", "亿元")}),
    help="标题和单元格里没有单位的金额用这个单位；不写则须为整数，以分计。",
)
strict = click.option("--strict", is_flag=True, help="缺一列也不接受。")

_rules = click.option(
    "--rulebook",
    "rules",
    multiple=True,
    is_eager=True,
    metavar="路径",
    type=click.Path(path_type=Path),
    help="区县自己的规则集，.py 文件或放这些文件的目录，可写多次。文件会当作程序执行：只用信得过的。",
)
parameters = click.option(
    "--parameters",
    is_eager=True,
    metavar="文件",
    type=click.Path(path_type=Path),
    help="区县自己定的界线，TOML 文件，只写要改的。",
)


def rulebook(command: Callable[..., _Answer]) -> Callable[..., _Answer]:
    """The options that say by which rules; the command is called with the ``rulebook`` they make, None where neither
    is given and the rulebook is the usual one."""

    @_rules
    @parameters
    @functools.wraps(command)
    def by_these_rules(*words: Any, rules: tuple[Path, ...], parameters: Path | None, **said: Any) -> _Answer:
        given = None if not rules and parameters is None else _rulebook_of(click.get_current_context())
        return command(*words, rulebook=given, **said)

    return by_these_rules


def _rulebook_of(ctx: click.Context) -> Rulebook:
    """The rulebook the options make, which are read before any other; a district's files are executed once."""
    from tiertrack.district.loading import load_rulebook

    if _RULEBOOK not in ctx.meta:
        # What is not given stands for itself until every option has been read.
        paths, parameters = _rules_given(ctx), ctx.params.get("parameters")
        ctx.meta[_RULEBOOK] = load_rulebook(paths, parameters if isinstance(parameters, Path) else None)
    return ctx.meta[_RULEBOOK]  # type: ignore[no-any-return]


_RULEBOOK = "tiertrack.rulebook"


def _rules_given(ctx: click.Context) -> tuple[Path, ...]:
    paths = ctx.params.get("rules")
    return paths if isinstance(paths, tuple) else ()


class Span(click.ParamType[dt.timedelta]):
    """A number of days, written 90d or 90天."""

    name = "天数"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.timedelta:
        """The span; raises BadInput, placed at its option."""
        if isinstance(value, dt.timedelta):
            return value
        match = re.fullmatch(r"(\d{1,4})\s*(?:d|天|日)?", str(value).strip())
        if match is None:
            raise BadInput(Fault("E711", "天数读不出来", "请写如 90d", str(value), "--within"))
        return dt.timedelta(days=int(match[1]))


def named(argument: str | None, option: str | None) -> str:
    """The enterprise a command is about, given as its argument or with --enterprise; raises BadInput."""
    if (argument is None) == (option is None):
        remedy = "请写名称、信用代码或证券代码，写一次即可"
        raise BadInput(Fault("E701", "请指明一家企业", remedy))
    return argument or option or ""


@contextmanager
def progress(label: str) -> Iterator[Progress]:
    """A progress bar, moved by rows whose number is not known beforehand or by steps; silent where nobody looks."""
    if not sys.stderr.isatty():
        yield silent
        return
    with click.progressbar(length=0, label=label, file=sys.stderr) as bar:

        def moved(step: str | int, /) -> None:
            if isinstance(step, str):
                bar.label = step
                bar.render_progress()
                return
            bar.length = (bar.length or 0) + step
            bar.label = f"{label} {bar.length} 行"
            bar.update(step)

        yield moved


def region_of(code: str | None) -> Region | None:
    """The region an option names."""
    return None if code is None else Region(code)


def emit(form: str, text: Callable[[], str], data: Callable[[], Any]) -> None:
    """Prints an answer as text or as JSON."""
    click.echo(json.dumps(data(), ensure_ascii=False, indent=2) if form == "json" else text())
