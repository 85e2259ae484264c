"""The exchanges' own status codes, as their pages of listing projects show them, and the step each stands for.

上交所 numbers the stage and, after a hyphen, its outcome; 深交所 numbers the status (the numbers of its stages are
others: 60 is 终止 there, and 提交注册 here). Of 北交所 no codes are known.
"""

from __future__ import annotations

import re

from attrs import frozen

from tiertrack.errors import BadDossier, Fault
from tiertrack.law.event_kinds import EventKind
from tiertrack.law.exchanges import Exchange
from tiertrack.law.instrument import Citation
from tiertrack.law.instruments import 发行上市规则
from tiertrack.law.procedure import Step
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import title_definition

LISTED = Tier.LISTED.value
_CITATION = 发行上市规则.clause("项目动态的状态码", None, "公开网页接口整理")


@frozen
class ExchangeStatus:
    """One status of an exchange: its code, ``sub`` (the outcome of a stage; empty where there is none), its name there,
    and the key of the step of the listing it stands for."""

    exchange: Exchange
    code: str
    sub: str
    name: str
    stage: str
    citation: Citation = _CITATION

    @property
    def full_code(self) -> str:
        """The code as it is written in a list: 45, or 3-1."""
        return f"{self.code}-{self.sub}" if self.sub else self.code

    @property
    def step(self) -> Step:
        """The step of the listing it stands for."""
        return next(step for step in title_definition(LISTED).procedure.steps if step.key == self.stage)

    @property
    def kind(self) -> EventKind:
        """The kind of event it reports."""
        return self.step.kind

    def __str__(self) -> str:
        return f"{self.exchange.label} {self.full_code} {self.name}"


_SSE = (
    ("1", "", "已受理", "accepted"),
    ("2", "", "已问询", "inquired"),
    ("3", "", "上市委会议", "committee"),
    ("3", "1", "通过", "committee_passed"),
    ("3", "2", "有条件通过", "committee_passed"),
    ("3", "3", "未通过", "committee_rejected"),
    ("3", "6", "暂缓审议", "postponed"),
    ("4", "", "提交注册", "submitted"),
    ("5", "1", "注册生效", "registered"),
    ("5", "2", "不予注册", "registration_refused"),
    ("5", "3", "终止注册", "registration_terminated"),
    ("6", "", "已发行", "issued"),
    ("7", "", "中止", "suspended"),
    ("8", "", "终止", "terminated"),
)
_SZSE = (
    ("20", "", "新受理", "accepted"),
    ("30", "", "已问询", "inquired"),
    ("45", "", "通过", "committee_passed"),
    ("44", "", "未通过", "committee_rejected"),
    ("46", "", "暂缓审议", "postponed"),
    ("56", "", "复审通过", "re_reviewed"),
    ("54", "", "复审不通过", "re_review_rejected"),
    ("60", "", "提交注册", "submitted"),
    ("70", "", "注册生效", "registered"),
    ("74", "", "不予注册", "registration_refused"),
    ("78", "", "补充审核", "supplementary"),
    ("76", "", "终止注册", "registration_terminated"),
    ("80", "", "中止", "suspended"),
    ("90", "", "审核不通过", "terminated"),
    ("95", "", "撤回", "withdrawn"),
)

STATUSES = (
    *(ExchangeStatus(Exchange.SSE, *status) for status in _SSE),
    *(ExchangeStatus(Exchange.SZSE, *status) for status in _SZSE),
)

if _lost := [str(status) for status in STATUSES if title_definition(LISTED).procedure.step(status.stage) is None]:
    raise ValueError(f"没有对应环节的状态：{'、'.join(_lost)}")

_BY_CODE = {(status.exchange, status.full_code): status for status in STATUSES}
_EXCHANGES = {word: exchange for exchange in Exchange for word in (exchange.value, exchange.label, exchange.full_name)}


def exchange_named(word: str) -> Exchange:
    """The exchange of a name or key; raises BadDossier."""
    found = _EXCHANGES.get(word.strip().lower())
    if found is None:
        remedy = f"可用的有 {'、'.join(exchange.label for exchange in Exchange)}；新三板和区域性股权市场不是证券交易所"
        raise BadDossier(Fault("E476", "没有这个交易所", remedy, word))
    return found


def exchange_status(exchange: Exchange, code: str) -> ExchangeStatus:
    """The status of a code as an exchange writes it (3-1 may be written 3.1); raises BadDossier naming those known."""
    match = re.fullmatch(r"\s*([0-9]{1,2})(?:\s*[-.]\s*([0-9]))?\s*", code)
    written = "-".join(part for part in match.groups() if part) if match else code.strip()
    found = _BY_CODE.get((exchange, written))
    if found is None:
        known = "、".join(f"{status.full_code} {status.name}" for status in STATUSES if status.exchange is exchange)
        remedy = f"可用的有 {known}" if known else "请改用“事项”一列，写明发行上市、终止等"
        what = "没有这个状态码" if known else "的状态码没有收录"
        raise BadDossier(Fault("E477", f"{exchange.label}{what}", remedy, code))
    return found
