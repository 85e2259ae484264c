"""What pages work with: the open register, the rules, the clock, and whether anything may be written."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from tiertrack.errors import BadInput, Fault
from tiertrack.web.parameters import Parameter

if TYPE_CHECKING:
    from tiertrack.app import Registry
    from tiertrack.pages.handbook.scenario_results import ScenarioResults
    from tiertrack.ports import Clock
    from tiertrack.rules.rulebook import Rulebook


class Writing(enum.Enum):
    """Whether a page may write to the register."""

    REFUSED = "refused"
    ALLOWED = "allowed"


@frozen(eq=False)
class Desk:
    """A register that is served, opened at an address: any number of threads ask it, each in a unit of work of its own.

    ``first_day`` is the day pages are opened with where an address names none; that of the clock unless given.
    ``results`` are those of a run of the scenarios, which the handbook shows.
    """

    register: Registry
    url: str
    rulebook: Rulebook
    clock: Clock
    writing: Writing = Writing.REFUSED
    first_day: dt.date | None = None
    results: ScenarioResults | None = None

    @property
    def today(self) -> dt.date:
        """The day to begin with."""
        from tiertrack.app.import_files import today

        return self.first_day or today(self.clock)


@frozen(eq=False)
class Answer:
    """What a page answers: the ``template`` and what it ``shows``, and the same as plain ``data``; each is worked out
    where it is asked for.

    ``whole`` is a page that has a frame of its own; ``elsewhere`` the path of another page that answers it better, for
    whoever reads pages; ``lacks`` what is to be said first, of a page that so far only asks: then there is no data.
    """

    template: str
    shows: Callable[[], Mapping[str, Any]]
    data: Callable[[], Any]
    whole: Callable[[], str] | None = None
    elsewhere: str = ""
    lacks: BadInput | None = None


# What a page is asked: its parameters, read.
Given = Mapping[str, Any]


@frozen(eq=False)
class Page:
    """A page: the ``path`` of its address, its Chinese ``title`` and what it is ``about``, its ``parameters``, the JSON
    Schema of its ``answer`` as plain data, and how it is ``asked``."""

    path: str
    title: str
    about: str
    parameters: tuple[Parameter, ...]
    answer: Mapping[str, Any]
    asked: Callable[[Desk, Given], Answer]


def refusal_to_write(desk: Desk) -> Fault:
    """Why a page takes nothing in."""
    if desk.writing is Writing.ALLOWED:
        return Fault("E790", "这一页只能看，不能用来登记", "请从“登记一件事”“导入一个文件”进入")
    return Fault("E790", "这一页只能看，不能用来登记", "登记库的网页只读；要登记，请在启动时加上 write 选项")


def no_such_page(address: str | None) -> BadInput:
    """The error of an address that is no page; None for one too long to be told."""
    return BadInput(Fault("E789", "没有这一页", "请从首页进入，或核对地址", address))
