"""The options by which commands list many enterprises: which of them, which page, how many, and into which file."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from attrs import frozen

from tiertrack.cli import options
from tiertrack.cli.options import Answer
from tiertrack.cli.skin import Word
from tiertrack.errors import BadInput, Fault
from tiertrack.law.states import State
from tiertrack.output_file import Existing

if TYPE_CHECKING:
    from tiertrack.app.listed import Listed
    from tiertrack.register_reports import ListReport
    from tiertrack.render.register.firm_text import Sheet

_Result = TypeVar("_Result")
_Command = Callable[..., _Result]
_Row = TypeVar("_Row")

# More than there are enterprises.
_MOST = 10**12

_HOLDERS = "只列当日持有它的，如 小巨人；与 --status 同用，只列在它的这个状态的。"


@frozen
class Shown:
    """How a list is given: the part ``after`` an enterprise and of so many of them, or only how long it is, or ``into``
    a file."""

    after: str | None
    limit: int | None
    count: bool
    into: str | None
    existing: Existing

    @property
    def page(self) -> dict[str, Any]:
        """The page, as the register is asked for it."""
        return {"after": self.after, "limit": self.limit}

    @property
    def is_page(self) -> bool:
        """Whether only a part is wanted."""
        return self.after is not None or self.limit is not None

    def answer(
        self,
        rows: Listed[_Row],
        sheet: Sheet,
        printed: Callable[[Iterable[_Row]], Answer[Any]],
        order: Callable[[Iterable[_Row]], Iterable[_Row]] = iter,
    ) -> Answer[Any]:
        """The answer to a list: printed unless it is only counted, or written to a file; in an order of its own unless
        it is a page, which goes enterprise by enterprise."""
        if self.count and self.into is not None:
            raise BadInput(Fault("E714", "--count 只数不写，--into 用不上", "请去掉其中一个"))
        if self.count:
            return Answer(_counted(rows, sheet))
        if self.into is None:
            return printed(rows if self.is_page else order(rows))
        from tiertrack.app.list_file import write_list

        return Answer(write_list(rows if self.is_page else order(rows), sheet, Path(self.into), self.existing))


def _counted(rows: Listed[Any], sheet: Sheet) -> ListReport:
    from tiertrack.register_reports import ListReport

    count = rows.count()
    return ListReport(None, firms=count) if sheet.is_of_firms else ListReport(count)


def shown(command: _Command[_Result]) -> _Command[_Result]:
    """The options that say how a list is given; the command is called with ``shown``."""

    @click.option(
        "--after", metavar="企业", help="从这一家的下一家列起：上一页的最后一家，写名称、信用代码或证券代码。"
    )
    @click.option("--limit", metavar="数", type=click.IntRange(1, _MOST), help="至多列这么多家。")
    @click.option("--count", is_flag=True, help="只数一共有多少家（due 数有多少件），不列；不管 --after 和 --limit。")
    @click.option("--into", metavar="文件", help="写到这个文件：.csv、.xlsx 或 .json；due 也可以是日历 .ics。")
    @options.overwrite
    @functools.wraps(command)
    def with_shown(
        *words: Any,
        after: str | None,
        limit: int | None,
        count: bool,
        into: str | None,
        existing: Existing,
        **given: Any,
    ) -> _Result:
        return command(*words, shown=Shown(after, limit, count, into, existing), **given)

    return with_shown


def which(title: str = _HOLDERS) -> Callable[[_Command[_Result]], _Command[_Result]]:
    """The options that say which enterprises are listed; the command is called with ``which``. It stands above what
    takes --on; ``title`` is the help of the option that names a title."""

    def decorator(command: _Command[_Result]) -> _Command[_Result]:
        @options.some_title("--title", title)
        @click.option(
            "--status",
            type=Word("状态", State),
            help="只列在这个状态的，如 持有、待复核、已失效；不写称号的，任一称号在这个状态。",
        )
        @options.place("只列所在地在那里的；不写则列出全部。")
        @click.option("--industry", metavar="行业", help="只列这个行业的：代码，写几位都可以，如 C34，或名称。")
        @options.some_title("--highest", "只列现有最高一级是它的。")
        @functools.wraps(command)
        def with_filters(
            *words: Any, title: Any, status: Any, region: Any, industry: Any, highest: Any, **given: Any
        ) -> _Result:
            asked = {"title": title, "status": status, "region": region, "industry": industry, "highest": highest}
            return command(*words, which=asked, **given)

        return with_filters

    return decorator


def refuse_idle(which: dict[str, Any], shown: Shown, remedy: str) -> None:
    """Raises BadInput for options that only a list of all enterprises has a use for."""
    given = {**which, "after": shown.after, "limit": shown.limit, "count": shown.count or None, "into": shown.into}
    if idle := [f"--{name}" for name, value in given.items() if value is not None]:
        raise BadInput(Fault("E714", "这些选项只用于列出许多家", remedy, "、".join(idle)))
