"""The options several commands share, and how they answer: each written once."""

from __future__ import annotations

import datetime as dt
import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import click
from attrs import frozen

from tiertrack.cli.configuration import Configuration, Member, Origin, configuration
from tiertrack.cli.phrasing import told
from tiertrack.cli.skin import Day, Instant, MoneyUnit, OneOf, Word, placed
from tiertrack.errors import BadInput, Fault
from tiertrack.facts.asked import as_title
from tiertrack.law.scope import Act
from tiertrack.law.titles import Title
from tiertrack.outgoing import json_text
from tiertrack.output_file import CsvHeadings, Existing
from tiertrack.progress import Progress, silent
from tiertrack.temporal import AsOf
from tiertrack.titles.events import as_stream

if TYPE_CHECKING:
    from tiertrack.app import Registry
    from tiertrack.app.commit import Commit
    from tiertrack.law.regions import Region
    from tiertrack.rules.rulebook import Rulebook

_Result = TypeVar("_Result")
_Value = TypeVar("_Value")

# A command as click calls it, with what its options are.
_Command = Callable[..., _Result]


@frozen
class Answer(Generic[_Value]):
    """The answer of a command: a value, the exit code, and the ways to write it where that is not how such a value is
    always written (as a file only some commands do); ``beside`` is what a file has no room for, ``aside`` what plain
    data has none for either: both are said on the side."""

    value: _Value
    exit_code: int = 0
    text: Callable[[_Value], str] | None = None
    data: Callable[[_Value], Any] | None = None
    file: Callable[[_Value], str | bytes] | None = None
    beside: Callable[[_Value], str] | None = None
    aside: Callable[[_Value], str] | None = None


# The formats that have room for all there is to say.
_ROOMY = ("text", "json")


def formats(choices: tuple[str, ...], how: str) -> Callable[[_Command[Answer[Any] | None]], _Command[int]]:
    """The option that says how to write the answer of a command, which is then printed; ``how`` is its help.

    A command that returns no answer has printed it by itself.
    """

    def decorator(command: _Command[Answer[Any] | None]) -> _Command[int]:
        @click.option(
            "--format", "form", type=OneOf("格式", {form: form for form in choices}), default="text", help=how
        )
        @functools.wraps(command)
        def printed(*words: Any, form: str, **given: Any) -> int:
            answer = command(*words, **given)
            if answer is None:
                return 0
            from tiertrack.render.answers import to_dict, to_text

            if form == "text":
                click.echo(told((answer.text or to_text)(answer.value)))
            elif form == "json":
                click.echo(json_text((answer.data or to_dict)(answer.value)))
            elif answer.file is not None:
                click.echo(answer.file(answer.value), nl=False)
            else:
                # It stands in a file already; what is left is to say where.
                click.echo(told((answer.text or to_text)(answer.value)))
            for what in (answer.aside if form != "text" else None, answer.beside if form not in _ROOMY else None):
                if what is not None and (said := what(answer.value)):
                    click.echo(told(said), err=True)
            return answer.exit_code

        return printed

    return decorator


brief: Final = click.option("--brief", "length", flag_value="message", help="至多八行，发微信用。")


full: Final = click.option(
    "--full", "length", flag_value="whole", default="screen", help="逐家全部列出，不止前二十家。"
)
dry_run: Final = click.option("--dry-run", is_flag=True, help="只看会改变什么，不写入。")


def told_of_import(length: str, dry_run: bool) -> Callable[[Any], str]:
    """What tells what an import did at a length, by the word for it; of one that was only tried, that it was."""
    whole = told_in(length)
    return (lambda answer: f"{whole(answer)}\n这是试算，没有写入；去掉 --dry-run 就照此办理。") if dry_run else whole


def commit(dry_run: bool) -> Commit:
    """Whether what a command does is to last."""
    from tiertrack.app.commit import Commit

    return Commit.DRY_RUN if dry_run else Commit.YES


def told_in(length: str) -> Callable[[Any], str]:
    """What tells an answer at a length, by the word for it."""

    def told(answer: Any) -> str:
        from tiertrack.render.answers import to_text
        from tiertrack.render.lengths import Length

        return to_text(answer, brief=Length(length))

    return told


form: Final = formats(("text", "json"), "输出文字（默认）或 JSON。")


def _lasting(_ctx: click.Context, _param: click.Parameter, url: str | None) -> str | None:
    """An address whose register is still there after the command; raises BadInput for one in memory."""
    if url is not None and url.strip() == "memory:":
        remedy = "请写一个文件或 PostgreSQL 库，如 sqlite:///tiertrack.db"
        raise BadInput(Fault("E664", "内存里的登记库在这条命令之后就没有了，没有办", remedy, url, "--db"))
    return url


def _lasting_or_configured(ctx: click.Context, param: click.Parameter, url: str | None) -> str | None:
    """The same, of the one that is configured where none is given."""
    # What is no address, as an empty one, is told of later as what it is.
    return _lasting(ctx, param, configured(ctx).settings[Member.DATABASE].value if url is None else url)


def configured(ctx: click.Context) -> Configuration:
    """What is configured for a command, read once; raises BadFile."""
    if _CONFIGURATION not in ctx.meta:
        ctx.meta[_CONFIGURATION] = configuration()
    return ctx.meta[_CONFIGURATION]  # type: ignore[no-any-return]


_CONFIGURATION = "tiertrack.configuration"

db: Final = click.option(
    "--db",
    "url",
    callback=_lasting_or_configured,
    metavar="地址",
    help="登记库，SQLite 或 PostgreSQL；不写则用配置的（见 tiertrack config），再没有就是 sqlite:///tiertrack.db。",
)


def _lasting_if_named(ctx: click.Context, param: click.Parameter, url: str | None) -> str | None:
    """The address that is given, the one that is configured where the option stands without one, None without it."""
    return None if url is None else _lasting_or_configured(ctx, param, url or None)


def perhaps_db(how: str) -> Callable[[_Command[_Result]], _Command[_Result]]:
    """The option that names a register for a command which can do without; by itself it is the configured one."""
    return click.option(
        "--db", "url", callback=_lasting_if_named, metavar="[地址]", is_flag=False, flag_value="", help=how
    )


some_db: Final = click.option(
    "--db", "url", callback=_lasting, metavar="地址", help="登记库，SQLite 或 PostgreSQL；不写则不接登记库。"
)

# Opens the register that --db names, to be judged by the rules the options give.
Opener = Callable[[], "Registry"]


def register(command: _Command[_Result]) -> _Command[_Result]:
    """The option that names a register; the command is called with ``open_register``, which opens it."""

    @db
    @functools.wraps(command)
    def with_register(*words: Any, url: str, **given: Any) -> _Result:
        context = click.get_current_context()

        def open_register() -> Registry:
            from tiertrack.app import open_registry

            return open_registry(url, context.meta.get(_RULEBOOK))

        return command(*words, open_register=open_register, **given)

    return with_register


on: Final = click.option("--on", type=Day(), required=True, help="哪一天。")
known_at: Final = click.option("--known-at", type=Instant(), help="只用这一时刻以前已知的；不写则用全部。")


def asof(command: _Command[_Result]) -> _Command[_Result]:
    """The option that says by when something was known; the command is called with ``asof``, the day of --on too."""

    @known_at
    @functools.wraps(command)
    def as_of(*words: Any, on: dt.date | None, known_at: dt.datetime | None, **given: Any) -> _Result:
        return command(*words, asof=AsOf(on or dt.date.max, known_at), **given)

    return as_of


def database() -> str:
    """The address of the register a command is about unless it is told another: that of ``--db``."""
    return str(configured(click.get_current_context()).settings[Member.DATABASE].value)


def configured_database() -> str | None:
    """The address of the register that is configured; None where none is, whatever commands would use then."""
    setting = configured(click.get_current_context()).settings[Member.DATABASE]
    return None if setting.origin is Origin.DEFAULT else setting.value


def configured_text(member: Member, given: str | None) -> str:
    """What is given or, where nothing is, configured; empty where neither is."""
    return configured(click.get_current_context()).settings[member].value or "" if given is None else given


def region_or_configured(given: str | None, on: dt.date | None, option: str) -> Region | None:
    """The region that an option names as of a day, or the configured one where it names none; None where the option
    was not given. Raises BadInput."""
    from tiertrack.law.region_reading import read_region

    if given is None:
        return None
    found = read_region(given, on) if given else configured_region()
    if found is None:
        remedy = f"请写成 {option} 巴南区，或在 tiertrack.toml 里写明地区"
        raise BadInput(Fault("E687", "没有写明是哪个地区的全部名单", remedy, None, option))
    return found


def configured_region() -> Region | None:
    """The region that is configured."""
    from tiertrack.law.regions import Region

    code = configured(click.get_current_context()).settings[Member.REGION].value
    return None if code is None else Region(code)


def place(otherwise: str) -> Callable[[_Command[_Result]], _Command[_Result]]:
    """The option that names a region as of --on, with which the command is called; ``otherwise`` is what is done
    without it. It stands above what takes --on."""

    def decorator(command: _Command[_Result]) -> _Command[_Result]:
        # Eager: which title 省级单项冠军 is depends on it.
        @click.option(
            "--region",
            metavar="地区",
            is_eager=True,
            help=f"六位行政区划代码或名称，如 500113、重庆市巴南区；{otherwise}",
        )
        @functools.wraps(command)
        def there(*words: Any, region: str | None, on: dt.date | None, **given: Any) -> _Result:
            from tiertrack.law.region_reading import read_region

            try:
                found = None if region is None else read_region(region, on)
            except BadInput as error:
                raise error.at("--region") from None
            return command(*words, region=found, on=on, **given)

        return there

    return decorator


region: Final = place("不写则用档案里的，档案没有的用配置的。")
enterprise: Final = click.option("--enterprise", metavar="企业", help="登记库里的企业：名称、信用代码或证券代码。")


def one_enterprise(command: _Command[_Result]) -> _Command[_Result]:
    """The argument and the option that name an ``enterprise``, which has to be named once."""

    @any_enterprise
    @functools.wraps(command)
    def about(*words: Any, enterprise: str | None, **given: Any) -> _Result:
        return command(*words, enterprise=required(enterprise), **given)

    return about


def any_enterprise(command: _Command[_Result]) -> _Command[_Result]:
    """The argument and the option that name an ``enterprise``, at most once."""

    @click.argument("name", metavar="[企业]", required=False)
    @enterprise
    @functools.wraps(command)
    def about(*words: Any, name: str | None, enterprise: str | None, **given: Any) -> _Result:
        if name is not None and enterprise is not None:
            raise _not_one_enterprise()
        return command(*words, enterprise=name if enterprise is None else enterprise, **given)

    return about


def required(enterprise: str | None, otherwise: str = "") -> str:
    """The enterprise a command cannot do without; raises BadInput where none is named, with what else could be done."""
    if enterprise is None:
        raise _not_one_enterprise(otherwise)
    return enterprise


def _not_one_enterprise(otherwise: str = "") -> BadInput:
    return BadInput(Fault("E701", "请指明一家企业", f"请写名称、信用代码或证券代码，写一次即可{otherwise}"))


file: Final = click.argument("file", metavar="[档案]", required=False, type=click.Path(path_type=Path))


class Stream(click.ParamType[str]):
    """The key of a title named in any way it is known by today, or of the enterprise itself; any other word is left to
    whoever is asked of it."""

    name = "称号"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The key; the word itself where it names no title."""
        _know_titles(ctx)
        return as_stream(str(value))


class TitleWord(click.ParamType[Title]):
    """A title named in any way it is known by today."""

    name = "称号"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Title:
        """The title; raises BadInput naming the nearest, placed at its option."""
        _know_titles(ctx)
        return placed(param, lambda: as_title(value, _asked_of(ctx)))


def _asked_of(ctx: click.Context | None) -> Region | None:
    """The region the command names; None where it names none, or what is told of later as what it is."""
    from tiertrack.law.region_reading import read_region

    given = None if ctx is None else ctx.params.get("region")
    if not isinstance(given, str):
        return None
    try:
        return read_region(given)
    except BadInput:
        return None


def _know_titles(ctx: click.Context | None) -> None:
    """Reads the rules that are given: a word may name a title of theirs, or be a short name they make ambiguous."""
    if ctx is not None and _rules_given(ctx):
        _rulebook_of(ctx)


def titled(how: str) -> Callable[[_Command[_Result]], _Command[_Result]]:
    """The option that names the title a command is about; ``how`` is its help."""
    return click.option("--title", type=Stream(), metavar="称号", required=True, help=how)


def perhaps_titled(how: str) -> Callable[[_Command[_Result]], _Command[_Result]]:
    """The same where the command can do without."""
    return click.option("--title", type=Stream(), metavar="称号", help=how)


def some_title(name: str, how: str) -> Callable[[_Command[_Result]], _Command[_Result]]:
    """An option that names a title where one is asked for; ``how`` is its help."""
    return click.option(name, type=TitleWord(), metavar="称号", help=how)


tier: Final = click.option(
    "--tier",
    type=TitleWord(),
    metavar="称号",
    required=True,
    help="哪一级，或梯度旁的哪个称号，如 小巨人、专精特新、高企。",
)
some_tier: Final = click.option(
    "--tier", type=TitleWord(), metavar="称号", help="只看哪一级，或梯度旁的哪个称号；不写则看全部。"
)


def variant_of(otherwise: str) -> Callable[[_Command[_Result]], _Command[_Result]]:
    """The option that names one of several standards; ``otherwise`` is what is done without it."""
    how = f"上市的板块，如 科创板；别的称号有几套标准的，写其中一套。{otherwise}"
    return click.option("--board", "--variant", "variant", metavar="板块", help=how)


variant: Final = variant_of("不写则全部比较，符合其一即符合。")
act: Final = click.option(
    "--act", type=Word("事项", Act), default=Act.RECOGNITION, help="认定（默认）、复核，或上市企业的退市。"
)


def unit_of_money(how: str) -> Callable[[_Command[_Result]], _Command[_Result]]:
    """The option that gives amounts without a unit one; ``how`` is its help."""
    return click.option("--money-unit", type=MoneyUnit(), help=how)


money_unit: Final = unit_of_money("标题和单元格里没有单位的金额用这个单位；不写则须为整数，以分计。")
strict: Final = click.option("--strict", is_flag=True, help="缺一列也不接受。")

not_found: Final = click.option(
    "--not-found",
    metavar="数|列=数",
    multiple=True,
    help="代表“没查到”的数，按未知处理：-1 用于各列，从业人员=0 只用于这一列；可写多次。",
)
csv_headings: Final = click.option(
    "--headings",
    type=Word("标题", CsvHeadings),
    help="CSV 的标题：中文（默认）或键，给程序用的写 keys。",
)
overwrite: Final = click.option(
    "--overwrite",
    "existing",
    flag_value=Existing.REPLACED,
    default=Existing.KEPT,
    type=click.UNPROCESSED,
    help="要写的文件已经有了就覆盖；不写则拒绝。",
)

_paths = click.option(
    "--rulebook",
    "rules",
    multiple=True,
    is_eager=True,
    metavar="路径",
    type=click.Path(path_type=Path),
    help="区县自己的规则集，.py 文件或放这些文件的目录，可写多次。文件会当作程序执行：只用信得过的。",
)
parameters: Final = click.option(
    "--parameters",
    is_eager=True,
    metavar="文件",
    type=click.Path(path_type=Path),
    help="区县自己定的界线，TOML 文件，只写要改的。",
)


def rules(command: _Command[_Result]) -> _Command[_Result]:
    """The options that say by which rules a register is judged."""

    @_paths
    @parameters
    @functools.wraps(command)
    def by_these_rules(*words: Any, rules: tuple[Path, ...], parameters: Path | None, **given: Any) -> _Result:
        # Before anything else: what a command is about may be a title of these very rules.
        context = click.get_current_context()
        if _rules_given(context) or _parameters_given(context) is not None:
            _rulebook_of(context)
        return command(*words, **given)

    return by_these_rules


def rulebook(command: _Command[_Result]) -> _Command[_Result]:
    """The options that say by which rules; the command is called with the ``rulebook`` they make."""

    @rules
    @functools.wraps(command)
    def by_this_rulebook(*words: Any, **given: Any) -> _Result:
        return command(*words, rulebook=_rulebook_of(click.get_current_context()), **given)

    return by_this_rulebook


def rulebook_given() -> Rulebook:
    """The rulebook the options of the command that runs make, read when it is needed."""
    return _rulebook_of(click.get_current_context())


def rulebook_when_needed() -> Callable[[], Rulebook]:
    """What gives the same rulebook later on, in whatever thread."""
    context = click.get_current_context()
    return lambda: _rulebook_of(context)


def _rulebook_of(ctx: click.Context) -> Rulebook:
    """The rulebook the options make, which are read before any other; a district's files are executed once."""
    from tiertrack.district.loading import load_rulebook

    if _RULEBOOK not in ctx.meta:
        ctx.meta[_RULEBOOK] = load_rulebook(_rules_given(ctx), _parameters_given(ctx))
    return ctx.meta[_RULEBOOK]  # type: ignore[no-any-return]


_RULEBOOK = "tiertrack.rulebook"


def _rules_given(ctx: click.Context) -> tuple[Path, ...]:
    """The files of rules that are given or, where there are none, configured."""
    # What is not given stands for itself until every option has been read.
    paths = ctx.params.get("rules")
    return (paths if isinstance(paths, tuple) else ()) or configured(ctx).paths(Member.RULEBOOK)


def _parameters_given(ctx: click.Context) -> Path | None:
    """The file of limits that is given or, where there is none, configured."""
    path = ctx.params.get("parameters")
    return path if isinstance(path, Path) else next(iter(configured(ctx).paths(Member.PARAMETERS)), None)


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
